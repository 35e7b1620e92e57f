"""Coefficients of order and of correlation: Kendall's W, and the mean correlation of the pairs of raters.

Rank coefficients are computed from grades: the share of the units below a rating plus half of those at it, less one
half. Grades are mid-ranks on another scale, so ties are taken care of, and their mean is 0 whatever the ratings.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import TypeAlias

import numpy as np

from mcqa.statistics.coefficients import PAIR, Agreement, Significance, once, ratio, undefined
from mcqa.statistics.intervals import ROUNDING
from mcqa.statistics.sampling import Array, Integers

PERFECT = 1 - ROUNDING


def _grades(codes: Integers, times: Array) -> Array:
    """Centred grades of one rater's ratings: codes (n_units,), times (n, n_units) to (n, n_units)."""
    size = int(codes.max(initial=0)) + 1
    totals = times @ np.asarray(codes[:, None] == np.arange(size), dtype=np.float64)
    shares = ratio(totals, totals.sum(axis=1, keepdims=True))
    return np.asarray((shares.cumsum(axis=1) - shares / 2 - 0.5)[:, codes])


def _lift(codes: Integers, partner: Array, times: Array) -> Array:
    """How the sum of grade times partner moves when a rating joins at each row's level, shape (n_units,)."""
    at = np.bincount(codes, weights=partner * times) / times.sum()
    above = at[::-1].cumsum()[::-1] - at
    return np.asarray((above + at / 2)[codes])


def kendall_w(codes: Integers, times: Array | None = None, *, ties: bool = True) -> Agreement:
    """Kendall's coefficient of concordance.

    Parameters
    ----------
    codes : ndarray of int, shape (n_units, n_raters)
        The level each rater gave each unit, in rising order, without missing ratings.
    times : ndarray, shape (n_units,), optional
        How often each row occurs; once by default.
    ties : bool
        Whether W is corrected for ties. Without the correction W cannot reach 1 when a rater gives a level twice.

    Returns
    -------
    Agreement
        `significance` is the chi-squared test of n_raters * (n_units - 1) * W. Undefined with `no_variation` where
        no rater tells two units apart: 0/0.

    References
    ----------
    Kendall & Babington Smith (1939), Annals of Mathematical Statistics 10, 275-287; Siegel & Castellan (1988),
    Nonparametric Statistics, section 9.5, for ties.

    Examples
    --------
    >>> codes = np.array([[0, 0, 1], [1, 2, 0], [2, 1, 2], [3, 3, 3]])
    >>> round(kendall_w(codes).estimate, 3)
    0.778
    """
    often = once(codes, times)
    n_units, n_raters = float(often.sum()), codes.shape[1]
    if n_units < PAIR:
        return undefined("too_few_units" if n_units else "no_pairs", codes)
    grades = np.stack([_grades(column, often[None])[0] for column in codes.T], axis=1)
    total = grades.sum(axis=1)
    spread, ceiling = float(often @ total**2) / n_units, _ceiling(grades, often, ties=ties)
    if not (grades != grades[0]).any():
        return undefined("no_variation", codes)
    estimate = spread / ceiling

    def pulls() -> Array:
        lifts = sum((_lift(column, total, often) for column in codes.T), start=np.zeros(len(codes)))
        pull = total**2 - 3 * spread + 2 * lifts
        if ties:
            pairs = zip(codes.T, grades.T, strict=True)
            own = sum((_lift(column, grade, often) for column, grade in pairs), start=np.zeros(len(codes)))
            per_rater = (grades**2).sum(axis=1)
            pull = pull - estimate * n_raters * (per_rater - 3 * float(often @ per_rater) / n_units + 2 * own)
        return np.asarray(estimate + pull / ceiling)

    return Agreement(
        estimate=estimate,
        observed=None,
        expected=None,
        rows=np.ones(len(codes), dtype=np.bool_),
        pulls=pulls,
        significance=_concordance_test(estimate, n_units, n_raters),
    )


def _ceiling(grades: Array, times: Array, *, ties: bool) -> float:
    """Variance of the summed grades if all raters ranked alike, with their ties or without any."""
    n_units, n_raters = float(times.sum()), grades.shape[1]
    if ties:
        return float(n_raters * (times @ grades**2).sum() / n_units)
    return float(n_raters**2 * (1 - 1 / n_units**2) / 12)


def _concordance_test(estimate: float, n_units: float, n_raters: int) -> Significance:
    from scipy.special import chdtrc

    statistic, df = n_raters * (n_units - 1) * estimate, n_units - 1
    return Significance(statistic, df, None, float(chdtrc(df, statistic)))


def kendall_again(codes: Integers, times: Array, *, ties: bool = True) -> Array:
    """Repeat `kendall_w` for how often each row counts, shape (n_replicates,); NaN where it is 0/0."""
    n_raters = codes.shape[1]
    size = times.sum(axis=1)
    each = [_grades(column, times) for column in codes.T]
    total = np.sum(each, axis=0)
    spread = ratio((times * total**2).sum(axis=1), size)
    own = sum(((times * grade**2).sum(axis=1) for grade in each), start=np.zeros(len(times)))
    varies = own > ROUNDING * size
    ceiling = n_raters * ratio(own, size) if ties else n_raters**2 * (1 - 1 / np.maximum(size, 1) ** 2) / 12
    return np.where(varies, ratio(spread, np.where(varies, ceiling, 1.0)), np.nan)


# codes of two raters, scores of the levels, how often each row occurs -> r, and how each row pulls at it
Correlation: TypeAlias = Callable[[Integers, Array, Array], tuple[float, Callable[[], Array]] | None]


def _pearson(codes: Integers, values: Array, times: Array) -> tuple[float, Callable[[], Array]] | None:
    """Pearson's r of two columns of levels and the pull of each unit on it; None where a column does not vary."""
    if (codes == codes[0]).all(axis=0).any():
        return None
    scores, n = values[codes], times.sum()
    centred = scores - times @ scores / n
    first, second = (centred / np.sqrt(times @ centred**2 / n)).T
    r = float(times @ (first * second) / n)
    return r, lambda: first * second - r / 2 * (first**2 + second**2)


def _spearman(codes: Integers, _: Array, times: Array) -> tuple[float, Callable[[], Array]] | None:
    """As `_pearson`, for ranks, whose pulls include that ranks follow the ratings."""
    if (codes == codes[0]).all(axis=0).any():
        return None
    first, second = (_grades(column, times[None])[0] for column in codes.T)
    both, ones, twos = (float(times @ part / times.sum()) for part in (first * second, first**2, second**2))
    r = float(both / np.sqrt(ones * twos))

    def pulls() -> Array:
        lifts = _lift(codes[:, 0], second, times) + _lift(codes[:, 1], first, times)
        pull_both = first * second - 3 * both + lifts
        pull_ones = first**2 - 3 * ones + 2 * _lift(codes[:, 0], first, times)
        pull_twos = second**2 - 3 * twos + 2 * _lift(codes[:, 1], second, times)
        return np.asarray(pull_both / np.sqrt(ones * twos) - r / 2 * (pull_ones / ones + pull_twos / twos))

    return r, pulls


def mean_pearson(codes: Integers, values: Array, times: Array | None = None, *, fisher_z: bool = False) -> Agreement:
    """Mean of Pearson's correlation over the pairs of raters.

    Parameters
    ----------
    codes : ndarray of int, shape (n_units, n_raters)
        The level each rater gave each unit, counted from 0; -1 where there is no rating. A pair is compared on the
        units that both rated, and does not count where there are fewer than two.
    values : ndarray, shape (n_levels,)
        The scores of the levels.
    times : ndarray, shape (n_units,), optional
        How often each row occurs; once by default.
    fisher_z : bool
        Whether correlations are averaged as Fisher's z. With a perfect correlation among others there is no mean.

    Returns
    -------
    Agreement
        Undefined with `no_pairs`, `too_few_units`, or with `no_variation` where some rater of a pair gave one level
        only: 0/0. With `too_few_units` and a value all pairs have just two units in common, and r is 1 or -1.

    References
    ----------
    Gamer, Lemon & Singh, R package irr, `meancor`; Fisher (1925), Statistical Methods for Research Workers, section 35.
    """
    return _mean_correlation(codes, values, once(codes, times), _pearson, fisher_z=fisher_z)


def mean_spearman(codes: Integers, values: Array, times: Array | None = None, *, fisher_z: bool = False) -> Agreement:
    """Mean of Spearman's rank correlation over the pairs of raters, with mid-ranks for ties.

    Arguments, result and reasons as in `mean_pearson`; `values` only needs one number for each level.

    References
    ----------
    Gamer, Lemon & Singh, R package irr, `meanrho`; Spearman (1904), American Journal of Psychology 15, 72-101.
    """
    return _mean_correlation(codes, values, once(codes, times), _spearman, fisher_z=fisher_z)


def _common(codes: Integers, times: Array) -> list[Integers]:
    """Rows and columns of every pair of raters with two units in common, as (n_common, 3): row and both codes."""
    found = []
    for pair in combinations(range(codes.shape[1]), PAIR):
        rows = np.flatnonzero((codes[:, pair] >= 0).all(axis=1))
        if times[rows].sum() >= PAIR:
            found.append(np.column_stack([rows, codes[rows][:, pair]]))
    return found


def _cells(pair: Integers, n_levels: int, times: Array) -> tuple[Integers, Array]:
    """Make one of the rows of a pair with the same two levels: codes (n_cells, 2), times (n_replicates, n_cells)."""
    key = pair[:, 1].astype(np.int64) * n_levels + pair[:, 2]
    order = np.argsort(key, kind="stable")
    starts = np.flatnonzero(np.diff(key[order], prepend=-1))
    return pair[order[starts], 1:], np.add.reduceat(times[:, pair[order, 0]], starts, axis=1)


def _mean_correlation(
    codes: Integers, values: Array, times: Array, correlation: Correlation, *, fisher_z: bool
) -> Agreement:
    pairs = _common(codes, times)
    counting = (codes >= 0).sum(axis=1) >= PAIR
    if not pairs:
        return undefined("too_few_units" if counting.any() else "no_pairs", codes)
    each = (correlation(pair[:, 1:], values, times[pair[:, 0]]) for pair in pairs)
    found = [one for one in each if one is not None]
    if len(found) < len(pairs):
        text = f"{len(pairs) - len(found)} of {len(pairs)} pairs of reviewers have no correlation: one of them gave "
        return undefined("no_variation", codes, text=f"{text}one level only")
    r = np.array([value for value, _ in found])
    if fisher_z and (np.abs(r) >= PERFECT).any() and not (r >= PERFECT).all():
        text = "two reviewers correlate perfectly: Fisher's z is infinite, and there is no mean of it"
        return undefined("no_variation", codes, text=text)
    curved = fisher_z and not (r >= PERFECT).any()
    estimate = float(np.tanh(np.arctanh(r).mean()) if curved else r.mean())
    slopes = (1 - estimate**2) / (1 - r**2) if curved else np.ones(len(r))
    sizes = [float(times[pair[:, 0]].sum()) for pair in pairs]

    def pulls() -> Array:
        total = np.zeros(len(codes))
        for pair, (_, pull), slope, size in zip(pairs, found, slopes, sizes, strict=True):
            total[pair[:, 0]] += pull() * (slope * times[counting].sum() / size / len(pairs))
        return np.asarray(estimate + total[counting])

    forced = all(size == PAIR for size in sizes)
    return Agreement(
        estimate=estimate,
        observed=None,
        expected=None,
        rows=counting,
        pulls=pulls,
        reason="too_few_units" if forced else None,
        text="on two micro-credentials any correlation is 1 or -1" if forced else None,
    )


def mean_correlation_again(
    codes: Integers, values: Array, often: Array, times: Array, *, ranks: bool, fisher_z: bool = False
) -> Array:
    """Repeat `mean_pearson`, or `mean_spearman` with `ranks`, for how often each row counts: (n_replicates,).

    The pairs are those with two units in common where each row occurs `often`, (n_units,).
    """
    each = []
    for pair in _common(codes, often):
        both_codes, counting = _cells(pair, len(values), times)
        size = counting.sum(axis=1)
        sides = []
        for column in both_codes.T:
            side = _grades(column, counting) if ranks else values[column][None, :]
            mean = ratio((counting * side).sum(axis=1), size)
            sides.append(side - mean[:, None])
        first, second = sides
        both, ones, twos = ((counting * part).sum(axis=1) for part in (first * second, first**2, second**2))
        # grades are at most one half, scores as large as they are
        floor = ROUNDING * size * (1.0 if ranks else float(np.abs(values).max(initial=0.0)) ** 2)
        varies = (ones > floor) & (twos > floor)
        each.append(np.where(varies, ratio(both, np.sqrt(np.where(varies, ones * twos, 1.0))), np.nan))
    r = np.clip(np.stack(each), -1.0, 1.0)
    if not fisher_z:
        return np.asarray(r.mean(axis=0))
    inner = (np.abs(r) < PERFECT).all(axis=0)
    averaged = np.tanh(np.arctanh(np.where(inner, r, 0.0)).mean(axis=0))
    return np.where(inner, averaged, np.where((r >= PERFECT).all(axis=0), 1.0, np.nan))
