"""What good reviewers would give: the disagreement to expect from a design when nothing is wrong with the rubric.

A bare threshold on a coefficient fails in small pilots with mostly good units (alpha is low or undefined there for
perfectly good criteria). So observed disagreement is held against its distribution under careful raters who err
independently, each rating with the same small probability, to a neighbouring level: with this many raters per unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import comb, sqrt
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

TWO_LEVELS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Yardstick:
    """What is asked of good reviewers, and how large a share of false alarms is allowed.

    `exact_agreement` gives, for scales of up to so many levels, the share of pairs of ratings that should be equal;
    longer scales take the last value. `rater_error` is the share of cells in which a rater may miss what most of the
    others say, `severity` the steps of the scale that a rater may lie above or below the median rater (more counts only
    from `severity_ratio` standard errors on). Where more than `most_singled_out` of the raters are unlike the others,
    nobody is singled out: then the matter is a general one. `straight_line_occasions` is how often the others must have
    agreed on another level before one level everywhere is called straight-lining. The false discovery rates are the
    allowed shares of false alarms among the raters, and among the criteria or group differences, that stand out;
    from `typical_criteria` criteria on there is a typical one to hold the others against. Groups are compared on
    criteria whose disagreement good reviewers reach with at most the chance `group_screen`. `replicates` is how many
    pilots of good reviewers are drawn.
    """

    exact_agreement: tuple[tuple[int, float], ...] = ((2, 0.85), (3, 0.80), (5, 0.75), (6, 0.60))
    rater_error: float = 0.20
    severity: float = 0.25
    severity_ratio: float = 3.5
    most_singled_out: float = 1 / 3
    straight_line_occasions: int = 5
    rater_false_discovery: float = 0.01
    false_discovery: float = 0.10
    typical_criteria: int = 8
    group_screen: float = 0.25
    replicates: int = 4000

    def tolerated(self, n_levels: int) -> float:
        """Give the share of unequal pairs that good reviewers may give on a scale of so many levels."""
        for levels, agreement in self.exact_agreement:
            if n_levels <= levels:
                return 1 - agreement
        return 1 - self.exact_agreement[-1][1]


def error_rate(disagreement: float, n_levels: int) -> float:
    """Give the error probability per rating under which so large a share of pairs is unequal.

    Solves (1 - e)^2 + e^2 / m = 1 - disagreement, m = 1 wrong level on a scale of two, 2 on longer ones (the
    neighbour below or above). Cut where independent errors cannot give so much disagreement.
    """
    wrong = 1 if n_levels == TWO_LEVELS else 2
    curvature = 1 + 1 / wrong
    return (1 - sqrt(max(0.0, 1 - curvature * disagreement))) / curvature


def tail(
    share: float, sizes: Sequence[int], n_levels: int, *, disagreement: float, replicates: int, seed: int
) -> float:
    """Give the probability that good reviewers disagree at least as much.

    Parameters
    ----------
    share
        Observed disagreement: the share of unequal pairs of ratings within a row, averaged over rows.
    sizes
        Ratings in each row, at least two each.
    n_levels
        Declared levels of the scale.
    disagreement
        The share of unequal pairs that good reviewers give in the long run.
    replicates, seed
        How many pilots are drawn, and the seed; equal arguments give equal results in any order of calls.

    Returns
    -------
    float
        (1 + pilots with at least this disagreement) / (1 + pilots), never 0.
    """
    key = tuple(sorted(sizes))
    drawn = _drawn(key, min(n_levels, 3), error_rate(disagreement, n_levels), replicates, seed)
    # averages of the same fractions in another order differ in the last bits
    return float(1 + np.count_nonzero(drawn >= share - 1e-9)) / (1 + replicates)


@lru_cache(maxsize=256)
def _drawn(sizes: tuple[int, ...], n_levels: int, error: float, replicates: int, seed: int) -> NDArray[np.float64]:
    """Draw the mean disagreement of many pilots of good reviewers with these row sizes, shape (replicates,)."""
    total = np.zeros(replicates)
    distinct, rows = np.unique(sizes, return_counts=True)
    for size, n_rows in zip(distinct.tolist(), rows.tolist(), strict=True):
        values, chances = _row_disagreement(size, n_levels, error)
        rng = np.random.default_rng([seed, size, n_rows, round(error * 1e9)])
        total += rng.multinomial(n_rows, chances, size=replicates) @ values
    return total / len(sizes)


@lru_cache(maxsize=256)
def _row_disagreement(size: int, n_levels: int, error: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the possible shares of unequal pairs in a row of `size` ratings, and their probabilities."""
    chances: dict[int, float] = {}
    for wrong in range(size + 1):
        weight = comb(size, wrong) * error**wrong * (1 - error) ** (size - wrong)
        sides = (0,) if n_levels == TWO_LEVELS else range(wrong + 1)
        for below in sides:
            above = wrong - below
            equal = sum(count * (count - 1) for count in (size - wrong, below, above))
            split = 1.0 if n_levels == TWO_LEVELS else comb(wrong, below) / 2**wrong
            chances[equal] = chances.get(equal, 0.0) + weight * split
    ordered = sorted(chances)
    values = np.array([1 - equal / (size * (size - 1)) for equal in ordered])
    probabilities = np.array([chances[equal] for equal in ordered])
    return values, probabilities / probabilities.sum()
