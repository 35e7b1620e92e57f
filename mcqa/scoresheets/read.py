"""Opened files become records: find the tables of each sheet, read them, and account for what is left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from mcqa.findings import Finding, Location, Severity
from mcqa.progress import tracked
from mcqa.rubric.model import Rubric
from mcqa.scoresheets.files.opened import Opened, OpenedFile
from mcqa.scoresheets.grid import Grid, text_of
from mcqa.scoresheets.kinds import DECISIONS_NOT_USED, EMPTY_FILE, HIDDEN_CONTENT, RUBRIC_MISMATCH, UNUSED_MAPPING
from mcqa.scoresheets.options import SheetOptions
from mcqa.scoresheets.records import ColumnRead, FileRead, RubricClaim
from mcqa.scoresheets.shapes.absent import header_row, no_table
from mcqa.scoresheets.shapes.decided import count_decided, lists_decisions
from mcqa.scoresheets.shapes.incomplete import components_missing
from mcqa.scoresheets.shapes.reader import TableReader
from mcqa.scoresheets.shapes.sheet import Sheet
from mcqa.scoresheets.shapes.table import RATING, UNREAD, Table
from mcqa.scoresheets.shapes.tables import Found, report_columns, report_unnamed, tables_of
from mcqa.scoresheets.shapes.told import columns_read
from mcqa.scoresheets.shapes.words import Words
from mcqa.scoresheets.tables.reading import SheetReading
from mcqa.scoresheets.words.headers import CUTOFF, CriterionIndex, fold, nearest
from mcqa.scoresheets.words.mapping import Mapping, check_targets, code_of

if TYPE_CHECKING:
    from mcqa.scoresheets.forms.profiles import Profile

_AS_THEY_ARE = SheetOptions()
FEATURES = ("comment-pairs", "two-row-header", "level-columns", "several-tables")


class _Run(NamedTuple):
    """What all files of a run are read with."""

    words: Words
    options: SheetOptions
    given: dict[str, str]
    profiles: tuple[Profile, ...]


def read_sheets(opened: Opened, rubric: Rubric, options: SheetOptions = _AS_THEY_ARE) -> SheetReading:
    """Read every opened file against a rubric, as the options say.

    UsageError where the mapping names a component or a level that the rubric does not have.
    """
    run = _prepared(opened, rubric, options)
    readings = []
    for file in tracked(opened.files, "reading files"):
        reading = _read_file(file, run)
        readings.append(reading._replace(findings=(*rubric_mismatch(file.path, file.claim, rubric), *reading.findings)))
    files = tuple(read for reading in readings for read in reading.files)
    findings = [*opened.findings, *(finding for reading in readings for finding in reading.findings)]
    findings += _unused(run, opened, files)
    return SheetReading(
        records=tuple(record for reading in readings for record in reading.records),
        files=files,
        findings=tuple(findings),
        refused=opened.refused,
        tidy=tuple(part for reading in readings for part in reading.tidy),
        mapping=run.options.mapping,
    )


def _prepared(opened: Opened, rubric: Rubric, options: SheetOptions) -> _Run:
    index = CriterionIndex(rubric)
    mapping = check_targets(options.mapping, rubric) if options.mapping != Mapping() else options.mapping
    profiles: tuple[Profile, ...] = ()
    if options.profiles or any(file.grids for file in opened.files):
        from mcqa.scoresheets.forms.profiles import load_profiles

        profiles = load_profiles(options.profiles, rubric)
    given = {code_of(typed): target for typed, target in mapping.values}
    return _Run(Words(index, mapping), options._replace(mapping=mapping), given, profiles)


def _read_file(file: OpenedFile, run: _Run) -> SheetReading:
    if file.tidy is not None:
        from mcqa.scoresheets.tables.tidy import read_tidy

        return read_tidy(file.tidy, file.sha256, run.words.index, run.options)
    if lists_decisions(file.grids):
        return _left_aside(file)
    rater = PurePath(file.path).stem if run.options.rater_from == "filename" else ""
    seen: set[str] = set()
    without: list[Grid] = []
    sheets: list[Sheet] = []
    read_tables: list[tuple[Sheet, list[Table]]] = []
    layouts: dict[str, None] = {}
    columns: list[ColumnRead] = []
    for grid in file.grids:
        sheet = Sheet(grid=grid, words=run.words, file_rater=rater, seen_headers=seen)
        tables = _read_grid(sheet, run, template=bool(file.claim and file.claim.sha256))
        if not tables:
            without.append(grid)
            continue
        _explain(sheet, tables[0])
        sheets.append(sheet)
        read_tables.append((sheet, tables))
        layouts.update(dict.fromkeys(_layouts(tables)))
        columns += [column for table in tables for column in columns_read(grid, table)]
    findings = [finding for sheet in sheets for finding in sheet.findings]
    records = tuple(record for sheet in sheets for record in sheet.records)
    invalid = sum(sheet.invalid for sheet in sheets)
    findings += components_missing(read_tables)
    findings += no_table(file.path, without, run.words, found=bool(sheets))
    if sheets and not records and not invalid:
        message = "the file has a header row, but no rating cell below it"
        hint = "ask the reviewer to send it again, with one row for each component"
        findings.append(EMPTY_FILE.at(Location(file=file.path), message, hint=hint))
    read = FileRead(
        path=file.path,
        sha256=file.sha256,
        layout=", ".join(layouts) or "none",
        sheets=len(sheets),
        invalid=invalid,
        columns=tuple(columns),
    )
    return SheetReading(records=records, files=(read,), findings=tuple(findings))


def _left_aside(file: OpenedFile) -> SheetReading:
    """Read nothing from a workbook of decisions, and say so."""
    number = count_decided(file.grids)
    said = {0: "no decision", 1: "1 decision"}.get(number, f"{number} decisions")
    message = f"this is a file of decisions about splits, not a scoresheet; it holds {said}, and none is used here"
    hint = "give it to `mcqa score` with --adjudication, or move it out of the sheets"
    finding = DECISIONS_NOT_USED.at(Location(file=file.path), message, hint=hint)
    read = FileRead(path=file.path, sha256=file.sha256, layout="decisions", sheets=0, invalid=0)
    return SheetReading(records=(), files=(read,), findings=(finding,))


def _read_grid(sheet: Sheet, run: _Run, *, template: bool) -> list[Table]:
    """Find the tables of a sheet and read them; none where it has none."""
    if run.profiles:
        from mcqa.scoresheets.forms.profiles import profiled

        table = profiled(sheet.grid, run.profiles, run.words.index, run.options.mapping)
        if table is not None:
            if sheet.file_rater and all(column.role != "rater" for column in table.columns):
                table = table._replace(labels={**table.labels, "rater": sheet.file_rater})
            _report_form(sheet, table)
            TableReader(sheet, table, run.given).read()
            _report_hidden(sheet, table.header_rows[0])
            return [table]
    found = tables_of(sheet, template=template)
    for each in found:
        _read_found(sheet, each, run)
    if found:
        _report_hidden(sheet, found[0].table.header_rows[-1])
    return [each.table for each in found]


def _read_found(sheet: Sheet, found: Found, run: _Run) -> None:
    report_columns(sheet, found)
    TableReader(sheet, found.table, run.given).read()
    report_unnamed(sheet, found)


def _explain(sheet: Sheet, table: Table) -> None:
    """Say that ratings were not taken where nothing that was found says so: no cell is invalid without an error.

    Of rows that may as well be totals a warning speaks.
    """
    if sheet.invalid > sheet.doubtful and not any(finding.severity is Severity.ERROR for finding in sheet.findings):
        sheet.report_invalid(table.header_rows[-1], min((column.at for column in table.columns), default=0))


def _report_form(sheet: Sheet, table: Table) -> None:
    """Say which columns of a form export were not understood."""
    rated = {column.criterion for column in table.columns if column.role == RATING}
    for column in table.columns:
        if column.role == UNREAD:
            texts = {row: " ".join(text_of(sheet.grid.value(row, column.at)).split()) for row in table.header_rows}
            row = next((row for row, text in texts.items() if text == column.heading), table.header_rows[0])
            sheet.report_header(row, column.at, column.heading, rated)


def _layouts(tables: Sequence[Table]) -> list[str]:
    """Name the layouts of a sheet: the shape, then what is special about it; a table may go on without a header."""
    named = []
    for table in tables:
        features = [feature for feature in FEATURES if feature in table.features]
        named.append("+".join([table.layout, *features]))
    return named


def _report_hidden(sheet: Sheet, header_row: int) -> None:
    grid = sheet.grid
    hint = "it was read like the rest; unhide it to see what it holds"
    if grid.hidden:
        sheet.findings.append(HIDDEN_CONTENT.at(grid.whole, f'the sheet "{grid.sheet}" is hidden', hint=hint))
    rows = sorted(row for row in grid.hidden_rows if header_row < row < len(grid.rows))
    if rows:
        message = f"{len(rows)} rows of the table are hidden, the first is row {rows[0] + 1}"
        if len(rows) == 1:
            message = f"row {rows[0] + 1} of the table is hidden"
        sheet.findings.append(HIDDEN_CONTENT.at(grid.place(rows[0], 0), message, hint=hint))
    used = max((len(row) for row in grid.rows), default=0)
    columns = sorted(column for column in grid.hidden_columns if column < used)
    if columns:
        place = grid.place(header_row, columns[0])
        message = f"{len(columns)} columns of the table are hidden, the first at {place.cell}"
        if len(columns) == 1:
            message = f"the column of the table at {place.cell} is hidden"
        sheet.findings.append(HIDDEN_CONTENT.at(place, message, hint=hint))


def _unused(run: _Run, opened: Opened, files: Iterable[FileRead]) -> list[Finding]:
    """Say which headings of the mapping, and which profiles asked for, met nothing in any file."""
    files = tuple(files)
    findings: list[Finding] = []
    if run.options.profiles:
        from mcqa.scoresheets.forms.profiles import unused_profiles

        findings += unused_profiles(run.profiles, [file.layout for file in files])
    read = [column for file in files for column in file.columns]
    met = run.words.met | {fold(column.header) for column in read if column.how == "map"}
    missed = {folded: header for folded, (header, _) in run.words.mapped.items() if folded not in met}
    if not missed:
        return findings
    headings = {column.header for column in read}
    for file in opened.files:
        for grid in file.grids:
            row = header_row(grid, run.words)
            headings.update(value for value in (grid.rows[row] if row is not None else ()) if isinstance(value, str))
    known = {fold(heading): heading for heading in sorted(headings)}
    for folded, header in missed.items():
        close = nearest(folded, known, CUTOFF)
        hint = f'did you mean "{known[close]}"?' if close else "write the heading as it stands in the sheets"
        message = f'the mapping speaks of the heading "{header}", which stands above no column'
        findings.append(UNUSED_MAPPING.at(Location(), message, hint=hint, value=header))
    return findings


def rubric_mismatch(path: str, claim: RubricClaim | None, rubric: Rubric) -> list[Finding]:
    """Say where a file was made for another rubric than it is read with, or for another version or text of it."""
    if claim is None:
        return []
    place = Location(file=path)
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
