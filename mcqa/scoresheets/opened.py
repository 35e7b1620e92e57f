"""Open the files of a run, each once, as grids; a file that cannot be opened is a finding, and the rest goes on."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from mcqa.findings import Finding, Location
from mcqa.progress import tracked
from mcqa.scoresheets.find import find_files
from mcqa.scoresheets.grid import Grid, text_of
from mcqa.scoresheets.headers import field_of, fold
from mcqa.scoresheets.kinds import EMPTY_FILE, UNREADABLE_FILE
from mcqa.scoresheets.records import RubricClaim

LABEL_ROWS = 15
# what an empty text file may hold all the same: marks of its encoding
BYTE_ORDER_MARKS = b"\xef\xbb\xbf\xff\xfe"
_CLAIM = re.compile(r"(?P<id>[\w.-]+)(?:\s+v?(?P<version>\d\S*))?")


class OpenedFile(NamedTuple):
    """One file as opened: its sheets, and the rubric it says it was made for."""

    path: str
    sha256: str
    grids: tuple[Grid, ...]
    claim: RubricClaim | None


class Opened(NamedTuple):
    """All files of a run, what was wrong with any of them, and which could not be opened at all."""

    files: tuple[OpenedFile, ...]
    findings: tuple[Finding, ...]
    refused: tuple[str, ...] = ()

    @property
    def claimed_rubric(self) -> str | None:
        """The id of the rubric that most files name; None when none does."""
        claims = Counter(file.claim.id for file in self.files if file.claim)
        return claims.most_common(1)[0][0] if claims else None


def open_sheets(arguments: Iterable[str]) -> Opened:
    """Open every scoresheet that some files, folders and patterns mean."""
    found = find_files(arguments)
    findings = list(found.findings)
    opened = {path: _open(path, findings) for path in tracked(found.files, "opening files")}
    return Opened(
        files=tuple(file for file in opened.values() if file is not None),
        findings=tuple(findings),
        refused=tuple(str(path) for path, file in opened.items() if file is None),
    )


def _open(path: Path, findings: list[Finding]) -> OpenedFile | None:
    name = str(path)
    whole = Location(file=name)
    try:
        content = path.read_bytes()
    except OSError as error:
        message = f"the file cannot be read: {error.strerror or error}"
        findings.append(UNREADABLE_FILE.at(whole, message, hint="check that it exists and that you may read it"))
        return None
    if not content.strip().strip(BYTE_ORDER_MARKS):
        findings.append(EMPTY_FILE.at(whole, "the file is empty", hint="ask the reviewer to send it again"))
        return None
    claim = None
    if path.suffix.lower() in {".csv", ".tsv"}:
        from mcqa.scoresheets.read_csv import read_csv

        grids, said = read_csv(content, name)
    else:
        from mcqa.scoresheets.read_xlsx import read_xlsx

        grids, claim, said = read_xlsx(content, name)
    findings.extend(said)
    if not grids:
        return None
    return OpenedFile(
        path=name, sha256=hashlib.sha256(content).hexdigest(), grids=grids, claim=claim or _label_claim(grids)
    )


def _label_claim(grids: tuple[Grid, ...]) -> RubricClaim | None:
    """Find a label cell `Rubric` with the id or title, and perhaps the version, in the cell to its right."""
    said: dict[str, str] = {}
    for grid in grids:
        for row in grid.rows[:LABEL_ROWS]:
            for column, value in enumerate(row[:-1]):
                if not isinstance(value, str) or field_of(value) != "rubric":
                    continue
                text, before = text_of(row[column + 1]), text_of(row[column - 1]) if column else ""
                # between the words of a header row it is a column, not a label
                if text and not field_of(text) and not field_of(before):
                    said.setdefault(fold(value), text)
    if "rubric" not in said:
        return None
    version = said.get("rubric version", "")
    match = _CLAIM.fullmatch(said["rubric"])
    return RubricClaim(match["id"], match["version"] or version) if match else RubricClaim(said["rubric"], version)
