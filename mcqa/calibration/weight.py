"""What the vote of a reviewer is worth in a weighted consensus, from how often it was right."""

from __future__ import annotations

import numpy as np

from mcqa.statistics.sampling import Integers

# a beta(1, 1) prior: one imagined rating that was right and one that was wrong
PRIOR_RIGHT, PRIOR_WRONG = 1.0, 1.0
FEWEST_LEVELS = 2


def log_odds_weight(n_right: int, levels: Integers) -> float | None:
    """Weight of a vote: the log odds of being right, over those of a wrong level chosen blindly.

    Parameters
    ----------
    n_right : int
        How many ratings were those of the reference.
    levels : ndarray of int, shape (n_ratings,)
        How many levels the scale of each rating has.

    Returns
    -------
    float or None
        ln(p (K - 1) / (1 - p)) with p = (right + 1) / (n + 2), the mean over the ratings where scales differ, and never
        below 0: who is right less often than a blind guess has no vote. None without ratings.

    References
    ----------
    Nitzan & Paroush (1982), International Economic Review 23, 289-297: the majority weighted by log odds is the best
    rule for independent voters; for K levels with errors spread evenly the odds are those of one wrong level.
    """
    n = len(levels)
    if not n:
        return None
    right = (n_right + PRIOR_RIGHT) / (n + PRIOR_RIGHT + PRIOR_WRONG)
    blind = float(np.log(np.maximum(levels, FEWEST_LEVELS) - 1).mean())
    return max(float(np.log(right / (1 - right))) + blind, 0.0)
