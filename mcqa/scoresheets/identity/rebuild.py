"""Sheets built anew, cell by cell, of nothing but what reading them takes.

A cell comes along when it is a rating, a heading, a word of the rubric, a label with its value, or a name, which
becomes a pseudonym. Everything else stays behind: remarks, texts of unread columns, notes below a table. What is not
known to be harmless is not copied, so that nobody has to think of everything that could name somebody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from mcqa.findings import Location
from mcqa.scoresheets.files.opened import OpenedFile
from mcqa.scoresheets.grid import Grid, MergedAway, Uncalculated, Value
from mcqa.scoresheets.identity.people import Called, Register, text_in
from mcqa.scoresheets.identity.pseudonyms import RATER, UNIT, Whom
from mcqa.scoresheets.records import FileRead, Record
from mcqa.scoresheets.shapes.marks import is_blank, is_mark
from mcqa.scoresheets.words.headers import field_of
from mcqa.scoresheets.words.spelling import spelled

WITHHELD = "[text]"
FORMULA = "[formula]"
_NAMED = {"rater": RATER, "unit": UNIT}
_VALUE_WITHIN = 3


class Block(NamedTuple):
    """A merged block, counted from 0, ends included."""

    top: int
    left: int
    bottom: int
    right: int


class Sheet(NamedTuple):
    """One sheet to write: its name (None in a text file), its cells, its merged blocks, and its notes by place."""

    title: str | None
    rows: tuple[tuple[Value, ...], ...]
    blocks: tuple[Block, ...] = ()
    notes: tuple[tuple[int, int, str], ...] = ()


@dataclass(slots=True, kw_only=True)
class Job:
    """What is needed to rebuild files: who is called what, and which cells hold what."""

    register: Register
    called: Called
    keep_comments: bool
    faulty: frozenset[Location] = frozenset()
    left_out: Counter[str] = field(default_factory=Counter)

    def free(self, text: str) -> str:
        """Give a free text with every identity in it replaced."""
        return self.register.identities.without(text, self.called)


class _File(NamedTuple):
    """What one file's records say of its cells."""

    ratings: frozenset[tuple[str | None, str | None]]
    said: frozenset[str]
    remarks: frozenset[str]
    headings: frozenset[tuple[str | None, str]]


def rebuild(
    file: OpenedFile, read: FileRead, records: Iterable[Record], faults: Iterable[Location], job: Job
) -> list[Sheet]:
    """Rebuild the sheets of a file that hold ratings, or cells in which a rating was looked for."""
    records = tuple(records)
    about = _about(records, read)
    wanted = {record.location.sheet for record in records} | {place.sheet for place in faults}
    sheets: list[Sheet] = []
    for grid in file.grids:
        if grid.sheet in wanted or len(file.grids) == 1:
            made = _Rebuilding(grid, about, job).sheet(_title(grid, len(sheets), job))
            sheets.append(made)
        else:
            job.left_out["sheets"] += 1
    return sheets


def _about(records: tuple[Record, ...], read: FileRead) -> _File:
    said: set[str] = set()
    remarks: set[str] = set()
    for record in records:
        said.update((record.group, record.round, record.timestamp, record.status, text_in(record.score)))
        for name, text in record.answers:
            (remarks if name == "evidence" else said).add(text)
        if record.comment:
            remarks.update((record.comment, *record.comment.split(" | ")))
    return _File(
        ratings=frozenset((record.location.sheet, record.location.cell) for record in records),
        said=frozenset(map(spelled, said)) - {""},
        remarks=frozenset(remarks),
        headings=frozenset((column.sheet, column.cell) for column in read.columns if column.meaning != "not read"),
    )


def _title(grid: Grid, number: int, job: Job) -> str | None:
    """Name a sheet: after what it was named after, or else by a number, which says nothing."""
    if grid.sheet is None:
        return None
    roles = job.register.roles(grid.sheet)
    if roles:
        return job.called(roles[-1])
    plain = spelled(grid.sheet)
    return "ratings" if plain == "ratings" else f"Sheet{number + 1}"


class _Rebuilding:
    """One sheet being rebuilt."""

    def __init__(self, grid: Grid, about: _File, job: Job) -> None:
        self.grid, self.about, self.job = grid, about, job
        self.vocabulary = job.register.vocabulary
        self.heads: dict[str, str | None] = {}
        self.plain: dict[str, bool] = {}
        self.places = self._named_places()

    def sheet(self, title: str | None) -> Sheet:
        """Rebuild it."""
        rows = tuple(
            tuple(self._cell(row, column, value) for column, value in enumerate(values))
            for row, values in enumerate(self.grid.rows)
        )
        return Sheet(title=title, rows=rows, blocks=self._blocks(rows), notes=self._notes())

    def _notes(self) -> tuple[tuple[int, int, str], ...]:
        """Give the remarks in notes on ratings; a note elsewhere is none, and stays behind."""
        found = []
        for (row, column), text in sorted(self.grid.notes.items()):
            place = self.grid.place(row, column)
            if not self._is_remark(text) and (place.sheet, place.cell) not in self.about.ratings:
                self.job.left_out["texts"] += 1
            elif self.job.keep_comments:
                found.append((row, column, self.job.free(text)))
            else:
                self.job.left_out["comments"] += 1
        return tuple(found)

    def _is_remark(self, text: str) -> bool:
        """Whether a text is a remark, or several: those of a cell, a column and a note stand in one comment."""
        remarks = self.about.remarks
        return text in remarks or all(part in remarks for part in text.split(" | "))

    def _named_places(self) -> dict[tuple[int, int], Whom]:
        """Find the cells that hold a name by where they stand: beside a label, or below a heading."""
        found: dict[tuple[int, int], Whom] = {}
        below: dict[int, str] = {}
        for row, values in enumerate(self.grid.rows):
            for column, value in enumerate(values):
                text = text_in(value)
                role = self._role(text) if isinstance(value, str) else None
                if role:
                    below[column] = role
                    self._beside(row, column, role, found)
                elif text and column in below and (row, column) not in found:
                    whom = self.job.register.whom(below[column], text)
                    if whom in self.job.register.spellings:
                        found[row, column] = whom
        return found

    def _role(self, text: str) -> str | None:
        """Give whose names stand beside or below a heading."""
        if text not in self.heads:
            self.heads[text] = _NAMED.get(field_of(text) or "")
        return self.heads[text]

    def _beside(self, row: int, column: int, role: str, found: dict[tuple[int, int], Whom]) -> None:
        for at in range(column + 1, column + 1 + _VALUE_WITHIN):
            text = text_in(self.grid.value(row, at))
            if text:
                whom = self.job.register.whom(role, text)
                if whom in self.job.register.spellings:
                    found[row, at] = whom
                return

    def _cell(self, row: int, column: int, value: Value) -> Value:
        if value is None or isinstance(value, MergedAway):
            return None
        place = self.grid.place(row, column)
        if (place.sheet, place.cell) in self.about.ratings:
            return self._rating(value, place)
        whom = self.places.get((row, column))
        if whom is not None:
            return self.job.called(whom)
        if isinstance(value, Uncalculated):
            return FORMULA
        if isinstance(value, str):
            return self.job.free(value) if self._is_said(value) else self._text(value, place)
        text = text_in(value)
        # truth values and errors have no text of their own
        if not text or spelled(text) in self.about.said or self.vocabulary.is_phrase(text):
            return value
        self.job.left_out["numbers"] += 1
        return None

    def _is_said(self, text: str) -> bool:
        """Whether a text is the group, round, time or the like of a rating."""
        if text not in self.plain:
            self.plain[text] = spelled(text) in self.about.said
        return self.plain[text]

    def _rating(self, value: Value, place: Location) -> Value:
        """Give a rating as it stands; one that is no rating stays none, and says no more than that."""
        if isinstance(value, Uncalculated):
            return FORMULA
        if not isinstance(value, str) or place not in self.job.faulty or self.vocabulary.is_plain(value):
            return value
        if self.job.keep_comments:
            return self.job.free(value)
        self.job.left_out["texts"] += 1
        return WITHHELD

    def _text(self, value: str, place: Location) -> str | None:
        """Give what may stand in the place of a text that is no rating and no label's value."""
        roles = self.job.register.roles(value)
        if self.vocabulary.is_phrase(value) or is_mark(value) or is_blank(value):
            return value
        if len(roles) == 1:
            return self.job.called(roles[0])
        freed = self.job.free(value)
        if (place.sheet, place.cell) in self.about.headings or self._made_of_known_words(value):
            return freed
        if self._is_remark(value.strip()):
            if self.job.keep_comments:
                return freed
            self.job.left_out["comments"] += 1
        else:
            self.job.left_out["texts"] += 1
        # where a mark was looked for, something is to be found
        return WITHHELD if place in self.job.faulty else None

    def _made_of_known_words(self, value: str) -> bool:
        """Whether a text is made of names, which are replaced, and of the words that all sheets share."""
        return self.vocabulary.is_plain(self.job.register.identities.without(value, lambda _: " "))

    def _blocks(self, rows: tuple[tuple[Value, ...], ...]) -> tuple[Block, ...]:
        """Merge again what was merged, where the cell that held the value came along."""
        ends: dict[str, list[int]] = {}
        for row, values in enumerate(self.grid.rows):
            for column, value in enumerate(values):
                if isinstance(value, MergedAway):
                    end = ends.setdefault(value.anchor, [row, column])
                    ends[value.anchor] = [max(end[0], row), max(end[1], column)]
        blocks = []
        for anchor, (bottom, right) in ends.items():
            letters = "".join(filter(str.isalpha, anchor))
            top, left = int(anchor[len(letters) :]) - 1, _column(letters)
            if left < len(rows[top]) and rows[top][left] is not None:
                blocks.append(Block(top, left, max(top, bottom), max(left, right)))
        return tuple(blocks)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def long_list(records: Iterable[Record], job: Job, *, title: str | None) -> Sheet:
    """Lay ratings out as one list, for files whose layout does not survive without their words."""
    records = tuple(records)
    fields = [
        name
        for name in ("criterion", "level", "score", "status", "round", "group", "timestamp", "comment")
        if (name != "comment" or job.keep_comments)
        and (
            name == "level"
            or any(getattr(record, "value" if name == "level" else name) not in {None, ""} for record in records)
        )
    ]
    whom = job.register.whom
    rows = (
        (
            job.called(whom(UNIT, record.unit)),
            job.called(whom(RATER, record.rater)),
            *(_listed(record, name, job) for name in fields),
        )
        for record in records
    )
    if not job.keep_comments:
        job.left_out["comments"] += sum(1 for record in records if record.comment)
    return Sheet(title=title, rows=(("unit", "rater", *fields), *rows))


def _listed(record: Record, name: str, job: Job) -> Value:
    if name not in {"level", "score"}:
        text = getattr(record, name)
        return job.free(text) if text else None
    value = record.value if name == "level" else record.score
    if isinstance(value, Uncalculated):
        return FORMULA
    if isinstance(value, str) and record.location in job.faulty and not job.register.vocabulary.is_plain(value):
        return job.free(value) if job.keep_comments else WITHHELD
    return value
