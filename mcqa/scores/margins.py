"""How far every verdict is from flipping: in single votes, and in criteria."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mcqa.rubric.model import Criterion, Decision
from mcqa.scores.arrays import Counts, Floats, Mask, Places, Small
from mcqa.scores.cells import Cells
from mcqa.scores.judgement import MET, Judgement
from mcqa.scores.margin import votes_across, votes_to
from mcqa.scores.rules import (
    IS_MET,
    IS_NOT_MET,
    SLACK,
    must_meet,
    point_bounds,
    points_of,
)

# votes of what no votes can bring about; sums of it stay far from overflowing
NEVER = 1 << 40
NO_MARGIN = -1
CHUNK = 4096


@dataclass(frozen=True, kw_only=True)
class Margins:
    """The fewest votes and the fewest criteria that would give the other verdict, each (n_units,); -1 for none.

    There is none for an undecided verdict, and none where no votes could flip it.
    """

    votes: Counts
    criteria: Counts


def margins(
    cells: Cells, judged: Judgement, verdict: Small, decision: Decision, *, fixed: Mask | None = None
) -> Margins:
    """Count how far each verdict is from the other one.

    A unit that met under a conjunctive rule falls with its weakest criterion: the fewest votes that take any one below
    the cut, one that dropped out as not applicable included. A unit that has not met needs every criterion in its way
    lifted: the votes add up. Under a compensatory rule the votes are those of the cheapest set of changes: an essential
    criterion below the cut or points under the bar; or all essential ones lifted and the bar reached. What is `fixed`
    (n_units, n_criteria), because a person decided it, no votes can change. Where reviewers weigh differently, votes
    are not alike, and there is no margin in votes.
    """
    if decision.consensus == "weighted" and any(one.panel.weights for one in cells.panels):
        none = np.full(len(verdict), NO_MARGIN, dtype=np.int64)
        return Margins(votes=none, criteria=none.copy())
    held = np.zeros(cells.shape, dtype=np.bool_) if fixed is None else fixed
    if decision.rule == "conjunctive":
        return _conjunctive(cells, judged, verdict, decision, held)
    return _compensatory(cells, judged, verdict, decision, held)


def _conjunctive(cells: Cells, judged: Judgement, verdict: Small, decision: Decision, held: Mask) -> Margins:
    votes = np.full(len(verdict), NO_MARGIN, dtype=np.int64)
    criteria = votes.copy()
    fall = np.array(_known(cells.each(lambda panel, scale: votes_across(panel, scale, decision, lift=False))))
    lift = np.array(_known(cells.each(lambda panel, scale: votes_across(panel, scale, decision, lift=True))))
    met, failed = verdict == IS_MET, verdict == IS_NOT_MET
    down = np.where(held, NEVER, fall[cells.pattern]).min(axis=1)
    votes[met] = np.where(down < NEVER, down, NO_MARGIN)[met]
    criteria[met] = np.where(down < NEVER, 1, NO_MARGIN)[met]
    in_the_way = judged.applies & (judged.met != MET)
    up = np.where(in_the_way, np.where(held, NEVER, lift[cells.pattern]), 0).sum(axis=1)
    votes[failed] = np.where(up < NEVER, up, NO_MARGIN)[failed]
    criteria[failed] = np.where(up < NEVER, in_the_way.sum(axis=1), NO_MARGIN)[failed]
    return Margins(votes=votes, criteria=criteria)


def _known(found: Sequence[int | None]) -> list[int]:
    return [NEVER if votes is None else votes for votes in found]


def _compensatory(cells: Cells, judged: Judgement, verdict: Small, decision: Decision, held: Mask) -> Margins:
    n_levels = cells.counts.shape[2]
    costs = np.full((len(cells.panels), n_levels), NEVER, dtype=np.int64)
    for row, one in enumerate(cells.panels):
        scale = cells.scales[one.scale]
        own = [votes_to(one.panel, scale, decision, level) for level in range(len(scale.levels))]
        costs[row, : len(own)] = _known(own)
    found = Margins(
        votes=np.full(len(verdict), NO_MARGIN, dtype=np.int64), criteria=np.full(len(verdict), NO_MARGIN, np.int64)
    )
    low, high = point_bounds(judged, cells.criteria)
    for now, points, count in ((IS_MET, high, _down), (IS_NOT_MET, low, _up)):
        rows = np.flatnonzero(verdict == now)
        for start in range(0, len(rows), CHUNK):
            part = rows[start : start + CHUNK]
            votes = np.where(held[part, :, None], NEVER, costs[cells.pattern[part]])
            changes = np.minimum(votes, np.where(votes < NEVER, 1, NEVER))
            for cost, place in ((votes, found.votes), (changes, found.criteria)):
                least = count(cost, judged, part, points[part], cells.criteria, decision)
                place[part] = np.where(least < NEVER, least, NO_MARGIN)
    return found


def _down(
    cost: Counts, judged: Judgement, part: Places, high: Floats, criteria: Sequence[Criterion], decision: Decision
) -> Counts:
    """Count the fewest votes that fail units: one essential criterion below the cut, or too few points within reach."""
    applies, must = judged.applies[part], must_meet(criteria, decision)
    least = np.full(len(applies), NEVER, dtype=np.int64)
    losses, spare = [], np.zeros(len(applies))
    for place, criterion in enumerate(criteria):
        if must[place]:
            falls = cost[:, place, : criterion.scale.position(decision.cut)].min(axis=1, initial=NEVER)
            least = np.minimum(least, falls)
        asked = _asked(criterion, decision)
        now = np.where(applies[:, place], high[:, place] - asked, 0.0)
        spare += now
        losses.append(
            [(cost[:, place, level], now - (given - asked)) for level, given in enumerate(points_of(criterion))]
        )
    # the points must end below the bar: lose more than what lies above it
    return np.minimum(least, _cheapest(losses, spare, strictly=True))


def _asked(criterion: Criterion, decision: Decision) -> float:
    """Give the part of the bar that a criterion brings along: the share asked of its points.

    Points less this are what it adds above the bar; one that dropped out adds nothing until votes bring it back.
    """
    return ((decision.pass_share or 0.0) - SLACK) * max(points_of(criterion))


def _up(
    cost: Counts, judged: Judgement, part: Places, low: Floats, criteria: Sequence[Criterion], decision: Decision
) -> Counts:
    """Count the fewest votes that pass units: all essential criteria at the cut, and enough points for certain."""
    applies, must = judged.applies[part], must_meet(criteria, decision)
    gains, spare = [], np.zeros(len(applies))
    forced: list[Mask | None] = []
    for place, criterion in enumerate(criteria):
        own, cut = applies[:, place], criterion.scale.position(decision.cut)
        forced.append(own & (judged.met[part, place] != MET) if must[place] else None)
        points, asked = points_of(criterion), _asked(criterion, decision)
        now = np.where(own, low[:, place] - asked, 0.0)
        spare += now
        usable = range(cut if must[place] else 0, len(points))
        gains.append([(cost[:, place, level], points[level] - asked - now) for level in usable])
    return _cheapest(gains, -spare, strictly=False, forced=forced)


def _cheapest(
    options: Sequence[Sequence[tuple[Counts, Floats]]],
    needed: Floats,
    *,
    strictly: bool,
    forced: Sequence[Mask | None] | None = None,
) -> Counts:
    """Find for each unit the cheapest choice, at most one option a criterion, that gains what is needed.

    A knapsack with choices (Kellerer, Pferschy & Pisinger 2004, chapter 11), solved exactly for all units at once: the
    most that can be gained for each number of votes, criterion by criterion. Where a criterion is `forced`, one of its
    options must be taken. Gains may be negative, as those of a forced change may.
    """
    worst = [max((int(cost[cost < NEVER].max(initial=0)) for cost, _ in own), default=0) for own in options]
    most = sum(worst)
    gained = np.full((len(needed), most + 1), -np.inf)
    gained[:, 0] = 0.0
    for place, own in enumerate(options):
        must = None if forced is None else forced[place]
        new = gained.copy() if must is None else np.where(must[:, None], -np.inf, gained)
        for cost, gain in own:
            for votes in np.unique(cost[cost < NEVER]).tolist():
                here = cost == votes
                if must is None and not votes and not gain[here].any():
                    # to stay is no option of its own
                    continue
                shifted = gained[here, : most + 1 - votes] + gain[here, None]
                new[here, votes:] = np.maximum(new[here, votes:], shifted)
        gained = new
    enough = gained > needed[:, None] if strictly else gained >= needed[:, None]
    return np.where(enough.any(axis=1), enough.argmax(axis=1), NEVER).astype(np.int64)
