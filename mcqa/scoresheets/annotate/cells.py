"""Give cells of a sheet another style, in the text of the sheet; cells and rows that are not there are made."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from mcqa.scoresheets.annotate.marks import position
from mcqa.scoresheets.annotate.markup import Change, OddWorkbookError, Tag, changed, child, tags, with_attribute
from mcqa.scoresheets.grid import a1

_CELL = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}")
# what follows the place of notes in a sheet, in the order of the format
BEHIND_NOTES = frozenset(
    {
        "legacyDrawingHF",
        "drawingHF",
        "picture",
        "oleObjects",
        "controls",
        "webPublishItems",
        "tableParts",
        "extLst",
        "AlternateContent",
    }
)


class _Row(NamedTuple):
    """A row of a sheet: its tag, where its last cell ends, and the tags of its cells by column."""

    tag: Tag
    end: int
    cells: dict[int, Tag]


class _Body(NamedTuple):
    opening: Tag
    closing: Tag | None
    rows: dict[int, _Row]


def restyled(text: str, wanted: Iterable[tuple[int, int, str]], style: Callable[[int, str], int]) -> str:
    """Restyle cells; `wanted` are (row, column, key), and `style` gives the new style of an old one for a key."""
    targets: dict[int, dict[int, str]] = {}
    for row, column, key in wanted:
        targets.setdefault(row, {})[column] = key
    if not targets:
        return text
    body = _body(text, targets.keys())
    prefix = body.opening.prefix
    changes: list[Change] = []
    missing: dict[int, str] = {}
    for number, columns in sorted(targets.items()):
        there = body.rows.get(number)
        if there is None:
            cells = "".join(_cell(prefix, number, at, style(0, key)) for at, key in sorted(columns.items()))
            missing[number] = f'<{prefix}row r="{number}">{cells}</{prefix}row>'
            continue
        changes += _in_row(text, there, number, columns, style)
    changes += _new_rows(text, body, missing)
    return changed(text, changes)


def _cell(prefix: str, row: int, column: int, style: int) -> str:
    return f'<{prefix}c r="{a1(row - 1, column - 1)}" s="{style}"/>'


def _in_row(
    text: str, row: _Row, number: int, columns: dict[int, str], style: Callable[[int, str], int]
) -> list[Change]:
    changes = []
    new: dict[int, list[str]] = {}
    prefix = row.tag.prefix
    for column, key in sorted(columns.items()):
        cell = row.cells.get(column)
        if cell is not None:
            changes.append(with_attribute(cell, text, "s", str(style(int(cell.get("s") or 0), key))))
            continue
        behind = min((at for at in row.cells if at > column), default=0)
        place = row.cells[behind].start if behind else row.end
        new.setdefault(place, []).append(_cell(prefix, number, column, style(0, key)))
    if row.tag.empty:
        if new:
            inside = "".join(cell for cells in new.values() for cell in cells)
            opening = text[row.tag.start : row.tag.end].removesuffix("/>").rstrip()
            changes.append(Change(row.tag.start, row.tag.end, f"{opening}>{inside}</{prefix}row>"))
        return changes
    return [*changes, *(Change(place, place, "".join(cells)) for place, cells in new.items())]


def _new_rows(text: str, body: _Body, missing: dict[int, str]) -> list[Change]:
    if not missing:
        return []
    opening = body.opening
    if body.closing is None:
        inside = "".join(missing.values())
        whole = text[opening.start : opening.end].removesuffix("/>").rstrip()
        return [Change(opening.start, opening.end, f"{whole}>{inside}</{opening.prefix}sheetData>")]
    places: dict[int, list[str]] = {}
    for number, row in missing.items():
        behind = min((at for at in body.rows if at > number), default=0)
        place = body.rows[behind].tag.start if behind else body.closing.start
        places.setdefault(place, []).append(row)
    return [Change(place, place, "".join(rows)) for place, rows in places.items()]


def _body(text: str, wanted: Iterable[int]) -> _Body:
    """Find the rows of a sheet, and the cells of those that are wanted."""
    opening = child(text, "sheetData")
    if opening is None:
        raise OddWorkbookError("a sheet has no sheetData")
    if opening.empty:
        return _Body(opening, None, {})
    asked, number = set(wanted), 0
    rows: dict[int, _Row] = {}
    open_row: Tag | None = None
    cells: list[Tag] = []
    for tag in tags(text, opening.end):
        if tag.name == "sheetData":
            return _Body(opening, tag, rows)
        if tag.name == "c" and not tag.closing and number in asked:
            cells.append(tag)
        elif tag.name == "row" and tag.closing and open_row is not None:
            rows[number] = _Row(open_row, tag.start, _by_column(cells))
        elif tag.name == "row":
            # a row without a number is the next one
            number = int(tag.get("r") or number + 1)
            open_row, cells = tag, []
            rows[number] = _Row(tag, tag.end, {})
    raise OddWorkbookError("a sheet has no end of sheetData")


def _by_column(cells: Iterable[Tag]) -> dict[int, Tag]:
    found: dict[int, Tag] = {}
    column = 0
    for tag in cells:
        name = tag.get("r") or ""
        # a cell without a name is the next one
        column = position(name)[1] if _CELL.fullmatch(name) else column + 1
        found[column] = tag
    return found


def with_drawing(text: str, key: str, relationships: str) -> str:
    """Refer to the drawing that holds the shapes of notes, at its place behind the cells."""
    depth, root = 0, None
    place = None
    for tag in tags(text):
        if root is None:
            root = tag
        if place is None and depth == 1 and not tag.closing and tag.name in BEHIND_NOTES:
            place = tag.start
        if not tag.empty:
            depth += -1 if tag.closing else 1
        if tag.closing and depth == 0 and place is None:
            place = tag.start
    if root is None or place is None:
        raise OddWorkbookError("a sheet has no end")
    # the prefix is declared here, whatever the sheet calls relationships elsewhere
    more = f'<{root.prefix}legacyDrawing xmlns:mcqa="{relationships}" mcqa:id="{key}"/>'
    return changed(text, [Change(place, place, more)])
