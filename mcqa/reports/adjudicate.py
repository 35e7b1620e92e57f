"""The cells to decide, for people: a table for the terminal, and the rows of the list that is filled in."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from mcqa.reports.document import Column, Document, Note, Table, counted, tidy
from mcqa.rubric.model import Criterion, Level, Scale
from mcqa.scores.decided.cases import Answer, Case
from mcqa.scores.decided.kept import NOTHING, Entries
from mcqa.scores.rules import Verdict
from mcqa.scoresheets.shapes.decided import DECIDED_BY, DECIDED_ON, DECISION, REASON, WHY_SPLIT
from mcqa.scoresheets.template.wording import CANNOT_TELL, NON_SCORES

HEADINGS = (
    *("No.", "Micro-credential", "Component", "Title", WHY_SPLIT, "What hangs on it", "What each level asks for"),
    *("Ratings and comments", "As it stands", DECISION, REASON, DECIDED_BY, DECIDED_ON),
)
# of a table for people; the other forms hold all
MOST_SHOWN = 500
N_ENTRIES = len(Entries._fields)
_VERDICTS = {Verdict.MET: "met", Verdict.NOT_MET: "not met", Verdict.UNDECIDED: "undecided"}
_BECAUSE = {
    "no_ratings": "nobody rated it",
    "too_few_ratings": "too few ratings",
    "cannot_tell": "most could not tell",
    "tie": "a tie",
    "not_applicable": "it does not apply",
    "not_ordered": "the scale has no order",
    "no_weight": "only reviewers without weight rated it",
}


class Cases(NamedTuple):
    """All that is asked: the cells, what is filled in for some of them, by unit and criterion, and how it was asked."""

    cases: Sequence[Case]
    kept: Mapping[tuple[str, str], Entries]
    rounds: bool
    every: bool = False
    blind: bool = False

    def entries(self, case: Case) -> Entries:
        """Give what is filled in for a cell."""
        return self.kept.get((case.unit, case.criterion.id), NOTHING)


def adjudicate_document(asked: Cases, ledger: str) -> Document:
    """Lay the cells to decide out."""
    what = "cell where reviewers differ" if asked.every else "split cell"
    several = "cells where reviewers differ" if asked.every else None
    # cells on which a verdict hangs come first
    decisive = bisect_left(asked.cases, True, key=lambda case: not case.decisive)
    said = f"{counted(len(asked.cases), what, several)}; the verdict hangs on {decisive} (*)."
    said += f" {counted(len(asked.kept), 'row')} carried over." if asked.kept else ""
    left = len(asked.cases) - MOST_SHOWN
    said += f" The first {MOST_SHOWN} are shown." if left > 0 else ""
    how = "-o FILE.xlsx writes them as a workbook to decide in; `mcqa score --adjudication FILE` reads it back."
    return Document(
        title="Cells to decide",
        parts=(
            Table(
                title="Cells to decide, most consequential first (* the verdict hangs on it)",
                columns=(
                    Column(title="Micro-credential"),
                    Column(title="Component", wide=True),
                    Column(title="Votes and why", wide=True),
                    Column(title="As it stands", wide=True),
                ),
                rows=tuple(
                    (
                        case.unit + (" *" if case.decisive else ""),
                        f"{case.criterion.id} {case.criterion.title}",
                        case.text,
                        stands(case),
                    )
                    for case in islice(asked.cases, MOST_SHOWN)
                ),
                empty="None: reviewers split nowhere.",
            ),
            Note(text=f"{said}\n{how}" if len(asked.cases) else ledger),
            *([Note(text=ledger)] if len(asked.cases) else []),
        ),
        tidy=lambda: tidy("decisions", HEADINGS, tuple(row(case, asked) for case in asked.cases)),
        results=lambda: _results(asked),
    )


def row(case: Case, asked: Cases) -> tuple[str, ...]:
    """Give the texts of one row of the list, those to fill in last."""
    return (
        str(case.number),
        case.unit,
        case.criterion.id,
        case.criterion.title,
        case.text,
        hanging(case),
        "\n".join(f"{level.label}: {text}" for level, text in asking(case.criterion)) or case.criterion.text,
        "\n".join(said_by(answer, case.criterion.scale, rounds=asked.rounds) for answer in case.answers),
        stands(case),
        *asked.entries(case),
    )


def asking(criterion: Criterion) -> list[tuple[Level, str]]:
    """Give the levels that say what they ask for, the highest first, so that what is asked comes before its lack."""
    levels = reversed(criterion.scale.levels) if criterion.scale.ordered else criterion.scale.levels
    return [(level, text) for level in levels if (text := criterion.descriptors.get(level.id, ""))]


def hanging(case: Case) -> str:
    """Say what a decision can change."""
    others = f"{counted(case.others, 'other component')} {'is' if case.others == 1 else 'are'} in the way"
    if case.decisive:
        return "The verdict hangs on it" + (f"; {others} too." if case.others else ".")
    return f"{others[0].upper()}{others[1:]}." if case.others else "The verdict is the same at each level given."


def said_by(answer: Answer, scale: Scale, *, rounds: bool) -> str:
    """Give the answer of one reviewer with the comment, on one line."""
    label = next((level.label for level in scale.levels if level.id == answer.level), None)
    name = f"{answer.rater} ({answer.round})" if rounds and answer.round else answer.rater
    said = f"{name}: {label or NON_SCORES.get(answer.status, (answer.status, ''))[0]}"
    comment = " ".join(answer.comment.split())
    return f"{said}. {comment}" if comment else said


def stands(case: Case) -> str:
    """Say what the rule makes of the cell and of the unit as long as nobody decides."""
    label = next((level.label for level in case.criterion.scale.levels if level.id == case.level), None)
    said = f"{label}{' (a tie was broken)' if case.tied else ''}" if label else _open(case)
    return f"{said}; verdict: {_VERDICTS[case.verdict]}"


def _open(case: Case) -> str:
    because = _BECAUSE.get(case.because or "", "")
    return f"Undecided ({because})" if because else "Undecided"


def choices(scale: Scale) -> tuple[str, ...]:
    """Give what can be chosen as a decision: the labels of the levels, and to leave the cell open on the record."""
    return tuple(dict.fromkeys((*(level.label for level in scale.levels), CANNOT_TELL)))


def _results(asked: Cases) -> dict[str, object]:
    return {
        "every": asked.every,
        "blind": asked.blind,
        "splits": [_case_json(case, asked) for case in asked.cases],
    }


def _case_json(case: Case, asked: Cases) -> dict[str, object]:
    filled = asked.entries(case)
    criterion = case.criterion
    return {
        "number": case.number,
        "unit": case.unit,
        "criterion": criterion.id,
        "title": criterion.title,
        "standard": criterion.standard,
        "split": case.reason not in {"", "differ"},
        "reason": case.reason or None,
        "text": case.text,
        "decisive": case.decisive,
        "others_in_the_way": case.others,
        "levels": [
            {"level": level.id, "label": level.label, "descriptor": criterion.descriptors.get(level.id) or None}
            for level in criterion.scale.levels
        ],
        "ratings": [
            {
                "rater": answer.rater,
                "status": answer.status,
                "level": answer.level,
                "round": answer.round or None,
                "comment": answer.comment or None,
            }
            for answer in case.answers
        ],
        "consensus": case.level,
        "met": case.met,
        "tied": case.tied,
        "undecided_because": case.because,
        "verdict": case.verdict.value,
        "decision": filled.decision or None,
        "decision_reason": filled.reason or None,
        "decided_by": filled.decided_by or None,
        "decided_on": filled.decided_on or None,
    }
