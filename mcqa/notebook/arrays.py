"""Ratings as people have them in a notebook: an array or a data frame becomes rows of codes on a scale.

Units are rows and raters are columns, always: an array says nothing about itself, so nothing is guessed from its shape.
A data frame names its rows and columns, and one that lies the other way round is refused.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from mcqa.errors import UsageError
from mcqa.notebook.cells import as_numbers, held, label_codes, number_in
from mcqa.notebook.frames import is_frame, read_frame
from mcqa.notebook.given import HOW_TO_MISS, Given, name_of
from mcqa.rubric.model import Level, Scale
from mcqa.statistics.histogram import patterns
from mcqa.statistics.rows import FEW, Rows, distinct_rows
from mcqa.statistics.sampling import Array, Integers, Sampling

TWO_DIMENSIONS = 2
NUMBERS, TEXTS, OBJECTS = "fiu", "UT", "O"
# beyond the first whole numbers are no longer told apart, and the squares of smaller steps than the second vanish
LARGEST, SMALLEST_STEP = 2.0**53, 1e-100


@dataclass(frozen=True, kw_only=True, eq=False)
class Table:
    """Rows of ratings, the scale they are on, and who gave them: `raters` are names, or numbers from 1.

    `units` are the names of the rows, None where a row stands for all units that were rated alike.
    """

    rows: Rows
    scale: Scale
    raters: tuple[str, ...]
    units: Sequence[str] | None = None


def read_table(ratings: Any, levels: Sequence[Any] | None = None, *, each_row: bool = False) -> Table:
    """Read ratings of a notebook.

    Parameters
    ----------
    ratings : array_like, shape (n_units, n_raters), or DataFrame
        Numbers or labels. What is no rating is NaN, None, pandas.NA, masked, an empty text, or the words for not
        applicable and cannot tell. A data frame is wide, one row per unit and one column per rater (a column `unit`
        or the index names the units), or long, with columns `unit`, `rater` and one of `level`, `score` and `rating`.
    levels : sequence, optional
        The declared levels, lowest first, used or not; by default those of a categorical column, else the numbers that
        occur, in numeric order. Labels without declared levels are a nominal scale.
    each_row : bool
        Whether rows stay as they are, so that each can be told apart. Rows of small tables always do.

    Raises
    ------
    UsageError
        The table lies the other way round, is no table of ratings, or holds something that is no declared level.
    """
    declared = None if levels is None else _listed(levels)
    given = read_frame(ratings, declared) if is_frame(ratings) else Given(_of_array(ratings), levels=declared)
    each_row = each_row or len(given.cells) <= FEW or not given.cells.size
    codes, times, scale = _coded(given, each_row=each_row)
    raters = _numbered(codes.shape[1]) if given.raters is None else given.raters
    units: tuple[str, ...] | None = None
    if each_row:
        units = _numbered(len(codes)) if given.units is None else tuple(map(str, given.units))
    rated = codes >= 0
    if not (rated.size and rated.all()):
        by_rater, by_unit = np.logical_or.reduce(rated, axis=0), np.logical_or.reduce(rated, axis=1)
        if not by_rater.all():
            codes, raters = codes[:, by_rater], _kept(raters, by_rater)
        if not by_unit.all():
            codes, times = codes[by_unit], times[by_unit]
            units = None if units is None else _kept(units, by_unit)
    rows = Rows(codes=codes, n_levels=len(scale.levels), sampling=Sampling(times))
    return Table(rows=rows, scale=scale, raters=raters, units=units)


@lru_cache(maxsize=16)
def _numbered(size: int) -> tuple[str, ...]:
    """Name what has no name by its number, from 1."""
    return tuple(map(str, range(1, size + 1)))


def _kept(names: Sequence[str], kept: Any) -> tuple[str, ...]:
    return tuple(name for name, keep in zip(names, kept.tolist(), strict=True) if keep)


def _listed(levels: Any) -> tuple[Any, ...]:
    """Make sure that declared levels are different things in an order."""
    hint = 'list them, lowest first: levels=["low", "high"]'
    if isinstance(levels, str | bytes | set | frozenset | dict) or not hasattr(levels, "__len__"):
        raise UsageError(f'levels of type "{type(levels).__name__}" are no list in an order', hint=hint)
    listed = tuple(levels.tolist() if isinstance(levels, np.ndarray) else levels)
    if not listed:
        raise UsageError("no level is declared", hint=hint)
    names = [name_of(level) for level in listed]
    twice = list(dict.fromkeys(name for at, name in enumerate(names) if name in names[:at]))
    if twice:
        raise UsageError(f"the levels name {', '.join(twice)} twice", hint="name each level once")
    return listed


def _of_array(ratings: Any) -> Any:
    if np.ma.isMaskedArray(ratings):
        masked, ratings = np.ma.getmaskarray(ratings), np.array(ratings.data, dtype=object)
        ratings[masked] = None
    kind = type(ratings).__name__
    hint = "give one row per unit and one column per rater, or a data frame; ratings from files go to mcqa.analyse"
    if hasattr(ratings, "to_pandas"):
        raise UsageError(f'a table of type "{kind}" is none of pandas', hint="pass ratings.to_pandas()")
    try:
        cells = np.asarray(ratings)
        if cells.dtype.kind in TEXTS and not isinstance(ratings, np.ndarray):
            # numpy has made a text of every number beside a label
            cells = np.array(ratings, dtype=object)
    except ValueError:
        said = "the rows of this table are of different lengths, or its cells hold lists"
        raise UsageError(said, hint=hint) from None
    if cells.ndim != TWO_DIMENSIONS:
        found = {0: "none", 1: "one"}.get(cells.ndim, str(cells.ndim))
        raise UsageError(f'a table of ratings has two dimensions, and this "{kind}" has {found}', hint=hint)
    return cells


def _coded(given: Given, *, each_row: bool) -> tuple[Integers, Array, Scale]:
    """Give codes of the rows, how often each occurs, and the scale."""
    kind = given.cells.dtype.kind
    if kind in NUMBERS:
        return _of_numbers(given, each_row=each_row)
    if kind == "b":
        return _of_numbers(given._replace(cells=given.cells.astype(np.int8)), each_row=each_row)
    if kind not in OBJECTS + TEXTS:
        hint = f"a rating is a number or a label; {HOW_TO_MISS}"
        raise UsageError(f"an array of {given.cells.dtype} holds no ratings", hint=hint)
    found = held(given)
    numbers = as_numbers(found, given)
    if numbers is not None:
        return _of_numbers(given._replace(cells=numbers), each_row=each_row)
    codes, scale = label_codes(found, given)
    if each_row:
        return codes, np.ones(len(codes)), scale
    first, origin = distinct_rows(codes, len(scale.levels))
    return codes[first], np.bincount(origin).astype(np.float64), scale


def _of_numbers(given: Given, *, each_row: bool) -> tuple[Integers, Array, Scale]:
    declared = None if given.levels is None else _declared_numbers(given.levels)
    try:
        if each_row:
            codes, values = _positions(given.cells, declared)
            times = np.ones(len(codes))
        else:
            codes, times, values = patterns(given.cells, declared)
    except LookupError:
        strange = ~(np.isin(given.cells, () if declared is None else declared) | np.isnan(given.cells))
        row, column = divmod(int(strange.argmax()), given.cells.shape[1])
        value = name_of(given.cells[row, column])
        raise given.undeclared(value, (row, column), int(strange.sum()) - 1) from None
    if len(values) and not (math.isfinite(values[0]) and math.isfinite(values[-1])):
        row, column = divmod(int(np.isinf(given.cells).argmax()), given.cells.shape[1])
        raise UsageError(f"infinity is no rating ({given.place(row, column)})", hint=HOW_TO_MISS)
    _check_size(values)
    return codes, times, _numeric_scale(tuple(values.tolist()), given.ordered)


def _check_size(values: Array) -> None:
    hint = "ratings are numbers such as 1, 2 and 3; give names as texts"
    if np.abs(values).max(initial=0) > LARGEST:
        raise UsageError(f"a rating of {np.abs(values).max():g} is too large to compute with", hint=hint)
    if np.diff(values).min(initial=1) < SMALLEST_STEP:
        raise UsageError("two different ratings are too near each other to compute with", hint=hint)


@lru_cache(maxsize=64)
def _numeric_scale(values: tuple[float, ...], ordered: bool) -> Scale:
    levels = (Level(id=name, label=name, score=value) for name, value in zip(map(name_of, values), values, strict=True))
    return Scale(type="interval" if ordered else "nominal", levels=tuple(levels))


def _positions(cells: Any, declared: Array | None) -> tuple[Integers, Array]:
    """Give the place of each number among the levels, -1 for NaN, and the levels, by default those that occur.

    LookupError for a number that is no declared level.
    """
    values = _occurring(cells) if declared is None else declared
    places: Integers = values.searchsorted(cells)
    # NaN sorts behind the last
    beyond = places == len(values)
    places[beyond] = -1
    if declared is not None and not ((values[places] == cells) | (beyond & np.isnan(cells))).all():
        raise LookupError
    return places, values


def _occurring(cells: Any) -> Array:
    """Give the numbers that occur, in rising order."""
    found = np.sort(cells, axis=None).astype(np.float64)
    # NaN sorts last
    found = found[: found.searchsorted(np.inf, side="right")]
    first = np.empty(len(found), dtype=np.bool_)
    first[:1] = True
    np.not_equal(found[1:], found[:-1], out=first[1:])
    return found[first]


def _declared_numbers(levels: Sequence[Any]) -> Array:
    numbers = [number_in(level) for level in levels]
    said = ", ".join(map(name_of, levels))
    found = [number for number in numbers if number is not None]
    if len(found) < len(numbers):
        raise UsageError("the ratings are numbers, and the declared levels are not", hint=f"these are {said}")
    if not all(map(math.isfinite, found)):
        raise UsageError(f"the levels {said} are not all numbers that can be rated", hint=HOW_TO_MISS)
    if found != sorted(set(found)):
        rising = ", ".join(map(name_of, sorted(set(found))))
        raise UsageError(f"the levels {said} are not in order", hint=f"list them lowest first: {rising}")
    return np.array(found)
