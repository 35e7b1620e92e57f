"""Agreement within each unit, beside raters who choose among the levels at random."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Unpack

from mcqa.agreement.request import Request, check_name
from mcqa.notebook.call import Options, coefficient
from mcqa.notebook.result import Coefficient

FINN_FORMS = ("oneway", "twoway")


def rwg(ratings: Any, *, levels: Sequence[Any] | None = None, **options: Unpack[Options]) -> Coefficient:
    """Within-group agreement of James, Demaree and Wolf, averaged over units.

    Parameters
    ----------
    ratings : array_like, shape (n_units, n_raters), or DataFrame
        As in `mcqa.notebook`. Numbers. Units with fewer than two ratings do not count.
    levels, **options
        As there. Declare the levels: blind raters use all of them.

    Returns
    -------
    Coefficient
        From 0 to 1; `per_unit` pairs each unit with its value.

    Notes
    -----
    For each unit 1 - s^2 / v, at least 0: s^2 is the variance of its ratings (over r - 1) and v that of the declared
    levels, each equally likely: (q^2 - 1) / 12 for levels one point apart.

    References
    ----------
    James, Demaree & Wolf (1984), Journal of Applied Psychology 69, 85-98.

    Examples
    --------
    By hand: v = 2/3 and s^2 = 1/3 for three of the units, 0 for the others.

    >>> import mcqa
    >>> found = mcqa.rwg([[0, 0, 1], [1, 1, 1], [2, 2, 2], [2, 1, 2], [0, 1, 1]])
    >>> round(found.estimate, 4)
    0.7
    >>> [(unit, round(value, 2)) for unit, value in found.per_unit]
    [('1', 0.5), ('2', 1.0), ('3', 1.0), ('4', 0.5), ('5', 0.5)]
    """
    return coefficient(Request(coefficient="rwg"), ratings, levels, options)


def awg(ratings: Any, *, levels: Sequence[Any] | None = None, **options: Unpack[Options]) -> Coefficient:
    """Brown and Hauenstein's agreement within groups, averaged over the units that have one.

    Parameters
    ----------
    ratings : array_like, shape (n_units, n_raters), or DataFrame
        As in `mcqa.notebook`. Numbers. Units with fewer than two ratings do not count.
    levels, **options
        As there. Declare the levels: only their ends play a part.

    Returns
    -------
    Coefficient
        From -1 to 1; `per_unit` pairs each unit with its value, None where its mean is too near an end of the scale.

    Notes
    -----
    For each unit 1 - 2 s^2 / s_max^2 with s_max^2 = ((H + L) x - x^2 - H L) r / (r - 1): s^2 is the variance and x the
    mean of its r ratings, L and H the ends of the scale.

    References
    ----------
    Brown & Hauenstein (2005), Organizational Research Methods 8, 165-184.

    Examples
    --------
    By hand: the first unit has s^2 = 1/3 and s_max^2 = (4/3 - 4/9) * 3/2 = 4/3; the mean of the last, 1/3, is nearer
    to the end of the scale than the 2/3 that one dissenting rater could make it.

    >>> import mcqa
    >>> found = mcqa.awg([[0, 1, 1], [1, 1, 1], [0, 0, 1]], levels=[0, 1, 2])
    >>> [None if value is None else round(value, 4) for _, value in found.per_unit]
    [0.5, 1.0, None]
    """
    return coefficient(Request(coefficient="awg"), ratings, levels, options)


def ad_mean(ratings: Any, *, levels: Sequence[Any] | None = None, **options: Unpack[Options]) -> Coefficient:
    """Mean absolute deviation of ratings from the mean of their unit, averaged over units; 0 where all agree.

    Parameters
    ----------
    ratings : array_like, shape (n_units, n_raters), or DataFrame
        As in `mcqa.notebook`. Numbers. Units with fewer than two ratings do not count.
    levels, **options
        As there.

    Returns
    -------
    Coefficient
        In score points; smaller is better. `per_unit` pairs each unit with its value.

    Notes
    -----
    For each unit the mean of |x_i - x|, with x the mean of its ratings x_i.

    References
    ----------
    Burke, Finkelstein & Dusig (1999), Organizational Research Methods 2, 49-68.

    Examples
    --------
    By hand: three of the five units deviate by (1/3 + 1/3 + 2/3) / 3 = 4/9.

    >>> import mcqa
    >>> round(mcqa.ad_mean([[0, 0, 1], [1, 1, 1], [2, 2, 2], [2, 1, 2], [0, 1, 1]]).estimate, 4)
    0.2667
    """
    return coefficient(Request(coefficient="ad_mean"), ratings, levels, options)


def finn(
    ratings: Any, *, form: str = "oneway", levels: Sequence[Any] | None = None, **options: Unpack[Options]
) -> Coefficient:
    """Finn's r: how small the variance within units is beside that of blind raters.

    Parameters
    ----------
    ratings : array_like, shape (n_units, n_raters), or DataFrame
        As in `mcqa.notebook`. Numbers.
    form : {"oneway", "twoway"}
        Whether differences between raters count; twoway leaves them out, and takes units that every rater rated.
    levels, **options
        As there. Declare the levels: blind raters use all of them.

    Returns
    -------
    Coefficient
        At most 1. `full` holds the F test of the two variances.

    Notes
    -----
    oneway 1 - MSW / v, twoway 1 - MSE / v: the mean squares within units and of what is left when the means of raters
    are taken out too; v is the variance of the declared levels, each equally likely.

    References
    ----------
    Finn (1970), Educational and Psychological Measurement 30, 71-76.

    Examples
    --------
    By hand: three units have a sum of squares of 2/3, so MSW = 2/10 and v = 2/3.

    >>> import mcqa
    >>> round(mcqa.finn([[0, 0, 1], [1, 1, 1], [2, 2, 2], [2, 1, 2], [0, 1, 1]]).estimate, 4)
    0.7
    """
    check_name("form of finn", str(form), FINN_FORMS)
    return coefficient(Request(coefficient="finn", form=form), ratings, levels, options)
