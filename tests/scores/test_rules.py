"""The rule over the criteria of a unit: conjunctive, and compensatory with essentials, weights and points."""

from typing import NamedTuple

import pytest

from mcqa.rubric.model import Decision
from mcqa.scores.cells import tally
from mcqa.scores.judgement import judge
from mcqa.scores.result import Verdict
from mcqa.scores.rules import VERDICTS, decide

CONJUNCTIVE = Decision(rule="conjunctive", cut="l2", ties="undecided", min_ratings=1)


def compensatory(share=0.85, cut="l2"):
    return Decision(rule="compensatory", cut=cut, pass_share=share, ties="undecided", min_ratings=1)


class Outcome(NamedTuple):
    verdict: Verdict
    blocking: tuple[str, ...]
    share: float | None
    share_possible: float | None


@pytest.fixture
def outcome(rubric_of, criterion_of, ratings_of):
    """Decide over panels written as answers; a panel may come with `essential` or `weight` of its criterion."""

    def give(decision, *panels, scale=None):
        written = [panel if isinstance(panel, tuple) else (panel, {}) for panel in panels]
        names = [f"C01.{index}" for index in range(1, len(panels) + 1)]
        rubric = rubric_of([criterion_of(name, scale, **more) for name, (_, more) in zip(names, written, strict=True)])
        answers = {name: text for name, (text, _) in zip(names, written, strict=True)}
        cells = tally(ratings_of(rubric, {"MC-01": answers}), rubric)
        found = decide(judge(cells, decision), rubric.criteria, decision)
        return Outcome(
            verdict=VERDICTS[found.verdict[0]],
            blocking=tuple(name for name, stands in zip(names, found.blocking[0], strict=True) if stands),
            share=None if found.share is None else found.share[0],
            share_possible=None if found.share_possible is None else found.share_possible[0],
        )

    return give


def test_all_at_the_cut_or_above_is_met(outcome):
    assert outcome(CONJUNCTIVE, "2 2", "2", "2 2 1").verdict is Verdict.MET


def test_one_below_the_cut_is_not_met_and_named(outcome):
    found = outcome(CONJUNCTIVE, "2", "1 1", "2", "0")
    assert found.verdict is Verdict.NOT_MET
    assert found.blocking == ("C01.2", "C01.4")


def test_not_met_beats_undecided(outcome):
    found = outcome(CONJUNCTIVE, "? ?", "1 1", "2")
    assert found.verdict is Verdict.NOT_MET
    assert found.blocking == ("C01.2",)


@pytest.mark.parametrize("open_panel", ["?", "", "1 2", "0 0 2 2"])
def test_undecided_beats_met(outcome, open_panel):
    found = outcome(CONJUNCTIVE, "2", open_panel, "2")
    assert found.verdict is Verdict.UNDECIDED
    assert found.blocking == ()


def test_what_does_not_apply_stands_in_nobody_s_way(outcome):
    assert outcome(CONJUNCTIVE, "2", "n n 1").verdict is Verdict.MET
    assert outcome(compensatory(), "2", "n n 0").share == 1.0


@pytest.mark.parametrize("decision", [CONJUNCTIVE, compensatory()])
def test_a_unit_to_which_nothing_applies_has_not_met_anything(outcome, decision):
    assert outcome(decision, "n", "n n").verdict is Verdict.UNDECIDED


def test_a_criterion_on_a_scale_of_its_own_is_held_against_the_cut_on_that_scale(outcome, scale_of):
    # on five levels the cut l2 is in the middle
    assert outcome(CONJUNCTIVE, "2", "3", "4", scale=scale_of(5)).verdict is Verdict.MET
    assert outcome(CONJUNCTIVE, "1", "3", "4", scale=scale_of(5)).blocking == ("C01.1",)


def test_points_decide_where_nothing_is_essential(outcome):
    # 9 of 10 points: four at the top and one at half
    found = outcome(compensatory(), "2", "2", "2", "2", "1")
    assert (found.verdict, found.share) == (Verdict.MET, 0.9)
    # 8 of 10
    found = outcome(compensatory(), "2", "2", "2", "1", "1")
    assert (found.verdict, found.share) == (Verdict.NOT_MET, 0.8)
    assert found.blocking == ("C01.4", "C01.5")


def test_an_essential_criterion_below_the_cut_is_fatal_however_many_points(outcome):
    found = outcome(compensatory(), *["2"] * 9, ("1", {"essential": True}))
    assert found.verdict is Verdict.NOT_MET
    assert found.share == 0.95
    assert found.blocking == ("C01.10",)


def test_exactly_at_the_bar_passes(outcome):
    # 17 of 20 points are 0.85
    assert outcome(compensatory(), *["2"] * 7, "1", "1", "1").verdict is Verdict.MET
    # weights whose sums floating point does not hold: 0.1 + 0.7 of 0.1 + 0.7 + 0.2 is the bar 0.8
    weights = [("2", {"weight": 0.1}), ("2", {"weight": 0.7}), ("0", {"weight": 0.2})]
    assert outcome(compensatory(0.8), *weights).verdict is Verdict.MET
    assert outcome(compensatory(0.801), *weights).verdict is Verdict.NOT_MET


def test_weights_count_in_the_points(outcome):
    # (3 * 2 + 1 * 1) of 8 points
    found = outcome(compensatory(), ("2", {"weight": 3}), "1")
    assert (found.verdict, found.share) == (Verdict.MET, 0.875)
    found = outcome(compensatory(), ("1", {"weight": 3}), "2")
    assert (found.verdict, found.share) == (Verdict.NOT_MET, 0.625)


def test_undecided_only_while_the_open_criteria_can_change_the_verdict(outcome):
    # 18 of 20 for sure: the open one cannot spoil it
    found = outcome(compensatory(), *["2"] * 9, "?")
    assert (found.verdict, found.share, found.share_possible) == (Verdict.MET, 0.9, 1.0)
    # 16 of 20 for sure, 20 within reach
    found = outcome(compensatory(), *["2"] * 8, "?", "?")
    assert (found.verdict, found.share, found.share_possible) == (Verdict.UNDECIDED, 0.8, 1.0)
    # 14 of 20 for sure, 16 within reach: it cannot be saved
    found = outcome(compensatory(), *["2"] * 7, "0", "0", "?")
    assert (found.verdict, found.share, found.share_possible) == (Verdict.NOT_MET, 0.7, 0.8)
    assert found.blocking == ("C01.8", "C01.9")


def test_an_open_essential_criterion_keeps_it_undecided(outcome):
    found = outcome(compensatory(), *["2"] * 9, ("?", {"essential": True}))
    assert found.verdict is Verdict.UNDECIDED


def test_an_open_criterion_gets_the_lowest_score_of_its_scale_for_sure(outcome, scale_of):
    # scores 8 9 10: whatever becomes of the open one, 28 of 30 points are certain
    high = scale_of(scores=[8, 9, 10])
    found = outcome(compensatory(0.9), "2", "2", "?", scale=high)
    assert found.verdict is Verdict.MET
    assert found.share == pytest.approx(28 / 30, rel=1e-12)
    # scores -2 0 2: the open one may yet cost two points, 6 of 10 are certain
    below_zero = scale_of(scores=[-2, 0, 2])
    found = outcome(compensatory(0.8), "2", "2", "2", "2", "?", scale=below_zero)
    assert (found.verdict, found.share, found.share_possible) == (Verdict.UNDECIDED, 0.6, 1.0)


def test_where_points_are_short_and_nothing_is_below_the_cut_the_lost_points_are_named(outcome):
    # the cut is l1: all are met, but 5 of 8 points are short of 85 %
    found = outcome(compensatory(cut="l1"), "1", "2", "1", "1")
    assert found.verdict is Verdict.NOT_MET
    assert found.blocking == ("C01.1", "C01.3", "C01.4")


def test_levels_without_scores_give_points_by_their_place(outcome, scale_of):
    assert outcome(compensatory(), "1", "2", scale=scale_of(kind="nominal")).share == 0.75
