"""Open the files of a run, each once, as grids; a file that cannot be opened is a finding, and the rest goes on."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, NamedTuple

from mcqa.findings import Finding, Location
from mcqa.progress import Progress
from mcqa.scoresheets.bounds import MAX_FILE, MAX_PARQUET, read_whole
from mcqa.scoresheets.files.archive import read_archive
from mcqa.scoresheets.files.find import find_files
from mcqa.scoresheets.files.formats import BY_ENDING, CSV, JSON, NAMES, ODS, PARQUET, XLS, XLSX, ZIP, is_table, kind_of
from mcqa.scoresheets.files.unnamed import is_export
from mcqa.scoresheets.grid import Grid, MergedAway, text_of
from mcqa.scoresheets.kinds import (
    EMPTY_FILE,
    MISNAMED_FILE,
    OVERSIZED_ARCHIVE,
    UNREADABLE_FILE,
    UNSUPPORTED_FORMAT,
)
from mcqa.scoresheets.records import RubricClaim
from mcqa.scoresheets.words.headers import field_of, fold

if TYPE_CHECKING:
    from mcqa.scoresheets.files.read_xlsx import Reading
    from mcqa.scoresheets.tables.parquet import TidyTable

HEAD = 4_000
READERS = frozenset({CSV, JSON, ODS, PARQUET, XLS, XLSX})
LABEL_ROWS = 15
# what an empty text file may hold all the same: marks of its encoding
BYTE_ORDER_MARKS = b"\xef\xbb\xbf\xff\xfe"
_CLAIM = re.compile(r"(?P<id>[\w.-]+)(?:\s+v?(?P<version>\d\S*))?")


class OpenedFile(NamedTuple):
    """One file as opened: its sheets, and the rubric it says it was made for.

    A file within a zip archive names the `archive`, which its path begins with; a Parquet file has no sheets, but
    `tidy` columns.
    """

    path: str
    sha256: str
    grids: tuple[Grid, ...]
    claim: RubricClaim | None
    archive: str = ""
    tidy: TidyTable | None = None


class Opened(NamedTuple):
    """All files of a run, what was wrong with any of them, and which could not be opened at all.

    `on_disk` are the files that were named, archives as one, those among them that were not read included.
    """

    files: tuple[OpenedFile, ...]
    findings: tuple[Finding, ...]
    refused: tuple[str, ...] = ()
    on_disk: tuple[str, ...] = ()

    @property
    def claimed_rubric(self) -> str | None:
        """The id of the rubric that most files name; None when none does."""
        claims = Counter(file.claim.id for file in self.files if file.claim)
        return claims.most_common(1)[0][0] if claims else None


def open_sheets(arguments: Iterable[str]) -> Opened:
    """Open every scoresheet that some files, folders and patterns mean, those in zip archives included."""
    found = find_files(arguments)
    findings = list(found.findings)
    files: list[OpenedFile] = []
    refused: list[str] = []
    sizes = [_size(path) for path in found.files]
    progress = Progress("opening files", max(1.0, sum(sizes)))
    try:
        for path, size in zip(found.files, sizes, strict=True):
            for name, file in _open(path, size, findings):
                if file is None:
                    refused.append(name)
                else:
                    files.append(file)
            progress.advance(size)
    finally:
        progress.close()
    named = (*map(str, found.files), *(each.location.file for each in found.findings if each.location.file))
    return Opened(files=tuple(files), findings=tuple(findings), refused=tuple(refused), on_disk=named)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _open(path: Path, size: int, findings: list[Finding]) -> Iterator[tuple[str, OpenedFile | None]]:
    """Open one file, or all members of an archive; None where that cannot be done."""
    name = str(path)
    content = _content(path, size, findings)
    if content is None:
        yield name, None
    elif BY_ENDING.get(path.suffix.lower()) == ZIP and kind_of(content) in {ZIP, None}:
        yield from _open_archive(content, name, findings)
    else:
        yield name, _open_content(content, name, findings)


def _content(path: Path, size: int, findings: list[Finding]) -> bytes | None:
    """Read a file, unless it is larger than a scoresheet can be."""
    whole = Location(file=str(path))
    most = MAX_PARQUET if path.suffix.lower() == ".parquet" else MAX_FILE
    try:
        content = b"" if size > most else read_whole(path, most)
    except OSError as error:
        message = f"the file cannot be read: {error.strerror or error}"
        findings.append(UNREADABLE_FILE.at(whole, message, hint="check that it exists and that you may read it"))
        return None
    size = max(size, len(content))
    if size > most:
        message = f"the file has {size / 1e6:,.0f} MB; mcqa reads up to {most / 1e6:,.0f}"
        hint = "copy the ratings to a fresh workbook, or split the file"
        findings.append(OVERSIZED_ARCHIVE.at(whole, message, hint=hint, value=str(size)))
        return None
    return content


def _open_archive(content: bytes, name: str, findings: list[Finding]) -> Iterator[tuple[str, OpenedFile | None]]:
    members = 0
    for member in read_archive(content, name, findings):
        members += 1
        if member.content is None:
            findings.extend([member.finding] if member.finding else [])
            yield member.name, None
            continue
        file = _open_content(member.content, member.name, findings)
        yield member.name, file._replace(archive=name) if file else None
    if not members:
        yield name, None


def _open_content(content: bytes, name: str, findings: list[Finding]) -> OpenedFile | None:
    """Open what a file holds as what it is, and say so where its name says something else."""
    whole = Location(file=name)
    # all of a big file is looked at only when its beginning is blank
    if not content[:HEAD].strip().strip(BYTE_ORDER_MARKS) and not content.strip().strip(BYTE_ORDER_MARKS):
        findings.append(EMPTY_FILE.at(whole, "the file is empty", hint="ask the reviewer to send it again"))
        return None
    ending = PurePath(name).suffix.lower()
    expected = BY_ENDING.get(ending)
    kind = kind_of(content) or _kind_of_text(content, expected)
    if kind == ZIP and expected in {XLSX, ODS}:
        # damaged, or not a workbook at all: its reader says which
        kind = expected
    if kind not in READERS:
        what = NAMES[kind]
        hint = "open it and save it as Excel workbook (.xlsx) or CSV (UTF-8)"
        message = f"the file is {what}{'' if ending == f'.{kind}' else ', whatever its name says'}; it was not read"
        findings.append(UNSUPPORTED_FORMAT.at(whole, message, hint=hint, value=kind))
        return None
    file = _read(kind, content, name, findings)
    if file is not None and kind != expected:
        message = f"the file is {NAMES[kind]}, whatever its name says; it was read as that"
        hint = "give it the right ending, so that other programs are not misled"
        findings.append(MISNAMED_FILE.at(whole, message, hint=hint, value=ending or "no ending"))
    return file


def _kind_of_text(content: bytes, expected: str | None) -> str:
    """Give the kind of some content that only its text tells, or else what its name says."""
    if expected is None:
        return JSON if is_export(content) else CSV
    return CSV if expected not in {CSV, JSON} and is_table(content) else expected


def _read(kind: str, content: bytes, name: str, findings: list[Finding]) -> OpenedFile | None:
    """Read a file of a known kind; None, and why among the findings, where that cannot be done."""
    claim: RubricClaim | None = None
    grids: tuple[Grid, ...] = ()
    tidy: TidyTable | None = None
    said: tuple[Finding, ...]
    if kind == CSV:
        from mcqa.scoresheets.files.read_csv import read_csv

        grids, said = read_csv(content, name)
    elif kind == PARQUET:
        from mcqa.scoresheets.tables.parquet import read_parquet

        tidy, said = read_parquet(content, name)
        claim = None if tidy is None else tidy.claim
    elif kind == JSON:
        from mcqa.scoresheets.tables.exported import read_export_json

        grid, said = read_export_json(content, name)
        grids = (grid,) if grid is not None else ()
    else:
        grids, claim, said = _workbook_reader(kind)(content, name)
    findings.extend(said)
    if grids and all(map(_is_blank, grids)):
        grids = ()
        if not any(finding.code == UNREADABLE_FILE.code for finding in said):
            message = "no cell of the file holds anything"
            findings.append(EMPTY_FILE.at(Location(file=name), message, hint="ask the reviewer to send it again"))
    if not grids and tidy is None:
        return None
    return OpenedFile(
        path=name,
        sha256=hashlib.sha256(content).hexdigest(),
        grids=grids,
        claim=claim or _label_claim(grids),
        tidy=tidy,
    )


def _is_blank(grid: Grid) -> bool:
    return all(value is None or isinstance(value, MergedAway) for row in grid.rows for value in row)


def _workbook_reader(kind: str) -> Callable[[bytes, str], Reading]:
    if kind == XLS:
        from mcqa.scoresheets.files.read_xls import read_xls

        return read_xls
    if kind == ODS:
        from mcqa.scoresheets.files.read_ods import read_ods

        return read_ods
    from mcqa.scoresheets.files.read_xlsx import read_xlsx

    return read_xlsx


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
