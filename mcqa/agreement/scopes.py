"""Over which ratings a coefficient is taken: a component, a standard, everything, a group, a round, two reviewers.

Where two groups of raters are set against each other the scope has two sides, and `opposed` makes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mcqa.ratings.table import MISSING, RatingMatrix, Ratings
from mcqa.rubric.model import Scale
from mcqa.statistics.rows import Rows, rows_of

PAIR = 2


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Some ratings and what to call them; `matrix` is None where they are on different scales and cannot be pooled.

    Where raters are only compared across two groups, `sides` (n_raters,) says which columns of the matrix are of
    `other_group`; only rows that both sides rated are computed from.
    """

    kind: str
    scales: tuple[Scale, ...]
    matrix: RatingMatrix | None
    criterion: str | None = None
    standard: str | None = None
    group: str | None = None
    round: str | None = None
    raters: tuple[str, ...] | None = None
    listwise: bool = False
    other_group: str | None = None
    sides: NDArray[np.bool_] | None = None

    @cached_property
    def used(self) -> RatingMatrix | None:
        """The ratings that are computed from.

        All of them, or for `listwise` the rows that every rater of the scope rated; those that both sides rated where
        there are two.
        """
        if self.matrix is None or not (self.listwise or self.sides is not None):
            return self.matrix
        keep = (self.matrix.codes != MISSING).all(axis=1) if self.listwise else self.paired(self.matrix)
        return _rows(self.matrix, keep)

    def paired(self, matrix: RatingMatrix) -> NDArray[np.bool_]:
        """Which rows have two ratings to compare, shape (n_rows,): one from each side where there are two sides."""
        if self.sides is None:
            return np.asarray(matrix.counts.sum(axis=1) >= PAIR)
        given = matrix.codes != MISSING
        return np.asarray(given[:, ~self.sides].any(axis=1) & given[:, self.sides].any(axis=1))

    @cached_property
    def rows(self) -> Rows | None:
        """What is computed from, each distinct row once where there are many."""
        matrix = self.used
        if matrix is None:
            return None
        n_levels = len(matrix.scale.levels)
        return rows_of(matrix.codes, n_levels, matrix.clusters, raters_known=matrix.raters_known)

    @cached_property
    def complete(self) -> Scope:
        """The same with the rows that every rater of the scope rated, for what cannot do with less."""
        return self if self.listwise else replace(self, listwise=True)

    @cached_property
    def shares(self) -> NDArray[np.int64]:
        """How many ratings each declared level got, shape (n_levels,); empty where the scales differ."""
        return np.zeros(0, dtype=np.int64) if self.matrix is None else self.matrix.counts.sum(axis=0, dtype=np.int64)

    @cached_property
    def n_units(self) -> int:
        """Units with any rating."""
        return 0 if self.matrix is None else len(np.unique(self.matrix.clusters))

    @cached_property
    def n_units_used(self) -> int:
        """Units with at least one row of two ratings to compare among those computed from."""
        return len(self.units_used)

    @cached_property
    def units_used(self) -> NDArray[np.int32]:
        """Positions of these units in the ratings, rising."""
        if self.used is None:
            return np.zeros(0, dtype=np.int32)
        return np.unique(self.used.clusters[self.paired(self.used)])

    @property
    def n_raters(self) -> int:
        """Raters with any rating."""
        return 0 if self.matrix is None else len(self.matrix.raters)

    @cached_property
    def only_level(self) -> str | None:
        """Label of the level at which every rating is; None when two levels were used, or none.

        Between two sides only the ratings that are computed from count.
        """
        compared = self.shares if self.sides is None or self.used is None else self.used.counts.sum(axis=0)
        used = np.flatnonzero(compared)
        return self.scales[0].levels[int(used[0])].label if len(used) == 1 else None


def _rows(matrix: RatingMatrix, keep: NDArray[np.bool_]) -> RatingMatrix:
    return replace(
        matrix,
        codes=matrix.codes[keep],
        clusters=matrix.clusters[keep],
        row_criteria=matrix.row_criteria[keep],
    )


class Region(NamedTuple):
    """Some criteria (by position) and what to call them: a component, a standard, or everything."""

    kind: str
    criteria: tuple[int, ...]
    criterion: str | None = None
    standard: str | None = None


REGIONS = ("criterion", "standard", "rubric")
SCOPES = (*REGIONS, "group", "round")


def regions(ratings: Ratings, kinds: Sequence[str]) -> Iterator[Region]:
    """Give every component, every standard and everything, as far as these are among the kinds, in their order."""
    for kind in dict.fromkeys(kinds):
        if kind == "criterion":
            for index, one in enumerate(ratings.criteria):
                yield Region(kind, (index,), one.id, one.standard or None)
        elif kind == "standard":
            members: dict[str, list[int]] = {}
            for index, one in enumerate(ratings.criteria):
                members.setdefault(one.standard, []).append(index)
            # a bare table of ratings has one criterion that belongs to no standard
            yield from (Region(kind, tuple(each), standard=name) for name, each in members.items() if name)
        elif kind == "rubric":
            yield Region(kind, tuple(range(len(ratings.criteria))))


def scopes(ratings: Ratings, kinds: Sequence[str], *, listwise: bool) -> Iterator[Scope]:
    """Give every scope of the asked kinds, in the order of the rubric; groups and rounds each within themselves."""
    for kind in dict.fromkeys(kinds):
        for region in regions(ratings, (kind,)):
            yield _scope(ratings, region, listwise=listwise)
        for name, where in _PARTS.get(kind, _no_parts)(ratings):
            whole = _everything(ratings, kind)
            scope = _scope(ratings, whole, where=where, listwise=listwise)
            yield replace(scope, group=name) if kind == "group" else replace(scope, round=name)


def parted_scopes(
    ratings: Ratings, part: str, kinds: Sequence[str], *, listwise: bool
) -> Iterator[tuple[tuple[str, Scope], ...]]:
    """Give the groups, or the rounds, with their names, for every region of the kinds; for everything if there is none.

    `part` is `group` or `round`; those without a rating are left out.
    """
    parts = [(name, where) for name, where in _PARTS[part](ratings) if (where & ratings.rated).any()]
    for region in regions(ratings, _region_kinds(kinds)):
        yield tuple((name, _scope(ratings, region, where=where, listwise=listwise)) for name, where in parts)


def between_scopes(ratings: Ratings, *, listwise: bool) -> Iterator[Scope]:
    """Give each two groups of raters, the ratings of the one against those of the other, over all components."""
    groups = _raters_by_group(ratings)
    for first, second in combinations(groups, PAIR):
        region = _everything(ratings, "between_groups")
        scope = opposed(ratings, region, groups[first], groups[second], listwise=listwise)
        yield replace(scope, group=first, other_group=second)


def panel_scopes(ratings: Ratings, panel: str, kinds: Sequence[str], *, listwise: bool) -> Iterator[Scope]:
    """Give everybody else against a panel: over all components, and over each component or standard as asked."""
    inside = _raters_by_group(ratings)[panel]
    for region in regions(ratings, (*kinds, "rubric")):
        scope = opposed(ratings, region._replace(kind="panel"), ~inside, inside, listwise=listwise)
        yield replace(scope, other_group=panel)


def opposed(
    ratings: Ratings, region: Region, one: NDArray[np.bool_], other: NDArray[np.bool_], *, listwise: bool
) -> Scope:
    """Set some raters against some others; `one` and `other` are (n_raters,), true where a rater is on the side."""
    scope = _scope(ratings, region, where=(one | other)[ratings.rater], listwise=listwise)
    if scope.matrix is None:
        return scope
    names = {ratings.raters[index] for index in np.flatnonzero(other).tolist()}
    return replace(scope, sides=np.array([rater in names for rater in scope.matrix.raters], dtype=np.bool_))


def groups_with_raters(ratings: Ratings) -> tuple[str, ...]:
    """Give the names of the groups of which somebody rated, in their order."""
    return tuple(_raters_by_group(ratings))


def _region_kinds(kinds: Sequence[str]) -> tuple[str, ...]:
    return tuple(kind for kind in kinds if kind in REGIONS) or ("rubric",)


def _everything(ratings: Ratings, kind: str) -> Region:
    return Region(kind, tuple(range(len(ratings.criteria))))


def _scope(
    ratings: Ratings, region: Region, *, where: NDArray[np.bool_] | None = None, listwise: bool = False
) -> Scope:
    scales = ratings.scales(region.criteria)
    return Scope(
        kind=region.kind,
        scales=scales,
        matrix=ratings.matrix(region.criteria, where=where) if len(scales) == 1 else None,
        criterion=region.criterion,
        standard=region.standard,
        listwise=listwise,
    )


Parts = Iterator[tuple[str, NDArray[np.bool_]]]


def _groups(ratings: Ratings) -> Parts:
    """Give each group with all ratings of its raters, also those of sheets that left the group out."""
    group_of = ratings.group_of_rater
    of_rater = np.array([group_of.get(rater, "") for rater in ratings.raters], dtype=object)
    return ((group, np.asarray(of_rater == group)[ratings.rater]) for group in ratings.groups if group)


def _rounds(ratings: Ratings) -> Parts:
    return ((name, ratings.round == code) for code, name in enumerate(ratings.rounds) if name)


def _no_parts(_: Ratings) -> Parts:
    return iter(())


_PARTS: dict[str, Callable[[Ratings], Parts]] = {"group": _groups, "round": _rounds}


def _raters_by_group(ratings: Ratings) -> dict[str, NDArray[np.bool_]]:
    """Give who is in each group, (n_raters,); groups of which nobody rated are left out."""
    rated = np.isin(np.arange(len(ratings.raters)), ratings.rater[ratings.rated])
    group_of = ratings.group_of_rater
    found = {
        group: rated & np.array([group_of.get(rater) == group for rater in ratings.raters], dtype=np.bool_)
        for group in ratings.groups
        if group
    }
    return {group: members for group, members in found.items() if members.any()}


def pair_scopes(ratings: Ratings) -> Iterator[Scope]:
    """Give every pair of raters, over all they both rated."""
    whole = _scope(ratings, _everything(ratings, "pair"), listwise=True)
    if whole.matrix is None:
        raters = [name for code, name in enumerate(ratings.raters) if (ratings.rated & (ratings.rater == code)).any()]
        for pair in combinations(raters, PAIR):
            yield replace(whole, raters=pair)
        return
    for first, second in combinations(range(len(whole.matrix.raters)), PAIR):
        names = (whole.matrix.raters[first], whole.matrix.raters[second])
        two = replace(whole.matrix, codes=whole.matrix.codes[:, [first, second]], raters=names)
        yield replace(whole, matrix=_rows(two, (two.codes != MISSING).any(axis=1)), raters=names)
