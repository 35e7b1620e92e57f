"""What a component rests on: worked examples, what reviewers are shown, where the demand comes from."""

from __future__ import annotations

from collections.abc import Iterator

from mcqa.findings import Finding, Kind, Severity
from mcqa.lint.document import Document, Entry
from mcqa.lint.registry import rule
from mcqa.lint.wording.gathered import FEW, name_of, names, subjects
from mcqa.rubric.shown_in import SHOWN_IN

SUPPLIED = {
    "issuer_dossier": (SHOWN_IN["issuer_dossier"], "the pages of the issuer's dossier that show it"),
    "operations_data": (SHOWN_IN["operations_data"], "the extract of the operations data that shows it"),
}


@rule("L402", "no-anchor", Severity.INFO)
def no_anchor(document: Document, kind: Kind) -> Iterator[Finding]:
    """A component has no anchor: no worked example of any of its levels.

    One anchor of one level is enough; the levels next to the cut, where reviewers split, profit most. Where more than
    three components of a file have none, that is told once, at the first of them.

    Why: two reviewers read the same descriptor differently until they see one piece of work that it fits. A review of
    75 studies concludes that exemplars, and training with them, make scoring by a rubric more reliable.
    Source: Jonsson & Svingby (2007); Moskal & Leydens (2000).
    Bad:
        anchors: []
    Good:
        anchors:
          - level: partly_met
            text: Claims 1 to 4 name a book; claim 5 names nothing.
    """
    components = [component for _, component in document.components]
    bare = [each for each in components if not each.data.get("anchors") and not _unread(document, each, "anchors")]
    hint = "add `anchors:` with a short piece of real or invented work and its level, best from either side of the cut"
    if len(bare) == len(components) > FEW:
        message = f"none of the {len(bare)} components has an anchor, a worked example of a level"
        yield kind.at(document.key("standards"), message, hint=hint)
        return
    if len(bare) > FEW:
        message = (
            f"{len(bare)} of {len(components)} components have no anchor, a worked example of a level: {names(bare)}"
        )
        place = document.key(*bare[0].path, "anchors")
        yield kind.at(place, message, hint=hint, subject=subjects(bare))
        return
    for component in bare:
        message = f"{name_of(component)} has no anchor, a worked example of a level"
        place = document.key(*component.path, "anchors")
        yield kind.at(place, message, hint=hint, subject=component.text("id"))


@rule("L403", "not-visible", Severity.WARNING)
def not_visible(document: Document, kind: Kind) -> Iterator[Finding]:
    """A component is judged from something that the review packet does not hold.

    Silence it with `# mcqa: ignore[L403] reason` at the end of its line once it is settled who sends reviewers what.

    Why: a reviewer who is not shown it marks cannot tell, or guesses.
    Bad:
        visible_in: operations_data
    Good:
        visible_in: packet
    """
    for _, component in document.components:
        place = component.text("visible_in")
        if place not in SUPPLIED:
            continue
        name, (source, extract) = component.text("id"), SUPPLIED[place]
        message = f"{name} is judged from {source}, which the review packet does not hold"
        hint = f"give reviewers {extract}, or ask for something that the packet shows"
        yield kind.at(document.place(*component.path, "visible_in"), message, hint=hint, subject=name, value=place)


@rule("L404", "no-provenance", Severity.WARNING)
def no_provenance(document: Document, kind: Kind) -> Iterator[Finding]:
    """Nothing says where the demand of a component comes from.

    A component has its `basis`. Where none has, the `source` of the rubric stands for all of them; where some have, one
    without is a demand that somebody added. A rubric with neither is told once. In an overlay, the source and the
    components of the rubric that it extends count as its own.

    Why: a demand that nobody can trace cannot be defended to those who fail it, nor revised when its source is.
    Source: Moskal & Leydens (2000).
    Bad:
        basis: []
    Good:
        basis:
          - 'handbook: page 4'
    """
    base = document.base
    if base is None and "extends" in document.root.data:
        return  # the base could not be read, which is told already
    components = [component for _, component in document.components]
    bare = [each for each in components if not _basis(each) and not _unread(document, each, "basis")]
    source = (document.root.text("source") or (base.source if base else "")).strip()
    others = len(bare) < len(components) or any(criterion.basis for criterion in (base.criteria if base else ()))
    if not others and (source or _unread(document, document.root, "source")):
        return
    if not others and bare:
        message = "neither a `source` of the rubric nor a `basis` of a component says where the demands come from"
        hint = "add `source:` to the rubric, or `basis:` with document and page to each component"
        yield kind.at(document.key("title"), message, hint=hint)
        return
    for component in bare:
        name = component.text("id")
        message = f"nothing says where the demand of {name} comes from"
        hint = "add `basis:` with the document and the page that it rests on, as other components have"
        yield kind.at(document.key(*component.path, "basis"), message, hint=hint, subject=name)


def _basis(component: Entry) -> bool:
    return any(isinstance(text, str) and text.strip() for text in component.data.get("basis") or ())


def _unread(document: Document, holder: Entry, key: str) -> bool:
    """Whether a value stands there and does not fit, which is told already."""
    return key not in holder.data and (*holder.path, key) in document.reading.nodes
