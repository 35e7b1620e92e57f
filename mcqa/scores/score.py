"""Score a table of ratings: consensus of each criterion, the rule over the criteria, and the splits to settle."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mcqa.ratings.table import Codes, Ratings
from mcqa.rubric.model import Decision, Rubric
from mcqa.scores.arrays import Mask
from mcqa.scores.cells import Cells, tally
from mcqa.scores.judgement import NO_LEVEL, Judgement, judge
from mcqa.scores.margins import margins
from mcqa.scores.rules import Outcome, decide
from mcqa.scores.scored import Scores, standard_verdicts
from mcqa.scores.splits import find_splits


def score(
    ratings: Ratings,
    rubric: Rubric,
    *,
    decision: Decision | None = None,
    core: Decision | None = None,
    where: Mask | None = None,
    weights: Sequence[float] | None = None,
    decided: Codes | None = None,
) -> Scores:
    """Score every unit of the table; a criterion that nobody rated is undecided, never met.

    Parameters
    ----------
    ratings
        The table of ratings, made with this rubric.
    rubric
        The criteria, their scales, and the rule unless `decision` replaces it.
    decision
        The rule to use; by default that of the rubric.
    core
        The rule for the criteria that an overlay did not add; by default that of the rubric it extends.
    where
        Rows of the table to count, shape (n_rows,); all by default.
    weights
        A weight for each rater of the table, for the consensus `weighted`.
    decided
        Levels that somebody decided, as positions on the criterion's own scale, shape (n_units, n_criteria), -1 where
        nobody did. They take the place of the consensus; votes stay as they are.
    """
    rule = decision or rubric.decision
    cells = tally(ratings, rubric, where=where, weights=weights)
    found = judge(cells, rule)
    judged = found if decided is None else found.decided(decided, rubric.criteria, rule)
    fixed = np.zeros(cells.shape, dtype=np.bool_) if decided is None else decided != NO_LEVEL
    outcome = decide(judged, rubric.criteria, rule)
    base = core or rubric.base_decision
    return Scores(
        ratings=ratings,
        rubric=rubric,
        decision=rule,
        cells=cells,
        consensus=found,
        judged=judged,
        fixed=fixed,
        outcome=outcome,
        core=None if base is None else _core(cells, base, decided),
        standards=standard_verdicts(judged, rubric),
        margins=margins(cells, judged, outcome.verdict, rule, fixed=fixed),
        split_cells=find_splits(cells, judged, outcome, rule, fixed),
    )


def _core(cells: Cells, decision: Decision, decided: Codes | None) -> Outcome:
    """Decide over the criteria of the rubric that an overlay extends, by its own rule."""
    places = np.array([place for place, one in enumerate(cells.criteria) if not one.added_by], dtype=np.intp)
    own = cells.of_criteria(places.tolist())
    judged: Judgement = judge(own, decision)
    if decided is not None:
        judged = judged.decided(decided[:, places], own.criteria, decision)
    return decide(judged, own.criteria, decision)
