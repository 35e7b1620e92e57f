from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcqa.diagnostics.exchange import exchange

HALF_ALPHA = 0.025


def difference(values, flags):
    return values[flags].mean() - values[~flags].mean()


def p_above(values, flags, shift):
    """The test behind the lower limit, done anew: the share of ways that reach what was observed."""
    moved = values - shift * flags
    observed = difference(moved, flags)
    reached = 0
    ways = list(combinations(range(len(values)), flags.sum()))
    for way in ways:
        other = np.isin(np.arange(len(values)), way)
        reached += difference(moved, other) >= observed - 1e-9
    return reached / len(ways)


@pytest.fixture
def ten():
    values = np.array([0.9, 0.4, 0.1, 0.2, 0.0, 0.3, 0.15, 0.25, 0.05, 0.35])
    return values, np.arange(10) < 3


def test_limits_are_where_the_test_turns_against_theory(ten):
    values, flags = ten
    found = exchange(values, flags, confidence=0.95, seed=0, replicates=2000)
    assert p_above(values, flags, found.low - 1e-6) <= HALF_ALPHA < p_above(values, flags, found.low + 1e-6)
    # the upper limit is the lower one of the values with their signs turned
    assert p_above(-values, flags, -found.high - 1e-6) <= HALF_ALPHA < p_above(-values, flags, -found.high + 1e-6)
    assert found.p_value == pytest.approx(2 * p_above(values, flags, 0))


def test_two_of_four_by_hand():
    # six ways: differences 2 (as observed), 1, 0, 0, -1, -2
    values, flags = np.array([4.0, 3.0, 2.0, 1.0]), np.array([True, True, False, False])
    found = exchange(values, flags, confidence=0.5, seed=0, replicates=10)
    assert found.p_value == pytest.approx(2 / 6)
    # the other five reach what was observed once differences of 1, 2, 2, 3 and 2 are tested: a quarter of six ways is
    # the observed one alone, so the limits are the least and the largest of these
    assert (found.low, found.high) == pytest.approx((1, 3))


def test_too_few_ways_give_no_limit():
    found = exchange(np.arange(6.0), np.arange(6) < 3, confidence=0.95, seed=0, replicates=2000)
    assert (found.low, found.high) == (-np.inf, np.inf)


def test_flags_put_anywhere_are_above_zero_in_no_more_than_the_nominal_share():
    values = np.random.default_rng(3).beta(1, 5, size=16)
    ways = list(combinations(range(16), 2))
    found = [exchange(values, np.isin(np.arange(16), way), confidence=0.95, seed=0, replicates=2000) for way in ways]
    above = sum(each.low > 0 for each in found)
    assert above == int(HALF_ALPHA * len(ways))
    assert sum(each.high < 0 for each in found) <= HALF_ALPHA * len(ways)


def test_random_ways_come_near_all_ways(ten):
    values, flags = ten
    every = exchange(values, flags, confidence=0.8, seed=0, replicates=2000)
    some = exchange(values, flags, confidence=0.8, seed=0, replicates=119)
    assert (some.low, some.high) == pytest.approx((every.low, every.high), abs=0.1)
    assert some.p_value == pytest.approx(every.p_value, abs=0.06)


@given(
    st.lists(st.floats(0, 1), min_size=8, max_size=12),
    st.integers(2, 5),
    st.floats(-1, 1),
    st.sampled_from([60, 2000]),
)
def test_the_interval_moves_with_the_difference_and_agrees_with_the_test(numbers, n_flagged, shift, replicates):
    values, flags = np.array(numbers), np.arange(len(numbers)) < n_flagged
    found = exchange(values, flags, confidence=0.9, seed=1, replicates=replicates)
    moved = exchange(values + shift * flags, flags, confidence=0.9, seed=1, replicates=replicates)
    assert (moved.low, moved.high) == pytest.approx((found.low + shift, found.high + shift), abs=1e-7)
    assert found.low <= difference(values, flags) + 1e-7
    assert found.high >= difference(values, flags) - 1e-7
    assert 0 < found.p_value <= 1
    assert (found.p_value <= 0.1) == (found.low > 0 or found.high < 0)
