"""From a reference data set to the ratings table that a user's own file would have become."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from mcqa.findings import Location
from mcqa.ratings.table import MISSING, Codes, Ratings, Status
from mcqa.rubric.model import Criterion, Level, Scale
from mcqa.verification.shipped import Cell, DataSet


class TableKey(NamedTuple):
    """How a data set is laid out: which levels in which order, with scores or ranks alone, and which units.

    `levels` is `declared` or `observed`; `order` names them all instead. `complete` leaves out raters without a rating,
    and then units that not every rater rated.
    """

    levels: str = "declared"
    order: tuple[float | str, ...] = ()
    ranks: bool = False
    complete: bool = False

    @classmethod
    def of(cls, options: dict[str, Any]) -> TableKey:
        """Give the layout that the options of a record ask for."""
        levels = str(options.get("levels", ""))
        return cls(
            levels="observed" if levels.startswith("observed") else "declared",
            order=tuple(options.get("category_order", ())),
            ranks=str(options.get("weights", "")).endswith("_rank"),
        )


def ratings_of(data: DataSet, key: TableKey) -> Ratings:
    """Make the ratings table of a data set."""
    units, tables = _tables(data)
    present = {cell for table in tables.values() for row in table for cell in row if cell is not None}
    # of one kind each: numbers, or words with a declared order
    levels: Sequence[Any] = key.order or data.levels or sorted(present, key=float)
    if key.levels == "observed":
        levels = [level for level in levels if level in present]
    position = {level: index for index, level in enumerate(levels)}
    codes = np.array(
        [[[MISSING if c is None else position[c] for c in row] for row in table] for table in tables.values()],
        dtype=np.int32,
    )
    if key.complete:
        codes = codes[:, :, (codes != MISSING).any(axis=(0, 1))]
        whole = (codes != MISSING).all(axis=(0, 2))
        codes, units = codes[:, whole], tuple(unit for unit, kept in zip(units, whole.tolist(), strict=True) if kept)
    return _ratings(codes, tuple(tables), units, _scale(levels, ranks=key.ranks), raters_known=data.layout != "dist")


def _tables(data: DataSet) -> tuple[tuple[str, ...], dict[str, list[tuple[Cell, ...]]]]:
    """Give the units, and the ratings of each criterion as rows of units and columns of raters."""
    if data.layout == "wide":
        return data.units, {"": list(data.rows)}
    if data.layout == "dist":
        # who chose which level is not known: the ratings of a unit are laid side by side, lowest level first
        levels = data.levels or ()
        chosen = [[lv for lv, n in zip(levels, row, strict=True) for _ in range(int(n or 0))] for row in data.rows]
        width = max(map(len, chosen), default=0)
        return data.units, {"": [(*row, *[None] * (width - len(row))) for row in chosen]}
    units = tuple(dict.fromkeys(data.units))
    cells = {
        (unit, str(item), str(rater)): cell for unit, (item, rater, cell) in zip(data.units, data.rows, strict=True)
    }
    items = dict.fromkeys(item for _, item, _ in cells)
    raters = dict.fromkeys(rater for _, _, rater in cells)
    return units, {item: [tuple(cells.get((u, item, r)) for r in raters) for u in units] for item in items}


def _scale(levels: Sequence[float | str], *, ranks: bool) -> Scale:
    """Make the scale: numbers are their own scores, words are scored by their position, ranks have no scores."""
    words = ranks or any(isinstance(level, str) for level in levels)
    named = [
        Level(
            id=str(level),
            label=str(level),
            score=None if ranks else float(index if isinstance(level, str) else level),
        )
        for index, level in enumerate(levels)
    ]
    return Scale(type="ordinal" if words else "interval", levels=tuple(named))


def _ratings(
    codes: Codes, criteria: tuple[str, ...], units: tuple[str, ...], scale: Scale, *, raters_known: bool
) -> Ratings:
    """Lay codes (n_criteria, n_units, n_raters) out as a table with one row for each."""
    criterion, unit, rater = (index.ravel().astype(np.int32) for index in np.indices(codes.shape))
    n = codes.size
    level = codes.ravel()
    return Ratings(
        rubric=None,
        units=units,
        raters=tuple(f"r{index}" for index in range(1, codes.shape[2] + 1)),
        criteria=tuple(
            Criterion(id=name, title=name, text="", standard="", scale=scale, descriptors={}) for name in criteria
        ),
        rounds=("",),
        groups=("",),
        unit=unit,
        rater=rater,
        criterion=criterion,
        level=level,
        status=np.where(level == MISSING, int(Status.MISSING), int(Status.RATED)).astype(np.int32),
        round=np.zeros(n, dtype=np.int32),
        group=np.zeros(n, dtype=np.int32),
        comment=("",) * n,
        timestamp=("",) * n,
        source=(Location(),) * n,
        raters_known=raters_known,
    )
