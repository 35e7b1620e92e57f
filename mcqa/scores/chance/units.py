"""The verdict of each unit under fresh panels: the cells of a unit put together by the rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mcqa.scores.chance.fresh import Fresh
from mcqa.scores.judgement import cut_of
from mcqa.scores.rules import must_meet

if TYPE_CHECKING:
    from mcqa.scores.chance.model import Floats, Mask, Places

# a kind that a unit is of with a smaller chance is left out
RARE = 1e-3
# units times panels at once
CHUNK = 500_000


@dataclass(frozen=True, kw_only=True)
class Sides:
    """What each result of each criterion is, (n_criteria, n_results): met, below the cut, undecided, not applying."""

    met: Mask
    below: Mask
    open: Mask
    outside: Mask


def sides_of(fresh: Fresh) -> Sides:
    """Hold every result against the cut."""
    shape = (len(fresh.criteria), fresh.n_results)
    met, below = np.zeros(shape, dtype=np.bool_), np.zeros(shape, dtype=np.bool_)
    undecided, outside = np.zeros(shape, dtype=np.bool_), np.zeros(shape, dtype=np.bool_)
    for place, criterion in enumerate(fresh.criteria):
        cut = cut_of(criterion.scale, fresh.decision)
        met[place, cut : len(criterion.scale.levels)] = True
        below[place, :cut] = True
    undecided[:, -2], outside[:, -1] = True, True
    return Sides(met=met, below=below, open=undecided, outside=outside)


def groups(fresh: Fresh, chunk: int | None = None) -> Iterator[tuple[int, Places, Floats]]:
    """Go through units by kind: the kind, some units that may be of it, and the chances that they are."""
    likely = np.where(fresh.kinds >= RARE, fresh.kinds, 0.0)
    likely /= likely.sum(axis=1, keepdims=True)
    step = max(1, (chunk or CHUNK) // len(fresh.panels))
    for kind in range(likely.shape[1]):
        units = np.flatnonzero(likely[:, kind])
        for start in range(0, len(units), step):
            some = units[start : start + step]
            yield kind, some, likely[some, kind]


def products(table: Floats, of: Places, kind: int) -> Floats:
    """Multiply a table over the criteria: (n_units, n_panels)."""
    found: Floats = table[of[:, 0], kind]
    for column in of.T[1:]:
        found *= table[column, kind]
    return found


def conjunctive(fresh: Fresh, sides: Sides) -> Floats:
    """Give the chances of met, not met and undecided where all criteria must be met: (n_units, 3).

    Given the kind of the unit and the people on the panel, the criteria are independent, so chances multiply: met if
    none is below the cut or undecided, not met if one is below it, undecided else, and where nothing applies.
    """
    good = fresh.table((sides.met | sides.outside).astype(np.float64))
    kept = fresh.table((~sides.below).astype(np.float64))
    outside = fresh.table(sides.outside.astype(np.float64))
    found = np.zeros((len(fresh.of), 3))
    for kind, units, weight in groups(fresh):
        of = fresh.of[units]
        met = products(good, of, kind).mean(axis=1) - nothing(outside, of, kind)
        found[units, 0] += weight * met
        found[units, 1] += weight * (1 - products(kept, of, kind).mean(axis=1))
    return completed(found)


def nothing(outside: Floats, of: Places, kind: int) -> Floats:
    """Give the chance that no criterion applies, (n_units,)."""
    if not outside.any():
        return np.zeros(len(of))
    none: Floats = products(outside, of, kind).mean(axis=1)
    return none


def completed(found: Floats) -> Floats:
    """Undecided is what is left; sums of products may be off by the last digit."""
    found = np.clip(found, 0.0, 1.0)
    found[:, 2] = np.maximum(1 - found[:, 0] - found[:, 1], 0.0)
    whole: Floats = found / found.sum(axis=1, keepdims=True)
    return whole


def compensatory(fresh: Fresh, sides: Sides, points: tuple[Floats, Floats]) -> Floats:
    """Give the chances of met, not met and undecided under a compensatory rule: (n_units, 3).

    `points` are whole numbers, certain and within reach, (n_criteria, n_results), of which a unit needs a sum of 0 or
    more: the points of a result less what the pass share asks of the criterion. Their distribution is the convolution
    of those of the criteria; a criterion that must be met has none where it is not.
    """
    must = must_meet(fresh.criteria, fresh.decision)[:, None]
    results = [fresh.table(one) for one in _each_result(fresh)]
    outside = results[-1]
    found = np.zeros((len(fresh.of), 3))
    length = int(np.ptp(np.hstack(points), axis=1).sum()) + 1
    for kind, units, weight in groups(fresh, CHUNK * 20 // length):
        of = fresh.of[units]
        empty = nothing(outside, of, kind)
        passing = _reaching(results, of, kind, points[0], ~(must & (sides.below | sides.open)))
        kept = _reaching(results, of, kind, points[1], ~(must & sides.below))
        found[units, 0] += weight * (passing - empty)
        found[units, 1] += weight * (1 - kept)
    return completed(found)


def _each_result(fresh: Fresh) -> Iterator[Floats]:
    for result in range(fresh.n_results):
        one = np.zeros((len(fresh.criteria), fresh.n_results))
        one[:, result] = 1.0
        yield one


def _reaching(results: list[Floats], of: Places, kind: int, points: Floats, allowed: Mask) -> Floats:
    """Give the chance that the points add up to 0 or more, (n_units,)."""
    lowest = points.min(axis=1)
    steps = (points - lowest[:, None]).astype(np.intp)
    n_panels = results[0].shape[2]
    sums = np.ones((len(of) * n_panels, 1))
    for place, column in enumerate(of.T):
        grown = np.zeros((len(sums), sums.shape[1] + int(steps[place].max())))
        for result, table in enumerate(results):
            chance = table[column, kind].reshape(-1, 1)
            if allowed[place, result] and chance.any():
                at = int(steps[place, result])
                grown[:, at : at + sums.shape[1]] += sums * chance
        sums = grown
    needed = max(0, int(-lowest.sum()))
    reached: Floats = sums[:, needed:].sum(axis=1).reshape(len(of), n_panels).mean(axis=1)
    return reached


def chances_of_cells(fresh: Fresh, sides: Sides) -> tuple[Floats, Floats]:
    """Give the chance that a fresh panel finds each cell met, and the standard error of the share of cells met.

    Shapes (n_units, n_criteria) and (n_units,). The error is that of fresh panels of a unit that stays as it is: the
    expected variance given the states of its cells and its kind. It holds the luck of the answers and the difference
    between panels, not what is unknown of the states; the share is of the criteria that are expected to apply. Given
    the states, the variance over panels and answers is, for each cell, p (1 - p) with p its mean over panels; what
    cells have in common through the people on the panel is the variance of their sum less those of its parts.
    """
    values = sides.met.astype(np.float64)
    met = fresh.table(values)
    applies = 1 - fresh.table(sides.outside.astype(np.float64)).mean(axis=2)
    mean = met.mean(axis=2)
    own = mean - fresh.table(values, steady=True)[:, :, 0] - met.var(axis=2)
    cells = np.zeros(fresh.of.shape)
    variance, number = np.zeros((2, len(fresh.of)))
    for kind, units, weight in groups(fresh):
        of = fresh.of[units]
        sums = np.zeros((len(of), met.shape[2]))
        for place, column in enumerate(of.T):
            cells[units, place] += weight * mean[column, kind]
            number[units] += weight * applies[column, kind]
            variance[units] += weight * own[column, kind]
            sums += met[column, kind]
        variance[units] += weight * sums.var(axis=1)
    return cells, np.sqrt(np.maximum(variance, 0.0)) / np.maximum(number, 1.0)
