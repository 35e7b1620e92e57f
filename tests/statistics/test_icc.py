import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mcqa.statistics.icc import FORMS, icc, icc_of_rows, icc_of_sums, mean_squares, square_features
from mcqa.statistics.reml import crossed_components

SHROUT_FLEISS = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], dtype=float
)
tables = st.tuples(st.integers(2, 8), st.integers(2, 5)).flatmap(
    lambda shape: arrays(np.int64, shape, elements=st.integers(0, 4))
)


def with_holes(table, seed, share=0.25):
    rng = np.random.default_rng(seed)
    return np.where(rng.random(table.shape) < share, np.nan, table)


def icc_again(table, form, times):
    if np.isnan(table).any():
        return icc_of_rows(table, form, times)
    return icc_of_sums(times @ square_features(table), form)


def deviance(table, components):
    """Minus twice the restricted log likelihood from the whole covariance matrix of the ratings."""
    rows, columns = np.nonzero(~np.isnan(table))
    y = table[rows, columns]
    same_unit, same_rater = rows[:, None] == rows, columns[:, None] == columns
    covariance = components.unit * same_unit + components.rater * same_rater + components.residual * np.eye(len(y))
    inverse = np.linalg.inv(covariance)
    ones = np.ones(len(y))
    information = ones @ inverse @ ones
    residual = y - ones @ inverse @ y / information
    return np.linalg.slogdet(covariance)[1] + np.log(information) + residual @ inverse @ residual


def test_mean_squares_of_shrout_and_fleiss_against_theory():
    found = mean_squares(square_features(SHROUT_FLEISS).sum(axis=0)[None])
    # Shrout & Fleiss (1979), table 3
    got = (found.units[0], found.within[0], found.raters[0], found.residual[0])
    assert got == pytest.approx((11.24, 6.26, 32.49, 1.02), abs=0.006)


def test_reml_of_a_complete_table_is_its_analysis_of_variance_against_theory():
    found = crossed_components(SHROUT_FLEISS)
    squares = mean_squares(square_features(SHROUT_FLEISS).sum(axis=0)[None])
    assert found.residual == pytest.approx(squares.residual[0], rel=1e-6)
    assert found.unit == pytest.approx((squares.units[0] - squares.residual[0]) / 4, rel=1e-6)
    assert found.rater == pytest.approx((squares.raters[0] - squares.residual[0]) / 6, rel=1e-6)


@pytest.mark.parametrize("seed", range(6))
def test_reml_is_at_the_top_of_the_full_likelihood_against_theory(seed):
    rng = np.random.default_rng(seed)
    table = rng.normal(size=(9, 1)) * 2 + rng.normal(size=(1, 4)) + rng.normal(size=(9, 4))
    table = with_holes(table, seed)
    found = crossed_components(table)
    top = deviance(table, found)
    assert found.connected
    for place in ("unit", "rater", "residual"):
        value = getattr(found, place)
        for moved in (value * 0.97, value * 1.03, value + 0.02):
            assert deviance(table, found._replace(**{place: moved})) >= top - 1e-7


def test_components_do_not_exist_without_enough_ratings():
    assert crossed_components(np.array([[1.0, np.nan], [np.nan, 2.0]])) is None
    assert crossed_components(np.array([[1.0, 2.0], [np.nan, 2.0]])) is None
    assert crossed_components(np.array([[1.0, 1.0], [1.0, 1.0]])) is None
    assert crossed_components(np.full((2, 2), np.nan)) is None


def test_components_of_an_additive_table_have_no_residual_against_theory():
    table = np.array([[0.0, 1.0, 4.0], [2.0, 3.0, np.nan], [5.0, 6.0, 9.0], [7.0, np.nan, 11.0]])
    found = crossed_components(table)
    # unit effects 0, 2, 5, 7 and rater effects 0, 1, 4
    assert found == pytest.approx((np.var([0, 2, 5, 7], ddof=1), np.var([0, 1, 4], ddof=1), 0.0, True), abs=1e-9)


def test_missing_ratings_that_leave_no_residual_are_not_trusted():
    # one rater is one point harsher wherever there are ratings to see it
    table = np.array([[0.0, 0, 1, np.nan], [2, 2, 3, np.nan], [1, 1, np.nan, 1], [2, 2, np.nan, 2], [0, 0, 1, 0]])
    found = icc(table, "ICC3")
    assert (found.estimate, found.reason) == (pytest.approx(1), "incomplete_data")
    agreed = icc(np.array([[0.0, 0, np.nan], [1, 1, 1], [2, np.nan, 2], [2, 2, 2]]), "ICC3")
    assert (agreed.estimate, agreed.reason) == (pytest.approx(1), None)


def test_parts_without_a_common_rater_are_noticed():
    table = np.array([[1.0, 2.0, np.nan, np.nan], [3.0, 3.0, np.nan, np.nan]] * 2)
    table = np.vstack([table, table[:, ::-1] + [0, 0, 0.5, 1]])
    assert not crossed_components(table).connected
    found = icc(table, "ICC2")
    assert found.reason == "disconnected"
    assert found.estimate is not None


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("holes", [False, True])
def test_a_replicate_is_the_table_with_its_rows_repeated(form, holes):
    table = with_holes(SHROUT_FLEISS, 4) if holes else SHROUT_FLEISS
    times = np.array([2, 1, 0, 3, 1, 1])
    again = icc_again(table, form, times[None, :].astype(float))[0]
    repeated = icc(np.repeat(table, times, axis=0), form)
    assert again == pytest.approx(repeated.estimate, rel=1e-6)
    weighted = icc(table[times > 0], form, times[times > 0].astype(float))
    assert weighted.estimate == pytest.approx(repeated.estimate, rel=1e-6)
    assert weighted.significance == pytest.approx(repeated.significance, rel=1e-5)
    assert weighted.limits(0.9) == pytest.approx(repeated.limits(0.9), rel=1e-5)


@pytest.mark.parametrize("form", FORMS)
def test_linearised_values_are_derivatives_by_the_weight_of_a_row_against_theory(form):
    table = np.repeat(SHROUT_FLEISS, 60, axis=0)
    found, step = icc(table, form), 1e-4
    assert found.linearised.mean() == pytest.approx(found.estimate, abs=0.01)
    for place in (0, 60, 120, 180):
        times = np.ones((2, len(table)))
        times[:, place] += (step, -step)
        up, down = icc_again(table, form, times)
        slope = len(table) * (up - down) / (2 * step)
        assert found.linearised[place] - found.linearised.mean() == pytest.approx(slope, abs=0.02)


def test_limits_widen_with_confidence_and_meet_the_estimate():
    for form in FORMS:
        found = icc(SHROUT_FLEISS, form)
        narrow, wide = found.limits(0.8), found.limits(0.99)
        assert wide[0] < narrow[0] < found.estimate < narrow[1] < wide[1] < 1


@given(table=tables, seed=st.integers(0, 99))
@settings(deadline=None, max_examples=60)
def test_order_origin_and_unit_of_scores_do_not_matter(table, seed):
    rng = np.random.default_rng(seed)
    moved = table[rng.permutation(len(table))][:, rng.permutation(table.shape[1])] * 2.5 - 7
    for form in FORMS:
        before, after = icc(table.astype(float), form), icc(moved, form)
        assert after.reason == before.reason
        if before.estimate is not None:
            assert after.estimate == pytest.approx(before.estimate, rel=1e-7, abs=1e-7)


@given(table=tables)
def test_consistency_does_not_see_constant_differences_between_raters(table):
    assume(np.ptp(table.mean(axis=1)) > 0)
    harsher = table + np.arange(table.shape[1])
    for form in ("ICC3", "ICC3k"):
        before, after = icc(table.astype(float), form), icc(harsher.astype(float), form)
        assert after.estimate == pytest.approx(before.estimate, rel=1e-7, abs=1e-7)


@given(table=tables)
def test_the_mean_of_k_raters_is_the_spearman_brown_step_against_theory(table):
    k = table.shape[1]
    for form in ("ICC1", "ICC2", "ICC3"):
        one, many = icc(table.astype(float), form), icc(table.astype(float), f"{form}k")
        assume(one.estimate is not None)
        assume(many.estimate is not None)
        assume(abs(1 + (k - 1) * one.estimate) > 1e-6)
        assert many.estimate == pytest.approx(k * one.estimate / (1 + (k - 1) * one.estimate), rel=1e-6, abs=1e-8)


@given(table=tables, seed=st.integers(0, 99))
@settings(deadline=None, max_examples=40)
def test_values_are_finite_or_absent_with_a_reason(table, seed):
    for scores in (table.astype(float), with_holes(table, seed)):
        kept = scores[~np.isnan(scores).all(axis=1)][:, ~np.isnan(scores).all(axis=0)]
        assume(kept.shape[0] > 0)
        assume(kept.shape[1] > 1)
        for form in FORMS:
            found = icc(kept, form)
            if found.estimate is None:
                assert found.reason in {"too_few_units", "incomplete_data", "no_variation", "zero_unit_variance"}
            else:
                assert np.isfinite(found.estimate)
                assert found.significance is None or 0 <= found.significance.p_value <= 1
                assert found.limits is None or found.limits(0.95)[0] <= found.limits(0.95)[1]


@pytest.mark.parametrize("seed", range(10))
def test_raters_who_agree_wherever_both_rated_have_no_variance_and_no_test(seed):
    rng = np.random.default_rng(seed)
    table = np.repeat(0.1 * rng.integers(0, 5, (9, 1)), 3, axis=1)
    table[rng.random(table.shape) < 0.3] = np.nan
    table[:2] = [[0.1] * 3, [0.3] * 3]
    found = crossed_components(table)
    assert (found.rater, found.residual, found.connected) == (0.0, 0.0, True)
    for form in ("ICC1", "ICC1k"):
        assert icc(table, form).estimate == pytest.approx(1)
        assert icc(table, form).significance is None


@pytest.mark.parametrize("form", ["ICC1", "ICC1k", "ICC3", "ICC3k"])
def test_a_null_value_at_the_lower_limit_has_the_p_value_of_its_tail_against_theory(form):
    found = icc(SHROUT_FLEISS, form)
    low, _ = found.limits(0.9)
    assert found.against(low).p_value == pytest.approx(0.05, abs=1e-9)


@pytest.mark.parametrize("form", FORMS)
def test_the_test_against_a_null_value_joins_that_of_0_and_rises_with_it(form):
    found = icc(SHROUT_FLEISS, form)
    near, low, middle = (found.against(null_value) for null_value in (1e-9, 0.1, 0.4))
    assert near == pytest.approx(found.significance, abs=1e-6)
    assert found.significance.p_value < low.p_value < middle.p_value
    assert found.against(1.0) is None


def test_the_agreement_form_against_a_null_value_by_hand_against_theory():
    # MSR 11.2417, MSC 32.4861, MSE 1.0194 of six units and four raters; a = 4 * 0.1 / (6 * 0.9), b = 1 + 5 * a
    found = icc(SHROUT_FLEISS, "ICC2").against(0.1)
    assert found.statistic == pytest.approx(11.2417 / (0.0740741 * 32.4861 + 1.3703704 * 1.0194), rel=1e-4)
    assert found.df2 == pytest.approx(3.8033796**2 / (2.4063778**2 / 3 + 1.3969556**2 / 15), rel=1e-3)


@pytest.mark.parametrize("confidence", [0.5, 0.9, 0.95, 0.99, 0.999])
def test_few_degrees_of_freedom_leave_no_limit_out(confidence):
    low, high = icc(np.array([[0.0, 4.0, 4.0], [4.0, 1.0, 4.0]]), "ICC2").limits(confidence)
    assert low == pytest.approx(-37 / 38)
    assert low <= high + 1e-12
    assert high <= 1
