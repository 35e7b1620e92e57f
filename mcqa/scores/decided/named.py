"""Cells of the scores, found by the names that people write."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mcqa.findings import Finding
from mcqa.ratings.kinds import UNKNOWN_DECISION_CELL
from mcqa.rubric.bounds import Guesses
from mcqa.scoresheets.grid import text_of
from mcqa.scoresheets.lists.decisions import CellDecision
from mcqa.scoresheets.words.headers import CriterionIndex
from mcqa.scoresheets.words.spelling import KEPT, short, spelled

if TYPE_CHECKING:
    from mcqa.scores.scored import Scores


class Place(NamedTuple):
    """A cell of the scores: the positions of its unit and of its criterion."""

    unit: int
    criterion: int


class CellFinder:
    """Finds the cells of scores by what people write: ids of units and of criteria, case and space aside."""

    def __init__(self, scores: Scores) -> None:
        """Index the units and the criteria."""
        self.units = {spelled(unit): place for place, unit in enumerate(scores.cells.units)}
        self.criteria = {criterion.id: place for place, criterion in enumerate(scores.cells.criteria)}
        self.index = CriterionIndex(scores.rubric)
        self.names = scores.cells.units
        self._guesses = Guesses(self.units)

    def find(self, decision: CellDecision) -> Place | Finding:
        """Give the cell that a row is about, or say what it names that is not there, and what is near."""
        unit = self.units.get(spelled(decision.unit))
        criterion = self.index.find(decision.criterion)
        if unit is not None and criterion is not None:
            return Place(unit, self.criteria[criterion])
        said, hints = [], []
        if unit is None:
            said.append(f'no sheet rates the micro-credential "{short(decision.unit)}"')
            close = self._guesses.closest(spelled(decision.unit))
            hints += [f'did you mean "{self.names[self.units[close]]}"?'] if close else []
        if criterion is None:
            said.append(f'the rubric has no component "{short(decision.criterion)}"')
            near = self.index.suggest(decision.criterion)
            hints += [f'did you mean "{near}"?'] if near else []
        return UNKNOWN_DECISION_CELL.at(
            decision.place,
            f"{', and '.join(said)}; the decision is not used",
            hint=" ".join(hints) or "mend the row, or remove it",
            subject=short(f"{decision.unit} {decision.criterion}"),
            value=short(text_of(decision.value), KEPT),
        )
