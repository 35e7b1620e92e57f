"""What a criterion asks for at the cut: what stands in the way is told with what would take it away."""

from __future__ import annotations

from typing import NamedTuple

from mcqa.rubric.model import Criterion, Decision
from mcqa.scores.judgement import cut_of


class Asks(NamedTuple):
    """The level of a criterion that counts as met, and what the rubric says of it; None where it says nothing."""

    criterion: str
    title: str
    level: str
    label: str
    asks: str | None


def asks_of(criterion: Criterion, decision: Decision) -> Asks:
    """Give what a criterion asks for at the cut."""
    level = criterion.scale.levels[cut_of(criterion.scale, decision)]
    said = " ".join(criterion.descriptors.get(level.id, "").split())
    return Asks(criterion.id, criterion.title, level.id, level.label, said or None)
