"""All ratings side by side: one row per unit, criterion and round, one column per rater, whatever the scales."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from mcqa.ratings.table import MISSING, Codes, Ratings, count_levels

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mcqa.rubric.model import Criterion, Scale


@dataclass(frozen=True, kw_only=True, eq=False)
class Cells:
    """The matrices of all criteria, stacked.

    `codes` is (n_rows, n_raters), positions on the scale of the row's criterion, -1 where there is no rating;
    `unit` and `criterion` are (n_rows,). Every rater of the table has a column here, also one who rated nothing.
    """

    codes: Codes
    unit: Codes
    criterion: Codes
    units: tuple[str, ...]
    raters: tuple[str, ...]
    criteria: tuple[Criterion, ...]

    @cached_property
    def counts(self) -> Codes:
        """How many raters put each row at each position, shape (n_rows, most levels of any scale)."""
        return count_levels(self.codes, max((len(each.scale.levels) for each in self.criteria), default=1))

    @cached_property
    def ordered(self) -> NDArray[np.bool_]:
        """Whether the levels of a row's criterion have an order, shape (n_rows,)."""
        ordered = np.array([each.scale.ordered for each in self.criteria], dtype=bool)
        result: NDArray[np.bool_] = ordered[self.criterion]
        return result

    @cached_property
    def scale(self) -> Codes:
        """Which of the different scales a row's criterion has, shape (n_rows,)."""
        distinct = list(dict.fromkeys(each.scale for each in self.criteria))
        position = np.array([distinct.index(each.scale) for each in self.criteria], dtype=np.int32)
        result: Codes = position[self.criterion]
        return result

    def without(self, raters: frozenset[int]) -> Cells:
        """Leave some raters out; rows that nobody else rated stay, empty."""
        if not raters:
            return self
        codes = self.codes.copy()
        codes[:, sorted(raters)] = MISSING
        return Cells(
            codes=codes, unit=self.unit, criterion=self.criterion,
            units=self.units, raters=self.raters, criteria=self.criteria,
        )  # fmt: skip

    def of(self, criterion: int) -> tuple[Codes, Codes, Scale]:
        """Give the codes (n, n_raters), the units (n,) and the scale of one criterion."""
        rows = self.criterion == criterion
        return self.codes[rows], self.unit[rows], self.criteria[criterion].scale


def stack(ratings: Ratings) -> Cells:
    """Put the matrices of all criteria below one another."""
    column = {rater: index for index, rater in enumerate(ratings.raters)}
    codes = [np.empty((0, len(ratings.raters)), dtype=np.int32)]
    units = [np.empty(0, dtype=np.int32)]
    criteria = [np.empty(0, dtype=np.int32)]
    for index in range(len(ratings.criteria)):
        matrix = ratings.matrix([index])
        wide = np.full((len(matrix.clusters), len(ratings.raters)), MISSING, dtype=np.int32)
        wide[:, [column[rater] for rater in matrix.raters]] = matrix.codes
        codes.append(wide)
        units.append(matrix.clusters)
        criteria.append(matrix.row_criteria)
    return Cells(
        codes=np.concatenate(codes),
        unit=np.concatenate(units),
        criterion=np.concatenate(criteria),
        units=ratings.units,
        raters=ratings.raters,
        criteria=ratings.criteria,
    )
