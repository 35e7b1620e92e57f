"""The scores of a whole set in columns, and each unit, criterion and split of it when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from mcqa.ratings.table import Codes, Ratings
from mcqa.rubric.model import Decision, Rubric
from mcqa.scores.arrays import Mask, Places, Small
from mcqa.scores.cells import Cells
from mcqa.scores.judgement import BELOW, MET, NO_LEVEL, OPEN, WHYS, Judgement
from mcqa.scores.margins import NO_MARGIN, Margins
from mcqa.scores.needs import need_of
from mcqa.scores.result import CriterionScore, Need, Split, StandardScore, UnitScore, Vote
from mcqa.scores.rules import IS_MET, IS_NOT_MET, IS_UNDECIDED, VERDICTS, Outcome
from mcqa.scores.splits import REASONS, SplitCells, split_text
from mcqa.scoresheets.tables.coded import Lazy

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mcqa.scores.chance.estimate import Chances


T = TypeVar("T")


class Listed(Lazy[T]):
    """A sequence whose values are made from their places when they are asked for."""

    def __init__(self, size: int, give: Callable[[int], T]) -> None:
        """Take the number of values, and what makes the one at a place."""
        self.size, self.give = size, give

    def __len__(self) -> int:
        """Give the number of values."""
        return self.size

    def at(self, place: int) -> T:
        """Make the value at a place."""
        return self.give(place)


@dataclass(frozen=True, kw_only=True)
class Scores:
    """The scores of all units.

    `judged` is what became of every cell, decisions of people included, and `consensus` what reviewers alone agreed on;
    `fixed` (n_units, n_criteria) says which cells somebody decided. `core` is the outcome by the rubric that an overlay
    extends; `chances` say how sure verdicts are, where that was asked for.
    `standards` (n_units, n_standards) holds places in `VERDICTS`.
    """

    ratings: Ratings
    rubric: Rubric
    decision: Decision
    cells: Cells
    consensus: Judgement
    judged: Judgement
    fixed: Mask
    outcome: Outcome
    core: Outcome | None
    standards: Small
    margins: Margins
    split_cells: SplitCells
    chances: Chances | None = None

    @cached_property
    def units(self) -> Listed[UnitScore]:
        """The units, in the order of the table."""
        return Listed(len(self.cells.units), self._unit)

    @cached_property
    def splits(self) -> Listed[Split]:
        """The splits, most consequential first."""
        return Listed(len(self.split_cells.unit), self._split)

    @cached_property
    def split(self) -> Mask:
        """Which cells are split, shape (n_units, n_criteria)."""
        found = np.zeros(self.cells.shape, dtype=np.bool_)
        found[self.split_cells.unit, self.split_cells.criterion] = True
        return found

    @cached_property
    def undecided(self) -> Mask:
        """Which cells are undecided, shape (n_units, n_criteria); what does not apply is not."""
        undecided: Mask = self.judged.applies & (self.judged.met == OPEN)
        return undecided

    def flip(self, unit: int) -> float | None:
        """Give the chance that another panel comes to another verdict on a unit; None where it is not known."""
        chances = self.chances
        return float(chances.flip[unit]) if chances is not None and chances.known[unit] else None

    def needs(self, unit: int) -> tuple[Need, ...]:
        """Say what would settle a unit whose verdict is undecided; nothing for any other."""
        if self.outcome.verdict[unit] != IS_UNDECIDED:
            return ()
        found = []
        for place in np.flatnonzero(self.undecided[unit]).tolist():
            why = WHYS[int(self.judged.why[unit, place])]
            if why is not None:
                found.append(need_of(self.cells.criteria[place], self.cells.panel(unit, place), why, self.decision))
        return tuple(found)

    def criterion(self, unit: int, place: int) -> CriterionScore:
        """Give one criterion of one unit."""
        own, panel = self.cells.criteria[place], self.cells.panel(unit, place)
        level, met = int(self.judged.level[unit, place]), int(self.judged.met[unit, place])
        why = WHYS[int(self.judged.why[unit, place])]
        return CriterionScore(
            criterion=own.id,
            consensus=None if level == NO_LEVEL else own.scale.levels[level].id,
            met=None if met == OPEN else met == MET,
            n_ratings=panel.n,
            counts=dict(zip(own.scale.level_ids, panel.counts, strict=True)),
            non_scores={"cannot_tell": panel.cannot_tell, "not_applicable": panel.not_applicable},
            split=bool(self.split[unit, place]),
            tied=bool(self.judged.tied[unit, place]),
            undecided_because=None if why is None else why.value,
            adjudicated=bool(self.fixed[unit, place]),
        )

    def to_json(self) -> dict[str, object]:
        """Give the contract's JSON object."""
        from mcqa.scores.written import score_json

        return score_json(self)

    def _unit(self, unit: int) -> UnitScore:
        outcome, names = self.outcome, self.cells.criteria
        share, possible = outcome.shares_of(unit)

        def named(which: Mask) -> tuple[str, ...]:
            return tuple(names[place].id for place in np.flatnonzero(which).tolist())

        return UnitScore(
            unit=self.cells.units[unit],
            verdict=VERDICTS[outcome.verdict[unit]],
            core=None if self.core is None else VERDICTS[self.core.verdict[unit]],
            blocking=named(outcome.blocking[unit]),
            undecided=named(self.undecided[unit]),
            settle=self.needs(unit),
            margin=_counted(self.margins.votes[unit]),
            margin_components=_counted(self.margins.criteria[unit]),
            share=share,
            share_possible=possible,
            standards=tuple(self._standard(unit, place) for place in range(len(self.rubric.standards))),
            criteria=tuple(self.criterion(unit, place) for place in range(len(names))),
        )

    def _standard(self, unit: int, place: int) -> StandardScore:
        own = self._places_of_standards[place]
        applies = self.judged.applies[unit, own]
        return StandardScore(
            standard=self.rubric.standards[place].id,
            verdict=VERDICTS[self.standards[unit, place]],
            met=int((applies & (self.judged.met[unit, own] == MET)).sum()),
            components=int(applies.sum()),
        )

    @cached_property
    def _places_of_standards(self) -> tuple[Codes, ...]:
        return tuple(places_of_standards(self.rubric))

    @cached_property
    def _rows_of_splits(self) -> tuple[Places, NDArray[np.int64]]:
        """The rated rows of all split cells, with the number of their cell, in the order of the cells."""
        table, width = self.ratings, self.cells.shape[1]
        inside = self.split[table.unit, table.criterion] & table.rated
        rows = np.flatnonzero(inside)
        cell = table.unit[rows].astype(np.int64) * width + table.criterion[rows]
        # in a cell the highest level comes first, then the order of the raters
        order = np.lexsort((table.rater[rows], -table.level[rows], cell))
        return rows[order], cell[order]

    def _split(self, place: int) -> Split:
        found = self.split_cells
        unit, criterion = int(found.unit[place]), int(found.criterion[place])
        own, reason = self.cells.criteria[criterion], REASONS[found.reason[place]]
        return Split(
            unit=self.cells.units[unit],
            criterion=own.id,
            ratings=self._votes(unit, criterion),
            reason=reason,
            text=split_text(reason, self.cells.panel(unit, criterion), own.scale),
            decisive=bool(found.decisive[place]),
        )

    def _votes(self, unit: int, criterion: int) -> tuple[Vote, ...]:
        rows, cells = self._rows_of_splits
        wanted = unit * self.cells.shape[1] + criterion
        first, last = np.searchsorted(cells, [wanted, wanted + 1])
        table, levels = self.ratings, self.cells.criteria[criterion].scale.levels
        return tuple(
            Vote(
                rater=table.raters[int(table.rater[row])],
                level=levels[int(table.level[row])].id,
                comment=table.comment[row],
            )
            for row in rows[first:last].tolist()
        )


def places_of_standards(rubric: Rubric) -> list[Codes]:
    """Give the places of the criteria of each standard, in the order of the rubric."""
    return [
        np.array([place for place, one in enumerate(rubric.criteria) if one.standard == standard.id], dtype=np.int32)
        for standard in rubric.standards
    ]


def standard_verdicts(judged: Judgement, rubric: Rubric) -> Small:
    """Give the verdict of each standard of each unit: met when all its criteria that apply are."""
    found = np.full((len(judged.level), len(rubric.standards)), IS_UNDECIDED, dtype=np.int8)
    for place, own in enumerate(places_of_standards(rubric)):
        applies, met = judged.applies[:, own], judged.met[:, own]
        failed = (applies & (met == BELOW)).any(axis=1)
        passed = applies.any(axis=1) & ~(applies & (met != MET)).any(axis=1)
        found[:, place] = np.where(failed, IS_NOT_MET, np.where(passed, IS_MET, IS_UNDECIDED))
    return found


def _counted(number: np.int64) -> int | None:
    return None if number == NO_MARGIN else int(number)
