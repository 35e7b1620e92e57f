"""Files without a rubric: units in rows and raters in columns, a list of ratings, or counts of raters at each level.

The layout is what the header says or what the caller names; rows are units and are never guessed. A column or a sheet
that holds something and is not read is a finding.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Sequence
from typing import NamedTuple

from mcqa.errors import InputError, UsageError
from mcqa.findings import Finding, Location
from mcqa.scoresheets.files.opened import Opened, OpenedFile
from mcqa.scoresheets.grid import Grid, MergedAway, Value, name_of, text_of
from mcqa.scoresheets.kinds import (
    AMBIGUOUS_HEADER,
    MERGED_RATING_CELL,
    OUT_OF_RANGE,
    UNMATCHED_HEADER,
    UNUSED_MAPPING,
)
from mcqa.scoresheets.plain_table import PlainTable, TableFault
from mcqa.scoresheets.records import FileRead, Record
from mcqa.scoresheets.tables.reading import SheetReading
from mcqa.scoresheets.words.headers import fold, suggest_field
from mcqa.scoresheets.words.mapping import FIELDS, IGNORE, Mapping

_AS_THEY_ARE = Mapping()
SHOWN = 6

# more raters at one level of one unit than this are a mistake, and would fill the memory
MAX_COUNT = 10_000
# rows that add up alike by chance are rare from here on
ALIKE = 3
# words that clearly name no rater, so that such a column of a wide file is taken for one only when the layout is named
BESIDE_RATINGS = ("criterion", "status", "comment", "timestamp", "group", "round", "known", "rubric", "source")
# what a list may say of each rating, and what of it must be plain before any of its ratings can be taken
SAID = ("criterion", "status", "round", "group", "timestamp")
PLAIN = ("unit", "rater", "criterion")
LAYOUTS = ("auto", "long", "wide", "counts")
RATINGS_SHEET = "ratings"


class PlainReading(NamedTuple):
    """What a plain file holds: its records, its layout, and for counts the levels that its columns name."""

    reading: SheetReading
    layout: str
    columns: tuple[str, ...] = ()


def read_plain(
    opened: Opened, layout: str, levels: Sequence[str] | None, mapping: Mapping = _AS_THEY_ARE
) -> PlainReading:
    """Read one file without a rubric, its headings as a mapping may say.

    InputError where its header does not say which column holds the units; UsageError where the mapping speaks of
    components or levels, which only a rubric has.
    """
    check_layout(layout)
    meanings = _meanings(mapping)
    if len(opened.files) != 1:
        raise UsageError(
            f"without a rubric one file is read at a time, not {len(opened.files)}", hint="give --rubric, or one file"
        )
    file = opened.files[0]
    table, others = _tables(file, meanings)
    chosen = table.recognise(levels) if layout == "auto" else layout
    table.refuse_nothing()
    if chosen == "wide":
        records = table.wide(named=layout == "wide")
    else:
        records = table.long() if chosen == "long" else table.counts()
    columns = tuple(table.header[column] for column in table.others) if chosen == "counts" else ()
    read = FileRead(path=file.path, sha256=file.sha256, layout=chosen, sheets=1, invalid=table.invalid)
    unmet = tuple(_unmet(header, table) for header, _ in mapping.headers if fold(header) not in table.met)
    findings = (*opened.findings, *table.findings, *map(_unread_sheet, others), *unmet)
    reading = SheetReading(records=tuple(records), files=(read,), findings=findings, refused=opened.refused)
    return PlainReading(reading=reading, layout=chosen, columns=columns)


def check_layout(layout: str) -> None:
    """Refuse a layout that there is none of, with the nearest there is."""
    if layout not in LAYOUTS:
        near = difflib.get_close_matches(layout, LAYOUTS, n=1, cutoff=0.6)
        meant = f'did you mean "{near[0]}"? ' if near else ""
        raise UsageError(f'there is no layout "{layout}"', hint=f"{meant}choose one of: {', '.join(LAYOUTS)}")


def _meanings(mapping: Mapping) -> dict[str, str]:
    """Give the meaning of each folded heading; UsageError with every meaning that needs a rubric."""
    wrong = [f'"{header}" is to mean {target}' for header, target in mapping.headers if target not in {*FIELDS, IGNORE}]
    wrong += [f'the value "{value}" is to mean {target}' for value, target in mapping.values]
    if wrong:
        raise UsageError(
            f"the mapping speaks of components or levels, which only a rubric has: {'; '.join(wrong[:SHOWN])}",
            hint="give --rubric, or leave these out",
        )
    return {fold(header): target for header, target in mapping.headers}


def _unmet(header: str, table: _Table) -> Finding:
    message = f'the mapping speaks of the heading "{header}", which stands above no column'
    hint = f"write the heading as it stands in the file: {', '.join(filter(None, table.header[:SHOWN]))}"
    return UNUSED_MAPPING.at(Location(), message, hint=hint, value=header)


def _tables(file: OpenedFile, meanings: dict[str, str]) -> tuple[_Table, list[Grid]]:
    """Give the table to read and the sheets with further ones.

    The table stands on the sheet called `ratings`, else on the first that names units, else on the first of all.
    """
    grids = file.grids if file.tidy is None else (file.tidy.grid(),)
    tables = [_Table(grid, start, meanings) for grid in grids if (start := _first_row(grid)) is not None]
    if not tables:
        raise InputError(f"{file.path} holds no table")
    with_units = [table for table in tables if "unit" in table.columns]
    named = [table for table in tables if fold(table.grid.sheet or "") == RATINGS_SHEET]
    chosen = (named or with_units or tables)[0]
    return chosen, [table.grid for table in with_units if table is not chosen]


def _first_row(grid: Grid) -> int | None:
    return next((row for row, cells in enumerate(grid.rows) if any(cell is not None for cell in cells)), None)


def _unread_sheet(grid: Grid) -> Finding:
    message = f'the sheet "{grid.sheet}" was not read: without a rubric one table is read at a time'
    hint = f'give it a file of its own, call it "{RATINGS_SHEET}" to have it read instead, or give --rubric'
    return UNMATCHED_HEADER.at(grid.whole, message, hint=hint, value=grid.sheet)


class _Table(PlainTable):
    def recognise(self, levels: Sequence[str] | None) -> str:
        """Say which layout the header begins."""
        if "rater" in self.columns and self.columns.keys() & {"level", "score"}:
            return "long"
        named = {fold(self.header[column]) for column in self.others}
        if levels and named == {fold(level) for level in levels}:
            return "counts"
        if self.looks_counted():
            message = f"{self.grid.file} may hold one column per reviewer, or counts of reviewers at each level"
            raise UsageError(message, hint="say which: --layout wide or --layout counts")
        self.refuse_transposed()
        return "wide"

    def looks_counted(self) -> bool:
        """Whether every column is named by a number and every row adds up to the same number of raters."""
        names = [self.header[column] for column in self.others]
        rows = [row for row in self.grid.rows[self.start + 1 :] if any(value is not None for value in row)]
        cells = [[_count(row[column] if column < len(row) else None) for column in self.others] for row in rows]
        if len(rows) < ALIKE or not all(name.lstrip("-").isdecimal() for name in names):
            return False
        sums = {None if None in row else sum(number or 0 for number in row) for row in cells}
        return len(sums) == 1 and None not in sums

    def wide(self, *, named: bool) -> list[Record]:
        """Read one column per rater, which is every column after the units.

        Where nobody named the layout, columns whose words clearly name no rater are left aside, each with a finding.
        """
        first = self.unit_column()
        units = [first] if named else self.columns["unit"]
        beside = set(units)
        if not named:
            beside.update(column for name in BESIDE_RATINGS for column in self.columns.get(name, ()))
        raters = [column for column in self.others if column not in beside]
        same = self.same_names(raters, "one column per rater")
        self.refuse([*same, *(self.unit_faults() if len(units) == 1 else ())])
        self.report_unread({*units, *raters}, "if it is a rater, give --layout wide or rename the column")
        if len(units) > 1:
            self.report_doubled("unit")
            self.invalid += len(raters) * sum(1 for _ in self.body())
            return []
        return [
            self.record(row, column, unit, self.header[column], self.grid.value(row, column))
            for row, unit in self.rows()
            for column in raters
            if not self.merged(row, column)
        ]

    def long(self) -> list[Record]:
        """Read one rating per row, with a criterion column where there is one."""
        self.unit_column()
        rating = "level" if "level" in self.columns else "score"
        if "rater" not in self.columns or rating not in self.columns:
            raise InputError(
                f"{self.where} is no list of ratings: it needs the columns unit, rater and level",
                hint=f"its columns are {', '.join(self.header)}",
            )
        self.report_unread({column for same in self.columns.values() for column in same})
        doubled = {name for name in (*PLAIN, *SAID, "level", "score") if len(self.columns.get(name, ())) > 1}
        for name in sorted(doubled):
            self.report_doubled(name)
        if doubled & {*PLAIN, rating}:
            self.invalid += len(self.columns[rating]) * sum(1 for _ in self.body())
            return []
        if rating == "level":
            self.report_scores_alone()
        said = {name: self.columns[name][0] for name in SAID if name in self.columns and name not in doubled}
        self.refuse(self.unnamed(self.columns[rating][0]))
        return [record for row in self.body() if (record := self.listed(row, self.columns[rating][0], said))]

    def unnamed(self, rating: int) -> list[TableFault]:
        """Find the rows of a list that do not say which unit, which rater, or which component where others do."""
        without: dict[str, list[int]] = {"unit": [], "rater": []}
        if any(
            self.grid.value(row, self.columns["criterion"][0]) for row in self.body() if "criterion" in self.columns
        ):
            without["criterion"] = []
        for row in self.body():
            names = {name: name_of(self.grid.value(row, self.columns[name][0])) for name in without}
            if any(names.values()) or self.grid.value(row, rating) is not None:
                for name, rows in without.items():
                    if not names[name]:
                        rows.append(row)
        return [fault for name, rows in without.items() for fault in self.nameless(rows, name, "fill the column")]

    def listed(self, row: int, rating: int, said: dict[str, int]) -> Record | None:
        """Read one row of a list; None where it holds no rating."""
        value = self.grid.value(row, rating)
        unit, rater = (name_of(self.grid.value(row, self.columns[name][0])) for name in ("unit", "rater"))
        if not unit or self.merged(row, rating):
            return None
        texts = {name: text_of(self.grid.value(row, column)) for name, column in said.items()}
        comments = (text_of(self.grid.value(row, column)) for column in self.columns.get("comment", ()))
        comment = " | ".join(text for text in comments if text)
        record = self.record(row, rating, unit, rater, value)
        return Record(**{**record._asdict(), **texts, "comment": comment})

    def counts(self) -> list[Record]:
        """Read how many raters chose each level; who they were is not known, so they are numbered within each row."""
        self.report_unread({self.unit_column(), *self.others})
        self.refuse([*self.same_names(self.others, "one column per level"), *self.unit_faults()])
        records = []
        for row, unit in self.rows():
            slot = 0
            for column in self.others:
                if self.merged(row, column):
                    continue
                number = _count(self.grid.value(row, column))
                if number is None:
                    text = text_of(self.grid.value(row, column))
                    hint = "write how many raters chose this level: 0, 1, 2, ..."
                    message = f'"{text}" is no count of raters'
                    self.findings.append(OUT_OF_RANGE.at(self.grid.place(row, column), message, hint=hint, value=text))
                    self.invalid += 1
                    continue
                for _ in range(number):
                    slot += 1
                    records.append(self.record(row, column, unit, f"#{slot}", self.header[column]))
        return records

    def record(self, row: int, column: int, unit: str, rater: str, value: Value) -> Record:
        place = self.grid.place(row, column)
        return Record(unit=unit, rater=rater, criterion="", value=value, location=place)

    def merged(self, row: int, column: int) -> bool:
        """Whether a rating cell is covered by a merged block, which is a fault: what was rated there is not plain."""
        value = self.grid.value(row, column)
        if not isinstance(value, MergedAway):
            return False
        message = f"this rating cell is merged with {value.anchor}, so it is not plain what was rated here"
        hint = "unmerge the cells and write the rating in each"
        place = self.grid.place(row, column)
        self.findings.append(MERGED_RATING_CELL.at(place, message, hint=hint, value=text_of(value)))
        self.invalid += 1
        return True

    def report_doubled(self, name: str) -> None:
        """Say which columns name the same thing, so that none of them can be taken."""
        for column in self.columns[name]:
            text = self.header[column]
            message = f'two columns are called "{text}", or mean the same'
            hint = "rename or remove one: mcqa does not guess which is meant"
            place = self.grid.place(self.start, column)
            self.findings.append(AMBIGUOUS_HEADER.at(place, message, hint=hint, value=text))

    def report_unread(self, read: Collection[int], hint: str | None = None) -> None:
        """Report every column that holds something and is not read; what stands past the header is told once."""
        end = max((column + 1 for column, text in enumerate(self.header) if text), default=0)
        first: dict[int, int] = {}
        for row in self.body():
            for column, value in enumerate(self.grid.rows[row]):
                aside = column in read or column in self.columns.get(IGNORE, ())
                if value is not None and not aside and not isinstance(value, MergedAway):
                    first.setdefault(min(column, end), row)
        for column, row in sorted(first.items()):
            if column < end and self.header[column]:
                self.findings.append(self.unread_column(column, hint))
            else:
                self.findings.append(self.unnamed_column(row, column))

    def unread_column(self, column: int, hint: str | None) -> Finding:
        """Say that a column with a name is not read, and what to do."""
        text = self.header[column]
        message = f'the column "{text}" is not read'
        if column < self.columns["unit"][0]:
            message += ": it stands before the units"
            hint = "make the units the first column"
        elif hint is None:
            near = suggest_field(text)
            hint = f"did you mean {near}? rename the column" if near else "rename it if it holds ratings"
        return UNMATCHED_HEADER.at(self.grid.place(self.start, column), message, hint=hint, value=text)

    def unnamed_column(self, row: int, start: int) -> Finding:
        """Say where the first value stands that is under no heading."""
        cells = self.grid.rows[row]
        column = next(
            at for at in range(start, len(cells)) if cells[at] is not None and not isinstance(cells[at], MergedAway)
        )
        message = "something stands in a column without a heading; it is not read"
        hint = "name the column if it holds ratings; put text that holds the separator of a CSV file in quotes"
        return UNMATCHED_HEADER.at(self.grid.place(row, column), message, hint=hint, value=text_of(cells[column]))

    def report_scores_alone(self) -> None:
        """Say where the first score stands beside a blank level: beside levels, scores are not read."""
        level = self.columns["level"][0]
        for column in self.columns.get("score", ()):
            for row in self.body():
                value = self.grid.value(row, column)
                if value is not None and self.grid.value(row, level) is None:
                    message = "a score stands here without a level; beside a column of levels scores are not read"
                    hint = "fill the level, or remove the column of the levels"
                    place = self.grid.place(row, column)
                    self.findings.append(UNMATCHED_HEADER.at(place, message, hint=hint, value=text_of(value)))
                    return


def _count(value: Value) -> int | None:
    if value is None:
        return 0
    text = text_of(value)
    try:
        number = float(text)
    except ValueError:
        return None
    return int(number) if 0 <= number <= MAX_COUNT and number.is_integer() else None
