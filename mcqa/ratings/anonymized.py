"""Scoresheets without identities: read, rebuilt under pseudonyms, read again, and compared.

What is handed out has been read back: its ratings are those of the originals, cell by cell, under other names. A file
whose layout does not survive the loss of its words is laid out as one list instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from mcqa.errors import InputError, OutputError, UsageError
from mcqa.findings import Finding
from mcqa.ratings.rebuilt import Maker, Output, Source, read_files
from mcqa.scoresheets.identity.leaks import all_leaks
from mcqa.scoresheets.identity.names import mask
from mcqa.scoresheets.identity.people import Register, Vocabulary
from mcqa.scoresheets.identity.pseudonyms import CrosswalkRow, Whom, assign
from mcqa.scoresheets.identity.scan import scan
from mcqa.scoresheets.read import read_sheets
from mcqa.scoresheets.words.spelling import spelled


class Choices(NamedTuple):
    """How names are replaced: by a key, or without one by lot; what was given before stays."""

    key: bytes | None
    before: tuple[CrosswalkRow, ...] = ()
    keep_comments: bool = False


class Anonymized(NamedTuple):
    """Everything to write, what was found in the originals, and who is called what."""

    outputs: tuple[Output, ...]
    findings: tuple[Finding, ...]
    called: dict[Whom, str]
    crosswalk: tuple[CrosswalkRow, ...]
    register: Register
    without: tuple[str, ...]

    def count(self, kind: str) -> int:
        """How many reviewers or micro-credentials have a pseudonym."""
        return sum(1 for whom in self.called if whom[0] == kind)


def find_identities(source: Source) -> tuple[tuple[Finding, ...], Register]:
    """Scan the files, cells and everything beside them, and write nothing."""
    register = _register(source)
    if source.rubric is not None:
        reading = read_sheets(source.opened, source.rubric, source.options)
        register.add_records(reading.records)
    else:
        _add_unread(source, register)
    return scan(source.opened.files, register).findings, register


def anonymize(source: Source, choices: Choices) -> Anonymized:
    """Rebuild every file that holds ratings under pseudonyms.

    OutputError when a name is left in any output, and InputError when a file cannot be rebuilt so that it reads as
    before; nothing is to be written then.
    """
    register = _register(source)
    before = register.add_crosswalk(choices.before)
    read = read_files(source.opened, source.rubric, source.options)
    for records in read.records.values():
        register.add_records(records)
    found = scan(source.opened.files, register)
    for author in found.authors:
        register.identities.add_person(author, None)
    called = assign(
        sorted(register.spellings),
        key=choices.key,
        before=before,
        avoid=lambda code: register.is_original(code) or any(register.identities.known(code)),
    )
    maker = Maker(source, read, register, called, keep_comments=choices.keep_comments)
    outputs = maker.outputs()
    _refuse_leaks(outputs, register, frozenset(map(spelled, called.values())))
    made = {output.source.path for output in outputs}
    return Anonymized(
        outputs=tuple(sorted(outputs, key=lambda output: output.name)),
        findings=found.findings,
        called=called,
        crosswalk=tuple(register.rows(called)),
        register=register,
        without=tuple(file.path for file in source.opened.files if file.path not in made),
    )


def _register(source: Source) -> Register:
    for file in source.opened.files:
        if file.tidy is not None:
            hint = "write it as CSV first: mcqa export FILE --format csv -o ratings.csv"
            raise UsageError(f"{file.path} holds no sheets but columns of ratings, which are not rebuilt", hint=hint)
    mapping = source.options.mapping
    more = [word for pair in (*mapping.headers, *mapping.values) for word in pair]
    register = Register(Vocabulary(source.rubric, more))
    if source.roster is not None:
        register.add_roster(source.roster)
    register.add_units(source.units)
    return register


def _add_unread(source: Source, register: Register) -> None:
    """Take the names of files without a rubric, as far as they can be read so; a scan needs no ratings."""
    for file in source.opened.files:
        try:
            read = read_files(source.opened._replace(files=(file,), findings=()), None, source.options)
        except (InputError, UsageError):
            continue
        for records in read.records.values():
            register.add_records(records)


def _refuse_leaks(outputs: Sequence[Output], register: Register, codes: frozenset[str]) -> None:
    """Stop where a name is left anywhere in an output."""
    left = all_leaks(((output.name, output.content) for output in outputs), register.identities, codes)
    if left:
        name, texts = next(iter(left.items()))
        shown = ", ".join(map(mask, texts[:3]))
        where = f"{name} and {len(left) - 1} more" if len(left) > 1 else name
        raise OutputError(
            f"names would be left in {where} of the rebuilt files ({shown}); nothing was written",
            hint="rename what is called like a word that every sheet holds, and report this",
        )
