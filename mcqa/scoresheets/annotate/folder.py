"""Which files get an annotated copy, under which name, and what stands in it; the originals are only read."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from mcqa.errors import InputError
from mcqa.findings import Finding
from mcqa.scoresheets.annotate.fresh import fresh_workbook
from mcqa.scoresheets.annotate.marks import places_of
from mcqa.scoresheets.annotate.markup import OddWorkbookError
from mcqa.scoresheets.annotate.workbook import annotated
from mcqa.scoresheets.bounds import MAX_FILE, MAX_PARQUET, read_whole
from mcqa.scoresheets.files.container import part_called
from mcqa.scoresheets.files.opened import Opened, OpenedFile

WORKBOOKS = frozenset({".xlsx", ".xlsm"})
_ZIP = b"PK\x03\x04"
_NOT_ALLOWED = re.compile(r'[<>:"|?*\\/\x00-\x1f\x7f]')
# names that Windows keeps for devices, with any ending
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_WHAT_A_CHANGED_PART_RAISES = (OddWorkbookError, KeyError, ValueError, zipfile.BadZipFile)


class Copy(NamedTuple):
    """One annotated copy: the file it is of, its name below the folder, its content, and whether it is a new workbook.

    `rebuilt` copies hold the values of the original only: it is no Excel workbook, or an unusual one. Of a file without
    sheets, such as a Parquet file, there is `only_list`, that of what was found.
    """

    path: str
    name: str
    content: bytes
    rebuilt: bool
    only_list: bool = False


def annotated_copies(opened: Opened, findings: Iterable[Finding]) -> tuple[Copy, ...]:
    """Make a copy of each file in which something was found; InputError where one was changed meanwhile."""
    faults: dict[str, list[Finding]] = {}
    for finding in findings:
        faults.setdefault(finding.location.file or "", []).append(finding)
    files = [file for file in opened.files if file.path in faults]
    names = _names(files)
    with contextlib.closing(_Originals()) as originals:
        return tuple(
            _copy(file, originals.read(file), faults[file.path], name) for file, name in zip(files, names, strict=True)
        )


def _copy(file: OpenedFile, content: bytes, faults: Sequence[Finding], name: str) -> Copy:
    if content.startswith(_ZIP):
        try:
            same: dict[str | None, str] = {grid.sheet: grid.sheet for grid in file.grids if grid.sheet is not None}
            return Copy(file.path, name, annotated(content, faults, places_of(file.grids, same)), rebuilt=False)
        except _WHAT_A_CHANGED_PART_RAISES:
            # an OpenDocument file, or a workbook of unusual parts: its values can be shown all the same
            pass
    fresh, sheets = fresh_workbook(file.grids, file.claim)
    # a workbook with macros cannot be made anew
    named = f"{name}.xlsx" if name.lower().endswith(".xlsm") else name
    return Copy(file.path, named, annotated(fresh, faults, places_of(file.grids, sheets)), True, not file.grids)


class _Originals:
    """Reads files once more; an archive is opened once for all of its files, which come one after the other."""

    def __init__(self) -> None:
        self.name = ""
        self.archive: zipfile.ZipFile | None = None

    def read(self, file: OpenedFile) -> bytes:
        """Give what a file holds; it must still be what was read."""
        try:
            if file.archive:
                archive = self._opened(file.archive)
                content = archive.read(part_called(archive, file.path.removeprefix(f"{file.archive}/")))
            else:
                content = read_whole(Path(file.path), MAX_PARQUET)
        except (OSError, KeyError, RuntimeError, NotImplementedError, zlib.error, zipfile.BadZipFile):
            content = b""
        if hashlib.sha256(content).hexdigest() != file.sha256:
            raise InputError(f"{file.path} was changed while it was read", hint="run it again")
        return content

    def _opened(self, name: str) -> zipfile.ZipFile:
        if self.archive is None or self.name != name:
            self.close()
            self.archive, self.name = zipfile.ZipFile(io.BytesIO(read_whole(Path(name), MAX_FILE))), name
        return self.archive

    def close(self) -> None:
        """Close the archive that is open."""
        if self.archive is not None:
            self.archive.close()


def _names(files: Sequence[OpenedFile]) -> list[str]:
    """Name the copies as the files stand below the folder that all of them are in; no name leads out of it."""
    places = [_place(file) for file in files]
    taken = {str(place).casefold() for place in places if place.suffix.lower() in WORKBOOKS}
    names: list[str] = []
    given: set[str] = set()
    for place in places:
        target = place
        if place.suffix.lower() not in WORKBOOKS:
            # R01.csv becomes R01.xlsx, or R01.csv.xlsx where that is somebody else's
            plain = place.with_suffix(".xlsx")
            target = place.with_name(f"{place.name}.xlsx") if str(plain).casefold() in taken | given else plain
        number, first = 2, target
        while str(target).casefold() in given:
            target, number = first.with_name(f"{first.stem} ({number}){first.suffix}"), number + 1
        given.add(str(target).casefold())
        names.append(str(target))
    top = posixpath.commonpath([str(PurePosixPath(name).parent) for name in names]) if names else ""
    return [PurePosixPath(name).relative_to(top).as_posix() for name in names]


def _place(file: OpenedFile) -> PurePosixPath:
    """Give the parts of the path of a file, each made a name; an archive counts as a folder without its ending."""
    disk = Path(os.path.abspath(file.archive or file.path))  # noqa: PTH100  # without .. in it, and links as they are
    parts = list(disk.parts[1:])
    if file.archive:
        inner = file.path[len(file.archive) :].lstrip("/\\")
        parts = [*parts[:-1], disk.stem, *re.split(r"[/\\]", inner)]
    return PurePosixPath("/", *(_part(part) for part in parts))


def _part(part: str) -> str:
    """Give a part of a path that every system takes as a name, and none as a way up."""
    name = _NOT_ALLOWED.sub("_", part).rstrip(". ") or "_"
    return f"_{name}" if _DEVICES.fullmatch(name) else name
