"""How many single votes one criterion is from another level, or from the other side of the cut."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from itertools import combinations
from math import comb

import numpy as np

from mcqa.rubric.model import Decision, Scale
from mcqa.scores.arrays import Counts
from mcqa.scores.consensus import Panel, Undecided, consensus
from mcqa.scores.judgement import cut_of

UNHEARD = frozenset({Undecided.NO_RATINGS, Undecided.TOO_FEW_RATINGS, Undecided.CANNOT_TELL, Undecided.NOT_APPLICABLE})

# up to so many mixes of ratings every one is looked at: 88 raters on three levels, 15 on five
MOST_MIXES = 4000
# with so many more raters than needed, whether out of those who gave no level or new, is a level looked for
MORE = 3

Source = Callable[[Sequence[int], Collection[int]], int]


def votes_across(panel: Panel, scale: Scale, decision: Decision, *, lift: bool) -> int | None:
    """Count the fewest votes that bring a criterion to the cut or above (`lift`), or below it; None when none can.

    A vote is different when a reviewer gives another level, or a level instead of a non-score; where too few have
    answered, a further reviewer counts as one vote.
    """
    cut = cut_of(scale, decision)
    targets = [level for level in range(len(scale.levels)) if (level >= cut) is lift]
    return _fewest(panel, scale, decision, targets, targets)


def votes_to(panel: Panel, scale: Scale, decision: Decision, level: int) -> int | None:
    """Count the fewest votes after which the consensus is one level; None when no votes can make it so.

    Exact where the panel is not very large; there, the fewest votes that all go to one level.
    """
    found = _votes_to_each(panel, scale, decision)
    return _fewest(panel, scale, decision, [level], range(len(scale.levels))) if found is None else found[level]


@lru_cache(maxsize=4096)
def _votes_to_each(panel: Panel, scale: Scale, decision: Decision) -> tuple[int | None, ...] | None:
    """Count the fewest votes to every level, over all mixes of ratings that there are; None where these are too many.

    A single level may need votes on both sides of it: 2 2 has its mean at 1 when one of them becomes 0.
    """
    n_levels, counts = len(scale.levels), np.array(panel.counts)
    _, needed = _heard(panel, scale, 0, decision)
    most = max(needed, min(panel.cannot_tell + panel.not_applicable, needed + MORE))
    if comb(panel.n + most + n_levels - 1, n_levels - 1) > MOST_MIXES:
        return None
    fewest: list[int | None] = [None] * n_levels
    for more in range(needed, most + 1):
        if not _judged_with(panel, more, scale, decision):
            continue
        mixes, reached = _mixes(panel.n + more, scale, decision)
        votes = np.maximum(mixes - counts, 0).sum(axis=1)
        for level in range(n_levels):
            own = votes[reached == level].tolist()
            fewest[level] = min((one for one in (*own, fewest[level]) if one is not None), default=None)
    return tuple(fewest)


@lru_cache(maxsize=512)
def _mixes(n: int, scale: Scale, decision: Decision) -> tuple[Counts, Counts]:
    """Give all mixes of n ratings, (n_mixes, n_levels), and the consensus level of each, -1 for none."""
    n_levels = len(scale.levels)
    bars = np.array(list(combinations(range(n + n_levels - 1), n_levels - 1)), dtype=np.int64)
    edges = np.hstack([np.full((len(bars), 1), -1), bars, np.full((len(bars), 1), n + n_levels - 1)])
    mixes = np.diff(edges, axis=1) - 1
    levels = [consensus(Panel(tuple(mix)), scale, decision).level for mix in mixes.tolist()]
    return mixes, np.array([-1 if level is None else level for level in levels], dtype=np.int64)


def _judged_with(panel: Panel, more: int, scale: Scale, decision: Decision) -> bool:
    """Say whether so many further ratings, of those who gave no level first, are enough to judge from."""
    counts = (panel.counts[0] + more, *panel.counts[1:])
    ways = [
        panel._replace(counts=counts, cannot_tell=panel.cannot_tell - sure, not_applicable=panel.not_applicable - other)
        for sure in range(min(more, panel.cannot_tell) + 1)
        for other in range(min(more - sure, panel.not_applicable) + 1)
    ]
    return any(consensus(one, scale, decision).why not in UNHEARD for one in ways)


def _fewest(
    panel: Panel, scale: Scale, decision: Decision, targets: Collection[int], ends: Collection[int]
) -> int | None:
    """Count the fewest votes that bring the consensus among some levels when all of them go to one of the ends.

    To cross the cut no other votes are needed. Which to take first depends on the rule: those at an end of the scale
    move a median or a mean, those at the fullest level break a majority.
    """
    found = [
        _moved(heard, votes, scale, end, targets, source, decision)
        for end in ends
        for heard, votes in [_heard(panel, scale, end, decision)]
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
