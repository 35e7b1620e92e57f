"""A wide matrix: one row per micro-credential and reviewer, one column per component."""

from __future__ import annotations

from mcqa.scoresheets.grid import MergedAway
from mcqa.scoresheets.records import Record
from mcqa.scoresheets.shapes.shape import Shape, Speaker, body
from mcqa.scoresheets.shapes.sheet import Header, Sheet

# one component among the headers could be chance, unless a reviewer or micro-credential column stands beside it
CLEARLY_WIDE = 2


def _fits(header: Header) -> bool:
    named = bool(header.fields.keys() & {"unit", "rater"})
    return len(header.criteria) >= (1 if named else CLEARLY_WIDE)


def _read(sheet: Sheet, header: Header) -> str:
    """Read the table; its name is `wide`."""
    grid = sheet.grid
    speaker = Speaker(sheet, header)
    columns = {column: name for column, name in header.criteria.items() if column not in header.doubled}
    for row in body(grid, header):
        context = speaker.at(row, cells=len(columns))
        if context is None:
            continue
        for column, criterion in columns.items():
            value = sheet.rating(row, column)
            if isinstance(value, MergedAway):
                continue
            sheet.records.append(
                Record(
                    unit=context.unit,
                    rater=context.rater,
                    criterion=criterion,
                    value=value,
                    location=grid.place(row, column),
                    round=context.round,
                    group=context.group,
                    timestamp=context.timestamp,
                )
            )
    return "wide"


SHAPE = Shape(fits=_fits, read=_read)
