"""What differs between two versions of a rubric: for people with the words marked, for programs as data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from mcqa.reports.document import Cell, Document, counted, tidy
from mcqa.rubric.difference.change import Change, ChangeKind, Comparable, Effect, Value
from mcqa.rubric.difference.compare import Difference
from mcqa.rubric.difference.wording import pieces
from mcqa.rubric.model import Criterion, Rubric, Standard

_COLUMNS = ("effect", "kind", "part", "standard", "component", "subject", "before", "after", "why")
# parts whose values are sentences: their words are marked
WORDED = frozenset({"title", "text", "description", "descriptor", "anchor", "term", "label", "source"})
_NAMES = {
    "extends": "rubric that it extends",
    "added_by": "overlay that adds it",
    "scale_type": "type of the scale",
    "non_score": "answer",
    "visible_in": "judged from",
    "decision.rule": "decision rule",
    "decision.cut": "cut",
    "decision.pass_share": "pass share",
    "decision.consensus": "consensus",
    "decision.ties": "ties",
    "decision.min_ratings": "least ratings",
}


class Compared(NamedTuple):
    """Two versions and what differs."""

    old: Rubric
    new: Rubric
    difference: Difference


def difference_document(compared: Compared) -> Document:
    """Give what differs as a tidy table and as data."""
    return Document(
        title=difference_title(compared),
        parts=(),
        tidy=lambda: tidy("changes", _COLUMNS, _rows(compared)),
        results=lambda: _json(compared),
    )


def difference_title(compared: Compared) -> str:
    """Name the two versions."""
    old, new = compared.old, compared.new
    after = new.version if new.id == old.id else f"{new.id} {new.version}"
    return f"{old.id} {old.version} -> {after}"


def difference_summary(compared: Compared) -> str:
    """Count the changes by what they do."""
    changes = compared.difference.changes
    if not changes:
        if compared.old.sha256 == compared.new.sha256:
            return "No difference: the two are the same file."
        return "No difference: the files differ only in comments, layout or what the linter alone reads."
    tally = Counter(change.effect for change in changes)
    parts = {
        Effect.BREAKS: "that {} the comparison of ratings".format("breaks" if tally[Effect.BREAKS] == 1 else "break"),
        Effect.CHANGES: "to compare with care or for verdicts only",
        Effect.EDITORIAL: "editorial",
    }
    said = [f"{tally[effect]} {words}" for effect, words in parts.items() if tally[effect]]
    return f"{counted(len(changes), 'change')}: {', '.join(said)}."


def standard_name(compared: Compared, standard: str, *, older: bool = False) -> str:
    """Give the id and the title of a standard, of the older rubric first or of the newer; none is the whole rubric."""
    for rubric in _rubrics(compared, older=older):
        for each in rubric.standards:
            if each.id == standard:
                return f"{each.id} {each.title}"
    return "The rubric as a whole"


def component_name(compared: Compared, component: str, *, older: bool = False) -> str:
    """Give the id and the title of a component, of the older rubric first or of the newer."""
    for rubric in _rubrics(compared, older=older):
        for each in rubric.criteria:
            if each.id == component:
                return f"{each.id} {each.title}"
    return component


def _rubrics(compared: Compared, *, older: bool) -> tuple[Rubric, Rubric]:
    return (compared.old, compared.new) if older else (compared.new, compared.old)


def what_happened(compared: Compared, change: Change) -> str:
    """Say what happened in a few words."""
    part = _NAMES.get(change.part, change.part)
    if change.part in {"descriptor", "anchor", "level", "label", "score"} and change.subject != "scale":
        noun = {"descriptor": "level", "anchor": "example of"}.get(change.part, change.part)
        part = f'{noun} "{_label(compared, change)}"'
    elif change.part in {"term", "role", "basis", "non_score"}:
        part = f"{part} {change.after or change.before}" if change.part != "term" else f'word "{change.subject}"'
    if change.kind is ChangeKind.MOVED:
        return _moved(compared, change, part)
    if change.kind in {ChangeKind.RENAMED, ChangeKind.CHANGED} and change.part not in WORDED:
        named = f"id of the {change.part}" if change.kind is ChangeKind.RENAMED else part
        return f"{named}: {_value(change.before)} -> {_value(change.after)}"
    by = _added_by(compared, change) if change.kind is ChangeKind.ADDED else ""
    return f"{part} {'reworded' if change.kind is ChangeKind.CHANGED else change.kind.value}{by}"


def _added_by(compared: Compared, change: Change) -> str:
    """Name the overlay that a new standard or component comes from; none where the rubric itself has it."""
    parts: Iterable[Standard | Criterion] = ()
    if change.part == "standard":
        parts = compared.new.standards
    elif change.part == "component":
        parts = compared.new.criteria
    return next((f" by {part.added_by}" for part in parts if part.id == change.subject and part.added_by), "")


def _moved(compared: Compared, change: Change, part: str) -> str:
    if change.part == "anchor":
        before = change._replace(subject=str(change.before).partition(":")[0])
        return f'example of "{_label(compared, before)}" moved to "{_label(compared, change)}"'
    if change.part == "level":
        return f"levels in another order: {change.before} -> {change.after}"
    if change.before is None:
        return f"{part} stands elsewhere in the order"
    return f"{part} moved from {standard_name(compared, str(change.before), older=True)}"


def _label(compared: Compared, change: Change) -> str:
    """Give the label of a level that a change is about."""
    scales = [
        component.scale
        for rubric in (compared.new, compared.old)
        for component in rubric.criteria
        if component.id == change.component
    ]
    for scale in (*scales, compared.new.scale, compared.old.scale):
        for level in scale.levels:
            if level.id == change.subject:
                return level.label
    return change.subject


def _value(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value is None else f"{value:g}" if isinstance(value, int | float) else value


def _rows(compared: Compared) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (
            change.effect.value,
            change.kind.value,
            change.part,
            change.standard or None,
            change.component or None,
            change.subject,
            change.before,
            change.after,
            change.why,
        )
        for change in compared.difference.changes
    )


def change_json(change: Change) -> dict[str, object]:
    """Give one change as data; `words` where a wording changed."""
    worded = change.part in WORDED and isinstance(change.before, str) and isinstance(change.after, str)
    return {
        "kind": change.kind.value,
        "part": change.part,
        "subject": change.subject,
        "standard": change.standard or None,
        "component": change.component or None,
        "effect": change.effect.value,
        "breaking": change.breaking,
        "editorial": change.editorial,
        "before": change.before,
        "after": change.after,
        "words": [piece._asdict() for piece in pieces(str(change.before), str(change.after))] if worded else None,
        "touches": list(change.touches),
        "why": change.why,
    }


def _json(compared: Compared) -> dict[str, object]:
    difference = compared.difference
    effects = Counter(change.effect.value for change in difference.changes)
    verdicts = Counter(each.comparable.value for each in difference.components)
    return {
        "changes": [change_json(change) for change in difference.changes],
        "components": [
            {
                "component": each.component,
                "before": each.before,
                "after": each.after,
                "comparable": each.comparable.value,
                "why": each.why,
            }
            for each in difference.components
        ],
        "summary": {
            "total": len(difference.changes),
            **{effect.value: effects[effect.value] for effect in Effect},
            "components": {verdict.value: verdicts[verdict.value] for verdict in Comparable},
            "old": {"id": compared.old.id, "version": compared.old.version, "sha256": compared.old.sha256},
            "new": {"id": compared.new.id, "version": compared.new.version, "sha256": compared.new.sha256},
            "version": difference.version._asdict(),
        },
    }
