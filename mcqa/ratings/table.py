"""The ratings table: one row per cell of a scoresheet, and the matrices that agreement and scores are computed from.

Columns are integer codes into the tuples of ids, so that millions of rows stay small and fast. This is the only place
where a units x raters matrix or a table of counts is made; rows are always units.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from mcqa.findings import Location
from mcqa.rubric.model import Criterion, Rubric, Scale
from mcqa.scoresheets.tables.coded import Codes
from mcqa.scoresheets.words.aliases import LONG_COLUMNS

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

__all__ = ["LONG_COLUMNS", "MISSING", "Codes", "RatingMatrix", "Ratings", "Status", "count_levels"]

T = TypeVar("T")

MISSING = -1


class Status(IntEnum):
    """What a cell holds; invalid cells are findings and never come into the table."""

    RATED = 0
    MISSING = 1
    NOT_APPLICABLE = 2
    CANNOT_TELL = 3

    @property
    def word(self) -> str:
        """The word of the long form: `rated`, `missing`, `not_applicable`, `cannot_tell`."""
        return self.name.lower()


@dataclass(frozen=True, kw_only=True)
class RatingMatrix:
    """Ratings that may be compared with each other: all on one scale.

    `codes` is (n_rows, n_raters), positions of levels in `scale`, -1 where there is no rating. A row is one unit on one
    criterion in one round; `clusters` (n_rows,) says which unit it belongs to, so that rows of one unit are not taken
    for independent ones.
    Rows and raters without any rating are kept out. `row_criteria` (n_rows,) gives the criterion of each row.
    """

    codes: Codes
    clusters: Codes
    row_criteria: Codes
    raters: tuple[str, ...]
    units: tuple[str, ...]
    scale: Scale
    raters_known: bool = True

    @cached_property
    def counts(self) -> Codes:
        """How many raters put each row at each level, shape (n_rows, n_levels)."""
        return count_levels(self.codes, len(self.scale.levels))


def count_levels(codes: Codes, n_levels: int) -> Codes:
    """Count the ratings of each row at each level: (n_rows, n_raters) codes, -1 missing, to (n_rows, n_levels)."""
    counts = np.zeros((len(codes), n_levels), dtype=np.int32)
    for level in range(n_levels):
        counts[:, level] = (codes == level).sum(axis=1)
    return counts


@dataclass(frozen=True, kw_only=True)
class Ratings:
    """All cells that were read and are not invalid, one row each.

    `unit`, `rater`, `criterion`, `round`, `group` are codes (n_rows,) into `units`, `raters`, `criteria`, `rounds` and
    `groups`; `level` is the position on the criterion's own scale, -1 unless `status` is rated. An empty round or group
    is the empty text. `comment`, `timestamp` and `source` stand beside the rows, one for each; `origin` does where a
    column of a file says where its ratings were first read, and is empty otherwise. `answers` are what reviewers were
    asked beside the rating (evidence, scope, clarity, ease_of_use), where any sheet has it. Each is any sequence: from
    files they are `Coded`, so that millions of rows stay small. `raters_known` is False where only counts were read:
    then the raters are numbered within each unit, and a column is no person.
    """

    rubric: Rubric | None
    units: tuple[str, ...]
    raters: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    rounds: tuple[str, ...]
    groups: tuple[str, ...]
    unit: Codes
    rater: Codes
    criterion: Codes
    level: Codes
    status: Codes
    round: Codes
    group: Codes
    comment: Sequence[str]
    timestamp: Sequence[str]
    source: Sequence[Location]
    origin: Sequence[str] = ()
    answers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    raters_known: bool = True

    def __len__(self) -> int:
        """Give the number of rows: rated and not rated alike."""
        return len(self.unit)

    @cached_property
    def rated(self) -> NDArray[np.bool_]:
        """Which rows hold a rating, shape (n_rows,)."""
        rated: NDArray[np.bool_] = self.status == Status.RATED
        return rated

    @cached_property
    def group_of_rater(self) -> dict[str, str]:
        """The group of each rater that has one: the first that a sheet of theirs names."""
        named = np.asarray([bool(name) for name in self.groups], dtype=np.bool_)
        rows = np.flatnonzero(named[self.group])
        raters, first = np.unique(self.rater[rows], return_index=True)
        of = dict(zip(raters.tolist(), self.group[rows[first]].tolist(), strict=True))
        by_row = sorted(zip(first.tolist(), raters.tolist(), strict=True))
        return {self.raters[rater]: self.groups[of[rater]] for _, rater in by_row}

    def scales(self, criteria: Sequence[int]) -> tuple[Scale, ...]:
        """Give the different scales among some criteria (by position); one only, where ratings may be pooled."""
        return tuple(dict.fromkeys(self.criteria[index].scale for index in criteria))

    def matrix(
        self,
        criteria: Sequence[int] | None = None,
        *,
        raters: Sequence[int] | None = None,
        where: NDArray[np.bool_] | None = None,
    ) -> RatingMatrix:
        """Lay the ratings of some criteria out as rows x raters.

        Parameters
        ----------
        criteria
            Positions in `criteria`; all of them by default. They must share one scale (ValueError otherwise).
        raters
            Positions in `raters` to keep; all by default.
        where
            A further selection of rows of the table, shape (n_rows,).

        Returns
        -------
        RatingMatrix
            One row per unit, criterion and round that somebody rated; one column per rater with a rating.
        """
        wanted = range(len(self.criteria)) if criteria is None else criteria
        scales = self.scales(wanted)
        if len(scales) != 1:
            msg = f"{len(scales)} different scales cannot stand in one matrix"
            raise ValueError(msg)
        keep = self.rated & np.isin(self.criterion, np.asarray(wanted, dtype=np.int32))
        if raters is not None:
            keep &= np.isin(self.rater, np.asarray(raters, dtype=np.int32))
        if where is not None:
            keep &= where
        unit, criterion, wave = self.unit[keep], self.criterion[keep], self.round[keep]
        key = (unit.astype(np.int64) * len(self.criteria) + criterion) * len(self.rounds) + wave
        _, first, row = np.unique(key, return_index=True, return_inverse=True)
        columns, column = np.unique(self.rater[keep], return_inverse=True)
        codes = np.full((len(first), len(columns)), MISSING, dtype=np.int32)
        codes[row, column] = self.level[keep]
        return RatingMatrix(
            codes=codes,
            clusters=unit[first],
            row_criteria=criterion[first],
            raters=tuple(self.raters[index] for index in columns.tolist()),
            units=self.units,
            scale=scales[0],
            raters_known=self.raters_known,
        )

    @property
    def long_columns(self) -> tuple[str, ...]:
        """The names of the columns of the long form of this table."""
        return (*LONG_COLUMNS, *self.answers)

    def long(
        self, start: int = 0, stop: int | None = None
    ) -> dict[str, list[str | None] | list[str] | list[float | None]]:
        """Give some rows in the long form of the file format, a list for each column; all rows by default.

        A row without a level has None for `level` and `score`.
        """
        part = slice(start, len(self) if stop is None else min(stop, len(self)))
        level, score = self._levels(part)
        return {
            "unit": _named(self.units, self.unit[part]),
            "rater": _named(self.raters, self.rater[part]),
            "criterion": _named([criterion.id for criterion in self.criteria], self.criterion[part]),
            "level": level,
            "score": score,
            "status": _named([status.word for status in Status], self.status[part]),
            "round": _named(self.rounds, self.round[part]),
            "group": _named(self.groups, self.group[part]),
            "comment": list(self.comment[part]),
            "timestamp": list(self.timestamp[part]),
            "source": self._sources(part),
            **{name: list(texts[part]) for name, texts in self.answers.items()},
        }

    def to_frame(self) -> pd.DataFrame:
        """Give the table as a pandas frame in the long form of the file format: one row per cell read."""
        import pandas as pd

        return pd.DataFrame(self.long())

    def _levels(self, part: slice) -> tuple[list[str | None], list[float | None]]:
        """Give the id and the score of the level of each row."""
        levels = [level for criterion in self.criteria for level in criterion.scale.levels]
        sizes = [len(criterion.scale.levels) for criterion in self.criteria]
        starts = np.concatenate([[0], np.cumsum(sizes)])[self.criterion[part]]
        # what stands last is found at -1
        at = np.where(self.level[part] == MISSING, -1, starts + self.level[part])
        return _named([*(level.id for level in levels), None], at), _named(
            [*(level.score for level in levels), None], at
        )

    def _sources(self, part: slice) -> list[str]:
        """Name the cell of each row: where a file says it was first read, else where it was read now."""
        if not self.origin:
            return [_source(place) for place in self.source[part]]
        said = list(self.origin[part])
        for at, text in enumerate(said):
            if not text:
                said[at] = _source(self.source[part.start + at])
        return said


def _source(place: Location) -> str:
    """Name a cell as the long form does: `file!sheet!cell`, without a sheet for a CSV file, or the row of a table."""
    cell = place.cell
    if cell is None and place.line is not None:
        cell = str(place.line)
    return "!".join(part for part in (place.file, place.sheet, cell) if part is not None)


def _named(names: Sequence[T], codes: NDArray[np.intp] | Codes) -> list[T]:
    return [names[code] for code in codes.tolist()]
