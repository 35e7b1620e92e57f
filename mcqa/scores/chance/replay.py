"""Whole reviews drawn anew: true states, then panels, then verdicts by the rule itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mcqa.scores.chance.fresh import Fresh
from mcqa.scores.chance.model import NO_TRUTH
from mcqa.scores.chance.units import sides_of
from mcqa.scores.judgement import BELOW, MET, NO_LEVEL, OPEN, Judgement
from mcqa.scores.rules import stand

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mcqa.scores.chance.model import Floats, Places

    Small = NDArray[np.int8]

# for each part and number of answers, the chances of the results: (n_panels, n_states, n_levels + 2)
Tables = dict[tuple[int, int], "Floats"]

ROWS = 4_000
# verdicts drawn for a unit: at least, at most, and cells in all
FEWEST, MOST, IN_ALL = 40, 4_000, 20_000_000


def verdicts_of(fresh: Fresh, results: Places) -> Small:
    """Apply the rule to results (n, n_criteria): levels, n_results - 2 undecided, n_results - 1 does not apply."""
    sides = sides_of(fresh)
    place = np.arange(results.shape[1])
    n_levels = fresh.n_results - 2
    met = np.where(sides.met[place, results], MET, np.where(sides.below[place, results], BELOW, OPEN)).astype(np.int8)
    judged = Judgement(
        level=np.where(results < n_levels, results, NO_LEVEL).astype(np.int32),
        why=np.zeros(results.shape, dtype=np.int8),
        met=met,
        applies=results != n_levels + 1,
        tied=np.zeros(results.shape, dtype=np.bool_),
    )
    return stand(judged, fresh.criteria, fresh.decision).verdicts(fresh.decision)


def drawn_chances(fresh: Fresh) -> Floats:
    """Give the chances of met, not met and undecided by drawing verdicts, (n_units, 3)."""
    one = np.eye(fresh.n_results)
    tables = np.stack([fresh.table(np.tile(row, (len(fresh.criteria), 1))) for row in one[:-1]], axis=-1)
    bounds = tables.cumsum(axis=-1)
    n_units, n_criteria = fresh.of.shape
    draws = int(np.clip(IN_ALL // max(1, n_units * n_criteria), FEWEST, MOST))
    rng = np.random.default_rng([fresh.seed, 1])
    found = np.zeros((n_units, 3))
    step = max(1, ROWS * 10 // draws)
    for start in range(0, n_units, step):
        units = np.repeat(np.arange(start, min(start + step, n_units)), draws)
        kind, panel = draw(fresh.kinds[units], rng), rng.integers(len(fresh.panels), size=len(units))
        where = bounds[fresh.of[units], kind[:, None], panel[:, None]]
        results = (rng.random(fresh.of[units].shape)[:, :, None] > where).sum(axis=-1)
        key = units * 3 + verdicts_of(fresh, results)
        found += np.bincount(key, minlength=n_units * 3).reshape(n_units, 3)
    return found / draws


def draw(chances: Floats, rng: np.random.Generator) -> Places:
    """Draw a place on the last axis by its chance."""
    bounds = chances.cumsum(axis=-1)[..., :-1]
    found: Places = (rng.random(chances.shape[:-1])[..., None] > bounds).sum(axis=-1)
    return found


@dataclass(frozen=True, kw_only=True)
class Review:
    """Drawn states of some units (which may repeat themselves), each cell's (n, n_criteria), -1 where a level is fixed.

    `levels` is the true level, or the result that stands for none.
    """

    states: Places
    levels: Places


def draw_states(fresh: Fresh, units: Places, rng: np.random.Generator) -> Review:
    """Draw what may truly be, given the answers."""
    kind = draw(fresh.kinds[units], rng)
    of = fresh.of[units]
    states, levels = np.full(of.shape, -1, dtype=np.intp), np.zeros(of.shape, dtype=np.intp)
    for part, chances in zip(fresh.combos.parts, fresh.states, strict=True):
        place = np.full(fresh.combos.n, -1, dtype=np.intp)
        place[part.combos] = np.arange(len(part.combos))
        for column in part.criteria.tolist():
            mine = np.flatnonzero(of[:, column] < fresh.combos.n)
            drawn = draw(chances[place[of[mine, column]], kind[mine]], rng)
            states[mine, column] = drawn
            truth = part.states.truth[drawn]
            # what is hidden or does not apply has no part in what is true of the unit
            levels[mine, column] = np.where(truth == NO_TRUTH, fresh.n_results - 1, truth)
    width = fresh.n_results - 2
    decided = of >= fresh.combos.n
    levels[decided] = (of[decided] - fresh.combos.n) % width
    return Review(states=states, levels=levels)


def draw_results(fresh: Fresh, review: Review, numbers: Places, tables: Tables, rng: np.random.Generator) -> Places:
    """Let a fresh panel judge each unit.

    Parameters
    ----------
    review
        The states of the cells.
    numbers
        How many answers each cell gets, shape (n, n_criteria) or one that spreads to it.
    tables
        For each part and number of answers, the chances of the results: (n_panels, n_states, n_levels + 2).
    """
    panel = rng.integers(len(next(iter(tables.values()))), size=len(review.states))
    luck = rng.random(review.states.shape)
    found = review.levels.copy()
    for at, part in enumerate(fresh.combos.parts):
        names = np.array([*range(part.states.n_levels), fresh.n_results - 2, fresh.n_results - 1])
        states = review.states[:, part.criteria]
        wanted = numbers if numbers.ndim == 0 else numbers[:, part.criteria]
        result = np.full(states.shape, part.states.n_levels)
        place = panel[:, None] * len(part.states.truth) + np.maximum(states, 0)
        for n in np.unique(wanted[wanted > 0]).tolist():
            bounds = tables[at, n].cumsum(axis=-1).reshape(-1, len(names)).T[:-1].copy()
            drawn = sum((luck[:, part.criteria] > bound[place] for bound in bounds), start=np.zeros_like(place))
            result = np.where(wanted == n, drawn, result)
        found[:, part.criteria] = np.where(states >= 0, names[result], found[:, part.criteria])
    return found
