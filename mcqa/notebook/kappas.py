"""Kappas and their kin: agreement beyond a chance that each rater, or all together, set by how they use the levels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Unpack

from mcqa.agreement.request import Request
from mcqa.agreement.weight_matrix import WeightMatrix
from mcqa.notebook.call import Options, coefficient, weighted
from mcqa.notebook.result import Coefficient


def cohen_kappa(
    ratings: Any,
    *,
    weights: str | WeightMatrix = "identity",
    levels: Sequence[Any] | None = None,
    **options: Unpack[Options],
) -> Coefficient:
    """Cohen's kappa of two raters, beyond two who choose each level as often as they do, but blindly.

    Parameters
    ----------
    ratings : array_like, shape (n_units, 2), or DataFrame
        As in `mcqa.notebook`. `not_applicable` with more than two raters: see `conger_kappa`, `pairwise`.
    weights, levels, **options
        As there.

    Returns
    -------
    Coefficient
        From -1 to 1. Undefined where both gave one and the same level only.

    Notes
    -----
    (po - pe) / (1 - pe) with po of `percent_agreement` and pe = sum_kl w_kl p_1k p_2l. Where ratings are missing po is
    over what both rated, and p_1 and p_2 over all that either rated (Gwet); `missing="listwise"` takes what both rated.

    References
    ----------
    Cohen (1960), Educational and Psychological Measurement 20, 37-46; weighted: Cohen (1968), Psychological Bulletin
    70, 213-220.

    Examples
    --------
    Feinstein & Cicchetti (1990), Journal of Clinical Epidemiology 43, 543-549: both pairs agree on 85 of 100, the
    second on a scale that is used one-sidedly. Kappa is .70 and .32.

    >>> import mcqa
    >>> balanced = [[1, 1]] * 40 + [[1, 0]] * 9 + [[0, 1]] * 6 + [[0, 0]] * 45
    >>> one_sided = [[1, 1]] * 80 + [[1, 0]] * 10 + [[0, 1]] * 5 + [[0, 0]] * 5
    >>> [round(mcqa.cohen_kappa(ratings).estimate, 2) for ratings in (balanced, one_sided)]
    [0.7, 0.32]
    """
    return coefficient(weighted("cohen_kappa", weights), ratings, levels, options)


def scott_pi(
    ratings: Any,
    *,
    weights: str | WeightMatrix = "identity",
    levels: Sequence[Any] | None = None,
    **options: Unpack[Options],
) -> Coefficient:
    """Scott's pi of two raters, beyond two who choose each level as often as both together, but blindly.

    Parameters
    ----------
    ratings : array_like, shape (n_units, 2), or DataFrame
        As in `mcqa.notebook`. `not_applicable` with more than two raters: see `fleiss_kappa`.
    weights, levels, **options
        As there.

    Returns
    -------
    Coefficient
        From -1 to 1. Undefined where every rating is at one level.

    Notes
    -----
    (po - pe) / (1 - pe) with po of `percent_agreement` and pe = sum_kl w_kl p_k p_l, where p_k is the mean over units
    of the share of raters at level k.

    References
    ----------
    Scott (1955), Public Opinion Quarterly 19, 321-325.

    Examples
    --------
    By hand: po = 4/6, the shares are 3/12, 4/12 and 5/12, pe = 50/144, so pi = 46/94.

    >>> import mcqa
    >>> round(mcqa.scott_pi([[0, 0], [1, 1], [2, 2], [2, 1], [2, 2], [0, 1]]).estimate, 4)
    0.4894
    """
    return coefficient(weighted("scott_pi", weights), ratings, levels, options)


def conger_kappa(
    ratings: Any,
    *,
    weights: str | WeightMatrix = "identity",
    levels: Sequence[Any] | None = None,
    **options: Unpack[Options],
) -> Coefficient:
    """Conger's kappa of several raters, beyond those who each keep their habit of choosing levels, but blindly.

    Parameters
    ----------
    ratings : array_like, shape (n_units, n_raters), or DataFrame
        As in `mcqa.notebook`. A column is one and the same rater throughout.
    weights, levels, **options
        As there.

    Returns
    -------
    Coefficient
        From -1 to 1; with two raters it is `cohen_kappa`. Undefined where every rating is at one level.

    Notes
    -----
    (po - pe) / (1 - pe) with po of `percent_agreement` and pe the mean over the pairs of raters g, h of
    sum_kl w_kl p_gk p_hl.

    References
    ----------
    Conger (1980), Psychological Bulletin 88(2), 322-328; missing ratings: Gwet (2014), section 2.4.

    Examples
    --------
    By hand: po = 3/5; the raters use the levels 2, 1, 2, then 1, 3, 1, then 0, 3, 2 times in 5, so
    pe = (7 + 7 + 11) / 75 = 1/3.

    >>> import mcqa
    >>> round(mcqa.conger_kappa([[0, 0, 1], [1, 1, 1], [2, 2, 2], [2, 1, 2], [0, 1, 1]]).estimate, 4)
    0.4
    """
    return coefficient(weighted("conger_kappa", weights), ratings, levels, options)


def fleiss_kappa(
    ratings: Any,
    *,
    weights: str | WeightMatrix = "identity",
    levels: Sequence[Any] | None = None,
    **options: Unpack[Options],
) -> Coefficient:
    """Fleiss' kappa of any raters, beyond those who use the levels as often as all together, but blindly.

    Parameters
    ----------
    ratings : array_like, shape (n_units, n_raters), or DataFrame
        As in `mcqa.notebook`. Which rater gave which rating makes no difference.
    weights, levels, **options
        As there. Fleiss' own coefficient has identity weights.

    Returns
    -------
    Coefficient
        From -1 / (r - 1) to 1 for r raters of each unit. Undefined where every rating is at one level.

    Notes
    -----
    (po - pe) / (1 - pe) with po of `percent_agreement` and pe = sum_kl w_kl p_k p_l, where p_k is the mean over units
    of the share of raters at level k.

    References
    ----------
    Fleiss (1971), Psychological Bulletin 76(5), 378-382; weights and missing ratings: Gwet (2008), British Journal of
    Mathematical and Statistical Psychology 61, 29-48.

    Examples
    --------
    By hand: po = 3/5, the levels have 3, 7 and 5 of 15 ratings, pe = 83/225, so kappa = 52/142.

    >>> import mcqa
    >>> round(mcqa.fleiss_kappa([[0, 0, 1], [1, 1, 1], [2, 2, 2], [2, 1, 2], [0, 1, 1]]).estimate, 4)
    0.3662
    """
    return coefficient(weighted("fleiss_kappa", weights), ratings, levels, options)


def light_kappa(
    ratings: Any,
    *,
    weights: str | WeightMatrix = "identity",
    levels: Sequence[Any] | None = None,
    **options: Unpack[Options],
) -> Coefficient:
    """Light's kappa: the mean of Cohen's kappa over the pairs of raters.

    Parameters
    ----------
    ratings : array_like, shape (n_units, n_raters), or DataFrame
        As in `mcqa.notebook`. A pair is compared on what both rated, and does not count on fewer than two
        units.
    weights, levels, **options
        As there.

    Returns
    -------
    Coefficient
        From -1 to 1. Undefined where some pair has no kappa.

    Notes
    -----
    Mean of `cohen_kappa` over the m (m - 1) / 2 pairs; `pairwise` gives each of them.

    References
    ----------
    Light (1971), Psychological Bulletin 76(5), 365-377; Conger (1980), Psychological Bulletin 88(2), 322-328.

    Examples
    --------
    By hand: the pairs have kappas of 4/9, 4/9 and 2/7.

    >>> import mcqa
    >>> round(mcqa.light_kappa([[0, 0, 1], [1, 1, 1], [2, 2, 2], [2, 1, 2], [0, 1, 1]]).estimate, 4)
    0.3915
    """
    return coefficient(weighted("light_kappa", weights), ratings, levels, options)


def maxwell_re(ratings: Any, *, levels: Sequence[Any] | None = None, **options: Unpack[Options]) -> Coefficient:
    """Maxwell's random error coefficient of two raters on two levels.

    Parameters
    ----------
    ratings : array_like, shape (n_units, 2), or DataFrame
        As in `mcqa.notebook`. Only units that both rated count.
    levels, **options
        As there.

    Returns
    -------
    Coefficient
        From -1 to 1; `brennan_prediger` of two levels. `not_applicable` on any other number of raters or levels.

    Notes
    -----
    2 po - 1, with po the share of units on which both chose the same level.

    References
    ----------
    Maxwell (1977), British Journal of Psychiatry 130, 79-83.

    Examples
    --------
    By hand: they agree on 5 of 6 units, 2 * 5/6 - 1.

    >>> import mcqa
    >>> round(mcqa.maxwell_re([[1, 1], [1, 1], [1, 1], [1, 1], [0, 1], [1, 1]]).estimate, 4)
    0.6667
    """
    return coefficient(Request(coefficient="maxwell_re"), ratings, levels, options)


def bangdiwala_b(ratings: Any, *, levels: Sequence[Any] | None = None, **options: Unpack[Options]) -> Coefficient:
    """Bangdiwala's B of two raters: the agreeing squares of the agreement chart over the rectangles they lie in.

    Parameters
    ----------
    ratings : array_like, shape (n_units, 2), or DataFrame
        As in `mcqa.notebook`. Only units that both rated count.
    levels, **options
        As there.

    Returns
    -------
    Coefficient
        From 0 to 1. Undefined where the two raters have no level in common. `not_applicable` with more than two.

    Notes
    -----
    B = sum_k n_kk^2 / sum_k n_1k n_2k: n_kk units got level k from both, n_1k and n_2k from either.

    References
    ----------
    Bangdiwala (1985), Proceedings of the 45th International Statistical Institute Meeting, 1083-1090.

    Examples
    --------
    By hand: squares of 1, 1 and 4 in rectangles of 2 * 1, 1 * 3 and 3 * 2.

    >>> import mcqa
    >>> round(mcqa.bangdiwala_b([[0, 0], [1, 1], [2, 2], [2, 1], [2, 2], [0, 1]]).estimate, 4)
    0.5455
    """
    return coefficient(Request(coefficient="bangdiwala_b"), ratings, levels, options)
