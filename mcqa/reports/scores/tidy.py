"""Scores as one tidy table: a row for each micro-credential and component, made when it is written."""

from __future__ import annotations

from mcqa.reports.document import Cell, Table, tidy
from mcqa.scores.rules import VERDICTS
from mcqa.scores.scored import Listed, Scores
from mcqa.scores.splits import REASONS
from mcqa.scores.written import CellKinds

NAMES = (
    "unit",
    "verdict",
    "standard",
    "criterion",
    "consensus",
    "met",
    "n_ratings",
    "counts",
    "cannot_tell",
    "not_applicable",
    "split",
    "split_reason",
    "undecided_because",
    "adjudicated",
    "flip_probability",
)


def tidy_scores(scores: Scores) -> Table:
    """Give the table behind the CSV output."""
    n_criteria = len(scores.cells.criteria)
    found = scores.split_cells
    reasons = dict(
        zip(
            (found.unit * n_criteria + found.criterion).tolist(),
            (REASONS[code] for code in found.reason.tolist()),
            strict=True,
        )
    )

    def cell(unit: int, criterion: int) -> tuple[Cell, ...]:
        one = scores.criterion(unit, criterion)
        return (
            scores.cells.criteria[criterion].standard,
            one.criterion,
            one.consensus,
            one.met,
            one.n_ratings,
            " ".join(f"{level}:{count}" for level, count in one.counts.items()),
            one.non_scores["cannot_tell"],
            one.non_scores["not_applicable"],
            one.split,
            reasons.get(unit * n_criteria + criterion),
            one.undecided_because,
            one.adjudicated,
        )

    kinds = CellKinds(scores)
    cells = kinds.each(cell)
    codes = kinds.codes.ravel()
    verdicts = [VERDICTS[code].value for code in scores.outcome.verdict.tolist()]

    def row(place: int) -> tuple[Cell, ...]:
        unit = place // n_criteria
        return (scores.cells.units[unit], verdicts[unit], *cells[codes[place]], scores.flip(unit))

    return tidy("scores", NAMES, Listed(len(scores.units) * n_criteria, row))
