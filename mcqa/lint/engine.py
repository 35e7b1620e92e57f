"""Run the rules over rubric files, and let only sound rubrics through to the stages that need one."""

from __future__ import annotations

import glob
import hashlib
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
from mcqa.rubric.read import Reading, dotted, read_rubric
from mcqa.rubric.text import MAX_BYTES, parse

MAX_OVERLAYS = 8


class LintedFile(NamedTuple):
    """One rubric file: its findings in order of place, and the rubric where no finding is an error."""

    file: str
    sha256: str
    findings: tuple[Finding, ...]
    rubric: Rubric | None


def lint_files(names: Iterable[str]) -> tuple[LintedFile, ...]:
    """Lint the files that some paths, patterns and shipped ids mean, each once.

    InputError when one cannot be read at all; it carries the findings of the others.
    """
    linted: dict[Path, LintedFile] = {}
    refused: list[InputError | UsageError] = []
    for name in names:
        try:
            for path in _expand(name):
                linted.setdefault(path.absolute(), lint_file(path))
        except (InputError, UsageError) as error:
            refused.append(error)
    if refused:
        findings = tuple(finding for file in linted.values() for finding in file.findings)
        raise InputError("; ".join(error.message for error in refused), hint=refused[0].hint, findings=findings)
    return tuple(linted.values())


def _expand(name: str) -> list[Path]:
    """Give the files behind a name; shells on Windows leave patterns to the program."""
    if any(mark in name for mark in "*?[") and not bundled.is_there(Path(name)):
        matches = sorted(glob.glob(name, recursive=True))  # noqa: PTH207  # absolute patterns
        found = [path for match in matches if not (path := Path(match)).is_dir()]
        if not found:
            raise InputError(f"no file matches {name}", hint="check the pattern and the folder it starts in")
        return found
    return [bundled.locate(name)]


def lint_file(path: Path) -> LintedFile:
    """Lint one rubric file; InputError when it cannot be read at all."""
    content = read_bytes(path)
    linted = lint_bytes(content, file=str(path), folder=path.parent, chain=(path.resolve(),))
    if len(content) > MAX_BYTES and path.is_file():
        with path.open("rb") as file:
            linted = linted._replace(sha256=hashlib.file_digest(file, "sha256").hexdigest())
    return linted


def read_bytes(path: Path) -> bytes:
    """Read a rubric file, or of one that is too large as much as shows that it is; InputError says why it cannot be."""
    if bundled.is_there(path) and path.is_dir():
        raise InputError(f"{path} is a folder, not a rubric file", hint=f"name the files in it: {path / '*.yaml'}")
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise InputError(
            f"there is no file {path}", hint="check the path; `mcqa rubric list` shows those shipped"
        ) from None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}") from None
    except ValueError:
        raise InputError(f"{str(path)!r} is no name that a file can have") from None


def lint_bytes(content: bytes, *, file: str, folder: Path, chain: tuple[Path, ...] = ()) -> LintedFile:
    """Lint the text of one rubric; `folder` is where a path under `extends` starts, `chain` the files that led here."""
    source = parse(content, file)
    reading = read_rubric(source)
    findings = list(reading.findings)
    base = _base(reading, folder, chain, findings) if reading.data else None
    if reading.data:
        findings += _untitled(reading, base)
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


def _untitled(reading: Reading, base: Rubric | None) -> list[Finding]:
    """Ask a standard that an overlay adds for its title; only one of the base has a title already."""
    if base is None:
        return []
    known = {standard.id for standard in base.standards}
    found = []
    for standard in Document(reading=reading, base=base).standards:
        path = (*standard.path, "title")
        if standard.text("id") not in known and path not in reading.keys:
            message = f"{dotted(standard.path)} has no key `title`"
            hint = f"add `title:`; {base.id} has no standard of this id"
            found.append(
                MISSING_KEY.at(reading.place(standard.path), message, hint=hint, subject=dotted(standard.path))
            )
    return found


def _base(reading: Reading, folder: Path, chain: tuple[Path, ...], findings: list[Finding]) -> Rubric | None:
    """Load the rubric that an overlay extends; a finding says why it cannot be."""
    name = reading.data.get("extends")
    if not isinstance(name, str):
        return None

    def wrong(message: str, hint: str | None = None) -> None:
        findings.append(WRONG_TYPE.at(reading.place(("extends",)), message, hint=hint, subject="extends", value=name))

    try:
        path = bundled.locate(name, folder=folder)
        content = read_bytes(path)
    except (InputError, UsageError) as error:
        wrong(error.message, error.hint)
        return None
    here = path.resolve()
    if here in chain:
        wrong(f"{path} extends itself" if here == chain[-1] else f"{path} extends itself by way of this file")
        return None
    if len(chain) > MAX_OVERLAYS:
        wrong(f"more than {MAX_OVERLAYS} overlays on each other")
        return None
    linted = lint_bytes(content, file=str(path), folder=path.parent, chain=(*chain, here))
    if linted.rubric is None:
        first = next(finding for finding in linted.findings if finding.severity is Severity.ERROR)
        message = f"the rubric it extends has errors of its own, first {first.location}: {first.message}"
        wrong(message, f"mend it first: mcqa lint {path}")
    return linted.rubric


def _rubric(reading: Reading, base: Rubric | None, sha256: str) -> Rubric:
    if base is None:
        return build_rubric(reading.data, sha256=sha256, path=reading.file)
    return build_overlay(base, reading.data, sha256=sha256, path=reading.file)
