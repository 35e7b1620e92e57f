"""Run the rules over rubric files, and let only sound rubrics through to the stages that need one."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mcqa.errors import InputError, UsageError
from mcqa.findings import Finding, Kind, Location, Severity
from mcqa.lint.document import Document
from mcqa.lint.many import MANY, over_many
from mcqa.lint.registry import RULES, Rule
from mcqa.lint.rules import STRUCTURE
from mcqa.lint.settings import EVERYTHING, ONLY_ERRORS, Settings, covers
from mcqa.rubric import bundled, kinds
from mcqa.rubric.bounds import bounded
from mcqa.rubric.format import STANDARD
from mcqa.rubric.kinds import MISSING_KEY, UNREADABLE_FILE, WRONG_TYPE
from mcqa.rubric.read import Reading, dotted, named, read_rubric
from mcqa.rubric.text import MAX_BYTES, YamlText, parse

if TYPE_CHECKING:
    from mcqa.lint.suppressions import Silenced
    from mcqa.rubric.model import Rubric

MAX_OVERLAYS = 8


class LintedFile(NamedTuple):
    """One rubric file: its findings in order of place, and the rubric where no finding is an error.

    `text` is what stands in the file, where it could be read as text; `silenced` are the findings that comments in the
    file keep out of `findings`. A rubric whose errors are silenced is no sounder for it. A `refused` file could not be
    read at all.
    """

    file: str
    findings: tuple[Finding, ...]
    rubric: Rubric | None
    text: str = ""
    content: bytes = b""
    digest: str = ""
    silenced: tuple[Silenced, ...] = ()
    refused: bool = False

    @property
    def sha256(self) -> str:
        """The hash of the whole file; "" of one that could not be read."""
        import hashlib

        return "" if self.refused else self.digest or hashlib.sha256(self.content).hexdigest()


def lint_files(names: Iterable[str], settings: Settings = EVERYTHING) -> tuple[LintedFile, ...]:
    """Lint the files that some paths, patterns and shipped ids mean, each once.

    What cannot be read at all is among them, `refused`, with a finding that says why. The rubrics are not made:
    `load_rubric` gives one.
    """
    found: dict[Path, Path | LintedFile] = {}
    for name in names:
        try:
            for path in _expand(name):
                found.setdefault(_one(path), path)
        except (InputError, UsageError) as error:
            found[Path(name)] = _refused(name, error)
    paths = [path for path in found.values() if isinstance(path, Path)]
    if len(paths) < MANY:
        linted = iter([_lint_or_refuse(path, settings) for path in paths])
    else:
        every_rule()  # loaded before the processes part
        # all of them at once, so that the processes end before anybody looks at what they found
        linted = iter(tuple(over_many(partial(_lint_or_refuse, settings=settings), paths)))
    return tuple(next(linted) if isinstance(each, Path) else each for each in found.values())


def _one(path: Path) -> Path:
    """Give the path that all ways to a file lead to; of a name that no file can have, the name."""
    try:
        return path.resolve()
    except (OSError, ValueError, RuntimeError):
        return path


def _lint_or_refuse(path: Path, settings: Settings) -> LintedFile:
    try:
        return lint_file(path, settings, build=False)
    except InputError as error:
        return _refused(str(path), error)


def _refused(name: str, error: InputError | UsageError) -> LintedFile:
    finding = UNREADABLE_FILE.at(Location(file=name, line=1, column=1), error.message, hint=error.hint)
    return LintedFile(file=name, findings=(finding,), rubric=None, refused=True)


def _expand(name: str) -> list[Path]:
    """Give the files behind a name; shells on Windows leave patterns to the program."""
    if any(mark in name for mark in "*?[") and not bundled.is_there(Path(name)):
        import glob

        matches = sorted(glob.glob(name, recursive=True))  # noqa: PTH207  # absolute patterns
        found = [path for match in matches if not (path := Path(match)).is_dir()]
        if not found:
            raise InputError(f"no file matches {name}", hint="check the pattern and the folder it starts in")
        return found
    return [bundled.locate(name)]


def lint_file(path: Path, settings: Settings = EVERYTHING, *, build: bool = True) -> LintedFile:
    """Lint one rubric file; InputError when it cannot be read at all."""
    content = read_bytes(path)
    chain = (path.resolve(),)
    linted = lint_bytes(content, file=str(path), folder=path.parent, settings=settings, chain=chain, build=build)
    if len(content) > MAX_BYTES and path.is_file():
        import hashlib

        with path.open("rb") as file:
            linted = linted._replace(digest=hashlib.file_digest(file, "sha256").hexdigest())
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


def lint_bytes(
    content: bytes,
    *,
    file: str,
    folder: Path,
    settings: Settings = EVERYTHING,
    chain: tuple[Path, ...] = (),
    build: bool = True,
) -> LintedFile:
    """Lint the text of one rubric; `folder` is where a path under `extends` starts, `chain` the files that led here.

    The rubric itself is made only where it is sound, and `build` asks for it.
    """
    source = parse(content, file)
    reading = read_rubric(source)
    findings = list(reading.findings)
    base = _base(reading, folder, chain, findings) if reading.data else None
    if reading.data:
        findings += _untitled(reading, base)
        document = Document(reading=reading, base=base, text=source.text, additions=settings.additions)
        for code in _codes_to_run(settings):
            rule = RULES[code]
            findings += bounded(rule.check(document, rule.kind))
    sound = not any(finding.severity is Severity.ERROR for finding in findings)
    rubric = _rubric(reading, base, source.sha256) if sound and build else None
    reported, silenced = _reported(source, findings, settings)
    return LintedFile(
        file=file,
        content=content,
        findings=tuple(sorted(reported, key=_in_order)),
        rubric=rubric,
        text=source.text,
        silenced=tuple(silenced),
    )


def _codes_to_run(settings: Settings) -> list[str]:
    """Give the rules that this run needs: those that are asked for, and all that decide whether a rubric is sound."""
    if settings.only_errors:
        return [code for code in STRUCTURE if RULES[code].kind.severity is Severity.ERROR]
    return [code for code, rule in every_rule().items() if rule.kind.severity is Severity.ERROR or settings.wants(code)]


def every_rule() -> dict[str, Rule]:
    """Give all rules by code; those of wording are loaded where somebody asks for them."""
    from mcqa.lint import wording

    return wording.RULES


@cache
def codes() -> dict[str, str]:
    """Give the names of all findings about a rubric, by code."""
    from mcqa.lint import suppressions

    reading = {kind.code: kind.name for kind in vars(kinds).values() if isinstance(kind, Kind)}
    every = {code: rule.kind.name for code, rule in every_rule().items()}
    return dict(sorted((reading | every | {suppressions.UNUSED.code: suppressions.UNUSED.name}).items()))


def _reported(source: YamlText, findings: list[Finding], settings: Settings) -> tuple[list[Finding], list[Silenced]]:
    """Take out what nobody asked for, what is ignored in this file, and what a comment in the file silences."""
    if settings.only_errors:
        return findings, []
    ignored = settings.ignored_in(source.file)
    wanted = [each for each in findings if settings.wants(each.code) and not covers(ignored, each.code)]
    if "mcqa:" not in source.text.lower():
        return wanted, []
    from mcqa.lint import suppressions

    known = codes()
    looked_for = {code for code in known if settings.wants(code) and not covers(ignored, code)}
    return suppressions.apply(source, wanted, known=known, looked_for=looked_for)


def _in_order(finding: Finding) -> tuple[int, int, str]:
    return finding.location.line or 0, finding.location.column or 0, finding.code


def load_rubric(name: str) -> Rubric:
    """Give a sound rubric by shipped id or path; InputError carries the findings of one that is not."""
    path = bundled.locate(name)
    return _sound(lint_file(path, ONLY_ERRORS), f"mend it first: mcqa lint {path}")


def load_rubric_bytes(content: bytes, *, file: str, folder: Path) -> Rubric:
    """Give the sound rubric that some bytes hold; `file` names them in messages, `extends` starts in `folder`."""
    return _sound(lint_bytes(content, file=file, folder=folder, settings=ONLY_ERRORS), "mend it first: mcqa lint")


def _sound(linted: LintedFile, hint: str) -> Rubric:
    if linted.rubric is None:
        errors = tuple(finding for finding in linted.findings if finding.severity is Severity.ERROR)
        noun = "error" if len(errors) == 1 else "errors"
        raise InputError(f"the rubric {linted.file} has {len(errors)} {noun}", hint=hint, findings=errors)
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
            message = f"{named(STANDARD, standard.path, standard.data)} has no key `title`"
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
        content = _base_bytes(path)
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
    linted = lint_bytes(content, file=str(path), folder=path.parent, settings=ONLY_ERRORS, chain=(*chain, here))
    if linted.rubric is None:
        first = next(finding for finding in linted.findings if finding.severity is Severity.ERROR)
        # what the other file holds is quoted only if it is a rubric: `extends` may name any file of the machine
        said = first.message if b"mcqa-rubric/" in content else f"{first.code} {first.name}"
        message = f"the rubric it extends has errors of its own, first {first.location}: {said}"
        wrong(message, f"mend it first: mcqa lint {path}")
    return linted.rubric


def _base_bytes(path: Path) -> bytes:
    """Read the file of a base; one that gives no end of bytes, or waits for them, is none."""
    if bundled.is_there(path) and not (path.is_file() or path.is_dir()):
        raise InputError(f"{path} is no regular file")
    return read_bytes(path)


def _rubric(reading: Reading, base: Rubric | None, sha256: str) -> Rubric:
    from mcqa.rubric.build import build_overlay, build_rubric

    if base is None:
        return build_rubric(reading.data, sha256=sha256, path=reading.file)
    return build_overlay(base, reading.data, sha256=sha256, path=reading.file)
