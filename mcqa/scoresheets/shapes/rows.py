"""Which rows of a table are no ratings: headings merged across, notes, and totals. Where in doubt they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mcqa.scoresheets.grid import MergedAway, Value, name_of, text_of
from mcqa.scoresheets.shapes.header import address
from mcqa.scoresheets.shapes.marks import is_descriptor
from mcqa.scoresheets.shapes.sheet import Sheet
from mcqa.scoresheets.shapes.table import KNOWN, Table
from mcqa.scoresheets.shapes.totals import Totals, is_totalling, totals_in
from mcqa.scoresheets.shapes.words import is_total

NAMED = ("unit", "rater")
# what a sentence ends with
_ENDS = (".", "!", "?", ":")
# so many names of a column are enough to say how they look
MOST_NAMES = 200


class Rows:
    """Knows the rows of one table that hold no ratings."""

    def __init__(self, sheet: Sheet, table: Table, fields: Mapping[str, int], rated: Sequence[int]) -> None:
        """Take the table, the columns of its fields, and those in which its ratings stand."""
        self.sheet, self.grid, self.table, self.rated = sheet, sheet.grid, table, rated
        self.named = [fields[name] for name in NAMED if name in fields]
        self.beside = [column.at for column in table.columns if column.role == KNOWN]
        self.looks: dict[int, list[str]] = {}

    def is_note(self, row: int) -> bool:
        """Whether a row of a wide table is no review: a heading merged across it, or a note.

        A row that names who or what the rows around it do, and rates nothing, is a review with missing cells.
        """
        values = [self.grid.value(row, at) for at in self.rated]
        if all(isinstance(v, MergedAway) and address(v.anchor)[0] == row for v in values):
            return address(next(v.anchor for v in values if isinstance(v, MergedAway)))[1] not in self.rated
        if any(value is not None for value in values):
            return False
        if not all(name_of(self.grid.value(row, at)) for at in self.named):
            return True
        own = [
            (at, value)
            for at, value in enumerate(self.grid.rows[row])
            if value is not None and not isinstance(value, MergedAway)
        ]
        if len(own) != 1 or not is_descriptor(own[0][1]):
            return False
        at, value = own[0]
        return at not in self.named or not self.looks_like_others(text_of(value), row, at)

    def looks_like_others(self, text: str, row: int, column: int) -> bool:
        """Whether a text reads like the other names of its column: about as long, with a number, ended alike."""
        others = [name for name in self.names(column) if name != text]
        if text.endswith(_ENDS) and not any(name.endswith(_ENDS) for name in others):
            return False
        if not others:
            return row - 1 in self.table.header_rows
        longest = max(len(name.split()) for name in others)
        numbered = any(map(str.isdecimal, text))
        return len(text.split()) <= longest + 1 and any(numbered == any(map(str.isdecimal, name)) for name in others)

    def names(self, column: int) -> list[str]:
        """Give the names in a column: those of rows with ratings, else all."""
        if column not in self.looks:
            filled: list[str] = []
            every: list[str] = []
            for row in self.table.body:
                name = name_of(self.grid.value(row, column))
                if name and len(filled) < MOST_NAMES:
                    every.append(name)
                    rates = any(self.grid.value(row, at) is not None for at in self.rated)
                    filled += [name] if rates else []
            self.looks[column] = filled or every
        return self.looks[column]

    def totals(self, row: int) -> Totals:
        """Say whether a row of a wide table holds totals; words for a row of ratings, or of no word for totals."""
        values = [value for at in self.rated if (value := self.grid.value(row, at)) is not None]
        names = [name_of(self.grid.value(row, at)) for at in self.named]
        if not any(names) and values and all(map(is_totalling, values)):
            return Totals.CLEAR
        if not values or self.is_named(row) or not any(map(is_total, [*names, *self.texts(row)])):
            return Totals.WORDS
        return totals_in(values, self.sheet.words)

    def is_complete(self, row: int) -> bool:
        """Whether a row names all that its table has a column for."""
        return all(name_of(self.grid.value(row, at)) for at in self.named)

    def hold_totals(self, row: int, text: str, values: Sequence[Value]) -> bool:
        """Whether values beside a text that names no component are totals, and none the ratings of somebody."""
        filled = [value for value in values if value is not None]
        if not text and filled and all(map(is_totalling, filled)):
            return True
        held = totals_in(filled, self.sheet.words)
        if is_total(text):
            # whatever the numbers are: they rate no component
            return held is not Totals.WORDS
        names = [] if text or self.is_named(row) else [name_of(self.grid.value(row, at)) for at in self.named]
        return held is Totals.CLEAR and any(map(is_total, [*names, *self.texts(row)]))

    def is_named(self, row: int) -> bool:
        """Whether micro-credential and reviewer both stand in cells of the row itself."""
        cells = [self.grid.value(row, at) for at in self.named]
        return len(cells) == len(NAMED) and all(not isinstance(v, MergedAway) and name_of(v) for v in cells)

    def texts(self, row: int) -> list[str]:
        """Give the texts of a row that are read past."""
        return [text for at in self.beside if (text := text_of(self.grid.value(row, at)))]
