"""Several coefficients at once: the whole family, every pair of raters, and the raters left out in turn.

The table is read once, and all is computed from its distinct rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, combinations
from typing import TYPE_CHECKING, Any, Unpack

import numpy as np

from mcqa.agreement.family import misfit
from mcqa.agreement.measure import value_of
from mcqa.agreement.request import COEFFICIENTS, Request, check_name, level_weights, requests, unfit
from mcqa.agreement.weight_matrix import WeightMatrix
from mcqa.errors import UsageError
from mcqa.notebook.array_scope import ArrayScope, scope_of
from mcqa.notebook.arrays import Table, read_table
from mcqa.notebook.call import Options, inference_of, weighted
from mcqa.notebook.result import ORDERED, Coefficient, Family
from mcqa.statistics.coefficients import PAIR
from mcqa.statistics.pairwise import pairwise_kappas
from mcqa.statistics.sampling import Array

if TYPE_CHECKING:
    import pandas as pd

# one form for a coefficient that has several and is named without, as its function has it
FORMS = {"icc": "ICC2", "finn": "oneway"}
KAPPAS_OF_TWO = ("cohen_kappa", "conger_kappa", "light_kappa")
ALPHA = "krippendorff_alpha"


def family(
    ratings: Any,
    *,
    weights: str | WeightMatrix = "identity",
    levels: Sequence[Any] | None = None,
    **options: Unpack[Options],
) -> Family:
    """Every coefficient that makes sense for a table: its scale, and its number of raters.

    Parameters
    ----------
    ratings : array_like, shape (n_units, n_raters), or DataFrame
        As in `mcqa.notebook`.
    weights : str or WeightMatrix
        For all coefficients that take weights but alpha, which has the metric that fits the scale.
    levels, **options
        As in `mcqa.notebook`.

    Returns
    -------
    Family
        A tuple of `Coefficient`, with a data frame of them all, `to_frame()`.

    Examples
    --------
    >>> import mcqa
    >>> found = mcqa.family([["a", "a"], ["b", "b"], ["b", "a"], ["b", "b"]])
    >>> [each.request.coefficient for each in found][:4]
    ['percent_agreement', 'gwet_ac', 'brennan_prediger', 'fleiss_kappa']
    >>> round(found["cohen_kappa"].estimate, 3)
    0.5
    """
    inference, listwise = inference_of(options)
    table = read_table(ratings, levels)
    scope = scope_of(table, listwise=listwise)
    weighted("family", weights)
    asked = (each for name in COEFFICIENTS for each in _requests(name, weights))
    return Family(
        tuple(
            Coefficient(request=request, scope=scope, inference=inference)
            for request in asked
            if _refused(request, scope) is None
        )
    )


def pairwise(
    ratings: Any,
    coefficient: str = "cohen_kappa",
    *,
    weights: str | WeightMatrix | None = None,
    levels: Sequence[Any] | None = None,
) -> pd.DataFrame:
    """One coefficient of each two raters, on the units that both rated.

    Parameters
    ----------
    ratings : array_like, shape (n_units, n_raters), or DataFrame
        As in `mcqa.notebook`.
    coefficient : str
        Its name; a form other than the first behind a colon, `icc:ICC3`.
    weights : str or WeightMatrix, optional
        Those of the function of this name by default.
    levels : sequence, optional
        As in `mcqa.notebook`.

    Returns
    -------
    DataFrame, shape (n_raters, n_raters)
        Symmetric, with the names of the raters. NaN where a pair has no value or fewer than two units in common, and on
        the diagonal, where nothing is compared.

    Examples
    --------
    By hand: kappas of 4/9, 4/9 and 2/7, as in `light_kappa`.

    >>> import mcqa
    >>> mcqa.pairwise([[0, 0, 1], [1, 1, 1], [2, 2, 2], [2, 1, 2], [0, 1, 1]]).round(3)
    rater      1      2      3
    rater
    1        NaN  0.444  0.444
    2      0.444    NaN  0.286
    3      0.444  0.286    NaN
    """
    import pandas as pd

    request = _request(coefficient, weights)
    table = read_table(ratings, levels)
    n_raters = len(table.raters)
    found = np.full((n_raters, n_raters), np.nan)
    first, second = np.triu_indices(n_raters, 1)
    found[first, second] = found[second, first] = _of_pairs(request, table)
    names = pd.Index(table.raters, name="rater")
    return pd.DataFrame(found, index=names, columns=names)


def leave_one_rater_out(
    ratings: Any,
    coefficients: str | Sequence[str] = (ALPHA,),
    *,
    weights: str | WeightMatrix | None = None,
    levels: Sequence[Any] | None = None,
    missing: str = "available",
) -> pd.DataFrame:
    """Leave out each rater in turn: what coefficients would be without, and so who stands against the others.

    Parameters
    ----------
    ratings : array_like, shape (n_units, n_raters), or DataFrame
        As in `mcqa.notebook`.
    coefficients : str or sequence of str
        Names; a form other than the first behind a colon, `icc:ICC3`.
    weights : str or WeightMatrix, optional
        Those of the functions by default.
    levels, missing
        As in `mcqa.notebook`.

    Returns
    -------
    DataFrame, shape (n_raters, n_coefficients)
        One row for each rater who is left out, one column for each coefficient; NaN where there is no value.

    Examples
    --------
    The third rater turns the scale round: without that one agreement is perfect.

    >>> import mcqa
    >>> mcqa.leave_one_rater_out([[0, 0, 2], [1, 1, 1], [2, 2, 0]], "conger_kappa", weights="linear").round(2)
              conger_kappa
    left_out
    1                 -0.5
    2                 -0.5
    3                  1.0
    """
    import pandas as pd

    _, listwise = inference_of({"missing": missing})
    names = (coefficients,) if isinstance(coefficients, str) else tuple(coefficients)
    asked = {name: _request(name, weights) for name in names}
    table = read_table(ratings, levels)
    without = [scope_of(_without(table, rater), listwise=listwise) for rater in range(len(table.raters))]
    for request in asked.values() if without else ():
        _check_sense(request, without[0])
    found = {name: [_value(request, scope) for scope in without] for name, request in asked.items()}
    return pd.DataFrame(found, index=pd.Index(table.raters, name="left_out"), dtype=np.float64)


def _requests(name: str, weights: str | WeightMatrix) -> tuple[Request, ...]:
    """Request a coefficient in every form that is made without asking; weights do nothing for one without."""
    return requests([name], None if name == ALPHA else [weights], None)


def _request(name: str, weights: str | WeightMatrix | None) -> Request:
    """Request one form of a coefficient, by default as the function of its name makes it."""
    base, _, form = str(name).partition(":")
    check_name("coefficient", base, COEFFICIENTS)
    form = form or FORMS.get(base, "")
    if weights is None and base != ALPHA:
        weights = "identity"
    asked = None if weights is None else [weighted(base, weights).weights or ""]
    (found,) = requests([f"{base}:{form}" if form else base], asked, None)
    return found


def _refused(request: Request, scope: ArrayScope) -> str | None:
    """Why a coefficient makes no sense in a scope, as a sentence; None when it does."""
    settled, scale = request.on(scope.scales[0]), scope.scales[0]
    found = unfit(settled, scale) or misfit(settled.coefficient, settled.form, scope)
    return None if found is None else found[1]


def _check_sense(request: Request, scope: ArrayScope) -> None:
    said = _refused(request, scope)
    if said is not None:
        raise UsageError(f"{request.coefficient}: {said}", hint=ORDERED)


def _of_pairs(request: Request, table: Table) -> Sequence[float] | Array:
    """Give the coefficient of each pair of raters, in the order of `combinations`."""
    scopes = (_pair(table, pair) for pair in combinations(range(len(table.raters)), PAIR))
    first = next(scopes, None)
    if first is None:
        return []
    _check_sense(request, first)
    if request.coefficient in KAPPAS_OF_TWO:
        weights = level_weights(request, table.scale)
        return pairwise_kappas(table.rows.codes, weights, table.rows.times)
    return [_value(request, scope) if scope.n_units >= PAIR else np.nan for scope in chain([first], scopes)]


def _pair(table: Table, pair: tuple[int, ...]) -> ArrayScope:
    """Give the scope of two raters, on the units that both rated."""
    codes = table.rows.codes[:, list(pair)]
    both = np.logical_and.reduce(codes >= 0, axis=1)
    rows = replace(table.rows, codes=codes[both], sampling=table.rows.sampling.kept(both))
    names = tuple(table.raters[rater] for rater in pair)
    return scope_of(replace(table, rows=rows, raters=names, units=None), listwise=True)


def _without(table: Table, rater: int) -> Table:
    names = tuple(name for other, name in enumerate(table.raters) if other != rater)
    return replace(table, rows=table.rows.without(rater), raters=names, units=None)


def _value(request: Request, scope: ArrayScope) -> float:
    value = value_of(request, scope)
    return np.nan if value is None else value
