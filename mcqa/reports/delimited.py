"""A tidy table as CSV: full precision, plain names, and no cell that a spreadsheet would run as a formula."""

from __future__ import annotations

import csv
import io

from mcqa.reports.document import Cell, Table
from mcqa.scoresheets.grid import inert


def to_csv(table: Table) -> str:
    """Write a table as CSV with a header row."""
    rows = [[column.title for column in table.columns], *([_plain(value) for value in row] for row in table.rows)]
    return "".join(map(_line, rows))


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
