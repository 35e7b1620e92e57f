"""Pilots with one planted cause each: it is found, named, and not taken for another."""

from dataclasses import replace

import numpy as np
import pytest

from mcqa.agreement.analysis import analyse
from mcqa.diagnostics.diagnose import diagnose
from mcqa.recommendations.engine import recommend
from mcqa.recommendations.model import Action, Cause

PLANTED = 7
SEEDS = range(100, 112)


def recommended(ratings):
    agreement = analyse(ratings, by=("criterion",), coefficients=("percent_agreement", "gwet_ac", "krippendorff_alpha"))
    return recommend(ratings, agreement, diagnose(ratings)).criteria


def at_planted(pilots, plant, **parameters):
    return [recommended(plant(pilots.Pilot(seed, **parameters)).ratings())[PLANTED] for seed in SEEDS]


def share(found):
    found = list(found)
    return sum(found) / len(found)


@pytest.mark.parametrize(("accuracy", "prevalence"), [(0.9, 0.9), (0.95, 0.9), (0.9, 0.75)])
def test_good_components_are_rarely_blamed(pilots, accuracy, prevalence):
    found = [
        each
        for seed in SEEDS
        for each in recommended(pilots.Pilot(seed, accuracy=accuracy, prevalence=prevalence).ratings())
    ]
    assert share(each.blames_rubric for each in found) <= 0.03
    assert share(each.cause in (Cause.RATER, Cause.GROUP) for each in found) <= 0.02
    assert share(each.action is Action.KEEP for each in found) >= 0.85


def test_a_vague_level_is_to_be_worded_anew(pilots):
    found = at_planted(pilots, lambda pilot: pilot.vague(PLANTED))
    right = [
        each
        for each in found
        if each.action is Action.CLARIFY_WORDING
        and each.cause is Cause.RUBRIC
        and each.levels == (("partly_met", "met"),)
        and Action.ADD_ANCHOR in each.also
    ]
    assert len(right) / len(found) >= 0.75


def test_a_vague_level_with_a_worked_example_needs_no_further_one(pilots):
    found = at_planted(pilots, lambda pilot: pilot.vague(PLANTED), anchors=(PLANTED,))
    assert share(each.action is Action.CLARIFY_WORDING for each in found) >= 0.75
    assert not any(Action.ADD_ANCHOR in each.also for each in found)


def test_a_double_demand_is_to_be_split(pilots):
    found = at_planted(pilots, lambda pilot: pilot.double(PLANTED))
    assert share(each.action is Action.SPLIT_CRITERION for each in found) >= 0.75
    assert {each.levels for each in found if each.blames_rubric} == {(("not_met", "met"),)}


def test_a_harsh_reviewer_is_a_matter_of_the_reviewer_not_of_the_rubric(pilots):
    for seed in SEEDS:
        found = recommended(pilots.Pilot(seed).harsh(3).ratings())
        affected = [each for each in found if each.action is Action.RETRAIN_RATERS]
        assert len(affected) >= 10
        assert {each.raters for each in affected} == {("R04",)}
        assert all(each.cause is Cause.RATER for each in affected)
        assert sum(each.blames_rubric for each in found) <= 2


def test_a_vague_level_is_found_behind_a_harsh_reviewer(pilots):
    found = at_planted(pilots, lambda pilot: pilot.vague(PLANTED).harsh(3))
    blamed = [each for each in found if each.blames_rubric]
    assert len(blamed) / len(found) >= 0.7
    assert all(each.raters == ("R04",) and Action.RETRAIN_RATERS in each.also for each in blamed)


def test_a_reviewer_who_gives_one_level_everywhere_is_named(pilots):
    for seed in SEEDS:
        found = recommended(pilots.Pilot(seed, prevalence=0.75).straight(5).ratings())
        named = [each for each in found if "R06" in each.raters]
        assert named
        assert {reason.kind.code for each in named for reason in each.reasons} >= {"D303"}


@pytest.mark.parametrize("group", ["teacher", "nbct"])
def test_a_group_that_reads_differently_is_named(pilots, group):
    found = at_planted(pilots, lambda pilot: pilot.apart(group, PLANTED))
    assert share(each.cause is Cause.GROUP and each.groups == (group,) for each in found) >= 0.6
    assert all(each.action is Action.RETRAIN_RATERS for each in found if each.cause is Cause.GROUP)


def test_hidden_evidence_is_to_be_supplied(pilots):
    found = at_planted(pilots, lambda pilot: pilot.hidden(PLANTED), visible_in={PLANTED: "operations_data"})
    assert all(each.action is Action.SUPPLY_EVIDENCE and each.cause is Cause.EVIDENCE for each in found)
    assert all([reason.kind.code for reason in each.reasons] == ["D501", "D502"] for each in found)


def test_evidence_hidden_from_one_group_names_the_group(pilots):
    pilot = pilots.Pilot(5)
    pilot.cells[:, PLANTED, [0, 5, 10]] = pilots.CANNOT_TELL
    assert recommended(pilot.ratings())[PLANTED].groups == ("teacher",)


def test_no_variation_asks_for_weaker_units(pilots):
    found = at_planted(pilots, lambda pilot: pilot.constant(PLANTED))
    assert all(each.action is Action.WIDEN_SAMPLE and each.cause is Cause.SAMPLE for each in found)


def test_an_inner_level_that_nobody_needs_is_to_be_merged(pilots):
    found = at_planted(pilots, lambda pilot: pilot.unused(1), prevalence=0.6)
    assert share(each.action is Action.MERGE_LEVELS for each in found) >= 0.7
    assert {each.levels for each in found if each.action is Action.MERGE_LEVELS} == {(("not_met", "partly_met"),)}


def test_the_lowest_level_is_not_merged_because_no_weak_unit_was_there(pilots):
    pilot = pilots.Pilot(1, prevalence=0.7)
    pilot.cells = np.maximum(pilot.cells, 1)
    found = recommended(pilot.ratings())
    assert not any(each.action is Action.MERGE_LEVELS for each in found)
    kept = [each for each in found if each.action is Action.KEEP]
    assert kept
    assert all(Action.WIDEN_SAMPLE in each.also for each in kept)


def test_components_that_nobody_tells_apart_are_to_be_combined(pilots):
    pilot = pilots.Pilot(4, prevalence=0.6)
    pilot.cells[:, 1] = pilot.cells[:, 0]
    found = recommended(pilot.ratings())
    assert [each.action for each in found[:2]] == [Action.COMBINE_CRITERIA] * 2
    assert not any(each.action is Action.COMBINE_CRITERIA for each in found[2:])


def test_general_carelessness_is_not_laid_at_the_door_of_single_components(pilots):
    for seed in SEEDS:
        found = recommended(pilots.Pilot(seed, accuracy=0.7).ratings())
        retrain = [each for each in found if each.action is Action.RETRAIN_RATERS]
        assert len(retrain) >= 8
        assert sum(each.blames_rubric for each in found) <= 4


def test_a_reviewer_who_misreads_one_component_is_named(pilots):
    found = []
    for seed in SEEDS:
        pilot = pilots.Pilot(seed, n_raters=5, per_unit=5, accuracy=0.97)
        pilot.cells[:, PLANTED, 2] = np.where(pilot.truth[:, PLANTED] == pilot.top, 1, pilot.top)
        found.append(recommended(pilot.ratings())[PLANTED])
    named = [each for each in found if each.raters == ("R03",)]
    assert len(named) / len(found) >= 0.7
    assert {(each.action, each.cause) for each in named} == {(Action.RETRAIN_RATERS, Cause.RATER)}
    assert {each.reasons[1].kind.code for each in named} == {"D304"}


def test_one_odd_unit_is_no_verdict_on_the_component(pilots):
    cells = np.full((8, 29, 6), 2)
    cells[0, PLANTED] = [0, 0, 1, 1, 2, 2]
    assert recommended(pilots.ratings_of(cells, pilots.rubric_of()))[PLANTED].action is Action.KEEP


def test_disagreement_on_two_levels_has_no_split_to_recommend(pilots):
    found = at_planted(pilots, lambda pilot: pilot.double(PLANTED), n_levels=2)
    assert share(each.action is Action.CLARIFY_WORDING for each in found) >= 0.75


def test_comments_are_counted_beside_a_disagreement(pilots):
    ratings = pilots.Pilot(1).double(PLANTED).ratings()
    ratings = replace(ratings, comment=tuple("See the rubric." for _ in ratings.comment))
    reason = recommended(ratings)[PLANTED].reasons[-1]
    assert reason.kind.code == "D601"
    assert reason.evidence["n_with_comment"] == reason.evidence["n"] > 0
