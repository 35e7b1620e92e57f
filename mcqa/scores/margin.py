"""How many single votes one criterion is from another level, or from the other side of the cut."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from mcqa.rubric.model import Decision, Scale
from mcqa.scores.consensus import Panel, Undecided, consensus
from mcqa.scores.judgement import cut_of

UNHEARD = frozenset({Undecided.NO_RATINGS, Undecided.TOO_FEW_RATINGS, Undecided.CANNOT_TELL, Undecided.NOT_APPLICABLE})

Source = Callable[[Sequence[int], Collection[int]], int]


def votes_across(panel: Panel, scale: Scale, decision: Decision, *, lift: bool) -> int | None:
    """Count the fewest votes that bring a criterion to the cut or above (`lift`), or below it; None when none can.

    A vote is different when a reviewer gives another level, or a level instead of a non-score; where too few have
    answered, a further reviewer counts as one vote.
    """
    cut = cut_of(scale, decision)
    return _fewest(panel, scale, decision, [level for level in range(len(scale.levels)) if (level >= cut) is lift])


def votes_to(panel: Panel, scale: Scale, decision: Decision, level: int) -> int | None:
    """Count the fewest votes after which the consensus is one level; None when no votes can make it so."""
    return _fewest(panel, scale, decision, [level])


def _fewest(panel: Panel, scale: Scale, decision: Decision, targets: Collection[int]) -> int | None:
    """Count the fewest votes that bring the consensus among some levels.

    It is enough to move votes to one level. Which votes to take first depends on the rule: those at an end of the
    scale move a median or a mean, those at the fullest level break a majority.
    """
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
