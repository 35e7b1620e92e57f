from __future__ import annotations

import random
from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcqa.ratings.design import _of_others, _parts
from mcqa.ratings.names import natural

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
        (19, ["Not met"] * 3 + ["Met"] * 16, False),
        (10, ["Not met"] * 5 + ["Met"] * 5, True),
        (10, ["Not met"] * 4 + ["Met"] * 6, False),
        (9, ["Not met"] * 9, False),
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


def test_a_chain_of_any_order_and_length_is_one_set(build):
    stream = random.Random(7)
    names = [f"R{at}" for at in range(300)]
    stream.shuffle(names)
    chain = [(f"U{at}", rater, "C1.1", "Met") for at, pair in enumerate(pairwise(names)) for rater in pair]
    assert found(build(*chain), "R107") == []
    cut = [row for row in chain if row[0] != "U150"]
    (finding,) = found(build(*cut), "R107")
    sets = sorted((names[:151], names[151:]), key=lambda names: min(map(natural, names)))
    shown = [", ".join([*sorted(own, key=natural)[:8], f"{len(own) - 8} more"]) for own in sets]
    assert finding.message.endswith(f"share no micro-credential: {' | '.join(shown)}")


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 12)), min_size=1, max_size=40))
def test_sets_are_those_that_joining_one_by_one_gives(pairs):
    unit, rater = (np.array(column, dtype=np.int64) for column in zip(*pairs, strict=True))
    sets = [{at} for at in range(13)]
    for each in set(unit.tolist()):
        linked = {at for at, own in enumerate(sets) if own & set(rater[unit == each].tolist())}
        sets = [own for at, own in enumerate(sets) if at not in linked] + [set().union(*(sets[at] for at in linked))]
    wanted = {member: min(own) for own in sets for member in own}
    assert dict(enumerate(_parts(unit, rater, 10, 13).tolist())) == wanted


def test_linking_a_chain_takes_few_rounds(monkeypatch):
    n = 4096
    order = np.random.default_rng(3).permutation(n)
    unit, rater = np.repeat(np.arange(n - 1), 2), np.stack([order[:-1], order[1:]], axis=1).ravel()
    rounds = []
    real = np.full
    monkeypatch.setattr(np, "full", lambda *given, **more: rounds.append(1) or real(*given, **more))
    assert not _parts(unit, rater, n - 1, n).any()
    assert len(rounds) <= 20


def test_of_many_sets_the_first_are_named_and_all_counted(build):
    rows = [(f"U{at}", f"R{at}", "C1.1", "Met") for at in range(1, 21)]
    (finding,) = found(build(*rows), "R107")
    assert finding.value == "20"
    assert finding.message.endswith("share no micro-credential: R1 | R2 | R3 | R4 | R5 | R6 | and 14 more")


@given(st.lists(st.tuples(*(st.integers(0, most) for most in (2, 3, 1, 1, 2))), max_size=60))
def test_what_others_chose_on_the_cells_of_a_straight_line_is_as_counted_one_by_one(rows):
    """Rows are (rater, unit, criterion, round, level)."""
    rows = sorted({row[:4]: row[4] for row in rows}.items())
    rater, unit, criterion = (np.array([row[at] for row, _ in rows], dtype=np.int32) for at in range(3))
    level = np.array([level if row[0] else 1 for row, level in rows], dtype=np.int32)
    if not len(rater) or rater[0] != 0:
        return
    ratings = SimpleNamespace(unit=unit, rater=rater, criterion=criterion, level=level, criteria=(0, 1))
    others, differ, _ = _of_others(ratings, np.arange(len(rater)), np.array([True, False, False]))
    own = {(one, other) for mine, one, other in zip(rater, unit, criterion, strict=True) if mine == 0}
    theirs = [
        at for mine, one, other, at in zip(rater, unit, criterion, level, strict=True) if mine and (one, other) in own
    ]
    assert (others.tolist(), differ.tolist()) == ([len(theirs), 0, 0], [sum(at != 1 for at in theirs), 0, 0])


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
