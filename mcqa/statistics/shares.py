"""Shares with intervals that hold for small numbers: Wilson's, and Wilson's over rows that go together in units."""

from __future__ import annotations

from statistics import NormalDist
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "ShareInterval",
    "clustered_interval",
    "effective_rows",
    "quantile_over_units",
    "share_interval",
    "sign_test",
    "wilson",
]

PAIR = 2


class ShareInterval(NamedTuple):
    """An interval of a share, with the level of confidence and the name of its method."""

    level: float
    low: float
    high: float
    method: str


def wilson(value: float, n: float, quantile: float) -> tuple[float, float]:
    """Give Wilson's limits for a share of n, which need not be whole, cut to the range from 0 to 1.

    References
    ----------
    Wilson (1927), JASA 22, 209-212; Brown, Cai & DasGupta (2001), Statistical Science 16, 101-133, equation 4.
    """
    square = quantile**2
    middle = (value + square / (2 * n)) / (1 + square / n)
    reach = quantile / (1 + square / n) * float(np.sqrt(value * (1 - value) / n + square / (4 * n**2)))
    # on paper the limits of 0 and 1 are 0 and 1 themselves
    low = 0.0 if value <= 0 else max(middle - reach, 0.0)
    high = 1.0 if value >= 1 else min(middle + reach, 1.0)
    return low, high


def share_interval(hits: int, n: int, confidence: float) -> ShareInterval | None:
    """Give Wilson's interval for `hits` of `n` independent units; None of none."""
    if n < 1:
        return None
    # the quantile of the standard library: scipy takes longer to load than a pilot to score
    low, high = wilson(hits / n, n, NormalDist().inv_cdf((1 + confidence) / 2))
    return ShareInterval(level=confidence, low=low, high=high, method="wilson")


def effective_rows(hits: NDArray[np.bool_], units: NDArray[np.integer]) -> tuple[float, int]:
    """Give how many independent rows would say as much about a share as these, and the number of units.

    Parameters
    ----------
    hits : ndarray of bool, shape (n_rows,)
        Which rows count.
    units : ndarray of int, shape (n_rows,)
        The unit of each row; rows of one unit go together.

    Returns
    -------
    float and int
        The number of rows divided by the design effect: the linearised variance over units divided by that of
        independent rows, never below 1. It is 1 where all rows are alike, and with one unit, over whose rows alone is
        then inferred.

    References
    ----------
    Kish (1965), Survey Sampling, section 8.2; Korn & Graubard (1998), Survey Methodology 24, 193-201.
    """
    _, of = np.unique(units, return_inverse=True)
    n, n_units = len(hits), int(of.max(initial=-1)) + 1
    value = float(hits.mean()) if n else 0.0
    if n_units < PAIR or not 0 < value < 1:
        return float(n), n_units
    sums = np.bincount(of, weights=hits - value)
    variance = float(sums @ sums) * n_units / (n_units - 1) / n**2
    return n / max(1.0, variance * n / (value * (1 - value))), n_units


def quantile_over_units(n_units: int, confidence: float) -> float:
    """Give Student's quantile with one degree of freedom less than there are units; the normal one with one unit."""
    from scipy.special import stdtrit

    return float(stdtrit(n_units - 1 if n_units >= PAIR else np.inf, (1 + confidence) / 2))


def clustered_interval(hits: NDArray[np.bool_], units: NDArray[np.integer], confidence: float) -> ShareInterval | None:
    """Give Wilson's interval for a share of rows of which several belong to one unit.

    It is that of the effective number of rows, with Student's quantile over units.

    Parameters
    ----------
    hits : ndarray of bool, shape (n_rows,)
        Which rows count.
    units : ndarray of int, shape (n_rows,)
        The unit of each row.
    confidence : float
        Of the interval.

    Returns
    -------
    ShareInterval or None
        None with fewer than two units: from one unit nothing can be said of others.

    References
    ----------
    Korn & Graubard (1998), Survey Methodology 24, 193-201; Dean & Pagano (2015), Journal of Survey Statistics and
    Methodology 3, 484-503.
    """
    effective, n_units = effective_rows(hits, units)
    if n_units < PAIR:
        return None
    low, high = wilson(float(hits.mean()), effective, quantile_over_units(n_units, confidence))
    return ShareInterval(level=confidence, low=low, high=high, method="wilson_clustered")


def sign_test(one: int, other: int) -> float | None:
    """Give the exact two-sided p-value of `one` against `other` at even odds; None where both are 0.

    On pairs of yes and no this is McNemar's exact test.

    References
    ----------
    McNemar (1947), Psychometrika 12, 153-157; Dixon & Mood (1946), JASA 41, 557-566.
    """
    n = one + other
    if not n:
        return None
    from scipy.special import bdtr

    return min(1.0, 2 * float(bdtr(min(one, other), n, 0.5)))
