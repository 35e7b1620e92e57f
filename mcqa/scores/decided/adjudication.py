"""What people decided, held against the scores: which decisions count, for which cells, and a log of all of them.

Ratings and the consensus of reviewers stay as they are; a decision stands beside them and takes the place of the
consensus only where the rule is applied.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mcqa.findings import Finding
from mcqa.ratings.kinds import (
    CONFLICTING_DECISIONS,
    INCOMPLETE_DECISION,
    NO_LONGER_SPLIT,
    UNKNOWN_DECISION,
)
from mcqa.ratings.table import Status
from mcqa.ratings.values import Fault, LevelReader, Parsed
from mcqa.scores.decided.named import CellFinder, Place
from mcqa.scores.judgement import NO_LEVEL
from mcqa.scoresheets.grid import text_of
from mcqa.scoresheets.lists.decisions import CellDecision, DecisionList
from mcqa.scoresheets.read import rubric_mismatch
from mcqa.scoresheets.words.spelling import KEPT, short

if TYPE_CHECKING:
    from mcqa.findings import Location
    from mcqa.ratings.table import Codes
    from mcqa.scores.scored import Scores

# why a row is not used
CANNOT_TELL, BLANK, REPEATED = "cannot_tell", "blank", "repeated"
UNKNOWN_CELL, UNKNOWN_LEVEL, CONFLICT = "unknown_cell", "unknown_decision", "conflict"
# what a person left open on purpose, and what is at fault
LEFT_OPEN = frozenset({CANNOT_TELL, BLANK})
FAULTS = frozenset({UNKNOWN_CELL, UNKNOWN_LEVEL, CONFLICT})


class LogEntry(NamedTuple):
    """One row that somebody filled in: who decided what and why, beside what the reviewers said.

    `decision` is the id of a level, None where the row decides none; `typed` is what stands in its cell. `consensus`
    is that of the reviewers alone. `because` says why a row is not used: `cannot_tell` and `blank` leave the cell open,
    `repeated` repeats a row above, `unknown_cell`, `unknown_decision` and `conflict` are faults.
    """

    unit: str
    criterion: str
    decision: str | None
    typed: str | None
    reason: str
    decided_by: str
    decided_on: str
    consensus: str | None
    votes: dict[str, int]
    was_split: bool
    used: bool
    because: str | None
    source: str

    def to_json(self) -> dict[str, object]:
        """Give the entry as a JSON object; what is blank is null."""
        texts = {name: getattr(self, name) or None for name in ("reason", "decided_by", "decided_on")}
        return self._asdict() | texts


@dataclass(frozen=True, kw_only=True)
class Adjudication:
    """Decisions as they count.

    `decided` (n_units, n_criteria) holds the positions of decided levels, -1 where nobody decided, as
    `mcqa.scores.score.score` takes them; `blank` counts the rows into which nobody wrote anything.
    """

    path: str
    sha256: str
    decided: Codes
    log: tuple[LogEntry, ...]
    blank: int
    findings: tuple[Finding, ...]

    def counts(self) -> dict[str, int]:
        """Count the rows: decisions `used`, cells `left_open`, rows that `repeat` another, and those `not_used`."""
        left_open = sum(entry.because in LEFT_OPEN for entry in self.log)
        return {
            "used": sum(entry.used for entry in self.log),
            "left_open": left_open + self.blank,
            "repeated": sum(entry.because == REPEATED for entry in self.log),
            "not_used": sum(entry.because in FAULTS for entry in self.log),
        }

    @property
    def note(self) -> str:
        """What came of the file, in one sentence."""
        counts = self.counts()
        if not counts["used"]:
            rest = f"; {_rows(counts['not_used'])} at fault" if counts["not_used"] else ""
            return f"{self.path} decides nothing: every cell stays as the reviewers left it{rest}."
        said = f"{self.path}: {counts['used']} decided by people"
        said += f", {counts['left_open']} left open" if counts["left_open"] else ""
        return said + (f", {_rows(counts['not_used'])} at fault and not used." if counts["not_used"] else ".")

    def to_json(self) -> dict[str, object]:
        """Give the file, the counts and the log."""
        return {
            "path": self.path,
            "sha256": self.sha256,
            **self.counts(),
            "log": [entry.to_json() for entry in self.log],
        }


def adjudicate(scores: Scores, decisions: DecisionList) -> Adjudication:
    """Hold decisions against the scores of the reviewers alone, and find every fault of them at once.

    A decision for a known cell that is a level of its criterion is used, whether the cell is split or not. Where rows
    decide one cell differently, none of them is.
    """
    return _Settling(scores, decisions).done()


class _Row(NamedTuple):
    """A row with what it is about and what it says; `because` is already known where it decides no level."""

    decision: CellDecision
    place: Place | None
    level: int | None
    because: str | None


class _Settling:
    """Goes through the rows of one file."""

    def __init__(self, scores: Scores, decisions: DecisionList) -> None:
        self.scores, self.decisions = scores, decisions
        self.findings: list[Finding] = [
            *decisions.findings,
            *rubric_mismatch(decisions.path, decisions.claim, scores.rubric),
        ]
        self.finder = CellFinder(scores)
        self.readers = [LevelReader(scale) for scale in scores.cells.scales]

    def done(self) -> Adjudication:
        filled = self.decisions.filled
        rows = list(map(self._read, filled))
        rows = list(self._settled(rows))
        decided = np.full(self.scores.cells.shape, NO_LEVEL, dtype=np.int32)
        for row in rows:
            if row.place is not None and row.level is not None and row.because is None:
                decided[row.place] = row.level
                self.findings += self._doubts(row)
        return Adjudication(
            path=self.decisions.path,
            sha256=self.decisions.sha256,
            decided=decided,
            log=tuple(map(self._logged, rows)),
            blank=len(self.decisions.decisions) - len(filled),
            findings=tuple(self.findings),
        )

    def _read(self, decision: CellDecision) -> _Row:
        """Find the cell and the level of a row; what is not there is a finding."""
        found = self.finder.find(decision)
        if not isinstance(found, Place):
            self.findings.append(found)
            return _Row(decision, None, None, UNKNOWN_CELL)
        parsed = self.readers[self.scores.cells.scale_of[found.criterion]].parse(decision.value)
        if isinstance(parsed, Parsed) and parsed.status is Status.RATED:
            return _Row(decision, found, parsed.level, None)
        if isinstance(parsed, Parsed) and parsed.status is not Status.NOT_APPLICABLE:
            return _Row(decision, found, None, BLANK if parsed.status is Status.MISSING else CANNOT_TELL)
        self.findings.append(self._no_level(decision, found, parsed))
        return _Row(decision, found, None, UNKNOWN_LEVEL)

    def _no_level(self, decision: CellDecision, place: Place, parsed: Parsed | Fault) -> Finding:
        labels = ", ".join(level.label for level in self.scores.cells.criteria[place.criterion].scale.levels)
        message, hint = "a component cannot be decided not to apply", f"choose one of: {labels}; or Cannot tell"
        if isinstance(parsed, Fault):
            message, hint = parsed.message, parsed.hint
        return UNKNOWN_DECISION.at(
            decision.place,
            f"{self._name(place)}: {message}; the decision is not used",
            hint=hint,
            subject=self._name(place),
            value=short(text_of(decision.value), KEPT),
        )

    def _settled(self, rows: list[_Row]) -> Iterator[_Row]:
        """Say of rows about the same cell which counts: the first of those that agree, none of those that do not."""
        said: dict[Place, dict[int | None, list[_Row]]] = {}
        for row in rows:
            if row.place is not None and row.because in {None, CANNOT_TELL}:
                said.setdefault(row.place, {}).setdefault(row.level, []).append(row)
        for row in rows:
            answers = {} if row.place is None else said.get(row.place, {})
            if row.because not in {None, CANNOT_TELL}:
                yield row
            elif len(answers) > 1:
                first = next(one for level, ones in answers.items() if level != row.level for one in ones)
                self.findings.append(self._conflict(row, first))
                yield row._replace(because=CONFLICT)
            else:
                yield row if row is answers[row.level][0] else row._replace(because=REPEATED)

    def _conflict(self, row: _Row, other: _Row) -> Finding:
        where = other.decision.place.cell or "another row"
        if other.decision.place.sheet != row.decision.place.sheet:
            where = f"{other.decision.place.sheet}!{where}"
        name = "" if row.place is None else self._name(row.place)
        typed, against = short(text_of(row.decision.value)), short(text_of(other.decision.value))
        return CONFLICTING_DECISIONS.at(
            row.decision.place,
            f'{name} is decided "{typed}" here and "{against}" in {where}; neither is used',
            hint="keep the one that counts, and empty the other row",
            subject=name,
            value=typed,
        )

    def _doubts(self, row: _Row) -> Iterator[Finding]:
        """Warn of a decision that is used: about a cell that is not split, or without a reason or a name."""
        decision, place = row.decision, row.place
        if place is None:
            return
        name = self._name(place)
        if not self.scores.split[place]:
            hint = "empty the row to leave the cell to the reviewers"
            message = f"{name} is not split, or no longer: {self._now(place)}; the decision is used all the same"
            yield NO_LONGER_SPLIT.at(decision.place, message, hint=hint, subject=name)
        missing = [what for what, text in (("reason", decision.reason), ("name", decision.decided_by)) if not text]
        if missing:
            message = f"the decision about {name} has no {' and no '.join(missing)}; it is used all the same"
            hint = "a verdict is defended by who decided and why: write both"
            yield INCOMPLETE_DECISION.at(decision.place, message, hint=hint, subject=name)

    def _now(self, place: Place) -> str:
        """Say what the reviewers agree on in a cell."""
        one = self.scores.criterion(*place)
        levels = self.scores.cells.criteria[place.criterion].scale.levels
        votes = ", ".join(f"{one.counts[level.id]} {level.label}" for level in levels if one.counts[level.id])
        agreed = next((level.label for level in levels if level.id == one.consensus), None)
        if not votes:
            return "nobody rated it"
        return f"reviewers say {votes}, " + (f'which gives "{agreed}"' if agreed else "which gives no level")

    def _name(self, place: Place) -> str:
        return f"{self.scores.cells.criteria[place.criterion].id} of {self.scores.cells.units[place.unit]}"

    def _logged(self, row: _Row) -> LogEntry:
        decision, place = row.decision, row.place
        unit, criterion = decision.unit, decision.criterion
        level = consensus = None
        votes: dict[str, int] = {}
        if place is not None:
            own = self.scores.cells.criteria[place.criterion]
            unit, criterion = self.scores.cells.units[place.unit], own.id
            agreed = int(self.scores.consensus.level[place])
            consensus = None if agreed == NO_LEVEL else own.scale.levels[agreed].id
            votes = dict(zip(own.scale.level_ids, self.scores.cells.panel(*place).counts, strict=True))
            level = None if row.level is None else own.scale.levels[row.level].id
        return LogEntry(
            unit=unit,
            criterion=criterion,
            decision=level,
            typed=text_of(decision.value) or None,
            reason=decision.reason,
            decided_by=decision.decided_by,
            decided_on=decision.decided_on,
            consensus=consensus,
            votes=votes,
            was_split=place is not None and bool(self.scores.split[place]),
            used=row.because is None,
            because=row.because,
            source=_source(decision.place),
        )


def _source(place: Location) -> str:
    """Name a cell as the long form of ratings does: `file!sheet!cell`, without a sheet for a CSV file."""
    return "!".join(part for part in (place.file, place.sheet, place.cell) if part)


def _rows(number: int) -> str:
    return "1 row" if number == 1 else f"{number} rows"
