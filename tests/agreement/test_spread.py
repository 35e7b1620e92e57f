"""Prevalence and the table of level pairs, against hand-worked counts."""

import numpy as np
import pytest

from mcqa.agreement.analysis import analyse


@pytest.fixture
def result(ratings_of):
    # unit 1: a a b   unit 2: b c -   unit 3: c - -
    return analyse(
        ratings_of([[[0, 0, 1], [1, 2, -1], [2, -1, -1]]]), by=("rubric",), coefficients=["percent_agreement"]
    )


def test_prevalence_is_the_share_of_all_ratings_against_theory(result):
    (prevalence,) = result.prevalence
    assert prevalence.n_ratings == 6
    assert [share for _, share in prevalence.shares][:3] == pytest.approx([2 / 6, 2 / 6, 2 / 6])


def test_contingency_counts_pairs_of_ratings_of_one_unit_against_theory(result):
    (table,) = result.contingency
    # unit 1 gives one pair a-a and two pairs a-b; unit 2 gives b-c; unit 3 gives none
    assert np.array(table.pairs)[:3, :3].tolist() == [[1, 2, 0], [2, 0, 1], [0, 1, 0]]


def test_contingency_stands_in_the_json(result):
    (table,) = result.to_json()["contingency"]
    assert table["scope"] == "rubric"
    assert len(table["levels"]) == len(table["pairs"])
