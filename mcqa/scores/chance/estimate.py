"""How sure each verdict is: the chance that another draw of raters from the same pool would give another one."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

import numpy as np

from mcqa.ratings.table import Ratings
from mcqa.rubric.model import Decision
from mcqa.scores.cells import Cells
from mcqa.scores.chance.combos import combos_of
from mcqa.scores.chance.fit import chances_of_combos, fit, joint_chances, kinds_of_units
from mcqa.scores.chance.fresh import Fresh, prepare
from mcqa.scores.chance.pool import pool_of, typical
from mcqa.scores.chance.replay import drawn_chances
from mcqa.scores.chance.units import chances_of_cells, compensatory, conjunctive, sides_of
from mcqa.scores.chance.whole import Whole, set_statistics
from mcqa.scores.rules import points_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mcqa.ratings.table import Codes
    from mcqa.scores.chance.model import Floats, Mask, Places
    from mcqa.scores.chance.replay import Small

ONE_RATER, NO_RATINGS = "one_rater", "no_ratings"
# the model is fitted to so many units at most, and units x criteria x kinds x panels are so many at most
FITTED_UNITS, ROOM = 3_000, 700_000_000
# points are counted in whole steps where so few of them span the sum, and units x panels x steps are so many at most
STEPS, CONVOLVED = 4_000, 8_000_000
FINEST, CLOSE = 1_000, 1e-9


@dataclass(frozen=True, kw_only=True)
class Chances:
    """How sure the verdicts are.

    `verdicts` (n_units, 3) are the chances of met, not met and undecided under a fresh panel: other raters of the same
    pool, as many answers to each criterion as there are now. `flip` (n_units,) is the chance of another verdict than
    the one given, `share_met_se` (n_units,) the standard error of the share of applying criteria met, `met` (n_units,
    n_criteria) the chance that a fresh panel finds the cell met. Where `known` (n_units,) is false they are 0 and mean
    nothing; `reasons` gives the reason of each unit then, None else. `method` is exact or simulated. `whole` is of
    the set; None where nothing is known of any unit.
    """

    verdicts: Floats
    flip: Floats
    share_met_se: Floats
    met: Floats
    known: Mask
    reasons: tuple[str | None, ...]
    method: str
    whole: Whole | None


def estimate_chances(
    cells: Cells,
    decision: Decision,
    verdicts: Small,
    *,
    seed: int,
    ratings: Ratings | None = None,
    where: Mask | None = None,
    weights: Sequence[float] | None = None,
    fixed: Codes | None = None,
    whole: bool = True,
) -> Chances:
    """Estimate the chance that each verdict would be another one under a fresh panel.

    Parameters
    ----------
    cells
        What was said.
    decision
        The rule.
    verdicts
        The verdicts given, places in `VERDICTS`, shape (n_units,).
    seed
        Of what is drawn: panels where there are too many to list, and all that `method` simulated means.
    ratings, where
        The table that the cells were made of, and which of its rows; without it all raters are taken for alike.
    weights
        The weight of each rater of the table, for a weighted consensus.
    fixed
        Levels that a person decided, -1 where none did, (n_units, n_criteria): no fresh panel changes them.
    whole
        Whether to find the statistics of the set too.
    """
    heard = (cells.n_ratings + cells.cannot_tell + cells.not_applicable).sum(axis=1) > 0
    if fixed is not None:
        heard |= (fixed >= 0).any(axis=1)
    if not heard.any() or int(cells.n_ratings.max(initial=0)) <= 1:
        reasons = tuple(ONE_RATER if one else NO_RATINGS for one in heard.tolist())
        return _unknown(cells, reasons)
    combos = combos_of(cells, decision)
    places = _chosen(combos.of, np.flatnonzero(heard))
    fitted = fit(combos, places)
    if ratings is None:
        pool = typical(fitted)
    else:
        chance = chances_of_combos(combos, joint_chances(combos, fitted))
        kinds = kinds_of_units(combos.of[places], chance, fitted.kinds)
        given = None if weights is None else np.asarray(weights, dtype=np.float64)
        pool = pool_of(combos, fitted, kinds, ratings, places, where=where, weights=given)
    fresh = prepare(cells, decision, combos, fitted, pool, seed=seed, fixed=fixed, room=ROOM)
    found, exact = _verdict_chances(fresh)
    met, error = chances_of_cells(fresh, sides_of(fresh))
    # summed over the others, for 1 less a chance near 1 would be 0
    others = np.where(np.arange(found.shape[1]) == verdicts[:, None], 0.0, found).sum(axis=1)
    return Chances(
        verdicts=np.where(heard[:, None], found, 0.0),
        flip=np.where(heard, np.minimum(others, 1.0), 0.0),
        share_met_se=np.where(heard, error, 0.0),
        met=np.where(heard[:, None], met, 0.0),
        known=heard,
        reasons=tuple(None if one else NO_RATINGS for one in heard.tolist()),
        method="exact" if exact and fresh.exact else "simulated",
        whole=set_statistics(fresh, verdicts, np.flatnonzero(heard)) if whole else None,
    )


def _unknown(cells: Cells, reasons: tuple[str, ...]) -> Chances:
    n_units = len(cells.units)
    return Chances(
        verdicts=np.zeros((n_units, 3)),
        flip=np.zeros(n_units),
        share_met_se=np.zeros(n_units),
        met=np.zeros(cells.shape),
        known=np.zeros(n_units, dtype=np.bool_),
        reasons=reasons,
        method="exact",
        whole=None,
    )


def _chosen(of: Places, units: Places) -> Places:
    """Choose the units that the model is fitted to: all, or some by what was said of them, not by where they stand."""
    if len(units) <= FITTED_UNITS:
        return units
    salt = np.random.default_rng(0).random((of.shape[1], 1))
    mark = np.zeros(len(units))
    for column, grain in zip(of[units].T, salt[:, 0].tolist(), strict=True):
        mark += np.sin((column + 1) * (1 + grain))
    order = np.argsort(np.mod(mark * 1e4, 1.0), kind="stable")
    chosen: Places = np.sort(units[order[:FITTED_UNITS]])
    return chosen


def _verdict_chances(fresh: Fresh) -> tuple[Floats, bool]:
    """Give the chances of the verdicts, and whether they are exact given the panels."""
    sides = sides_of(fresh)
    if fresh.decision.rule == "conjunctive":
        return conjunctive(fresh, sides), True
    points = points_on_steps(fresh)
    if points is not None:
        length = int(np.ptp(np.hstack(points), axis=1).sum()) + 1
        if length <= STEPS and length * len(fresh.panels) * len(fresh.of) <= CONVOLVED:
            return compensatory(fresh, sides, points), True
    return drawn_chances(fresh), False


def points_on_steps(fresh: Fresh) -> tuple[Floats, Floats] | None:
    """Give the points of each result less what the pass share asks, certain and within reach, in whole steps.

    Each is (n_criteria, n_results); None where the points lie on no common step.
    """
    shape = (len(fresh.criteria), fresh.n_results)
    certain, reach = np.zeros(shape), np.zeros(shape)
    share = fresh.decision.pass_share or 0.0
    for place, criterion in enumerate(fresh.criteria):
        own = np.array(points_of(criterion))
        asked = share * own.max()
        for table, undecided in ((certain, own.min()), (reach, own.max())):
            table[place, : len(own)] = own - asked
            table[place, -2] = undecided - asked
    values = np.unique(np.hstack([certain, reach]))
    fractions = [Fraction(value).limit_denominator(FINEST) for value in values.tolist()]
    if any(abs(float(fraction) - value) > CLOSE for fraction, value in zip(fractions, values.tolist(), strict=True)):
        return None
    scale = lcm(*(fraction.denominator for fraction in fractions))
    return np.round(certain * scale), np.round(reach * scale)
