"""A table from a notebook as something to measure agreement in, like a component of a rubric."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mcqa.agreement.scopes import Scope
from mcqa.notebook.arrays import Table
from mcqa.ratings.table import MISSING, RatingMatrix
from mcqa.statistics.coefficients import PAIR
from mcqa.statistics.rows import Rows


@dataclass(frozen=True, kw_only=True)
class ArrayScope(Scope):
    """What `Scope` tells, told from distinct rows and how often each occurs; `matrix` has one row for each of them."""

    given: Rows

    @cached_property
    def used(self) -> RatingMatrix | None:
        """The distinct rows that are computed from."""
        if self.matrix is None or self.rows is self.given:
            return self.matrix
        kept = (self.matrix.codes != MISSING).all(axis=1)
        return replace(
            self.matrix,
            codes=self.matrix.codes[kept],
            clusters=self.matrix.clusters[kept],
            row_criteria=self.matrix.row_criteria[kept],
        )

    @cached_property
    def rows(self) -> Rows:
        """What is computed from: all rows, or for `listwise` those that every rater rated."""
        if not self.listwise:
            return self.given
        kept = (self.given.codes != MISSING).all(axis=1)
        if kept.all():
            return self.given
        return Rows(
            codes=self.given.codes[kept],
            n_levels=self.given.n_levels,
            sampling=self.given.sampling.kept(kept),
            raters_known=self.given.raters_known,
        )

    @cached_property
    def shares(self) -> NDArray[np.int64]:
        """How many ratings each declared level got, shape (n_levels,)."""
        return np.asarray(np.rint(self.given.times @ self.given.counts), dtype=np.int64)

    @cached_property
    def n_units(self) -> int:
        """Units with any rating."""
        return self.given.sampling.n_units

    @cached_property
    def n_units_used(self) -> int:
        """Units with two ratings among those computed from."""
        return round(float(self.rows.times @ (self.rows.counts.sum(axis=1) >= PAIR)))


def scope_of(table: Table, *, listwise: bool) -> ArrayScope:
    """Give the scope of a table; `listwise` computes from rows that every rater rated."""
    rows = table.rows
    n_rows = len(rows.codes)
    matrix = RatingMatrix(
        codes=np.asarray(rows.codes, dtype=np.int32),
        clusters=np.arange(n_rows, dtype=np.int32),
        row_criteria=np.zeros(n_rows, dtype=np.int32),
        raters=table.raters,
        units=tuple(table.units or ()),
        scale=table.scale,
        raters_known=rows.raters_known,
    )
    return ArrayScope(kind="rubric", scales=(table.scale,), matrix=matrix, listwise=listwise, given=rows)
