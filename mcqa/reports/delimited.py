"""A tidy table as CSV: full precision, plain names, and no cell that a spreadsheet would run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mcqa.reports.document import Cell, Table
from mcqa.scoresheets.grid import inert

if TYPE_CHECKING:
    from _csv import Writer


def to_csv(table: Table) -> str:
    """Write a table as CSV with a header row."""
    return "".join(csv_lines(table))


def csv_lines(table: Table) -> Iterator[str]:
    """Write a table as CSV line by line, so that a long one is never held whole."""
    out = io.StringIO(newline="")
    # the writer quotes a lone carriage return only where the end of the line has one
    writer = csv.writer(out, lineterminator="\r\n")
    yield _line(out, writer, [column.title for column in table.columns])
    for row in table.rows:
        yield _line(out, writer, [_plain(value) for value in row])


def _line(out: io.StringIO, writer: Writer, row: list[str]) -> str:
    out.seek(0)
    out.truncate()
    writer.writerow(row)
    return out.getvalue()[:-2] + "\n"


def _plain(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return inert(value)
    return repr(value)
