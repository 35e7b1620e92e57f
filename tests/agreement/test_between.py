from dataclasses import replace
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mcqa.agreement import between
from mcqa.agreement.analysis import COEFFICIENTS, analyse
from mcqa.agreement.weight_matrix import WeightMatrix
from mcqa.errors import UsageError
from mcqa.statistics.rows import Rows
from mcqa.statistics.sampling import each_once
from mcqa.statistics.weights import METRICS, WEIGHTS, agreement_weights

OF_BOTH = ("percent_agreement", "gwet_ac", "brennan_prediger", "fleiss_kappa", "conger_kappa", "krippendorff_alpha")
TWO_AND_TWO = ["a", "a", "b", "b"]
# shares of level 1: group a 1, 1/2, 0, 1/2; group b 1, 1, 1/2, 1/2
HAND = [[1, 1, 1, 1], [0, 1, 1, 1], [0, 0, 0, 1], [0, 1, 1, 0]]
MESSY = [
    [0, 0, 1, 0, 0],
    [1, 1, 1, 2, -1],
    [2, -1, 2, 2, 2],
    [2, 1, -1, -1, 2],
    [0, -1, 0, 1, 0],
    [2, 2, 1, -1, -1],
    [1, 0, -1, -1, -1],
    [0, 2, 2, 1, 2],
]
TWO_AND_THREE = ["a", "a", "b", "b", "b"]


def crossed(ratings, **options):
    found = analyse(ratings, by=["group"], **{"coefficients": OF_BOTH, **options}).estimates
    return [one for one in found if one.scope == "between_groups"]


def by_name(estimates):
    return {one.coefficient: one for one in estimates}


def pairs_across(codes, groups):
    """Level pairs across two groups, with their weight: each row counts once."""
    found = []
    for row in codes:
        one = [level for level, group in zip(row, groups, strict=True) if group == "a" and level >= 0]
        other = [level for level, group in zip(row, groups, strict=True) if group == "b" and level >= 0]
        if one and other:
            found.append((one, other))
    return found


def test_kappa_of_two_groups_against_theory(ratings_of, scale_of):
    scale = scale_of(scores=(0.0, 1.0))
    (kappa,) = crossed(ratings_of([HAND], scale, groups=TWO_AND_TWO), coefficients=["conger_kappa"])
    # observed (1 + 1/2 + 1/2 + 1/2) / 4; expected 1/2 * 3/4 + 1/2 * 1/4; attainable (1 + 1 + 1 + 1/2) / 4
    assert kappa.observed == pytest.approx(5 / 8, rel=1e-12)
    assert kappa.expected == pytest.approx(1 / 2, rel=1e-12)
    assert kappa.attainable == pytest.approx(7 / 8, rel=1e-12)
    assert kappa.estimate == pytest.approx((5 / 8 - 1 / 2) / (7 / 8 - 1 / 2), rel=1e-12)
    assert (kappa.group, kappa.other_group, kappa.scope, kappa.raters) == ("a", "b", "between_groups", None)
    assert kappa.to_json()["other_group"] == "b"
    assert "other_group" not in analyse(ratings_of([HAND], scale)).estimates[0].to_json()


def test_the_others_against_theory(ratings_of, scale_of):
    scale = scale_of(scores=(0.0, 1.0))
    found = by_name(crossed(ratings_of([HAND], scale, groups=TWO_AND_TWO)))
    # pooled shares 3/8 and 5/8
    assert found["percent_agreement"].estimate == pytest.approx(5 / 8, rel=1e-12)
    expected = {"fleiss_kappa": 34 / 64, "gwet_ac": 30 / 64, "brennan_prediger": 1 / 2}
    for name, chance in expected.items():
        assert found[name].expected == pytest.approx(chance, rel=1e-12)
        assert found[name].estimate == pytest.approx((5 / 8 - chance) / (1 - chance), rel=1e-12)
    # alpha: 8 ratings' worth, 3 and 5 at the levels, each of weight 1/2: 2 * 15 / (64 - 4)
    assert found["krippendorff_alpha"].estimate == pytest.approx(1 - (3 / 8) / (30 / 60), rel=1e-12)
    assert {one.attainable for name, one in found.items() if name != "conger_kappa"} == {None}


def test_missing_ratings_and_weights_against_theory(ratings_of):
    weights = agreement_weights("linear", np.arange(3))
    found = by_name(crossed(ratings_of([MESSY], groups=TWO_AND_THREE), weights=["linear"]))
    rows = pairs_across(MESSY, TWO_AND_THREE)
    assert len(rows) == 7

    def mean(one, other):
        return sum(Fraction(weights[k, m]).limit_denominator(9) for k, m in product(one, other)) / (
            len(one) * len(other)
        )

    observed = sum(mean(one, other) for one, other in rows) / len(rows)
    expected = sum(mean(one, other) for (one, _), (_, other) in product(rows, rows)) / len(rows) ** 2
    most = sum(max(mean(one, one), mean(other, other)) for one, other in rows) / len(rows)
    kappa = found["conger_kappa"]
    assert kappa.estimate == pytest.approx(float((observed - expected) / (most - expected)), rel=1e-12)
    assert kappa.attainable == pytest.approx(float(most), rel=1e-12)
    assert found["percent_agreement"].estimate == pytest.approx(float(observed), rel=1e-12)
    assert {(one.n_units, one.n_units_used, one.units_dropped, one.n_raters) for one in found.values()} == {
        (8, 7, 1, 5)
    }


def test_tolerance_is_honoured(ratings_of):
    (found,) = crossed(ratings_of([MESSY], groups=TWO_AND_THREE), coefficients=["percent_agreement"], tolerance=1)
    rows = pairs_across(MESSY, TWO_AND_THREE)
    shares = [np.mean([abs(k - m) <= 1 for k, m in product(one, other)]) for one, other in rows]
    assert found.estimate == pytest.approx(np.mean(shares), rel=1e-12)
    assert found.form == "within_1"


@pytest.mark.parametrize("scores", [(0.0, 1.0, 2.0), (1.0, 2.0, 5.0)])
def test_one_rater_in_each_group_is_the_pair_of_raters(ratings_of, scale_of, scores):
    rng = np.random.default_rng(7)
    codes = rng.choice([-1, 0, 1, 2], p=[0.1, 0.2, 0.3, 0.4], size=(25, 2))
    ratings = ratings_of([codes.tolist()], scale_of(scores=scores), groups=["a", "b"])
    names = (*OF_BOTH, "cohen_kappa", "scott_pi")
    found = analyse(
        ratings,
        by=["group"],
        pairs=True,
        coefficients=names,
        weights=WEIGHTS,
        metrics=METRICS,
        ci="jackknife",
    )
    across = [one for one in found.estimates if one.scope == "between_groups"]
    assert len(across) == len(found.pairs) == 7 * len(WEIGHTS) + len(WEIGHTS) + len(METRICS)
    for one, pair in zip(across, found.pairs, strict=True):
        assert (one.coefficient, one.weights, one.metric) == (pair.coefficient, pair.weights, pair.metric)
        assert (one.status, one.reason) == (pair.status, pair.reason)
        assert one.estimate == pytest.approx(pair.estimate, rel=1e-10)
        assert one.standard_error == pytest.approx(pair.standard_error, rel=1e-8)
        assert one.n_units_used == pair.n_units_used
        if one.weights is None or one.coefficient != "krippendorff_alpha":
            # Gwet's alpha shows parts with his small-sample term
            assert one.observed == pytest.approx(pair.observed, rel=1e-10)
            assert one.expected == pytest.approx(pair.expected, rel=1e-10)


CODES = arrays(np.int64, (9, 5), elements=st.integers(-1, 2))


def evaluated(codes, sides, weights):
    both = (codes[:, ~sides] >= 0).any(axis=1) & (codes[:, sides] >= 0).any(axis=1)
    codes = codes[both]
    rows = Rows(codes=codes, n_levels=3, sampling=each_once(len(codes)))
    features = between.between_features(rows, sides, 1 - weights).sum(axis=0)[None]
    return rows, between.kappa_disagreements(features, 1 - weights).estimates[0]


@given(codes=CODES, name=st.sampled_from(WEIGHTS))
def test_kappa_stays_in_range_and_does_not_mind_who_is_first(codes, name):
    sides = np.array([False, False, True, True, True])
    weights = agreement_weights(name, np.arange(1.0, 4.0))
    rows, kappa = evaluated(codes, sides, weights)
    if not len(rows.codes):
        return
    _, turned = evaluated(codes, ~sides, weights)
    _, shuffled = evaluated(codes[::-1, [1, 0, 4, 2, 3]], sides, weights)
    assert np.isnan(kappa) == np.isnan(turned)
    if not np.isnan(kappa):
        assert -1 - 1e-9 <= kappa <= 1 + 1e-9
        assert turned == pytest.approx(kappa, abs=1e-9)
        assert shuffled == pytest.approx(kappa, abs=1e-9)


@given(codes=CODES)
def test_a_group_counts_once_however_many_it_has(codes):
    sides = np.array([False, False, True, True, True])
    weights = np.eye(3)
    _, kappa = evaluated(codes, sides, weights)
    _, doubled = evaluated(np.hstack([codes, codes]), np.hstack([sides, sides]), weights)
    assert doubled == pytest.approx(kappa, abs=1e-9, nan_ok=True)


def test_groups_that_split_alike_are_in_full_agreement_by_kappa_alone(ratings_of, scale_of):
    codes = [[0, 1, 0, 1], [0, 0, 0, 0], [1, 1, 1, 1], [0, 1, 1, 0], [1, 1, 1, 1]]
    found = by_name(crossed(ratings_of([codes], scale_of(scores=(0.0, 1.0)), groups=TWO_AND_TWO)))
    assert found["conger_kappa"].estimate == 1
    assert found["conger_kappa"].ci is None
    assert found["percent_agreement"].estimate == pytest.approx(0.8)
    assert found["fleiss_kappa"].estimate < 1


def test_the_standard_error_is_the_jackknife_over_units(ratings_of):
    ratings = ratings_of([MESSY, MESSY[::-1]], groups=TWO_AND_THREE)
    whole = crossed(ratings, ci="jackknife")
    left_out = []
    for unit in range(8):
        keep = ratings.unit != unit
        fewer = replace(
            ratings,
            **{
                name: getattr(ratings, name)[keep]
                for name in ("unit", "rater", "criterion", "level", "status", "round", "group")
            },
        )
        left_out.append([one.estimate for one in crossed(fewer)])
    values = np.array(left_out)
    errors = np.sqrt(7 / 8 * ((values - values.mean(axis=0)) ** 2).sum(axis=0))
    assert [one.standard_error for one in whole] == pytest.approx(errors, rel=1e-9)
    assert {one.ci.method for one in whole} == {"jackknife"}
    assert {one.n_units_used for one in whole} == {8}


@pytest.mark.parametrize("ci", ["bootstrap", "bca"])
def test_intervals_of_resampled_units(ratings_of, ci):
    ratings = ratings_of([MESSY, MESSY[::-1]], groups=TWO_AND_THREE)
    found = crossed(ratings, ci=ci, replicates=500)
    assert found == crossed(ratings, ci=ci, replicates=500)
    for one in found:
        assert one.ci.method == ci
        assert one.ci.low < one.estimate < one.ci.high


@pytest.mark.parametrize("resample", ["raters", "both"])
def test_raters_are_not_resampled_between_groups(ratings_of, resample):
    ratings = ratings_of([MESSY], groups=TWO_AND_THREE)
    for one in crossed(ratings, resample=resample, ci="bootstrap", replicates=50):
        assert one.estimate is not None
        assert (one.standard_error, one.ci, one.p_value) == (None, None, None)
        assert "only micro-credentials are resampled" in one.text


def test_many_levels_are_measured_by_ranks(ratings_of, scale_of, monkeypatch):
    rng = np.random.default_rng(3)
    scale = scale_of(scores=tuple(float(score) for score in range(6)))
    ratings = ratings_of([rng.integers(-1, 6, size=(20, 5)).tolist()], scale, groups=TWO_AND_THREE)
    words = {"coefficients": ["krippendorff_alpha"], "metrics": ["ordinal"], "ci": "jackknife"}
    (tables,) = crossed(ratings, **words)
    monkeypatch.setattr(between, "FEW_LEVELS", 3)
    (ranks,) = crossed(ratings, **words)
    assert ranks.estimate == pytest.approx(tables.estimate, rel=1e-12)
    assert ranks.standard_error == pytest.approx(tables.standard_error, rel=1e-9)
    assert ranks.observed == pytest.approx(tables.observed, rel=1e-12)


def test_only_coefficients_with_a_form_for_groups_are_computed(ratings_of):
    ratings = ratings_of([MESSY], groups=TWO_AND_THREE)
    for one in crossed(ratings, coefficients=COEFFICIENTS):
        if one.coefficient in OF_BOTH:
            assert one.estimate is not None
            continue
        assert (one.status, one.estimate) == ("not_applicable", None)
        of_two = one.coefficient in {"cohen_kappa", "scott_pi"}
        assert one.reason == ("not_two_raters" if of_two else "only_within")
        assert "reviewers" in one.text


def test_weights_without_a_greatest_agreement_are_refused_for_kappa(ratings_of):
    values = np.array([[1.0, 0.9, 0.0], [0.9, 1.0, 0.9], [0.0, 0.9, 1.0]])
    matrix = WeightMatrix(name="mine", levels=("l0", "l1", "l2"), values=values)
    found = by_name(crossed(ratings_of([MESSY], groups=TWO_AND_THREE), weights=[matrix]))
    assert (found["conger_kappa"].status, found["conger_kappa"].reason) == ("not_applicable", "unfit_weights")
    assert found["gwet_ac"].status == "ok"


def test_degenerate_groups_have_a_reason(ratings_of, scale_of):
    nothing_shared = [[0, 1, -1, -1], [1, 1, -1, -1], [-1, -1, 0, 1]]
    for one in crossed(ratings_of([nothing_shared], groups=TWO_AND_TWO)):
        assert (one.estimate, one.status, one.reason) == (None, "undefined", "no_pairs")
        assert "rated from both sides" in one.text
    scale = scale_of(labels=["Not met", "Partly met", "Met"])
    # a rating without a partner at another level does not count
    same = by_name(crossed(ratings_of([[[2, 2, 2, 2]] * 4 + [[0, 1, -1, -1]]], scale, groups=TWO_AND_TWO)))
    for name in ("fleiss_kappa", "conger_kappa", "krippendorff_alpha"):
        assert (same[name].estimate, same[name].status, same[name].reason) == (None, "undefined", "no_variation")
        assert same[name].observed == 1
        assert 'every rating is "Met"' in same[name].text
    for name in ("gwet_ac", "brennan_prediger"):
        assert (same[name].estimate, same[name].status, same[name].reason) == (1, "unstable", "no_variation")
    split = by_name(crossed(ratings_of([[[0, 1, 1, 0]] * 4], groups=TWO_AND_TWO)))
    assert (split["conger_kappa"].status, split["conger_kappa"].reason) == ("undefined", "no_variation")
    assert "split alike" in split["conger_kappa"].text
    for one in crossed(ratings_of([[[0, 1, 1, 1]]], groups=TWO_AND_TWO)):
        assert (one.status, one.standard_error, one.ci) in {("unstable", None, None), ("undefined", None, None)}
    two_scales = [scale_of(), scale_of(scores=(0.0, 1.0))]
    for one in crossed(ratings_of([HAND, HAND], two_scales, groups=TWO_AND_TWO)):
        assert (one.status, one.reason, one.other_group) == ("not_applicable", "mixed_scales", "b")


def test_degenerate_tables_between_two_groups(ratings_of, degenerate_codes):
    codes = np.atleast_2d(np.asarray(degenerate_codes))
    groups = ["a" if rater % 2 else "b" for rater in range(codes.shape[1])]
    found = analyse(ratings_of([codes.tolist()], groups=groups), by=["group"], coefficients=COEFFICIENTS)
    for one in found.estimates:
        assert one.status == "ok" or (one.reason and one.text)
        assert one.estimate is None or np.isfinite(one.estimate)
        assert one.ci is None or (np.isfinite(one.ci.low) and np.isfinite(one.ci.high))


def test_every_two_groups_are_compared_and_one_group_with_nobody(ratings_of):
    three = crossed(ratings_of([MESSY], groups=["a", "a", "b", "c", "c"]), coefficients=["gwet_ac"])
    assert [(one.group, one.other_group) for one in three] == [("a", "b"), ("a", "c"), ("b", "c")]
    assert crossed(ratings_of([MESSY], groups=["a"] * 5)) == []
    assert crossed(ratings_of([MESSY], groups=["a", "a", "a", "", ""])) == []


def test_listwise_keeps_the_rows_that_everybody_rated(ratings_of):
    ratings = ratings_of([MESSY], groups=TWO_AND_THREE)
    (found,) = crossed(ratings, coefficients=["percent_agreement"], missing="listwise")
    complete = [row for row in MESSY if min(row) >= 0]
    (alone,) = crossed(ratings_of([complete], groups=TWO_AND_THREE), coefficients=["percent_agreement"])
    assert found.estimate == pytest.approx(alone.estimate, rel=1e-12)
    assert found.n_units_used == len(complete) == 2


def test_everybody_else_is_measured_against_the_panel(ratings_of):
    ratings = ratings_of([MESSY, MESSY[::-1]], groups=["a", "", "b", "b", "b"], standards=["S1", "S2"])
    found = analyse(ratings, coefficients=["gwet_ac"], panel="b")
    against = [one for one in found.estimates if one.scope == "panel"]
    assert [(one.criterion, one.standard) for one in against] == [
        *(("C0", "S1"), ("C1", "S2"), (None, "S1"), (None, "S2"), (None, None)),
    ]
    assert {(one.group, one.other_group) for one in against} == {(None, "b")}
    # the reviewer without a group is one of everybody else
    together = crossed(ratings_of([MESSY, MESSY[::-1]], groups=TWO_AND_THREE), coefficients=["gwet_ac"])
    assert against[-1].estimate == pytest.approx(together[0].estimate, rel=1e-12)
    assert [(gap.criterion, gap.n_reviewers, gap.n_panel) for gap in found.panel] == [
        *(("C0", 2, 3), ("C1", 2, 3), (None, 2, 3)),
    ]
    overall = analyse(ratings, coefficients=["gwet_ac"], by=["group"], panel="b").estimates
    assert [one.criterion for one in overall if one.scope == "panel"] == [None]


def test_the_gap_to_the_panel_is_a_paired_t_test_against_theory(ratings_of):
    from scipy import stats

    ratings = ratings_of([MESSY], groups=TWO_AND_THREE)
    gap = analyse(ratings, coefficients=["gwet_ac"], panel="b").panel[0]
    rows = pairs_across(MESSY, TWO_AND_THREE)
    one, other = (np.array([np.mean(row[side]) for row in rows]) for side in (0, 1))
    test = stats.ttest_rel(one, other)
    low, high = test.confidence_interval(0.95)
    assert gap.difference == pytest.approx((one - other).mean(), rel=1e-12)
    assert (gap.reviewers, gap.panel_mean) == pytest.approx((one.mean(), other.mean()), rel=1e-12)
    assert (gap.ci.low, gap.ci.high) == pytest.approx((low, high), rel=1e-9)
    assert gap.p_value == pytest.approx(test.pvalue, rel=1e-9)
    assert (gap.n_units, gap.on, gap.ci.method, gap.stricter) == (7, "scores", "delta", None)


def test_the_gap_says_who_is_stricter(ratings_of, scale_of):
    codes = [[0, 1, 2, 2], [1, 1, 2, 2], [0, 0, 1, 2], [1, 2, 2, 2], [0, 1, 1, 2], [0, 0, 1, 1]]
    for panel, stricter in (("a", "panel"), ("b", "reviewers")):
        for ci in ("auto", "bootstrap", "bca"):
            gap = analyse(ratings_of([codes], groups=TWO_AND_TWO), panel=panel, ci=ci).panel[0]
            assert gap.stricter == stricter
            assert (gap.difference > 0) == (stricter == "panel")
    assert analyse(ratings_of([codes], groups=TWO_AND_TWO), panel="a", ci="none").panel[0].ci is None
    ranks = analyse(ratings_of([codes], scale_of(scores=(None,) * 3), groups=TWO_AND_TWO), panel="a").panel[0]
    assert ranks.on == "ranks"
    nominal = analyse(ratings_of([codes], scale_of("nominal"), groups=TWO_AND_TWO), panel="a").panel[0]
    assert (nominal.status, nominal.reason, nominal.difference) == ("not_applicable", "not_ordered", None)


def test_a_gap_without_spread_or_units_has_no_interval(ratings_of):
    same = analyse(ratings_of([[[0, 1], [1, 2], [0, 1]]], groups=["a", "b"]), panel="b").panel[0]
    assert (same.difference, same.standard_error, same.ci, same.p_value) == (-1, 0, None, None)
    assert "the same on every micro-credential" in same.text
    one = analyse(ratings_of([[[0, 1], [1, -1], [-1, 1]]], groups=["a", "b"]), panel="b").panel[0]
    assert (one.status, one.reason, one.ci, one.n_units) == ("unstable", "too_few_units", None, 1)
    none = analyse(ratings_of([[[0, -1], [1, -1], [-1, 1]]], groups=["a", "b"]), panel="b").panel[0]
    assert (none.status, none.reason, none.difference) == ("undefined", "no_pairs", None)


def test_a_panel_that_is_not_there_is_refused_with_the_nearest(ratings_of):
    ratings = ratings_of([MESSY], groups=["teacher", "teacher", "advisor", "advisor", "nbct"])
    with pytest.raises(UsageError, match='no reviewer group "adviser"') as refused:
        analyse(ratings, panel="adviser")
    assert refused.value.hint == 'did you mean "advisor"?'
    with pytest.raises(UsageError) as refused:
        analyse(ratings, panel="xyz")
    assert refused.value.hint == "there are: teacher, advisor, nbct"
    with pytest.raises(UsageError, match="no sheet names a reviewer group"):
        analyse(ratings_of([MESSY]), panel="advisor")
    with pytest.raises(UsageError, match="nobody is left"):
        analyse(ratings_of([MESSY], groups=["advisor"] * 5), panel="advisor")
