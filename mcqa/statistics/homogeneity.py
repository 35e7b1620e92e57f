"""Whether raters use the levels alike: Stuart-Maxwell and Bhapkar for two raters, Friedman for any number."""

from __future__ import annotations

import numpy as np

from mcqa.statistics.intervals import ROUNDING
from mcqa.statistics.sampling import Array, Integers


def stuart_maxwell(codes: Integers, n_levels: int) -> tuple[float, int] | None:
    """Test that two raters use every level equally often.

    Parameters
    ----------
    codes : ndarray of int, shape (n_units, 2)
        The level each of the two raters gave each unit, counted from 0, without missing ratings.
    n_levels : int
        Number of levels.

    Returns
    -------
    (statistic, df) or None
        Chi-squared, with one degree of freedom less than there are levels on which the raters differ, for each part of
        the scale whose levels are taken for one another. None where the raters never differ: 0/0.

    References
    ----------
    Stuart (1955), Biometrika 42, 412-416; Maxwell (1970), British Journal of Psychiatry 116, 651-655.
    """
    table = np.zeros((n_levels, n_levels))
    np.add.at(table, (codes[:, 0], codes[:, 1]), 1)
    return _quadratic(table.sum(axis=1) - table.sum(axis=0), _difference_covariance(table))


def _difference_covariance(table: Array) -> Array:
    """Covariance of the differences of the marginal counts when the marginals are alike."""
    covariance = -(table + table.T)
    np.fill_diagonal(covariance, table.sum(axis=0) + table.sum(axis=1) - 2 * np.diag(table))
    return np.asarray(covariance)


def _quadratic(difference: Array, covariance: Array) -> tuple[float, int] | None:
    """Give the quadratic form of a difference in the inverse of its singular covariance, and the rank of that."""
    rank = int(np.linalg.matrix_rank(covariance, hermitian=True))
    if rank == 0:
        return None
    return max(float(difference @ np.linalg.pinv(covariance, hermitian=True) @ difference), 0.0), rank


def bhapkar(codes: Integers, n_levels: int) -> tuple[float, int] | None:
    """Test as `stuart_maxwell`, with the covariance not taken under the hypothesis: it finds a little more.

    Returns
    -------
    (statistic, df) or None
        With the statistic S of Stuart and Maxwell and n units, S / (1 - S / n). None where the raters never differ, or
        differ on every unit in one direction: S is n.

    References
    ----------
    Bhapkar (1966), Journal of the American Statistical Association 61, 228-235; Keefe (1982), American Statistician
    36, 178-179 for the relation of the two.
    """
    found = stuart_maxwell(codes, n_levels)
    if found is None:
        return None
    statistic, df = found
    left = 1 - statistic / len(codes)
    return (statistic / left, df) if left > np.sqrt(ROUNDING) else None


def friedman(codes: Integers) -> tuple[float, int] | None:
    """Friedman's test that no rater is harsher than another.

    Parameters
    ----------
    codes : ndarray of int, shape (n_units, n_raters)
        The level each rater gave each unit, in rising order, without missing ratings. Units are the blocks.

    Returns
    -------
    (statistic, df) or None
        Chi-squared with n_raters - 1 degrees of freedom, corrected for ties. None where the raters never differ: 0/0.

    References
    ----------
    Friedman (1937), Journal of the American Statistical Association 32, 675-701; R's `friedman.test`.
    """
    n_raters = codes.shape[1]
    if not (codes != codes[:, :1]).any():
        return None
    # how many of the others are below, less how many are above: twice the centred rank, ties shared
    ranks = np.stack([np.sign(codes[:, [rater]] - codes).sum(axis=1) for rater in range(n_raters)], axis=1) / 2
    statistic = (n_raters - 1) * (ranks.sum(axis=0) ** 2).sum() / (ranks**2).sum()
    return float(statistic), n_raters - 1
