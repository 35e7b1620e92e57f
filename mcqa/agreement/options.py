"""Which options an analysis takes, and one clear error for a value that makes no sense."""

from __future__ import annotations

from collections.abc import Callable
from numbers import Integral, Real

from mcqa.agreement.benchmarks import NAMES as BENCHMARKS
from mcqa.agreement.inference import INTERVALS, RESAMPLED
from mcqa.agreement.request import check_name
from mcqa.errors import UsageError

LOWEST_CONFIDENCE, HIGHEST_CONFIDENCE = 0.5, 0.999
MISSING = ("available", "listwise")


def check_options(**options: object) -> None:
    """Check each option that is given by its name; UsageError for an unknown one or a value out of range."""
    for name, value in options.items():
        if name not in _CHECKS:
            check_name("option", name, tuple(_CHECKS))
        _CHECKS[name](value)


def _among(kind: str, known: tuple[str, ...]) -> Callable[[object], None]:
    return lambda value: check_name(kind, str(value), known)


def _number(value: object, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, Real):
        raise UsageError(f"{name} is a number, not {value!r}")
    return float(value)


def _confidence(value: object) -> None:
    if not LOWEST_CONFIDENCE <= _number(value, "a confidence") <= HIGHEST_CONFIDENCE:
        raise UsageError(
            f"a confidence of {value} is not between {LOWEST_CONFIDENCE} and {HIGHEST_CONFIDENCE}", hint="95 % is 0.95"
        )


def _replicates(value: object) -> None:
    if not _number(value, "the number of resamples") >= 1 or not isinstance(value, Integral):
        raise UsageError(f"{value} resamples cannot be drawn", hint="2000 is a good number")


def _null(value: object) -> None:
    if not -1 <= _number(value, "a null value") <= 1:
        raise UsageError(f"a null value of {value} is none that a coefficient can have", hint="give one from -1 to 1")


def _tolerance(value: object) -> None:
    if not 0 <= _number(value, "a tolerance") < float("inf"):
        raise UsageError(f"a tolerance of {value} is no distance", hint="1 lets neighbouring levels agree")


def _seed(value: object) -> None:
    if _number(value, "a seed") < 0 or not isinstance(value, Integral):
        raise UsageError(f"a seed of {value} is none", hint="give a whole number from 0 on")


_CHECKS: dict[str, Callable[[object], None]] = {
    "ci": _among("interval", INTERVALS),
    "resample": _among("thing to resample", RESAMPLED),
    "missing": _among("way with missing ratings", MISSING),
    "benchmark": _among("benchmark scale", BENCHMARKS),
    "confidence": _confidence,
    "replicates": _replicates,
    "null_value": _null,
    "tolerance": _tolerance,
    "seed": _seed,
}
