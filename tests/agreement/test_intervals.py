import math

import numpy as np
import pytest

from mcqa.agreement.coefficients import percent_agreement, percent_disagreement
from mcqa.agreement.intervals import (
    Spread,
    bootstrap,
    jackknife_spread,
    leave_one_out,
    linearised_spread,
    p_value,
    percentile_interval,
    t_interval,
)

# three units on two components each, two raters: what they agree on is 1 1, 1 0, 0 0
AGREED = np.array([1.0, 1.0, 1.0, 0.0, 0.0, 0.0])
UNITS = np.array([7, 7, 8, 8, 9, 9])
COUNTS = np.array([[2, 0], [0, 2], [2, 0], [1, 1], [1, 1], [1, 1]])


def replicate(times):
    return percent_disagreement(COUNTS, np.eye(2), times).estimates


def test_standard_error_of_nested_rows_against_theory():
    # deviations from 1/2 summed within units: 1, 0, -1; variance 3/2 * (1 + 0 + 1) / 36
    linearised = percent_agreement(COUNTS, np.eye(2)).linearised
    assert linearised == pytest.approx(AGREED)
    spread = linearised_spread(linearised, UNITS)
    assert spread.standard_error == pytest.approx(math.sqrt(3 / 36), rel=1e-12)
    assert spread.df == 2


def test_nested_rows_taken_for_independent_ones_seem_surer_than_they_are():
    naive = linearised_spread(AGREED, np.arange(6))
    assert naive.standard_error < linearised_spread(AGREED, UNITS).standard_error


def test_the_cluster_form_is_the_plain_one_when_each_row_is_its_own_unit_against_theory():
    values = np.array([0.3, 1.2, -0.4, 0.9, 0.1])
    spread = linearised_spread(values, np.array([4, 2, 9, 1, 0]))
    assert spread.standard_error == pytest.approx(math.sqrt(values.var(ddof=1) / 5), rel=1e-12)
    assert spread.df == 4


def test_one_unit_has_no_standard_error():
    assert linearised_spread(np.array([0.2, 0.4]), np.array([3, 3])) is None
    assert jackknife_spread(np.array([0.2])) is None


def test_rounding_errors_are_no_spread():
    assert linearised_spread(np.array([0.1 + 0.2, 0.3, 0.3]), np.arange(3)).standard_error == 0


def test_jackknife_of_a_mean_against_theory():
    without = leave_one_out(replicate, UNITS)
    assert without.tolist() == pytest.approx([1 / 4, 1 / 2, 3 / 4])
    # of equally large units the share is their mean: the jackknife is the standard error of that mean
    assert jackknife_spread(without).standard_error == pytest.approx(np.std([1, 0.5, 0], ddof=1) / math.sqrt(3))
    assert jackknife_spread(without).df == 2


def test_jackknife_needs_a_value_without_each_unit():
    assert jackknife_spread(np.array([0.2, np.nan, 0.4])) is None


def test_bootstrap_repeats_with_its_seed_and_draws_whole_units():
    first, again, other = (
        bootstrap(replicate, UNITS, n_resamples=500, rng=np.random.default_rng(s)) for s in (1, 1, 2)
    )
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    # three units of share 1, 1/2 and 0: a resample's share is a sixth of an integer
    assert np.allclose(first * 6, np.round(first * 6))
    assert first.mean() == pytest.approx(0.5, abs=0.05)
    assert first.std() == pytest.approx(math.sqrt(1 / 6 / 3), abs=0.03)


def test_percentiles_leave_out_what_has_no_value():
    values = np.array([np.nan, *np.linspace(0, 1, 101)])
    assert percentile_interval(values, 0.9, (-1, 1)) == pytest.approx((0.05, 0.95))


def test_t_interval_against_theory():
    # the 0.975 quantile of t with 2 degrees of freedom is 4.302653 in any table
    low, high = t_interval(0.2, Spread(0.1, 2), 0.95, (-1, 1))
    assert (low, high) == pytest.approx((0.2 - 0.4302653, 0.2 + 0.4302653), abs=1e-7)


def test_limits_are_cut_to_the_range():
    assert t_interval(0.9, Spread(0.5, 1), 0.95, (-1, 1)) == (-1, 1)
    assert t_interval(0.9, Spread(0.5, 1), 0.95, (0, 1)) == (0, 1)


def test_p_value_against_theory():
    # with 1 degree of freedom t is Cauchy: P(|t| > 1) = 1/2
    assert p_value(0.3, Spread(0.3, 1), 0.0) == pytest.approx(0.5)
    assert p_value(0.8, Spread(0.3, 1), 0.5) == pytest.approx(0.5)
    assert p_value(0.5, Spread(0.3, 1), 0.5) == 1
    assert p_value(0.5, Spread(0.0, 4), 0.0) == 0
    assert p_value(0.5, Spread(0.0, 4), 0.5) is None
