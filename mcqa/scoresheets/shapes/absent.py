"""What is said of sheets in which no table was found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mcqa.findings import Finding, Location
from mcqa.scoresheets.grid import Grid, text_of
from mcqa.scoresheets.kinds import NO_TABLE_FOUND, UNMATCHED_HEADER
from mcqa.scoresheets.shapes.labels import LABELS
from mcqa.scoresheets.shapes.marks import is_descriptor
from mcqa.scoresheets.shapes.table import MARK, UNREAD
from mcqa.scoresheets.shapes.words import Words
from mcqa.scoresheets.words.headers import field_of, fold, suggest_field, suggest_word

LABEL_AND_VALUE = 2
SEVERAL = 2
MOST_ROWS = 2000
# sheets that explain the rubric name its components, and hold no rating
EXPLAINING = frozenset(
    {"instructions", "rubric", "lists", "list", "levels", "scale", "key", "legend", "descriptors", "guide", "guidance"}
    | {"read me", "readme", "about", "help", "cover", "standards", "components", "glossary"}
)


def no_table(path: str, without: Sequence[Grid], words: Words, *, found: bool) -> list[Finding]:
    """Report a file without any table; beside tables, report only sheets that name components (not instructions)."""
    hint = "a table needs a header row with Component and Rating, or one column per component"
    named = [grid for grid in without if _first_component(grid, words) is not None]
    findings = []
    if not found:
        message = "no table of ratings was found in this file"
        findings.append(NO_TABLE_FOUND.at(Location(file=path), message, hint=hint))
    else:
        named = [grid for grid in named if not _explains(grid, words)]
        findings += [
            NO_TABLE_FOUND.at(grid.whole, f'no table of ratings was found in the sheet "{grid.sheet}"', hint=hint)
            for grid in named
        ]
    for grid in named:
        findings += _near_header(grid, words)
    return findings


def _rates(grid: Grid, words: Words) -> bool:
    """Whether a level stands in most of the rows of a sheet that name a component, so that it is no explanation."""
    rows = [{*map(text_of, row)} for row in grid.rows[:MOST_ROWS]]
    named = [texts for texts in rows if any(map(words.index.find, texts))]
    rated = sum(1 for texts in named if any(text in words.scores or words.heading(text).role == MARK for text in texts))
    return rated >= SEVERAL and rated * 2 >= len(named)


def _explains(grid: Grid, words: Words) -> bool:
    """Whether a sheet only tells what the components are: by its name, or by the descriptors in it."""
    if _rates(grid, words):
        return False
    if fold(grid.sheet or "") in EXPLAINING:
        return True
    rows = [row for row in grid.rows[:MOST_ROWS] if any(value is not None for value in row)]
    telling = sum(1 for row in rows if sum(map(is_descriptor, row)) > 1)
    return telling * 2 >= len(rows)


def _first_component(grid: Grid, words: Words) -> int | None:
    """Give the first row of a sheet in which a cell names a component."""
    for number, row in enumerate(grid.rows[:MOST_ROWS]):
        if any(isinstance(value, str) and words.index.find(text_of(value)) for value in row):
            return number
    return None


def header_row(grid: Grid, words: Words) -> int | None:
    """Give the row that looks like the header of a table without one: above the first that names a component."""
    first = _first_component(grid, words) or 0
    return next((row for row in range(first - 1, -1, -1) if any(grid.rows[row])), None)


def _near_header(grid: Grid, words: Words) -> Iterator[Finding]:
    """Say what was not understood in the row that looks like the header of a table without one."""
    header = header_row(grid, words)
    texts = [text for value in grid.rows[header] if (text := text_of(value))] if header is not None else []
    # two cells, the first of which is a label, are a label and its value
    if header is None or (len(texts) == LABEL_AND_VALUE and field_of(texts[0]) in LABELS):
        return
    for column, value in enumerate(grid.rows[header]):
        text = text_of(value)
        if not text or words.heading(text).role != UNREAD:
            continue
        word = suggest_word(text)
        hint = "write Component, Rating or Comment above columns"
        if word:
            hint = f'did you mean "{word}"? write it in this cell, or give --map "{text}={suggest_field(text)}"'
        place = grid.place(header, column)
        yield UNMATCHED_HEADER.at(place, f'the column "{text}" was not understood', hint=hint, value=text)
