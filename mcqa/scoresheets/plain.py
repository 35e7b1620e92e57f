"""Files without a rubric: units in rows and raters in columns, a list of ratings, or counts of raters at each level.

The layout is what the header says or what the caller names; rows are units and are never guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from mcqa.errors import InputError, UsageError
from mcqa.findings import Finding
from mcqa.scoresheets.grid import Grid, Value, name_of, text_of
from mcqa.scoresheets.headers import field_of, fold
from mcqa.scoresheets.kinds import OUT_OF_RANGE
from mcqa.scoresheets.opened import Opened
from mcqa.scoresheets.records import FileRead, Record, SheetReading

# more raters at one level of one unit than this are a mistake, and would fill the memory
MAX_COUNT = 10_000
# columns of a wide file that are no raters, and what a list may say of each rating
BESIDE_RATINGS = ("comment", "timestamp", "group", "round", "known", "rubric")
SAID = ("criterion", "status", "comment", "round", "group", "timestamp")
LAYOUTS = ("auto", "long", "wide", "counts")


class PlainReading(NamedTuple):
    """What a plain file holds: its records, its layout, and for counts the levels that its columns name."""

    reading: SheetReading
    layout: str
    columns: tuple[str, ...] = ()


def read_plain(opened: Opened, layout: str, levels: Sequence[str] | None) -> PlainReading:
    """Read one file without a rubric; InputError where its header does not say which column holds the units."""
    if layout not in LAYOUTS:
        raise UsageError(f'there is no layout "{layout}"', hint=f"choose one of: {', '.join(LAYOUTS)}")
    if len(opened.files) != 1:
        raise UsageError(
            f"without a rubric one file is read at a time, not {len(opened.files)}", hint="give --rubric, or one file"
        )
    file = opened.files[0]
    grid = next((grid for grid in file.grids if any(any(row) for row in grid.rows)), file.grids[0])
    start = next((row for row, cells in enumerate(grid.rows) if any(cell is not None for cell in cells)), None)
    if start is None:
        raise InputError(f"{file.path} holds no table")
    table = _Table(grid, start)
    chosen = table.recognise(levels) if layout == "auto" else layout
    findings: list[Finding] = []
    records = {"long": table.long, "wide": table.wide, "counts": table.counts}[chosen](findings)
    columns = tuple(table.header[column] for column in table.others) if chosen == "counts" else ()
    read = FileRead(path=file.path, sha256=file.sha256, layout=chosen, sheets=1, invalid=len(findings))
    reading = SheetReading(records=tuple(records), files=(read,), findings=(*opened.findings, *findings))
    return PlainReading(reading=reading, layout=chosen, columns=columns)


class _Table:
    def __init__(self, grid: Grid, start: int) -> None:
        self.grid = grid
        self.start = start
        self.header = [text_of(value) for value in grid.rows[start]]
        self.fields: dict[str, int] = {}
        for column, text in enumerate(self.header):
            name = field_of(text) if text else None
            if name:
                self.fields.setdefault(name, column)
        self.others = [column for column, text in enumerate(self.header) if text and column != self.fields.get("unit")]

    def recognise(self, levels: Sequence[str] | None) -> str:
        """Say which layout the header begins."""
        if "rater" in self.fields and self.fields.keys() & {"level", "score"}:
            return "long"
        named = {fold(self.header[column]) for column in self.others}
        if levels and named == {fold(level) for level in levels}:
            return "counts"
        return "wide"

    def unit_column(self) -> int:
        """Give the column of the units; a table without one may be transposed, and that is never guessed."""
        if "unit" not in self.fields:
            first = self.header[0] if self.header else ""
            raise InputError(
                f'{self.grid.file} has no column "unit"; its first column is "{first}"',
                hint="rows are units (micro-credentials), columns are raters; name the first column unit",
            )
        return self.fields["unit"]

    def rows(self) -> list[tuple[int, str]]:
        """Give the rows of the body with their units; the same unit twice is an error."""
        column = self.unit_column()
        seen: dict[str, int] = {}
        rows = []
        for row in range(self.start + 1, len(self.grid.rows)):
            if not any(value is not None for value in self.grid.rows[row]):
                continue
            unit = name_of(self.grid.value(row, column))
            if not unit:
                raise InputError(f"row {row + 1} of {self.grid.file} names no unit", hint="fill the unit column")
            folded = " ".join(unit.casefold().split())
            if folded in seen:
                raise InputError(
                    f'the unit "{unit}" stands in rows {seen[folded] + 1} and {row + 1} of {self.grid.file}',
                    hint="one row per unit; for a list of single ratings name the columns unit, rater, level",
                )
            seen[folded] = row
            rows.append((row, unit))
        return rows

    def wide(self, _findings: list[Finding]) -> list[Record]:
        """Read one column per rater."""
        unread = {column for name, column in self.fields.items() if name in BESIDE_RATINGS}
        columns = [column for column in self.others if column not in unread]
        if len({" ".join(self.header[column].casefold().split()) for column in columns}) < len(columns):
            raise InputError(f"two columns of {self.grid.file} have the same name", hint="one column per rater")
        return [
            self.record(row, column, unit, self.header[column], self.grid.value(row, column))
            for row, unit in self.rows()
            for column in columns
        ]

    def long(self, _findings: list[Finding]) -> list[Record]:
        """Read one rating per row, with a criterion column where there is one."""
        column = self.unit_column()
        value = self.fields.get("level", self.fields.get("score"))
        if "rater" not in self.fields or value is None:
            raise InputError(
                f"{self.grid.file} is no list of ratings: it needs the columns unit, rater and level",
                hint=f"its columns are {', '.join(self.header)}",
            )
        records = []
        for row in range(self.start + 1, len(self.grid.rows)):
            unit, rater = (name_of(self.grid.value(row, at)) for at in (column, self.fields["rater"]))
            if not unit and not rater and self.grid.value(row, value) is None:
                continue
            if not unit or not rater:
                missing = "rater" if unit else "unit"
                raise InputError(f"row {row + 1} of {self.grid.file} names no {missing}", hint="fill the column")
            record = self.record(row, value, unit, rater, self.grid.value(row, value))
            said = {name: text_of(self.grid.value(row, at)) for name, at in self.fields.items() if name in SAID}
            records.append(Record(**{**record._asdict(), **said}))
        return records

    def counts(self, findings: list[Finding]) -> list[Record]:
        """Read how many raters chose each level; who they were is not known, so they are numbered within each row."""
        records = []
        for row, unit in self.rows():
            slot = 0
            for column in self.others:
                number = _count(self.grid.value(row, column))
                if number is None:
                    text = text_of(self.grid.value(row, column))
                    hint = "write how many raters chose this level: 0, 1, 2, ..."
                    message = f'"{text}" is no count of raters'
                    findings.append(OUT_OF_RANGE.at(self.grid.place(row, column), message, hint=hint, value=text))
                    continue
                for _ in range(number):
                    slot += 1
                    records.append(self.record(row, column, unit, f"#{slot}", self.header[column]))
        return records

    def record(self, row: int, column: int, unit: str, rater: str, value: Value) -> Record:
        place = self.grid.place(row, column)
        return Record(unit=unit, rater=rater, criterion="", value=value, location=place)


def _count(value: Value) -> int | None:
    if value is None:
        return 0
    text = text_of(value)
    try:
        number = float(text)
    except ValueError:
        return None
    return int(number) if 0 <= number <= MAX_COUNT and number.is_integer() else None
