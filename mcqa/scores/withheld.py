"""Which small groups a table must withhold, and which others with them, so that nobody finds them by subtraction.

Units are counted in two tables, by provider and by state, and in total. A withheld group can be found from what is
shown if its members are a sum and difference of shown groups. In the graph that joins a provider and a state with a
unit in common, every part can be solved for by itself: a group cannot be found if another one of its table is withheld
in the same part, and only the sum of those withheld there can.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

__all__ = ["withheld"]

TWO = 2


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
    # without a second table all units are one group of it, which is not shown
    other = [0] * len(first) if second is None else second
    cover = _Cover(first, other, smallest)
    if second is None:
        cover.hidden[1].clear()
    if any(cover.hidden):
        cover.complete(both=second is not None)
    return frozenset(cover.hidden[0]), frozenset(cover.hidden[1]) if second is not None else frozenset()


class _Cover:
    """The groups that are withheld so far."""

    def __init__(self, first: Sequence[int], second: Sequence[int], smallest: int) -> None:
        self.smallest = smallest
        self.sizes = (_sizes(first), _sizes(second))
        self.hidden = tuple({group for group, size in sizes.items() if size < smallest} for sizes in self.sizes)
        self.parts = _parts(set(zip(first, second, strict=True)), self.sizes[0])

    def complete(self, *, both: bool) -> None:
        """Withhold further groups until none can be found."""
        sides = (0, 1) if both else (0,)
        sealed = [part for part in self.parts if not self._all_enough(part, sides)]
        for part in sealed:
            self._seal(part)
        # of a part that is withheld whole only the sum is known, from the total; it hides behind another part
        others = sorted((part for part in self.parts if part not in sealed), key=lambda part: part.size)
        if not both or not sealed or any(self._behind(part) for part in others):
            return
        while others and (len(sealed) < TWO or sum(part.size for part in sealed) < self.smallest):
            part = others.pop(0)
            for side in sides:
                self._hide_next(part, side)
            if self._all_enough(part, sides):
                return
            self._seal(part)
            sealed.append(part)

    def _all_enough(self, part: _Part, sides: Sequence[int]) -> bool:
        """Withhold enough groups of a part in each table, and say whether that was possible."""
        enough = [self._enough(part, side) for side in sides]
        return all(enough)

    def _enough(self, part: _Part, side: int) -> bool:
        """Withhold groups of a part until there are enough; False where there are no others left."""
        own = part.groups[side] & self.hidden[side]
        while own and (len(own) < TWO or sum(self.sizes[side][group] for group in own) < self.smallest):
            if not self._hide_next(part, side):
                return False
            own = part.groups[side] & self.hidden[side]
        return True

    def _hide_next(self, part: _Part, side: int) -> bool:
        """Withhold the smallest group of a part that is still shown; False where there is none."""
        shown = part.groups[side] - self.hidden[side]
        if not shown:
            return False
        self.hidden[side].add(min(shown, key=lambda group: (self.sizes[side][group], group)))
        return True

    def _seal(self, part: _Part) -> None:
        for side, groups in enumerate(part.groups):
            self.hidden[side].update(groups)

    def _behind(self, part: _Part) -> bool:
        """Whether the sum of a part cannot be found in either table."""
        return all(part.groups[side] & self.hidden[side] for side in (0, 1))


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
        groups = tuple(frozenset(group for table, group in inside if table == side) for side in (0, 1))
        parts.append(_Part((groups[0], groups[1]), sum(sizes[group] for group in groups[0])))
    return parts
