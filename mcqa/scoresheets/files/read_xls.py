"""An old Excel workbook (.xls, Excel 97 to 2003) becomes grids; macros and formulas are never run.

python-calamine reads this format faster, but gives blank cells for #N/A and its like, which would count as missing
ratings, and does not tell which rows are hidden. The tests hold both to the same values elsewhere.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from mcqa.findings import Finding, Location
from mcqa.scoresheets.bounds import MAX_CELLS, SHEET_ROOM, Room, TooLargeError
from mcqa.scoresheets.files.compound import Compound
from mcqa.scoresheets.files.container import FAULTS, why
from mcqa.scoresheets.files.notes import Notes
from mcqa.scoresheets.files.read_xlsx import Reading
from mcqa.scoresheets.files.sheet_rows import SheetRows
from mcqa.scoresheets.files.xls_notes import SheetNotes
from mcqa.scoresheets.files.xls_strings import Pieces, shared_texts
from mcqa.scoresheets.files.xlsx_styles import Dates, date_styles
from mcqa.scoresheets.grid import NO_NOTES, ErrorValue, Grid, Value, typed
from mcqa.scoresheets.kinds import (
    EMPTY_FILE,
    ENCRYPTED_FILE,
    OVERSIZED_ARCHIVE,
    UNREADABLE_FILE,
    UNREADABLE_NOTES,
    UNSUPPORTED_FORMAT,
)

# kinds of record, by the numbers of the format
_BEGIN, _END, _CONTINUED = 0x809, 0x0A, 0x3C
_PASSWORD, _EPOCH, _SHEET, _TEXTS, _FORMAT, _STYLE = 0x2F, 0x22, 0x85, 0xFC, 0x41E, 0xE0
_SHARED, _LABEL, _RICH, _NUMBER, _SMALL, _SMALLS, _BOOLEAN, _FORMULA, _RESULT = (
    *(0xFD, 0x204, 0xD6, 0x203, 0x27E, 0xBD, 0x205, 0x06, 0x207),
)
_ROW, _COLUMNS, _MERGED = 0x208, 0x7D, 0xE5
_EXCEL_97, _WORKSHEET, _VISIBLE = 0x600, 0, 0
_HIDDEN_ROW, _HIDDEN_COLUMN = 0x20, 1
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_OTHER_ERROR = "#N/A"
_RESULT_TEXT, _RESULT_BOOLEAN, _RESULT_ERROR = range(3)
_AGAIN = "open it in Excel and save it as .xlsx"


class _PasswordError(Exception):
    """The workbook is encrypted."""


class _Entry(NamedTuple):
    """A sheet as the list of sheets names it."""

    name: str
    start: int
    hidden: bool


class _Globals(NamedTuple):
    """What all sheets of a workbook share."""

    sheets: list[_Entry]
    texts: list[Value]
    dates: Dates


def read_xls(content: bytes, file: str) -> Reading:
    """Read an old workbook; one finding, and no grid, where it cannot or must not be read."""
    whole = Location(file=file)
    try:
        compound = Compound(content)
        if "Workbook" not in compound.streams:
            older = "Book" in compound.streams
            what = "a workbook older than Excel 97" if older else "an old Office file, but no Excel workbook"
            return Reading((), None, (UNSUPPORTED_FORMAT.at(whole, f"the file is {what}", hint=_AGAIN),))
        return _read(compound.stream("Workbook"), file)
    except _PasswordError:
        hint = "open it in Excel, remove the password (File > Info > Protect Workbook) and save it again"
        said: Finding = ENCRYPTED_FILE.at(whole, "the workbook is protected by a password", hint=hint)
    except TooLargeError as error:
        hint = "copy the ratings to a fresh workbook"
        said = OVERSIZED_ARCHIVE.at(whole, f"the workbook {error}; it was not read", hint=hint)
    except FAULTS as error:
        message = f"the old Excel workbook (.xls) cannot be read: {str(error) or type(error).__name__}"
        said = UNREADABLE_FILE.at(whole, message, hint=_AGAIN)
    return Reading((), None, (said,))


def _read(stream: bytes, file: str) -> Reading:
    known = _globals(stream)
    room = Room()
    grids: list[Grid] = []
    findings: list[Finding] = []
    for entry in known.sheets:
        room.take(SHEET_ROOM)
        sheet = SheetRows(room)
        notes = SheetNotes()
        _Sheet(known, sheet, notes).read(stream, entry.start)
        table = sheet.table()
        grids.append(
            Grid(
                file=file,
                sheet=entry.name,
                rows=table,
                hidden=entry.hidden,
                hidden_rows=frozenset(sheet.hidden_rows),
                hidden_columns=sheet.hidden_within(table),
                notes=_notes(notes, room, Location(file=file, sheet=entry.name), findings),
            )
        )
    if not grids:
        message = "the workbook has no worksheet, at most charts"
        said = EMPTY_FILE.at(Location(file=file), message, hint="ask the reviewer to send it again")
        return Reading((), None, (said,))
    return Reading(tuple(grids), None, tuple(findings))


def _notes(notes: SheetNotes, room: Room, place: Location, findings: list[Finding]) -> Notes:
    try:
        return notes.found(room) or NO_NOTES
    except FAULTS as error:
        message = f"the notes on the cells of this sheet cannot be read: {why(error)}"
        hint = "open the workbook in Excel, look at its notes, and save it as .xlsx"
        findings.append(UNREADABLE_NOTES.at(place, message, hint=hint))
        return NO_NOTES


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Give the records of one part of a workbook, without those of charts within it; EOFError where it is cut off."""
    depth = 0
    while True:
        if at + 4 > len(stream):
            raise EOFError("it is cut off")
        kind, size = struct.unpack_from("<HH", stream, at)
        body = stream[at + 4 : at + 4 + size]
        if len(body) < size:
            raise EOFError("it is cut off")
        at += 4 + size
        if kind == _BEGIN:
            depth += 1
        elif kind == _END:
            depth -= 1
        if depth <= 1:
            yield kind, body
        if depth <= 0:
            return


def _globals(stream: bytes) -> _Globals:
    """Read what all sheets share: their list, their texts, and which styles are dates."""
    sheets: list[_Entry] = []
    pieces: list[bytes] = []
    formats: dict[str, str] = {}
    styles: list[str] = []
    mac = within_texts = False
    records = _records(stream, 0)
    kind, body = next(records)
    if kind != _BEGIN or struct.unpack_from("<H", body)[0] != _EXCEL_97:
        raise ValueError("it is older than Excel 97")
    for number, (kind, body) in enumerate(records):
        if number > MAX_CELLS:
            raise TooLargeError(f"holds more than {MAX_CELLS:,} records")
        within_texts = kind == _TEXTS or (within_texts and kind == _CONTINUED)
        if within_texts:
            pieces.append(body)
        elif kind == _PASSWORD:
            raise _PasswordError
        elif kind == _EPOCH:
            mac = body[:1] == b"\1"
        elif kind == _SHEET:
            sheets += _entry(body)
        elif kind == _FORMAT:
            formats[str(struct.unpack_from("<H", body)[0])] = Pieces([body[2:]]).text()
        elif kind == _STYLE:
            styles.append(str(struct.unpack_from("<H", body, 2)[0]))
    return _Globals(sheets, shared_texts(pieces) if pieces else [], Dates(date_styles(styles, formats), mac=mac))


def _entry(body: bytes) -> list[_Entry]:
    """Read an entry of the list of sheets; charts and the like hold no cells."""
    start, state, what = struct.unpack_from("<IBB", body)
    if what != _WORKSHEET:
        return []
    return [_Entry(Pieces([body[6:]]).text(short=True), start, state & 3 != _VISIBLE)]


class _Sheet:
    """Takes the records of one sheet in."""

    def __init__(self, known: _Globals, sheet: SheetRows, notes: SheetNotes) -> None:
        self.known, self.sheet, self.notes = known, sheet, notes
        self.awaited: tuple[int, int] | None = None

    def read(self, stream: bytes, start: int) -> None:
        """Read all records of the sheet that begins at a place of the stream."""
        for kind, body in _records(stream, start):
            self.sheet.room.take(1)
            if kind == _SMALLS:
                self._smalls(body)
            elif kind == _RESULT:
                if self.awaited is not None:
                    self.sheet.put(*self.awaited, typed(Pieces([body]).text()))
                    self.awaited = None
            elif kind in {_SHARED, _LABEL, _RICH, _NUMBER, _SMALL, _BOOLEAN, _FORMULA}:
                row, column, style = struct.unpack_from("<HHH", body)
                self.awaited = None
                self.sheet.put(row, column, self._value(kind, body, (row, column), style))
            else:
                self._beside(kind, body)

    def _beside(self, kind: int, body: bytes) -> None:
        if kind == _ROW:
            if struct.unpack_from("<H", body, 12)[0] & _HIDDEN_ROW:
                self.sheet.hidden_rows.add(struct.unpack_from("<H", body)[0])
        elif kind == _COLUMNS:
            first, last, _, _, how = struct.unpack_from("<5H", body)
            if how & _HIDDEN_COLUMN:
                self.sheet.hide_columns(first, last + 1)
        elif kind == _MERGED:
            for at in range(struct.unpack_from("<H", body)[0]):
                top, bottom, left, right = struct.unpack_from("<4H", body, 2 + 8 * at)
                self.sheet.merge(top, left, bottom, right)
        else:
            self.notes.take(kind, body)

    def _value(self, kind: int, body: bytes, place: tuple[int, int], style: int) -> Value:
        if kind == _SHARED:
            return self.known.texts[struct.unpack_from("<I", body, 6)[0]]
        if kind == _NUMBER:
            return self._number(struct.unpack_from("<d", body, 6)[0], style)
        if kind == _SMALL:
            return self._number(_small(struct.unpack_from("<I", body, 6)[0]), style)
        if kind == _BOOLEAN:
            return ErrorValue(_ERRORS.get(body[6], _OTHER_ERROR)) if body[7] else bool(body[6])
        if kind == _FORMULA:
            return self._result(body[6:14], place, style)
        return typed(Pieces([body[6:]]).text())

    def _result(self, result: bytes, place: tuple[int, int], style: int) -> Value:
        """Give what a formula showed when the workbook was saved; a text stands in the record after it."""
        if result[6:8] != b"\xff\xff":
            return self._number(struct.unpack("<d", result)[0], style)
        if result[0] == _RESULT_TEXT:
            self.awaited = place
            return None
        if result[0] == _RESULT_ERROR:
            return ErrorValue(_ERRORS.get(result[2], _OTHER_ERROR))
        return bool(result[2]) if result[0] == _RESULT_BOOLEAN else None

    def _smalls(self, body: bytes) -> None:
        row, first = struct.unpack_from("<HH", body)
        for at in range((len(body) - 6) // 6):
            style, packed = struct.unpack_from("<HI", body, 4 + 6 * at)
            self.sheet.put(row, first + at, self._number(_small(packed), style))

    def _number(self, number: float, style: int) -> Value:
        if str(style) in self.known.dates.durations:
            return self.known.dates.value(number, str(style))
        if number != number or number in {float("inf"), float("-inf")}:  # noqa: PLR0124  # not a number
            return ErrorValue("#NUM!")
        return int(number) if number.is_integer() and abs(number) < 2**53 else number


def _small(packed: int) -> float:
    """Unpack a number of four bytes: a whole number or the upper half of a long one, perhaps a hundredth of it."""
    if packed & 2:
        value = float((packed >> 2) - (1 << 30 if packed & 0x80000000 else 0))
    else:
        value = float(struct.unpack("<d", struct.pack("<Q", (packed & 0xFFFFFFFC) << 32))[0])
    return value / 100 if packed & 1 else value
