"""Standard errors and intervals: Gwet's linearisation, the jackknife and the bootstrap, all with units as clusters.

Rows of one unit (its components, its rounds) are not independent, so what is resampled or left out is always a whole
unit, and what is summed first is what belongs to one unit. Where each row is its own unit this is the plain form.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

Array = NDArray[np.float64]
Integers = NDArray[np.integer]
Replicate = Callable[[Array], Array]

ROUNDING = 64 * float(np.finfo(np.float64).eps)
BLOCK = 2**22


class Spread(NamedTuple):
    """A standard error and the degrees of freedom of its t distribution."""

    standard_error: float
    df: int


def _clusters(clusters: Integers) -> tuple[Integers, int]:
    """Renumber the clusters of the rows from 0 and count them."""
    _, cluster = np.unique(clusters, return_inverse=True)
    return cluster, int(cluster.max(initial=-1)) + 1


def linearised_spread(linearised: Array, clusters: Integers) -> Spread | None:
    """Gwet's linearised standard error, robust to rows that belong together.

    Parameters
    ----------
    linearised : ndarray, shape (n_rows,)
        Gwet's kappa*_i of the rows that count.
    clusters : ndarray of int, shape (n_rows,)
        The unit of each row.

    Returns
    -------
    Spread or None
        With C units and n rows the variance is C / (C - 1) * sum of (deviations summed within a unit)^2 / n^2, with
        C - 1 degrees of freedom; for C = n this is sum(deviation^2) / (n (n - 1)). None when there is one unit only.

    References
    ----------
    Gwet (2008), British Journal of Mathematical and Statistical Psychology 61, 29-48; Liang & Zeger (1986),
    Biometrika 73, 13-22 for the sum within clusters.
    """
    cluster, n_clusters = _clusters(clusters)
    if n_clusters <= 1:
        return None
    deviations = linearised - linearised.mean()
    # rows that are all alike differ by rounding only: their spread is zero, and no p value may come out of the noise
    if np.abs(deviations).max() <= ROUNDING * max(1.0, float(np.abs(linearised).max())):
        return Spread(0.0, n_clusters - 1)
    sums = np.bincount(cluster, weights=deviations, minlength=n_clusters)
    variance = n_clusters / (n_clusters - 1) * (sums**2).sum() / len(linearised) ** 2
    return Spread(float(np.sqrt(variance)), n_clusters - 1)


def leave_one_out(replicate: Replicate, clusters: Integers) -> Array:
    """Estimates without each unit in turn, shape (n_units,); NaN where what is left has no value."""
    cluster, n_clusters = _clusters(clusters)
    return replicate((cluster != np.arange(n_clusters)[:, None]).astype(np.float64))


def jackknife_spread(estimates: Array) -> Spread | None:
    """Jackknife standard error from leave-one-out estimates, shape (n_units,).

    Returns
    -------
    Spread or None
        None when there is one unit only, or when an estimate without some unit does not exist.

    References
    ----------
    Efron & Tibshirani (1993), An Introduction to the Bootstrap, section 11.
    """
    n = len(estimates)
    if n <= 1 or np.isnan(estimates).any():
        return None
    return Spread(float(np.sqrt((n - 1) / n * ((estimates - estimates.mean()) ** 2).sum())), n - 1)


def bootstrap(replicate: Replicate, clusters: Integers, *, n_resamples: int, rng: np.random.Generator) -> Array:
    """Estimates of resamples of the units, shape (n_resamples,); NaN where a resample has no value.

    Parameters
    ----------
    replicate : callable
        Gives estimates (n,) for how often each row counts (n, n_rows).
    clusters : ndarray of int, shape (n_rows,)
        The unit of each row; a unit drawn twice counts twice with all its rows.
    n_resamples : int
        How many resamples to draw.
    rng : numpy.random.Generator
        What the draws come from; the same seed gives the same draws.
    """
    cluster, n_clusters = _clusters(clusters)
    draws = rng.multinomial(n_clusters, np.full(n_clusters, 1 / n_clusters), size=n_resamples)
    step = max(1, BLOCK // max(1, len(cluster)))
    blocks = [replicate(draws[start : start + step][:, cluster].astype(float)) for start in range(0, n_resamples, step)]
    return np.concatenate(blocks)


def t_interval(estimate: float, spread: Spread, confidence: float, bounds: tuple[float, float]) -> tuple[float, float]:
    """Interval from the t distribution, cut to the range of the coefficient."""
    reach = float(stdtrit(spread.df, (1 + confidence) / 2)) * spread.standard_error
    return max(estimate - reach, bounds[0]), min(estimate + reach, bounds[1])


def percentile_interval(estimates: Array, confidence: float, bounds: tuple[float, float]) -> tuple[float, float]:
    """Percentile interval of the resamples that have a value, cut to the range of the coefficient."""
    tail = (1 - confidence) / 2
    low, high = np.nanquantile(estimates, (tail, 1 - tail))
    return max(float(low), bounds[0]), min(float(high), bounds[1])


def p_value(estimate: float, spread: Spread, null_value: float) -> float | None:
    """Two-sided p value of the t test against a null value; None where it would be 0/0."""
    distance = abs(estimate - null_value)
    if distance <= ROUNDING:
        distance = 0.0
    if spread.standard_error == 0:
        return None if distance == 0 else 0.0
    return float(2 * stdtr(spread.df, -distance / spread.standard_error))
