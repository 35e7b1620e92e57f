"""One rating per row: the long list, and the sheet per micro-credential, which is the same without a unit column."""

from __future__ import annotations

from mcqa.scoresheets.grid import MergedAway, Value
from mcqa.scoresheets.records import Record
from mcqa.scoresheets.shapes.shape import Shape, Speaker, body, cell_text
from mcqa.scoresheets.shapes.sheet import Header, Sheet


def _fits(header: Header) -> bool:
    return "criterion" in header.fields and bool(header.fields.keys() & {"level", "score"})


def _read(sheet: Sheet, header: Header) -> str:
    """Read the table; its name is `long` with a unit column, else `sheet-per-unit`."""
    grid, fields = sheet.grid, header.fields
    speaker = Speaker(sheet, header)
    rating = fields.get("level", fields.get("score", 0))
    score = fields["score"] if "level" in fields and "score" in fields else None
    for row in body(grid, header):
        text = cell_text(grid, row, header, "criterion")
        status = cell_text(grid, row, header, "status")
        scored = None if score is None else grid.value(row, score)
        criterion = sheet.index.find(text)
        if criterion is None:
            if _holds_rating(grid.value(row, rating), grid.place(row, 0).cell) or status or scored is not None:
                sheet.unknown_criterion(row, rating, text)
            continue
        value = sheet.rating(row, rating)
        context = None if isinstance(value, MergedAway) else speaker.at(row)
        if context is None:
            continue
        sheet.records.append(
            Record(
                unit=context.unit,
                rater=context.rater,
                criterion=criterion,
                value=value,
                location=grid.place(row, rating),
                comment=cell_text(grid, row, header, "comment"),
                round=context.round,
                group=context.group,
                timestamp=context.timestamp,
                status=status,
                score=scored,
            )
        )
    return "long" if "unit" in fields else "sheet-per-unit"


def _holds_rating(value: Value, first_cell: str | None) -> bool:
    """Whether a cell holds more than the title of a section, merged across the row from its first cell."""
    if isinstance(value, MergedAway):
        return value.anchor != first_cell
    return value is not None


SHAPE = Shape(fits=_fits, read=_read)
