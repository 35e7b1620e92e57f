"""What all forms are made of: the files with their findings, and what the baseline keeps back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from mcqa.findings import Finding
from mcqa.lint.engine import LintedFile


class Shown(NamedTuple):
    """The files of a run, and by the name of a file its findings that the baseline holds, which are not in the file."""

    files: tuple[LintedFile, ...]
    known: Mapping[str, Sequence[Finding]]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of all files, in order."""
        return tuple(finding for file in self.files for finding in file.findings)

    @property
    def refused(self) -> int:
        """How many files could not be read at all."""
        return sum(file.refused for file in self.files)
