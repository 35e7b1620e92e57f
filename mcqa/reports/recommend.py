"""Recommendations for people: what to do with each component and standard, most urgent first, and why."""

from __future__ import annotations

from collections.abc import Sequence

from mcqa.recommendations.model import Action, Cause, Recommendation, Recommendations
from mcqa.reports.document import Block, Cell, Column, Document, Note, Table, counted, tidy
from mcqa.rubric.model import Rubric

WORDS = {
    Action.SUPPLY_EVIDENCE: "supply evidence",
    Action.SPLIT_CRITERION: "split component",
    Action.CLARIFY_WORDING: "clarify wording",
    Action.ADD_ANCHOR: "add an example",
    Action.RETRAIN_RATERS: "retrain reviewers",
    Action.COLLECT_MORE_DATA: "collect more data",
    Action.MERGE_LEVELS: "merge levels",
    Action.COMBINE_CRITERIA: "combine components",
    Action.WIDEN_SAMPLE: "widen the sample",
    Action.KEEP: "keep",
}
STYLES = (("keep", "green"), ("retrain", "yellow"), ("collect", "cyan"), ("widen", "cyan"), ("", "red"))


def recommend_document(found: Recommendations, rubric: Rubric, notes: Sequence[str]) -> Document:
    """Lay out what to do about every component and standard."""
    titles = {criterion.id: criterion.title for criterion in rubric.criteria}
    titles |= {standard.id: standard.title for standard in rubric.standards}
    ranked = sorted(found.criteria, key=lambda each: each.priority)
    urgent = [each for each in ranked if each.action is not Action.KEEP]
    kept = [each for each in found.criteria if each.action is Action.KEEP]
    said = f"{counted(len(urgent), 'component')} to act on, {len(kept)} to keep."
    return Document(
        title="Recommendations",
        parts=(
            Note(text=f"Rubric {rubric.id} {rubric.version}: {said}"),
            _urgent(urgent, titles),
            *_why_blocks(urgent, titles),
            _kept(kept, {reason.text for each in urgent for reason in each.reasons}),
            _standards(found.standards, titles),
            *(Note(text=note) for note in notes),
        ),
        tidy=_tidy(found),
        results=found.to_json(),
    )


def _urgent(urgent: Sequence[Recommendation], titles: dict[str, str]) -> Table:
    return Table(
        title="What to act on, most urgent first",
        columns=(
            Column(title="#", right=True),
            Column(title="Component", wide=True, share=3),
            Column(title="Action", styles=STYLES),
            Column(title="About", wide=True, share=2),
            Column(title="Cause"),
            Column(title="Confidence"),
        ),
        rows=tuple(
            (
                each.priority,
                f"{each.subject} {titles[each.subject]}",
                WORDS[each.action],
                _about(each),
                each.cause.value,
                each.confidence.value,
            )
            for each in urgent
        ),
        empty="Nothing: no component stands out.",
    )


def _about(each: Recommendation) -> str:
    """Say whom or what an action is about: levels, reviewers, groups."""
    pairs = [" / ".join(pair) for pair in each.levels]
    return ", ".join((*pairs, *each.raters, *each.groups))


def _why_blocks(urgent: Sequence[Recommendation], titles: dict[str, str]) -> list[Block]:
    """Give the reasons of each component; those of components with one and the same remedy stand together."""
    together: dict[tuple[object, ...], list[Recommendation]] = {}
    for each in urgent:
        shared = each.cause is Cause.RATER and each.raters
        key = (each.action, each.raters, each.also) if shared else (each.subject,)
        together.setdefault(key, []).append(each)
    return [_why(group, titles) for group in together.values()]


def _why(group: list[Recommendation], titles: dict[str, str]) -> Block:
    first = group[0]
    names = ", ".join(each.subject for each in group)
    subject = f"{first.subject} {titles[first.subject]}" if len(group) == 1 else names
    also = f", also {', '.join(WORDS[action] for action in first.also)}" if first.also else ""
    about = f" ({_about(first)})" if _about(first) else ""
    common = [reason for reason in first.reasons if all(reason.text in _texts(each) for each in group)]
    items = [f"{_sentence(reason.text)} [{reason.kind.code}]" for reason in common]
    if len(group) > 1:
        own = sorted({reason.kind.code for each in group for reason in each.reasons if reason not in common})
        items.append(f"The numbers of each component [{', '.join(own)}] are in --format json and csv.")
    return Block(heading=f"{subject}: {WORDS[first.action]}{about}{also}", items=tuple(items))


def _texts(each: Recommendation) -> set[str]:
    return {reason.text for reason in each.reasons}


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _kept(kept: Sequence[Recommendation], said: set[str]) -> Table:
    """List the components to keep, with what was not said above."""
    return Table(
        title="What to keep",
        columns=(Column(title="Component"), Column(title="Confidence"), Column(title="Why", wide=True)),
        rows=tuple((each.subject, each.confidence.value, _why_kept(each, said)) for each in kept),
        empty="No component.",
    )


def _why_kept(each: Recommendation, said: set[str]) -> str:
    also = f" Also {', '.join(WORDS[action] for action in each.also)}." if each.also else ""
    return " ".join(_sentence(reason.text) for reason in each.reasons if reason.text not in said) + also


def _standards(standards: Sequence[Recommendation], titles: dict[str, str]) -> Table:
    return Table(
        title="By standard",
        columns=(
            Column(title="Standard", wide=True, share=3),
            Column(title="Action", styles=STYLES),
            Column(title="Because of"),
            Column(title="Cause"),
            Column(title="Confidence"),
        ),
        rows=tuple(
            (
                f"{each.subject} {titles[each.subject]}",
                WORDS[each.action],
                each.decided_by or "",
                each.cause.value,
                each.confidence.value,
            )
            for each in standards
        ),
    )


def _tidy(found: Recommendations) -> Table:
    names = (
        "kind",
        "id",
        "priority",
        "action",
        "also",
        "cause",
        "confidence",
        "levels",
        "raters",
        "groups",
        "decided_by",
        "codes",
        "reasons",
    )
    rows = tuple(
        (kind, *_tidy_row(each))
        for kind, every in (("criterion", found.criteria), ("standard", found.standards))
        for each in every
    )
    return tidy("recommendations", names, rows)


def _tidy_row(each: Recommendation) -> tuple[Cell, ...]:
    return (
        each.subject,
        each.priority,
        each.action.value,
        " ".join(action.value for action in each.also),
        each.cause.value,
        each.confidence.value,
        "; ".join("/".join(pair) for pair in each.levels),
        " ".join(each.raters),
        " ".join(each.groups),
        each.decided_by,
        " ".join(reason.kind.code for reason in each.reasons),
        " ".join(_sentence(reason.text) for reason in each.reasons),
    )
