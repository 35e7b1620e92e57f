"""What reading all files gives: records and columns of cells, what became of each file, and the faults."""

from __future__ import annotations

from typing import NamedTuple

from mcqa.findings import Finding
from mcqa.scoresheets.records import FileRead, Record
from mcqa.scoresheets.tables.columns import CellColumns
from mcqa.scoresheets.words.mapping import Mapping


class SheetReading(NamedTuple):
    """All records of all files, what became of each file, and every fault found on the way.

    `tidy` holds the cells of files that are tables of ratings already, such as parquet: columns, without records.
    `mapping` are the meanings given by hand, as the rubric writes them.
    """

    records: tuple[Record, ...]
    files: tuple[FileRead, ...]
    findings: tuple[Finding, ...]
    refused: tuple[str, ...] = ()
    tidy: tuple[CellColumns, ...] = ()
    mapping: Mapping = Mapping()

    @property
    def n_cells(self) -> int:
        """How many cells were read, records and tidy columns together."""
        return len(self.records) + sum(len(part) for part in self.tidy)
