"""A report before it has a form: titles, tables and notes, which every output format lays out in its own way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from mcqa.findings import Finding

Cell = str | int | float | bool | None


class Column(NamedTuple):
    """One column: its title, how its values read, and whether it may wrap and take the room that is left."""

    title: str
    read: Callable[[Cell], str] | None = None
    right: bool = False
    wide: bool = False
    share: int = 1
    styles: tuple[tuple[str, str], ...] = ()

    def text(self, value: Cell) -> str:
        """Give a value as people read it; nothing for None."""
        if value is None:
            return ""
        return self.read(value) if self.read else str(value)


class Table(NamedTuple):
    """A table of values as they are; rounding and wording happen when it is laid out."""

    title: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Cell, ...]]
    empty: str = ""


class Note(NamedTuple):
    """A paragraph."""

    text: str


class Block(NamedTuple):
    """A heading with sentences under it, each an item of its own."""

    heading: str
    items: tuple[str, ...]


class Listing(NamedTuple):
    """Findings, each with its place and its hint."""

    findings: tuple[Finding, ...]


class Document(NamedTuple):
    """What a command has to say: parts for people, one tidy table for CSV, an object for JSON.

    The table and the object may be functions that make them: only one of the forms is written.
    """

    title: str
    parts: tuple[Table | Note | Block | Listing, ...]
    tidy: Table | Callable[[], Table]
    results: object | Callable[[], object]

    @property
    def tidied(self) -> Table:
        """The table for CSV."""
        return self.tidy() if callable(self.tidy) else self.tidy

    @property
    def answer(self) -> object:
        """The object for JSON."""
        return self.results() if callable(self.results) else self.results


def fixed(digits: int) -> Callable[[Cell], str]:
    """Give a reader of numbers with so many decimals."""
    return lambda value: f"{value:.{digits}f}" if isinstance(value, int | float) else str(value)


def percent(value: Cell) -> str:
    """Give a share as a whole percentage."""
    return f"{value:.0%}" if isinstance(value, int | float) else str(value)


def tidy(title: str, names: tuple[str, ...], rows: Sequence[tuple[Cell, ...]]) -> Table:
    """Make the table behind the CSV output: plain names, values as they are."""
    return Table(title=title, columns=tuple(Column(title=name) for name in names), rows=rows)


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """Give a number with its noun: 1 workbook, 2 workbooks."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
