"""Shares, kappa and direction of one reviewer beside a reference, against hand-worked and published formulas."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta, norm
from scipy.stats import t as student

from mcqa.calibration.figures import Pairs, figures_of, share
from mcqa.calibration.result import stricter
from mcqa.calibration.weight import log_odds_weight
from mcqa.statistics.pairwise import pairwise_kappas
from mcqa.statistics.shares import wilson
from mcqa.statistics.weights import agreement_weights

ORDINAL = agreement_weights("ordinal", np.arange(3.0))


def pairs_of(units, given, reference, *, ordered=True, scale=None, levels=3):
    n = len(given)
    return Pairs(
        unit=np.array(units, dtype=np.int32),
        criterion=np.zeros(n, dtype=np.int32),
        given=np.array(given, dtype=np.int32),
        reference=np.array(reference, dtype=np.int32),
        levels=np.full(n, levels, dtype=np.int32),
        ordered=np.full(n, ordered, dtype=np.bool_),
        scale=np.zeros(n, dtype=np.int32) if scale is None else np.array(scale, dtype=np.int32),
    )


def test_wilson_is_as_published_by_hand():
    # 8 of 10, z = 1.96: middle (0.8 + 3.8416 / 20) / (1 + 0.38416) = 0.71674,
    # reach 1.96 / 1.38416 * sqrt(0.016 + 3.8416 / 400) = 0.22659
    low, high = wilson(0.8, 10, 1.96)
    assert (low, high) == pytest.approx((0.49015, 0.94333), abs=5e-5)


def test_one_unit_gives_the_plain_wilson_interval_of_its_ratings():
    found = share(np.array([True] * 8 + [False] * 2), np.zeros(10, dtype=np.int32), 0.95)
    assert found.ci.method == "wilson"
    assert (found.ci.low, found.ci.high) == pytest.approx(wilson(0.8, 10, norm.ppf(0.975)))


def test_ratings_that_go_together_widen_the_interval_by_their_design_effect():
    # 4 units of 5 ratings: 5, 5, 5 and 0 hits, p = 0.75. Deviations summed within a unit: 1.25 three times, -3.75.
    # Their variance over units 4/3 * (3 * 1.5625 + 14.0625) / 400 = 0.0625; of independent ratings 0.1875 / 20.
    # Design effect 6.667, so 3 effective ratings, t with 3 degrees of freedom.
    hits = np.repeat([True, True, True, False], 5)
    found = share(hits, np.repeat(np.arange(4, dtype=np.int32), 5), 0.95)
    assert found.ci.method == "wilson_clustered"
    assert (found.ci.low, found.ci.high) == pytest.approx(wilson(0.75, 3, student.ppf(0.975, 3)))


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=40))
def test_figures_stay_in_their_range_whatever_is_rated(rows):
    units, given_, reference = zip(*rows, strict=True)
    found = figures_of(pairs_of(units, given_, reference), [ORDINAL], 0.95)
    for figure, low in ((found.exact, 0), (found.adjacent, 0), (found.kappa, -1)):
        if figure.value is not None:
            assert low <= figure.value <= 1
        if figure.ci is not None:
            assert low <= figure.ci.low <= figure.value + 1e-12
            assert figure.value - 1e-12 <= figure.ci.high <= 1
        else:
            assert figure.reason
    assert found.exact.value <= found.adjacent.value


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=4, max_size=40))
def test_kappa_is_that_of_mcqa_reliability(rows):
    given_, reference = zip(*rows, strict=True)
    found = figures_of(pairs_of(range(len(rows)), given_, reference), [ORDINAL], 0.95).kappa
    (expected,) = pairwise_kappas(np.array(rows), ORDINAL)
    if len(set(reference)) == 1:
        assert (found.value, found.reason) == (None, "no_variation")
    else:
        assert found.value == pytest.approx(expected)


def test_kappa_over_two_scales_pools_disagreement_and_chance():
    # scale 0 (2 levels, identity): given 0 1 1 1, reference 0 0 1 1: disagreement 1 of 4; chance 4 * (1 - 0.5) = 2
    # scale 1 (2 levels, identity): given 0 1 0 1, reference 0 1 0 1: disagreement 0 of 4; chance 2
    # so kappa is 1 less 1 of 4
    plain = np.eye(2)
    pairs = pairs_of(range(8), [0, 1, 1, 1, 0, 1, 0, 1], [0, 0, 1, 1, 0, 1, 0, 1], scale=[0] * 4 + [1] * 4, levels=2)
    assert figures_of(pairs, [plain, plain], 0.95).kappa.value == pytest.approx(0.75)


def test_kappa_of_perfect_agreement_has_an_interval_that_says_what_may_have_gone_unseen():
    pairs = pairs_of([0, 0, 1, 1, 2, 2], [0, 1, 2, 0, 1, 2], [0, 1, 2, 0, 1, 2])
    found = figures_of(pairs, [np.eye(3)], 0.95)
    # chance disagreement with each level a third of the time is 2/3
    assert found.kappa.ci.low == pytest.approx(max(1 - (1 - found.exact.ci.low) / (2 / 3), -1))
    assert (found.kappa.value, found.kappa.ci.high, found.kappa.ci.method) == (1, 1, "wilson_clustered")


def test_kappa_of_one_unit_has_no_interval():
    found = figures_of(pairs_of([0, 0, 0], [0, 1, 2], [0, 1, 1]), [ORDINAL], 0.95).kappa
    assert found.value is not None
    assert (found.ci, found.reason) == (None, "too_few_units")


def test_kappa_falls_back_on_the_linearised_error_where_one_unit_holds_all_variation():
    # without unit 3 the reference is at one level
    pairs = pairs_of([0, 1, 2, 3], [0, 0, 1, 1], [0, 0, 0, 1])
    found = figures_of(pairs, [np.eye(3)], 0.95).kappa
    # observed disagreement 1 of 4, chance 1 - (0.5 * 0.75 + 0.5 * 0.25) = 0.5
    assert found.value == pytest.approx(0.5)
    assert found.ci.method in {"delta_z", "jackknife_z"}


def test_direction_is_the_mean_signed_difference_in_levels():
    pairs = pairs_of([0, 0, 1, 1], [0, 1, 1, 1], [1, 1, 2, 2])
    found = figures_of(pairs, [ORDINAL], 0.95).direction
    # -1, 0, -1, -1
    assert found.value == -0.75
    assert found.ci.low < -0.75 < found.ci.high


@pytest.mark.parametrize("n_units", [2, 3, 5, 6, 7])
@pytest.mark.parametrize("gaps", [[-1, 0, 0], [-1, -1, 0], [-1] + [0] * 6, [-1, -1] + [0] * 9])
def test_what_rounding_leaves_of_no_spread_is_no_interval_of_no_width(n_units, gaps):
    # the same in every unit: the mean, -1/3 or -1/7, is no binary number, and sums of what is left of 0 are about 1e-16
    reference = [2 - at % 2 for at in range(len(gaps))]
    given_ = [level + gap for level, gap in zip(reference, gaps, strict=True)]
    units = np.repeat(np.arange(n_units), len(gaps))
    found = figures_of(pairs_of(units, given_ * n_units, reference * n_units), [ORDINAL], 0.95)
    for figure in (found.direction, found.kappa):
        assert (figure.ci, figure.reason) == (None, "no_spread")
    # all units on one side: 2 / 2^5 is 0.06, 2 / 2^6 is 0.03
    assert stricter(found.direction) == ("reviewer" if n_units >= 6 else None)


def test_who_is_always_milder_by_the_same_is_named_from_six_units_on():
    units = range(6)
    assert stricter(figures_of(pairs_of(units, [2] * 6, [1] * 6), [ORDINAL], 0.95).direction) == "reference"
    assert stricter(figures_of(pairs_of(units, [2] * 6, [2] * 6), [ORDINAL], 0.95).direction) is None


def test_a_nominal_scale_has_no_neighbouring_levels_and_no_direction():
    found = figures_of(pairs_of([0, 1], [0, 2], [0, 1], ordered=False), [np.eye(3)], 0.95)
    assert (found.exact.value, found.adjacent.value, found.direction.value) == (0.5, None, None)
    assert found.adjacent.reason == found.direction.reason == "not_ordered"


def test_nothing_in_common_gives_no_value_and_no_warning():
    found = figures_of(pairs_of([], [], []), [ORDINAL], 0.95)
    assert [figure.value for figure in found[2:]] == [None] * 4
    assert {figure.reason for figure in found[2:]} == {"no_pairs"}


@pytest.mark.parametrize(("truth", "within"), [(0.8, 0.0), (0.8, 0.1), (0.93, 0.05)])
def test_clustered_intervals_cover_the_truth(truth, within):
    rng = np.random.default_rng(4)
    n_units, n_each, runs, held = 8, 29, 400, 0
    units = np.repeat(np.arange(n_units, dtype=np.int32), n_each)
    for _ in range(runs):
        if within:
            spread = (1 - within) / within
            chances = beta.rvs(truth * spread, (1 - truth) * spread, size=n_units, random_state=rng)
        else:
            chances = np.full(n_units, truth)
        ci = share(rng.random(len(units)) < chances[units], units, 0.95).ci
        held += ci.low <= truth <= ci.high
    # 0.95 less three standard errors of 400 runs
    assert held / runs >= 0.95 - 3 * math.sqrt(0.95 * 0.05 / runs)


def test_weights_are_log_odds_over_a_blind_choice_of_a_wrong_level():
    three = np.full(98, 3)
    # 88 of 98: (88 + 1) / (98 + 2) = 0.89, and ln(0.89 * 2 / 0.11)
    assert log_odds_weight(88, three) == pytest.approx(math.log(0.89 * 2 / 0.11))
    # never infinite, never below 0, none without ratings
    assert log_odds_weight(98, three) == pytest.approx(math.log(99 * 2))
    assert log_odds_weight(10, three) == 0
    assert log_odds_weight(0, np.zeros(0, dtype=int)) is None
    # two levels: a coin is worth nothing
    assert log_odds_weight(49, np.full(98, 2)) == pytest.approx(0)
