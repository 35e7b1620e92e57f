"""What there is to judge from: ratings per criterion, and how they spread over the levels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from mcqa.diagnostics.cells import Cells

PAIR = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """How much was rated on one criterion, and at which levels.

    `n_units_paired` counts the units that two raters or more rated, `n_pairs` the pairs of ratings of the same thing.
    `modal_level` and `modal_share` are None where nothing was rated; `share_at_cut` also where there is no cut.
    """

    n_units: int
    n_units_paired: int
    n_raters: int
    n_ratings: int
    n_pairs: int
    level_counts: tuple[int, ...]
    modal_level: str | None
    modal_share: float | None
    share_at_cut: float | None

    @property
    def n_levels_used(self) -> int:
        """How many levels were used at all."""
        return sum(count > 0 for count in self.level_counts)


def sample(cells: Cells, criterion: int, cut: str | None) -> Sample:
    """Count the ratings of one criterion; `cut` is the lowest level that counts as met."""
    codes, units, scale = cells.of(criterion)
    rated = codes >= 0
    per_row = rated.sum(axis=1)
    counts = np.bincount(codes[rated], minlength=len(scale.levels)).tolist()
    total = sum(counts)
    modal = int(np.argmax(counts)) if total else None
    at_cut = None
    if total and scale.ordered and cut in scale.level_ids:
        at_cut = sum(counts[scale.position(cut) :]) / total
    return Sample(
        n_units=len(np.unique(units[per_row > 0])),
        n_units_paired=len(np.unique(units[per_row >= PAIR])),
        n_raters=int(rated.any(axis=0).sum()),
        n_ratings=total,
        n_pairs=int((per_row * (per_row - 1) // 2).sum()),
        level_counts=tuple(counts),
        modal_level=None if modal is None else scale.levels[modal].id,
        modal_share=None if modal is None else counts[modal] / total,
        share_at_cut=at_cut,
    )
