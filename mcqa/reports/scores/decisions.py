"""What people decided, for people: the log of an adjudication."""

from __future__ import annotations

from mcqa.reports.document import Column, Note, Table
from mcqa.scores.adjudication import Adjudication, LogEntry

SHOWN_DECISIONS = 100
_NOT_USED = {
    "cannot_tell": "left open",
    "blank": "left open",
    "repeated": "repeats a row above",
    "unknown_cell": "no such cell",
    "unknown_decision": "no level",
    "conflict": "decided twice",
}


def decisions_parts(settled: Adjudication) -> tuple[Table | Note, ...]:
    """Lay out who decided what and why, beside what the reviewers had agreed on."""
    if not settled.log:
        return (Note(text=settled.note),)
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
            rows=tuple(map(_row, settled.log[:SHOWN_DECISIONS])),
        ),
        Note(text=settled.note),
    )


def _row(entry: LogEntry) -> tuple[str, ...]:
    said = "; ".join(part for part in (entry.reason, entry.decided_on) if part)
    decision = entry.decision or _NOT_USED.get(entry.because or "", "")
    return (
        entry.unit,
        entry.criterion,
        entry.consensus or "undecided",
        decision if entry.used or not entry.decision else f"({decision}: {_NOT_USED.get(entry.because or '', '')})",
        entry.decided_by,
        said,
    )
