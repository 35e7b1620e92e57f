"""Cells that somebody decided: their level takes the place of the consensus, and the votes stay as they were."""

import numpy as np
import pytest

from mcqa.scores.result import Verdict
from mcqa.scores.score import score

NAMES = ("C01.1", "C01.2", "C02.1")


@pytest.fixture
def scored(rubric_of, criterion_of, ratings_of):
    def give(answers, decided=None, **decision):
        rubric = rubric_of([criterion_of(name) for name in NAMES], **decision)
        levels = np.full((1, 3), -1, dtype=np.int32)
        for name, level in (decided or {}).items():
            levels[0, NAMES.index(name)] = level
        ratings = ratings_of(rubric, {"MC-01": dict(zip(NAMES, answers, strict=True))})
        return score(ratings, rubric, decided=None if decided is None else levels)

    return give


def test_a_decision_takes_the_place_of_the_consensus_and_leaves_the_votes(scored):
    # two of three say 0: not met; a coordinator decides for 2
    found = scored(("2 2 2", "0 0 2", "2 2 2"), {"C01.2": 2})
    unit = found.units[0]
    one = unit.criteria[1]
    assert (unit.verdict, unit.blocking) == (Verdict.MET, ())
    assert (one.consensus, one.met, one.adjudicated) == ("l2", True, True)
    assert (one.counts, one.n_ratings) == ({"l0": 2, "l1": 0, "l2": 1}, 3)
    assert [other.adjudicated for other in unit.criteria] == [False, True, False]
    written = found.to_json()["units"][0]["criteria"][1]
    assert written["consensus_of_reviewers"] == "l0"
    assert "consensus_of_reviewers" not in found.to_json()["units"][0]["criteria"][0]


def test_what_was_decided_is_split_no_more(scored):
    answers = ("2 2 2", "0 0 2", "0 2 2")
    assert {one.criterion for one in scored(answers).splits} == {"C01.2", "C02.1"}
    found = scored(answers, {"C01.2": 2})
    assert {one.criterion for one in found.splits} == {"C02.1"}
    assert [one.split for one in found.units[0].criteria] == [False, False, True]


def test_no_votes_change_what_was_decided(scored):
    # decided below the cut: no votes can lift the whole
    found = scored(("2 2 2", "0 2 2", "2 2 2"), {"C01.2": 1})
    assert (found.units[0].verdict, found.units[0].margin) == (Verdict.NOT_MET, None)
    assert found.to_json()["units"][0]["margin_reason"] == "cannot_flip"
    # decided as met: C01.2 was one vote from falling, the others are two
    assert scored(("2 2 2", "0 2 2", "2 2 2")).units[0].margin == 1
    assert scored(("2 2 2", "0 2 2", "2 2 2"), {"C01.2": 2}).units[0].margin == 2
    # all three decided: nothing can flip
    everything = dict.fromkeys(NAMES, 2)
    assert scored(("2 2 2",) * 3, everything).units[0].margin is None


def test_no_votes_change_what_was_decided_under_a_compensatory_rule_either(scored):
    share = {"rule": "compensatory", "pass_share": 0.8}
    # 5 of 6 points, 4.8 asked: one more point lost is too many, and C01.2 at 1 is two votes of 1 1 1 from 0
    assert scored(("2 2 2", "1 1 1", "2 2 2"), **share).units[0].margin == 2
    # decided 1 where all said 2: only the two others can fall
    assert scored(("2 2 2", "2 2 2", "2 1 2"), {"C01.2": 1}, **share).units[0].margin == 1
    # decided 0: 4 of 6 points at best
    assert scored(("2 2 2", "2 2 2", "1 1 1"), {"C01.2": 0}, **share).units[0].margin is None


@pytest.mark.parametrize("answers", ["? ? ?", "", "- - -", "1 2", "n n n"])
def test_a_decision_settles_what_was_open_or_had_dropped_out(answers, scored):
    decided = scored(("2 2", answers, "2 2"), {"C01.2": 0}, ties="undecided").units[0]
    assert (decided.verdict, decided.blocking, decided.undecided) == (Verdict.NOT_MET, ("C01.2",), ())
    one = decided.criteria[1]
    assert (one.consensus, one.met, one.undecided_because, one.tied) == ("l0", False, None, False)


def test_a_decision_where_reviewers_had_no_consensus_keeps_that_too(scored):
    found = scored(("2 2", "? ?", "2 2"), {"C01.2": 2})
    written = found.to_json()["units"][0]["criteria"][1]
    assert (written["consensus"], written["consensus_of_reviewers"]) == ("l2", None)
    assert written["non_scores"] == {"cannot_tell": 2, "not_applicable": 0}


def test_standards_follow_the_decision(scored):
    found = scored(("2 2 2", "0 0 2", "2 2 2"), {"C01.2": 2}).units[0]
    assert [(one.standard, one.verdict.value, one.met) for one in found.standards] == [
        ("S01", "met", 2),
        ("S02", "met", 1),
    ]


def test_deciding_nothing_changes_nothing(scored):
    answers = ("2 2 2", "0 0 2", "1 2 ?")
    assert scored(answers, {}).units == scored(answers).units
