"""What the function of a coefficient gives back: the value at once, and what is inferred when it is asked for."""

from __future__ import annotations

import html
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mcqa.agreement.array_scope import ArrayScope
from mcqa.agreement.estimate import Benchmark, ConfidenceInterval, Estimate
from mcqa.agreement.inference import Inference
from mcqa.agreement.measure import measure, value_of
from mcqa.agreement.request import Request

if TYPE_CHECKING:
    import pandas as pd

SHOWN = (
    *("observed", "expected", "standard_error", "p_value", "n_units", "n_units_used", "n_raters", "n_ratings"),
    *("levels_declared", "levels_used", "status", "reason"),
)


@dataclass(frozen=True, eq=False, kw_only=True)
class Coefficient:
    """One coefficient of one table of ratings.

    `estimate` is there at once; the interval and all else that is inferred is computed when it is first asked for.
    `estimate` is None where the quantity does not exist, and then `reason` and `text` say why. `full` is everything
    together, as `mcqa reliability` has it.
    """

    request: Request
    scope: ArrayScope
    inference: Inference

    @cached_property
    def estimate(self) -> float | None:
        """The value of the coefficient; None where it does not exist."""
        return value_of(self.request, self.scope)

    @cached_property
    def full(self) -> Estimate:
        """The value with its parts, interval, counts, and why anything is missing."""
        return measure(self.request, self.scope, self.inference)

    @property
    def name(self) -> str:
        """The coefficient with its form, metric or weights."""
        parts = (self.full.form, self.full.metric and f"{self.full.metric} metric")
        said = [part for part in (*parts, self.full.weights and f"{self.full.weights} weights") if part]
        return f"{self.full.coefficient} ({', '.join(said)})" if said else self.full.coefficient

    @property
    def ci(self) -> ConfidenceInterval | None:
        """The interval, with its `level`, `low`, `high` and `method`; None where there is none."""
        return self.full.ci

    @property
    def standard_error(self) -> float | None:
        """The standard error."""
        return self.full.standard_error

    @property
    def p_value(self) -> float | None:
        """The p value of the test against the null value."""
        return self.full.p_value

    @property
    def observed(self) -> float | None:
        """Observed agreement."""
        return self.full.observed

    @property
    def expected(self) -> float | None:
        """Agreement expected by chance."""
        return self.full.expected

    @property
    def n_units(self) -> int:
        """Units with any rating."""
        return self.full.n_units

    @property
    def n_raters(self) -> int:
        """Raters with any rating."""
        return self.full.n_raters

    @property
    def benchmark(self) -> Benchmark | None:
        """The highest band of the benchmark scale that is reached with a probability of 0.95."""
        return self.full.benchmark

    @property
    def status(self) -> str:
        """`ok`, `unstable`, `undefined` or `not_applicable`."""
        return self.full.status

    @property
    def reason(self) -> str | None:
        """Why there is no value, or why it is not to be trusted; None where there is nothing to say."""
        return self.full.reason

    @property
    def text(self) -> str | None:
        """The reason as a sentence, or what else there is to know."""
        return self.full.text

    def __float__(self) -> float:
        """Give the value; ValueError where there is none."""
        if self.estimate is None:
            raise ValueError(f"{self.name} does not exist here: {self.text}")
        return self.estimate

    def to_json(self) -> dict[str, object]:
        """Give the estimate as a JSON object."""
        return self.full.to_json()

    def to_frame(self) -> pd.DataFrame:
        """Give a data frame of one row, with the interval and the benchmark spread over columns."""
        import pandas as pd

        return pd.DataFrame([self.full.flat()])

    def __repr__(self) -> str:
        """Tell the value, its interval and what it rests on in one line."""
        found = self.full
        if found.estimate is None:
            return f"{self.name}: {found.status}, {found.text}"
        said = f"{self.name} = {found.estimate:.3f}"
        if found.ci is not None:
            said += f" ({found.ci.level:.0%} interval {found.ci.low:.3f} to {found.ci.high:.3f}, {found.ci.method})"
        said += f", {found.n_units_used} units, {found.n_raters} raters"
        return said if found.status == "ok" else f"{said}; {found.status}: {found.text}"

    def _repr_html_(self) -> str:
        """Give the table that a notebook shows."""
        found = self.full
        value = "–" if found.estimate is None else f"<b>{found.estimate:.3f}</b>"
        rows = [("estimate", value)]
        if found.ci is not None:
            rows.append(
                (f"{found.ci.level:.0%} interval", f"{found.ci.low:.3f} to {found.ci.high:.3f} ({found.ci.method})")
            )
        if found.benchmark is not None:
            label = f"{found.benchmark.label} ({found.benchmark.scale.replace('_', '-')}, at least)"
            rows.append(("benchmark", html.escape(label)))
        for name in SHOWN:
            value = getattr(found, name)
            if value is not None:
                shown = f"{value:.3g}" if isinstance(value, float) else str(value)
                rows.append((name.replace("_", " "), html.escape(shown)))
        if found.text:
            rows.append(("note", html.escape(found.text)))
        body = "".join(f'<tr><th style="text-align:left">{name}</th><td>{value}</td></tr>' for name, value in rows)
        return f"<table><caption>{html.escape(self.name)}</caption><tbody>{body}</tbody></table>"
