"""Marks in columns of levels: which signs are one, and what a row of them says.

An x marks the cell, as does a box that is ticked in whatever way. The signs that mean "no" beside a tick are no mark:
whether they were meant as a cross or as a denial only the reviewer knows, so they are a finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from mcqa.scoresheets.grid import ErrorValue, MergedAway, Uncalculated, Value, text_of

# an x of several alphabets and sizes, ticks, filled dots and boxes
MARKS = frozenset(
    {"x", "xx", "(x)", "[x]", "\u0445", "\u00d7", "\u2715", "\u2716", "\u2713", "\u2714", "\u2705", "\u2611", "\u2612"}
    | {"\u221a", "\u2022", "\u25cf", "\u25fc", "\u25a0", "\u2b24", "*", "1", "yes", "y", "true", "ok", "v"}
)
# boxes and words that say that a cell is not marked
UNMARKED = frozenset({"\u2610", "\u25a1", "\u25cb", "\u25ef", "0", "no", "n", "false", "[ ]", "[]", "( )", "()"})
WORDS_OF_A_SENTENCE = 4


class Marked(NamedTuple):
    """What a row of marks says: the places that are marked, and those that hold something else."""

    marked: tuple[int, ...] = ()
    others: tuple[int, ...] = ()


def is_mark(value: Value, level: str = "") -> bool:
    """Whether a cell is marked; writing the level itself in its own column marks it too."""
    if isinstance(value, bool):
        return value
    text = _plain(value)
    return text in MARKS or (bool(level) and text == _plain(level))


def is_blank(value: Value) -> bool:
    """Whether a cell is not marked."""
    return value is None or value is False or _plain(value) in UNMARKED


def read_marks(cells: Sequence[tuple[Value, str]]) -> Marked:
    """Say which of the cells of a row are marked, and which hold neither a mark nor nothing."""
    marked = tuple(at for at, (value, level) in enumerate(cells) if is_mark(value, level))
    others = tuple(at for at, (value, _) in enumerate(cells) if at not in marked and not is_blank(value))
    return Marked(marked, others)


def is_descriptor(value: Value) -> bool:
    """Whether a cell holds a sentence, as the descriptor of a level does."""
    return isinstance(value, str) and len(value.split()) >= WORDS_OF_A_SENTENCE


def hold_marks(values: Iterable[Value]) -> bool:
    """Whether columns of levels are for marks: one is there, or nothing at all; descriptors are sentences."""
    filled = [value for value in values if value is not None and not isinstance(value, MergedAway)]
    return any(is_mark(value) for value in filled) or not any(is_descriptor(value) for value in filled)


def _plain(value: Value) -> str:
    if isinstance(value, ErrorValue | Uncalculated | MergedAway):
        return "\0"
    # the variation selector only says how a tick is drawn
    return text_of(value).strip().strip("\ufe0e\ufe0f").casefold()
