"""An Excel workbook becomes grids and what it says of its rubric; macros and formulas are never run.

The archive is looked over before anything is unpacked, and openpyxl parses with defusedxml.
"""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib
from typing import Any
from xml.etree.ElementTree import ParseError  # only the name of its exception

from defusedxml.common import DefusedXmlException

from mcqa.findings import Finding, Location
from mcqa.scoresheets.grid import ErrorValue, Grid, MergedAway, Uncalculated, Value, a1, typed
from mcqa.scoresheets.kinds import (
    ENCRYPTED_FILE,
    OVERSIZED_ARCHIVE,
    UNREADABLE_FILE,
    UNSAFE_XML,
    UNSUPPORTED_FORMAT,
)
from mcqa.scoresheets.records import RubricClaim

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAX_UNPACKED = 400_000_000
MAX_MEMBERS = 5_000
MAX_RATIO = 250
RATIO_MATTERS_FROM = 20_000_000
MAX_AREA = 10_000_000

# whatever openpyxl and the parsers below it raise on a damaged workbook; a fuzz test holds the list
FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    ParseError,
    RecursionError,
    RuntimeError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
)

Reading = tuple[tuple[Grid, ...], RubricClaim | None, tuple[Finding, ...]]


def read_xlsx(content: bytes, file: str) -> Reading:
    """Read a workbook; one finding, and no grid, where it cannot or must not be read."""
    refused = _refuse(content, file)
    if refused is not None:
        return (), None, (refused,)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _read(content, file)
    except DefusedXmlException:
        message = "the workbook holds XML entities, which are a way to attack the reader; it was not read"
        return (), None, (UNSAFE_XML.at(Location(file=file), message, hint="ask for a fresh export of the sheet"),)
    except FAULTS as error:
        return (), None, (_unreadable(file, str(error).splitlines()[0] if str(error) else type(error).__name__),)


def _refuse(content: bytes, file: str) -> Finding | None:
    """Look the container over before anything is unpacked."""
    whole = Location(file=file)
    if content.startswith(OLE_MAGIC):
        if "EncryptedPackage".encode("utf-16-le") in content:
            hint = "open it in Excel, remove the password (File > Info > Protect Workbook) and save it again"
            return ENCRYPTED_FILE.at(whole, "the workbook is protected by a password", hint=hint)
        message = "the file is an old Excel workbook (.xls), whatever its name says"
        return UNSUPPORTED_FORMAT.at(whole, message, hint="open it in Excel and save it as .xlsx")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except FAULTS:
        return _unreadable(file, "it is not a whole Excel file")
    if any(member.flag_bits & 1 for member in members):
        return ENCRYPTED_FILE.at(whole, "the archive is encrypted", hint="remove the password and save it again")
    unpacked = sum(member.file_size for member in members)
    bomb = unpacked > RATIO_MATTERS_FROM and unpacked > MAX_RATIO * len(content)
    if unpacked > MAX_UNPACKED or len(members) > MAX_MEMBERS or bomb:
        message = f"the workbook would unpack to {unpacked / 1e6:,.0f} MB in {len(members)} parts; it was not opened"
        hint = "copy the ratings to a fresh workbook and save that"
        return OVERSIZED_ARCHIVE.at(whole, message, hint=hint, value=str(unpacked))
    return None


def _unreadable(file: str, why: str) -> Finding:
    hint = "open it in Excel and save it again; if Excel cannot open it either, ask the reviewer to send it again"
    return UNREADABLE_FILE.at(Location(file=file), f"the workbook cannot be read: {why}", hint=hint)


def _read(content: bytes, file: str) -> Reading:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), keep_links=False)
    calculated = None
    grids: list[Grid] = []
    findings: list[Finding] = []
    for sheet in book.worksheets:
        if sheet.max_row * sheet.max_column > MAX_AREA:
            message = f"the sheet spans {sheet.max_row:,} rows by {sheet.max_column:,} columns; it was not read"
            hint = "copy the ratings to a fresh sheet: a stray cell far below or to the right makes it this large"
            findings.append(OVERSIZED_ARCHIVE.at(Location(file=file, sheet=sheet.title), message, hint=hint))
            continue
        formulas = any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
        if formulas and calculated is None:
            calculated = load_workbook(io.BytesIO(content), data_only=True, keep_links=False)
        grids.append(_grid(sheet, calculated[sheet.title] if formulas and calculated else None, file))
    return tuple(grids), _claim(book), tuple(findings)


def _grid(sheet: Any, calculated: Any, file: str) -> Grid:
    rows = [[_value(cell, calculated) for cell in row] for row in sheet.iter_rows()]
    for block in sheet.merged_cells.ranges:
        top, left = block.min_row - 1, block.min_col - 1
        if top >= len(rows) or left >= len(rows[top]):
            continue
        covered = MergedAway(anchor=a1(top, left), value=rows[top][left])
        for row in range(top, min(block.max_row, len(rows))):
            for column in range(left, min(block.max_col, len(rows[row]))):
                if (row, column) != (top, left):
                    rows[row][column] = covered
    return Grid(
        file=file,
        sheet=sheet.title,
        rows=tuple(map(tuple, rows)),
        hidden=sheet.sheet_state != "visible",
        hidden_rows=frozenset(index - 1 for index, size in sheet.row_dimensions.items() if size.hidden),
        hidden_columns=_hidden_columns(sheet),
    )


def _hidden_columns(sheet: Any) -> frozenset[int]:
    hidden: set[int] = set()
    for size in sheet.column_dimensions.values():
        if size.hidden and size.min and size.max:
            hidden.update(range(size.min - 1, min(size.max, sheet.max_column)))
    return frozenset(hidden)


def _value(cell: Any, calculated: Any) -> Value:
    value = cell.value
    if value is None:
        return None
    if cell.data_type == "e":
        return ErrorValue(str(value))
    if cell.data_type == "f":
        known = calculated[cell.coordinate] if calculated is not None else None
        if known is None or known.value is None:
            return Uncalculated(value if isinstance(value, str) else "=…")
        return ErrorValue(str(known.value)) if known.data_type == "e" else known.value
    return typed(value) if isinstance(value, str) else value


def _claim(book: Any) -> RubricClaim | None:
    named = {item.name: str(item.value) for item in book.custom_doc_props.props if item.value is not None}
    name = named.get("mcqa_rubric_id")
    if not name:
        return None
    version, sha256 = named.get("mcqa_rubric_version", ""), named.get("mcqa_rubric_sha256", "")
    return RubricClaim(id=name, version=version, sha256=sha256)
