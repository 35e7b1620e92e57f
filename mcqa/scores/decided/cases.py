"""The cells that somebody is asked to decide, each with all that speaks for one level or another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mcqa.ratings.table import Status
from mcqa.scores.judgement import MET, NO_LEVEL, OPEN, WHYS
from mcqa.scores.rules import VERDICTS, Verdict
from mcqa.scores.scored import Listed
from mcqa.scores.splits import REASONS, SplitCells, find_splits, split_text, votes_text

if TYPE_CHECKING:
    from mcqa.ratings.table import Codes
    from mcqa.rubric.model import Criterion
    from mcqa.scores.arrays import Places
    from mcqa.scores.decided.named import Place
    from mcqa.scores.scored import Scores


class Answer(NamedTuple):
    """What one reviewer said of a cell: a level, or that it cannot be told or does not apply, and the comment."""

    rater: str
    status: str
    level: str | None
    round: str
    comment: str


class Case(NamedTuple):
    """A cell to decide.

    `reason` and `text` say why it is split (`reason` is blank where it is not), `decisive` whether the verdict hangs on
    it, `others` how many other criteria stand in the way of the unit or are undecided. `level`, `met`, `tied` and
    `because` are what the rule makes of the cell as it stands, `verdict` what it makes of the unit.
    """

    number: int
    unit: str
    criterion: Criterion
    reason: str
    text: str
    decisive: bool
    others: int
    answers: tuple[Answer, ...]
    level: str | None
    met: bool | None
    tied: bool
    because: str | None
    verdict: Verdict


def cases(scores: Scores, *, every: bool = False, blind: bool = False, also: Iterable[Place] = ()) -> Sequence[Case]:
    """Give the split cells, most consequential first, each made when it is asked for.

    Parameters
    ----------
    scores
        The scores, of reviewers alone.
    every
        Give all cells where reviewers chose different levels, after those that are split.
    blind
        Call the reviewers A, B, C in each cell anew, in the order in which their answers stand there.
    also
        Further cells, which come last; their reason is blank where they are not split.
    """
    found = scores.split_cells
    if every:
        found = find_splits(scores.cells, scores.judged, scores.outcome, scores.decision, scores.fixed, every=True)
    there = set(zip(found.unit.tolist(), found.criterion.tolist(), strict=True))
    found = _with_more(found, [place for place in dict.fromkeys(also) if place not in there])
    made = _Cases(replace(scores, split_cells=found), blind=blind)
    return Listed(len(found.unit), made.case)


def _with_more(found: SplitCells, more: Sequence[Place]) -> SplitCells:
    """Put cells that are not split after those that are."""
    if not more:
        return found
    unit, criterion = np.array(more, dtype=np.intp).T
    return SplitCells(
        unit=np.concatenate([found.unit, unit]),
        criterion=np.concatenate([found.criterion, criterion]),
        reason=np.concatenate([found.reason, np.zeros(len(more), dtype=np.int8)]),
        decisive=np.concatenate([found.decisive, np.zeros(len(more), dtype=np.bool_)]),
    )


class _Cases:
    """Makes the cases of some scores."""

    def __init__(self, scores: Scores, *, blind: bool) -> None:
        self.scores, self.blind = scores, blind
        open_ones = scores.judged.applies & (scores.judged.met == OPEN)
        self.in_the_way = scores.outcome.blocking | open_ones
        self.rows, self.cells = _rows(scores)

    def case(self, place: int) -> Case:
        """Make the case at a place in the order of the splits."""
        scores, found, judged = self.scores, self.scores.split_cells, self.scores.judged
        unit, at = int(found.unit[place]), int(found.criterion[place])
        own, reason, panel = scores.cells.criteria[at], REASONS[found.reason[place]], scores.cells.panel(unit, at)
        level, met, why = int(judged.level[unit, at]), int(judged.met[unit, at]), WHYS[int(judged.why[unit, at])]
        return Case(
            number=place + 1,
            unit=scores.cells.units[unit],
            criterion=own,
            reason=reason,
            text=split_text(reason, panel, own.scale) if reason else f"{votes_text(panel, own.scale)}: not split",
            decisive=bool(found.decisive[place]),
            others=int(self.in_the_way[unit].sum()) - int(self.in_the_way[unit, at]),
            answers=self._answers(unit, at),
            level=None if level == NO_LEVEL else own.scale.levels[level].id,
            met=None if met == OPEN else met == MET,
            tied=bool(judged.tied[unit, at]),
            because=None if why is None else why.value,
            verdict=VERDICTS[scores.outcome.verdict[unit]],
        )

    def _answers(self, unit: int, criterion: int) -> tuple[Answer, ...]:
        wanted = unit * self.scores.cells.shape[1] + criterion
        first, last = np.searchsorted(self.cells, [wanted, wanted + 1])
        table, levels = self.scores.ratings, self.scores.cells.criteria[criterion].scale.levels
        rows = self.rows[first:last].tolist()
        raters = [int(table.rater[row]) for row in rows]
        names = {rater: _letters(place) for place, rater in enumerate(dict.fromkeys(raters))}
        return tuple(
            Answer(
                rater=names[rater] if self.blind else table.raters[rater],
                status=Status(int(table.status[row])).word,
                level=levels[int(table.level[row])].id if table.rated[row] else None,
                round=table.rounds[int(table.round[row])],
                comment=table.comment[row],
            )
            for row, rater in zip(rows, raters, strict=True)
        )


def _rows(scores: Scores) -> tuple[Places, Codes]:
    """Give the rows with an answer in the cells to decide, and their cells: the highest level first, then raters."""
    table, width = scores.ratings, scores.cells.shape[1]
    answered = np.flatnonzero((table.status != Status.MISSING) & scores.split[table.unit, table.criterion])
    cell = table.unit[answered].astype(np.int64) * width + table.criterion[answered]
    order = np.lexsort((table.rater[answered], table.status[answered], -table.level[answered], cell))
    return answered[order], cell[order]


def _letters(number: int) -> str:
    """Name the places 0, 1, 2 ... A, B, C ..., and after Z AA."""
    text = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text
