"""Components of one standard that reviewers do not tell apart."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from mcqa.diagnostics.cells import Cells


@dataclass(frozen=True, slots=True, kw_only=True)
class AlikePair:
    """Two criteria of a standard, over the unit and rater pairs that rated both.

    `n_off` are those where either rating is off the criterion's most frequent level, `n_off_equal` those of them where
    both ratings are equal. Equality elsewhere says nothing: most ratings are at the most frequent level anyway.
    """

    first: str
    second: str
    n_both: int
    n_equal: int
    n_off: int
    n_off_equal: int
    n_units_off: int


def alike_pairs(cells: Cells) -> tuple[AlikePair, ...]:
    """Compare every two criteria of a standard that share a scale."""
    found = []
    for first, second in combinations(range(len(cells.criteria)), 2):
        one, other = cells.criteria[first], cells.criteria[second]
        if one.standard and one.standard == other.standard and one.scale == other.scale:
            found.append(_compared(cells, first, second))
    return tuple(found)


def _compared(cells: Cells, first: int, second: int) -> AlikePair:
    # with several rounds a unit has several rows: compare only where each criterion has one
    codes_first, units_first, _ = cells.of(first)
    codes_second, units_second, _ = cells.of(second)
    once = np.intersect1d(_once(units_first), _once(units_second))
    a = codes_first[_rows(units_first, once)]
    b = codes_second[_rows(units_second, once)]
    both = (a >= 0) & (b >= 0)
    off = both & ((a != _modal(a)) | (b != _modal(b)))
    return AlikePair(
        first=cells.criteria[first].id,
        second=cells.criteria[second].id,
        n_both=int(both.sum()),
        n_equal=int((both & (a == b)).sum()),
        n_off=int(off.sum()),
        n_off_equal=int((off & (a == b)).sum()),
        n_units_off=int(off.any(axis=1).sum()),
    )


def _once(units: np.ndarray[tuple[int], np.dtype[np.int32]]) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    names, times = np.unique(units, return_counts=True)
    once: np.ndarray[tuple[int], np.dtype[np.int32]] = names[times == 1]
    return once


def _rows(
    units: np.ndarray[tuple[int], np.dtype[np.int32]], wanted: np.ndarray[tuple[int], np.dtype[np.int32]]
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    order = np.argsort(units, kind="stable")
    return order[np.isin(units[order], wanted)]


def _modal(codes: np.ndarray[tuple[int, int], np.dtype[np.int32]]) -> int:
    counts = np.bincount(codes[codes >= 0], minlength=1)
    return int(counts.argmax())
