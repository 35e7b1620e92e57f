"""Names of people and things: when two spellings are one name, and in which order names stand."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

import numpy as np

from mcqa.scoresheets.tables.coded import Coded, Codes, Mask
from mcqa.scoresheets.words.spelling import spelled


@cache
def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key under which R2 comes before R10."""
    parts: list[tuple[int, int, str]] = []
    digits = ""
    for char in name.casefold() + "\0":
        if char.isdecimal():
            digits += char
            continue
        if digits:
            # longer numbers are greater, and no number is too long to compare
            digits = digits.lstrip("0")
            parts.append((0, len(digits), digits))
            digits = ""
        if char != "\0":
            parts.append((1, 0, char))
    return tuple(parts)


class Spelled(NamedTuple):
    """A column of names, each in one spelling: `mc-01 ` and `MC-01` are the same, written as first seen."""

    codes: Codes
    names: tuple[str, ...]

    @classmethod
    def of(cls, column: Coded[str]) -> Spelled:
        """Bring every name of a column to its first spelling."""
        known: dict[str, int] = {}
        names: list[str] = []
        lookup = np.zeros(len(column.values), dtype=np.int32)
        for code, name in column.in_order():
            folded = spelled(name)
            if folded not in known:
                known[folded] = len(names)
                names.append(" ".join(name.split()))
            lookup[code] = known[folded]
        return cls(lookup[column.codes], tuple(names))

    def in_the_only_one(self) -> Spelled:
        """Give the rows without a name the only name that others have, where there is one only."""
        empty, named = ([at for at, name in enumerate(self.names) if bool(name) is wanted] for wanted in (False, True))
        if len(named) != 1 or not empty:
            return self
        return Spelled(np.zeros_like(self.codes), (self.names[named[0]],))


class Ranked(NamedTuple):
    """Names in the order of people: `places` gives the place of each code, -1 for one that is not used.

    `ranks` are equal for names that count as equal in that order, such as MC-1 and MC-01.
    """

    names: tuple[str, ...]
    places: Codes
    ranks: Codes

    @classmethod
    def of(cls, names: Iterable[str], used: Mask) -> Ranked:
        """Sort the names that are used."""
        known = tuple(names)
        order = sorted(np.flatnonzero(used).tolist(), key=lambda code: (natural(known[code]), known[code]))
        places, ranks = np.full(len(known), -1, dtype=np.int32), np.full(len(known), -1, dtype=np.int32)
        rank = -1
        before: tuple[tuple[int, int, str], ...] | None = None
        for place, code in enumerate(order):
            key = natural(known[code])
            rank += key != before
            places[code], ranks[code], before = place, rank, key
        return cls(tuple(known[code] for code in order), places, ranks)
