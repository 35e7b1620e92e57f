"""Rules about overlays: a state adds to a rubric and never weakens it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mcqa.findings import Finding, Kind, Severity
from mcqa.lint.document import Document
from mcqa.lint.registry import rule

if TYPE_CHECKING:
    from mcqa.rubric.model import Rubric


@rule("L109", "weakened-by-overlay", Severity.ERROR)
def weakened_by_overlay(document: Document, kind: Kind) -> Iterator[Finding]:
    """An overlay asks for less than the rubric it extends, or redefines a part of it.

    A lower cut or share, a compensatory rule in place of a conjunctive one, fewer ratings, ties that become the higher
    level, another scale, a component of the base written anew, another title or description of one of its standards,
    another meaning of a term it explains: each is reported. Higher demands, and further
    standards and components, are what an overlay is for.

    Why: a state may ask for more than the partnership agreed on, never for less under the same name.
    Bad:
        extends: base.yaml
        decision:
          cut: partly_met
    Good:
        extends: base.yaml
        standards:
          - id: S01
            components:
              - id: C01.3
                title: State list
                text: Each source stands in the book list of the state.
                visible_in: packet
                basis:
                  - 'state handbook: page 2'
                levels:
                  not_met: At most two of the five sources stand in the book list.
                  partly_met: Three or four of the five sources stand in the book list.
                  met: All five of the five sources stand in the book list.
    """
    base = document.base
    if base is None:
        return
    yield from _decision(document, kind, base)
    if _other_scale(document, base):
        message = f"the scale of {base.id} is replaced by another"
        hint = "leave `scale` out; a new component may have its own"
        yield kind.at(document.key("scale"), message, hint=hint, subject=base.id)
    known = {criterion.id for criterion in base.criteria}
    for _, component in document.components:
        name = component.text("id")
        if name in known:
            message = f"{name} is redefined; it belongs to {base.id}"
            hint = "give the new component an id of its own"
            yield kind.at(document.place(*component.path, "id"), message, hint=hint, subject=name)
    yield from _headings(document, kind, base)
    yield from _meanings(document, kind, base)


def _other_scale(document: Document, base: Rubric) -> bool:
    """Whether the overlay has a scale of its own that says something else; one with faults is told already."""
    scale = document.root.child("scale")
    if scale is None or not document.all_level_ids():
        return False
    from mcqa.rubric.build import build_scale

    whole = all({"id", "label"} <= level.data.keys() for level in scale.children("levels")) and "type" in scale.data
    return whole and build_scale(scale.data) != base.scale


def _headings(document: Document, kind: Kind, base: Rubric) -> Iterator[Finding]:
    known = {standard.id: standard for standard in base.standards}
    for standard in document.standards:
        name = standard.text("id")
        theirs = known.get(name) if name else None
        for key in ("title", "description"):
            if theirs and standard.text(key) not in {None, getattr(theirs, key)}:
                message = f"the {key} of {name} is another than in {base.id}"
                hint = f"leave `{key}` out: a standard of {base.id} is added to, not rewritten"
                yield kind.at(document.place(*standard.path, key), message, hint=hint, subject=name)


def _decision(document: Document, kind: Kind, base: Rubric) -> Iterator[Finding]:
    decision = document.root.child("decision")
    if decision is None:
        return
    rule_word, cut, share = decision.text("rule"), decision.text("cut"), decision.data.get("pass_share")
    hint = f"leave `decision` out to keep that of {base.id}"
    if rule_word == "compensatory" and base.decision.rule == "conjunctive":
        message = f"{base.id} asks for every component; here a share of the points is enough"
        yield kind.at(document.place("decision", "rule"), message, hint=hint, value=rule_word)
    levels = base.scale.level_ids
    if cut in levels and levels.index(cut) < levels.index(base.decision.cut):
        message = f'the cut "{cut}" is below "{base.decision.cut}" of {base.id}'
        yield kind.at(document.place("decision", "cut"), message, hint=hint, value=cut)
    needed = base.decision.pass_share
    if isinstance(share, float) and needed is not None and share < needed:
        message = f"a share of {share:g} is below {needed:g} of {base.id}"
        yield kind.at(document.place("decision", "pass_share"), message, hint=hint, value=f"{share:g}")
    fewest = decision.data.get("min_ratings")
    if isinstance(fewest, int) and fewest < base.decision.min_ratings:
        message = f"{fewest} ratings are fewer than the {base.decision.min_ratings} that {base.id} asks for"
        yield kind.at(document.place("decision", "min_ratings"), message, hint=hint, value=str(fewest))
    if decision.text("ties") == "higher" and base.decision.ties != "higher":
        message = f"a tie becomes the higher level here; in {base.id} it is {base.decision.ties}"
        yield kind.at(document.place("decision", "ties"), message, hint=hint, value="higher")


def _meanings(document: Document, kind: Kind, base: Rubric) -> Iterator[Finding]:
    """Find terms of the base's glossary that get another meaning."""
    own = document.root.child("glossary")
    for term, meaning in own.data.items() if own else ():
        if base.glossary.get(term, meaning) != meaning:
            message = f'"{term}" means something else in {base.id}'
            hint = "leave the term out, or explain another word"
            yield kind.at(document.place("glossary", term), message, hint=hint, value=term)
