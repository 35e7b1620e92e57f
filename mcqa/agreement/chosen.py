"""Which interval is taken by default, and when none can be trusted: what `benchmarks/coverage.py` has measured.

The jackknife over units on Fisher's z scale covers where any published method does, in every kind of coefficient: a
coefficient near 1 is skewed, and z takes that out. Where nobody differed there is no spread, and what disagreement
could have gone unseen is exact. What no method mends is a sample without the units that make a coefficient what it is.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mcqa.agreement import wording
from mcqa.agreement.estimate import Estimate
from mcqa.agreement.family import SHARES
from mcqa.statistics.intervals import (
    ROUNDING,
    Spread,
    fisher_interval,
    fisher_p_value,
    log_interval,
    p_value,
    t_interval,
    unseen_share,
)
from mcqa.statistics.rows import Rows

FEWEST_UNITS = 5
FEWEST_ELSEWHERE = 2
MOST = 0.5

# their chance, or what else they are held against, hardly hangs on which levels the units of the sample are at
STEADY = frozenset(
    {*SHARES, "gwet_ac", "brennan_prediger", "maxwell_re", "finn", "bangdiwala_b", "rwg", "awg", "ad_mean"}
)
# 1 - disagreement / chance, where a unit that all disagree on has a disagreement of 1
OVER_CHANCE = frozenset(
    {"gwet_ac", "brennan_prediger", "conger_kappa", "fleiss_kappa", "cohen_kappa", "scott_pi", "krippendorff_alpha"}
)
OF_UNITS = frozenset({*SHARES, "rwg"})


class Chosen(NamedTuple):
    """Limits, how they were made and the p value that goes with them; no limits with the reason in words."""

    limits: tuple[float, float] | None
    method: str
    p_value: float | None = None
    text: str | None = None


def chosen(
    estimate: Estimate,
    value: float,
    spread: Spread,
    kind: str,
    *,
    confidence: float,
    null_value: float,
    bounds: tuple[float, float],
) -> Chosen:
    """Choose limits for a value.

    Parameters
    ----------
    estimate : Estimate
        What is known so far; `expected` and `n_units_used` are read.
    value : float
        The value of the coefficient.
    spread : Spread
        Its standard error: of the jackknife where there is one.
    kind : str
        How that was made, `jackknife` or `delta`.
    confidence, null_value : float
        Of the interval; what the p value tests against.
    bounds : (float, float)
        Range of the coefficient.

    Returns
    -------
    Chosen
        `jackknife_z` or `delta_z` on Fisher's scale, with the p value on that scale too, so that p is below
        1 - confidence just where the null value is outside; `jackknife_log` for a mean deviation; `exact` where no unit
        shows any disagreement, or any agreement.
    """
    perfect = 0.0 if estimate.coefficient == "ad_mean" else 1.0
    near = ROUNDING * max(1.0, abs(value))
    if abs(value - perfect) <= near or spread.standard_error <= near:
        return _without_spread(estimate, value, confidence, bounds)
    if estimate.coefficient == "ad_mean":
        return Chosen(log_interval(value, spread, confidence), f"{kind}_log")
    if abs(value) >= 1:
        return Chosen(t_interval(value, spread, confidence, bounds), kind, p_value(value, spread, null_value))
    limits = fisher_interval(value, spread, confidence, bounds)
    return Chosen(limits, f"{kind}_z", fisher_p_value(value, spread, null_value))


def _without_spread(estimate: Estimate, value: float, confidence: float, bounds: tuple[float, float]) -> Chosen:
    unseen = unseen_share(estimate.n_units_used, confidence)
    name = estimate.coefficient
    if value >= 1 - ROUNDING:
        chance = 1.0 if name in OF_UNITS else None
        # the kappa of two groups is 1 where both are divided alike, and that is not that nobody differs
        if name in OVER_CHANCE and estimate.expected is not None and estimate.attainable is None:
            chance = 1 - estimate.expected
        if chance is not None:
            return Chosen((max(1 - unseen / chance, bounds[0]), 1.0), "exact", text=wording.UNSEEN)
    elif name in SHARES and value <= ROUNDING:
        return Chosen((0.0, unseen), "exact")
    return Chosen(None, "none", text=wording.ALIKE)


def doubt(estimate: Estimate, rows: Rows) -> str | None:
    """Say why an interval cannot be trusted here, None where the default one has held its promise."""
    if estimate.n_units_used < FEWEST_UNITS:
        return wording.FEW_UNITS
    if estimate.coefficient not in STEADY and units_elsewhere(rows) < FEWEST_ELSEWHERE:
        return wording.HARDLY_EXERCISED
    if estimate.ci is not None and estimate.ci.method == "mcgraw_wong" and _mostly_alike(rows):
        return wording.NOT_NORMAL
    return None


def _mostly_alike(rows: Rows) -> bool:
    """Whether all ratings are the same in most rows, so that what is left over is anything but normal."""
    alike = rows.counts.max(axis=1) == rows.counts.sum(axis=1)
    return float(rows.times @ alike) > MOST * rows.sampling.n_rows


def units_elsewhere(rows: Rows) -> int:
    """Count the units that have more ratings at some other level than at the one used most of all."""
    counts, times = rows.sampling.by_unit(rows.counts.astype(np.float64))
    most = int((times @ counts).argmax())
    return round(float(times @ (counts.max(axis=1) > counts[:, most])))
