"""What changed in a scale: its levels, their words and scores, and the answers beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from mcqa.rubric.difference.change import Change, ChangeKind, Effect
from mcqa.rubric.difference.pairing import out_of_order
from mcqa.rubric.difference.wording import rewording_effect, words
from mcqa.rubric.model import Level, Scale

_ANSWERS = {"cannot_tell": "cannot tell", "not_applicable": "not applicable"}


class Place(NamedTuple):
    """Where a scale stands: of the rubric (both empty) or of one component; and whose ratings it bears on."""

    standard: str = ""
    component: str = ""
    touches: tuple[str, ...] = ()


def level_map(old: Scale, new: Scale, language: str) -> dict[str, str]:
    """Give the older and the newer id of each level that both scales have, known by its id or else by its label."""
    after = set(new.level_ids)
    found = {level: level for level in old.level_ids if level in after}
    free = {_label(level, language): level.id for level in new.levels if level.id not in found}
    for level in old.levels:
        if level.id not in found and (renamed := free.pop(_label(level, language), None)):
            found[level.id] = renamed
    return found


def compare_scales(old: Scale, new: Scale, language: str, place: Place) -> list[Change]:
    """Find what changed from one scale to the other."""
    same = level_map(old, new, language)
    changes = []
    if old.type != new.type:
        why = "the ratings stay as they are; coefficients weigh disagreements by the type of the scale"
        changes.append(
            _change(place, ChangeKind.CHANGED, "scale_type", "scale", Effect.CHANGES, why, old.type, new.type)
        )
    before = {level.id: level for level in old.levels}
    after = {level.id: level for level in new.levels}
    why = "reviewers chose among other levels"
    changes += [
        _change(place, ChangeKind.REMOVED, "level", level.id, Effect.BREAKS, why, level.label, None)
        for level in old.levels
        if level.id not in same
    ]
    kept = set(same.values())
    changes += [
        _change(place, ChangeKind.ADDED, "level", level.id, Effect.BREAKS, why, None, level.label)
        for level in new.levels
        if level.id not in kept
    ]
    others = {_label(level, language): level.id for level in old.levels}
    for one, other in same.items():
        changes += _level(before[one], after[other], others, language, place)
    changes += _order(old, new, same, place)
    return changes + _answers(old, new, place)


def _level(old: Level, new: Level, others: Mapping[str, str], language: str, place: Place) -> list[Change]:
    changes = []
    if old.id != new.id:
        why = "files of ratings name a level by its id: match the ids first"
        changes.append(_change(place, ChangeKind.RENAMED, "level", new.id, Effect.CHANGES, why, old.id, new.id))
    if effect := rewording_effect(old.label, new.label, language):
        why = "the words that reviewers choose from differ in case, punctuation or spelling only"
        if effect is Effect.BREAKS:
            another = others.get(_label(new, language), old.id) != old.id
            effect = Effect.BREAKS if another else Effect.CHANGES
            why = "another level was called this before" if another else "reviewers choose from other words"
        changes.append(_change(place, ChangeKind.REWORDED, "label", new.id, effect, why, old.label, new.label))
    if old.score != new.score:
        why = "means and points count this level differently"
        changes.append(_change(place, ChangeKind.CHANGED, "score", new.id, Effect.BREAKS, why, old.score, new.score))
    return changes


def _order(old: Scale, new: Scale, same: Mapping[str, str], place: Place) -> list[Change]:
    before = [same[level] for level in old.level_ids if level in same]
    after = [level for level in new.level_ids if level in set(before)]
    if not out_of_order(before, after):
        return []
    effect, why = Effect.EDITORIAL, "the levels have no order"
    if old.ordered or new.ordered:
        effect, why = Effect.BREAKS, "what was the higher level is the lower one now"
    said = (", ".join(before), ", ".join(after))
    return [_change(place, ChangeKind.MOVED, "level", "scale", effect, why, *said)]


def _answers(old: Scale, new: Scale, place: Place) -> list[Change]:
    changes = []
    for answer in old.non_scores:
        if answer not in new.non_scores:
            why = f'reviewers can no longer answer "{_ANSWERS.get(answer, answer)}" and choose a level instead'
            changes.append(_change(place, ChangeKind.REMOVED, "non_score", answer, Effect.CHANGES, why, answer, None))
    for answer in new.non_scores:
        if answer not in old.non_scores:
            why = f'who had to choose a level before can answer "{_ANSWERS.get(answer, answer)}" now'
            changes.append(_change(place, ChangeKind.ADDED, "non_score", answer, Effect.CHANGES, why, None, answer))
    return changes


def _change(
    place: Place,
    kind: ChangeKind,
    part: str,
    subject: str,
    effect: Effect,
    why: str,
    before: str | float | None,
    after: str | float | None,
) -> Change:
    # the type of a scale is no matter of what a reviewer chose
    touches = () if part == "scale_type" else place.touches
    return Change(kind, part, subject, effect, why, before, after, place.standard, place.component, touches)


def _label(level: Level, language: str) -> str:
    return " ".join(words(level.label, language))
