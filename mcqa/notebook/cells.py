"""What the cells of a table hold that is not simply made of numbers: labels, numbers as text, and nothing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from numbers import Real
from typing import Any, NamedTuple

import numpy as np

from mcqa.errors import UsageError
from mcqa.notebook.given import HOW_TO_MISS, Given, name_of
from mcqa.ratings.values import CANNOT_TELL, NOT_APPLICABLE, NUMBER, TWO_NUMBERS, number_of
from mcqa.rubric.model import Level, Scale
from mcqa.scoresheets.words.headers import fold
from mcqa.statistics.sampling import Array, Integers

# how other programs write what is not there, once it is made a text
NAMES_OF_NOTHING = frozenset({"nan", "none", "<na>", "nat", "null", "inf", "-inf"})
NO_RATINGS = frozenset({"", *NOT_APPLICABLE, *CANNOT_TELL})


class Held(NamedTuple):
    """The different things that cells hold: which each cell holds, (n_units, n_raters), and what they are.

    What is no rating is None, text is without space around it, and numbers are floats.
    """

    places: Integers
    things: tuple[float | str | None, ...]

    def place_of(self, thing: float | str) -> tuple[int, int]:
        """Row and column of the first cell that holds something."""
        return _first(self.places, self.things.index(thing))

    def undeclared(self, strange: Sequence[float | str], given: Given) -> UsageError:
        """Say that some of the things are no declared levels."""
        often = sum(int((self.places == self.things.index(thing)).sum()) for thing in strange)
        return given.undeclared(name_of(strange[0]), self.place_of(strange[0]), often - 1)


def held(given: Given) -> Held:
    """Look into every cell; UsageError for what can be no rating."""
    hint = f"a rating is a number or a label; {HOW_TO_MISS}"
    index: dict[Any, int] = {}
    try:
        flat = [index.setdefault(cell, len(index)) for cell in given.cells.ravel().tolist()]
    except TypeError:
        raise UsageError("the cells of this table hold lists or the like", hint=hint) from None
    places = np.array(flat, dtype=np.intp).reshape(given.cells.shape)
    declared = {name_of(level) for level in given.levels or ()}
    things = []
    for at, cell in enumerate(index):
        try:
            things.append(_thing(cell, declared))
        except TypeError as error:
            raise UsageError(f"{error} ({given.place(*_first(places, at))})", hint=hint) from None
    return Held(places, tuple(things))


def _thing(cell: Any, declared: set[str]) -> float | str | None:
    """Give what a cell holds; TypeError with what there is to say for what can be no rating."""
    if cell is None or type(cell).__name__ in {"NAType", "NaTType"}:
        return None
    if isinstance(cell, str):
        text = cell.strip()
        if text in declared:
            return text
        if text.casefold() in NAMES_OF_NOTHING:
            raise TypeError(f'"{text}" stands here as a text, and is no rating')
        return None if fold(text) in NO_RATINGS else text
    if isinstance(cell, Real | Decimal | np.bool_):
        number = float(cell)
        return None if math.isnan(number) else number
    raise TypeError(f'a cell of type "{type(cell).__name__}" holds no rating')


def _first(places: Integers, number: int) -> tuple[int, int]:
    row, column = divmod(int((places == number).argmax()), places.shape[1])
    return row, column


def number_in(thing: Any) -> float | None:
    """Give the number that something is, or that a text says; None for a word, or for what may be two numbers."""
    if isinstance(thing, str):
        text = thing.strip()
        return number_of(text) if NUMBER.fullmatch(text) and not TWO_NUMBERS.fullmatch(text) else None
    return float(thing) if isinstance(thing, Real | Decimal | np.bool_) else None


def as_numbers(found: Held, given: Given) -> Array | None:
    """Give the cells as numbers, (n_units, n_raters), NaN where there is no rating; None where they are labels.

    Numbers may be written as text. Numbers and words are mixed only where both are declared levels.
    """
    numbers = [number_in(thing) for thing in found.things]
    words = [thing for thing, number in zip(found.things, numbers, strict=True) if thing is not None and number is None]
    if given.levels is not None:
        if any(number_in(level) is None for level in given.levels):
            return None
        if words:
            raise found.undeclared(words, given)
    elif words:
        if any(number is not None for number in numbers):
            named = "" if given.units is None else '; the column of micro-credentials is to be called "unit"'
            raise UsageError(
                f'"{words[0]}" is a word among numbers ({given.place(*found.place_of(words[0]))})',
                hint=f"mend it, or declare the levels, lowest first: levels=[...]; {HOW_TO_MISS}{named}",
            )
        return None
    return np.array([np.nan if number is None else number for number in numbers], dtype=np.float64)[found.places]


def label_codes(found: Held, given: Given) -> tuple[Integers, Scale]:
    """Give the codes of labels, (n_units, n_raters), -1 where there is no rating, and their scale."""
    names = {thing: name_of(thing) for thing in found.things if thing is not None}
    levels = sorted(set(names.values())) if given.levels is None else [name_of(level) for level in given.levels]
    at = {name: position for position, name in enumerate(levels)}
    strange = [thing for thing, name in names.items() if name not in at]
    if strange:
        raise found.undeclared(strange, given)
    codes = np.array([-1 if thing is None else at[names[thing]] for thing in found.things], dtype=np.intp)
    ordered = given.levels is not None and given.ordered
    scale = Scale(type="ordinal" if ordered else "nominal", levels=tuple(Level(id=name, label=name) for name in levels))
    return codes[found.places], scale
