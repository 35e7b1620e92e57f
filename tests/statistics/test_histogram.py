"""Distinct rows of large tables, whatever numbers they hold and however they lie in memory."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mcqa.statistics import histogram
from mcqa.statistics.histogram import patterns

NAN = float("nan")


def counted(table, declared=None):
    """Rows of a table as text with how often each occurs, from `patterns` and one by one."""
    found = patterns(table, declared)
    names = [*map(float, found.values), None]
    ours = Counter()
    for row, times in zip(found.codes.tolist(), found.times.tolist(), strict=True):
        assert times > 0
        key = tuple(names[code] for code in row)
        assert key not in ours
        ours[key] = times
    theirs = Counter(tuple(None if np.isnan(cell) else float(cell) for cell in row) for row in table.tolist())
    return ours, theirs


def small_blocks(monkeypatch, block=8):
    monkeypatch.setattr(histogram, "BLOCK", block)


def random_table(values, shape=(1000, 4), missing=0.2, kind=float, seed=0):
    rng = np.random.default_rng(seed)
    table = rng.choice(np.array(values, dtype=kind), size=shape)
    if missing:
        table[rng.random(shape) < missing] = np.nan
    return table


TABLES = {
    "whole numbers": random_table([0, 1, 2]),
    "negative": random_table([-3, -1, 2]),
    "far from 0": random_table([1000, 1001]),
    "too far from 0 for doubles": random_table([2.0**40, 2.0**40 + 1, 2.0**40 + 2]),
    "not whole": random_table([0.5, 1, 1.25]),
    "tenths": random_table([0.1, 0.2, 0.3]),
    "far apart": random_table([0, 1, 10**7]),
    "too many possible rows": random_table(range(10), shape=(1000, 8)),
    "more raters than a double has room for": random_table([0, 1], shape=(40, 1500)),
    "one rater": random_table([0, 1, 2], shape=(1000, 1)),
    "one level": random_table([7], missing=0.5),
    "nothing missing": random_table([0, 1, 2], missing=0),
    "nearly all missing": random_table([0, 1, 2], missing=0.99),
    "all missing": np.full((50, 3), NAN),
    "small whole numbers": random_table([0, 1, 2], missing=0, kind=np.int8),
    "unsigned": random_table([0, 200, 255], missing=0, kind=np.uint8),
    "large whole numbers": random_table([-(2**40), 2**40], missing=0, kind=np.int64),
    "single precision": random_table([0, 1, 2], kind=np.float32),
    "single precision, not whole": random_table([0.5, 1.5], kind=np.float32),
    "columns first": np.asfortranarray(random_table([0, 1, 2])),
    "every second column": random_table([0, 1, 2], shape=(1000, 8))[:, ::2],
    "backwards": random_table([0, 1, 2])[::-1],
    "no rows": np.empty((0, 3)),
    "blocks not dividing the length": random_table([0, 1, 2], shape=(1001, 3)),
}


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("block", [2**14, 7])
@pytest.mark.parametrize("paired", [2**16, 0])
def test_rows_are_counted_as_one_by_one(monkeypatch, name, block, paired):
    small_blocks(monkeypatch, block)
    monkeypatch.setattr(histogram, "PAIRED", paired)
    ours, theirs = counted(TABLES[name])
    assert ours == theirs


LATE = {
    "higher": 5.0,
    "lower": -2.0,
    "not whole": 0.5,
    "missing": NAN,
    "far away": 1e9,
    "not exact": 2.0**60,
}


@pytest.mark.parametrize("name", LATE)
def test_what_comes_behind_the_first_block_is_seen(monkeypatch, name):
    small_blocks(monkeypatch)
    table = np.tile([[0.0, 1.0], [1.0, 1.0]], (50, 1))
    table[-1, 1] = LATE[name]
    ours, theirs = counted(table)
    assert ours == theirs


def test_a_first_block_without_a_rating_tells_nothing(monkeypatch):
    small_blocks(monkeypatch)
    table = np.vstack([np.full((20, 2), NAN), [[0.0, 1.0], [2.0, NAN]]])
    monkeypatch.setattr(histogram, "_of_any_numbers", lambda *_: pytest.fail("whole numbers are counted in one pass"))
    ours, theirs = counted(table)
    assert ours == theirs


@pytest.mark.parametrize("processors", [1, 2, 3, 8])
def test_threads_share_the_rows_out(monkeypatch, processors):
    monkeypatch.setattr(histogram, "MANY", 500)
    monkeypatch.setattr(histogram.os, "cpu_count", lambda: processors)
    small_blocks(monkeypatch)
    for name in ("whole numbers", "blocks not dividing the length", "not whole"):
        ours, theirs = counted(TABLES[name])
        assert ours == theirs
    late = TABLES["whole numbers"].copy()
    late[-1, -1] = 9
    ours, theirs = counted(late)
    assert ours == theirs


@pytest.mark.parametrize("name", ["whole numbers", "not whole", "small whole numbers", "too many possible rows"])
def test_declared_levels_are_the_values_and_others_are_refused(name):
    table = TABLES[name]
    occurring = np.unique(table[~np.isnan(table)]).astype(float)
    declared = np.sort(np.concatenate([occurring, [-50.0, occurring[0] + 0.01, 1e6]]))
    found = patterns(table, declared)
    assert found.values is declared
    ours, theirs = counted(table, declared)
    assert ours == theirs
    with pytest.raises(LookupError, match=f"{occurring[-1]:g}"):
        patterns(table, occurring[:-1])


def test_infinity_is_a_value_like_others_here():
    table = np.tile([[1.0, -np.inf], [np.inf, 1.0]], (10, 1))
    found = patterns(table)
    assert found.values.tolist() == [-np.inf, 1.0, np.inf]
    assert sorted(found.times.tolist()) == [10.0, 10.0]


@settings(max_examples=60, deadline=None)
@given(
    arrays(
        np.float64,
        st.tuples(st.integers(0, 40), st.integers(1, 4)),
        elements=st.one_of(st.just(NAN), st.integers(-3, 3).map(float), st.sampled_from([0.5, -1e12, 1e12])),
    ),
    st.integers(1, 50),
)
def test_any_table_in_blocks_of_any_size(table, block):
    with pytest.MonkeyPatch.context() as patch:
        small_blocks(patch, block)
        ours, theirs = counted(table)
    assert ours == theirs


def test_the_table_is_not_written_to():
    table = TABLES["whole numbers"].copy()
    before = table.tobytes()
    patterns(table)
    assert table.tobytes() == before
