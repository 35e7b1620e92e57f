"""What changed in how ratings become a verdict, and whether less is asked for now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mcqa.rubric.difference.change import Change, ChangeKind, Effect, Value
from mcqa.rubric.difference.scales import level_map
from mcqa.rubric.model import Rubric

_VERDICTS = "the ratings stay as they are; verdicts are made of them in another way"
_HIGHER = "the ratings stay as they are; a component needs a higher level to count as met"
_LOWER = "the ratings stay as they are; a component counts as met at a lower level now"
_RENAMED = "the same level under another id"
# what makes verdicts by another rule, whichever way it changes
_RULES = ("rule", "consensus")


def compare_decisions(old: Rubric, new: Rubric) -> Iterator[Change]:
    """Find what changed in the decision."""
    for part in old.decision._fields:
        before: Value = getattr(old.decision, part)
        after: Value = getattr(new.decision, part)
        if before == after:
            continue
        effect, why = Effect.CHANGES, _VERDICTS
        step = _cut_step(old, new) if part == "cut" else None
        if step is not None:
            effect = Effect.CHANGES if step else Effect.EDITORIAL
            why = _HIGHER if step > 0 else _LOWER if step < 0 else _RENAMED
        yield Change(ChangeKind.CHANGED, f"decision.{part}", new.id, effect, why, before, after)


def asks_less(old: Rubric, new: Rubric, changes: Iterable[Change]) -> bool:
    """Whether verdicts are made by another rule, or what failed before can pass now.

    That is a lower cut or share, fewer ratings, a tie that becomes the higher level, a component no longer essential,
    and another weight where points decide.
    """
    before, after = old.decision, new.decision
    if any(getattr(before, part) != getattr(after, part) for part in _RULES):
        return True
    return (
        (_cut_step(old, new) or 0) < 0
        or (before.pass_share or 0) > (after.pass_share or 0)
        or before.min_ratings > after.min_ratings
        or (after.ties == "higher" and before.ties != "higher")
        or any(_lets_pass(change, after.rule) for change in changes)
    )


def _lets_pass(change: Change, rule: str) -> bool:
    """Whether a change of one component can let pass what failed."""
    return (change.part == "essential" and bool(change.before)) or (change.part == "weight" and rule == "compensatory")


def _cut_step(old: Rubric, new: Rubric) -> int | None:
    """How many levels of the newer scale the cut rose; None where that scale does not have the older cut."""
    levels = new.scale.level_ids
    before = level_map(old.scale, new.scale, new.language).get(old.decision.cut)
    if before not in levels or new.decision.cut not in levels:
        return None
    return levels.index(new.decision.cut) - levels.index(before)
