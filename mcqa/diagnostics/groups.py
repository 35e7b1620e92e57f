"""Whether a reviewer group rates a criterion differently from the others, on the very same units."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from math import comb, sqrt
from typing import TYPE_CHECKING

import numpy as np

from mcqa.diagnostics.disagreement import without
from mcqa.diagnostics.multiplicity import benjamini_hochberg

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from mcqa.diagnostics.cells import Cells
    from mcqa.diagnostics.disagreement import Disagreement
    from mcqa.diagnostics.yardstick import Yardstick
    from mcqa.ratings.table import Codes

PAIR = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupDifference:
    """One group against all others on one criterion.

    `difference` is the mean over the rows that both rated, group minus others, in steps of the scale, with its standard
    error over rows. `p_value` (two-sided, exact) asks whether the ratings of each unit could as well have been handed
    out among its raters by chance; `p_adjusted` takes all group and criterion pairs together that were tested.
    `n_raters_apart` counts the raters of the group whose own mean lies on the side of the difference.
    `without_group` is the disagreement that the others have among themselves.
    """

    group: str
    criterion: str
    difference: float
    standard_error: float | None
    n_rows: int
    n_ratings: int
    n_raters: int
    n_raters_apart: int
    p_value: float
    p_adjusted: float | None
    without_group: Disagreement


def group_differences(
    cells: Cells, groups: dict[str, str], core: Sequence[Disagreement], yardstick: Yardstick, *, seed: int
) -> tuple[GroupDifference, ...]:
    """Test every group on every ordered criterion whose disagreement is on the high side.

    Which criteria are tested depends on how far raters differ (`core`, one for each criterion), not on who differs:
    under the null hypothesis this selection is independent of the test, so it costs no false alarms and spares the
    power of the rest.
    """
    names = [groups.get(rater, "") for rater in cells.raters]
    members = {name: np.array([own == name for own in names]) for name in dict.fromkeys(names) if name}
    if len(set(names)) < PAIR:
        return ()
    found = []
    for index, criterion in enumerate(cells.criteria):
        chance = core[index].tail
        if not criterion.scale.ordered or chance is None or chance > yardstick.group_screen:
            continue
        for name, columns in members.items():
            tested = _tested(cells, index, name, columns, yardstick, seed)
            if tested is not None:
                found.append(tested)
    adjusted = benjamini_hochberg([each.p_value for each in found])
    return tuple(replace(each, p_adjusted=value) for each, value in zip(found, adjusted, strict=True))


def _tested(
    cells: Cells, index: int, name: str, columns: NDArray[np.bool_], yardstick: Yardstick, seed: int
) -> GroupDifference | None:
    codes, _, scale = cells.of(index)
    rated = codes >= 0
    both = (rated[:, columns].any(axis=1)) & (rated[:, ~columns].any(axis=1))
    if not both.any():
        return None
    codes, rated = codes[both], rated[both]
    own, others = _row_means(codes[:, columns]), _row_means(codes[:, ~columns])
    gaps = own - others
    difference = float(gaps.mean())
    raters = np.flatnonzero(columns & rated.any(axis=0))
    apart = [np.mean((codes[:, rater] - others)[rated[:, rater]]) * difference > 0 for rater in raters]
    return GroupDifference(
        group=name,
        criterion=cells.criteria[index].id,
        difference=difference,
        standard_error=float(gaps.std(ddof=1)) / sqrt(len(gaps)) if len(gaps) >= PAIR else None,
        n_rows=len(codes),
        n_ratings=int(rated[:, columns].sum()),
        n_raters=len(raters),
        n_raters_apart=int(sum(apart)),
        p_value=exchange_p_value(codes, columns, len(scale.levels)),
        p_adjusted=None,
        without_group=without(cells, index, frozenset(np.flatnonzero(columns).tolist()), yardstick, seed=seed),
    )


def _row_means(codes: Codes) -> NDArray[np.float64]:
    rated = codes >= 0
    means: NDArray[np.float64] = (codes * rated).sum(axis=1) / rated.sum(axis=1)
    return means


def exchange_p_value(codes: Codes, columns: NDArray[np.bool_], n_levels: int) -> float:
    """Give the exact two-sided p value of some raters' sum of positions under exchange within rows.

    Parameters
    ----------
    codes : ndarray of int, shape (n_rows, n_raters)
        Positions of levels, -1 where there is no rating.
    columns : ndarray of bool, shape (n_raters,)
        The raters in question.
    n_levels : int
        Declared levels.

    Returns
    -------
    float
        Twice the smaller tail, at most 1. Rows are independent; within a row every choice of which raters gave which of
        its ratings is equally likely: a permutation test with units as blocks, by convolution instead of by sampling.
    """
    rated = codes >= 0
    observed = int((codes * rated)[:, columns].sum())
    chances = np.ones(1)
    for row, present in zip(codes, rated, strict=True):
        counts = np.bincount(row[present], minlength=n_levels)
        chances = np.convolve(chances, _sum_of_draws(tuple(counts.tolist()), int(present[columns].sum())))
    below, above = chances[: observed + 1].sum(), chances[observed:].sum()
    return float(min(1.0, 2 * min(below, above)))


@lru_cache(maxsize=4096)
def _sum_of_draws(counts: tuple[int, ...], draws: int) -> NDArray[np.float64]:
    """Give the distribution of the sum of positions of some ratings drawn from a row without replacement."""
    ways = np.zeros((draws + 1, draws * (len(counts) - 1) + 1))
    ways[0, 0] = 1
    for position, count in enumerate(counts):
        after = np.zeros_like(ways)
        for taken in range(min(count, draws) + 1):
            shift = taken * position
            after[taken:, shift:] += comb(count, taken) * ways[: draws + 1 - taken, : ways.shape[1] - shift]
        ways = after
    chances: NDArray[np.float64] = ways[draws] / comb(sum(counts), draws)
    return chances
