"""Rows without a rater: the same ratings as a table whose column is left out, from fewer distinct rows."""

from collections import Counter

import numpy as np
import pytest

from mcqa.statistics.histogram import PAIRED, patterns
from mcqa.statistics.rows import FEW, Rows, distinct_rows
from mcqa.statistics.sampling import Sampling, of_clusters

LEVELS = 5


def rows_of(table):
    first, origin = distinct_rows(table, LEVELS)
    return Rows(codes=table[first], n_levels=LEVELS, sampling=Sampling(np.bincount(origin).astype(float)))


def counted(rows):
    found = Counter()
    for row, times in zip(rows.codes.tolist(), rows.times.tolist(), strict=True):
        found[tuple(row)] += times
    return found


@pytest.mark.parametrize("n_units", [40, 20_000])
def test_rows_without_a_rater_are_the_table_without_the_column(n_units):
    table = np.random.default_rng(2).integers(-1, LEVELS, (n_units, 4))
    rows = rows_of(table)
    assert (len(rows.codes) > FEW) == (n_units > FEW)
    for rater in range(4):
        left = np.delete(table, rater, axis=1)
        left = left[(left >= 0).any(axis=1)]
        without = rows.without(rater)
        assert counted(without) == Counter(map(tuple, left.tolist()))
        assert without.sampling.n_units == len(left)
        assert without is rows.without(rater)
    if n_units > FEW:
        # rows that differed in the rater left out alone are one
        assert len(without.codes) == len(np.unique(without.codes, axis=0)) < len(rows.codes)


def test_rows_without_a_rater_keep_the_units_that_they_belong_to():
    table = np.random.default_rng(3).integers(0, LEVELS, (2000, 4))
    units = np.repeat(np.arange(500), 4)
    first, origin = distinct_rows(table, LEVELS)
    rows = Rows(codes=table[first], n_levels=LEVELS, sampling=of_clusters(units, origin))
    without = rows.without(1)
    assert without.sampling.n_units == 500
    sums, times = without.sampling.by_unit(without.counts.astype(float))
    by_hand = [np.bincount(np.delete(table, 1, axis=1)[units == unit].ravel(), minlength=LEVELS) for unit in range(500)]
    assert times.tolist() == [1] * 500
    assert sums.tolist() == np.array(by_hand).tolist()


@pytest.mark.parametrize("n_units", [PAIRED - 1, PAIRED, PAIRED + 1, 3 * PAIRED + 5])
def test_rows_are_counted_two_at_a_time_as_one_by_one(n_units):
    table = np.random.default_rng(n_units).integers(0, 3, (n_units, 4)).astype(float)
    table[:, 1][table[:, 2] == 0] = np.nan
    found = patterns(table)
    distinct, times = np.unique(np.nan_to_num(table, nan=-1), axis=0, return_counts=True)
    ours = {tuple(row): n for row, n in zip(found.codes.tolist(), found.times.tolist(), strict=True)}
    assert found.values.tolist() == [0, 1, 2]
    assert ours == {tuple(row): n for row, n in zip(distinct.tolist(), times.tolist(), strict=True)}


def test_a_late_rating_that_is_no_whole_number_is_found_among_pairs_of_rows():
    table = np.ones((PAIRED + 1, 2))
    table[-1, 0] = 1.5
    found = patterns(table)
    assert found.values.tolist() == [1, 1.5]
    assert sorted(found.times.tolist()) == [1, PAIRED]
