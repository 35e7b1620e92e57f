"""From what stands on the command line to the files meant: files, folders with all below them, and patterns."""

from __future__ import annotations

import glob
from collections.abc import Iterable
from pathlib import Path, PurePath
from typing import NamedTuple

from mcqa.errors import InputError
from mcqa.findings import Finding, Location
from mcqa.scoresheets.kinds import UNSUPPORTED_FORMAT

READABLE = frozenset({".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".parquet", ".zip"})
# an export of mcqa; in folders stand so many other files of this ending that it must be named
NAMED_ONLY = frozenset({".json"})
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

    A folder means every readable file in it and below it, and every zip archive with what is in it; names that begin
    with a dot, an underscore or ~$ (the lock files of Excel) are passed over, in patterns too unless the pattern spells
    them. A file that several arguments mean, in whatever spelling, is read once. InputError when an argument does not
    exist or a folder holds no scoresheet.
    """
    files: dict[Path, Path] = {}
    findings: dict[Path, Finding] = {}
    for argument in arguments:
        for path in _expand(argument):
            if path.suffix.lower() in READABLE | NAMED_ONLY:
                files.setdefault(path.resolve(), path)
            else:
                findings.setdefault(path.resolve(), unsupported(str(path)))
    return Found(files=tuple(files.values()), findings=tuple(findings.values()))


def _expand(argument: str) -> list[Path]:
    if not argument:
        raise InputError("the name of a file or folder is empty", hint="a variable of the shell may not be set")
    path = Path(argument)
    if _exists(path):
        if not path.is_dir():
            return [path]
        files = _folder(path)
        if not files:
            kinds = ", ".join(sorted(READABLE))
            hint = f"mcqa reads {kinds} files in it and below it"
            raise InputError(f"the folder {path} holds no scoresheet", hint=hint)
        return files
    if not glob.has_magic(argument):
        raise InputError(f"there is no file or folder {argument}", hint=_near(path) or "check the path")
    files = [file for match in _matches(argument) for file in (_folder(match) if match.is_dir() else [match])]
    if not files:
        raise InputError(f"no file matches {argument}", hint="quote the pattern and check the folder it starts in")
    return files


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


def _folder(folder: Path) -> list[Path]:
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in READABLE | SPREADSHEETS
        and not any(part.startswith(SKIPPED_PREFIXES) for part in path.relative_to(folder).parts)
        and path.is_file()
    ]


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
