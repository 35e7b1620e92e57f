"""One rating per row: the long list, and the sheet per micro-credential, which is the same without a unit column."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from mcqa.scoresheets.grid import MergedAway, Value, text_of
from mcqa.scoresheets.headers import field_of
from mcqa.scoresheets.records import Record
from mcqa.scoresheets.shapes.shape import Context, Shape, Speaker, body, cell_text, comment_text, read_header
from mcqa.scoresheets.shapes.sheet import LABELS, Header, Sheet


def _fits(header: Header) -> bool:
    return "criterion" in header.columns and bool(header.columns.keys() & {"level", "score"})


def _read(sheet: Sheet, header: Header) -> str:
    """Read the table, and those below it on the sheet; its name is `long` with a unit column, else `sheet-per-unit`."""
    labels = sheet.labels(header.row)
    following = _read_table(sheet, header, labels)
    while following is not None:
        # what stands between two tables is said about the second
        labels = {**labels, **sheet.labels(following.header.row, below=following.last)}
        following = _read_table(sheet, following.header, labels)
    return "long" if "unit" in header.columns else "sheet-per-unit"


class _Following(NamedTuple):
    """A further table on the same sheet: its header, and the last row above it that names a component."""

    header: Header
    last: int


def _read_table(sheet: Sheet, header: Header, labels: dict[str, str]) -> _Following | None:
    """Read one table; give the header that begins the next one, where there is one."""
    sheet.report_headers(header)
    sheet.report_doubled(header)
    rating = "level" if "level" in header.columns else "score"
    ambiguous = any(len(header.columns.get(name, ())) > 1 for name in ("unit", "rater", "criterion", rating))
    table = _Table(sheet, header, rating, None if ambiguous else Speaker(sheet, header, labels))
    last = header.row
    unknown: list[int] = []
    for row in body(sheet.grid, header):
        text = table.criterion_text(row)
        criterion = sheet.index.find(text)
        if criterion is not None:
            table.report_unknown(unknown)
            unknown, last = [], row
            table.read_row(row, criterion)
        elif field_of(text) == "criterion" and _fits(again := read_header(sheet, row)):
            table.report_unknown(row for row in unknown if field_of(table.criterion_text(row)) not in LABELS)
            return _Following(header=again, last=last)
        else:
            unknown.append(row)
    table.report_unknown(unknown)
    return None


class _Table:
    """One table: a header, the column of the ratings, and who speaks; nobody where two columns claim the same."""

    def __init__(self, sheet: Sheet, header: Header, rating: str, speaker: Speaker | None) -> None:
        self.sheet, self.header, self.speaker = sheet, header, speaker
        self.columns = header.columns[rating]
        self.level = self.columns[0] if rating == "level" else None
        self.score = header.fields.get("score")

    def criterion_text(self, row: int) -> str:
        """Give what the first component column says in a row."""
        return text_of(self.sheet.grid.value(row, self.header.columns["criterion"][0]))

    def read_row(self, row: int, criterion: str) -> None:
        """Read a row of a known component."""
        sheet, grid = self.sheet, self.sheet.grid
        if self.speaker is None:
            sheet.invalid += len(self.columns)
            return
        rating = self.columns[0]
        if _same_block(grid.value(row, rating), grid.value(row, self.header.fields["criterion"])):
            return
        value = sheet.rating(row, rating)
        context = None if isinstance(value, MergedAway) else self.speaker.at(row)
        if context is not None:
            sheet.records.append(self.record(row, criterion, context))

    def record(self, row: int, criterion: str, context: Context) -> Record:
        """Make the record of a row."""
        grid = self.sheet.grid
        return Record(
            unit=context.unit,
            rater=context.rater,
            criterion=criterion,
            value=None if self.level is None else grid.value(row, self.level),
            location=grid.place(row, self.columns[0]),
            comment=comment_text(grid, row, self.header),
            round=context.round,
            group=context.group,
            timestamp=context.timestamp,
            status=cell_text(grid, row, self.header, "status"),
            score=None if self.score is None else grid.value(row, self.score),
        )

    def report_unknown(self, rows: Iterable[int]) -> None:
        """Report rows that hold a rating but no component of the rubric; headings and notes hold none."""
        grid = self.sheet.grid
        for row in rows:
            rated = any(_holds_rating(grid.value(row, column), row) for column in self.columns)
            scored = self.score is not None and _holds_rating(grid.value(row, self.score), row)
            if rated or scored or cell_text(grid, row, self.header, "status"):
                self.sheet.unknown_criterion(row, self.columns[0], self.criterion_text(row))


def _row_of(cell: str) -> int:
    return int("".join(filter(str.isdigit, cell))) - 1


def _holds_rating(value: Value, row: int) -> bool:
    """Whether a cell holds more than the title of a section, merged across its row."""
    if isinstance(value, MergedAway):
        return _row_of(value.anchor) != row
    return value is not None


def _same_block(rating: Value, criterion: Value) -> bool:
    """Whether a row only continues the one above: its component and its rating are merged over the same rows."""
    if not isinstance(rating, MergedAway) or not isinstance(criterion, MergedAway):
        return False
    return _row_of(rating.anchor) == _row_of(criterion.anchor)


SHAPE = Shape(fits=_fits, read=_read)
