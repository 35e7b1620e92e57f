"""What would settle an undecided criterion: more ratings, evidence that reviewers were not shown, or a decision."""

from __future__ import annotations

from functools import lru_cache

from mcqa.rubric.model import Criterion, Decision, Scale
from mcqa.scores.consensus import Panel, Undecided, consensus
from mcqa.scores.result import Need

MOST_RATINGS = 50


def need_of(criterion: Criterion, panel: Panel, why: Undecided, decision: Decision) -> Need:
    """Say what would settle an undecided criterion."""
    needs, evidence = "ratings", None
    match why:
        case Undecided.CANNOT_TELL:
            needs, evidence = "evidence", criterion.visible_in
        case Undecided.TIE:
            needs = "decision"
        case Undecided.NOT_ORDERED:
            needs = "rule"
    ratings = None if needs == "rule" else more_ratings(panel, criterion.scale, decision)
    return Need(criterion=criterion.id, because=why.value, needs=needs, evidence=evidence, ratings=ratings)


@lru_cache(maxsize=4096)
def more_ratings(panel: Panel, scale: Scale, decision: Decision) -> int | None:
    """Count the fewest further ratings after which there can be a consensus; None when there is no such number."""
    # fewer cannot be enough
    least = max(1, decision.min_ratings - panel.n, panel.cannot_tell - panel.n, panel.not_applicable - panel.n)
    for more in range(least, least + MOST_RATINGS):
        for level in range(len(scale.levels)):
            counts = tuple(count + more * (at == level) for at, count in enumerate(panel.counts))
            # a further reviewer weighs as much as one without a weight of their own: one vote
            weights = tuple(weight + more * (at == level) for at, weight in enumerate(panel.weights))
            if consensus(panel._replace(counts=counts, weights=weights), scale, decision).level is not None:
                return more
    return None
