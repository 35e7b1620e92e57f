"""Chances of small tables of ratings, with their verdicts."""

import numpy as np
import pytest

from mcqa.scores.cells import tally
from mcqa.scores.chance.estimate import estimate_chances
from mcqa.scores.judgement import judge
from mcqa.scores.rules import decide


@pytest.fixture
def chances_of():
    def estimate(ratings, rubric, *, seed=1, known=True, **more):
        cells = tally(ratings, rubric)
        given = decide(judge(cells, rubric.decision), rubric.criteria, rubric.decision).verdict
        found = estimate_chances(
            cells, rubric.decision, given, seed=seed, ratings=ratings if known else None, **{"whole": False, **more}
        )
        return given, found

    return estimate


@pytest.fixture
def drawn(rubric_of, criterion_of, scale_of, table_of):
    """A table of units that are nearly all at the top, rated by three of eight raters each, who err now and then."""

    def draw(
        n_units, *, n_criteria=6, n_levels=3, n_raters=8, n_ratings=3, accuracy=0.9, seed=0, cannot=0.0, **decision
    ):
        rng = np.random.default_rng(seed)
        criteria = [criterion_of(f"C{place:02}.1", scale_of(n_levels)) for place in range(n_criteria)]
        rubric = rubric_of(criteria, **{"cut": f"l{n_levels - 1}", **decision})
        top = n_levels - 1
        true = np.where(rng.random((n_units, 1, n_criteria)) < 0.93, top, 0)
        level = np.where(rng.random((n_units, n_ratings, n_criteria)) < accuracy, true, np.abs(true - 1))
        who = np.argsort(rng.random((n_units, n_raters)), axis=1)[:, :n_ratings]
        unit, rater, criterion = np.indices(level.shape).reshape(3, -1)
        silent = rng.random(level.size) < cannot
        said = np.where(silent, -1, level.ravel())
        codes = np.stack([unit, who[unit, rater], criterion, said, np.where(silent, 3, 0)])
        return rubric, table_of(rubric, tuple(f"MC-{place}" for place in range(n_units)), n_raters, codes)

    return draw
