"""One run of the linter over some files: linted, mended where that is asked for, held against a baseline."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from mcqa.errors import UsageError
from mcqa.findings import Finding
from mcqa.lint.engine import LintedFile, lint_bytes, lint_files, read_bytes
from mcqa.lint.fixable import FIXABLE
from mcqa.lint.settings import EVERYTHING, Settings
from mcqa.rubric import bundled

STDIN = "-"


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
    if STDIN in asked.names:
        files += (_lint(asked, asked.stdin_name, asked.stdin),)
    changes: list[Change] = []
    if asked.mend:
        files = tuple(_mended(asked, linted, changes) for linted in files)
    if asked.baseline is None:
        return LintRun(files=files, known={}, gone=0, changes=tuple(changes))
    from mcqa.lint.baseline import hold

    held = hold(files, asked.baseline)
    return LintRun(files=held.files, known=held.known, gone=held.gone, changes=tuple(changes))


def _lint(asked: Asked, file: str, content: bytes) -> LintedFile:
    return lint_bytes(content, file=file, folder=Path(file).parent, settings=asked.settings)


def _mended(asked: Asked, linted: LintedFile, changes: list[Change]) -> LintedFile:
    """Mend a file, note the change, and give what is left to find in it."""
    from mcqa.lint.fixing import fix

    if linted.refused or not linted.findings:
        return linted
    from_stdin = STDIN in asked.names and linted.file == asked.stdin_name
    path = Path(linted.file)
    if not from_stdin and path in bundled.shipped().values() and path.stem in asked.names:
        hint = f"copy it and mend the copy: {path}"
        raise UsageError(f"{path.stem} is a rubric that mcqa ships; it is not changed", hint=hint)
    before = asked.stdin if from_stdin else read_bytes(path)
    fixed = fix(
        before,
        file=linted.file,
        folder=path.parent,
        findings=linted.findings,
        report=lambda content: _lint(asked, linted.file, content).findings,
    )
    if fixed.content == before:
        return linted
    changes.append(Change(file=linted.file, before=before, after=fixed.content, mended=len(fixed.applied)))
    return _lint(asked, linted.file, fixed.content)


def fixable(run: LintRun) -> int:
    """Say how many findings of a run are of a kind that mending looks at."""
    return sum(finding.code in FIXABLE for finding in run.findings)
