"""From one scope and one request to one Estimate: what is computed, what is refused, and what is only half trusted."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from mcqa.agreement import wording
from mcqa.agreement.estimate import Estimate
from mcqa.agreement.evaluate import evaluate
from mcqa.agreement.family import FROM_ZERO, KINDS, NOT_TESTED, OVER_UNITS, SHARES, misfit
from mcqa.agreement.inference import Basis, Inference, benchmarked, inferred
from mcqa.agreement.request import BETWEEN_KAPPA, Request, has_scores, level_weights, unfit
from mcqa.agreement.scopes import PAIR, Scope
from mcqa.ratings.table import RatingMatrix
from mcqa.statistics.coefficients import Agreement
from mcqa.statistics.evaluation import Evaluation
from mcqa.statistics.intervals import ROUNDING
from mcqa.statistics.rows import Rows
from mcqa.statistics.sampling import Array

BY_SCORE = ("linear", "quadratic", "radical", "ratio", "circular", "bipolar")

# coefficients that cannot be below -1 where every rating has a partner
KAPPAS = frozenset({"cohen_kappa", "conger_kappa", "fleiss_kappa", "light_kappa", "scott_pi", "gwet_ac"})


class _Point(NamedTuple):
    """A settled request in the scope that it is computed from: its evaluation, or the status, reason and text of none.

    Where a formula was computed and gives no value there are both.
    """

    request: Request
    scope: Scope
    rows: Rows | None = None
    evaluation: Evaluation | None = None
    refused: tuple[str, str, str] | None = None


class Measured(NamedTuple):
    """An estimate with the scope that it was computed from, and what it can be made again from.

    `basis` is None where nothing can be inferred: there is no value, or the ratings do not vary enough for more.
    """

    estimate: Estimate
    scope: Scope
    basis: Basis | None = None


def _point(request: Request, scope: Scope) -> _Point:
    settled = request.on(scope.scales[0])
    kind = KINDS.get((settled.coefficient, settled.form))
    scope = scope.complete if kind is not None and kind.complete and scope.sides is None else scope
    point = _Point(settled, scope)
    if scope.rows is None:
        return point._replace(refused=("not_applicable", "mixed_scales", wording.mixed_scales_text(scope)))
    refused = unfit(settled, scope.scales[0]) or _misfit(settled, scope)
    if refused is not None:
        return point._replace(refused=("not_applicable", *refused))
    reason = _nothing_to_compare(scope)
    if reason is not None:
        return point._replace(refused=("undefined", reason, _undefined_text(reason, scope)))
    evaluation = _evaluated(settled, scope.rows, scope)
    absent = _without_value(settled, evaluation.agreement, scope)
    if absent is not None:
        said = absent[1] or _undefined_text(absent[0], scope)
        return point._replace(evaluation=evaluation, refused=("undefined", absent[0], said))
    return point._replace(rows=scope.rows, evaluation=evaluation)


def _misfit(request: Request, scope: Scope) -> tuple[str, str] | None:
    if scope.sides is not None:
        from mcqa.agreement import between

        return between.misfit(request, scope)
    return misfit(request.coefficient, request.form, scope)


def _evaluated(request: Request, rows: Rows, scope: Scope) -> Evaluation:
    if scope.sides is not None:
        from mcqa.agreement import between

        return between.evaluate_between(request, rows, scope.sides, scope.scales[0])
    return evaluate(request, rows, scope.scales[0])


def _undefined_text(reason: str, scope: Scope) -> str:
    if scope.sides is not None and reason == "no_pairs" and scope.n_raters > 0:
        return wording.NOBODY_SHARED
    return wording.undefined_text(reason, scope)


def value_of(request: Request, scope: Scope) -> float | None:
    """Compute the value of one coefficient in one scope and nothing else; None where it does not exist."""
    point = _point(request, scope)
    if point.refused is not None or point.evaluation is None:
        return None
    return _in_range(point.request.coefficient, point.evaluation.agreement.estimate)


def measure(request: Request, scope: Scope, inference: Inference) -> Estimate:
    """Compute one coefficient in one scope, or say why it does not exist."""
    return measured(request, scope, inference).estimate


def measured(request: Request, scope: Scope, inference: Inference) -> Measured:
    """As `measure`, with what is needed to compare the estimate with another."""
    settled, scope, rows, evaluation, refused = _point(request, scope)
    estimate = _blank(settled, scope, inference)
    if evaluation is not None:
        agreement = evaluation.agreement
        estimate = replace(estimate, observed=_share(agreement.observed), expected=_share(agreement.expected))
    if refused is not None:
        status, reason, text = refused
        return Measured(replace(estimate, status=status, reason=reason, text=text), scope)
    if evaluation is None or rows is None or scope.used is None:
        raise AssertionError("a value that is not refused was computed")
    agreement, scale = evaluation.agreement, scope.scales[0]
    estimate = _valued(estimate, agreement, scope.used, rows)
    if scope.sides is not None and settled.coefficient == BETWEEN_KAPPA:
        from mcqa.agreement import between

        most = between.attainable(rows, scope.sides, level_weights(settled, scale))
        estimate = replace(estimate, attainable=_share(most))
    if settled.weights in BY_SCORE and not has_scores(scale):
        estimate = replace(estimate, text=wording.ON_RANKS)
    if settled.coefficient not in SHARES and scope.only_level is not None:
        error = 0.0 if scope.n_units_used > 1 else None
        text = wording.not_exercised_text(scope)
        found = replace(estimate, status="unstable", reason="no_variation", text=text, standard_error=error)
        return Measured(found, scope)
    if estimate.n_units_used <= 1:
        return Measured(replace(estimate, status="unstable", reason="too_few_units", text=wording.ONE_UNIT), scope)
    basis = Basis(
        evaluation=evaluation,
        rows=rows,
        without_rater=lambda rater: evaluate(settled, rows.without(rater), scale).agreement.estimate,
    )
    if scope.sides is not None and inference.resample != "units":
        return Measured(replace(estimate, text=wording.NOT_RESAMPLED), scope, basis)
    estimate = _without_spread(inferred(estimate, basis, inference))
    return Measured(benchmarked(_doubted(estimate, agreement), inference), scope, basis)


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
        other_group=scope.other_group,
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
    estimate = replace(estimate, estimate=_in_range(name, agreement.estimate), text=agreement.text)
    if name not in OVER_UNITS or agreement.per_row is None:
        return estimate
    per_row, counting = agreement.per_row, agreement.rows
    if not matrix.units:
        # a row stands for all units that were rated alike, and their names are not kept
        n_used = round(float(rows.times @ counting))
        return replace(estimate, n_units_used=n_used, units_dropped=estimate.n_units - n_used)
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
    if scope.rows is not None and bool((scope.rows.counts.sum(axis=1) >= PAIR).any()):
        return None
    paired = scope.matrix is not None and bool(scope.paired(scope.matrix).any())
    return "incomplete_data" if paired else "no_pairs"


def _in_range(name: str, value: float | None) -> float | None:
    lowest, highest = 0.0 if name in FROM_ZERO else -1.0, np.inf if name == "ad_mean" else 1.0
    return None if value is None else _within(value, lowest, highest)


def _within(value: float, low: float, high: float) -> float:
    """Take back what rounding alone has put beside an end of the range; a value truly below `low` stays."""
    if low - ROUNDING <= value < low:
        return low
    return high if value >= high - ROUNDING else value


def _share(value: float | None) -> float | None:
    return None if value is None else min(max(value, 0.0), 1.0)


def _without_spread(estimate: Estimate) -> Estimate:
    """Take away the interval 1 to 1 of perfect agreement: that nobody differed does not show that nobody would.

    An interval with a width, which says how much may have gone unseen, stays.
    """
    perfect = 0.0 if estimate.coefficient == "ad_mean" else 1.0
    if estimate.estimate != perfect or (estimate.ci is not None and estimate.ci.low < estimate.ci.high):
        return estimate
    said = None if estimate.text == wording.ALIKE else estimate.text
    text = wording.together(wording.PERFECT, said)
    # the p value of a test of its own stands; that of a t test with a standard error of 0 does not
    p = None if estimate.statistic is None else estimate.p_value
    return replace(estimate, ci=None, p_value=p, text=text)


def _doubted(estimate: Estimate, agreement: Agreement) -> Estimate:
    """Mark a value that its formula gives, but that is not to be trusted."""
    if estimate.status != "ok" or agreement.reason is None:
        return estimate
    return replace(estimate, status="unstable", reason=agreement.reason, text=agreement.text)
