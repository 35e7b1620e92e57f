"""Plants in the behaviour of people and the wording of the rubric: what a right analysis should find and remedy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mcqa.errors import UsageError
from mcqa.ratings.table import Status
from mcqa.simulation.design import PANEL
from mcqa.simulation.lookup import known
from mcqa.simulation.pilot import ExpectedFinding, ExpectedRecommendation, Plant

if TYPE_CHECKING:
    from mcqa.rubric.model import Criterion
    from mcqa.simulation.draft import Draft
    from mcqa.simulation.streams import Stream

HARSH_SHARE = 0.6
HIDDEN_SHARE = 0.75


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    """What a plant may be put on: not what another plant is on, nor by chance what one of the options names.

    `stream` draws the target; it does not depend on the round, so that the same thing is wrong in every round.
    """

    named: frozenset[str]
    taken: set[str]
    stream: Stream

    def free(self, name: str) -> bool:
        """Whether a target may be drawn."""
        return name not in self.taken and name not in self.named


Behaviour = Callable[["Draft", "Targets", str, "Stream"], Plant]


def vague_level(draft: Draft, targets: Targets, argument: str, stream: Stream) -> Plant:
    """Make everybody toss a coin between the two neighbouring levels where most units truly are."""
    index = _criterion(draft, targets, argument, n_levels=2)
    criterion, true = draft.rubric.criteria[index], draft.true[draft.review_unit, index]
    pairs = range(draft.top(index))
    lower = max(pairs, key=lambda low: (int(np.isin(true, (low, low + 1)).sum()), low))
    heads = stream.uniform(len(true)) < 1 / 2
    inside = np.isin(true, (lower, lower + 1))
    draft.level[:, index] = np.where(inside, lower + heads, draft.level[:, index])
    below, above = criterion.scale.levels[lower], criterion.scale.levels[lower + 1]
    draft.phrases[index] = (
        f'I cannot see where "{below.label}" ends and "{above.label}" begins.',
        f'Wavered between "{below.label}" and "{above.label}".',
        "The wording fits two levels.",
    )
    return Plant(
        fault="vague-level",
        argument=criterion.id,
        summary=f'Reviewers cannot tell "{below.label}" from "{above.label}" of component {criterion.id}.',
        expected=(_blames_rubric(criterion, "clarify_wording", below.id, above.id),),
    )


def double_demand(draft: Draft, targets: Targets, argument: str, stream: Stream) -> Plant:
    """Split the raters of each unit in halves: one sees the demand that is met, the other the one that is not."""
    index = _criterion(draft, targets, argument, n_levels=3, ordered=True)
    criterion, top = draft.rubric.criteria[index], draft.top(index)
    for unit in range(len(draft.units)):
        rows = np.flatnonzero(draft.review_unit == unit)
        shuffled = rows[stream.order(len(rows))]
        smaller = len(rows) // 2
        first, second = (0, top) if stream.pick((True, False)) else (top, 0)
        draft.level[shuffled[:smaller], index] = first
        draft.level[shuffled[smaller:], index] = second
    draft.phrases[index] = (
        "Two things are asked here; one is there, the other is not.",
        "I judged this by its first half.",
        "Depends on which part counts.",
    )
    lowest, highest = criterion.scale.levels[0], criterion.scale.levels[top]
    return Plant(
        fault="double-demand",
        argument=criterion.id,
        summary=f'Component {criterion.id} asks two things: reviewers split, "{lowest.label}" or "{highest.label}".',
        expected=(_blames_rubric(criterion, "split_criterion", lowest.id, highest.id),),
    )


def harsh_rater(draft: Draft, targets: Targets, argument: str, stream: Stream) -> Plant:
    """Let one rater report one level lower in most cells of every ordered criterion."""
    rater = _rater(draft, targets, argument)
    rows = np.flatnonzero(draft.review_rater == rater)
    ordered = np.array([criterion.scale.ordered for criterion in draft.rubric.criteria])
    if not ordered.any():
        raise UsageError("harsh-rater needs an ordered scale: on a nominal one no level is lower")
    level = draft.level[rows]
    falls = (stream.uniform(*level.shape) < HARSH_SHARE) & (level > 0) & ordered
    draft.level[rows] = level - falls
    name = draft.raters[rater]
    return Plant(
        fault="harsh-rater",
        argument=name,
        summary=f"Reviewer {name} rates one level too low in {HARSH_SHARE:.0%} of the cells, in every component.",
        expected=(ExpectedRecommendation(criterion=None, action="retrain_raters", cause="rater", raters=(name,)),),
    )


def group_reads_differently(draft: Draft, targets: Targets, argument: str, _stream: Stream) -> Plant:
    """Let one group read one criterion one level lower."""
    group, _, wanted = argument.partition(":")
    present = [draft.groups[rater] for rater in draft.review_rater.tolist()]
    # the group with the most ratings shows it best: with an advisor panel that is the panel
    group = group or max(dict.fromkeys(present), key=present.count)
    known(group, tuple(dict.fromkeys(present)), "reviewer group")
    index = _criterion(draft, targets, wanted, n_levels=2, ordered=True)
    rows = np.array([name == group for name in present])
    draft.level[rows, index] = np.maximum(draft.level[rows, index] - 1, 0)
    criterion = draft.rubric.criteria[index]
    answer = ExpectedRecommendation(criterion=criterion.id, action="retrain_raters", cause="group", groups=(group,))
    return Plant(
        fault="group-reads-differently",
        argument=f"{group}:{criterion.id}",
        summary=f"The group {group} reads component {criterion.id} one level lower than the others.",
        expected=(answer,),
    )


def hidden_evidence(draft: Draft, targets: Targets, argument: str, stream: Stream) -> Plant:
    """Let most raters say of one criterion that they cannot tell."""
    index = _criterion(draft, targets, argument)
    criterion = draft.rubric.criteria[index]
    if "cannot_tell" not in criterion.scale.non_scores:
        raise UsageError(
            f"hidden-evidence: the scale of component {criterion.id} has no cannot_tell",
            hint="declare it in the rubric, under scale: non_scores: [cannot_tell]",
        )
    hidden = stream.uniform(len(draft.review_unit)) < HIDDEN_SHARE
    draft.status[:, index] = np.where(hidden, Status.CANNOT_TELL, draft.status[:, index])
    answer = ExpectedRecommendation(criterion=criterion.id, action="supply_evidence", cause="evidence")
    return Plant(
        fault="hidden-evidence",
        argument=criterion.id,
        summary=f"Most reviewers cannot tell component {criterion.id}: the packet does not show it.",
        expected=(answer,),
    )


def all_met(draft: Draft, targets: Targets, argument: str, _stream: Stream) -> Plant:
    """Put every unit, truly and in every rating, at the top level of one criterion."""
    index = _criterion(draft, targets, argument, n_levels=2)
    draft.true[:, index] = draft.top(index)
    draft.level[:, index] = draft.top(index)
    criterion = draft.rubric.criteria[index]
    answer = ExpectedRecommendation(criterion=criterion.id, action="widen_sample", cause="sample")
    return Plant(
        fault="all-met",
        argument=criterion.id,
        summary=f'Every rating of component {criterion.id} is "{criterion.scale.levels[-1].label}": nothing varies.',
        expected=(answer,),
    )


def unused_level(draft: Draft, targets: Targets, argument: str, stream: Stream) -> Plant:
    """Let nobody use one level: its ratings move to a neighbouring level by the toss of a coin."""
    middle = [level.id for level in draft.rubric.scale.levels[1:-1]]
    everywhere = tuple(dict.fromkeys(i for criterion in draft.rubric.criteria for i in criterion.scale.level_ids))
    if not argument and not middle:
        raise UsageError("unused-level: the scale has no level between its lowest and its highest", hint="name a level")
    level_id = known(argument, everywhere, "level") if argument else targets.stream.pick(middle)
    upward = stream.uniform(*draft.level.shape) < 1 / 2
    for index, criterion in enumerate(draft.rubric.criteria):
        top = draft.top(index)
        if level_id not in criterion.scale.level_ids or top == 0:
            continue
        place = criterion.scale.position(level_id)
        to_higher = (upward[:, index] | (place == 0)) & (place < top)
        moved = np.where(to_higher, place + 1, place - 1)
        draft.level[:, index] = np.where(draft.level[:, index] == place, moved, draft.level[:, index])
    return Plant(
        fault="unused-level",
        argument=level_id,
        summary=f'No reviewer uses the level "{level_id}" in any component.',
        expected=(ExpectedFinding(code="R108", name="unused-level", subject=level_id),),
    )


def straight_liner(draft: Draft, targets: Targets, argument: str, _stream: Stream) -> Plant:
    """Let one rater give the highest level everywhere, without a blank or a comment."""
    rater = _rater(draft, targets, argument)
    rows = draft.review_rater == rater
    draft.level[rows] = [draft.top(index) for index in range(len(draft.rubric.criteria))]
    draft.status[rows] = Status.RATED
    draft.silent.add(rater)
    name = draft.raters[rater]
    finding = ExpectedFinding(code="R105", name="straight-lining", file=f"{name}.xlsx", subject=name)
    return Plant(
        fault="straight-liner",
        argument=name,
        summary=f"Reviewer {name} gives the highest level to every component of every micro-credential.",
        expected=(finding,),
    )


# in this order they are planted, whatever the order of the options: the later ones act on every criterion
BEHAVIOURS: dict[str, Behaviour] = {
    "vague-level": vague_level,
    "double-demand": double_demand,
    "group-reads-differently": group_reads_differently,
    "hidden-evidence": hidden_evidence,
    "all-met": all_met,
    "harsh-rater": harsh_rater,
    "unused-level": unused_level,
    "straight-liner": straight_liner,
}


def _blames_rubric(criterion: Criterion, action: str, *levels: str) -> ExpectedRecommendation:
    return ExpectedRecommendation(criterion=criterion.id, action=action, cause="rubric", levels=levels)


def _criterion(draft: Draft, targets: Targets, argument: str, *, n_levels: int = 1, ordered: bool = False) -> int:
    """Give the position of the criterion to plant on: the named one, or any free one whose scale allows it."""
    criteria = draft.rubric.criteria
    fitting = [
        item.id for item in criteria if len(item.scale.levels) >= n_levels and (item.scale.ordered or not ordered)
    ]
    if argument:
        known(argument, tuple(item.id for item in criteria), "component")
        if argument not in fitting:
            kind = "ordered levels" if ordered else "levels"
            raise UsageError(f"component {argument} cannot take this plant: it needs {n_levels} or more {kind}")
        if argument in targets.taken:
            raise UsageError(f"component {argument} has a plant already", hint="plant each on a component of its own")
    free = [item for item in fitting if targets.free(item)]
    if not argument and not free:
        raise UsageError("no component is left that this plant fits", hint="plant fewer faults on components")
    chosen = argument or targets.stream.pick(free)
    targets.taken.add(chosen)
    return [item.id for item in criteria].index(chosen)


def _rater(draft: Draft, targets: Targets, argument: str) -> int:
    """Give the position of the rater to plant on: the named one, or a free one with the most units off the panel."""
    at_work = dict.fromkeys(draft.raters[rater] for rater in sorted(draft.review_rater.tolist()))
    if argument:
        known(argument, tuple(at_work), "reviewer")
        if argument in targets.taken:
            raise UsageError(f"reviewer {argument} has a plant already", hint="plant each on a reviewer of their own")
    free = [name for name in at_work if targets.free(name)] if not argument else [argument]
    if not free:
        raise UsageError("no reviewer is left for another plant")
    load = np.bincount(draft.review_rater, minlength=len(draft.raters))
    plain = [name for name in free if draft.groups[draft.raters.index(name)] != PANEL] or free
    most = max(load[draft.raters.index(name)] for name in plain)
    chosen = argument or targets.stream.pick([name for name in plain if load[draft.raters.index(name)] == most])
    targets.taken.add(chosen)
    return draft.raters.index(chosen)
