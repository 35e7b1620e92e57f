"""Agreement within each unit against raters who choose levels at random: rwg, awg, the mean deviation, and Finn's r."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mcqa.statistics.coefficients import PAIR, Agreement, Significance, once, ratio, undefined
from mcqa.statistics.icc import mean_squares, square_features
from mcqa.statistics.intervals import ROUNDING
from mcqa.statistics.pairwise import mean_of_rows
from mcqa.statistics.sampling import Array, Integers


def _moments(counts: Integers, values: Array) -> tuple[Array, Array, Array]:
    """Give number, mean and sum of squared deviations of the ratings of each unit, each (n_units,)."""
    n = counts.sum(axis=1).astype(np.float64)
    mean = counts @ values / np.maximum(n, 1)
    squares = (counts * (values - mean[:, None]) ** 2).sum(axis=1)
    return n, mean, np.asarray(squares)


def rwg(counts: Integers, values: Array, times: Array | None = None) -> Agreement:
    """Within-group agreement, 1 - variance / variance of blind raters, averaged over units.

    Parameters
    ----------
    counts : ndarray of int, shape (n_units, n_levels)
        How many raters put each unit at each level; every declared level is a column. Units with fewer than two
        ratings do not count.
    values : ndarray, shape (n_levels,)
        The scores of the levels.
    times : ndarray, shape (n_units,), optional
        How often each row occurs; once by default.

    Returns
    -------
    Agreement
        Blind raters use all declared levels alike: for A equidistant levels their variance is (A^2 - 1) / 12. A unit
        with a larger variance has 0. `per_row` holds the value of each unit. Undefined with `no_pairs`, or with
        `no_variation` where only one level is declared.

    References
    ----------
    James, Demaree & Wolf (1984), Journal of Applied Psychology 69, 85-98.
    """
    n, _, squares = _moments(counts, values)
    rows = n >= PAIR
    blind = float(values.var())
    if not rows.any():
        return undefined("no_pairs", counts)
    if blind <= 0:
        return undefined("no_variation", counts)
    per_row = np.full(len(counts), np.nan)
    per_row[rows] = np.maximum(1 - squares[rows] / (n[rows] - 1) / blind, 0.0)
    return mean_of_rows(per_row, times)


def awg(counts: Integers, values: Array, times: Array | None = None) -> Agreement:
    """Brown and Hauenstein's agreement within groups, averaged over the units that have one.

    Parameters
    ----------
    counts : ndarray of int, shape (n_units, n_levels)
        How many raters put each unit at each level. Units with fewer than two ratings do not count.
    values : ndarray, shape (n_levels,)
        The scores of the levels, lowest first.
    times : ndarray, shape (n_units,), optional
        How often each row occurs; once by default.

    Returns
    -------
    Agreement
        For each unit 1 - 2 variance / largest variance at its mean. A unit whose mean is nearer to an end of the scale
        than one dissenting rater puts it has no value, because agreement there cannot be told from the end of the
        scale; it is 1 where all ratings are at the end itself (as in R's multilevel).
        Undefined with `no_pairs`, or with `no_variation` where no unit has a value.

    References
    ----------
    Brown & Hauenstein (2005), Organizational Research Methods 8, 165-184.
    """
    n, mean, squares = _moments(counts, values)
    rows = n >= PAIR
    if not rows.any():
        return undefined("no_pairs", counts)
    low, high = float(values.min()), float(values.max())
    size = np.maximum(n, PAIR)
    room = ROUNDING * max(abs(low), abs(high), 1.0)
    inside = (mean >= (low * (size - 1) + high) / size - room) & (mean <= (high * (size - 1) + low) / size + room)
    at_end = (mean <= low + room) | (mean >= high - room)
    rows &= (inside | at_end) & (high > low)
    if not rows.any():
        text = "every micro-credential is rated too near an end of the scale: agreement cannot be told from the limit"
        return undefined("no_variation", counts, text=text)
    largest = ((high + low) * mean - mean**2 - high * low) * size / (size - 1)
    per_row = np.full(len(counts), np.nan)
    apart = np.divide(2 * squares, (size - 1) * largest, out=np.zeros(len(counts)), where=~at_end & rows)
    per_row[rows] = 1 - apart[rows]
    often = once(counts, times)
    pairable, valued = round(often[n >= PAIR].sum()), round(often[rows].sum())
    said = f"{pairable - valued} of {pairable} are rated too near an end of the scale to have a value"
    return replace(mean_of_rows(per_row, times), text=said if valued < pairable else None)


def ad_mean(counts: Integers, values: Array, times: Array | None = None) -> Agreement:
    """Mean absolute deviation from the mean of each unit, averaged over units; in score points, 0 when all agree.

    Parameters
    ----------
    counts : ndarray of int, shape (n_units, n_levels)
        How many raters put each unit at each level. Units with fewer than two ratings do not count.
    values : ndarray, shape (n_levels,)
        The scores of the levels.
    times : ndarray, shape (n_units,), optional
        How often each row occurs; once by default.

    Returns
    -------
    Agreement
        Smaller is better. `per_row` holds the value of each unit. Undefined with `no_pairs` only.

    References
    ----------
    Burke, Finkelstein & Dusig (1999), Organizational Research Methods 2, 49-68.
    """
    n, mean, _ = _moments(counts, values)
    rows = n >= PAIR
    if not rows.any():
        return undefined("no_pairs", counts)
    deviation = (counts * np.abs(values - mean[:, None])).sum(axis=1) / np.maximum(n, 1)
    # the mean of equal scores may be a hair beside them
    deviation = np.where(deviation <= ROUNDING * np.abs(values).max(initial=0), 0.0, deviation)
    return mean_of_rows(np.where(rows, deviation, np.nan), times)


def finn_oneway(counts: Integers, values: Array, times: Array | None = None) -> Agreement:
    """Finn's r: 1 - variance within units / variance of blind raters.

    Parameters
    ----------
    counts : ndarray of int, shape (n_units, n_levels)
        How many raters put each unit at each level; every declared level is a column. Units with fewer than two
        ratings do not count.
    values : ndarray, shape (n_levels,)
        The scores of the levels.
    times : ndarray, shape (n_units,), optional
        How often each row occurs; once by default.

    Returns
    -------
    Agreement
        1 by formula when every rating is at one level and more are declared. `significance` is the F test of the two
        variances, with infinite degrees of freedom for the blind raters'; there is none where no rating differs.
        Undefined with `no_pairs`, or with `no_variation` where only one level is declared.

    References
    ----------
    Finn (1970), Educational and Psychological Measurement 30, 71-76.
    """
    n, _, squares = _moments(counts, values)
    rows = n >= PAIR
    blind = float(values.var())
    if not rows.any():
        return undefined("no_pairs", counts)
    if blind <= 0:
        return undefined("no_variation", counts)
    free, often = n[rows] - 1, once(counts, times)[rows]
    within = float(often @ squares[rows] / (often @ free))

    def pulls() -> Array:
        mean_free = float(often @ free / often.sum())
        return np.asarray(1 - (within + (squares[rows] - within * free) / mean_free) / blind)

    return Agreement(
        estimate=1 - within / blind,
        observed=None,
        expected=None,
        rows=rows,
        pulls=pulls,
        significance=_variance_test(within, blind, float(often @ free)),
    )


def finn_features(counts: Integers, values: Array) -> Array:
    """Give what Finn's r sums over rows: degrees of freedom and squared deviations within the unit, (n_units, 2)."""
    n, _, squares = _moments(counts, values)
    return np.where(n[:, None] >= PAIR, np.column_stack([n - 1, squares]), 0.0)


def finn_of_sums(sums: Array, values: Array) -> Array:
    """Give Finn's r (n,) from sums of `finn_features`."""
    return np.asarray(1 - ratio(sums[:, 1], sums[:, 0]) / values.var())


def _variance_test(variance: float, blind: float, df: float) -> Significance | None:
    """Whether ratings vary less than blind ones: the F test with infinite degrees of freedom in the numerator."""
    if variance <= ROUNDING * blind:
        return None
    from scipy.special import chdtr

    statistic = blind / variance
    return Significance(statistic, None, df, float(chdtr(df, df / statistic)))


def finn_twoway(scores: Array, values: Array, times: Array | None = None) -> Agreement:
    """Finn's r with the differences between raters taken out of the variance within units.

    Parameters
    ----------
    scores : ndarray, shape (n_units, n_raters)
        The scores, without missing ratings.
    values : ndarray, shape (n_levels,)
        The scores of the declared levels.
    times : ndarray, shape (n_units,), optional
        How often each row occurs; once by default.

    Returns
    -------
    Agreement
        Result and reasons as in `finn_oneway`; `too_few_units` where there is only one unit. The F test keeps the
        degrees of freedom of the oneway form, n_units * (n_raters - 1), as R's irr does.

    References
    ----------
    Finn (1970), Educational and Psychological Measurement 30, 71-76; R package irr, `finn`, model "twoway".
    """
    often = once(scores, times)
    n_units, n_raters = float(often.sum()), scores.shape[1]
    blind = float(values.var())
    if n_units < PAIR:
        return undefined("too_few_units" if n_units else "no_pairs", scores)
    if blind <= 0:
        return undefined("no_variation", scores)
    features = square_features(scores, often)
    sums = often @ features
    residual = float(mean_squares(sums[None]).residual[0])

    def pulls() -> Array:
        squares = ((features[:, 4:] - sums[4:] / n_units) ** 2).sum(axis=1)
        return np.asarray(1 - squares * (n_units / ((n_units - 1) * (n_raters - 1))) / blind)

    return Agreement(
        estimate=1 - residual / blind,
        observed=None,
        expected=None,
        rows=np.ones(len(scores), dtype=np.bool_),
        pulls=pulls,
        significance=_variance_test(residual, blind, n_units * (n_raters - 1)),
    )


def finn_twoway_of_sums(sums: Array, values: Array) -> Array:
    """Give Finn's r (n,) from sums of `square_features`; NaN where only one row counts."""
    return np.asarray(1 - mean_squares(sums).residual / values.var())
