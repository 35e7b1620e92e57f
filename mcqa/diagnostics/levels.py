"""Between which levels raters differ, and which levels nobody used although there was occasion to."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from mcqa.diagnostics.cells import Cells
    from mcqa.rubric.model import Scale

PAIR = 2
SHORTEST_WITH_MIDDLE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelPair:
    """How much of a criterion's disagreement lies between two levels.

    `share` is of all unequal pairs (units weigh alike), `expected` what the spread of the ratings over the levels would
    give if the levels of a pair were drawn independently; `n_pairs` and `n_units` are counts.
    """

    low: str
    high: str
    share: float
    expected: float
    n_pairs: int
    n_units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnusedLevel:
    """A level that no rating of a criterion used.

    `inner` says whether the levels on both sides of it were used in this criterion, `everywhere` whether no criterion
    with this scale used it. `occasions` are the criterion's ratings off its most frequent level, `occasions_everywhere`
    those of all criteria with this scale: so many times the level could have been chosen instead.
    """

    level: str
    inner: bool
    everywhere: bool
    occasions: int
    occasions_everywhere: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelUse:
    """Where on the scale of one criterion raters differ.

    `neighbours` are the pairs of neighbouring levels, `extremes` the lowest with the highest level (None on a scale of
    two or without order), both without the raters singled out. `middle_share` is the share of ratings at levels in
    between, in the cells where the lowest and the highest level met.
    """

    neighbours: tuple[LevelPair, ...]
    extremes: LevelPair | None
    middle_share: float | None
    unused: tuple[UnusedLevel, ...]


def level_use(cells: Cells) -> tuple[LevelUse, ...]:
    """Describe the use of the levels of every criterion."""
    counts = [_counts(cells, index) for index in range(len(cells.criteria))]
    pooled: dict[Scale, tuple[list[int], int]] = {}
    for criterion, table in zip(cells.criteria, counts, strict=True):
        used, occasions = pooled.setdefault(criterion.scale, ([0] * len(criterion.scale.levels), 0))
        totals = table.sum(axis=0).tolist()
        both = [before + now for before, now in zip(used, totals, strict=True)]
        pooled[criterion.scale] = both, occasions + sum(totals) - max(totals)
    return tuple(_level_use(cells, index, table, pooled) for index, table in enumerate(counts))


def _counts(cells: Cells, index: int) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    codes, _, scale = cells.of(index)
    return np.stack([(codes == level).sum(axis=1) for level in range(len(scale.levels))], axis=1)


def _level_use(
    cells: Cells,
    index: int,
    counts: np.ndarray[tuple[int, int], np.dtype[np.int64]],
    pooled: dict[Scale, tuple[list[int], int]],
) -> LevelUse:
    _, units, scale = cells.of(index)
    pairs = _pairs(counts, units, scale)
    last = len(scale.levels) - 1
    neighbours = tuple(pair for (low, high), pair in pairs.items() if scale.ordered and high == low + 1)
    extremes = pairs.get((0, last)) if scale.ordered and last + 1 >= SHORTEST_WITH_MIDDLE else None
    met = (counts[:, 0] > 0) & (counts[:, last] > 0)
    middle = counts[met, 1:last].sum() / counts[met].sum() if extremes is not None and met.any() else None
    totals = counts.sum(axis=0).tolist()
    pooled_totals, occasions = pooled[scale]
    unused = tuple(
        UnusedLevel(
            level=level.id,
            inner=scale.ordered and any(totals[:position]) and any(totals[position + 1 :]),
            everywhere=pooled_totals[position] == 0,
            occasions=sum(totals) - max(totals),
            occasions_everywhere=occasions,
        )
        for position, level in enumerate(scale.levels)
        if totals[position] == 0
    )
    return LevelUse(
        neighbours=neighbours,
        extremes=extremes,
        middle_share=None if middle is None else float(middle),
        unused=unused,
    )


def _pairs(
    counts: np.ndarray[tuple[int, int], np.dtype[np.int64]],
    units: np.ndarray[tuple[int], np.dtype[np.int32]],
    scale: Scale,
) -> dict[tuple[int, int], LevelPair]:
    """Divide the unequal pairs of ratings among the pairs of levels; empty where all ratings agree."""
    sizes = counts.sum(axis=1)
    paired = sizes >= PAIR
    table, size = counts[paired], sizes[paired]
    weight = 1 / (size * (size - 1))
    spread = counts.sum(axis=0)
    found = list(combinations(range(len(scale.levels)), 2))
    weighted = {(low, high): float((table[:, low] * table[:, high] * weight).sum()) for low, high in found}
    expected = {(low, high): int(spread[low] * spread[high]) for low, high in found}
    total, total_expected = sum(weighted.values()), sum(expected.values())
    if total == 0:
        return {}
    return {
        (low, high): LevelPair(
            low=scale.levels[low].id,
            high=scale.levels[high].id,
            share=weighted[low, high] / total,
            expected=expected[low, high] / total_expected,
            n_pairs=int((table[:, low] * table[:, high]).sum()),
            n_units=len(np.unique(units[paired][table[:, low] * table[:, high] > 0])),
        )
        for low, high in found
    }
