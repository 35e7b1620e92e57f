"""What is inferred from a coefficient: standard error, interval, p value and benchmark."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from mcqa.agreement import wording
from mcqa.agreement.benchmarks import benchmark
from mcqa.agreement.coefficients import Agreement
from mcqa.agreement.estimate import ConfidenceInterval, Estimate
from mcqa.agreement.family import FROM_ZERO, NOT_BENCHMARKED, NOT_TESTED
from mcqa.agreement.intervals import (
    Replicate,
    Spread,
    bootstrap,
    jackknife_spread,
    leave_one_out,
    linearised_spread,
    p_value,
    percentile_interval,
    t_interval,
)
from mcqa.ratings.table import RatingMatrix

INTERVALS = ("auto", "delta", "bootstrap", "bca", "jackknife", "none")

# a percentile of the resamples that happen to have a value is no interval when many have none
MOST_UNDEFINED = 0.1
# REML once for each unit that is left out: with more units than this it would take minutes
MOST_LEFT_OUT = 200


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
        """The interval to make; `auto` is the analytic one."""
        return "delta" if self.ci == "auto" else self.ci


def inferred(
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
    independent = len(np.unique(matrix.clusters)) == len(matrix.clusters)
    if inference.method == "bootstrap":
        estimate = _bootstrapped(estimate, value, replicate, matrix, inference)
    elif independent and agreement.limits is not None and inference.method != "jackknife":
        estimate = _limited(estimate, agreement.limits(inference.confidence), value, inference)
    else:
        estimate = _spread_out(estimate, agreement, replicate, matrix, inference)
    if agreement.significance is None or not independent:
        return estimate
    statistic, df1, df2, p = agreement.significance
    return replace(estimate, statistic=statistic, df1=df1, df2=df2, p_value=p, null_value=0.0)


def _bounds(estimate: Estimate, value: float) -> tuple[float, float]:
    """Range that limits are cut to; an ICC and a weighted Brennan-Prediger can themselves fall below -1."""
    low = 0.0 if estimate.coefficient in FROM_ZERO else min(-1.0, value)
    return low, np.inf if estimate.coefficient == "ad_mean" else 1.0


def _limited(estimate: Estimate, limits: tuple[float, float], value: float, inference: Inference) -> Estimate:
    """Take the limits that the coefficient brings along; their test, and no other, gives the p value."""
    if inference.method == "none":
        return estimate
    lowest, highest = _bounds(estimate, value)
    low, high = max(min(limits[0], value), lowest), min(max(limits[1], value), highest)
    return replace(
        estimate, ci=ConfidenceInterval(level=inference.confidence, low=low, high=high, method="mcgraw_wong")
    )


def _spread_out(
    estimate: Estimate,
    agreement: Agreement,
    replicate: Replicate,
    matrix: RatingMatrix,
    inference: Inference,
) -> Estimate:
    value = estimate.estimate
    if value is None:
        return estimate
    method = inference.method
    if method != "jackknife" and not len(agreement.linearised):
        if len(np.unique(matrix.clusters)) > MOST_LEFT_OUT:
            return replace(estimate, text=wording.NO_SPREAD)
        method = "jackknife" if method == "delta" else method
    spread = _spread(agreement, replicate, matrix, method)
    if spread is None:
        reason, text = ("no_variation", wording.NO_JACKKNIFE)
        if len(agreement.linearised) and method != "jackknife":
            reason, text = "too_few_units", wording.ONE_UNIT
        return replace(estimate, status="unstable", reason=reason, text=text)
    interval = None
    if method != "none":
        low, high = t_interval(value, spread, inference.confidence, _bounds(estimate, value))
        interval = ConfidenceInterval(level=inference.confidence, low=low, high=high, method=method)
    tested = estimate.coefficient not in NOT_TESTED
    p = p_value(value, spread, inference.null_value) if tested else None
    return replace(estimate, standard_error=spread.standard_error, ci=interval, p_value=p)


def _spread(agreement: Agreement, replicate: Replicate, matrix: RatingMatrix, method: str) -> Spread | None:
    if method == "jackknife" or not len(agreement.linearised):
        return jackknife_spread(leave_one_out(replicate, matrix.clusters))
    return linearised_spread(agreement.linearised, matrix.clusters[agreement.rows])


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


def benchmarked(estimate: Estimate, inference: Inference) -> Estimate:
    """Add the highest band of a benchmark scale that is reached."""
    if estimate.coefficient in NOT_BENCHMARKED or estimate.status != "ok":
        return estimate
    # without an error there is no probability to reach a band with, and an error of 0 is no certainty
    if estimate.estimate is None or not estimate.standard_error:
        return estimate
    return replace(estimate, benchmark=benchmark(inference.benchmark, estimate.estimate, estimate.standard_error))
