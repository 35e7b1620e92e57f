from __future__ import annotations

import pytest

LEVELS = ("Not met", "Partly met", "Met")


def found(collected, code):
    return [finding for finding in collected.findings if finding.code == code]


def test_a_unit_that_one_reviewer_rated_is_told(build):
    collected = build(
        ("A", "R1", "C1.1", "Met"),
        ("A", "R2", "C1.1", "N/A"),
        ("B", "R1", "C1.1", "Met"),
        ("B", "R2", "C1.2", "Met"),
        ("C", "R1", "C1.1", None),
    )
    (finding,) = found(collected, "R104")
    assert (finding.name, finding.severity, finding.subject) == ("unit-rated-once", "warning", "A")
    assert finding.message == "A was rated by one reviewer only, R1"


def straight(n, others, level="Met"):
    """R1 at one level for n units, R2 as told."""
    return [(f"U{at}", "R1", "C1.1", level) for at in range(n)] + [
        (f"U{at}", "R2", "C1.1", other) for at, other in enumerate(others)
    ]


@pytest.mark.parametrize(
    ("n", "others", "told"),
    [
        (20, ["Not met"] * 3 + ["Met"] * 17, True),
        (20, ["Not met"] * 2 + ["Met"] * 18, False),
        (19, ["Not met"] * 10 + ["Met"] * 9, False),
        (20, [], False),
        (20, ["N/A"] * 20, False),
    ],
)
def test_a_straight_line_is_told_where_others_saw_differences(build, n, others, told):
    findings = found(build(*straight(n, others)), "R105")
    assert [(f.name, f.severity, f.subject, f.value) for f in findings] == (
        [("straight-lining", "warning", "R1", "Met")] if told else []
    )


def test_a_straight_line_says_how_often_the_others_differ(build):
    (finding,) = found(build(*straight(20, ["Not met"] * 10 + ["Met"] * 10)), "R105")
    assert '"Met" for all of 20 ratings' in finding.message
    assert "50% of the time" in finding.message


def test_reviewers_without_a_common_unit_are_told_with_their_sets(build):
    collected = build(
        ("A", "R1", "C1.1", "Met"), ("A", "R2", "C1.1", "Met"), ("B", "R3", "C1.1", "Met"), ("B", "R4", "C1.2", "Met")
    )
    (finding,) = found(collected, "R107")
    assert (finding.name, finding.severity, finding.value) == ("disconnected-design", "warning", "2")
    assert "R1, R2 | R3, R4" in finding.message


def test_a_chain_of_reviewers_is_one_set_and_blanks_link_nobody(build):
    chain = [
        (unit, rater, "C1.1", "Met")
        for unit, raters in (("A", "12"), ("B", "23"), ("C", "34"), ("D", "45"))
        for rater in raters
    ]
    assert found(build(*chain), "R107") == []
    broken = [row if row[:2] != ("B", "3") else (*row[:3], None) for row in chain]
    assert found(build(*broken), "R107")[0].value == "2"


def test_a_level_that_nobody_chose_is_told_for_each_scale(build):
    collected = build(
        *(("A", rater, "C1.1", level) for rater, level in zip("12", ("Met", "Not met"), strict=True)),
        *(("A", rater, "C1.3", at) for rater, at in zip("1234", (1, 2, 3, 4), strict=True)),
    )
    (finding,) = found(collected, "R108")
    assert (finding.name, finding.severity, finding.subject) == ("unused-level", "info", "partly_met")


def test_a_scale_that_nobody_used_is_not_called_unexercised(build):
    assert {finding.subject for finding in found(build(("A", "1", "C1.1", "Met")), "R108")} == {"not_met", "partly_met"}


def test_a_table_without_any_rating_has_no_design_to_speak_of(build):
    collected = build(("A", "R1", "C1.1", None), ("B", "R2", "C1.1", "N/A"))
    assert collected.findings == ()


def test_where_only_counts_are_known_nothing_is_said_about_persons(build):
    rows = [*straight(25, ["Not met"] * 25), ("Z", "R1", "C1.1", "Met")]
    assert {finding.code for finding in build(*rows).findings} == {"R104", "R105", "R108"}
    counted = build(*rows, raters_known=False)
    assert {finding.code for finding in counted.findings} == {"R104", "R108"}
    assert found(counted, "R104")[0].message == "Z was rated by one reviewer only"
