from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mcqa.findings import Location
from mcqa.ratings.build import Collected, build_ratings
from mcqa.rubric.model import Criterion, Decision, Level, Rubric, Scale, Standard
from mcqa.scoresheets.files.opened import open_sheets
from mcqa.scoresheets.read import read_sheets
from mcqa.scoresheets.records import FileRead, Record
from mcqa.scoresheets.tables.reading import SheetReading

THREE = Scale(
    type="ordinal",
    levels=(Level("not_met", "Not met", 0.0), Level("partly_met", "Partly met", 1.0), Level("met", "Met", 2.0)),
)
FOUR = Scale(
    type="ordinal",
    levels=tuple(Level(f"l{at}", word, at + 1.0) for at, word in enumerate(("Poor", "Fair", "Good", "Best"))),
)


def rubric_of(*scales: Scale) -> Rubric:
    """One standard with a component for each scale: C1.1, C1.2 and so on."""
    criteria = tuple(
        Criterion(id=f"C1.{at}", title=f"Title number {at}", text="", standard="S1", scale=scale, descriptors={})
        for at, scale in enumerate(scales, start=1)
    )
    return Rubric(
        id="try-out",
        version="1.0.0",
        title="A rubric to try",
        status="local",
        language="en",
        source="",
        scale=scales[0],
        decision=Decision(rule="conjunctive", cut=scales[0].levels[-1].id),
        standards=(Standard(id="S1", title="Standard one", description="", criteria=criteria),),
        sha256="ab" * 32,
    )


@pytest.fixture(scope="session")
def rubric() -> Rubric:
    """Three components: two on three levels, the last on four of its own."""
    return rubric_of(THREE, THREE, FOUR)


@pytest.fixture
def with_scales() -> Callable[..., Rubric]:
    return rubric_of


@pytest.fixture
def build(rubric) -> Callable[..., Collected]:
    """Build the table from (unit, rater, criterion, value) and more, one record for each row of one file."""

    def run(*rows: tuple[Any, ...], using: Rubric = rubric, file: str = "a.csv", **more: Any) -> Collected:
        records = []
        for at, (unit, rater, criterion, value, *rest) in enumerate(rows, start=2):
            place = Location(file=file, line=at, cell=f"D{at}")
            records.append(
                Record(
                    unit=unit,
                    rater=rater,
                    criterion=criterion,
                    value=value,
                    location=place,
                    **(rest[0] if rest else {}),
                )
            )
        files = (FileRead(path=file, sha256="", layout="long", sheets=1, invalid=0),)
        return build_ratings(SheetReading(records=tuple(records), files=files, findings=()), using, **more)

    return run


@pytest.fixture
def collect(rubric) -> Callable[..., Collected]:
    """Open, read and build files as a command does."""

    def run(*paths: Path, using: Rubric = rubric, **options: Any) -> Collected:
        return build_ratings(read_sheets(open_sheets(map(str, paths)), using, **options), using)

    return run


@pytest.fixture
def table_of() -> Callable[[Collected], dict[tuple[str, str, str], tuple[str | None, str]]]:
    """The table as (unit, rater, criterion) -> (level id, status word)."""

    def select(collected: Collected) -> dict[tuple[str, str, str], tuple[str | None, str]]:
        frame = collected.ratings.to_frame()
        levels = [level if isinstance(level, str) else None for level in frame["level"]]
        keys = zip(frame["unit"], frame["rater"], frame["criterion"], strict=True)
        table = dict(zip(keys, zip(levels, frame["status"], strict=True), strict=True))
        assert len(table) == len(frame)
        return table

    return select
