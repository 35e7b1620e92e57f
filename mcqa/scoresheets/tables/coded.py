"""Columns of codes into values that are kept once, or made when asked for: millions of rows stay small and fast."""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar, overload

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# in quotes: loading numpy.typing takes longer than scoring a pilot
Codes: TypeAlias = "NDArray[np.int32]"
Rows: TypeAlias = "NDArray[np.intp]"
Keys: TypeAlias = "NDArray[np.int64]"
Mask: TypeAlias = "NDArray[np.bool_]"
T = TypeVar("T")
U = TypeVar("U")

# so many values are made at a time where a column is gone through
STRETCH = 65_536


class Lazy(Sequence[T], ABC, Generic[T]):
    """A sequence whose values are made when they are asked for."""

    @abstractmethod
    def at(self, place: int) -> T:
        """Give the value at a place from 0."""

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[T]: ...
    def __getitem__(self, place: int | slice) -> T | Sequence[T]:
        """Give one value, or those of a slice."""
        if isinstance(place, slice):
            return self.many(np.arange(*place.indices(len(self)), dtype=np.int32))
        return self.at(range(len(self))[place])

    def __iter__(self) -> Iterator[T]:
        """Go through the values, a stretch at a time."""
        for start in range(0, len(self), STRETCH):
            yield from self.many(np.arange(start, min(start + STRETCH, len(self)), dtype=np.int32))

    def __eq__(self, other: object) -> bool:
        """Whether another sequence has the same values in the same order."""
        if not isinstance(other, Sequence) or isinstance(other, str | bytes):
            return NotImplemented
        return len(self) == len(other) and all(own == one for own, one in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]  # equal to tuples, which hash in their own way

    def many(self, places: Codes) -> list[T]:
        """Give the values at some places."""
        return [self.at(place) for place in places.tolist()]


class Coded(Lazy[T]):
    """One value for each row, kept as a code into `values`, which may be of any kind and may repeat themselves."""

    __slots__ = ("codes", "values")

    def __init__(self, codes: Codes, values: Sequence[T]) -> None:
        """Take codes of shape (n_rows,), places in `values`."""
        self.codes, self.values = codes, values

    @classmethod
    def of(cls, given: Iterable[T]) -> Coded[T]:
        """Code some values that can be keys; equal ones count as the same."""
        places: dict[T, int] = {}
        codes = np.fromiter((places.setdefault(value, len(places)) for value in given), dtype=np.int32)
        return cls(codes, tuple(places))

    @classmethod
    def constant(cls, value: T, n_rows: int) -> Coded[T]:
        """Give one value to every row."""
        return cls(np.broadcast_to(np.int32(0), n_rows), (value,))

    @classmethod
    def all_of(cls, values: Sequence[T]) -> Coded[T]:
        """Take a sequence as it stands, a value for each row."""
        return cls(np.arange(len(values), dtype=np.int32), values)

    @classmethod
    def joined(cls, parts: Sequence[Coded[T]]) -> Coded[T]:
        """Put columns below each other."""
        if len(parts) == 1:
            return parts[0]
        starts = accumulate((len(part.values) for part in parts), initial=0)
        codes = [part.codes + np.int32(start) for part, start in zip(parts, starts, strict=False)]
        held = [part.values for part in parts]
        if all(isinstance(values, tuple) for values in held):
            return cls(np.concatenate(codes), tuple(value for values in held for value in values))
        return cls(np.concatenate(codes), Chained(held))

    def __len__(self) -> int:
        """Give the number of rows."""
        return len(self.codes)

    def at(self, place: int) -> T:
        """Give the value of a row."""
        return self.values[int(self.codes[place])]

    def many(self, places: Codes) -> list[T]:
        """Give the values of some rows."""
        return _many(self.values, self.codes[places])

    def take(self, rows: Rows) -> Coded[T]:
        """Keep some rows."""
        return Coded(self.codes[rows], self.values)

    def where(self, holds: Callable[[T], bool]) -> Mask:
        """Say for each row whether something holds of its value; asked once for each value."""
        told = np.fromiter((holds(value) for value in self.values), dtype=np.bool_, count=len(self.values))
        return told[self.codes]

    def each(self, give: Callable[[T], U]) -> Coded[U]:
        """Give other values in the place of these, made once for each, or when asked for where these are too."""
        if isinstance(self.values, Lazy):
            return Coded(self.codes, Made(self.values, give))
        return Coded(self.codes, tuple(give(value) for value in self.values))

    def distinct(self) -> Coded[T]:
        """Code equal values, which joined columns may hold several times, as one."""
        places: dict[T, int] = {}
        lookup = np.fromiter((places.setdefault(value, len(places)) for value in self.values), dtype=np.int32)
        return Coded(lookup[self.codes], tuple(places))

    def stretches(self) -> Iterator[list[T]]:
        """Give the values of the rows in lists, a stretch at a time; a column of one value is not gone through."""
        end = len(self) if len(self.values) > 1 else min(1, len(self))
        for start in range(0, end, STRETCH):
            yield self.many(np.arange(start, min(start + STRETCH, end), dtype=np.int32))

    def first_rows(self) -> Rows:
        """Give for each value the first row in which it stands; the number of rows for one that stands in none."""
        first = np.full(len(self.values), len(self.codes), dtype=np.intp)
        # of several rows with the same code the last one assigned stays
        first[self.codes[::-1]] = np.arange(len(self.codes), dtype=np.intp)[::-1]
        return first

    def in_order(self) -> Iterator[tuple[int, T]]:
        """Give the values that stand in any row, with their codes, in the order in which they first appear."""
        first = self.first_rows()
        order = np.argsort(first, kind="stable")
        for code in order[: int((first < len(self.codes)).sum())].tolist():
            yield code, self.values[code]


class Chained(Lazy[T]):
    """Several sequences as one, without a copy."""

    def __init__(self, parts: Sequence[Sequence[T]]) -> None:
        """Take the sequences."""
        self.parts = tuple(parts)
        self.starts = tuple(accumulate((len(part) for part in parts), initial=0))

    def __len__(self) -> int:
        """Give the number of all values."""
        return self.starts[-1]

    def at(self, place: int) -> T:
        """Give a value of the part that holds it."""
        part = bisect_right(self.starts, place) - 1
        return self.parts[part][place - self.starts[part]]

    def many(self, places: Codes) -> list[T]:
        """Give the values at some places, part by part."""
        found: list[T | None] = [None] * len(places)
        of = np.searchsorted(np.asarray(self.starts), places, side="right") - 1
        for part in np.unique(of).tolist():
            own = np.flatnonzero(of == part)
            values = _many(self.parts[part], places[own] - np.int32(self.starts[part]))
            for row, value in zip(own.tolist(), values, strict=True):
                found[row] = value
        return found  # type: ignore[return-value]  # every place is in a part


class Made(Lazy[U], Generic[T, U]):
    """Values made from those of another sequence."""

    def __init__(self, values: Sequence[T], give: Callable[[T], U]) -> None:
        """Take the sequence, and what makes one value of another."""
        self.values, self.give = values, give

    def __len__(self) -> int:
        """Give the number of values."""
        return len(self.values)

    def at(self, place: int) -> U:
        """Make the value at a place."""
        return self.give(self.values[place])

    def many(self, places: Codes) -> list[U]:
        """Make the values at some places."""
        return [self.give(value) for value in _many(self.values, places)]


def _many(values: Sequence[T], places: Codes) -> list[T]:
    if isinstance(values, Lazy):
        return values.many(places)
    return [values[place] for place in places.tolist()]


def combined(columns: Sequence[tuple[Codes, int]]) -> tuple[Codes, Keys]:
    """Code the different rows of several code columns, each given with its number of codes.

    Returns the code of each row, and the different rows (n_different, n_columns) in ascending order.
    """
    codes, size = columns[0]
    different = np.arange(size, dtype=np.int64)[:, None]
    for other, n_codes in columns[1:]:
        key = codes.astype(np.int64) * n_codes + other
        n_keys = len(different) * n_codes
        if n_keys <= max(STRETCH, len(key)):
            # a table of all that could be is faster than sorting what is
            seen = np.zeros(n_keys, dtype=np.bool_)
            seen[key] = True
            keys = np.flatnonzero(seen).astype(np.int64)
            codes = (np.cumsum(seen, dtype=np.int32) - np.int32(1))[key]
        else:
            keys, inverse = np.unique(key, return_inverse=True)
            codes = inverse.astype(np.int32)
        different = np.column_stack([different[keys // n_codes], keys % n_codes])
    return codes, different
