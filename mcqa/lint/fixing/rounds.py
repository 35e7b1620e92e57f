"""Mend a file in rounds: every round applies the edits that do not touch each other, and keeps those that hold."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from mcqa.findings import Finding, Severity
from mcqa.lint.fixing import names, order, quoting, whitespace
from mcqa.lint.fixing.draft import Draft, Span
from mcqa.lint.fixing.edit import FIXERS, Applied, Proposal, expected, same

__all__ = ["Fixed", "fix", "names", "order", "quoting", "whitespace"]

Report = Callable[[bytes], Sequence[Finding]]

# two edits that touch each other need two rounds; an order after a name after a quote needs three
ROUNDS = 20
# what takes longer to read than ten large rubrics is nobody's rubric, and is left alone
_MOST_WEIGHT = 30_000
# how often a file may be read anew to find out which of many edits does not hold: fewer times, the larger it is
_MOST_READINGS = 200
_MOST_WEIGHT_READ = 120_000


class Fixed(NamedTuple):
    """The bytes of a file after mending, and what was done, in order."""

    content: bytes
    applied: tuple[Applied, ...]


def fix(content: bytes, *, file: str, folder: Path, findings: Sequence[Finding], report: Report | None = None) -> Fixed:
    """Mend what is safe to mend of what a run reports about a file, and leave every other byte as it is.

    `findings` decide what is mended, so what a run does not look for, or a comment silences, stays. Mending may bring
    more to light: `report` gives what the run would then say about the new bytes. Without it only findings of the same
    codes are mended further, and none that looks like one which the run left out.
    """
    wanted, weight = _fixable(findings, file), _weight(content)
    applied: list[Applied] = []
    if not wanted or weight > _MOST_WEIGHT:
        return Fixed(content, ())
    draft = Draft(content, file=file, folder=folder)
    again = report or _as_before(draft, findings)
    trials = _Trials(min(_MOST_READINGS, _MOST_WEIGHT_READ // (weight or 1)))
    for _ in range(ROUNDS):
        proposals = _proposals(draft, wanted)
        kept = _kept(draft, proposals, trials)
        if not kept:
            break
        draft = draft.edited(span for each in kept for span in each.edit.spans)
        applied += [done for each in kept for done in each.applied]
        if not trials.one():
            break
        wanted = _fixable(again(draft.content), file)
    return Fixed(draft.content, tuple(applied))


def _weight(content: bytes) -> int:
    """Say about how much work it is to read a file: a value takes as long as fifty characters."""
    return 2 * content.count(b":") + content.count(b",") + content.count(b"- ") + len(content) // 50


def _fixable(findings: Sequence[Finding], file: str) -> list[Finding]:
    return [each for each in findings if each.code in FIXERS and each.location.file in {None, file}]


def _as_before(draft: Draft, findings: Sequence[Finding]) -> Report:
    """Report findings of the codes that were reported before, without those that look like one that was not."""
    from mcqa.lint.engine import lint_bytes

    def key(finding: Finding) -> tuple[str, str | None, str | None]:
        return finding.code, finding.subject, finding.value

    def lint(content: bytes) -> Sequence[Finding]:
        return lint_bytes(content, file=draft.file, folder=draft.folder).findings

    asked = set(findings)
    codes = {finding.code for finding in findings}
    left_out: set[tuple[str, str | None, str | None]] | None = None

    def report(content: bytes) -> Sequence[Finding]:
        nonlocal left_out
        if left_out is None:
            left_out = {key(finding) for finding in lint(draft.content) if finding not in asked}
        return [each for each in lint(content) if each.code in codes and key(each) not in left_out]

    return report


def _proposals(draft: Draft, findings: Sequence[Finding]) -> list[Proposal]:
    """Ask the fixers; none has anything to say about bytes that are no text."""
    if not draft.text:
        return []
    made = ((finding, FIXERS[finding.code](draft, finding)) for finding in findings)
    return [Proposal(finding, edit) for finding, edit in made if edit is not None and edit.spans]


class _Trials:
    """How many times the file may still be read to try edits."""

    def __init__(self, left: int) -> None:
        self.left = left

    def one(self) -> bool:
        """Take one; False where there is none left."""
        self.left -= 1
        return self.left >= 0


def _kept(draft: Draft, proposals: Sequence[Proposal], trials: _Trials) -> list[Proposal]:
    """Give the proposals that hold together; one that touches another waits for whether that one holds."""
    kept: list[Proposal] = []
    waiting = list(proposals)
    while waiting:
        taken = sorted(span for each in kept for span in each.edit.spans)
        batch: list[Proposal] = []
        later: list[Proposal] = []
        for proposal in waiting:
            free = not any(_touches(taken, span) for span in proposal.edit.spans)
            (batch if free else later).append(proposal)
            for span in proposal.edit.spans if free else ():
                insort(taken, span)
        kept = _held(draft, kept, batch, trials)
        held = sorted(span for each in kept for span in each.edit.spans)
        # nothing new to wait for: what was put off touches what is kept
        waiting = [each for each in later if not any(_touches(held, span) for span in each.edit.spans)]
    return kept


def _touches(taken: Sequence[Span], span: Span) -> bool:
    """Whether a span overlaps one of some that are sorted, or begins where one of them does."""
    at = bisect_left(taken, (span.start,))
    after, before = taken[at : at + 1], taken[max(at - 1, 0) : at]
    return any(each.start < span.end or each.start == span.start for each in after) or any(
        each.end > span.start for each in before
    )


def _held(draft: Draft, kept: list[Proposal], more: Sequence[Proposal], trials: _Trials) -> list[Proposal]:
    """Add as many of some proposals as hold together with those that are kept, halving where they do not."""
    if not more or not trials.one():
        return kept
    if _holds(draft, [*kept, *more]):
        return [*kept, *more]
    if len(more) == 1:
        return kept
    half = len(more) // 2
    return _held(draft, _held(draft, kept, more[:half], trials), more[half:], trials)


def _holds(before: Draft, proposals: Sequence[Proposal]) -> bool:
    """Whether the file is YAML after some edits, its data are what the edits say, and nothing new is wrong with it."""
    after = before.edited(span for each in proposals for span in each.edit.spans)
    if after.root is None:
        return False
    if before.root is None:
        return True  # there were no data to keep
    changes = [change for each in proposals for change in each.edit.changes]
    wanted = expected(before.reading.data, changes, after.reading.data)
    return same(wanted, after.reading.data) and _errors(after) <= _errors(before)


def _errors(draft: Draft) -> int:
    return sum(finding.severity is Severity.ERROR for finding in draft.reading.findings)
