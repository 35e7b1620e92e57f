"""Write a scoresheet workbook: one sheet per unit, label cells on top, one row per criterion below.

The same content gives the same bytes on every day: document dates are fixed, nobody is named as author, the XML is
canonical and the archive carries no clock. Only another zlib may pack the same members differently.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, cast
from xml.etree.ElementTree import canonicalize

from mcqa.scoresheets.grid import inert

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.worksheet.worksheet import Worksheet

HEADER = ("Component", "Title", "Rating", "Comment")
CRITERION_COLUMN, RATING_COLUMN, COMMENT_COLUMN = "A", "C", "D"

_WIDTHS = (14.0, 44.0, 16.0, 60.0)
_MEMBER_TIME = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:creator></dc:creator>'
    "<cp:lastModifiedBy></cp:lastModifiedBy>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">2000-01-01T00:00:00Z</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">2000-01-01T00:00:00Z</dcterms:modified></cp:coreProperties>'
)
_APP = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Microsoft Excel</Application></Properties>"
)
_FIXED_MEMBERS = {"docProps/core.xml": _CORE, "docProps/app.xml": _APP}


@dataclass(frozen=True, slots=True)
class Formula:
    """A live formula, with its `=`: the only way to bring one into a sheet."""

    text: str


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """A spreadsheet error such as `#REF!`."""

    text: str


Typed = str | int | float | date | Formula | ErrorValue | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRow:
    """One row of a scoresheet: the criterion, and what the rater typed beside it (None is a blank cell)."""

    criterion: str
    title: str
    rating: Typed = None
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreSheet:
    """One sheet: its name, the label-and-value cells on top, the rows, and cell ranges to merge.

    A sheet without labels and rows is written with nothing in it.
    """

    title: str
    labels: tuple[tuple[str, str], ...] = ()
    rows: tuple[ScoreRow, ...] = ()
    merged: tuple[str, ...] = ()


def first_row(n_labels: int) -> int:
    """Give the sheet row (from 1) of the first criterion: below the labels, an empty row and the header."""
    return n_labels + 3


def workbook_bytes(*, sheets: Sequence[ScoreSheet], properties: Mapping[str, str]) -> bytes:
    """Give the sheets as one xlsx workbook; `properties` become custom document properties.

    The same sheets and properties give the same bytes.
    """
    from openpyxl import Workbook
    from openpyxl.packaging.custom import StringProperty

    # the type stubs of openpyxl do not know custom_doc_props
    workbook: Any = Workbook()
    workbook.remove(workbook.worksheets[0])
    look = _Look.make()
    for sheet in sheets:
        _fill(workbook.create_sheet(sheet.title), sheet, look)
    for name, value in properties.items():
        workbook.custom_doc_props.append(StringProperty(name=name, value=value))
    return _repack(workbook)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """The few styles of a scoresheet, made once so that all cells share them."""

    bold: Font
    shade: PatternFill
    wrap: Alignment

    @classmethod
    def make(cls) -> _Look:
        from openpyxl.styles import Alignment, Font, PatternFill

        return cls(
            bold=Font(name="Calibri", size=11, bold=True),
            shade=PatternFill(fill_type="solid", start_color="FFDDE6F0", end_color="FFDDE6F0"),
            wrap=Alignment(wrap_text=True, vertical="top"),
        )


def _fill(page: Worksheet, sheet: ScoreSheet, look: _Look) -> None:
    if not sheet.labels and not sheet.rows:
        return
    for row, (label, value) in enumerate(sheet.labels, start=1):
        _put(page, row, 1, label).font = look.bold
        if value:
            _put(page, row, 2, value)
    start = first_row(len(sheet.labels))
    for column, (word, width) in enumerate(zip(HEADER, _WIDTHS, strict=True), start=1):
        head = _put(page, start - 1, column, word)
        head.font, head.fill, head.alignment = look.bold, look.shade, look.wrap
        page.column_dimensions[head.column_letter].width = width
    for row, line in enumerate(sheet.rows, start=start):
        cells: tuple[Typed, ...] = (line.criterion, line.title, line.rating, line.comment or None)
        for column, typed in enumerate(cells, start=1):
            if typed is not None:
                _put(page, row, column, typed).alignment = look.wrap
    page.freeze_panes = f"{CRITERION_COLUMN}{start}"
    for area in sheet.merged:
        page.merge_cells(area)


def _put(page: Worksheet, row: int, column: int, typed: Typed) -> Cell:
    """Fill one cell; text stays text, whatever it begins with or looks like."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    # ranges are merged last, so that no cell is a merged one yet
    cell = cast("Cell", page.cell(row=row, column=column))
    if isinstance(typed, Formula | ErrorValue):
        cell.value = typed.text
    elif isinstance(typed, str):
        text = inert(ILLEGAL_CHARACTERS_RE.sub("", typed))
        if text:
            cell.value = text
            cell.data_type = "s"
    else:
        cell.value = typed
    return cell


def _repack(workbook: Workbook) -> bytes:
    """Save the workbook and pack its members again without dates, authors and the traces of the XML library in use."""
    saved, packed = io.BytesIO(), io.BytesIO()
    workbook.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            text = _FIXED_MEMBERS.get(name) or canonicalize(source.read(name).decode("utf-8"))
            member = zipfile.ZipInfo(name, date_time=_MEMBER_TIME)
            member.create_system = _UNIX
            member.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(member, _DECLARATION + text, compresslevel=9)
    return packed.getvalue()
