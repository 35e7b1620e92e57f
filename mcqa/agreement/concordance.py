"""Agreement of scores by sums of squares: iota, Lin's concordance correlation, and Robinson's A."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mcqa.agreement.coefficients import PAIR, Agreement, Array, Integers, conger_kappa, ratio, undefined
from mcqa.agreement.intervals import ROUNDING
from mcqa.agreement.weights import agreement_weights


def iota(codes: Integers, values: Array) -> Agreement:
    """Janson and Olsson's iota for one interval variable.

    Parameters
    ----------
    codes : ndarray of int, shape (n_units, n_raters)
        The level each rater gave each unit, counted from 0, without missing ratings.
    values : ndarray, shape (n_levels,)
        The scores of the levels.

    Returns
    -------
    Agreement
        1 - observed / expected squared distance of two different raters, which is Conger's kappa with quadratic
        weights. Undefined with `one_rater`, `no_pairs`, or with `no_variation` where every rating is the same: 0/0.

    References
    ----------
    Janson & Olsson (2001), Educational and Psychological Measurement 61, 277-289.
    """
    return conger_kappa(codes, agreement_weights("quadratic", values))


def lin_ccc(codes: Integers, values: Array) -> Agreement:
    """Lin's concordance correlation coefficient; for more than two raters Barnhart's overall one.

    Parameters
    ----------
    codes : ndarray of int, shape (n_units, n_raters)
        The level each rater gave each unit, counted from 0, without missing ratings.
    values : ndarray, shape (n_levels,)
        The scores of the levels.

    Returns
    -------
    Agreement
        2 cov / (var + var + squared difference of the means), variances over n; with more raters both parts are summed
        over the pairs. It is the same number as `iota`, and has no observed or expected agreement.

    References
    ----------
    Lin (1989), Biometrics 45, 255-268; Barnhart, Haber & Song (2002), Biometrics 58, 1020-1027.

    Examples
    --------
    >>> round(lin_ccc(np.array([[0, 0], [1, 2], [2, 2]]), np.array([0.0, 1.0, 2.0])).estimate, 3)
    0.8
    """
    return replace(iota(codes, values), observed=None, expected=None)


def robinson_a(scores: Array) -> Agreement:
    """Robinson's A: the share of the variation between units in all variation but that between raters.

    Parameters
    ----------
    scores : ndarray, shape (n_units, n_raters)
        The scores, without missing ratings.

    Returns
    -------
    Agreement
        SS_units / (SS_units + SS_residual), from 0 to 1. Undefined with `no_pairs`, `too_few_units`, or with
        `no_variation` where raters differ by constants only and units not at all: 0/0.

    References
    ----------
    Robinson (1957), American Sociological Review 22, 17-25; R package irr, `robinson`.
    """
    n_units, n_raters = scores.shape
    if n_units < PAIR:
        return undefined("too_few_units" if n_units else "no_pairs", scores)
    mean = scores.mean(axis=1)
    centred = scores - mean[:, None]
    between = n_raters * (mean - mean.mean()) ** 2
    residual = ((centred - centred.mean(axis=0)) ** 2).sum(axis=1)
    total = float(between.sum() + residual.sum())
    if total <= _noise(scores) * scores.size:
        return undefined("no_variation", scores)
    estimate = float(between.sum() / total)
    return Agreement(
        estimate=estimate,
        observed=None,
        expected=None,
        linearised=estimate + (between * (1 - estimate) - residual * estimate) * (n_units / total),
        rows=np.ones(n_units, dtype=np.bool_),
    )


def robinson_again(scores: Array, times: Array) -> Array:
    """Repeat `robinson_a` for how often each row counts, shape (n_replicates,); NaN where it is 0/0."""
    n_raters = scores.shape[1]
    size = times.sum(axis=1)
    mean = scores.mean(axis=1) - scores.mean()
    centred = scores - scores.mean(axis=1, keepdims=True)
    between = n_raters * (times @ mean**2 - ratio((times @ mean) ** 2, size))
    bias = ratio(times @ centred, size[:, None])
    residual = times @ (centred**2).sum(axis=1) - size * (bias**2).sum(axis=1)
    total = between + residual
    floor = ROUNDING * max(float(np.abs(scores).max(initial=0.0)), 1.0) ** 2 * scores.size
    return np.where(total > floor, np.clip(ratio(between, total), 0.0, 1.0), np.nan)


def _noise(scores: Array) -> float:
    """Give the square of what rounding alone can make of one deviation."""
    return (ROUNDING * max(float(np.abs(scores).max(initial=0.0)), 1.0)) ** 2
