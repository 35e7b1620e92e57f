"""What reading gives: one record per cell that should hold a rating, as typed, with its place."""

from __future__ import annotations

from dataclasses import dataclass

from mcqa.findings import Finding, Location
from mcqa.scoresheets.grid import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One rating cell as typed. `criterion` is an id of the rubric; `status` and `score` stand where a column says so."""

    unit: str
    rater: str
    criterion: str
    value: Value
    location: Location
    comment: str = ""
    round: str = ""
    group: str = ""
    timestamp: str = ""
    status: str = ""
    score: Value = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricClaim:
    """What a file says about the rubric it was made for."""

    id: str
    version: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRead:
    """What became of one file: its shape, and how many cells of it are already known to be invalid."""

    path: str
    sha256: str
    layout: str
    sheets: int
    invalid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetReading:
    """All records of all files, what became of each file, and every fault found on the way."""

    records: tuple[Record, ...]
    files: tuple[FileRead, ...]
    findings: tuple[Finding, ...]
