import json
import re
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

from mcqa.agreement.analysis import AgreementResult, analyse
from mcqa.diagnostics import kinds
from mcqa.diagnostics.diagnose import diagnose
from mcqa.diagnostics.yardstick import Yardstick
from mcqa.errors import UsageError
from mcqa.findings import Kind
from mcqa.ratings.table import Ratings
from mcqa.recommendations.engine import recommend
from mcqa.recommendations.model import Action, Cause, Confidence
from mcqa.recommendations.policy import Policy
from mcqa.rubric.model import Scale

NOTHING = AgreementResult(estimates=(), pairs=(), prevalence=())


def recommended(ratings, **options):
    return recommend(ratings, analyse(ratings), diagnose(ratings, **options))


@pytest.fixture
def found(pilots):
    pilot = pilots.Pilot(11).vague(3).hidden(8).constant(12).harsh(3, share=0.7)
    return recommended(pilot.ratings())


def test_json_has_the_keys_of_the_contract(found):
    told = json.loads(json.dumps(found.to_json(), allow_nan=False))
    assert list(told) == ["criteria", "standards", "policy"]
    rest = ["action", "also", "priority", "cause", "confidence", "levels", "raters", "groups", "reasons"]
    assert all(list(each) == ["criterion", *rest] for each in told["criteria"])
    assert all(list(each) == ["standard", "decided_by", *rest] for each in told["standards"])
    for each in told["criteria"] + told["standards"]:
        assert each["action"] in set(Action)
        assert each["cause"] in set(Cause)
        assert each["confidence"] in set(Confidence)
        assert each["reasons"]
        assert all(list(reason) == ["code", "text", "evidence"] for reason in each["reasons"])
        assert each["levels"] is None or all(len(pair) == 2 for pair in each["levels"])


def test_priorities_are_unique_and_follow_urgency(found):
    for several in (found.criteria, found.standards):
        assert sorted(each.priority for each in several) == list(range(1, len(several) + 1))
        ordered = sorted(several, key=lambda each: each.priority)
        urgencies = [(each.action.urgency, each.confidence.rank) for each in ordered]
        assert urgencies == sorted(urgencies)
    assert found.criteria[8].priority == 1


def test_equal_cases_keep_the_order_of_the_rubric(pilots):
    ratings = pilots.ratings_of(np.full((6, 5, 4), 2), pilots.rubric_of(5))
    assert [each.priority for each in recommended(ratings).criteria] == [1, 2, 3, 4, 5]


def test_a_standard_takes_the_most_urgent_of_its_components_and_says_which(found, pilots):
    rubric = pilots.rubric_of()
    by_id = {each.subject: each for each in found.criteria}
    assert [each.subject for each in found.standards] == [standard.id for standard in rubric.standards]
    for standard, each in zip(rubric.standards, found.standards, strict=True):
        most = min((by_id[criterion.id] for criterion in standard.criteria), key=lambda one: one.priority)
        assert (each.decided_by, each.action, each.cause) == (most.subject, most.action, most.cause)
        assert each.reasons[0].kind is kinds.MOST_URGENT_COMPONENT
        assert most.subject in each.reasons[0].text
        assert each.reasons[1:] == most.reasons


def test_the_same_seed_gives_the_same_and_nothing_depends_on_the_order_of_rows(pilots):
    ratings = pilots.Pilot(2).vague(3).ratings()
    order = np.random.default_rng(0).permutation(len(ratings))
    columns = ("unit", "rater", "criterion", "level", "status", "round", "group")
    shuffled = replace(ratings, **{name: getattr(ratings, name)[order] for name in columns})
    first = recommended(ratings, seed=5).to_json()
    assert recommended(ratings, seed=5).to_json() == first
    told = json.dumps(recommended(shuffled, seed=5).to_json())
    assert json.loads(told)["criteria"][3]["action"] == first["criteria"][3]["action"]
    assert [each["action"] for each in json.loads(told)["criteria"]] == [each["action"] for each in first["criteria"]]


def test_only_agreement_above_what_is_asked_for_is_kept_with_high_confidence(pilots):
    for each in recommended(pilots.Pilot(6).ratings()).criteria:
        if each.action is Action.KEEP and each.confidence is Confidence.HIGH:
            assert each.reasons[0].kind is kinds.AGREEMENT
            assert each.reasons[0].evidence["percent_agreement"]["low"] >= 0.8


def test_alpha_alone_never_condemns(pilots):
    ratings = pilots.Pilot(21, accuracy=0.95).ratings()
    alphas = [
        each.estimate
        for each in analyse(ratings, by=("criterion",), coefficients=("krippendorff_alpha",)).estimates
        if each.estimate is not None
    ]
    assert sum(alpha < 0.667 for alpha in alphas) >= 10
    assert sum(each.blames_rubric for each in recommended(ratings).criteria) == 0


def test_recommendations_do_without_coefficients(pilots):
    ratings = pilots.Pilot(3).double(4).ratings()
    found = recommend(ratings, NOTHING, diagnose(ratings))
    assert found.criteria[4].action is Action.SPLIT_CRITERION
    assert found.criteria[4].reasons[0].evidence["percent_agreement"] is None


def test_diagnostics_of_another_yardstick_are_refused(pilots):
    ratings = pilots.Pilot(3).ratings()
    policy = Policy(yardstick=Yardstick(replicates=100))
    with pytest.raises(UsageError, match="yardstick"):
        recommend(ratings, NOTHING, diagnose(ratings), policy)
    assert recommend(ratings, NOTHING, diagnose(ratings, yardstick=policy.yardstick), policy).policy == policy


def test_a_stricter_policy_is_followed(pilots):
    ratings = pilots.Pilot(3, n_units=6).ratings()
    found = recommend(ratings, NOTHING, diagnose(ratings), Policy(min_units=7))
    assert {each.action for each in found.criteria} == {Action.COLLECT_MORE_DATA}


def test_every_threshold_is_explained_and_written_out():
    for field in fields(Policy):
        assert f"`{field.name}`" in Policy.__doc__ or field.name == "yardstick"
        assert field.name in Policy().to_json()
    assert all(f"`{field.name}`" in Yardstick.__doc__ or "false_discovery" in field.name for field in fields(Yardstick))
    json.dumps(Policy().to_json(), allow_nan=False)


def test_codes_are_unique():
    codes = [each.code for each in vars(kinds).values() if isinstance(each, Kind)]
    assert len(codes) == len(set(codes))
    assert all(code.startswith("D") and len(code) == 4 for code in codes)


def test_every_code_and_action_is_in_the_documentation():
    text = (Path(__file__).parents[2] / "docs" / "recommendations.md").read_text(encoding="utf-8")
    described = set(re.findall(r"^\| (D\d{3}) \| ([a-z-]+) \|", text, flags=re.MULTILINE))
    assert described == {(each.code, each.name) for each in vars(kinds).values() if isinstance(each, Kind)}
    assert all(f"`{action}`" in text for action in Action)


DEGENERATE = {
    "one reviewer": (np.tile([[[2]], [[1]]], (4, 3, 1)), {Action.COLLECT_MORE_DATA}),
    "one micro-credential": (np.tile([0, 1, 2, 2, 2], (1, 3, 1)), {Action.COLLECT_MORE_DATA}),
    "one cell": (np.array([[[2]]]), {Action.COLLECT_MORE_DATA}),
    "nothing rated": (np.full((5, 3, 4), -1), {Action.COLLECT_MORE_DATA}),
    "all not applicable": (np.full((5, 3, 4), -2), {Action.COLLECT_MORE_DATA}),
    "all cannot tell": (np.full((5, 3, 4), -3), {Action.SUPPLY_EVIDENCE}),
    "all alike": (np.full((8, 3, 5), 2), {Action.WIDEN_SAMPLE}),
    "nobody shares a micro-credential": (np.where(np.eye(5)[:, None, :] > 0, 2, -1), {Action.COLLECT_MORE_DATA}),
    "no reviewer": (np.empty((5, 3, 0), dtype=int), {Action.COLLECT_MORE_DATA}),
    "no micro-credential": (np.empty((0, 3, 4), dtype=int), {Action.COLLECT_MORE_DATA}),
    "nothing but lowest against top": (np.tile([0, 2, 0, 2], (8, 3, 1)), {Action.SPLIT_CRITERION}),
}


@pytest.mark.parametrize("kind", ["ordinal", "nominal"])
@pytest.mark.parametrize("name", DEGENERATE)
def test_degenerate_tables_get_a_typed_recommendation(pilots, name, kind):
    cells, expected = DEGENERATE[name]
    ratings = pilots.ratings_of(cells, pilots.rubric_of(cells.shape[1], kind=kind))
    found = recommended(ratings)
    if kind == "nominal" and Action.SPLIT_CRITERION in expected:
        expected = {Action.CLARIFY_WORDING}
    assert {each.action for each in found.criteria} == expected
    json.dumps(found.to_json(), allow_nan=False)


def test_a_table_without_rubric_has_components_but_no_standards(pilots):
    ratings = pilots.Pilot(1, n_criteria=3).ratings()
    bare = replace(
        ratings, rubric=None, criteria=tuple(criterion._replace(standard="") for criterion in ratings.criteria)
    )
    found = recommend(bare, NOTHING, diagnose(bare))
    assert len(found.criteria) == 3
    assert found.standards == ()


def test_criteria_with_scales_of_their_own_are_judged_each_on_its_own(pilots):
    ratings = pilots.Pilot(1, n_criteria=6).double(2).ratings()
    two = Scale(type="ordinal", levels=pilots.scale_of(3).levels[1:])
    criteria = tuple(each._replace(scale=two) if index < 2 else each for index, each in enumerate(ratings.criteria))
    level = np.where((ratings.criterion < 2) & ratings.rated, np.minimum(ratings.level, 1), ratings.level)
    mixed = replace(ratings, criteria=criteria, level=level.astype(np.int32))
    found = recommend(mixed, NOTHING, diagnose(mixed))
    assert found.criteria[2].action is Action.SPLIT_CRITERION
    json.dumps(found.to_json(), allow_nan=False)


def test_two_rounds_in_one_table_are_rows_of_the_same_unit(pilots):
    ratings = pilots.Pilot(1, n_criteria=4).ratings()
    columns = ("unit", "rater", "criterion", "level", "status", "group")
    twice = {name: np.tile(getattr(ratings, name), 2) for name in columns}
    wave = np.repeat(np.array([0, 1], dtype=np.int32), len(ratings))
    both = Ratings(
        rubric=ratings.rubric,
        units=ratings.units,
        raters=ratings.raters,
        criteria=ratings.criteria,
        rounds=("round-1", "round-2"),
        groups=ratings.groups,
        round=wave,
        comment=ratings.comment * 2,
        timestamp=ratings.timestamp * 2,
        source=ratings.source * 2,
        **twice,
    )
    once, double = diagnose(ratings), diagnose(both)
    for single, pair in zip(once.criteria, double.criteria, strict=True):
        assert pair.sample.n_units == single.sample.n_units
        assert pair.disagreement.core.share == pytest.approx(single.disagreement.core.share)
