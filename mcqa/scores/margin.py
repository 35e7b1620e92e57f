"""How far a verdict is from flipping: the fewest single votes that would have to be different."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import lru_cache

from mcqa.rubric.model import Decision, Scale
from mcqa.scores.consensus import Panel, Undecided, consensus
from mcqa.scores.result import Verdict
from mcqa.scores.rules import Judged

UNHEARD = frozenset({Undecided.NO_RATINGS, Undecided.TOO_FEW_RATINGS, Undecided.CANNOT_TELL, Undecided.NOT_APPLICABLE})

Source = Callable[[Sequence[int], Collection[int]], int]


def margin(judged: Sequence[Judged], verdict: Verdict, decision: Decision) -> int | None:
    """Count the votes from flipping under a conjunctive rule.

    A met unit falls with its weakest criterion: the fewest votes that take any one below the cut, one that dropped out
    as not applicable included. A unit that has not
    met needs every criterion in its way lifted: the votes add up. A vote is different when a reviewer gives another
    level, or a level instead of a non-score; where too few have answered, a further reviewer counts as one vote.
    None for an undecided verdict, for another rule, and where no votes could flip it.
    """
    if verdict is Verdict.UNDECIDED or decision.rule != "conjunctive":
        return None
    applying = [one for one in judged if one.applies]
    if verdict is Verdict.MET:
        found = [_votes(one, decision, lift=False) for one in judged]
        return min((votes for votes in found if votes is not None), default=None)
    total = 0
    for one in applying:
        votes = 0 if one.met else _votes(one, decision, lift=True)
        if votes is None:
            return None
        total += votes
    return total


def _votes(one: Judged, decision: Decision, *, lift: bool) -> int | None:
    return _fewest(one.panel, one.criterion.scale, decision, lift)


@lru_cache(maxsize=4096)
def _fewest(panel: Panel, scale: Scale, decision: Decision, lift: bool) -> int | None:
    """Count the fewest votes that bring a criterion to the other side of the cut; None when none can.

    It is enough to move votes to one level. Which votes to take first depends on the rule: those at an end of the
    scale move a median or a mean, those at the fullest level break a majority.
    """
    cut = scale.position(decision.cut)
    targets = [level for level in range(len(scale.levels)) if (level >= cut) is lift]
    found = [
        _moved(heard, votes, scale, target, targets, source, decision)
        for target in targets
        for heard, votes in [_heard(panel, scale, target, decision)]
        for source in SOURCES
    ]
    return min((votes for votes in found if votes is not None), default=None)


def _moved(
    panel: Panel,
    votes: int,
    scale: Scale,
    target: int,
    targets: Collection[int],
    source: Source,
    decision: Decision,
) -> int | None:
    """Move one vote after the other to a level until the criterion changes sides."""
    while True:
        reached = consensus(panel, scale, decision)
        if reached.level is not None and reached.level in targets:
            return votes
        counts = list(panel.counts)
        counts[target] = 0
        if not any(counts):
            return None
        chosen = source(counts, targets)
        counts[chosen] -= 1
        counts[target] = panel.counts[target] + 1
        panel = panel._replace(counts=tuple(counts))
        votes += 1


def _heard(panel: Panel, scale: Scale, target: int, decision: Decision) -> tuple[Panel, int]:
    """Let non-scores become ratings, and then further reviewers rate, until there are enough ratings to judge from."""
    votes = 0
    while consensus(panel, scale, decision).why in UNHEARD:
        counts = list(panel.counts)
        counts[target] += 1
        if panel.cannot_tell >= max(panel.not_applicable, 1):
            panel = panel._replace(counts=tuple(counts), cannot_tell=panel.cannot_tell - 1)
        elif panel.not_applicable:
            panel = panel._replace(counts=tuple(counts), not_applicable=panel.not_applicable - 1)
        else:
            panel = panel._replace(counts=tuple(counts))
        votes += 1
    return panel, votes


def _lowest(counts: Sequence[int], _: Collection[int]) -> int:
    return next(level for level, count in enumerate(counts) if count)


def _highest(counts: Sequence[int], _: Collection[int]) -> int:
    return max(level for level, count in enumerate(counts) if count)


def _fullest(counts: Sequence[int], _: Collection[int]) -> int:
    return max(range(len(counts)), key=counts.__getitem__)


def _fullest_across(counts: Sequence[int], targets: Collection[int]) -> int:
    """Give the level with the most votes on the side to be left, or of all levels when that side is empty."""
    return max(range(len(counts)), key=lambda level: (level not in targets and counts[level] > 0, counts[level]))


SOURCES: tuple[Source, ...] = (_lowest, _highest, _fullest, _fullest_across)
