"""The reference: one level for each component of each micro-credential of a calibration set."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mcqa.ratings.table import MISSING, Codes, Ratings, Status
from mcqa.rubric.model import Decision, Rubric, Scale
from mcqa.scores.consensus import Panel, consensus
from mcqa.scoresheets.words.spelling import spelled


class Reference(NamedTuple):
    """What the reference raters say.

    `level` is (n_units, n_criteria), positions on the scale of each criterion, -1 where there is none; `undecided`, of
    the same shape, is where there are answers but no level comes of them.
    """

    units: tuple[str, ...]
    raters: tuple[str, ...]
    level: Codes
    undecided: NDArray[np.bool_]

    @property
    def n_cells(self) -> int:
        """How many cells have a level."""
        return int((self.level != MISSING).sum())

    @property
    def n_undecided(self) -> int:
        """How many cells have answers but no level."""
        return int(self.undecided.sum())

    def rows_for(self, units: tuple[str, ...]) -> Codes:
        """Give for each of some units the row of the same unit here, -1 where there is none; case and space fold."""
        own = {spelled(name): row for row, name in enumerate(self.units)}
        return np.array([own.get(spelled(name), MISSING) for name in units], dtype=np.int32)


def reference_of(ratings: Ratings, rubric: Rubric) -> Reference:
    """Bring reference ratings to one level for each cell, by the consensus of the rubric and its rule for ties.

    One expert is enough: the least number of ratings that the rubric asks of reviewers is not asked here. Several
    rounds are pooled.
    """
    shape = (len(ratings.units), len(rubric.criteria))
    most = max(len(criterion.scale.levels) for criterion in rubric.criteria)
    counts = np.zeros((*shape, most), dtype=np.int32)
    rated = ratings.rated
    np.add.at(counts, (ratings.unit[rated], ratings.criterion[rated], ratings.level[rated]), 1)
    unable = _answers(ratings, shape, Status.CANNOT_TELL)
    not_applicable = _answers(ratings, shape, Status.NOT_APPLICABLE)
    answered = counts.any(axis=2) | (unable > 0) | (not_applicable > 0)
    level = np.full(shape, MISSING, dtype=np.int32)
    decision = rubric.decision._replace(min_ratings=1)
    for unit, criterion in np.argwhere(answered).tolist():
        scale = rubric.criteria[criterion].scale
        votes = tuple(counts[unit, criterion, : len(scale.levels)].tolist())
        found = _level(votes, int(unable[unit, criterion]), int(not_applicable[unit, criterion]), scale, decision)
        level[unit, criterion] = MISSING if found is None else found
    raters = np.unique(ratings.rater[rated]).tolist()
    return Reference(
        units=ratings.units,
        raters=tuple(ratings.raters[code] for code in raters),
        level=level,
        undecided=answered & (level == MISSING),
    )


def _answers(ratings: Ratings, shape: tuple[int, int], status: Status) -> Codes:
    found = np.zeros(shape, dtype=np.int32)
    where = ratings.status == status
    np.add.at(found, (ratings.unit[where], ratings.criterion[where]), 1)
    return found


@lru_cache(maxsize=4096)
def _level(votes: tuple[int, ...], unable: int, not_applicable: int, scale: Scale, decision: Decision) -> int | None:
    panel = Panel(counts=votes, cannot_tell=unable, not_applicable=not_applicable)
    return consensus(panel, scale, decision).level
