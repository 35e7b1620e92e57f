"""What changed in one component that both versions have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mcqa.rubric.difference.change import Change, ChangeKind, Effect, Value
from mcqa.rubric.difference.scales import Place, compare_scales, level_map
from mcqa.rubric.difference.wording import likeness, rewording_effect, words
from mcqa.rubric.model import Anchor, Criterion
from mcqa.rubric.shown_in import SHOWN_IN

# two examples of one level that share this much of their words are one example, reworded
SAME_EXAMPLE = 0.5

EDITORIAL = "only case, punctuation, white space or spelling"
REWORDED = "reviewers rate by other words"


class Shared(NamedTuple):
    """A component of two versions: whether it is on the rubric's own scale in both, and in which language it is."""

    old: Criterion
    new: Criterion
    language: str
    own_scale: bool


def compare_components(shared: Shared) -> list[Change]:
    """Find what changed in a component."""
    old, new = shared.old, shared.new
    changes = [*_renamed(shared), *_texts(shared)]
    if shared.own_scale:
        place = Place(new.standard, new.id, (new.id,))
        changes += compare_scales(old.scale, new.scale, shared.language, place)
    changes += [*_descriptors(shared), *_anchors(shared)]
    if old.visible_in != new.visible_in:
        why = f"reviewers judged it from {SHOWN_IN[old.visible_in]} and now from {SHOWN_IN[new.visible_in]}"
        changes.append(_change(shared, "visible_in", Effect.CHANGES, why, old.visible_in, new.visible_in))
    changes += _listed(shared, "role", old.roles, new.roles)
    changes += _listed(shared, "basis", old.basis, new.basis)
    if old.weight != new.weight:
        why = "the ratings stay as they are; the points of the component count differently"
        changes.append(_change(shared, "weight", Effect.CHANGES, why, old.weight, new.weight, touching=False))
    if old.essential != new.essential:
        why = "the ratings stay as they are; the verdict depends on the component by itself, or no longer"
        changes.append(_change(shared, "essential", Effect.CHANGES, why, old.essential, new.essential, touching=False))
    return changes


def _change(
    shared: Shared,
    part: str,
    effect: Effect,
    why: str,
    before: Value,
    after: Value,
    *,
    kind: ChangeKind = ChangeKind.CHANGED,
    subject: str = "",
    touching: bool = True,
) -> Change:
    new = shared.new
    touches = (new.id,) if touching else ()
    return Change(kind, part, subject or new.id, effect, why, before, after, new.standard, new.id, touches)


def _renamed(shared: Shared) -> Iterator[Change]:
    old, new = shared.old, shared.new
    if old.id != new.id:
        why = f"its ratings stood under {old.id}: match the ids first"
        yield _change(shared, "component", Effect.CHANGES, why, old.id, new.id, kind=ChangeKind.RENAMED)


def _texts(shared: Shared) -> Iterator[Change]:
    old, new = shared.old, shared.new
    for part, before, after in (("title", old.title, new.title), ("text", old.text, new.text)):
        effect = rewording_effect(before, after, shared.language)
        if effect is None:
            continue
        why = EDITORIAL if effect is Effect.EDITORIAL else REWORDED
        if part == "title" and effect is Effect.BREAKS:
            effect, why = Effect.CHANGES, "reviewers see another title over the same demand"
        yield _change(shared, part, effect, why, before, after, kind=ChangeKind.REWORDED)


def _descriptors(shared: Shared) -> Iterator[Change]:
    old, new = shared.old, shared.new
    for level, renamed in level_map(old.scale, new.scale, shared.language).items():
        before, after = old.descriptors[level], new.descriptors[renamed]
        effect = rewording_effect(before, after, shared.language)
        if effect is not None:
            why = EDITORIAL if effect is Effect.EDITORIAL else REWORDED
            yield _change(shared, "descriptor", effect, why, before, after, kind=ChangeKind.REWORDED, subject=renamed)


def _anchors(shared: Shared) -> Iterator[Change]:
    """Hold the examples against each other: the same ones first, then those moved, then those reworded."""
    levels = level_map(shared.old.scale, shared.new.scale, shared.language)
    gone = [anchor._replace(level=levels.get(anchor.level, anchor.level)) for anchor in shared.old.anchors]
    come = list(shared.new.anchors)
    for anchor in list(gone):
        if anchor in come:
            gone.remove(anchor)
            come.remove(anchor)
    for old in list(gone):
        new = next((each for each in come if _effect(shared, old, each) is not Effect.BREAKS), None)
        if new is None:
            continue
        gone.remove(old)
        come.remove(new)
        if old.level != new.level:
            why = "the same example stood for another level before"
            said = (f"{old.level}: {old.text}", f"{new.level}: {new.text}")
            yield _change(shared, "anchor", Effect.BREAKS, why, *said, kind=ChangeKind.MOVED, subject=new.level)
        else:
            yield _reworded(shared, old, new, Effect.EDITORIAL, EDITORIAL)
    for old in list(gone):
        near = [each for each in come if each.level == old.level and _alike(shared, old, each)]
        if near:
            new = max(near, key=lambda each: _alike(shared, old, each))
            gone.remove(old)
            come.remove(new)
            yield _reworded(shared, old, new, Effect.CHANGES, "reviewers hold work against another example")
    why = "an example fewer moves ratings, though the demand is the same"
    for old in gone:
        yield _change(shared, "anchor", Effect.CHANGES, why, old.text, None, kind=ChangeKind.REMOVED, subject=old.level)
    why = "a new example moves ratings, though the demand is the same"
    for new in come:
        yield _change(shared, "anchor", Effect.CHANGES, why, None, new.text, kind=ChangeKind.ADDED, subject=new.level)


def _effect(shared: Shared, old: Anchor, new: Anchor) -> Effect | None:
    return rewording_effect(old.text, new.text, shared.language)


def _alike(shared: Shared, old: Anchor, new: Anchor) -> float:
    return likeness(words(old.text, shared.language), words(new.text, shared.language), SAME_EXAMPLE)


def _reworded(shared: Shared, old: Anchor, new: Anchor, effect: Effect, why: str) -> Change:
    return _change(shared, "anchor", effect, why, old.text, new.text, kind=ChangeKind.REWORDED, subject=new.level)


def _listed(shared: Shared, part: str, old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    """Give what a list lost and gained; its order says nothing."""
    effect, why = Effect.CHANGES, "reviewers read that others must act"
    if part == "basis":
        effect, why = Effect.EDITORIAL, "where the demand comes from is not rated"
    for item in dict.fromkeys(old):
        if item not in new:
            yield _change(shared, part, effect, why, item, None, kind=ChangeKind.REMOVED)
    for item in dict.fromkeys(new):
        if item not in old:
            yield _change(shared, part, effect, why, None, item, kind=ChangeKind.ADDED)
