"""How the columns of a table were understood, for people to look over."""

from __future__ import annotations

from collections.abc import Iterator

from mcqa.scoresheets.grid import Grid
from mcqa.scoresheets.records import ColumnRead
from mcqa.scoresheets.shapes.table import DOUBLED, KNOWN, MARK, RATING, REMARK, UNREAD, Column, Table
from mcqa.scoresheets.shapes.tables import heading_place
from mcqa.scoresheets.words.aliases import ANSWERS

NOT_READ = "not read"


def columns_read(grid: Grid, table: Table) -> Iterator[ColumnRead]:
    """Tell each column of a table: where its heading stands, what it was taken for, and by what."""
    for column in sorted(table.columns):
        place = grid.place(*heading_place(grid, table, column.at)).cell or ""
        how = "position" if column.how == "unknown" and column.role in {RATING, REMARK, MARK} else column.how
        meaning = meaning_of(column, unclear=table.unclear)
        yield ColumnRead(sheet=grid.sheet, cell=place, header=column.heading, meaning=meaning, how=how)


def meaning_of(column: Column, *, unclear: bool = False) -> str:
    """Say what a column was taken for: a field, a component, a comment on one, a unit or rater, or nothing."""
    if column.role in {KNOWN, UNREAD, DOUBLED} or (unclear and column.role in {RATING, MARK}):
        return NOT_READ
    named = [f"{kind} {name}" for kind, name in (("unit", column.unit), ("rater", column.rater)) if name]
    subject = [part for part in (column.criterion, *named) if part]
    if column.role == MARK:
        return " ".join([*subject, f"level {column.level}"])
    if column.role == RATING:
        return " ".join(subject) or "level"
    if column.role == REMARK:
        return " ".join(["comment", *subject])
    return " ".join([column.role, *subject]) if column.role in ANSWERS else column.role
