import krippendorff
import numpy as np
import pytest

from mcqa.agreement import alpha as krippendorffs
from mcqa.agreement import coefficients as gwets
from mcqa.agreement.weights import METRICS, agreement_weights, metric_distances

# two raters, ten units: 4 times both low, 3 times both high, 2 and 1 times apart
TWO_BY_TWO = np.array([[0, 0]] * 4 + [[1, 1]] * 3 + [[0, 1]] * 2 + [[1, 0]])
UNEQUAL = np.array(
    [[0, 0, 1, -1], [2, 2, -1, 2], [1, 0, -1, -1], [-1, 1, 1, 1], [2, -1, 1, 2], [0, 2, 0, 0], [-1, -1, 1, -1]]
)


def counts_of(codes, n_levels=3):
    return np.stack([(codes == level).sum(axis=1) for level in range(n_levels)], axis=1)


def test_cohen_against_theory():
    found = gwets.conger_kappa(TWO_BY_TWO, np.eye(2))
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


def every_function(codes, weights, scores):
    counts = counts_of(codes, len(weights))
    apart = {metric: metric_distances(metric, scores) for metric in METRICS if metric != "ordinal"}
    yield gwets.percent_agreement(counts, weights), lambda t: gwets.percent_disagreement(counts, weights, t)
    yield gwets.fleiss_kappa(counts, weights), lambda t: gwets.fleiss_disagreement(counts, weights, t)
    yield gwets.gwet_ac(counts, weights), lambda t: gwets.gwet_disagreement(counts, weights, t)
    yield gwets.brennan_prediger(counts, weights), lambda t: gwets.brennan_disagreement(counts, weights, t)
    yield gwets.conger_kappa(codes, weights), lambda t: gwets.conger_disagreement(codes, weights, t)
    for metric, distances in apart.items():
        yield (
            krippendorffs.krippendorff_alpha(counts, metric, scores),
            lambda t, distances=distances: krippendorffs.alpha_disagreement(counts, distances, t),
        )
    yield (
        krippendorffs.krippendorff_alpha(counts, "ordinal", scores),
        lambda t: krippendorffs.ordinal_disagreement(counts, t),
    )


@pytest.mark.parametrize("name", ["identity", "ordinal", "quadratic"])
def test_linearised_values_are_derivatives_by_the_weight_of_a_row_against_theory(name):
    """Gwet's kappa*_i is the coefficient plus n times its derivative by how often row i counts."""
    # without the unit rated once: there irrCAC, which is followed, takes the number of paired units as fixed
    codes = np.repeat(UNEQUAL[:-1], 40, axis=0)
    scores = np.array([1.0, 2.0, 4.0])
    n, step = len(codes), 1e-6
    for found, replicate in every_function(codes, agreement_weights(name, scores), scores):
        used = np.flatnonzero(found.rows)
        for place in (0, 40, 80, 120, 160, 200):
            times = np.ones((2, n))
            times[:, used[place]] += (step, -step)
            up, down = replicate(times).estimates
            slope = len(used) * (up - down) / (2 * step)
            deviation = found.linearised[place] - found.linearised.mean()
            # alpha's small-sample term is not part of the linearisation: it moves the value by 1 / n
            assert deviation == pytest.approx(slope, abs=0.02)


def test_the_replicate_of_everything_once_is_the_estimate():
    scores = np.array([1.0, 2.0, 4.0])
    for found, replicate in every_function(UNEQUAL, agreement_weights("linear", scores), scores):
        assert replicate(np.ones((1, len(UNEQUAL)))).estimates[0] == pytest.approx(found.estimate, rel=1e-12)


def test_a_replicate_is_the_table_with_its_rows_repeated():
    scores = np.array([1.0, 2.0, 4.0])
    weights = agreement_weights("ordinal", scores)
    times = np.array([2, 1, 0, 3, 1, 1, 2])
    replicated = [
        replicate(times[None, :].astype(float)).estimates[0]
        for _, replicate in every_function(UNEQUAL, weights, scores)
    ]
    repeated = [found.estimate for found, _ in every_function(np.repeat(UNEQUAL, times, axis=0), weights, scores)]
    assert replicated == pytest.approx(repeated, rel=1e-12)


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
