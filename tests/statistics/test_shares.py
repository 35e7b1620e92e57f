"""Shares of few: Wilson's interval against scipy, rows that go together by hand, and the exact test of two counts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from mcqa.statistics.shares import clustered_interval, share_interval, sign_test, wilson


@given(n=st.integers(1, 400), data=st.data(), confidence=st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_wilson_is_that_of_scipy(n, data, confidence):
    hits = data.draw(st.integers(0, n))
    got = share_interval(hits, n, confidence)
    expected = binomtest(hits, n).proportion_ci(confidence, method="wilson")
    assert (got.low, got.high) == pytest.approx((expected.low, expected.high), abs=1e-12)
    assert got.level == confidence


def test_of_nothing_there_is_no_interval():
    assert share_interval(0, 0, 0.95) is None
    assert clustered_interval(np.zeros(0, dtype=bool), np.zeros(0, dtype=int), 0.95) is None


def test_rows_that_always_go_together_count_as_their_units():
    # two units of two equal rows: residuals +-1/2 sum to 1 and -1, variance (1 + 1) * 2/1 / 16 = 1/4; independent rows
    # would have 1/4 / 4 = 1/16, so the design effect is 4 and four rows are worth one; t with 1 df is 12.7062
    got = clustered_interval(np.array([True, True, False, False]), np.array([7, 7, 9, 9]), 0.95)
    assert (got.low, got.high) == pytest.approx(wilson(0.5, 1.0, 12.706204736), abs=1e-9)
    assert got.method == "wilson_clustered"


def test_of_one_unit_nothing_is_inferred_for_others():
    assert clustered_interval(np.array([True, False]), np.array([3, 3]), 0.95) is None


@given(st.integers(1, 60), st.integers(2, 12), st.integers(0, 2**31))
def test_rows_of_units_never_give_a_narrower_interval_than_independent_ones(n, units, seed):
    rng = np.random.default_rng(seed)
    hits, of = rng.random(n) < 0.7, rng.integers(units, size=n)
    got = clustered_interval(hits, of, 0.95)
    if got is None:
        assert len(np.unique(of)) == 1
        return
    alone = share_interval(int(hits.sum()), n, 0.95)
    assert 0 <= got.low <= alone.low + 1e-12
    assert alone.high - 1e-12 <= got.high <= 1


@given(st.integers(0, 200), st.integers(0, 200))
def test_the_sign_test_is_the_exact_binomial_one(one, other):
    got = sign_test(one, other)
    if one + other == 0:
        assert got is None
        return
    assert got == pytest.approx(binomtest(one, one + other).pvalue, abs=1e-12)


def test_one_against_nine_by_hand():
    # none or one of ten: 1 + 10 of 1024 outcomes, on either side
    assert sign_test(1, 9) == pytest.approx(22 / 1024)
    assert sign_test(5, 5) == 1.0
