import krippendorff
import numpy as np
import pytest

from mcqa.statistics import alpha as krippendorffs
from mcqa.statistics import coefficients as gwets
from mcqa.statistics.conger import conger_kappa
from mcqa.statistics.weights import METRICS, agreement_weights

# two raters, ten units: 4 times both low, 3 times both high, 2 and 1 times apart
TWO_BY_TWO = np.array([[0, 0]] * 4 + [[1, 1]] * 3 + [[0, 1]] * 2 + [[1, 0]])
UNEQUAL = np.array(
    [[0, 0, 1, -1], [2, 2, -1, 2], [1, 0, -1, -1], [-1, 1, 1, 1], [2, -1, 1, 2], [0, 2, 0, 0], [-1, -1, 1, -1]]
)


def counts_of(codes, n_levels=3):
    return np.stack([(codes == level).sum(axis=1) for level in range(n_levels)], axis=1)


def test_cohen_against_theory():
    found = conger_kappa(TWO_BY_TWO, np.eye(2))
    # marginals: first rater 6 low of 10, second 5 low of 10
    expected = 0.6 * 0.5 + 0.4 * 0.5
    assert found.observed == pytest.approx(0.7)
    assert found.expected == pytest.approx(expected)
    assert found.estimate == pytest.approx((0.7 - expected) / (1 - expected), rel=1e-12)


def test_pooled_coefficients_against_theory():
    counts = counts_of(TWO_BY_TWO, 2)
    low = 11 / 20
    for function, expected in [
        (gwets.fleiss_kappa, low**2 + (1 - low) ** 2),
        (gwets.gwet_ac, 2 * low * (1 - low)),
        (gwets.brennan_prediger, 0.5),
        (gwets.percent_agreement, 0.0),
    ]:
        found = function(counts, np.eye(2))
        assert found.expected == pytest.approx(expected, rel=1e-12)
        assert found.estimate == pytest.approx((0.7 - expected) / (1 - expected), rel=1e-12)


def test_alpha_against_theory():
    found = krippendorffs.krippendorff_alpha(counts_of(TWO_BY_TWO, 2), "nominal", np.array([0.0, 1.0]))
    # 6 of 20 values are beside a different one; 11 low and 9 high values make 2 * 11 * 9 different pairs of 20 * 19
    assert found.estimate == pytest.approx(1 - (6 / 20) / (2 * 11 * 9 / (20 * 19)), rel=1e-12)


@pytest.mark.parametrize("metric", METRICS)
def test_alpha_against_the_krippendorff_package(metric):
    rng = np.random.default_rng(11)
    scores = np.array([1.0, 2.0, 4.0])
    for _ in range(20):
        codes = rng.integers(-1, 3, size=(8, 4))
        ours = krippendorffs.krippendorff_alpha(counts_of(codes), metric, scores).estimate
        # over there raters are rows and units are columns
        table = np.where(codes.T >= 0, scores[codes.T], np.nan)
        theirs = krippendorff.alpha(reliability_data=table, level_of_measurement=metric)
        assert ours == pytest.approx(theirs, rel=1e-10)


def test_gwets_alpha_is_krippendorffs_where_both_exist():
    scores = np.array([1.0, 2.0, 4.0])
    counts = counts_of(UNEQUAL)
    for weights, metric in [("identity", "nominal"), ("quadratic", "interval"), ("ratio", "ratio")]:
        gwet = krippendorffs.krippendorff_alpha_weighted(counts, agreement_weights(weights, scores))
        own = krippendorffs.krippendorff_alpha(counts, metric, scores)
        assert gwet.estimate == pytest.approx(own.estimate, rel=1e-12)
        assert gwet.linearised == pytest.approx(own.linearised, rel=1e-9)
    ordinal = krippendorffs.krippendorff_alpha_weighted(counts, agreement_weights("ordinal", scores))
    assert ordinal.estimate != pytest.approx(
        krippendorffs.krippendorff_alpha(counts, "ordinal", scores).estimate, abs=1e-3
    )
