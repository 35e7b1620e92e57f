"""One sheet being read: its cells, its labels, and every fault found in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from mcqa.findings import Finding
from mcqa.scoresheets.grid import Grid, MergedAway, Value, name_of, text_of
from mcqa.scoresheets.headers import CriterionIndex, field_of, suggest_field
from mcqa.scoresheets.kinds import (
    AMBIGUOUS_HEADER,
    MERGED_RATING_CELL,
    NO_RATER,
    NO_UNIT,
    UNKNOWN_CRITERION,
    UNMATCHED_HEADER,
)
from mcqa.scoresheets.records import Record

VALUE_WITHIN = 3
LABELS = ("unit", "rater", "group", "round", "timestamp")
# what spreadsheet programs call a sheet in several languages, with the mark of a copy
DEFAULT_SHEET_NAME = re.compile(
    r"((sheet|tabelle|feuil|feuille|hoja|blatt|table|foglio|planilha|folha|blad|arkusz|лист)[\s_-]*\d*"
    r"|ratings|scores|data|scoresheet|score sheet)(\s*\(\d+\))?",
    re.IGNORECASE,
)


def _beside(row: tuple[Value, ...], column: int) -> str:
    """Give the value right of a label; the next label of the same row ends the search."""
    for at in range(column + 1, min(column + 1 + VALUE_WITHIN, len(row))):
        value = row[at]
        text = name_of(value)
        if not text or (isinstance(value, MergedAway) and value.value == row[column]):
            continue
        next_label = field_of(text) in (*LABELS, "rubric")
        # right beside a label such a word may be its value (the group "Panel"), unless it has a value of its own
        if next_label and (at > column + 1 or (at + 1 < len(row) and name_of(row[at + 1]))):
            return ""
        return text
    return ""


class Header(NamedTuple):
    """A row taken for a header: which columns name which field, and which component.

    `fields` holds the fields that one column names; where two do, none can be taken. Only comments are put together.
    """

    row: int
    columns: dict[str, tuple[int, ...]]
    fields: dict[str, int]
    criteria: dict[int, str]
    doubled: tuple[int, ...]
    unmatched: tuple[int, ...]


@dataclass(slots=True, kw_only=True)
class Sheet:
    """One sheet being read: the grid, the component index, what its file says, and what has been found so far."""

    grid: Grid
    index: CriterionIndex
    file_rater: str = ""
    seen_headers: set[str] = field(default_factory=set)
    records: list[Record] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    invalid: int = 0

    def labels(self, above: int, below: int = -1) -> dict[str, str]:
        """Give the values of label-and-value cells between two rows: what stands right of a label, as text."""
        found: dict[str, str] = {}
        for row in self.grid.rows[below + 1 : above]:
            for column, value in enumerate(row):
                name = field_of(value) if isinstance(value, str) else None
                if name in LABELS and not found.get(name):
                    found[name] = _beside(row, column)
        return found

    def unit_name(self, labels: dict[str, str]) -> str:
        """Give the unit that a whole sheet is about: a label, or the sheet's name unless it is a default one."""
        if labels.get("unit"):
            return labels["unit"]
        name = self.grid.sheet or ""
        return "" if DEFAULT_SHEET_NAME.fullmatch(name.strip()) else name.strip()

    def reject(self, finding: Finding) -> None:
        """Count one cell as invalid and say why."""
        self.findings.append(finding)
        self.invalid += 1

    def rating(self, row: int, column: int) -> Value:
        """Give the value of a rating cell; a covered part of a merged block is a fault and comes back as itself."""
        value = self.grid.value(row, column)
        if isinstance(value, MergedAway):
            message = f"this rating cell is merged with {value.anchor}, so it is not plain what was rated here"
            hint = "unmerge the cells and write the rating in each"
            place = self.grid.place(row, column)
            self.reject(MERGED_RATING_CELL.at(place, message, hint=hint, value=text_of(value)))
        return value

    def unknown_criterion(self, row: int, column: int, text: str) -> None:
        """Report a rating whose component is not in the rubric."""
        close = self.index.suggest(text) if text else None
        hint = f"did you mean {close}?" if close else "use the ids or titles of the rubric: mcqa rubric show"
        if self.index.is_heading(text):
            hint = "a standard is not rated itself; rate its components"
        message = f'"{text}" is no component of the rubric' if text else "a rating stands here without a component"
        self.reject(UNKNOWN_CRITERION.at(self.grid.place(row, column), message, hint=hint, value=text))

    def report_unnamed(self, header: Header) -> None:
        """Say where the first value stands that is under no heading: it is not read."""
        named = {column for column, value in enumerate(self.grid.rows[header.row]) if value is not None}
        for row in range(header.row + 1, len(self.grid.rows)):
            for column, value in enumerate(self.grid.rows[row]):
                if value is not None and column not in named and not isinstance(value, MergedAway):
                    place, text = self.grid.place(row, column), text_of(value)
                    message = "something stands in a column without a heading; it is not read"
                    hint = (
                        "name the column if it holds ratings; put text that holds the separator of a CSV file in quotes"
                    )
                    self.findings.append(UNMATCHED_HEADER.at(place, message, hint=hint, value=text))
                    return

    def report_no_unit(self, row: int, column: int) -> None:
        """Report a row or a sheet that does not say which micro-credential it is about."""
        hint = 'write "Micro-credential" and its id above the table, name the sheet after it, or fill the column'
        self.findings.append(NO_UNIT.at(self.grid.place(row, column), "no micro-credential is named", hint=hint))

    def report_no_rater(self, row: int, column: int) -> None:
        """Report a row or a sheet that does not say who reviewed."""
        hint = 'write "Reviewer" and a name or code above the table, or give `--rater-from filename`'
        self.findings.append(NO_RATER.at(self.grid.place(row, column), "no reviewer is named", hint=hint))

    def report_headers(self, header: Header) -> None:
        """Say which columns were not understood, once per file and wording."""
        for column in header.unmatched:
            text = text_of(self.grid.value(header.row, column))
            if text in self.seen_headers:
                continue
            self.seen_headers.add(text)
            near = self.index.suggest(text) or suggest_field(text)
            hint = (
                f"did you mean {near}? rename the column"
                if near
                else "the column is not read; rename it if it holds ratings"
            )
            place = self.grid.place(header.row, column)
            self.findings.append(
                UNMATCHED_HEADER.at(place, f'the column "{text}" was not understood', hint=hint, value=text)
            )

    def report_doubled(self, header: Header) -> None:
        """Say which columns name the same thing, so that none of them can be taken."""
        for column in header.doubled:
            text = text_of(self.grid.value(header.row, column))
            message = f'two columns are called "{text}", or mean the same'
            hint = "rename or remove one: mcqa does not guess which holds the ratings"
            self.findings.append(
                AMBIGUOUS_HEADER.at(self.grid.place(header.row, column), message, hint=hint, value=text)
            )
