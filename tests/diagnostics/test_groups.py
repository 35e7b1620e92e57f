from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mcqa.diagnostics.cells import stack
from mcqa.diagnostics.disagreement import disagreements
from mcqa.diagnostics.groups import exchange_p_value, group_differences
from mcqa.diagnostics.yardstick import Yardstick


def differences(ratings):
    cells, yardstick = stack(ratings), Yardstick(replicates=200)
    core = [each.core for each in disagreements(cells, frozenset(), yardstick, seed=0)]
    return group_differences(cells, ratings.group_of_rater, core, yardstick, seed=0)


def p_value_by_enumeration(codes, columns):
    observed = codes[:, columns].sum()
    sums = [
        sum(np.array(row)[columns].sum() for row in rows)
        for rows in product(*(list(permutations(row.tolist())) for row in codes))
    ]
    below, above = np.mean(np.array(sums) <= observed), np.mean(np.array(sums) >= observed)
    return min(1.0, 2 * min(below, above))


@settings(max_examples=40, deadline=None)
@given(arrays(np.int32, (2, 4), elements=st.integers(0, 2)), st.integers(1, 3))
def test_exchange_p_value_against_theory(codes, size):
    columns = np.arange(4) < size
    assert exchange_p_value(codes, columns, 3) == pytest.approx(p_value_by_enumeration(codes, columns), rel=1e-9)


def test_exchange_p_value_passes_over_blanks_against_theory():
    # in each of three rows one of the three others' ratings could have been the low one: 2 * (1/4)^3
    codes = np.array([[1, 2, 2, 2, -1], [1, 2, 2, -1, 2], [1, -1, 2, 2, 2]], dtype=np.int32)
    assert exchange_p_value(codes, np.array([True] + [False] * 4), 3) == pytest.approx(2 / 64)


def test_p_values_of_no_difference_are_not_too_small():
    rng = np.random.default_rng(8)
    columns = np.arange(6) < 2
    found = [exchange_p_value(rng.integers(0, 3, (8, 6)).astype(np.int32), columns, 3) for _ in range(400)]
    assert np.mean(np.array(found) <= 0.05) <= 0.07
    assert np.mean(np.array(found) <= 0.5) >= 0.35


def test_a_group_apart_is_measured(pilots):
    cells = np.full((6, 2, 6), 2)
    cells[:, 0, :2] = 1
    ratings = pilots.ratings_of(cells, pilots.rubric_of(2), groups=["nbct"] * 2 + ["teacher"] * 4)
    found = differences(ratings)
    nbct = next(each for each in found if each.group == "nbct")
    assert {each.criterion for each in found} == {"C01.1"}
    assert nbct.difference == -1
    assert (nbct.n_rows, nbct.n_ratings, nbct.n_raters, nbct.n_raters_apart) == (6, 12, 2, 2)
    assert nbct.p_value == pytest.approx(2 * (1 / 15) ** 6)
    assert nbct.without_group.share == 0


def test_one_group_or_none_is_nothing_to_compare(pilots):
    cells = np.tile([[[0, 1, 2]]], (5, 2, 1))
    ratings = pilots.ratings_of(cells, pilots.rubric_of(2), groups=["teacher"] * 3)
    assert differences(ratings) == ()
