"""Cells where reviewers split: what a coordinator settles by hand, most consequential first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mcqa.rubric.model import Decision, Scale
from mcqa.scores.arrays import Mask, Places
from mcqa.scores.cells import Cells
from mcqa.scores.consensus import Panel, Undecided
from mcqa.scores.judgement import MET, OPEN, WHYS, Judgement, cut_of, side
from mcqa.scores.margin import votes_across
from mcqa.scores.rules import Outcome, verdicts_with

if TYPE_CHECKING:
    from numpy.typing import NDArray


RANGE = "range"
CUT = "cut"
VERDICT = "verdict"
DIFFER = "differ"
# a reason is coded as its place here, the more telling ones first; 0 is none
REASONS = ("", RANGE, CUT, VERDICT, DIFFER)
FAR = 2


@dataclass(frozen=True, kw_only=True)
class SplitCells:
    """The split cells in the order in which they are to be settled, each array (n_splits,).

    `unit` and `criterion` are places, `reason` is a place in `REASONS`, `decisive` says whether the verdict hangs on
    the cell: whether it would be another one at the highest level that a reviewer gave than at the lowest.
    """

    unit: Places
    criterion: Places
    reason: NDArray[np.int8]
    decisive: Mask


def split_reason(counts: Sequence[int], scale: Scale, cut: str) -> str | None:
    """Say why a cell counts as split: `range` (two levels or more apart), `cut` (both sides of it, no majority)."""
    chosen = [level for level, count in enumerate(counts) if count]
    if len(chosen) <= 1:
        return None
    if scale.ordered and chosen[-1] - chosen[0] >= FAR:
        return RANGE
    at_cut = scale.position(cut)
    above = sum(counts[at_cut:])
    both = 0 < above < sum(counts)
    return CUT if both and 2 * max(counts) <= sum(counts) else None


def split_text(reason: str, panel: Panel, scale: Scale) -> str:
    """Say the votes and the reason in words, for people."""
    why = {
        RANGE: "two levels or more apart",
        CUT: "on both sides of the cut without a majority",
        VERDICT: "the verdict hangs on it",
        DIFFER: "reviewers differ",
    }[reason]
    return f"{votes_text(panel, scale)}: {why}"


def votes_text(panel: Panel, scale: Scale) -> str:
    """Say in words how many reviewers gave which answer."""
    votes = [f"{count} {level.label}" for level, count in zip(scale.levels, panel.counts, strict=True) if count]
    if panel.cannot_tell:
        votes.append(f"{panel.cannot_tell} cannot tell")
    if panel.not_applicable:
        votes.append(f"{panel.not_applicable} not applicable")
    return ", ".join(votes) or "no answer"


def find_splits(
    cells: Cells, judged: Judgement, outcome: Outcome, decision: Decision, fixed: Mask, *, every: bool = False
) -> SplitCells:
    """Find the split cells, and put them in the order in which they matter.

    Split are cells with ratings two levels or more apart, or on both sides of the cut without a majority; and those on
    which a verdict hangs because reviewers differ about the cut and one vote more would change sides, or because some
    rated and there is no consensus.
    First come those on which a verdict hangs, then those of units with few other criteria in their way, then the
    reasons in this order. What a person decided already is split no more. With `every`, all other cells where
    reviewers chose different levels come too.
    """
    told = cells.each(lambda panel, scale: REASONS.index(split_reason(panel.counts, scale, decision.cut) or ""))
    ends = np.array(cells.each(lambda panel, scale: _ends(panel, scale, cut_of(scale, decision))))
    reason = np.array(told, dtype=np.int8)[cells.pattern]
    low, high, differ, some = (column[cells.pattern] for column in ends.reshape(-1, 4).T)
    orderless = judged.why == WHYS.index(Undecided.NOT_ORDERED)
    undecided = judged.applies & (judged.met == OPEN) & ~orderless & some.astype(np.bool_)
    close = np.array(cells.each(lambda panel, scale: _one_vote(panel, scale, decision)), dtype=np.bool_)[cells.pattern]
    apart = np.array(cells.each(lambda panel, _: every and sum(map(bool, panel.counts)) > 1), dtype=np.bool_)
    wide = apart[cells.pattern]
    split = (reason > 0) | (differ.astype(np.bool_) & close) | undecided
    unit, criterion = np.nonzero((split | wide) & ~fixed)
    open_ones = undecided[unit, criterion]
    tops = np.array([len(one.scale.levels) - 1 for one in cells.criteria], dtype=np.int32)
    lowest = np.where(open_ones, 0, low[unit, criterion]).astype(np.int32)
    highest = np.where(open_ones, tops[criterion], high[unit, criterion]).astype(np.int32)
    place = (unit, criterion)
    changes = verdicts_with(judged, cells.criteria, decision, place, lowest) != verdicts_with(
        judged, cells.criteria, decision, place, highest
    )
    decisive = changes & split[place]
    found = np.where((reason[place] == 0) & decisive, REASONS.index(VERDICT), reason[place])
    more = (found == 0) & wide[place]
    found = np.where(more, REASONS.index(DIFFER), found)
    in_the_way = outcome.blocking | (judged.applies & (judged.met == OPEN))
    others = in_the_way.sum(axis=1)[unit] - in_the_way[place]
    order = np.lexsort((criterion, unit, judged.met[place] == MET, found, others, ~decisive, more))
    order = order[found[order] > 0]
    return SplitCells(
        unit=unit[order],
        criterion=criterion[order],
        reason=found[order].astype(np.int8),
        decisive=decisive[order],
    )


def _one_vote(panel: Panel, scale: Scale, decision: Decision) -> bool:
    """Whether one vote given otherwise brings a criterion to the other side of the cut; any vote may, with weights."""
    if decision.consensus == "weighted":
        return True
    now = side(panel, scale, decision)
    return now != OPEN and votes_across(panel, scale, decision, lift=now != MET) == 1


def _ends(panel: Panel, scale: Scale, cut: int) -> tuple[int, int, bool, bool]:
    """Give the lowest and highest level chosen, if they lie on both sides of the cut, and if several people answered.

    What a single reviewer said is no split: it needs further ratings, and no decision.
    """
    chosen = [level for level, count in enumerate(panel.counts) if count]
    if not chosen:
        return 0, len(scale.levels) - 1, False, False
    # a level is below or above on a scale without order too, in the order in which levels are declared
    return chosen[0], chosen[-1], chosen[0] < cut <= chosen[-1], panel.n + panel.cannot_tell + panel.not_applicable > 1
