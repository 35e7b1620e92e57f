"""Components that a sheet should have, and does not: a row or a column that was deleted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from mcqa.findings import Finding
from mcqa.scoresheets.grid import text_of
from mcqa.scoresheets.kinds import COMPONENT_NOT_IN_SHEET
from mcqa.scoresheets.shapes.sheet import Sheet
from mcqa.scoresheets.shapes.table import DOUBLED, MARK, RATING, UNREAD, Table
from mcqa.scoresheets.words.headers import fold

# with more than half of the components a table is meant to have all of them
HALF = 2
SHOWN = 10
# texts that name no component are compared with the names of those that are missing, up to so many
MOST_COMPARED = 200

# unit and rater that the labels of a table say
Review = tuple[str, str]


class _Part(NamedTuple):
    """What the tables of one sheet say of one review."""

    sheet: Sheet
    review: Review
    named: set[str]
    unknown: list[str]
    whole: bool


def components_missing(read: Iterable[tuple[Sheet, Sequence[Table]]]) -> list[Finding]:
    """Report the components that sheets of a file lack, once for each sheet; what another sheet has is not missing."""
    parts = [part for sheet, tables in read for part in _parts(sheet, tables)]
    elsewhere: dict[Review, set[str]] = {}
    for part in parts:
        elsewhere.setdefault(part.review, set()).update(part.named)
    missing: dict[int, tuple[Sheet, dict[str, None]]] = {}
    for part in parts:
        every = [criterion.id for criterion in part.sheet.words.index.rubric.criteria]
        if not part.whole and len(part.named) * HALF <= len(every):
            continue
        lacking = [name for name in every if name not in elsewhere[part.review]]
        if lacking:
            close = {part.sheet.words.index.suggest(text) for text in part.unknown[:MOST_COMPARED]}
            lacking = [name for name in lacking if name not in close]
        if lacking:
            _, told = missing.setdefault(id(part.sheet), (part.sheet, {}))
            told.update(dict.fromkeys(lacking))
    return [_finding(sheet, list(names)) for sheet, names in missing.values()]


def _parts(sheet: Sheet, tables: Sequence[Table]) -> Iterator[_Part]:
    found: dict[Review, _Part] = {}
    for table in tables:
        if table.unclear or table.layout == "long" or table.layout.startswith("form:"):
            continue
        review = (fold(table.labels.get("unit", "")), fold(table.labels.get("rater", "")))
        part = found.setdefault(review, _Part(sheet, review, set(), [], table.layout == "template"))
        part.named.update(column.criterion for column in table.columns if column.role in {RATING, MARK, DOUBLED})
        part.named.discard("")
        part.unknown.extend(column.heading for column in table.columns if column.role == UNREAD)
        _name_rows(part, table)
    yield from found.values()


def _name_rows(part: _Part, table: Table) -> None:
    """Note the components that the rows of a table name, and the texts in their place that name none."""
    find = part.sheet.words.index.find
    for at in [column.at for column in table.columns if column.role == "criterion"][:1]:
        for value in {part.sheet.grid.value(row, at) for row in table.body}:
            text = text_of(value)
            name = find(text)
            if name is not None:
                part.named.add(name)
            elif text and len(part.unknown) < MOST_COMPARED:
                part.unknown.append(text)


def _finding(sheet: Sheet, names: Sequence[str]) -> Finding:
    """Say which components a sheet lacks."""
    listed = ", ".join(names[:SHOWN]) + (f" and {len(names) - SHOWN} more" if len(names) > SHOWN else "")
    message = f"the sheet has no row and no column for {listed}"
    hint = "if that was deleted by mistake, add it again and rate it; until then nothing is read for it"
    return COMPONENT_NOT_IN_SHEET.at(sheet.grid.whole, message, hint=hint, value=", ".join(names))
