"""A sheet as a grid of cells, whatever kind of file it came from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from mcqa.findings import Location

# text, number, truth value, date or time, an ErrorValue, an Uncalculated formula, or None for a blank cell
Value = object

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# characters without width that come along when text is copied from a web page or a chat
ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff"
NO_NOTES: Mapping[tuple[int, int], str] = MappingProxyType({})


class ErrorValue(NamedTuple):
    """A cell in which the spreadsheet shows an error such as #REF!."""

    text: str


class Uncalculated(NamedTuple):
    """A formula whose value the file does not hold."""

    formula: str


class MergedAway(NamedTuple):
    """A cell covered by a merged block; `anchor` is the cell that holds the value, `value` what stands there."""

    anchor: str
    value: Value


class Grid(NamedTuple):
    """One sheet: its rows of values, and what is hidden in it. CSV files have one grid, with `sheet` None.

    `notes` are what reviewers wrote in notes on cells, by row and column from 0.
    """

    file: str
    sheet: str | None
    rows: tuple[tuple[Value, ...], ...]
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    notes: Mapping[tuple[int, int], str] = NO_NOTES

    def value(self, row: int, column: int) -> Value:
        """Give the value at a place counted from 0; None beyond the end of a row."""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else None

    def place(self, row: int, column: int) -> Location:
        """Give the location of a place counted from 0."""
        name = a1(row, column)
        if self.sheet is None:
            return Location(file=self.file, line=row + 1, cell=name)
        return Location(file=self.file, sheet=self.sheet, cell=name)

    @property
    def whole(self) -> Location:
        """The sheet as a location."""
        return Location(file=self.file, sheet=self.sheet)


def a1(row: int, column: int) -> str:
    """Name a place counted from 0 as spreadsheets do: (0, 0) is A1."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def inert(text: str) -> str:
    """Give a text that no spreadsheet runs: one that begins like a formula gets a leading '.

    One that begins like an inert formula gets another, so that `typed` gives every text back as it was.
    """
    return f"'{text}" if text.lstrip("'").startswith(FORMULA_STARTS) else text


def typed(text: str) -> str | None:
    """Give the text of a cell as its writer meant it: None when blank, without the ' that makes a formula inert."""
    if not text.strip().strip(ZERO_WIDTH).strip():
        return None
    return text[1:] if text[0] == "'" and text.lstrip("'").startswith(FORMULA_STARTS) else text


def text_of(value: Value) -> str:
    """Give the text of a cell as a person would read it; numbers without a needless point."""
    if value is None:
        return ""
    if isinstance(value, MergedAway):
        return text_of(value.value)
    if isinstance(value, ErrorValue):
        return value.text
    if isinstance(value, Uncalculated):
        return value.formula
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return str(value.date())
    return str(value).strip()


def name_of(value: Value) -> str:
    """Give the name that a cell holds; a formula without a value and a spreadsheet's error name nobody."""
    if isinstance(value, MergedAway):
        return name_of(value.value)
    return "" if isinstance(value, ErrorValue | Uncalculated) else text_of(value)
