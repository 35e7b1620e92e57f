"""Data frames of ratings, wide or long, laid out as units x raters with the names of both.

A frame that lies the other way round is told by what it calls its rows and columns, never by its shape.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mcqa.errors import UsageError
from mcqa.notebook.cells import number_in
from mcqa.notebook.given import Given
from mcqa.scoresheets.words.headers import ALIASES, fold

if TYPE_CHECKING:
    import pandas as pd

SHOWN = 5
IDS = ("unit", "rater")
RATINGS = ("level", "score")
# columns that number the rows, as a file written with its index has them
NUMBERING = frozenset({"id", "index", "no", "nr", "number", "unnamed 0", "level 0"})
# the words that a list of raters, or of units, begins with: "Reviewer 3", "MC-01"
_WORDS = {what: tuple(word for word in ALIASES[what] if " " not in word) for what in IDS}


def is_frame(ratings: Any) -> bool:
    """Whether this is a data frame of pandas."""
    return hasattr(ratings, "columns") and hasattr(ratings, "index") and hasattr(ratings, "iloc")


def read_frame(frame: pd.DataFrame, levels: tuple[Any, ...] | None = None) -> Given:
    """Lay a data frame out as units x raters, with the names of both, and with the levels if they are declared."""
    if frame.index.nlevels > 1 or frame.columns.nlevels > 1:
        raise UsageError(
            "the rows or columns of this table have names of several parts (a MultiIndex)",
            hint="make columns of them: frame.reset_index()",
        )
    index = frame.index.name
    if index not in frame.columns and (_is(index, "unit") or _is(index, "rater")):
        frame = frame.reset_index()
    unit, rater = (_column(frame, what) for what in IDS)
    if unit is not None and rater is not None:
        return _of_long(frame, unit, rater, levels)
    rated = [name for name in frame.columns if any(_is(name, what) for what in RATINGS)]
    if rated and (unit is not None or rater is not None):
        missing, what = ("unit", "micro-credential") if unit is None else ("rater", "reviewer")
        raise UsageError(
            f'a long table, with a column "{rated[0]}", needs a column "{missing}" too',
            hint=f'name the column of each {what} "{missing}"',
        )
    if rater is not None:
        raise _transposed(f'"{rater}" says that its rows are reviewers')
    if _is(frame.columns.name, "unit"):
        raise _transposed(f'"{frame.columns.name}" says that its columns are micro-credentials')
    return _of_wide(frame if unit is None else frame.set_index(unit), levels, named=unit is not None)


def _is(name: Any, what: str) -> bool:
    return name is not None and fold(str(name)) in ALIASES[what]


def _column(frame: pd.DataFrame, what: str) -> Any:
    """Find the column of the units, or of the raters; None where there is none."""
    found = [name for name in frame.columns if _is(name, what)]
    if len(found) <= 1:
        return found[0] if found else None
    exact = [name for name in found if fold(str(name)) == what]
    if len(exact) == 1:
        return exact[0]
    kind, names = "micro-credentials" if what == "unit" else "reviewers", '", "'.join(map(str, found[:SHOWN]))
    raise UsageError(
        f'the columns "{names}" all name {kind}',
        hint=f'call one of them "{what}", or drop the others',
    )


def _transposed(why: str, hint: str = "") -> UsageError:
    return UsageError(
        f"this table lies the other way round: {why}",
        hint=f"units belong in rows and raters in columns: pass frame.T{hint}",
    )


def _of_wide(frame: pd.DataFrame, levels: tuple[Any, ...] | None, *, named: bool) -> Given:
    units, raters = frame.index, frame.columns
    if not named and _begin_with(units, "rater") and not _begin_with(raters, "rater"):
        raise _transposed(f'its rows are "{units[0]}" and so on', '; if these are units, call the index "unit"')
    if _begin_with(raters, "unit") and not (named and _begin_with(units, "unit")):
        raise _transposed(f'its columns are "{raters[0]}" and so on')
    _refuse_no_raters(raters)
    _refuse_repeated(units, "micro-credential", "row")
    _refuse_repeated(raters, "reviewer", "column")
    declared = _categories(frame) if levels is None else (levels, True)
    return Given(_cells(frame), units, tuple(map(str, raters)), *declared)


def _begin_with(ids: pd.Index, what: str) -> bool:
    """Whether every id says what it is the id of, as "Reviewer 3" does."""
    named = False
    for each in ids:
        first = fold(str(each)).split(" ")[0].rstrip("0123456789")
        if first not in _WORDS[what]:
            return False
        named = True
    return named


def _refuse_no_raters(columns: pd.Index) -> None:
    """Refuse columns of a wide table whose names say that they are no raters."""
    for name in columns:
        word = fold(str(name))
        if word in NUMBERING or any(word in words for what, words in ALIASES.items() if what not in IDS):
            raise UsageError(
                f'the column "{name}" is no reviewer, and every column of a wide table is one',
                hint=f'name the column of micro-credentials "unit", and drop others: frame.drop(columns=["{name}"])',
            )


def _refuse_repeated(names: pd.Index, what: str, line: str) -> None:
    if not names.is_unique:
        twice = list(dict.fromkeys(str(name) for name in names[names.duplicated()]))
        raise UsageError(
            f"{what} {', '.join(twice[:SHOWN])}: more than one {line}",
            hint=f"in a wide table each {what} has one {line}",
        )


def _categories(frame: pd.DataFrame) -> tuple[tuple[Any, ...] | None, bool]:
    """Give the levels that categorical columns declare, and whether they are in an order."""
    import pandas as pd

    kinds = [each for each in frame.dtypes if isinstance(each, pd.CategoricalDtype)]
    if not kinds or len(kinds) < len(frame.columns):
        return None, True
    levels = dict.fromkeys(tuple(kind.categories.tolist()) for kind in kinds)
    if any(kind.ordered for kind in kinds):
        if len(levels) > 1 or not all(kind.ordered for kind in kinds):
            said = "the columns declare different levels (their categories)"
            raise UsageError(said, hint="declare them, lowest first: levels=[...]")
        return next(iter(levels)), True
    return tuple(dict.fromkeys(level for each in levels for level in each)), False


def _cells(frame: pd.DataFrame) -> Any:
    """Give the cells as numbers if all columns hold some, else as objects, with None where there is nothing."""
    from pandas.api.types import is_numeric_dtype

    if all(is_numeric_dtype(kind) for kind in frame.dtypes):
        if all(isinstance(kind, np.dtype) and kind.kind in "fiu" for kind in frame.dtypes):
            return frame.to_numpy()
        if all(getattr(kind, "kind", "f") != "c" for kind in frame.dtypes):
            return frame.to_numpy(dtype=np.float64, na_value=np.nan)
    cells = frame.astype(object).to_numpy(copy=True)
    cells[frame.isna().to_numpy()] = None
    return cells


def _of_long(frame: pd.DataFrame, unit: Any, rater: Any, levels: tuple[Any, ...] | None) -> Given:
    import pandas as pd

    _refuse_several_criteria(frame)
    rating = _rating_column(frame, words=any(number_in(level) is None for level in levels or ()))
    rated = frame[frame[rating].notna()]
    of_unit, units = pd.factorize(rated[unit])
    of_rater, raters = pd.factorize(rated[rater])
    for name, found in ((unit, of_unit), (rater, of_rater)):
        if (found < 0).any():
            row = rated.index[int((found < 0).argmax())]
            said = f'row {row} holds a rating, and nothing in the column "{name}"'
            raise UsageError(said, hint="fill it in, or drop the row")
    if _begin_with(units, "rater") and _begin_with(raters, "unit"):
        raise UsageError(
            f'the columns "{unit}" and "{rater}" are exchanged: they hold "{units[0]}" and "{raters[0]}"',
            hint="give each the name of the other: frame.rename(columns=...)",
        )
    place = of_unit.astype(np.int64) * max(len(raters), 1) + of_rater
    often = np.bincount(place, minlength=1)
    if often.max() > 1:
        first = int(np.argmax(often[place] > 1))
        raise UsageError(
            f"reviewer {raters[of_rater[first]]} rated micro-credential {units[of_unit[first]]} more than once"
            f" ({int((often > 1).sum())} such pairs)",
            hint="keep one rating of each unit by each rater, of one round",
        )
    column = rated[[rating]]
    declared = _categories(column) if levels is None else (levels, True)
    cells = _cells(column)[:, 0]
    table = np.full((len(units), len(raters)), None if cells.dtype.kind == "O" else np.nan)
    table[of_unit, of_rater] = cells
    return Given(table, units, tuple(map(str, raters)), *declared)


def _refuse_several_criteria(frame: pd.DataFrame) -> None:
    for name in frame.columns:
        several = len(frame[name].unique()) if _is(name, "criterion") else 1
        if several > 1:
            raise UsageError(
                f'the column "{name}" holds {several} components, and this is for one',
                hint="choose one of them, or read the ratings with mcqa.read_ratings and take mcqa.analyse",
            )


def _rating_column(frame: pd.DataFrame, *, words: bool) -> Any:
    """Find the column of the ratings: the scores where there is one for every level, and no order of words."""
    level, score = (next((name for name in frame.columns if _is(name, what)), None) for what in RATINGS)
    if level is None and score is None:
        raise UsageError(
            'a long table needs a column "level", "score" or "rating"',
            hint=f"this one has {', '.join(str(name) for name in frame.columns)}",
        )
    if level is None or score is None:
        return score if level is None else level
    in_order = words or getattr(frame[level].dtype, "ordered", False)
    return level if in_order or not frame[score].notna().equals(frame[level].notna()) else score
