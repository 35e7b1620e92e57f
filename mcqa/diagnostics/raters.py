"""Raters one by one: how severe, how often unlike the others, and whether they used the scale at all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from mcqa.diagnostics.multiplicity import benjamini_hochberg
from mcqa.ratings.table import MISSING

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mcqa.diagnostics.cells import Cells
    from mcqa.diagnostics.yardstick import Yardstick
    from mcqa.ratings.table import Codes

PAIR = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Severity:
    """How much lower a rater rates than the others on the same things, in steps of the scale (positive = harsher).

    Rater effects of an additive model, so that being teamed with a harsh rater makes nobody look lenient; 0 is the
    median rater. The standard error takes units as clusters: it is the spread of a rater's unit means about the
    model, pooled over raters, over the number of the rater's units. The limits are None where it cannot be had.
    """

    value: float
    standard_error: float | None
    low: float | None
    high: float | None
    n_units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RaterProfile:
    """One rater against the others, over all criteria.

    `n_compared` are the cells in which the others (two or more) have one most frequent level, `n_missed` those where
    the rater says something else, `tail` the probability of so many if the rater missed only as often as is tolerated,
    `tail_adjusted` with all raters looked at together. `exact_agreement` is with each other rating, pair by pair.
    `straight_lined`: one level everywhere, although the others agreed on another level in `n_occasions` cells.
    `singled_out`: the rest of the diagnosis is made without this rater too.
    """

    rater: str
    group: str
    n_ratings: int
    n_compared: int
    n_missed: int
    tail: float | None
    tail_adjusted: float | None
    exact_agreement: float | None
    severity: Severity | None
    straight_lined: bool
    n_occasions: int
    singled_out: bool


def rater_profiles(cells: Cells, groups: dict[str, str], yardstick: Yardstick) -> tuple[RaterProfile, ...]:
    """Compare every rater with the others; at most `yardstick.most_singled_out` of them are singled out."""
    compared, missed = _misses(cells.codes, cells.counts)
    severities = _severities(cells)
    rates = [wrong / n for wrong, n in zip(missed, compared, strict=True) if n]
    # where everybody misses often, nobody is singled out for doing what all do
    tolerated = min(0.5, max(yardstick.rater_error, 2 * median(rates))) if rates else yardstick.rater_error
    tails = [_binomial_tail(wrong, n, tolerated) if n else None for wrong, n in zip(missed, compared, strict=True)]
    profiles = [
        RaterProfile(
            rater=rater,
            group=groups.get(rater, ""),
            n_ratings=int((cells.codes[:, index] >= 0).sum()),
            n_compared=compared[index],
            n_missed=missed[index],
            tail=tails[index],
            tail_adjusted=adjusted,
            exact_agreement=_exact_agreement(cells, index),
            severity=severities[index],
            straight_lined=missed[index] >= yardstick.straight_line_occasions and _constant(cells, index),
            n_occasions=missed[index],
            singled_out=False,
        )
        for index, (rater, adjusted) in enumerate(zip(cells.raters, benjamini_hochberg(tails), strict=True))
    ]
    suspects = [index for index, each in enumerate(profiles) if _suspect(each, yardstick)]
    active = sum(each.n_ratings > 0 for each in profiles)
    if len(suspects) > active * yardstick.most_singled_out:
        return tuple(profiles)
    return tuple(replace(each, singled_out=index in suspects) for index, each in enumerate(profiles))


def _suspect(profile: RaterProfile, yardstick: Yardstick) -> bool:
    unlike = profile.tail_adjusted is not None and profile.tail_adjusted <= yardstick.rater_false_discovery
    return profile.straight_lined or unlike or _severe(profile.severity, yardstick)


def _severe(severity: Severity | None, yardstick: Yardstick) -> bool:
    if severity is None or severity.standard_error is None:
        return False
    size = abs(severity.value)
    return size >= yardstick.severity and size >= yardstick.severity_ratio * severity.standard_error


def _misses(codes: Codes, counts: Codes) -> tuple[list[int], list[int]]:
    """Count, for each rater, the cells where the others have one most frequent level, and those where it is missed."""
    compared, missed = [], []
    for column in range(codes.shape[1]):
        rows = np.flatnonzero(codes[:, column] >= 0)
        own = codes[rows, column]
        others = counts[rows].copy()
        others[np.arange(len(rows)), own] -= 1
        most = others.max(axis=1, initial=0)
        clear = (others.sum(axis=1) >= PAIR) & ((others == most[:, None]).sum(axis=1) == 1)
        compared.append(int(clear.sum()))
        missed.append(int((others[clear].argmax(axis=1) != own[clear]).sum()))
    return compared, missed


def _binomial_tail(successes: int, trials: int, chance: float) -> float:
    """Give the probability of at least so many successes."""
    from scipy.special import bdtrc

    return float(bdtrc(successes - 1, trials, chance)) if successes else 1.0


def _exact_agreement(cells: Cells, column: int) -> float | None:
    rows = np.flatnonzero(cells.codes[:, column] >= 0)
    counts = cells.counts[rows]
    equal = counts[np.arange(len(rows)), cells.codes[rows, column]] - 1
    others = counts.sum(axis=1) - 1
    return float(equal.sum() / others.sum()) if others.sum() else None


def _constant(cells: Cells, column: int) -> bool:
    """Whether a rater used one level only of each scale met."""
    rows = cells.codes[:, column] >= 0
    scales = cells.scale[rows]
    used = np.unique(np.stack([scales, cells.codes[rows, column]], axis=1), axis=0)
    return len(used) == len(np.unique(scales))


def _severities(cells: Cells) -> tuple[Severity | None, ...]:
    """Fit position = cell + rater by least squares on the ordered criteria, and centre on the median rater."""
    keep = cells.ordered & ((cells.codes >= 0).sum(axis=1) >= PAIR)
    codes, unit = cells.codes[keep], cells.unit[keep]
    rated = (codes != MISSING).astype(float)
    if not len(codes):
        return (None,) * len(cells.raters)
    per_cell = rated.sum(axis=1, keepdims=True)
    centred = rated * (codes - (rated * codes).sum(axis=1, keepdims=True) / per_cell)
    laplacian = np.diag(rated.sum(axis=0)) - (rated / per_cell).T @ rated
    effects = np.linalg.pinv(laplacian, rcond=1e-10, hermitian=True) @ centred.sum(axis=0)
    residuals = rated * (centred - effects + (rated * effects).sum(axis=1, keepdims=True) / per_cell)
    parts = tuple(part for part in _parts(laplacian) if len(part) >= PAIR)
    freedom, n_units, spread = _unit_spread(residuals, rated, unit, len(parts))
    severities: list[Severity | None] = [None] * len(cells.raters)
    for part in parts:
        centre = float(np.median(effects[list(part)]))
        for rater in part:
            severities[rater] = _severity(centre - float(effects[rater]), spread, freedom, int(n_units[rater]))
    return tuple(severities)


def _severity(value: float, spread: float | None, freedom: int, n_units: int) -> Severity:
    if spread is None:
        return Severity(value=value, standard_error=None, low=None, high=None, n_units=n_units)
    from scipy.special import stdtrit

    error = sqrt(spread / n_units)
    half = float(stdtrit(freedom, 0.975)) * error
    return Severity(value=value, standard_error=error, low=value - half, high=value + half, n_units=n_units)


def _unit_spread(
    residuals: NDArray[np.float64], rated: NDArray[np.float64], unit: Codes, n_parts: int
) -> tuple[int, NDArray[np.int64], float | None]:
    """Give the degrees of freedom, the number of units of each rater, and the variance of a rater's unit means.

    The variance is that of rater x unit, what raters and units leave over; None without degrees of freedom.
    """
    names, place = np.unique(unit, return_inverse=True)
    sums, sizes = np.zeros((len(names), rated.shape[1])), np.zeros((len(names), rated.shape[1]))
    np.add.at(sums, place, residuals)
    np.add.at(sizes, place, rated)
    met = sizes > 0
    means = sums[met] / sizes[met]
    freedom = int(met.sum()) - int(met.any(axis=0).sum()) - len(names) + n_parts
    spread = float((means**2).sum() / freedom) if freedom > 0 else None
    return freedom, met.sum(axis=0), spread


def _parts(laplacian: NDArray[np.float64]) -> tuple[tuple[int, ...], ...]:
    """Divide the raters into sets that common cells connect; raters can be compared within a set only."""
    linked = (laplacian != 0) | np.eye(len(laplacian), dtype=bool)
    reach = linked
    while ((wider := (reach.astype(int) @ linked.astype(int)) > 0) != reach).any():
        reach = wider
    return tuple(dict.fromkeys(tuple(np.flatnonzero(row).tolist()) for row in reach))
