"""Agreement on several criteria together, hand-worked."""

import numpy as np
import pytest

from mcqa.statistics.items import rwg_j

LEVELS = np.arange(4.0)


def test_rwg_j_of_one_criterion_is_rwg_against_theory():
    scores = np.array([[[0.0], [1.0], [2.0]], [[3.0], [3.0], [3.0]]])
    # variances 1 and 0 over 15 / 12
    assert rwg_j(scores, LEVELS) == pytest.approx([1 - 1 / 1.25, 1])


def test_rwg_j_of_two_criteria_against_theory():
    scores = np.array([[[0.0, 1.0], [1.0, 1.0], [2.0, 1.0]]])
    share = 0.5 / 1.25
    assert rwg_j(scores, LEVELS) == pytest.approx([2 * (1 - share) / (2 * (1 - share) + share)])


def test_more_variance_than_blind_raters_have_is_no_agreement():
    assert rwg_j(np.array([[[0.0], [3.0]]]), LEVELS).tolist() == [0.0]


def test_a_rater_with_a_gap_does_not_count_and_one_alone_gives_nothing():
    scores = np.array([[[0.0, 1.0], [1.0, 1.0], [3.0, np.nan]], [[0.0, 1.0], [np.nan, 1.0], [3.0, np.nan]]])
    whole = rwg_j(scores[:1, :2], LEVELS)
    found = rwg_j(scores, LEVELS)
    assert found[0] == whole[0]
    assert np.isnan(found[1])


def test_without_a_scale_to_disagree_on_there_is_nothing():
    assert np.isnan(rwg_j(np.ones((2, 3, 2)), np.array([1.0]))).all()
