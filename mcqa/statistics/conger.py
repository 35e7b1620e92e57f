"""Conger's kappa: chance agreement from how each rater uses the levels; with two raters it is Cohen's kappa."""

from __future__ import annotations

import numpy as np

from mcqa.statistics.coefficients import (
    PAIR,
    Agreement,
    Disagreement,
    corrected,
    level_counts,
    once,
    pair_features,
    ratio,
    undefined,
)
from mcqa.statistics.sampling import Array, Integers


def conger_features(codes: Integers, weights: Array, by_rater: Array | None = None) -> Array:
    """Give what Conger's kappa sums over rows.

    Parameters
    ----------
    codes : ndarray of int, shape (n_rows, n_raters)
        The level each rater gave each row, counted from 0; -1 where there is no rating.
    weights : ndarray, shape (n_levels, n_levels)
        Agreement weights, 1 on the diagonal.
    by_rater : ndarray, shape (n_rows, 3 + n_levels), optional
        `pair_features` of the rows, where raters do not count once each.

    Returns
    -------
    ndarray, shape (n_rows, 3 + n_raters * n_levels)
        As `pair_features`, with 1 for the level that each rater chose in the place of the shares.
    """
    n_rows, n_raters = codes.shape
    n_levels = len(weights)
    if by_rater is None:
        by_rater = pair_features(level_counts(codes, n_levels), weights)
    found = np.zeros((n_rows, 3 + n_raters * n_levels))
    found[:, :3] = by_rater[:, :3]
    row, rater = np.nonzero(codes >= 0)
    found[row, 3 + rater * n_levels + codes[row, rater]] = 1
    return found


def conger_disagreements(sums: Array, weights: Array, raters: Array | None = None) -> Disagreement:
    """Two different raters, each following their own use of levels: sums (n, 3 + n_raters * n_levels).

    `raters` (n_raters,) says how often each rater counts; once by default.
    """
    n_levels = len(weights)
    totals = sums[:, 3:].reshape(len(sums), -1, n_levels)
    n_rated = totals.sum(axis=2)
    shares = np.divide(totals, n_rated[:, :, None], out=np.zeros_like(totals), where=n_rated[:, :, None] > 0)
    often = (n_rated > 0) * (np.ones(totals.shape[1]) if raters is None else raters)
    chance = _apart_from_others(shares, often, 1 - weights)
    return Disagreement(ratio(sums[:, 1], sums[:, 0]), chance)


def _apart_from_others(shares: Array, often: Array, apart: Array) -> Array:
    """Mean disagreement of two different raters by chance: shares (n, n_raters, n_levels), often (n, n_raters)."""
    pooled = (shares * often[:, :, None]).sum(axis=1)
    everyone = ((pooled @ apart) * pooled).sum(axis=1)
    themselves = (((shares @ apart) * shares).sum(axis=2) * often**2).sum(axis=1)
    pairs = often.sum(axis=1) ** 2 - (often**2).sum(axis=1)
    return ratio(np.maximum(everyone - themselves, 0), pairs)


def conger_kappa(codes: Integers, weights: Array, times: Array | None = None) -> Agreement:
    """Conger's kappa, with agreement weights; with two raters it is Cohen's.

    Parameters
    ----------
    codes : ndarray of int, shape (n_units, n_raters)
        The level each rater gave each unit, counted from 0; -1 where there is no rating. Raters without a rating do
        not count.
    weights : ndarray, shape (n_levels, n_levels)
        Agreement weights, 1 on the diagonal.
    times : ndarray, shape (n_units,), optional
        How often each row occurs; once by default.

    Returns
    -------
    Agreement
        Undefined with `one_rater`, with `no_pairs`, or with `no_variation` where every rating is at one level: 0/0.

    References
    ----------
    Conger (1980), Psychological Bulletin 88(2), 322-328; Gwet (2014), section 2.4 for missing ratings.
    """
    used = codes[:, (codes >= 0).any(axis=0)]
    if used.shape[1] < PAIR:
        return undefined("one_rater", codes)
    often = once(codes, times)
    features = pair_features(level_counts(used, len(weights)), weights)
    totals = _level_totals(used, len(weights), often)
    n_rated = totals.sum(axis=1)
    shares = totals / n_rated[:, None]
    sums = often @ features[:, :2]
    chance = _apart_from_others(shares[None], np.ones((1, len(shares))), 1 - weights)
    parts = Disagreement(ratio(sums[None, 1], sums[None, 0]), chance)
    n_rows = float(often @ features[:, 2])
    return corrected(features, often, parts, lambda: _conger_rows(used, weights, shares, n_rows / n_rated))


def _level_totals(codes: Integers, n_levels: int, times: Array) -> Array:
    """How often each rater chose each level, shape (n_raters, n_levels)."""
    found = [np.bincount(column[column >= 0], weights=times[column >= 0], minlength=n_levels) for column in codes.T]
    return np.stack(found)


def _conger_rows(codes: Integers, weights: Array, shares: Array, inverse: Array) -> Array:
    """Give each row's part in Conger's expected agreement, shape (n_rows,): Gwet's lambda, summed over the raters.

    `inverse` (n_raters,) is the number of rows over the number that each rater rated.
    """
    n_raters = codes.shape[1]
    against_others = (shares.sum(axis=0) - shares) @ weights
    chosen = np.where(codes >= 0, against_others[np.arange(n_raters), codes], 0)
    own = (against_others * shares).sum(axis=1)
    lam = inverse * (chosen - ((codes >= 0) - 1 / inverse) * own)
    return np.asarray(lam.sum(axis=1) / (n_raters * (n_raters - 1)))
