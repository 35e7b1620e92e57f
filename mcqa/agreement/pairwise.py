"""Agreement of pairs of raters, and of all raters of a unit at once."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from mcqa.agreement.coefficients import (
    PAIR,
    Agreement,
    Array,
    Integers,
    conger_disagreement,
    conger_kappa,
    ratio,
    undefined,
)


def within_weights(values: Array, tolerance: float) -> Array:
    """Agreement weights that take two levels for the same when they are at most `tolerance` apart.

    Parameters
    ----------
    values : ndarray, shape (n_levels,)
        The scores of the levels, or their positions, in the unit of `tolerance`.
    tolerance : float
        How far apart two ratings may be and still agree.

    Returns
    -------
    ndarray, shape (n_levels, n_levels)
        1 within the tolerance, else 0.
    """
    return np.asarray(np.abs(np.subtract.outer(values, values)) <= tolerance, dtype=np.float64)


def percent_agreement_all_raters(codes: Integers, values: Array, tolerance: float = 0.0) -> Agreement:
    """Share of the units on which all raters are within a tolerance.

    Parameters
    ----------
    codes : ndarray of int, shape (n_units, n_raters)
        The level each rater gave each unit, counted from 0; -1 where there is no rating. Units with fewer than two
        ratings do not count.
    values : ndarray, shape (n_levels,)
        The scores of the levels, or their positions, in the unit of `tolerance`.
    tolerance : float
        How far apart the highest and the lowest rating of a unit may be.

    Returns
    -------
    Agreement
        Undefined with `no_pairs` only; `per_row` holds 1 or 0 for every unit that counts.

    References
    ----------
    Gamer, Lemon & Singh, R package irr, `agree`, which prints it in percent.
    """
    given = codes >= 0
    rows = given.sum(axis=1) >= PAIR
    if not rows.any():
        return undefined("no_pairs", codes)
    scores = values[np.maximum(codes, 0)]
    spread = np.where(given, scores, -np.inf).max(axis=1) - np.where(given, scores, np.inf).min(axis=1)
    return mean_of_rows(np.where(rows, spread <= tolerance, np.nan))


def mean_of_rows(per_row: Array) -> Agreement:
    """Put a coefficient together that is a mean over units: (n_units,) values, NaN where a unit has none."""
    rows = np.isfinite(per_row)
    estimate = float(per_row[rows].mean())
    return Agreement(
        estimate=estimate, observed=None, expected=None, linearised=per_row[rows], rows=rows, per_row=per_row
    )


def mean_of_rows_again(per_row: Array, times: Array) -> Array:
    """Repeat `mean_of_rows` for how often each row counts: times (n_replicates, n_units) to (n_replicates,)."""
    rows = np.isfinite(per_row)
    counting = times[:, rows]
    return ratio(counting @ per_row[rows], counting.sum(axis=1))


def pairwise_kappas(codes: Integers, weights: Array) -> Array:
    """Cohen's kappa of every pair of raters, each on the units that both rated.

    Parameters
    ----------
    codes : ndarray of int, shape (n_units, n_raters)
        The level each rater gave each unit, counted from 0; -1 where there is no rating.
    weights : ndarray, shape (n_levels, n_levels)
        Agreement weights, 1 on the diagonal.

    Returns
    -------
    ndarray, shape (n_raters * (n_raters - 1) / 2,)
        In the order of `itertools.combinations`; NaN where a pair has no value, or fewer than two units in common.
    """
    found = [conger_kappa(codes[rows][:, pair], weights) for pair, rows in _pairs(codes)]
    return np.array([np.nan if each.estimate is None or each.rows.sum() < PAIR else each.estimate for each in found])


def _pairs(codes: Integers) -> list[tuple[list[int], Integers]]:
    """Every pair of raters with the rows that both rated."""
    return [
        ([first, second], np.flatnonzero((codes[:, [first, second]] >= 0).all(axis=1)))
        for first, second in combinations(range(codes.shape[1]), PAIR)
    ]


def light_kappa(codes: Integers, weights: Array) -> Agreement:
    """Light's kappa: the mean of Cohen's kappa over the pairs of raters.

    Parameters
    ----------
    codes : ndarray of int, shape (n_units, n_raters)
        The level each rater gave each unit, counted from 0; -1 where there is no rating. A pair is compared on the
        units that both rated, and does not count where there are fewer than two.
    weights : ndarray, shape (n_levels, n_levels)
        Agreement weights, 1 on the diagonal.

    Returns
    -------
    Agreement
        `observed` and `expected` are means over the pairs. Undefined with `no_pairs`, `too_few_units`, or with
        `no_variation` where Cohen's kappa of some pair is 0/0: the mean would be of other pairs than those asked for.

    References
    ----------
    Light (1971), Psychological Bulletin 76(5), 365-377; Conger (1980), Psychological Bulletin 88(2), 322-328.
    """
    pairs = [(pair, rows) for pair, rows in _pairs(codes) if len(rows) >= PAIR]
    counting = (codes >= 0).sum(axis=1) >= PAIR
    if not pairs:
        return undefined("too_few_units" if counting.any() else "no_pairs", codes)
    found = [conger_kappa(codes[rows][:, pair], weights) for pair, rows in pairs]
    observed = float(np.mean([each.observed for each in found if each.observed is not None]))
    expected = float(np.mean([each.expected for each in found if each.expected is not None]))
    values = [each.estimate for each in found if each.estimate is not None]
    if len(values) < len(pairs):
        text = f"{len(pairs) - len(values)} of {len(pairs)} pairs of reviewers have no kappa: both gave one level only"
        return undefined("no_variation", codes, observed, expected, text)
    estimate = float(np.mean(values))
    pulls = np.zeros(len(codes))
    for (_, rows), each, value in zip(pairs, found, values, strict=True):
        # each pair's kappa moves by its pull over its own number of rows, and counts as one of the pairs
        pulls[rows] += (each.linearised - value) * (counting.sum() / len(rows) / len(pairs))
    return Agreement(
        estimate=estimate,
        observed=observed,
        expected=expected,
        linearised=estimate + pulls[counting],
        rows=counting,
    )


def light_again(codes: Integers, weights: Array, times: Array) -> Array:
    """Repeat `light_kappa` for how often each row counts, shape (n_replicates,); NaN where a pair has no value."""
    pairs = [(pair, rows) for pair, rows in _pairs(codes) if len(rows) >= PAIR]
    each = [conger_disagreement(codes[rows][:, pair], weights, times[:, rows]).estimates for pair, rows in pairs]
    return np.asarray(np.mean(each, axis=0))


def bangdiwala_b(codes: Integers, n_levels: int) -> Agreement:
    """Bangdiwala's B of two raters: the agreeing squares of the agreement chart over the rectangles they lie in.

    Parameters
    ----------
    codes : ndarray of int, shape (n_units, 2)
        The level each of the two raters gave each unit, counted from 0, without missing ratings.
    n_levels : int
        Number of declared levels; one that nobody used changes nothing.

    Returns
    -------
    Agreement
        From 0 to 1, 1 also when every rating is at one level. Undefined where the raters share no level: 0/0.

    References
    ----------
    Bangdiwala (1985), Proceedings of the 45th International Statistical Institute Meeting, 1083-1090.
    """
    if not len(codes):
        return undefined("no_pairs", codes)
    joint, rows, columns = _chart(codes, n_levels, np.ones((1, len(codes))))
    squares, rectangles = float((joint[0] ** 2).sum()), float((rows[0] * columns[0]).sum())
    same = codes[:, 0] == codes[:, 1]
    if rectangles <= 0:
        text = "the two reviewers have no level in common: the agreement chart is empty"
        return undefined("no_variation", codes, float(same.mean()), text=text)
    estimate = squares / rectangles
    in_square = 2 * np.where(same, joint[0][codes[:, 0]], 0.0)
    in_rectangle = columns[0][codes[:, 0]] + rows[0][codes[:, 1]]
    return Agreement(
        estimate=estimate,
        observed=float(same.mean()),
        expected=None,
        linearised=estimate + (in_square - estimate * in_rectangle) / rectangles,
        rows=np.ones(len(codes), dtype=np.bool_),
    )


def bangdiwala_again(codes: Integers, n_levels: int, times: Array) -> Array:
    """Repeat `bangdiwala_b` for how often each row counts, shape (n_replicates,); NaN where it is 0/0."""
    joint, rows, columns = _chart(codes, n_levels, times)
    return ratio((joint**2).sum(axis=1), (rows * columns).sum(axis=1))


def _chart(codes: Integers, n_levels: int, times: Array) -> tuple[Array, Array, Array]:
    """Shares of agreed units, of the first and of the second rater at each level, each (n_replicates, n_levels)."""
    total = times.sum(axis=1, keepdims=True)
    first, second = (np.eye(n_levels)[codes[:, column]] for column in range(PAIR))
    return times @ (first * second) / total, times @ first / total, times @ second / total
