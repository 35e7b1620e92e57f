import math

import numpy as np
import pytest

from mcqa.statistics.coefficients import no_chance, pair_disagreements, pair_features, percent_agreement
from mcqa.statistics.intervals import (
    LeftOut,
    Repeat,
    Spread,
    bca_interval,
    bootstrap,
    drawn_units,
    fisher_interval,
    fisher_p_value,
    jackknife_spread,
    leave_one_out,
    linearised_spread,
    log_interval,
    p_value,
    percentile_interval,
    t_interval,
    unseen_share,
)
from mcqa.statistics.sampling import each_once, of_clusters

# three units on two components each, two raters: what they agree on is 1 1, 1 0, 0 0
AGREED = np.array([1.0, 1.0, 1.0, 0.0, 0.0, 0.0])
UNITS = of_clusters(np.array([7, 7, 8, 8, 9, 9]))
COUNTS = np.array([[2, 0], [0, 2], [2, 0], [1, 1], [1, 1], [1, 1]])


REPEAT = Repeat(pair_features(COUNTS, np.eye(2)), lambda sums: pair_disagreements(sums, np.eye(2), no_chance).estimates)
# the same without its features: from how often each row counts
BY_TIMES = Repeat(None, lambda times: REPEAT.again(times @ REPEAT.features))


def test_standard_error_of_nested_rows_against_theory():
    # deviations from 1/2 summed within units: 1, 0, -1; variance 3/2 * (1 + 0 + 1) / 36
    linearised = percent_agreement(COUNTS, np.eye(2)).linearised
    assert linearised == pytest.approx(AGREED)
    spread = linearised_spread(linearised, UNITS)
    assert spread.standard_error == pytest.approx(math.sqrt(3 / 36), rel=1e-12)
    assert spread.df == 2


def test_nested_rows_taken_for_independent_ones_seem_surer_than_they_are():
    naive = linearised_spread(AGREED, each_once(6))
    assert naive.standard_error < linearised_spread(AGREED, UNITS).standard_error


def test_the_cluster_form_is_the_plain_one_when_each_row_is_its_own_unit_against_theory():
    values = np.array([0.3, 1.2, -0.4, 0.9, 0.1])
    spread = linearised_spread(values, of_clusters(np.array([4, 2, 9, 1, 0])))
    assert spread.standard_error == pytest.approx(math.sqrt(values.var(ddof=1) / 5), rel=1e-12)
    assert spread.df == 4


def test_one_unit_has_no_standard_error():
    assert linearised_spread(np.array([0.2, 0.4]), of_clusters(np.array([3, 3]))) is None
    assert jackknife_spread(LeftOut(np.array([0.2]), np.ones(1))) is None


def test_rounding_errors_are_no_spread():
    assert linearised_spread(np.array([0.1 + 0.2, 0.3, 0.3]), each_once(3)).standard_error == 0


@pytest.mark.parametrize("repeat", [REPEAT, BY_TIMES], ids=["sums", "times"])
def test_jackknife_of_a_mean_against_theory(repeat):
    without = leave_one_out(repeat, UNITS)
    assert without.estimates.tolist() == pytest.approx([1 / 4, 1 / 2, 3 / 4])
    # of equally large units the share is their mean: the jackknife is the standard error of that mean
    assert jackknife_spread(without).standard_error == pytest.approx(np.std([1, 0.5, 0], ddof=1) / math.sqrt(3))
    assert jackknife_spread(without).df == 2


def test_jackknife_needs_a_value_without_each_unit():
    assert jackknife_spread(LeftOut(np.array([0.2, np.nan, 0.4]), np.ones(3))) is None


@pytest.mark.parametrize("repeat", [REPEAT, BY_TIMES], ids=["sums", "times"])
def test_bootstrap_repeats_with_its_seed_and_draws_whole_units(repeat):
    first, again, other = (bootstrap(repeat, UNITS, n_resamples=500, rng=np.random.default_rng(s)) for s in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    # three units of share 1, 1/2 and 0: a resample's share is a sixth of an integer
    assert np.allclose(first * 6, np.round(first * 6))
    assert first.mean() == pytest.approx(0.5, abs=0.05)
    assert first.std() == pytest.approx(math.sqrt(1 / 6 / 3), abs=0.03)


def test_percentiles_leave_out_what_has_no_value():
    values = np.array([np.nan, *np.linspace(0, 1, 101)])
    assert percentile_interval(values, 0.9, (-1, 1)) == pytest.approx((0.05, 0.95))


def test_limits_of_resamples_outside_the_range_do_not_cross():
    # an intraclass correlation of -1.5, whose resamples are all lower
    below = np.linspace(-4, -2, 101)
    assert percentile_interval(below, 0.95, (-1.5, 1)) == (-1.5, -1.5)


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


def test_units_rated_alike_are_drawn_and_left_out_as_if_each_stood_for_itself():
    codes = np.array([[0, 0], [0, 0], [0, 1], [1, 1], [0, 0], [1, 1]])
    counts = np.stack([(codes == level).sum(axis=1) for level in range(2)], axis=1)
    distinct, origin = np.unique(counts, axis=0, return_inverse=True)

    def repeat(table):
        again = REPEAT.again
        return Repeat(pair_features(table, np.eye(2)), again)

    each = leave_one_out(repeat(counts), each_once(6))
    grouped = leave_one_out(repeat(distinct), of_clusters(np.arange(6), origin.ravel()))
    assert jackknife_spread(grouped) == pytest.approx(jackknife_spread(each), rel=1e-12)
    assert sorted(np.repeat(grouped.estimates, grouped.times.astype(int))) == pytest.approx(sorted(each.estimates))
    rng = np.random.default_rng(3)
    drawn = drawn_units(grouped.times, 4000, rng)
    assert drawn.sum(axis=1).tolist() == [6] * 4000
    assert drawn.mean(axis=0) == pytest.approx(grouped.times, abs=0.1)
    # each number of draws of one kind is binomial
    assert drawn.var(axis=0) == pytest.approx(6 * (grouped.times / 6) * (1 - grouped.times / 6), rel=0.1)


def test_units_whose_rows_sum_alike_have_no_spread_and_no_noise_of_rounding():
    # each unit holds the same three numbers in another order: their sums differ in the last digit at most
    rows = np.array([0.1, 0.2, 0.7, 0.7, 0.1, 0.2, 0.2, 0.7, 0.1])
    assert linearised_spread(rows, of_clusters(np.repeat([0, 1, 2], 3))) == Spread(0.0, 2)


def test_nested_rows_that_are_alike_keep_their_units():
    codes = np.array([0, 1, 0, 0, 1, 2, 0])
    clusters = np.array([5, 5, 6, 6, 6, 7, 7])
    values = np.array([10.0, 20.0, 30.0])
    alike, plain = of_clusters(clusters, codes), of_clusters(clusters)
    assert alike.times.tolist() == [4, 2, 1]
    assert alike.by_unit(values)[0].tolist() == plain.by_unit(values[codes])[0].tolist() == [30, 40, 40]
    assert (alike.n_units, plain.n_units, alike.n_rows) == (3, 3, 7)
    drawn = np.array([[2.0, 0.0, 1.0]])
    assert alike.on_rows(drawn).tolist() == [[3, 2, 1]]
    assert plain.on_rows(drawn).tolist() == [[2, 2, 0, 0, 0, 1, 1]]
    kept = alike.kept(np.array([False, True, True]))
    assert (kept.n_units, kept.times.tolist()) == (3, [2, 1])
    assert alike.kept(np.array([False, False, True])).n_units == 1


def test_bca_of_a_mean_against_scipy():
    values = np.array([0.1, 0.3, 0.2, 0.9, 0.4, 0.35, 0.7, 0.15, 0.22, 0.5])
    repeat = Repeat(np.column_stack([np.ones(10), values]), lambda sums: sums[:, 1] / sums[:, 0])
    resampled = bootstrap(repeat, each_once(10), n_resamples=40_000, rng=np.random.default_rng(1))
    ours = bca_interval(values.mean(), resampled, leave_one_out(repeat, each_once(10)), 0.95, (-1, 1))
    # scipy.stats.bootstrap of scipy 1.17, method="BCa", with 600,000 resamples
    assert ours == pytest.approx((0.259, 0.569), abs=0.006)


def test_bca_of_a_symmetric_statistic_is_the_percentile_interval():
    resampled = np.linspace(-1, 1, 2001)
    left_out = LeftOut(np.array([-0.1, 0.1, -0.2, 0.2]), np.ones(4))
    assert bca_interval(0.0, resampled, left_out, 0.9, (-1, 1)) == pytest.approx((-0.9, 0.9), abs=1e-9)


def test_bca_has_no_limits_where_all_resamples_lie_on_one_side():
    left_out = LeftOut(np.array([0.1, 0.2]), np.ones(2))
    assert bca_interval(2.0, np.linspace(0, 1, 11), left_out, 0.9, (-1, 1)) is None
    assert bca_interval(0.5, np.linspace(0, 1, 11), LeftOut(np.array([0.1, np.nan]), np.ones(2)), 0.9, (-1, 1)) is None


def test_fisher_interval_against_theory():
    # z of 0.6 is ln 2, its error 0.128 / 0.64; the 0.975 quantile of t with 2 degrees of freedom is 4.302653
    low, high = fisher_interval(0.6, Spread(0.128, 2), 0.95, (-1, 1))
    assert (low, high) == pytest.approx([math.tanh(math.log(2) + sign * 0.8605306) for sign in (-1, 1)], abs=1e-7)
    assert fisher_interval(0.1, Spread(0.9, 2), 0.95, (0, 1))[0] == 0


def test_fisher_interval_is_the_plain_one_where_the_error_is_small():
    spread = Spread(1e-5, 50)
    assert fisher_interval(0.3, spread, 0.95, (-1, 1)) == pytest.approx(
        t_interval(0.3, spread, 0.95, (-1, 1)), abs=1e-9
    )


def test_fisher_p_value_against_theory():
    # with 1 degree of freedom t is Cauchy: P(|t| > 1) = 1/2
    assert fisher_p_value(0.6, Spread(0.64 * math.log(2), 1), 0.0) == pytest.approx(0.5)
    # at the ends of the range z is infinite
    assert fisher_p_value(0.6, Spread(0.4, 1), 1.0) == p_value(0.6, Spread(0.4, 1), 1.0) == pytest.approx(0.5)


def test_log_interval_against_theory():
    low, high = log_interval(0.2, Spread(0.1, 2), 0.95)
    assert (low, high) == pytest.approx((0.2 * math.exp(-2.1513265), 0.2 * math.exp(2.1513265)), rel=1e-6)


def test_unseen_share_against_theory():
    # of 20 units none: 1 - 0.025^(1/20)
    assert unseen_share(20, 0.95) == pytest.approx(0.168433, abs=1e-6)
    assert unseen_share(1, 0.5) == pytest.approx(0.75)
