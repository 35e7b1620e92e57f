"""Why consensus comes before the rule: a perfect unit of 29 components under reviewers who err on 5 % of them.

One reviewer passes it with probability 0.95 ** 29 = 0.226. Three agree per component with 0.95 ** 3 + 3 * 0.95 ** 2 *
0.05 = 0.99275, five with 0.998842: to the 29th 0.810 and 0.967. Two of three whole verdicts of 0.226 each: 0.130.
"""

import numpy as np
import pytest

from mcqa.scores.result import Verdict
from mcqa.scores.score import score

COMPONENTS = 29
UNITS = 600
ERROR = 0.05


@pytest.fixture(scope="module")
def share_met(rubric_of, criterion_of, scale_of, table_of):
    """The share of perfect units that a panel passes, and who passed each."""
    criteria = [criterion_of(f"C{index // 3:02}.{index % 3}", scale_of(2)) for index in range(COMPONENTS)]
    rubric = rubric_of(criteria, cut="l1", consensus="majority", min_ratings=1)

    def passed(levels):
        unit, rater, criterion = np.indices(levels.shape).reshape(3, -1)
        codes = np.stack([unit, rater, criterion, levels.ravel(), np.zeros(levels.size, dtype=int)])
        table = table_of(rubric, tuple(f"MC-{index}" for index in range(UNITS)), levels.shape[1], codes)
        return np.array([one.verdict is Verdict.MET for one in score(table, rubric).units])

    return passed


def ratings(n_raters, seed):
    """Levels (n_units, n_raters, n_components): 1 met, 0 where a reviewer errs."""
    return (np.random.default_rng(seed).random((UNITS, n_raters, COMPONENTS)) >= ERROR).astype(int)


def within_sampling_error(share, expected):
    return abs(share - expected) <= 4 * (expected * (1 - expected) / UNITS) ** 0.5


@pytest.mark.parametrize(("n_raters", "expected"), [(1, 0.2259), (3, 0.8097), (5, 0.9670)])
def test_share_of_perfect_units_that_pass_by_consensus_against_theory(n_raters, expected, share_met):
    assert within_sampling_error(share_met(ratings(n_raters, n_raters)).mean(), expected)


def test_voting_on_whole_verdicts_passes_one_in_eight_against_theory(share_met):
    levels = ratings(3, 3)
    alone = np.stack([share_met(levels[:, [rater]]) for rater in range(3)])
    voted = (alone.sum(axis=0) >= 2).mean()
    assert within_sampling_error(voted, 0.1302)
    assert share_met(levels).mean() > 5 * voted
