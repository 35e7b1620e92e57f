import json
from dataclasses import replace
from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mcqa.agreement.analysis import COEFFICIENTS, DEFAULT_COEFFICIENTS, analyse
from mcqa.agreement.gate import below, parse_gates
from mcqa.errors import UsageError
from mcqa.statistics import concordance, correlation, homogeneity, pairwise, within_group
from mcqa.statistics.coefficients import fleiss_kappa, percent_agreement
from mcqa.statistics.conger import conger_kappa
from mcqa.statistics.icc import FORMS

SCORES = np.array([0.0, 1.0, 2.0, 4.0])
IDENTITY = np.eye(4)
CLEAR = [[0, 0, 1], [1, 1, 1], [2, 2, 2], [2, 1, 2], [0, 0, 0], [2, 2, 1], [1, 2, 2]]
TABLE = np.array([[0, 0, 1], [1, 2, 1], [3, 2, 3], [2, 1, 2], [0, 1, 0], [3, 3, 1], [1, 2, 2], [3, 3, 2]])
HOLES = np.array([[0, 0, 1], [1, 2, 1], [3, -1, 3], [2, 1, 2], [0, 1, -1], [-1, 3, 1], [1, 2, 2], [3, 3, 2]])
complete = st.tuples(st.integers(2, 8), st.integers(2, 4)).flatmap(
    lambda shape: arrays(np.int64, shape, elements=st.integers(0, 3))
)


def counts_of(codes):
    return np.stack([(codes == level).sum(axis=1) for level in range(4)], axis=1)


COMPLETE = ("kendall_w", "kendall_w:no_ties_correction", "robinson_a", "finn:twoway")
ANY = ("light_kappa", "mean_pearson", "mean_pearson:fisher_z", "mean_spearman", "mean_spearman:fisher_z")
BY_UNIT = ("finn:oneway", "rwg", "awg", "ad_mean")


def every_function(repeated, codes):
    """Each coefficient that the table allows."""
    names = [*ANY, *BY_UNIT, *(COMPLETE if (codes >= 0).all() else ())]
    return [each.found for each in repeated(codes, SCORES, names, weights=["quadratic"])]


def test_light_is_the_mean_of_the_kappas_of_pairs_against_theory():
    pairs = [conger_kappa(TABLE[:, pair], IDENTITY).estimate for pair in combinations(range(3), 2)]
    assert pairwise.light_kappa(TABLE, IDENTITY).estimate == pytest.approx(np.mean(pairs), rel=1e-12)
    assert pairwise.pairwise_kappas(TABLE, IDENTITY) == pytest.approx(pairs, rel=1e-12)


def test_kendall_w_without_ties_against_theory():
    # Kendall's own example of perfect concordance, and of two judges who rank the other way round
    assert correlation.kendall_w(np.array([[0, 0], [1, 1], [2, 2]])).estimate == pytest.approx(1, rel=1e-12)
    assert correlation.kendall_w(np.array([[0, 2], [1, 1], [2, 0]])).estimate == pytest.approx(0, abs=1e-12)
    # without ties W is a linear function of the mean Spearman correlation: rho = (k W - 1) / (k - 1)
    codes = np.array([[0, 1, 3], [1, 0, 2], [2, 3, 1], [3, 2, 0], [4, 4, 4]])
    rho = correlation.mean_spearman(codes, np.arange(5.0)).estimate
    for ties in (True, False):
        assert (3 * correlation.kendall_w(codes, ties=ties).estimate - 1) / 2 == pytest.approx(rho, rel=1e-12)


def test_correlations_against_numpy():
    pearson = [np.corrcoef(SCORES[TABLE[:, pair]].T)[0, 1] for pair in combinations(range(3), 2)]
    assert correlation.mean_pearson(TABLE, SCORES).estimate == pytest.approx(np.mean(pearson), rel=1e-12)
    averaged = np.tanh(np.mean(np.arctanh(pearson)))
    assert correlation.mean_pearson(TABLE, SCORES, fisher_z=True).estimate == pytest.approx(averaged, rel=1e-12)


def test_lin_against_his_formula_and_the_many_raters_against_barnharts():
    first, second, third = SCORES[TABLE].T

    def parts(x, y):
        return 2 * np.cov(x, y, bias=True)[0, 1], x.var() + y.var() + (x.mean() - y.mean()) ** 2

    top, bottom = parts(first, second)
    assert concordance.lin_ccc(TABLE[:, :2], SCORES).estimate == pytest.approx(top / bottom, rel=1e-12)
    tops, bottoms = zip(*(parts(x, y) for x, y in combinations((first, second, third), 2)), strict=True)
    assert concordance.lin_ccc(TABLE, SCORES).estimate == pytest.approx(sum(tops) / sum(bottoms), rel=1e-12)
    assert concordance.iota(TABLE, SCORES).estimate == pytest.approx(sum(tops) / sum(bottoms), rel=1e-12)


def test_bangdiwala_against_theory():
    # squares 3^2 + 2^2 in rectangles 4 x 3 + 2 x 3
    codes = np.array([[0, 0]] * 3 + [[1, 1]] * 2 + [[0, 1]])
    assert pairwise.bangdiwala_b(codes, 2).estimate == pytest.approx(13 / 18, rel=1e-12)
    assert pairwise.bangdiwala_b(np.array([[0, 1], [0, 1]]), 2).reason == "no_variation"


def test_dispersion_against_theory():
    counts, values = np.array([[1, 0, 1], [0, 2, 0], [1, 1, 0]]), np.array([1.0, 2.0, 3.0])
    blind = 2 / 3
    assert within_group.rwg(counts, values).per_row == pytest.approx([0, 1, 1 - 0.5 / blind])
    assert within_group.ad_mean(counts, values).per_row == pytest.approx([1, 0, 0.5])
    assert within_group.finn_oneway(counts, values).estimate == pytest.approx(1 - (2 + 0 + 0.5) / 3 / blind)
    # with two raters who split over the whole scale agreement is the worst there can be; 1.5 is too near the end
    found = within_group.awg(counts, values)
    assert found.per_row == pytest.approx([-1, 1, np.nan], nan_ok=True)
    assert found.estimate == pytest.approx(0, abs=1e-12)


def test_tests_against_theory():
    two_by_two = np.array([[0, 1]] * 9 + [[1, 0]] * 3 + [[0, 0]] * 5 + [[1, 1]] * 4)
    # McNemar's statistic of 9 against 3
    assert homogeneity.stuart_maxwell(two_by_two, 2) == pytest.approx((3.0, 1))
    assert homogeneity.bhapkar(two_by_two, 2) == pytest.approx((3 / (1 - 3 / 21), 1))
    # the sign test of two raters: Friedman with ties is McNemar too
    assert homogeneity.friedman(two_by_two) == pytest.approx((3.0, 1))
    one_way = np.array([[0, 1]] * 4)
    assert homogeneity.bhapkar(one_way, 2) is None
    assert homogeneity.stuart_maxwell(one_way, 2) == pytest.approx((4.0, 1))
    assert homogeneity.friedman(np.array([[1, 1], [0, 0]])) is None


@given(codes=complete, data=st.data())
def test_the_order_of_units_and_of_raters_does_not_matter(repeated, codes, data):
    rows = data.draw(st.permutations(range(codes.shape[0])))
    columns = data.draw(st.permutations(range(codes.shape[1])))
    moved = every_function(repeated, codes[rows][:, columns])
    for before, after in zip(every_function(repeated, codes), moved, strict=True):
        assert (after.estimate is None) == (before.estimate is None)
        if before.estimate is not None:
            assert after.estimate == pytest.approx(before.estimate, rel=1e-8, abs=1e-8)


@given(codes=complete)
def test_a_rising_change_of_the_scale_does_not_change_ranks(codes):
    stretched = np.array([0, 2, 3, 7])[codes]
    for function in (correlation.kendall_w, lambda c: correlation.mean_spearman(c, np.arange(8.0))):
        before, after = function(codes), function(stretched)
        assert after.reason == before.reason
        if before.estimate is not None:
            assert after.estimate == pytest.approx(before.estimate, rel=1e-9, abs=1e-9)


@given(codes=complete)
def test_values_are_in_range_or_absent_with_a_reason(repeated, codes):
    for found in every_function(repeated, codes):
        if found.estimate is None:
            assert found.reason in {"no_pairs", "no_variation", "too_few_units"}
        else:
            assert np.isfinite(found.estimate)
            assert np.isfinite(found.linearised).all()
            assert len(found.linearised) == found.rows.sum()
    for ties in (True, False):
        found = correlation.kendall_w(codes, ties=ties)
        assert found.estimate is None or -1e-12 <= found.estimate <= 1 + 1e-12


@given(levels=st.lists(st.integers(0, 3), min_size=3, max_size=8), n_raters=st.integers(2, 4))
def test_perfect_agreement_is_one_when_levels_vary(repeated, levels, n_raters):
    assume(len(set(levels)) > 1)
    codes = np.repeat(np.array(levels)[:, None], n_raters, axis=1)
    for found in every_function(repeated, codes):
        # without its correction for ties W cannot reach 1, and the mean deviation of those who agree is 0
        if found.estimate is not None and found.significance is None and found.estimate != 0:
            assert found.estimate == pytest.approx(1, rel=1e-12)
    assert correlation.kendall_w(codes).estimate == pytest.approx(1, rel=1e-12)


@given(codes=complete)
def test_the_tests_do_not_mind_the_names_of_levels(codes):
    for order in permutations(range(4)):
        relabelled = np.array(order)[codes[:, :2]]
        before, after = homogeneity.stuart_maxwell(codes[:, :2], 4), homogeneity.stuart_maxwell(relabelled, 4)
        assert (before is None) == (after is None)
        if before is not None:
            assert after == pytest.approx(before, rel=1e-7, abs=1e-9)


def by_name(estimates):
    return {(each.coefficient, each.form): each for each in estimates}


def test_all_forms_are_made_when_none_is_named(ratings_of):
    found = by_name(analyse(ratings_of([CLEAR]), coefficients=["icc", "finn", "kendall_w"], by=["rubric"]).estimates)
    assert list(found) == [
        *(("icc", form) for form in FORMS),
        ("finn", "oneway"),
        ("finn", "twoway"),
        ("kendall_w", None),
    ]
    named = analyse(ratings_of([CLEAR]), coefficients=["icc:ICC2", "kendall_w:no_ties_correction"], by=["rubric"])
    assert [each.form for each in named.estimates] == ["ICC2", "no_ties_correction"]
    assert named.estimates[0] == found["icc", "ICC2"]
    assert "ICC(A,1)" in named.estimates[0].text


@pytest.mark.parametrize(
    ("coefficient", "message", "hint"),
    [
        ("icc:ICC4", 'no form of icc "ICC4"', "did you mean"),
        ("rwg:oneway", "rwg has no forms", '"rwg"'),
        ("gwet_ac:x", "gwet_ac has no forms", '"gwet_ac"'),
        ("kendal_w", 'no coefficient "kendal_w"', "kendall_w"),
    ],
)
def test_unknown_forms_are_refused(ratings_of, coefficient, message, hint):
    with pytest.raises(UsageError, match=message) as caught:
        analyse(ratings_of([CLEAR]), coefficients=[coefficient])
    assert hint in caught.value.hint


def test_the_defaults_are_a_part_of_the_family():
    assert set(DEFAULT_COEFFICIENTS) < set(COEFFICIENTS)
    assert len(COEFFICIENTS) == len(set(COEFFICIENTS)) == 23


def test_two_raters_are_needed_and_said_to_be(ratings_of):
    names = ["cohen_kappa", "scott_pi", "bangdiwala_b"]
    ratings = ratings_of([CLEAR])
    for estimate in analyse(ratings, coefficients=names, by=["rubric"]).estimates:
        assert (estimate.status, estimate.reason) == ("not_applicable", "not_two_raters")
        assert estimate.text.startswith("3 reviewers rated here")
    couples = analyse(ratings, coefficients=names, weights=["identity"], by=[], pairs=True).pairs
    assert {each.status for each in couples} == {"ok"}
    codes = np.array(CLEAR)[:, :2]
    assert couples[0].estimate == pytest.approx(conger_kappa(codes, np.eye(3)).estimate, rel=1e-12)
    assert couples[1].estimate == pytest.approx(fleiss_kappa(counts_of(codes), IDENTITY).estimate, rel=1e-12)


def test_maxwells_coefficient_is_of_two_levels(ratings_of, scale_of):
    two = [[0, 0], [1, 1], [1, 0], [1, 1]]
    ratings = ratings_of([two], scale_of(scores=(0.0, 1.0)))
    (found,) = analyse(ratings, coefficients=["maxwell_re"], by=["rubric"]).estimates
    assert found.estimate == pytest.approx(2 * 0.75 - 1)
    (three,) = analyse(ratings_of([two]), coefficients=["maxwell_re"], by=["rubric"]).estimates
    assert (three.status, three.reason) == ("not_applicable", "not_two_levels")


def test_a_scale_without_order_or_scores_refuses_what_needs_them(ratings_of, scale_of):
    nominal = ratings_of([CLEAR], scale_of("nominal", scores=(None, None, None)))
    bare = ratings_of([CLEAR], scale_of(scores=(None, None, None)))
    of_scores = ("icc:ICC2", "mean_pearson", "finn:oneway", "robinson_a", "iota", "lin_ccc", "rwg", "awg", "ad_mean")
    of_order = ("kendall_w", "mean_spearman")
    for ratings, names, reason in (
        (nominal, of_scores + of_order, "not_ordered"),
        (bare, of_scores, "not_numeric"),
    ):
        for estimate in analyse(ratings, coefficients=names, by=["rubric"]).estimates:
            assert (estimate.status, estimate.reason) == ("not_applicable", reason)
    assert {each.status for each in analyse(bare, coefficients=of_order, by=["rubric"]).estimates} == {"ok"}
    assert analyse(nominal, coefficients=["light_kappa"], by=["rubric"]).estimates[0].status == "ok"
    assert {each.test for each in analyse(nominal, by=["rubric"]).tests} == set()


def test_a_tolerance_counts_levels_or_points(ratings_of, scale_of):
    table = [[0, 0], [0, 1], [0, 2], [2, 2]]
    names = ["percent_agreement", "percent_agreement_all_raters"]
    spaced = scale_of(scores=(0.0, 5.0, 10.0))
    steps = analyse(ratings_of([table], spaced), coefficients=names, by=["rubric"], tolerance=1).estimates
    assert [(each.form, each.estimate) for each in steps] == [("within_1", 0.75), ("within_1", 0.75)]
    interval = scale_of("interval", scores=(0.0, 5.0, 10.0))
    for tolerance, share in ((1, 0.5), (5, 0.75), (10, 1.0)):
        points = analyse(
            ratings_of([table], interval), coefficients=names, by=["rubric"], tolerance=tolerance
        ).estimates
        assert [each.estimate for each in points] == [share, share]
    exact = analyse(ratings_of([table]), coefficients=names, by=["rubric"]).estimates
    assert [(each.form, each.estimate) for each in exact] == [(None, 0.5), (None, 0.5)]
    nominal = ratings_of([table], scale_of("nominal", scores=(None, None, None)))
    (refused,) = analyse(nominal, coefficients=names[:1], by=["rubric"], tolerance=1).estimates
    assert (refused.status, refused.reason) == ("not_applicable", "not_ordered")
    with pytest.raises(UsageError, match="no distance"):
        analyse(ratings_of([table]), tolerance=-1)


def test_a_tolerance_of_nothing_is_exact_agreement():
    exact = percent_agreement(counts_of(TABLE), IDENTITY).estimate
    found = percent_agreement(counts_of(TABLE), pairwise.within_weights(SCORES, 0)).estimate
    assert found == pytest.approx(exact, rel=1e-12)


def test_values_by_unit_stand_in_the_json(ratings_of):
    found = by_name(analyse(ratings_of([CLEAR, CLEAR]), coefficients=["rwg", "ad_mean"], by=["rubric"]).estimates)
    for estimate in found.values():
        shown = estimate.to_json()["per_unit"]
        assert list(shown) == [f"u{index}" for index in range(7)]
        assert np.mean(list(shown.values())) == pytest.approx(estimate.estimate, rel=1e-12)
    assert "per_unit" not in analyse(ratings_of([CLEAR])).estimates[0].to_json()
    assert "per_unit" not in analyse(ratings_of([CLEAR]), coefficients=["rwg"]).to_frame().columns


def test_rows_of_one_unit_are_not_taken_for_independent(ratings_of):
    names = ["icc:ICC2", "kendall_w", "finn:oneway", "mean_pearson", "rwg"]
    once, twice = (
        by_name(analyse(ratings_of(tables), coefficients=names, by=["rubric"]).estimates)
        for tables in ([CLEAR], [CLEAR, CLEAR])
    )
    assert (once["icc", "ICC2"].ci.method, twice["icc", "ICC2"].ci.method) == ("mcgraw_wong", "jackknife_z")
    for key in (("icc", "ICC2"), ("kendall_w", None), ("finn", "oneway")):
        assert once[key].statistic is not None
        assert twice[key].statistic is None
    for key in (("mean_pearson", None), ("rwg", None), ("finn", "oneway")):
        assert twice[key].standard_error == pytest.approx(once[key].standard_error, rel=1e-9)
    (test,) = analyse(ratings_of([CLEAR, CLEAR]), by=["rubric"]).tests
    assert (test.status, test.reason, test.p_value) == ("unstable", "nested_rows", None)


def test_missing_ratings_are_rebuilt_dropped_or_told(ratings_of):
    ratings = ratings_of([[[0, 0, 1], [1, 1, -1], [2, -1, 2], [2, 1, 2], [0, 0, 0], [-1, 2, 1], [1, 2, 2]]])
    found = by_name(analyse(ratings, coefficients=["icc", "robinson_a", "mean_pearson"], by=["rubric"]).estimates)
    assert "REML" in found["icc", "ICC2"].text
    assert (found["icc", "ICC2"].n_units_used, found["mean_pearson", None].n_units_used) == (7, 7)
    assert (found["robinson_a", None].n_units_used, found["robinson_a", None].units_dropped) == (4, 3)
    sparse = ratings_of([[[0, 1, -1], [1, -1, 1], [-1, 2, 2], [0, 0, -1]]])
    (nothing,) = analyse(sparse, coefficients=["robinson_a"], by=["rubric"]).estimates
    assert (nothing.status, nothing.reason) == ("undefined", "incomplete_data")


def test_a_gate_may_name_a_form(ratings_of):
    result = analyse(ratings_of([CLEAR]), coefficients=["icc"], by=["rubric"])
    assert below(parse_gates(["icc:ICC3k=0.1"]), result) == ()
    (said,) = below(parse_gates(["icc:ICC1=0.99"]), result)
    assert said.startswith("icc (ICC1) is 0.")
    assert len(below(parse_gates(["icc=0.999"]), result)) == 6


def test_tests_stand_in_the_results(ratings_of):
    result = analyse(ratings_of([[row[:2] for row in CLEAR]]), by=["criterion"], pairs=True)
    shown = result.to_json()["tests"]
    assert [test["test"] for test in shown] == ["friedman", "stuart_maxwell", "bhapkar"] * 2
    assert {"test", "statistic", "df", "p_value", "scope"} <= set(shown[0])
    assert shown[-1]["raters"] == ["r0", "r1"]
    assert json.loads(json.dumps(shown, allow_nan=False)) == shown


@pytest.mark.parametrize("step", [1.0, 0.1, 1 / 3])
def test_full_agreement_is_exactly_the_end_of_the_range(ratings_of, scale_of, step):
    scale = scale_of("interval", tuple(step * np.arange(1, 6)))
    codes = np.random.default_rng(4).integers(0, 5, 9)
    table = np.repeat(codes[:, None], 3, axis=1)
    names = [name for name in COEFFICIENTS if name not in {"cohen_kappa", "scott_pi", "maxwell_re", "bangdiwala_b"}]
    found = analyse(ratings_of([table], scale), coefficients=names, by=["rubric"]).estimates
    assert len(found) == len(names) + len(FORMS) - 1 + 1
    for each in found:
        assert each.estimate == (0.0 if each.coefficient == "ad_mean" else 1.0), each
        assert each.ci is None or each.ci.low < each.ci.high


def test_where_scores_begin_does_not_matter_however_far_from_0(ratings_of, scale_of):
    names = ["icc", "robinson_a", "mean_pearson", "iota", "finn", "rwg", "ad_mean"]
    steps = np.arange(4) / 1024
    near, far = (
        analyse(
            ratings_of([TABLE], scale_of("interval", tuple((start + steps).tolist()))),
            coefficients=names,
            by=["rubric"],
            ci="jackknife_z",
        ).estimates
        for start in (0.0, 1e9)
    )
    for one, other in zip(near, far, strict=True):
        assert (other.estimate, other.standard_error) == pytest.approx((one.estimate, one.standard_error), rel=1e-9)


def test_resamples_do_not_mind_the_unit_of_the_scores(ratings_of, scale_of):
    small, large = (
        analyse(
            ratings_of([TABLE], scale_of("interval", tuple((unit * SCORES).tolist()))),
            coefficients=["mean_pearson"],
            by=["rubric"],
            ci="bootstrap",
            replicates=100,
        ).estimates[0]
        for unit in (1e-9, 1.0)
    )
    assert small.ci is not None
    assert (small.ci.low, small.ci.high) == pytest.approx((large.ci.low, large.ci.high))


@pytest.mark.parametrize("resample", ["raters", "both"])
@pytest.mark.parametrize("ci", ["auto", "bootstrap", "bca", "jackknife"])
def test_counts_say_nothing_about_reviewers_like_these(ratings_of, ci, resample):
    # the columns of counts are no reviewers: they are made from the counts of each unit
    ratings = replace(ratings_of([np.sort(TABLE[:, :3], axis=1) % 3]), raters_known=False)
    found = analyse(ratings, coefficients=["gwet_ac"], by=["rubric"], ci=ci, resample=resample, replicates=50)
    (each,) = found.estimates
    assert each.estimate is not None
    assert (each.ci, each.standard_error, each.p_value) == (None, None, None)
    assert "which reviewer gave which rating" in each.text
