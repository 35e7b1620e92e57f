"""A rubric in the words that reviewers read, before it is laid out for a terminal, as Markdown or as HTML."""

from __future__ import annotations

from typing import NamedTuple

from mcqa.rubric.model import Criterion, Decision, Rubric, Scale, Standard
from mcqa.rubric.shown_in import SHOWN_IN

_STATUS = {
    "official": "This is the official wording.",
    "licensed": "This wording is used under a licence.",
    "reconstruction": (
        "This is a reconstruction from public sources. It is not the official wording and must not be called official."
    ),
    "local": "This is the wording of a local organization.",
    "draft": "This is a draft: the wording may still change.",
}
# what an overlay adds, of which the status of the file speaks; the wording it extends has a status of its own
_ADDED = {
    "official": "is official wording",
    "licensed": "is used under a licence",
    "reconstruction": "is a reconstruction from public sources and not official wording",
    "local": "is the wording of a local organization",
    "draft": "is a draft, whose wording may still change",
}
_ANSWERS = {
    "cannot_tell": (
        "Cannot tell",
        "What you were shown does not let you judge the component. Say what was missing instead of guessing a level.",
    ),
    "not_applicable": (
        "Not applicable",
        "The component does not concern this micro-credential. It then counts neither for nor against it.",
    ),
}
_CONSENSUS = {
    "majority": "the level that most of them chose",
    "median": "the middle one of their levels",
    "mean": "the level whose score is nearest to their mean",
    "unanimous": "the level that all of them chose",
}
_TIES = {
    "lower": "Between two levels, the lower one counts.",
    "higher": "Between two levels, the higher one counts.",
    "undecided": "Between two levels, the component stays undecided.",
}
_DIFFER = {
    "lower": "Where they differ, the lowest level that one of them chose counts.",
    "higher": "Where they differ, the highest level that one of them chose counts.",
    "undecided": "Where they differ, the component stays undecided.",
}


class PageLevel(NamedTuple):
    """One level: its label, its score as written, whether it counts as met, and what it means for a component."""

    label: str
    score: str
    reaches_cut: bool
    text: str = ""


class Example(NamedTuple):
    """A worked example and the level that it shows."""

    label: str
    text: str


class PageComponent(NamedTuple):
    """A component as it is rated; `remarks` is what counts about it beside its levels, each a sentence."""

    id: str
    title: str
    text: str
    marks: tuple[str, ...]
    remarks: tuple[str, ...]
    levels: tuple[PageLevel, ...]
    examples: tuple[Example, ...]


class PageStandard(NamedTuple):
    """A standard and its components; `marks` is what sets it apart, such as the overlay that added it."""

    id: str
    title: str
    description: str
    marks: tuple[str, ...]
    components: tuple[PageComponent, ...]


class Page(NamedTuple):
    """A whole rubric for reading."""

    id: str
    version: str
    title: str
    language: str
    status: str
    source: str
    levels: tuple[PageLevel, ...]
    scored: bool
    answers: tuple[tuple[str, str], ...]
    decision: tuple[str, ...]
    standards: tuple[PageStandard, ...]
    glossary: tuple[tuple[str, str], ...]
    sha256: str

    @property
    def size(self) -> int:
        """How many components there are."""
        return sum(len(standard.components) for standard in self.standards)


def rubric_page(rubric: Rubric) -> Page:
    """Put a rubric into the words that reviewers read."""
    return Page(
        id=rubric.id,
        version=rubric.version,
        title=rubric.title,
        language=rubric.language,
        status=_status(rubric),
        source=rubric.source,
        levels=_levels(rubric.scale, rubric.decision, {}),
        scored=_scored(rubric.scale),
        answers=tuple(_ANSWERS[answer] for answer in _answers(rubric)),
        decision=decision_words(rubric),
        standards=tuple(
            PageStandard(
                id=standard.id,
                title=standard.title,
                description=standard.description,
                marks=_added_by(standard.added_by),
                components=tuple(_component(each, standard, rubric) for each in standard.criteria),
            )
            for standard in rubric.standards
        ),
        glossary=tuple(sorted(rubric.glossary.items(), key=lambda item: item[0].casefold())),
        sha256=rubric.sha256,
    )


def _status(rubric: Rubric) -> str:
    """Say what the wording is, and of an overlay what it adds to: its status says nothing of the wording it extends."""
    if not rubric.extends:
        return _STATUS[rubric.status]
    kept = f"This rubric extends {rubric.extends}, whose wording keeps the status that it has there."
    return f"{kept} Each standard and component that {rubric.id} adds is marked, and {_ADDED[rubric.status]}."


def _added_by(overlay: str) -> tuple[str, ...]:
    return (f"added by {overlay}",) if overlay else ()


def decision_words(rubric: Rubric) -> tuple[str, ...]:
    """Say in sentences how ratings become a verdict."""
    decision, scale = rubric.decision, rubric.scale
    label = next((level.label for level in scale.levels if level.id == decision.cut), decision.cut)
    top = scale.levels[-1].id == decision.cut
    reach = f'reaches "{label}"' if top else f'reaches "{label}" or a higher level'
    essential = any(component.essential for component in rubric.criteria)
    if decision.rule == "conjunctive":
        rule = [f"A micro-credential meets the rubric when every component that applies to it {reach}."]
    else:
        share = f"{round((decision.pass_share or 0) * 100, 6):g} %"
        also = f", and every essential component {reach}" if essential else ""
        rule = [f"A micro-credential meets the rubric when it has at least {share} of the possible points{also}."]
        weighted = any(component.weight != 1 for component in rubric.criteria)
        times = ", times the weight of the component" if weighted else ""
        rule.append(f"The points of a component are the score of its level{times}.")
    ties = (_DIFFER if decision.consensus == "unanimous" else _TIES)[decision.ties]
    said = [*rule, f"The ratings of several reviewers become one level: {_CONSENSUS[decision.consensus]}. {ties}"]
    if decision.min_ratings > 1:
        said.append(f"A component with fewer than {decision.min_ratings} ratings stays undecided.")
    return tuple(said)


def shown(visible_in: str) -> str:
    """Say what a reviewer must be shown."""
    return SHOWN_IN[visible_in]


def _answers(rubric: Rubric) -> tuple[str, ...]:
    """Give the answers that are no rating, of the rubric's scale and of any component's own."""
    scales = (rubric.scale, *(component.scale for component in rubric.criteria))
    return tuple(dict.fromkeys(answer for scale in scales for answer in scale.non_scores))


def _component(component: Criterion, standard: Standard, rubric: Rubric) -> PageComponent:
    marks = ["essential"] if component.essential else []
    if component.weight != 1:
        marks.append(f"weight {component.weight:g}")
    if component.added_by != standard.added_by:
        # of a standard that was added whole, the mark stands at the standard
        marks += _added_by(component.added_by)
    remarks = [f"Who must act: {', '.join(component.roles)}."] if component.roles else []
    seen = f"Judged from {shown(component.visible_in)}"
    if component.visible_in != "packet" and "cannot_tell" in component.scale.non_scores:
        seen += '; a reviewer who was not shown it answers "Cannot tell"'
    remarks.append(f"{seen}.")
    if component.scale != rubric.scale:
        remarks.append(f"Rated on a scale of its own: {_in_words(component.scale)}.")
    labels = {level.id: level.label for level in component.scale.levels}
    return PageComponent(
        id=component.id,
        title=component.title,
        text=component.text,
        marks=tuple(marks),
        remarks=tuple(remarks),
        levels=_levels(component.scale, rubric.decision, dict(component.descriptors)),
        examples=tuple(Example(labels[anchor.level], anchor.text) for anchor in component.anchors),
    )


def _in_words(scale: Scale) -> str:
    """Give the levels of a scale on one line, each with its score."""
    return ", ".join(
        f"{each.label} ({each.score:g})" if each.score is not None else each.label for each in scale.levels
    )


def _levels(scale: Scale, decision: Decision, descriptors: dict[str, str]) -> tuple[PageLevel, ...]:
    cut = scale.level_ids.index(decision.cut) if decision.cut in scale.level_ids else len(scale.levels)
    return tuple(
        PageLevel(
            label=level.label,
            score="" if level.score is None else f"{level.score:g}",
            reaches_cut=position >= cut,
            text=descriptors.get(level.id, ""),
        )
        for position, level in enumerate(scale.levels)
    )


def _scored(scale: Scale) -> bool:
    return any(level.score is not None for level in scale.levels)
