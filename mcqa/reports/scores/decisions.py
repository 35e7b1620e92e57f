"""What people decided, for people: the log of an adjudication."""

from __future__ import annotations

from collections.abc import Mapping

from mcqa.reports.document import Column, Note, Table
from mcqa.rubric.model import Rubric
from mcqa.scores.decided.adjudication import Adjudication, LogEntry

SHOWN_DECISIONS = 100
_NOT_USED = {
    "cannot_tell": "left open",
    "blank": "left open",
    "repeated": "repeats a row above",
    "unknown_cell": "no such cell",
    "unknown_decision": "no level",
    "conflict": "decided twice",
}


def decisions_parts(settled: Adjudication, rubric: Rubric) -> tuple[Table | Note, ...]:
    """Lay out who decided what and why, beside what the reviewers had agreed on."""
    if not settled.log:
        return (Note(text=settled.note),)
    labels = {one.id: {level.id: level.label for level in one.scale.levels} for one in rubric.criteria}
    more = f", the first {SHOWN_DECISIONS} of {len(settled.log)}" if len(settled.log) > SHOWN_DECISIONS else ""
    return (
        Table(
            title=f"Decided by people{more}",
            columns=(
                Column(title="Micro-credential"),
                Column(title="Component"),
                Column(title="Reviewers"),
                Column(title="Decision"),
                Column(title="By"),
                Column(title="Why", wide=True),
            ),
            rows=tuple(_row(entry, labels.get(entry.criterion, {})) for entry in settled.log[:SHOWN_DECISIONS]),
        ),
        Note(text=settled.note),
    )


def _row(entry: LogEntry, labels: Mapping[str, str]) -> tuple[str, ...]:
    said = "; ".join(part for part in (entry.reason, entry.decided_on) if part)
    level = None if entry.decision is None else labels.get(entry.decision, entry.decision)
    decision = level or _NOT_USED.get(entry.because or "", "")
    return (
        entry.unit,
        entry.criterion,
        "undecided" if entry.consensus is None else labels.get(entry.consensus, entry.consensus),
        decision if entry.used or not entry.decision else f"({decision}: {_NOT_USED.get(entry.because or '', '')})",
        entry.decided_by,
        said,
    )
