"""Variance components of units and raters by restricted maximum likelihood, for tables with missing ratings.

The model is score = mean + unit + rater + residual, units and raters crossed and both random. Units are absorbed, so
that one evaluation of the likelihood costs the same for ten units and for a million: what is needed of them are a few
sums for each number of ratings that a unit has.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mcqa.statistics.intervals import ROUNDING
from mcqa.statistics.sampling import Array


class Components(NamedTuple):
    """Variances of units, raters and residuals; `connected` says whether all raters can be compared with each other."""

    unit: float
    rater: float
    residual: float
    connected: bool


class _Absorbed(NamedTuple):
    """The sums over units with `size` ratings each: how many, of which raters, and of which scores."""

    size: Array  # (n_sizes,)
    n_units: Array  # (n_sizes,)
    total: Array  # (n_sizes,), sums of scores
    squared: Array  # (n_sizes,), sums of squared unit sums
    given: Array  # (n_sizes, n_raters), number of ratings
    crossed: Array  # (n_sizes, n_raters, n_raters), pairs of ratings of one unit
    weighted: Array  # (n_sizes, n_raters), unit sums over the units that each rater rated
    scores: Array  # (n_raters,), sums of scores
    squares: float  # sum of squared scores


def crossed_components(table: Array, times: Array | None = None) -> Components | None:
    """Estimate the variance components of an incomplete units x raters table.

    Parameters
    ----------
    table : ndarray, shape (n_units, n_raters)
        Scores, NaN where there is no rating.
    times : ndarray, shape (n_units,), optional
        How often each unit counts; once by default.

    Returns
    -------
    Components or None
        REML estimates, none below 0. None where they do not exist: nothing varies, or there are no more ratings than
        units and raters together need, or what is left is a perfect fit within parts that share no rater.

    References
    ----------
    Patterson & Thompson (1971), Biometrika 58, 545-554; Searle, Casella & McCulloch (1992), Variance Components,
    section 6.6.
    """
    counts = np.ones(len(table)) if times is None else times
    given = ~np.isnan(table)
    keep = (counts > 0) & given.any(axis=1)
    table, given, counts = table[keep], given[keep], counts[keep]
    raters = given.any(axis=0)
    table, given = table[:, raters], given[:, raters]
    if not given.any():
        return None
    mean = (counts @ np.where(given, table, 0)).sum() / (counts @ given).sum()
    scores = np.where(given, table - mean, 0.0)
    scale = float(np.sqrt((counts @ scores**2).sum() / (counts @ given).sum()))
    if scale <= ROUNDING * max(abs(float(mean)), 1.0):
        return None
    sums = _absorb(scores / scale, given, counts)
    effects, residual, free, connected = _fixed(sums)
    if free <= 0:
        return None
    if residual <= ROUNDING * float(counts @ given.sum(axis=1)):
        if not connected:
            return None
        units = np.repeat(((scores / scale - given * effects).sum(axis=1) / given.sum(axis=1)), counts.astype(int))
        # the scores have been scaled to a variance of 1: what rounding alone has made of a variance is none
        of_units, of_raters = (float(each.var(ddof=1)) for each in (units, effects))
        found = (of_units, of_raters if of_raters > ROUNDING else 0.0, 0.0)
    else:
        found = _maximise(sums)
    unit, rater, error = (variance * scale**2 for variance in found)
    return Components(unit, rater, error, connected)


def _absorb(scores: Array, given: Array, counts: Array) -> _Absorbed:
    n = given.sum(axis=1)
    sizes = np.unique(n)
    member = (n == sizes[:, None]) * counts
    totals = scores.sum(axis=1)
    seen = given.astype(np.float64)
    return _Absorbed(
        size=sizes.astype(np.float64),
        n_units=member.sum(axis=1),
        total=member @ totals,
        squared=member @ totals**2,
        given=member @ seen,
        crossed=np.stack([(seen * each[:, None]).T @ seen for each in member]),
        weighted=member @ (seen * totals[:, None]),
        scores=counts @ scores,
        squares=float(counts @ (scores**2).sum(axis=1)),
    )


def _fixed(sums: _Absorbed) -> tuple[Array, float, float, bool]:
    """Least squares with units and raters fixed: raters' effects, residual sum of squares, its df, connectedness."""
    seen = sums.given.sum(axis=0)
    left = np.diag(seen) - np.tensordot(1 / sums.size, sums.crossed, axes=1)
    right = sums.scores - (1 / sums.size) @ sums.weighted
    effects, _, rank, _ = np.linalg.lstsq(left, right, rcond=1e-10)
    residual = sums.squares - float((sums.squared / sums.size).sum()) - float(right @ effects)
    free = float(seen.sum() - sums.n_units.sum() - rank)
    return effects - effects.mean(), residual, free, int(rank) == len(seen) - 1


def _maximise(sums: _Absorbed) -> tuple[float, float, float]:
    """Variances of units, raters and residuals where the restricted likelihood is highest."""
    from scipy.optimize import fmin

    # the ratios to the residual variance are squares: at 0 the likelihood is level, and no bound is needed;
    # and per rating: of very many the last digits would never settle
    n_ratings = float(sums.given.sum())

    def deviance(root: Array) -> float:
        return _deviance(sums, float(root[0]) ** 2, float(root[1]) ** 2)[0] / n_ratings

    best = fmin(
        deviance,
        np.array([1.0, 0.5]),
        xtol=1e-8,
        ftol=1e-13,
        maxiter=2000,
        disp=False,
    )
    unit, rater = (float(root) ** 2 for root in best)
    residual = _deviance(sums, unit, rater)[1]
    return unit * residual, rater * residual, residual


def _deviance(sums: _Absorbed, unit: float, rater: float) -> tuple[float, float]:
    """Minus twice the restricted log likelihood but for a constant, and the residual variance it has there.

    `unit` and `rater` are variances over the residual variance.
    """
    shrink = unit / (1 + unit * sums.size)
    seen = sums.given.sum(axis=0)
    n_ratings = seen.sum()
    raters = np.diag(seen) - np.tensordot(shrink, sums.crossed, axes=1)
    sides = np.column_stack([seen - (shrink * sums.size) @ sums.given, sums.scores - shrink @ sums.weighted])
    ones = n_ratings - (shrink * sums.size**2) @ sums.n_units
    cross = sums.scores.sum() - (shrink * sums.size) @ sums.total
    squares = sums.squares - shrink @ sums.squared
    system = np.eye(len(seen)) + rater * raters
    solved = rater * sides.T @ np.linalg.solve(system, sides)
    ones, cross, squares = ones - solved[0, 0], cross - solved[0, 1], squares - solved[1, 1]
    residual = (squares - cross**2 / ones) / (n_ratings - 1)
    logs = sums.n_units @ np.log1p(unit * sums.size) + np.linalg.slogdet(system)[1] + np.log(ones)
    return float(logs + (n_ratings - 1) * np.log(residual)), float(residual)
