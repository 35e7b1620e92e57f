"""Standard errors and intervals: Gwet's linearisation, the jackknife and the bootstrap, all over whole units.

Nearly every coefficient is a function of a few sums over rows. `Repeat` holds what is summed and that function, so a
unit is left out by subtracting what it holds, and all resamples are made by one matrix product.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy.special import ndtr, ndtri, stdtr, stdtrit

from mcqa.statistics.sampling import Array, Sampling, alike

ROUNDING = 64 * float(np.finfo(np.float64).eps)
# what is left of a sum when all that it held was taken away again
RESIDUE = 1e-12
BLOCK = 2**22
LARGEST_LOG = 700.0
# drawing how often a kind of unit occurs costs as much as drawing this many single units
DEAR = 4
# to find out which of so few units are alike costs more than it saves
FEW_UNITS = 32


class Repeat(NamedTuple):
    """How a coefficient is made again from other units.

    `features` (n_rows, n_features) is what is summed over rows; None where how often each row counts is needed itself.
    `again` gives estimates (n,) for sums (n, n_features), NaN where there is no value. `slow`: each is fitted
    anew.
    """

    features: Array | None
    again: Callable[[Array], Array]
    slow: bool = False


class Spread(NamedTuple):
    """A standard error and the degrees of freedom of its t distribution."""

    standard_error: float
    df: float


class LeftOut(NamedTuple):
    """Estimates without one unit, (n_distinct_units,), and how many units each of them stands for."""

    estimates: Array
    times: Array


def linearised_spread(linearised: Array, sampling: Sampling) -> Spread | None:
    """Gwet's linearised standard error, robust to rows that belong together.

    Parameters
    ----------
    linearised : ndarray, shape (n_rows,)
        Gwet's kappa*_i of the rows that count.
    sampling : Sampling
        How often each of these rows occurs, and in which units.

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
    n_units, n_rows = sampling.n_units, sampling.n_rows
    if n_units <= 1:
        return None
    deviations = linearised - (sampling.times @ linearised) / n_rows
    # rows that are all alike differ by rounding only: their spread is zero, and no p value may come out of the noise
    if np.abs(deviations).max() <= ROUNDING * max(1.0, float(np.abs(linearised).max())):
        return Spread(0.0, n_units - 1)
    sums, times = sampling.by_unit(deviations)
    # so may the sums of units be, where rows differ within units and all units alike
    if np.abs(sums).max() <= ROUNDING * max(1.0, float(np.abs(linearised).max())) * n_rows / n_units:
        return Spread(0.0, n_units - 1)
    variance = n_units / (n_units - 1) * float(times @ sums**2) / n_rows**2
    return Spread(float(np.sqrt(variance)), n_units - 1)


def leave_one_out(repeat: Repeat, sampling: Sampling) -> LeftOut:
    """Estimates without each unit in turn; NaN where what is left has no value."""
    if repeat.features is not None:
        held, times = sampling.by_unit(repeat.features)
        # kept in doubles, a sum that has lost all it held may be left a hair beside zero
        floor = RESIDUE * (sampling.times @ np.abs(repeat.features))
        left = sampling.times @ repeat.features - held
        return LeftOut(repeat.again(np.where(np.abs(left) <= floor, 0.0, left)), times)
    times = sampling.times if sampling.entries is None else np.ones(sampling.n_units)
    step = max(1, BLOCK // max(1, len(sampling.times)))
    found = [np.empty(0)]
    for start in range(0, len(times), step):
        members = np.eye(min(step, len(times) - start), len(times), start)
        found.append(repeat.again(sampling.times - sampling.on_rows(members)))
    return LeftOut(np.concatenate(found), times)


def jackknife_spread(left_out: LeftOut) -> Spread | None:
    """Jackknife standard error from leave-one-out estimates.

    Returns
    -------
    Spread or None
        None when there is one unit only, or when an estimate without some unit does not exist.

    References
    ----------
    Efron & Tibshirani (1993), An Introduction to the Bootstrap, section 11.
    """
    estimates, times = left_out
    n = float(times.sum())
    if n <= 1 or np.isnan(estimates).any():
        return None
    mean = times @ estimates / n
    return Spread(float(np.sqrt((n - 1) / n * float(times @ (estimates - mean) ** 2))), n - 1)


def drawn_units(times: Array, n_resamples: int, rng: np.random.Generator) -> Array:
    """Draw units with replacement: how often each distinct one is drawn, shape (n_resamples, n_distinct_units)."""
    n, size = round(float(times.sum())), len(times)
    if n > size:
        return rng.multinomial(n, times / n, size=n_resamples).astype(np.float64)
    picked = rng.integers(0, size, size=(n_resamples, size))
    picked += np.arange(0, n_resamples * size, size)[:, None]
    return np.bincount(picked.ravel(), minlength=n_resamples * size).reshape(n_resamples, size).astype(np.float64)


def _kinds(held: Array, times: Array) -> tuple[Array, Array]:
    """Make one of units that add the same to the sums, where this makes drawing them cheaper.

    How often one of several kinds is drawn in a multinomial draw is their sum: the resamples follow the same law.
    """
    if len(times) <= FEW_UNITS:
        return held, times
    kinds, often = alike(held, times)
    n = float(times.sum())
    return (kinds, often) if n > len(times) or n >= DEAR * len(often) else (held, times)


def bootstrap(repeat: Repeat, sampling: Sampling, *, n_resamples: int, rng: np.random.Generator) -> Array:
    """Estimates of resamples of the units, shape (n_resamples,); NaN where a resample has no value.

    Parameters
    ----------
    repeat : Repeat
        How the coefficient is made again.
    sampling : Sampling
        How rows belong to units; a unit drawn twice counts twice with all its rows.
    n_resamples : int
        How many resamples to draw.
    rng : numpy.random.Generator
        What the draws come from; the same seed gives the same draws.
    """
    held = times = None
    if repeat.features is not None:
        held, times = _kinds(*sampling.by_unit(repeat.features))
    elif sampling.entries is None:
        times = sampling.times
    else:
        times = np.ones(sampling.n_units)
    step = max(1, BLOCK // max(1, len(sampling.times), len(times)))
    found = []
    for start in range(0, n_resamples, step):
        drawn = drawn_units(times, min(step, n_resamples - start), rng)
        found.append(repeat.again(sampling.on_rows(drawn) if held is None else drawn @ held))
    return np.concatenate(found)


def t_interval(estimate: float, spread: Spread, confidence: float, bounds: tuple[float, float]) -> tuple[float, float]:
    """Interval from the t distribution, cut to the range of the coefficient."""
    reach = float(stdtrit(spread.df, (1 + confidence) / 2)) * spread.standard_error
    return max(estimate - reach, bounds[0]), min(estimate + reach, bounds[1])


def fisher_interval(
    estimate: float, spread: Spread, confidence: float, bounds: tuple[float, float]
) -> tuple[float, float]:
    """Interval from the t distribution on Fisher's z scale, cut to the range of the coefficient.

    Parameters
    ----------
    estimate : float
        Between -1 and 1, both excluded.
    spread : Spread
        Standard error of the estimate itself; on the z scale it is that over 1 - estimate^2.
    confidence : float
        Of the interval.
    bounds : (float, float)
        Range of the coefficient.

    References
    ----------
    Fisher (1921), Metron 1, 3-32; Lin (1989), Biometrics 45, 255-268 for a coefficient of agreement.
    """
    middle = np.arctanh(estimate)
    reach = stdtrit(spread.df, (1 + confidence) / 2) * spread.standard_error / (1 - estimate**2)
    return max(float(np.tanh(middle - reach)), bounds[0]), min(float(np.tanh(middle + reach)), bounds[1])


def log_interval(estimate: float, spread: Spread, confidence: float) -> tuple[float, float]:
    """Interval from the t distribution on the scale of logarithms, for an estimate above 0."""
    quantile = float(stdtrit(spread.df, (1 + confidence) / 2))
    # beyond this the exponential has no finite value, and the interval says nothing
    reach = min(quantile * spread.standard_error / estimate, LARGEST_LOG)
    return float(estimate * np.exp(-reach)), float(estimate * np.exp(reach))


def unseen_share(n_units: int, confidence: float) -> float:
    """Upper limit for the share of units of a kind that none of `n_units` units is of.

    The exact binomial limit (Clopper & Pearson 1934, Biometrika 26, 404-413): 1 - ((1 - confidence) / 2)^(1 / n).
    """
    return float(-np.expm1(np.log((1 - confidence) / 2) / n_units))


def percentile_interval(estimates: Array, confidence: float, bounds: tuple[float, float]) -> tuple[float, float]:
    """Percentile interval of the resamples that have a value, cut to the range of the coefficient."""
    tail = (1 - confidence) / 2
    low, high = np.clip(np.nanquantile(estimates, (tail, 1 - tail)), *bounds)
    return float(low), float(high)


def bca_interval(
    estimate: float, resampled: Array, left_out: LeftOut, confidence: float, bounds: tuple[float, float]
) -> tuple[float, float] | None:
    """Bias-corrected and accelerated bootstrap interval, cut to the range of the coefficient.

    Parameters
    ----------
    estimate : float
        Of all units.
    resampled : ndarray, shape (n_resamples,)
        Of resamples; those without a value are left out.
    left_out : LeftOut
        Of all units but one.
    confidence : float
        Of the interval.
    bounds : (float, float)
        Range of the coefficient.

    Returns
    -------
    (low, high) or None
        None where the estimate lies outside all resamples, where an estimate without some unit does not exist, or
        where the correction has no finite value. Resamples equal to the estimate count half on either side.

    References
    ----------
    Efron (1987), Journal of the American Statistical Association 82, 171-185, equation 2.3; the acceleration as in
    Efron & Tibshirani (1993), An Introduction to the Bootstrap, equation 14.15.
    """
    values = np.sort(resampled[~np.isnan(resampled)])
    near = ROUNDING * max(1.0, abs(estimate))
    below, same = float((values < estimate - near).mean()), float((np.abs(values - estimate) <= near).mean())
    share = below + same / 2
    without, times = left_out
    if not 0 < share < 1 or np.isnan(without).any():
        return None
    deviations = float(times @ without) / float(times.sum()) - without
    squares = float(times @ deviations**2)
    acceleration = float(times @ deviations**3) / (6 * squares**1.5) if squares > 0 else 0.0
    bias = float(ndtri(share))
    ends = []
    for tail in ((1 - confidence) / 2, (1 + confidence) / 2):
        moved = bias + float(ndtri(tail))
        room = 1 - acceleration * moved
        if room <= 0:
            return None
        ends.append(float(np.quantile(values, float(ndtr(bias + moved / room)))))
    low, high = np.clip(ends, *bounds)
    return float(low), float(high)


def p_value(estimate: float, spread: Spread, null_value: float) -> float | None:
    """Two-sided p value of the t test against a null value; None where it would be 0/0."""
    distance = abs(estimate - null_value)
    if distance <= ROUNDING:
        distance = 0.0
    if spread.standard_error == 0:
        return None if distance == 0 else 0.0
    return float(2 * stdtr(spread.df, -distance / spread.standard_error))


def fisher_p_value(estimate: float, spread: Spread, null_value: float) -> float | None:
    """Two-sided p value of the t test on Fisher's z scale, that of `fisher_interval`; on the plain one for -1 or 1."""
    if abs(null_value) >= 1:
        return p_value(estimate, spread, null_value)
    return p_value(
        float(np.arctanh(estimate)),
        Spread(spread.standard_error / (1 - estimate**2), spread.df),
        float(np.arctanh(null_value)),
    )
