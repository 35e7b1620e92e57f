from __future__ import annotations

from pathlib import Path

import pytest

from mcqa.rubric.model import Criterion, Decision, Level, Rubric, Scale, Standard
from mcqa.simulation.pilot import SimulatedCell, SimulatedPilot

WORDS = ("Not met", "Partly met", "Met", "Beyond", "Far beyond")
NON_SCORES = ("cannot_tell", "not_applicable")


def scale(n_levels: int, kind: str = "ordinal", non_scores: tuple[str, ...] = NON_SCORES) -> Scale:
    levels = tuple(
        Level(id=word.casefold().replace(" ", "_"), label=word, score=None if kind == "nominal" else float(score))
        for score, word in enumerate(WORDS[:n_levels])
    )
    return Scale(type=kind, levels=levels, non_scores=non_scores)


def rubric_of(scales: list[list[Scale]]) -> Rubric:
    standards = tuple(
        Standard(
            id=f"S{s:02}",
            title=f"Standard {s}",
            description="",
            criteria=tuple(
                Criterion(
                    id=f"C{s:02}.{c}",
                    title=f"Component {c} of standard {s}",
                    text="What is looked for.",
                    standard=f"S{s:02}",
                    scale=own,
                    descriptors={level.id: f"What a reviewer sees at {level.label}." for level in own.levels},
                )
                for c, own in enumerate(row, start=1)
            ),
        )
        for s, row in enumerate(scales, start=1)
    )
    return Rubric(
        id="try-out",
        version="1.2.0",
        title="A rubric to try things on",
        status="local",
        language="en",
        source="",
        scale=scales[0][0],
        decision=Decision(rule="conjunctive", cut=scales[0][0].levels[-1].id),
        standards=standards,
        sha256="ab" * 32,
    )


@pytest.fixture(scope="session")
def full() -> Rubric:
    """13 standards with 29 components, three levels each."""
    return rubric_of([[scale(3)] * (3 if number < 3 else 2) for number in range(13)])


@pytest.fixture(scope="session")
def mixed() -> Rubric:
    """Six components on scales of their own, one of them nominal."""
    return rubric_of([[scale(3), scale(4)], [scale(2), scale(3, "nominal")], [scale(5), scale(3)]])


def by_place(pilot: SimulatedPilot) -> dict[tuple[str, str, str], tuple[str | None, str, str]]:
    return {(c.unit, c.rater, c.criterion): (c.level, c.status, c.comment) for c in pilot.cells}


@pytest.fixture
def changed():
    """The cells in which two pilots differ, by unit, rater and criterion."""

    def differ(before: SimulatedPilot, after: SimulatedPilot) -> set[tuple[str, str, str]]:
        old, new = by_place(before), by_place(after)
        assert old.keys() == new.keys()
        return {place for place in old if old[place] != new[place]}

    return differ


@pytest.fixture
def cells_of():
    """The rated cells of one criterion as (unit, rater, level)."""

    def select(pilot: SimulatedPilot, criterion: str) -> list[SimulatedCell]:
        return [cell for cell in pilot.cells if cell.criterion == criterion and cell.status == "rated"]

    return select


@pytest.fixture
def tree():
    """Every file below a folder, by its relative name, with its bytes."""

    def read(folder: Path) -> dict[str, bytes]:
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    return read
