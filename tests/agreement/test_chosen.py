import math

import numpy as np
import pytest

from mcqa.agreement import wording
from mcqa.agreement.analysis import analyse
from mcqa.agreement.chosen import STEADY, chosen, units_elsewhere
from mcqa.agreement.estimate import Estimate
from mcqa.statistics.intervals import Spread, jackknife_spread, leave_one_out
from mcqa.statistics.rows import Rows
from mcqa.statistics.sampling import Sampling, each_once, of_clusters

CLEAR = [[0, 0, 0], [1, 1, 1], [2, 2, 2], [1, 1, 2], [0, 0, 1], [2, 2, 2], [0, 0, 0], [2, 1, 2]]
ALL_MET = [[2, 2, 2]] * 9
NOT_ICC = ["percent_agreement", "gwet_ac", "conger_kappa", "krippendorff_alpha", "kendall_w", "mean_pearson", "finn"]


def choose(value, spread, kind="jackknife", *, name="fleiss_kappa", null_value=0.0, bounds=(-1.0, 1.0), n_units=12):
    estimate = Estimate(coefficient=name, estimate=value, expected=0.5, n_units_used=n_units)
    return chosen(estimate, value, spread, kind, confidence=0.95, null_value=null_value, bounds=bounds)


def measured(ratings_of, table, **options):
    found = analyse(ratings_of([table]), by=["rubric"], **options).estimates
    return {each.coefficient: each for each in found}


def test_limits_are_those_of_fishers_z_against_theory():
    # z of 0.5 is ln(3) / 2; its error is 0.15 / 0.75; t with 10 degrees of freedom is 2.228139
    found = choose(0.5, Spread(0.15, 10))
    low, high = (math.tanh(math.log(3) / 2 + sign * 2.228139 * 0.2) for sign in (-1, 1))
    assert found.limits == pytest.approx((low, high), abs=1e-6)
    assert found.method == "jackknife_z"


@pytest.mark.parametrize("value", [-0.6, 0.0, 0.3, 0.97])
def test_a_null_value_at_a_limit_has_the_p_value_of_that_limit(value):
    for limit in choose(value, Spread(0.02, 7)).limits:
        assert choose(value, Spread(0.02, 7), null_value=limit).p_value == pytest.approx(0.05, abs=1e-9)


def test_nobody_differed_leaves_what_could_have_gone_unseen_against_theory():
    # 1 - 0.025^(1/12) = 0.2646 of the units may be of another kind; a share loses that much, a kappa that over chance
    share = choose(1.0, Spread(0.0, 11), name="percent_agreement", bounds=(0.0, 1.0))
    kappa = choose(1.0, Spread(0.0, 11))
    assert (share.method, kappa.method) == ("exact", "exact")
    assert share.limits == pytest.approx((1 - 0.2646, 1), abs=1e-4)
    assert kappa.limits == pytest.approx((1 - 0.2646 / 0.5, 1), abs=1e-4)
    nobody_agreed = choose(0.0, Spread(0.0, 11), name="percent_agreement_all_raters", bounds=(0.0, 1.0))
    assert nobody_agreed.limits == pytest.approx((0, 0.2646), abs=1e-4)


def test_the_kappa_of_two_groups_that_are_divided_alike_has_no_exact_limit():
    alike = Estimate(coefficient="conger_kappa", estimate=1.0, expected=0.5, n_units_used=12, attainable=0.8)
    found = chosen(alike, 1.0, Spread(0.0, 11), "jackknife", confidence=0.95, null_value=0.0, bounds=(-1.0, 1.0))
    assert (found.limits, found.text) == (None, wording.ALIKE)


def test_the_exact_limit_is_that_of_clopper_and_pearson_against_scipy():
    from scipy.stats import binomtest

    theirs = binomtest(0, 17).proportion_ci(0.95, method="exact").high
    assert choose(0.0, Spread(0.0, 16), name="percent_agreement", n_units=17).limits[1] == pytest.approx(theirs)


def test_without_spread_there_is_no_interval():
    for value, name in ((0.0, "conger_kappa"), (-0.5, "fleiss_kappa"), (1.0, "mean_pearson"), (0.0, "ad_mean")):
        found = choose(value, Spread(0.0, 5), name=name)
        assert found.limits is None
        assert found.p_value is None
        assert found.text == wording.ALIKE


def test_a_mean_deviation_stays_above_zero():
    low, high = choose(0.1, Spread(0.09, 11), name="ad_mean", bounds=(0.0, math.inf)).limits
    assert 0 < low < 0.1 < high
    # the limits lie equally far from the value as ratios
    assert low * high == pytest.approx(0.01)
    assert math.isfinite(choose(1e-9, Spread(0.5, 2), name="ad_mean", bounds=(0.0, math.inf)).limits[1])


def test_a_value_of_minus_one_has_plain_limits():
    found = choose(-1.0, Spread(0.1, 9))
    assert found.method == "jackknife"
    assert found.limits[0] == -1


def test_the_default_is_the_jackknife_on_z_against_theory(ratings_of):
    found = measured(ratings_of, CLEAR, coefficients=NOT_ICC)
    assert {each.ci.method for each in found.values()} == {"jackknife_z"}
    asked = measured(ratings_of, CLEAR, coefficients=NOT_ICC, ci="jackknife_z")
    assert [each.ci for each in asked.values()] == [each.ci for each in found.values()]
    # shown beside it is Gwet's standard error, as with delta
    delta = measured(ratings_of, CLEAR, coefficients=NOT_ICC[:4], ci="delta")
    jackknife = measured(ratings_of, CLEAR, coefficients=NOT_ICC[:4], ci="jackknife")
    for name, each in delta.items():
        assert found[name].standard_error == each.standard_error
        spread = Spread(jackknife[name].standard_error, 7)
        assert found[name].ci.low == pytest.approx(choose(each.estimate, spread, name=name).limits[0])


def test_intraclass_correlations_keep_their_own_limits_unless_asked(ratings_of):
    default = measured(ratings_of, CLEAR, coefficients=["icc:ICC2"])["icc"]
    asked = measured(ratings_of, CLEAR, coefficients=["icc:ICC2"], ci="jackknife_z")["icc"]
    assert (default.ci.method, asked.ci.method) == ("mcgraw_wong", "jackknife_z")
    # five of the eight rows are all alike, which no normal scores would be
    assert default.text.endswith(wording.NOT_NORMAL)
    assert wording.NOT_NORMAL not in asked.text
    varied = [[0, 0, 0], [0, 1, 1], [2, 2, 1], [1, 1, 2], [0, 0, 1], [2, 2, 2]]
    assert measured(ratings_of, varied, coefficients=["icc:ICC2"])["icc"].text == asked.text


def test_without_a_jackknife_the_linearised_error_is_taken(ratings_of):
    # without the one unit that differs nothing varies
    found = measured(ratings_of, [*ALL_MET, [2, 2, 1]], coefficients=["fleiss_kappa", "gwet_ac"])
    assert [found[name].ci.method for name in ("fleiss_kappa", "gwet_ac")] == ["delta_z", "jackknife_z"]


def test_a_scale_that_is_hardly_exercised_is_said_beside_the_interval(ratings_of):
    one, two = ([*ALL_MET, [1, 2, 2], *[[0, 0, 0]] * often] for often in (1, 2))
    alone, enough = (measured(ratings_of, table) for table in (one, two))
    for name in ("conger_kappa", "fleiss_kappa", "krippendorff_alpha"):
        assert alone[name].text == wording.HARDLY_EXERCISED
        assert (alone[name].status, alone[name].ci is None) == ("ok", False)
        assert enough[name].text is None
    for name in ("percent_agreement", "gwet_ac"):
        assert name in STEADY
        assert alone[name].text is None


@pytest.mark.parametrize("ci", ["auto", "delta", "bootstrap"])
def test_few_units_are_said_beside_the_interval(ratings_of, ci):
    few, enough = (measured(ratings_of, CLEAR[-n:], ci=ci)["percent_agreement"] for n in (4, 5))
    assert few.text == wording.FEW_UNITS
    assert few.status == "ok"
    assert enough.text is None


def test_units_elsewhere_are_counted_whole():
    codes = np.array([[2, 2], [2, 2], [2, 2], [1, 1], [0, 2], [0, 0]])
    rows = Rows(codes=codes, n_levels=3, sampling=each_once(6))
    assert units_elsewhere(rows) == 2
    # the same rows as two components of three units: only the last is mostly elsewhere
    nested = Rows(codes=codes, n_levels=3, sampling=of_clusters(np.array([0, 0, 1, 1, 2, 2])))
    assert units_elsewhere(nested) == 1
    often = Rows(codes=codes[[0, 5]], n_levels=3, sampling=Sampling(np.array([9.0, 4.0])))
    assert units_elsewhere(often) == 4


def drawn(rng, n_units, shares, accuracy):
    """Ratings of three reviewers who err to the middle, or from it to either end."""
    level = rng.choice(3, size=n_units, p=shares)[:, None]
    wrong = rng.random((n_units, 3)) > accuracy
    other = np.where(level == 1, rng.choice([0, 2], size=(n_units, 3)), 1)
    return np.where(wrong, other, level)


@pytest.mark.parametrize(
    ("n_units", "shares", "accuracy", "truth"),
    [
        # two reviewers agree when both are right, or err alike: both to the middle, or both to one end from it
        (12, (0.05, 0.05, 0.9), 0.9, 0.81 + 0.01 * (0.95 + 0.05 / 2)),
        (30, (1 / 3, 1 / 3, 1 / 3), 0.95, 0.9025 + 0.0025 * (2 / 3 + 1 / 6)),
    ],
    ids=["12 units, 90 % at one level", "30 units, balanced"],
)
def test_the_default_covers_the_true_share_against_theory(ratings_of, n_units, shares, accuracy, truth):
    rng = np.random.default_rng(7)
    held = 0
    for _ in range(400):
        ratings = ratings_of([drawn(rng, n_units, shares, accuracy).tolist()])
        (found,) = analyse(ratings, coefficients=["percent_agreement"], by=["rubric"]).estimates
        # perfect agreement is no miss: what could have gone unseen then reaches below the true share
        held += found.ci is None or found.ci.low <= truth <= found.ci.high
    assert 0.92 <= held / 400 <= 0.99


def test_the_jackknife_on_z_does_not_depend_on_how_rows_are_grouped():
    # the same nine units one by one, and as distinct rows with how often each occurs
    from mcqa.statistics.coefficients import fleiss_chance, pair_disagreements, pair_features
    from mcqa.statistics.intervals import Repeat

    counts = np.array([[3, 0], [3, 0], [3, 0], [2, 1], [0, 3], [0, 3], [1, 2], [3, 0], [0, 3]])
    distinct, times = np.unique(counts, axis=0, return_counts=True)

    def spread(table, sampling):
        again = Repeat(
            pair_features(table, np.eye(2)), lambda sums: pair_disagreements(sums, np.eye(2), fleiss_chance).estimates
        )
        return jackknife_spread(leave_one_out(again, sampling))

    each, grouped = spread(counts, each_once(9)), spread(distinct, Sampling(times.astype(float)))
    assert choose(0.6, each).limits == pytest.approx(choose(0.6, grouped).limits, rel=1e-12)
