"""What is inferred from a coefficient: standard error, interval, p value and benchmark."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from mcqa.agreement import wording
from mcqa.agreement.benchmarks import benchmark_of
from mcqa.agreement.chosen import chosen, doubt
from mcqa.agreement.estimate import ConfidenceInterval, Estimate
from mcqa.agreement.family import FROM_ZERO, NOT_TESTED
from mcqa.statistics.coefficients import PAIR, Agreement, Significance
from mcqa.statistics.evaluation import Evaluation
from mcqa.statistics.intervals import (
    LeftOut,
    Repeat,
    Spread,
    bca_interval,
    bootstrap,
    jackknife_spread,
    leave_one_out,
    linearised_spread,
    p_value,
    percentile_interval,
    t_interval,
)
from mcqa.statistics.resampled_raters import bootstrap_of_raters, joint_left_out, joint_spread
from mcqa.statistics.rows import Rows
from mcqa.statistics.sampling import Array

INTERVALS = ("auto", "delta", "bootstrap", "bca", "jackknife", "jackknife_z", "none")
RESAMPLED = ("units", "raters", "both")

# a percentile of the resamples that happen to have a value is no interval when many have none
MOST_UNDEFINED = 0.1
# a model is fitted once for each unit that is left out: with more units than this it would take minutes
MOST_FITTED = 200
# where how often each row counts is needed itself, leaving each out in turn takes the square of their number
MOST_LEFT_OUT = 20_000
NO_JACKKNIFE = ("no_variation", wording.NO_JACKKNIFE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inference:
    """How standard errors, intervals, p values and benchmarks are made."""

    confidence: float = 0.95
    ci: str = "auto"
    resample: str = "units"
    replicates: int = 2000
    seed: int = 0
    null_value: float = 0.0
    benchmark: str = "landis_koch"

    @property
    def method(self) -> str:
        """The interval to make; `auto` is the one that covers best (see `chosen`)."""
        return "jackknife_z" if self.ci == "auto" else self.ci


@dataclass(frozen=True, kw_only=True)
class Basis:
    """What an inference rests on: the evaluation, its rows, and the coefficient without one rater."""

    evaluation: Evaluation
    rows: Rows
    without_rater: Callable[[int], float | None]

    @property
    def agreement(self) -> Agreement:
        """The coefficient with its parts."""
        return self.evaluation.agreement

    @cached_property
    def repeat(self) -> Repeat:
        """How the coefficient is made again from other units."""
        return self.evaluation.repeat()

    @property
    def independent(self) -> bool:
        """Whether every row is a unit of its own."""
        return self.rows.sampling.entries is None

    @cached_property
    def too_slow(self) -> bool:
        """Whether leaving out every unit in turn would take too long."""
        if self.repeat.features is not None:
            return False
        size = len(self.rows.times) if self.independent else self.rows.sampling.n_units
        return size > (MOST_FITTED if self.repeat.slow else MOST_LEFT_OUT)

    @cached_property
    def without_units(self) -> LeftOut:
        """The coefficient without each unit in turn."""
        return leave_one_out(self.repeat, self.rows.sampling)

    @cached_property
    def without_raters(self) -> LeftOut:
        """The coefficient without each rater in turn."""
        n_raters = self.rows.codes.shape[1]
        # one rater is left of two, who can be compared with nobody
        values = [self.without_rater(rater) if n_raters > PAIR else None for rater in range(n_raters)]
        return LeftOut(np.array([np.nan if value is None else value for value in values]), np.ones(n_raters))


def inferred(estimate: Estimate, basis: Basis, inference: Inference) -> Estimate:
    """Add standard error, interval and p value."""
    value, agreement = estimate.estimate, basis.agreement
    if value is None:
        return estimate
    if inference.resample != "units" and not basis.rows.raters_known:
        return replace(estimate, text=wording.NO_RATERS_TO_RESAMPLE)
    if inference.method in {"bootstrap", "bca"}:
        estimate = _resampled(estimate, value, basis, inference)
    elif inference.resample != "units":
        estimate = _over_raters(estimate, value, basis, inference)
    elif basis.independent and agreement.limits is not None and inference.ci not in {"jackknife", "jackknife_z"}:
        estimate = _limited(estimate, agreement.limits(inference.confidence), value, inference)
    elif inference.method == "jackknife_z":
        estimate = _on_z(estimate, value, basis, inference)
    else:
        estimate = _spread_out(estimate, value, basis, inference)
    estimate = _questioned(estimate, basis)
    test = _own_test(agreement, inference.null_value)
    if test is None or not basis.independent:
        return estimate
    return replace(
        estimate,
        statistic=test.statistic,
        df1=test.df1,
        df2=test.df2,
        p_value=test.p_value,
        null_value=inference.null_value,
    )


def _own_test(agreement: Agreement, null_value: float) -> Significance | None:
    """Give the test that comes with the coefficient; one of 0 says nothing about another null value."""
    if null_value == 0:
        return agreement.significance
    return None if agreement.against is None else agreement.against(null_value)


def _bounds(estimate: Estimate, value: float) -> tuple[float, float]:
    """Range that limits are cut to; an ICC and a weighted Brennan-Prediger can themselves fall below -1."""
    low = 0.0 if estimate.coefficient in FROM_ZERO else min(-1.0, value)
    return low, np.inf if estimate.coefficient == "ad_mean" else 1.0


def _interval(inference: Inference, limits: tuple[float, float], method: str) -> ConfidenceInterval:
    return ConfidenceInterval(
        level=inference.confidence, low=limits[0], high=limits[1], method=method, resample=inference.resample
    )


def _limited(estimate: Estimate, limits: tuple[float, float], value: float, inference: Inference) -> Estimate:
    """Take the limits that the coefficient brings along; their test, and no other, gives the p value."""
    if inference.method == "none":
        return estimate
    lowest, highest = _bounds(estimate, value)
    low, high = max(min(limits[0], value), lowest), min(max(limits[1], value), highest)
    return replace(estimate, ci=_interval(inference, (low, high), "mcgraw_wong"))


def _spread_out(estimate: Estimate, value: float, basis: Basis, inference: Inference) -> Estimate:
    method = inference.method
    if method != "jackknife" and not basis.agreement.linear:
        method = "jackknife" if method == "delta" else method
    if (method == "jackknife" or not basis.agreement.linear) and basis.too_slow:
        return replace(estimate, text=wording.NO_SPREAD)
    spread = _spread(basis, method)
    if spread is None:
        reason, text = NO_JACKKNIFE
        if basis.agreement.linear and method != "jackknife":
            reason, text = "too_few_units", wording.ONE_UNIT
        return replace(estimate, status="unstable", reason=reason, text=text)
    return _with_spread(estimate, value, spread, method, inference)


def _on_z(estimate: Estimate, value: float, basis: Basis, inference: Inference) -> Estimate:
    """Take the jackknife on Fisher's scale, the linearised error where there is none; shown is Gwet's standard error.

    Where one rating alone varies there is no value without its unit, and so no jackknife.
    """
    if basis.too_slow and not basis.agreement.linear:
        return replace(estimate, text=wording.NO_SPREAD)
    left_out = None if basis.too_slow else jackknife_spread(basis.without_units)
    analytic = _spread(basis, "delta") if basis.agreement.linear else None
    spread, shown = left_out or analytic, analytic or left_out
    if spread is None or shown is None:
        why = ("too_few_units", wording.ONE_UNIT) if basis.agreement.linear else NO_JACKKNIFE
        return replace(estimate, status="unstable", reason=why[0], text=why[1])
    kind = "jackknife" if left_out else "delta"
    bounds = _bounds(estimate, value)
    limits, method, p, text = chosen(
        estimate, value, spread, kind, confidence=inference.confidence, null_value=inference.null_value, bounds=bounds
    )
    return replace(
        estimate,
        standard_error=shown.standard_error,
        ci=None if limits is None else _interval(inference, limits, method),
        p_value=None if estimate.coefficient in NOT_TESTED else p,
        text=wording.together(estimate.text, text),
    )


def _questioned(estimate: Estimate, basis: Basis) -> Estimate:
    """Say beside an interval that no method makes one that holds here."""
    if estimate.ci is None or estimate.ci.resample != "units":
        return estimate
    return replace(estimate, text=wording.together(estimate.text, doubt(estimate, basis.rows)))


def _spread(basis: Basis, method: str) -> Spread | None:
    agreement = basis.agreement
    if method == "jackknife" or not agreement.linear:
        return jackknife_spread(basis.without_units)
    return linearised_spread(agreement.linearised, basis.rows.sampling.kept(agreement.rows))


def _with_spread(estimate: Estimate, value: float, spread: Spread, method: str, inference: Inference) -> Estimate:
    interval = None
    if method != "none":
        limits = t_interval(value, spread, inference.confidence, _bounds(estimate, value))
        interval = _interval(inference, limits, method)
    tested = estimate.coefficient not in NOT_TESTED
    p = p_value(value, spread, inference.null_value) if tested else None
    return replace(estimate, standard_error=spread.standard_error, ci=interval, p_value=p)


def _over_raters(estimate: Estimate, value: float, basis: Basis, inference: Inference) -> Estimate:
    """Take the raters for a sample too: the jackknife over them, with the spread of the units where both are."""
    method = "none" if inference.method == "none" else "jackknife"
    spread = jackknife_spread(basis.without_raters)
    if spread is not None and inference.resample == "both":
        if basis.too_slow and (inference.method == "jackknife" or not basis.agreement.linear):
            return replace(estimate, text=wording.NO_SPREAD)
        units = _spread(basis, inference.method)
        spread = None if units is None else joint_spread(units, spread)
    if spread is None:
        text = wording.FEW_RATERS if len(basis.without_raters.times) <= PAIR else wording.NO_RATER_JACKKNIFE
        return replace(estimate, text=text)
    return _with_spread(estimate, value, spread, method, inference)


def _resampled(estimate: Estimate, value: float, basis: Basis, inference: Inference) -> Estimate:
    if inference.resample != "units" and basis.rows.codes.shape[1] <= PAIR and basis.rows.raters_known:
        return replace(estimate, text=wording.FEW_RATERS)
    values = _resamples(basis, inference)
    if values is None:
        return replace(_over_raters(estimate, value, basis, inference), text=wording.NO_BOOTSTRAP_OF_RATERS)
    n_undefined = int(np.isnan(values).sum())
    if n_undefined > MOST_UNDEFINED * len(values):
        said = wording.too_few_resamples_text(n_undefined, len(values))
        return replace(estimate, status="unstable", reason="no_variation", text=said)
    bounds = _bounds(estimate, value)
    limits: tuple[float, float] | None = percentile_interval(values, inference.confidence, bounds)
    text: str | None = wording.resamples_text(n_undefined, len(values)) if n_undefined else estimate.text
    if len(values) * (1 - inference.confidence) < PAIR:
        # fewer than one resample would lie beyond either limit
        limits, text = None, wording.TOO_FEW_REPLICATES
    elif inference.method == "bca":
        limits = None
        if basis.too_slow and inference.resample != "raters":
            text = wording.NO_SPREAD
        else:
            limits = bca_interval(value, values, _left_out(basis, inference), inference.confidence, bounds)
            text = wording.NO_BCA if limits is None else text
    return replace(
        estimate,
        standard_error=float(np.nanstd(values, ddof=1)) if n_undefined < len(values) - 1 else None,
        ci=None if limits is None else _interval(inference, limits, inference.method),
        text=text,
    )


def _resamples(basis: Basis, inference: Inference) -> Array | None:
    """Estimates of resamples; None where raters cannot be resampled."""
    # every estimate starts from the same seed, and so does not hang on what else is asked for
    rng = np.random.default_rng(inference.seed)
    sampling = basis.rows.sampling
    if inference.resample == "units":
        return bootstrap(basis.repeat, sampling, n_resamples=inference.replicates, rng=rng)
    if basis.evaluation.reweighed is None:
        return None
    return bootstrap_of_raters(
        basis.evaluation.reweighed,
        sampling,
        basis.rows.codes.shape[1],
        n_resamples=inference.replicates,
        rng=rng,
        units_too=inference.resample == "both",
    )


def _left_out(basis: Basis, inference: Inference) -> LeftOut:
    if inference.resample == "units":
        return basis.without_units
    if inference.resample == "raters":
        return basis.without_raters
    return joint_left_out(basis.without_units, basis.without_raters)


def benchmarked(estimate: Estimate, inference: Inference) -> Estimate:
    """Add the highest band of a benchmark scale that is reached."""
    return replace(estimate, benchmark=benchmark_of(estimate, inference.benchmark))
