"""An Excel workbook becomes grids and what it says of its rubric; macros and formulas are never run.

The archive is looked over before anything is parsed: its size, its passwords, and document type declarations, without
which there are no XML entities to attack with and which no spreadsheet program writes.
"""

from __future__ import annotations

import io
import lzma
import re
import struct
import warnings
import zipfile
import zlib
from typing import Any
from xml.etree.ElementTree import ParseError  # only the name of its exception

from mcqa.findings import Finding, Location
from mcqa.scoresheets.grid import ErrorValue, Grid, MergedAway, Uncalculated, Value, a1, typed
from mcqa.scoresheets.kinds import (
    EMPTY_FILE,
    ENCRYPTED_FILE,
    OVERSIZED_ARCHIVE,
    UNREADABLE_FILE,
    UNSAFE_XML,
    UNSUPPORTED_FORMAT,
)
from mcqa.scoresheets.records import RubricClaim

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAX_UNPACKED = 400_000_000
MAX_PARTS_UNPACKED = 100_000_000
MAX_MEMBERS = 5_000
MAX_RATIO = 250
CHUNK = 1_000_000
TAIL = 256
DOCTYPE = b"<!DOCTYPE"
# openpyxl makes a cell for every place that a merged block or a link covers
_COVERED = re.compile(rb"<(?:\w+:)?(?:mergeCell|hyperlink)\b[^<>]*?\bref\s*=\s*[\"']([^\"']*)[\"']")
_BLOCK = re.compile(rb"\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})")
RATIO_MATTERS_FROM = 20_000_000
MAX_COVERED = 200_000
MAX_ROWS = 1_048_576

# whatever openpyxl and the parsers below it raise on a damaged workbook; a fuzz test holds the list
FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    NotImplementedError,
    OSError,
    ParseError,
    RecursionError,
    RuntimeError,
    StopIteration,
    TypeError,
    ValueError,
    lzma.LZMAError,
    struct.error,
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
            return _refuse_members(members, whole, len(content)) or _refuse_parts(archive, members, whole)
    except FAULTS:
        return _unreadable(file, "it is not a whole Excel file")


def _refuse_members(members: list[zipfile.ZipInfo], whole: Location, size: int) -> Finding | None:
    if any(member.flag_bits & 1 for member in members):
        return ENCRYPTED_FILE.at(whole, "the archive is encrypted", hint="remove the password and save it again")
    unpacked = sum(member.file_size for member in members)
    parts = sum(member.file_size for member in members if not _is_media(member))
    bomb = unpacked > RATIO_MATTERS_FROM and unpacked > MAX_RATIO * size
    if unpacked > MAX_UNPACKED or parts > MAX_PARTS_UNPACKED or len(members) > MAX_MEMBERS or bomb:
        message = f"the workbook would unpack to {unpacked / 1e6:,.0f} MB in {len(members)} parts; it was not opened"
        hint = "copy the ratings to a fresh workbook and save that"
        return OVERSIZED_ARCHIVE.at(whole, message, hint=hint, value=str(unpacked))
    return None


def _is_media(member: zipfile.ZipInfo) -> bool:
    return member.filename.startswith("xl/media/")


def _refuse_parts(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], whole: Location) -> Finding | None:
    """Look through every part but pictures, whatever its name and encoding: for entities and for endless blocks."""
    for member in members:
        if _is_media(member):
            continue
        covered = 0
        with archive.open(member) as part:
            tail = b""
            while chunk := part.read(CHUNK):
                # without NULs, text in UTF-16 reads like text in UTF-8
                text = tail + chunk.replace(b"\0", b"")
                if DOCTYPE in text:
                    message = f"{member.filename} in the workbook declares XML entities, a way to attack readers"
                    hint = "ask for a fresh export of the sheet"
                    return UNSAFE_XML.at(whole, f"{message}; it was not read", hint=hint, value=member.filename)
                covered += sum(map(_area, _COVERED.findall(text)))
                if covered > MAX_COVERED:
                    message = f"merged blocks or links cover more than {MAX_COVERED:,} cells of {member.filename}"
                    hint = "unmerge whole rows and columns, or copy the ratings to a fresh sheet"
                    return OVERSIZED_ARCHIVE.at(whole, f"{message}; it was not opened", hint=hint)
                tail = text[-TAIL:]
    return None


def _area(block: bytes) -> int:
    """Count the cells of a block such as B2:C7; one that is written with entities counts as endless."""
    match = _BLOCK.fullmatch(block)
    if match is None:
        return MAX_COVERED + 1 if b"&" in block else 1
    left, right = (_column(letters) for letters in (match[1], match[3]))
    return (abs(right - left) + 1) * (abs(int(match[4]) - int(match[2])) + 1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


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
        if sheet.max_row > MAX_ROWS:
            message = f"the sheet spans {sheet.max_row:,} rows; it was not read"
            hint = "copy the ratings to a fresh sheet"
            findings.append(OVERSIZED_ARCHIVE.at(Location(file=file, sheet=sheet.title), message, hint=hint))
            continue
        rows, formulas = _rows(sheet)
        if formulas:
            if calculated is None:
                calculated = load_workbook(io.BytesIO(content), data_only=True, keep_links=False)
            for row, column in formulas:
                rows[row][column] = _calculated(rows[row][column], calculated[sheet.title].cell(row + 1, column + 1))
        _cover_merged(sheet, rows)
        grids.append(_grid(sheet, rows, file))
    if not grids and not findings:
        message = "the workbook has no worksheet, at most charts"
        findings.append(EMPTY_FILE.at(Location(file=file), message, hint="ask the reviewer to send it again"))
    return tuple(grids), _claim(book), tuple(findings)


def _rows(sheet: Any) -> tuple[list[list[Value]], list[tuple[int, int]]]:
    """Give the values of a sheet, and the places of its formulas."""
    # not iter_rows, which would make every cell up to a stray one in the last row
    cells = sheet._cells  # noqa: SLF001  # openpyxl has no public view of the cells that a file really holds
    rows: list[list[Value]] = [[] for _ in range(max((row for row, _ in cells), default=0))]
    formulas: list[tuple[int, int]] = []
    for (at, column), cell in sorted(cells.items()):
        row = rows[at - 1]
        row.extend([None] * (column - 1 - len(row)))
        value = cell.value
        if cell.data_type == "f" and value is not None:
            formulas.append((at - 1, column - 1))
        elif isinstance(value, str):
            value = ErrorValue(value) if cell.data_type == "e" else typed(value)
        row.append(value)
    return rows, formulas


def _calculated(formula: Value, known: Any) -> Value:
    """Give the value that a formula had when the file was saved."""
    value = known.value
    if value is None:
        # openpyxl leaves the type at "str" where the formula gave the empty text
        return None if known.data_type == "str" else Uncalculated(formula if isinstance(formula, str) else "=...")
    if isinstance(value, str):
        return ErrorValue(value) if known.data_type == "e" else typed(value)
    return value


def _cover_merged(sheet: Any, rows: list[list[Value]]) -> None:
    """Mark the cells that a merged block covers."""
    for block in sheet.merged_cells.ranges:
        top, left = block.min_row - 1, block.min_col - 1
        if top >= len(rows) or left >= len(rows[top]):
            continue
        covered = MergedAway(anchor=a1(top, left), value=rows[top][left])
        for row in range(top, min(block.max_row, len(rows))):
            for column in range(left, min(block.max_col, len(rows[row]))):
                if (row, column) != (top, left):
                    rows[row][column] = covered


def _grid(sheet: Any, rows: list[list[Value]], file: str) -> Grid:
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


def _claim(book: Any) -> RubricClaim | None:
    named = {item.name: str(item.value) for item in book.custom_doc_props.props if item.value is not None}
    name = named.get("mcqa_rubric_id")
    if not name:
        return None
    version, sha256 = named.get("mcqa_rubric_version", ""), named.get("mcqa_rubric_sha256", "")
    return RubricClaim(id=name, version=version, sha256=sha256)
