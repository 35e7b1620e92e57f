"""From the call of a function to its result: what all functions of coefficients share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypedDict

from mcqa.agreement.family import OVER_UNITS
from mcqa.agreement.inference import Inference
from mcqa.agreement.options import MISSING, check_options
from mcqa.agreement.request import Request, check_name
from mcqa.agreement.weight_matrix import WeightMatrix
from mcqa.errors import UsageError
from mcqa.notebook.array_scope import scope_of
from mcqa.notebook.arrays import read_table
from mcqa.notebook.result import Coefficient
from mcqa.statistics.weights import WEIGHTS

AVAILABLE, LISTWISE = MISSING


class Options(TypedDict, total=False):
    """What every function of a coefficient takes, by keyword; `mcqa.notebook` says what it means."""

    confidence: float
    ci: str
    resample: str
    replicates: int
    seed: int
    null_value: float
    benchmark: str
    missing: str


def coefficient(request: Request, ratings: Any, levels: Sequence[Any] | None, options: Options) -> Coefficient:
    """Ask for one coefficient of ratings from a notebook."""
    inference, listwise = inference_of(options)
    table = read_table(ratings, levels, each_row=request.coefficient in OVER_UNITS)
    return Coefficient(request=request, scope=scope_of(table, listwise=listwise), inference=inference)


def inference_of(options: Options) -> tuple[Inference, bool]:
    """Check the options; give the inference, and whether only rows that every rater rated count."""
    check_options(**options)
    chosen: dict[str, Any] = dict(options)
    listwise = chosen.pop("missing", AVAILABLE) == LISTWISE
    return Inference(**chosen), listwise


def weighted(name: str, weights: str | WeightMatrix) -> Request:
    """Request a coefficient with agreement weights."""
    if not isinstance(weights, WeightMatrix):
        hint = "for weights of your own give a mcqa.WeightMatrix, which names the levels of its rows and columns"
        if not isinstance(weights, str):
            raise UsageError(f"weights are a name, not a {type(weights).__name__}", hint=hint)
        check_name("weights", weights, WEIGHTS)
    return Request(coefficient=name, weights=weights)
