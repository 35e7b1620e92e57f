"""A wide matrix: one row per micro-credential and reviewer, one column per component."""

from __future__ import annotations

from mcqa.scoresheets.grid import MergedAway, text_of
from mcqa.scoresheets.headers import field_of
from mcqa.scoresheets.records import Record
from mcqa.scoresheets.shapes.shape import Shape, Speaker, body, comment_text
from mcqa.scoresheets.shapes.sheet import Header, Sheet

# one component among the headers could be chance, unless a reviewer or micro-credential column stands beside it
CLEARLY_WIDE = 2


def _fits(header: Header) -> bool:
    named = bool(header.columns.keys() & {"unit", "rater"})
    # a list of the components has a row with the id and the title of one
    return len(set(header.criteria.values())) >= (1 if named else CLEARLY_WIDE)


def _read(sheet: Sheet, header: Header) -> str:
    """Read the table; its name is `wide`."""
    sheet.report_headers(header)
    sheet.report_doubled(header)
    ambiguous = any(len(header.columns.get(name, ())) > 1 for name in ("unit", "rater"))
    speaker = None if ambiguous else Speaker(sheet, header, sheet.labels(header.row))
    columns = {column: name for column, name in header.criteria.items() if column not in header.doubled}
    for row in body(sheet.grid, header):
        if _repeats(sheet, header, row):
            continue
        sheet.invalid += len(header.criteria) - len(columns)
        if speaker is None:
            sheet.invalid += len(columns)
        else:
            _read_row(sheet, speaker, row, columns)
    return "wide"


def _read_row(sheet: Sheet, speaker: Speaker, row: int, columns: dict[int, str]) -> None:
    context = speaker.at(row, cells=len(columns))
    if context is None:
        return
    grid = sheet.grid
    comment = comment_text(grid, row, speaker.header)
    for column, criterion in columns.items():
        value = sheet.rating(row, column)
        if not isinstance(value, MergedAway):
            sheet.records.append(
                Record(
                    unit=context.unit,
                    rater=context.rater,
                    criterion=criterion,
                    value=value,
                    location=grid.place(row, column),
                    comment=comment,
                    round=context.round,
                    group=context.group,
                    timestamp=context.timestamp,
                )
            )


def _repeats(sheet: Sheet, header: Header, row: int) -> bool:
    """Whether a row is the header once more, as on every printed page."""
    grid = sheet.grid
    return all(field_of(text_of(grid.value(row, same[0]))) == name for name, same in header.columns.items()) and all(
        sheet.index.find(text_of(grid.value(row, column))) == name for column, name in header.criteria.items()
    )


SHAPE = Shape(fits=_fits, read=_read)
