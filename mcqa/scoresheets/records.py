"""What reading gives: one record per cell that should hold a rating, as typed, with its place."""

from __future__ import annotations

from typing import NamedTuple

from mcqa.findings import Location
from mcqa.scoresheets.grid import Value, text_of


class Record(NamedTuple):
    """One rating cell as typed; `criterion` is an id of the rubric, `status` and `score` stand where a column does.

    `origin` is what a `source` column says: where an exported rating was first read. `answers` are what stands beside
    the rating in columns of their own (evidence, scope, clarity, ease of use), as (name, text).
    """

    unit: str
    rater: str
    criterion: str
    value: Value
    location: Location
    comment: str = ""
    round: str = ""
    group: str = ""
    timestamp: str = ""
    status: str = ""
    score: Value = None
    origin: str = ""
    answers: tuple[tuple[str, str], ...] = ()

    @property
    def shown(self) -> str:
        """What stands in the cell, as text: the rating, or the score where only that was given."""
        return text_of(self.score if self.value is None else self.value)


class RubricClaim(NamedTuple):
    """What a file says about the rubric it was made for."""

    id: str
    version: str = ""
    sha256: str = ""


class ColumnRead(NamedTuple):
    """How one column was understood: its place and words, what it was taken for, and by what.

    `meaning` is a field (`unit`, `level`, ...), a component id, `comment C01.1`, or `not read`; `how` is one of alias,
    id, title, map, profile, position, unknown.
    """

    sheet: str | None
    cell: str
    header: str
    meaning: str
    how: str


class FileRead(NamedTuple):
    """What became of one file: its shape, how its columns were understood, and how many cells are known invalid."""

    path: str
    sha256: str
    layout: str
    sheets: int
    invalid: int
    columns: tuple[ColumnRead, ...] = ()
