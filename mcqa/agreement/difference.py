"""Differences between two groups, two rounds or two coefficients, by a bootstrap whose draws serve both sides.

Whole units are drawn with replacement from the union of the units of both sides, and each draw is used on both: what
the sides have in common, the same units above all, cancels. A unit that only one side rated counts for that side.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from itertools import combinations

import numpy as np

from mcqa.agreement.estimate import ConfidenceInterval, Estimate
from mcqa.agreement.inference import MOST_UNDEFINED, Inference
from mcqa.agreement.measure import Measured, measured
from mcqa.agreement.paired import Pair, paired, zeroed
from mcqa.agreement.request import COMPARED, Request
from mcqa.agreement.scopes import Scope, parted_scopes
from mcqa.agreement.wording import NO_BCA, NO_SPREAD, resamples_text, too_few_resamples_text
from mcqa.ratings.table import Ratings
from mcqa.statistics.intervals import bca_interval, percentile_interval
from mcqa.statistics.sampling import Array

# no difference can be cut to a range: that of two coefficients that fall below -1 may itself be larger than 2
ANY = (-np.inf, np.inf)
PERFECT = {"ad_mean": 0.0}

SAME = (
    "both sides are the same in every resample: they are the same ratings, or do not differ; the interval has no width"
)
CONSTANT = "every resample gives the same difference: the interval has no width"
PERFECT_SIDE = "agreement is perfect on one side, whose uncertainty the ratings do not show: no interval can be given"
ONLY_UNITS = "differences are made from resamples of micro-credentials: nothing is inferred about reviewers like these"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """`estimate` is the value of `first` minus that of `second`: names of groups or rounds, or two coefficients.

    `of` is `groups`, `rounds` or `coefficients`. `n_units_first` and `n_units_second` count for the values, and
    `n_units_common` for both. `p_value` is two-sided for no difference. `status`, `reason` and `text` are as in an
    `Estimate`: where one side has no value its reason is given.
    """

    of: str
    first: str
    second: str
    coefficient: str | None = None
    weights: str | None = None
    metric: str | None = None
    form: str | None = None
    scope: str = "rubric"
    criterion: str | None = None
    standard: str | None = None
    group: str | None = None
    round: str | None = None
    estimate: float | None = None
    standard_error: float | None = None
    ci: ConfidenceInterval | None = None
    p_value: float | None = None
    n_units_first: int = 0
    n_units_second: int = 0
    n_units_common: int = 0
    n_replicates: int = 0
    status: str = "ok"
    reason: str | None = None
    text: str | None = None

    def to_json(self) -> dict[str, object]:
        """Give the difference as a JSON object; absent parts are null."""
        found: dict[str, object] = {field.name: getattr(self, field.name) for field in fields(self)}
        if self.ci is not None:
            parts = ("level", "low", "high", "method")
            found["ci"] = {name: getattr(self.ci, name) for name in parts}
        return found


def differences_of(
    ratings: Ratings,
    of: Sequence[str],
    kinds: Sequence[str],
    *,
    asked: Sequence[Request],
    within: Iterable[Sequence[Measured]],
    inference: Inference,
    listwise: bool,
) -> Iterator[Difference]:
    """Give every difference that is asked for.

    Parameters
    ----------
    ratings : Ratings
        The ratings table.
    of : sequence of str
        Some of groups, rounds and coefficients.
    kinds : sequence of str
        The scopes of the analysis: groups and rounds are compared on each component, each standard and everything, as
        far as these are among them; on everything if none is.
    asked : sequence of Request
        The coefficients.
    within : iterable of sequence of Measured
        What was measured in each scope, for the differences of coefficients.
    inference : Inference
        Confidence, resamples and seed. The method `bca` gives BCa limits, `none` no interval, others percentiles.
    listwise : bool
        Whether only rows count that every rater of a side rated.
    """
    for each in dict.fromkeys(of):
        part = COMPARED[each]
        if part is None:
            for found in within:
                yield from of_coefficients(found, inference)
        else:
            parted = parted_scopes(ratings, part, kinds, listwise=listwise)
            yield from of_parts(each, parted, asked, inference)


def of_parts(
    of: str,
    parted: Iterable[Sequence[tuple[str, Scope]]],
    asked: Sequence[Request],
    inference: Inference,
) -> Iterator[Difference]:
    """Compare each two named scopes of each region in every coefficient asked for."""
    plain = replace(inference, ci="none", resample="units")
    for parts in parted:
        values = [(name, [measured(request, scope, plain) for request in asked]) for name, scope in parts]
        couples = (
            (first, second, sides)
            for (first, one), (second, other) in combinations(values, 2)
            for sides in zip(one, other, strict=True)
        )
        for first, second, sides in couples:
            found = sides[0].estimate
            blank = Difference(
                of=of,
                first=first,
                second=second,
                coefficient=found.coefficient,
                weights=found.weights,
                metric=found.metric,
                form=found.form,
                scope=found.scope,
                criterion=found.criterion,
                standard=found.standard,
            )
            yield compared(blank, sides, inference)


def of_coefficients(found: Sequence[Measured], inference: Inference) -> Iterator[Difference]:
    """Compare each two coefficients of one scope; one that falls as agreement grows is compared with none."""
    growing = [each for each in found if each.estimate.coefficient not in PERFECT]
    for sides in combinations(growing, 2):
        first, second = (side.estimate for side in sides)
        blank = Difference(
            of="coefficients",
            first=name_of(first),
            second=name_of(second),
            scope=first.scope,
            criterion=first.criterion,
            standard=first.standard,
            group=first.group,
            round=first.round,
        )
        yield compared(blank, sides, inference)


def name_of(estimate: Estimate) -> str:
    """Name a coefficient with what tells it from others of its name: `gwet_ac (ordinal weights)`, `icc (ICC2)`."""
    weights, metric = estimate.weights, estimate.metric
    said = (metric and f"{metric} metric") or (weights and f"{weights} weights") or estimate.form
    return f"{estimate.coefficient} ({said})" if said else estimate.coefficient


def compared(blank: Difference, sides: tuple[Measured, Measured], inference: Inference) -> Difference:
    """Fill in the difference of two measured values.

    The interval is that of the percentiles of the paired resamples, or the corrected and accelerated one where `bca` is
    asked for. The p value comes from inverting the percentile interval: twice the smaller of the shares of resamples at
    or below 0 and at or above it, with 1 added to both counts (Davison & Hinkley 1997, Bootstrap Methods and their
    Application, chapter 4), so it is never 0. A resample without a value on either side is left out; with more than
    10 % of them there is no interval.
    """
    first, second = (side.estimate for side in sides)
    found = replace(
        blank,
        n_units_first=first.n_units_used,
        n_units_second=second.n_units_used,
        n_units_common=len(np.intersect1d(sides[0].scope.units_used, sides[1].scope.units_used)),
    )
    if first.estimate is None or second.estimate is None:
        name, absent = (blank.first, first) if first.estimate is None else (blank.second, second)
        return replace(found, status=absent.status, reason=absent.reason, text=f"{name}: {absent.text}")
    found = replace(found, estimate=float(zeroed(np.array(first.estimate - second.estimate))))
    poor = next((side.estimate for side in sides if side.basis is None), None)
    if poor is not None:
        text = f"{blank.first if poor is first else blank.second}: {poor.text}"
        return replace(found, status="unstable", reason=poor.reason, text=text)
    if inference.resample != "units":
        return replace(found, text=ONLY_UNITS)
    return _inferred(found, sides, inference)


def _inferred(found: Difference, sides: tuple[Measured, Measured], inference: Inference) -> Difference:
    pair = paired(*sides)
    values = pair.resampled(inference.replicates, np.random.default_rng(inference.seed))
    n_undefined = int(np.isnan(values).sum())
    found = replace(found, n_replicates=len(values))
    if n_undefined > MOST_UNDEFINED * len(values):
        text = too_few_resamples_text(n_undefined, len(values))
        return replace(found, status="unstable", reason="no_variation", text=text)
    if n_undefined:
        found = replace(found, text=resamples_text(n_undefined, len(values)))
    there = values[~np.isnan(values)]
    if len(there) > 1:
        found = replace(found, standard_error=float(there.std(ddof=1)) if np.ptp(there) else 0.0)
    found = _doubted(found, sides)
    if any(_perfect(side.estimate) for side in sides):
        return replace(found, text=PERFECT_SIDE)
    if not np.ptp(there):
        low = float(there[0])
        text = CONSTANT if low else SAME
        return replace(found, ci=_interval((low, low), "bootstrap", inference), text=text)
    found = replace(found, p_value=_p_value(there))
    if inference.method != "bca":
        return replace(
            found, ci=_interval(percentile_interval(values, inference.confidence, ANY), "bootstrap", inference)
        )
    return _corrected(found, there, pair, inference)


def _interval(limits: tuple[float, float], method: str, inference: Inference) -> ConfidenceInterval | None:
    if inference.method == "none":
        return None
    return ConfidenceInterval(level=inference.confidence, low=limits[0], high=limits[1], method=method)


def _corrected(found: Difference, values: Array, pair: Pair, inference: Inference) -> Difference:
    """Give BCa limits, with the acceleration from leaving out each unit of the union."""
    if pair.too_slow:
        return replace(found, text=NO_SPREAD)
    limits = bca_interval(found.estimate or 0.0, values, pair.left_out(), inference.confidence, ANY)
    if limits is None:
        return replace(found, text=NO_BCA)
    return replace(found, ci=_interval(limits, "bca", inference))


def _p_value(values: Array) -> float:
    below, above = int((values <= 0).sum()), int((values >= 0).sum())
    return min(1.0, 2 * (1 + min(below, above)) / (len(values) + 1))


def _perfect(estimate: Estimate) -> bool:
    return estimate.estimate == PERFECT.get(estimate.coefficient, 1.0)


def _doubted(found: Difference, sides: tuple[Measured, Measured]) -> Difference:
    """Pass on the doubt about a value that its formula gives, but that is not to be trusted."""
    for name, side in zip((found.first, found.second), sides, strict=True):
        if side.basis is not None and side.basis.agreement.reason is not None:
            agreement = side.basis.agreement
            return replace(found, status="unstable", reason=agreement.reason, text=f"{name}: {agreement.text}")
    return found
