"""Where a share of criteria met stands among those of a baseline, and how sure that is."""

from __future__ import annotations

import numpy as np

from mcqa.scores.arrays import Floats

# a standard error below this moves no share to another number of criteria
CERTAIN = 1e-9


def binomial_error(met: int, applying: int) -> float:
    """Give the standard error of a share met as if criteria were independent, half of each outcome added.

    References
    ----------
    Brown, Cai & DasGupta (2001), Statistical Science 16, 101-133, on adding half a success and half a failure.
    """
    rate = (met + 0.5) / (applying + 1)
    return float(np.sqrt(rate * (1 - rate) / applying))


def chances_of_shares(met: int, applying: int, error: float) -> Floats:
    """Give the chance of each number of criteria met, (applying + 1,): normal around what was found, ends cut off."""
    from scipy.special import ndtr

    if error < CERTAIN:
        certain: Floats = np.eye(applying + 1)[met]
        return certain
    ends = (np.arange(applying + 2) - 0.5 - met) / applying / error
    ends[0], ends[-1] = -np.inf, np.inf
    chances: Floats = np.diff(ndtr(ends))
    return chances


def percentile_limits(ranks: Floats, chances: Floats, n: float, level: float) -> tuple[float, float]:
    """Give the limits of a percentile when both the share and the baseline are uncertain.

    At a known share with `rank` of n baseline units below, the percentile has the Jeffreys posterior
    Beta(rank + 1/2, n - rank + 1/2). The share is not known, so these are mixed by the chances of its values; the
    limits are quantiles of the mixture, found exactly, without drawing.

    Parameters
    ----------
    ranks
        How many baseline units lie below each possible share, ties by half, (n_shares,).
    chances
        The chance of each possible share, (n_shares,).
    n
        The number of units in the baseline.
    level
        Of confidence.

    References
    ----------
    Brown, Cai & DasGupta (2001), Statistical Science 16, 101-133, on the Jeffreys interval.
    """
    from scipy.optimize import brentq
    from scipy.special import betainc

    likely = chances > 0
    one, other, weight = ranks[likely] + 0.5, n - ranks[likely] + 0.5, chances[likely]

    def quantile(share: float) -> float:
        return float(brentq(lambda at: float(weight @ betainc(one, other, at)) - share, 0.0, 1.0, xtol=1e-10))

    return quantile((1 - level) / 2), quantile((1 + level) / 2)
