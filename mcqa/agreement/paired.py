"""Two values on the union of their units: resamples, and leaving a unit out, that serve both at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from mcqa.agreement.inference import Basis
from mcqa.agreement.measure import Measured
from mcqa.statistics.intervals import BLOCK, ROUNDING, LeftOut, drawn_units
from mcqa.statistics.sampling import Array, Integers


@dataclass(frozen=True, eq=False, kw_only=True)
class Side:
    """One of two values; `place` (n_distinct,) says which of its distinct units each of the union is, -1 for none."""

    value: float
    basis: Basis
    place: Integers

    @cached_property
    def held(self) -> Array | None:
        """What each distinct unit of the union adds to the sums, (n_distinct, n_features): 0 where it is absent."""
        features = self.basis.repeat.features
        if features is None:
            return None
        held, _ = self.basis.rows.sampling.by_unit(features)
        return np.concatenate([held, np.zeros((1, held.shape[1]))])[self.place]

    def estimates(self, drawn: Array) -> Array:
        """Estimates of resamples: how often each distinct unit of the union is drawn, (n, n_distinct), to (n,)."""
        if self.held is not None:
            return self.basis.repeat.again(drawn @ self.held)
        # units of the union that are one and the same distinct unit here are added up
        order = np.argsort(self.place, kind="stable")
        order = order[self.place[order] >= 0]
        starts = np.flatnonzero(np.diff(self.place[order], prepend=-1))
        folded = np.asarray(np.add.reduceat(drawn[:, order], starts, axis=1))
        return self.basis.repeat.again(self.basis.rows.sampling.on_rows(folded))

    def left_out(self) -> Array:
        """Estimates without each distinct unit of the union, (n_distinct,); one that is absent changes nothing."""
        return np.append(self.basis.without_units.estimates, self.value)[self.place]


@dataclass(frozen=True, eq=False, kw_only=True)
class Pair:
    """Two sides on the union of their units; `times` (n_distinct,) says how often each distinct unit of it occurs."""

    first: Side
    second: Side
    times: Array

    @property
    def too_slow(self) -> bool:
        """Whether leaving out every unit in turn would take too long."""
        return self.first.basis.too_slow or self.second.basis.too_slow

    def resampled(self, n_resamples: int, rng: np.random.Generator) -> Array:
        """Give the differences of resamples of the union, (n_resamples,); NaN where one of the sides has no value."""
        rows = max(len(side.basis.rows.times) for side in (self.first, self.second))
        step = max(1, BLOCK // max(1, len(self.times), rows))
        found = []
        for start in range(0, n_resamples, step):
            drawn = drawn_units(self.times, min(step, n_resamples - start), rng)
            found.append(self.first.estimates(drawn) - self.second.estimates(drawn))
        return zeroed(np.concatenate(found))

    def left_out(self) -> LeftOut:
        """Give the differences without each distinct unit of the union."""
        return LeftOut(self.first.left_out() - self.second.left_out(), self.times)


def paired(first: Measured, second: Measured) -> Pair:
    """Bring two values together on the union of their units; units that are alike on both sides are one, counted.

    Both need a basis, and must be of the same ratings table: units are told by their position in it.
    """
    units = [_units(side) for side in (first, second)]
    union = np.union1d(units[0][0], units[1][0])
    places = np.full((2, len(union)), -1, dtype=np.int64)
    for place, (unit, number) in zip(places, units, strict=True):
        place[np.searchsorted(union, unit)] = number
    key = (places[0] + 1) * (places[1].max() + 2) + places[1] + 1
    _, distinct, times = np.unique(key, return_index=True, return_counts=True)
    one, other = (_side(side, place[distinct]) for side, place in zip((first, second), places, strict=True))
    return Pair(first=one, second=other, times=times.astype(np.float64))


def zeroed(values: Array) -> Array:
    """Take rounding for no difference."""
    return np.where(np.abs(values) <= ROUNDING, 0.0, values)


def _side(side: Measured, place: Integers) -> Side:
    if side.basis is None or side.estimate.estimate is None:
        raise ValueError("a value that cannot be made again has no difference to make again")
    return Side(value=side.estimate.estimate, basis=side.basis, place=place)


def _units(side: Measured) -> tuple[Integers, Integers]:
    """Give the units by their position in the ratings, and which distinct unit of the sampling each is."""
    if side.scope.used is None or side.basis is None:
        raise ValueError("a value that cannot be made again has no units")
    clusters, rows = side.scope.used.clusters, side.basis.rows
    if rows.sampling.entries is not None:
        distinct = np.unique(clusters)
        return distinct, np.arange(len(distinct))
    return clusters, np.arange(len(clusters)) if rows.origin is None else rows.origin
