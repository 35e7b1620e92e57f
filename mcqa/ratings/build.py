"""Records become the ratings table: levels parsed, duplicates settled, and the fate of every cell on the books."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, reduce
from typing import NamedTuple

import numpy as np

from mcqa.errors import UsageError
from mcqa.findings import Finding, Location
from mcqa.progress import tracked
from mcqa.ratings.design import review_design
from mcqa.ratings.kinds import CONFLICTING_RATING, DUPLICATE_RATING, RATER_WITHOUT_RATING
from mcqa.ratings.table import Codes, Ratings, Status
from mcqa.ratings.values import Fault, LevelReader, Parsed
from mcqa.rubric.model import Rubric
from mcqa.scoresheets.grid import ZERO_WIDTH
from mcqa.scoresheets.records import FileRead, Record, SheetReading

_UNSEEN = dict.fromkeys(map(ord, ZERO_WIDTH))


class Cells(NamedTuple):
    """The ledger: every cell read has exactly one of the five fates."""

    rated: int = 0
    missing: int = 0
    not_applicable: int = 0
    cannot_tell: int = 0
    invalid: int = 0

    @property
    def read(self) -> int:
        """All cells read: the sum of the five."""
        return self.rated + self.missing + self.not_applicable + self.cannot_tell + self.invalid

    def plus(self, other: Cells) -> Cells:
        """Add two ledgers."""
        return Cells(*(own + more for own, more in zip(self, other, strict=True)))

    def to_json(self) -> dict[str, int]:
        """Give the contract's JSON object."""
        return {"read": self.read, **self._asdict()}


class FileFate(NamedTuple):
    """What became of one file."""

    path: str
    sha256: str
    layout: str
    sheets: int
    units: tuple[str, ...]
    raters: tuple[str, ...]
    cells: Cells


class Collected(NamedTuple):
    """Everything that came out of the scoresheets: the table, the ledger by file and in all, and the findings."""

    ratings: Ratings
    cells: Cells
    files: tuple[FileFate, ...]
    findings: tuple[Finding, ...]
    n_ratings: int
    refused: tuple[str, ...] = ()


class _Row(NamedTuple):
    record: Record
    parsed: Parsed
    unit: str
    rater: str


@dataclass(slots=True)
class _Book:
    """The fates of the cells of one file while it is being built."""

    fates: Counter[str] = field(default_factory=Counter)
    units: dict[str, None] = field(default_factory=dict)
    raters: dict[str, None] = field(default_factory=dict)

    def move(self, before: Status, after: str) -> None:
        self.fates[before.word] -= 1
        self.fates[after] += 1


def only_round(reading: SheetReading, name: str) -> SheetReading:
    """Keep what was read of one round; sheets that name none belong to it. UsageError when nobody names it."""
    named = {
        spelled(record.round): " ".join(record.round.split()) for record in reading.records if record.round.strip()
    }
    wanted = spelled(name)
    if named and wanted not in named:
        raise UsageError(f'no sheet is of the round "{name}"', hint=f"rounds read: {', '.join(sorted(named.values()))}")
    shown = named.get(wanted, name)
    kept = (record for record in reading.records if spelled(record.round) in {"", wanted})
    return reading._replace(records=tuple(record._replace(round=shown) for record in kept))


def build_ratings(reading: SheetReading, rubric: Rubric, *, raters_known: bool = True) -> Collected:
    """Build the table from what was read; faults become findings and their cells invalid, the rest is kept.

    Sheets that name no round belong to the only one that others name. `raters_known` is False for counts of raters.
    """
    readers = {criterion.scale: LevelReader(criterion.scale) for criterion in rubric.criteria}
    books = {file.path: _Book(Counter(invalid=file.invalid)) for file in reading.files}
    findings = list(reading.findings)
    names = _Names.of(reading.records)
    rows: dict[tuple[str, str, str, str], list[_Row]] = {}
    told: set[Location] = set()
    for typed in tracked(reading.records, "placing ratings"):
        record = typed._replace(round=names.round_of(typed), group=names.groups.of(typed.group))
        book = books[record.location.file or ""]
        parsed = readers[rubric.criterion(record.criterion).scale].read(record)
        unit, rater = names.units.of(record.unit), names.raters.of(record.rater)
        book.units[unit], book.raters[rater] = None, None
        if isinstance(parsed, Fault):
            book.fates["invalid"] += 1
            if raters_known or record.location not in told:
                # a cell that counts many raters is one cell to mend
                findings.append(parsed.at(record.location, record.criterion, record.shown))
                told.add(record.location)
            continue
        book.fates[parsed.status.word] += 1
        rows.setdefault((unit, rater, record.criterion, record.round), []).append(_Row(record, parsed, unit, rater))
    kept = [row for same in rows.values() if (row := _settle(same, books, findings)) is not None]
    cells = {path: Cells(**book.fates) for path, book in books.items()}
    ratings = _table(kept, rubric, units=names.units.first.values(), raters_known=raters_known)
    findings += review_design(ratings)
    if raters_known:
        findings += _without_rating(reading.records, names.raters, ratings)
    return Collected(
        ratings=ratings,
        cells=reduce(Cells.plus, cells.values(), Cells()),
        files=tuple(_fate(file, books[file.path], cells[file.path]) for file in reading.files),
        findings=tuple(sorted(findings, key=_place)),
        refused=reading.refused,
        n_ratings=int(ratings.rated.sum()),
    )


def _place(finding: Finding) -> tuple[object, ...]:
    """Sort key: by file, sheet and cell as people count them, what has no place last."""
    place = finding.location
    row = int("".join(filter(str.isdigit, place.cell or "")) or place.line or 0)
    return (
        place.file is None,
        natural(place.file or ""),
        natural(place.sheet or ""),
        row,
        place.cell or "",
        finding.code,
    )


def _fate(file: FileRead, book: _Book, cells: Cells) -> FileFate:
    return FileFate(
        path=file.path,
        sha256=file.sha256,
        layout=file.layout,
        sheets=file.sheets,
        units=tuple(sorted(book.units)),
        raters=tuple(sorted(book.raters)),
        cells=cells,
    )


class _Spelling:
    """One spelling for each name: `mc-01 ` and `MC-01` are the same, written as first seen."""

    def __init__(self) -> None:
        self.first: dict[str, str] = {}
        self.known: dict[str, str] = {}

    def of(self, name: str) -> str:
        if name not in self.known:
            self.known[name] = self.first.setdefault(spelled(name), " ".join(name.split()))
        return self.known[name]


@dataclass(slots=True, kw_only=True)
class _Names:
    """The spellings of everything that has a name, and the round that sheets without one belong to."""

    units: _Spelling = field(default_factory=_Spelling)
    raters: _Spelling = field(default_factory=_Spelling)
    groups: _Spelling = field(default_factory=_Spelling)
    rounds: _Spelling = field(default_factory=_Spelling)
    only_round: str = ""

    @classmethod
    def of(cls, records: Iterable[Record]) -> _Names:
        names = cls()
        rounds = {names.rounds.of(record.round) for record in records} - {""}
        names.only_round = rounds.pop() if len(rounds) == 1 else ""
        return names

    def round_of(self, record: Record) -> str:
        return self.rounds.of(record.round) or self.only_round


def spelled(name: str) -> str:
    """Fold what two spellings of one name may differ in: case, space, width and characters that do not show."""
    visible = name.translate(_UNSEEN) if not name.isascii() else name
    return " ".join(unicodedata.normalize("NFKC", visible).casefold().split())


def _settle(rows: list[_Row], books: dict[str, _Book], findings: list[Finding]) -> _Row | None:
    """Choose among the rows for one cell: a blank gives way; the same twice counts once; different ones both fall."""
    filled = [row for row in rows if row.parsed.status is not Status.MISSING]
    if len(filled) <= 1:
        return filled[0] if filled else rows[0]
    first = filled[0]
    of = f"{first.record.criterion} of " if first.record.criterion else ""
    what = f"{of}{first.unit} by {first.rater}"
    if all(row.parsed == first.parsed for row in filled):
        for row in filled[1:]:
            message = f"{what} was already read at {first.record.location}, with the same rating; it counts once"
            hint = "remove one of the two if they were not meant to be the same sheet"
            findings.append(
                DUPLICATE_RATING.at(
                    row.record.location,
                    message,
                    hint=hint,
                    subject=first.record.criterion,
                    value=row.record.shown,
                )
            )
        return first
    for row in filled:
        other = next(other for other in filled if other.parsed != row.parsed)
        typed, there = row.record.shown, other.record.shown
        message = f'{what} is "{typed}" here and "{there}" at {other.record.location}; neither is used'
        hint = "ask the reviewer which is right and clear the other cell"
        findings.append(
            CONFLICTING_RATING.at(row.record.location, message, hint=hint, subject=row.record.criterion, value=typed)
        )
        books[row.record.location.file or ""].move(row.parsed.status, "invalid")
    return None


def _without_rating(records: Iterable[Record], raters: _Spelling, ratings: Ratings) -> Iterator[Finding]:
    """Find the raters of whom cells were read and not one is a rating; none where there is no rating at all."""
    rated = {ratings.raters[code] for code in np.unique(ratings.rater[ratings.rated]).tolist()}
    first: dict[str, Record] = {}
    cells: Counter[str] = Counter()
    for record in records if rated else ():
        name = raters.of(record.rater)
        if name not in rated:
            first.setdefault(name, record)
            cells[name] += 1
    for name, record in first.items():
        number = "1 cell was" if cells[name] == 1 else f"{cells[name]} cells were"
        message = f"{name} gave no rating: {number} read, and none holds a level"
        hint = "nothing is computed from them; ask for the ratings, or leave the reviewer out"
        place = Location(file=record.location.file, sheet=record.location.sheet)
        yield RATER_WITHOUT_RATING.at(place, message, hint=hint, subject=name)


def _table(rows: list[_Row], rubric: Rubric, *, units: Iterable[str], raters_known: bool) -> Ratings:
    """Lay the rows out in columns; a unit of which every cell was invalid stays a unit, without a row."""
    order = {criterion.id: index for index, criterion in enumerate(rubric.criteria)}
    rows.sort(key=lambda row: (natural(row.unit), order[row.record.criterion], natural(row.rater)))
    codes = _ids(units)
    raters = _ids(row.rater for row in rows)
    rounds = _ids(row.record.round for row in rows)
    groups = _ids(row.record.group for row in rows)
    return Ratings(
        rubric=rubric,
        units=tuple(codes),
        raters=tuple(raters),
        criteria=rubric.criteria,
        rounds=tuple(rounds) or ("",),
        groups=tuple(groups) or ("",),
        unit=_codes(codes[row.unit] for row in rows),
        rater=_codes(raters[row.rater] for row in rows),
        criterion=_codes(order[row.record.criterion] for row in rows),
        level=_codes(row.parsed.level for row in rows),
        status=_codes(row.parsed.status for row in rows),
        round=_codes(rounds[row.record.round] for row in rows),
        group=_codes(groups[row.record.group] for row in rows),
        comment=tuple(row.record.comment for row in rows),
        timestamp=tuple(row.record.timestamp for row in rows),
        source=tuple(row.record.location for row in rows),
        raters_known=raters_known,
    )


@cache
def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key under which R2 comes before R10."""
    parts: list[tuple[int, int, str]] = []
    digits = ""
    for char in name.casefold() + "\0":
        if char.isdecimal():
            digits += char
            continue
        if digits:
            # longer numbers are greater, and no number is too long to compare
            digits = digits.lstrip("0")
            parts.append((0, len(digits), digits))
            digits = ""
        if char != "\0":
            parts.append((1, 0, char))
    return tuple(parts)


def _ids(names: Iterable[str]) -> dict[str, int]:
    return {name: index for index, name in enumerate(sorted(set(names), key=lambda name: (natural(name), name)))}


def _codes(values: Iterable[int]) -> Codes:
    return np.fromiter(values, dtype=np.int32)
