"""Which small groups a table must withhold, and which others with them, so that nobody finds them by subtraction.

Units are counted in two tables, by provider and by state, and in total. A withheld group can be found from what is
shown if its members are a sum and difference of shown groups. In the graph that joins a provider and a state with a
unit in common, every part can be solved for by itself: a group cannot be found if another one of its table is withheld
in the same part, and only the sum of those withheld there can.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

__all__ = ["hidden", "withheld"]

TWO = 2
# the first and the second table
SIDES = (0, 1)


def hidden(sizes: Sequence[int], smallest: int, already: Collection[int] = ()) -> frozenset[int]:
    """Choose the groups of a single table to withhold when its total is shown.

    Withheld are those below the smallest size, those `already` withheld, and then the next smallest until at least two
    are and together they are no smaller: else the total less what is shown would give them away. Empty groups hide
    nothing.
    """
    filled = {group: size for group, size in enumerate(sizes) if size}
    out = {group for group, size in filled.items() if size < smallest}.union(already)
    _hide(filled, out, smallest)
    return frozenset(out)


def _hide(sizes: Mapping[int, int], out: set[int], smallest: int) -> bool:
    """Add groups to those that are withheld until they are enough, the smallest first; False where none is left.

    Two or more are enough that together have the smallest size; where none is withheld, none needs to be.
    """
    own = [size for group, size in sizes.items() if group in out]
    while own and (len(own) < TWO or sum(own) < smallest):
        group = _next(sizes, out)
        if group is None:
            return False
        out.add(group)
        own.append(sizes[group])
    return True


class _Part(NamedTuple):
    """Groups that shared units join together: those of the first and of the second table."""

    groups: tuple[frozenset[int], frozenset[int]]
    size: int


def withheld(
    first: Sequence[int], second: Sequence[int] | None, smallest: int
) -> tuple[frozenset[int], frozenset[int]]:
    """Choose the groups to withhold.

    Parameters
    ----------
    first, second
        The group of each unit in either table, (n_units,) codes; None where there is no second table.
    smallest
        A group of fewer units is withheld.

    Returns
    -------
    two sets of groups
        Those to withhold in the first and in the second table. In every part of the tables at least two are withheld or
        none, and together they have at least `smallest` units, as far as there are other groups to withhold.

    References
    ----------
    Complementary suppression: Willenborg & de Waal (2001), Elements of Statistical Disclosure Control, chapter 4.
    """
    if second is None:
        sizes = _sizes(first)
        return hidden([sizes.get(group, 0) for group in range(max(sizes, default=-1) + 1)], smallest), frozenset()
    cover = _Cover(first, second, smallest)
    if any(cover.hidden):
        cover.complete()
    return frozenset(cover.hidden[0]), frozenset(cover.hidden[1])


class _Cover:
    """The groups that are withheld so far."""

    def __init__(self, first: Sequence[int], second: Sequence[int], smallest: int) -> None:
        self.smallest = smallest
        self.sizes = (_sizes(first), _sizes(second))
        self.hidden = tuple({group for group, size in sizes.items() if size < smallest} for sizes in self.sizes)
        self.parts = _parts(set(zip(first, second, strict=True)), self.sizes[0])

    def complete(self) -> None:
        """Withhold further groups until none can be found."""
        sealed = [part for part in self.parts if not self._all_enough(part)]
        for part in sealed:
            self._seal(part)
        # of a part that is withheld whole only the sum is known, from the total; it hides behind another part
        others = sorted((part for part in self.parts if part not in sealed), key=lambda part: part.size)
        if not sealed or any(self._behind(part) for part in others):
            return
        while others and (len(sealed) < TWO or sum(part.size for part in sealed) < self.smallest):
            part = others.pop(0)
            for side in SIDES:
                self._hide_next(part, side)
            if self._all_enough(part):
                return
            self._seal(part)
            sealed.append(part)

    def _all_enough(self, part: _Part) -> bool:
        """Withhold enough groups of a part in each table, and say whether that was possible."""
        enough = [_hide(self._sizes_of(part, side), self.hidden[side], self.smallest) for side in SIDES]
        return all(enough)

    def _hide_next(self, part: _Part, side: int) -> None:
        """Withhold the smallest group of a part that is still shown, if there is one."""
        group = _next(self._sizes_of(part, side), self.hidden[side])
        if group is not None:
            self.hidden[side].add(group)

    def _sizes_of(self, part: _Part, side: int) -> dict[int, int]:
        return {group: self.sizes[side][group] for group in part.groups[side]}

    def _seal(self, part: _Part) -> None:
        for side, groups in enumerate(part.groups):
            self.hidden[side].update(groups)

    def _behind(self, part: _Part) -> bool:
        """Whether the sum of a part cannot be found in either table."""
        return all(part.groups[side] & self.hidden[side] for side in SIDES)


def _next(sizes: Mapping[int, int], out: Collection[int]) -> int | None:
    """Give the smallest group that is still shown; None where there is none."""
    shown = [(size, group) for group, size in sizes.items() if group not in out]
    return min(shown)[1] if shown else None


def _sizes(groups: Iterable[int]) -> dict[int, int]:
    sizes: dict[int, int] = {}
    for group in groups:
        sizes[group] = sizes.get(group, 0) + 1
    return sizes


def _parts(pairs: set[tuple[int, int]], sizes: dict[int, int]) -> list[_Part]:
    """Find the connected parts of the graph of groups, given the pairs that share units."""
    neighbours: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for one, other in sorted(pairs):
        neighbours.setdefault((0, one), []).append((1, other))
        neighbours.setdefault((1, other), []).append((0, one))
    parts, seen = [], set[tuple[int, int]]()
    for start in neighbours:
        if start in seen:
            continue
        inside, waiting = {start}, [start]
        while waiting:
            new = [node for node in neighbours[waiting.pop()] if node not in inside]
            inside.update(new)
            waiting += new
        seen |= inside
        groups = tuple(frozenset(group for table, group in inside if table == side) for side in SIDES)
        parts.append(_Part((groups[0], groups[1]), sum(sizes[group] for group in groups[0])))
    return parts
