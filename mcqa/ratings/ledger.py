"""The books: what became of every cell, in all and file by file, and how many like faults are told one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from mcqa.findings import Finding, Kind, Location
from mcqa.ratings.names import Spelled
from mcqa.scoresheets.records import ColumnRead, FileRead
from mcqa.scoresheets.tables.coded import Coded, Codes, Rows, combined
from mcqa.scoresheets.tables.columns import MOST_TOLD

# after the four that a row of the table can have
INVALID = 4
N_FATES = 5


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
    """What became of one file, and how its columns were understood."""

    path: str
    sha256: str
    layout: str
    sheets: int
    units: tuple[str, ...]
    raters: tuple[str, ...]
    cells: Cells
    columns: tuple[ColumnRead, ...] = ()


def file_fates(
    files: Sequence[FileRead], cells: Coded[str], fates: Codes, units: Spelled, raters: Spelled
) -> tuple[FileFate, ...]:
    """Give what became of each file: `cells` names the file of each cell, `fates` what became of it."""
    one_each = cells.distinct()
    file = Spelled(one_each.codes, tuple(one_each.values))
    counts = np.bincount(file.codes.astype(np.int64) * N_FATES + fates, minlength=len(file.names) * N_FATES)
    counted = dict(zip(file.names, counts.reshape(-1, N_FATES).tolist(), strict=True))
    of_units, of_raters = _names_by_file(file, units), _names_by_file(file, raters)
    return tuple(
        FileFate(
            path=read.path,
            sha256=read.sha256,
            layout=read.layout,
            sheets=read.sheets,
            units=of_units.get(read.path, ()),
            raters=of_raters.get(read.path, ()),
            cells=Cells(*counted.get(read.path, ())).plus(Cells(invalid=read.invalid)),
            columns=read.columns,
        )
        for read in files
    )


def _names_by_file(file: Spelled, named: Spelled) -> dict[str, tuple[str, ...]]:
    """Give the names that stand in each file, sorted."""
    if not len(file.codes):
        return {}
    found: dict[str, list[str]] = {}
    _, pairs = combined([(file.codes, len(file.names)), (named.codes, len(named.names))])
    for at, name in pairs.tolist():
        found.setdefault(file.names[at], []).append(named.names[name])
    return {path: tuple(sorted(names)) for path, names in found.items()}


class Told(NamedTuple):
    """Which of some rows are told one by one, and a finding for each kind of fault of which more is left."""

    rows: Rows
    rest: tuple[Finding, ...]


def to_tell(rows: Rows, kinds: Sequence[Kind], kind_of: Codes, file: Coded[str], n_records: int) -> Told:
    """Choose the rows to tell, which are in ascending order; `kind_of` (n_rows,) says what is wrong with each.

    Every cell of a scoresheet is told. Of a table in columns, which begins at row `n_records`, it is the first
    `MOST_TOLD` of each kind and file: nobody mends a million cells one by one.
    """
    keep = rows < n_records
    if len(rows) - int(keep.sum()) <= MOST_TOLD:
        return Told(rows, ())
    rest = []
    label = kind_of.astype(np.int64) * len(file.values) + file.codes[rows]
    for one in np.unique(label[~keep]).tolist():
        own = np.flatnonzero((label == one) & ~keep)
        keep[own[:MOST_TOLD]] = True
        left = len(own) - MOST_TOLD
        if left > 0:
            kind, path = kinds[one // len(file.values)], file.values[one % len(file.values)]
            message = f"{left:,} more cells of this file have the fault {kind.name}; the first {MOST_TOLD:,} are told"
            hint = "mend them where the table was made, then read it again"
            rest.append(kind.at(Location(file=path), message, hint=hint, value=str(left)))
    return Told(rows[keep], tuple(rest))
