"""Agreement within each unit on several criteria taken together."""

from __future__ import annotations

import numpy as np

from mcqa.statistics.coefficients import PAIR
from mcqa.statistics.sampling import Array


def rwg_j(scores: Array, values: Array) -> Array:
    """Within-group agreement on the mean of several criteria, of each unit.

    Parameters
    ----------
    scores : ndarray, shape (n_units, n_raters, n_criteria)
        The scores, NaN where there is none. A rater counts for a unit with scores on all criteria only.
    values : ndarray, shape (n_levels,)
        The scores of the declared levels.

    Returns
    -------
    ndarray, shape (n_units,)
        With J criteria and S the mean of their variances over the variance of blind raters, who use all declared levels
        alike: J (1 - S) / (J (1 - S) + S), and 0 where the raters vary more than that. NaN for units with fewer than
        two raters, and for all where only one level is declared.

    References
    ----------
    James, Demaree & Wolf (1984), Journal of Applied Psychology 69, 85-98; Bliese, R package multilevel, `rwg.j`.

    Examples
    --------
    >>> scores = np.array([[[1.0, 2.0], [2.0, 2.0]]])
    >>> rwg_j(scores, np.array([0.0, 1.0, 2.0, 3.0]))
    array([0.88888889])
    """
    n_criteria = scores.shape[2]
    blind = float(values.var())
    complete = np.asarray(np.isfinite(scores).all(axis=2))
    n = complete.sum(axis=1)
    rows = n >= PAIR
    found = np.full(len(scores), np.nan)
    if blind <= 0 or not rows.any():
        return found
    counting = np.where(complete[:, :, None], scores, 0.0)[rows]
    size = n[rows][:, None]
    mean = counting.sum(axis=1) / size
    squares = (complete[rows][:, :, None] * (counting - mean[:, None, :]) ** 2).sum(axis=1)
    share = np.minimum((squares / (size - 1)).mean(axis=1) / blind, 1.0)
    found[rows] = n_criteria * (1 - share) / (n_criteria * (1 - share) + share)
    return found
