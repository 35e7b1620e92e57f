"""A workbook with the cells of a file that is none, to put notes and colours on: CSV, ODS and old Excel files."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Sequence

from mcqa.findings import Severity
from mcqa.scoresheets.annotate.marks import Mark
from mcqa.scoresheets.annotate.markup import plain
from mcqa.scoresheets.annotate.notes import EMPTY_DRAWING, MAIN, with_shapes
from mcqa.scoresheets.annotate.package import CONTENT_TYPES, MEMBER_TIME, OFFICE, PACKAGE
from mcqa.scoresheets.annotate.styles import EMPTY_STYLES
from mcqa.scoresheets.grid import ErrorValue, Grid, MergedAway, Value, a1, inert, text_of
from mcqa.scoresheets.records import RubricClaim

ONLY_SHEET = "Sheet1"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_CUSTOM = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# what the name of a sheet may not hold, and how long it may be
_NOT_ALLOWED = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
LONGEST = 31
_UNIX, _DATE, _WRAPPED = 3, 1, 2


def fresh_workbook(grids: Sequence[Grid], claim: RubricClaim | None) -> tuple[bytes, dict[str | None, str]]:
    """Write grids as a workbook that reads the same; also give the name of each sheet in it."""
    names = _names(grids)
    parts = {f"xl/worksheets/sheet{at}.xml": _sheet(grid) for at, grid in enumerate(grids, 1)}
    overrides = {f"/{name}": f"{_BOOK}.worksheet+xml" for name in parts}
    overrides |= {"/xl/workbook.xml": f"{_BOOK}.sheet.main+xml", "/xl/styles.xml": f"{_BOOK}.styles+xml"}
    top = [("officeDocument", "xl/workbook.xml")]
    for at, grid in enumerate(grids, 1):
        if grid.notes:
            parts |= _notes(at, grid)
            overrides[f"/xl/comments{at}.xml"] = f"{_BOOK}.comments+xml"
    if claim is not None:
        parts["docProps/custom.xml"] = _custom(claim)
        overrides["/docProps/custom.xml"] = _CUSTOM
        top.append(("custom-properties", "docProps/custom.xml"))
    below = [("worksheet", f"worksheets/sheet{at}.xml") for at in range(1, len(grids) + 1)] + [("styles", "styles.xml")]
    sheets = "".join(
        f'<sheet name="{plain(names[grid.sheet])}" sheetId="{at}"{_state(grid)} r:id="rId{at}"/>'
        for at, grid in enumerate(grids, 1)
    )
    whole = {
        CONTENT_TYPES: _content_types(overrides),
        "_rels/.rels": _relations(top),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(below),
        "xl/styles.xml": EMPTY_STYLES.removeprefix(_DECLARATION),
        **parts,
    }
    return _packed(whole), names


def _names(grids: Sequence[Grid]) -> dict[str | None, str]:
    """Name the sheets as Excel allows; what it does not allow becomes an underscore."""
    names: dict[str | None, str] = {}
    for grid in grids:
        wanted = _NOT_ALLOWED.sub("_", grid.sheet or ONLY_SHEET).strip("'")[:LONGEST] or ONLY_SHEET
        taken = {name.casefold() for name in names.values()}
        name, number = wanted, 2
        while name.casefold() in taken:
            name, number = f"{wanted[: LONGEST - 4]} ({number})", number + 1
        names[grid.sheet] = name
    return names


def _packed(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            member = zipfile.ZipInfo(name, date_time=MEMBER_TIME)
            member.create_system, member.compress_type = _UNIX, zipfile.ZIP_DEFLATED
            archive.writestr(member, (_DECLARATION + text).encode("utf-8"))
    return out.getvalue()


def _content_types(overrides: dict[str, str]) -> str:
    listed = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides.items())
    return (
        f'<Types xmlns="{_TYPES}"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="vml" '
        f'ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>{listed}</Types>'
    )


def _relations(targets: Iterable[tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{at}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}">{listed}</Relationships>'


def _custom(claim: RubricClaim) -> str:
    said = {"id": claim.id, "version": claim.version, "sha256": claim.sha256}
    listed = "".join(
        f'<property fmtid="{_FORMAT}" pid="{at}" name="mcqa_rubric_{name}">'
        f"<vt:lpwstr>{plain(value)}</vt:lpwstr></property>"
        for at, (name, value) in enumerate(((name, value) for name, value in said.items() if value), 2)
    )
    return f'<Properties xmlns="{_PROPERTIES}" xmlns:vt="{_VALUES}">{listed}</Properties>'


def _notes(at: int, grid: Grid) -> dict[str, str]:
    """Write the notes on the cells of a sheet, whoever wrote them, and the shapes that show them."""
    marks = [
        Mark(row + 1, column + 1, a1(row, column), Severity.INFO, text)
        for (row, column), text in sorted(grid.notes.items())
    ]
    listed = "".join(
        f'<comment ref="{mark.cell}" authorId="0"><text><t xml:space="preserve">{plain(mark.note)}</t></text></comment>'
        for mark in marks
    )
    notes, drawing = f"xl/comments{at}.xml", f"xl/drawings/vmlDrawing{at}.vml"
    return {
        notes: f'<comments xmlns="{MAIN}"><authors><author/></authors><commentList>{listed}</commentList></comments>',
        drawing: with_shapes(EMPTY_DRAWING, marks),
        f"xl/worksheets/_rels/sheet{at}.xml.rels": _relations(
            [("comments", f"/{notes}"), ("vmlDrawing", f"/{drawing}")]
        ),
    }


def _state(grid: Grid) -> str:
    return ' state="hidden"' if grid.hidden else ""


def _sheet(grid: Grid) -> str:
    hidden = "".join(f'<col min="{at + 1}" max="{at + 1}" width="9" hidden="1"/>' for at in sorted(grid.hidden_columns))
    rows = "".join(_row(grid, at) for at in range(len(grid.rows)))
    blocks = _blocks(grid)
    merged = "".join(f'<mergeCell ref="{block}"/>' for block in blocks)
    return (
        f'<worksheet xmlns="{MAIN}">'
        + (f"<cols>{hidden}</cols>" if hidden else "")
        + f"<sheetData>{rows}</sheetData>"
        + (f'<mergeCells count="{len(blocks)}">{merged}</mergeCells>' if blocks else "")
        # the second relation of the sheet
        + (f'<legacyDrawing xmlns:r="{OFFICE}" r:id="rId2"/>' if grid.notes else "")
        + "</worksheet>"
    )


def _row(grid: Grid, at: int) -> str:
    cells = "".join(_cell(a1(at, column), value) for column, value in enumerate(grid.rows[at]))
    hidden = ' hidden="1"' if at in grid.hidden_rows else ""
    return f'<row r="{at + 1}"{hidden}>{cells}</row>' if cells or hidden else ""


def _cell(place: str, value: Value) -> str:
    if value is None or isinstance(value, MergedAway):
        return ""
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value!r}</v></c>'
    if isinstance(value, ErrorValue):
        return f'<c r="{place}" t="e"><v>{plain(value.text)}</v></c>'
    if isinstance(value, dt.date):
        return f'<c r="{place}" s="{_DATE}" t="d"><v>{value.isoformat()}</v></c>'
    # text that is inert already is not made so twice
    text = inert(value if isinstance(value, str) else text_of(value))
    return f'<c r="{place}" s="{_WRAPPED}" t="inlineStr"><is><t xml:space="preserve">{plain(text)}</t></is></c>'


def _blocks(grid: Grid) -> list[str]:
    """Give the merged blocks: from the cell that holds the value to the last one that it covers."""
    ends: dict[str, tuple[int, int]] = {}
    for row, values in enumerate(grid.rows):
        for column, value in enumerate(values):
            if isinstance(value, MergedAway):
                lowest, furthest = ends.get(value.anchor, (row, column))
                ends[value.anchor] = max(lowest, row), max(furthest, column)
    return [f"{anchor}:{a1(*end)}" for anchor, end in ends.items()]
