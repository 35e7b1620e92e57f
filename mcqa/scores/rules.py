"""The decision rule: the criteria of a unit, each with its consensus, become a verdict."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from mcqa.rubric.model import Criterion, Decision
from mcqa.scores.consensus import Consensus, Panel, Undecided, consensus
from mcqa.scores.result import Verdict


class Judged(NamedTuple):
    """One criterion of one unit as the rule sees it: `met` is None when undecided; what does not apply drops out."""

    criterion: Criterion
    panel: Panel
    consensus: Consensus
    met: bool | None
    applies: bool


class Outcome(NamedTuple):
    """What the rule says: the verdict, the criteria in its way, and the shares of points certain and within reach."""

    verdict: Verdict
    blocking: tuple[str, ...]
    share: float | None = None
    share_possible: float | None = None


def judge(criterion: Criterion, panel: Panel, decision: Decision) -> Judged:
    """Find the consensus of one criterion and hold it against the cut."""
    reached = consensus(panel, criterion.scale, decision)
    met = None if reached.level is None else reached.level >= criterion.scale.position(decision.cut)
    applies = reached.why is not Undecided.NOT_APPLICABLE
    return Judged(criterion=criterion, panel=panel, consensus=reached, met=met, applies=applies)


def decide(judged: Sequence[Judged], decision: Decision) -> Outcome:
    """Apply the rule of the rubric to the criteria of one unit.

    Conjunctive: one criterion below the cut and the unit has not met; else one undecided and it is undecided.
    Compensatory: every essential criterion at the cut and at least `pass_share` of the points; undecided only while
    the undecided criteria could still change the verdict.
    """
    applying = [one for one in judged if one.applies]
    if not applying:
        return Outcome(verdict=Verdict.UNDECIDED, blocking=())
    if decision.rule == "conjunctive":
        return _conjunctive(applying)
    return _compensatory(applying, decision.pass_share or 0.0)


def _conjunctive(judged: Sequence[Judged]) -> Outcome:
    blocking = tuple(one.criterion.id for one in judged if one.met is False)
    if blocking:
        return Outcome(verdict=Verdict.NOT_MET, blocking=blocking)
    undecided = any(one.met is None for one in judged)
    return Outcome(verdict=Verdict.UNDECIDED if undecided else Verdict.MET, blocking=())


def _compensatory(judged: Sequence[Judged], pass_share: float) -> Outcome:
    available = sum(one.criterion.weight * _top(one.criterion) for one in judged)
    certain = sum(one.criterion.weight * _points(one, min) for one in judged)
    reachable = sum(one.criterion.weight * _points(one, max) for one in judged)
    low = certain / available if available else 0.0
    high = reachable / available if available else 0.0
    essential = [one for one in judged if one.criterion.essential]
    failed = tuple(one.criterion.id for one in essential if one.met is False)
    # shares are sums of floating-point products: what equals the bar on paper must not fail by the last digit
    bar = pass_share - 1e-12
    if failed or high < bar:
        short = () if high >= bar else _short(judged)
        blocking = tuple(dict.fromkeys((*failed, *short)))
        return Outcome(verdict=Verdict.NOT_MET, blocking=blocking, share=low, share_possible=high)
    settled = low >= bar and all(one.met for one in essential)
    verdict = Verdict.MET if settled else Verdict.UNDECIDED
    return Outcome(verdict=verdict, blocking=(), share=low, share_possible=high)


def _short(judged: Sequence[Judged]) -> tuple[str, ...]:
    """Name the criteria that cost the points: those below the cut; where none is, all that are not at the top."""
    below = tuple(one.criterion.id for one in judged if one.met is False)
    return below or tuple(one.criterion.id for one in judged if _points(one, max) < _top(one.criterion))


def _points(one: Judged, undecided: Callable[[list[float]], float]) -> float:
    """Points of the consensus level: its score, or on a scale without scores its position; worst or best if open."""
    level = one.consensus.level
    points = _scored(one.criterion)
    return undecided(points) if level is None else points[level]


def _top(criterion: Criterion) -> float:
    return max(_scored(criterion))


def _scored(criterion: Criterion) -> list[float]:
    scores = [level.score for level in criterion.scale.levels]
    return [float(position) if score is None else score for position, score in enumerate(scores)]
