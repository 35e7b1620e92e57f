"""Which component of the newer rubric is which of the older, whatever its id is now.

The id decides where the wording does not contradict it. It contradicts when a component is put in and those after it
are renumbered: then each id names another component, and comparing by id would find every text reworded. So components
that keep their id and resemble themselves are paired first, then those that resemble a component under another id, best
first and one to one, and last those that share an id and nothing else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from heapq import heapify, heappop, heapreplace
from typing import Generic, NamedTuple, Protocol, TypeAlias, TypeVar

from mcqa.rubric.difference.wording import likeness, words
from mcqa.rubric.model import Criterion, Rubric, Standard

# The least share of words that two components have in common, in the same order, to be one under another id. Different
# components of one shipped rubric share at most 38 %; one with a descriptor of its three written anew keeps about 70 %.
ALIKE = 0.6
# a standard that has this share of its components in common with another, or its title, is the same standard
SHARED = 0.5


class _Named(Protocol):
    @property
    def id(self) -> str: ...


Part = TypeVar("Part", bound=_Named)
_Likeness: TypeAlias = Callable[[Part, Part], float]


class Pairs(NamedTuple, Generic[Part]):
    """The parts of two rubrics that belong together, and those that only one has."""

    both: tuple[tuple[Part, Part], ...]
    removed: tuple[Part, ...]
    added: tuple[Part, ...]


def pair_components(old: Rubric, new: Rubric) -> Pairs[Criterion]:
    """Find the components that two versions share."""
    places: dict[tuple[str, int], int] = {}
    before = {component.id: _wording(component, old.language, places) for component in old.criteria}
    after = {component.id: _wording(component, new.language, places) for component in new.criteria}

    def most(one: Criterion, other: Criterion) -> float:
        return _most(before[one.id], after[other.id])

    def alike(one: Criterion, other: Criterion) -> float:
        return likeness(before[one.id].words, after[other.id].words, ALIKE)

    return _pair(old.criteria, new.criteria, most, alike)


def pair_standards(old: Rubric, new: Rubric, components: Pairs[Criterion]) -> Pairs[Standard]:
    """Find the standards that two versions share: by their title, or by the components that stand under them."""
    shared = Counter((one.standard, other.standard) for one, other in components.both)
    before = {standard.id: words(standard.title, old.language) for standard in old.standards}
    after = {standard.id: words(standard.title, new.language) for standard in new.standards}

    def alike(one: Standard, other: Standard) -> float:
        same_title = before[one.id] == after[other.id]
        common = shared[one.id, other.id]
        all_of_them = len(one.criteria) + len(other.criteria) - common
        share = common / all_of_them if all_of_them else 0.0
        return share + same_title if same_title or share >= SHARED else 0.0

    return _pair(old.standards, new.standards, alike, alike)


def _pair(old: Sequence[Part], new: Sequence[Part], most: _Likeness[Part], alike: _Likeness[Part]) -> Pairs[Part]:
    """Pair parts one to one; `alike` is slow, and `most`, which it never exceeds, is fast."""
    named = {part.id: part for part in new}
    same_id = [(part, named[part.id]) for part in old if part.id in named]
    found = {one.id: other for one, other in same_id if most(one, other) and alike(one, other)}
    taken = {other.id for other in found.values()}
    queue = [
        (-score, False, row, column)
        for row, one in enumerate(old)
        if one.id not in found
        for column, other in enumerate(new)
        if other.id not in taken and (score := most(one, other))
    ]
    # the best first; how alike two are is counted when no two others can be more alike, which few ever come to
    heapify(queue)
    while queue:
        _, counted, row, column = queue[0]
        one, other = old[row], new[column]
        if one.id in found or other.id in taken:
            heappop(queue)
        elif counted:
            found[one.id] = other
            taken.add(other.id)
        elif score := alike(one, other):
            heapreplace(queue, (-score, True, row, column))
        else:
            heappop(queue)
    for one, other in same_id:
        if one.id not in found and other.id not in taken:
            found[one.id] = other
            taken.add(other.id)
    return Pairs(
        both=tuple((part, found[part.id]) for part in old if part.id in found),
        removed=tuple(part for part in old if part.id not in found),
        added=tuple(part for part in new if part.id not in taken),
    )


def out_of_order(old: Iterable[str], new: Iterable[str]) -> tuple[str, ...]:
    """Name the fewest items that must be moved to turn one order into the other; both hold the same items."""
    place = {item: position for position, item in enumerate(old)}
    after = list(new)
    # the longest run of items in their old order stays; `best[i]` ends with item i
    best: list[list[str]] = []
    for index, item in enumerate(after):
        runs = [best[each] for each in range(index) if place[after[each]] < place[item]]
        best.append([*max(runs, key=len, default=[]), item])
    longest: list[str] = max(best, key=len, default=[])
    return tuple(item for item in after if item not in set(longest))


class _Wording(NamedTuple):
    """The words of a component in their order, and which they are as the bits of one number."""

    words: tuple[str, ...]
    bits: int


def _wording(component: Criterion, language: str, places: dict[tuple[str, int], int]) -> _Wording:
    """Give the words of a component; `places` has a bit for each word, and another for each time it comes again."""
    found = words(" ".join((component.title, component.text, *component.descriptors.values())), language)
    seen: Counter[str] = Counter()
    bits = 0
    for word in found:
        bits |= 1 << places.setdefault((word, seen[word]), len(places))
        seen[word] += 1
    return _Wording(found, bits)


def _most(one: _Wording, other: _Wording) -> float:
    """Say how alike two wordings can be at most: the share of words in common, in whatever order; 0 below `ALIKE`."""
    total = len(one.words) + len(other.words)
    most = 2 * (one.bits & other.bits).bit_count() / total if total else 1.0
    return most if most >= ALIKE else 0.0
