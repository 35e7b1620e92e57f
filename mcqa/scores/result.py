"""What scoring gives: a verdict for each unit, with everything it rests on."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Verdict(StrEnum):
    """What a unit, or a standard of it, earned."""

    MET = "met"
    NOT_MET = "not_met"
    UNDECIDED = "undecided"


class CriterionScore(NamedTuple):
    """One criterion of one unit: the consensus level, whether it reaches the cut, and the votes behind it."""

    criterion: str
    consensus: str | None
    met: bool | None
    n_ratings: int
    counts: dict[str, int]
    non_scores: dict[str, int]
    split: bool
    tied: bool
    undecided_because: str | None


class StandardScore(NamedTuple):
    """One standard of one unit."""

    standard: str
    verdict: Verdict
    met: int
    components: int


class UnitScore(NamedTuple):
    """One unit: its verdict, the criteria that stand in the way, and how many votes the verdict is from flipping."""

    unit: str
    verdict: Verdict
    blocking: tuple[str, ...]
    undecided: tuple[str, ...]
    margin: int | None
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


class Scores(NamedTuple):
    """The scores of all units, and the splits, most consequential first."""

    units: tuple[UnitScore, ...]
    splits: tuple[Split, ...]

    def to_json(self) -> dict[str, object]:
        """Give the contract's JSON object."""
        return {
            "units": [_unit(unit) for unit in self.units],
            "splits": [
                {
                    "unit": split.unit,
                    "criterion": split.criterion,
                    "ratings": [
                        {"rater": vote.rater, "level": vote.level, "comment": vote.comment or None}
                        for vote in split.ratings
                    ],
                    "reason": split.reason,
                    "text": split.text,
                    "decisive": split.decisive,
                }
                for split in self.splits
            ],
        }


def _unit(unit: UnitScore) -> dict[str, object]:
    return {
        "unit": unit.unit,
        "verdict": unit.verdict.value,
        "blocking": list(unit.blocking),
        "undecided": list(unit.undecided),
        "margin": unit.margin,
        "margin_reason": _no_margin(unit),
        "flip_probability": None,
        "flip_probability_reason": "not_computed",
        "share": unit.share,
        "share_possible": unit.share_possible,
        "standards": [
            {
                "standard": standard.standard,
                "verdict": standard.verdict.value,
                "met": standard.met,
                "components": standard.components,
            }
            for standard in unit.standards
        ],
        "criteria": [
            {
                "criterion": score.criterion,
                "consensus": score.consensus,
                "met": score.met,
                "n_ratings": score.n_ratings,
                "counts": score.counts,
                "non_scores": score.non_scores,
                "split": score.split,
                "tied": score.tied,
                "undecided_because": score.undecided_because,
            }
            for score in unit.criteria
        ],
    }


def _no_margin(unit: UnitScore) -> str | None:
    """Say why there is no margin."""
    if unit.margin is not None:
        return None
    if unit.verdict is Verdict.UNDECIDED:
        return "undecided"
    return "cannot_flip" if unit.share is None else "compensatory_rule"
