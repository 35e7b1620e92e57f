"""What was read becomes the ratings table: levels parsed, duplicates settled, and the fate of every cell on the books.

All of it is done in columns: a value is parsed once however often it was typed, and only what is told is looked at cell
by cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from typing import NamedTuple

import numpy as np

from mcqa.errors import UsageError
from mcqa.findings import Finding, Location
from mcqa.ratings.design import review_design
from mcqa.ratings.kinds import RATER_WITHOUT_RATING
from mcqa.ratings.ledger import INVALID, Cells, FileFate, file_fates, to_tell
from mcqa.ratings.look_alikes import look_alike_names
from mcqa.ratings.names import Ranked, Spelled, natural
from mcqa.ratings.settle import Settled, cell_keys, settle, settling_findings, shown_at, with_spare
from mcqa.ratings.table import MISSING, Ratings
from mcqa.ratings.values import Fault, LevelReader, Parsed
from mcqa.rubric.model import Rubric
from mcqa.scoresheets.records import Record
from mcqa.scoresheets.tables.coded import Coded, Codes, Keys, Mask, Rows, combined
from mcqa.scoresheets.tables.columns import ANSWERS, CellColumns, columns_of
from mcqa.scoresheets.tables.reading import SheetReading
from mcqa.scoresheets.words.mapping import Mapping
from mcqa.scoresheets.words.spelling import spelled

__all__ = ["Cells", "Collected", "FileFate", "build_ratings", "natural", "only_round"]


class Collected(NamedTuple):
    """Everything that came out of the scoresheets: the table, the ledger by file and in all, and the findings."""

    ratings: Ratings
    cells: Cells
    files: tuple[FileFate, ...]
    findings: tuple[Finding, ...]
    n_ratings: int
    refused: tuple[str, ...] = ()
    mapping: Mapping = Mapping()


def only_round(reading: SheetReading, name: str) -> SheetReading:
    """Keep what was read of one round; sheets that name none belong to it. UsageError when nobody names it."""
    rounds = Coded.joined(
        [Coded.of(record.round for record in reading.records), *(part.round for part in reading.tidy)]
    )
    named = {spelled(text): " ".join(text.split()) for _, text in rounds.in_order() if text.strip()}
    wanted = spelled(name)
    if named and wanted not in named:
        raise UsageError(f'no sheet is of the round "{name}"', hint=f"rounds read: {', '.join(sorted(named.values()))}")
    shown = named.get(wanted, name)
    kept = (record for record in reading.records if spelled(record.round) in {"", wanted})
    tidy = (
        part.take(np.flatnonzero(part.round.where(lambda text: spelled(text) in {"", wanted}))) for part in reading.tidy
    )
    return reading._replace(
        records=tuple(record._replace(round=shown) for record in kept),
        tidy=tuple(part.in_round(shown) for part in tidy),
    )


def build_ratings(reading: SheetReading, rubric: Rubric, *, raters_known: bool = True) -> Collected:
    """Build the table from what was read; faults become findings and their cells invalid, the rest is kept.

    Sheets that name no round belong to the only one that others name. `raters_known` is False for counts of raters.
    """
    cells = CellColumns.joined([columns_of(reading.records), *reading.tidy])
    building = _Building(cells, rubric, len(reading.records))
    findings = [*reading.findings, *building.faults(once=not raters_known)]
    settled = settle(building.sound, building.keys(), building.meant(), building.fate[building.sound])
    findings += settling_findings(settled, cells, building.units, building.raters, len(reading.records))
    building.fate[settled.conflicts] = INVALID
    ratings = building.table(settled, raters_known=raters_known)
    findings += building.look_alikes(raters_known=raters_known)
    findings += review_design(ratings)
    if raters_known:
        findings += building.without_rating(settled.kept)
    files = file_fates(reading.files, cells.file, building.fate, building.units, building.raters)
    return Collected(
        ratings=ratings,
        cells=reduce(Cells.plus, {file.path: file.cells for file in files}.values(), Cells()),
        files=files,
        findings=tuple(sorted(findings, key=_place)),
        refused=reading.refused,
        mapping=reading.mapping,
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


class _Building:
    """A table being built: every cell with its names in one spelling, what it means, and its fate so far."""

    def __init__(self, cells: CellColumns, rubric: Rubric, n_records: int) -> None:
        self.cells, self.rubric, self.n_records = cells, rubric, n_records
        self.units, self.raters = Spelled.of(cells.unit), Spelled.of(cells.rater)
        self.groups, self.rounds = Spelled.of(cells.group), Spelled.of(cells.round).in_the_only_one()
        self.criterion = _positions(cells.criterion, rubric)
        self.outcome, self.outcomes = _parse(cells, rubric, self.criterion)
        parsed = [None if isinstance(one, Fault) else one for one in self.outcomes]
        fates = np.array([INVALID if one is None else one.status for one in parsed], dtype=np.int32)
        self.levels = np.array([MISSING if one is None else one.level for one in parsed], dtype=np.int32)
        self.fate: Codes = fates[self.outcome]
        self.sound: Rows = np.flatnonzero(self.fate != INVALID)

    def meant(self) -> Codes:
        """Give for each sound row a number that is the same for the same rating."""
        return self.levels[self.outcome[self.sound]] * np.int32(INVALID) + self.fate[self.sound]

    def keys(self) -> Keys:
        """Give for each sound row which cell of the table it is for."""
        columns = (self.units, self.raters)
        return cell_keys(
            (
                *((named.codes[self.sound], len(named.names)) for named in columns),
                (self.criterion[self.sound], len(self.rubric.criteria)),
                (self.rounds.codes[self.sound], len(self.rounds.names)),
            )
        )

    def faults(self, *, once: bool) -> Iterator[Finding]:
        """Tell of the cells that are no rating; `once` where one cell of a file gave several."""
        rows = np.flatnonzero(self.fate == INVALID)
        kinds = tuple({one.kind: None for one in self.outcomes if isinstance(one, Fault)})
        kind_of = np.array([kinds.index(one.kind) if isinstance(one, Fault) else -1 for one in self.outcomes], np.int32)
        chosen = to_tell(rows, kinds, kind_of[self.outcome[rows]], self.cells.file, self.n_records)
        told: set[Location] = set()
        for row in chosen.rows.tolist():
            fault, place = self.outcomes[self.outcome[row]], self.cells.place[row]
            if isinstance(fault, Fault) and not (once and place in told):
                # a cell that counts many raters is one cell to mend
                yield fault.at(place, self.cells.criterion[row], shown_at(self.cells, row))
                told.add(place)
        yield from chosen.rest

    def without_rating(self, kept: Rows) -> Iterator[Finding]:
        """Find the raters of whom cells were read and not one is a rating; none where there is no rating at all."""
        rated = kept[self.fate[kept] == 0]
        has = np.zeros(len(self.raters.names), dtype=np.bool_)
        has[self.raters.codes[rated]] = True
        if not has.any():
            return
        n_cells = np.bincount(self.raters.codes, minlength=len(has))
        first = Coded(self.raters.codes, self.raters.names).first_rows()
        for code in sorted(np.flatnonzero(~has).tolist(), key=lambda code: int(first[code])):
            number = "1 cell was" if n_cells[code] == 1 else f"{n_cells[code]} cells were"
            message = f"{self.raters.names[code]} gave no rating: {number} read, and none holds a level"
            hint = "nothing is computed from them; ask for the ratings, or leave the reviewer out"
            place = self.cells.place[int(first[code])]
            yield RATER_WITHOUT_RATING.at(
                Location(file=place.file, sheet=place.sheet), message, hint=hint, subject=self.raters.names[code]
            )

    def look_alikes(self, *, raters_known: bool) -> Iterator[Finding]:
        """Find names that are the same but for punctuation and space."""
        yield from look_alike_names(self.units, "micro-credentials", self.cells.place)
        if raters_known:
            yield from look_alike_names(self.raters, "reviewers", self.cells.place)

    def table(self, settled: Settled, *, raters_known: bool) -> Ratings:
        """Lay the rows out in order; a unit of which every cell was invalid stays a unit, without a row."""
        kept = settled.kept
        units = Ranked.of(self.units.names, np.ones(len(self.units.names), dtype=np.bool_))
        raters = Ranked.of(self.raters.names, _used(self.raters, kept))
        rows = kept[self._order(kept, units, raters)]
        rounds = Ranked.of(self.rounds.names, _used(self.rounds, rows))
        groups = Ranked.of(self.groups.names, _used(self.groups, rows))
        texts = {name: with_spare(column, settled, rows) for name, column in self.cells.answers.items()}
        origin = self.cells.origin.take(rows)
        names = [name for name in ANSWERS if name in texts] + [name for name in texts if name not in ANSWERS]
        return Ratings(
            rubric=self.rubric,
            units=units.names,
            raters=raters.names,
            criteria=self.rubric.criteria,
            rounds=rounds.names or ("",),
            groups=groups.names or ("",),
            unit=units.places[self.units.codes[rows]],
            rater=raters.places[self.raters.codes[rows]],
            criterion=self.criterion[rows],
            level=self.levels[self.outcome[rows]],
            status=self.fate[rows],
            round=rounds.places[self.rounds.codes[rows]],
            group=groups.places[self.groups.codes[rows]],
            comment=with_spare(self.cells.comment, settled, rows),
            timestamp=self.cells.timestamp.take(rows),
            source=self.cells.place.take(rows),
            origin=origin if _says_anything(origin) else (),
            answers={name: texts[name] for name in names if _says_anything(texts[name])},
            raters_known=raters_known,
        )

    def _order(self, rows: Rows, units: Ranked, raters: Ranked) -> Rows:
        """Sort by unit, criterion and rater; rows that are equal in that stay as they are."""
        keys = cell_keys(
            (
                (units.ranks[self.units.codes[rows]], len(units.names)),
                (self.criterion[rows], len(self.rubric.criteria)),
                (raters.ranks[self.raters.codes[rows]], len(raters.names)),
            )
        )
        return np.argsort(keys, kind="stable")


def _positions(column: Coded[str], rubric: Rubric) -> Codes:
    """Give for each cell the position of its criterion in the rubric."""
    order = {criterion.id: index for index, criterion in enumerate(rubric.criteria)}
    positions = np.zeros(len(column.values), dtype=np.int32)
    for code, name in column.in_order():
        positions[code] = order[name]
    return positions[column.codes]


def _used(named: Spelled, rows: Rows) -> Mask:
    used = np.zeros(len(named.names), dtype=np.bool_)
    used[named.codes[rows]] = True
    return used


def _says_anything(column: Coded[str]) -> bool:
    return any(any(texts) for texts in column.stretches())


def _parse(cells: CellColumns, rubric: Rubric, criterion: Codes) -> tuple[Codes, Sequence[Parsed | Fault]]:
    """Parse each different cell once: on its scale, with the status and the score beside it."""
    scales = tuple(dict.fromkeys(one.scale for one in rubric.criteria))
    readers = [LevelReader(scale) for scale in scales]
    scale_of = np.array([scales.index(one.scale) for one in rubric.criteria], dtype=np.int32)
    columns = [(scale_of[criterion], len(scales))]
    columns += [(one.codes, len(one.values)) for one in (cells.value, cells.status, cells.score)]
    if not len(cells):
        return np.empty(0, dtype=np.int32), ()
    codes, different = combined(columns)
    outcomes = [
        readers[scale].read(
            Record(
                unit="",
                rater="",
                criterion="",
                value=cells.value.values[value],
                location=Location(),
                status=cells.status.values[status],
                score=cells.score.values[score],
            )
        )
        for scale, value, status, score in different.tolist()
    ]
    return codes, outcomes
