"""Krippendorff's alpha: with his own metrics, and in Gwet's form with agreement weights.

The two share one formula, 1 - observed / expected disagreement over the pairable values, and differ in how far apart
two levels are. Gwet's form with identity or quadratic weights is the nominal or interval alpha; his ordinal weights
have no counterpart among Krippendorff's metrics.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mcqa.statistics.coefficients import PAIR, Agreement, Disagreement, once, ratio, undefined
from mcqa.statistics.intervals import RESIDUE
from mcqa.statistics.sampling import Array, Integers
from mcqa.statistics.weights import metric_distances, mid_ranks

# with more levels than this, tables of pairs of levels by row would be larger than what they stand for
FEW_LEVELS = 16


def alpha_features(counts: Integers | Array, distances: Array, pairs: Array | None = None) -> Array:
    """Give what alpha sums over rows, for distances that do not depend on the ratings.

    Parameters
    ----------
    counts : ndarray, shape (n_units, n_levels)
        How many raters put each unit at each level; rows with fewer than two ratings do not count.
    distances : ndarray, shape (n_levels, n_levels)
        How far apart two levels are, 0 on the diagonal.
    pairs : ndarray, shape (n_units,), optional
        Number of ordered pairs of ratings of different raters; n (n - 1) by default.

    Returns
    -------
    ndarray, shape (n_units, 1 + n_levels)
        The distances of the pairs of each row, each rating weighing once, and the pairable ratings at each level.
    """
    pairable = _pairable(counts, pairs)
    return np.column_stack([_row_distance(pairable, distances), pairable.ratings])


def alpha_disagreements(sums: Array, distances: Array) -> Disagreement:
    """Disagreement within units and between all values: sums (n, 1 + n_levels) of `alpha_features`.

    Observed over chance is 1 - alpha; the chance part counts no value with itself.
    """
    totals = sums[:, 1:]
    n = totals.sum(axis=1)
    return Disagreement(ratio(sums[:, 0], n), ratio(((totals @ distances) * totals).sum(axis=1), n * (n - 1)))


def ordinal_features(counts: Integers | Array, pairs: Array | None = None) -> Array:
    """As `alpha_features` for the ordinal metric, whose distances follow the values.

    Each row holds n_levels ** 2 + n_levels numbers: first how often each two levels coincide within the row, each
    rating weighing once, then the pairable ratings.
    """
    pairable, others, _ = _pairable(counts, pairs)
    coincidences = pairable[:, :, None] * (pairable / others[:, None])[:, None, :]
    return np.column_stack([coincidences.reshape(len(counts), -1), pairable])


def ordinal_disagreements(sums: Array, n_levels: int) -> Disagreement:
    """As `alpha_disagreements`, for sums of `ordinal_features`."""
    totals = sums[:, n_levels**2 :]
    n = totals.sum(axis=1)
    distances = metric_distances("ordinal", mid_ranks(np.where(n[:, None] > 0, totals, 1)))
    within = (sums[:, : n_levels**2] * distances.reshape(len(sums), -1)).sum(axis=1)
    between = ((totals[:, None, :] @ distances)[:, 0] * totals).sum(axis=1)
    return Disagreement(ratio(within, n), ratio(between, n * (n - 1)))


def ordinal_disagreements_of_rows(counts: Integers, times: Array) -> Disagreement:
    """As `ordinal_disagreements` for scales of many levels: from how often each row counts, (n, n_units)."""
    pairable, others, _ = _pairable(counts)
    totals = times @ pairable
    n = totals.sum(axis=1)
    ranks = mid_ranks(np.where(n[:, None] > 0, totals, 1))
    squares, sums = pairable @ (ranks**2).T, pairable @ ranks.T
    size = pairable.sum(axis=1)[:, None]
    # the distances of the pairs of a row are 2 (m sum of squares - square of sum); rounding alone is no distance
    apart = 2 * without_residue(size * squares, sums**2) / others[:, None]
    between = 2 * without_residue(n * (totals * ranks**2).sum(axis=1), (totals * ranks).sum(axis=1) ** 2)
    return Disagreement(ratio((times * apart.T).sum(axis=1), n), ratio(between, n * (n - 1)))


def without_residue(whole: Array, part: Array) -> Array:
    """Take a part from a whole, where what rounding alone has left of it is nothing."""
    left = whole - part
    return np.where(left <= RESIDUE * whole, 0.0, left)


class _Pairable(NamedTuple):
    """Ratings of rows with a pair: `ratings` (n_units, n_levels) at each level, 0 in `rows` (n_units,) without a pair.

    `others` (n_units,) says with how many other ratings each of the row is compared.
    """

    ratings: Array
    others: Array
    rows: NDArray[np.bool_]


def _pairable(counts: Integers | Array, pairs: Array | None = None) -> _Pairable:
    n = counts.sum(axis=1)
    if pairs is None:
        rows, others = n >= PAIR, np.maximum(n - 1.0, 1.0)
    else:
        rows, others = pairs > 0, np.divide(pairs, n, out=np.ones(len(counts)), where=pairs > 0)
    return _Pairable(np.multiply(counts, rows[:, None], dtype=np.float64), others, rows)


def _row_distance(pairable: _Pairable, distances: Array) -> Array:
    """Sum of the distances of the pairs of each row, each rating weighing once, shape (n_units,)."""
    ratings, others, _ = pairable
    return np.asarray((ratings * (ratings @ distances)).sum(axis=1) / others)


def krippendorff_alpha(counts: Integers, metric: str, values: Array, times: Array | None = None) -> Agreement:
    """Krippendorff's alpha with one of his metrics.

    Parameters
    ----------
    counts : ndarray of int, shape (n_units, n_levels)
        How many raters put each unit at each level. Rows with fewer than two ratings do not count.
    metric : {"nominal", "ordinal", "interval", "ratio"}
        How far apart two levels are.
    values : ndarray of float, shape (n_levels,)
        The scores of the levels, lowest first; the nominal and the ordinal metric use only their order.
    times : ndarray, shape (n_units,), optional
        How often each row occurs; once by default.

    Returns
    -------
    Agreement
        `observed` and `expected` are 1 - disagreement over the largest distance between two levels. The linearised
        values of the ordinal metric include that its distances follow the ratings. Undefined with `no_pairs`, or with
        `no_variation` where all pairable values are the same: 0/0.

    References
    ----------
    Krippendorff (2011), Computing Krippendorff's Alpha-Reliability; Gwet (2014), section 6 for the standard error.

    Examples
    --------
    >>> counts = np.array([[2, 0], [1, 1], [0, 2], [0, 2]])
    >>> round(krippendorff_alpha(counts, "nominal", np.array([0.0, 1.0])).estimate, 3)
    0.533
    """
    often, pairable = once(counts, times), _pairable(counts)
    if metric != "ordinal":
        return _alpha(pairable, metric_distances(metric, values), often)
    totals = often @ pairable.ratings
    if not totals.any():
        return undefined("no_pairs", counts)
    ranks = mid_ranks(totals)
    return _alpha(pairable, metric_distances("ordinal", ranks), often, ranks)


def krippendorff_alpha_weighted(counts: Integers, weights: Array, times: Array | None = None) -> Agreement:
    """Krippendorff's alpha in Gwet's form, with agreement weights.

    Parameters
    ----------
    counts : ndarray of int, shape (n_units, n_levels)
        How many raters put each unit at each level. Rows with fewer than two ratings do not count.
    weights : ndarray, shape (n_levels, n_levels)
        Agreement weights, 1 on the diagonal.
    times : ndarray, shape (n_units,), optional
        How often each row occurs; once by default.

    Returns
    -------
    Agreement
        `observed` holds Gwet's small-sample term, `expected` is of the pooled shares of the levels. Undefined with
        `no_pairs`, with `no_variation` where all pairable values are the same (0/0), or with `too_few_units` where only
        one unit has two ratings: it would be 0 whatever they are.

    References
    ----------
    Gwet (2014), Handbook of Inter-Rater Reliability, 4th ed., section 6.
    """
    often, pairable = once(counts, times), _pairable(counts)
    found = _alpha(pairable, 1 - weights, often)
    if found.observed is None or found.expected is None:
        return found
    if often[pairable.rows].sum() == 1:
        return undefined("too_few_units", counts, found.observed, found.expected)
    n = float(often @ pairable.ratings.sum(axis=1))
    shrink = (n - 1) / n
    return replace(found, observed=1 - shrink * (1 - found.observed), expected=1 - shrink * (1 - found.expected))


def _alpha(pairable: _Pairable, distances: Array, times: Array, ranks: Array | None = None) -> Agreement:
    """Alpha for given distances; `ranks` (n_levels,) are the mid-ranks that the ordinal distances were made from."""
    ratings, rows = pairable.ratings, pairable.rows
    within, totals = _row_distance(pairable, distances), times @ ratings
    n = float(totals.sum())
    if n == 0:
        return undefined("no_pairs", ratings)
    observed, chance = float(times @ within) / n, float(totals @ distances @ totals) / (n * (n - 1))
    if chance <= 0:
        return undefined("no_variation", ratings, 1.0, 1.0)
    furthest = float(distances.max())
    return Agreement(
        estimate=1 - observed / chance,
        observed=1 - observed / furthest,
        expected=1 - chance / furthest,
        rows=rows,
        pulls=lambda: _linearised(np.column_stack([within, ratings])[rows], times[rows], distances, ranks),
    )


def _linearised(features: Array, times: Array, distances: Array, ranks: Array | None) -> Array:
    """Give each unit's pull on alpha before its small-sample term, shape (n_units,), as irrCAC takes it."""
    counts = features[:, 1:]
    size = counts.sum(axis=1)
    n_units, n_ratings = float(times.sum()), float(times @ size)
    mean_size = n_ratings / n_units
    shares = times @ counts / n_ratings
    within = features[:, 0] / mean_size
    observed = float(times @ within) / n_units
    chance = shares @ distances @ shares
    # irrCAC takes the small-sample term into this correction for unequal numbers of ratings; it vanishes with 1 / n
    shrink = 1 - 1 / n_ratings
    pull_observed = within - observed - shrink * observed * (size / mean_size - 1)
    moved = (counts - size[:, None] * shares) / mean_size
    pull_chance = 2 * moved @ (distances @ shares)
    if ranks is not None:
        # summed over units at once: with many levels the tables of single units would fill the memory
        coincidences = (counts * (times / np.maximum(size - 1, 1))[:, None]).T @ counts / n_ratings
        lift_observed, lift_chance = (_lift(table, ranks) for table in (coincidences, np.outer(shares, shares)))
        pull_observed = pull_observed + moved @ lift_observed
        pull_chance = pull_chance + moved @ lift_chance
    return np.asarray(1 - observed / chance - (pull_observed - pull_chance * observed / chance) / chance)


def _lift(table: Array, ranks: Array) -> Array:
    """How a sum of ordinal distances over a symmetric table of pairs moves with the share of each level."""
    by_rank = 4 * (table.sum(axis=1) * ranks - table @ ranks)
    above = by_rank[::-1].cumsum()[::-1] - by_rank
    return np.asarray(above + by_rank / 2)
