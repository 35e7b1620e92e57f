"""Rebuilt files: made as they were laid out, read back and compared; as a list where that does not hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, NamedTuple

from mcqa.errors import InputError, UsageError
from mcqa.findings import Finding, Location, Severity
from mcqa.progress import tracked
from mcqa.ratings.build import build_ratings
from mcqa.scoresheets.files.opened import Opened, OpenedFile, open_sheets
from mcqa.scoresheets.grid import text_of
from mcqa.scoresheets.identity.people import Register
from mcqa.scoresheets.identity.pseudonyms import RATER, UNIT, Whom
from mcqa.scoresheets.identity.rebuild import Job, Sheet, long_list, rebuild
from mcqa.scoresheets.identity.written import text_table, workbook
from mcqa.scoresheets.options import SheetOptions
from mcqa.scoresheets.read import read_sheets
from mcqa.scoresheets.records import FileRead, Record
from mcqa.scoresheets.tables.reading import SheetReading
from mcqa.scoresheets.words.spelling import spelled

if TYPE_CHECKING:
    from mcqa.rubric.model import Rubric
    from mcqa.scoresheets.lists.roster import Roster
    from mcqa.scoresheets.lists.units import UnitEntry
    from mcqa.scoresheets.records import RubricClaim

_TEXT_TABLES = frozenset({".csv", ".tsv", ".txt", ".json"})
AS_LAID_OUT, AS_LIST = "as laid out", "as a list"


class Source(NamedTuple):
    """What identities are looked for in: the files, how they are read, and who and what is on which list."""

    opened: Opened
    rubric: Rubric | None
    options: SheetOptions = SheetOptions()
    roster: Roster | None = None
    units: tuple[UnitEntry, ...] = ()


class Output(NamedTuple):
    """One file to hand out, the file it stands for, and which of its sheets became which."""

    name: str
    content: bytes
    source: OpenedFile
    how: str
    sheets: int
    ratings: int
    left_out: Counter[str]


class Read(NamedTuple):
    """Files as read: the records and faults of each by its path."""

    files: dict[str, FileRead]
    records: dict[str, list[Record]]
    faults: dict[str, list[Location]]


def read_files(opened: Opened, rubric: Rubric | None, options: SheetOptions) -> Read:
    """Read files, with a rubric or, one by one, without."""
    readings: list[tuple[SheetReading, Iterable[Finding]]] = []
    if rubric is not None:
        reading = read_sheets(opened, rubric, options)
        readings.append((reading, build_ratings(reading, rubric).findings))
    else:
        readings += [_plain(opened._replace(files=(file,), findings=())) for file in opened.files]
    records: dict[str, list[Record]] = {}
    faults: dict[str, list[Location]] = {}
    for reading, findings in readings:
        for record in reading.records:
            records.setdefault(record.location.file or "", []).append(record)
        for finding in findings:
            place = finding.location
            if finding.severity is Severity.ERROR and place.cell:
                faults.setdefault(place.file or "", []).append(place)
    files = {file.path: file for reading, _ in readings for file in reading.files}
    return Read(files=files, records=records, faults=faults)


def _plain(opened: Opened) -> tuple[SheetReading, Iterable[Finding]]:
    from mcqa.ratings.plain import build_plain
    from mcqa.scoresheets.plain import read_plain

    try:
        plain = read_plain(opened, "auto", None)
    except UsageError as error:
        hint = "give --rubric, or a list with the columns unit, rater and level"
        raise UsageError(error.message, hint=hint) from None
    return plain.reading, build_plain(plain, None).collected.findings


class Maker:
    """Makes the outputs, and reads them back."""

    def __init__(
        self, source: Source, read: Read, register: Register, called: dict[Whom, str], *, keep_comments: bool
    ) -> None:
        self.source, self.read, self.register = source, read, register
        self.codes, self.keep_comments = called, keep_comments
        self.by_name = source.options.rater_from == "filename"

    def called(self, whom: Whom) -> str:
        """Give the pseudonym of somebody; nothing where there is none."""
        return self.codes.get(whom, "")

    def outputs(self) -> list[Output]:
        """Give every output; first as laid out, then as lists where that does not read as before."""
        names: Counter[str] = Counter()
        made: dict[str, Output] = {}
        for file in tracked(self.source.opened.files, "rebuilding files"):
            if self.read.records.get(file.path) or self.read.files[file.path].invalid:
                name = self._name(file, names)
                made[name] = self._output(file, name, AS_LAID_OUT)
        wrong = self._changed(made)
        for name in wrong:
            source = made[name].source
            if self.read.records.get(source.path):
                made[name] = self._output(source, name, AS_LIST)
            else:
                # nothing but invalid cells, which a list cannot hold
                del made[name]
        wrong = [name for name in wrong if name in made]
        if wrong and (left := self._changed({name: made[name] for name in wrong})):
            path = made[left[0]].source.path
            message = f"{path} cannot be rebuilt so that it is read as before; nothing was written"
            hint = "copy its ratings to a list with the columns unit, rater, criterion and level"
            raise InputError(message, hint=hint)
        return list(made.values())

    def _name(self, file: OpenedFile, names: Counter[str]) -> str:
        """Name an output after the one reviewer or micro-credential that it is of."""
        records = self.read.records.get(file.path, [])
        raters = {self.register.whom(RATER, record.rater) for record in records}
        units = {self.register.whom(UNIT, record.unit) for record in records}
        one = next((group for group in (raters, units) if len(group) == 1), None)
        stem = self.called(one.pop()) if one else "ratings" if records else "no-ratings"
        suffix = ".csv" if PurePath(file.path).suffix.lower() in _TEXT_TABLES and _is_text(file) else ".xlsx"
        names[stem] += 1
        if names[stem] == 1:
            return f"{stem}{suffix}"
        # where files name their reviewers, two of one reviewer need two folders
        return f"{names[stem]}/{stem}{suffix}" if self.by_name else f"{stem}-{names[stem]}{suffix}"

    def _output(self, file: OpenedFile, name: str, how: str) -> Output:
        records = self.read.records.get(file.path, [])
        faults = self.read.faults.get(file.path, [])
        job = Job(
            register=self.register, called=self.called, keep_comments=self.keep_comments, faulty=frozenset(faults)
        )
        text = name.endswith(".csv")
        claim = self._claim(file)
        if how == AS_LAID_OUT:
            sheets = rebuild(file, self.read.files[file.path], records, faults, job)
        else:
            job.left_out["invalid"] = self.read.files[file.path].invalid
            sheets = [_with_claim(long_list(records, job, title=None if text else "ratings"), claim if text else None)]
        content = text_table(sheets[0]) if text else workbook(sheets, claim)
        return Output(name, content, file, how, len(sheets), len(records), job.left_out)

    def _claim(self, file: OpenedFile) -> RubricClaim | None:
        """Give what a file says of its rubric, unless that names anybody."""
        claim = file.claim
        if claim is None or self.register.identities.find(" ".join(claim)):
            return None
        return claim

    def _changed(self, made: dict[str, Output]) -> list[str]:
        """Write outputs to a folder that is gone afterwards, read them, and give those that are not read as before."""
        import tempfile

        with tempfile.TemporaryDirectory(prefix="mcqa-") as folder:
            paths = {name: Path(folder).joinpath(*name.split("/")) for name in made}
            for name, path in paths.items():
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(made[name].content)
            opened = open_sheets([str(path) for path in paths.values()])
            try:
                again = read_files(opened, self.source.rubric, self.source.options)
            except (InputError, UsageError):
                return list(made)
            invalid = {path: read.invalid for path, read in again.files.items()}
            return [
                name
                for name, path in ((name, str(path)) for name, path in paths.items())
                if not self._same(made[name], again.records.get(path, []), invalid.get(path, 0))
            ]

    def _same(self, output: Output, again: Sequence[Record], invalid: int) -> bool:
        """Whether an output holds the ratings of the original, in the same cells if it is laid out like it."""
        records = self.read.records.get(output.source.path, [])
        faulty = set(self.read.faults.get(output.source.path, ()))
        laid_out = output.how == AS_LAID_OUT
        if laid_out and self.read.files[output.source.path].invalid != invalid:
            return False
        return len(records) == len(again) and all(
            (not laid_out or record.location.cell == other.location.cell)
            and self._named_alike(record, other)
            and (record.location in faulty or record.shown == other.shown)
            for record, other in zip(records, again, strict=True)
        )

    def _named_alike(self, record: Record, other: Record) -> bool:
        whom = self.register.whom
        return (
            " ".join(other.unit.split()) == self.called(whom(UNIT, record.unit))
            and " ".join(other.rater.split()) == self.called(whom(RATER, record.rater))
            and record.criterion == other.criterion
            and record.status == other.status
            and text_of(record.score) == text_of(other.score)
            and self._said_alike(record.round, other.round)
            and self._said_alike(record.group, other.group)
        )

    def _said_alike(self, mine: str, theirs: str) -> bool:
        return mine == theirs or spelled(self.register.identities.without(mine, self.called)) == spelled(theirs)


def _is_text(file: OpenedFile) -> bool:
    return len(file.grids) == 1 and file.grids[0].sheet is None


def _with_claim(sheet: Sheet, claim: RubricClaim | None) -> Sheet:
    """Put a line above a list that says for which rubric it was made."""
    if claim is None:
        return sheet
    return sheet._replace(rows=(("Rubric", f"{claim.id} {claim.version}".strip()), *sheet.rows))
