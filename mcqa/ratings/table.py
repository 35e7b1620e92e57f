"""The ratings table: one row per cell of a scoresheet, and the matrices that agreement and scores are computed from.

Columns are integer codes into the tuples of ids, so that millions of rows stay small and fast. This is the only place
where a units x raters matrix or a table of counts is made; rows are always units.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from mcqa.findings import Location
from mcqa.rubric.model import Criterion, Level, Rubric, Scale

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

# in quotes: loading numpy.typing takes longer than scoring a pilot
Codes: TypeAlias = "NDArray[np.int32]"

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
    is the empty text. `comment`, `timestamp` and `source` stand beside the rows. `raters_known` is False
    where only counts were read: then the raters are numbered within each unit, and a column is no person.
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
    comment: tuple[str, ...]
    timestamp: tuple[str, ...]
    source: tuple[Location, ...]
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
        found: dict[str, str] = {}
        for rater, group in zip(self.rater.tolist(), self.group.tolist(), strict=True):
            if self.groups[group]:
                found.setdefault(self.raters[rater], self.groups[group])
        return found

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

    def of_round(self, name: str) -> Ratings:
        """Give the rows of one round; rows without a round belong to it. Units and raters without rows drop out.

        Where a cell stands both in the round and without one, the row that is not blank stays, else that of the round.
        """
        waves = np.asarray([wave in {"", name} for wave in self.rounds], dtype=np.bool_)
        keep = self._once(waves[self.round], name)
        rows = np.flatnonzero(keep).tolist()
        units, unit = _compact(self.units, self.unit[keep])
        raters, rater = _compact(self.raters, self.rater[keep])
        groups, group = _compact(self.groups, self.group[keep])
        return replace(
            self,
            units=units,
            raters=raters,
            rounds=(name,),
            groups=groups,
            unit=unit,
            rater=rater,
            criterion=self.criterion[keep],
            level=self.level[keep],
            status=self.status[keep],
            round=np.zeros(len(rows), dtype=np.int32),
            group=group,
            comment=tuple(self.comment[row] for row in rows),
            timestamp=tuple(self.timestamp[row] for row in rows),
            source=tuple(self.source[row] for row in rows),
        )

    def _once(self, keep: NDArray[np.bool_], name: str) -> NDArray[np.bool_]:
        """Of the rows kept, keep one for each unit, rater and criterion."""
        rows = np.flatnonzero(keep)
        key = (self.unit[rows].astype(np.int64) * len(self.raters) + self.rater[rows]) * len(self.criteria)
        key += self.criterion[rows]
        named = np.asarray([wave == name for wave in self.rounds], dtype=np.bool_)[self.round[rows]]
        order = np.lexsort((~named, self.status[rows] == Status.MISSING, key))
        _, first = np.unique(key[order], return_index=True)
        once = np.zeros_like(keep)
        once[rows[order[first]]] = True
        return once

    def to_frame(self) -> pd.DataFrame:
        """Give the table as a pandas frame in the long form of the file format: one row per cell read."""
        import pandas as pd

        levels = [self._level(row) for row in range(len(self))]
        return pd.DataFrame(
            {
                "unit": [self.units[code] for code in self.unit.tolist()],
                "rater": [self.raters[code] for code in self.rater.tolist()],
                "criterion": [self.criteria[code].id for code in self.criterion.tolist()],
                "level": [None if level is None else level.id for level in levels],
                "score": [None if level is None else level.score for level in levels],
                "status": [Status(code).word for code in self.status.tolist()],
                "round": [self.rounds[code] for code in self.round.tolist()],
                "group": [self.groups[code] for code in self.group.tolist()],
                "comment": list(self.comment),
                "timestamp": list(self.timestamp),
                "source": [_source(place) for place in self.source],
            }
        )

    def _level(self, row: int) -> Level | None:
        position = int(self.level[row])
        return None if position == MISSING else self.criteria[int(self.criterion[row])].scale.levels[position]


def _source(place: Location) -> str:
    """Name a cell as the long form does: `file!sheet!cell`, without a sheet for a CSV file."""
    return "!".join(part for part in (place.file, place.sheet, place.cell) if part is not None)


def _compact(names: tuple[str, ...], codes: Codes) -> tuple[tuple[str, ...], Codes]:
    """Drop the names that no code uses, and renumber the codes."""
    used, compacted = np.unique(codes, return_inverse=True)
    return tuple(names[index] for index in used.tolist()) or ("",), compacted.astype(np.int32)
