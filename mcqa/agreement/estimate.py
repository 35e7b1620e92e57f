"""One coefficient as it is shown: the value with its parts, its interval, its counts, and why it is not there."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfidenceInterval:
    """An interval, the confidence it was made for, and how; `mcqa explain` has a page for each method.

    `resample` is what is taken for a sample: `units` (and then it is not written out), `raters` or `both`.
    """

    level: float
    low: float
    high: float
    method: str
    resample: str = "units"


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """The highest band of a benchmark scale that is reached, and the probability that it is."""

    scale: str
    label: str
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """One coefficient in one scope.

    `status` is `ok`, `unstable` (there is a value, and `text` says why to distrust it), `undefined` (the formula is
    0/0 on these data) or `not_applicable` (the coefficient does not fit the scale). What does not exist is None, and
    `reason` and `text` say why. `n_units` have any rating, `n_units_used` count for the coefficient; `units_dropped` is
    their difference. `per_unit` pairs the id of each unit with its value, where the coefficient is a mean over units.
    Where raters are compared across groups only, these are `group` (None for everybody else) and `other_group`, and
    `attainable` is the highest observed agreement that the kappa of two groups takes for 1.
    """

    coefficient: str
    weights: str | None = None
    metric: str | None = None
    form: str | None = None
    scope: str = "rubric"
    criterion: str | None = None
    standard: str | None = None
    group: str | None = None
    raters: tuple[str, ...] | None = None
    estimate: float | None = None
    standard_error: float | None = None
    ci: ConfidenceInterval | None = None
    p_value: float | None = None
    null_value: float | None = 0.0
    observed: float | None = None
    expected: float | None = None
    n_units: int = 0
    n_raters: int = 0
    n_ratings: int = 0
    n_units_used: int = 0
    levels_declared: int = 0
    levels_used: int = 0
    benchmark: Benchmark | None = None
    status: str = "ok"
    reason: str | None = None
    text: str | None = None
    round: str | None = None
    units_dropped: int = 0
    statistic: float | None = None
    df1: float | None = None
    df2: float | None = None
    per_unit: tuple[tuple[str, float | None], ...] | None = None
    other_group: str | None = None
    attainable: float | None = None

    @property
    def defined(self) -> bool:
        """Whether there is a value."""
        return self.estimate is not None

    def to_json(self) -> dict[str, object]:
        """Give the estimate as the contract's JSON object, keys in its order; absent parts are null.

        The statistic of a test, its degrees of freedom, the values by unit, and what there is between two groups stand
        only where there are some.
        """
        found: dict[str, object] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name in _WHERE_THEY_EXIST and value is None:
                continue
            found[field.name] = dict(value) if field.name == "per_unit" else _plain(value)
        return found

    def flat(self) -> dict[str, object]:
        """Give the estimate as one row of a table: interval and benchmark spread over columns, lists as text."""
        found: dict[str, object] = {}
        for key, value in self.to_json().items():
            if key in _SPREAD:
                found |= {f"{key}_{name}": getattr(getattr(self, key), name, None) for name in _SPREAD[key]}
            elif isinstance(value, list):
                found[key] = " ".join(value)
            elif not isinstance(value, dict):
                found[key] = value
        return found


_SPREAD = {"ci": ("level", "low", "high", "method"), "benchmark": ("scale", "label", "probability")}
_WHERE_THEY_EXIST = ("round", "statistic", "df1", "df2", "per_unit", "other_group", "attainable")


def _plain(value: object) -> object:
    if isinstance(value, ConfidenceInterval | Benchmark):
        found = {field.name: getattr(value, field.name) for field in fields(value)}
        return {key: part for key, part in found.items() if (key, part) != ("resample", "units")}
    return list(value) if isinstance(value, tuple) else value
