"""Agreement between two groups of raters: each rating of the one against each of the other, never within a group.

A row holds the share of each group at each level, so that every row, and both groups in it, weigh the same however many
rated. With one rater in each group every coefficient here is the one of two raters that bears its name.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mcqa.agreement.request import BETWEEN_KAPPA, OF_TWO_RATERS, Request, level_weights, scale_values
from mcqa.agreement.scopes import Scope
from mcqa.rubric.model import Scale
from mcqa.statistics.alpha import FEW_LEVELS, without_residue
from mcqa.statistics.coefficients import (
    PAIR,
    Agreement,
    Chance,
    Disagreement,
    brennan_chance,
    fleiss_chance,
    gwet_chance,
    level_counts,
    no_chance,
    ratio,
    undefined,
)
from mcqa.statistics.evaluation import Evaluation
from mcqa.statistics.intervals import RESIDUE, Repeat
from mcqa.statistics.rows import Rows
from mcqa.statistics.sampling import Array
from mcqa.statistics.weights import metric_distances, mid_ranks

Sides = NDArray[np.bool_]

# the one whose 1 is not full agreement, but the highest that groups which split as these do can attain
ONLY_WITHIN = "this coefficient compares all reviewers with each other, and has no form between two groups"
SPLIT_ALIKE = "both sides split alike on every micro-credential: nothing is left to explain beyond chance"
UNFIT_WEIGHTS = (
    "with these weights two groups could agree more with each other than each does within itself, so that there is no"
    " greatest agreement to measure by"
)


class Held(NamedTuple):
    """What rows hold: columns 0 to 3 of the features, then the shares of one side and of the other at each level."""

    rows: Array
    apart: Array
    beyond: Array
    own: Array
    one: Array
    other: Array


def side_shares(rows: Rows, sides: Sides) -> tuple[Array, Array, Array]:
    """Share of each side's ratings at each level, twice (n_rows, n_levels), and 1 / n_one + 1 / n_other, (n_rows,)."""
    one, other = (level_counts(rows.codes[:, side], rows.n_levels) for side in (~sides, sides))
    n_one, n_other = one.sum(axis=1), other.sum(axis=1)
    return one / n_one[:, None], other / n_other[:, None], 1 / n_one + 1 / n_other


def between_features(rows: Rows, sides: Sides, distances: Array) -> Array:
    """Give what agreement between two groups sums over rows.

    Parameters
    ----------
    rows : Rows
        Each rated from both sides.
    sides : ndarray of bool, shape (n_raters,)
        Which raters are on the other side.
    distances : ndarray, shape (n_levels, n_levels)
        How far apart two levels are, 0 on the diagonal: 1 - agreement weights, or those of a metric.

    Returns
    -------
    ndarray, shape (n_rows, 4 + 2 * n_levels)
        1; the mean distance of the pairs across the sides; how much of it is beyond the least that can be, the smaller
        of the mean distances of two ratings drawn from one side with replacement; 1 / n_one + 1 / n_other; and the
        shares of both sides at each level.
    """
    one, other, own = side_shares(rows, sides)
    apart = _mean_distance(one, other, distances)
    least = np.minimum(_mean_distance(one, one, distances), _mean_distance(other, other, distances))
    return np.column_stack([np.ones(len(one)), apart, apart - least, own, one, other])


def _mean_distance(one: Array, other: Array, distances: Array) -> Array:
    return np.asarray(((one @ distances) * other).sum(axis=1))


def _held(sums: Array) -> Held:
    n_levels = (sums.shape[1] - 4) // 2
    rows, apart, beyond, own = sums[:, :4].T
    return Held(rows, apart, beyond, own, sums[:, 4 : 4 + n_levels], sums[:, 4 + n_levels :])


def kappa_disagreements(sums: Array, distances: Array) -> Disagreement:
    """Give both parts of the kappa of two independent groups of raters from sums (n, 4 + 2 n_levels) of features.

    kappa = (P_o - P_e) / (P_m - P_e): P_o is the agreement across the groups, P_e that of the marginals of the one with
    those of the other, and P_m the highest that groups which split as these do can attain: the mean over rows of the
    larger agreement of a group with itself. The parts are P_m - P_o and P_m - P_e. With one rater in each group P_m is
    1 and kappa is Cohen's.

    References
    ----------
    Vanbelle & Albert (2009), Psychometrika 74, 477-491, who also give the weighted form; Schouten (1982), Statistica
    Neerlandica 36, 45-61 for the form with 1 in the place of P_m.
    """
    held = _held(sums)
    one, other = ratio(held.one, held.rows[:, None]), ratio(held.other, held.rows[:, None])
    beyond, apart = ratio(held.beyond, held.rows), ratio(held.apart, held.rows)
    chance = _mean_distance(one, other, distances)
    room = chance - apart + beyond
    return Disagreement(beyond, np.where(room <= RESIDUE * np.maximum(chance, 1), 0.0, room))


def pooled_disagreements(sums: Array, distances: Array, chance: Chance) -> Disagreement:
    """Give both parts of a coefficient whose chance agreement is of the mean of the marginals of the two groups."""
    held = _held(sums)
    shares = ratio(held.one + held.other, 2 * held.rows[:, None])
    return Disagreement(ratio(held.apart, held.rows), chance(shares, 1 - distances))


def alpha_disagreements(sums: Array, distances: Array) -> Disagreement:
    """Give both parts of Krippendorff's alpha across the groups.

    Observed is the mean distance across the groups. Chance is the mean distance of two different ratings of the pool
    in which each group holds half of every row: sum n_k n_l d_kl / (n^2 - s) with n = 2 rows, n_k the shares summed
    over rows and groups, and s the sum of the squared weights of the ratings, which takes each rating from its
    comparison with itself. With one rater in each group s is n, and this is Krippendorff's formula.
    """
    held = _held(sums)
    return Disagreement(
        ratio(held.apart, held.rows), _pool_distance(held.one + held.other, held.rows, held.own, distances)
    )


def _pool_distance(totals: Array, rows: Array, own: Array, distances: Array) -> Array:
    """Mean distance of two different ratings of the pool; distances (n_levels, n_levels), or one each (n, ...)."""
    far = (np.matmul(totals[:, None, :], distances)[:, 0] * totals).sum(axis=1)
    return ratio(np.asarray(far), (PAIR * rows) ** 2 - own)


def ordinal_features(rows: Rows, sides: Sides) -> Array:
    """Give what the ordinal alpha sums over rows, shape (n_rows, 2 + n_levels + n_levels ** 2).

    1; 1 / n_one + 1 / n_other; the shares of both sides at each level together; and for each two levels how often a
    pair across the sides is at the one and the other.
    """
    one, other, own = side_shares(rows, sides)
    coincidences = one[:, :, None] * other[:, None, :]
    return np.column_stack([np.ones(len(one)), own, one + other, coincidences.reshape(len(one), -1)])


def ordinal_disagreements(sums: Array, n_levels: int) -> Disagreement:
    """As `alpha_disagreements` for the ordinal metric, whose distances follow the pool: sums of `ordinal_features`."""
    totals = sums[:, 2 : 2 + n_levels]
    distances = metric_distances("ordinal", mid_ranks(np.where(sums[:, :1] > 0, totals, 1)))
    within = (sums[:, 2 + n_levels :] * distances.reshape(len(sums), -1)).sum(axis=1)
    return Disagreement(ratio(within, sums[:, 0]), _pool_distance(totals, sums[:, 0], sums[:, 1], distances))


def ordinal_disagreements_of_rows(times: Array, rows: Rows, sides: Sides) -> Disagreement:
    """As `ordinal_disagreements` for scales of many levels: from how often each row counts, (n, n_rows)."""
    one, other, own = side_shares(rows, sides)
    n, totals = times.sum(axis=1), times @ (one + other)
    ranks = mid_ranks(np.where(n[:, None] > 0, totals, 1))
    apart = without_residue((one + other) @ (ranks**2).T, 2 * (one @ ranks.T) * (other @ ranks.T))
    far = 2 * without_residue(PAIR * n * (totals * ranks**2).sum(axis=1), (totals * ranks).sum(axis=1) ** 2)
    return Disagreement(ratio((times * apart.T).sum(axis=1), n), ratio(far, (PAIR * n) ** 2 - times @ own))


_PARTS: dict[str, Callable[..., Disagreement]] = {
    "percent_agreement": partial(pooled_disagreements, chance=no_chance),
    "gwet_ac": partial(pooled_disagreements, chance=gwet_chance),
    "brennan_prediger": partial(pooled_disagreements, chance=brennan_chance),
    "fleiss_kappa": partial(pooled_disagreements, chance=fleiss_chance),
    BETWEEN_KAPPA: kappa_disagreements,
    "krippendorff_alpha": alpha_disagreements,
}


def misfit(request: Request, scope: Scope) -> tuple[str, str] | None:
    """Why a settled request makes no sense between two groups, as reason code and sentence; None when it does."""
    name = OF_TWO_RATERS.get(request.coefficient, request.coefficient)
    if name not in _PARTS:
        return "only_within", ONLY_WITHIN
    if request.coefficient in OF_TWO_RATERS and scope.n_raters > PAIR:
        text = f"{scope.n_raters} reviewers rated here, and this coefficient compares two"
        return "not_two_raters", text
    if name == BETWEEN_KAPPA and not _bounded(level_weights(request, scope.scales[0])):
        return "unfit_weights", UNFIT_WEIGHTS
    return None


def _bounded(weights: Array) -> bool:
    """Whether no two groups can agree more with each other than each within itself: all the families of weights do.

    It holds where the weights are positive semidefinite for differences of shares, which sum to 0.
    """
    centre = np.eye(len(weights)) - 1 / len(weights)
    return bool(np.linalg.eigvalsh(centre @ weights @ centre).min() >= -RESIDUE)


def evaluate_between(request: Request, rows: Rows, sides: Sides, scale: Scale) -> Evaluation:
    """Compute a settled request between two groups, and say how it is repeated on resampled units.

    Parameters
    ----------
    request : Request
        One that `misfit` has nothing against.
    rows : Rows
        Each rated from both sides.
    sides : ndarray of bool, shape (n_raters,)
        Which raters are on the other side.
    scale : Scale
        The levels.
    """
    if request.metric == "ordinal":
        return _ordinal_alpha(rows, sides)
    distances = _distances(request, scale)
    parts = partial(_PARTS[OF_TWO_RATERS.get(request.coefficient, request.coefficient)], distances=distances)
    features = between_features(rows, sides, distances)
    sums = rows.times @ features
    found = parts(sums[None])
    furthest = float(distances.max()) if request.metric else 1.0
    # what even the best cannot attain, which the parts of kappa leave out
    least = float(sums[1] / sums[0] - found.observed[0])
    return Evaluation(
        _agreement(found, rows, furthest, least), lambda: Repeat(features, lambda sums: parts(sums).estimates)
    )


def _distances(request: Request, scale: Scale) -> Array:
    if request.metric is not None:
        return metric_distances(request.metric, scale_values(scale))
    return np.asarray(1 - level_weights(request, scale))


def _ordinal_alpha(rows: Rows, sides: Sides) -> Evaluation:
    one, other, _ = side_shares(rows, sides)
    furthest = float(metric_distances("ordinal", mid_ranks(rows.times @ (one + other))).max())
    if rows.n_levels > FEW_LEVELS:
        of_rows = partial(ordinal_disagreements_of_rows, rows=rows, sides=sides)
        found = _agreement(of_rows(rows.times[None]), rows, furthest)
        return Evaluation(found, lambda: Repeat(None, lambda times: of_rows(times).estimates))
    features = ordinal_features(rows, sides)
    found = _agreement(ordinal_disagreements((rows.times @ features)[None], rows.n_levels), rows, furthest)
    return Evaluation(
        found, lambda: Repeat(features, lambda sums: ordinal_disagreements(sums, rows.n_levels).estimates)
    )


def _agreement(found: Disagreement, rows: Rows, furthest: float, least: float = 0.0) -> Agreement:
    """Put a coefficient together from its parts, with agreement shown as 1 - disagreement over the furthest."""
    estimate = float(found.estimates[0])
    observed, expected = (1 - (float(part[0]) + least) / (furthest or 1.0) for part in found)
    if np.isnan(estimate):
        said = None if np.isnan(expected) else expected
        return undefined("no_variation", rows.codes, observed, said, text=SPLIT_ALIKE)
    every = np.ones(len(rows.codes), dtype=np.bool_)
    return Agreement(estimate=estimate, observed=observed, expected=expected, rows=every)


def attainable(rows: Rows, sides: Sides, weights: Array) -> float:
    """Give the highest observed agreement that the kappa of two groups takes for 1: P_m of `kappa_disagreements`."""
    sums = rows.times @ between_features(rows, sides, 1 - weights)
    return float(1 - (sums[1] - sums[2]) / sums[0])
