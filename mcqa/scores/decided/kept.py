"""Decisions carried over from a file into a new list of cells to decide, so that nothing that was filled in is lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from mcqa.errors import InputError
from mcqa.findings import Finding
from mcqa.ratings.kinds import CONFLICTING_DECISIONS
from mcqa.ratings.table import Status
from mcqa.ratings.values import LevelReader, Parsed
from mcqa.scores.decided.named import CellFinder, Place
from mcqa.scoresheets.grid import text_of
from mcqa.scoresheets.lists.decisions import CellDecision, DecisionList
from mcqa.scoresheets.lists.listing import has_errors
from mcqa.scoresheets.words.spelling import short, spelled

if TYPE_CHECKING:
    from mcqa.scores.scored import Scores


class Entries(NamedTuple):
    """What stands in the four cells that a person fills in."""

    decision: str = ""
    reason: str = ""
    decided_by: str = ""
    decided_on: str = ""


Kept = dict[Place, Entries]
NOTHING = Entries()


def carry_over(scores: Scores, lists: Iterable[DecisionList]) -> Kept:
    """Give what is filled in for each cell, with levels by their label and anything else as typed.

    InputError where a row is about a cell that the scores do not have, or two rows say different things of one cell:
    to leave any of them out would lose what somebody decided.
    """
    finder = CellFinder(scores)
    kept: dict[Place, tuple[Entries, CellDecision]] = {}
    faults: list[Finding] = []
    paths: dict[str, None] = {}
    for each in lists:
        paths[each.path] = None
        faults += each.findings
        for decision in each.filled:
            place = finder.find(decision)
            if not isinstance(place, Place):
                faults.append(place)
                continue
            entries = _entries(scores, place, decision)
            before = kept.setdefault(place, (entries, decision))
            if _same(before[0]) != _same(entries):
                faults += _differ(scores, place, decision, before[1])
    if has_errors(faults):
        raise InputError(
            f"what is filled in in {' and '.join(paths)} cannot be carried over as it is, and nothing was written",
            hint="mend what is listed above, or write to a new file without it",
            findings=tuple(faults),
        )
    return {place: entries for place, (entries, _) in kept.items()}


def _entries(scores: Scores, place: Place, decision: CellDecision) -> Entries:
    scale = scores.cells.criteria[place.criterion].scale
    parsed = LevelReader(scale).parse(decision.value)
    said = text_of(decision.value)
    if isinstance(parsed, Parsed) and parsed.status is Status.RATED:
        said = scale.levels[parsed.level].label
    return Entries(said, decision.reason, decision.decided_by, decision.decided_on)


def _same(entries: Entries) -> tuple[str, ...]:
    return tuple(map(spelled, entries))


def _differ(scores: Scores, place: Place, decision: CellDecision, before: CellDecision) -> Iterator[Finding]:
    name = f"{scores.cells.criteria[place.criterion].id} of {scores.cells.units[place.unit]}"
    where = str(before.place)
    message = f"{name} is filled in here and differently in {short(where)}"
    hint = "keep the row that counts, and empty the other"
    yield CONFLICTING_DECISIONS.at(decision.place, message, hint=hint, subject=name)
