"""Findings about the table as a whole: who rated what, and whether the ratings can be compared at all."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from mcqa.findings import Finding, Location
from mcqa.ratings.copies import copied_sheets
from mcqa.ratings.kinds import DISCONNECTED_DESIGN, STRAIGHT_LINING, UNIT_RATED_ONCE, UNUSED_LEVEL
from mcqa.ratings.table import Ratings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mcqa.scoresheets.tables.coded import Keys, Mask, Rows

# fewer ratings than this at one level may well be chance
STRAIGHT_LINE_FROM = 20
# fewer, down to this, are told where the line has less than this chance, divided by the number of reviewers
SHORT_LINE_FROM, SHORT_LINE_CHANCE = 10, 0.001
# the share of the same cells that the others put elsewhere, from which on one level throughout is not plausible
OTHERS_DIFFER_FROM = 0.15
# of the sets that share no micro-credential, so many are named, with so many reviewers of each
SETS_SHOWN, MEMBERS_SHOWN = 6, 8
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
    n_own = np.bincount(rater, minlength=n)
    straight = (n_own >= SHORT_LINE_FROM) & (lowest == highest)
    if not straight.any():
        return
    others, differ, chance = _of_others(ratings, rated, straight)
    told = (n_own >= STRAIGHT_LINE_FROM) | (chance <= math.log(SHORT_LINE_CHANCE / n))
    # the rows of each reviewer stand together, in the order of the table
    order = np.argsort(rater, kind="stable")
    ends = np.cumsum(n_own)
    for index in np.flatnonzero(straight & told & (others > 0) & (differ >= OTHERS_DIFFER_FROM * others)).tolist():
        own = rated[order[ends[index] - n_own[index] : ends[index]]]
        name = ratings.raters[index]
        # components with scales of their own may call the same step by different words
        used = np.unique(ratings.criterion[own]).tolist()
        labels = dict.fromkeys(ratings.criteria[at].scale.levels[int(lowest[index])].label for at in used)
        label = '" or "'.join(labels)
        message = (
            f'{name} chose "{label}" for all of {len(own)} ratings; on the same cells the others chose something '
            f"else {differ[index] / others[index]:.0%} of the time"
        )
        hint = "ask whether the sheets were really filled in component by component"
        yield STRAIGHT_LINING.at(Location(), message, hint=hint, subject=name, value=next(iter(labels)))


def _of_others(ratings: Ratings, rated: Rows, straight: Mask) -> tuple[Keys, Keys, NDArray[np.float64]]:
    """Give for each rater at one level throughout how many ratings others gave the same cells, and how many differ.

    The third is the logarithm of the chance of that line, if each cell were rated as one of the others rated it.
    """
    rater, level = ratings.rater[rated], ratings.level[rated].astype(np.int64)
    n_levels = int(level.max()) + 1
    keys = ratings.unit[rated].astype(np.int64) * len(ratings.criteria) + ratings.criterion[rated]
    _, cell = np.unique(keys, return_inverse=True)
    in_cell = np.bincount(cell)
    at_level = np.bincount(cell * n_levels + level, minlength=len(in_cell) * n_levels)
    rows = np.flatnonzero(straight[rater])
    # in several rounds a rater may have rated a cell more than once
    pairs = rater[rows].astype(np.int64) * len(in_cell) + cell[rows]
    _, first, n_own = np.unique(pairs, return_index=True, return_counts=True)
    one = rows[first]
    others = in_cell[cell[one]] - n_own
    same = at_level[cell[one] * n_levels + level[one]] - n_own
    n_others, n_differ = np.zeros(len(straight), dtype=np.int64), np.zeros(len(straight), dtype=np.int64)
    np.add.at(n_others, rater[one], others)
    np.add.at(n_differ, rater[one], others - same)
    # a single opinion settles nothing: it is weighed with what the others chose on all these cells
    usual = (n_others - n_differ + 0.5) / (n_others + 1.0)
    chance = np.zeros(len(straight))
    np.add.at(chance, rater[one], np.where(others > 0, np.log((same + usual[rater[one]]) / (others + 1.0)), 0.0))
    return n_others, n_differ, chance


def _disconnected(ratings: Ratings, pairs: NDArray[np.int64]) -> Iterator[Finding]:
    """Find the parts of the design that no reviewer links."""
    unit, rater = pairs
    part = _parts(unit, rater, len(ratings.units), len(ratings.raters))
    present = np.unique(rater)
    parts, sizes = np.unique(part[present], return_counts=True)
    if len(parts) > 1:
        order = present[np.argsort(part[present], kind="stable")]
        ends = np.cumsum(sizes)
        groups = [
            _listed([ratings.raters[at] for at in order[end - size : end][:MEMBERS_SHOWN].tolist()], size)
            for end, size in zip(ends[:SETS_SHOWN].tolist(), sizes[:SETS_SHOWN].tolist(), strict=True)
        ]
        shown = " | ".join([*groups, *([f"and {len(parts) - SETS_SHOWN:,} more"] if len(parts) > SETS_SHOWN else [])])
        message = f"the reviewers fall into {len(parts)} sets that share no micro-credential: {shown}"
        hint = "severity cannot be compared between the sets; let one reviewer of each rate a common micro-credential"
        yield DISCONNECTED_DESIGN.at(Location(), message, hint=hint, value=str(len(parts)))


def _listed(names: list[str], size: int) -> str:
    """List the first members of a set of some size, with the number of those that are left."""
    left = [f"{size - len(names):,} more"] if size > len(names) else []
    return ", ".join([*names, *left])


def _parts(unit: Keys, rater: Keys, n_units: int, n_raters: int) -> Keys:
    """Give each rater the lowest rater to whom shared units lead.

    Every set that meets a lower one at any unit joins it, so that each two rounds at least halve the sets that are
    left: a chain of any length takes few of them.
    """
    part = np.arange(n_raters)
    while True:
        of_unit = np.full(n_units, n_raters)
        np.minimum.at(of_unit, unit, part[rater])
        lowest = of_unit[unit]
        if np.array_equal(lowest, part[rater]):
            return part
        np.minimum.at(part, part[rater], lowest)
        while not np.array_equal(part, part[part]):
            part = part[part]


def _unused(ratings: Ratings) -> Iterator[Finding]:
    for scale in ratings.scales(range(len(ratings.criteria))):
        members = [index for index, criterion in enumerate(ratings.criteria) if criterion.scale == scale]
        used = np.unique(ratings.level[ratings.rated & np.isin(ratings.criterion, members)])
        for position, level in enumerate(scale.levels):
            if len(used) and position not in used:
                message = f'nobody chose "{level.label}" for any component'
                hint = "the scale was not exercised; agreement says nothing about this level"
                yield UNUSED_LEVEL.at(Location(), message, hint=hint, subject=level.id)
