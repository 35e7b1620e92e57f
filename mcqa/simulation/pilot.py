"""A simulated pilot: what is true, who rated what, every cell as typed, and what was planted with its right answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mcqa.ratings.table import Status

if TYPE_CHECKING:
    from mcqa.findings import Location
    from mcqa.rubric.model import Rubric
    from mcqa.scoresheets.write import ScoreSheet, Typed

INVALID = "invalid"
REPEATED = "repeated"
UNREAD = "unread"
_READ = tuple(status.word for status in Status)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """Everything that was asked for; with the rubric and the plants it fixes every byte."""

    seed: int
    units: int
    raters: int
    round_id: str
    ratings_per_unit: int
    accuracy: float
    accuracy_spread: float
    prevalence: float
    cannot_tell: float
    missing: float
    not_applicable: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedRater:
    """A rater: the chance of reporting the true level, and the lean of the errors.

    `severity` runs from -1 to 1: an error falls one level lower with probability (1 + severity) / 2 where both
    neighbours exist, one level higher otherwise.
    """

    id: str
    group: str
    accuracy: float
    severity: float
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedCell:
    """One rating cell: what was meant, what stands in the sheet, and what a right reader makes of it.

    `status` is a status of the ratings table, or `invalid` (a planted fault spoils the cell, and the reader must refuse
    it), `repeated` (the second copy of a rating: counted once), `unread` (its sheet or file cannot be used).
    """

    unit: str
    rater: str
    criterion: str
    level: str | None
    status: str
    typed: Typed
    comment: str
    source: Location

    @property
    def counted(self) -> bool:
        """Whether the cell becomes a row of the ratings table."""
        return self.status in _READ


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedFinding:
    """A finding that has to be made; absent parts say that the place is wider, a whole file for instance."""

    code: str
    name: str
    file: str | None = None
    sheet: str | None = None
    cell: str | None = None
    value: str | None = None
    subject: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedRecommendation:
    """A recommendation that has to be made; `criterion` None means each component that the cause touches."""

    criterion: str | None
    action: str
    cause: str
    levels: tuple[str, ...] = ()
    raters: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()


Expected = ExpectedFinding | ExpectedRecommendation


@dataclass(frozen=True, slots=True, kw_only=True)
class Plant:
    """A planted fault: its name, where it went, one sentence about it, and the right answers."""

    fault: str
    argument: str
    summary: str
    expected: tuple[Expected, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedWorkbook:
    """One file of the folder; `damage` is empty, `encrypted` or `broken`."""

    file: str
    sheets: tuple[ScoreSheet, ...]
    properties: dict[str, str]
    damage: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedPilot:
    """A whole synthetic pilot.

    `quality` gives each unit its place among the units, from 0 (weakest) to 1; `truth` the true level of each unit on
    each criterion, by ids; `assignment` the (unit, rater) pairs.
    """

    rubric: Rubric
    parameters: Parameters
    raters: tuple[SimulatedRater, ...]
    quality: dict[str, float]
    truth: dict[str, dict[str, str]]
    assignment: tuple[tuple[str, str], ...]
    cells: tuple[SimulatedCell, ...]
    workbooks: tuple[SimulatedWorkbook, ...]
    plants: tuple[Plant, ...]
