"""Agreement of scores by sums of squares: iota, Lin's concordance correlation, and Robinson's A."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mcqa.statistics.coefficients import PAIR, Agreement, once, ratio, undefined
from mcqa.statistics.conger import conger_kappa
from mcqa.statistics.icc import mean_squares, square_features
from mcqa.statistics.sampling import Array, Integers
from mcqa.statistics.weights import agreement_weights


def iota(codes: Integers, values: Array, times: Array | None = None) -> Agreement:
    """Janson and Olsson's iota for one interval variable.

    Parameters
    ----------
    codes : ndarray of int, shape (n_units, n_raters)
        The level each rater gave each unit, counted from 0, without missing ratings.
    values : ndarray, shape (n_levels,)
        The scores of the levels.
    times : ndarray, shape (n_units,), optional
        How often each row occurs; once by default.

    Returns
    -------
    Agreement
        1 - observed / expected squared distance of two different raters, which is Conger's kappa with quadratic
        weights. Undefined with `one_rater`, `no_pairs`, or with `no_variation` where every rating is the same: 0/0.

    References
    ----------
    Janson & Olsson (2001), Educational and Psychological Measurement 61, 277-289.
    """
    return conger_kappa(codes, agreement_weights("quadratic", values), times)


def lin_ccc(codes: Integers, values: Array, times: Array | None = None) -> Agreement:
    """Lin's concordance correlation coefficient; for more than two raters Barnhart's overall one.

    Parameters
    ----------
    codes : ndarray of int, shape (n_units, n_raters)
        The level each rater gave each unit, counted from 0, without missing ratings.
    values : ndarray, shape (n_levels,)
        The scores of the levels.
    times : ndarray, shape (n_units,), optional
        How often each row occurs; once by default.

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
    return replace(iota(codes, values, times), observed=None, expected=None)


def robinson_a(scores: Array, times: Array | None = None) -> Agreement:
    """Robinson's A: the share of the variation between units in all variation but that between raters.

    Parameters
    ----------
    scores : ndarray, shape (n_units, n_raters)
        The scores, without missing ratings.
    times : ndarray, shape (n_units,), optional
        How often each row occurs; once by default.

    Returns
    -------
    Agreement
        SS_units / (SS_units + SS_residual), from 0 to 1. Undefined with `no_pairs`, `too_few_units`, or with
        `no_variation` where raters differ by constants only and units not at all: 0/0.

    References
    ----------
    Robinson (1957), American Sociological Review 22, 17-25; R package irr, `robinson`.
    """
    often = once(scores, times)
    n_units = float(often.sum())
    if n_units < PAIR:
        return undefined("too_few_units" if n_units else "no_pairs", scores)
    features = square_features(scores, often)
    sums = often @ features
    estimate = float(robinson_of_sums(sums[None])[0])
    if np.isnan(estimate):
        return undefined("no_variation", scores)

    def pulls() -> Array:
        centred = features[:, 4:] - sums[4:] / n_units
        between, residual = scores.shape[1] * features[:, 2], (centred**2).sum(axis=1)
        total = float(often @ (between + residual))
        return np.asarray(estimate + (between * (1 - estimate) - residual * estimate) * (n_units / total))

    return Agreement(
        estimate=estimate, observed=None, expected=None, rows=np.ones(len(scores), dtype=np.bool_), pulls=pulls
    )


def robinson_of_sums(sums: Array) -> Array:
    """Give Robinson's A (n,) from sums of `square_features`; NaN where it is 0/0."""
    squares = mean_squares(sums)
    between = squares.units
    residual = squares.residual * (squares.n_raters - 1)
    return ratio(between, np.nan_to_num(between + residual))
