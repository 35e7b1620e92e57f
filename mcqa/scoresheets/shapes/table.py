"""A table as recognised on a sheet: where its header and rows are, and what each of its columns means."""

from __future__ import annotations

from typing import NamedTuple

# what a column can be, beside the fields of a row such as unit, rater, criterion, level, comment
RATING, MARK, REMARK, KNOWN, UNREAD = "rating", "mark", "remark", "known", "unread"


class Column(NamedTuple):
    """One column: its heading as typed, its role, by what it was recognised, and what it says of its own cells.

    `role` is the name of a field of each row, or one of: RATING, a rating of the `criterion`, `unit` or `rater` that
    the column itself names; MARK, a cell that is marked where the rating is `level`; REMARK, a comment on the rating of
    the same criterion, unit and rater; KNOWN, read past in silence; UNREAD, not understood.
    """

    at: int
    heading: str
    role: str
    how: str
    criterion: str = ""
    unit: str = ""
    rater: str = ""
    level: str = ""


class Table(NamedTuple):
    """One table: its header rows, the rows of its body, its columns, and the labels that hold for all of it.

    `layout` names the shape, such as `long` or `wide`; `features` what else is special about it.
    """

    header_rows: tuple[int, ...]
    body: tuple[int, ...]
    columns: tuple[Column, ...]
    labels: dict[str, str]
    layout: str
    features: tuple[str, ...] = ()
