"""One run of the linter over some files: linted, mended where that is asked for, held against a baseline."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from mcqa.errors import UsageError
from mcqa.findings import Finding
from mcqa.lint.engine import LintedFile, lint_bytes, lint_files
from mcqa.lint.fixable import FIXABLE
from mcqa.lint.settings import EVERYTHING, Settings
from mcqa.rubric import bundled

STDIN = "-"
# in so many files it is tried what can be mended, to say so; --diff tells of all
TRIED = 20


class Asked(NamedTuple):
    """What a run is to do: the names of files, where `-` means the bytes of `stdin`, and what to do with them."""

    names: tuple[str, ...]
    settings: Settings = EVERYTHING
    baseline: Path | None = None
    stdin: bytes = b""
    stdin_name: str = "<stdin>"
    mend: bool = False


class Change(NamedTuple):
    """What mending made of one file, and how many faults are gone by it."""

    file: str
    before: bytes
    after: bytes
    mended: int
    from_stdin: bool = False


class LintRun(NamedTuple):
    """The files as they would be after all changes, what the baseline holds of them, and the changes."""

    files: tuple[LintedFile, ...]
    known: dict[str, tuple[Finding, ...]]
    gone: int
    changes: tuple[Change, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of all files, in order."""
        return tuple(finding for file in self.files for finding in file.findings)

    @property
    def refused(self) -> bool:
        """Whether a file could not be read at all."""
        return any(file.refused for file in self.files)


def run_lint(asked: Asked) -> LintRun:
    """Lint, mend where asked, and take out what a baseline holds; nothing is written."""
    files = lint_files([name for name in asked.names if name != STDIN], asked.settings)
    changes: list[Change] = []
    if asked.mend:
        files = tuple(_mended(asked, linted, changes) for linted in files)
    if STDIN in asked.names:
        linted = _lint(asked, asked.stdin_name, asked.stdin)
        files += (_mended(asked, linted, changes, from_stdin=True) if asked.mend else linted,)
    if asked.baseline is None:
        return LintRun(files=files, known={}, gone=0, changes=tuple(changes))
    from mcqa.lint.baseline import hold

    held = hold(files, asked.baseline)
    return LintRun(files=held.files, known=held.known, gone=held.gone, changes=tuple(changes))


def _lint(asked: Asked, file: str, content: bytes) -> LintedFile:
    return lint_bytes(content, file=file, folder=Path(file).parent, settings=asked.settings)


def _mended(asked: Asked, linted: LintedFile, changes: list[Change], *, from_stdin: bool = False) -> LintedFile:
    """Mend a file, note the change, and give what is left to find in it."""
    from mcqa.lint.fixing import fix

    if linted.refused or not linted.findings:
        return linted
    path = Path(linted.file)
    if not from_stdin and path in bundled.shipped().values() and path.stem in asked.names:
        hint = f"copy it and mend the copy: {path}"
        raise UsageError(f"{path.stem} is a rubric that mcqa ships; it is not changed", hint=hint)
    fixed = fix(
        linted.content,
        file=linted.file,
        folder=path.parent,
        findings=linted.findings,
        report=lambda content: _lint(asked, linted.file, content).findings,
    )
    if fixed.content == linted.content:
        return linted
    changes.append(Change(linted.file, linted.content, fixed.content, len(fixed.applied), from_stdin))
    return _lint(asked, linted.file, fixed.content)


def fixable(run: LintRun) -> int:
    """Say how many findings of a run mending would take away; it is tried, for a code alone does not tell."""
    candidates = [file for file in run.files if any(finding.code in FIXABLE for finding in file.findings)]
    if not candidates:
        return 0
    from mcqa.lint.fixing import fix

    return sum(
        len(fix(file.content, file=file.file, folder=Path(file.file).parent, findings=file.findings).applied)
        for file in candidates[:TRIED]
    )
