"""A self-assessment beside the blind review: kinds by hand, counts, and units that only one side has."""

import json

import pytest

from mcqa.errors import InputError, UsageError
from mcqa.scores.compared.self_assessment import for_one_rater
from mcqa.scores.compared.self_review import compare_self
from mcqa.scores.score import score

NAMES = tuple(f"C01.{at}" for at in range(1, 7))


@pytest.fixture
def rubric(rubric_of, criterion_of):
    return rubric_of([criterion_of(name) for name in NAMES])


@pytest.fixture
def compared(rubric, ratings_of):
    def run(own, blind):
        mine = score(ratings_of(rubric, own), rubric, decision=for_one_rater(rubric.decision))
        return compare_self(mine, score(ratings_of(rubric, blind), rubric))

    return run


def test_every_kind_by_hand(compared):
    own = dict(zip(NAMES, ["2", "1", "2", "1", "0", "?"], strict=True))
    blind = dict(zip(NAMES, ("1 1 2", "0 0 0", "2 2 1", "2 2 2", "1 1 0", "2 2 2"), strict=True))
    (unit,) = compared({"A": own}, {"a": blind}).units
    assert [(cell.criterion, cell.kind, cell.difference, cell.agree_on_met) for cell in unit.cells] == [
        ("C01.1", "not_confirmed", 1, False),
        ("C01.2", "over", 1, True),
        ("C01.4", "not_claimed", -1, False),
        ("C01.5", "under", -1, True),
        ("C01.3", "agreed", 0, True),
        ("C01.6", "not_compared", None, None),
    ]
    counts = unit.counts.to_json()
    assert counts["unit"] == "A"
    assert (counts["n"], counts["over_rated"], counts["under_rated"], counts["agreed"]) == (5, 2, 2, 1)


def test_components_with_most_claims_not_confirmed_come_first(compared):
    found = compared(
        {"A": {"C01.2": "2", "C01.3": "2"}, "B": {"C01.3": "2", "C01.1": "1"}},
        {"A": {"C01.2": "0", "C01.3": "1"}, "B": {"C01.3": "1", "C01.1": "0"}},
    )
    assert [one.criterion for one in found.criteria[:3]] == ["C01.3", "C01.2", "C01.1"]
    assert found.overall.to_json()["not_confirmed"] == 3
    json.dumps(found.to_json(), allow_nan=False)


def test_units_of_one_side_are_named(compared):
    found = compared({"A": {"C01.1": "2"}, "X": {"C01.1": "2"}}, {"A": {"C01.1": "2"}, "B": {"C01.1": "2"}})
    assert (found.only_own, found.only_blind) == (("X",), ("B",))


def test_nothing_in_common_is_refused_with_names_of_both(compared):
    with pytest.raises(InputError, match="X against A, B"):
        compared({"X": {"C01.1": "2"}}, {"A": {"C01.1": "2"}, "B": {"C01.1": "2"}})


def test_another_rubric_is_refused(rubric, rubric_of, criterion_of, ratings_of):
    other = rubric_of([criterion_of("C01.1")])
    with pytest.raises(UsageError, match="read with"):
        compare_self(
            score(ratings_of(rubric, {"A": {"C01.1": "2"}}), rubric),
            score(ratings_of(other, {"A": {"C01.1": "2"}}), other),
        )


def test_levels_without_order_only_differ(rubric_of, criterion_of, scale_of, ratings_of):
    rubric = rubric_of([criterion_of("C01.1", scale_of(kind="nominal"))])
    found = compare_self(
        score(ratings_of(rubric, {"A": {"C01.1": "0"}}), rubric),
        score(ratings_of(rubric, {"A": {"C01.1": "1"}}), rubric),
    )
    (cell,) = found.units[0].cells
    assert (cell.kind, cell.difference) == ("differs", None)
