"""How rows of ratings stand for sampled units, and what units sum to.

A row may stand for many units that were rated alike: everything here depends on the distinct rows and on how often each
occurs, so a million units cost as much as a few hundred. And several rows may belong to one unit (its components, its
rounds): these are not independent, so what is resampled or left out is always a whole unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Integers = NDArray[np.integer]


class Entries(NamedTuple):
    """Which rows belong to which unit, sorted by unit: `unit`, `row` and `often`, each (n_entries,)."""

    unit: Integers
    row: Integers
    often: Array


@dataclass(frozen=True, slots=True, eq=False)
class Sampling:
    """How often each row occurs, and which occurrences belong together.

    `times` is (n_rows,). Without `entries` every occurrence is a unit of its own; with them `times` are their sums.
    """

    times: Array
    entries: Entries | None = None

    @property
    def n_rows(self) -> float:
        """Occurrences of rows."""
        return float(self.times.sum())

    @property
    def n_units(self) -> int:
        """Units with a row."""
        return round(self.n_rows) if self.entries is None else _number(self.entries.unit)

    def kept(self, rows: NDArray[np.bool_]) -> Sampling:
        """Give the sampling of some rows only, (n_rows,) true or false; units left without a row drop out."""
        if rows.all():
            return self
        if self.entries is None:
            return Sampling(self.times[rows])
        unit, row, count = self.entries
        keep = rows[row]
        _, unit = np.unique(unit[keep], return_inverse=True)
        entries = Entries(unit, (np.cumsum(rows) - 1)[row[keep]], count[keep])
        return Sampling(self.times[rows], entries)

    def by_unit(self, values: Array) -> tuple[Array, Array]:
        """Sum what rows hold over units: (n_rows, ...) values to (n_distinct_units, ...) sums, and how often each."""
        if self.entries is None:
            return values, self.times
        unit, row, count = self.entries
        starts = np.flatnonzero(np.diff(unit, prepend=-1))
        parts = values[row] * count.reshape(-1, *(1,) * (values.ndim - 1))
        return np.add.reduceat(parts, starts, axis=0), np.ones(len(starts))

    def on_rows(self, drawn: Array) -> Array:
        """How often each row counts, (n, n_rows), for how often each distinct unit counts, (n, n_distinct_units)."""
        if self.entries is None:
            return drawn
        unit, row, count = self.entries
        if len(row) == len(self.times):
            found = np.empty((len(drawn), len(row)))
            found[:, row] = drawn[:, unit] * count
            return found
        table = np.zeros((_number(unit), len(self.times)))
        table[unit, row] = count
        return np.asarray(drawn @ table)


def _number(unit: Integers) -> int:
    return int(unit[-1]) + 1 if len(unit) else 0


def alike(values: Array, times: Array) -> tuple[Array, Array]:
    """Make one of units that hold the same: (n, n_features) values to the distinct ones, and how often each occurs."""
    order = np.lexsort(values.T)
    rising = values[order]
    starts = np.flatnonzero(np.append(True, (rising[1:] != rising[:-1]).any(axis=1)))
    return rising[starts], np.add.reduceat(times[order], starts)


def each_once(n_rows: int) -> Sampling:
    """Rows that are units of their own, each occurring once."""
    return Sampling(np.ones(n_rows))


def of_clusters(clusters: Integers, rows: Integers | None = None) -> Sampling:
    """Give the sampling of rows that belong to units.

    Parameters
    ----------
    clusters : ndarray of int, shape (n,)
        The unit of each occurrence.
    rows : ndarray of int, shape (n,), optional
        Which distinct row it is; each a row of its own by default.
    """
    distinct, unit = np.unique(clusters, return_inverse=True)
    independent = len(distinct) == len(clusters)
    if rows is None:
        if independent:
            return each_once(len(clusters))
        order = np.argsort(unit, kind="stable")
        return Sampling(np.ones(len(unit)), Entries(unit[order], order, np.ones(len(unit))))
    times = np.bincount(rows).astype(np.float64)
    if independent:
        return Sampling(times)
    key, count = np.unique(unit.astype(np.int64) * len(times) + rows, return_counts=True)
    return Sampling(times, Entries(key // len(times), key % len(times), count.astype(np.float64)))
