"""Random numbers that repeat exactly: one named stream per purpose, so that a new draw never shifts another."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

Item = TypeVar("Item")


class Stream:
    """One stream of uniform numbers, fixed by a seed and a name.

    Only uniform numbers are drawn and everything else is made from them: numpy keeps these the same between versions,
    while its distributions and permutations may change.
    """

    def __init__(self, seed: int, *name: str) -> None:
        """Open the stream of this name; other names give independent streams."""
        key = zlib.crc32("\x1f".join(name).encode())
        self._generator = np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, key])))

    def uniform(self, *shape: int) -> NDArray[np.float64]:
        """Draw an array of the given shape, uniform on [0, 1)."""
        return self._generator.random(shape)

    def order(self, n: int) -> NDArray[np.int64]:
        """Draw a random order of 0 … n-1."""
        return np.argsort(self.uniform(n), kind="stable").astype(np.int64)

    def pick(self, items: Sequence[Item]) -> Item:
        """Draw one of the items; IndexError when there is none."""
        return items[int(self._generator.random() * len(items))]
