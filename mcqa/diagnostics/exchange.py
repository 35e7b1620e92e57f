"""Flags on some of many values: what the difference of two means would be had the flags been put elsewhere."""

from __future__ import annotations

from itertools import combinations
from math import comb, floor
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROUNDING = 1e-9


class Exchange(NamedTuple):
    """What other flags give: limits of the difference, infinite where there are too few, and a two-sided p value."""

    low: float
    high: float
    p_value: float


def exchange(
    values: NDArray[np.float64], flags: NDArray[np.bool_], *, confidence: float, seed: int, replicates: int
) -> Exchange:
    """Compare two means with those that the same number of flags gives elsewhere, and turn the test into limits.

    With the flagged values lowered by a difference that is to be tested, flags put elsewhere give a difference of
    means that is a straight line in it. So each way of putting them has one difference above which it reaches what was
    observed, and the limits are quantiles of these: nothing is searched for.

    Parameters
    ----------
    values : ndarray, shape (n,)
        One per component.
    flags : ndarray of bool, shape (n,)
        Which of them are flagged: at least one, and not all.
    confidence : float
        Of the interval.
    seed, replicates : int
        All ways to put the flags are tried where these are no more than `replicates`, else so many random ones.

    Returns
    -------
    Exchange
        Each limit leaves out as large a share as the test may reject, never more: exact for a rule that knows nothing.

    References
    ----------
    Pitman (1937), Supplement to the Journal of the Royal Statistical Society 4, 119-130; Phipson & Smyth (2010),
    Statistical Applications in Genetics and Molecular Biology 9(1), article 39, for counting what was observed.
    """
    size, n_flagged = len(values), int(flags.sum())
    other = _ways(size, n_flagged, seed=seed, replicates=replicates)
    every = comb(size, n_flagged) <= replicates
    means = _differences(values, other)
    lines = _differences(flags.astype(np.float64), other)
    observed = float(_differences(values, flags[None, :])[0])
    moved = lines < 1 - ROUNDING
    # ways that leave the flags where they are reach what was observed whatever is tested
    same = int((~moved).sum()) + (0 if every else 1)
    reached = np.sort((observed - means[moved]) / (1 - lines[moved]))
    reached[np.abs(reached) < ROUNDING] = 0.0
    total = same + len(reached)
    above = same + int((reached <= 0).sum())
    below = same + int((reached >= 0).sum())
    p_value = min(1.0, 2 * min(above, below) / total)
    spare = floor((1 - confidence) / 2 * total - same + ROUNDING)
    if spare < 0:
        return Exchange(-np.inf, np.inf, p_value)
    return Exchange(float(reached[spare]), float(reached[-1 - spare]), p_value)


def _ways(size: int, n_flagged: int, *, seed: int, replicates: int) -> NDArray[np.bool_]:
    """Put the flags elsewhere, (n_ways, size): in every way, or in random ones where there are too many."""
    if comb(size, n_flagged) <= replicates:
        chosen = np.array(list(combinations(range(size), n_flagged)))
    else:
        rng = np.random.default_rng([seed, size, n_flagged])
        chosen = np.argsort(rng.random((replicates, size)), axis=1)[:, :n_flagged]
    ways = np.zeros((len(chosen), size), dtype=bool)
    np.put_along_axis(ways, chosen, values=True, axis=1)
    return ways


def _differences(values: NDArray[np.float64], ways: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Give the mean of what is flagged minus that of the rest, for flags (n_ways, size)."""
    sums, n_flagged = ways @ values, ways.sum(axis=1)
    result: NDArray[np.float64] = sums / n_flagged - (values.sum() - sums) / (len(values) - n_flagged)
    return result
