"""From one scope and one request to one Estimate: what is computed, what is refused, and what is only half trusted."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from mcqa.agreement import wording
from mcqa.agreement.benchmarks import benchmark
from mcqa.agreement.coefficients import Agreement
from mcqa.agreement.family import KINDS, SHARES, Kind, misfit
from mcqa.agreement.estimate import ConfidenceInterval, Estimate
from mcqa.agreement.intervals import (
    ROUNDING,
    Replicate,
    bootstrap,
    jackknife_spread,
    leave_one_out,
    linearised_spread,
    p_value,
    percentile_interval,
    t_interval,
)
from mcqa.agreement.request import Request, evaluate, has_scores, unfit
from mcqa.agreement.scopes import PAIR, Scope
from mcqa.ratings.table import RatingMatrix

INTERVALS = ("auto", "delta", "bootstrap", "bca", "jackknife", "none")

# a percentile of the resamples that happen to have a value is no interval when many have none
MOST_UNDEFINED = 0.1

BY_SCORE = ("linear", "quadratic", "radical", "ratio", "circular", "bipolar")


@dataclass(frozen=True, slots=True, kw_only=True)
class Inference:
    """How standard errors, intervals, p values and benchmarks are made."""

    confidence: float = 0.95
    ci: str = "auto"
    replicates: int = 2000
    seed: int = 0
    null_value: float = 0.0
    benchmark: str = "landis_koch"

    @property
    def method(self) -> str:
        """The interval to make; `auto` is the linearised one."""
        return "delta" if self.ci == "auto" else self.ci


def measure(request: Request, scope: Scope, inference: Inference) -> Estimate:
    """Compute one coefficient in one scope, or say why it does not exist."""
    settled = request.on(scope.scales[0])
    kind = KINDS.get((settled.coefficient, settled.form), _CORRECTED)
    scope = scope.complete if kind.complete else scope
    estimate = _blank(settled, scope, inference)
    if scope.used is None:
        text = wording.mixed_scales_text(scope)
        return replace(estimate, status="not_applicable", reason="mixed_scales", text=text)
    refused = unfit(settled, scope.scales[0]) or misfit(settled.coefficient, settled.form, scope)
    if refused is not None:
        return replace(estimate, status="not_applicable", reason=refused[0], text=refused[1])
    reason = _nothing_to_compare(scope)
    if reason is not None:
        return _undefined(estimate, reason, scope)
    agreement, replicate = evaluate(settled, scope.used)
    observed, expected = _share(agreement.observed), _share(agreement.expected)
    estimate = replace(estimate, observed=observed, expected=expected)
    if agreement.estimate is None:
        return _undefined(estimate, agreement.reason or "no_variation", scope, agreement.text)
    if agreement.estimate > 1 + ROUNDING and settled.coefficient != "ad_mean":
        return _undefined(estimate, "negative_component", scope, wording.OUT_OF_RANGE)
    estimate = _valued(estimate, agreement, kind, scope.used, scope)
    if settled.coefficient not in SHARES and scope.only_level is not None:
        error = 0.0 if scope.n_units_used > 1 else None
        text = wording.not_exercised_text(scope)
        return replace(estimate, status="unstable", reason="no_variation", text=text, standard_error=error)
    if scope.n_units_used <= 1:
        return replace(estimate, status="unstable", reason="too_few_units", text=wording.ONE_UNIT)
    inferred = _without_spread(_inferred(estimate, agreement, replicate, scope.used, inference))
    return _benchmarked(_doubted(inferred, agreement), inference)


# what holds for Gwet's family
_CORRECTED = Kind(compute=evaluate_nothing)


def _valued(estimate: Estimate, agreement: Agreement, kind: Kind, matrix: RatingMatrix, scope: Scope) -> Estimate:
    """Put the value in, with what is to be said about it and the units that it rests on."""


def _blank(request: Request, scope: Scope, inference: Inference) -> Estimate:
    return Estimate(
        coefficient=request.coefficient,
        weights=request.weights_name,
        metric=request.metric,
        scope=scope.kind,
        criterion=scope.criterion,
        standard=scope.standard,
        group=scope.group,
        round=scope.round,
        raters=scope.raters,
        null_value=inference.null_value,
        n_units=scope.n_units,
        n_raters=scope.n_raters,
        n_ratings=int(scope.shares.sum()),
        n_units_used=scope.n_units_used,
        units_dropped=scope.n_units - scope.n_units_used,
        levels_declared=len(scope.scales[0].levels) if len(scope.scales) == 1 else 0,
        levels_used=int(np.count_nonzero(scope.shares)),
    )


def _nothing_to_compare(scope: Scope) -> str | None:
    if scope.n_raters == 1:
        return "one_rater"
    if scope.n_units_used > 0:
        return None
    paired = scope.matrix is not None and bool((scope.matrix.counts.sum(axis=1) >= PAIR).any())
    return "incomplete_data" if paired else "no_pairs"


def _undefined(estimate: Estimate, reason: str, scope: Scope) -> Estimate:
    text = wording.undefined_text(reason, scope)
    return replace(estimate, status="undefined", reason=reason, text=text)


def _within(value: float, low: float) -> float:
    """Take back what rounding alone has put outside the range; a value truly below `low` stays."""
    if low - ROUNDING <= value < low:
        return low
    return min(value, 1.0)


def _share(value: float | None) -> float | None:
    return None if value is None else min(max(value, 0.0), 1.0)


def _bounds(estimate: Estimate, value: float) -> tuple[float, float]:
    """Range that limits are cut to; some weights let the Brennan-Prediger coefficient itself fall below -1."""
    return (0.0 if estimate.coefficient == "percent_agreement" else min(-1.0, value)), 1.0


def _inferred(
    estimate: Estimate,
    agreement: Agreement,
    replicate: Replicate,
    matrix: RatingMatrix,
    inference: Inference,
) -> Estimate:
    """Add standard error, interval and p value."""
    value = estimate.estimate
    if value is None:
        return estimate
    if inference.method == "bootstrap":
        return _bootstrapped(estimate, value, replicate, matrix, inference)
    if inference.method == "jackknife":
        spread = jackknife_spread(leave_one_out(replicate, matrix.clusters))
        if spread is None:
            return replace(estimate, status="unstable", reason="no_variation", text=wording.NO_JACKKNIFE)
    else:
        spread = linearised_spread(agreement.linearised, matrix.clusters[agreement.rows])
        if spread is None:
            return replace(estimate, status="unstable", reason="too_few_units", text=wording.ONE_UNIT)
    interval = None
    if inference.method != "none":
        low, high = t_interval(value, spread, inference.confidence, _bounds(estimate, value))
        interval = ConfidenceInterval(level=inference.confidence, low=low, high=high, method=inference.method)
    p = p_value(value, spread, inference.null_value)
    return replace(estimate, standard_error=spread.standard_error, ci=interval, p_value=p)


def _without_spread(estimate: Estimate) -> Estimate:
    """Take away the interval 1 to 1 of perfect agreement: that nobody differed does not show that nobody would."""
    if estimate.standard_error != 0.0 or estimate.estimate != 1.0:
        return estimate
    return replace(estimate, ci=None, p_value=None, text=wording.PERFECT)


def _bootstrapped(
    estimate: Estimate,
    value: float,
    replicate: Replicate,
    matrix: RatingMatrix,
    inference: Inference,
) -> Estimate:
    # every estimate starts from the same seed: the resamples of one set of units are the same for all coefficients
    rng = np.random.default_rng(inference.seed)
    values = bootstrap(replicate, matrix.clusters, n_resamples=inference.replicates, rng=rng)
    n_undefined = int(np.isnan(values).sum())
    if n_undefined > MOST_UNDEFINED * len(values):
        text = wording.too_few_resamples_text(n_undefined, len(values))
        return replace(estimate, status="unstable", reason="no_variation", text=text)
    low, high = percentile_interval(values, inference.confidence, _bounds(estimate, value))
    return replace(
        estimate,
        standard_error=float(np.nanstd(values, ddof=1)),
        ci=ConfidenceInterval(level=inference.confidence, low=low, high=high, method="bootstrap"),
        text=wording.resamples_text(n_undefined, len(values)) if n_undefined else estimate.text,
    )


def _benchmarked(estimate: Estimate, inference: Inference) -> Estimate:
    if estimate.coefficient == "percent_agreement" or estimate.status != "ok":
        return estimate
    if estimate.estimate is None or estimate.standard_error is None:
        return estimate
    return replace(estimate, benchmark=benchmark(inference.benchmark, estimate.estimate, estimate.standard_error))
