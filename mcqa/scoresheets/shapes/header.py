"""Header rows of one to three rows: which rows belong together, and what stands above each column, top down.

A heading merged over columns counts for each of them; so does one with blanks to its right where what stands below
needs it. Rows are joined only where the lower one cannot be a row of ratings.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from mcqa.scoresheets.grid import Grid, MergedAway, text_of
from mcqa.scoresheets.shapes.table import KNOWN, MARK, RATING, UNREAD
from mcqa.scoresheets.shapes.words import NAME, STANDARD, Heading, Words, axis_of
from mcqa.scoresheets.words.aliases import ANSWERS, RATING_WORDS

DEEPEST = 3
SEVERAL = 2
ROW_FIELDS = frozenset({"unit", "rater", "criterion", "round", "group", "timestamp", "status", "source", KNOWN})
BELOW = RATING_WORDS | {"comment", *ANSWERS}
_ADDRESS = re.compile(r"([A-Z]+)(\d+)")


@lru_cache(maxsize=4096)
def address(cell: str) -> tuple[int, int]:
    """Give row and column, from 0, of a place such as C7."""
    match = _ADDRESS.fullmatch(cell)
    if match is None:
        return -1, -1
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


class Line(NamedTuple):
    """One row as a part of a header: the text above each column, and which columns only have it by a merged block."""

    row: int
    texts: tuple[str, ...]
    spread: frozenset[int]
    covered: frozenset[int]

    @property
    def filled(self) -> list[int]:
        """The columns with a text."""
        return [column for column, text in enumerate(self.texts) if text]


def line(grid: Grid, row: int, width: int) -> Line:
    """Take a row as a part of a header; a block merged across counts for each column, one merged down only on top."""
    texts: list[str] = []
    spread: set[int] = set()
    covered: set[int] = set()
    for column in range(width):
        value = grid.value(row, column)
        if not isinstance(value, MergedAway):
            texts.append(text_of(value))
            continue
        above, left = address(value.anchor)
        if above == row and left < column:
            spread.add(column)
            texts.append(text_of(value))
        else:
            covered.add(column)
            texts.append("")
    return Line(row, tuple(texts), frozenset(spread), frozenset(covered))


def filled_right(words: Words, top: Line, sub: Line) -> list[str]:
    """Give the texts of the upper row, each also for the columns to its right that are blank and have one below.

    A field that stands above nothing, such as Reviewer, is a column of its own and reaches no further.
    """
    texts: list[str] = []
    current = ""
    for column, text in enumerate(top.texts):
        if text:
            current = text
            if not sub.texts[column] and column + 1 not in top.spread and words.heading(text).role in ROW_FIELDS:
                current = ""
                texts.append(text)
                continue
        elif not sub.texts[column]:
            current = ""
        texts.append(text or current)
    return texts


class _Pair:
    """Two rows that may be one header."""

    def __init__(self, words: Words, top: Line, sub: Line, used: frozenset[int]) -> None:
        self.words, self.top, self.sub, self.used = words, top, sub, used
        self.owners = filled_right(words, top, sub)
        self.below = {column: words.heading(sub.texts[column]) for column in sub.filled}
        # what stands below nothing is a heading of its own
        self.owned = {column: head for column, head in self.below.items() if self.owners[column]}
        self.single = {column: head for column, head in self.below.items() if not self.owners[column]}
        self.above = {column: words.heading(top.texts[column]) for column in top.filled}

    def joined(self) -> bool:
        if len(self.below) < SEVERAL or not self.owned:
            return False
        single = [head for head in self.single.values() if head.role not in ROW_FIELDS | BELOW and not head.mapped]
        if single:
            # components that belong to no group, beside those that do
            return all(head.role == RATING for head in single) and self.of_components()
        return self.of_words() or self.of_levels() or self.of_components() or self.of_names()

    def groups(self) -> dict[str, list[int]]:
        groups: dict[str, list[int]] = {}
        for column in self.owned:
            groups.setdefault(self.owners[column], []).append(column)
        return groups

    def owner(self, column: int) -> Heading:
        return self.words.heading(self.owners[column])

    def of_words(self) -> bool:
        """Rating | Comment below components, units or raters."""
        if any(head.role not in BELOW for head in self.owned.values()):
            return False
        if any(self.owner(column).role in {"criterion", "comment", "level", "score"} for column in self.owned):
            return False
        groups = self.groups()
        wide = any(self.top.spread & set(columns) for columns in groups.values())
        return len(groups) >= SEVERAL or wide

    def of_levels(self) -> bool:
        """Not met | Met below components, units or raters, or all of them below Rating."""
        if self.of_levels_below_names():
            return True
        for owner, columns in self.groups().items():
            levels = {self.owned[column].level for column in columns}
            if any(self.owned[column].role != MARK for column in columns):
                if self.words.heading(owner).role not in {STANDARD, UNREAD}:
                    return False
            elif len(levels) < SEVERAL:
                return False
        return any(head.role == MARK for head in self.owned.values())

    def of_levels_below_names(self) -> bool:
        """Say whether the same levels stand below each of several names, and what these are above Component."""
        groups = self.groups()
        for owner, columns in groups.items():
            heads = [self.owned[column] for column in columns]
            if axis_of(owner) and [head.role for head in heads] == ["criterion"]:
                named = [each for each in groups if each != owner]
                break
        else:
            return False
        levels = [sorted(h.level for at in groups[name] if (h := self.owned[at]).role == MARK) for name in named]
        others = {self.owned[at].role for name in named for at in groups[name]} - {MARK, *BELOW}
        plain = all((head := self.words.heading(name)).role in {NAME, UNREAD} or head.totals for name in named)
        alike = len(levels) >= SEVERAL and len(levels[0]) >= SEVERAL and all(each == levels[0] for each in levels)
        return plain and alike and not others

    def of_components(self) -> bool:
        """Components below their standards, below units, or below their own ids."""
        named = {column: head for column, head in self.owned.items() if head.role == RATING}
        if not named or any(head.role not in {RATING, *BELOW} for head in self.owned.values()):
            return False
        owners = [self.owner(column) for column in named]
        titles = {owner.text for owner in owners if self.words.index.is_heading(owner.text)}
        if any(owner.role in {"unit", "rater", "criterion"} and owner.text not in titles for owner in owners):
            return False
        same = all(
            owner.role != RATING or owner.criterion == head.criterion
            for owner, head in zip(owners, named.values(), strict=True)
        )
        return same and self.is_header_above()

    def is_header_above(self) -> bool:
        """Whether the upper row is a header and no row of labels: it heads columns, or only groups them."""
        alone = [column for column in self.above if column not in self.below]
        if not alone:
            return all(
                head.role in {STANDARD, NAME, RATING}
                or self.top.spread & {column + 1}
                or self.words.index.is_heading(head.text)
                for column, head in self.above.items()
            )
        known = [
            column for column in alone if self.above[column].role in ROW_FIELDS | BELOW or self.above[column].mapped
        ]
        # a heading merged down over the lower row, or one with values below it, heads its column
        return bool((self.used | self.sub.covered).intersection(known))

    def of_names(self) -> bool:
        """Names below the word for what they are, or raters below each unit; components in the rows."""
        if not self.heads_components():
            return False
        if any(head.role not in {UNREAD, NAME, *BELOW} and not head.totals for head in self.owned.values()):
            return False
        groups = self.groups()
        for owner, columns in groups.items():
            written = self.top.texts[columns[0]].rstrip()
            labelled = written.endswith(":") and not self.top.spread & set(columns)
            if axis_of(owner) and len(columns) >= SEVERAL and not labelled:
                return True
        below = {owner: [self.sub.texts[column] for column in columns] for owner, columns in groups.items()}
        first = next(iter(below.values()))
        return len(below) >= SEVERAL and len(first) >= SEVERAL and all(texts == first for texts in below.values())

    def heads_components(self) -> bool:
        single = any(head.role == "criterion" for head in self.single.values())
        return single or any(
            head.role == "criterion" for column, head in self.above.items() if column not in self.below
        )


def joins(words: Words, grid: Grid, row: int, width: int, depth: int = DEEPEST) -> bool:
    """Whether a row and the one below it are parts of one header."""
    if row < 0 or row + 1 >= len(grid.rows):
        return False
    sub, below = line(grid, row + 1, width), row + 2
    if depth > SEVERAL and joins(words, grid, row + 1, width, depth - 1):
        sub = sub._replace(texts=tuple(filled_right(words, sub, line(grid, row + 2, width))))
        below += 1
    return _Pair(words, line(grid, row, width), sub, _used(grid, below, width)).joined()


def _used(grid: Grid, row: int, width: int) -> frozenset[int]:
    """Give the columns that hold something in the first rows of a body."""
    rows = grid.rows[row : row + SEVERAL]
    return frozenset(
        column
        for cells in rows
        for column, value in enumerate(cells[:width])
        if value is not None and not isinstance(value, MergedAway)
    )


class HeaderRows(NamedTuple):
    """The rows of a header and, for each column, what stands above it from the top down."""

    rows: tuple[int, ...]
    paths: tuple[tuple[str, ...], ...]

    def without(self, low: int, high: int) -> HeaderRows:
        """Give the header without some of its columns."""
        return self._replace(
            paths=tuple(() if low <= column < high else path for column, path in enumerate(self.paths))
        )

    def part(self, low: int, high: int) -> HeaderRows:
        """Give the header with only some of its columns; the others are blank."""
        return self._replace(
            paths=tuple(path if low <= column < high else () for column, path in enumerate(self.paths))
        )


def header_at(words: Words, grid: Grid, row: int) -> HeaderRows:
    """Give the header that a row belongs to, with the rows above and below it that are parts of it."""
    width = len(grid.rows[row])
    near = grid.rows[max(row - DEEPEST + 1, 0) : row + DEEPEST]
    width = max(width, *map(len, near))
    first = last = row
    while last - first + 1 < DEEPEST and joins(words, grid, first - 1, width):
        first -= 1
    while last - first + 1 < DEEPEST and joins(words, grid, last, width):
        last += 1
    lines = [line(grid, at, width) for at in range(first, last + 1)]
    texts = [list(lines[-1].texts)]
    for top, below in zip(lines[-2::-1], lines[:0:-1], strict=True):
        texts.append(filled_right(words, top, below._replace(texts=tuple(texts[-1]))))
    paths = tuple(tuple(dict.fromkeys(text for text in column if text)) for column in zip(*texts[::-1], strict=True))
    return HeaderRows(tuple(range(first, last + 1)), paths)
