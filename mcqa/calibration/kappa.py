"""Cohen's weighted kappa of one reviewer and a reference, pooled over scales, with its spread over units."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from mcqa.ratings.table import Codes
from mcqa.statistics.coefficients import ratio
from mcqa.statistics.intervals import ROUNDING, LeftOut, Spread, jackknife_spread
from mcqa.statistics.sampling import Array

# a unit is given so much more weight to see how far the coefficient moves
NUDGE = 1e-6


class Scored(NamedTuple):
    """Ratings beside the reference, each (n_ratings,): unit, position given, position in the reference, which scale."""

    unit: Codes
    given: Codes
    reference: Codes
    scale: Codes


class Kappa(NamedTuple):
    """Kappa with what can be inferred; `chance` is the mean disagreement that chance alone would leave.

    `jackknife` is None where the coefficient does not exist without some unit, both spreads where there is one unit.
    """

    value: float
    chance: float
    perfect: bool
    jackknife: Spread | None
    linearised: Spread | None


class _Block(NamedTuple):
    """The columns of one scale among those that are summed, and its disagreement weights."""

    columns: slice
    apart: Array


def kappa_of(scored: Scored, weights: Sequence[Array]) -> Kappa | None:
    """Compute kappa of a reviewer and the reference.

    Parameters
    ----------
    scored : Scored
        The ratings; at least one.
    weights : sequence of ndarray, each (n_levels, n_levels)
        Agreement weights of each scale, 1 on the diagonal.

    Returns
    -------
    Kappa or None
        None where the reference is at one level on every scale: kappa could only be 0, or 0/0.
    """
    held, blocks = _tables(scored, weights)
    total = held.sum(axis=0)
    if not any(_varies(total[block.columns], len(block.apart)) for block in blocks):
        return None
    apart, chance = _disagreement(total[None], blocks)
    if chance[0] <= 0:
        return None
    value = float(1 - apart[0] / chance[0])
    n_units, perfect = len(held), float(apart[0]) <= ROUNDING
    jackknife = linearised = None
    if n_units > 1 and not perfect:
        jackknife = jackknife_spread(LeftOut(_kappas(total - held, blocks), np.ones(n_units)))
        pulls = (_kappas(total + NUDGE * held, blocks) - value) / NUDGE
        # the infinitesimal jackknife (Efron & Tibshirani 1993, section 22.6), n - 1 as in the sandwich
        linearised = Spread(float(np.sqrt(n_units / (n_units - 1) * (pulls @ pulls))), n_units - 1)
    n = float(total.sum())
    return Kappa(value, float(chance[0]) / n, perfect, jackknife, linearised)


def _tables(scored: Scored, weights: Sequence[Array]) -> tuple[Array, list[_Block]]:
    """Count for each unit how often two levels met, (n_units, sum of n_levels^2), a block of columns for each scale."""
    _, unit = np.unique(scored.unit, return_inverse=True)
    start, place = 0, np.zeros(len(unit), dtype=np.int64)
    blocks = []
    for scale in np.unique(scored.scale).tolist():
        size = len(weights[scale])
        here = scored.scale == scale
        place[here] = start + scored.reference[here].astype(np.int64) * size + scored.given[here]
        blocks.append(_Block(slice(start, start + size**2), 1 - weights[scale]))
        start += size**2
    n_units = int(unit.max()) + 1
    held = np.bincount(unit * start + place, minlength=n_units * start).reshape(n_units, start)
    return held.astype(np.float64), blocks


def _varies(table: Array, size: int) -> bool:
    """Whether the reference uses two levels, in a table whose rows are its levels."""
    return bool(np.count_nonzero(table.reshape(size, size).sum(axis=1)) > 1)


def _disagreement(sums: Array, blocks: Sequence[_Block]) -> tuple[Array, Array]:
    """Give weighted disagreement, observed and by chance, summed over ratings: sums (n, width) to (n,) and (n,)."""
    observed, chance = np.zeros(len(sums)), np.zeros(len(sums))
    for block in blocks:
        size = len(block.apart)
        tables = sums[:, block.columns].reshape(-1, size, size)
        observed += (tables * block.apart).sum(axis=(1, 2))
        rows, columns = tables.sum(axis=2), tables.sum(axis=1)
        chance += np.nan_to_num(ratio(((rows @ block.apart) * columns).sum(axis=1), rows.sum(axis=1)))
    return observed, chance


def _kappas(sums: Array, blocks: Sequence[_Block]) -> Array:
    observed, chance = _disagreement(sums, blocks)
    return np.asarray(1 - ratio(observed, chance))
