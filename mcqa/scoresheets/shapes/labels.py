"""What stands above a table: label-and-value cells, and a bare title."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from mcqa.scoresheets.grid import Grid, MergedAway, Value, name_of
from mcqa.scoresheets.shapes.header import address
from mcqa.scoresheets.shapes.words import name_in
from mcqa.scoresheets.words.aliases import AXES
from mcqa.scoresheets.words.headers import CriterionIndex, field_of, fold

VALUE_WITHIN = 3
LONGEST = 400
LABELS = ("unit", "rater", "group", "round", "timestamp")
SEVERAL = 2
# what spreadsheet programs call a sheet in several languages, with the mark of a copy
DEFAULT_SHEET_NAME = re.compile(
    r"((sheet|tabelle|feuil|feuille|hoja|blatt|table|foglio|planilha|folha|blad|arkusz|лист)[\s_-]*\d*"
    r"|((all|the|my|our) )?(ratings|scores|data|score ?sheet|results|reviews|(form )?responses)( \d+)?"
    r"|all|summary|overview|matrix|export|pilot)(\s*\(\d+\))?",
    re.IGNORECASE,
)

Labels = dict[str, str]
# cells of a header above its own rows, by row and column: they are neither labels nor values
Taken = frozenset[tuple[int, int]]
NONE_TAKEN: Taken = frozenset()


class Said(NamedTuple):
    """A label and its value: where it stands, how well it names an id (0 best), and the value."""

    row: int
    column: int
    rank: int
    text: str


def labels_in(grid: Grid, rows: range, columns: range, taken: Taken = NONE_TAKEN) -> Labels:
    """Give the values of label-and-value cells in an area, as text: right of a label, below it, or in the same cell."""
    return {name: said[0].text for name, said in all_labels(grid, rows, columns, taken).items()}


def header_above(grid: Grid, index: CriterionIndex, header: Sequence[int], rated: Collection[int]) -> Taken:
    """Give the cells above the rows of a header that belong to it.

    They are merged down over it, or stand right above columns of components and name a standard, a component or,
    several of them, a group merged over components.
    """
    rows = [grid.rows[row] for row in header]
    anchors = (address(value.anchor) for cells in rows for value in cells if isinstance(value, MergedAway))
    taken = {anchor for anchor in anchors if anchor[0] < header[0]}
    top = header[0] - 1
    cells = grid.rows[top] if top >= 0 else ()
    groups = {address(value.anchor) for at, value in enumerate(cells) if at in rated and isinstance(value, MergedAway)}
    groups = {anchor for anchor in groups if anchor[0] == top and anchor[1] in rated}
    taken |= groups if len(groups) >= SEVERAL else set()
    for at in rated:
        text = name_of(grid.value(top, at)) if top >= 0 else ""
        if text and (index.is_heading(text) or index.find(text)):
            taken.add((top, at))
    return frozenset(taken)


def unsaid(grid: Grid, rows: range, columns: range, taken: Taken = NONE_TAKEN) -> dict[str, tuple[int, int]]:
    """Give the places beside labels that have no value: a blank cell, or a formula that names nobody."""
    said = all_labels(grid, rows, columns, taken)
    found: dict[str, tuple[int, int]] = {}
    for number in rows:
        for column, value in enumerate(grid.rows[number][columns.start : columns.stop], start=columns.start):
            name = None
            if isinstance(value, str) and len(value) <= LONGEST and (number, column) not in taken:
                name, _ = _label(value)
            if name in LABELS and name not in said:
                found.setdefault(name, (number, column + 1))
    return found


def two_labels(
    grid: Grid, rows: range, columns: range, name: str, taken: Taken = NONE_TAKEN
) -> tuple[Said, Said] | None:
    """Give two labels that say different things of the same, where there are any."""
    said = all_labels(grid, rows, columns, taken).get(name, [])
    other = next(
        (each for each in said[1:] if each.rank == said[0].rank and fold(each.text) != fold(said[0].text)), None
    )
    return None if other is None else (said[0], other)


def all_labels(grid: Grid, rows: range, columns: range, taken: Taken = NONE_TAKEN) -> dict[str, list[Said]]:
    """Give every label of an area that has a value, by what it labels, those of ids before those of names."""
    found: dict[str, list[Said]] = {}
    for number in rows:
        row = grid.rows[number]
        for column in range(columns.start, min(columns.stop, len(row))):
            value = row[column]
            if not isinstance(value, str) or len(value) > LONGEST or (number, column) in taken:
                continue
            name, text = _label(value)
            if name in LABELS:
                below = "" if text else _values_below(grid, number, rows, columns).get(column, "")
                said = text or below or _beside(row, column, _end(number, column, columns.stop, taken))
                if said:
                    found.setdefault(name, []).append(Said(number, column, _rank(value), said))
    for same in found.values():
        same.sort(key=lambda each: each.rank)
    return found


def _rank(label: str) -> int:
    """Say how well a label names an id: a code is one, a name or a title stands in for it."""
    words = fold(label.partition(":")[0]).split()
    if words[-1] in {"id", "code", "no", "number"}:
        return 0
    return 2 if words[-1] in {"name", "title"} or words[:1] in (["name"], ["title"]) else 1


def _label(text: str) -> tuple[str | None, str]:
    """Give the field that a cell labels, and its value where that stands in the same cell: `Reviewer: R03`."""
    name = field_of(text)
    if name is not None or ":" not in text:
        return name, ""
    label, _, rest = text.partition(":")
    name = field_of(label)
    return (name, rest.strip()) if name in LABELS and rest.strip() else (None, "")


def is_label(value: Value) -> bool:
    """Whether a cell is a label."""
    return isinstance(value, str) and _label(value)[0] in (*LABELS, "rubric")


def _values_below(grid: Grid, number: int, rows: range, columns: range) -> dict[int, str]:
    """Give the values of a row of labels which stand in the row below, one under each; nothing where they do not."""
    if number + 1 not in rows:
        return {}
    row, after = grid.rows[number], grid.rows[number + 1]
    labels = [column for column in columns if column < len(row) and name_of(row[column])]
    values = [column for column in columns if column < len(after) and name_of(after[column])]
    if len(labels) < SEVERAL or labels != values:
        return {}
    if not all(field_of(name_of(row[column])) in (*LABELS, "rubric") for column in labels):
        return {}
    texts = {column: name_of(after[column]) for column in values}
    return {} if any(field_of(text) for text in texts.values()) else texts


def _end(row: int, column: int, end: int, taken: Taken) -> int:
    """Give the column at which the search for the value of a label ends: at a cell of the header."""
    return next((at for at in range(column + 1, min(column + 1 + VALUE_WITHIN, end)) if (row, at) in taken), end)


def _beside(row: tuple[Value, ...], column: int, end: int) -> str:
    """Give the value right of a label; the next label of the same row ends the search."""
    for at in range(column + 1, min(column + 1 + VALUE_WITHIN, len(row), end)):
        value = row[at]
        text = name_of(value)
        if not text or (isinstance(value, MergedAway) and value.value == row[column]):
            continue
        next_label = is_label(text)
        # right beside a label such a word may be its value (the group "Panel"), unless it has a value of its own
        if next_label and (at > column + 1 or ":" in text or (at + 1 < len(row) and name_of(row[at + 1]))):
            return ""
        return text
    return ""


def sheet_unit(grid: Grid) -> str:
    """Give the unit that the name of a sheet says; nothing where it is a default one, or names a rater."""
    name = (grid.sheet or "").strip()
    called = name_in(name)
    if DEFAULT_SHEET_NAME.fullmatch(name) or (called and called[0] == "rater") or fold(name) in AXES:
        return ""
    return name


def sheet_rater(grid: Grid) -> str:
    """Give the rater that the name of a sheet says plainly: Reviewer 3."""
    called = name_in((grid.sheet or "").strip())
    return called[1] if called and called[0] == "rater" else ""


def title_above(grid: Grid, index: CriterionIndex, rows: range, columns: range) -> str:
    """Give the bare title above a table: the only text of the nearest row that holds anything but labels."""
    for number in reversed(rows):
        cells = grid.rows[number][columns.start : columns.stop]
        own = [value for value in cells if value is not None and not isinstance(value, MergedAway)]
        if not own or any(is_label(value) for value in own):
            continue
        text = name_of(own[0])
        plain = len(own) == 1 and index.find(text) is None and not index.is_heading(text)
        return text if plain else ""
    return ""
