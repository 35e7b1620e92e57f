"""What reviewers could not judge, by criterion and group, and what comments there are where they differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mcqa.ratings.table import Ratings, Status
from mcqa.statistics.shares import share_interval

if TYPE_CHECKING:
    from numpy.typing import NDArray

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupGap:
    """Cannot tell within one reviewer group, of the cells its raters were to judge."""

    group: str
    n_asked: int
    n_cannot_tell: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceGap:
    """How often a criterion could not be judged.

    `n_asked` are the cells with a rating or a cannot tell; `share` is cannot tell among them, with Wilson's 95 %
    interval over cells, None where nobody was asked. Not applicable is counted beside them, of all cells not blank.
    """

    n_asked: int
    n_cannot_tell: int
    n_not_applicable: int
    n_units: int
    n_raters: int
    share: float | None
    low: float | None
    high: float | None
    groups: tuple[GroupGap, ...]
    visible_in: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comments:
    """The ratings in those cells of a criterion whose raters differ, and how many of them carry a comment."""

    n_split_ratings: int
    n_with_comment: int


def evidence_gaps(ratings: Ratings) -> tuple[EvidenceGap, ...]:
    """Count what could not be judged, criterion by criterion."""
    return tuple(_gap(ratings, index) for index in range(len(ratings.criteria)))


def _gap(ratings: Ratings, index: int) -> EvidenceGap:
    here = ratings.criterion == index
    dark = here & (ratings.status == Status.CANNOT_TELL)
    asked = dark | (here & ratings.rated)
    n_asked, n_dark = int(asked.sum()), int(dark.sum())
    interval = share_interval(n_dark, n_asked, CONFIDENCE)
    return EvidenceGap(
        n_asked=n_asked,
        n_cannot_tell=n_dark,
        n_not_applicable=int((here & (ratings.status == Status.NOT_APPLICABLE)).sum()),
        n_units=len(np.unique(ratings.unit[dark])),
        n_raters=len(np.unique(ratings.rater[dark])),
        share=n_dark / n_asked if n_asked else None,
        low=None if interval is None else interval.low,
        high=None if interval is None else interval.high,
        groups=_by_group(ratings, asked, dark),
        visible_in=ratings.criteria[index].visible_in,
    )


def _by_group(ratings: Ratings, asked: NDArray[np.bool_], dark: NDArray[np.bool_]) -> tuple[GroupGap, ...]:
    groups = ratings.group_of_rater
    names = [groups.get(rater, "") for rater in ratings.raters]
    members = {name: [index for index, own in enumerate(names) if own == name] for name in dict.fromkeys(names) if name}
    gaps = []
    for name, raters in members.items():
        own = np.isin(ratings.rater, raters)
        if (asked & own).any():
            gaps.append(GroupGap(group=name, n_asked=int((asked & own).sum()), n_cannot_tell=int((dark & own).sum())))
    return tuple(gaps)


def comments_on_splits(ratings: Ratings) -> tuple[Comments, ...]:
    """Count the comments on split cells (two levels or more given to one unit), criterion by criterion."""
    key = (ratings.unit.astype(np.int64) * len(ratings.criteria) + ratings.criterion) * max(1, len(ratings.rounds))
    key += ratings.round
    cell = np.unique(key, return_inverse=True)[1]
    n_cells = int(cell.max(initial=-1)) + 1
    lowest, highest = np.full(n_cells, np.iinfo(np.int32).max), np.full(n_cells, -1)
    np.minimum.at(lowest, cell[ratings.rated], ratings.level[ratings.rated])
    np.maximum.at(highest, cell[ratings.rated], ratings.level[ratings.rated])
    split = ratings.rated & (lowest < highest)[cell]
    spoken = np.array([bool(text.strip()) for text in ratings.comment], dtype=bool)
    return tuple(
        Comments(
            n_split_ratings=int((split & (ratings.criterion == index)).sum()),
            n_with_comment=int((split & spoken & (ratings.criterion == index)).sum()),
        )
        for index in range(len(ratings.criteria))
    )
