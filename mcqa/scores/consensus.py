"""The ratings of several reviewers become one level of a criterion, or stay undecided for a stated reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import NamedTuple

from mcqa.rubric.model import Decision, Scale

NEEDS_ORDER = frozenset({"median", "mean", "most_lenient", "strictest"})
ALIKE = 1e-9


class Undecided(StrEnum):
    """Why a criterion has no consensus level."""

    NO_RATINGS = "no_ratings"
    TOO_FEW_RATINGS = "too_few_ratings"
    CANNOT_TELL = "cannot_tell"
    TIE = "tie"
    NOT_APPLICABLE = "not_applicable"
    NOT_ORDERED = "not_ordered"
    NO_WEIGHT = "no_weight"


class Consensus(NamedTuple):
    """The level that a panel gives a criterion (its position), or why there is none; `tied` when a tie was broken."""

    level: int | None
    why: Undecided | None = None
    tied: bool = False


class Panel(NamedTuple):
    """What a panel said of one criterion of one unit: ratings at each level, lowest first, and the non-scores.

    `weights` are the summed weights of the raters at each level; empty where all count alike.
    """

    counts: tuple[int, ...]
    cannot_tell: int = 0
    not_applicable: int = 0
    weights: tuple[float, ...] = ()

    @property
    def n(self) -> int:
        """The number of ratings."""
        return sum(self.counts)


def consensus(panel: Panel, scale: Scale, decision: Decision) -> Consensus:
    """Reduce what a panel said to one level.

    A criterion is undecided when more reviewers could not tell than rated it, when fewer than `min_ratings` rated it,
    or when there is no winner and the rubric declares no rule for ties. It does not apply when more reviewers said so
    than rated it, and together they are at least `min_ratings`.
    For the consensus `weighted` the level with most weight behind it wins, and what only raters without weight rated
    stays undecided.
    A higher rating never lowers a median, a mean, the most lenient or the strictest level, nor a unanimous level whose
    ties go lower or higher. It can lower a majority on three levels or more: of 0 0 1 1 1 most say 1, of 0 0 1 1 2 as
    many say 0.
    """
    why = _too_little(panel, decision)
    if why is None and decision.consensus in NEEDS_ORDER and not scale.ordered:
        why = Undecided.NOT_ORDERED
    votes = _votes(panel, decision)
    if why is None and not any(vote > 0 for vote in votes):
        why = Undecided.NO_WEIGHT
    if why is not None:
        return Consensus(level=None, why=why)
    candidates = _CANDIDATES[decision.consensus](votes, scale)
    if len(candidates) == 1:
        return Consensus(level=candidates[0])
    if decision.ties == "undecided" or not scale.ordered:
        return Consensus(level=None, why=Undecided.TIE, tied=True)
    return Consensus(level=candidates[0 if decision.ties == "lower" else -1], tied=True)


def _votes(panel: Panel, decision: Decision) -> Sequence[float]:
    """Give what the votes at each level count for: one each, or the weights of those who gave them."""
    return panel.weights if decision.consensus == "weighted" and panel.weights else panel.counts


def _too_little(panel: Panel, decision: Decision) -> Undecided | None:
    answered = panel.n + panel.not_applicable
    if (
        panel.not_applicable > panel.n
        and panel.not_applicable >= panel.cannot_tell
        and answered >= decision.min_ratings
    ):
        return Undecided.NOT_APPLICABLE
    if panel.cannot_tell > panel.n:
        return Undecided.CANNOT_TELL
    if panel.n == 0:
        return Undecided.NO_RATINGS
    return Undecided.TOO_FEW_RATINGS if panel.n < decision.min_ratings else None


def _majority(counts: Sequence[float], _: Scale) -> tuple[int, ...]:
    """Give the level chosen most often, or by those of most weight, or the levels that share that place."""
    most = max(counts)
    # sums of weights in another order differ in the last digit
    return tuple(level for level, count in enumerate(counts) if most - count <= ALIKE * max(1.0, most))


def _median(counts: Sequence[float], _: Scale) -> tuple[int, ...]:
    """Give the middle level; with an even number of ratings the lower and the upper middle, which may be the same."""
    ranked = [level for level, count in enumerate(counts) for _ in range(int(count))]
    return tuple(sorted({ranked[(len(ranked) - 1) // 2], ranked[len(ranked) // 2]}))


def _mean(counts: Sequence[float], scale: Scale) -> tuple[int, ...]:
    """Give the level whose score is nearest to the mean score; two levels when it lies halfway between them."""
    scores = [0.0 if level.score is None else level.score for level in scale.levels]
    n = sum(counts)
    total = sum(count * score for count, score in zip(counts, scores, strict=True))
    gaps = [abs(total - n * score) for score in scores]
    nearest = min(gaps)
    return tuple(level for level, gap in enumerate(gaps) if gap - nearest <= ALIKE * max(1.0, abs(total)))


def _unanimous(counts: Sequence[float], _: Scale) -> tuple[int, ...]:
    """Give the level that all chose, or every level that somebody chose."""
    return tuple(level for level, count in enumerate(counts) if count)


def _most_lenient(counts: Sequence[float], _: Scale) -> tuple[int, ...]:
    """Give the highest level that anybody chose."""
    return (max(level for level, count in enumerate(counts) if count),)


def _strictest(counts: Sequence[float], _: Scale) -> tuple[int, ...]:
    """Give the lowest level that anybody chose."""
    return (next(level for level, count in enumerate(counts) if count),)


_CANDIDATES: dict[str, Callable[[Sequence[float], Scale], tuple[int, ...]]] = {
    "majority": _majority,
    "median": _median,
    "mean": _mean,
    "unanimous": _unanimous,
    "most_lenient": _most_lenient,
    "strictest": _strictest,
    "weighted": _majority,
}
