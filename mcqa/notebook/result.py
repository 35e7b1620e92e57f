"""What the function of a coefficient gives back: the value at once, and what is inferred when it is asked for."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from mcqa.agreement.estimate import Benchmark, ConfidenceInterval, Estimate
from mcqa.agreement.inference import Inference
from mcqa.agreement.measure import measure, value_of
from mcqa.agreement.request import Request, has_scores
from mcqa.notebook.array_scope import ArrayScope

if TYPE_CHECKING:
    import pandas as pd

ORDERED = "declare the levels, lowest first: levels=[...]"
NUMBERS = "give numbers in the place of labels"
NONE = "–"
SMALL = 0.001
_CELL = "text-align:left;vertical-align:top;padding:0.2em 0.8em 0.2em 0"


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
        found = measure(self.request, self.scope, self.inference)
        hint = _hint(found, self.scope)
        return found if hint is None else replace(found, text=f"{found.text}: {hint}")

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
    def per_unit(self) -> tuple[tuple[str, float | None], ...] | None:
        """The id and the value of each unit, where the coefficient is a mean over units."""
        return self.full.per_unit

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
        return _frame([self])

    def __repr__(self) -> str:
        """Tell the value, its interval and what it rests on in one line."""
        found = self.full
        if found.estimate is None:
            return f"{self.name}: {found.status}, {found.text}"
        said = f"{self.name} = {found.estimate:.3f}"
        if found.ci is not None:
            said += f" ({_level(found.ci)} interval {_interval(found)}, {found.ci.method})"
        said += f", {_number(found.n_units_used, 'unit')}, {_number(found.n_raters, 'rater')}"
        return said if found.status == "ok" else f"{said}; {found.status}: {found.text}"

    def _repr_html_(self) -> str:
        """Give the table that a notebook shows."""
        body = "".join(
            f'<tr><th style="{_CELL}">{head}</th><td style="{_CELL};max-width:36em">{cell}</td></tr>'
            for head, cell in _lines(self.full)
        )
        return f"<table>{_caption(self.name)}<tbody>{body}</tbody></table>"


@dataclass(frozen=True, eq=False, slots=True)
class Family:
    """Several coefficients of one table of ratings, in their order; `family["icc:ICC2"]` gives one by its name."""

    coefficients: tuple[Coefficient, ...]

    def __len__(self) -> int:
        """Give their number."""
        return len(self.coefficients)

    def __iter__(self) -> Iterator[Coefficient]:
        """Go through them."""
        return iter(self.coefficients)

    def __getitem__(self, name: str | int) -> Coefficient:
        """Give one by its place, or the first of a name, which may have a form behind a colon; KeyError without one."""
        if not isinstance(name, str):
            return self.coefficients[name]
        base, _, form = name.partition(":")
        for each in self.coefficients:
            if each.request.coefficient == base and form in {"", each.request.form}:
                return each
        raise KeyError(name)

    def to_frame(self) -> pd.DataFrame:
        """Give one row per coefficient, with the interval and the benchmark spread over columns."""
        return _frame(self)

    def __repr__(self) -> str:
        """Tell each in one line."""
        return "\n".join(map(repr, self.coefficients))

    def _repr_html_(self) -> str:
        """Give the table that a notebook shows."""
        heads = ("coefficient", "estimate", "interval", "observed", "expected", "units", "note")
        head = "".join(f'<th style="{_CELL}">{name}</th>' for name in heads)
        body = "".join(f"<tr>{''.join(_cells(each))}</tr>" for each in self)
        return f"<table>{_caption(_basis(self))}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _hint(found: Estimate, scope: ArrayScope) -> str | None:
    """Say how to call the function where the scale does not fit; None where nothing can be done about it."""
    if found.status != "not_applicable" or has_scores(scope.scales[0]):
        return None
    return {"not_ordered": ORDERED, "not_numeric": NUMBERS}.get(found.reason or "")


def _frame(coefficients: Iterable[Coefficient]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame([each.full.flat() for each in coefficients])


def _lines(found: Estimate) -> Iterator[tuple[str, str]]:
    """Give what is shown of one coefficient, line by line: what it is, and the cell."""
    yield "estimate", _strong(_shown(found.estimate))
    if found.status != "ok":
        reason = "" if found.reason is None else f" ({found.reason})"
        yield "status", _strong(html.escape(f"{found.status}{reason}".replace("_", " ")))
    if found.ci is not None:
        yield f"{_level(found.ci)} interval", html.escape(f"{_interval(found)} ({found.ci.method})")
    if found.benchmark is not None:
        scale = found.benchmark.scale.replace("_", "-")
        yield (
            "benchmark",
            html.escape(f"{found.benchmark.label} ({scale}, probability {found.benchmark.probability:.2f})"),
        )
    for name in ("observed", "expected", "standard_error"):
        value = getattr(found, name)
        if value is not None:
            yield name.replace("_", " "), _shown(value)
    if found.statistic is not None:
        degrees = ", ".join(f"{df:.4g}" for df in (found.df1, found.df2) if df is not None)
        yield "test statistic", f"{_shown(found.statistic)} on {degrees} degrees of freedom"
    if found.p_value is not None:
        p_value = "&lt; 0.001" if found.p_value < SMALL else _shown(found.p_value)
        yield "p value", p_value if found.null_value in {None, 0.0} else f"{p_value} against {found.null_value:.4g}"
    dropped = f", {_number(found.units_dropped, 'unit')} dropped" if found.units_dropped else ""
    sizes = ((found.n_units_used, "unit"), (found.n_raters, "rater"), (found.n_ratings, "rating"))
    yield "based on", ", ".join(_number(number, what) for number, what in sizes) + dropped
    yield "levels", f"{found.levels_declared} declared, {found.levels_used} used"
    if found.text:
        yield "note", html.escape(found.text)


def _shown(value: float | None) -> str:
    return NONE if value is None else f"{value:.3f}"


def _interval(found: Estimate) -> str:
    return NONE if found.ci is None else f"{_shown(found.ci.low)} to {_shown(found.ci.high)}"


def _level(interval: ConfidenceInterval) -> str:
    return f"{100 * interval.level:.4g} %"


def _number(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _strong(text: str) -> str:
    return f"<strong>{text}</strong>"


def _caption(text: str) -> str:
    return f'<caption style="text-align:left;caption-side:top"><strong>{html.escape(text)}</strong></caption>'


def _cells(one: Coefficient) -> Iterator[str]:
    """Give the cells of one coefficient in the table of several."""
    found = one.full
    status = "" if found.status == "ok" else f"{found.status.replace('_', ' ')}: "
    yield f'<th style="{_CELL};font-weight:normal;white-space:nowrap">{html.escape(one.name)}</th>'
    yield f'<td style="{_CELL}">{_strong(_shown(found.estimate))}</td>'
    plain = (_interval(found), _shown(found.observed), _shown(found.expected), str(found.n_units_used))
    yield from (f'<td style="{_CELL};white-space:nowrap">{html.escape(each)}</td>' for each in plain)
    yield f'<td style="{_CELL};max-width:36em">{html.escape(status + (found.text or ""))}</td>'


def _basis(family: Family) -> str:
    if not family.coefficients:
        return "no coefficient makes sense here"
    found = family.coefficients[0].full
    sizes = ((found.n_units, "unit"), (found.n_raters, "rater"), (found.n_ratings, "rating"))
    return ", ".join(_number(number, what) for number, what in (*sizes, (found.levels_declared, "level")))
