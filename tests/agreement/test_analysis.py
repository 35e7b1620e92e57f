import json
import subprocess
import sys
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from mcqa.agreement.analysis import COEFFICIENTS, DEFAULT_COEFFICIENTS, analyse
from mcqa.agreement.weight_matrix import WeightMatrix
from mcqa.errors import UsageError
from mcqa.statistics.weights import METRICS, WEIGHTS

# Gwet's family and alpha, which can be had from any ratings
PLAIN = ("percent_agreement", "gwet_ac", "brennan_prediger", "fleiss_kappa", "conger_kappa", "krippendorff_alpha")
OF_TWO = ("cohen_kappa", "scott_pi", "maxwell_re", "bangdiwala_b")
OF_ANY = tuple(name for name in COEFFICIENTS if name not in OF_TWO)
CLEAR = [[0, 0, 1], [1, 1, 1], [2, 2, 2], [2, 1, 2], [0, 0, 0], [2, 2, 1]]
MIXED = [[2, 2, 2], [1, 2, 2], [0, 1, 0], [2, 2, 2], [1, 1, 0], [0, 0, 2]]
KEYS = [
    *("coefficient", "weights", "metric", "form", "scope", "criterion", "standard", "group", "raters"),
    *("estimate", "standard_error", "ci", "p_value", "null_value", "observed", "expected"),
    *("n_units", "n_raters", "n_ratings", "n_units_used", "levels_declared", "levels_used"),
    *("benchmark", "status", "reason", "text"),
]


def by_name(estimates):
    return {estimate.coefficient: estimate for estimate in estimates}


def test_defaults_are_five_coefficients_for_each_component_standard_and_the_whole(ratings_of):
    ratings = ratings_of([CLEAR, MIXED, CLEAR], standards=["S01", "S01", "S02"])
    found = analyse(ratings)
    assert len(found.estimates) == (3 + 2 + 1) * 5
    assert [each.coefficient for each in found.estimates[:5]] == list(DEFAULT_COEFFICIENTS)
    scopes = list(dict.fromkeys((each.scope, each.criterion, each.standard) for each in found.estimates))
    assert scopes == [
        ("criterion", "C0", "S01"),
        ("criterion", "C1", "S01"),
        ("criterion", "C2", "S02"),
        ("standard", None, "S01"),
        ("standard", None, "S02"),
        ("rubric", None, None),
    ]
    whole = by_name(found.estimates[-5:])
    assert whole["percent_agreement"].weights == "identity"
    assert whole["gwet_ac"].weights == "ordinal"
    assert (whole["krippendorff_alpha"].metric, whole["krippendorff_alpha"].weights) == ("ordinal", None)
    assert {each.n_units for each in found.estimates} == {6}
    assert {each.status for each in found.estimates} == {"ok"}
    assert whole["fleiss_kappa"].n_ratings == 54


def test_nested_rows_are_clustered_by_unit(ratings_of):
    once = by_name(analyse(ratings_of([CLEAR]), by=["rubric"]).estimates)
    twice = by_name(analyse(ratings_of([CLEAR, CLEAR]), by=["rubric"]).estimates)
    for name in ("percent_agreement", "fleiss_kappa", "conger_kappa", "gwet_ac"):
        # the same component twice says nothing new, and must not look surer
        assert twice[name].estimate == pytest.approx(once[name].estimate, rel=1e-12)
        assert twice[name].standard_error == pytest.approx(once[name].standard_error, rel=1e-12)
        assert twice[name].ci.high - twice[name].ci.low == pytest.approx(once[name].ci.high - once[name].ci.low)


def test_json_has_the_keys_of_the_contract_in_order(ratings_of):
    for estimate in analyse(ratings_of([CLEAR])).estimates:
        found = estimate.to_json()
        assert list(found)[: len(KEYS)] == KEYS
        assert list(found)[len(KEYS) :] == ["units_dropped"]
        assert list(found["ci"]) == ["level", "low", "high", "method"]
        assert found["benchmark"] is None or list(found["benchmark"]) == ["scale", "label", "probability"]
        assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_no_variation_is_told_not_computed(ratings_of, scale_of):
    scale = scale_of(labels=["Not met", "Partly met", "Met"])
    found = by_name(
        analyse(ratings_of([[[2, 2, 2]] * 8], scale), coefficients=COEFFICIENTS, by=["criterion"]).estimates
    )
    for name in ("fleiss_kappa", "conger_kappa", "krippendorff_alpha"):
        assert (found[name].estimate, found[name].status, found[name].reason) == (None, "undefined", "no_variation")
        assert found[name].observed == 1
        assert found[name].text.startswith('every rating is "Met": nothing is left to explain beyond chance')
    for name in ("gwet_ac", "brennan_prediger"):
        assert (found[name].estimate, found[name].status, found[name].reason) == (1, "unstable", "no_variation")
        assert "the scale was not exercised" in found[name].text
        assert found[name].ci is None
    assert (found["percent_agreement"].estimate, found["percent_agreement"].status) == (1, "ok")


def test_one_unit_has_a_value_without_interval(ratings_of):
    found = by_name(analyse(ratings_of([[[0, 1, 1]]]), by=["criterion"]).estimates)
    for estimate in found.values():
        assert (estimate.status, estimate.reason) == ("unstable", "too_few_units")
        assert estimate.estimate is not None
        assert (estimate.standard_error, estimate.ci, estimate.p_value, estimate.benchmark) == (None,) * 4


def test_components_of_different_scales_are_never_pooled(ratings_of, scale_of):
    scales = [scale_of(), scale_of(scores=(0.0, 1.0))]
    two_level = [[0, 1, 1], [1, 1, 1], [0, 0, 0], [1, 1, 0]]
    found = analyse(ratings_of([CLEAR, two_level], scales), pairs=True)
    pooled = [each for each in (*found.estimates, *found.pairs) if each.scope != "criterion"]
    assert {each.status for each in pooled} == {"not_applicable"}
    assert all(each.estimate is None and "2 different scales" in each.text for each in pooled)
    assert {each.status for each in found.estimates if each.scope == "criterion"} == {"ok"}
    assert len(found.pairs) == 3 * 5


def test_a_nominal_scale_takes_identity_weights_and_refuses_an_order(ratings_of, scale_of):
    scale = scale_of("nominal", scores=(None, None, None))
    ratings = ratings_of([CLEAR], scale)
    for estimate in analyse(ratings, by=["criterion"]).estimates:
        assert estimate.status == "ok"
        assert estimate.weights == "identity" or estimate.metric == "nominal"
    asked = analyse(ratings, weights=["ordinal", "identity"], metrics=["ordinal", "interval", "nominal"], by=["rubric"])
    reasons = {(each.weights or each.metric): (each.status, each.reason) for each in asked.estimates}
    assert reasons["ordinal"] == ("not_applicable", "not_ordered")
    assert reasons["interval"] == ("not_applicable", "not_numeric")
    assert reasons["identity"] == reasons["nominal"] == ("ok", None)


def test_without_scores_weights_are_on_ranks_and_say_so(ratings_of, scale_of):
    bare = ratings_of([CLEAR], scale_of(scores=(None, None, None)))
    (on_ranks,) = analyse(bare, coefficients=["gwet_ac"], weights=["linear"], by=["rubric"]).estimates
    (on_scores,) = analyse(ratings_of([CLEAR]), coefficients=["gwet_ac"], weights=["linear"], by=["rubric"]).estimates
    assert on_ranks.estimate == pytest.approx(on_scores.estimate, rel=1e-12)
    assert "ranks" in on_ranks.text
    (refused,) = analyse(bare, coefficients=["krippendorff_alpha"], metrics=["interval"], by=["rubric"]).estimates
    assert (refused.status, refused.reason) == ("not_applicable", "not_numeric")


def test_ratio_needs_scores_from_zero_upwards(ratings_of, scale_of):
    ratings = ratings_of([CLEAR], scale_of(scores=(-1.0, 0.0, 1.0)))
    found = analyse(ratings, coefficients=["gwet_ac", "krippendorff_alpha"], weights=["ratio"], metrics=["ratio"])
    assert {(each.status, each.reason) for each in found.estimates} == {("not_applicable", "not_numeric")}


def test_alpha_with_weights_and_with_a_metric_are_named_apart(ratings_of):
    found = analyse(
        ratings_of([CLEAR]),
        coefficients=["krippendorff_alpha"],
        weights=["ordinal"],
        metrics=["ordinal"],
        by=["rubric"],
    ).estimates
    assert [(each.weights, each.metric) for each in found] == [(None, "ordinal"), ("ordinal", None)]
    assert found[0].estimate != pytest.approx(found[1].estimate, abs=1e-3)


def test_units_and_raters_without_ratings_never_shift_an_estimate(ratings_of):
    padded = [[*row, -1] for row in CLEAR] + [[-1] * 4]
    plain, wide = (analyse(ratings_of([table]), coefficients=COEFFICIENTS) for table in (CLEAR, padded))
    assert plain.estimates == wide.estimates


def test_missing_available_and_listwise(ratings_of):
    holes = [[0, 0, 1], [1, -1, 1], [2, 2, 2], [2, 1, -1], [0, 0, 0], [2, 2, 1]]
    ratings = ratings_of([holes])
    (available,) = analyse(ratings, coefficients=["gwet_ac"], by=["rubric"]).estimates
    (listwise,) = analyse(ratings, coefficients=["gwet_ac"], by=["rubric"], missing="listwise").estimates
    complete = [row for row in holes if -1 not in row]
    (direct,) = analyse(ratings_of([complete]), coefficients=["gwet_ac"], by=["rubric"]).estimates
    assert (available.n_units_used, listwise.n_units_used, listwise.units_dropped) == (6, 4, 2)
    assert listwise.estimate == direct.estimate
    sparse = [[0, 1, -1], [1, -1, 1], [-1, 2, 2]]
    (nothing,) = analyse(ratings_of([sparse]), coefficients=["gwet_ac"], by=["rubric"], missing="listwise").estimates
    assert (nothing.status, nothing.reason) == ("undefined", "incomplete_data")


def test_pairs_are_compared_on_what_both_rated(ratings_of):
    holes = [[0, 0, -1], [1, 2, 1], [2, -1, 2], [2, 2, 2], [0, 0, -1]]
    found = analyse(ratings_of([holes, holes]), coefficients=["conger_kappa"], by=[], pairs=True)
    assert [each.raters for each in found.pairs] == [("r0", "r1"), ("r0", "r2"), ("r1", "r2")]
    both = [row[:2] for row in holes if -1 not in row[:2]]
    (direct,) = analyse(ratings_of([both, both]), coefficients=["conger_kappa"], by=["rubric"]).estimates
    assert found.pairs[0].estimate == pytest.approx(direct.estimate, rel=1e-12)
    assert (found.pairs[0].n_units, found.pairs[0].n_units_used, found.pairs[0].n_raters) == (5, 4, 2)
    assert found.pairs[0].to_json()["raters"] == ["r0", "r1"]


def test_two_raters_with_nothing_in_common(ratings_of):
    found = analyse(ratings_of([[[0, -1, 1], [-1, 1, 1], [2, -1, -1]]]), by=[], pairs=True)
    strangers = [each for each in found.pairs if each.raters == ("r0", "r1")]
    assert {(each.status, each.reason) for each in strangers} == {("undefined", "no_pairs")}
    assert "nothing in common" in strangers[0].text


def test_groups_and_rounds_are_scopes(ratings_of):
    groups = ["teacher", "nbct", "teacher", "nbct"]
    table = [[*row, 0] for row in CLEAR]
    ratings = ratings_of([table, table], groups=groups, rounds=("1", "2"), round_of=lambda _u, _r, c, _l: c)
    found = analyse(ratings, coefficients=["percent_agreement"], by=["group", "round"]).estimates
    assert [(each.scope, each.group, each.round) for each in found] == [
        ("group", "teacher", None),
        ("group", "nbct", None),
        ("round", None, "1"),
        ("round", None, "2"),
        ("between_groups", "teacher", None),
    ]
    teachers = [[row[0], row[2]] for row in table]
    (direct,) = analyse(ratings_of([teachers, teachers]), coefficients=["percent_agreement"], by=["rubric"]).estimates
    assert found[0].estimate == direct.estimate
    assert found[0].n_raters == 2


def test_prevalence_is_shares_of_all_declared_levels(ratings_of):
    (criterion,) = analyse(ratings_of([[[2, 2], [2, 0], [2, -1]]]), by=["criterion"]).prevalence
    assert criterion.n_ratings == 5
    assert criterion.to_json()["shares"] == {"l0": 0.2, "l1": 0.0, "l2": 0.8}


@pytest.mark.parametrize("ci", ["delta", "jackknife", "bootstrap", "bca"])
def test_every_kind_of_interval_holds_its_estimate(ratings_of, ci):
    found = analyse(ratings_of([CLEAR * 4, MIXED * 4]), coefficients=OF_ANY, ci=ci, replicates=400, by=["rubric"])
    for estimate in found.estimates:
        assert estimate.ci.method == ci
        assert estimate.ci.low < estimate.estimate < estimate.ci.high
        assert estimate.standard_error > 0


def test_the_methods_roughly_agree_on_the_standard_error(ratings_of):
    ratings = ratings_of([CLEAR * 6, MIXED * 6])
    delta, jackknife, bootstrap = (
        analyse(ratings, coefficients=OF_ANY, by=["rubric"], ci=ci).estimates
        for ci in ("delta", "jackknife", "bootstrap")
    )
    for first, second, third in zip(delta, jackknife, bootstrap, strict=True):
        assert second.standard_error == pytest.approx(first.standard_error, rel=0.1)
        assert third.standard_error == pytest.approx(first.standard_error, rel=0.15)


def test_bootstrap_repeats_with_its_seed(ratings_of):
    ratings = ratings_of([CLEAR])
    first, again, other = (analyse(ratings, ci="bootstrap", replicates=300, seed=seed) for seed in (3, 3, 4))
    assert first == again
    assert first != other


def test_one_declared_level_is_no_scale(ratings_of, scale_of):
    found = analyse(ratings_of([[[0, 0], [0, 0]]], scale_of(scores=(1.0,))), coefficients=COEFFICIENTS, by=["rubric"])
    for name, estimate in by_name(found.estimates).items():
        if name == "maxwell_re":
            assert (estimate.status, estimate.reason) == ("not_applicable", "not_two_levels")
        elif not name.startswith("percent_agreement"):
            assert (estimate.estimate, estimate.status, estimate.reason) == (None, "undefined", "no_variation")
            assert "there is only one level" in estimate.text


def test_too_many_resamples_without_a_value_give_no_interval(ratings_of):
    table = [[2, 2, 2]] * 4 + [[2, 2, 1]]
    (found,) = analyse(ratings_of([table]), coefficients=["fleiss_kappa"], ci="bootstrap", by=["rubric"]).estimates
    assert (found.status, found.reason, found.ci) == ("unstable", "no_variation", None)
    assert "of 2000 resamples have no value" in found.text
    (jack,) = analyse(ratings_of([table]), coefficients=["fleiss_kappa"], ci="jackknife", by=["rubric"]).estimates
    assert (jack.status, jack.reason, jack.ci) == ("unstable", "no_variation", None)


def test_no_interval_on_request(ratings_of):
    (found,) = analyse(ratings_of([CLEAR]), coefficients=["gwet_ac"], ci="none", by=["rubric"]).estimates
    assert found.ci is None
    assert found.standard_error > 0


def test_confidence_and_null_value_are_used(ratings_of):
    ratings = ratings_of([CLEAR])
    (wide,) = analyse(ratings, coefficients=["gwet_ac"], by=["rubric"], confidence=0.99, null_value=0.5).estimates
    (narrow,) = analyse(ratings, coefficients=["gwet_ac"], by=["rubric"], confidence=0.8).estimates
    assert wide.ci.low < narrow.ci.low
    assert (wide.ci.level, wide.null_value) == (0.99, 0.5)
    assert wide.p_value > narrow.p_value


@pytest.mark.parametrize(
    ("options", "message", "hint"),
    [
        ({"coefficients": ["gwet_ca"]}, 'no coefficient "gwet_ca"', 'did you mean "gwet_ac"'),
        ({"weights": ["quadratc"]}, 'no weights "quadratc"', 'did you mean "quadratic"'),
        ({"metrics": ["intervall"]}, 'no metric "intervall"', 'did you mean "interval"'),
        ({"by": ["standards"]}, 'no scope "standards"', 'did you mean "standard"'),
        ({"benchmark": "landis"}, 'no benchmark scale "landis"', 'did you mean "landis_koch"'),
        ({"coefficients": ["zzz"]}, 'no coefficient "zzz"', "there are: percent_agreement"),
        ({"ci": "bootsrap"}, 'no interval "bootsrap"', 'did you mean "bootstrap"'),
        ({"resample": "rater"}, 'no thing to resample "rater"', 'did you mean "raters"'),
        ({"ci": "exact"}, 'no interval "exact"', "delta"),
        ({"missing": "drop"}, "missing ratings", "listwise"),
        ({"confidence": 95}, "not between 0.5 and 0.999", "0.95"),
        ({"replicates": 0}, "cannot be drawn", "2000"),
    ],
)
def test_unknown_names_are_refused_with_the_nearest_one(ratings_of, options, message, hint):
    with pytest.raises(UsageError, match=message) as caught:
        analyse(ratings_of([CLEAR]), **options)
    assert hint in caught.value.hint


def test_an_own_weight_matrix_is_named_in_the_result(ratings_of):
    own = WeightMatrix(
        name="half", levels=("l2", "l1", "l0"), values=np.array([[1, 0.5, 0], [0.5, 1, 0.5], [0, 0.5, 1]])
    )
    found = analyse(ratings_of([CLEAR]), coefficients=["gwet_ac"], weights=[own, "linear"], by=["rubric"]).estimates
    assert [each.weights for each in found] == ["half", "linear"]
    assert found[0].estimate == pytest.approx(found[1].estimate, rel=1e-12)


def test_frame_has_one_row_for_each_estimate(ratings_of):
    found = analyse(ratings_of([CLEAR, MIXED]), pairs=True)
    frame = found.to_frame()
    assert len(frame) == len(found.estimates) + len(found.pairs)
    assert {"coefficient", "ci_low", "ci_high", "benchmark_label", "status", "raters"} <= set(frame.columns)
    assert frame.ci_low.iloc[0] == found.estimates[0].ci.low


def test_an_empty_table_has_no_criteria_and_no_estimates(ratings_of):
    empty = replace(ratings_of([]), criteria=())
    assert analyse(empty, pairs=True).estimates == ()


# what a coefficient can be; a mean deviation is in points, and these fall below -1 with few raters or levels
RANGES = {"percent_agreement": (0, 1), "percent_agreement_all_raters": (0, 1), "ad_mean": (0, 1), "kendall_w": (0, 1)}
RANGES |= {"robinson_a": (0, 1), "bangdiwala_b": (0, 1), "rwg": (0, 1), "finn": (-5, 1), "icc": (-np.inf, 1)}


WAYS = [*product(("auto", "jackknife", "bca", "none"), ("units",)), ("auto", "raters"), ("auto", "both")]
WAYS += [("bootstrap", "raters"), ("bca", "both")]


@pytest.mark.parametrize(("ci", "resample"), WAYS)
def test_every_coefficient_runs_in_every_degenerate_table(ratings_of, degenerate_codes, ci, resample):
    found = analyse(
        ratings_of([degenerate_codes, degenerate_codes]),
        coefficients=COEFFICIENTS,
        weights=WEIGHTS,
        metrics=METRICS,
        pairs=True,
        by=["criterion", "rubric"],
        ci=ci,
        resample=resample,
        replicates=20,
    )
    assert json.dumps(found.to_json(), allow_nan=False)
    for estimate in (*found.estimates, *found.pairs):
        assert estimate.status in {"ok", "unstable", "undefined", "not_applicable"}
        assert (estimate.estimate is None) == (estimate.status in {"undefined", "not_applicable"})
        assert (estimate.status == "ok") == (estimate.reason is None)
        assert estimate.status == "ok" or len(estimate.text) > 20
        lowest, highest = RANGES.get(estimate.coefficient, (-1, 1))
        if estimate.estimate is not None:
            if estimate.coefficient != "brennan_prediger" or estimate.weights == "identity":
                assert estimate.estimate >= lowest
            assert estimate.estimate <= highest
        if estimate.ci is not None and estimate.coefficient != "ad_mean":
            assert min(max(lowest, -1), estimate.estimate) <= estimate.ci.low <= estimate.ci.high <= 1
        for share in (estimate.observed, estimate.expected, estimate.p_value):
            assert share is None or 0 <= share <= 1
    for test in found.tests:
        assert (test.statistic is None) == (test.status == "undefined")
        assert (test.p_value is None) == (test.status != "ok")
        assert (test.status == "ok") == (test.text is None)


def test_pandas_and_scipy_stats_stay_unloaded():
    program = "import sys, mcqa.agreement.analysis; print([m for m in ('pandas', 'scipy.stats') if m in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


@pytest.mark.parametrize("ci", ["bootstrap", "bca"])
@pytest.mark.parametrize("resample", ["raters", "both"])
def test_three_raters_can_be_resampled_and_two_cannot(ratings_of, ci, resample):
    names = ["gwet_ac", "krippendorff_alpha", "conger_kappa"]
    ratings = ratings_of([CLEAR * 4])
    for each in analyse(ratings, coefficients=names, by=["rubric"], ci=ci, resample=resample, replicates=300).estimates:
        assert each.status == "ok"
        assert each.ci is None or each.ci.low < each.estimate < each.ci.high
        assert ci == "bca" or each.ci is not None
    two = ratings_of([[row[:2] for row in CLEAR]])
    for each in analyse(two, coefficients=names, by=["rubric"], ci=ci, resample=resample, replicates=300).estimates:
        assert (each.ci, each.standard_error) == (None, None)
        assert "two reviewers" in each.text


def test_too_few_resamples_give_no_limits(ratings_of):
    ratings = ratings_of([CLEAR * 3])
    few, enough = (
        analyse(ratings, coefficients=["gwet_ac"], by=["rubric"], ci="bootstrap", replicates=n).estimates[0]
        for n in (30, 60)
    )
    assert few.ci is None
    assert "ask for more" in few.text
    assert enough.ci is not None
    assert analyse(ratings, coefficients=["gwet_ac"], ci="bootstrap", replicates=30, confidence=0.8).estimates[0].ci


def test_one_unit_is_not_tested(ratings_of):
    for test in analyse(ratings_of([[[0, 2]]]), by=["criterion"]).tests:
        assert (test.status, test.reason, test.statistic, test.p_value) == ("undefined", "too_few_units", None, None)


def test_what_is_read_beside_the_coefficients_is_there_without_asking_for_it(ratings_of):
    result = analyse(ratings_of([CLEAR * 3]), coefficients=["light_kappa"], by=["rubric"])
    (work,) = result.reading.work_ups
    assert work.ac.estimate == analyse(ratings_of([CLEAR * 3]), coefficients=["gwet_ac"]).estimates[0].estimate
    assert result.reading.advice.coefficient == result.reading.advised.coefficient
    shown = result.to_json()
    assert [level["level"] for level in shown["specific"]] == ["l0", "l1", "l2"]
    assert shown["work_ups"][0]["sentence"]
    assert shown["advice"]["text"].startswith("Report ")
