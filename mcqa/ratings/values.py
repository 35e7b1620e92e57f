"""What a cell means: a level, not applicable, cannot tell, nothing, or a fault that says what is wrong with it."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from mcqa.findings import Finding, Kind, Location
from mcqa.ratings.table import MISSING, Status
from mcqa.ratings.ways import exactly, reads_as
from mcqa.rubric.model import Level, Scale
from mcqa.scoresheets.grid import ZERO_WIDTH, ErrorValue, Uncalculated, Value, text_of
from mcqa.scoresheets.kinds import (
    CONTRADICTING_COLUMNS,
    ERROR_CELL,
    NOT_A_RATING,
    OUT_OF_RANGE,
    UNCALCULATED_FORMULA,
    UNKNOWN_LEVEL,
)
from mcqa.scoresheets.records import Record
from mcqa.scoresheets.words.headers import fold
from mcqa.scoresheets.words.spelling import short

# the words of the file format
NOT_APPLICABLE_WORDS = ("n/a", "n.a.", "na", "not applicable")
CANNOT_TELL_WORDS = ("cannot tell", "can't tell", "cannot judge", "unable to rate", "insufficient evidence")
# folded: n.a. and N/A both fold to "n a"
NOT_APPLICABLE, CANNOT_TELL = frozenset(map(fold, NOT_APPLICABLE_WORDS)), frozenset(map(fold, CANNOT_TELL_WORDS))
WORDS_OF_A_SENTENCE = 4
# errors that a spreadsheet shows, as they stand in a CSV file made from it
SHEET_ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!"})
# truth values as a spreadsheet writes them into a CSV file
TRUTH_VALUES = frozenset({"true", "false"})
# a text longer than this was not meant for any level, and of a huge one no more is looked at
LONGEST_MEANT, LONGEST_READ = 80, 2_000
_LIBREOFFICE_ERROR = re.compile(r"Err:\d{3}")
NUMBER = re.compile(r"[-+]?(\d+([.,]\d+)?|[.,]\d+)([eE][-+]?\d+)?")
# 1,000 is one to some people and a thousand to others; 0,500 is plain
TWO_NUMBERS = re.compile(r"[-+]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?")
# so is 1.000 where a comma stands before decimals
_DOTTED = re.compile(r"[-+]?[1-9]\d{0,2}(\.\d{3})+(,\d+)?")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
# dates and times as a spreadsheet writes them into a CSV file: 2-Jan, Jan-02, 1/2/2026, 2026-01-02 03:00
_DATE = re.compile(
    rf"\d{{1,2}}[-/. ]{_MONTH}(?:[-/. ]\d{{2,4}})?|{_MONTH}[-/. ]\d{{1,4}}"
    r"|(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4})(?:[T ]\d{1,2}:\d{2}(?::\d{2})?)?|\d{1,2}:\d{2}(?::\d{2})?",
    re.IGNORECASE,
)
_INVISIBLE = " \t\r\n\xa0" + ZERO_WIDTH


class Parsed(NamedTuple):
    """What a cell holds: its status, and the position of its level where it is rated."""

    status: Status
    level: int = MISSING


class Fault(NamedTuple):
    """Why a cell is no rating: the kind of finding, what was found, and what to do."""

    kind: Kind
    message: str
    hint: str

    def at(self, place: Location, subject: str, value: str) -> Finding:
        """Make the finding at the place of the cell."""
        return self.kind.at(place, self.message, hint=self.hint, subject=subject, value=value)


_BLANK = Parsed(Status.MISSING)
_STATUS = {status.word: status for status in Status}


class LevelReader:
    """Reads the cells of one scale."""

    def __init__(self, scale: Scale) -> None:
        """Index every way of writing each level; a way of writing that two levels share means neither."""
        self.scale = scale
        self.exact = _index((exactly(word), at) for at, level in enumerate(scale.levels) for word in level[:2])
        self.loose = _index((way, at) for at, level in enumerate(scale.levels) for way in _loose_ways(level))
        self.numbers = {level.score: at for at, level in enumerate(scale.levels) if level.score is not None}
        self.labels = ", ".join(level.label for level in scale.levels)

    def read(self, record: Record) -> Parsed | Fault:
        """Say what the cell of a record means, with its status and score columns where it has them."""
        parsed = self.parse(record.value)
        if isinstance(parsed, Fault) or not (record.status or record.score is not None):
            return parsed
        return self._beside(parsed, record)

    def parse(self, value: Value) -> Parsed | Fault:
        """Say what one cell means."""
        if value is None:
            return _BLANK
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, bool):
            shown = "TRUE" if value else "FALSE"
            return Fault(NOT_A_RATING, f"{shown} is a truth value, not a level", f"choose one of: {self.labels}")
        if isinstance(value, int | float):
            return self._number(value)
        if isinstance(value, dt.date | dt.time | dt.timedelta):
            return _date(text_of(value), value)
        if isinstance(value, ErrorValue):
            return Fault(ERROR_CELL, f"the cell shows the error {short(value.text)}", f"type the level: {self.labels}")
        if isinstance(value, Uncalculated):
            hint = "open the file in Excel, let it calculate and save it, or type the level"
            return Fault(UNCALCULATED_FORMULA, f"the formula {short(value.formula)} was never calculated", hint)
        return Fault(NOT_A_RATING, f"{short(text_of(value))!r} is not a level", f"choose one of: {self.labels}")

    def _text(self, typed: str) -> Parsed | Fault:
        text = typed.strip(_INVISIBLE)
        if not text:
            return _BLANK
        exact, folded = exactly(text), fold(text[:LONGEST_READ])
        if exact not in self.exact:
            if TWO_NUMBERS.fullmatch(text):
                return _two_numbers(text, ",")
            if _DOTTED.fullmatch(text):
                return _two_numbers(text, ".")
            if NUMBER.fullmatch(text):
                return self._number(number_of(text), text)
            position = self.loose.get(folded)
            if position is None or not self._says(text, position):
                return self._word(text, folded)
            return Parsed(Status.RATED, position)
        position = self.exact[exact]
        if position is None:
            return Fault(UNKNOWN_LEVEL, f'"{short(text)}" means more than one level', "write the label of the level")
        return Parsed(Status.RATED, position)

    def _says(self, text: str, position: int) -> bool:
        """Whether a text says a level and nothing beside: `Met?` is a doubt and a cross before it the opposite."""
        level = self.scale.levels[position]
        return reads_as(text, (level.label, level.id), level.score)

    def _word(self, text: str, folded: str) -> Parsed | Fault:
        """Say what words that name no level mean."""
        if text.upper() in SHEET_ERRORS or _LIBREOFFICE_ERROR.fullmatch(text):
            return Fault(ERROR_CELL, f"the cell shows the error {text}", f"type the level: {self.labels}")
        if folded in NOT_APPLICABLE and reads_as(text, NOT_APPLICABLE_WORDS):
            return Parsed(Status.NOT_APPLICABLE)
        if folded in CANNOT_TELL and reads_as(text, CANNOT_TELL_WORDS):
            return Parsed(Status.CANNOT_TELL)
        if text.casefold() in TRUTH_VALUES:
            return Fault(NOT_A_RATING, f"{text} is a truth value, not a level", f"choose one of: {self.labels}")
        if _DATE.fullmatch(text):
            return _date(text)
        expected = f"expected one of: {self.labels}; Cannot tell; N/A; or blank"
        if len(folded.split()) >= WORDS_OF_A_SENTENCE:
            hint = f"move it to the comment; {expected}"
            return Fault(NOT_A_RATING, f'"{short(text)}" is a remark, not a level', hint)
        close = self._closest(folded)
        if close:
            expected = f'did you mean "{close}"? {expected}'
        return Fault(UNKNOWN_LEVEL, f'"{short(text)}" is not a level', expected)

    def _closest(self, folded: str) -> str | None:
        if len(folded) > LONGEST_MEANT:
            return None
        close = difflib.get_close_matches(folded, self.loose, n=1, cutoff=0.6)
        position = self.loose[close[0]] if close else None
        return None if position is None else self.scale.levels[position].label

    def _number(self, value: float, typed: str = "") -> Parsed | Fault:
        """Read a number: the label that is written so, else the score."""
        shown = typed or text_of(value)
        position = self.exact.get(exactly(text_of(value)))
        return self._score(value, shown) if position is None else Parsed(Status.RATED, position)

    def _score(self, value: float, shown: str) -> Parsed | Fault:
        position = self.numbers.get(value)
        if position is not None:
            return Parsed(Status.RATED, position)
        shown = short(shown)
        if not self.numbers:
            return Fault(OUT_OF_RANGE, f"{shown} is no score: the levels have none", f"use a label: {self.labels}")
        scores = ", ".join(f"{score:g}" for score in self.numbers)
        return Fault(OUT_OF_RANGE, f"{shown} is no score of this component", f"scores are {scores}; or use a label")

    def _scored(self, value: Value) -> Parsed | Fault:
        """Say what a cell of a score column means: there a number is a score before it is a label."""
        number = None if isinstance(value, bool) else _as_number(value)
        position = None if number is None else self.numbers.get(number)
        return self.parse(value) if position is None else Parsed(Status.RATED, position)

    def _beside(self, parsed: Parsed, record: Record) -> Parsed | Fault:
        """Reconcile a cell with the status and the score that other columns of its row give."""
        score = self._scored(record.score)
        if isinstance(score, Fault):
            return score
        if score.status is not Status.MISSING and parsed != score:
            if parsed.status is not Status.MISSING:
                typed, scored = short(text_of(record.value)), short(text_of(record.score))
                said = f"the level {typed} and the score {scored} do not go together"
                return Fault(CONTRADICTING_COLUMNS, said, "keep the one that is right")
            parsed = score
        return self._with_status(parsed, record) if record.status else parsed

    def _with_status(self, parsed: Parsed, record: Record) -> Parsed | Fault:
        status = _status(record.status)
        if status is None:
            known = ", ".join(_STATUS)
            return Fault(UNKNOWN_LEVEL, f'"{short(record.status)}" is no status', f"expected one of: {known}")
        if parsed.status is Status.MISSING and status is not Status.RATED:
            return Parsed(status)
        if parsed.status is not status:
            found = "no level" if parsed.status is Status.MISSING else f'"{short(record.shown)}"'
            said = f"the status says {status.word}, but the cell holds {found}"
            return Fault(CONTRADICTING_COLUMNS, said, "mend one of them")
        return parsed


def _loose_ways(level: Level) -> Iterator[str]:
    """Give the folded ways of writing a level in words, alone and with its score on either side."""
    for word in {level.label, level.id}:
        folded = fold(word)
        if folded and not NUMBER.fullmatch(word.strip()):
            yield folded
            if level.score is not None:
                yield fold(f"{level.score:g} {word}")
                yield fold(f"{word} {level.score:g}")


def _index(ways: Iterable[tuple[str, int]]) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    for way, position in ways:
        found[way] = position if found.get(way, position) == position else None
    return found


def _as_number(value: Value) -> float | None:
    if isinstance(value, int | float):
        return value
    text = value.strip() if isinstance(value, str) else ""
    unclear = TWO_NUMBERS.fullmatch(text) or _DOTTED.fullmatch(text)
    return number_of(text) if NUMBER.fullmatch(text) and not unclear else None


def number_of(text: str) -> float:
    """Give the number that a text is, with a decimal point or comma."""
    return float(text.replace(",", "."))


def _date(text: str, value: Value = None) -> Fault:
    """Say that a date is no level, and what it may have been before a spreadsheet made a date of it."""
    meant = ""
    if isinstance(value, dt.date):
        ways = dict.fromkeys((f"{value.month}/{value.day}", f"{value.day}/{value.month}"))
        meant = f" (this one may have been {' or '.join(ways)})"
    hint = f"Excel makes dates of entries such as 1/2{meant}; format the cell as text and type the level again"
    return Fault(NOT_A_RATING, f"{short(text)} is a date or time, not a level", hint)


def _two_numbers(text: str, mark: str) -> Fault:
    """Say that a number has a comma or a dot which may stand between thousands or before decimals."""
    thousands, other = text.replace(mark, ""), {",": ".", ".": ","}[mark]
    if text.count(mark) > 1 or other in text:
        what = {",": "commas", ".": "dots"}[mark]
        return Fault(OUT_OF_RANGE, f"{short(text)} has {what} between its digits", f"write {short(thousands)}")
    decimal = number_of(text)
    return Fault(OUT_OF_RANGE, f"{text} may be {decimal:g} or {thousands}", f"write {decimal} or {thousands}")


def _status(text: str) -> Status | None:
    folded = fold(text)
    if folded in NOT_APPLICABLE:
        return Status.NOT_APPLICABLE if reads_as(text, NOT_APPLICABLE_WORDS) else None
    if folded in CANNOT_TELL:
        return Status.CANNOT_TELL if reads_as(text, CANNOT_TELL_WORDS) else None
    status = _STATUS.get(folded.replace(" ", "_"))
    return status if status is not None and reads_as(text, (status.word,)) else None
