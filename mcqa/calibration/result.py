"""What calibration gives: for each reviewer the figures, the verdict, and where they differ from the reference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from mcqa.agreement.estimate import ConfidenceInterval
from mcqa.calibration.figures import Figure, Figures
from mcqa.calibration.profiles import Profile
from mcqa.calibration.reference import Reference
from mcqa.calibration.verdict import Ruling
from mcqa.findings import Finding

# the sign of a difference in levels, which is not that of a severity
DIRECTION_IS = "the reviewer's level minus the reference's, in levels: below 0 the reviewer is stricter"


class Confusion(NamedTuple):
    """How often one level was given where the reference has another; both are ids of levels."""

    criterion: str
    reference: str
    given: str
    n: int


class CriterionFigures(NamedTuple):
    """The figures on one criterion; `labels` are the labels of its levels, lowest first."""

    criterion: str
    standard: str
    figures: Figures


@dataclass(frozen=True, kw_only=True)
class RaterResult:
    """One reviewer against the reference.

    `cannot_tell`, `not_applicable` and `missing` count answers that are no level where the reference has one; they are
    in none of the figures. `weight` is what the reviewer's vote counts in a weighted consensus, None without ratings.
    """

    rater: str
    group: str | None
    figures: Figures
    ruling: Ruling
    cannot_tell: int
    not_applicable: int
    missing: int
    weight: float | None
    criteria: tuple[CriterionFigures, ...] = ()
    confusions: tuple[Confusion, ...] = ()

    def to_json(self) -> dict[str, object]:
        """Give the contract's JSON object."""
        ruling = self.ruling
        found: dict[str, object] = {"rater": self.rater, "group": self.group}
        found |= figures_json(self.figures)
        found |= {
            "cannot_tell": self.cannot_tell,
            "not_applicable": self.not_applicable,
            "missing": self.missing,
            "pass": ruling.passed,
            "status": "undefined" if ruling.passed is None else "ok",
            "reason": ruling.reason,
            "bars": [{"figure": one.name, "bar": one.bar, "value": one.figure.value} for one in ruling.bars],
            "sure": ruling.sure,
            "more_cases": ruling.more_cases,
            "more_ratings": ruling.more_ratings,
            "more_reason": ruling.why_not,
            "weight": self.weight,
            "criteria": [
                {"criterion": one.criterion, "standard": one.standard, **figures_json(one.figures)}
                for one in self.criteria
            ],
            "confusions": [each._asdict() for each in self.confusions],
        }
        return found


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """All reviewers against the reference, and what was left out.

    `criteria` are the figures of each criterion over all reviewers who are judged. `left_out` are reviewers who made
    the reference themselves.
    """

    profile: Profile
    weights: str
    confidence: float
    reference: Reference
    raters: tuple[RaterResult, ...]
    criteria: tuple[CriterionFigures, ...]
    left_out: tuple[str, ...]
    n_without_reference: int
    n_at_undecided: int
    findings: tuple[Finding, ...]

    def to_json(self) -> dict[str, object]:
        """Give the contract's JSON object."""
        return {
            "profile": self.profile.name,
            "bars": self.profile.to_json(),
            "weights": self.weights,
            "confidence": self.confidence,
            "direction_is": DIRECTION_IS,
            "raters": [one.to_json() for one in self.raters],
            "criteria": [
                {"criterion": one.criterion, "standard": one.standard, **figures_json(one.figures)}
                for one in self.criteria
            ],
            "reference": {
                "raters": list(self.reference.raters),
                "units": len(self.reference.units),
                "cells": self.reference.n_cells,
                "undecided": self.reference.n_undecided,
            },
            "left_out": list(self.left_out),
            "ratings_without_reference": self.n_without_reference,
            "ratings_at_undecided": self.n_at_undecided,
        }


def figures_json(figures: Figures) -> dict[str, object]:
    """Give figures as JSON; an absent value or interval is null, and `reasons` says why."""
    direction = figures.direction
    named = {
        "exact": figures.exact,
        "adjacent": figures.adjacent,
        "kappa": figures.kappa,
        "direction": direction,
    }
    return {
        "n": figures.n,
        "n_units": figures.n_units,
        "exact": figures.exact.value,
        "exact_ci": _interval(figures.exact),
        "adjacent": figures.adjacent.value,
        "adjacent_ci": _interval(figures.adjacent),
        "kappa": figures.kappa.value,
        "ci": _interval(figures.kappa),
        "direction": direction.value,
        "direction_ci": _interval(direction),
        "stricter": stricter(direction),
        "reasons": {name: figure.reason for name, figure in named.items() if figure.reason is not None},
    }


def stricter(direction: Figure) -> str | None:
    """Say who is stricter, where the interval of the mean difference leaves one side only, or all units are on one."""
    if direction.ci is None:
        if not direction.one_sided or not direction.value:
            return None
        return "reviewer" if direction.value < 0 else "reference"
    if direction.ci.high < 0:
        return "reviewer"
    return "reference" if direction.ci.low > 0 else None


def _interval(figure: Figure) -> dict[str, object] | None:
    ci: ConfidenceInterval | None = figure.ci
    return None if ci is None else {"level": ci.level, "low": ci.low, "high": ci.high, "method": ci.method}
