"""The pool: what each rater reports at each true level, and the fresh panels that may be drawn from it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import comb, lgamma
from typing import TYPE_CHECKING

import numpy as np

from mcqa.ratings.table import Ratings
from mcqa.scores.chance.combos import Combos
from mcqa.scores.chance.fit import TINY, Fitted, joint_chances

if TYPE_CHECKING:
    from mcqa.scores.chance.model import Floats, Mask, Places

# how strongly a rater is drawn towards the pool: as by so many ratings at each level; the last means no difference
STRENGTHS = (3.0, 6.0, 12.0, 25.0, 50.0, 100.0, 200.0, 400.0, 1000.0, 1e6)
# raters are alike unless it is more likely that they differ, by so much in the logarithm
DOUBT = 2.0
MOST_PANELS = 256


@dataclass(frozen=True, kw_only=True)
class Pool:
    """The raters that a fresh panel is drawn from.

    `reports` holds, for each scale, (n_raters, n_levels, n_levels); raters stand in an order that depends on nothing
    but these. `weights` (n_raters,) are those of a weighted consensus. `n_raters` is the number of people that may be
    drawn; None where nobody knows who rated what: then one typical rater stands for all.
    """

    reports: tuple[Floats, ...]
    weights: Floats
    n_raters: int | None


def typical(fitted: Fitted) -> Pool:
    """Give the pool of one typical rater."""
    return Pool(reports=tuple(own.reports[None] for own in fitted.parameters), weights=np.ones(1), n_raters=None)


def pool_of(
    combos: Combos,
    fitted: Fitted,
    kinds: Floats,
    ratings: Ratings,
    units: Places,
    *,
    where: Mask | None = None,
    weights: Floats | None = None,
) -> Pool:
    """Find what each rater reports at each true level, drawn towards the pool as far as raters are alike.

    Parameters
    ----------
    kinds
        Chance that each of `units` is of each kind, shape (n_units_used, n_kinds).
    ratings
        Who rated what; rows of other units, and those that `where` leaves out, do not count.
    weights
        A weight for each rater of the table.
    """
    at = np.full(len(ratings.units), -1, dtype=np.intp)
    at[units] = np.arange(len(units))
    keep = ratings.rated & (at[ratings.unit] >= 0)
    if where is not None:
        keep &= where
    people, rater = np.unique(ratings.rater[keep], return_inverse=True)
    if not len(people) or not ratings.raters_known:
        return typical(fitted)
    level = ratings.level[keep]
    combo = combos.of[ratings.unit[keep], ratings.criterion[keep]]
    kind = kinds[at[ratings.unit[keep]]]
    found = []
    for part, own, joint in zip(combos.parts, fitted.parameters, joint_chances(combos, fitted), strict=True):
        place = np.full(combos.n, -1, dtype=np.intp)
        place[part.combos] = np.arange(len(part.combos))
        mine = np.flatnonzero(place[combo] >= 0)
        n_levels = part.states.n_levels
        state = joint / np.maximum(joint.sum(axis=2, keepdims=True), TINY)
        # the share of a report that is credited to each true level, in every combo and kind of unit
        made = np.maximum(part.states.mixing @ own.reports, TINY)
        credit = np.einsum("jqs,sz,sk->jqkz", state, part.states.mixing, 1 / made, optimize=True) * own.reports.T
        given = np.einsum("iq,iqz->iz", kind[mine], credit[place[combo[mine]], :, level[mine], :])
        key = rater[mine] * n_levels + level[mine]
        seen = np.array([np.bincount(key, one, len(people) * n_levels) for one in given.T], dtype=np.float64).T
        found.append(shrunk(seen.reshape(len(people), n_levels, n_levels).transpose(0, 2, 1), own.reports))
    own_weights = np.ones(len(people)) if weights is None else np.asarray(weights, dtype=np.float64)[people]
    order = np.lexsort(np.round(np.column_stack([own_weights, *(one.reshape(len(people), -1) for one in found)]), 9).T)
    return Pool(reports=tuple(one[order] for one in found), weights=own_weights[order], n_raters=len(people))


def shrunk(seen: Floats, common: Floats) -> Floats:
    """Draw each rater towards the pool, as strongly as is most likely when raters are Dirichlet about it.

    Parameters
    ----------
    seen
        Reports of each rater at each true level, shape (n_raters, n_levels, n_levels), not whole numbers.
    common
        The reports of the pool, shape (n_levels, n_levels).
    """
    total = seen.sum(axis=2)

    def log_gamma(values: Floats) -> Floats:
        return np.array([lgamma(value) for value in values.ravel().tolist()]).reshape(values.shape)

    def likelihood(strength: float) -> float:
        prior = strength * np.maximum(common, 1e-9)
        whole = prior.sum(axis=1)
        above = log_gamma(seen + prior).sum(axis=2) - log_gamma(prior).sum(axis=1)
        below = log_gamma(total + whole) - log_gamma(whole)
        return float((above - below).sum())

    likely = [likelihood(strength) for strength in STRENGTHS]
    best = STRENGTHS[likely.index(max(likely))]
    if max(likely) - likely[-1] < DOUBT:
        return np.tile(common, (len(seen), 1, 1))
    drawn: Floats = (seen + best * common) / (total[:, :, None] + best)
    return drawn


def draw_panels(pool: Pool, size: int, seed: int, most: int = MOST_PANELS) -> tuple[Places, bool]:
    """Give all panels of a size, or so many drawn from the seed: (n_panels, size); and whether these are all.

    A panel stands in random order, because the first few of it rate a cell that fewer have rated.
    """
    rng = np.random.default_rng([seed, size])
    n_raters = len(pool.weights)
    alike = all(np.ptp(one, axis=0).max() == 0 for one in (*pool.reports, pool.weights))
    if alike or n_raters == 1:
        return np.zeros((1, size), dtype=np.intp), True
    if size <= n_raters and comb(n_raters, size) <= most:
        panels = np.array(list(combinations(range(n_raters), size)), dtype=np.intp)
        return rng.permuted(panels, axis=1), True
    if size > n_raters:
        return rng.integers(n_raters, size=(most, size)), False
    return np.array([rng.choice(n_raters, size, replace=False) for _ in range(most)], dtype=np.intp), False
