"""Two rubrics held against each other, from the head of the file to the last anchor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mcqa.rubric.difference.change import Change, ChangeKind, Comparability, Comparable, Effect, Value, comparability
from mcqa.rubric.difference.components import EDITORIAL, Shared, compare_components
from mcqa.rubric.difference.decision import compare_decisions
from mcqa.rubric.difference.pairing import Pairs, out_of_order, pair_components, pair_standards
from mcqa.rubric.difference.scales import Place, compare_scales
from mcqa.rubric.difference.version import VersionStep, version_step
from mcqa.rubric.difference.wording import rewording_effect, words
from mcqa.rubric.model import Criterion, Rubric, Standard

_HEAD = {
    "id": (Effect.CHANGES, "scoresheets name the rubric by its id; those made for the other are reported (S108)"),
    "version": (Effect.EDITORIAL, "says that something changed, not what"),
    "title": (Effect.EDITORIAL, "the name of the whole is not rated"),
    "status": (Effect.EDITORIAL, "where the wording stands is not rated"),
    "source": (Effect.EDITORIAL, "where the text comes from is not rated"),
    "extends": (Effect.EDITORIAL, "where the text comes from is not rated"),
}


class Difference(NamedTuple):
    """Everything that differs, what it means for the ratings of each component, and whether the version says so."""

    changes: tuple[Change, ...]
    components: tuple[Comparability, ...]
    version: VersionStep


def compare_rubrics(old: Rubric, new: Rubric) -> tuple[Change, ...]:
    """Find every change from one version of a rubric to another, in the order of the newer one."""
    return compare(old, new).changes


def compare(old: Rubric, new: Rubric) -> Difference:
    """Find every change, and say for each component whether its ratings can be compared."""
    components = pair_components(old, new)
    changes = (*_head(old, new), *_whole(old, new, components), *_standards(old, new, components))
    return Difference(
        changes=changes,
        components=_comparable(old, new, components, changes),
        version=version_step(old, new, changes),
    )


def _head(old: Rubric, new: Rubric) -> Iterator[Change]:
    for part, (effect, why) in _HEAD.items():
        before, after = getattr(old, part), getattr(new, part)
        if before != after:
            yield Change(ChangeKind.CHANGED, part, new.id, effect, why, before or None, after or None)
    if old.language != new.language:
        effect, why = Effect.EDITORIAL, "the same language under another tag"
        if _tongue(old) != _tongue(new):
            effect, why = Effect.BREAKS, "reviewers read another language"
        touches = tuple(component.id for component in new.criteria) if effect is Effect.BREAKS else ()
        yield Change(ChangeKind.CHANGED, "language", new.id, effect, why, old.language, new.language, touches=touches)


def _tongue(rubric: Rubric) -> str:
    return rubric.language.casefold().partition("-")[0]


def _whole(old: Rubric, new: Rubric, components: Pairs[Criterion]) -> Iterator[Change]:
    for role in old.roles:
        if role not in new.roles:
            why = "components that named it say so themselves"
            yield Change(ChangeKind.REMOVED, "role", role, Effect.EDITORIAL, why, role, None)
    for role in new.roles:
        if role not in old.roles:
            why = "components that name it say so themselves"
            yield Change(ChangeKind.ADDED, "role", role, Effect.EDITORIAL, why, None, role)
    yield from _glossary(old, new)
    touches = tuple(new_one.id for old_one, new_one in components.both if not _own_scale(old, new, old_one, new_one))
    yield from compare_scales(old.scale, new.scale, new.language, Place(touches=touches))
    yield from compare_decisions(old, new)


def _own_scale(old: Rubric, new: Rubric, old_one: Criterion, new_one: Criterion) -> bool:
    """Whether a component has a scale of its own in one of the versions."""
    return old_one.scale != old.scale or new_one.scale != new.scale


def _glossary(old: Rubric, new: Rubric) -> Iterator[Change]:
    if old.glossary == new.glossary:
        return
    wordings = {component.id: _read(component, new.language) for component in new.criteria}
    for term in dict.fromkeys((*old.glossary, *new.glossary)):
        before, after = old.glossary.get(term), new.glossary.get(term)
        if before == after:
            continue
        sought = " ".join(words(term, new.language))
        touches = tuple(name for name, wording in wordings.items() if _uses(wording, sought))
        if after is None:
            why = "what the word means is left to reviewers now"
            yield Change(ChangeKind.REMOVED, "term", term, Effect.CHANGES, why, before, None, touches=touches)
        elif before is None:
            why = "what the word means was left to reviewers before"
            yield Change(ChangeKind.ADDED, "term", term, Effect.CHANGES, why, None, after, touches=touches)
        elif effect := rewording_effect(before, after, new.language):
            why = EDITORIAL if effect is Effect.EDITORIAL else "the word is explained in other words"
            effect = Effect.EDITORIAL if effect is Effect.EDITORIAL else Effect.CHANGES
            yield Change(ChangeKind.REWORDED, "term", term, effect, why, before, after, touches=touches)


def _uses(wording: str, term: str) -> bool:
    """Whether a component uses a term, in the singular or with an s."""
    return f" {term} " in wording or f" {term}s " in wording


def _read(component: Criterion, language: str) -> str:
    text = " ".join((component.title, component.text, *component.descriptors.values()))
    return f" {' '.join(words(text, language))} "


def _standards(old: Rubric, new: Rubric, components: Pairs[Criterion]) -> list[Change]:
    standards = pair_standards(old, new, components)
    older = {after.id: before for before, after in standards.both}
    newer = {before.id: after.id for before, after in standards.both}
    moved = _moved([newer[each.id] for each in old.standards if each.id in newer], [*_ids(new.standards, older)])
    changes: list[Change] = []
    for standard in new.standards:
        before = older.get(standard.id)
        if before is None:
            why = "there are no earlier results of this standard"
            added = Change(ChangeKind.ADDED, "standard", standard.id, Effect.CHANGES, why, None, standard.title)
            changes.append(added._replace(standard=standard.id))
        else:
            changes += _standard(before, standard, new.language, moved=standard.id in moved)
        changes += _components(old, new, standard, before, newer, components)
    for standard in standards.removed:
        why = "there are no later results of this standard"
        gone = Change(ChangeKind.REMOVED, "standard", standard.id, Effect.CHANGES, why, standard.title, None)
        changes.append(gone._replace(standard=standard.id))
        changes += [_removed(each, standard.id) for each in components.removed if each.standard == standard.id]
    return changes


def _ids(parts: Sequence[Standard], known: dict[str, Standard]) -> Iterator[str]:
    return (part.id for part in parts if part.id in known)


def _moved(old: list[str], new: list[str]) -> frozenset[str]:
    return frozenset(out_of_order(old, new))


def _standard(old: Standard, new: Standard, language: str, *, moved: bool) -> Iterator[Change]:
    def change(kind: ChangeKind, part: str, effect: Effect, why: str, before: Value, after: Value) -> Change:
        return Change(kind, part, new.id, effect, why, before, after, standard=new.id)

    if old.id != new.id:
        why = "results of the standard stood under the older id"
        yield change(ChangeKind.RENAMED, "standard", Effect.CHANGES, why, old.id, new.id)
    if moved:
        why = "each component is rated by itself, in any order"
        yield change(ChangeKind.MOVED, "standard", Effect.EDITORIAL, why, None, None)
    for part, before, after in (("title", old.title, new.title), ("description", old.description, new.description)):
        if effect := rewording_effect(before, after, language):
            why = EDITORIAL if effect is Effect.EDITORIAL else "reviewers read other words over the same components"
            effect = Effect.EDITORIAL if effect is Effect.EDITORIAL else Effect.CHANGES
            yield change(ChangeKind.REWORDED, part, effect, why, before or None, after or None)


def _components(
    old: Rubric,
    new: Rubric,
    standard: Standard,
    before: Standard | None,
    newer: dict[str, str],
    components: Pairs[Criterion],
) -> Iterator[Change]:
    """Give the changes of the components under a standard of the newer rubric, then those removed from it."""
    older = {after.id: one for one, after in components.both}
    stayed = [after.id for one, after in components.both if before and one.standard == before.id]
    here = [each.id for each in standard.criteria if each.id in stayed]
    turned = _moved([each for each in stayed if each in here], here)
    for component in standard.criteria:
        one = older.get(component.id)
        if one is None:
            why = "there are no earlier ratings of this component"
            added = Change(ChangeKind.ADDED, "component", component.id, Effect.BREAKS, why, None, component.title)
            yield added._replace(standard=standard.id, component=component.id)
            continue
        if newer.get(one.standard) != standard.id:
            why = "the ratings stay as they are; they count for another standard"
            yield _component_moved(component, Effect.CHANGES, why, one.standard, standard.id)
        elif component.id in turned:
            why = "each component is rated by itself, in any order"
            yield _component_moved(component, Effect.EDITORIAL, why, None, None)
        shared = Shared(one, component, new.language, _own_scale(old, new, one, component))
        yield from compare_components(shared)
        if old.extends and new.extends and bool(one.added_by) != bool(component.added_by):
            yield _added_by(one, component)
    if before is not None:
        yield from (_removed(each, standard.id) for each in components.removed if each.standard == before.id)


def _component_moved(component: Criterion, effect: Effect, why: str, before: Value, after: Value) -> Change:
    return Change(
        ChangeKind.MOVED, "component", component.id, effect, why, before, after, component.standard, component.id
    )


def _added_by(old: Criterion, new: Criterion) -> Change:
    """Say that a demand went from an overlay into the rubric that it extends, or the other way."""
    why = "where the demand comes from is not rated"
    before, after = old.added_by or None, new.added_by or None
    return Change(ChangeKind.CHANGED, "added_by", new.id, Effect.EDITORIAL, why, before, after, new.standard, new.id)


def _removed(component: Criterion, standard: str) -> Change:
    why = "there are no later ratings of this component"
    return Change(
        ChangeKind.REMOVED, "component", component.id, Effect.BREAKS, why, component.title, None, standard, component.id
    )


def _comparable(
    old: Rubric, new: Rubric, components: Pairs[Criterion], changes: tuple[Change, ...]
) -> tuple[Comparability, ...]:
    older = {after.id: before.id for before, after in components.both}
    bearing: dict[str, list[Change]] = {component.id: [] for component in new.criteria}
    for change in changes:
        for component_id in change.touches:
            bearing[component_id].append(change)
    found = [
        comparability(older[component.id], component.id, bearing[component.id])
        if component.id in older
        else Comparability(None, component.id, Comparable.NO, f"{old.id} {old.version} has no such component")
        for component in new.criteria
    ]
    gone = f"{new.id} {new.version} has no such component"
    return (*found, *(Comparability(each.id, None, Comparable.NO, gone) for each in components.removed))
