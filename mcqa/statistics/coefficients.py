"""Chance-corrected agreement as functions of arrays: Gwet's family, with his linearisation.

Every coefficient here is 1 - observed / chance, in weighted disagreement: what the raters differ by, over what they
would differ by if they rated blindly. The coefficients differ only in what they take for chance. Both parts come from
a few sums over rows, so that the estimate, the jackknife and the bootstrap share one formula.

Rows are always units (or units on one criterion). A row may have any number of ratings: those with one still say how
often the levels are used, those with none say nothing. `times` says how often each row occurs; once by default.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mcqa.statistics.sampling import Array, Integers

PAIR = 2

Limits: TypeAlias = Callable[[float], tuple[float, float]]


class Significance(NamedTuple):
    """A test that comes with a coefficient: the statistic, its degrees of freedom and the p value.

    `df1` is None where it is infinite, `df2` where the distribution has only one.
    """

    statistic: float
    df1: float | None
    df2: float | None
    p_value: float


def _no_pulls() -> Array:
    return np.empty(0)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Agreement:
    """A coefficient with its parts, before anything is inferred from it.

    `linearised` (n_used,) holds Gwet's kappa*_i: one value per row that counts, whose variance over n is the variance
    of the coefficient, made when it is asked for by `pulls`; `rows` (n_rows,) says which rows these are. What does not
    exist is None, and `reason` says why: `one_rater`, `no_pairs` or `no_variation`. Where there is a value all the
    same, `reason` says why to distrust it.

    `significance` is a test of 0, `against` gives the test of another null value; these and `limits` (confidence to
    low and high) hold for rows that are independent of each other;
    `per_row` (n_rows,) are the values that were averaged, NaN where a row has none; `text` says more.
    """

    estimate: float | None
    observed: float | None
    expected: float | None
    rows: NDArray[np.bool_]
    pulls: Callable[[], Array] = _no_pulls
    reason: str | None = None
    significance: Significance | None = None
    against: Callable[[float], Significance | None] | None = None
    limits: Limits | None = None
    per_row: Array | None = None
    text: str | None = None

    @property
    def linear(self) -> bool:
        """Whether there are linearised values."""
        return self.pulls is not _no_pulls

    @property
    def linearised(self) -> Array:
        """Gwet's kappa*_i of the rows that count, shape (n_used,); empty where there are none."""
        return self.pulls()


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


def once(table: Integers | Array, times: Array | None) -> Array:
    """How often each row occurs, shape (n_rows,): as given, or once each."""
    return np.ones(len(table)) if times is None else times


def level_counts(codes: Integers, n_levels: int) -> Integers:
    """Count the ratings of each row at each level: (n_rows, n_raters) codes, -1 missing, to (n_rows, n_levels)."""
    width = n_levels + 1
    # missing ratings are counted in a column of their own, and left out with it
    places = codes + np.arange(1, len(codes) * width + 1, width)[:, None]
    found = np.bincount(places.ravel(), minlength=len(codes) * width)
    return np.asarray(found.reshape(len(codes), width)[:, 1:])


def pair_disagreement(counts: Integers | Array, weights: Array, pairs: Array | None = None) -> Array:
    """Mean disagreement of the pairs of ratings of each row, shape (n_rows,), 0 where there is no pair."""
    if pairs is None:
        n = counts.sum(axis=1)
        pairs = n * (n - 1)
    unequal = (counts * (counts @ (1 - weights))).sum(axis=1)
    return np.asarray(np.divide(unequal, pairs, out=np.zeros(len(counts)), where=pairs > 0))


def pair_features(counts: Integers | Array, weights: Array, pairs: Array | None = None) -> Array:
    """Give what Gwet's family sums over rows.

    Parameters
    ----------
    counts : ndarray, shape (n_rows, n_levels)
        How many raters put each row at each level.
    weights : ndarray, shape (n_levels, n_levels)
        Agreement weights, 1 on the diagonal.
    pairs : ndarray, shape (n_rows,), optional
        Number of ordered pairs of ratings of different raters; n (n - 1) by default.

    Returns
    -------
    ndarray, shape (n_rows, 3 + n_levels)
        Whether the row has a pair, their mean disagreement, whether it has a rating, and the share of each level.
    """
    n = counts.sum(axis=1)
    if pairs is None:
        pairs = n * (n - 1)
    found = np.empty((len(counts), 3 + counts.shape[1]))
    found[:, 0] = pairs > 0
    found[:, 1] = pair_disagreement(counts, weights, pairs)
    found[:, 2] = n > 0
    found[:, 3:] = counts / np.maximum(n, 1)[:, None]
    return found


Chance: TypeAlias = Callable[[Array, Array], Array]


def no_chance(shares: Array, _weights: Array) -> Array:
    """Disagreement taken as it is: chance is full disagreement. Arguments as in `fleiss_chance`."""
    return np.ones(len(shares))


def fleiss_chance(shares: Array, weights: Array) -> Array:
    """Disagreement of two raters drawn anew, each following the pooled use of levels: shares (n, n_levels) to (n,)."""
    return np.asarray(((shares @ (1 - weights)) * shares).sum(axis=1))


def gwet_chance(shares: Array, weights: Array) -> Array:
    """Gwet's chance: only hard units are rated blindly. Arguments as in `fleiss_chance`."""
    n_levels = len(weights)
    if n_levels == 1:
        return np.zeros(len(shares))
    expected = weights.sum() / (n_levels * (n_levels - 1)) * (shares * (1 - shares)).sum(axis=1)
    return np.asarray(1 - expected)


def brennan_chance(shares: Array, weights: Array) -> Array:
    """Blind raters who use all declared levels alike. Arguments as in `fleiss_chance`."""
    return np.full(len(shares), (1 - weights).mean())


def pair_disagreements(sums: Array, weights: Array, chance: Chance) -> Disagreement:
    """Give both parts of a coefficient of Gwet's family from sums (n, 3 + n_levels) of `pair_features`."""
    shares = ratio(sums[:, 3:], sums[:, 2:3])
    return Disagreement(ratio(sums[:, 1], sums[:, 0]), chance(shares, weights))


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
        rows=np.zeros(len(table), dtype=np.bool_),
        reason=reason,
        text=text,
    )


def _of_counts(
    counts: Integers, weights: Array, times: Array | None, chance: Chance, row_expected: Callable[[Array, Array], Array]
) -> Agreement:
    """Put a coefficient of counts together; `row_expected` gives each row's part from shares by row and in all."""
    features = pair_features(counts, weights)
    often = once(counts, times)
    sums = often @ features
    parts = pair_disagreements(sums[None], weights, chance)

    def expected_of_rows() -> Array:
        return row_expected(features[:, 3:], sums[3:] / sums[2])

    return corrected(features, often, parts, expected_of_rows)


def corrected(features: Array, times: Array, parts: Disagreement, row_expected: Callable[[], Array]) -> Agreement:
    """Put a coefficient together; `row_expected` gives each row's part in the expected agreement, (n_rows,)."""
    apart, chance = float(parts.observed[0]), float(parts.chance[0])
    expected = None if np.isnan(chance) else 1 - chance
    if np.isnan(apart):
        return undefined("no_pairs", features, expected=expected)
    if expected is None or chance <= 0:
        return undefined("no_variation", features, 1 - apart, expected)
    estimate = 1 - apart / chance
    rated = features[:, 2] > 0

    def pulls() -> Array:
        often, pairable = times[rated], features[rated, 0]
        scaled = pairable * (chance - features[rated, 1]) / chance
        # as irrCAC: the number of rows with a pair counts as fixed, so rows rated once pull towards 0
        per_row = scaled * (often.sum() / (often @ pairable))
        return np.asarray(per_row - 2 * (1 - estimate) * (row_expected()[rated] - expected) / chance)

    return Agreement(estimate=estimate, observed=1 - apart, expected=expected, rows=rated, pulls=pulls)


def percent_agreement(counts: Integers, weights: Array, times: Array | None = None) -> Agreement:
    """Share of the pairs of ratings of a unit that agree, averaged over units.

    Parameters
    ----------
    counts : ndarray of int, shape (n_units, n_levels)
        How many raters put each unit at each level. A row may sum to 0 or 1.
    weights : ndarray, shape (n_levels, n_levels)
        Agreement weights, 1 on the diagonal; the identity for exact agreement.
    times : ndarray, shape (n_units,), optional
        How often each row occurs; once by default.

    Returns
    -------
    Agreement
        `expected` is 0: nothing is corrected for chance. Undefined with `no_pairs` only.

    References
    ----------
    Gwet (2014), Handbook of Inter-Rater Reliability, 4th ed.
    """
    return _of_counts(counts, weights, times, no_chance, lambda rows, _: np.zeros(len(rows)))


def fleiss_kappa(counts: Integers, weights: Array, times: Array | None = None) -> Agreement:
    """Fleiss' kappa, with agreement weights; with two raters it is Scott's pi.

    Parameters
    ----------
    counts : ndarray of int, shape (n_units, n_levels)
        How many raters put each unit at each level. A row may sum to 0 or 1.
    weights : ndarray, shape (n_levels, n_levels)
        Agreement weights, 1 on the diagonal.
    times : ndarray, shape (n_units,), optional
        How often each row occurs; once by default.

    Returns
    -------
    Agreement
        Undefined with `no_pairs`, or with `no_variation` where every rating is at one level: 0/0.

    References
    ----------
    Fleiss (1971), Psychological Bulletin 76(5), 378-382; Gwet (2008), British Journal of Mathematical and Statistical
    Psychology 61, 29-48.
    """
    return _of_counts(counts, weights, times, fleiss_chance, lambda rows, shares: rows @ (weights @ shares))


def gwet_ac(counts: Integers, weights: Array, times: Array | None = None) -> Agreement:
    """Gwet's AC1 with identity weights, AC2 with others.

    Parameters
    ----------
    counts : ndarray of int, shape (n_units, n_levels)
        How many raters put each unit at each level; every declared level is a column. A row may sum to 0 or 1.
    weights : ndarray, shape (n_levels, n_levels)
        Agreement weights, 1 on the diagonal.
    times : ndarray, shape (n_units,), optional
        How often each row occurs; once by default.

    Returns
    -------
    Agreement
        1 by formula when every rating is at one level and more are declared. Undefined with `no_pairs`, or with
        `no_variation` where only one level is declared.

    References
    ----------
    Gwet (2008), British Journal of Mathematical and Statistical Psychology 61, 29-48; Gwet (2014), section 4.
    """
    scale = weights.sum() / (len(weights) * max(len(weights) - 1, 1))
    return _of_counts(counts, weights, times, gwet_chance, lambda rows, shares: scale * (rows @ (1 - shares)))


def brennan_prediger(counts: Integers, weights: Array, times: Array | None = None) -> Agreement:
    """Brennan and Prediger's coefficient, with agreement weights.

    Parameters
    ----------
    counts : ndarray of int, shape (n_units, n_levels)
        How many raters put each unit at each level; every declared level is a column. A row may sum to 0 or 1.
    weights : ndarray, shape (n_levels, n_levels)
        Agreement weights, 1 on the diagonal.
    times : ndarray, shape (n_units,), optional
        How often each row occurs; once by default.

    Returns
    -------
    Agreement
        1 by formula when every rating is at one level and more are declared. Undefined with `no_pairs`, or with
        `no_variation` where only one level is declared.

    References
    ----------
    Brennan & Prediger (1981), Educational and Psychological Measurement 41, 687-699; Gwet (2014).
    """
    return _of_counts(counts, weights, times, brennan_chance, lambda rows, _: np.full(len(rows), weights.mean()))
