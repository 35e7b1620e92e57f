"""Ratings as people have them in a notebook: an array or a data frame becomes rows of codes on a scale.

Units are rows and raters are columns, always: an array says nothing about itself, so nothing is guessed from its shape.
A data frame names its rows and columns, and one that lies the other way round is refused.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from mcqa.agreement.histogram import patterns
from mcqa.agreement.rows import FEW, Rows, distinct_rows
from mcqa.agreement.sampling import Array, Integers, Sampling
from mcqa.errors import UsageError
from mcqa.rubric.model import Level, Scale
from mcqa.scoresheets.headers import ALIASES

if TYPE_CHECKING:
    import pandas as pd

TWO_DIMENSIONS = 2
SHOWN = 5
COLUMNS = ("unit", "rater")
RATING_COLUMNS = ("level", "score", "rating")


@dataclass(frozen=True, kw_only=True, eq=False)
class Table:
    """Rows of ratings, the scale they are on, and who gave them: `raters` are names, or numbers from 1."""

    rows: Rows
    scale: Scale
    raters: tuple[str, ...]
    units: Sequence[str] | None = None

    @cached_property
    def counting(self) -> Array:
        """How many ratings each row has, shape (n_rows,)."""
        return np.asarray(self.rows.counts.sum(axis=1))


def read_table(ratings: Any, levels: Sequence[Any] | None = None, *, each_row: bool = False) -> Table:
    """Read ratings of a notebook.

    Parameters
    ----------
    ratings : array_like, shape (n_units, n_raters), or DataFrame
        Numbers or labels, with NaN, None or an empty text where there is no rating. A data frame is wide, one row per
        unit and one column per rater (a column `unit` or the index names the units), or long, with columns `unit`,
        `rater` and one of `level`, `score` and `rating`.
    levels : sequence, optional
        The declared levels, lowest first, used or not; by default the numbers that occur, in numeric order. Labels
        without declared levels are a nominal scale.
    each_row : bool
        Whether rows stay as they are, so that each can be told apart.

    Raises
    ------
    UsageError
        The table lies the other way round, is no table of ratings, or holds something that is no declared level.
    """
    units: Sequence[str] | None = None
    raters: tuple[str, ...] | None = None
    if hasattr(ratings, "columns") and hasattr(ratings, "index"):
        cells, units, raters, levels = _of_frame(ratings, levels)
    else:
        cells = _of_array(ratings)
    names = tuple(str(number) for number in range(1, cells.shape[1] + 1)) if raters is None else raters
    if each_row and units is None:
        units = [str(number) for number in range(1, len(cells) + 1)]
    each_row = each_row or len(cells) <= FEW
    codes, times, scale = _coded(cells, levels, each_row=each_row)
    given = codes >= 0
    by_rater, rated = np.asarray(given.any(axis=0)), np.asarray(given.any(axis=1))
    if not by_rater.all():
        codes = codes[:, by_rater]
        names = tuple(name for name, kept in zip(names, by_rater.tolist(), strict=True) if kept)
    if not rated.all():
        codes, times = codes[rated], times[rated]
        units = None if units is None else [name for name, kept in zip(units, rated.tolist(), strict=True) if kept]
    sampling = Sampling(times)
    units = units if each_row else None
    rows = Rows(codes=codes, n_levels=len(scale.levels), sampling=sampling)
    return Table(rows=rows, scale=scale, raters=names, units=units)


def _of_array(ratings: Any) -> Any:
    cells = np.ma.filled(ratings.astype(float), np.nan) if np.ma.isMaskedArray(ratings) else np.asarray(ratings)
    if cells.ndim != TWO_DIMENSIONS:
        raise UsageError(
            f"an array of {cells.ndim} dimensions is no table of ratings",
            hint="give one row per unit and one column per rater",
        )
    return cells


def _coded(cells: Any, levels: Sequence[Any] | None, *, each_row: bool) -> tuple[Integers, Array, Scale]:
    """Give codes of the rows, how often each occurs, and the scale."""
    if cells.dtype.kind not in "fiub":
        cells = _as_numbers(cells)
    if cells.dtype.kind == "O":
        return _of_labels(cells, levels, each_row=each_row)
    if cells.dtype.kind == "f" and np.isinf(np.fmax.reduce(cells, axis=None, initial=0)):
        raise UsageError("infinity is no rating", hint="a missing rating is NaN")
    values = None if levels is None else _declared_numbers(levels)
    try:
        if each_row:
            numbers = _values(cells) if values is None else values
            codes = _positions(cells, numbers)
            times = np.ones(len(codes))
        else:
            codes, times, numbers = patterns(cells, values)
    except LookupError as error:
        raise UsageError(
            f"{error} is rated, and is no declared level",
            hint=f"the levels are {', '.join(map(str, levels or ()))}; declare every level, or leave --levels out",
        ) from None
    names = [f"{number:.15g}" for number in numbers.tolist()]
    scale = Scale(
        type="interval",
        levels=tuple(Level(id=n, label=n, score=v) for n, v in zip(names, numbers.tolist(), strict=True)),
    )
    return codes, times, scale


def _values(cells: Any) -> Array:
    """Give the numbers that occur, in rising order."""
    found = np.sort(cells, axis=None).astype(np.float64)
    # NaN sorts last
    found = found[: np.searchsorted(found, np.inf, side="right")]
    first = np.empty(len(found), dtype=np.bool_)
    first[:1] = True
    np.not_equal(found[1:], found[:-1], out=first[1:])
    return found[first]


def _positions(cells: Any, values: Array) -> Integers:
    """Give the place of each number among the values, -1 for NaN; LookupError for a number that is none of them."""
    if not len(values):
        return np.full(cells.shape, -1)
    places: Integers = np.searchsorted(values, cells)
    places[places == len(values)] = 0
    same = values[places] == cells
    if not same.all():
        missing = cells != cells  # noqa: PLR0124  # NaN alone is not itself
        strange = ~same & ~missing
        if strange.any():
            raise LookupError(", ".join(f"{number:g}" for number in np.unique(cells[strange])[:SHOWN]))
        places[missing] = -1
    return places


def _as_numbers(cells: Any) -> Any:
    """Turn what is all numbers or missing into doubles; labels stay as they are."""
    given = [[_plain(cell) for cell in row] for row in cells.tolist()]
    if all(cell is None or isinstance(cell, int | float) for row in given for cell in row):
        return np.array([[np.nan if cell is None else float(cell) for cell in row] for row in given])
    found = np.empty(cells.shape, dtype=object)
    for row, line in enumerate(given):
        found[row] = line
    return found


def _plain(cell: Any) -> Any:
    """Give what a cell holds; None where nothing is rated."""
    if cell is None or cell != cell or type(cell).__name__ in {"NAType", "NaTType"}:  # noqa: PLR0124  # NaN is not itself
        return None
    if isinstance(cell, str):
        return cell.strip() or None
    return cell


def _of_labels(cells: Any, levels: Sequence[Any] | None, *, each_row: bool) -> tuple[Integers, Array, Scale]:
    found = {str(cell) for row in cells.tolist() for cell in row if cell is not None}
    names = sorted(found) if levels is None else [str(level) for level in levels]
    strange = sorted(found - set(names))
    if strange:
        raise UsageError(
            f"{', '.join(strange[:SHOWN])}: rated, and no declared level", hint=f"the levels are {', '.join(names)}"
        )
    place = {name: position for position, name in enumerate(names)}
    codes = np.array([[-1 if cell is None else place[str(cell)] for cell in row] for row in cells.tolist()])
    codes = codes.reshape(cells.shape)
    kind = "nominal" if levels is None else "ordinal"
    scale = Scale(type=kind, levels=tuple(Level(id=name, label=name) for name in names))
    if each_row:
        return codes, np.ones(len(codes)), scale
    first, origin = distinct_rows(codes, len(names))
    return codes[first], np.bincount(origin).astype(np.float64), scale


def _declared_numbers(levels: Sequence[Any]) -> Array:
    try:
        values = np.array([float(level) for level in levels])
    except (TypeError, ValueError):
        raise UsageError(
            "the ratings are numbers, and the declared levels are not", hint=f"they are {', '.join(map(str, levels))}"
        ) from None
    if not (np.diff(values) > 0).all():
        raise UsageError(f"the levels {', '.join(map(str, levels))} are not in order", hint="list them lowest first")
    return values


def _fold(name: Any) -> str:
    return " ".join(unicodedata.normalize("NFKC", str(name)).casefold().replace("_", " ").replace("-", " ").split())


def _is(name: Any, what: str) -> bool:
    return name is not None and _fold(name) in ALIASES[what]


def _of_frame(
    frame: pd.DataFrame, levels: Sequence[Any] | None
) -> tuple[Any, list[str], tuple[str, ...], Sequence[Any] | None]:
    """Lay a data frame out as units x raters, with the names of both."""
    column_of = {what: [name for name in frame.columns if _is(name, what)] for what in COLUMNS}
    if column_of["unit"] and column_of["rater"]:
        return _of_long(frame, column_of["unit"][0], column_of["rater"][0], levels)
    if column_of["unit"]:
        frame = frame.set_index(column_of["unit"][0])
    names = (frame.index.name, frame.columns.name)
    if column_of["rater"] or _is(names[0], "rater") or _is(names[1], "unit"):
        where = column_of["rater"][0] if column_of["rater"] else names[0] if _is(names[0], "rater") else names[1]
        raise UsageError(
            f'this table lies the other way round: "{where}" says that its rows are raters',
            hint="units belong in rows and raters in columns: pass the table transposed, frame.T",
        )
    _refuse_repeated(frame.index, "unit", "row")
    _refuse_repeated(frame.columns, "rater", "column")
    ordered = next((each for each in frame.dtypes if getattr(each, "ordered", None) is not None), None)
    if levels is None and ordered is not None and ordered.ordered:
        levels = list(ordered.categories)
    cells = frame.to_numpy()
    return cells, [str(name) for name in frame.index], tuple(str(name) for name in frame.columns), levels


def _refuse_repeated(names: Any, what: str, line: str) -> None:
    if not names.is_unique:
        twice = list(dict.fromkeys(str(name) for name in names[names.duplicated()]))
        raise UsageError(
            f"{what} {', '.join(twice[:SHOWN])}: more than one {line}",
            hint=f"each {what} has one {line} in a wide table",
        )


def _of_long(
    frame: pd.DataFrame, unit: Any, rater: Any, levels: Sequence[Any] | None
) -> tuple[Any, list[str], tuple[str, ...], Sequence[Any] | None]:
    import pandas as pd

    given = [name for name in frame.columns if _fold(name) in RATING_COLUMNS]
    if not given:
        raise UsageError(
            "a long table needs a column level, score or rating", hint=f"it has {', '.join(map(str, frame.columns))}"
        )
    criteria = [name for name in frame.columns if _is(name, "criterion")]
    named = list(frame[criteria[0]].unique()) if criteria else []
    if len(named) > 1:
        raise UsageError(
            f'the column "{criteria[0]}" holds {len(named)} components, and this is for one',
            hint="choose one of them, or read the ratings with mcqa.read_ratings and take mcqa.analyse",
        )
    rated = frame[frame[given[0]].notna()]
    of_unit, units = pd.factorize(rated[unit])
    of_rater, raters = pd.factorize(rated[rater])
    place = of_unit.astype(np.int64) * max(len(raters), 1) + of_rater
    often = np.bincount(place, minlength=1)
    if often.max() > 1:
        first = int(np.argmax(often[place] > 1))
        raise UsageError(
            f"{raters[of_rater[first]]} rated {units[of_unit[first]]} more than once"
            f" ({int((often > 1).sum())} such pairs of unit and rater)",
            hint="keep one rating of each unit by each rater",
        )
    ratings = rated[given[0]]
    if levels is None and isinstance(ratings.dtype, pd.CategoricalDtype) and ratings.dtype.ordered:
        levels = list(ratings.dtype.categories)
    numbers = pd.api.types.is_numeric_dtype(ratings.dtype)
    cells = np.full((len(units), len(raters)), np.nan if numbers else None, dtype=float if numbers else object)
    cells[of_unit, of_rater] = ratings.to_numpy()
    return cells, [str(name) for name in units], tuple(str(name) for name in raters), levels
