"""What scoring gives, one unit at a time: a verdict with everything it rests on."""

from __future__ import annotations

from typing import NamedTuple

from mcqa.scores.rules import Verdict

__all__ = ["CriterionScore", "Need", "Split", "StandardScore", "UnitScore", "Verdict", "Vote"]


class CriterionScore(NamedTuple):
    """One criterion of one unit: the consensus level, whether it reaches the cut, and the votes behind it.

    Where somebody decided the cell, `consensus` and `met` are theirs, and `adjudicated` is true.
    """

    criterion: str
    consensus: str | None
    met: bool | None
    n_ratings: int
    counts: dict[str, int]
    non_scores: dict[str, int]
    split: bool
    tied: bool
    undecided_because: str | None
    adjudicated: bool = False


class StandardScore(NamedTuple):
    """One standard of one unit."""

    standard: str
    verdict: Verdict
    met: int
    components: int


class Need(NamedTuple):
    """What would settle one undecided criterion.

    `needs` is `ratings` (so many more of them at least), `evidence` (which `evidence` has to show it, to so many
    reviewers), `decision` (a tie that somebody has to break, or one more rating) or `rule` (the consensus asked for
    does not fit the scale).
    """

    criterion: str
    because: str
    needs: str
    evidence: str | None
    ratings: int | None


class UnitScore(NamedTuple):
    """One unit: its verdict, the criteria that stand in the way, and how many votes the verdict is from flipping.

    `core` is the verdict by the rubric that an overlay extends, None without an overlay. `margin` counts votes and
    `margin_components` criteria.
    """

    unit: str
    verdict: Verdict
    core: Verdict | None
    blocking: tuple[str, ...]
    undecided: tuple[str, ...]
    settle: tuple[Need, ...]
    margin: int | None
    margin_components: int | None
    share: float | None
    share_possible: float | None
    standards: tuple[StandardScore, ...]
    criteria: tuple[CriterionScore, ...]


class Vote(NamedTuple):
    """What one reviewer said in a split cell."""

    rater: str
    level: str
    comment: str


class Split(NamedTuple):
    """A cell where reviewers split, with their ratings and comments, and why it counts as split."""

    unit: str
    criterion: str
    ratings: tuple[Vote, ...]
    reason: str
    text: str
    decisive: bool
