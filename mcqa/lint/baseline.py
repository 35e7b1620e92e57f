"""A baseline: the findings that were there when an author began to lint, so that only new ones are reported.

A file of JSON beside the rubrics, made and read by mcqa. It names files by their paths from its own folder and findings
by fingerprints that stay when lines move, so that it can be kept in git and shared. What findings say is left out: it
may name folders of the machine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from mcqa.errors import UsageError
from mcqa.findings import Finding
from mcqa.lint.engine import LintedFile
from mcqa.lint.fingerprint import fingerprints

SCHEMA = "mcqa/lint-baseline@1"
HINT = "make one with --write-baseline"


class Held(NamedTuple):
    """What a baseline does to a run: the files without the findings it holds, those by file, and how many are gone."""

    files: tuple[LintedFile, ...]
    known: dict[str, tuple[Finding, ...]]
    gone: int


def baseline_text(files: Sequence[LintedFile], folder: Path) -> str:
    """Give the text of a baseline that holds all findings of some files; `folder` is where it will stand."""
    import json

    entries = [
        {
            "file": file,
            "code": finding.code,
            "subject": finding.subject,
            "fingerprint": fingerprint,
        }
        for linted in files
        for file, finding, fingerprint in _marked(linted, folder)
    ]
    return json.dumps({"schema": SCHEMA, "findings": entries}, indent=2, ensure_ascii=False) + "\n"


def hold(files: Sequence[LintedFile], path: Path) -> Held:
    """Take out the findings that a baseline file holds, each as often as it holds it; UsageError where it is none."""
    entries = _entries(path)
    left = Counter(entry["fingerprint"] for entry in entries)
    here = {Path(linted.file).resolve() for linted in files}
    kept_files, known = [], {}
    for linted in files:
        kept, held = [], []
        for _, finding, fingerprint in _marked(linted, path.parent):
            if left[fingerprint] > 0:
                left[fingerprint] -= 1
                held.append(finding)
            else:
                kept.append(finding)
        kept_files.append(linted._replace(findings=tuple(kept)))
        known[linted.file] = tuple(held)
    # what the baseline says of files that this run did not read is not gone
    of_files = {entry["fingerprint"]: (path.parent / entry["file"]).resolve() for entry in entries}
    gone = sum(number for mark, number in left.items() if of_files[mark] in here)
    return Held(tuple(kept_files), known, gone)


def is_baseline(path: Path) -> bool:
    """Whether a file is a baseline that mcqa wrote, and may be written anew."""
    try:
        _entries(path)
    except UsageError:
        return False
    return True


def _marked(linted: LintedFile, folder: Path) -> list[tuple[str, Finding, str]]:
    """Give the findings of a file with its path from a folder, and their fingerprints."""
    file = _from(Path(linted.file).resolve(), folder.resolve())
    moved = [finding._replace(location=finding.location._replace(file=file)) for finding in linted.findings]
    return [(file, finding, mark) for finding, mark in zip(linted.findings, fingerprints(moved), strict=True)]


def _from(path: Path, start: Path) -> str:
    """Give a path from a folder by way of what both stand in; the whole path where that is nothing."""
    for steps, above in enumerate((start, *start.parents)):
        if path.is_relative_to(above):
            return Path(*[".."] * steps, path.relative_to(above)).as_posix()
    return path.as_posix()


def _entries(path: Path) -> list[dict[str, str]]:
    import json

    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))  # an editor may have put a byte order mark
    except FileNotFoundError:
        raise UsageError(f"there is no baseline {path}", hint=HINT) from None
    except (OSError, UnicodeDecodeError, ValueError, RecursionError):
        raise UsageError(f"{path} cannot be read as a baseline", hint=HINT) from None
    entries = data.get("findings") if isinstance(data, dict) and data.get("schema") == SCHEMA else None
    if not isinstance(entries, list) or not all(
        isinstance(entry, dict) and isinstance(entry.get("fingerprint"), str) and isinstance(entry.get("file"), str)
        for entry in entries
    ):
        raise UsageError(f"{path} is no baseline of mcqa", hint=HINT)
    return entries
