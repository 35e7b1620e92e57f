"""How near two levels are: Gwet's agreement weights, and the distances of Krippendorff's metrics.

The two are different things with some names in common. Gwet's *ordinal* weights depend on ranks alone; Krippendorff's
*ordinal* metric depends on how often each level was used.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mcqa.errors import UsageError
from mcqa.rubric.model import Scale

Array = NDArray[np.float64]


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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WeightMatrix:
    """Agreement weights of one's own: a name to report them by, and a value for each pair of levels.

    `levels` are the ids of the levels in the order of the rows and columns of `values`, shape (n_levels, n_levels).
    """

    name: str
    levels: tuple[str, ...]
    values: Array

    def __post_init__(self) -> None:
        """Refuse what is no matrix of agreement weights."""
        _check_weights(self.name, self.levels, self.values)

    def for_levels(self, level_ids: tuple[str, ...]) -> Array:
        """Give the weights in the order of some level ids; UsageError when the matrix is of other levels."""
        if sorted(level_ids) != sorted(self.levels):
            raise UsageError(
                f'the weights "{self.name}" are for the levels {", ".join(self.levels)}',
                hint=f"the ratings are on the levels {', '.join(level_ids)}: name exactly these",
            )
        return self._in_order([self.levels.index(level) for level in level_ids])

    def for_scale(self, scale: Scale) -> Array:
        """Give the weights in the order of a scale, whose levels the matrix names by id, label or score.

        UsageError when it is of other levels, which `misfit` tells beforehand.
        """
        refused = self.misfit(scale)
        if refused is not None:
            raise UsageError(refused[1], hint="name exactly the levels of the ratings")
        (order,) = self._orders(scale)
        return self._in_order(order)

    def misfit(self, scale: Scale) -> tuple[str, str] | None:
        """Why the weights do not fit a scale, as reason code and sentence; None when they do."""
        orders = self._orders(scale)
        if len(orders) == 1:
            return None
        what = f'the weights "{self.name}" are for the levels {", ".join(self.levels)}'
        if orders:
            return "other_levels", f"{what}, which may be labels or scores here: name the levels by their ids"
        known = {_folded(word) for level in scale.levels for word in level[:2]}
        named = {_folded(name) for name in self.levels}
        missing = [level.id for level in scale.levels if not named & {_folded(level.id), _folded(level.label)}]
        other = [name for name in self.levels if _folded(name) not in known]
        said = f"{what}, and the ratings are on {', '.join(scale.level_ids)}"
        if missing and len(missing) < len(scale.levels):
            said += f"; missing in the weights: {', '.join(missing)}"
        if other and len(other) < len(self.levels):
            said += f"; no levels of the ratings: {', '.join(other)}"
        return "other_levels", said

    def on(self, scale: Scale) -> WeightMatrix:
        """Give the same weights with the levels of a scale, by their ids and in their order."""
        return replace(self, levels=scale.level_ids, values=self.for_scale(scale))

    def _orders(self, scale: Scale) -> tuple[tuple[int, ...], ...]:
        """Give the different orders that the levels of a scale may have here; ids go before labels and scores."""
        ids = [level.id for level in scale.levels]
        for own, theirs in ((self.levels, ids), ([*map(_folded, self.levels)], [*map(_folded, ids)])):
            order = _matched(own, theirs)
            if order is not None:
                return (order,)
        labels = _matched([*map(_folded, self.levels)], [_folded(level.label) for level in scale.levels])
        scores = _matched([*map(_number, self.levels)], [level.score for level in scale.levels])
        return tuple(dict.fromkeys(order for order in (labels, scores) if order is not None))

    def _in_order(self, order: Sequence[int]) -> Array:
        return self.values[np.ix_(order, order)]


def _folded(name: str) -> str:
    """Fold what two spellings of one level may differ in: case, space and width."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _number(name: str) -> float | None:
    """Give the number that the name of a level is, with a decimal point or comma; None when it is none."""
    try:
        return float(name.replace(",", "."))
    except ValueError:
        return None


def _matched(own: Sequence[Hashable], theirs: Sequence[Hashable]) -> tuple[int, ...] | None:
    """Find each of theirs among one's own; None unless both are the same different names."""
    at = {name: index for index, name in enumerate(own) if name is not None}
    same = len(own) == len(theirs) == len(at) and at.keys() == set(theirs)
    return tuple(at[name] for name in theirs) if same else None


def _check_weights(name: str, levels: tuple[str, ...], values: Array) -> None:
    size = len(levels)
    if len(set(levels)) != size:
        raise UsageError(f'the weights "{name}" name a level twice')
    if values.shape != (size, size):
        raise UsageError(
            f'the weights "{name}" have the shape {values.shape} for {size} levels',
            hint="give one row and one column for each level",
        )
    if not (np.isfinite(values).all() and values.min(initial=0) >= 0 and values.max(initial=1) <= 1):
        raise UsageError(f'the weights "{name}" hold a number outside 0 to 1')
    if not (np.diag(values) == 1).all():
        raise UsageError(f'the weights "{name}" are not 1 on the diagonal', hint="a level agrees with itself fully")
    if not np.array_equal(values, values.T):
        raise UsageError(f'the weights "{name}" are not symmetric', hint="the order of two reviewers must not matter")
