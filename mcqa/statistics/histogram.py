"""The distinct rating vectors of a large table of numbers, and how often each occurs, found in one pass.

A table of a million units and a few raters holds a few hundred distinct rows. Each row of a block that fits the cache
becomes one number, written to the base of the levels, and the numbers are counted; nothing as large as the table is
ever made beside it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from mcqa.progress import Progress
from mcqa.statistics.rows import distinct_rows
from mcqa.statistics.sampling import Array, Integers

# as many ratings as are counted at a time: what is made of them stays in the cache
BLOCK = 2**17
# as many distinct rows as are counted in a table of their own; with more, the numbers are sorted
DENSE = 2**21
# numbers below it keep all their digits while rows are written to the base of the levels
EXACT = 2**31
# rows are counted two at a time where there are no more possible pairs of rows than this, and more rows
PAIRED = 2**16
# each thread is worth starting for this many cells
MANY = 2**22


class Patterns(NamedTuple):
    """Distinct rows: `codes` (n_distinct, n_raters), positions in `values`, -1 missing; `times` how often each occurs.

    `values` (n_levels,) are the numbers that occur, in rising order.
    """

    codes: Integers
    times: Array
    values: Array


def patterns(table: Array, values: Array | None = None) -> Patterns:
    """Find the distinct rows of a table.

    Parameters
    ----------
    table : ndarray of float or int, shape (n_units, n_raters)
        Ratings; NaN where there is none.
    values : ndarray, shape (n_levels,), optional
        The levels, in rising order, where they are known; all others must not occur.

    Returns
    -------
    Patterns
        With the values that were given, else with those that occur.

    Raises
    ------
    LookupError
        A number in the table is none of `values`.
    """
    found = _of_whole_numbers(table)
    return _of_any_numbers(table, values) if found is None else _named(*found, values)


def _of_whole_numbers(table: Array) -> tuple[Integers, Array, float] | None:
    """Count rows of whole numbers: their distances from the lowest, how often they occur, and the lowest.

    None where some rating is no whole number, or where they lie too far apart for a table of all possible rows.
    """
    # the first rows tell the range nearly always; where they do not, all of the table is looked through
    for rows in (table[: max(BLOCK // max(table.shape[1], 1), 1)], table):
        low, high = _range(rows)
        base = high - low + 2
        if np.isnan(base):
            continue
        # the logarithm, because the power of many raters is no double any more
        if not (abs(low) < EXACT and base == np.rint(base) and table.shape[1] * np.log(base) < np.log(DENSE)):
            return None
        try:
            histogram = _counted(table, low, int(base))
        except OverflowError:
            continue
        if histogram is None:
            return None
        keys = np.flatnonzero(histogram)
        codes = keys[:, None] // int(base) ** np.arange(table.shape[1]) % int(base) - 1
        return codes, histogram[keys].astype(np.float64), low
    return None


def _range(table: Array) -> tuple[float, float]:
    """Give the lowest and the highest number; NaN where there is none."""
    if not table.size:
        return np.nan, np.nan
    return float(np.fmin.reduce(table, axis=None)), float(np.fmax.reduce(table, axis=None))


def _counted(table: Array, low: float, base: int) -> Array | None:
    """Count the rows by their numbers; None where some rating is no whole number, OverflowError where out of range."""
    n_rows = base ** table.shape[1]
    progress = Progress("counting ratings", table.size)

    def count(part: Array) -> Array | None:
        if n_rows**2 > PAIRED or len(part) < PAIRED or not part.flags.c_contiguous:
            return _histogram(part, low, base, progress)
        # two rows at a time are one row of twice as many ratings
        half = len(part) // 2
        pairs = _histogram(part[: 2 * half].reshape(half, 2 * table.shape[1]), low, base, progress)
        last = _histogram(part[2 * half :], low, base, progress)
        if pairs is None or last is None:
            return None
        pairs = pairs.reshape(n_rows, n_rows)
        return np.asarray(pairs.sum(axis=0) + pairs.sum(axis=1) + last)

    try:
        return _in_threads(count, table)
    finally:
        progress.close()


def _histogram(part: Array, low: float, base: int, progress: Progress) -> Array | None:
    """Count the rows of a part, block by block; as `_counted`."""
    n_raters = part.shape[1]
    powers = float(base) ** np.arange(n_raters)
    origin = (low - 1) * powers.sum()
    histogram = np.zeros(base**n_raters, dtype=np.int64)
    size = min(max(BLOCK // n_raters, 1), len(part))
    # what is missing becomes the number below the lowest level
    missing, shifted, whole = np.full((size, n_raters), low - 1), *np.empty((2, size, n_raters))
    same, keys, places = np.empty((size, n_raters), np.bool_), np.empty(size), np.empty(size, np.intp)
    for start in range(0, len(part), max(size, 1)):
        block = part[start : start + size]
        n = len(block)
        if np.fmin.reduce(block, axis=None) < low or np.fmax.reduce(block, axis=None) > low + base - 2:
            raise OverflowError
        np.fmax(block, missing[:n], out=shifted[:n])
        np.rint(shifted[:n], out=whole[:n])
        if not np.equal(shifted[:n], whole[:n], out=same[:n]).all():
            return None
        np.dot(shifted[:n], powers, out=keys[:n])
        np.subtract(keys[:n], origin, out=places[:n], casting="unsafe")
        if len(histogram) > size:
            np.add.at(histogram, places[:n], 1)
        else:
            histogram += np.bincount(places[:n], minlength=len(histogram))
        progress.advance(block.size)
    return histogram


def _in_threads(count: Callable[[Array], Array | None], table: Array) -> Array | None:
    """Count the parts of a large table side by side, as far as there are processors."""
    workers = min(4, table.size // MANY)
    workers = min(workers, os.cpu_count() or 1) if workers > 1 else 1
    if workers == 1:
        return count(table)
    from concurrent.futures import ThreadPoolExecutor

    step = -(-len(table) // workers)
    with ThreadPoolExecutor(workers) as pool:
        found = list(pool.map(count, [table[start : start + step] for start in range(0, len(table), step)]))
    total = None
    for part in found:
        if part is None:
            return None
        total = part if total is None else total + part
    return total


def _named(codes: Integers, times: Array, low: float, declared: Array | None) -> Patterns:
    """Turn distances from the lowest number into positions of the values that were given, or that occur."""
    occurring = np.unique(codes[codes >= 0])
    numbers: Array = (occurring + low).astype(np.float64)
    values = numbers if declared is None else declared
    _check_declared(numbers, values)
    place = np.full(int(occurring[-1]) + 2 if len(occurring) else 1, -1)
    place[occurring] = np.searchsorted(values, numbers)
    return Patterns(np.where(codes >= 0, place[codes], -1), times, values)


def _of_any_numbers(table: Array, declared: Array | None) -> Patterns:
    given = ~np.isnan(table)
    numbers: Array = np.unique(table[given]).astype(np.float64)
    values = numbers if declared is None else declared
    _check_declared(numbers, values)
    codes = np.full(table.shape, -1)
    codes[given] = np.searchsorted(values, table[given])
    first, origin = distinct_rows(codes, len(values))
    return Patterns(codes[first], np.bincount(origin).astype(np.float64), values)


def _check_declared(numbers: Array, values: Array) -> None:
    strange = numbers[~np.isin(numbers, values)]
    if len(strange):
        raise LookupError(", ".join(f"{number:g}" for number in strange[:5]))
