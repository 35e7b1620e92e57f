"""Tests of whether raters agree at all: the standard errors that hold where they rate independently of each other.

These standard errors belong to the hypothesis that nothing but chance makes raters agree. They serve to test it, and
never to put an interval around a coefficient: for that they are too small or too large as soon as raters do agree.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import ndtr

from mcqa.statistics.coefficients import PAIR
from mcqa.statistics.intervals import ROUNDING
from mcqa.statistics.sampling import Array, Integers


class Independence(NamedTuple):
    """A coefficient, its standard error where raters are independent, and the normal test of that.

    What is 0/0 is None: all of it, or with a standard error of 0 the test. On one unit there is no standard error.
    """

    estimate: float | None
    standard_error: float | None = None
    statistic: float | None = None
    p_value: float | None = None


def _tested(estimate: float, variance: float, n_units: int) -> Independence:
    """Test an estimate against 0; without a variance, and on one unit, there is a value and no test of it."""
    if n_units < PAIR:
        return Independence(estimate)
    if variance <= ROUNDING**2:
        return Independence(estimate, 0.0)
    error = float(np.sqrt(variance))
    statistic = estimate / error
    return Independence(estimate, error, statistic, float(2 * ndtr(-abs(statistic))))


def cohen_kappa_test(codes: Integers, weights: Array) -> Independence:
    """Test Cohen's kappa, weighted or not, against 0.

    Parameters
    ----------
    codes : ndarray of int, shape (n_units, 2)
        The level each of the two raters gave each unit, counted from 0, without missing ratings.
    weights : ndarray, shape (n_levels, n_levels)
        Agreement weights, 1 on the diagonal.

    Returns
    -------
    Independence
        Nothing where every rating is at one level: 0/0. Where one rater used a single level kappa is 0 whatever the
        other did: its standard error is 0, and there is no test.

    References
    ----------
    Fleiss, Cohen & Everitt (1969), Psychological Bulletin 72, 323-327, equation 9; R package irr, `kappa2`.
    """
    n, n_levels = len(codes), len(weights)
    if n == 0:
        return Independence(None)
    joint = np.zeros((n_levels, n_levels))
    np.add.at(joint, (codes[:, 0], codes[:, 1]), 1 / n)
    first, second = joint.sum(axis=1), joint.sum(axis=0)
    by_chance = np.outer(first, second)
    chance = float((weights * by_chance).sum())
    if 1 - chance <= ROUNDING:
        return Independence(None)
    kappa = (float((weights * joint).sum()) - chance) / (1 - chance)
    # the mean weight that a level of one rater has among the ratings of the other
    mean_weights = np.add.outer(weights @ second, first @ weights)
    spread = float((by_chance * (weights - mean_weights) ** 2).sum()) - chance**2
    return _tested(kappa, spread / (n * (1 - chance) ** 2) if spread > ROUNDING else 0.0, n)


def fleiss_kappa_test(counts: Integers) -> Independence:
    """Test Fleiss' kappa against 0.

    Parameters
    ----------
    counts : ndarray of int, shape (n_units, n_levels)
        How many raters put each unit at each level; every row has the same number of ratings, two or more.

    Returns
    -------
    Independence
        Nothing where every rating is at one level: 0/0.

    Raises
    ------
    ValueError
        The rows have different numbers of ratings, or fewer than two.

    References
    ----------
    Fleiss, Nee & Landis (1979), Psychological Bulletin 86, 974-977, equation 12; R package irr, `kappam.fleiss`.
    """
    sizes = counts.sum(axis=1)
    if len(counts) == 0 or sizes.min() != sizes.max() or sizes[0] < PAIR:
        raise ValueError("the test is for units that all have the same number of ratings, two or more")
    n, m = len(counts), int(sizes[0])
    shares = counts.sum(axis=0) / (n * m)
    others = 1 - shares
    left = float((shares * others).sum())
    if left <= ROUNDING:
        return Independence(None)
    observed = float((counts * (counts - 1)).sum()) / (n * m * (m - 1))
    kappa = 1 - (1 - observed) / left
    skew = float((shares * others * (others - shares)).sum())
    return _tested(kappa, 2 * (left**2 - skew) / (left**2 * n * m * (m - 1)), n)


def kendall_tau_b(codes: Integers) -> Independence:
    """Kendall's tau-b of two raters, with its normal test corrected for ties.

    Parameters
    ----------
    codes : ndarray of int, shape (n_units, 2)
        The level each of the two raters gave each unit, in rising order from 0, without missing ratings.

    Returns
    -------
    Independence
        `standard_error` is that of tau-b, and the test is made without a correction for continuity. Nothing where a
        rater used a single level, or where there is one unit: 0/0.

    References
    ----------
    Kendall (1945), Biometrika 33, 239-251; Kendall (1970), Rank Correlation Methods, 4th ed., section 4.3, for the
    variance with ties; R's `cor.test(method = "kendall", exact = FALSE)`.
    """
    n = len(codes)
    n_levels = int(codes.max(initial=0)) + 1
    table = np.zeros((n_levels, n_levels))
    np.add.at(table, (codes[:, 0], codes[:, 1]), 1)
    ones, twos = table.sum(axis=1), table.sum(axis=0)
    pairs = n * (n - 1) / 2
    untied = [pairs - float((side * (side - 1)).sum()) / 2 for side in (ones, twos)]
    if min(untied) <= 0:
        return Independence(None)
    score = _concordant(table) - _concordant(table[:, ::-1])
    # Kendall's score over this is tau-b
    scale = float(np.sqrt(untied[0])) * float(np.sqrt(untied[1]))
    return _tested(score / scale, _score_variance(n, ones, twos) / scale**2, n)


def _concordant(table: Array) -> float:
    """Count the pairs of units that both raters put in the same order, from (n_levels, n_levels) joint counts."""
    above = table[::-1, ::-1].cumsum(axis=0).cumsum(axis=1)[::-1, ::-1]
    return float((table[:-1, :-1] * above[1:, 1:]).sum())


def _score_variance(n: int, ones: Array, twos: Array) -> float:
    """Variance of Kendall's score for independent raters, with tied groups of the sizes `ones` and `twos`."""
    plain = n * (n - 1) * (2 * n + 5)
    tied = sum(float((side * (side - 1) * (2 * side + 5)).sum()) for side in (ones, twos))
    two_by_two = float((ones * (ones - 1)).sum()) * float((twos * (twos - 1)).sum())
    variance = (plain - tied) / 18 + two_by_two / (2 * n * (n - 1))
    if n > PAIR:
        triples = [float((side * (side - 1) * (side - 2)).sum()) for side in (ones, twos)]
        variance += triples[0] * triples[1] / (9 * n * (n - 1) * (n - 2))
    return variance
