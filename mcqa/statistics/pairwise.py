"""Agreement of pairs of raters, and of all raters of a unit at once."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from mcqa.statistics.coefficients import PAIR, Agreement, once, ratio, undefined
from mcqa.statistics.conger import conger_kappa
from mcqa.statistics.sampling import Array, Integers


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


def percent_agreement_all_raters(
    codes: Integers, values: Array, tolerance: float = 0.0, times: Array | None = None
) -> Agreement:
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
    times : ndarray, shape (n_units,), optional
        How often each row occurs; once by default.

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
    return mean_of_rows(np.where(rows, spread <= tolerance, np.nan), times)


def mean_of_rows(per_row: Array, times: Array | None = None) -> Agreement:
    """Put a coefficient together that is a mean over units: (n_units,) values, NaN where a unit has none."""
    rows = np.isfinite(per_row)
    often = once(per_row, times)[rows]
    return Agreement(
        estimate=float(often @ per_row[rows] / often.sum()),
        observed=None,
        expected=None,
        rows=rows,
        pulls=lambda: per_row[rows],
        per_row=per_row,
    )


def mean_features(per_row: Array) -> Array:
    """Give what a mean over units sums: whether a row has a value, and the value, shape (n_units, 2)."""
    rows = np.isfinite(per_row)
    return np.column_stack([rows, np.where(rows, per_row, 0.0)])


def mean_of_sums(sums: Array) -> Array:
    """Give means (n,) from sums (n, 2) of `mean_features`, NaN where no row has a value."""
    return ratio(sums[:, 1], sums[:, 0])


def _pairs(codes: Integers, times: Array) -> list[tuple[list[int], Integers]]:
    """Every pair of raters who both rated two units or more, with the rows that both rated."""
    found: list[tuple[list[int], Integers]] = []
    given = codes >= 0
    for first, second in combinations(range(codes.shape[1]), PAIR):
        rows = np.flatnonzero(given[:, first] & given[:, second])
        if times[rows].sum() >= PAIR:
            found.append(([first, second], rows))
    return found


def pairwise_kappas(codes: Integers, weights: Array, times: Array | None = None) -> Array:
    """Cohen's kappa of every pair of raters, each on the units that both rated.

    Parameters
    ----------
    codes : ndarray of int, shape (n_units, n_raters)
        The level each rater gave each unit, counted from 0; -1 where there is no rating.
    weights : ndarray, shape (n_levels, n_levels)
        Agreement weights, 1 on the diagonal.
    times : ndarray, shape (n_units,), optional
        How often each row occurs; once by default.

    Returns
    -------
    ndarray, shape (n_raters * (n_raters - 1) / 2,)
        In the order of `itertools.combinations`; NaN where a pair has no value, or fewer than two units in common.
    """
    n, apart, chance = _disagreement_of_pairs(joint_tables(codes, len(weights), once(codes, times)), weights)
    return np.where(n >= PAIR, 1 - ratio(apart, chance), np.nan)


def _disagreement_of_pairs(tables: Array, weights: Array) -> tuple[Array, Array, Array]:
    """Units, and weighted disagreement observed and by chance, of joint tables of pairs of raters: each (n_pairs,)."""
    n = tables.sum(axis=(1, 2))
    apart = ratio((tables * (1 - weights)).sum(axis=(1, 2)), n)
    chance = ((tables.sum(axis=2) @ (1 - weights)) * tables.sum(axis=1)).sum(axis=1)
    return n, apart, ratio(chance, n**2)


def joint_tables(codes: Integers, n_levels: int, times: Array) -> Array:
    """How often each pair of raters chose each two levels, (n_pairs, n_levels, n_levels), pairs as `combinations`.

    The levels of the first rater are the rows. Units that only one of the two rated do not count.
    """
    width, n_raters = n_levels + 1, codes.shape[1]
    places = codes.T.astype(np.int64) + 1
    found = np.empty((n_raters * (n_raters - 1) // 2, n_levels, n_levels))
    for table, (first, second) in zip(found, combinations(range(n_raters), PAIR), strict=True):
        both = np.bincount(places[first] * width + places[second], weights=times, minlength=width**2)
        table[:] = both.reshape(width, width)[1:, 1:]
    return found


def light_kappa(codes: Integers, weights: Array, times: Array | None = None) -> Agreement:
    """Light's kappa: the mean of Cohen's kappa over the pairs of raters.

    Parameters
    ----------
    codes : ndarray of int, shape (n_units, n_raters)
        The level each rater gave each unit, counted from 0; -1 where there is no rating. A pair is compared on the
        units that both rated, and does not count where there are fewer than two.
    weights : ndarray, shape (n_levels, n_levels)
        Agreement weights, 1 on the diagonal.
    times : ndarray, shape (n_units,), optional
        How often each row occurs; once by default.

    Returns
    -------
    Agreement
        `observed` and `expected` are means over the pairs. Undefined with `no_pairs`, `too_few_units`, or with
        `no_variation` where Cohen's kappa of some pair is 0/0: the mean would be of other pairs than those asked for.

    References
    ----------
    Light (1971), Psychological Bulletin 76(5), 365-377; Conger (1980), Psychological Bulletin 88(2), 322-328.
    """
    often = once(codes, times)
    n, apart, chance = _disagreement_of_pairs(joint_tables(codes, len(weights), often), weights)
    counting = (codes >= 0).sum(axis=1) >= PAIR
    paired = n >= PAIR
    if not paired.any():
        return undefined("too_few_units" if counting.any() else "no_pairs", codes)
    observed, expected = 1 - float(apart[paired].mean()), 1 - float(chance[paired].mean())
    values = 1 - ratio(apart, chance)[paired]
    missing = int(np.isnan(values).sum())
    if missing:
        text = f"{missing} of {len(values)} pairs of reviewers have no kappa: both gave one level only"
        return undefined("no_variation", codes, observed, expected, text)
    estimate = float(values.mean())

    def pulls() -> Array:
        # each pair's kappa moves by its pull over its own number of rows, and counts as one of the pairs
        total = np.zeros(len(codes))
        for (pair, rows), value in zip(_pairs(codes, often), values, strict=True):
            pull = conger_kappa(codes[rows][:, pair], weights, often[rows]).linearised - value
            total[rows] += pull * (often[counting].sum() / often[rows].sum() / len(values))
        return np.asarray(estimate + total[counting])

    return Agreement(estimate=estimate, observed=observed, expected=expected, rows=counting, pulls=pulls)


def light_features(codes: Integers, weights: Array, times: Array) -> Array:
    """Give what Light's kappa sums over rows.

    For each pair of raters with a kappa, (n_rows, n_pairs, 2 + 2 n_levels): whether both rated, their disagreement, and
    1 at the level of either; laid out flat.
    """
    n_levels = len(weights)
    pairs = _pairs(codes, times)
    found = np.zeros((len(codes), len(pairs), 2 + 2 * n_levels))
    for position, ((first, second), rows) in enumerate(pairs):
        found[rows, position, 0] = 1
        found[rows, position, 1] = (1 - weights)[codes[rows, first], codes[rows, second]]
        found[rows, position, 2 + codes[rows, first]] = 1
        found[rows, position, 2 + n_levels + codes[rows, second]] = 1
    return found.reshape(len(codes), -1)


def light_of_sums(sums: Array, weights: Array) -> Array:
    """Give Light's kappa (n,) from sums of `light_features`, NaN where a pair has no value."""
    n_levels = len(weights)
    parts = sums.reshape(len(sums), -1, 2 + 2 * n_levels)
    n, apart = parts[:, :, 0], parts[:, :, 1]
    first, second = parts[:, :, 2 : 2 + n_levels], parts[:, :, 2 + n_levels :]
    chance = ((first @ (1 - weights)) * second).sum(axis=2)
    return np.asarray((1 - ratio(apart * n, chance)).mean(axis=1))


def bangdiwala_b(codes: Integers, n_levels: int, times: Array | None = None) -> Agreement:
    """Bangdiwala's B of two raters: the agreeing squares of the agreement chart over the rectangles they lie in.

    Parameters
    ----------
    codes : ndarray of int, shape (n_units, 2)
        The level each of the two raters gave each unit, counted from 0, without missing ratings.
    n_levels : int
        Number of declared levels; one that nobody used changes nothing.
    times : ndarray, shape (n_units,), optional
        How often each row occurs; once by default.

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
    often = once(codes, times)
    total = float(often.sum())
    joint, rows, columns = (each[0] for each in _chart((often @ bangdiwala_features(codes, n_levels))[None], n_levels))
    squares, rectangles = float((joint**2).sum()), float((rows * columns).sum())
    same = codes[:, 0] == codes[:, 1]
    agreed = float(often @ same) / total
    if rectangles <= 0:
        text = "the two reviewers have no level in common: the agreement chart is empty"
        return undefined("no_variation", codes, agreed, text=text)
    estimate = squares / rectangles

    def pulls() -> Array:
        in_square = 2 * np.where(same, joint[codes[:, 0]], 0.0)
        in_rectangle = columns[codes[:, 0]] + rows[codes[:, 1]]
        return np.asarray(estimate + (in_square - estimate * in_rectangle) / rectangles)

    return Agreement(
        estimate=estimate, observed=agreed, expected=None, rows=np.ones(len(codes), dtype=np.bool_), pulls=pulls
    )


def bangdiwala_features(codes: Integers, n_levels: int) -> Array:
    """Give what Bangdiwala's B sums over rows, (n_units, 3 n_levels): 1 at the level of both, of either rater."""
    first, second = (np.eye(n_levels)[codes[:, column]] for column in range(PAIR))
    return np.column_stack([first * second, first, second])


def bangdiwala_of_sums(sums: Array, n_levels: int) -> Array:
    """Give Bangdiwala's B (n,) from sums of `bangdiwala_features`, NaN where it is 0/0."""
    joint, rows, columns = _chart(sums, n_levels)
    return ratio((joint**2).sum(axis=1), (rows * columns).sum(axis=1))


def _chart(sums: Array, n_levels: int) -> tuple[Array, Array, Array]:
    """Shares of agreed units, of the first and of the second rater at each level, each (n, n_levels)."""
    parts = sums.reshape(len(sums), 3, n_levels)
    total = parts[:, 1].sum(axis=1)[:, None, None]
    shares = ratio(parts, total)
    return shares[:, 0], shares[:, 1], shares[:, 2]
