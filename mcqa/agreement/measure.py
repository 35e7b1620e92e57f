"""From one scope and one request to one Estimate: what is computed, what is refused, and what is only half trusted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mcqa.agreement import wording
from mcqa.agreement.coefficients import Agreement
from mcqa.agreement.estimate import Estimate
from mcqa.agreement.evaluate import evaluate
from mcqa.agreement.family import FROM_ZERO, KINDS, NOT_TESTED, OVER_UNITS, SHARES, misfit
from mcqa.agreement.inference import Basis, Inference, benchmarked, inferred
from mcqa.agreement.intervals import ROUNDING
from mcqa.agreement.request import Request, has_scores, unfit
from mcqa.agreement.rows import Rows
from mcqa.agreement.sampling import Array
from mcqa.agreement.scopes import PAIR, Scope
from mcqa.ratings.table import RatingMatrix

BY_SCORE = ("linear", "quadratic", "radical", "ratio", "circular", "bipolar")

# coefficients that cannot be below -1 where every rating has a partner
KAPPAS = frozenset({"cohen_kappa", "conger_kappa", "fleiss_kappa", "light_kappa", "scott_pi", "gwet_ac"})


def measure(request: Request, scope: Scope, inference: Inference) -> Estimate:
    """Compute one coefficient in one scope, or say why it does not exist."""
    settled = request.on(scope.scales[0])
    kind = KINDS.get((settled.coefficient, settled.form))
    scope = scope.complete if kind is not None and kind.complete else scope
    estimate = _blank(settled, scope, inference)
    if scope.used is None or scope.rows is None:
        text = wording.mixed_scales_text(scope)
        return replace(estimate, status="not_applicable", reason="mixed_scales", text=text)
    refused = unfit(settled, scope.scales[0]) or misfit(settled.coefficient, settled.form, scope)
    if refused is not None:
        return replace(estimate, status="not_applicable", reason=refused[0], text=refused[1])
    reason = _nothing_to_compare(scope)
    if reason is not None:
        return _undefined(estimate, reason, scope)
    rows, scale = scope.rows, scope.scales[0]
    evaluation = evaluate(settled, rows, scale)
    agreement = evaluation.agreement
    estimate = replace(estimate, observed=_share(agreement.observed), expected=_share(agreement.expected))
    absent = _without_value(settled, agreement, scope)
    if absent is not None:
        return _undefined(estimate, absent[0], scope, absent[1])
    estimate = _valued(estimate, agreement, scope.used, rows)
    if settled.weights in BY_SCORE and not has_scores(scope.scales[0]):
        estimate = replace(estimate, text=wording.ON_RANKS)
    if settled.coefficient not in SHARES and scope.only_level is not None:
        error = 0.0 if scope.n_units_used > 1 else None
        text = wording.not_exercised_text(scope)
        return replace(estimate, status="unstable", reason="no_variation", text=text, standard_error=error)
    if estimate.n_units_used <= 1:
        return replace(estimate, status="unstable", reason="too_few_units", text=wording.ONE_UNIT)
    basis = Basis(
        evaluation=evaluation,
        rows=rows,
        without_rater=lambda rater: evaluate(settled, rows.without(rater), scale).agreement.estimate,
    )
    estimate = _without_spread(inferred(estimate, basis, inference))
    return benchmarked(_doubted(estimate, agreement), inference)


def _without_value(request: Request, agreement: Agreement, scope: Scope) -> tuple[str, str | None] | None:
    """Why the formula gives no value, or none that may be shown: the reason, and its text if it is a special one."""
    if agreement.estimate is None:
        return agreement.reason or "no_variation", None if scope.only_level else agreement.text
    if len(scope.scales[0].levels) == 1 and request.coefficient not in SHARES:
        return "no_variation", None
    if request.coefficient == "icc" and agreement.estimate > 1 + ROUNDING:
        return "negative_component", wording.OUT_OF_RANGE
    if request.coefficient in KAPPAS and agreement.estimate < -1 - ROUNDING:
        return "incomplete_data", wording.BELOW_RANGE
    return None


def _blank(request: Request, scope: Scope, inference: Inference) -> Estimate:
    return Estimate(
        coefficient=request.coefficient,
        weights=request.weights_name,
        metric=request.metric,
        form=request.form,
        scope=scope.kind,
        criterion=scope.criterion,
        standard=scope.standard,
        group=scope.group,
        round=scope.round,
        raters=scope.raters,
        null_value=None if request.coefficient in NOT_TESTED else inference.null_value,
        n_units=scope.n_units,
        n_raters=scope.n_raters,
        n_ratings=int(scope.shares.sum()),
        n_units_used=scope.n_units_used,
        units_dropped=scope.n_units - scope.n_units_used,
        levels_declared=len(scope.scales[0].levels) if len(scope.scales) == 1 else 0,
        levels_used=int(np.count_nonzero(scope.shares)),
    )


def _valued(estimate: Estimate, agreement: Agreement, matrix: RatingMatrix, rows: Rows) -> Estimate:
    """Put the value in, and for a mean over units what it is a mean of."""
    name = estimate.coefficient
    lowest, highest = 0.0 if name in FROM_ZERO else -1.0, np.inf if name == "ad_mean" else 1.0
    value = None if agreement.estimate is None else _within(agreement.estimate, lowest, highest)
    estimate = replace(estimate, estimate=value, text=agreement.text)
    if name not in OVER_UNITS or agreement.per_row is None:
        return estimate
    per_row, counting = agreement.per_row, agreement.rows
    if rows.origin is not None:
        per_row, counting = per_row[rows.origin], counting[rows.origin]
    used = len(np.unique(matrix.clusters[counting]))
    return replace(
        estimate,
        n_units_used=used,
        units_dropped=estimate.n_units - used,
        per_unit=_per_unit(per_row, matrix),
    )


def _per_unit(per_row: Array, matrix: RatingMatrix) -> tuple[tuple[str, float | None], ...]:
    """Average the values of the rows of each unit; None where no row of it has one."""
    units, unit = np.unique(matrix.clusters, return_inverse=True)
    rows = np.isfinite(per_row)
    sizes = np.bincount(unit[rows], minlength=len(units)).tolist()
    sums = np.bincount(unit[rows], weights=per_row[rows], minlength=len(units)).tolist()
    return tuple(
        (matrix.units[code], total / size if size else None)
        for code, total, size in zip(units.tolist(), sums, sizes, strict=True)
    )


def _nothing_to_compare(scope: Scope) -> str | None:
    if scope.n_raters == 1:
        return "one_rater"
    if scope.n_units_used > 0:
        return None
    paired = scope.matrix is not None and bool((scope.matrix.counts.sum(axis=1) >= PAIR).any())
    return "incomplete_data" if paired else "no_pairs"


def _undefined(estimate: Estimate, reason: str, scope: Scope, text: str | None = None) -> Estimate:
    said = text or wording.undefined_text(reason, scope)
    return replace(estimate, status="undefined", reason=reason, text=said)


def _within(value: float, low: float, high: float) -> float:
    """Take back what rounding alone has put outside the range; a value truly below `low` stays."""
    if low - ROUNDING <= value < low:
        return low
    return min(value, high)


def _share(value: float | None) -> float | None:
    return None if value is None else min(max(value, 0.0), 1.0)


def _without_spread(estimate: Estimate) -> Estimate:
    """Take away the interval 1 to 1 of perfect agreement: that nobody differed does not show that nobody would."""
    perfect = 0.0 if estimate.coefficient == "ad_mean" else 1.0
    if estimate.estimate != perfect:
        return estimate
    text = f"{wording.PERFECT}; {estimate.text}" if estimate.text else wording.PERFECT
    # the p value of a test of its own stands; that of a t test with a standard error of 0 does not
    p = None if estimate.statistic is None else estimate.p_value
    return replace(estimate, ci=None, p_value=p, text=text)


def _doubted(estimate: Estimate, agreement: Agreement) -> Estimate:
    """Mark a value that its formula gives, but that is not to be trusted."""
    if estimate.status != "ok" or agreement.reason is None:
        return estimate
    return replace(estimate, status="unstable", reason=agreement.reason, text=agreement.text)
