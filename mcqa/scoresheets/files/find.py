"""From what stands on the command line to the files meant: files, folders with all below them, and patterns."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath
from typing import NamedTuple

from mcqa.errors import InputError
from mcqa.findings import Finding, Location
from mcqa.scoresheets.files.unnamed import is_scoresheet_file
from mcqa.scoresheets.kinds import PASSED_OVER, UNREADABLE_FILE, UNSUPPORTED_FORMAT

READABLE = frozenset({".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".parquet", ".zip"})
# an export of mcqa; in folders stand many other files of this ending, which are passed over
EXPORTED = frozenset({".json"})
SPREADSHEETS = frozenset({".xlsb", ".fods", ".numbers", ".gsheet", ".xltx", ".xltm", ".xlt", ".sxc"})
SKIPPED_PREFIXES = (".", "_", "~$")
SHOWN = 6


class Found(NamedTuple):
    """The files to read and findings about those that cannot be read, in the order of the arguments.

    Within one folder or pattern the files come in order of their paths.
    """

    files: tuple[Path, ...]
    findings: tuple[Finding, ...]


def find_files(arguments: Iterable[str]) -> Found:
    """Find the scoresheets that some arguments mean.

    A folder means every readable file in it and below it, every file that is a scoresheet whatever its name says, and
    every zip archive with what is in it; other files are one finding for the folder. Names that begin with a dot, an
    underscore or ~$ (the lock files of Excel) are passed over, in patterns too unless the pattern spells them. A file
    that several arguments mean, in whatever spelling, is read once. InputError when an argument does not exist or a
    folder holds no scoresheet.
    """
    files: dict[Path, Path] = {}
    findings: dict[tuple[str, str | None], Finding] = {}
    for argument in arguments:
        meant = _expand(argument)
        for finding in meant.findings:
            findings.setdefault((finding.code, finding.location.file), finding)
        for path in meant.files:
            if _is_read(path):
                files.setdefault(path.resolve(), path)
            else:
                findings.setdefault((UNSUPPORTED_FORMAT.code, str(path.resolve())), unsupported(str(path)))
    return Found(files=tuple(files.values()), findings=tuple(findings.values()))


def _is_read(path: Path) -> bool:
    suffix = path.suffix.lower()
    return suffix in READABLE | EXPORTED or (suffix not in SPREADSHEETS and is_scoresheet_file(path))


def _expand(argument: str) -> Found:
    if not argument:
        raise InputError("the name of a file or folder is empty", hint="a variable of the shell may not be set")
    path = Path(argument)
    if _exists(path):
        if not path.is_dir():
            return Found((path,), ())
        meant = _folder(path)
        if not meant.files and not _closed_among(meant.findings):
            kinds = ", ".join(sorted(READABLE))
            hint = f"mcqa reads {kinds} files in it and below it"
            raise InputError(f"the folder {path} holds no scoresheet", hint=hint, findings=meant.findings)
        return meant
    if not glob.has_magic(argument):
        raise InputError(f"there is no file or folder {argument}", hint=_near(path) or "check the path")
    each = [_folder(match) if match.is_dir() else Found((match,), ()) for match in _matches(argument)]
    files = tuple(file for meant in each for file in meant.files)
    findings = (*_closed_on_the_way(argument), *(finding for meant in each for finding in meant.findings))
    if not files and not _closed_among(findings):
        raise InputError(f"no file matches {argument}", hint="quote the pattern and check the folder it starts in")
    return Found(files, findings)


def _closed_among(findings: Iterable[Finding]) -> bool:
    """Whether some folder could not be opened, so that nobody knows what it holds."""
    return any(finding.code == UNREADABLE_FILE.code for finding in findings)


def _exists(path: Path) -> bool:
    """Whether there is such a file; a name that the system cannot have, such as one too long, means none."""
    try:
        return path.exists()
    except OSError:
        return False


def _matches(pattern: str) -> list[Path]:
    spelled = Path(pattern).parts
    passed_over = tuple(start for start in SKIPPED_PREFIXES if not any(part.startswith(start) for part in spelled))
    found = sorted(Path(match) for match in glob.glob(pattern, recursive=True))  # noqa: PTH207  # "**" and absolute patterns
    return [path for path in found if not any(part.startswith(passed_over) for part in path.parts if part != "..")]


def _closed_on_the_way(pattern: str) -> list[Finding]:
    """Say which folders that a pattern leads through cannot be opened; their files match nothing."""
    findings = []
    for parent in Path(pattern).parents:
        for folder in filter(Path.is_dir, _matches(str(parent))):
            try:
                os.scandir(folder).close()
            except OSError as error:
                findings.append(_closed(folder, error))
        if not glob.has_magic(str(parent)):
            break
    return findings


def _folder(folder: Path) -> Found:
    """Find what a folder means; what is no scoresheet, and folders that cannot be opened, are told."""
    files: list[Path] = []
    others: list[str] = []
    errors: list[OSError] = []
    for top, folders, names in os.walk(folder, onerror=errors.append):
        folders[:] = [name for name in folders if not name.startswith(SKIPPED_PREFIXES)]
        for name in names:
            path = Path(top, name)
            if name.startswith(SKIPPED_PREFIXES):
                continue
            if path.suffix.lower() in READABLE | SPREADSHEETS or is_scoresheet_file(path):
                files.append(path)
            else:
                others.append(path.relative_to(folder).as_posix())
    findings = [_closed(Path(error.filename), error) for error in errors]
    if others:
        findings.append(passed_over(str(folder), sorted(others), "folder"))
    return Found(tuple(sorted(files)), tuple(findings))


def _closed(folder: Path, error: OSError) -> Finding:
    message = f"the folder cannot be opened: {error.strerror or error}"
    hint = "ask for the right to open it, or move the scoresheets in it elsewhere"
    return UNREADABLE_FILE.at(Location(file=str(folder)), message, hint=hint)


def passed_over(name: str, others: Sequence[str], what: str) -> Finding:
    """Say which files of a folder or an archive are no scoresheets."""
    shown = ", ".join(others[:SHOWN]) + (", ..." if len(others) > SHOWN else "")
    many = len(others) > 1
    message = f"{len(others)} other {'files' if many else 'file'} in the {what} {'were' if many else 'was'} passed over"
    hint = "nothing to do unless one of them holds ratings"
    return PASSED_OVER.at(Location(file=name), f"{message}: {shown}", hint=hint, value=str(len(others)))


def unsupported(name: str) -> Finding:
    """Say that a file is of a kind that is not read."""
    path = PurePath(name)
    suffix = path.suffix.lower() or "no ending"
    message = f"{path.name} is not a kind of file that mcqa reads ({suffix})"
    hint = "open it and save it as Excel workbook (.xlsx) or CSV (UTF-8)"
    return UNSUPPORTED_FORMAT.at(Location(file=name), message, hint=hint, value=suffix)


def _near(path: Path) -> str | None:
    """Say what stands nearby: the name that is closest, or else what the last folder of the path that exists holds."""
    parent = path.parent
    while not _exists(parent):
        parent = parent.parent
    if not parent.is_dir():
        return f"{parent} is a file, not a folder"
    try:
        names = sorted(child.name for child in parent.iterdir() if not child.name.startswith(SKIPPED_PREFIXES))
    except OSError:
        return None
    import difflib

    close = difflib.get_close_matches(path.relative_to(parent).parts[0], names, n=1)
    if close:
        return f"did you mean {parent / close[0]}?"
    shown = ", ".join(names[:SHOWN]) + (", ..." if len(names) > SHOWN else "")
    return f"{parent} holds {shown}" if names else None
