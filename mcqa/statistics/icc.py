"""Intraclass correlations: the six forms of Shrout and Fleiss, complete tables by mean squares, others by REML."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mcqa.statistics.coefficients import PAIR, Agreement, Limits, Significance, once, ratio, undefined
from mcqa.statistics.intervals import ROUNDING
from mcqa.statistics.sampling import Array

if TYPE_CHECKING:
    from mcqa.statistics.reml import Components

FORMS = ("ICC1", "ICC2", "ICC3", "ICC1k", "ICC2k", "ICC3k")
MCGRAW_WONG = {
    "ICC1": "ICC(1)",
    "ICC2": "ICC(A,1)",
    "ICC3": "ICC(C,1)",
    "ICC1k": "ICC(k)",
    "ICC2k": "ICC(A,k)",
    "ICC3k": "ICC(C,k)",
}
REBUILT = "some ratings are missing: from variance components (REML), as if every reviewer had rated everything"
DISCONNECTED = "some reviewers cannot be compared with others, not even through a third: their differences are assumed"
NO_REMAINDER = "too few ratings: differences of reviewers and of micro-credentials account for every one of them"
NEGATIVE = "ratings of one micro-credential differ more than those of different ones: a variance component is negative"


class MeanSquares(NamedTuple):
    """Mean squares of a table of `n_units` x `n_raters`: between units, within them, between raters, residual.

    The numbers may be arrays of replicates, shape (n_replicates,).
    """

    units: Array
    within: Array
    raters: Array
    residual: Array
    n_units: Array
    n_raters: int


def square_features(table: Array, times: Array | None = None) -> Array:
    """Give what mean squares sum over units.

    Parameters
    ----------
    table : ndarray, shape (n_units, n_raters)
        Scores, without missing ones.
    times : ndarray, shape (n_units,), optional
        How often each row occurs; once by default.

    Returns
    -------
    ndarray, shape (n_units, 4 + n_raters)
        1, the mean of the unit and its square, the sum of squares within the unit, and its scores less its mean.
        Means are less the mean of all scores, of which nothing depends, so that large scores lose no digits.
    """
    often = once(table, times)
    mean = table.mean(axis=1)
    centred = table - mean[:, None]
    mean = mean - float(often @ mean) / float(often.sum())
    return np.column_stack([np.ones(len(table)), mean, mean**2, (centred**2).sum(axis=1), centred])


def mean_squares(sums: Array) -> MeanSquares:
    """Mean squares from sums (n, 4 + n_raters) of `square_features`; what rounding alone has made of one is 0."""
    n, mean, squared, within, bias = sums[:, 0], sums[:, 1], sums[:, 2], sums[:, 3], sums[:, 4:]
    n_raters = bias.shape[1]
    raw = n_raters * squared + within
    floor = ROUNDING * np.maximum(raw, ROUNDING * n * n_raters)

    def clean(squares: Array) -> Array:
        return np.where(squares <= floor, 0.0, squares)

    units = clean(n_raters * (squared - ratio(mean**2, n)))
    within = clean(within)
    raters = clean(ratio((bias**2).sum(axis=1), n))
    free = np.maximum(n - 1, 0)
    return MeanSquares(
        units=ratio(units, free),
        within=ratio(within, n * (n_raters - 1)),
        raters=raters / (n_raters - 1),
        residual=ratio(clean(within - raters), free * (n_raters - 1)),
        n_units=n,
        n_raters=n_raters,
    )


def rebuilt_mean_squares(table: Array, times: Array) -> tuple[MeanSquares, bool]:
    """Mean squares that a complete table with the REML components of an incomplete one would be expected to have.

    Arguments as in `mean_squares`, with NaN where there is no rating. Replicates without components have NaN. The
    second result says whether the raters of the table are connected.
    """
    n_raters = table.shape[1]
    found = _components(table.tobytes(), times.tobytes(), n_raters)
    unit, rater, residual = np.array(
        [(np.nan,) * 3 if each is None else (each.unit, each.rater, each.residual) for each in found]
    ).T
    n = times.sum(axis=1)
    squares = MeanSquares(
        units=n_raters * unit + residual,
        within=rater + residual,
        raters=n * rater + residual,
        residual=residual,
        n_units=n,
        n_raters=n_raters,
    )
    return squares, all(each is None or each.connected for each in found)


@lru_cache(maxsize=4)
def _components(table: bytes, times: bytes, n_raters: int) -> tuple[Components | None, ...]:
    """Fit every replicate, and remember the last ones: all six forms ask for the same."""
    from mcqa.statistics.reml import crossed_components

    scores = np.frombuffer(table).reshape(-1, n_raters)
    return tuple(crossed_components(scores, each) for each in np.frombuffer(times).reshape(-1, len(scores)))


def _parts(squares: MeanSquares, form: str) -> tuple[Array, Array]:
    """Numerator and denominator of a form, Shrout & Fleiss (1979), pages 422 to 426."""
    units, error = squares.units, squares.within if form.startswith("ICC1") else squares.residual
    k, single = squares.n_raters, not form.endswith("k")
    whole = units + (k - 1) * error if single else units
    if form.startswith("ICC2"):
        bias = (squares.raters - squares.residual) / np.maximum(squares.n_units, 1)
        whole = whole + (k * bias if single else bias)
    return units - error, whole


def icc_of_sums(sums: Array, form: str) -> Array:
    """Give intraclass correlations (n,) from sums of `square_features`; NaN where there is no value."""
    part, whole = _parts(mean_squares(sums), form)
    return ratio(part, np.nan_to_num(whole))


def icc_of_rows(table: Array, form: str, times: Array) -> Array:
    """Give intraclass correlations (n,) of an incomplete table for how often each row counts, (n, n_units)."""
    part, whole = _parts(rebuilt_mean_squares(table, times)[0], form)
    return ratio(part, np.nan_to_num(whole))


def _squares(table: Array, times: Array) -> tuple[MeanSquares, bool]:
    if np.isnan(table).any():
        return rebuilt_mean_squares(table, times[None])
    return mean_squares((times @ square_features(table, times))[None]), True


def icc(table: Array, form: str, times: Array | None = None) -> Agreement:
    """Intraclass correlation.

    Parameters
    ----------
    table : ndarray, shape (n_units, n_raters)
        Scores, NaN where there is no rating; at least two raters.
    form : {"ICC1", "ICC2", "ICC3", "ICC1k", "ICC2k", "ICC3k"}
        Shrout & Fleiss' forms, McGraw & Wong's ICC(1), ICC(A,1), ICC(C,1), ICC(k), ICC(A,k), ICC(C,k): other raters
        for every unit, the same random raters with their differences counted, or the same raters with their
        differences left out; one rater's score, or (k) the mean of all raters.

    Returns
    -------
    Agreement
        `significance` is the F test of no differences between units, `against` McGraw & Wong's of another null value,
        both of the alternative that the coefficient is higher; `limits` are McGraw & Wong's, those of ICC2k the
        Spearman-Brown step of those of ICC2. With missing ratings all are from mean squares rebuilt from REML
        components for the full number of units and raters. Undefined with `too_few_units`, `incomplete_data` (too few
        ratings for components), `no_variation`, or `zero_unit_variance`: 0/0 or infinite. With `negative_component`
        the value is below 0, and may be far below -1, or above 1, which no correlation can be; with `disconnected`
        the raters cannot all be compared; with `incomplete_data` and a value no residual is left to judge it by.

    References
    ----------
    Shrout & Fleiss (1979), Psychological Bulletin 86, 420-428; McGraw & Wong (1996), Psychological Methods 1, 30-46;
    Revelle, R package psych, `ICC`, for missing ratings.

    Examples
    --------
    >>> table = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]])
    >>> [round(icc(table.astype(float), form).estimate, 2) for form in FORMS]
    [0.17, 0.29, 0.71, 0.44, 0.62, 0.91]
    """
    often = once(table, times)
    if often.sum() < PAIR:
        return undefined("too_few_units" if len(table) else "no_pairs", table)
    squares, connected = _squares(table, often)
    complete = not np.isnan(table).any()
    units, raters, residual = (float(each[0]) for each in (squares.units, squares.raters, squares.residual))
    if np.isnan(units):
        varies = np.nanmax(table) > np.nanmin(table)
        return undefined("incomplete_data" if varies else "no_variation", table, text=_TOO_FEW if varies else None)
    if max(units, raters, residual) <= 0:
        return undefined("no_variation", table)
    part, whole = (float(each[0]) for each in _parts(squares, form))
    if abs(whole) <= ROUNDING * max(units, raters, residual):
        return undefined("zero_unit_variance", table, text=_NO_UNIT_VARIANCE)
    if abs(part) <= ROUNDING * units:
        part = 0.0
    text = f"{MCGRAW_WONG[form]} in McGraw and Wong's names"
    reason = "negative_component" if part < 0 or whole < 0 else None
    if reason is not None:
        text = NEGATIVE
    elif not connected:
        reason, text = "disconnected", DISCONNECTED
    elif not complete and residual <= 0 and raters > ROUNDING * units:
        reason, text = "incomplete_data", NO_REMAINDER
    elif not complete:
        text = f"{text}; {REBUILT}"
    found = Agreement(
        estimate=part / whole,
        observed=None,
        expected=None,
        rows=np.asarray(np.isfinite(table).any(axis=1)),
        reason=reason,
        significance=_f_test(squares, form),
        against=partial(_f_test_against, squares, form),
        limits=_limits_where_there_are(squares, form, part / whole) if whole > 0 else None,
        text=text,
    )
    pulls = partial(_linearised, table, form, part / whole, whole, often)
    return replace(found, pulls=pulls) if complete else found


_NO_UNIT_VARIANCE = "the micro-credentials do not differ in their mean rating: the coefficient is 0/0 or infinite"
_TOO_FEW = "there are too few ratings to tell differences between reviewers from differences between micro-credentials"


def _linearised(table: Array, form: str, estimate: float, whole: float, times: Array) -> Array:
    """Each unit's pull on the coefficient, shape (n_units,), from a complete table."""
    n, k = float(times.sum()), table.shape[1]
    mean = table.mean(axis=1)
    centred = table - mean[:, None]
    bias = times @ centred / n
    each = MeanSquares(
        units=k * (mean - times @ mean / n) ** 2 * (n / (n - 1)),
        within=(centred**2).sum(axis=1) / (k - 1),
        raters=n * ((2 * centred - bias) @ bias) / (k - 1),
        residual=((centred - bias) ** 2).sum(axis=1) * (n / ((n - 1) * (k - 1))),
        n_units=np.full(len(table), n),
        n_raters=k,
    )
    part_pull, whole_pull = _parts(each, form)
    return np.asarray(estimate + (part_pull - estimate * whole_pull) / whole)


def _f_test(squares: MeanSquares, form: str) -> Significance | None:
    """F of the differences between units; None where nothing is left to compare them with."""
    from scipy.special import fdtrc

    units, error, df1, df2 = _degrees(squares, form)
    if error <= 0:
        return None
    return Significance(units / error, df1, df2, float(fdtrc(df1, df2, units / error)))


def _f_test_against(squares: MeanSquares, form: str, null_value: float) -> Significance | None:
    """F against another null value than 0, McGraw & Wong (1996), table 8; None where no F is below that value."""
    from scipy.special import fdtrc

    units, error, df1, df2 = _degrees(squares, form)
    k = 1 if form.endswith("k") else squares.n_raters
    if error <= 0 or null_value >= 1 or 1 + (k - 1) * null_value <= 0:
        return None
    if form.startswith("ICC2"):
        n, df_raters = float(squares.n_units[0]), squares.n_raters - 1
        share = k * null_value / (n * (1 - null_value))
        biased, plain = share * float(squares.raters[0]), (1 + (n - 1) * share) * error
        if biased + plain <= 0:
            return None
        statistic = units / (biased + plain)
        df2 = (biased + plain) ** 2 / (biased**2 / df_raters + plain**2 / df2)
    else:
        statistic = units * (1 - null_value) / (error * (1 + (k - 1) * null_value))
    return Significance(statistic, df1, df2, float(fdtrc(df1, df2, statistic)))


def _degrees(squares: MeanSquares, form: str) -> tuple[float, float, float, float]:
    n, k = float(squares.n_units[0]), squares.n_raters
    if form.startswith("ICC1"):
        return float(squares.units[0]), float(squares.within[0]), n - 1, n * (k - 1)
    return float(squares.units[0]), float(squares.residual[0]), n - 1, (n - 1) * (k - 1)


def _limits_where_there_are(squares: MeanSquares, form: str, estimate: float) -> Limits | None:
    """Give the limits as a function of the confidence; None where a degree of freedom is 0 and there are none."""
    limits = partial(_limits, squares, form, estimate)
    return limits if np.isfinite(limits(0.5)).all() else None


def _limits(squares: MeanSquares, form: str, estimate: float, confidence: float) -> tuple[float, float]:
    """McGraw & Wong (1996), table 7; -infinity where the Spearman-Brown step has no lower limit."""
    k = squares.n_raters
    if form == "ICC2k":
        single = _parts(squares, "ICC2")
        low, high = _agreement_limits(squares, float(single[0][0] / single[1][0]), confidence)
        return _stepped_up(low, k), _stepped_up(high, k)
    if form == "ICC2":
        return _agreement_limits(squares, estimate, confidence)
    from scipy.special import fdtri

    units, error, df1, df2 = _degrees(squares, form)
    tail = (1 + confidence) / 2
    low, high = units / float(fdtri(df1, df2, tail)), units * float(fdtri(df2, df1, tail))
    if form.endswith("k"):
        return (1 - error / low if low > 0 else -np.inf), (1 - error / high if high > 0 else -np.inf)
    return (low - error) / (low + (k - 1) * error), (high - error) / (high + (k - 1) * error)


def _stepped_up(single: float, k: int) -> float:
    whole = 1 + (k - 1) * single
    return k * single / whole if whole > 0 else -np.inf


def _agreement_limits(squares: MeanSquares, estimate: float, confidence: float) -> tuple[float, float]:
    from scipy.special import fdtri

    n, k = float(squares.n_units[0]), squares.n_raters
    units, raters, error = float(squares.units[0]), float(squares.raters[0]), float(squares.residual[0])
    # Satterthwaite's degrees of freedom, multiplied through by the residual so that it may be 0
    biased, plain = k * estimate * raters, (n * (1 + (k - 1) * estimate) - k * estimate) * error
    if max(abs(biased), abs(plain)) == 0:
        return (estimate, estimate)
    df = (k - 1) * (n - 1) * (biased + plain) ** 2 / ((n - 1) * biased**2 + plain**2)
    tail = (1 + confidence) / 2
    below, above = float(fdtri(n - 1, df, tail)), float(fdtri(df, n - 1, tail))
    noise = k * raters + (k * n - k - n) * error
    # a quantile too large for a number, which some versions of scipy give for few degrees of freedom, is a limit
    low = n * (units - below * error) / (below * noise + n * units) if below < np.inf else -n * error / noise
    return low, (n * (above * units - error) / (noise + n * above * units) if above < np.inf else 1.0)
