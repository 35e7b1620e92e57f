"""An Excel workbook becomes grids and what it says of its rubric; macros and formulas are never run.

The container is looked over before anything is parsed: its size, its passwords, and document type declarations, which
no spreadsheet program writes. Links to other files are not followed: of the container only the parts are opened that
hold cells, texts, styles and properties.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterable
from typing import IO, NamedTuple
from urllib.parse import unquote

from mcqa.findings import Finding, Location
from mcqa.scoresheets.bounds import MAX_COVERED, SHEET_ROOM, Room, TooLargeError, UnsafeXmlError
from mcqa.scoresheets.files.container import FAULTS, is_media, refuse_container, unreadable, why
from mcqa.scoresheets.files.markup import parse
from mcqa.scoresheets.files.notes import NOTES, THREADS, Note, Notes, notes_of, read_notes, read_threads
from mcqa.scoresheets.files.xlsx_sheet import TooManyRowsError, read_sheet
from mcqa.scoresheets.files.xlsx_strings import read_strings
from mcqa.scoresheets.files.xlsx_styles import Dates, read_dates
from mcqa.scoresheets.grid import NO_NOTES, Grid
from mcqa.scoresheets.kinds import (
    EMPTY_FILE,
    ENCRYPTED_FILE,
    EXTERNAL_LINK,
    OVERSIZED_ARCHIVE,
    UNREADABLE_FILE,
    UNREADABLE_NOTES,
    UNSAFE_XML,
    UNSUPPORTED_FORMAT,
)
from mcqa.scoresheets.records import RubricClaim

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CHUNK = 1_000_000
TAIL = 256
DOCTYPE = b"<!DOCTYPE"
MAX_PROPERTIES = 10_000
MAX_ENTRIES = 100_000
# readers that make objects of cells make one for every place that a merged block or a link covers
_COVERED = re.compile(rb"<(?:\w+:)?(?:mergeCell|hyperlink)\b[^<>]*?\bref\s*=\s*[\"']([^\"']*)[\"']")
_BLOCK = re.compile(rb"\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})")
_CLAIMS = ("mcqa_rubric_id", "mcqa_rubric_version", "mcqa_rubric_sha256")
_ROOT = "_rels/.rels"
_FRESH = "copy the ratings to a fresh sheet"

__all__ = ["FAULTS", "OLE_MAGIC", "Reading", "read_xlsx"]


class Reading(NamedTuple):
    """What a file gave: its sheets, the rubric it names, and what was found on the way."""

    grids: tuple[Grid, ...]
    claim: RubricClaim | None
    findings: tuple[Finding, ...]


class _Relation(NamedTuple):
    """A part that another part names: what it is, and where."""

    kind: str
    target: str


class _SheetEntry(NamedTuple):
    """A sheet as the list of sheets names it."""

    name: str
    state: str
    relation: str


class _Listed(NamedTuple):
    """What the workbook part says: its sheets, and whether its dates begin in 1904."""

    sheets: list[_SheetEntry]
    mac: bool


def read_xlsx(content: bytes, file: str) -> Reading:
    """Read a workbook; one finding, and no grid, where it cannot or must not be read."""
    refused = _refuse(content, file)
    if refused is not None:
        return Reading((), None, (refused,))
    whole = Location(file=file)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as container:
            return _Workbook(container, file).read()
    except TooLargeError as error:
        message = f"the workbook {error}; it was not read"
        return Reading((), None, (OVERSIZED_ARCHIVE.at(whole, message, hint=_FRESH),))
    except UnsafeXmlError:
        return Reading((), None, (_unsafe(whole, "a part"),))
    except FAULTS as error:
        return Reading((), None, (unreadable(file, why(error)),))


def _refuse(content: bytes, file: str) -> Finding | None:
    """Look the container over before anything is unpacked."""
    whole = Location(file=file)
    if content.startswith(OLE_MAGIC):
        if "EncryptedPackage".encode("utf-16-le") in content:
            hint = "open it in Excel, remove the password (File > Info > Protect Workbook) and save it again"
            return ENCRYPTED_FILE.at(whole, "the workbook is protected by a password", hint=hint)
        message = "the file is an old Excel workbook (.xls), whatever its name says"
        return UNSUPPORTED_FORMAT.at(whole, message, hint="open it in Excel and save it as .xlsx")
    refused = refuse_container(content, file)
    if refused is not None:
        return refused
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as container:
            return refuse_parts(container, whole)
    except FAULTS:
        return unreadable(file, "it is not a whole Excel file")


def refuse_parts(container: zipfile.ZipFile, whole: Location) -> Finding | None:
    """Look through every part but pictures, whatever its name and encoding: for entities and for endless blocks."""
    for member in container.infolist():
        if is_media(member):
            continue
        covered = 0
        with container.open(member) as part:
            tail = b""
            while chunk := part.read(CHUNK):
                # without NULs, text in UTF-16 reads like text in UTF-8
                text = tail + (chunk.replace(b"\0", b"") if b"\0" in chunk else chunk)
                if DOCTYPE in text:
                    return _unsafe(whole, member.filename)
                if b"mergeCell" in text or b"hyperlink" in text:
                    covered += sum(map(_area, _COVERED.findall(text)))
                if covered > MAX_COVERED:
                    message = f"merged blocks or links cover more than {MAX_COVERED:,} cells of {member.filename}"
                    hint = "unmerge whole rows and columns, or copy the ratings to a fresh sheet"
                    return OVERSIZED_ARCHIVE.at(whole, f"{message}; it was not opened", hint=hint)
                tail = text[-TAIL:]
    return None


def _unsafe(whole: Location, part: str) -> Finding:
    message = f"{part} in the workbook declares XML entities, a way to attack readers"
    hint = "ask for a fresh export of the sheet"
    return UNSAFE_XML.at(whole, f"{message}; it was not read", hint=hint, value=part)


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


class _Workbook:
    """An opened container, part by part."""

    def __init__(self, container: zipfile.ZipFile, file: str) -> None:
        self.container, self.file = container, file
        self.parts = {_plain(part.filename): part for part in container.infolist()}
        self.findings: list[Finding] = []
        self.room = Room()
        self.read_parts: set[str] = set()

    def read(self) -> Reading:
        """Read all sheets, and the rubric that the properties name."""
        root = self._relations(_ROOT)
        main = next((target for kind, target in root.values() if kind == "officeDocument"), "xl/workbook.xml")
        folder, name = posixpath.split(main)
        relations = self._relations(f"{folder}/_rels/{name}.rels")
        listed = self._listed(main)
        by_kind = {relation.kind: relation.target for relation in relations.values()}
        strings = list[str | None]()
        dates = Dates(mac=listed.mac)
        if _plain(by_kind.get("sharedStrings", "")) in self.parts:
            with self._open(by_kind["sharedStrings"]) as part:
                strings = read_strings(part, self.room)
        if _plain(by_kind.get("styles", "")) in self.parts:
            with self._open(by_kind["styles"]) as part:
                dates = read_dates(part, self.room, mac=listed.mac)
        found = [self._grid(entry, relations.get(entry.relation), strings, dates) for entry in listed.sheets]
        grids = tuple(grid for grid in found if grid is not None)
        if not grids and not self.findings:
            message = "the workbook has no worksheet, at most charts"
            hint = "ask the reviewer to send it again"
            self.findings.append(EMPTY_FILE.at(Location(file=self.file), message, hint=hint))
        if "externalLink" in by_kind and grids:
            message = "formulas of the workbook refer to other workbooks; what they showed when it was saved was read"
            hint = "nothing to do if those values are right; the other workbooks were not opened"
            self.findings.append(EXTERNAL_LINK.at(Location(file=self.file), message, hint=hint))
        return Reading(grids, self._claim(root), tuple(self.findings))

    def _open(self, name: str) -> IO[bytes]:
        return self.container.open(self.parts[_plain(name)])

    def _grid(
        self, entry: _SheetEntry, relation: _Relation | None, strings: list[str | None], dates: Dates
    ) -> Grid | None:
        """Read one sheet; None for a chart, and with a finding where the sheet is missing or cannot be read."""
        if relation is not None and relation.kind != "worksheet":
            return None
        self.room.take(SHEET_ROOM)
        place = Location(file=self.file, sheet=entry.name)
        part = self.parts.get(_plain(relation.target)) if relation is not None else None
        if part is None:
            message = f'the sheet "{entry.name}" is named in the workbook, but missing from the file'
            hint = "open the workbook in Excel and save it again"
            self.findings.append(UNREADABLE_FILE.at(place, message, hint=hint))
            return None
        if part.filename in self.read_parts:
            message = f'the sheet "{entry.name}" is the same part of the file as another sheet; it was not read again'
            hint = "open the workbook in Excel and save it again"
            self.findings.append(UNREADABLE_FILE.at(place, message, hint=hint))
            return None
        self.read_parts.add(part.filename)
        try:
            with self.container.open(part) as source:
                content = read_sheet(source, strings, dates, self.room, part.file_size)
        except TooManyRowsError as error:
            self.findings.append(OVERSIZED_ARCHIVE.at(place, f"{error}; it was not read", hint=_FRESH))
            return None
        return Grid(
            file=self.file,
            sheet=entry.name,
            rows=content.rows,
            hidden=entry.state != "visible",
            hidden_rows=content.hidden_rows,
            hidden_columns=content.hidden_columns,
            notes=self._notes(part.filename, place),
        )

    def _notes(self, sheet: str, place: Location) -> Notes:
        """Read the notes on the cells of a sheet, in the parts that its relations name; few sheets have any."""
        folder, name = posixpath.split(sheet)
        listed = f"{folder}/_rels/{name}.rels"
        if _plain(listed) not in self.parts:
            return NO_NOTES
        try:
            # every link on a cell is a relation too
            relations = self._relations(listed, frozenset({NOTES, THREADS}), most=2 * MAX_COVERED).values()
            return notes_of(self._said(relations, NOTES), self._said(relations, THREADS)) if relations else NO_NOTES
        except FAULTS as error:
            message = f"the notes on the cells of this sheet cannot be read: {why(error)}"
            hint = "open the workbook in Excel, look at its notes and comments, and save it again"
            self.findings.append(UNREADABLE_NOTES.at(place, message, hint=hint))
            return NO_NOTES

    def _said(self, relations: Iterable[_Relation], kind: str) -> list[Note]:
        read = read_notes if kind == NOTES else read_threads
        found: list[Note] = []
        for relation in relations:
            if relation.kind == kind:
                with self._open(relation.target) as part:
                    found += read(part, self.room)
        return found

    def _elements(
        self,
        name: str,
        take: Callable[[str, dict[str, str]], None],
        text: Callable[[str], None] | None = None,
        most: int = MAX_ENTRIES,
    ) -> None:
        """Hand each element of a small part to a function, by its local name."""
        read = 0

        def start(element: str, given: dict[str, str]) -> None:
            nonlocal read
            read += 1
            if read > most:
                raise TooLargeError(f"holds more than {most:,} entries in {name}")
            take(element.rpartition("}")[2], given)

        with self._open(name) as part:
            parse(part, self.room, start, None, text)

    def _relations(
        self, name: str, kinds: frozenset[str] | None = None, most: int = MAX_ENTRIES
    ) -> dict[str, _Relation]:
        """Give the parts, of some kinds or of all, that a part names, by id; what lies outside of the file is none."""
        found: dict[str, _Relation] = {}
        if _plain(name) not in self.parts:
            return found
        base = posixpath.dirname(posixpath.dirname(name))

        def take(element: str, given: dict[str, str]) -> None:
            if element == "Relationship" and given.get("TargetMode") != "External":
                target = unquote(given.get("Target", ""))
                path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{base}/{target}")
                kind = given.get("Type", "").rpartition("/")[2]
                if kinds is None or kind in kinds:
                    found[given.get("Id", str(len(found)))] = _Relation(kind, path.lstrip("/"))

        self._elements(name, take, most=most)
        return found

    def _listed(self, main: str) -> _Listed:
        sheets: list[_SheetEntry] = []
        mac = False

        def take(element: str, given: dict[str, str]) -> None:
            nonlocal mac
            if element == "workbookPr":
                mac = given.get("date1904") in {"1", "true"}
            elif element == "sheet":
                relation = next((value for key, value in given.items() if key.endswith("}id")), "")
                sheets.append(_SheetEntry(given.get("name", ""), given.get("state", "visible"), relation))

        self._elements(main, take)
        return _Listed(sheets, mac)

    def _claim(self, root: dict[str, _Relation]) -> RubricClaim | None:
        """Read which rubric the custom properties of the document name."""
        name = next((target for kind, target in root.values() if kind == "custom-properties"), "docProps/custom.xml")
        if _plain(name) not in self.parts:
            return None
        said: dict[str, str] = {}
        current = ""

        def take(_: str, given: dict[str, str]) -> None:
            nonlocal current
            current = given.get("name", current)
            if current in _CLAIMS:
                said.setdefault(current, "")

        def text(piece: str) -> None:
            if current in said and len(said[current]) < MAX_PROPERTIES:
                said[current] += piece

        self._elements(name, take, text)
        texts = [said.get(claim, "").strip() for claim in _CLAIMS]
        return RubricClaim(*texts) if texts[0] else None


def _plain(name: str) -> str:
    """Give the name of a part as others refer to it, whatever its case and its slashes."""
    return name.replace("\\", "/").lower()
