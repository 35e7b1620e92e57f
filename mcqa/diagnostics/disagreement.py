"""How much raters disagree on each criterion, whether good reviewers would too, and who carries it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from mcqa.diagnostics.multiplicity import benjamini_hochberg
from mcqa.diagnostics.yardstick import tail

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mcqa.diagnostics.cells import Cells
    from mcqa.diagnostics.yardstick import Yardstick
    from mcqa.ratings.table import Codes

PAIR = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """The share of unequal pairs of ratings, averaged over the rows with two ratings or more (1 - percent agreement).

    `tolerated` is what good reviewers give in the long run; `tail` the probability that they give as much as was
    observed in this design, `tail_adjusted` the same with all criteria looked at together (Benjamini-Hochberg).
    `typical_tail` holds it against the disagreement that the criteria of this pilot typically show, where that is more
    than is tolerated. None where there is no pair of ratings.
    """

    share: float | None
    n_rows: int
    n_pairs: int
    tolerated: float
    tail: float | None = None
    tail_adjusted: float | None = None
    typical_tail: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """What remains of a criterion's disagreement without one rater; `vanishes` is the part that goes."""

    rater: str
    share: float | None
    vanishes: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionDisagreement:
    """The disagreement of everyone, of the raters not singled out (`core`), and without each rater in turn.

    `without_rater` leaves one more out of the core, in the order of the table. `n_units_split` counts the units on
    which the core differs. No unit is left out: a single one moves the mean over units too little to carry a finding.
    """

    everyone: Disagreement
    core: Disagreement
    without_rater: tuple[LeftOut, ...]
    n_units_split: int


def unequal_pairs(codes: Codes) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Give the share of unequal pairs in each row and its number of ratings.

    Parameters
    ----------
    codes : ndarray of int, shape (n_rows, n_raters)
        Positions of levels, -1 where there is no rating.

    Returns
    -------
    shares : ndarray, shape (n_rows,)
        0 where a row holds fewer than two ratings: mask by the second array.
    sizes : ndarray of int, shape (n_rows,)
        Ratings in each row.
    """
    sizes = (codes >= 0).sum(axis=1)
    top = int(codes.max(initial=0)) + 1
    counts = np.stack([(codes == level).sum(axis=1) for level in range(top)], axis=1)
    equal = (counts * (counts - 1)).sum(axis=1)
    possible = np.maximum(sizes * (sizes - 1), 1)
    return np.where(sizes >= PAIR, 1 - equal / possible, 0.0), sizes


def disagreements(
    cells: Cells, singled_out: frozenset[int], yardstick: Yardstick, *, seed: int
) -> tuple[CriterionDisagreement, ...]:
    """Measure every criterion, with and without the raters singled out (positions in `cells.raters`)."""
    everyone = _adjusted(cells, yardstick, seed)
    core_cells = cells.without(singled_out)
    core = _adjusted(core_cells, yardstick, seed) if singled_out else everyone
    return tuple(
        _criterion(core_cells, index, everyone=everyone[index], core=core[index])
        for index in range(len(cells.criteria))
    )


def without(cells: Cells, criterion: int, raters: frozenset[int], yardstick: Yardstick, *, seed: int) -> Disagreement:
    """Measure one criterion without some raters, by itself: nothing is adjusted for other criteria."""
    return _measured(cells.without(raters), criterion, yardstick, seed)


def _criterion(cells: Cells, index: int, *, everyone: Disagreement, core: Disagreement) -> CriterionDisagreement:
    codes, units, _ = cells.of(index)
    shares, sizes = unequal_pairs(codes)
    paired = sizes >= PAIR
    return CriterionDisagreement(
        everyone=everyone,
        core=core,
        without_rater=tuple(
            _left_out(rater, _share(np.delete(codes, column, axis=1)), core.share)
            for column, rater in enumerate(cells.raters)
            if (codes[:, column] >= 0).any()
        ),
        n_units_split=len(np.unique(units[paired & (shares > 0)])),
    )


def _share(codes: Codes) -> float | None:
    shares, sizes = unequal_pairs(codes)
    paired = sizes >= PAIR
    return float(shares[paired].mean()) if paired.any() else None


def _left_out(rater: str, share: float | None, before: float | None) -> LeftOut:
    vanishes = None if share is None or before is None else before - share
    return LeftOut(rater=rater, share=share, vanishes=vanishes)


def _measured(cells: Cells, criterion: int, yardstick: Yardstick, seed: int) -> Disagreement:
    codes, _, scale = cells.of(criterion)
    shares, sizes = unequal_pairs(codes)
    paired = sizes >= PAIR
    n_levels = len(scale.levels)
    tolerated = yardstick.tolerated(n_levels)
    n_pairs = int((sizes * (sizes - 1) // 2).sum())
    if not paired.any():
        return Disagreement(share=None, n_rows=0, n_pairs=0, tolerated=tolerated)
    share = float(shares[paired].mean())
    chance = tail(
        share,
        sizes[paired].tolist(),
        n_levels,
        disagreement=tolerated,
        replicates=yardstick.replicates,
        seed=seed,
    )
    return Disagreement(share=share, n_rows=int(paired.sum()), n_pairs=n_pairs, tolerated=tolerated, tail=chance)


def _adjusted(cells: Cells, yardstick: Yardstick, seed: int) -> tuple[Disagreement, ...]:
    """Measure every criterion, adjust for their number, and hold each against what is typical of this pilot."""
    alone = [_measured(cells, index, yardstick, seed) for index in range(len(cells.criteria))]
    adjusted = benjamini_hochberg([each.tail for each in alone])
    # criteria with longer scales may differ more: what is typical is a multiple of what is tolerated
    excess = [each.share / each.tolerated for each in alone if each.share is not None]
    typical = max(1.0, median(excess)) if len(excess) >= yardstick.typical_criteria else 1.0
    return tuple(
        replace(each, tail_adjusted=value, typical_tail=_typical_tail(cells, index, each, typical, yardstick, seed))
        for index, (each, value) in enumerate(zip(alone, adjusted, strict=True))
    )


def _typical_tail(
    cells: Cells, criterion: int, measured: Disagreement, typical: float, yardstick: Yardstick, seed: int
) -> float | None:
    if measured.share is None or typical <= 1.0:
        return measured.tail
    codes, _, scale = cells.of(criterion)
    sizes = (codes >= 0).sum(axis=1)
    return tail(
        measured.share,
        sizes[sizes >= PAIR].tolist(),
        len(scale.levels),
        disagreement=typical * measured.tolerated,
        replicates=yardstick.replicates,
        seed=seed,
    )
