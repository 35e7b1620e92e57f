"""Writes workbooks and text files the same way every time."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import openpyxl
import xlsxwriter

DATE = dt.datetime(2026, 1, 15, 9, tzinfo=dt.UTC)
EMPTY = "the empty text"
Rows = Sequence[Sequence[object]]


class Formula(NamedTuple):
    """A formula with the value that the spreadsheet calculated; without one it was never calculated."""

    text: str
    value: object


class Shown(NamedTuple):
    """An error that the spreadsheet shows."""

    error: str


@dataclass(kw_only=True)
class Sheet:
    """A sheet to write; places are (row, column) from 0, blocks (first row, first column, last row, last column)."""

    name: str
    rows: Rows
    merges: Sequence[tuple[int, int, int, int]] = ()
    hidden: bool = False
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[int] = ()
    freeze: tuple[int, int] | None = None
    filtered: tuple[int, int, int, int] | None = None
    choices: tuple[int, int, int, int] | None = None
    notes: Mapping[tuple[int, int], str] = field(default_factory=dict)


def xlsx(path: Path, *sheets: Sheet, macros: bool = False, properties: Mapping[str, str] | None = None) -> None:
    """Write a workbook."""
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"created": DATE})
    for name, value in (properties or {}).items():
        book.set_custom_property(name, value)
    if macros:
        book.add_vba_project(io.BytesIO(b"no program: macros are never run"), is_stream=True)
    for sheet in sheets:
        _write(book, sheet)
    first = next((sheet for sheet in book.worksheets() if not sheet.hidden), None)
    if first is not None:
        first.activate()
    book.close()
    _calculate(path)


def _calculate(path: Path) -> None:
    """Write the empty text as Excel does where a formula gave it, and no value where none was calculated."""
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    parts = {
        name: content.replace(f"<v>{EMPTY}</v>".encode(), b"<v></v>").replace(b"</f><v>None</v>", b"</f>")
        for name, content in parts.items()
    }
    archive(path, parts)


def _write(book: xlsxwriter.Workbook, sheet: Sheet) -> None:
    page = book.add_worksheet(sheet.name)
    formats = {"date": book.add_format({"num_format": "d-mmm"}), "wrap": book.add_format({"text_wrap": True})}
    for block in sheet.merges:
        page.merge_range(*block, "", formats["wrap"])
    for row, cells in enumerate(sheet.rows):
        for column, value in enumerate(cells):
            _write_cell(page, row, column, value, formats)
    _dress(page, sheet)
    if sheet.hidden:
        page.hide()


def _dress(page: xlsxwriter.worksheet.Worksheet, sheet: Sheet) -> None:
    for row in sheet.hidden_rows:
        page.set_row(row, None, None, {"hidden": True})
    for column in sheet.hidden_columns:
        page.set_column(column, column, None, None, {"hidden": True})
    if sheet.freeze:
        page.freeze_panes(*sheet.freeze)
    if sheet.filtered:
        page.autofilter(*sheet.filtered)
    if sheet.choices:
        page.data_validation(*sheet.choices, {"validate": "list", "source": ["Not met", "Partly met", "Met", "N/A"]})
    for (row, column), text in sheet.notes.items():
        page.write_comment(row, column, text, {"author": ""})


def _write_cell(page: xlsxwriter.worksheet.Worksheet, row: int, column: int, value: object, formats: dict) -> None:
    if value is None:
        return
    if isinstance(value, Formula):
        page.write_formula(row, column, value.text, None, EMPTY if value.value == "" else value.value)
    elif isinstance(value, Shown):
        page.write_formula(row, column, f"={value.error}", None, value.error)
    elif isinstance(value, bool):
        page.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        page.write_number(row, column, value)
    elif isinstance(value, dt.date):
        page.write_datetime(row, column, value, formats["date"])
    else:
        page.write_string(row, column, str(value), formats["wrap"] if "\n" in str(value) else None)


def text(
    path: Path,
    rows: Iterable[Sequence[object]],
    *,
    delimiter: str = ",",
    encoding: str = "utf-8",
    newline: str = "\r\n",
    decimal: str = ".",
    before: str = "",
) -> None:
    """Write a text file of cells, with its line ends."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=newline)
    writer.writerows([[_plain(value, decimal) for value in row] for row in rows])
    path.write_bytes((before + out.getvalue()).encode(encoding))


def _plain(value: object, decimal: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value:.1f}".replace(".", decimal)
    return str(value)


def archive(path: Path, members: Mapping[str, bytes]) -> None:
    """Pack members into a zip archive with one date."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(zipfile.ZipInfo(name, (2026, 1, 15, 9, 0, 0)), content, zipfile.ZIP_DEFLATED)


def held(content: bytes) -> object:
    """Give what a file holds, whichever version of a library wrote it: cells, merged blocks, what is hidden."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        names = packed.namelist()
        if "[Content_Types].xml" not in names:
            return {name: held(packed.read(name)) for name in names}
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [
        (
            page.title,
            page.sheet_state,
            sorted(map(str, page.merged_cells.ranges)),
            sorted(str(at) for at, size in page.row_dimensions.items() if size.hidden),
            list(page.iter_rows(values_only=True)),
        )
        for page in book.worksheets
    ]
