"""How near one reviewer is to the reference: shares, kappa and direction, each with an interval over whole units.

The ratings of one unit are not independent of each other: who misreads a packet misreads several of its components. So
every standard error is over units.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mcqa.agreement.estimate import ConfidenceInterval
from mcqa.calibration.kappa import Scored, kappa_of
from mcqa.ratings.table import Codes
from mcqa.statistics.intervals import Spread, fisher_interval, linearised_spread, t_interval
from mcqa.statistics.sampling import Array, of_clusters
from mcqa.statistics.shares import effective_rows, quantile_over_units, sign_test, wilson

PAIR = 2
# where all units say the same a standard error is what rounding leaves of 0; one that is real is above 1 / n_ratings^2
SPREADLESS = 1e-9
ANY = (-np.inf, np.inf)
RANGE = (-1.0, 1.0)

Limits = tuple[float, float]


def _no_limits(_: int) -> Limits | None:
    return None


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A value with its interval; `reason` says why one of the two is not there.

    `foreseen` gives the interval that so many further units like those seen would leave, None where that is unknown.
    `one_sided` is whether, without an interval, all units lie on one side of 0 and are too many for that to be chance.
    """

    value: float | None = None
    ci: ConfidenceInterval | None = None
    reason: str | None = None
    foreseen: Callable[[int], Limits | None] = _no_limits
    one_sided: bool = False


class Pairs(NamedTuple):
    """Ratings of one reviewer beside the reference, each (n_ratings,).

    `unit` and `criterion` are codes, `given` and `reference` positions on the criterion's scale; `levels` is the number
    of levels of that scale, `ordered` whether they have an order, and `scale` which of the weights of kappa is meant.
    """

    unit: Codes
    criterion: Codes
    given: Codes
    reference: Codes
    levels: Codes
    ordered: NDArray[np.bool_]
    scale: Codes

    def only(self, where: NDArray[np.bool_]) -> Pairs:
        """Keep some ratings."""
        return Pairs(
            unit=self.unit[where],
            criterion=self.criterion[where],
            given=self.given[where],
            reference=self.reference[where],
            levels=self.levels[where],
            ordered=self.ordered[where],
            scale=self.scale[where],
        )

    @property
    def n_units(self) -> int:
        """How many units have a rating."""
        return len(np.unique(self.unit))


class Figures(NamedTuple):
    """What is known of how near some ratings are to the reference.

    `direction` is the mean signed difference in levels, positive where the reviewer is milder.
    """

    n: int
    n_units: int
    exact: Figure
    adjacent: Figure
    kappa: Figure
    direction: Figure

    def named(self, name: str) -> Figure:
        """Give the figure that a profile asks for."""
        return {"exact": self.exact, "adjacent": self.adjacent, "kappa": self.kappa}[name]


def figures_of(pairs: Pairs, weights: Sequence[Array], confidence: float) -> Figures:
    """Compute everything that is said of some ratings.

    Parameters
    ----------
    pairs : Pairs
        The ratings beside the reference.
    weights : sequence of ndarray, each (n_levels, n_levels)
        Agreement weights of kappa on each scale that `pairs.scale` names.
    confidence : float
        Of the intervals.

    Returns
    -------
    Figures
        Where nothing was rated in common every value is None with the reason `no_pairs`; without any order among the
        levels `adjacent` and `direction` are None with `not_ordered`.
    """
    exact = share(pairs.given == pairs.reference, pairs.unit, confidence)
    gaps = (pairs.given - pairs.reference)[pairs.ordered]
    units = pairs.unit[pairs.ordered]
    disordered = Figure(reason="not_ordered" if len(pairs.unit) else "no_pairs")
    return Figures(
        n=len(pairs.unit),
        n_units=pairs.n_units,
        exact=exact,
        adjacent=share(np.abs(gaps) <= 1, units, confidence) if len(gaps) else disordered,
        kappa=weighted_kappa(pairs, weights, confidence, exact),
        direction=_direction(gaps, units, confidence) if len(gaps) else disordered,
    )


def share(hits: NDArray[np.bool_], units: Codes, confidence: float) -> Figure:
    """Give a share of ratings with an interval that respects that ratings of one unit go together.

    Parameters
    ----------
    hits : ndarray of bool, shape (n_ratings,)
        Which ratings count.
    units : ndarray of int, shape (n_ratings,)
        The unit of each.
    confidence : float
        Of the interval.

    Returns
    -------
    Figure
        The interval is Wilson's with the effective number of ratings, n over the design effect, and Student's quantile
        with one degree of freedom less than there are units (`wilson_clustered`); with one unit it is Wilson's own.
        The design effect is the linearised variance over units divided by that of independent ratings, and never taken
        to be below 1.

    References
    ----------
    Wilson (1927), JASA 22, 209-212; Kish (1965), Survey Sampling; Korn & Graubard (1998), Survey Methodology 24,
    193-201; Dean & Pagano (2015), Journal of Survey Statistics and Methodology 3, 484-503.
    """
    if not len(hits):
        return Figure(reason="no_pairs")
    value = float(hits.mean())
    effective, n_units = effective_rows(hits, units)

    def foreseen(further: int) -> Limits | None:
        grown = effective * (n_units + further) / n_units
        # that it stays perfect is not believed to the full: half a hit and half a miss are added (Jeffreys)
        likely = (value * grown + 0.5) / (grown + 1)
        return wilson(likely, grown, quantile_over_units(n_units + further, confidence))

    low, high = wilson(value, effective, quantile_over_units(n_units, confidence))
    method = "wilson_clustered" if n_units >= PAIR else "wilson"
    ci = ConfidenceInterval(level=confidence, low=low, high=high, method=method)
    return Figure(value=value, ci=ci, foreseen=foreseen)


def weighted_kappa(pairs: Pairs, weights: Sequence[Array], confidence: float, exact: Figure) -> Figure:
    """Give Cohen's weighted kappa of a reviewer and the reference.

    Components on different scales are pooled: 1 - disagreement / chance, both summed over the scales. The interval is
    the jackknife over units on Fisher's z scale (`jackknife_z`), the linearised error where leaving a unit out leaves
    no variation (`delta_z`), and with perfect agreement what the interval of exact agreement leaves
    (`wilson_clustered`). A reference at one level only gives no value (`no_variation`): nobody could do better than 0.

    References
    ----------
    Cohen (1968), Psychological Bulletin 70, 213-220; Barlow, Lai & Azen (1991), Statistics in Medicine 10, 1465-1472
    for pooling over strata.
    """
    if not len(pairs.unit):
        return Figure(reason="no_pairs")
    found = kappa_of(Scored(pairs.unit, pairs.given, pairs.reference, pairs.scale), weights)
    if found is None:
        return Figure(reason="no_variation")
    value, chance = found.value, found.chance
    if pairs.n_units < PAIR:
        return Figure(value=value, reason="too_few_units")
    if found.perfect:
        return _perfect(value, chance, exact)
    spread, kind = found.jackknife, "jackknife"
    if spread is None:
        spread, kind = found.linearised, "delta"
    if spread is None or spread.standard_error < SPREADLESS:
        return Figure(value=value, reason="no_spread")
    known = spread
    low, high = _on_z(value, known, confidence)
    ci = ConfidenceInterval(level=confidence, low=low, high=high, method=f"{kind}_z" if abs(value) < 1 else kind)

    def foreseen(further: int) -> Limits | None:
        grown = pairs.n_units + further
        error = known.standard_error * np.sqrt(pairs.n_units / grown)
        return _on_z(value, Spread(float(error), grown - 1), confidence)

    return Figure(value=value, ci=ci, foreseen=foreseen)


def _perfect(value: float, chance: float, exact: Figure) -> Figure:
    """Turn what exact agreement may have left unseen into limits of kappa: all of it would be full disagreement."""
    if exact.ci is None:
        return Figure(value=value, reason="too_few_units")

    def low_of(limits: Limits) -> float:
        return max(1 - (1 - limits[0]) / chance, -1.0)

    def foreseen(further: int) -> Limits | None:
        limits = exact.foreseen(further)
        return None if limits is None else (low_of(limits), 1.0)

    low = low_of((exact.ci.low, exact.ci.high))
    ci = ConfidenceInterval(level=exact.ci.level, low=low, high=1.0, method=exact.ci.method)
    return Figure(value=value, ci=ci, foreseen=foreseen)


def _on_z(value: float, spread: Spread, confidence: float) -> Limits:
    if abs(value) >= 1:
        return t_interval(value, spread, confidence, RANGE)
    return fisher_interval(value, spread, confidence, RANGE)


def _direction(gaps: Codes, units: Codes, confidence: float) -> Figure:
    """Give the mean difference in levels, reviewer minus reference, with a t interval over units.

    Where the mean is the same in every unit there is no spread to make an interval of; then the sign test over units
    says whether all of them on one side can be chance.
    """
    value = float(gaps.mean())
    sampling = of_clusters(units)
    spread = linearised_spread(gaps.astype(np.float64), sampling)
    if spread is None:
        return Figure(value=value, reason="too_few_units")
    if spread.standard_error < SPREADLESS:
        p_value = sign_test(sampling.n_units, 0) if value else None
        return Figure(value=value, reason="no_spread", one_sided=p_value is not None and p_value < 1 - confidence)
    low, high = t_interval(value, spread, confidence, ANY)
    return Figure(value=value, ci=ConfidenceInterval(level=confidence, low=low, high=high, method="delta"))
