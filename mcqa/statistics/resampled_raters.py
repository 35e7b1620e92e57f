"""Raters as a sample of raters like these: the bootstrap and the jackknife over raters, alone or with the units.

A rater who is drawn twice counts twice against the others and is never compared with themself: two copies of one
rater agree perfectly, and that would pass for agreement between raters.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from mcqa.statistics.intervals import LeftOut, Repeat, Spread, drawn_units
from mcqa.statistics.sampling import Array, Sampling


def bootstrap_of_raters(
    reweighed: Callable[[Array], Repeat],
    sampling: Sampling,
    n_raters: int,
    *,
    n_resamples: int,
    rng: np.random.Generator,
    units_too: bool,
) -> Array:
    """Estimates of resamples of the raters, and of the units too if asked, shape (n_resamples,).

    Parameters
    ----------
    reweighed : callable
        Gives a `Repeat` for how often each rater counts, (n_raters,).
    sampling : Sampling
        How rows belong to units.
    n_raters : int
        How many raters there are, and are drawn; three or more.
    n_resamples : int
        How many resamples to draw.
    rng : numpy.random.Generator
        What the draws come from; the same seed gives the same draws.
    units_too : bool
        Whether units are drawn with replacement as well.

    Returns
    -------
    ndarray
        NaN where a resample has no value. Those of one rater only, in which nobody is compared, are drawn again.
    """
    even = np.full(n_raters, 1 / n_raters)
    drawn = rng.multinomial(n_raters, even, size=n_resamples)
    while (alone := (drawn == n_raters).any(axis=1)).any():
        drawn[alone] = rng.multinomial(n_raters, even, size=int(alone.sum()))
    distinct, which = np.unique(drawn, axis=0, return_inverse=True)
    found = np.empty(n_resamples)
    for position, raters in enumerate(distinct.astype(np.float64)):
        members = np.flatnonzero(which.ravel() == position)
        features, again, _ = reweighed(raters)
        if features is None:
            raise TypeError("raters are reweighed by what rows hold")
        held, times = sampling.by_unit(features)
        drawn_times = drawn_units(times, len(members), rng) if units_too else times[None]
        found[members] = again(drawn_times @ held)
    return found


def joint_spread(units: Spread, raters: Spread) -> Spread:
    """Add the variances of sampling units and of sampling raters, with Satterthwaite's degrees of freedom.

    References
    ----------
    Gwet (2014), Handbook of Inter-Rater Reliability, 4th ed., section 5.4: the unconditional variance; Satterthwaite
    (1946), Biometrics Bulletin 2, 110-114.
    """
    of_units, of_raters = units.standard_error**2, raters.standard_error**2
    total = of_units + of_raters
    if total == 0:
        return Spread(0.0, min(units.df, raters.df))
    return Spread(float(np.sqrt(total)), total**2 / (of_units**2 / units.df + of_raters**2 / raters.df))


def joint_left_out(units: LeftOut, raters: LeftOut) -> LeftOut:
    """Give the pulls of units and of raters on the coefficient side by side, for the acceleration of two samples."""
    pulls, times = [], []
    for estimates, often in (units, raters):
        n = float(often.sum())
        pulls.append((estimates - often @ estimates / n) * (n - 1) / n)
        times.append(often)
    return LeftOut(np.concatenate(pulls), np.concatenate(times))
