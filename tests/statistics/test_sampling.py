"""Units that hold the same are drawn as one kind: fewer numbers to draw, and the same law of the resamples."""

import numpy as np
import pytest
from scipy.special import bdtr

from mcqa.statistics import intervals
from mcqa.statistics.intervals import Repeat, bootstrap
from mcqa.statistics.sampling import Sampling, alike, each_once, of_clusters

# 400 units of three kinds, as 40 rows that occur 10 times each
KIND = np.repeat([0, 1, 2], [4, 12, 24])
HELD = np.eye(3)[KIND]
ROWS = Sampling(np.full(40, 10.0))


def shares(sums):
    return sums[:, 1] / sums.sum(axis=1)


def test_units_that_hold_the_same_are_one_kind_that_occurs_as_often_as_they_do():
    values = np.array([[1.0, 0.5], [0.0, 2.0], [1.0, 0.5], [1.0, 0.25], [0.0, 2.0], [1.0, 0.5]])
    kinds, often = alike(values, np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0]))
    found = {tuple(kind): times for kind, times in zip(kinds.tolist(), often.tolist(), strict=True)}
    assert found == {(1.0, 0.5): 10.0, (0.0, 2.0): 7.0, (1.0, 0.25): 4.0}


@pytest.mark.parametrize("sampling", [ROWS, each_once(40)], ids=["of many units", "once each"])
def test_the_share_of_a_kind_in_a_resample_is_binomial_against_theory(sampling):
    n, n_resamples = round(sampling.n_rows), 20_000
    found = bootstrap(Repeat(HELD, shares), sampling, n_resamples=n_resamples, rng=np.random.default_rng(7))
    counts = np.rint(found * n)
    assert np.abs(found * n - counts).max() < 1e-9
    reached = np.searchsorted(np.sort(counts), np.arange(n), side="right") / n_resamples
    # Kolmogorov's distance from the exact distribution: 1.95 / sqrt(n) is exceeded once in a thousand times
    assert np.abs(reached - bdtr(np.arange(n), n, 0.3)).max() < 1.95 / np.sqrt(n_resamples)


def test_kinds_are_as_dependent_as_in_a_draw_of_single_units_against_theory():
    found = bootstrap(Repeat(HELD, lambda sums: sums[:, 0] * sums[:, 2]), ROWS, n_resamples=40_000, rng=_rng())
    # E(X Y) of a multinomial with shares p and q of n is n (n - 1) p q
    assert found.mean() == pytest.approx(400 * 399 * 0.1 * 0.6, rel=0.003)


def test_units_of_several_rows_are_alike_where_their_sums_are():
    units, rows = np.repeat(np.arange(100), 2), np.tile([0, 1, 1, 2], 50)
    sampling = of_clusters(units, rows)
    values = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    found = bootstrap(Repeat(values, shares), sampling, n_resamples=50, rng=_rng())
    # each unit holds one rating of row 1 out of two, whoever is drawn
    assert found == pytest.approx(np.full(50, 0.5))
    first = bootstrap(Repeat(values, lambda sums: sums[:, 0]), sampling, n_resamples=20_000, rng=_rng())
    assert first.mean() == pytest.approx(50, abs=0.2)
    assert first.var() == pytest.approx(100 * 0.25, rel=0.05)


def test_drawing_kinds_or_single_units_gives_resamples_of_the_same_spread(monkeypatch):
    kinds = bootstrap(Repeat(HELD, shares), ROWS, n_resamples=40_000, rng=_rng())
    monkeypatch.setattr(intervals, "FEW_UNITS", 1000)
    single = bootstrap(Repeat(HELD, shares), ROWS, n_resamples=40_000, rng=_rng())
    assert not np.array_equal(kinds, single)
    assert kinds.mean() == pytest.approx(single.mean(), abs=0.0005)
    assert kinds.std() == pytest.approx(single.std(), rel=0.02)


def test_a_seed_gives_the_same_resamples_of_kinds_again():
    first, again, other = (
        bootstrap(Repeat(HELD, shares), ROWS, n_resamples=200, rng=np.random.default_rng(seed)) for seed in (1, 1, 2)
    )
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def _rng():
    return np.random.default_rng(5)
