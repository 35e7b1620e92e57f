import json
from dataclasses import replace

import numpy as np
import pytest

from mcqa.agreement.analysis import COEFFICIENTS, analyse
from mcqa.agreement.inference import Inference
from mcqa.agreement.measure import measured
from mcqa.agreement.paired import paired
from mcqa.agreement.request import requests
from mcqa.agreement.scopes import parted_scopes
from mcqa.errors import UsageError
from mcqa.statistics.intervals import Repeat

GROUPS = ["a", "a", "b", "b"]
PLAIN = ("percent_agreement", "gwet_ac", "fleiss_kappa", "conger_kappa", "krippendorff_alpha")
KEYS = [
    *("of", "first", "second", "coefficient", "weights", "metric", "form"),
    *("scope", "criterion", "standard", "group", "round"),
    *("estimate", "standard_error", "ci", "p_value", "n_units_first", "n_units_second", "n_units_common"),
    *("n_replicates", "status", "reason", "text"),
]


def drawn(rng, n_units, accuracies, shares=(0.3, 0.3, 0.4)):
    """Ratings of reviewers who find the true level as often as they are accurate, else any of the others."""
    truth = rng.choice(3, p=shares, size=(n_units, 1))
    slip = rng.integers(1, 3, size=(n_units, len(accuracies)))
    right = rng.random((n_units, len(accuracies))) < np.asarray(accuracies)
    return np.where(right, truth, (truth + slip) % 3)


def groups_of(ratings, **options):
    words = {"coefficients": ["percent_agreement"], "by": ["rubric"], "differences": ["groups"]} | options
    return analyse(ratings, **words).differences


def without(ratings, unit):
    names = ("unit", "rater", "criterion", "level", "status", "round", "group")
    return replace(ratings, **{name: getattr(ratings, name)[ratings.unit != unit] for name in names})


@pytest.mark.parametrize("n_units", [25, 900])
def test_a_difference_of_means_has_the_paired_standard_error_against_theory(ratings_of, n_units):
    # with 900 units the sides are kept as distinct rows, and units must still be paired
    codes = drawn(np.random.default_rng(4), n_units, [0.9, 0.9, 0.7, 0.6])
    (found,) = groups_of(ratings_of([codes.tolist()], groups=GROUPS), replicates=20_000)
    gaps = (codes[:, 0] == codes[:, 1]).astype(float) - (codes[:, 2] == codes[:, 3])
    assert (found.of, found.first, found.second, found.scope) == ("groups", "a", "b", "rubric")
    assert found.estimate == pytest.approx(gaps.mean(), rel=1e-12)
    # the standard deviation of a mean of n draws from the n values, up to what 20,000 resamples leave open
    assert found.standard_error == pytest.approx(gaps.std() / np.sqrt(n_units), rel=0.02)
    assert (found.n_units_first, found.n_units_second, found.n_units_common) == (n_units,) * 3
    assert (found.n_replicates, found.ci.method, found.ci.level) == (20_000, "bootstrap", 0.95)


def test_all_resamples_of_three_units_against_theory(ratings_of):
    # a agrees on units 1 and 2, b on 2: a resample of 3 has a difference of 0, 1/3, 2/3 or 1 with 8, 12, 6, 1 in 27
    codes = [[0, 0, 0, 1], [1, 1, 1, 1], [0, 1, 0, 1]]
    (found,) = groups_of(ratings_of([codes], groups=GROUPS), replicates=27_000, confidence=0.9)
    assert found.estimate == pytest.approx(1 / 3)
    assert found.standard_error == pytest.approx(np.sqrt(2 / 27), rel=0.02)
    assert (found.ci.low, found.ci.high) == pytest.approx((0, 2 / 3))
    assert found.p_value == pytest.approx(2 * 8 / 27, abs=0.02)


def test_p_value_is_never_zero(ratings_of):
    codes = [[0, 0, 0, 1]] * 9 + [[0, 1, 0, 1]]
    (found,) = groups_of(ratings_of([codes], groups=GROUPS), replicates=99)
    assert found.p_value == pytest.approx(2 / 100)


def test_the_same_ratings_on_both_sides_differ_by_exactly_nothing(ratings_of):
    codes = drawn(np.random.default_rng(5), 20, [0.8, 0.7])
    ratings = ratings_of([np.hstack([codes, codes]).tolist()], groups=GROUPS)
    found = groups_of(ratings, coefficients=PLAIN)
    assert len(found) == 5
    for one in found:
        assert (one.estimate, one.standard_error, one.p_value) == (0, 0, None)
        assert (one.ci.low, one.ci.high) == (0, 0)
        assert "the interval has no width" in one.text


@pytest.mark.parametrize("ci", ["auto", "bca"])
def test_a_seed_gives_the_same_again(ratings_of, ci):
    ratings = ratings_of([drawn(np.random.default_rng(6), 20, [0.9, 0.8, 0.7, 0.7]).tolist()], groups=GROUPS)
    words = {"coefficients": PLAIN, "differences": ["groups", "coefficients"], "replicates": 200, "ci": ci}
    first = groups_of(ratings, seed=3, **words)
    assert first == groups_of(ratings, seed=3, **words)
    other = groups_of(ratings, seed=4, **words)
    assert [one.estimate for one in first] == [one.estimate for one in other]
    assert [one.standard_error for one in first] != [one.standard_error for one in other]


def test_a_component_that_is_read_twice_says_nothing_new(ratings_of):
    codes = drawn(np.random.default_rng(7), 20, [0.9, 0.8, 0.7, 0.7]).tolist()
    once = groups_of(ratings_of([codes], groups=GROUPS))[0]
    twice = groups_of(ratings_of([codes, codes], groups=GROUPS))[0]
    assert twice.standard_error == pytest.approx(once.standard_error, rel=1e-9)
    assert (twice.ci.low, twice.ci.high) == pytest.approx((once.ci.low, once.ci.high))


def test_units_of_one_side_only_count_for_that_side(ratings_of):
    codes = [
        *([0, 0, 1, 1], [1, 1, 1, 2], [2, 1, 2, 2], [0, 0, 0, 0], [1, 2, 0, 0]),
        *([0, 0, -1, -1], [2, 2, -1, -1], [1, 0, -1, -1], [-1, -1, 2, 1]),
    ]
    (found,) = groups_of(ratings_of([codes], groups=GROUPS), ci="bca")
    assert found.estimate == pytest.approx(5 / 8 - 4 / 6)
    assert (found.n_units_first, found.n_units_second, found.n_units_common) == (8, 6, 5)
    assert found.ci.method == "bca"
    apart = [[*row[:2], -1, -1] for row in codes[:5]] + [[-1, -1, *row[2:]] for row in codes[:5]]
    (found,) = groups_of(ratings_of([apart], groups=GROUPS))
    assert (found.n_units_first, found.n_units_second, found.n_units_common) == (5, 5, 0)
    assert found.status == "ok"


def test_leaving_a_unit_out_is_leaving_it_out_of_both_sides_against_itself(ratings_of):
    rng = np.random.default_rng(8)
    tables = [np.where(rng.random((12, 4)) < 0.15, -1, drawn(rng, 12, [0.9, 0.8, 0.7, 0.7])).tolist() for _ in "ab"]
    ratings = ratings_of(tables, groups=GROUPS)
    for request in requests(PLAIN, None, None):
        parts = next(iter(parted_scopes(ratings, "group", ("rubric",), listwise=False)))
        sides = [measured(request, scope, Inference(ci="none")) for _, scope in parts]
        left_out = paired(*sides).left_out()
        again = [groups_of(without(ratings, unit), coefficients=[request.coefficient])[0] for unit in range(12)]
        assert sorted(left_out.estimates) == pytest.approx(sorted(one.estimate for one in again), rel=1e-9)
        assert left_out.times.sum() == 12


@pytest.mark.parametrize("n_components", [1, 2])
def test_coefficients_that_need_every_row_are_compared_too(ratings_of, n_components):
    codes = drawn(np.random.default_rng(9), 25, [0.9, 0.8, 0.7, 0.5])
    names = ["kendall_w", "mean_pearson", "mean_spearman", "light_kappa", "icc:ICC2", "rwg"]
    found = groups_of(ratings_of([codes.tolist()] * n_components, groups=GROUPS), coefficients=names, replicates=300)
    assert [one.coefficient for one in found] == [*names[:4], "icc", "rwg"]
    one_rating_each = analyse(
        ratings_of([codes.tolist()] * n_components, groups=GROUPS), coefficients=names, by=["group"]
    )
    values = {(one.group, one.coefficient): one.estimate for one in one_rating_each.estimates if one.scope == "group"}
    for one in found:
        assert one.estimate == pytest.approx(values["a", one.coefficient] - values["b", one.coefficient])
        assert one.ci.low < one.estimate < one.ci.high
        assert one.standard_error > 0


@pytest.mark.parametrize(("n_units", "n_components"), [(25, 1), (25, 2), (700, 1)])
def test_rows_that_are_weighed_and_rows_that_are_summed_give_the_same(ratings_of, n_units, n_components):
    rng = np.random.default_rng(10)
    codes = np.where(rng.random((n_units, 4)) < 0.2, -1, drawn(rng, n_units, [0.9, 0.8, 0.7, 0.5])).tolist()
    ratings = ratings_of([codes] * n_components, groups=GROUPS)
    parts = next(iter(parted_scopes(ratings, "group", ("rubric",), listwise=False)))
    (request,) = requests(["fleiss_kappa"], None, None)
    found = []
    for summed in (True, False):
        sides = [measured(request, scope, Inference(ci="none")) for _, scope in parts]
        for side in () if summed else sides:
            features, again, _ = side.basis.repeat
            side.basis.__dict__["repeat"] = Repeat(None, lambda times, f=features, again=again: again(times @ f))
        found.append(paired(*sides).resampled(50, np.random.default_rng(1)))
    assert found[0] == pytest.approx(found[1], rel=1e-9)


def test_two_coefficients_of_one_scope(ratings_of):
    codes = drawn(np.random.default_rng(11), 20, [0.9, 0.8, 0.7])
    ratings = ratings_of([codes.tolist(), codes[::-1].tolist()])
    result = analyse(ratings, coefficients=PLAIN, differences=["coefficients"], by=["criterion", "rubric"])
    assert len(result.differences) == 3 * 10
    values = {(one.scope, one.criterion, one.coefficient): one.estimate for one in result.estimates}
    for one in result.differences:
        first, second = (name.partition(" (")[0] for name in (one.first, one.second))
        expected = values[one.scope, one.criterion, first] - values[one.scope, one.criterion, second]
        assert one.estimate == pytest.approx(expected, abs=1e-12)
        assert one.coefficient is None
        assert one.n_units_first == one.n_units_second == one.n_units_common == 20
    assert result.differences[0].first == "percent_agreement (identity weights)"
    assert result.differences[3].second == "krippendorff_alpha (ordinal metric)"


def test_two_names_of_one_number_differ_by_nothing(ratings_of):
    codes = drawn(np.random.default_rng(12), 20, [0.9, 0.8]).tolist()
    (found,) = analyse(
        ratings_of([codes]), coefficients=["cohen_kappa", "conger_kappa"], differences=["coefficients"], by=["rubric"]
    ).differences
    assert (found.estimate, found.ci.low, found.ci.high) == (0, 0, 0)


def test_what_falls_as_agreement_grows_is_compared_with_nothing(ratings_of):
    codes = drawn(np.random.default_rng(13), 10, [0.9, 0.8, 0.7]).tolist()
    found = analyse(
        ratings_of([codes]), coefficients=["ad_mean", "rwg", "awg"], differences=["coefficients"], by=["rubric"]
    ).differences
    assert [(one.first, one.second) for one in found] == [("rwg", "awg")]


def test_rounds_are_compared_on_each_component(ratings_of):
    rng = np.random.default_rng(14)
    tables = [drawn(rng, 30, [0.7, 0.7, 0.7]).tolist() for _ in "ab"]
    ratings = ratings_of(tables, rounds=("r1", "r2"), round_of=lambda unit, *_: unit % 2)
    found = analyse(ratings, coefficients=["gwet_ac"], differences=["rounds"], by=["criterion", "rubric"]).differences
    assert [(one.first, one.second, one.criterion) for one in found] == [
        *(("r1", "r2", "C0"), ("r1", "r2", "C1"), ("r1", "r2", None)),
    ]
    by_round = analyse(ratings, coefficients=["gwet_ac"], by=["round"]).estimates
    assert found[-1].estimate == pytest.approx(by_round[0].estimate - by_round[1].estimate, rel=1e-9)
    assert (found[0].n_units_first, found[0].n_units_second, found[0].n_units_common) == (15, 15, 0)
    assert found[-1].ci.low < 0 < found[-1].ci.high


def test_without_a_region_everything_is_compared(ratings_of):
    ratings = ratings_of([drawn(np.random.default_rng(15), 10, [0.8] * 4).tolist()], groups=GROUPS)
    assert [one.scope for one in groups_of(ratings, by=["group"])] == ["rubric"]


def test_a_side_without_a_value_leaves_no_difference(ratings_of, scale_of):
    only_met = [[0, 1, 2, 2], [1, 1, 2, 2], [2, 2, 2, 2], [1, 0, 2, 2], [0, 0, 2, 2]]
    scale = scale_of(labels=["Not met", "Partly met", "Met"])
    alpha, ac, agreement = groups_of(
        ratings_of([only_met], scale, groups=GROUPS),
        coefficients=["krippendorff_alpha", "gwet_ac", "percent_agreement"],
    )
    assert (alpha.estimate, alpha.status, alpha.reason) == (None, "undefined", "no_variation")
    assert alpha.text.startswith('b: every rating is "Met"')
    # 1 by formula, on a scale that was not exercised
    assert (ac.status, ac.reason, ac.standard_error, ac.ci) == ("unstable", "no_variation", None, None)
    assert ac.estimate is not None
    assert (agreement.status, agreement.ci, agreement.p_value) == ("ok", None, None)
    assert "perfect on one side" in agreement.text
    (one_rater,) = groups_of(ratings_of([only_met], groups=["a", "a", "a", "b"]))
    assert (one_rater.estimate, one_rater.status, one_rater.reason) == (None, "undefined", "one_rater")
    (one_unit,) = groups_of(ratings_of([[[0, 1, 0, 0], [1, 1, -1, -1], [0, 0, -1, 1]]], groups=GROUPS))
    assert (one_unit.status, one_unit.reason, one_unit.ci) == ("unstable", "too_few_units", None)
    two_scales = [scale_of(), scale_of(scores=(0.0, 1.0, 2.0, 3.0))]
    (mixed,) = groups_of(ratings_of([only_met, only_met], two_scales, groups=GROUPS))
    assert (mixed.status, mixed.reason) == ("not_applicable", "mixed_scales")


def test_many_resamples_without_a_value_give_no_interval(ratings_of):
    nearly = [[2, 2, 0, 1], [2, 2, 1, 1], [2, 2, 2, 2], [2, 2, 0, 0], [2, 2, 2, 1], [2, 1, 0, 2]]
    (found,) = groups_of(ratings_of([nearly], groups=GROUPS), coefficients=["fleiss_kappa"])
    assert found.estimate is not None
    assert (found.status, found.reason, found.ci, found.standard_error) == ("unstable", "no_variation", None, None)
    assert "resamples have no value" in found.text


def test_degenerate_tables_have_no_difference_that_lies(ratings_of, degenerate_codes):
    codes = np.atleast_2d(np.asarray(degenerate_codes))
    ratings = ratings_of([codes.tolist()], groups=["a" if rater % 2 else "b" for rater in range(codes.shape[1])])
    found = analyse(
        ratings, coefficients=COEFFICIENTS, differences=["groups", "coefficients"], by=["rubric"], replicates=50
    )
    for one in found.differences:
        assert one.status == "ok" or (one.reason and one.text)
        json.dumps(one.to_json(), allow_nan=False)


def test_no_interval_and_raters(ratings_of):
    ratings = ratings_of([drawn(np.random.default_rng(16), 20, [0.9, 0.8, 0.7, 0.7]).tolist()], groups=GROUPS)
    (none,) = groups_of(ratings, ci="none")
    assert none.ci is None
    assert none.standard_error > 0
    (raters,) = groups_of(ratings, resample="raters")
    assert raters.estimate == none.estimate
    assert (raters.standard_error, raters.ci, raters.p_value) == (None, None, None)
    assert "reviewers like these" in raters.text


def test_json_has_its_keys_in_order(ratings_of):
    ratings = ratings_of([drawn(np.random.default_rng(17), 20, [0.9, 0.8, 0.7, 0.7]).tolist()], groups=GROUPS)
    result = analyse(ratings, differences=["groups"], panel="b").to_json()
    for one in result["differences"]:
        assert list(one) == KEYS
        assert list(one["ci"]) == ["level", "low", "high", "method"]
        assert json.loads(json.dumps(one, allow_nan=False)) == one
    assert json.loads(json.dumps(result["panel"], allow_nan=False)) == result["panel"]
    plain = analyse(ratings).to_json()
    assert (plain["differences"], plain["panel"]) == ([], [])


def test_an_unknown_difference_is_refused_with_the_nearest(ratings_of):
    with pytest.raises(UsageError) as refused:
        analyse(ratings_of([[[0, 1]]]), differences=["group"])
    assert refused.value.hint == 'did you mean "groups"?'


def test_the_interval_covers_the_true_difference(ratings_of):
    # two raters who are right with p agree with p^2 + (1 - p)^2 / 2, whatever the levels are
    true = (0.9**2 + 0.1**2 / 2) - (0.7**2 + 0.3**2 / 2)
    rng = np.random.default_rng(18)
    hits = 0
    for _ in range(300):
        ratings = ratings_of([drawn(rng, 40, [0.9, 0.9, 0.7, 0.7]).tolist()], groups=GROUPS)
        (found,) = groups_of(ratings, replicates=400)
        hits += found.ci.low <= true <= found.ci.high
    assert 0.90 <= hits / 300 <= 0.98
