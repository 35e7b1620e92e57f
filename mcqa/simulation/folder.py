"""The folder of workbooks while it is being made: pages of cells that sheet faults are planted in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from mcqa.errors import UsageError
from mcqa.findings import Location
from mcqa.ratings.table import Status
from mcqa.scoresheets.write import RATING_COLUMN, ScoreRow, ScoreSheet, Typed, first_row
from mcqa.simulation.design import PANEL
from mcqa.simulation.lookup import known
from mcqa.simulation.pilot import SimulatedCell, SimulatedWorkbook

if TYPE_CHECKING:
    from mcqa.rubric.model import Rubric
    from mcqa.simulation.draft import Draft
    from mcqa.simulation.streams import Stream

_WORDS: dict[int, Typed] = {Status.MISSING: None, Status.NOT_APPLICABLE: "N/A", Status.CANNOT_TELL: "Cannot tell"}


@dataclass(slots=True, kw_only=True)
class Page:
    """One sheet: its labels, its cells in row order, merged ranges, and whether a plant has used it."""

    file: str
    rater: str
    unit: str
    labels: list[tuple[str, str]]
    cells: list[SimulatedCell]
    merged: list[str] = field(default_factory=list)
    wiped: bool = False
    used: bool = False

    def label(self, name: str, value: str) -> None:
        """Change what stands beside a label."""
        self.labels = [(label, value if label == name else old) for label, old in self.labels]

    def mark(self, status: str) -> None:
        """Give every cell of the page this status."""
        self.cells = [replace(cell, status=status) for cell in self.cells]

    def spoil(self, row: int, typed: Typed, status: str) -> SimulatedCell:
        """Change what stands in one cell, and give the cell as it is now."""
        self.cells[row] = replace(self.cells[row], typed=typed, status=status)
        return self.cells[row]


@dataclass(slots=True, kw_only=True)
class Book:
    """One file and its pages."""

    file: str
    rater: str
    group: str
    properties: dict[str, str]
    pages: list[Page]
    damage: str = ""


@dataclass(slots=True, kw_only=True)
class Folder:
    """All files of a pilot, and the rubric they were made for."""

    rubric: Rubric
    books: list[Book]

    def pages(self) -> Iterator[Page]:
        """Give every page, file by file."""
        for book in self.books:
            yield from book.pages

    def take_book(self, rater: str, stream: Stream) -> Book:
        """Take a file that nothing is planted in: the rater's, or one of those with the fewest sheets off the panel."""
        books = [book for book in self._of(rater) if not any(page.used for page in book.pages)]
        plain = books if rater else [book for book in books if book.group != PANEL] or books
        if not plain:
            raise UsageError("no workbook is left for another plant", hint="simulate more reviewers")
        fewest = min(len(book.pages) for book in plain)
        chosen = stream.pick([book for book in plain if len(book.pages) == fewest])
        for page in chosen.pages:
            page.used = True
        return chosen

    def take_page(self, rater: str, stream: Stream) -> Page:
        """Take a sheet that nothing is planted in."""
        pages = [page for book in self._of(rater) for page in book.pages if not page.used]
        if not pages:
            raise UsageError("no sheet is left for another plant", hint="simulate more micro-credentials")
        chosen = stream.pick(pages)
        chosen.used = True
        return chosen

    def take_cell(
        self, rater: str, stream: Stream, fits: Callable[[Page, int], bool] = lambda _page, _row: True
    ) -> tuple[Page, int]:
        """Take a rated cell that fits, of a sheet that nothing is planted in."""
        places = [
            (page, row)
            for book in self._of(rater)
            for page in book.pages
            if not page.used
            for row, cell in enumerate(page.cells)
            if cell.status == Status.RATED.word and fits(page, row)
        ]
        if not places:
            raise UsageError("no cell is left for another plant", hint="simulate more micro-credentials or reviewers")
        page, row = stream.pick(places)
        page.used = True
        return page, row

    def add_copy(self, page: Page, cell: SimulatedCell) -> SimulatedCell:
        """Add a file that holds one cell of a page a second time, and give that cell with its place."""
        book = next(book for book in self.books if book.file == page.file)
        taken = {other.file for other in self.books}
        names = (f"{page.rater}_again{number or ''}.xlsx" for number in range(len(taken) + 1))
        file = next(name for name in names if name not in taken)
        place = Location(file=file, sheet=page.unit, cell=f"{RATING_COLUMN}{first_row(len(page.labels))}")
        copy = replace(cell, comment="", source=place)
        again = replace(page, file=file, labels=list(page.labels), cells=[copy], merged=[])
        self.books.append(replace(book, file=file, properties=dict(book.properties), pages=[again]))
        return copy

    def workbooks(self) -> tuple[SimulatedWorkbook, ...]:
        """Give the files as they will be written, in the order of their names."""
        titles = {criterion.id: criterion.title for criterion in self.rubric.criteria}
        return tuple(
            SimulatedWorkbook(
                file=book.file,
                sheets=tuple(_sheet(page, titles) for page in book.pages),
                properties=dict(book.properties),
                damage=book.damage,
            )
            for book in sorted(self.books, key=lambda book: book.file)
        )

    def _of(self, rater: str) -> list[Book]:
        if rater:
            known(rater, tuple(dict.fromkeys(book.rater for book in self.books)), "reviewer")
        return [book for book in self.books if rater in ("", book.rater)]


def lay_out(draft: Draft, comments: list[list[str]], round_id: str) -> Folder:
    """Lay the draft out as one workbook per rater with one sheet per unit."""
    rubric = draft.rubric
    properties = {
        "mcqa_rubric_id": rubric.id,
        "mcqa_rubric_version": rubric.version,
        "mcqa_rubric_sha256": rubric.sha256,
    }
    pages: dict[int, list[Page]] = {}
    for review, (unit, rater) in enumerate(zip(draft.review_unit.tolist(), draft.review_rater.tolist(), strict=True)):
        name, unit_id = draft.raters[rater], draft.units[unit]
        labels = [
            ("Micro-credential", unit_id),
            ("Reviewer", name),
            ("Group", draft.groups[rater]),
            ("Round", round_id),
            ("Rubric", f"{rubric.id} {rubric.version}"),
        ]
        start = first_row(len(labels))
        cells = [
            _cell(draft, review, index, comments[review][index], unit_id, name, f"{RATING_COLUMN}{start + index}")
            for index in range(len(rubric.criteria))
        ]
        page = Page(file=f"{name}.xlsx", rater=name, unit=unit_id, labels=labels, cells=cells)
        pages.setdefault(rater, []).append(page)
    books = [
        Book(
            file=f"{draft.raters[rater]}.xlsx",
            rater=draft.raters[rater],
            group=draft.groups[rater],
            properties=dict(properties),
            pages=pages[rater],
        )
        for rater in sorted(pages)
    ]
    return Folder(rubric=rubric, books=books)


def _cell(draft: Draft, review: int, index: int, comment: str, unit: str, rater: str, place: str) -> SimulatedCell:
    criterion, status = draft.rubric.criteria[index], int(draft.status[review, index])
    level = criterion.scale.levels[int(draft.level[review, index])] if status == Status.RATED else None
    return SimulatedCell(
        unit=unit,
        rater=rater,
        criterion=criterion.id,
        level=level.id if level else None,
        status=Status(status).word,
        typed=level.label if level else _WORDS[status],
        comment=comment,
        source=Location(file=f"{rater}.xlsx", sheet=unit, cell=place),
    )


def _sheet(page: Page, titles: dict[str, str]) -> ScoreSheet:
    if page.wiped:
        return ScoreSheet(title=page.unit)
    rows = tuple(
        ScoreRow(
            criterion=cell.criterion,
            title=titles.get(cell.criterion, "Local addition"),
            rating=cell.typed,
            comment=cell.comment,
        )
        for cell in page.cells
    )
    return ScoreSheet(title=page.unit, labels=tuple(page.labels), rows=rows, merged=tuple(page.merged))
