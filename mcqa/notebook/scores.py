"""Coefficients of scores and of ranks: correlations between raters, and shares of variance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Unpack

from mcqa.agreement.request import Request, check_name
from mcqa.notebook.call import Options, coefficient
from mcqa.notebook.result import Coefficient
from mcqa.statistics.icc import FORMS, MCGRAW_WONG


def icc(
    ratings: Any, *, form: str = "ICC2", levels: Sequence[Any] | None = None, **options: Unpack[Options]
) -> Coefficient:
    """Intraclass correlation: the share of the variance of scores that lies between units.

    Parameters
    ----------
    ratings : array_like, shape (n_units, n_raters), or DataFrame
        As in `mcqa.notebook`. Numbers; complete tables by mean squares, others by REML.
    form : str
        Shrout & Fleiss' name, ICC1, ICC2, ICC3, ICC1k, ICC2k or ICC3k, or McGraw & Wong's, such as ICC(A,1) or A-1:
        other raters for every unit (1), the same raters with their differences counted (2, A) or left out (3, C); one
        rater's score, or (k) the mean of all raters.
    levels, **options
        As in `mcqa.notebook`. The scores of the levels are what is correlated.

    Returns
    -------
    Coefficient
        At most 1; negative where ratings of one unit differ more than those of different ones. `full` holds the F test.

    Notes
    -----
    With mean squares between units B, within them W, between raters R and residual E:

    ICC1 (B - W) / (B + (m - 1) W), ICC2 (B - E) / (B + (m - 1) E + m (R - E) / n), ICC3 (B - E) / (B + (m - 1) E),
    ICC1k (B - W) / B, ICC2k (B - E) / (B + (R - E) / n), ICC3k (B - E) / B.

    References
    ----------
    Shrout & Fleiss (1979), Psychological Bulletin 86, 420-428, tables 2 to 4; McGraw & Wong (1996), Psychological
    Methods 1, 30-46, tables 4 and 7.

    Examples
    --------
    Shrout & Fleiss (1979), table 2, with their values of table 4.

    >>> import mcqa
    >>> ratings = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    >>> [round(mcqa.icc(ratings, form=form).estimate, 2) for form in ("ICC1", "ICC2", "ICC3", "ICC(A,k)")]
    [0.17, 0.29, 0.71, 0.62]
    """
    return coefficient(Request(coefficient="icc", form=_icc_form(form)), ratings, levels, options)


def kendall_w(
    ratings: Any, *, ties: bool = True, levels: Sequence[Any] | None = None, **options: Unpack[Options]
) -> Coefficient:
    """Kendall's coefficient of concordance: how far raters put the units in one order.

    Parameters
    ----------
    ratings : array_like, shape (n_units, n_raters), or DataFrame
        As in `mcqa.notebook`. Levels in an order; only units that every rater rated count.
    ties : bool
        Whether W is corrected for ties. Without that it cannot reach 1 when a rater gives a level twice.
    levels, **options
        As in `mcqa.notebook`.

    Returns
    -------
    Coefficient
        From 0 to 1. Undefined where no rater tells two units apart. `full` holds the chi-squared test.

    Notes
    -----
    W = 12 S / (m^2 (n^3 - n) - m T): S is the sum of squares of the sums of ranks of the units about their mean, T the
    sum of t^3 - t over groups of t ties of one rater.

    References
    ----------
    Kendall & Babington Smith (1939), Annals of Mathematical Statistics 10, 275-287; ties: Siegel & Castellan (1988),
    Nonparametric Statistics, section 9.5.

    Examples
    --------
    By hand: the sums of ranks 4, 6, 8 and 12 have S = 35, so W = 12 * 35 / (9 * 60).

    >>> import mcqa
    >>> round(mcqa.kendall_w([[1, 1, 2], [2, 3, 1], [3, 2, 3], [4, 4, 4]]).estimate, 4)
    0.7778
    """
    request = Request(coefficient="kendall_w", form=None if ties else "no_ties_correction")
    return coefficient(request, ratings, levels, options)


def mean_spearman(
    ratings: Any, *, fisher_z: bool = False, levels: Sequence[Any] | None = None, **options: Unpack[Options]
) -> Coefficient:
    """Mean of Spearman's rank correlation over the pairs of raters.

    Parameters
    ----------
    ratings : array_like, shape (n_units, n_raters), or DataFrame
        As in `mcqa.notebook`. Levels in an order. A pair is compared on what both rated.
    fisher_z : bool
        Whether arctanh of the correlations is averaged in their place.
    levels, **options
        As in `mcqa.notebook`.

    Returns
    -------
    Coefficient
        From -1 to 1. Differences in severity are not seen. Undefined where some rater gave one level only.

    Notes
    -----
    Mean over the pairs of Pearson's correlation of ranks, ties sharing their mean rank.

    References
    ----------
    Spearman (1904), American Journal of Psychology 15, 72-101; Gamer, Lemon & Singh, R package irr, `meanrho`.

    Examples
    --------
    By hand: the first two raters order the units alike, the third the other way round: (1 - 1 - 1) / 3.

    >>> import mcqa
    >>> round(mcqa.mean_spearman([[1, 1, 3], [2, 4, 2], [3, 9, 1]]).estimate, 4)
    -0.3333
    """
    return coefficient(_correlation("mean_spearman", fisher_z=fisher_z), ratings, levels, options)


def mean_pearson(
    ratings: Any, *, fisher_z: bool = False, levels: Sequence[Any] | None = None, **options: Unpack[Options]
) -> Coefficient:
    """Mean of Pearson's correlation over the pairs of raters.

    Parameters
    ----------
    ratings : array_like, shape (n_units, n_raters), or DataFrame
        As in `mcqa.notebook`. Numbers. A pair is compared on what both rated.
    fisher_z : bool
        Whether arctanh of the correlations is averaged in their place.
    levels, **options
        As in `mcqa.notebook`.

    Returns
    -------
    Coefficient
        From -1 to 1. Differences in severity and spread are not seen. Undefined where some rater gave one level only.

    Notes
    -----
    Mean over the pairs g, h of cov(g, h) / sqrt(var(g) var(h)).

    References
    ----------
    Gamer, Lemon & Singh, R package irr, `meancor`; z: Fisher (1925), Statistical Methods for Research Workers, section
    35.

    Examples
    --------
    By hand: scores on one line, rising for two raters and falling for the third: (1 - 1 - 1) / 3.

    >>> import mcqa
    >>> round(mcqa.mean_pearson([[1, 3, 5], [2, 5, 4], [3, 7, 3]]).estimate, 4)
    -0.3333
    """
    return coefficient(_correlation("mean_pearson", fisher_z=fisher_z), ratings, levels, options)


def iota(ratings: Any, *, levels: Sequence[Any] | None = None, **options: Unpack[Options]) -> Coefficient:
    """Janson and Olsson's iota of one interval variable.

    Parameters
    ----------
    ratings : array_like, shape (n_units, n_raters), or DataFrame
        As in `mcqa.notebook`. Numbers; only units that every rater rated count.
    levels, **options
        As there.

    Returns
    -------
    Coefficient
        From -1 to 1; `conger_kappa` with quadratic weights. Undefined where every rating is the same.

    Notes
    -----
    1 - Do / De: the mean squared distance of two raters on one unit, and of every unit of the one with every unit of
    the other, averaged over the pairs of raters.

    References
    ----------
    Janson & Olsson (2001), Educational and Psychological Measurement 61, 277-289.

    Examples
    --------
    By hand: of two raters, Do = 2/6 and De = (17/36 + 29/36) = 46/36.

    >>> import mcqa
    >>> round(mcqa.iota([[0, 0], [1, 1], [2, 2], [2, 1], [2, 2], [0, 1]]).estimate, 4)
    0.7391
    """
    return coefficient(Request(coefficient="iota"), ratings, levels, options)


def lin_ccc(ratings: Any, *, levels: Sequence[Any] | None = None, **options: Unpack[Options]) -> Coefficient:
    """Lin's concordance correlation coefficient; for more than two raters Barnhart's overall one.

    Parameters
    ----------
    ratings : array_like, shape (n_units, n_raters), or DataFrame
        As in `mcqa.notebook`. Numbers; only units that every rater rated count.
    levels, **options
        As there.

    Returns
    -------
    Coefficient
        From -1 to 1; the same number as `iota`. Undefined where every rating is the same.

    Notes
    -----
    2 s_12 / (s_1^2 + s_2^2 + (x_1 - x_2)^2): covariance, variances (over n) and means of the two raters. With more
    raters numerator and denominator are summed over the pairs.

    References
    ----------
    Lin (1989), Biometrics 45, 255-268; Barnhart, Haber & Song (2002), Biometrics 58, 1020-1027.

    Examples
    --------
    By hand: means of 7/6 both, variances of 29/36 and 17/36, a covariance of 17/36: 34/46.

    >>> import mcqa
    >>> round(mcqa.lin_ccc([[0, 0], [1, 1], [2, 2], [2, 1], [2, 2], [0, 1]]).estimate, 4)
    0.7391
    """
    return coefficient(Request(coefficient="lin_ccc"), ratings, levels, options)


def robinson_a(ratings: Any, *, levels: Sequence[Any] | None = None, **options: Unpack[Options]) -> Coefficient:
    """Robinson's A: the share of the variation between units in all variation but that between raters.

    Parameters
    ----------
    ratings : array_like, shape (n_units, n_raters), or DataFrame
        As in `mcqa.notebook`. Numbers; only units that every rater rated count.
    levels, **options
        As there.

    Returns
    -------
    Coefficient
        From 0 to 1, with 1 / m for unrelated ratings. Undefined where units do not differ and nothing else is left.

    Notes
    -----
    A = SSB / (SSB + SSE): sums of squares between units, and of what is left when the means of raters are taken out
    too. ICC3 is (m A - 1) / (m - 1).

    References
    ----------
    Robinson (1957), American Sociological Review 22, 17-25; R package irr, `robinson`.

    Examples
    --------
    By hand: SSB = 7/3 and SSE = 1/3 for two raters of three units.

    >>> import mcqa
    >>> round(mcqa.robinson_a([[0, 1], [1, 1], [2, 2]]).estimate, 4)
    0.875
    """
    return coefficient(Request(coefficient="robinson_a"), ratings, levels, options)


def _icc_form(form: str) -> str:
    """Find the form under any of its names."""
    names = {name: name for name in FORMS}
    for name, other in MCGRAW_WONG.items():
        inner = other.removeprefix("ICC(").removesuffix(")")
        names |= {other: name, inner: name, inner.replace(",", "-"): name}
    asked = str(form).replace(" ", "")
    check_name("form of icc", asked, tuple(names))
    return names[asked]


def _correlation(name: str, *, fisher_z: bool) -> Request:
    return Request(coefficient=name, form="fisher_z" if fisher_z else None)
