"""A tidy table as CSV: full precision, plain names, and no cell that a spreadsheet would run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from mcqa.reports.document import Cell, Table
from mcqa.scoresheets.grid import inert


def to_csv(table: Table) -> str:
    """Write a table as CSV with a header row."""
    return "".join(csv_lines(table))


def csv_lines(table: Table) -> Iterator[str]:
    """Write a table as CSV line by line, so that a long one is never held whole."""
    yield _line([column.title for column in table.columns])
    for row in table.rows:
        yield _line([_plain(value) for value in row])


def _line(row: list[str]) -> str:
    """Write one line; the writer quotes a lone carriage return only where the end of the line has one."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerow(row)
    return out.getvalue().removesuffix("\r\n") + "\n"


def _plain(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return inert(value)
    return repr(value)
