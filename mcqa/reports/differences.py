"""Differences for people: two groups, rounds or coefficients, and who is stricter, the panel or everybody else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from mcqa.agreement.analysis import AgreementResult
from mcqa.agreement.estimate import ConfidenceInterval
from mcqa.reports.document import Cell, Column, Note, Table, counted, fixed

if TYPE_CHECKING:
    from mcqa.agreement.difference import Difference
    from mcqa.agreement.panel import PanelGap

# coefficient, weights, metric, form
Key = tuple[str, str | None, str | None, str | None]
# below this the coverage of a paired bootstrap falls short, as docs/methods.md shows
FEW_UNITS = 30
TITLES = {
    "groups": "Differences between groups",
    "rounds": "Differences between rounds",
    "coefficients": "Differences between coefficients",
}
STRICTER = {"panel": "the panel", "reviewers": "the others", None: ""}


def difference_parts(result: AgreementResult, named: Callable[[Key], str]) -> list[Table | Note]:
    """Lay out the differences of an analysis, and the panel's strictness; `named` names a coefficient for people."""
    parts: list[Table | Note] = []
    for of, title in TITLES.items():
        found = [one for one in result.differences if one.of == of]
        shown = [one for one in found if one.estimate is not None]
        if shown:
            parts.append(_differences(title, shown, named))
        if found:
            parts.append(Note(text=f"{title}: {_how(found, shown)}"))
    if result.panel:
        parts += [_gaps(result.panel), Note(text=_gaps_legend(result.panel))]
    return parts


def _differences(title: str, found: list[Difference], named: Callable[[Key], str]) -> Table:
    of_coefficients = found[0].of == "coefficients"
    columns = (
        Column(title="Scope"),
        Column(title="First - second", wide=True, share=2),
        *(() if of_coefficients else (Column(title="Coefficient", wide=True),)),
        Column(title="Differ-\nence", right=True),
        Column(title="Interval", right=True),
        Column(title="p", right=True, read=fixed(3)),
        Column(title="MCs", right=True),
    )
    return Table(title=title, columns=columns, rows=tuple(_row(one, named) for one in found))


def _row(one: Difference, named: Callable[[Key], str]) -> tuple[Cell, ...]:
    same = one.n_units_first == one.n_units_second == one.n_units_common
    key = (one.coefficient or "", one.weights, one.metric, one.form)
    mark = "?" if one.status == "unstable" else ""
    return (
        _where(one),
        f"{one.first} - {one.second}",
        *(() if one.of == "coefficients" else (named(key),)),
        "" if one.estimate is None else f"{_signed(one.estimate)}{mark}",
        _limits(one.ci),
        one.p_value,
        f"{one.n_units_common}" if same else f"{one.n_units_first}, {one.n_units_second}",
    )


def _where(one: Difference) -> str:
    parts = (one.group, one.round, one.criterion or one.standard)
    return " ".join(part for part in parts if part) or "all"


def _signed(value: float) -> str:
    """Round to two digits with the sign, and zero without one."""
    text = f"{value:+.2f}"
    return "0.00" if text in {"+0.00", "-0.00"} else text


def _limits(interval: ConfidenceInterval | None) -> str:
    return "" if interval is None else f"{_signed(interval.low)} to {_signed(interval.high)}"


def _how(found: list[Difference], shown: list[Difference]) -> str:
    """Say how the differences were made, and why some are absent, the same reason once."""
    interval = next((one.ci for one in shown if one.ci is not None), None)
    said = []
    if interval is not None:
        drawn = max(one.n_replicates for one in shown)
        said.append(
            f"{interval.level:.0%} intervals from {counted(drawn, 'resample')} of the micro-credentials of both sides"
            f" ({interval.method}); an interval that holds 0 leaves open whether there is a difference."
        )
        fewest = min(min(one.n_units_first, one.n_units_second) for one in shown)
        if fewest < FEW_UNITS:
            said.append(
                f"With fewer than {FEW_UNITS} micro-credentials they are too short: of 95% intervals about 90% hold the"
                " true difference, and 80% for alpha and kappas where nearly all ratings are at one level."
            )
    absent = [one for one in found if one.estimate is None]
    if absent:
        said.append(f"{len(absent)} of {len(found)} have no value: {_reasons(absent)}.")
    doubted = [one for one in shown if one.text and (one.ci is None or one.status != "ok")]
    said += [f"Without interval or marked ?: {_reasons(doubted)}."] if doubted else []
    return " ".join(said)


def _reasons(found: Iterable[Difference]) -> str:
    """Give each reason once, with the sides or the number of differences that it is told of."""
    told: dict[str, dict[str, None]] = {}
    numbers: Counter[str] = Counter()
    for one in found:
        text = one.text or ""
        side = next((name for name in (one.first, one.second) if text.startswith(f"{name}: ")), None)
        said = text if side is None else text[len(side) + 2 :]
        numbers[said] += 1
        told.setdefault(said, {}).update({} if side is None else {side: None})
    return "; ".join(
        f"{said} ({', '.join(told[said]) or counted(number, 'time')})" for said, number in numbers.most_common()
    )


def _gaps(gaps: Iterable[PanelGap]) -> Table:
    columns = (
        Column(title="Comp."),
        Column(title="MCs", right=True),
        Column(title="Others", right=True, read=fixed(2)),
        Column(title="Panel", right=True, read=fixed(2)),
        Column(title="Differ-\nence", right=True),
        Column(title="Interval", right=True),
        Column(title="Stricter"),
    )
    rows = tuple(
        (
            gap.criterion or "all",
            gap.n_units,
            gap.reviewers,
            gap.panel_mean,
            "-" if gap.difference is None else _signed(gap.difference),
            _limits(gap.ci),
            STRICTER[gap.stricter],
        )
        for gap in gaps
    )
    return Table(title="Who is stricter, the panel or the others?", columns=columns, rows=rows)


def _gaps_legend(gaps: tuple[PanelGap, ...]) -> str:
    interval = next((gap.ci for gap in gaps if gap.ci is not None), None)
    level = "" if interval is None else f" Intervals: {interval.level:.0%}, {interval.method}, paired."
    return (
        f"Mean {gaps[0].on} of the other reviewers and of the panel ({gaps[0].panel}) on the same micro-credentials,"
        " and their difference: above 0 the panel is stricter. The stricter side is named where the interval leaves out"
        f" 0; of twenty components one does so by chance.{level}"
    )
