"""Opened files become records: recognise the shape of each sheet, read it, and account for what is left."""

from __future__ import annotations

from pathlib import Path

from mcqa.findings import Finding, Location
from mcqa.progress import tracked
from mcqa.rubric.model import Rubric
from mcqa.scoresheets.grid import Grid, text_of
from mcqa.scoresheets.headers import CriterionIndex, field_of, fold, suggest_word
from mcqa.scoresheets.kinds import EMPTY_FILE, HIDDEN_CONTENT, NO_TABLE_FOUND, RUBRIC_MISMATCH, UNMATCHED_HEADER
from mcqa.scoresheets.opened import Opened, OpenedFile
from mcqa.scoresheets.options import SheetOptions
from mcqa.scoresheets.records import FileRead, Record, SheetReading
from mcqa.scoresheets.shapes import SHAPES
from mcqa.scoresheets.shapes.shape import read_header
from mcqa.scoresheets.shapes.sheet import LABELS, Sheet

HEADER_ROWS = 60
_AS_THEY_ARE = SheetOptions()
LABEL_AND_VALUE = 2


def read_sheets(opened: Opened, rubric: Rubric, options: SheetOptions = _AS_THEY_ARE) -> SheetReading:
    """Read every opened file against a rubric, as the options say."""
    index = CriterionIndex(rubric)
    records: list[Record] = []
    files: list[FileRead] = []
    findings = list(opened.findings)
    for file in tracked(opened.files, "reading files"):
        rater = Path(file.path).stem if options.rater_from == "filename" else ""
        read = _read_file(file, index, rater)
        findings += _mismatch(file, rubric)
        findings += read.findings
        records += read.records
        files += read.files
    return SheetReading(records=tuple(records), files=tuple(files), findings=tuple(findings), refused=opened.refused)


def _read_file(file: OpenedFile, index: CriterionIndex, rater: str) -> SheetReading:
    records: list[Record] = []
    findings: list[Finding] = []
    layouts: dict[str, None] = {}
    without: list[Grid] = []
    headers: set[str] = set()
    invalid = tables = 0
    for grid in file.grids:
        sheet = Sheet(grid=grid, index=index, file_rater=rater, seen_headers=headers)
        layout = _read_grid(sheet)
        if layout is None:
            without.append(grid)
            continue
        tables += 1
        layouts[layout] = None
        findings += sheet.findings
        records += sheet.records
        invalid += sheet.invalid
    findings += _no_table(file, without, index, found=bool(tables))
    if tables and not records and not invalid:
        message = "the file has a header row, but no rating cell below it"
        hint = "ask the reviewer to send it again, with one row for each component"
        findings.append(EMPTY_FILE.at(Location(file=file.path), message, hint=hint))
    read = FileRead(
        path=file.path, sha256=file.sha256, layout="+".join(layouts) or "none", sheets=tables, invalid=invalid
    )
    return SheetReading(records=tuple(records), files=(read,), findings=tuple(findings))


def _read_grid(sheet: Sheet) -> str | None:
    """Find the first row that begins a table of a known shape and read the table; None when there is none."""
    grid = sheet.grid
    for row in range(min(HEADER_ROWS, len(grid.rows))):
        header = read_header(sheet, row)
        for shape in SHAPES:
            if shape.fits(header):
                layout = shape.read(sheet, header)
                sheet.report_unnamed(header)
                _report_hidden(sheet, header.row)
                return layout
    return None


def _report_hidden(sheet: Sheet, header_row: int) -> None:
    grid = sheet.grid
    hint = "it was read like the rest; unhide it to see what it holds"
    if grid.hidden:
        sheet.findings.append(HIDDEN_CONTENT.at(grid.whole, f'the sheet "{grid.sheet}" is hidden', hint=hint))
    rows = sorted(row for row in grid.hidden_rows if header_row < row < len(grid.rows))
    if rows:
        message = f"{len(rows)} row{'s' if len(rows) > 1 else ''} of the table hidden, the first is row {rows[0] + 1}"
        sheet.findings.append(HIDDEN_CONTENT.at(grid.place(rows[0], 0), message, hint=hint))
    used = max((len(row) for row in grid.rows), default=0)
    columns = sorted(column for column in grid.hidden_columns if column < used)
    if columns:
        place = grid.place(header_row, columns[0])
        message = (
            f"{len(columns)} column{'s' if len(columns) > 1 else ''} of the table hidden, the first at {place.cell}"
        )
        sheet.findings.append(HIDDEN_CONTENT.at(place, message, hint=hint))


def _no_table(file: OpenedFile, without: list[Grid], index: CriterionIndex, *, found: bool) -> list[Finding]:
    """Report a file without any table; beside tables, report only sheets that name components (not instructions)."""
    hint = "a table needs a header row with Component and Rating, or one column per component"
    named = [grid for grid in without if _first_component(grid, index) is not None]
    findings = []
    if not found:
        message = "no table of ratings was found in this file"
        findings.append(NO_TABLE_FOUND.at(Location(file=file.path), message, hint=hint))
    else:
        findings += [
            NO_TABLE_FOUND.at(grid.whole, f'no table of ratings was found in the sheet "{grid.sheet}"', hint=hint)
            for grid in named
        ]
    for grid in named:
        findings += _near_header(grid, index)
    return findings


def _first_component(grid: Grid, index: CriterionIndex) -> int | None:
    """Give the first row of a sheet in which a cell names a component."""
    for number, row in enumerate(grid.rows):
        if any(isinstance(value, str) and index.find(text_of(value)) for value in row):
            return number
    return None


def _near_header(grid: Grid, index: CriterionIndex) -> list[Finding]:
    """Say what was not understood in the row that looks like the header of a table without one."""
    first = _first_component(grid, index) or 0
    header = next((row for row in range(first - 1, -1, -1) if any(grid.rows[row])), None)
    texts = [text for value in grid.rows[header] if (text := text_of(value))] if header is not None else []
    # two cells, the first of which is a label, are a label and its value
    if header is None or (len(texts) == LABEL_AND_VALUE and field_of(texts[0]) in LABELS):
        return []
    findings = []
    for column, value in enumerate(grid.rows[header]):
        text = text_of(value)
        if not text or field_of(text) or index.find(text):
            continue
        word = suggest_word(text)
        hint = (
            f'did you mean "{word}"? write it in this cell'
            if word
            else "write Component, Rating or Comment above columns"
        )
        place = grid.place(header, column)
        findings.append(UNMATCHED_HEADER.at(place, f'the column "{text}" was not understood', hint=hint, value=text))
    return findings


def _mismatch(file: OpenedFile, rubric: Rubric) -> list[Finding]:
    claim = file.claim
    if claim is None:
        return []
    place = Location(file=file.path)
    hint = "send the reviewer a sheet made for the rubric in use, or score with the other rubric"
    same = claim.id == rubric.id or fold(claim.id) in {fold(rubric.title), fold(f"{rubric.title} {rubric.version}")}
    if not same or (claim.version and claim.version != rubric.version):
        asked = f"{claim.id} {claim.version}".strip()
        message = f"the sheet was made for {asked}; it is read with {rubric.id} {rubric.version}"
        return [RUBRIC_MISMATCH.at(place, message, hint=hint, value=asked)]
    if claim.sha256 and claim.sha256 != rubric.sha256:
        message = f"the sheet was made for another text of {rubric.id} {rubric.version}"
        return [RUBRIC_MISMATCH.at(place, message, hint="give a changed rubric a new version", value=claim.sha256)]
    return []
