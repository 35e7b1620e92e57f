"""Plants in the sheets: what reviewers and their computers do to a workbook, and the finding each must give."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from mcqa.findings import Location
from mcqa.ratings.table import Status
from mcqa.scoresheets.write import RATING_COLUMN, ErrorValue, Formula, first_row
from mcqa.simulation.lookup import known
from mcqa.simulation.pilot import INVALID, REPEATED, UNREAD, ExpectedFinding, Plant, SimulatedCell

if TYPE_CHECKING:
    from mcqa.rubric.model import Scale
    from mcqa.scoresheets.write import Typed
    from mcqa.simulation.folder import Book, Folder, Page
    from mcqa.simulation.streams import Stream

Fault = Callable[["Folder", str, "Stream"], Plant]

_NO_LEVELS = ("Metish", "Mostly there", "So-so", "Halfway")
_SENTENCE = "I would like to talk this one over before I decide"
_FRACTION_READ_AS_DATE = date(2024, 1, 2)
_BEYOND = 5


def encrypted_file(folder: Folder, argument: str, stream: Stream) -> Plant:
    """Protect one workbook with a password."""
    book = _damage(folder.take_book(argument, stream), "encrypted")
    summary = f"{book.file} is protected with a password."
    return _plant("encrypted-file", book.rater, summary, "S002", "encrypted-file", Location(file=book.file))


def broken_file(folder: Folder, argument: str, stream: Stream) -> Plant:
    """Cut one workbook off in the middle."""
    book = _damage(folder.take_book(argument, stream), "broken")
    summary = f"{book.file} breaks off in the middle."
    return _plant("broken-file", book.rater, summary, "S001", "unreadable-file", Location(file=book.file))


def wrong_rubric(folder: Folder, argument: str, stream: Stream) -> Plant:
    """Let one workbook say that it was made for an older version of the rubric."""
    book = folder.take_book(argument, stream)
    version = f"{folder.rubric.version}-draft"
    book.properties |= {"mcqa_rubric_version": version, "mcqa_rubric_sha256": "0" * 64}
    for page in book.pages:
        page.label("Rubric", f"{folder.rubric.id} {version}")
    summary = f"{book.file} was made for version {version} of the rubric."
    place = Location(file=book.file)
    return _plant(
        "wrong-rubric", book.rater, summary, "S108", "rubric-mismatch", place, f"{folder.rubric.id} {version}"
    )


def blank_sheet(folder: Folder, argument: str, stream: Stream) -> Plant:
    """Empty every sheet of one workbook: no labels, no table."""
    book = folder.take_book(argument, stream)
    for page in book.pages:
        page.wiped = True
        page.mark(UNREAD)
    summary = f"{book.file} came back with empty sheets only."
    return _plant("blank-sheet", book.rater, summary, "S006", "empty-file", Location(file=book.file))


def no_reviewer(folder: Folder, argument: str, stream: Stream) -> Plant:
    """Leave the reviewer's name out of one sheet."""
    page = folder.take_page(argument, stream)
    page.label("Reviewer", "")
    page.mark(INVALID)
    summary = f"{_where(page)} does not say who the reviewer is."
    return _plant("no-reviewer", page.rater, summary, "S105", "no-rater", Location(file=page.file, sheet=page.unit))


def unknown_criterion(folder: Folder, argument: str, stream: Stream) -> Plant:
    """Add a row for a component that the rubric does not have."""
    page = folder.take_page(argument, stream)
    ids = {criterion.id for criterion in folder.rubric.criteria}
    added = next(name for name in (f"C{number}.9" for number in range(99, 10_000)) if name not in ids)
    row = first_row(len(page.labels)) + len(page.cells)
    scale = folder.rubric.criteria[-1].scale
    place = Location(file=page.file, sheet=page.unit, cell=f"{RATING_COLUMN}{row}")
    page.cells.append(
        SimulatedCell(
            unit=page.unit,
            rater=page.rater,
            criterion=added,
            level=None,
            status=INVALID,
            typed=scale.levels[-1].label,
            comment="",
            source=place,
        )
    )
    summary = f"{_where(page)} rates a component {added} that the rubric does not have."
    return _plant("unknown-criterion", page.rater, summary, "S206", "unknown-criterion", place, added)


def merged_cell(folder: Folder, argument: str, stream: Stream) -> Plant:
    """Merge the rating cells of two components under each other: the upper one keeps its rating, the lower has none."""

    def rated_below(page: Page, row: int) -> bool:
        return row + 1 < len(page.cells) and page.cells[row + 1].status == Status.RATED.word

    page, row = folder.take_cell(argument, stream, rated_below)
    upper, lower = page.cells[row], page.spoil(row + 1, None, INVALID)
    area = f"{upper.source.cell}:{lower.source.cell}"
    page.merged.append(area)
    summary = f"{_where(page)} has one merged rating cell {area} for two components."
    return _plant("merged-cell", page.rater, summary, "S106", "merged-rating-cell", lower.source, str(upper.typed))


def unknown_level(folder: Folder, argument: str, stream: Stream) -> Plant:
    """Type a word that is no level."""
    page, row = folder.take_cell(argument, stream)
    words = {word.casefold() for level in _scale(folder, page, row).levels for word in (level.id, level.label)}
    word = next(word for word in _NO_LEVELS if word.casefold() not in words)
    return _spoilt(page, row, "unknown-level", word, word, "S201", "unknown-level")


def out_of_range(folder: Folder, argument: str, stream: Stream) -> Plant:
    """Type a number beyond the scores of the scale."""
    page, row = folder.take_cell(argument, stream)
    levels = _scale(folder, page, row).levels
    number = int(max((level.score or 0.0 for level in levels), default=0.0)) + len(levels) + _BEYOND
    return _spoilt(page, row, "out-of-range", number, str(number), "S202", "out-of-range")


def not_a_rating(folder: Folder, argument: str, stream: Stream) -> Plant:
    """Type a sentence, or with the argument `date` a fraction that the spreadsheet turned into a date."""
    kind = known(argument or "sentence", ("sentence", "date"), "kind of not-a-rating")
    typed: Typed = _SENTENCE if kind == "sentence" else _FRACTION_READ_AS_DATE
    page, row = folder.take_cell("", stream)
    return _spoilt(page, row, "not-a-rating", typed, str(typed), "S203", "not-a-rating", argument=kind)


def error_cell(folder: Folder, argument: str, stream: Stream) -> Plant:
    """Leave a broken reference in a rating cell."""
    page, row = folder.take_cell(argument, stream)
    return _spoilt(page, row, "error-cell", ErrorValue("#REF!"), "#REF!", "S204", "error-cell")


def formula_cell(folder: Folder, argument: str, stream: Stream) -> Plant:
    """Leave a formula that was never calculated in a rating cell."""
    page, row = folder.take_cell(argument, stream)
    return _spoilt(page, row, "formula-cell", Formula("=B2"), "=B2", "S205", "uncalculated-formula")


def duplicate_cell(folder: Folder, argument: str, stream: Stream) -> Plant:
    """Send one cell a second time, with the same level, in a further file."""
    page, row = folder.take_cell(argument, stream)
    first = page.cells[row]
    again = folder.add_copy(page, replace(first, status=REPEATED))
    summary = f"{again.source} repeats the rating of {first.source}."
    return _plant("duplicate-cell", page.rater, summary, "R101", "duplicate-rating", again.source, str(again.typed))


def conflicting_cell(folder: Folder, argument: str, stream: Stream) -> Plant:
    """Send one cell a second time, with another level, in a further file."""
    page, row = folder.take_cell(argument, stream, lambda page, row: len(_scale(folder, page, row).levels) > 1)
    first = page.cells[row]
    other = stream.pick([level for level in _scale(folder, page, row).levels if level.id != first.level])
    again = folder.add_copy(page, replace(first, level=other.id, typed=other.label, status=INVALID))
    page.spoil(row, first.typed, INVALID)
    return Plant(
        fault="conflicting-cell",
        argument=page.rater,
        summary=f"{again.source} contradicts the rating of {first.source}; neither counts.",
        expected=tuple(_finding("R102", "conflicting-rating", cell.source, str(cell.typed)) for cell in (first, again)),
    )


# in this order they are planted: whole files first, then sheets, then cells of sheets that are left whole
FAULTS: dict[str, Fault] = {
    "encrypted-file": encrypted_file,
    "broken-file": broken_file,
    "wrong-rubric": wrong_rubric,
    "blank-sheet": blank_sheet,
    "no-reviewer": no_reviewer,
    "unknown-criterion": unknown_criterion,
    "merged-cell": merged_cell,
    "unknown-level": unknown_level,
    "out-of-range": out_of_range,
    "not-a-rating": not_a_rating,
    "error-cell": error_cell,
    "formula-cell": formula_cell,
    "duplicate-cell": duplicate_cell,
    "conflicting-cell": conflicting_cell,
}


def _plant(
    fault: str, argument: str, summary: str, code: str, name: str, place: Location, value: str | None = None
) -> Plant:
    return Plant(fault=fault, argument=argument, summary=summary, expected=(_finding(code, name, place, value),))


def _finding(code: str, name: str, place: Location, value: str | None) -> ExpectedFinding:
    return ExpectedFinding(code=code, name=name, file=place.file, sheet=place.sheet, cell=place.cell, value=value)


def _spoilt(
    page: Page, row: int, fault: str, typed: Typed, value: str, code: str, name: str, *, argument: str = ""
) -> Plant:
    """Type something else into one cell, and tell what the reader must say about it."""
    cell = page.spoil(row, typed, INVALID)
    summary = f'{cell.source} holds "{value}" instead of a rating.'
    return _plant(fault, argument or page.rater, summary, code, name, cell.source, value)


def _damage(book: Book, damage: str) -> Book:
    book.damage = damage
    for page in book.pages:
        page.mark(UNREAD)
    return book


def _scale(folder: Folder, page: Page, row: int) -> Scale:
    return folder.rubric.criterion(page.cells[row].criterion).scale


def _where(page: Page) -> str:
    return f"Sheet {page.unit} of {page.file}"
