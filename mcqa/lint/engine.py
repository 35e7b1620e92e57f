"""Run the rules over rubric files, and let only sound rubrics through to the stages that need one."""

from __future__ import annotations

import glob
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from mcqa.errors import InputError, UsageError
from mcqa.findings import Finding, Severity
from mcqa.lint.document import Document
from mcqa.lint.rules import RULES
from mcqa.rubric import bundled
from mcqa.rubric.build import build_overlay, build_rubric
from mcqa.rubric.kinds import MISSING_KEY, WRONG_TYPE
from mcqa.rubric.model import Rubric
from mcqa.rubric.read import Reading, read_rubric
from mcqa.rubric.text import parse

MAX_OVERLAYS = 8


class LintedFile(NamedTuple):
    """One rubric file: its findings in order of place, and the rubric where no finding is an error."""

    file: str
    sha256: str
    findings: tuple[Finding, ...]
    rubric: Rubric | None


def lint_files(names: Iterable[str]) -> tuple[LintedFile, ...]:
    """Lint the files that some paths, patterns and shipped ids mean; InputError when one cannot be read at all."""
    return tuple(lint_file(path) for name in names for path in _expand(name))


def _expand(name: str) -> list[Path]:
    """Give the files behind a name; shells on Windows leave patterns to the program."""
    if any(mark in name for mark in "*?[") and not Path(name).exists():
        found = [Path(match) for match in sorted(glob.glob(name, recursive=True))]  # noqa: PTH207  # absolute patterns
        if not found:
            raise InputError(f"no file matches {name}", hint="check the pattern and the folder it starts in")
        return found
    return [bundled.locate(name)]


def lint_file(path: Path) -> LintedFile:
    """Lint one rubric file; InputError when it cannot be read at all."""
    return lint_bytes(read_bytes(path), file=str(path), folder=path.parent)


def read_bytes(path: Path) -> bytes:
    """Read a rubric file whole; InputError says why it cannot be."""
    if path.is_dir():
        raise InputError(f"{path} is a folder, not a rubric file", hint=f"name the files in it: {path / '*.yaml'}")
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError(
            f"there is no file {path}", hint="check the path; `mcqa rubric list` shows those shipped"
        ) from None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}") from None


def lint_bytes(content: bytes, *, file: str, folder: Path, depth: int = 0) -> LintedFile:
    """Lint the text of one rubric; `folder` is where a path under `extends` starts."""
    source = parse(content, file)
    reading = read_rubric(source)
    findings = list(reading.findings)
    base = _base(reading, folder, depth, findings) if reading.data else None
    if reading.data:
        findings += _decision_keys(reading)
        document = Document(reading=reading, base=base)
        for rule in RULES.values():
            findings += rule.check(document, rule.kind)
    findings.sort(key=lambda finding: (finding.location.line or 0, finding.location.column or 0, finding.code))
    sound = not any(finding.severity is Severity.ERROR for finding in findings)
    rubric = _rubric(reading, base, source.sha256) if sound else None
    return LintedFile(file=file, sha256=source.sha256, findings=tuple(findings), rubric=rubric)


def load_rubric(name: str) -> Rubric:
    """Give a sound rubric by shipped id or path; InputError carries the findings of one that is not."""
    path = bundled.locate(name)
    linted = lint_file(path)
    if linted.rubric is None:
        errors = tuple(finding for finding in linted.findings if finding.severity is Severity.ERROR)
        noun = "error" if len(errors) == 1 else "errors"
        raise InputError(
            f"the rubric {path} has {len(errors)} {noun}", hint=f"mend it first: mcqa lint {path}", findings=errors
        )
    return linted.rubric


def _decision_keys(reading: Reading) -> list[Finding]:
    """Name the keys that one rule needs and the other does not."""
    decision = reading.data.get("decision")
    if not isinstance(decision, dict):
        return []
    needed = {"conjunctive": "cut", "compensatory": "pass_share"}.get(str(decision.get("rule")))
    if needed is None or needed in decision or ("decision", needed) in reading.places:
        return []
    place = reading.keys.get(("decision",)) or reading.place(("decision",))
    message = f"a {decision['rule']} decision has no key `{needed}`"
    return [MISSING_KEY.at(place, message, hint=f"add `{needed}:`", subject="decision")]


def _base(reading: Reading, folder: Path, depth: int, findings: list[Finding]) -> Rubric | None:
    """Load the rubric that an overlay extends; a finding says why it cannot be."""
    name = reading.data.get("extends")
    if not isinstance(name, str):
        return None
    place = reading.place(("extends",))
    if depth >= MAX_OVERLAYS:
        message = f"more than {MAX_OVERLAYS} overlays on each other, or an overlay that extends itself"
        findings.append(WRONG_TYPE.at(place, message, subject="extends", value=name))
        return None
    try:
        path = folder / name if (folder / name).exists() else bundled.locate(name)
        linted = lint_bytes(read_bytes(path), file=str(path), folder=path.parent, depth=depth + 1)
    except (InputError, UsageError) as error:
        findings.append(WRONG_TYPE.at(place, error.message, hint=error.hint, subject="extends", value=name))
        return None
    if linted.rubric is None:
        message = f"the rubric it extends, {path}, has errors of its own"
        findings.append(WRONG_TYPE.at(place, message, hint=f"mcqa lint {path}", subject="extends", value=name))
    return linted.rubric


def _rubric(reading: Reading, base: Rubric | None, sha256: str) -> Rubric:
    if base is None:
        return build_rubric(reading.data, sha256=sha256, path=reading.file)
    return build_overlay(base, reading.data, sha256=sha256, path=reading.file)
