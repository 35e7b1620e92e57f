"""Whether numbers beside a word such as Total or Max are totals: a reviewer may be called Max, and a total may be 2."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum

from mcqa.scoresheets.grid import ErrorValue, MergedAway, Uncalculated, Value, text_of
from mcqa.scoresheets.shapes.words import Words

# what totals are made with; nobody types a rating so
_TOTALLING = re.compile(r"=\s*\+?(SUM|AVERAGE|COUNT|MEDIAN|MIN|MAX|STDEV|SUBTOTAL|ROUND|IFERROR)\w*\(", re.IGNORECASE)
_ERROR = re.compile(r"#[A-Z0-9/]{1,20}[!?]?")
_NUMBER = re.compile(r"[+-]?\d{1,15}([.,]\d{1,15})?")


class Totals(Enum):
    """What the cells beside a word for totals hold."""

    # formulas of totals, or numbers none of which is a level
    CLEAR = "clear"
    # numbers, some of which are levels
    MIXED = "mixed"
    # numbers all of which are levels
    LEVELS = "levels"
    # words: ratings, whatever they are called
    WORDS = "words"


def totals_in(values: Iterable[Value], words: Words) -> Totals:
    """Say what some cells hold, if a word beside them says that they are totals."""
    filled = [value for value in values if value is not None]
    if any(is_totalling(value) for value in filled):
        return Totals.CLEAR
    numbers = [value for value in filled if not _is_error(value)]
    if not all(map(_is_number, numbers)):
        return Totals.WORDS
    levels = sum(1 for value in numbers if is_score(value, words))
    if not levels:
        return Totals.CLEAR
    return Totals.LEVELS if levels == len(filled) else Totals.MIXED


def is_totalling(value: Value) -> bool:
    """Whether a cell holds a formula such as totals are made with."""
    return isinstance(value, Uncalculated) and _TOTALLING.match(value.formula) is not None


def is_score(value: Value, words: Words) -> bool:
    """Whether a cell holds the score of a level as a number."""
    return _is_number(value) and f"{float(text_of(value).replace(',', '.')):g}" in words.scores


def _is_error(value: Value) -> bool:
    return isinstance(value, ErrorValue | Uncalculated) or _ERROR.fullmatch(text_of(value)) is not None


def _is_number(value: Value) -> bool:
    if isinstance(value, bool | MergedAway | ErrorValue | Uncalculated):
        return False
    return _NUMBER.fullmatch(text_of(value)) is not None
