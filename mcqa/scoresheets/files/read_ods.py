"""An OpenDocument spreadsheet becomes grids and what it says of its rubric.

Its cells stand in one part, `content.xml`, in which rows and cells that repeat are written once with a number; that
number is where a small file becomes endless, so what repeats takes room only where it holds something.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from functools import cache
from typing import IO

from mcqa.findings import Finding, Location
from mcqa.scoresheets.bounds import (
    MAX_CELL,
    MAX_COLUMNS,
    MAX_ROWS,
    SHEET_ROOM,
    Room,
    TooLargeError,
    UnsafeXmlError,
)
from mcqa.scoresheets.files.container import FAULTS, SPREADSHEET, refuse_container, unreadable, why
from mcqa.scoresheets.files.markup import parse
from mcqa.scoresheets.files.notes import NOTE_ROOM, remark
from mcqa.scoresheets.files.read_xlsx import Reading
from mcqa.scoresheets.files.sheet_rows import SheetRows
from mcqa.scoresheets.files.xlsx_styles import WINDOWS_EPOCH
from mcqa.scoresheets.grid import NO_NOTES, ErrorValue, Grid, Uncalculated, Value, typed
from mcqa.scoresheets.kinds import EMPTY_FILE, ENCRYPTED_FILE, OVERSIZED_ARCHIVE, UNSAFE_XML
from mcqa.scoresheets.records import RubricClaim

MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
MAX_DEPTH = 200
COLUMN_ROOM = 10
_CLAIMS = ("mcqa_rubric_id", "mcqa_rubric_version", "mcqa_rubric_sha256")
_MANIFEST = "META-INF/manifest.xml"
_NAME = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0}}{}"
_TABLE, _OFFICE, _TEXT, _STYLE = "table", "office", "text", "style"
_CREATOR = "http://purl.org/dc/elements/1.1/}creator"
_CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_SPACES = re.compile(r"[ \t\r\n]+")
_ERROR = re.compile(r"#(N/A|[A-Z]+[!?]|DIV/0!)|Err:\d{3}")
_TIME = re.compile(r"(-?)PT(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6}(?:\.\d{1,9})?)S)?")
_TRUTH = {"of:=TRUE()": True, "of:=FALSE()": False}
_COLLAPSED = frozenset({"collapse", "filter"})
_FRESH = "copy the ratings to a fresh spreadsheet"


def read_ods(content: bytes, file: str) -> Reading:
    """Read a spreadsheet; one finding, and no grid, where it cannot or must not be read."""
    whole = Location(file=file)
    refused = refuse_container(content, file, SPREADSHEET)
    if refused is not None:
        return Reading((), None, (refused,))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as container:
            if _encrypted(container):
                hint = "open it in LibreOffice, save it without a password, and send it again"
                said = ENCRYPTED_FILE.at(whole, "the spreadsheet is protected by a password", hint=hint)
                return Reading((), None, (said,))
            return _read(container, file)
    except TooLargeError as error:
        said = OVERSIZED_ARCHIVE.at(whole, f"the spreadsheet {error}; it was not read", hint=_FRESH)
    except UnsafeXmlError:
        message = "the spreadsheet declares XML entities, a way to attack readers; it was not read"
        said = UNSAFE_XML.at(whole, message, hint="ask for a fresh export of the sheet", value="content.xml")
    except FAULTS as error:
        said = unreadable(file, why(error), SPREADSHEET)
    return Reading((), None, (said,))


def _encrypted(container: zipfile.ZipFile) -> bool:
    names = set(container.namelist())
    if "encrypted-package" in names:
        return True
    if _MANIFEST not in names:
        return False
    with container.open(_MANIFEST) as part:
        return b"encryption-data" in part.read(MAX_CELL)


def _read(container: zipfile.ZipFile, file: str) -> Reading:
    part = container.getinfo("content.xml")
    reader = _Reader(file)
    with container.open(part) as source:
        parse(source, reader.room, reader.start, reader.end, reader.text, part.file_size)
    findings: tuple[Finding, ...] = ()
    if not reader.grids:
        message = "the spreadsheet has no sheet"
        findings = (EMPTY_FILE.at(Location(file=file), message, hint="ask the reviewer to send it again"),)
    claim = None
    if "meta.xml" in container.namelist():
        with container.open("meta.xml") as source:
            claim = _claim(source)
    return Reading(tuple(reader.grids), claim, findings)


def _claim(source: IO[bytes]) -> RubricClaim | None:
    """Read which rubric the user-defined properties of the document name."""
    said: dict[str, str] = {}
    current = ""
    key = _NAME.format("meta", "name")

    def start(_: str, given: dict[str, str]) -> None:
        nonlocal current
        current = given.get(key, "")
        if current in _CLAIMS:
            said.setdefault(current, "")

    def text(piece: str) -> None:
        if current in said and len(said[current]) < MAX_CELL:
            said[current] += piece

    parse(source, Room(), start, None, text)
    texts = [said.get(claim, "").strip() for claim in _CLAIMS]
    return RubricClaim(*texts) if texts[0] else None


def _of(given: dict[str, str], space: str, name: str) -> str:
    return given.get(_full(space, name), "")


@cache
def _full(space: str, name: str) -> str:
    return _NAME.format(space, name)


def _times(given: dict[str, str], name: str) -> int:
    """Give how often a row or a cell stands there."""
    said = _of(given, _TABLE, name)
    return max(1, min(int(said), MAX_ROWS + 1)) if said else 1


class _Notes:
    """The notes on the cells of a sheet, and the one that is being read."""

    def __init__(self) -> None:
        self.found: dict[tuple[int, int], str] = {}
        self.cells: list[tuple[int, str, int]] = []
        self.lines: list[str] = []
        self.author = ""
        self.depth = 0
        self.outside = ("", False)


class _Reader:
    """Takes the content of a spreadsheet in as its XML goes by."""

    def __init__(self, file: str) -> None:
        self.file, self.grids, self.room = file, list[Grid](), Room()
        self.hidden_styles: set[str] = set()
        self.style = ""
        self.depth = self.tables = 0
        self.notes = _Notes()
        self.name, self.sheet_hidden = "", False
        self.sheet = SheetRows(self.room)
        self.row = self.row_times = self.column = self.columns = 0
        self.cells: list[tuple[int, Value, int]] = []
        self.spans: list[tuple[int, int, int]] = []
        self.cell: dict[str, str] | None = None
        self.lines: list[str] = []
        self.said = ""
        self.taking = False
        begins = {
            (_STYLE, "style"): self._begin_style,
            (_STYLE, "table-properties"): self._style_properties,
            (_TABLE, "table"): self._begin_table,
            (_TABLE, "table-column"): self._column,
            (_TABLE, "table-row"): self._begin_row,
            (_TABLE, "table-cell"): self._begin_cell,
            (_TABLE, "covered-table-cell"): self._begin_cell,
            (_OFFICE, "annotation"): self._begin_note,
            (_TEXT, "p"): self._begin_line,
            (_TEXT, "s"): self._spaces,
            (_TEXT, "tab"): self._tab,
            (_TEXT, "line-break"): self._break,
        }
        ends = {
            (_TABLE, "table"): self._end_table,
            (_TABLE, "table-row"): self._end_row,
            (_TABLE, "table-cell"): self._end_cell,
            (_TABLE, "covered-table-cell"): self._end_cell,
            (_OFFICE, "annotation"): self._end_note,
            (_TEXT, "p"): self._end_line,
        }
        self.begins = {_NAME.format(*name): function for name, function in begins.items()}
        self.ends = {_NAME.format(*name): function for name, function in ends.items()}
        self.begins[_CREATOR], self.ends[_CREATOR] = self._begin_creator, self._end_creator

    def start(self, name: str, given: dict[str, str]) -> None:
        """Take in the beginning of an element."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise TooLargeError(f"nests its content more than {MAX_DEPTH} deep")
        begin = self.begins.get(name)
        if begin is not None:
            begin(given)

    def end(self, name: str) -> None:
        """Take in the end of an element."""
        self.depth -= 1
        end = self.ends.get(name)
        if end is not None:
            end()

    def text(self, piece: str) -> None:
        """Take in text; white space counts once, as in the format."""
        if self.taking:
            self._say(piece)

    def _say(self, piece: str) -> None:
        if self.taking:
            self.said += piece
            if len(self.said) > MAX_CELL:
                raise TooLargeError(f"holds a cell of more than {MAX_CELL:,} characters")

    def _begin_style(self, given: dict[str, str]) -> None:
        self.style = _of(given, _STYLE, "name")

    def _style_properties(self, given: dict[str, str]) -> None:
        if _of(given, _TABLE, "display") == "false":
            self.hidden_styles.add(self.style)

    def _begin_table(self, given: dict[str, str]) -> None:
        self.tables += 1
        if self.tables > 1:
            # a table within a cell of a table is none of the sheets
            return
        self.room.take(SHEET_ROOM)
        self.name, self.sheet = _of(given, _TABLE, "name"), SheetRows(self.room)
        self.sheet_hidden = _of(given, _TABLE, "style-name") in self.hidden_styles
        self.row = self.columns = 0
        self.notes = _Notes()

    def _end_table(self) -> None:
        self.tables -= 1
        if self.tables:
            return
        table = self.sheet.table()
        self.grids.append(
            Grid(
                file=self.file,
                sheet=self.name,
                rows=table,
                hidden=self.sheet_hidden,
                hidden_rows=frozenset(self.sheet.hidden_rows),
                hidden_columns=self.sheet.hidden_within(table),
                notes=self.notes.found or NO_NOTES,
            )
        )

    def _column(self, given: dict[str, str]) -> None:
        self.room.take(COLUMN_ROOM)
        first = self.columns
        self.columns += _times(given, "number-columns-repeated")
        if self.tables == 1 and _of(given, _TABLE, "visibility") in _COLLAPSED:
            self.sheet.hide_columns(first, self.columns)

    def _begin_row(self, given: dict[str, str]) -> None:
        if self.tables != 1:
            return
        self.row_times, self.column = _times(given, "number-rows-repeated"), 0
        self.cells, self.spans, self.notes.cells = [], [], []
        if _of(given, _TABLE, "visibility") in _COLLAPSED:
            self.sheet.hidden_rows.update(range(self.row, min(self.row + self.row_times, MAX_ROWS)))

    def _end_row(self) -> None:
        if self.tables != 1:
            return
        self.room.take(1)
        for row in range(self.row, self.row + self.row_times if self.cells else self.row):
            for column, value, times in self.cells:
                self.sheet.put(row, column, value, times)
        for column, text, times in self.notes.cells:
            # a cell that stands there many times has its note as often
            self.room.take(NOTE_ROOM * times * self.row_times, len(text))
            for at in range(times * self.row_times):
                self.notes.found[self.row + at // times, column + at % times] = text
        for column, down, right in self.spans:
            self.sheet.merge(self.row, column, self.row + down - 1, column + right - 1)
        self.row += self.row_times

    def _begin_cell(self, given: dict[str, str]) -> None:
        if self.tables == 1:
            self.cell, self.lines, self.notes.lines = given, [], []

    def _end_cell(self) -> None:
        given, self.cell = self.cell, None
        if given is None or self.tables != 1:
            return
        times, value = _times(given, "number-columns-repeated"), self._value(given)
        if self.column + times > MAX_COLUMNS and value is not None:
            raise TooLargeError(f"holds a row of more than {MAX_COLUMNS:,} cells")
        if value is not None:
            self.cells.append((self.column, value, times))
        down, right = _times(given, "number-rows-spanned"), _times(given, "number-columns-spanned")
        if down > 1 or right > 1:
            self.spans.append((self.column, down, right))
        if self.notes.lines and (text := remark("\n".join(self.notes.lines), self.notes.author)):
            self.notes.cells.append((self.column, text, times))
        self.column += times

    def _begin_note(self, _: dict[str, str]) -> None:
        self.notes.depth += 1
        if self.notes.depth == 1:
            # the text of the cell goes on behind the note
            self.notes.outside, self.notes.author = (self.said, self.taking), ""
            self.taking = False

    def _end_note(self) -> None:
        self.notes.depth -= 1
        if not self.notes.depth:
            self.said, self.taking = self.notes.outside

    def _begin_creator(self, _: dict[str, str]) -> None:
        if self.notes.depth == 1:
            self.said, self.taking = "", True

    def _end_creator(self) -> None:
        if self.notes.depth == 1:
            self.notes.author, self.taking = self.said, False

    def _begin_line(self, _: dict[str, str]) -> None:
        if self.cell is not None and self.notes.depth <= 1:
            self.said, self.taking = "", True

    def _end_line(self) -> None:
        if self.taking and self.notes.depth <= 1:
            text = _SPACES.sub(" ", self.said).replace("\x00", " ").replace("\x01", "\t").replace("\x02", "\n")
            (self.notes.lines if self.notes.depth else self.lines).append(text)
            self.taking = False
            self.room.take(0, len(text))

    def _tab(self, _: dict[str, str]) -> None:
        self._say("\x01")

    def _break(self, _: dict[str, str]) -> None:
        self._say("\x02")

    def _spaces(self, given: dict[str, str]) -> None:
        self._say("\x00" * min(int(_of(given, _TEXT, "c") or 1), MAX_CELL + 1))

    def _value(self, given: dict[str, str]) -> Value:
        """Give the value of a cell, as the program that saved it showed it."""
        kind, formula, text = _of(given, _OFFICE, "value-type"), _of(given, _TABLE, "formula"), "\n".join(self.lines)
        if given.get(_CALC) == "error" or (formula and _ERROR.fullmatch(text)):
            return ErrorValue(text or "#N/A")
        if formula in _TRUTH:
            # LibreOffice keeps the truth values of Excel as formulas that give a number
            return _TRUTH[formula]
        if kind in {"float", "percentage", "currency"}:
            return _number(_of(given, _OFFICE, "value"), text)
        if kind == "boolean":
            return _of(given, _OFFICE, "boolean-value") == "true"
        if kind in {"date", "time"}:
            return _moment(_of(given, _OFFICE, f"{kind}-value"), text)
        if formula and not kind and not self.lines:
            return Uncalculated(formula.removeprefix("of:"))
        return typed(text or _of(given, _OFFICE, "string-value"))


def _number(said: str, text: str) -> Value:
    try:
        return float(said) if set(said) & set(".eE") else int(said)
    except ValueError:
        return typed(text)


def _moment(said: str, text: str) -> Value:
    """Read a date, or a time: of day where it is less than a day, for the format tells them not apart."""
    match = _TIME.fullmatch(said)
    try:
        if match is None:
            return dt.datetime.fromisoformat(said)
        hours, minutes, seconds = (float(part or 0) for part in match.groups()[1:])
        length = dt.timedelta(hours=hours, minutes=minutes, seconds=seconds) * (-1 if match[1] else 1)
    except (ValueError, OverflowError):
        return typed(text)
    return (WINDOWS_EPOCH + length).time() if dt.timedelta() <= length < dt.timedelta(days=1) else length
