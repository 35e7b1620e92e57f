"""Rebuilt sheets as files: workbooks and text tables that hold cells and nothing else."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from mcqa.scoresheets.grid import Value, inert, text_of
from mcqa.scoresheets.identity.rebuild import Sheet

if TYPE_CHECKING:
    from mcqa.scoresheets.records import RubricClaim

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONG = 20_000
_WIDTH, _WIDEST = 12, 40
_CELL_LIMIT = 32_767
_NO_DAY = dt.datetime(2000, 1, 1)  # noqa: DTZ001  # nor do workbooks
_EPOCH = dt.datetime(1900, 3, 1)  # noqa: DTZ001  # spreadsheets know no time zones


def workbook(sheets: Sequence[Sheet], claim: RubricClaim | None) -> bytes:
    """Write sheets as a workbook without author, date or formula; it says for which rubric it was made."""
    from xlsxwriter import Workbook

    out = io.BytesIO()
    merged = any(sheet.blocks for sheet in sheets)
    big = max((len(sheet.rows) for sheet in sheets), default=0) > _LONG
    # rows that are done with leave the memory, which merging would not allow
    options = {"in_memory": True} if merged or not big else {"constant_memory": True}
    book = Workbook(
        out,
        {
            **options,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "remove_timezone": True,
        },
    )
    book.set_properties({"created": _NO_DAY})
    for name, value in _properties(claim):
        book.set_custom_property(name, value, "text")
    formats = {
        dt.datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        dt.date: book.add_format({"num_format": "yyyy-mm-dd"}),
        dt.time: book.add_format({"num_format": "hh:mm:ss"}),
    }
    taken: set[str] = set()
    for sheet in sheets:
        page = book.add_worksheet(_free_title(sheet.title or "ratings", taken))
        _fill(page, sheet, formats)
    book.close()
    return out.getvalue()


def _properties(claim: RubricClaim | None) -> list[tuple[str, str]]:
    if claim is None:
        return []
    named = (("id", claim.id), ("version", claim.version), ("sha256", claim.sha256))
    return [(f"mcqa_rubric_{name}", value) for name, value in named if value]


def _free_title(title: str, taken: set[str]) -> str:
    name, number = title[:31], 1
    while name.casefold() in taken:
        number += 1
        name = f"{title[:25]} ({number})"
    taken.add(name.casefold())
    return name


def _fill(page: Any, sheet: Sheet, formats: dict[type, Any]) -> None:
    widths: dict[int, int] = {}
    for values in sheet.rows[:_LONG]:
        for column, value in enumerate(values):
            if value is not None:
                widths[column] = max(widths.get(column, 0), len(text_of(value)))
    for column, width in widths.items():
        page.set_column(column, column, min(max(width + 2, _WIDTH), _WIDEST))
    for block in sheet.blocks:
        if (block.top, block.left) != (block.bottom, block.right):
            page.merge_range(*block, "")
    for row, column, text in sheet.notes:
        page.write_comment(row, column, _CONTROLS.sub("", text)[:_CELL_LIMIT])
    for row, values in enumerate(sheet.rows):
        for column, value in enumerate(values):
            _put(page, row, column, value, formats)


def _put(page: Any, row: int, column: int, value: Value, formats: dict[type, Any]) -> None:
    """Fill one cell; text stays text, whatever it begins with or looks like."""
    if value is None:
        return
    if isinstance(value, bool):
        page.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        page.write_number(row, column, value)
    elif isinstance(value, dt.time):
        page.write_datetime(row, column, value, formats[dt.time])
    elif isinstance(value, dt.datetime) and value.replace(tzinfo=None) >= _EPOCH:
        page.write_datetime(row, column, value, formats[dt.datetime])
    elif isinstance(value, dt.date) and not isinstance(value, dt.datetime) and value >= _EPOCH.date():
        page.write_datetime(row, column, value, formats[dt.date])
    else:
        text = inert(_CONTROLS.sub("", value if isinstance(value, str) else text_of(value)))
        page.write_string(row, column, text[:_CELL_LIMIT])


def text_table(sheet: Sheet) -> bytes:
    """Write a sheet as CSV in UTF-8; no cell of it is a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    width = max((len(row) for row in sheet.rows), default=0)
    for row in sheet.rows:
        cells = [inert(value if isinstance(value, str) else text_of(value)) for value in row]
        writer.writerow([*cells, *[""] * (width - len(cells))])
    return out.getvalue().encode("utf-8", errors="replace")
