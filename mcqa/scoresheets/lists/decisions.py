"""Read what people decided of split cells: a row for each cell, with the level, the reason, the name and the date.

It is the workbook that `mcqa adjudicate` writes, a CSV file saved from it, or any table with columns of these meanings.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from mcqa.errors import InputError
from mcqa.findings import Finding, Location
from mcqa.scoresheets.files.opened import Opened, OpenedFile, open_sheets
from mcqa.scoresheets.grid import Grid, MergedAway, Value, name_of, text_of
from mcqa.scoresheets.kinds import AMBIGUOUS_HEADER, EMPTY_FILE, MISSING_LIST_COLUMN, UNNAMED_LIST_ENTRY
from mcqa.scoresheets.lists.listing import HEADER_WITHIN, clean
from mcqa.scoresheets.records import RubricClaim
from mcqa.scoresheets.shapes.decided import DECISION
from mcqa.scoresheets.words.headers import field_of, fold

_WORDS = {
    "decision": (
        *("decision", "final decision", "decided level", "level decided", "adjudicated level", "adjudicated"),
        *("adjudication", "final level", "final rating", "resolution", "resolved level"),
    ),
    "reason": (
        *("reason", "reasons", "reason for decision", "reason for the decision", "rationale", "justification"),
        *("explanation", "decision reason"),
    ),
    "decided_by": ("decided by", "adjudicator", "adjudicated by", "resolved by", "name", "by", "who decided"),
    "decided_on": (
        *("date", "decided on", "date of decision", "date of the decision", "decision date", "adjudicated on"),
        *("resolved on", "day"),
    ),
}
_FIELDS = {word: name for name, words in _WORDS.items() for word in words}
_NEEDED = {"unit": "Micro-credential", "criterion": "Component"}


class CellDecision(NamedTuple):
    """What stands in one row: which cell, what was decided, why, by whom and when, all as written.

    `value` is what the cell of the decision holds, None where it is blank; `place` is that cell.
    """

    unit: str
    criterion: str
    value: Value
    reason: str
    decided_by: str
    decided_on: str
    place: Location

    @property
    def decided(self) -> bool:
        """Whether anything is decided."""
        return bool(text_of(self.value))

    @property
    def filled(self) -> bool:
        """Whether anybody wrote anything into the row."""
        return self.decided or any((self.reason, self.decided_by, self.decided_on))


class DecisionList(NamedTuple):
    """All rows of a file of decisions, blank ones too; `claim` is the rubric that the file says it was made for."""

    decisions: tuple[CellDecision, ...]
    path: str
    sha256: str = ""
    findings: tuple[Finding, ...] = ()
    claim: RubricClaim | None = None

    @property
    def filled(self) -> tuple[CellDecision, ...]:
        """The rows into which somebody wrote anything."""
        return tuple(decision for decision in self.decisions if decision.filled)


def read_decisions(path: Path) -> DecisionList:
    """Read a file of decisions; InputError where it cannot be read or has no column of decisions."""
    found = decisions_in(path)
    if found is None:
        raise InputError(
            f"{path} has no column of decisions",
            hint=f'give the workbook that `mcqa adjudicate` wrote, or call the column "{DECISION}"',
        )
    return found


def decisions_in(path: Path) -> DecisionList | None:
    """Read a file of decisions; None where it can be read, and no sheet of it has a column of decisions.

    InputError where it cannot be read, or the columns do not say which cells were decided.
    """
    if path.is_dir():
        raise InputError(f"{path} is a folder, not a file of decisions", hint="name the workbook or CSV file")
    opened = open_sheets([str(path)])
    if not opened.files:
        if opened.findings and all(finding.code == EMPTY_FILE.code for finding in opened.findings):
            return None
        raise InputError(f"the decisions in {path} cannot be read", findings=opened.findings)
    heads = [(file, grid, head) for file, grid in _grids(opened) if (head := _header(grid)) is not None]
    if not heads:
        return None
    faults = [fault for _, grid, head in heads for fault in _faults(grid, head)]
    if faults:
        raise InputError(f"the decisions in {path} cannot be used as they are", findings=tuple(faults))
    findings = list(opened.findings)
    decisions: list[CellDecision] = []
    for _, grid, head in heads:
        _read_grid(grid, head, decisions, findings)
    first = heads[0][0]
    return DecisionList(
        decisions=tuple(decisions),
        path=str(path),
        sha256=first.sha256,
        findings=tuple(findings),
        claim=first.claim,
    )


def _grids(opened: Opened) -> Iterator[tuple[OpenedFile, Grid]]:
    for file in opened.files:
        for grid in file.grids:
            yield file, grid


def _meaning(value: Value) -> str | None:
    """Say what a heading means: unit, criterion, decision, reason, decided_by or decided_on; None for any other."""
    if not isinstance(value, str):
        return None
    found = _FIELDS.get(fold(value)) or field_of(value)
    return found if found in _WORDS or found in _NEEDED else None


def _header(grid: Grid) -> int | None:
    """Find the row of headings: the first with a column of decisions beside one that says of what."""
    for row, cells in enumerate(grid.rows[:HEADER_WITHIN]):
        meanings = {meaning for value in cells if (meaning := _meaning(value))}
        if "decision" in meanings and meanings & _NEEDED.keys():
            return row
    return None


def _columns(grid: Grid, head: int) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for column, value in enumerate(grid.rows[head]):
        meaning = _meaning(value)
        if meaning:
            found.setdefault(meaning, []).append(column)
    return found


def _faults(grid: Grid, head: int) -> Iterator[Finding]:
    """Find what keeps the columns of a sheet from being understood: one missing, or two of one meaning."""
    columns = _columns(grid, head)
    for name, word in _NEEDED.items():
        if name not in columns:
            message = f"no column says which {word.lower()} was decided"
            yield MISSING_LIST_COLUMN.at(grid.place(head, 0), message, hint=f'call it "{word}"', value=word)
    for same in columns.values():
        for column in same[1:] and same:
            text = text_of(grid.value(head, column))
            message = f'two columns are called "{text}", or mean the same'
            hint = "rename or remove one: mcqa does not guess which is meant"
            yield AMBIGUOUS_HEADER.at(grid.place(head, column), message, hint=hint, value=text)


def _read_grid(grid: Grid, head: int, decisions: list[CellDecision], findings: list[Finding]) -> None:
    columns = {name: same[0] for name, same in _columns(grid, head).items()}

    def text(row: int, name: str) -> str:
        return clean(name_of(grid.value(row, columns[name]))) if name in columns else ""

    for row in range(head + 1, len(grid.rows)):
        value = grid.value(row, columns["decision"])
        found = CellDecision(
            unit=" ".join(text(row, "unit").split()),
            criterion=" ".join(text(row, "criterion").split()),
            value=value.value if isinstance(value, MergedAway) else value,
            reason=text(row, "reason"),
            decided_by=" ".join(text(row, "decided_by").split()),
            decided_on=" ".join(text(row, "decided_on").split()),
            place=grid.place(row, columns["decision"]),
        )
        if found.unit and found.criterion:
            decisions.append(found)
        elif found.filled:
            missing = " and no ".join(word.lower() for name, word in _NEEDED.items() if not getattr(found, name))
            message = f"this row decides something and names no {missing}"
            hint = "write which micro-credential and component were decided, or empty the row"
            findings.append(UNNAMED_LIST_ENTRY.at(found.place, message, hint=hint, value=text_of(found.value) or None))
