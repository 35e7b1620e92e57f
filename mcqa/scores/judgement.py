"""The consensus of every cell held against the cut, in columns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from mcqa.rubric.model import Criterion, Decision, Scale
from mcqa.scores.arrays import Mask, Places, Small
from mcqa.scores.cells import Cells
from mcqa.scores.consensus import Consensus, Panel, Undecided, consensus

if TYPE_CHECKING:
    from mcqa.ratings.table import Codes


MET, BELOW, OPEN = 1, 0, -1
NO_LEVEL = -1
# the code of a reason is its place here; 0 is none
WHYS: tuple[Undecided | None, ...] = (None, *Undecided)


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What became of every cell; all arrays are (n_units, n_criteria).

    `level` is the position of the consensus on the criterion's own scale, -1 where there is none; `why` the place in
    `WHYS` of the reason; `met` is 1 at the cut or above, 0 below it, -1 undecided; what does not `apply` drops out;
    `tied` where a tie was broken or left open.
    """

    level: Codes
    why: Small
    met: Small
    applies: Mask
    tied: Mask

    def decided(self, level: Codes, criteria: tuple[Criterion, ...], decision: Decision) -> Judgement:
        """Put levels that somebody decided over the consensus; where `level` is -1 it stays as it was.

        A cell that was decided applies, and is no tie any more.
        """
        given = level != NO_LEVEL
        cuts = np.array([cut_of(criterion.scale, decision) for criterion in criteria], dtype=np.int32)
        return replace(
            self,
            level=np.where(given, level, self.level),
            why=np.where(given, np.int8(0), self.why),
            met=np.where(given, (level >= cuts).astype(np.int8), self.met),
            applies=self.applies | given,
            tied=self.tied & ~given,
        )

    def of_criteria(self, places: Places) -> Judgement:
        """Keep some of the criteria."""
        return Judgement(
            level=self.level[:, places],
            why=self.why[:, places],
            met=self.met[:, places],
            applies=self.applies[:, places],
            tied=self.tied[:, places],
        )


def cut_of(scale: Scale, decision: Decision) -> int:
    """Give the position of the cut on a scale; ValueError where the scale does not declare it."""
    return scale.position(decision.cut)


def judge(cells: Cells, decision: Decision) -> Judgement:
    """Find the consensus of every cell and hold it against the cut."""
    reached = cells.each(lambda panel, scale: consensus(panel, scale, decision))
    cuts = [cut_of(cells.scales[one.scale], decision) for one in cells.panels]
    met = [side_of(one, cut) for one, cut in zip(reached, cuts, strict=True)]
    level = np.array([NO_LEVEL if one.level is None else one.level for one in reached], dtype=np.int32)
    why = np.array([WHYS.index(one.why) for one in reached], dtype=np.int8)
    tied = np.array([one.tied for one in reached], dtype=np.bool_)
    pattern = cells.pattern
    return Judgement(
        level=level[pattern],
        why=why[pattern],
        met=np.array(met, dtype=np.int8)[pattern],
        applies=(why != WHYS.index(Undecided.NOT_APPLICABLE))[pattern],
        tied=tied[pattern],
    )


def side_of(reached: Consensus, cut: int) -> int:
    """Say on which side of the cut a consensus is: 1 met, 0 below, -1 undecided."""
    if reached.level is None:
        return OPEN
    return MET if reached.level >= cut else BELOW


def side(panel: Panel, scale: Scale, decision: Decision) -> int:
    """Say on which side of the cut a panel puts its criterion: 1 met, 0 below, -1 undecided."""
    return side_of(consensus(panel, scale, decision), cut_of(scale, decision))
