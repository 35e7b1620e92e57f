"""How one-sided the ratings are, and how differently raters use the levels: what makes kappas look low or high."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr

from mcqa.agreement.scopes import PAIR
from mcqa.statistics.intervals import ROUNDING
from mcqa.statistics.rows import Rows
from mcqa.statistics.sampling import Array, Integers, Sampling


@dataclass(frozen=True, slots=True, kw_only=True)
class Marginal:
    """How one rater spread their ratings over the declared levels: pairs of level id and share."""

    rater: str
    n_ratings: int
    shares: tuple[tuple[str, float], ...]


class Leaning(NamedTuple):
    """A rater who leans to one side of the others: their p value, and -1 lower, 1 higher, 0 where there is no order."""

    rater: str
    p_value: float
    direction: int


def marginals(rows: Rows, raters: tuple[str, ...], levels: tuple[str, ...]) -> tuple[Marginal, ...]:
    """Give the marginal of every rater with a rating; nothing where it is not known who gave which rating."""
    if not rows.raters_known:
        return ()
    totals = np.stack([rows.times @ (rows.codes == level) for level in range(rows.n_levels)], axis=1)
    return tuple(
        Marginal(
            rater=rater,
            n_ratings=round(sum(counts)),
            shares=tuple((level, count / sum(counts)) for level, count in zip(levels, counts, strict=True)),
        )
        for rater, counts in zip(raters, totals.tolist(), strict=True)
        if sum(counts)
    )


def prevalence_index(totals: Array) -> float | None:
    """How one-sided the use of the levels is: 0 when all are used alike, 1 when all ratings are at one.

    Parameters
    ----------
    totals : ndarray, shape (n_levels,)
        How many ratings each declared level got.

    Returns
    -------
    float or None
        (q p - 1) / (q - 1) with p the share of the most used of q levels. With two raters and two levels it is the size
        of Byrt, Bishop and Carlin's index, |a - d| / n; the step to more levels is made here and not by them. None
        without ratings, or with one level only.

    References
    ----------
    Byrt, Bishop & Carlin (1993), Journal of Clinical Epidemiology 46, 423-429.
    """
    n_levels, total = len(totals), float(totals.sum())
    if n_levels < PAIR or not total:
        return None
    return float((n_levels * totals.max() / total - 1) / (n_levels - 1))


def bias_index(codes: Integers, n_levels: int, times: Array | None = None) -> float | None:
    """How differently raters use the levels on what they both rated: 0 when alike, 1 when they share no level.

    Parameters
    ----------
    codes : ndarray of int, shape (n_rows, n_raters)
        The level each rater gave, counted from 0; -1 where there is no rating.
    n_levels : int
        Number of levels.
    times : ndarray, shape (n_rows,), optional
        How often each row occurs; once by default.

    Returns
    -------
    float or None
        Half the sum over levels of the differences of two raters' shares: the share of ratings one of them would have
        to move. With two raters and two levels it is the size of Byrt, Bishop and Carlin's index, |b - c| / n; with
        more raters it is the mean over pairs, each weighing as many rows as it has in common. It is above 0 by chance
        where these are few. None where no two raters have a row in common.

    References
    ----------
    Byrt, Bishop & Carlin (1993), Journal of Clinical Epidemiology 46, 423-429.
    """
    rated = (codes >= 0).astype(np.float64)
    counted = rated if times is None else rated * times[:, None]
    common = np.triu(rated.T @ counted, k=1)
    if not common.any():
        return None
    moved = np.zeros_like(common)
    for level in range(n_levels):
        used = (codes == level).astype(np.float64).T @ counted
        moved += np.abs(used - used.T) / 2
    return float(np.triu(moved, k=1).sum() / common.sum())


def leaning(rows: Rows, raters: tuple[str, ...], *, ordered: bool, rarely: float = 0.05) -> Leaning | None:
    """Find the rater whose ratings lie most clearly to one side of the others' ratings of the same rows.

    Parameters
    ----------
    rows : Rows
        The ratings.
    raters : tuple of str
        Who the columns are.
    ordered : bool
        Whether the levels are in rising order.
    rarely : float
        Of raters with a lower p value the one furthest from the others is given, since a harsh rater also makes the
        others look mild; where there is none, the one with the lowest p value.

    Returns
    -------
    Leaning or None
        On an ordered scale a rating is compared with the mean of the others in steps of the scale, on a nominal one
        level by level; the differences are summed within units, and tested by t over the units. The p value is at least
        that of the sign test, which a few units that all point one way cannot beat, and is adjusted for the number of
        comparisons (Bonferroni). None where nobody can be compared on two units.
    """
    if not rows.raters_known or len(raters) < PAIR or not len(rows.codes):
        return None
    rated = rows.codes >= 0
    # of two raters one is the mirror of the other, and of two levels one is
    several = len(raters) if len(raters) > PAIR else 1
    if ordered:
        scored = [np.where(rated, rows.codes, 0).astype(np.float64)]
    else:
        n_levels = rows.n_levels if rows.n_levels > PAIR else 1
        scored = [(rows.codes == level).astype(np.float64) for level in range(n_levels)]
    found = [
        (min(1.0, side.p_value * several * len(scored)), side.distance, rater)
        for values in scored
        for rater, side in enumerate(_sides(values, rated, rows.sampling))
    ]
    p_value, distance, rater = min(
        found, key=lambda each: (each[0] >= rarely, each[0] if each[0] >= rarely else -abs(each[1]))
    )
    if p_value >= 1:
        return None
    direction = int(np.sign(distance)) if ordered else 0
    return Leaning(raters[rater], p_value, direction)


class _Side(NamedTuple):
    """How likely a rater's difference from the others is by chance, and its mean over rows."""

    p_value: float
    distance: float


def _sides(values: Array, rated: NDArray[np.bool_], sampling: Sampling) -> list[_Side]:
    """Test each rater's difference from the others."""
    n = rated.sum(axis=1, keepdims=True)
    compared = rated & (n >= PAIR)
    others = (values.sum(axis=1, keepdims=True) - values) / np.maximum(n - 1, 1)
    sums, times = sampling.by_unit(np.where(compared, values - others, 0.0))
    counting, _ = sampling.by_unit(compared.astype(np.float64))
    n_units, n_rows = (times @ (counting > 0)).tolist(), np.maximum(times @ counting, 1).tolist()
    totals, squares = (times @ sums).tolist(), (times @ sums**2).tolist()
    return [
        _Side(_chance(total, square, round(size)), total / rows)
        for total, square, size, rows in zip(totals, squares, n_units, n_rows, strict=True)
    ]


def _chance(total: float, squares: float, n_units: int) -> float:
    """Two-sided p value of the t test of a mean of 0, from the sum and the sum of squares of the units' values."""
    if n_units < PAIR or abs(total) <= ROUNDING * n_units:
        return 1.0
    least = 2.0 ** (1 - n_units)
    # n times the share of the squared differences that their mean accounts for, from 0 to n
    pulled = total**2 / squares
    left = n_units - pulled
    if left <= ROUNDING * n_units:
        return least
    return max(float(2 * stdtr(n_units - 1, -np.sqrt(pulled * (n_units - 1) / left))), least)
