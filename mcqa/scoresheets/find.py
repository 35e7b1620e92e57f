"""From what stands on the command line to the files meant: files, folders with all below them, and patterns."""

from __future__ import annotations

import glob
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from mcqa.errors import InputError
from mcqa.findings import Finding, Location
from mcqa.scoresheets.kinds import UNSUPPORTED_FORMAT

READABLE = frozenset({".xlsx", ".xlsm", ".csv", ".tsv"})
SPREADSHEETS = frozenset({".xls", ".xlsb", ".ods", ".fods", ".numbers", ".gsheet", ".xltx", ".sxc"})
SKIPPED_PREFIXES = (".", "_", "~$")
SHOWN = 6


class Found(NamedTuple):
    """The files to read, in order of their names, and findings about those that cannot be read."""

    files: tuple[Path, ...]
    findings: tuple[Finding, ...]


def find_files(arguments: Iterable[str]) -> Found:
    """Find the scoresheets that some arguments mean.

    A folder means every readable file in it and below it; names that begin with a dot, an underscore or ~$ (the lock
    files of Excel) are passed over. InputError when an argument does not exist or a folder holds no scoresheet.
    """
    files: dict[Path, None] = {}
    findings: dict[Path, Finding] = {}
    for argument in arguments:
        for path in _expand(argument):
            if path.suffix.lower() in READABLE:
                files[path] = None
            else:
                findings[path] = _unsupported(path)
    return Found(files=tuple(files), findings=tuple(findings.values()))


def _expand(argument: str) -> list[Path]:
    path = Path(argument)
    if path.is_dir():
        return _folder(path)
    if path.exists():
        return [path]
    matches = [Path(match) for match in sorted(glob.glob(argument, recursive=True))]  # noqa: PTH207  # "**" and absolute patterns
    if not matches:
        if glob.has_magic(argument):
            raise InputError(f"no file matches {argument}", hint="quote the pattern and check the folder it starts in")
        near = _near(path)
        raise InputError(f"there is no file or folder {argument}", hint=near or "check the path")
    return [file for match in matches for file in (_folder(match) if match.is_dir() else [match])]


def _folder(folder: Path) -> list[Path]:
    files = [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in READABLE | SPREADSHEETS
        and not any(part.startswith(SKIPPED_PREFIXES) for part in path.relative_to(folder).parts)
        and path.is_file()
    ]
    if not files:
        kinds = ", ".join(sorted(READABLE))
        raise InputError(
            f"the folder {folder} holds no scoresheet", hint=f"mcqa reads {kinds} files in it and below it"
        )
    return files


def _unsupported(path: Path) -> Finding:
    suffix = path.suffix.lower() or "no ending"
    message = f"{path.name} is not a kind of file that mcqa reads ({suffix})"
    hint = "open it and save it as Excel workbook (.xlsx) or CSV (UTF-8)"
    return UNSUPPORTED_FORMAT.at(Location(file=str(path)), message, hint=hint, value=suffix)


def _near(path: Path) -> str | None:
    parent = path.parent
    while not parent.exists():
        parent = parent.parent
    names = sorted(child.name for child in parent.iterdir() if not child.name.startswith(SKIPPED_PREFIXES))
    shown = ", ".join(names[:SHOWN]) + (", ..." if len(names) > SHOWN else "")
    return f"{parent} holds {shown}" if names else None
