"""Over which ratings a coefficient is taken: a component, a standard, everything, a group, a round, two reviewers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from mcqa.agreement.rows import Rows, rows_of
from mcqa.ratings.table import MISSING, RatingMatrix, Ratings
from mcqa.rubric.model import Scale

PAIR = 2


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Some ratings and what to call them; `matrix` is None where they are on different scales and cannot be pooled."""

    kind: str
    scales: tuple[Scale, ...]
    matrix: RatingMatrix | None
    criterion: str | None = None
    standard: str | None = None
    group: str | None = None
    round: str | None = None
    raters: tuple[str, ...] | None = None
    listwise: bool = False

    @cached_property
    def used(self) -> RatingMatrix | None:
        """The ratings that are computed from: all, or for `listwise` the rows that every rater of the scope rated."""
        if self.matrix is None or not self.listwise:
            return self.matrix
        return _rows(self.matrix, (self.matrix.codes != MISSING).all(axis=1))

    @cached_property
    def rows(self) -> Rows | None:
        """What is computed from, each distinct row once where there are many."""
        return None if self.used is None else rows_of(self.used)

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
        """Units with at least one row of two ratings among those computed from."""
        if self.used is None:
            return 0
        return len(np.unique(self.used.clusters[self.used.counts.sum(axis=1) >= PAIR]))

    @property
    def n_raters(self) -> int:
        """Raters with any rating."""
        return 0 if self.matrix is None else len(self.matrix.raters)

    @cached_property
    def only_level(self) -> str | None:
        """Label of the level at which every rating is; None when two levels were used, or none."""
        used = np.flatnonzero(self.shares)
        return self.scales[0].levels[int(used[0])].label if len(used) == 1 else None


def _rows(matrix: RatingMatrix, keep: NDArray[np.bool_]) -> RatingMatrix:
    return replace(
        matrix,
        codes=matrix.codes[keep],
        clusters=matrix.clusters[keep],
        row_criteria=matrix.row_criteria[keep],
    )


def scopes(ratings: Ratings, kinds: Sequence[str], *, listwise: bool) -> Iterator[Scope]:
    """Give every scope of the asked kinds, in the order of the rubric."""
    for kind in dict.fromkeys(kinds):
        for scope in _BY[kind](ratings):
            yield replace(scope, kind=kind, listwise=listwise)


def _by_criterion(ratings: Ratings) -> Iterator[Scope]:
    for index, criterion in enumerate(ratings.criteria):
        yield replace(_scope(ratings, [index]), criterion=criterion.id, standard=criterion.standard or None)


def _by_standard(ratings: Ratings) -> Iterator[Scope]:
    members: dict[str, list[int]] = {}
    for index, criterion in enumerate(ratings.criteria):
        members.setdefault(criterion.standard, []).append(index)
    for standard, criteria in members.items():
        # a bare table of ratings has one criterion that belongs to no standard
        if standard:
            yield replace(_scope(ratings, criteria), standard=standard)


def _whole(ratings: Ratings) -> Iterator[Scope]:
    yield _scope(ratings, range(len(ratings.criteria)))


def _by_group(ratings: Ratings) -> Iterator[Scope]:
    """Give each group with all ratings of its raters, also those of sheets that left the group out."""
    group_of = ratings.group_of_rater
    of_rater = np.array([group_of.get(rater, "") for rater in ratings.raters], dtype=object)
    for group in ratings.groups:
        if group:
            where = (of_rater == group)[ratings.rater]
            yield replace(_scope(ratings, range(len(ratings.criteria)), where=where), group=group)


def _by_round(ratings: Ratings) -> Iterator[Scope]:
    for code, name in enumerate(ratings.rounds):
        if name:
            yield replace(_scope(ratings, range(len(ratings.criteria)), where=ratings.round == code), round=name)


_BY = {
    "criterion": _by_criterion,
    "standard": _by_standard,
    "rubric": _whole,
    "group": _by_group,
    "round": _by_round,
}
SCOPES = tuple(_BY)


def _scope(ratings: Ratings, criteria: Sequence[int], where: NDArray[np.bool_] | None = None) -> Scope:
    scales = ratings.scales(criteria)
    matrix = ratings.matrix(criteria, where=where) if len(scales) == 1 else None
    return Scope(kind="rubric", scales=scales, matrix=matrix)


def pair_scopes(ratings: Ratings) -> Iterator[Scope]:
    """Give every pair of raters, over all they both rated."""
    whole = replace(_scope(ratings, range(len(ratings.criteria))), kind="pair", listwise=True)
    if whole.matrix is None:
        raters = [name for code, name in enumerate(ratings.raters) if (ratings.rated & (ratings.rater == code)).any()]
        for pair in combinations(raters, PAIR):
            yield replace(whole, raters=pair)
        return
    for first, second in combinations(range(len(whole.matrix.raters)), PAIR):
        names = (whole.matrix.raters[first], whole.matrix.raters[second])
        two = replace(whole.matrix, codes=whole.matrix.codes[:, [first, second]], raters=names)
        yield replace(whole, matrix=_rows(two, (two.codes != MISSING).any(axis=1)), raters=names)
