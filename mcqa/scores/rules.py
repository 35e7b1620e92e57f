"""The decision rule: the criteria of a unit, each with its consensus, become a verdict; for all units at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from mcqa.rubric.model import Criterion, Decision
from mcqa.scores.arrays import Counts, Floats, Mask, Places, Small
from mcqa.scores.judgement import BELOW, OPEN, Judgement, cut_of

if TYPE_CHECKING:
    from numpy.typing import NDArray


# shares are sums of floating-point products: what equals the bar on paper must not fail by the last digit
SLACK = 1e-12


class Verdict(StrEnum):
    """What a unit, or a standard of it, earned."""

    MET = "met"
    NOT_MET = "not_met"
    UNDECIDED = "undecided"


# a verdict is coded as its place here
VERDICTS = (Verdict.MET, Verdict.NOT_MET, Verdict.UNDECIDED)
IS_MET, IS_NOT_MET, IS_UNDECIDED = 0, 1, 2


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where units stand before the rule, each (n_units,).

    `applying` criteria in all; of those that each must reach the cut (all under a conjunctive rule, the essential ones
    under a compensatory one) `below` it and `open`; points that are certain (`low`), within reach (`high`) and
    `available`.
    """

    applying: Counts
    below: Counts
    open: Counts
    low: Floats
    high: Floats
    available: Floats

    def verdicts(self, decision: Decision) -> Small:
        """Apply the rule.

        Conjunctive: one criterion below the cut and the unit has not met; else one undecided and it is undecided.
        Compensatory: every essential criterion at the cut and at least `pass_share` of the points; undecided only
        while the undecided criteria could still change the verdict. A unit to which nothing applies is undecided.
        """
        failed, settled = self.below > 0, self.open == 0
        if decision.rule != "conjunctive":
            bar = (decision.pass_share or 0.0) - SLACK
            low, high = self.shares()
            failed = failed | (high < bar)
            settled = settled & (low >= bar)
        verdict = np.where(failed, IS_NOT_MET, np.where(settled, IS_MET, IS_UNDECIDED))
        return np.where(self.applying > 0, verdict, IS_UNDECIDED).astype(np.int8)

    def shares(self) -> tuple[Floats, Floats]:
        """Give the shares of the available points that are certain and within reach; 0 where none are available."""
        whole = np.where(self.available > 0, self.available, np.inf)
        return self.low / whole, self.high / whole

    def of(self, units: Places) -> Standing:
        """Give the standing of some units, which may repeat themselves."""
        return Standing(**{name: values[units] for name, values in vars(self).items()})


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What the rule says of every unit.

    `verdict` (n_units,) holds places in `VERDICTS`, `blocking` (n_units, n_criteria) is true for the criteria in the
    way of a unit that has not met. `share` and `share_possible` (n_units,) are the shares of points certain and within
    reach, None under a conjunctive rule, NaN where no points are available.
    """

    verdict: Small
    blocking: Mask
    share: Floats | None = None
    share_possible: Floats | None = None

    def shares_of(self, unit: int) -> tuple[float | None, float | None]:
        """Give the shares of one unit, certain and within reach; None where there are none."""
        both = (self.share, self.share_possible)
        low, high = (None if each is None or np.isnan(each[unit]) else float(each[unit]) for each in both)
        return low, high


def points_of(criterion: Criterion) -> list[float]:
    """Give the points of each level: its weight times its score, or on a scale without scores its position."""
    scores = [level.score for level in criterion.scale.levels]
    return [criterion.weight * (float(place) if score is None else score) for place, score in enumerate(scores)]


def must_meet(criteria: Sequence[Criterion], decision: Decision) -> Mask:
    """Say which criteria must reach the cut each, shape (n_criteria,)."""
    return np.array([decision.rule == "conjunctive" or criterion.essential for criterion in criteria], dtype=np.bool_)


def point_bounds(judged: Judgement, criteria: Sequence[Criterion]) -> tuple[Floats, Floats]:
    """Give the points of every cell, certain and within reach: those of its level, or worst and best if open."""
    low, high = np.zeros(judged.level.shape), np.zeros(judged.level.shape)
    for place, criterion in enumerate(criteria):
        points = points_of(criterion)
        level = judged.level[:, place]
        # what stands last is found at -1, where there is no level
        low[:, place] = np.array([*points, min(points)])[level]
        high[:, place] = np.array([*points, max(points)])[level]
    return low, high


def stand(judged: Judgement, criteria: Sequence[Criterion], decision: Decision) -> Standing:
    """Add up where units stand; what does not apply drops out."""
    must = must_meet(criteria, decision) & judged.applies
    low, high = point_bounds(judged, criteria)
    top = np.array([max(points_of(criterion)) for criterion in criteria])
    return Standing(
        applying=judged.applies.sum(axis=1),
        below=(must & (judged.met == BELOW)).sum(axis=1),
        open=(must & (judged.met == OPEN)).sum(axis=1),
        low=np.where(judged.applies, low, 0.0).sum(axis=1),
        high=np.where(judged.applies, high, 0.0).sum(axis=1),
        available=np.where(judged.applies, top, 0.0).sum(axis=1),
    )


def decide(judged: Judgement, criteria: Sequence[Criterion], decision: Decision) -> Outcome:
    """Apply the rule to the criteria of every unit, and name those in the way of units that have not met."""
    standing = stand(judged, criteria, decision)
    verdict = standing.verdicts(decision)
    below = judged.applies & (judged.met == BELOW)
    failed = (verdict == IS_NOT_MET)[:, None]
    if decision.rule == "conjunctive":
        return Outcome(verdict=verdict, blocking=below & failed)
    low, high = standing.shares()
    short = high < (decision.pass_share or 0.0) - SLACK
    _, reachable = point_bounds(judged, criteria)
    top = np.array([max(points_of(criterion)) for criterion in criteria])
    # those that cost the points: below the cut; where none is, all that are not at the top
    costly = np.where(below.any(axis=1)[:, None], below, judged.applies & (reachable < top))
    essential = np.array([criterion.essential for criterion in criteria], dtype=np.bool_)
    blocking = failed & ((below & essential) | (costly & short[:, None]))
    some = standing.available > 0
    low, high = (np.where(some, share, np.nan) for share in (low, high))
    return Outcome(verdict=verdict, blocking=blocking, share=low, share_possible=high)


def verdicts_with(
    judged: Judgement,
    criteria: Sequence[Criterion],
    decision: Decision,
    cells: tuple[Places, Places],
    levels: NDArray[np.int32],
) -> Small:
    """Give the verdict of a unit if one of its cells were at another level.

    Parameters
    ----------
    cells
        Places of units and of criteria, each (n_cells,): one changed cell each.
    levels
        The level of each changed cell, (n_cells,).

    Returns
    -------
    ndarray of int8, shape (n_cells,)
        The verdict of the unit of each cell, as its place in `VERDICTS`.
    """
    units, places = cells
    standing = stand(judged, criteria, decision).of(units)
    low, high = point_bounds(judged, criteria)
    n_levels = max(len(criterion.scale.levels) for criterion in criteria)
    points = np.zeros((len(criteria), n_levels))
    for place, criterion in enumerate(criteria):
        own = points_of(criterion)
        points[place, : len(own)] = own
    top = np.array([max(points_of(criterion)) for criterion in criteria])
    cuts = np.array([cut_of(criterion.scale, decision) for criterion in criteria])
    must = must_meet(criteria, decision)[places]
    applied = judged.applies[units, places]
    met = judged.met[units, places]
    new = points[places, levels]
    changed = replace(
        standing,
        applying=standing.applying + ~applied,
        below=standing.below - (must & applied & (met == BELOW)) + (must & (levels < cuts[places])),
        open=standing.open - (must & applied & (met == OPEN)),
        low=standing.low - np.where(applied, low[units, places], 0.0) + new,
        high=standing.high - np.where(applied, high[units, places], 0.0) + new,
        available=standing.available + np.where(applied, 0.0, top[places]),
    )
    return changed.verdicts(decision)
