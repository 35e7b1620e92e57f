"""One worksheet of an Excel workbook: its cells with their values, its merged blocks, and what is hidden in it.

openpyxl makes several objects of each cell and reads a sheet twice where it holds formulas: a list of 200,000 rows
takes it half a minute and a gigabyte. Here each cell becomes its value as its XML goes by. A property test holds both
readers to the same grid.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Sequence
from typing import IO, NamedTuple

from mcqa.scoresheets.bounds import MAX_CELL, MAX_CELLS, MAX_ROWS, Room, TooLargeError
from mcqa.scoresheets.files.markup import MAX_OTHERS, parse
from mcqa.scoresheets.files.sheet_rows import SheetRows
from mcqa.scoresheets.files.xlsx_styles import NAMESPACES, Dates
from mcqa.scoresheets.grid import ErrorValue, Uncalculated, Value, typed

_CELL, _VALUE, _ROW, _FORMULA, _TEXT, _INLINE, _SPOKEN, _MERGED, _COLUMN = range(9)
_NAMES = ("c", "v", "row", "f", "t", "is", "rPh", "mergeCell", "col")
_KINDS = {f"{space}}}{name}": kind for space in NAMESPACES for kind, name in enumerate(_NAMES)}
_DIGITS = "0123456789"
_PLACE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,9})")
_TRUE = frozenset({"1", "true"})
_CODED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_BESIDE_VALUES = frozenset({_TEXT, _FORMULA})
UNKNOWN_FORMULA = "=..."
# cells are counted in lots, so that the count costs nothing
LOT = 5_000
MAX_PARTS = 3 * MAX_CELLS


class SheetContent(NamedTuple):
    """What a worksheet holds: rows of values as far as they go, and what is hidden, counted from 0."""

    rows: tuple[tuple[Value, ...], ...]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]


class TooManyRowsError(Exception):
    """A sheet names a row that no sheet can have."""

    def __init__(self, row: int) -> None:
        """Keep the number of the row."""
        super().__init__(f"the sheet spans {row:,} rows")


def decoded(text: str) -> str:
    """Give a text of a workbook as it was typed: `_x000D_` is how Excel writes what XML has no room for."""
    if "_x" not in text:
        return text
    whole = _CODED.sub(lambda match: chr(int(match[1], 16)), text)
    # two halves of a character become one, and a half by itself a mark for what is no character
    return whole.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def read_sheet(
    source: IO[bytes], strings: Sequence[str | None], dates: Dates, room: Room, size: int = 0
) -> SheetContent:
    """Read a worksheet; `strings` are the workbook's shared texts, `dates` tells which numbers are dates."""
    reader = SheetReader(strings, dates, room)
    parse(source, room, reader.start, reader.end, reader.text, size)
    return reader.content()


class SheetReader:
    """Takes a worksheet in as its XML goes by; its three handlers are called ten million times for a big one."""

    __slots__ = (
        "cell",
        "columns",
        "dates",
        "formula",
        "held",
        "in_row",
        "inline",
        "last",
        "letters",
        "number",
        "number_text",
        "others",
        "parts",
        "raw",
        "room",
        "row",
        "said",
        "seen",
        "sheet",
        "spoken",
        "strings",
        "taking",
    )

    def __init__(self, strings: Sequence[str | None], dates: Dates, room: Room) -> None:
        """Begin before the first row."""
        self.strings, self.dates, self.room = strings, dates, room
        self.sheet = SheetRows(room)
        self.others = self.parts = 0
        # where reading stands: the row, its number, the last column; and what room was not yet taken for
        self.row: list[Value] = []
        self.number, self.number_text, self.last = 0, "0", -1
        self.columns: dict[str, int] = {}
        self.seen = self.letters = self.held = 0
        # the cell being read: its attributes, its value and formula as written, and the text that stands in it
        self.cell: dict[str, str] | None = None
        self.raw: str | None = None
        self.formula: str | None = None
        self.inline: list[str] | None = None
        self.in_row = self.spoken = self.taking = False
        self.said = ""

    def start(self, name: str, given: dict[str, str]) -> None:
        """Take in the beginning of an element."""
        kind = _KINDS.get(name)
        if self.taking:
            raise ValueError("an element stands within the text of a cell")
        if kind == _VALUE:
            self.taking, self.said = True, ""
        elif kind == _CELL:
            if self.cell is not None:
                raise ValueError("a cell stands within a cell")
            self.cell = given
            self.raw = self.formula = self.inline = None
            self.seen += 1
        elif kind == _ROW:
            self._begin_row(given)
        elif kind in _BESIDE_VALUES:
            self.taking, self.said = True, ""
            self._count()
        else:
            self._begin_other(kind, given)

    def text(self, piece: str) -> None:
        """Take in text."""
        if self.taking:
            self.said = self.said + piece if self.said else piece
            if len(self.said) > MAX_CELL:
                raise TooLargeError(f"holds a cell of more than {MAX_CELL:,} characters")

    def end(self, name: str) -> None:
        """Take in the end of an element."""
        kind = _KINDS.get(name)
        if kind == _VALUE:
            self.raw = self.said
            self.taking = False
        elif kind == _CELL:
            self._end_cell()
        elif kind == _ROW:
            self.in_row = False
        elif kind == _TEXT:
            if self.inline is not None and not self.spoken:
                self.inline.append(self.said)
            self.taking = False
        elif kind == _FORMULA:
            self.formula = f"={self.said}" if self.said else UNKNOWN_FORMULA
            self.taking = False
        elif kind == _SPOKEN:
            self.spoken = False

    def _begin_row(self, given: dict[str, str]) -> None:
        """Begin the row that the attributes name, or else the next."""
        if self.in_row:
            raise ValueError("a row stands within a row")
        self.in_row = True
        # a row takes room as a cell does
        self.seen += 1
        if self.seen > LOT:
            self._take()
        said, self.last = given.get("r"), -1
        self.number += 1
        self.number_text = str(self.number)
        if said is not None and said != self.number_text:
            self.number = _row_number(said)
            self.number_text = str(self.number)
        if self.number > MAX_ROWS:
            raise TooManyRowsError(self.number)
        self.row = self.sheet.rows.setdefault(self.number - 1, [])
        if given.get("hidden") in _TRUE:
            self.sheet.hidden_rows.add(self.number - 1)

    def _begin_other(self, kind: int | None, given: dict[str, str]) -> None:
        self._count()
        if kind == _INLINE:
            if self.inline is not None:
                raise ValueError("a cell holds two texts")
            self.inline = []
            return
        self.others += 1
        if self.others > MAX_OTHERS:
            raise TooLargeError(f"holds more than {MAX_OTHERS:,} pieces beside its cells")
        if kind == _SPOKEN:
            # how a word is spoken stands beside it in Japanese workbooks, and is no part of the text
            self.spoken = True
        elif kind == _COLUMN and given.get("hidden") in _TRUE:
            self.sheet.hide_columns(int(given["min"]) - 1, int(given["max"]))
        elif kind == _MERGED:
            self._merge(given.get("ref", ""))

    def _count(self) -> None:
        """Count what stands in cells beside their values: formulas, and texts that no other cell shares."""
        self.parts += 1
        if self.parts > MAX_PARTS:
            raise TooLargeError(f"holds more than {MAX_PARTS:,} pieces of cells")

    def _end_cell(self) -> None:
        given = self.cell
        if given is None:
            return
        self.cell = None
        place, row = given.get("r"), self.row
        if place is None:
            column = self.last + 1
        else:
            letters = place.rstrip(_DIGITS)
            column = self.columns.get(letters, -1)
            if column < 0 or place[len(letters) :] != self.number_text:
                number, column = _place(place)
                self.columns[letters] = column
                row = row if number == self.number else self._row_at(number)
        self.last = column
        if self.seen > LOT:
            self._take()
        raw = self.raw
        if (
            raw
            and self.formula is None
            and column == len(row)
            and len(given) == (place is not None)
            and raw.isdecimal()
        ):
            # a number that is no date
            row.append(self._number_of(raw, None))
            self.held += 1
        elif raw is not None or self.formula is not None or self.inline is not None:
            self._put(row, column, given.get("t") or "n", given.get("s"))
            self.held += 1

    def _row_at(self, number: int) -> list[Value]:
        """Give a row by its number: a cell that says another row than the one it stands in is where it says."""
        if number > MAX_ROWS:
            raise TooManyRowsError(number)
        return self.sheet.rows.setdefault(number - 1, [])

    def _put(self, row: list[Value], column: int, kind: str, style: str | None) -> None:
        """Put the value of the cell into a row, with blanks before it where it stands apart."""
        value = self._value(kind, style)
        if value is None:
            return
        if type(value) is str:
            self.letters += len(value)
        gap = column - len(row)
        if gap < 0:
            row[column] = value
            return
        if gap:
            self.room.take(gap)
            row.extend([None] * gap)
        row.append(value)

    def _take(self) -> None:
        """Take room for what was read since the last time."""
        self.room.take(self.seen + 1, self.letters)
        self.room.give_tags(self.held)
        self.seen = self.letters = self.held = 0

    def _value(self, kind: str, style: str | None) -> Value:
        """Give the value of the cell, as the program that saved it showed it."""
        raw = self.raw
        if kind == "inlineStr" and self.formula is None:
            return typed(decoded("".join(self.inline))) if self.inline else None
        if not raw:
            # a formula that gave the empty text has a type, one that was never calculated has none
            return None if self.formula is None or kind == "str" else Uncalculated(self.formula)
        if kind == "n":
            return self._number_of(raw, style)
        if kind == "s":
            at = int(raw)
            if at < 0:
                raise ValueError("a shared text has a number below 0")
            return self.strings[at]
        if kind == "e":
            return ErrorValue(raw)
        if kind == "b" and raw.strip() in {"0", "1"}:
            return raw.strip() == "1"
        return _iso(raw) if kind == "d" else typed(decoded(raw))

    def _number_of(self, raw: str, style: str | None) -> Value:
        """Give the number, or the date, that some digits stand for; digits that stand for none are text."""
        try:
            number = int(raw) if "." not in raw and "E" not in raw and "e" not in raw else float(raw)
            if "_" in raw or not math.isfinite(number):
                return typed(raw)
        except (ValueError, OverflowError):
            return typed(raw)
        return self.dates.value(number, style) if style in self.dates.durations else number

    def _merge(self, block: str) -> None:
        corners = [_place(corner) for corner in block.split(":")]
        (top, left), (bottom, right) = corners[0], corners[-1]
        self.sheet.merge(top - 1, left, bottom - 1, right)

    def content(self) -> SheetContent:
        """Give all that was read."""
        self._take()
        table = self.sheet.table()
        return SheetContent(table, frozenset(self.sheet.hidden_rows), self.sheet.hidden_within(table))


def _row_number(said: str) -> int:
    """Read the number of a row, which some programs write as 5.0."""
    number = int(said) if said.isdecimal() else int(float(said))
    if number < 1:
        raise ValueError(f"{said[:20]} is no number of a row")
    return number


def _place(place: str) -> tuple[int, int]:
    """Give the row, counted from 1, and the column, counted from 0, of a place such as C7."""
    match = _PLACE.fullmatch(place)
    if match is None:
        raise ValueError(f"{place[:20]} is no place in a sheet")
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    row = int(match[2])
    if row < 1:
        raise ValueError(f"{place[:20]} is no place in a sheet")
    if row > MAX_ROWS:
        raise TooManyRowsError(row)
    return row, column - 1


def _iso(raw: str) -> Value:
    """Read a date as ISO 8601 writes it; what is none stays the text that it is."""
    text = raw.strip().removesuffix("Z")
    for kind in (dt.date, dt.time, dt.datetime):
        try:
            return kind.fromisoformat(text)
        except ValueError:
            continue
    return typed(raw)
