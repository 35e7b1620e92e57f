"""What all panels said, in columns: one place for each unit and criterion, and every distinct panel once.

Three raters on three levels can answer in a few dozen ways, whatever the number of units. So whatever is a function of
what a panel said (its consensus, how many votes it is from another side of the cut) is found once for each distinct
panel and looked up for the cells: a hundred thousand units take little longer than a hundred.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeVar

import numpy as np

from mcqa.ratings.table import Codes, Ratings, Status
from mcqa.rubric.model import Criterion, Rubric, Scale
from mcqa.scores.arrays import Floats, Mask
from mcqa.scores.consensus import Panel
from mcqa.scoresheets.tables.coded import combined

T = TypeVar("T")

# summed weights that differ by less are one weight
WEIGHT_STEP = 1e-9


class ScalePanel(NamedTuple):
    """One distinct panel: the scale that its criterion has (its place among `Cells.scales`), and what it said."""

    scale: int
    panel: Panel


@dataclass(frozen=True, kw_only=True)
class Cells:
    """All units and criteria, rated or not.

    `counts` is (n_units, n_criteria, most_levels); `cannot_tell`, `not_applicable` and `missing` are (n_units,
    n_criteria). `pattern` (n_units, n_criteria) gives the place in `panels` of what was said there. `scale_of`
    (n_criteria,) gives the place in `scales` of the scale of each criterion.
    """

    units: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    scales: tuple[Scale, ...]
    scale_of: tuple[int, ...]
    counts: Codes
    cannot_tell: Codes
    not_applicable: Codes
    missing: Codes
    pattern: Codes
    panels: tuple[ScalePanel, ...]

    @property
    def shape(self) -> tuple[int, int]:
        """The number of units and of criteria."""
        return len(self.units), len(self.criteria)

    @cached_property
    def n_ratings(self) -> Codes:
        """How many ratings each cell has, shape (n_units, n_criteria)."""
        return np.array([one.panel.n for one in self.panels], dtype=np.int32)[self.pattern]

    def each(self, give: Callable[[Panel, Scale], T]) -> list[T]:
        """Give something of every distinct panel, in their order."""
        return [give(one.panel, self.scales[one.scale]) for one in self.panels]

    def panel(self, unit: int, criterion: int) -> Panel:
        """Give what was said of one criterion of one unit."""
        return self.panels[int(self.pattern[unit, criterion])].panel

    def of_criteria(self, places: Sequence[int]) -> Cells:
        """Keep some of the criteria; panels on scales that only the others have go too, as their cut may be another."""
        at = np.asarray(places, dtype=np.intp)
        scale_of = tuple(self.scale_of[place] for place in places)
        stays = np.array([one.scale in scale_of for one in self.panels], dtype=np.bool_)
        moved = np.cumsum(stays, dtype=np.int32) - 1
        return Cells(
            units=self.units,
            criteria=tuple(self.criteria[place] for place in places),
            scales=self.scales,
            scale_of=scale_of,
            counts=self.counts[:, at],
            cannot_tell=self.cannot_tell[:, at],
            not_applicable=self.not_applicable[:, at],
            missing=self.missing[:, at],
            pattern=moved[self.pattern[:, at]],
            panels=tuple(one for one, kept in zip(self.panels, stays.tolist(), strict=True) if kept),
        )


def tally(
    ratings: Ratings, rubric: Rubric, *, where: Mask | None = None, weights: Sequence[float] | None = None
) -> Cells:
    """Count what raters said of every unit and criterion.

    Parameters
    ----------
    ratings
        The table; its criteria are those of the rubric.
    rubric
        Gives the criteria, their scales and their order.
    where
        Rows of the table to count, shape (n_rows,); all by default.
    weights
        A weight for each rater of the table, for a weighted consensus; without it no panel has weights.
    """
    shape = (len(ratings.units), len(rubric.criteria))
    most = max(len(criterion.scale.levels) for criterion in rubric.criteria)
    place = ratings.unit.astype(np.int64) * shape[1] + ratings.criterion
    counted = np.ones(len(ratings), dtype=np.bool_) if where is None else where
    rated = ratings.rated & counted
    size = shape[0] * shape[1]
    by_level = place[rated] * most + ratings.level[rated]
    counts = np.bincount(by_level, minlength=size * most).astype(np.int32)
    heavy: Floats | None = None
    if weights is not None:
        weight = np.asarray(weights, dtype=np.float64)[ratings.rater[rated]]
        heavy = np.bincount(by_level, weights=weight, minlength=size * most).astype(np.float64).reshape(size, most)

    def non_scores(status: Status) -> Codes:
        return np.bincount(place[(ratings.status == status) & counted], minlength=size).astype(np.int32)

    others = {status: non_scores(status) for status in (Status.CANNOT_TELL, Status.NOT_APPLICABLE, Status.MISSING)}
    return _cells(
        ratings.units,
        rubric,
        counts.reshape(size, most),
        others,
        heavy,
    )


def _cells(
    units: tuple[str, ...], rubric: Rubric, counts: Codes, others: dict[Status, Codes], heavy: Floats | None
) -> Cells:
    """Find the distinct panels among counts of shape (n_units * n_criteria, n_levels)."""
    shape = (len(units), len(rubric.criteria))
    scales = tuple(dict.fromkeys(criterion.scale for criterion in rubric.criteria))
    scale_of = tuple(scales.index(criterion.scale) for criterion in rubric.criteria)
    cannot_tell, not_applicable = others[Status.CANNOT_TELL], others[Status.NOT_APPLICABLE]
    columns = [np.tile(np.asarray(scale_of, dtype=np.int32), shape[0]), cannot_tell, not_applicable, *counts.T]
    sums: list[Floats] = []
    for column in () if heavy is None else heavy.T:
        steps, codes = np.unique(np.round(column / WEIGHT_STEP), return_inverse=True)
        sums.append(steps * WEIGHT_STEP)
        columns.append(codes.astype(np.int32))
    pattern, distinct = combined([(column, int(column.max(initial=0)) + 1) for column in columns])
    n_levels = counts.shape[1]
    panels = []
    for row in distinct.tolist():
        scale, unsure, inapplicable, *more = row
        own = len(scales[scale].levels)
        weights = tuple(float(sums[level][more[n_levels + level]]) for level in range(own)) if sums else ()
        panel = Panel(counts=tuple(more[:own]), cannot_tell=unsure, not_applicable=inapplicable, weights=weights)
        panels.append(ScalePanel(scale=scale, panel=panel))
    return Cells(
        units=units,
        criteria=rubric.criteria,
        scales=scales,
        scale_of=scale_of,
        counts=counts.reshape(*shape, n_levels),
        cannot_tell=cannot_tell.reshape(shape),
        not_applicable=not_applicable.reshape(shape),
        missing=others[Status.MISSING].reshape(shape),
        pattern=pattern.reshape(shape),
        panels=tuple(panels),
    )
