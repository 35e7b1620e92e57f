"""How near two levels are: Gwet's agreement weights, and the distances of Krippendorff's metrics.

The two are different things with some names in common. Gwet's *ordinal* weights depend on ranks alone; Krippendorff's
*ordinal* metric depends on how often each level was used.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from mcqa.statistics.sampling import Array


def _linear(values: Array) -> Array:
    return np.asarray(np.abs(np.subtract.outer(values, values)))


def _quadratic(values: Array) -> Array:
    return np.asarray(np.subtract.outer(values, values) ** 2)


def _ordinal(values: Array) -> Array:
    span = _linear(np.arange(len(values), dtype=np.float64)) + 1
    return span * (span - 1) / 2


def _radical(values: Array) -> Array:
    return np.sqrt(_linear(values))


def _ratio(values: Array) -> Array:
    return metric_distances("ratio", values)


def _circular(values: Array) -> Array:
    circumference = values.max() - values.min() + 1
    return np.asarray(np.sin(np.pi * np.subtract.outer(values, values) / circumference) ** 2)


def _bipolar(values: Array) -> Array:
    difference, total = np.subtract.outer(values, values), np.add.outer(values, values)
    room = (total - 2 * values.min()) * (2 * values.max() - total)
    return np.asarray(np.divide(difference**2, room, out=np.zeros_like(total), where=difference != 0))


_DISAGREEMENTS: dict[str, Callable[[Array], Array]] = {
    "linear": _linear,
    "quadratic": _quadratic,
    "ordinal": _ordinal,
    "radical": _radical,
    "ratio": _ratio,
    "circular": _circular,
    "bipolar": _bipolar,
}
WEIGHTS = ("identity", *_DISAGREEMENTS)
METRICS = ("nominal", "ordinal", "interval", "ratio")


def agreement_weights(name: str, values: ArrayLike) -> Array:
    """Gwet's agreement weights between the levels of a scale.

    Parameters
    ----------
    name : str
        One of `WEIGHTS`.
    values : array_like of float, shape (n_levels,)
        The scores of the levels, or their ranks where they have no scores, lowest first. `identity` and `ordinal`
        use only their number and order.

    Returns
    -------
    ndarray, shape (n_levels, n_levels)
        1 on the diagonal, 0 for the levels furthest apart, symmetric.

    Raises
    ------
    KeyError
        The name is none of `WEIGHTS`.

    References
    ----------
    Gwet (2014), Handbook of Inter-Rater Reliability, 4th ed., section 3.5. The ratio weight of (0, 0), 0/0 in the
    formula, is 1: a level agrees with itself.

    Examples
    --------
    >>> agreement_weights("linear", [0, 1, 2])
    array([[1. , 0.5, 0. ],
           [0.5, 1. , 0.5],
           [0. , 0.5, 1. ]])
    """
    levels = np.asarray(values, dtype=np.float64)
    if name == "identity" or len(levels) <= 1:
        return np.eye(len(levels))
    disagreement = _DISAGREEMENTS[name](levels)
    return np.asarray(1 - disagreement / disagreement.max())


def mid_ranks(totals: Array) -> Array:
    """Share of the values below each level plus half of those at it: (..., n_levels) totals, the same shape back."""
    shares = totals / totals.sum(axis=-1, keepdims=True)
    return np.asarray(shares.cumsum(axis=-1) - shares / 2)


def metric_distances(metric: str, values: Array) -> Array:
    """Squared distances of Krippendorff's metrics.

    Parameters
    ----------
    metric : str
        One of `METRICS`.
    values : ndarray of float, shape (..., n_levels)
        The scores of the levels. For the ordinal metric their `mid_ranks`: the number of values between two levels,
        counting half of those at either, is the difference of their mid-ranks.

    Returns
    -------
    ndarray, shape (..., n_levels, n_levels)
        0 on the diagonal, symmetric; for the ordinal metric in units of the squared number of values.

    References
    ----------
    Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section E.
    """
    difference = values[..., :, None] - values[..., None, :]
    if metric == "nominal":
        return np.asarray(difference != 0, dtype=np.float64)
    if metric == "ratio":
        total = values[..., :, None] + values[..., None, :]
        share = np.divide(difference, total, out=np.zeros_like(difference), where=difference != 0)
        return np.asarray(share**2)
    return np.asarray(difference**2)
