"""A zip archive of scoresheets: its members, one after the other, never unpacked to disk.

A member is known by the archive and its own name, `round1.zip/teachers/R01.xlsx`. The name says nothing about where
anything is written, for nothing is: a member called ../R01.xlsx is read like any other.
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from operator import itemgetter
from pathlib import PurePosixPath
from typing import NamedTuple

from mcqa.findings import Finding, Location
from mcqa.scoresheets.bounds import MAX_FILE
from mcqa.scoresheets.files.container import ARCHIVE, FAULTS, name_of_part, refuse_container, unreadable, why
from mcqa.scoresheets.files.find import READABLE, SKIPPED_PREFIXES, SPREADSHEETS, passed_over, unsupported
from mcqa.scoresheets.files.unnamed import is_scoresheet
from mcqa.scoresheets.kinds import (
    EMPTY_FILE,
    ENCRYPTED_FILE,
    OVERSIZED_ARCHIVE,
    UNREADABLE_FILE,
    UNSUPPORTED_FORMAT,
)

SKIPPED_FOLDER = "__MACOSX"
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_UNPACK = "unpack the archive and give the folder"


class Member(NamedTuple):
    """A file in an archive: its name with the archive's before it, and its content, or why it was not read."""

    name: str
    content: bytes | None
    finding: Finding | None = None


def read_archive(content: bytes, file: str, findings: list[Finding]) -> Iterator[Member]:
    """Give the scoresheets of an archive, by name, and add what is to be said about all of it."""
    refused = refuse_container(content, file, ARCHIVE)
    if refused is not None:
        findings.append(refused)
        return
    with zipfile.ZipFile(io.BytesIO(content)) as container:
        named = [(name_of_part(part), part) for part in container.infolist()]
        parts = sorted(
            ((inner, part) for inner, part in named if not inner.endswith("/") and not _is_skipped(inner)),
            key=itemgetter(0),
        )
        times = Counter(inner for inner, _ in parts)
        others: list[str] = []
        said: set[str] = set()
        given = 0
        for inner, part in parts:
            name = f"{file}/{inner}"
            suffix = PurePosixPath(inner).suffix.lower()
            if times[inner] > 1:
                given += 1
                if inner not in said:
                    said.add(inner)
                    yield Member(name, None, _twice(name, times[inner]))
            elif suffix == ".zip":
                given += 1
                yield Member(name, None, _nested(name))
            elif suffix in SPREADSHEETS:
                given += 1
                yield Member(name, None, unsupported(name))
            elif suffix in READABLE or _is_scoresheet(container, part):
                given += 1
                yield _member(container, part, name)
            else:
                others.append(inner)
    if others:
        findings.append(passed_over(file, others, "archive"))
    if not given:
        message = "the archive holds no scoresheet"
        findings.append(EMPTY_FILE.at(Location(file=file), message, hint="ask for the archive with the scoresheets"))


def _is_skipped(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return any(part == SKIPPED_FOLDER or (part != ".." and part.startswith(SKIPPED_PREFIXES)) for part in parts)


def _member(container: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> Member:
    """Read a member, unless it is larger than a file may be, encrypted, or packed in a way that is seldom met."""
    whole = Location(file=name)
    if part.flag_bits & 1:
        return Member(name, None, ENCRYPTED_FILE.at(whole, "it is protected by a password", hint=_UNPACK))
    if part.compress_type not in _METHODS:
        message = "it is packed in a way that mcqa does not read"
        return Member(name, None, UNREADABLE_FILE.at(whole, message, hint=_UNPACK))
    if part.file_size > MAX_FILE:
        message = f"the file has {part.file_size / 1e6:,.0f} MB; mcqa reads up to {MAX_FILE / 1e6:,.0f}"
        hint = "copy the ratings to a fresh workbook"
        return Member(name, None, OVERSIZED_ARCHIVE.at(whole, message, hint=hint, value=str(part.file_size)))
    try:
        return Member(name, container.read(part))
    except FAULTS as error:
        return Member(name, None, unreadable(name, why(error), ARCHIVE))


def _is_scoresheet(container: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether a member is a scoresheet by what it holds, whatever its name says."""
    if part.flag_bits & 1 or part.compress_type not in _METHODS or part.file_size > MAX_FILE:
        return False
    try:
        with container.open(part) as source:
            return is_scoresheet(source)
    except FAULTS:
        return False


def _twice(name: str, times: int) -> Finding:
    message = f"the archive holds {times} files of this name, so that none of them was read"
    return UNREADABLE_FILE.at(Location(file=name), message, hint="rename one of them and pack the archive again")


def _nested(name: str) -> Finding:
    message = "an archive within an archive is not opened"
    return UNSUPPORTED_FORMAT.at(Location(file=name), message, hint=_UNPACK, value=".zip")
