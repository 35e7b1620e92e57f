"""Rating cells in columns: what a `Record` says of one, for as many as there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import cast

from mcqa.findings import Location
from mcqa.scoresheets.grid import Value
from mcqa.scoresheets.records import Record
from mcqa.scoresheets.tables.coded import Coded, Lazy, Rows

# what reviewers may be asked beside a rating, in the order of the long form
ANSWERS = ("evidence", "scope", "clarity", "ease_of_use")
# so many faults of a kind are told one by one in a table that may have millions of rows
MOST_TOLD = 1000


class RowPlaces(Lazy[Location]):
    """The places of the rows of a file that has neither sheets nor cells: the file and the row, from 1."""

    def __init__(self, file: str, n_rows: int) -> None:
        """Take the file and how many rows it has."""
        self.file, self.n_rows = file, n_rows

    def __len__(self) -> int:
        """Give the number of rows."""
        return self.n_rows

    def at(self, place: int) -> Location:
        """Give the place of a row."""
        return Location(file=self.file, line=place + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class CellColumns:
    """Many rating cells: what a `Record` says of one, a column for each part; `file` is the file of the place."""

    unit: Coded[str]
    rater: Coded[str]
    criterion: Coded[str]
    value: Coded[Value]
    score: Coded[Value]
    status: Coded[str]
    round: Coded[str]
    group: Coded[str]
    comment: Coded[str]
    timestamp: Coded[str]
    origin: Coded[str]
    answers: dict[str, Coded[str]]
    file: Coded[str]
    place: Coded[Location]

    def __len__(self) -> int:
        """Give the number of cells."""
        return len(self.place)

    def take(self, rows: Rows) -> CellColumns:
        """Keep some cells."""
        answers = {name: column.take(rows) for name, column in self.answers.items()}
        return CellColumns(**{name: getattr(self, name).take(rows) for name in _COLUMNS}, answers=answers)

    def in_round(self, name: str) -> CellColumns:
        """Say of all cells that they are of one round."""
        return replace(self, round=Coded.constant(name, len(self)))

    @classmethod
    def joined(cls, parts: Sequence[CellColumns]) -> CellColumns:
        """Put the cells of several parts below each other."""
        parts = [part for part in parts if len(part)] or parts[:1]
        if len(parts) == 1:
            return parts[0]
        names = dict.fromkeys(name for part in parts for name in part.answers)
        answers = {
            name: Coded.joined([part.answers.get(name) or Coded.constant("", len(part)) for part in parts])
            for name in names
        }
        columns = {name: Coded.joined([getattr(part, name) for part in parts]) for name in _COLUMNS}
        return cls(**columns, answers=answers)


_COLUMNS = tuple(name for name in CellColumns.__slots__ if name != "answers")


def columns_of(records: Sequence[Record]) -> CellColumns:
    """Lay records out in columns."""
    by_field = list(zip(*records, strict=True)) or [()] * len(Record._fields)
    fields: dict[str, tuple[object, ...]] = dict(zip(Record._fields, by_field, strict=True))

    def texts(name: str) -> Coded[str]:
        return Coded.of(cast("tuple[str, ...]", fields[name]))

    said = Coded.of(record.answers for record in records)
    every = [dict(pairs) for pairs in said.values]
    return CellColumns(
        unit=texts("unit"),
        rater=texts("rater"),
        criterion=texts("criterion"),
        value=_typed(fields["value"]),
        score=_typed(fields["score"]),
        status=texts("status"),
        round=texts("round"),
        group=texts("group"),
        comment=texts("comment"),
        timestamp=texts("timestamp"),
        origin=texts("origin"),
        answers={
            name: Coded(said.codes, tuple(pairs.get(name, "") for pairs in every))
            for name in dict.fromkeys(name for pairs in every for name in pairs)
        },
        file=Coded.of(record.location.file or "" for record in records),
        place=Coded.all_of(tuple(record.location for record in records)),
    )


def _typed(values: Iterable[Value]) -> Coded[Value]:
    """Code values of any type: 1, 1.0 and TRUE are equal, but not the same."""
    return Coded.of((type(value), value) for value in values).each(lambda pair: pair[1])
