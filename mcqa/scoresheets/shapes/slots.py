"""Where in a row the ratings stand, and what else in the row belongs to each of them."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from mcqa.scoresheets.shapes.table import DOUBLED, MARK, RATING, REMARK, Column, Table
from mcqa.scoresheets.words.aliases import ANSWERS

ROW_FIELDS = ("unit", "rater", "criterion", "round", "group", "timestamp", "status", "source")

# component, unit and rater that a heading names
Subject = tuple[str, str, str]


class Slot(NamedTuple):
    """One rating of each row: its cell or its cells to mark, what its heading names, and what is said about it."""

    at: int
    column: Column
    criterion: str = ""
    unit: str = ""
    rater: str = ""
    marks: tuple[tuple[int, str], ...] = ()
    remarks: tuple[int, ...] = ()
    answers: tuple[tuple[str, int], ...] = ()


class Slots(NamedTuple):
    """All that a row holds: its ratings, the fields of the row, and columns that claim the same as another."""

    slots: tuple[Slot, ...]
    fields: dict[str, int]
    score: int | None
    doubled: tuple[int, ...]
    # how many cells of a row are ratings of which nothing can be taken where the table is unclear
    claims: int
    # how many of them columns claim that claim the same as another
    lost: int


def slots_of(table: Table) -> Slots:
    """Find the ratings of a row by the columns of its table."""
    single: dict[str, list[Column]] = {}
    for column in table.columns:
        if not any(_subject(column)):
            single.setdefault(column.role, []).append(column)
    comments = tuple(column.at for column in single.get("comment", ()))
    answers = tuple((name, column.at) for name in ANSWERS for column in single.get(name, ()))
    levels, scores = single.get("level", []), single.get("score", [])
    score = scores[0].at if len(scores) == 1 else None
    said = _about(table)
    slots = [_owned(said, column, comments, answers) for column in table.columns if column.role == RATING]
    slots += _marked(table, said, comments, answers)
    doubled = tuple(column.at for column in table.columns if column.role == DOUBLED)
    listed = levels or scores
    lost = _lost(table)
    claims = len(slots) + lost
    if listed and not slots and not doubled:
        slots = [Slot(listed[0].at, listed[0], remarks=comments, answers=answers)]
        claims = len(listed)
    fields = {name: single[name][0].at for name in ROW_FIELDS if len(single.get(name, ())) == 1}
    return Slots(tuple(slots), fields, score if levels else None, doubled, claims, lost)


def _lost(table: Table) -> int:
    """Count the ratings of a row in columns that claim the same: of levels one for each time that a level is there."""
    doubled = [column for column in table.columns if column.role == DOUBLED]
    levels: dict[Subject, Counter[str]] = {}
    for column in doubled:
        if column.level:
            levels.setdefault(_subject(column), Counter())[column.level] += 1
    return sum(not column.level for column in doubled) + sum(max(times.values()) for times in levels.values())


def _subject(column: Column) -> Subject:
    return column.criterion, column.unit, column.rater


def _about(table: Table) -> dict[Subject, list[Column]]:
    """Group what is said about ratings by the component, unit and rater that the headings name."""
    said: dict[Subject, list[Column]] = {}
    for column in table.columns:
        if column.role == REMARK or column.role in ANSWERS:
            said.setdefault(_subject(column), []).append(column)
    return said


def _owned(
    said: dict[Subject, list[Column]], column: Column, comments: tuple[int, ...], answers: tuple[tuple[str, int], ...]
) -> Slot:
    """Make the slot of a rating whose heading names what is rated."""
    about = said.get(_subject(column), ())
    own = tuple(other.at for other in about if other.role == REMARK)
    beside = tuple((other.role, other.at) for other in about if other.role in ANSWERS)
    slot = Slot(column.at, column, column.criterion, column.unit, column.rater)
    return slot._replace(remarks=(*own, *comments), answers=(*beside, *answers))


def _marked(
    table: Table,
    said: dict[Subject, list[Column]],
    comments: tuple[int, ...],
    answers: tuple[tuple[str, int], ...],
) -> list[Slot]:
    """Make the slots of ratings that are marked in a column for each level."""
    groups: dict[Subject, list[Column]] = {}
    for column in table.columns:
        if column.role == MARK:
            groups.setdefault(_subject(column), []).append(column)
    slots = []
    for columns in groups.values():
        slot = _owned(said, columns[0], comments, answers) if any(_subject(columns[0])) else None
        slot = slot or Slot(columns[0].at, columns[0], remarks=comments, answers=answers)
        slots.append(slot._replace(marks=tuple((column.at, column.level) for column in columns)))
    return slots
