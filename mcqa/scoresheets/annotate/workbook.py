"""Annotate a workbook: colour its faulty cells, add notes to them, and a sheet that lists what was found.

Only what has to change is changed, in the text of the parts: drop-downs, pictures, charts, macros and everything else
that a library would drop when it writes a workbook anew are as they were.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import unescape

from mcqa.findings import Finding
from mcqa.scoresheets.annotate.cells import restyled, with_drawing
from mcqa.scoresheets.annotate.marks import FILLS, LIST_HEADER, LIST_SHEET, Listed, Mark, Places, listed, marks_of
from mcqa.scoresheets.annotate.markup import OddWorkbookError, Tag, appended, plain, root, tags
from mcqa.scoresheets.annotate.notes import EMPTY_DRAWING, EMPTY_NOTES, MAIN, with_notes, with_shapes
from mcqa.scoresheets.annotate.package import OFFICE, Package
from mcqa.scoresheets.annotate.styles import EMPTY_STYLES, Styles
from mcqa.scoresheets.grid import a1, inert

_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_VML = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_WIDTHS = (18, 8, 26, 70, 60)
_RED = "FFC00000"


def annotated(content: bytes, findings: Sequence[Finding], places: Places) -> bytes:
    """Give an annotated copy of a workbook.

    OddWorkbookError where its parts do not fit together in the usual way.
    """
    package = Package.of(content)
    book = package.related("", "officeDocument")
    if book is None:
        raise OddWorkbookError("there is no workbook in the archive")
    sheets = {name: part for name, part in _sheets(package, book).items() if name != LIST_SHEET}
    marks = {name: found for name, found in marks_of(findings, places).items() if name in sheets}
    at = package.related(book, "styles")
    styles = Styles(
        package.text(at) if at else EMPTY_STYLES, {severity.value: color for severity, color in FILLS.items()}
    )
    for name, found in marks.items():
        _mark(package, sheets[name], found, styles)
    _list(package, book, listed(findings, places), set(sheets), styles.wrapped())
    if at is None:
        # where readers expect it, even those that do not ask
        at = "xl/styles.xml" if "xl/styles.xml" not in package.parts else package.free("xl/styles{}.xml")
        package.relate(book, "styles", at)
        package.declare(at, f"{_SPREADSHEET}.styles+xml")
    package.put(at, styles.finished())
    return package.packed()


def _sheets(package: Package, book: str) -> dict[str, str]:
    """Give the part of each worksheet by its name."""
    found = {}
    for tag in tags(package.text(book)):
        key = _relation(tag) if tag.name == "sheet" else None
        part = package.by_id(book, key) if key else None
        if part is not None and part in package.parts:
            found[unescape(tag.get("name") or "", {"&quot;": '"', "&apos;": "'"})] = part
    return found


def _relation(tag: Tag) -> str | None:
    """Give the id of the relationship that a tag names, whatever prefix is used for it."""
    for word in tag.attributes.split():
        name, _, _ = word.partition("=")
        if name.endswith(":id"):
            return tag.get(name)
    return None


def _mark(package: Package, part: str, marks: Sequence[Mark], styles: Styles) -> None:
    """Colour the cells of one sheet and add their notes."""
    text = package.text(part)
    text = restyled(text, [(mark.row, mark.column, mark.severity.value) for mark in marks], styles.of)
    notes = package.related(part, "comments")
    if notes is None:
        notes = package.free("xl/comments{}.xml")
        package.put(notes, EMPTY_NOTES)
        package.declare(notes, f"{_SPREADSHEET}.comments+xml")
        package.relate(part, "comments", notes)
    said, new = with_notes(package.text(notes), marks)
    package.put(notes, said)
    if new:
        drawing = package.related(part, "vmlDrawing") if "legacyDrawing " in text else None
        if drawing is None:
            drawing = package.free("xl/drawings/vmlDrawing{}.vml")
            package.put(drawing, EMPTY_DRAWING)
            package.declare(drawing, _VML)
            text = with_drawing(text, package.relate(part, "vmlDrawing", drawing), OFFICE)
        package.put(drawing, with_shapes(package.text(drawing), new))
    package.put(part, text)


def _list(package: Package, book: str, rows: Sequence[Listed], sheets: set[str], wrapped: int) -> None:
    """Put the list of findings behind the last sheet, where it shifts none; one from an earlier copy is replaced."""
    there = _sheets(package, book).get(LIST_SHEET)
    text = _list_text(rows, sheets, wrapped)
    if there is not None:
        package.put(there, text)
        return
    part = package.free("xl/worksheets/mcqa{}.xml")
    package.put(part, text)
    package.declare(part, f"{_SPREADSHEET}.worksheet+xml")
    key = package.relate(book, "worksheet", part)
    whole = package.text(book)
    ids = [int(tag.get("sheetId") or 0) for tag in tags(whole) if tag.name == "sheet"]
    more = f'<{root(whole).prefix}sheet name="{LIST_SHEET}" sheetId="{max(ids, default=0) + 1}"'
    package.put(book, appended(whole, "sheets", f'{more} xmlns:mcqa="{OFFICE}" mcqa:id="{key}"/>'))


def _list_text(rows: Sequence[Listed], sheets: set[str], wrapped: int) -> str:
    lines = [LIST_HEADER, *(tuple(row) for row in rows)]
    links = "".join(
        f'<hyperlink ref="{a1(at, 1)}" location="{plain(_place(row))}"/>'
        for at, row in enumerate(rows, 1)
        if row.cell and row.sheet in sheets and not row.cell.startswith("line ")
    )
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>' for at, width in enumerate(_WIDTHS, 1)
    )
    body = "".join(
        f'<row r="{at + 1}">'
        + "".join(_text_cell(a1(at, column), text, wrapped) for column, text in enumerate(line) if text)
        + "</row>"
        for at, line in enumerate(lines)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{MAIN}">'
        f'<sheetPr><tabColor rgb="{_RED}"/></sheetPr><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{columns}</cols><sheetData>{body}</sheetData>"
        + (f"<hyperlinks>{links}</hyperlinks>" if links else "")
        + "</worksheet>"
    )


def _place(row: Listed) -> str:
    quoted = row.sheet.replace("'", "''")
    return f"'{quoted}'!{row.cell}"


def _text_cell(cell: str, text: str, style: int) -> str:
    return f'<c r="{cell}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{plain(inert(text))}</t></is></c>'
