"""What a cell means: a level, not applicable, cannot tell, nothing, or a fault that says what is wrong with it."""

from __future__ import annotations

import datetime as dt
import difflib
import math
import re
from typing import NamedTuple

from mcqa.findings import Finding, Kind, Location
from mcqa.ratings.table import MISSING, Status
from mcqa.rubric.model import Scale
from mcqa.scoresheets.grid import ErrorValue, Uncalculated, Value, text_of
from mcqa.scoresheets.headers import fold
from mcqa.scoresheets.kinds import ERROR_CELL, NOT_A_RATING, OUT_OF_RANGE, UNCALCULATED_FORMULA, UNKNOWN_LEVEL
from mcqa.scoresheets.records import Record

# the words of the file format, folded: n.a. and N/A both fold to "n a"
NOT_APPLICABLE = frozenset({"n a", "na", "not applicable"})
CANNOT_TELL = frozenset({"cannot tell", "can t tell", "cannot judge", "unable to rate", "insufficient evidence"})
WORDS_OF_A_SENTENCE = 4
_NUMBER = re.compile(r"[-+]?\d+([.,]\d+)?")


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
        """Index every way of writing each level: id, label, score, and score and label together."""
        self.scale = scale
        words: dict[str, int] = {}
        self.numbers: dict[float, int] = {}
        for position, level in enumerate(scale.levels):
            for word in (level.label, level.id):
                words[fold(word)] = position
            if level.score is not None:
                self.numbers[level.score] = position
                for word in (level.label, level.id):
                    words[f"{level.score:g} {fold(word)}"] = position
                    words[f"{fold(word)} {level.score:g}"] = position
        self.words = words
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
            return self._number(float(value))
        if isinstance(value, dt.date | dt.time | dt.timedelta):
            hint = "Excel makes dates of entries such as 1/2; format the cell as text and type the level again"
            return Fault(NOT_A_RATING, f"{text_of(value)} is a date or time, not a level", hint)
        if isinstance(value, ErrorValue):
            return Fault(ERROR_CELL, f"the cell shows the error {value.text}", f"type the level: {self.labels}")
        if isinstance(value, Uncalculated):
            hint = "open the file in Excel, let it calculate and save it, or type the level"
            return Fault(UNCALCULATED_FORMULA, f"the formula {value.formula} was never calculated", hint)
        return Fault(NOT_A_RATING, f"{text_of(value)!r} is not a level", f"choose one of: {self.labels}")

    def _text(self, typed: str) -> Parsed | Fault:
        folded = fold(typed)
        position = self.words.get(folded)
        if position is not None:
            return Parsed(Status.RATED, position)
        text = typed.strip()
        if _NUMBER.fullmatch(text):
            return self._number(float(text.replace(",", ".")))
        if folded in NOT_APPLICABLE:
            return Parsed(Status.NOT_APPLICABLE)
        if folded in CANNOT_TELL:
            return Parsed(Status.CANNOT_TELL)
        if not text:
            return _BLANK
        expected = f"expected one of: {self.labels}; Cannot tell; N/A; or blank"
        if len(folded.split()) >= WORDS_OF_A_SENTENCE:
            shown = text if len(text) <= 60 else text[:57] + "..."  # noqa: PLR2004  # what fits a line
            return Fault(NOT_A_RATING, f'"{shown}" is a remark, not a level', f"move it to the comment; {expected}")
        close = difflib.get_close_matches(folded, self.words, n=1, cutoff=0.6)
        if close:
            expected = f'did you mean "{self.scale.levels[self.words[close[0]]].label}"? {expected}'
        return Fault(UNKNOWN_LEVEL, f'"{text}" is not a level', expected)

    def _number(self, value: float) -> Parsed | Fault:
        position = self.numbers.get(value)
        if position is not None:
            return Parsed(Status.RATED, position)
        shown = f"{value:g}" if math.isfinite(value) else str(value)
        if not self.numbers:
            return Fault(OUT_OF_RANGE, f"{shown} is no score: the levels have none", f"use a label: {self.labels}")
        scores = ", ".join(f"{score:g}" for score in self.numbers)
        return Fault(OUT_OF_RANGE, f"{shown} is no score of this component", f"scores are {scores}; or use a label")

    def _beside(self, parsed: Parsed, record: Record) -> Parsed | Fault:
        """Reconcile a cell with the status and the score that other columns of its row give."""
        score = self.parse(record.score) if record.score is not None else None
        if isinstance(score, Fault):
            return score
        if score is not None and score.status is Status.RATED:
            if parsed.status is Status.MISSING:
                parsed = score
            elif parsed != score:
                said = f"the level {text_of(record.value)} and the score {text_of(record.score)} do not go together"
                return Fault(UNKNOWN_LEVEL, said, "keep the one that is right")
        if not record.status:
            return parsed
        status = _STATUS.get(fold(record.status).replace(" ", "_"))
        if status is None:
            known = ", ".join(_STATUS)
            return Fault(UNKNOWN_LEVEL, f'"{record.status}" is no status', f"expected one of: {known}")
        if parsed.status is Status.MISSING and status is not Status.RATED:
            return Parsed(status)
        if parsed.status is not status:
            found = "no level" if parsed.status is Status.MISSING else f'"{text_of(record.value)}"'
            return Fault(
                UNKNOWN_LEVEL, f"the status says {status.word}, but the cell holds {found}", "mend one of them"
            )
        return parsed
