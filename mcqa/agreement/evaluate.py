"""A settled request, computed on rows: which function of which array, and how it is repeated."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from mcqa.agreement import family
from mcqa.agreement.request import OF_TWO_RATERS, ON_COUNTS, Request, level_weights, scale_values, steps
from mcqa.rubric.model import Scale
from mcqa.statistics import alpha, coefficients, conger, pairwise
from mcqa.statistics.coefficients import Agreement, Chance
from mcqa.statistics.evaluation import Evaluation
from mcqa.statistics.intervals import Repeat
from mcqa.statistics.rows import Rows
from mcqa.statistics.sampling import Array, Integers
from mcqa.statistics.weights import metric_distances


def evaluate(request: Request, rows: Rows, scale: Scale) -> Evaluation:
    """Compute a settled request on rows, and say how it is repeated on resampled units or raters."""
    if request.metric is not None:
        return _krippendorff(request.metric, rows, scale_values(scale))
    kind = family.KINDS.get((request.coefficient, request.form))
    if kind is not None:
        values = scale_values(scale)
        # none of these hangs on where the scores begin, and far from 0 they would lose digits
        return kind.compute(rows, values - values[:1])
    if request.coefficient == "percent_agreement_all_raters":
        return family.all_raters(rows, steps(scale), request.tolerance)
    weights = level_weights(request, scale)
    if request.coefficient == "light_kappa":
        return _light(rows, weights)
    if request.coefficient == "krippendorff_alpha":
        found = alpha.krippendorff_alpha_weighted(rows.counts, weights, rows.times)
        return _of_distances(found, rows, lambda: 1 - weights)
    name = OF_TWO_RATERS.get(request.coefficient, request.coefficient)
    if name == "conger_kappa":
        return _conger(rows, weights)
    point, chance = ON_COUNTS[name]
    return _of_counts(point(rows.counts, weights, rows.times), rows, weights, chance)


def reweighted(codes: Integers, n_levels: int, raters: Array) -> tuple[Array, Array]:
    """Count ratings where raters count more or less than once.

    Parameters
    ----------
    codes : ndarray of int, shape (n_rows, n_raters)
        The level each rater gave each row, -1 where there is no rating.
    n_levels : int
        Number of levels.
    raters : ndarray, shape (n_raters,)
        How often each rater counts.

    Returns
    -------
    counts, pairs : ndarray, shapes (n_rows, n_levels) and (n_rows,)
        Ratings at each level, and ordered pairs of ratings of different raters: a rater who counts twice is compared
        with the others twice, and never with themself.
    """
    width = n_levels + 1
    places = (codes + 1 + np.arange(0, len(codes) * width, width)[:, None]).ravel()
    often = np.broadcast_to(raters, codes.shape).ravel()
    found = np.bincount(places, weights=often, minlength=len(codes) * width).astype(np.float64)
    counts = found.reshape(len(codes), width)[:, 1:]
    own = (codes >= 0) @ raters**2
    return counts, np.maximum(counts.sum(axis=1) ** 2 - own, 0.0)


def _of_counts(found: Agreement, rows: Rows, weights: Array, chance: Chance) -> Evaluation:
    def again(sums: Array) -> Array:
        return coefficients.pair_disagreements(sums, weights, chance).estimates

    def reweighed(raters: Array) -> Repeat:
        return Repeat(_pair_features(rows, weights, raters), again)

    return Evaluation(found, lambda: Repeat(coefficients.pair_features(rows.counts, weights), again), reweighed)


def _pair_features(rows: Rows, weights: Array, raters: Array) -> Array:
    counts, pairs = reweighted(rows.codes, rows.n_levels, raters)
    return coefficients.pair_features(counts, weights, pairs)


def _conger(rows: Rows, weights: Array) -> Evaluation:
    def repeat(raters: Array | None = None) -> Repeat:
        by_row = None if raters is None else _pair_features(rows, weights, raters)
        features = conger.conger_features(rows.codes, weights, by_row)
        return Repeat(features, lambda sums: conger.conger_disagreements(sums, weights, raters).estimates)

    return Evaluation(conger.conger_kappa(rows.codes, weights, rows.times), repeat, repeat)


def _light(rows: Rows, weights: Array) -> Evaluation:
    def repeat() -> Repeat:
        features = pairwise.light_features(rows.codes, weights, rows.times)
        return Repeat(features, partial(pairwise.light_of_sums, weights=weights))

    return Evaluation(pairwise.light_kappa(rows.codes, weights, rows.times), repeat)


def _krippendorff(metric: str, rows: Rows, values: Array) -> Evaluation:
    found = alpha.krippendorff_alpha(rows.counts, metric, values, rows.times)
    if metric != "ordinal":
        return _of_distances(found, rows, lambda: metric_distances(metric, values))

    def again(sums: Array) -> Array:
        return alpha.ordinal_disagreements(sums, rows.n_levels).estimates

    def reweighed(raters: Array) -> Repeat:
        return Repeat(alpha.ordinal_features(*reweighted(rows.codes, rows.n_levels, raters)), again)

    def repeat() -> Repeat:
        if rows.n_levels > alpha.FEW_LEVELS:
            return Repeat(None, lambda times: alpha.ordinal_disagreements_of_rows(rows.counts, times).estimates)
        return Repeat(alpha.ordinal_features(rows.counts), again)

    return Evaluation(found, repeat, reweighed if rows.n_levels <= alpha.FEW_LEVELS else None)


def _of_distances(found: Agreement, rows: Rows, distances_of: Callable[[], Array]) -> Evaluation:
    def repeat(counts: Integers | Array | None = None, pairs: Array | None = None) -> Repeat:
        distances = distances_of()
        features = alpha.alpha_features(rows.counts if counts is None else counts, distances, pairs)
        return Repeat(features, lambda sums: alpha.alpha_disagreements(sums, distances).estimates)

    return Evaluation(found, repeat, lambda raters: repeat(*reweighted(rows.codes, rows.n_levels, raters)))
