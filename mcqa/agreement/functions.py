"""The coefficients as functions, for notebooks: ratings in, one `Coefficient` out.

Ratings are an array or a data frame with units in rows and raters in columns, or a long data frame with columns `unit`,
`rater` and one of `level`, `score` and `rating`; NaN, None and empty texts are missing ratings. `levels` declares the
levels, lowest first, used or not; without it they are the numbers that occur. What every function takes besides is in
`Options`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypedDict, Unpack

from mcqa.agreement.array_scope import scope_of
from mcqa.agreement.arrays import read_table
from mcqa.agreement.family import OVER_UNITS
from mcqa.agreement.icc import FORMS, MCGRAW_WONG
from mcqa.agreement.inference import Inference
from mcqa.agreement.options import check_options
from mcqa.agreement.request import Request, check_name
from mcqa.agreement.result import Coefficient
from mcqa.agreement.weights import METRICS, WEIGHTS, WeightMatrix
from mcqa.errors import UsageError


class Options(TypedDict, total=False):
    """What every function of a coefficient takes, by keyword.

    `confidence` of the interval, 0.95 by default; `ci`, how it is made: auto, delta, jackknife, bootstrap, bca or none;
    `resample`, what is a sample: units, raters or both; `replicates` and `seed` of the bootstrap, 2000 and 0; the
    `null_value` that p values test against, 0; the `benchmark` scale, landis_koch; and `missing`: available, each unit
    counts with the ratings it has, or listwise, only units that every rater rated.
    """

    confidence: float
    ci: str
    resample: str
    replicates: int
    seed: int
    null_value: float
    benchmark: str
    missing: str


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
        See the module.
    weights : str or WeightMatrix
        How much each two levels agree: identity (exactly the same), or one of Gwet's weights.
    tolerance : float
        With more than 0, ratings up to this far apart agree fully, in score points; `weights` then play no part.
    levels : sequence, optional
        The declared levels, lowest first.
    **options
        See `Options`.

    Returns
    -------
    Coefficient
        From 0 to 1. Nothing is corrected for chance.

    References
    ----------
    Gwet (2014), Handbook of Inter-Rater Reliability, 4th ed., chapter 2.

    Examples
    --------
    >>> import mcqa
    >>> ratings = [[1, 1, 2], [2, 2, 2], [0, 1, 1], [2, 2, None]]
    >>> round(mcqa.percent_agreement(ratings).estimate, 4)
    0.6667
    >>> mcqa.percent_agreement(ratings, tolerance=1).estimate
    1.0
    """
    if tolerance:
        request = Request(coefficient="percent_agreement", form=f"within_{tolerance:g}", tolerance=tolerance)
    else:
        request = _weighted("percent_agreement", weights)
    return _coefficient(request, ratings, levels, options)


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
        See the module. Units with fewer than two ratings do not count.
    metric : {"nominal", "ordinal", "interval", "ratio"}, optional
        How far apart two levels are. Ordinal by default, nominal for labels without declared levels.
    weights : str or WeightMatrix, optional
        Gwet's form of alpha, with agreement weights in the place of a metric. His ordinal weights are not
        Krippendorff's ordinal metric.
    levels : sequence, optional
        The declared levels, lowest first.
    **options
        See `Options`.

    Returns
    -------
    Coefficient
        At most 1; 0 is what chance gives. Undefined where every pairable rating is at one level.

    References
    ----------
    Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, sections A to E.

    Examples
    --------
    >>> import mcqa
    >>> nan = float("nan")
    >>> ratings = [  # Krippendorff (2011), section C: 12 units, 4 observers, missing ratings
    ...     [1, 1, nan, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4],
    ...     [4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [nan, 5, 5, 5], [nan, nan, 1, 1], [nan, nan, 3, nan],
    ... ]
    >>> [round(mcqa.krippendorff_alpha(ratings, metric=m).estimate, 3) for m in ("nominal", "ordinal", "interval")]
    [0.743, 0.815, 0.849]
    """
    if metric is not None and weights is not None:
        raise UsageError("alpha takes a metric or weights, not both", hint="a metric is Krippendorff's own form")
    if weights is not None:
        return _coefficient(_weighted("krippendorff_alpha", weights), ratings, levels, options)
    if metric is not None:
        check_name("metric", metric, METRICS)
    return _coefficient(Request(coefficient="krippendorff_alpha", metric=metric or "fitting"), ratings, levels, options)


def icc(
    ratings: Any, *, form: str = "ICC2", levels: Sequence[Any] | None = None, **options: Unpack[Options]
) -> Coefficient:
    """Intraclass correlation: the share of the variance of scores that lies between units.

    Parameters
    ----------
    ratings : array_like, shape (n_units, n_raters), or DataFrame
        See the module. Numbers; complete tables by mean squares, others by REML.
    form : str
        Shrout & Fleiss' name, ICC1, ICC2, ICC3, ICC1k, ICC2k or ICC3k, or McGraw & Wong's, such as ICC(A,1) or A-1:
        other raters for every unit (1), the same raters with their differences counted (2, A) or left out (3, C); one
        rater's score, or (k) the mean of all raters.
    levels : sequence, optional
        The declared levels, lowest first; their scores are what is correlated.
    **options
        See `Options`. Limits are McGraw & Wong's where no other `ci` is asked for.

    Returns
    -------
    Coefficient
        At most 1; negative where ratings of one unit differ more than those of different ones.

    References
    ----------
    Shrout & Fleiss (1979), Psychological Bulletin 86, 420-428; McGraw & Wong (1996), Psychological Methods 1, 30-46,
    tables 4 and 7.

    Examples
    --------
    >>> import mcqa
    >>> ratings = [  # Shrout & Fleiss (1979), table 2
    ...     [9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7],
    ... ]
    >>> [round(mcqa.icc(ratings, form=form).estimate, 2) for form in ("ICC1", "ICC2", "ICC3", "ICC(A,k)")]
    [0.17, 0.29, 0.71, 0.62]
    """
    return _coefficient(Request(coefficient="icc", form=_icc_form(form)), ratings, levels, options)


def _icc_form(form: str) -> str:
    """Find the form under any of its names."""
    names = {name: name for name in FORMS}
    for name, other in MCGRAW_WONG.items():
        inner = other.removeprefix("ICC(").removesuffix(")")
        names |= {other: name, inner: name, inner.replace(",", "-"): name}
    asked = form.replace(" ", "")
    check_name("form of icc", asked, tuple(names))
    return names[asked]


def _weighted(name: str, weights: str | WeightMatrix) -> Request:
    if isinstance(weights, str):
        check_name("weights", weights, WEIGHTS)
    return Request(coefficient=name, weights=weights)


def _coefficient(request: Request, ratings: Any, levels: Sequence[Any] | None, options: Options) -> Coefficient:
    check_options(**options)
    chosen = dict(options)
    listwise = chosen.pop("missing", "available") == "listwise"
    table = read_table(ratings, levels, each_row=request.coefficient in OVER_UNITS)
    return Coefficient(
        request=request,
        scope=scope_of(table, listwise=listwise),
        inference=Inference(**chosen),  # type: ignore[arg-type]  # the options were checked
    )
