"""What a scan found, and what was rebuilt under which kind of pseudonym.

What is printed as a table is for the coordinator, who has the originals. Any other form may be handed on, so files
are numbered in it, and names masked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import PurePath
from typing import NamedTuple

from mcqa.findings import Finding, Location
from mcqa.ratings.anonymized import Anonymized
from mcqa.ratings.rebuilt import AS_LIST
from mcqa.reports.document import Column, Document, Listing, Note, Table, counted
from mcqa.reports.findings import findings_summary, findings_table
from mcqa.scoresheets.files.opened import OpenedFile
from mcqa.scoresheets.identity.names import personal
from mcqa.scoresheets.identity.people import Register
from mcqa.scoresheets.identity.pseudonyms import RATER, UNIT
from mcqa.scoresheets.kinds import IDENTITY_LEAK

_LEFT_OUT = {
    "comments": ("comment", "comments"),
    "texts": ("other text", "other texts"),
    "numbers": ("other number", "other numbers"),
    "invalid": ("invalid cell", "invalid cells"),
    "sheets": ("sheet without ratings", "sheets without ratings"),
}
_QUOTED = re.compile(r'"[^"]*"')
_NOTHING = "No identities found: no name on the roster, no e-mail address, no phone number, no author."


class How(NamedTuple):
    """How a run was made: by key or codebook, and whether comments came along."""

    keyed: bool
    comments: bool
    skipped: tuple[str, ...] = ()

    @property
    def method(self) -> str:
        """The method as JSON names it."""
        return "hmac-sha256" if self.keyed else "codebook"


class Masking:
    """A scan as it may be handed on: files by number, and names of people masked; micro-credentials keep theirs."""

    def __init__(self, files: Iterable[OpenedFile], register: Register) -> None:
        """Give each file a number, in their order."""
        self.register = register
        self.numbers: dict[str, str] = {}
        self._sheets: dict[tuple[str | None, str | None], int] = {}
        for file in files:
            self.file(file.path)
            self._sheets.update(((file.path, grid.sheet), at) for at, grid in enumerate(file.grids, start=1))

    def file(self, path: str) -> str:
        """Give the number of a file; of one that could not be opened, the next."""
        return self.numbers.setdefault(path, f"file {len(self.numbers) + 1}")

    def findings(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """Give findings without names."""
        return tuple(map(self._finding, findings))

    def _finding(self, finding: Finding) -> Finding:
        place = finding.location
        file = None if place.file is None else self.file(place.file)
        leak = finding.code == IDENTITY_LEAK.code
        message = finding.message if leak else _untold(finding.message, place.file, file)
        return finding._replace(
            location=place._replace(file=file, sheet=self._sheet(place)),
            message=self._masked(message),
            hint=None if finding.hint is None else self._masked(_untold(finding.hint, place.file, file, cut=False)),
            value=self._masked(finding.value) if leak and finding.value else None,
        )

    def _sheet(self, place: Location) -> str | None:
        """Give the name of a sheet if it is that of a micro-credential or says nothing, or else its number."""
        sheet = place.sheet
        if sheet is None:
            return None
        masked = self._masked(sheet)
        known = any(kind == UNIT for kind, _ in self.register.roles(sheet)) or self.register.vocabulary.is_plain(sheet)
        if masked != sheet or known or not personal(sheet):
            return masked
        number = self._sheets.get((place.file, sheet))
        return f"sheet {number}" if number else masked

    def _masked(self, text: str) -> str:
        return self.register.identities.masked(text, codes=False)


def _untold(text: str, path: str | None, file: str | None, *, cut: bool = True) -> str:
    """Give what is said of a file without its name, and without what is quoted from it or listed after a colon."""
    # what a folder is called may be a word of what is said, such as "in"; messages do not name folders
    if path and PurePath(path).suffix:
        for name in (path, PurePath(path).name):
            text = text.replace(name, file or "")
    text = text.partition(": ")[0] if cut else text
    return _QUOTED.sub('"..."', text)


def renamed_findings(findings: Iterable[Finding], made: Anonymized) -> tuple[Finding, ...]:
    """Give findings in the originals as they may stand beside the outputs.

    Places are those of the outputs, and of names not even first letters are told: beside a pseudonym they would say
    whose it is.
    """
    names = {output.source.path: output.name for output in made.outputs}
    return tuple(_renamed(finding, made, names) for finding in findings)


def _renamed(finding: Finding, made: Anonymized, names: dict[str, str]) -> Finding:
    place = finding.location
    file = None if place.file is None else names.get(place.file, "a file without an output")
    message = finding.message
    if finding.code == IDENTITY_LEAK.code:
        message = message.removesuffix(message[message.find(f": {finding.value}") :]) if finding.value else message
    else:
        message = _untold(message, place.file, file)
    roles = made.register.roles(place.sheet) if place.sheet else []
    return finding._replace(
        location=place._replace(file=file, sheet=made.called[roles[-1]] if roles else None),
        message=made.register.identities.without(message, lambda whom: made.called.get(whom, "")),
        value=None,
    )


def scan_document(findings: tuple[Finding, ...], *, files: int) -> Document:
    """Report what a scan found; nothing was written."""
    looked = f"Looked through {counted(files, 'file')}: cells, and everything that stands beside them."
    parts: list[Note | Listing] = [Note(text=looked)]
    if findings:
        parts += [Note(text=f"Found: {findings_summary(findings)}"), Listing(findings=findings)]
    else:
        parts.append(Note(text=_NOTHING))
    return Document(
        title="Scan for identities",
        parts=tuple(parts),
        tidy=findings_table(findings),
        results={"files": files, "identities": len(findings), "written": False},
    )


def anonymize_document(made: Anonymized, findings: tuple[Finding, ...], how: How) -> Document:
    """Report what was rebuilt, what stayed behind, and what was found in the originals."""
    table = Table(
        title="Rebuilt",
        columns=(
            Column(title="File", wide=True),
            Column(title="Rebuilt"),
            Column(title="Sheets", right=True),
            Column(title="Cells", right=True),
        ),
        rows=tuple((output.name, output.how, output.sheets, output.ratings) for output in made.outputs),
        empty="No file holds ratings.",
    )
    raters, units = (
        counted(made.count(kind), word) for kind, word in ((RATER, "reviewer"), (UNIT, "micro-credential"))
    )
    source = "made with the key" if how.keyed else "drawn by lot"
    notes = [f"Pseudonyms for {raters} and {units}, {source}.", _behind(made, how)]
    if any(output.how == AS_LIST for output in made.outputs):
        notes.append(
            "A file rebuilt as a list could not be read as before without its own words; its ratings are all there."
        )
    if made.without:
        notes.append(f"{counted(len(made.without), 'file')} without any rating stayed behind.")
    parts: list[Table | Note | Listing] = [table, Note(text="\n".join(filter(None, notes)))]
    if findings:
        said = f"Found in the originals: {findings_summary(findings)}"
        parts += [Note(text=said), Listing(findings=findings)]
    return Document(
        title="Anonymized scoresheets",
        parts=tuple(parts),
        tidy=findings_table(findings),
        results=_results(made, findings, how),
    )


def _left_out(made: Anonymized) -> Counter[str]:
    total: Counter[str] = Counter()
    for output in made.outputs:
        total.update(output.left_out)
    return total


def _behind(made: Anonymized, how: How) -> str:
    left = _left_out(made)
    said = [counted(left[key], *words) for key, words in _LEFT_OUT.items() if left[key]]
    if not said:
        return ""
    hint = (
        "" if how.comments or not left["comments"] else " --keep-comments takes comments along, names in them replaced."
    )
    return f"Left behind: {', '.join(said)}.{hint}"


def _results(made: Anonymized, findings: tuple[Finding, ...], how: How) -> dict[str, object]:
    return {
        "written": True,
        "method": how.method,
        "files": [
            {"file": output.name, "rebuilt": output.how, "sheets": output.sheets, "cells": output.ratings}
            for output in made.outputs
        ],
        "pseudonyms": {"raters": made.count(RATER), "units": made.count(UNIT)},
        "comments": how.comments,
        "left_out": {key: _left_out(made)[key] for key in _LEFT_OUT},
        "without_ratings": len(made.without),
        "identities": sum(1 for finding in findings if finding.code == "S301"),
    }
