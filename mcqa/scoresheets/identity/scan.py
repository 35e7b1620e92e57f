"""Look through files for identities: cells, and everything that a file says beside them."""

from __future__ import annotations

import contextlib
import itertools
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath, PurePosixPath
from typing import NamedTuple

from mcqa.errors import InputError
from mcqa.findings import Finding, Location
from mcqa.progress import tracked
from mcqa.scoresheets.files.container import part_called
from mcqa.scoresheets.files.opened import OpenedFile
from mcqa.scoresheets.grid import MergedAway
from mcqa.scoresheets.identity.names import (
    CODE,
    EMAIL,
    FOLDER,
    NAME,
    NUMBER,
    PART,
    PHONE,
    PROVIDER,
    TITLE,
    Hit,
    Identities,
    mask,
    personal,
    seen,
    words_of,
)
from mcqa.scoresheets.identity.parts import Said, said_beside_cells
from mcqa.scoresheets.identity.people import Register, text_in
from mcqa.scoresheets.kinds import IDENTITY_LEAK

_KINDS = {
    NAME: "the name of a person",
    CODE: "the name of a person",
    PART: "a part of the name of a person",
    EMAIL: "an e-mail address",
    PHONE: "a phone number",
    NUMBER: "a number like that of social security",
    FOLDER: "the name of a user, in a path",
    TITLE: "the title of a micro-credential",
    PROVIDER: "the provider of a micro-credential",
}
_CELL = "cell"
_HINTS = {
    _CELL: "clear the cell, or rebuild the sheets with `mcqa anonymize SHEETS -o DIR`",
    "name of the file": "rename the file, or rebuild the sheets with `mcqa anonymize SHEETS -o DIR`",
    "name of the sheet": "rename the sheet, or rebuild the sheets with `mcqa anonymize SHEETS -o DIR`",
}
_HINT = (
    "in Excel, File > Info > Check for Issues > Inspect Document removes it; "
    "or rebuild the sheets with `mcqa anonymize SHEETS -o DIR`"
)
_PART_HINT = "a part of a name may also be a word of its own: read it, and clear it if a person is meant"


class Scan(NamedTuple):
    """What a scan found, and who was named as author where nobody else is known by that name."""

    findings: tuple[Finding, ...]
    authors: frozenset[str]


def scan(files: Iterable[OpenedFile], register: Register) -> Scan:
    """Look through opened files, in the order given; one finding for each identity in each sheet and kind of place.

    Each archive is opened once, and the bytes of one file are held at a time; InputError where one is gone.
    """
    findings: list[Finding] = []
    authors: set[str] = set()
    followed = tracked(tuple(files), "looking for identities")
    for path, group in itertools.groupby(followed, key=lambda file: file.archive):
        with contextlib.ExitStack() as stack:
            archive = None
            if path:
                with _again(path):
                    archive = stack.enter_context(zipfile.ZipFile(path))
            for file in group:
                findings += _in_file(file, archive, register, authors)
            if archive is not None:
                findings += _beside_members(path, archive, register)
    return Scan(findings=tuple(findings), authors=frozenset(authors))


@contextlib.contextmanager
def _again(path: str) -> Iterator[None]:
    """Say so where what was opened before cannot be read any more."""
    try:
        yield
    except (OSError, KeyError, zipfile.BadZipFile, RuntimeError) as error:
        raise InputError(f"{path} cannot be read again: {error}", hint="it was there when it was opened") from None


def _in_file(
    file: OpenedFile, archive: zipfile.ZipFile | None, register: Register, authors: set[str]
) -> Iterator[Finding]:
    with _again(file.path):
        if archive is None:
            content = Path(file.path).read_bytes()
        else:
            content = archive.read(part_called(archive, file.path.removeprefix(f"{file.archive}/")))
    spots: dict[tuple[str, str, tuple[str, ...], str | None], list[Finding]] = {}
    for hit, what, place in _hits(file, content, register, authors):
        same = spots.setdefault((what, hit.kind, words_of(hit.text), place.sheet), [])
        if not same or same[-1].location != place:
            same.append(_finding(hit, what, place))
    yield from map(_counted, spots.values())


def _beside_members(path: str, archive: zipfile.ZipFile, register: Register) -> Iterator[Finding]:
    texts = [archive.comment, *(part for member in archive.infolist() for part in (member.comment, member.extra))]
    for text in filter(None, texts):
        for hit in register.identities.find(text.decode("utf-8", errors="replace")):
            yield _finding(hit, "comment of the archive", Location(file=path))


def _hits(
    file: OpenedFile, content: bytes, register: Register, authors: set[str]
) -> Iterator[tuple[Hit, str, Location]]:
    identities = register.identities
    for text in _own_names(file):
        yield from ((hit, "name of the file", Location(file=file.path)) for hit in _telling(identities, text))
    in_cells: set[str] = set()
    for grid in file.grids:
        if grid.sheet is not None:
            in_cells.add(grid.sheet)
            yield from ((hit, "name of the sheet", grid.whole) for hit in _telling(identities, grid.sheet))
        for row, values in enumerate(grid.rows):
            for column, value in enumerate(values):
                # numbers are ratings, scores and ids
                if isinstance(value, str):
                    in_cells.add(value.strip())
                    for hit in _telling(identities, value):
                        yield hit, _CELL, grid.place(row, column)
                elif value is not None and not isinstance(value, MergedAway):
                    in_cells.add(text_in(value))
    for said in said_beside_cells(content, frozenset(in_cells)):
        place = Location(file=file.path, sheet=said.sheet, cell=said.cell)
        yield from ((hit, said.what, place) for hit in _said(said, register, authors))


def _own_names(file: OpenedFile) -> list[str]:
    """Give the names that a file brings along: its own, and those of the archive and the folders in it."""
    if not file.archive:
        return [PurePath(file.path).stem]
    inner = PurePosixPath(file.path.removeprefix(f"{file.archive}/"))
    return [PurePath(file.archive).stem, *inner.with_suffix("").parts]


def _telling(identities: Identities, text: str) -> list[Hit]:
    """Give what tells who somebody is: a code does not."""
    return [hit for hit in identities.find(seen(text)) if hit.kind != CODE]


def _said(said: Said, register: Register, authors: set[str]) -> list[Hit]:
    hits = _telling(register.identities, said.text)
    if not said.author or register.roles(said.text) or register.vocabulary.is_phrase(said.text):
        return hits
    whole = Hit(0, len(said.text), NAME, said.text)
    if personal(said.text):
        authors.add(said.text)
    return hits if any(hit.kind != PART for hit in hits) else [whole]


def _finding(hit: Hit, what: str, place: Location) -> Finding:
    where = "stands here" if what == _CELL else f"stands in the {what}" if what in _HINTS else f"stands here ({what})"
    hint = _PART_HINT if hit.kind == PART else _HINTS.get(what, _HINT)
    whose = "a name" if what.startswith("company") else _KINDS[hit.kind]
    message = f"{whose} {where}: {mask(hit.text)}"
    return IDENTITY_LEAK.at(place, message, hint=hint, subject=what, value=mask(hit.text))


def _counted(same: list[Finding]) -> Finding:
    """Say of the first of several places how many more there are."""
    more = len(same) - 1
    if not more:
        return same[0]
    times = "once more" if more == 1 else f"{more:,} more times"
    where = "in this sheet" if same[0].location.sheet else "in this file"
    return same[0]._replace(message=f"{same[0].message}; {times} {where}")
