"""Chance-corrected agreement as functions of arrays: Gwet's family, with his linearisation.

Every coefficient here is 1 - observed / chance, in weighted disagreement: what the raters differ by, over what they
would differ by if they rated blindly. The coefficients differ only in what they take for chance. A `*_disagreement`
function gives both parts for any number of replicates at once; the whole table is the replicate in which each row
counts once. So the estimate, the jackknife and the bootstrap share one formula.

Rows are always units (or units on one criterion). A row may have any number of ratings: those with one still say how
often the levels are used, those with none say nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Integers = NDArray[np.integer]

PAIR = 2

Limits: TypeAlias = Callable[[float], tuple[float, float]]


class Significance(NamedTuple):
    """A test that comes with a coefficient: the statistic, its degrees of freedom and the p value against 0.

    `df1` is None where it is infinite, `df2` where the distribution has only one.
    """

    statistic: float
    df1: float | None
    df2: float | None
    p_value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """A coefficient with its parts, before anything is inferred from it.

    `linearised` (n_used,) holds Gwet's kappa*_i: one value per row that counts, whose variance over n is the variance
    of the coefficient; `rows` (n_rows,) says which rows these are. What does not exist is None, and `reason` says why:
    `one_rater`, `no_pairs` or `no_variation`. Where there is a value all the same, `reason` says why to distrust it.

    `significance` and `limits` (confidence to low and high) hold for rows that are independent of each other;
    `per_row` (n_rows,) are the values that were averaged, NaN where a row has none; `text` says more.
    """

    estimate: float | None
    observed: float | None
    expected: float | None
    linearised: Array
    rows: NDArray[np.bool_]
    reason: str | None = None
    significance: Significance | None = None
    limits: Limits | None = None
    per_row: Array | None = None
    text: str | None = None


class Disagreement(NamedTuple):
    """Weighted disagreement, observed and by chance, each (n_replicates,); NaN where a replicate has no pairs."""

    observed: Array
    chance: Array

    @property
    def estimates(self) -> Array:
        """1 - observed / chance, shape (n_replicates,), NaN where chance leaves nothing to explain."""
        return 1 - ratio(self.observed, self.chance)


def ratio(part: Array, whole: Array) -> Array:
    """Divide, with NaN where there is nothing to divide by."""
    shape = np.broadcast_shapes(part.shape, whole.shape)
    return np.asarray(np.divide(part, whole, out=np.full(shape, np.nan), where=whole > 0))


def once(table: Integers) -> Array:
    """Give the replicate in which every row counts once, shape (1, n_rows)."""
    return np.ones((1, len(table)))


def pair_disagreement(counts: Integers, weights: Array) -> Array:
    """Mean disagreement of the pairs of ratings of each row, shape (n_rows,), 0 where there is no pair."""
    n = counts.sum(axis=1)
    unequal = (counts * (counts @ (1 - weights))).sum(axis=1)
    return np.asarray(np.divide(unequal, n * (n - 1), out=np.zeros(len(n)), where=n >= PAIR))


def _observed(counts: Integers, weights: Array, times: Array) -> Array:
    pairable = (counts.sum(axis=1) >= PAIR).astype(np.float64)
    return ratio(times @ pair_disagreement(counts, weights), times @ pairable)


def _row_shares(counts: Integers) -> Array:
    n = counts.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(counts, n, out=np.zeros(counts.shape), where=n > 0))


def _level_shares(counts: Integers, times: Array) -> Array:
    rated = (counts.sum(axis=1) > 0).astype(np.float64)
    return ratio(times @ _row_shares(counts), (times @ rated)[:, None])


def percent_disagreement(counts: Integers, weights: Array, times: Array) -> Disagreement:
    """Disagreement of pairs, taken as it is: chance is full disagreement. Arguments as in `fleiss_disagreement`."""
    observed = _observed(counts, weights, times)
    return Disagreement(observed, np.ones(len(times)))


def fleiss_disagreement(counts: Integers, weights: Array, times: Array) -> Disagreement:
    """Two raters drawn anew, each following the pooled use of levels: counts (n_rows, n_levels), times (n, n_rows)."""
    shares = _level_shares(counts, times)
    chance = ((shares @ (1 - weights)) * shares).sum(axis=1)
    return Disagreement(_observed(counts, weights, times), chance)


def gwet_disagreement(counts: Integers, weights: Array, times: Array) -> Disagreement:
    """Gwet's chance: only hard units are rated blindly. Arguments as in `fleiss_disagreement`."""
    n_levels = len(weights)
    observed = _observed(counts, weights, times)
    if n_levels == 1:
        return Disagreement(observed, np.zeros(len(times)))
    shares = _level_shares(counts, times)
    expected = weights.sum() / (n_levels * (n_levels - 1)) * (shares * (1 - shares)).sum(axis=1)
    return Disagreement(observed, 1 - expected)


def brennan_disagreement(counts: Integers, weights: Array, times: Array) -> Disagreement:
    """Blind raters who use all declared levels alike. Arguments as in `fleiss_disagreement`."""
    chance = np.full(len(times), (1 - weights).mean())
    return Disagreement(_observed(counts, weights, times), chance)


def level_counts(codes: Integers, n_levels: int) -> Integers:
    """Count the ratings of each row at each level: (n_rows, n_raters) codes to (n_rows, n_levels)."""
    return np.stack([(codes == level).sum(axis=1) for level in range(n_levels)], axis=1)


def conger_disagreement(codes: Integers, weights: Array, times: Array) -> Disagreement:
    """Two different raters, each following their own use of levels: codes (n_rows, n_raters), times (n, n_rows)."""
    n_rows, n_raters = codes.shape
    n_levels = len(weights)
    chosen = (codes[:, :, None] == np.arange(n_levels)).reshape(n_rows, n_raters * n_levels).astype(np.float64)
    totals = (times @ chosen).reshape(len(times), n_raters, n_levels)
    n_rated = totals.sum(axis=2)
    shares = np.divide(totals, n_rated[:, :, None], out=np.zeros_like(totals), where=n_rated[:, :, None] > 0)
    present = (n_rated > 0).sum(axis=1)
    apart = 1 - weights
    pooled = shares.sum(axis=1)
    everyone = ((pooled @ apart) * pooled).sum(axis=1)
    themselves = ((shares @ apart) * shares).sum(axis=(1, 2))
    chance = ratio(np.maximum(everyone - themselves, 0), (present * (present - 1)).astype(np.float64))
    return Disagreement(_observed(level_counts(codes, n_levels), weights, times), chance)


def undefined(
    reason: str,
    table: Integers | Array,
    observed: float | None = None,
    expected: float | None = None,
    text: str | None = None,
) -> Agreement:
    """Give a coefficient that does not exist, with the reason and the parts that do."""
    return Agreement(
        estimate=None,
        observed=observed,
        expected=expected,
        linearised=np.empty(0),
        rows=np.zeros(len(table), dtype=np.bool_),
        reason=reason,
        text=text,
    )


def _agreement(counts: Integers, weights: Array, parts: Disagreement, row_expected: Array) -> Agreement:
    """Put a coefficient together; `row_expected` (n_rows,) is each row's part in the expected agreement."""
    apart, chance = float(parts.observed[0]), float(parts.chance[0])
    expected = None if np.isnan(chance) else 1 - chance
    if np.isnan(apart):
        return undefined("no_pairs", counts, expected=expected)
    if expected is None or chance <= 0:
        return undefined("no_variation", counts, 1 - apart, expected)
    n = counts.sum(axis=1)
    rated = n > 0
    pairable = n[rated] >= PAIR
    scaled = (chance - pair_disagreement(counts, weights)[rated]) / chance
    # as irrCAC: the number of rows with a pair counts as fixed, so rows rated once pull towards 0
    per_row = np.where(pairable, scaled, 0) * (len(pairable) / pairable.sum())
    estimate = 1 - apart / chance
    linearised = per_row - 2 * (1 - estimate) * (row_expected[rated] - expected) / chance
    return Agreement(estimate=estimate, observed=1 - apart, expected=expected, linearised=linearised, rows=rated)


def percent_agreement(counts: Integers, weights: Array) -> Agreement:
    """Share of the pairs of ratings of a unit that agree, averaged over units.

    Parameters
    ----------
    counts : ndarray of int, shape (n_units, n_levels)
        How many raters put each unit at each level. A row may sum to 0 or 1.
    weights : ndarray, shape (n_levels, n_levels)
        Agreement weights, 1 on the diagonal; the identity for exact agreement.

    Returns
    -------
    Agreement
        `expected` is 0: nothing is corrected for chance. Undefined with `no_pairs` only.

    References
    ----------
    Gwet (2014), Handbook of Inter-Rater Reliability, 4th ed.
    """
    parts = percent_disagreement(counts, weights, once(counts))
    return _agreement(counts, weights, parts, np.zeros(len(counts)))


def fleiss_kappa(counts: Integers, weights: Array) -> Agreement:
    """Fleiss' kappa, with agreement weights; with two raters it is Scott's pi.

    Parameters
    ----------
    counts : ndarray of int, shape (n_units, n_levels)
        How many raters put each unit at each level. A row may sum to 0 or 1.
    weights : ndarray, shape (n_levels, n_levels)
        Agreement weights, 1 on the diagonal.

    Returns
    -------
    Agreement
        Undefined with `no_pairs`, or with `no_variation` where every rating is at one level: 0/0.

    References
    ----------
    Fleiss (1971), Psychological Bulletin 76(5), 378-382; Gwet (2008), British Journal of Mathematical and Statistical
    Psychology 61, 29-48.
    """
    parts = fleiss_disagreement(counts, weights, once(counts))
    shares = _level_shares(counts, once(counts))[0]
    return _agreement(counts, weights, parts, _row_shares(counts) @ (weights @ shares))


def gwet_ac(counts: Integers, weights: Array) -> Agreement:
    """Gwet's AC1 with identity weights, AC2 with others.

    Parameters
    ----------
    counts : ndarray of int, shape (n_units, n_levels)
        How many raters put each unit at each level; every declared level is a column. A row may sum to 0 or 1.
    weights : ndarray, shape (n_levels, n_levels)
        Agreement weights, 1 on the diagonal.

    Returns
    -------
    Agreement
        1 by formula when every rating is at one level and more are declared. Undefined with `no_pairs`, or with
        `no_variation` where only one level is declared.

    References
    ----------
    Gwet (2008), British Journal of Mathematical and Statistical Psychology 61, 29-48; Gwet (2014), section 4.
    """
    n_levels = len(weights)
    parts = gwet_disagreement(counts, weights, once(counts))
    shares = _level_shares(counts, once(counts))[0]
    scale = weights.sum() / (n_levels * max(n_levels - 1, 1))
    return _agreement(counts, weights, parts, scale * (_row_shares(counts) @ (1 - shares)))


def brennan_prediger(counts: Integers, weights: Array) -> Agreement:
    """Brennan and Prediger's coefficient, with agreement weights.

    Parameters
    ----------
    counts : ndarray of int, shape (n_units, n_levels)
        How many raters put each unit at each level; every declared level is a column. A row may sum to 0 or 1.
    weights : ndarray, shape (n_levels, n_levels)
        Agreement weights, 1 on the diagonal.

    Returns
    -------
    Agreement
        1 by formula when every rating is at one level and more are declared. Undefined with `no_pairs`, or with
        `no_variation` where only one level is declared.

    References
    ----------
    Brennan & Prediger (1981), Educational and Psychological Measurement 41, 687-699; Gwet (2014).
    """
    parts = brennan_disagreement(counts, weights, once(counts))
    return _agreement(counts, weights, parts, np.full(len(counts), weights.mean()))


def conger_kappa(codes: Integers, weights: Array) -> Agreement:
    """Conger's kappa, with agreement weights; with two raters it is Cohen's.

    Parameters
    ----------
    codes : ndarray of int, shape (n_units, n_raters)
        The level each rater gave each unit, counted from 0; -1 where there is no rating. Raters without a rating do
        not count.
    weights : ndarray, shape (n_levels, n_levels)
        Agreement weights, 1 on the diagonal.

    Returns
    -------
    Agreement
        Undefined with `one_rater`, with `no_pairs`, or with `no_variation` where every rating is at one level: 0/0.

    References
    ----------
    Conger (1980), Psychological Bulletin 88(2), 322-328; Gwet (2014), section 2.4 for missing ratings.
    """
    rated = (codes >= 0).any(axis=1)
    used = codes[:, (codes >= 0).any(axis=0)]
    if used.shape[1] < PAIR:
        return undefined("one_rater", codes)
    parts = conger_disagreement(used, weights, once(used))
    row_expected = np.zeros(len(used))
    row_expected[rated] = _conger_rows(used[rated], weights)
    return _agreement(level_counts(used, len(weights)), weights, parts, row_expected)


def _conger_rows(codes: Integers, weights: Array) -> Array:
    """Give each row's part in Conger's expected agreement, shape (n_rows,): Gwet's lambda, summed over the raters."""
    n_rows, n_raters = codes.shape
    totals = np.stack([(codes == level).sum(axis=0) for level in range(len(weights))], axis=1)
    n_rated = totals.sum(axis=1)
    shares = totals / n_rated[:, None]
    against_others = (shares.sum(axis=0) - shares) @ weights
    chosen = np.where(codes >= 0, against_others[np.arange(n_raters), codes], 0)
    own = (against_others * shares).sum(axis=1)
    lam = (n_rows / n_rated) * (chosen - ((codes >= 0) - n_rated / n_rows) * own)
    return np.asarray(lam.sum(axis=1) / (n_raters * (n_raters - 1)))
