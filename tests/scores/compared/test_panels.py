"""Reviewers against a panel: hand-worked counts, directions, tests that few units cannot pass, and refusals."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcqa.errors import UsageError
from mcqa.scores.compared.panels import compare_panels
from mcqa.scores.rules import Verdict


@pytest.fixture
def grouped(ratings_of):
    """Ratings whose raters are in the groups named, in their order."""

    def make(rubric, units, groups):
        table = ratings_of(rubric, units)
        names = (*sorted({group for group in groups if group}), "")
        of = np.array([names.index(group) for group in groups], dtype=np.int32)
        return replace(table, groups=names, group=of[table.rater])

    return make


GROUPS = ("teacher", "nbct", "advisor")


@pytest.fixture
def rubric(rubric_of, criterion_of):
    return rubric_of([criterion_of("C01.1"), criterion_of("C01.2"), criterion_of("C02.1")])


def test_a_small_comparison_by_hand(rubric, grouped):
    # two reviewers and one advisor; the cut is 2, ties go lower
    table = grouped(
        rubric,
        {
            "A": {"C01.1": "2 2 1", "C01.2": "2 2 2", "C02.1": "1 2 1"},  # 2>1 panel stricter; same; 1 and 1
            "B": {"C01.1": "2 2 0", "C01.2": "0 0 1", "C02.1": "2 2 ?"},  # 2>0; 0<1 same side; panel cannot tell
        },
        GROUPS,
    )
    found = compare_panels(table, rubric, rubric.decision, "advisor")
    assert found.panel == "advisor"
    assert found.reviewers == ("nbct", "teacher")
    first, second, third = found.criteria
    assert (first.n, first.exact, first.met_agreement, first.difference) == (2, 0.0, 0.0, 1.5)
    assert (first.panel_stricter, first.reviewers_stricter) == (2, 0)
    assert (second.n, second.exact, second.met_agreement, second.difference) == (2, 0.5, 1.0, -0.5)
    assert (third.n, third.undecided_panel, third.undecided_reviewers, third.undecided_both) == (1, 1, 0, 0)
    standard = found.standards[0]
    # (1 + 0 + 2 - 1) / 4 cells; on A and on B the panel found one less met
    assert (standard.n, standard.n_units, standard.difference) == (4, 2, 0.5)
    assert (standard.panel_stricter, standard.reviewers_stricter) == (2, 0)
    assert (found.overall.n, found.overall.exact) == (5, pytest.approx(2 / 5))
    assert [(pair.unit, pair.reviewers, pair.panel, pair.agree) for pair in found.units] == [
        ("A", Verdict.NOT_MET, Verdict.NOT_MET, True),
        ("B", Verdict.NOT_MET, Verdict.NOT_MET, True),
    ]


def test_few_units_never_show_a_side_to_be_stricter(rubric, grouped):
    units = {f"U{at}": dict.fromkeys(("C01.1", "C01.2", "C02.1"), "2 2 0") for at in range(5)}
    found = compare_panels(grouped(rubric, units, GROUPS), rubric, rubric.decision, "advisor")
    for row in (*found.criteria, *found.standards, found.overall):
        assert (row.status, row.reason) == ("unstable", "too_few_units")
        assert row.p_value is row.p_holm is row.stricter is None
        assert row.ci is not None


def test_from_six_units_on_the_exact_test_may_name_a_side(rubric, grouped):
    units = {f"U{at}": {"C01.1": "2 2 0", "C01.2": "2 2 2", "C02.1": "2 2 2"} for at in range(8)}
    found = compare_panels(grouped(rubric, units, GROUPS), rubric, rubric.decision, "advisor")
    first, second, _ = found.criteria
    # 2 / 2**8; the two others never differ, and are no tests
    assert first.p_value == first.p_holm == pytest.approx(2 / 256)
    assert first.stricter == "panel"
    assert first.test == "mcnemar_exact"
    assert (second.p_value, second.reason, second.stricter) == (None, "no_variation", "neither")
    assert found.overall.stricter == "panel"
    turned = compare_panels(
        grouped(rubric, {name: dict.fromkeys(cells, "0 0 2") for name, cells in units.items()}, GROUPS),
        rubric,
        rubric.decision,
        "advisor",
    )
    # three tests of the same p: Holm makes it 3 * 2 / 256
    assert [row.stricter for row in turned.criteria] == ["reviewers"] * 3
    assert [row.p_holm for row in turned.criteria] == pytest.approx([6 / 256] * 3)


def test_only_units_that_both_judged_are_compared_and_the_others_are_named(rubric, grouped):
    table = grouped(
        rubric,
        {"A": {"C01.1": "2 2 2"}, "B": {"C01.1": "2 2 -"}, "C": {"C01.1": "- - 2"}},
        GROUPS,
    )
    found = compare_panels(table, rubric, rubric.decision, "advisor")
    assert [pair.unit for pair in found.units] == ["A"]
    assert (found.only_reviewers, found.only_panel) == (("B",), ("C",))
    assert (found.overall.n_units, found.overall.ci, found.overall.reason) == (1, None, "too_few_units")


def test_nothing_in_common_gives_no_number(rubric, grouped):
    table = grouped(rubric, {"A": {"C01.1": "2 2 -"}, "B": {"C01.1": "- - 2"}}, GROUPS)
    found = compare_panels(table, rubric, rubric.decision, "advisor")
    for row in (*found.criteria, *found.standards, found.overall):
        assert (row.status, row.reason) == ("undefined", "no_pairs")
        assert row.exact is row.met_agreement is row.ci is row.difference is row.p_value is None
    assert found.verdicts["share"] is None
    assert found.to_json()["overall"]["difference_reason"] == "no_pairs"


def test_levels_without_order_have_no_difference(rubric_of, criterion_of, scale_of, grouped):
    rubric = rubric_of([criterion_of("C01.1", scale_of(kind="nominal"))])
    table = grouped(rubric, {"A": {"C01.1": "2 2 1"}, "B": {"C01.1": "2 2 2"}}, GROUPS)
    row = compare_panels(table, rubric, rubric.decision, "advisor").criteria[0].to_json()
    assert (row["exact"], row["difference"], row["difference_reason"]) == (0.5, None, "not_ordered")


def test_too_few_ratings_of_the_panel_are_told(rubric, grouped):
    table = grouped(rubric, {"A": dict.fromkeys(("C01.1", "C01.2", "C02.1"), "2 2 2")}, GROUPS)
    found = compare_panels(table, rubric, rubric.decision._replace(min_ratings=2), "advisor")
    assert (found.too_few_panel, found.too_few_reviewers) == (3, 0)
    assert found.units[0].agree is None


def test_a_group_is_found_in_any_spelling_and_an_unknown_one_refused_with_those_there(rubric, grouped):
    table = grouped(rubric, {"A": {"C01.1": "2 2 2"}}, GROUPS)
    assert compare_panels(table, rubric, rubric.decision, " Advisor ").panel == "advisor"
    with pytest.raises(UsageError) as stopped:
        compare_panels(table, rubric, rubric.decision, "advisers")
    assert stopped.value.hint == "groups: advisor, nbct, teacher"


def test_no_group_at_all_and_everybody_in_the_panel_are_refused(rubric, grouped):
    with pytest.raises(UsageError, match="no sheet names a reviewer group"):
        compare_panels(grouped(rubric, {"A": {"C01.1": "2 2"}}, ("", "")), rubric, rubric.decision, "advisor")
    everybody = grouped(rubric, {"A": {"C01.1": "2 2"}}, ("advisor", "advisor"))
    with pytest.raises(UsageError, match="nobody is left"):
        compare_panels(everybody, rubric, rubric.decision, "advisor")


@given(st.lists(st.lists(st.sampled_from("012?-"), min_size=3, max_size=3), min_size=1, max_size=9))
def test_turning_the_sides_round_turns_the_signs(rubric_of, criterion_of, ratings_of, cells):
    rubric = rubric_of([criterion_of("C01.1")])
    table = ratings_of(rubric, {f"U{at}": {"C01.1": " ".join(answers)} for at, answers in enumerate(cells)})
    table = replace(table, raters=("R1", "R2", "R3"))
    sides = []
    for codes in ([0, 0, 1], [1, 1, 0]):
        grouped = replace(table, groups=("advisor", "other"), group=np.array(codes, dtype=np.int32)[table.rater])
        try:
            sides.append(compare_panels(grouped, rubric, rubric.decision, "advisor"))
        except UsageError:
            return
    one, other = (side.overall for side in sides)
    assert (one.n, one.exact, one.met_agreement, one.p_value) == (
        other.n,
        other.exact,
        other.met_agreement,
        other.p_value,
    )
    assert (one.panel_stricter, one.reviewers_stricter) == (other.reviewers_stricter, other.panel_stricter)
    assert one.difference == other.difference is None or one.difference == pytest.approx(-other.difference)
    json.dumps(sides[0].to_json(), allow_nan=False)
