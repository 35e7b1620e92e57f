"""The rows that a coefficient is computed from: distinct rating vectors with how often each occurs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from mcqa.statistics.coefficients import level_counts
from mcqa.statistics.sampling import Array, Integers, Sampling, of_clusters

MISSING = -1
# finding the distinct rows of fewer rows than this costs more than it saves
FEW = 500
# distinct rows are counted in one pass where there can be no more than this many, and by sorting where there can
DENSE = 2**20
LARGEST_KEY = 2**62


@dataclass(frozen=True, eq=False, kw_only=True)
class Rows:
    """Rating vectors: `codes` (n_rows, n_raters), positions of levels, -1 where there is no rating.

    `sampling` says how often each row occurs and in which units. `origin` (n_original_rows,) says which row each row
    of the ratings has become, None where all were kept as they are.
    """

    codes: Integers
    n_levels: int
    sampling: Sampling
    raters_known: bool = True
    origin: Integers | None = None

    @property
    def times(self) -> Array:
        """How often each row occurs, shape (n_rows,)."""
        return self.sampling.times

    @cached_property
    def counts(self) -> Integers:
        """How many raters put each row at each level, shape (n_rows, n_levels)."""
        return level_counts(self.codes, self.n_levels)

    @cached_property
    def without_each(self) -> tuple[Rows, ...]:
        """The rows without each rater in turn, without those that nobody else rated."""
        return tuple(self._without(rater) for rater in range(self.codes.shape[1]))

    def without(self, rater: int) -> Rows:
        """Give the rows without one rater, without those that nobody else rated."""
        return self.without_each[rater]

    def _without(self, rater: int) -> Rows:
        codes = np.delete(self.codes, rater, axis=1)
        kept = (codes != MISSING).any(axis=1)
        codes, sampling = codes[kept], self.sampling.kept(kept)
        if sampling.entries is None and len(codes) > FEW and codes.shape[1]:
            # rows that differed in this rater alone are the same now
            first, origin = distinct_rows(codes, self.n_levels)
            codes, sampling = codes[first], Sampling(np.bincount(origin, weights=sampling.times).astype(np.float64))
        return Rows(codes=codes, n_levels=self.n_levels, sampling=sampling, raters_known=self.raters_known)


def rows_of(codes: Integers, n_levels: int, clusters: Integers, *, raters_known: bool = True) -> Rows:
    """Give rows of ratings, each distinct one once where there are many.

    Parameters
    ----------
    codes : ndarray of int, shape (n_rows, n_raters)
        Positions of levels, -1 where there is no rating.
    n_levels : int
        Number of levels.
    clusters : ndarray of int, shape (n_rows,)
        The unit of each row.
    raters_known : bool
        Whether a column is one rater.
    """
    if len(codes) <= FEW:
        return Rows(codes=codes, n_levels=n_levels, sampling=of_clusters(clusters), raters_known=raters_known)
    first, origin = distinct_rows(codes, n_levels)
    return Rows(
        codes=codes[first],
        n_levels=n_levels,
        sampling=of_clusters(clusters, origin),
        raters_known=raters_known,
        origin=origin,
    )


def distinct_rows(codes: Integers, n_levels: int) -> tuple[Integers, Integers]:
    """Find the distinct rows of codes: where each first stands, (n_distinct,), and which each row is, (n_rows,)."""
    key = codes[:, 0].astype(np.int64) + 1
    largest = n_levels + 1
    for column in range(1, codes.shape[1]):
        if largest > LARGEST_KEY // (n_levels + 1):
            # numbers too large for a key: those of the columns so far are renumbered
            distinct, key = np.unique(key, return_inverse=True)
            largest = len(distinct)
        key = key * (n_levels + 1) + codes[:, column] + 1
        largest *= n_levels + 1
    if largest > DENSE:
        _, first, origin = np.unique(key, return_index=True, return_inverse=True)
        return first, origin
    found = np.flatnonzero(np.bincount(key, minlength=largest))
    number = np.zeros(largest, dtype=np.int64)
    number[found] = np.arange(len(found))
    origin = number[key]
    first = np.empty(len(found), dtype=np.int64)
    first[origin[::-1]] = np.arange(len(origin))[::-1]
    return first, origin
