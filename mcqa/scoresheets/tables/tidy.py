"""Long tables that need no recognising: parquet files, and what `mcqa export` wrote; read in columns, not cell by cell.

A row is a rating cell; its place is the file and the number of the row, from 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np

from mcqa.findings import Finding, Kind, Location
from mcqa.scoresheets.grid import Value, text_of
from mcqa.scoresheets.kinds import (
    AMBIGUOUS_HEADER,
    EMPTY_FILE,
    NO_RATER,
    NO_TABLE_FOUND,
    NO_UNIT,
    UNKNOWN_CRITERION,
    UNMATCHED_HEADER,
)
from mcqa.scoresheets.options import SheetOptions
from mcqa.scoresheets.records import ColumnRead, FileRead
from mcqa.scoresheets.tables.coded import Coded, Lazy, Mask, Rows
from mcqa.scoresheets.tables.columns import ANSWERS, MOST_TOLD, CellColumns, RowPlaces
from mcqa.scoresheets.tables.exported import read_export_json
from mcqa.scoresheets.tables.parquet import TidyColumn, TidyTable, read_parquet
from mcqa.scoresheets.tables.reading import SheetReading
from mcqa.scoresheets.words.headers import CriterionIndex, field_of, fold, suggest_field
from mcqa.scoresheets.words.mapping import IGNORE, code_of

__all__ = ["TidyColumn", "TidyTable", "read_export_json", "read_parquet", "read_tidy"]

T = TypeVar("T")

LAYOUT = "tidy"
# the names that the long form itself uses
FIELDS = frozenset(
    {
        *("unit", "rater", "criterion", "level", "score", "status"),
        *("round", "group", "comment", "timestamp", "source", *ANSWERS),
    }
)
# what a column of components or of levels can have at most; more is another column
MOST_CRITERIA = 100_000
MOST_LEVELS = 10_000
# so many different texts get a suggestion
MOST_SUGGESTED = 20
SHOWN = 60


class _Fields(NamedTuple):
    """What the columns of a table were taken for: fields with their columns, and how each heading was understood."""

    columns: dict[str, list[TidyColumn]]
    read: tuple[ColumnRead, ...]
    findings: tuple[Finding, ...]

    def one(self, name: str) -> Coded[Value] | None:
        """Give the column of a field that has exactly one."""
        same = self.columns.get(name, [])
        return same[0].values if len(same) == 1 else None


class _Source(NamedTuple):
    """The file that a table came from."""

    path: str
    sha256: str


def read_tidy(table: TidyTable, sha256: str, index: CriterionIndex, options: SheetOptions) -> SheetReading:
    """Read the long table of a file: its cells in columns, and a finding for every row that cannot be read."""
    file = _Source(table.path, sha256)
    fields = _fields(table, options)
    refused = _missing(fields, table)
    if refused is not None:
        return _reading(file, fields, 0, [*fields.findings, refused], None, layout="none")
    findings = [*fields.findings, *_doubled(fields, table)]
    rater = Path(file.path).stem if options.rater_from == "filename" else ""
    who = {"unit": fields.one("unit"), "rater": fields.one("rater")}
    if who["rater"] is None and "rater" not in fields.columns and rater:
        who["rater"] = Coded.constant(rater, table.n_rows)
    findings += _unnamed(fields, table, rater)
    if len(findings) > len(fields.findings) or who["unit"] is None or who["rater"] is None:
        return _reading(file, fields, table.n_rows, findings, None)
    body = _Body(table, fields, index, options, who["unit"].each(text_of), who["rater"].each(text_of))
    kept, invalid = body.settle(findings)
    cells = body.cells(kept) if len(kept) else None
    if cells is None and not invalid:
        hint = "ask for it again, with one row for each rating"
        findings.append(EMPTY_FILE.at(Location(file=file.path), "the table holds no rating cell", hint=hint))
    return _reading(file, fields, invalid, findings, cells)


def _reading(
    file: _Source,
    fields: _Fields,
    invalid: int,
    findings: Sequence[Finding],
    cells: CellColumns | None,
    *,
    layout: str = LAYOUT,
) -> SheetReading:
    read = FileRead(
        path=file.path,
        sha256=file.sha256,
        layout=layout,
        sheets=int(layout == LAYOUT),
        invalid=invalid,
        columns=fields.read,
    )
    return SheetReading(records=(), files=(read,), findings=tuple(findings), tidy=() if cells is None else (cells,))


def _fields(table: TidyTable, options: SheetOptions) -> _Fields:
    """See what each heading means: by the mapping of this run, as a name of the long form, else by the alias table."""
    mapped = {fold(heading): target for heading, target in options.mapping.headers}
    found: dict[str, list[TidyColumn]] = {}
    read, findings = [], []
    for column in table.columns:
        heading = column.heading
        folded = fold(heading)
        name = folded.replace(" ", "_")
        meaning, how = mapped.get(folded), "map"
        if meaning is None:
            meaning, how = (name if name in FIELDS else field_of(heading)), "alias"
        if meaning in FIELDS:
            found.setdefault(meaning, []).append(column)
        elif meaning is None:
            how = "unknown"
            near = suggest_field(heading[:SHOWN])
            hint = f"did you mean {near}? rename the column" if near else "rename it if it holds ratings"
            findings.append(_about_column(table, UNMATCHED_HEADER, heading, "was not understood", hint))
        read.append(
            ColumnRead(None, "", heading, meaning if meaning in FIELDS or meaning == IGNORE else "not read", how)
        )
    for heading in table.unread:
        hint = "write each value in a cell of its own if it holds ratings"
        findings.append(_about_column(table, UNMATCHED_HEADER, heading, "holds lists and is not read", hint))
        read.append(ColumnRead(None, "", heading, "not read", "unknown"))
    return _Fields(found, tuple(read), tuple(findings))


def _about_column(table: TidyTable, kind: Kind, heading: str, said: str, hint: str) -> Finding:
    shown = heading[:SHOWN]
    return kind.at(Location(file=table.path), f'the column "{shown}" {said}', hint=hint, value=shown)


def _missing(fields: _Fields, table: TidyTable) -> Finding | None:
    """Say why a table is no long list of ratings, where it is none."""
    needed = {"criterion": "criterion", "level": "level or score"}
    there = {*fields.columns, *(["level"] if "score" in fields.columns else [])}
    lacking = [words for name, words in needed.items() if name not in there]
    hint = "a table needs the columns unit, rater, criterion, and level or score; --map names others"
    whole = Location(file=table.path)
    if lacking:
        return NO_TABLE_FOUND.at(whole, f"the table has no column for {' and '.join(lacking)}", hint=hint)
    for name, most in (("criterion", MOST_CRITERIA), *((name, MOST_LEVELS) for name in ("level", "score", "status"))):
        column = fields.one(name)
        if column is not None and len(column.values) > most:
            message = f"the column for {name} holds more than {most:,} different values, so it is no {name}"
            return NO_TABLE_FOUND.at(whole, message, hint=hint)
    return None


def _doubled(fields: _Fields, table: TidyTable) -> Iterator[Finding]:
    """Report two columns that claim the same, where a row cannot be read without knowing which is right."""
    rating = "level" if "level" in fields.columns else "score"
    for name in ("unit", "rater", "criterion", rating):
        same = fields.columns.get(name, [])
        for column in same if len(same) > 1 else ():
            hint = "rename or remove one: mcqa does not guess which holds the ratings"
            yield _about_column(table, AMBIGUOUS_HEADER, column.heading, f"is not the only one for {name}", hint)


def _unnamed(fields: _Fields, table: TidyTable, rater: str) -> Iterator[Finding]:
    """Report that no column says who was reviewed, or who reviewed."""
    whole = Location(file=table.path)
    if "unit" not in fields.columns:
        yield NO_UNIT.at(whole, "no column names the micro-credential", hint='add a column "unit" with its id')
    if "rater" not in fields.columns and not rater:
        hint = 'add a column "rater" with a name or code, or give `--rater-from filename`'
        yield NO_RATER.at(whole, "no column names the reviewer", hint=hint)


class _Body:
    """The rows of a table of which every column is known."""

    def __init__(
        self,
        table: TidyTable,
        fields: _Fields,
        index: CriterionIndex,
        options: SheetOptions,
        unit: Coded[str],
        rater: Coded[str],
    ) -> None:
        self.table, self.fields, self.index = table, fields, index
        self.unit, self.rater = unit, rater
        self.meant = {code_of(typed): meaning for typed, meaning in options.mapping.values}
        self.value = self._values("level")
        self.score = self._values("score")
        self.status = _held(self._texts("status"))
        self.criterion = _held(self._texts("criterion"))

    def _texts(self, name: str) -> Coded[str]:
        column = self.fields.one(name)
        return Coded.constant("", self.table.n_rows) if column is None else column.each(text_of)

    def _values(self, name: str) -> Coded[Value]:
        column = self.fields.one(name)
        return Coded.constant(None, self.table.n_rows) if column is None else _held(column.each(self._value))

    def _value(self, value: Value) -> Value:
        """Give a value as it is read: with the meaning that the mapping gives it, None where nothing stands."""
        meaning = self.meant.get(code_of(value)) if self.meant else None
        if meaning is not None:
            value = None if meaning == "missing" else meaning
        return None if value == "" else value

    def settle(self, findings: list[Finding]) -> tuple[Rows, int]:
        """Give the rows that are rating cells, and how many are invalid; say what is wrong with those."""
        known = self.criterion.where(lambda text: self.index.find(text) is not None)
        rated = self.value.where(lambda value: value is not None) | self.score.where(lambda value: value is not None)
        # a heading or a note is no rating, and no fault
        unknown = ~known & (rated | self.status.where(bool))
        nameless, silent = known & ~self.unit.where(bool), known & ~self.rater.where(bool)
        findings += self._unknown(unknown)
        hint = "fill the column in every row"
        findings += self._told(NO_UNIT, nameless, "no micro-credential is named", hint)
        findings += self._told(NO_RATER, silent, "no reviewer is named", hint)
        faulty = nameless | silent
        return np.flatnonzero(known & ~faulty), int(unknown.sum() + faulty.sum())

    def _unknown(self, rows: Mask) -> Iterator[Finding]:
        hints: dict[str, str] = {}
        places = np.flatnonzero(rows)
        for row in places[:MOST_TOLD].tolist():
            text = self.criterion[row]
            if text not in hints:
                hints[text] = self._hint(text) if len(hints) < MOST_SUGGESTED else "use the ids or titles of the rubric"
            said = f'"{text[:SHOWN]}" is no component of the rubric' if text else "a rating stands without a component"
            place = Location(file=self.table.path, line=row + 1)
            yield UNKNOWN_CRITERION.at(place, said, hint=hints[text], value=text)
        yield from self._rest(UNKNOWN_CRITERION, len(places))

    def _hint(self, text: str) -> str:
        if self.index.is_heading(text):
            return "a standard is not rated itself; rate its components"
        close = self.index.suggest(text) if text else None
        return f"did you mean {close}?" if close else "use the ids or titles of the rubric: mcqa rubric show"

    def _told(self, kind: Kind, rows: Mask, message: str, hint: str) -> Iterator[Finding]:
        places = np.flatnonzero(rows)
        for row in places[:MOST_TOLD].tolist():
            yield kind.at(Location(file=self.table.path, line=row + 1), message, hint=hint)
        yield from self._rest(kind, len(places))

    def _rest(self, kind: Kind, number: int) -> Iterator[Finding]:
        if number > MOST_TOLD:
            message = f"{number - MOST_TOLD:,} more rows have the same fault; the first {MOST_TOLD:,} are told"
            hint = "mend them where the table was made, then read it again"
            yield kind.at(Location(file=self.table.path), message, hint=hint, value=str(number - MOST_TOLD))

    def cells(self, rows: Rows) -> CellColumns:
        """Give the rating cells in columns."""
        n = self.table.n_rows
        cells = CellColumns(
            unit=self.unit,
            rater=self.rater,
            criterion=self.criterion.each(lambda text: self.index.find(text) or ""),
            value=self.value,
            score=self.score,
            status=self.status,
            round=self._texts("round"),
            group=self._texts("group"),
            comment=self._comments(),
            timestamp=self._texts("timestamp"),
            origin=self._texts("source"),
            answers={name: self._texts(name) for name in ANSWERS if self.fields.one(name) is not None},
            file=Coded.constant(self.table.path, n),
            place=Coded.all_of(RowPlaces(self.table.path, n)),
        )
        return cells if len(rows) == n else cells.take(rows)

    def _comments(self) -> Coded[str]:
        """Give the comment of each row: what stands in all of its comment columns."""
        columns = [column.values.each(text_of) for column in self.fields.columns.get("comment", [])]
        if len(columns) > 1:
            return Coded.all_of(_Together(columns, self.table.n_rows))
        return columns[0] if columns else Coded.constant("", self.table.n_rows)


def _held(column: Coded[T]) -> Coded[T]:
    """Make the values of a column that has few."""
    return Coded(column.codes, tuple(column.values))


class _Together(Lazy[str]):
    """The texts of several columns, put together row by row."""

    def __init__(self, columns: Sequence[Coded[str]], n_rows: int) -> None:
        self.columns, self.n_rows = columns, n_rows

    def __len__(self) -> int:
        return self.n_rows

    def at(self, place: int) -> str:
        return " | ".join(text for column in self.columns if (text := column[place]))
