"""Findings about the table as a whole: who rated what, and whether the ratings can be compared at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from mcqa.findings import Finding, Location
from mcqa.ratings.copies import copied_sheets
from mcqa.ratings.kinds import DISCONNECTED_DESIGN, STRAIGHT_LINING, UNIT_RATED_ONCE, UNUSED_LEVEL
from mcqa.ratings.table import Ratings

if TYPE_CHECKING:
    from numpy.typing import NDArray

# fewer ratings than this at one level may well be chance
STRAIGHT_LINE_FROM = 20
# the share of the same cells that the others put elsewhere, from which on one level throughout is not plausible
OTHERS_DIFFER_FROM = 0.15


# up to so many places a table of everybody's micro-credentials is quicker than sorting
PLACES = 50_000_000


def review_design(ratings: Ratings) -> tuple[Finding, ...]:
    """Look the table over: units rated once, straight lines, copies, parts that share no reviewer, unused levels."""
    if not ratings.rated.any():
        return ()
    pairs = _pairs(ratings)
    if not ratings.raters_known:
        return (*_rated_once(ratings, pairs), *_unused(ratings))
    return (
        *_rated_once(ratings, pairs),
        *_straight_lines(ratings),
        *copied_sheets(ratings),
        *_disconnected(ratings, pairs),
        *_unused(ratings),
    )


def _pairs(ratings: Ratings) -> NDArray[np.int64]:
    """Give every unit with each rater who rated it, once: (2, n_pairs), by unit."""
    n = len(ratings.raters)
    key = ratings.unit[ratings.rated].astype(np.int64) * n + ratings.rater[ratings.rated]
    if len(ratings.units) * n <= PLACES:
        there = np.zeros(len(ratings.units) * n, dtype=np.bool_)
        there[key] = True
        found = np.flatnonzero(there)
    else:
        found = np.unique(key)
    return np.stack(np.divmod(found.astype(np.int64), n))


def _rated_once(ratings: Ratings, pairs: NDArray[np.int64]) -> Iterator[Finding]:
    counts = np.bincount(pairs[0], minlength=len(ratings.units))
    for at in np.flatnonzero(counts[pairs[0]] == 1).tolist():
        unit, rater = ratings.units[int(pairs[0, at])], ratings.raters[int(pairs[1, at])]
        message = f"{unit} was rated by one reviewer only{f', {rater}' if ratings.raters_known else ''}"
        hint = "agreement on it cannot be computed; ask a second reviewer"
        yield UNIT_RATED_ONCE.at(Location(), message, hint=hint, subject=unit)


def _straight_lines(ratings: Ratings) -> Iterator[Finding]:
    rated = np.flatnonzero(ratings.rated)
    rater, level = ratings.rater[rated], ratings.level[rated]
    n = len(ratings.raters)
    lowest, highest = np.full(n, np.iinfo(np.int32).max), np.full(n, -1)
    np.minimum.at(lowest, rater, level)
    np.maximum.at(highest, rater, level)
    straight = (np.bincount(rater, minlength=n) >= STRAIGHT_LINE_FROM) & (lowest == highest)
    for index in np.flatnonzero(straight).tolist():
        own = rated[rater == index]
        others = rated[(rater != index) & np.isin(_cell_keys(ratings, rated), _cell_keys(ratings, own))]
        if not len(others):
            continue
        differ = float((ratings.level[others] != lowest[index]).mean())
        if differ >= OTHERS_DIFFER_FROM:
            name = ratings.raters[index]
            # components with scales of their own may call the same step by different words
            used = np.unique(ratings.criterion[own]).tolist()
            labels = dict.fromkeys(ratings.criteria[at].scale.levels[int(lowest[index])].label for at in used)
            label = '" or "'.join(labels)
            message = (
                f'{name} chose "{label}" for all of {len(own)} ratings; on the same cells the others chose something '
                f"else {differ:.0%} of the time"
            )
            hint = "ask whether the sheets were really filled in component by component"
            yield STRAIGHT_LINING.at(Location(), message, hint=hint, subject=name, value=next(iter(labels)))


def _cell_keys(ratings: Ratings, rows: NDArray[np.intp]) -> NDArray[np.int64]:
    keys: NDArray[np.int64] = ratings.unit[rows].astype(np.int64) * len(ratings.criteria) + ratings.criterion[rows]
    return keys


def _disconnected(ratings: Ratings, pairs: NDArray[np.int64]) -> Iterator[Finding]:
    """Find the parts of the design that no reviewer links, by spreading labels over shared units and raters."""
    unit, rater = pairs
    part = np.arange(len(ratings.raters))
    while True:
        of_unit = np.full(len(ratings.units), len(ratings.raters))
        np.minimum.at(of_unit, unit, part[rater])
        spread = part.copy()
        np.minimum.at(spread, rater, of_unit[unit])
        if np.array_equal(spread, part):
            break
        part = spread
    parts = np.unique(part[rater])
    if len(parts) > 1:
        groups = [
            ", ".join(name for name, own in zip(ratings.raters, part, strict=True) if own == one) for one in parts
        ]
        message = f"the reviewers fall into {len(parts)} sets that share no micro-credential: {' | '.join(groups)}"
        hint = "severity cannot be compared between the sets; let one reviewer of each rate a common micro-credential"
        yield DISCONNECTED_DESIGN.at(Location(), message, hint=hint, value=str(len(parts)))


def _unused(ratings: Ratings) -> Iterator[Finding]:
    for scale in ratings.scales(range(len(ratings.criteria))):
        members = [index for index, criterion in enumerate(ratings.criteria) if criterion.scale == scale]
        used = np.unique(ratings.level[ratings.rated & np.isin(ratings.criterion, members)])
        for position, level in enumerate(scale.levels):
            if len(used) and position not in used:
                message = f'nobody chose "{level.label}" for any component'
                hint = "the scale was not exercised; agreement says nothing about this level"
                yield UNUSED_LEVEL.at(Location(), message, hint=hint, subject=level.id)
