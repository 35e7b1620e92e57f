"""Krippendorff's alpha: with his own metrics, and in Gwet's form with agreement weights.

The two share one formula, 1 - observed / expected disagreement over the pairable values, and differ in how far apart
two levels are. Gwet's form with identity or quadratic weights is the nominal or interval alpha; his ordinal weights
have no counterpart among Krippendorff's metrics.
"""

from __future__ import annotations

import numpy as np

from mcqa.agreement.coefficients import PAIR, Agreement, Array, Disagreement, Integers, once, ratio, undefined
from mcqa.agreement.weights import metric_distances, mid_ranks


def alpha_disagreement(counts: Integers, distances: Array, times: Array) -> Disagreement:
    """Disagreement within units and between all values, for distances that do not depend on the ratings.

    Parameters
    ----------
    counts : ndarray of int, shape (n_units, n_levels)
        How many raters put each unit at each level; rows with fewer than two ratings do not count.
    distances : ndarray, shape (n_levels, n_levels)
        How far apart two levels are, 0 on the diagonal.
    times : ndarray, shape (n_replicates, n_units)
        How often each row counts in each replicate.

    Returns
    -------
    Disagreement
        Observed over expected is 1 - alpha; the expected part counts no value with itself.
    """
    pairable = _pairable(counts)
    totals = times @ pairable
    n = totals.sum(axis=1)
    observed = ratio(times @ _row_distance(pairable, distances), n)
    return Disagreement(observed, ratio(((totals @ distances) * totals).sum(axis=1), n * (n - 1)))


def ordinal_disagreement(counts: Integers, times: Array) -> Disagreement:
    """As `alpha_disagreement`, for the ordinal metric, whose distances follow the values of each replicate."""
    pairable = _pairable(counts)
    totals = times @ pairable
    n = totals.sum(axis=1)
    filled = np.where(n[:, None] > 0, totals, 1)
    distances = metric_distances("ordinal", mid_ranks(filled))
    within = (times @ _coincidences(pairable).reshape(len(counts), -1)).reshape(distances.shape)
    between = (totals[:, :, None] * totals[:, None, :] * distances).sum(axis=(1, 2))
    return Disagreement(ratio((within * distances).sum(axis=(1, 2)), n), ratio(between, n * (n - 1)))


def _pairable(counts: Integers) -> Array:
    return np.where(counts.sum(axis=1, keepdims=True) >= PAIR, counts, 0).astype(np.float64)


def _row_distance(pairable: Array, distances: Array) -> Array:
    """Sum of the distances of the pairs of each row, each rating weighing once, shape (n_units,)."""
    others = np.maximum(pairable.sum(axis=1) - 1, 1)
    return np.asarray((pairable * (pairable @ distances)).sum(axis=1) / others)


def _coincidences(pairable: Array) -> Array:
    """Count the pairs of values within each unit, (n_units, n_levels, n_levels); the diagonal, never apart, is full."""
    others = np.maximum(pairable.sum(axis=1) - 1, 1)
    return np.asarray(pairable[:, :, None] * pairable[:, None, :] / others[:, None, None])


def krippendorff_alpha(counts: Integers, metric: str, values: Array) -> Agreement:
    """Krippendorff's alpha with one of his metrics.

    Parameters
    ----------
    counts : ndarray of int, shape (n_units, n_levels)
        How many raters put each unit at each level. Rows with fewer than two ratings do not count.
    metric : {"nominal", "ordinal", "interval", "ratio"}
        How far apart two levels are.
    values : ndarray of float, shape (n_levels,)
        The scores of the levels, lowest first; the nominal and the ordinal metric use only their order.

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
    if metric != "ordinal":
        return _alpha(counts, metric_distances(metric, values))
    pairable = _pairable(counts)
    if not pairable.any():
        return undefined("no_pairs", counts)
    ranks = mid_ranks(pairable.sum(axis=0))
    return _alpha(counts, metric_distances("ordinal", ranks), ranks)


def krippendorff_alpha_weighted(counts: Integers, weights: Array) -> Agreement:
    """Krippendorff's alpha in Gwet's form, with agreement weights.

    Parameters
    ----------
    counts : ndarray of int, shape (n_units, n_levels)
        How many raters put each unit at each level. Rows with fewer than two ratings do not count.
    weights : ndarray, shape (n_levels, n_levels)
        Agreement weights, 1 on the diagonal.

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
    found = _alpha(counts, 1 - weights)
    if found.observed is None or found.expected is None:
        return found
    if found.rows.sum() == 1:
        return undefined("too_few_units", counts, found.observed, found.expected)
    n = int(_pairable(counts).sum())
    shrink = (n - 1) / n
    return Agreement(
        estimate=found.estimate,
        observed=1 - shrink * (1 - found.observed),
        expected=1 - shrink * (1 - found.expected),
        linearised=found.linearised,
        rows=found.rows,
        reason=found.reason,
    )


def _alpha(counts: Integers, distances: Array, ranks: Array | None = None) -> Agreement:
    """Alpha for given distances; `ranks` (n_levels,) are the mid-ranks that the ordinal distances were made from."""
    parts = alpha_disagreement(counts, distances, once(counts))
    observed, chance = float(parts.observed[0]), float(parts.chance[0])
    if np.isnan(observed):
        return undefined("no_pairs", counts)
    furthest = float(distances.max())
    if chance <= 0:
        return undefined("no_variation", counts, 1.0, 1.0)
    rows = counts.sum(axis=1) >= PAIR
    return Agreement(
        estimate=1 - observed / chance,
        observed=1 - observed / furthest,
        expected=1 - chance / furthest,
        linearised=_linearised(_pairable(counts)[rows], distances, ranks),
        rows=rows,
    )


def _linearised(counts: Array, distances: Array, ranks: Array | None) -> Array:
    """Give each unit's pull on alpha before its small-sample term, shape (n_units,), as irrCAC takes it."""
    size = counts.sum(axis=1)
    mean_size = size.mean()
    shares = counts.sum(axis=0) / size.sum()
    within = _row_distance(counts, distances) / mean_size
    observed = within.mean()
    chance = shares @ distances @ shares
    # irrCAC takes the small-sample term into this correction for unequal numbers of ratings; it vanishes with 1 / n
    shrink = 1 - 1 / size.sum()
    pull_observed = within - observed - shrink * observed * (size / mean_size - 1)
    moved = (counts - size[:, None] * shares) / mean_size
    pull_chance = 2 * moved @ (distances @ shares)
    if ranks is not None:
        # summed over units at once: with many levels the tables of single units would fill the memory
        coincidences = (counts / np.maximum(size - 1, 1)[:, None]).T @ counts / size.sum()
        lift_observed, lift_chance = (_lift(table, ranks) for table in (coincidences, np.outer(shares, shares)))
        pull_observed = pull_observed + moved @ lift_observed
        pull_chance = pull_chance + moved @ lift_chance
    return np.asarray(1 - observed / chance - (pull_observed - pull_chance * observed / chance) / chance)


def _lift(table: Array, ranks: Array) -> Array:
    """How a sum of ordinal distances over a symmetric table of pairs moves with the share of each level."""
    by_rank = 4 * (table.sum(axis=1) * ranks - table @ ranks)
    above = by_rank[::-1].cumsum()[::-1] - by_rank
    return np.asarray(above + by_rank / 2)
