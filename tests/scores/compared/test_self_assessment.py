"""Self-assessments: gap lists in their order, what was not assessed, and refusals of several raters."""

import json
from dataclasses import replace

import numpy as np
import pytest

from mcqa.errors import UsageError
from mcqa.rubric.model import Descriptors
from mcqa.scores.compared.self_assessment import OWN_VIEW, for_one_rater, self_assessment
from mcqa.scores.score import score

TEXTS = Descriptors({"l0": "nothing", "l1": "some", "l2": "all of it"})


@pytest.fixture
def rubric(rubric_of, criterion_of):
    more = {"descriptors": TEXTS, "roles": ("developer",), "visible_in": "issuer_dossier"}
    criteria = [criterion_of(f"C01.{at}")._replace(**more) for at in range(1, 7)]
    criteria[4] = criteria[4]._replace(essential=True)
    return rubric_of(criteria, min_ratings=3)


def assessed(rubric, ratings):
    return self_assessment(score(ratings, rubric, decision=for_one_rater(rubric.decision)))


def test_gaps_come_essential_first_then_farthest_then_in_the_order_of_the_rubric(rubric, ratings_of):
    answers = dict(zip((one.id for one in rubric.criteria), ["1", "0", "2", "0", "1", "?"], strict=True))
    (unit,) = assessed(rubric, ratings_of(rubric, {"A": answers})).units
    assert [(gap.criterion, gap.essential, gap.distance) for gap in unit.gaps] == [
        ("C01.5", True, 1),
        ("C01.2", False, 2),
        ("C01.4", False, 2),
        ("C01.1", False, 1),
    ]
    assert (unit.unit, unit.rater, unit.met, unit.applying) == ("A", "R1", 1, 6)


def test_a_gap_says_what_the_cut_and_the_next_level_ask_for_and_who_acts(rubric, ratings_of):
    (unit,) = assessed(rubric, ratings_of(rubric, {"A": {"C01.2": "0", "C01.1": "1"}})).units
    far, near = unit.gaps
    assert (far.level, far.cut, far.asks, far.next_level, far.next_asks) == ("l0", "l2", "all of it", "l1", "some")
    assert (near.level, near.next_level, near.next_asks) == ("l1", "l2", "all of it")
    assert (far.roles, far.evidence, far.comment) == (("developer",), "issuer_dossier", "note 0")


def test_what_was_left_blank_or_could_not_be_told_stands_apart(rubric, ratings_of):
    (unit,) = assessed(
        rubric, ratings_of(rubric, {"A": {"C01.1": "?", "C01.2": "-", "C01.3": "2", "C01.4": "n"}})
    ).units
    assert unit.gaps == ()
    assert [(one.criterion, one.because) for one in unit.not_assessed] == [
        ("C01.5", "blank"),
        ("C01.1", "cannot_tell"),
        ("C01.2", "blank"),
        ("C01.6", "blank"),
    ]
    # what does not apply is neither met nor missing
    assert (unit.met, unit.applying) == (1, 5)


def test_one_rating_is_enough_whatever_the_rubric_asks(rubric, ratings_of):
    (unit,) = assessed(rubric, ratings_of(rubric, {"A": {one.id: "2" for one in rubric.criteria}})).units
    assert unit.met == 6
    assert for_one_rater(rubric.decision) == rubric.decision._replace(min_ratings=1)


def test_units_of_several_raters_are_refused_by_name(rubric, ratings_of):
    table = ratings_of(rubric, {"A": {"C01.1": "2"}, "B": {"C01.1": "2 ?"}, "C": {"C01.1": "2 -"}})
    with pytest.raises(UsageError, match=r"several rated B \(R1, R2\)$") as stopped:
        assessed(rubric, table)
    assert "--self-assessment" in stopped.value.hint


def test_several_units_may_have_a_rater_each(rubric, ratings_of):
    table = ratings_of(rubric, {"A": {"C01.1": "2 -"}, "B": {"C01.1": "- 1"}, "C": {"C01.1": "- -"}})
    found = assessed(rubric, table)
    assert [(unit.unit, unit.rater) for unit in found.units] == [("A", "R1"), ("B", "R2")]


def test_one_rater_in_two_rounds_has_to_choose_one(rubric, ratings_of):
    table = ratings_of(rubric, {"A": {"C01.1": "2", "C01.2": "1"}})
    twice = replace(table, rounds=("1", "2"), round=np.array([0, 1], dtype=np.int32))
    with pytest.raises(UsageError, match="A assessed in several rounds") as stopped:
        assessed(rubric, twice)
    assert "--round" in stopped.value.hint


def test_it_says_in_words_that_it_is_no_review(rubric, ratings_of):
    found = assessed(rubric, ratings_of(rubric, {"A": {"C01.1": "0"}})).to_json()
    assert found["text"] == OWN_VIEW
    assert "agreement" not in str(found["units"])
    assert "flip" not in str(found["units"])
    json.dumps(found, allow_nan=False)


def test_levels_without_order_have_no_next_one(rubric_of, criterion_of, scale_of, ratings_of):
    rubric = rubric_of([criterion_of("C01.1", scale_of(kind="nominal"))])
    (unit,) = assessed(rubric, ratings_of(rubric, {"A": {"C01.1": "0"}})).units
    assert (unit.gaps[0].next_level, unit.gaps[0].next_asks) == (None, "")
