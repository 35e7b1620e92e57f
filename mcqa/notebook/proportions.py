"""Shares of agreeing ratings, and what corrects them for a chance that does not ask who rated."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Unpack

from mcqa.agreement.options import check_options
from mcqa.agreement.request import FITTING, Request, check_name
from mcqa.agreement.weight_matrix import WeightMatrix
from mcqa.errors import UsageError
from mcqa.notebook.call import Options, coefficient, weighted
from mcqa.notebook.result import Coefficient
from mcqa.statistics.weights import METRICS


def percent_agreement(
    ratings: Any,
    *,
    weights: str | WeightMatrix = "identity",
    tolerance: float = 0.0,
    levels: Sequence[Any] | None = None,
    **options: Unpack[Options],
) -> Coefficient:
    """Share of the pairs of ratings of a unit that agree, averaged over units.

    Parameters
    ----------
    ratings : array_like, shape (n_units, n_raters), or DataFrame
        As in `mcqa.notebook`. Units with fewer than two ratings do not count.
    weights : str or WeightMatrix
        How much each two levels agree.
    tolerance : float
        With more than 0, ratings up to this far apart agree fully, in score points; `weights` then play no part.
    levels, **options
        As in `mcqa.notebook`.

    Returns
    -------
    Coefficient
        From 0 to 1. Nothing is corrected for chance.

    Notes
    -----
    po = mean over units of sum_kl w_kl r_k (r_l - [k = l]) / (r (r - 1)), where r raters rated the unit, r_k of them
    at level k.

    References
    ----------
    Gwet (2014), Handbook of Inter-Rater Reliability, 4th ed., chapter 2.

    Examples
    --------
    By hand: 1/3 of the pairs agree on the first and third unit, all on the others.

    >>> import mcqa
    >>> ratings = [[1, 1, 2], [2, 2, 2], [0, 1, 1], [2, 2, None]]
    >>> round(mcqa.percent_agreement(ratings).estimate, 4)
    0.6667
    >>> mcqa.percent_agreement(ratings, tolerance=1).estimate
    1.0
    """
    request = _within("percent_agreement", tolerance) if tolerance else weighted("percent_agreement", weights)
    return coefficient(request, ratings, levels, options)


def percent_agreement_all_raters(
    ratings: Any, *, tolerance: float = 0.0, levels: Sequence[Any] | None = None, **options: Unpack[Options]
) -> Coefficient:
    """Share of the units on which all raters agree.

    Parameters
    ----------
    ratings : array_like, shape (n_units, n_raters), or DataFrame
        As in `mcqa.notebook`. Units with fewer than two ratings do not count.
    tolerance : float
        How far apart the highest and the lowest rating of a unit may be, in score points.
    levels, **options
        As in `mcqa.notebook`.

    Returns
    -------
    Coefficient
        From 0 to 1; the more raters, the lower.

    Notes
    -----
    Units with highest - lowest rating <= tolerance, over units with two ratings or more.

    References
    ----------
    Gamer, Lemon & Singh, R package irr, `agree`, which prints it in percent.

    Examples
    --------
    By hand: all raters agree on the second and the last of four units.

    >>> import mcqa
    >>> mcqa.percent_agreement_all_raters([[1, 1, 2], [2, 2, 2], [0, 1, 1], [2, 2, None]]).estimate
    0.5
    """
    return coefficient(_within("percent_agreement_all_raters", tolerance), ratings, levels, options)


def brennan_prediger(
    ratings: Any,
    *,
    weights: str | WeightMatrix = "identity",
    levels: Sequence[Any] | None = None,
    **options: Unpack[Options],
) -> Coefficient:
    """Brennan and Prediger's coefficient: beyond blind raters who use all declared levels alike.

    Parameters
    ----------
    ratings : array_like, shape (n_units, n_raters), or DataFrame
        As in `mcqa.notebook`.
    weights, levels, **options
        As there. The number of declared levels sets what chance gives.

    Returns
    -------
    Coefficient
        At most 1. Where every rating is at one level it is 1 by formula, and `unstable`.

    Notes
    -----
    (po - pe) / (1 - pe) with po of `percent_agreement` and pe the mean of all q x q weights: 1/q for identity weights.

    References
    ----------
    Brennan & Prediger (1981), Educational and Psychological Measurement 41, 687-699; weights: Gwet (2014), chapter 4.

    Examples
    --------
    By hand: po = 3/5 and pe = 1/3, so (3/5 - 1/3) / (2/3).

    >>> import mcqa
    >>> ratings = [[0, 0, 1], [1, 1, 1], [2, 2, 2], [2, 1, 2], [0, 1, 1]]
    >>> round(mcqa.brennan_prediger(ratings).estimate, 4)
    0.4
    """
    return coefficient(weighted("brennan_prediger", weights), ratings, levels, options)


def gwet_ac(
    ratings: Any,
    *,
    weights: str | WeightMatrix = "identity",
    levels: Sequence[Any] | None = None,
    **options: Unpack[Options],
) -> Coefficient:
    """Gwet's AC1, with other than identity weights AC2: beyond guesses on the units that are hard to rate.

    Parameters
    ----------
    ratings : array_like, shape (n_units, n_raters), or DataFrame
        As in `mcqa.notebook`.
    weights, levels, **options
        As there. The number of declared levels has a part in what chance gives.

    Returns
    -------
    Coefficient
        At most 1. Where every rating is at one level it is 1 by formula, and `unstable`.

    Notes
    -----
    (po - pe) / (1 - pe) with po of `percent_agreement` and pe = T / (q (q - 1)) sum_k p_k (1 - p_k), where T is the sum
    of all weights, q for AC1, and p_k the mean over units of the share of raters at level k.

    References
    ----------
    Gwet (2008), British Journal of Mathematical and Statistical Psychology 61, 29-48; AC2: Gwet (2014), chapters 4
    and 5.

    Examples
    --------
    By hand: po = 5/6, p_0 = 1/12 and p_1 = 11/12, so pe = 22/144 and AC1 = 98/122.

    >>> import mcqa
    >>> round(mcqa.gwet_ac([[1, 1], [1, 1], [1, 1], [1, 1], [0, 1], [1, 1]]).estimate, 4)
    0.8033
    """
    return coefficient(weighted("gwet_ac", weights), ratings, levels, options)


def krippendorff_alpha(
    ratings: Any,
    *,
    metric: str | None = None,
    weights: str | WeightMatrix | None = None,
    levels: Sequence[Any] | None = None,
    **options: Unpack[Options],
) -> Coefficient:
    """Krippendorff's alpha: 1 - observed / expected disagreement, for any number of raters and missing ratings.

    Parameters
    ----------
    ratings : array_like, shape (n_units, n_raters), or DataFrame
        As in `mcqa.notebook`. Units with fewer than two ratings do not count.
    metric : {"nominal", "ordinal", "interval", "ratio"}, optional
        How far apart two levels are. Ordinal by default, nominal for labels without declared levels.
    weights : str or WeightMatrix, optional
        Gwet's form of alpha, with agreement weights in the place of a metric. His ordinal weights are not
        Krippendorff's ordinal metric.
    levels, **options
        As in `mcqa.notebook`.

    Returns
    -------
    Coefficient
        At most 1; 0 is what chance gives. Undefined where every pairable rating is at one level.

    Notes
    -----
    alpha = 1 - Do / De. Do is the mean of d(k, l) over the pairs of ratings of a unit, where a unit with r ratings
    weighs r, and De the mean over all pairs of pairable ratings. d(k, l) is [k != l], (k - l)^2 or
    ((k - l) / (k + l))^2; for the ordinal metric the square of how many ratings lie from k to l, half of those at
    either. With weights d = 1 - w.

    References
    ----------
    Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, sections A to E.

    Examples
    --------
    Krippendorff (2011), sections C to E: 12 units, 4 observers, missing ratings.

    >>> import mcqa
    >>> nan = float("nan")
    >>> ratings = [
    ...     [1, 1, nan, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4],
    ...     [4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [nan, 5, 5, 5], [nan, nan, 1, 1], [nan, nan, 3, nan],
    ... ]
    >>> [round(mcqa.krippendorff_alpha(ratings, metric=m).estimate, 3) for m in ("nominal", "ordinal", "interval")]
    [0.743, 0.815, 0.849]
    """
    if metric is not None and weights is not None:
        raise UsageError("alpha takes a metric or weights, not both", hint="a metric is Krippendorff's own form")
    if weights is not None:
        return coefficient(weighted("krippendorff_alpha", weights), ratings, levels, options)
    if metric is not None:
        check_name("metric", str(metric), METRICS)
    request = Request(coefficient="krippendorff_alpha", metric=metric or FITTING)
    return coefficient(request, ratings, levels, options)


def _within(name: str, tolerance: float) -> Request:
    check_options(tolerance=tolerance)
    return Request(coefficient=name, form=f"within_{tolerance:g}" if tolerance else None, tolerance=tolerance)
