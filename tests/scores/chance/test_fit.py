"""Which criteria have cells between two levels, in tables drawn with known truth."""

from dataclasses import replace

import numpy as np
import pytest

from mcqa.scores.cells import tally
from mcqa.scores.chance.combos import combos_of
from mcqa.scores.chance.fit import fit


def vague_shares(ratings, rubric):
    """The share of cells between two levels that is estimated for each criterion, and how accurate raters are."""
    combos = combos_of(tally(ratings, rubric), rubric.decision)
    own = fit(combos, np.arange(len(ratings.units))).parameters[0]
    return own.shares[:, combos.parts[0].states.between].sum(axis=1), own.reports


def tossed(ratings, criterion, seed=1):
    """Replace the ratings of one criterion by the toss of a coin between its two upper levels."""
    coin = np.random.default_rng(seed).integers(1, 3, size=len(ratings)).astype(np.int32)
    level = np.where(ratings.criterion == criterion, coin, ratings.level).astype(np.int32)
    return replace(ratings, level=level)


@pytest.mark.parametrize("accuracy", [0.9, 0.95, 0.97])
@pytest.mark.parametrize("n_units", [10, 60])
def test_errors_are_not_taken_for_cells_between_two_levels(drawn, accuracy, n_units):
    rubric, ratings = drawn(n_units, n_criteria=20, accuracy=accuracy, seed=2)
    between, reports = vague_shares(ratings, rubric)
    assert between.mean() < 0.02
    assert reports[2, 2] == pytest.approx(accuracy, abs=0.025)


@pytest.mark.parametrize("n_units", [12, 40])
def test_one_vague_criterion_is_vague_and_the_others_stay_clear(drawn, n_units):
    rubric, ratings = drawn(n_units, n_criteria=20, n_ratings=5, accuracy=0.95, seed=3)
    between, reports = vague_shares(tossed(ratings, 4), rubric)
    assert between[4] > 0.6
    assert np.delete(between, 4).max() < 0.05
    assert reports[2, 2] == pytest.approx(0.95, abs=0.025)
