from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from mcqa.rubric.model import Criterion, Decision, Level, Rubric, Scale, Standard
from mcqa.scoresheets.files.opened import open_sheets
from mcqa.scoresheets.read import read_sheets
from mcqa.scoresheets.tables.reading import SheetReading

SCALE = Scale(
    type="ordinal",
    levels=(Level("not_met", "Not met", 0.0), Level("partly_met", "Partly met", 1.0), Level("met", "Met", 2.0)),
)
PLAN = {
    ("S01", "Purpose"): (("C01.1", "Clear purpose"), ("C01.2", "Named audience")),
    ("S02", "Evidence"): (("C02.1", "Evidence fits"), ("C02.10", "Evidence is enough")),
}


@pytest.fixture(scope="session")
def rubric() -> Rubric:
    """Two standards with two components each, all on three levels."""
    standards = tuple(
        Standard(
            id=standard,
            title=title,
            description="",
            criteria=tuple(
                Criterion(id=name, title=text, text="", standard=standard, scale=SCALE, descriptors={})
                for name, text in components
            ),
        )
        for (standard, title), components in PLAN.items()
    )
    decision = Decision(rule="conjunctive", cut="met")
    return Rubric(
        id="try-out",
        version="1.0.0",
        title="A rubric to try",
        status="local",
        language="en",
        source="",
        scale=SCALE,
        decision=decision,
        standards=standards,
        sha256="ab" * 32,
    )


@pytest.fixture
def book(tmp_path) -> Callable[..., Path]:
    """Write a workbook from rows by sheet; `change` may do anything else to it before it is saved."""

    def write(
        sheets: dict[str, Iterable[Iterable[Any]]], name: str = "R01.xlsx", change: Callable[[Any], None] | None = None
    ) -> Path:
        workbook = Workbook()
        workbook.remove(workbook.worksheets[0])
        for title, rows in sheets.items():
            sheet = workbook.create_sheet(title)
            for row in rows:
                sheet.append(list(row))
        if change is not None:
            change(workbook)
        workbook.save(tmp_path / name)
        return tmp_path / name

    return write


@pytest.fixture
def text(tmp_path) -> Callable[..., Path]:
    """Write a text file, or bytes as they are."""

    def write(content: str | bytes, name: str = "ratings.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def read(rubric) -> Callable[..., SheetReading]:
    """Open and read files against the rubric."""

    def run(*paths: Path, **options: Any) -> SheetReading:
        return read_sheets(open_sheets(map(str, paths)), rubric, **options)

    return run


@pytest.fixture
def cells() -> Callable[[SheetReading], list[tuple[Any, ...]]]:
    """The records as (unit, rater, criterion, value, cell)."""

    def select(reading: SheetReading) -> list[tuple[Any, ...]]:
        return [(r.unit, r.rater, r.criterion, r.value, r.location.cell) for r in reading.records]

    return select


@pytest.fixture
def said() -> Callable[..., list[tuple[Any, ...]]]:
    """The findings as (code, sheet, cell)."""

    def select(reading: Any) -> list[tuple[Any, ...]]:
        return [(f.code, f.location.sheet, f.location.cell) for f in reading.findings]

    return select
