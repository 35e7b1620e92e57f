"""Agreement weights of one's own, and the scales that they fit."""

from __future__ import annotations

import unicodedata
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from mcqa.errors import UsageError
from mcqa.rubric.model import Scale
from mcqa.statistics.sampling import Array


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
