"""What is written into a copy: for each cell its colour and its note, for each fault a row of the list of findings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from mcqa.findings import Finding, Severity
from mcqa.scoresheets.grid import Grid, MergedAway, a1

AUTHOR = "mcqa"
LIST_SHEET = "mcqa findings"
LIST_HEADER = ("Sheet", "Place", "Code", "What is wrong", "What to do about it")
FILLS = {Severity.ERROR: "FFFFC7CE", Severity.WARNING: "FFFFEB9C", Severity.INFO: "FFDDEBF7"}
# more notes than this in one workbook help nobody, and no program opens them quickly
MAX_MARKS = 5_000
_CELL = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")


class Mark(NamedTuple):
    """One cell to colour, with the text of its note; row and column count from 1."""

    row: int
    column: int
    cell: str
    severity: Severity
    note: str


class Listed(NamedTuple):
    """One row of the list of findings; `cell` is a line, or empty, where a fault has no cell."""

    sheet: str
    cell: str
    code: str
    message: str
    hint: str


class Places(NamedTuple):
    """Where things stand in a copy: the name of each sheet, and the cell that shows for each one covered by a block."""

    sheets: dict[str | None, str]
    anchors: dict[tuple[str | None, str], str]


def places_of(grids: Iterable[Grid], sheets: dict[str | None, str]) -> Places:
    """Find the cells that merged blocks cover: a note on one of them would not be seen."""
    anchors = {
        (grid.sheet, a1(row, column)): value.anchor
        for grid in grids
        for row, values in enumerate(grid.rows)
        for column, value in enumerate(values)
        if isinstance(value, MergedAway)
    }
    return Places(sheets, anchors)


def marks_of(findings: Iterable[Finding], places: Places) -> dict[str, tuple[Mark, ...]]:
    """Gather the faults of each cell."""
    cells: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        place = finding.location
        if place.cell and place.sheet in places.sheets and _CELL.fullmatch(place.cell):
            cell = places.anchors.get((place.sheet, place.cell), place.cell)
            cells.setdefault((places.sheets[place.sheet], cell), []).append(finding)
    found: dict[str, list[Mark]] = {}
    for (sheet, cell), faults in list(cells.items())[:MAX_MARKS]:
        row, column = position(cell)
        severity = max((fault.severity for fault in faults), key=lambda severity: severity.rank)
        note = "\n\n".join(dict.fromkeys(_note(fault) for fault in faults))
        found.setdefault(sheet, []).append(Mark(row, column, cell, severity, note))
    return {sheet: tuple(sorted(marks)) for sheet, marks in found.items()}


def listed(findings: Iterable[Finding], places: Places) -> tuple[Listed, ...]:
    """Give the rows of the list of findings."""
    return tuple(
        Listed(
            sheet=places.sheets.get(finding.location.sheet, finding.location.sheet or ""),
            cell=finding.location.cell or _line(finding.location.line),
            code=f"{finding.code} {finding.name}",
            message=finding.message,
            hint=finding.hint or "",
        )
        for finding in list(findings)[:MAX_MARKS]
    )


def _line(line: int | None) -> str:
    return "" if line is None else f"line {line}"


def _note(finding: Finding) -> str:
    lines = [f"{AUTHOR}: {finding.code} {finding.name}", finding.message]
    if finding.hint:
        lines.append(f"What to do: {finding.hint}")
    return "\n".join(lines)


def position(cell: str) -> tuple[int, int]:
    """Give the row and the column of a cell such as C7, from 1."""
    match = _CELL.fullmatch(cell)
    if match is None:
        raise ValueError(cell)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column
