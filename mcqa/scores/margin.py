"""How far a verdict is from flipping: the fewest single votes that would have to be different."""

from __future__ import annotations

from collections.abc import Sequence

from mcqa.rubric.model import Decision
from mcqa.scores.result import Verdict
from mcqa.scores.rules import Judged, judge


def margin(judged: Sequence[Judged], verdict: Verdict, decision: Decision) -> int | None:
    """Count the votes from flipping under a conjunctive rule; None for an undecided verdict or another rule.

    A met unit falls with its weakest criterion: the fewest votes that take any one below the cut. A unit that has not
    met needs every criterion in its way lifted: the votes add up.
    """
    if verdict is Verdict.UNDECIDED or decision.rule != "conjunctive":
        return None
    applying = [one for one in judged if one.applies]
    if verdict is Verdict.MET:
        return min(_votes(one, decision, lift=False) for one in applying)
    return sum(_votes(one, decision, lift=True) for one in applying if not one.met)


def _votes(one: Judged, decision: Decision, *, lift: bool) -> int:
    """Move one vote at a time from the worst end to the best (or back) until the criterion changes sides."""
    counts = list(one.panel.counts)
    votes = 0
    while True:
        source = _end(counts, lowest=lift)
        target = len(counts) - 1 if lift else 0
        if source is None or source == target:
            # nobody's vote is left to change: further reviewers are needed
            counts[target] += 1
        else:
            counts[source] -= 1
            counts[target] += 1
        votes += 1
        changed = judge(one.criterion, one.panel._replace(counts=tuple(counts)), decision).met
        if changed is lift or votes > _LIMIT:
            return votes


_LIMIT = 10_000


def _end(counts: Sequence[int], *, lowest: bool) -> int | None:
    chosen = [level for level, count in enumerate(counts) if count]
    if not chosen:
        return None
    return chosen[0] if lowest else chosen[-1]
