"""Rules about levels: every descriptor there, every name declared, every order plain."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator

from mcqa.findings import Finding, Kind, Location, Severity
from mcqa.lint.document import Document, Entry, fold
from mcqa.lint.registry import rule
from mcqa.rubric.bounds import Guesses, listed

# a full stop at the end of a word says nothing; a comparison sign, or the point of a number, may say everything
_SENTENCE_MARK = r"[.,;:!?]+(?=\s|$)"


@rule("L102", "level-without-descriptor", Severity.ERROR)
def level_without_descriptor(document: Document, kind: Kind) -> Iterator[Finding]:
    """A level of a component has no descriptor.

    Why: reviewers then decide what the label means, and they differ. It is the cheapest disagreement to prevent.
    Source: Moskal & Leydens (2000); Brookhart (2013).
    Bad:
        levels:
          not_met: The log names a source for at most two of its five claims.
          partly_met: The log names a source for three or four of its five claims.
    Good:
        levels:
          not_met: The log names a source for at most two of its five claims.
          partly_met: The log names a source for three or four of its five claims.
          met: The log names a source for each of its five claims.
    """
    for _, component in document.components:
        given = component.child("levels")
        if given is None:
            continue
        name = component.text("id")
        for level in document.level_ids(component):
            path = (*given.path, level)
            if (given.text(level) or "").strip() or (level not in given.data and path in document.reading.nodes):
                continue  # described, or told already that it is no text
            place = document.key(*path) if level in given.data else document.key(*given.path)
            message = f'the level "{level}" of {name} has no descriptor'
            hint = "describe what a reviewer would see at this level"
            yield kind.at(place, message, hint=hint, subject=name, value=level)


@rule("L103", "unknown-level", Severity.ERROR)
def unknown_level(document: Document, kind: Kind) -> Iterator[Finding]:
    """A descriptor, an anchor or the cut names a level that the scale does not declare.

    A component with a scale of its own needs a level with the id of the cut.

    Why: no reviewer can choose the level, so the text is never seen, or no rating can ever reach the cut.
    Bad:
        decision:
          rule: conjunctive
          cut: mett
          consensus: majority
          ties: lower
    Good:
        decision:
          rule: conjunctive
          cut: met
          consensus: majority
          ties: lower
    """
    cut = (document.root.child("decision") or Entry(path=(), data={})).text("cut")
    if cut is None and document.base is not None:
        cut = document.base.decision.cut
    levels = document.all_level_ids()
    guesses = {levels: Guesses(levels)}
    if cut is not None and levels and cut not in levels:
        yield _unknown(kind, document.place("decision", "cut"), ("the cut", cut), levels, guesses[levels])
    elif cut is not None:
        yield from _base_scales(document, kind, cut)
    for _, component in document.components:
        name, own = component.text("id"), document.all_level_ids(component)
        if not own:
            continue
        if cut is not None and "scale" in component.data and cut not in own:
            message = f'the scale of {name} has no level "{cut}", which is the cut of the rubric'
            hint = f'give one of its levels the id "{cut}": {listed(own)}'
            yield kind.at(document.key(*component.path, "scale"), message, hint=hint, subject=name, value=cut)
        guess = guesses.setdefault(own, Guesses(own))
        for place, who, level in _named(document, component):
            if level not in own:
                yield _unknown(kind, place, (who, level), own, guess)


def _named(document: Document, component: Entry) -> Iterator[tuple[Location, str, str]]:
    """Give the levels that the descriptors and the anchors of a component name, with their places."""
    name = component.text("id")
    for level in component.data.get("levels") or ():
        yield document.key(*component.path, "levels", level), f"a descriptor of {name}", level
    for anchor in component.children("anchors"):
        level = anchor.text("level")
        if level is not None:
            yield document.place(*anchor.path, "level"), f"an anchor of {name}", level


def _base_scales(document: Document, kind: Kind, cut: str) -> Iterator[Finding]:
    base = document.base
    for criterion in base.criteria if base else ():
        if base and cut not in criterion.scale.level_ids:
            message = f'the scale of {criterion.id} in {base.id} has no level "{cut}", the cut'
            hint = f"choose a cut that every scale of {base.id} has"
            yield kind.at(document.place("decision", "cut"), message, hint=hint, subject=criterion.id, value=cut)


def _unknown(kind: Kind, place: Location, said: tuple[str, str], levels: tuple[str, ...], guesses: Guesses) -> Finding:
    who, level = said
    close = guesses.closest(level)
    hint = f"did you mean {close}?" if close else f"declared levels: {listed(levels)}"
    return kind.at(place, f'{who} names the level "{level}", which the scale does not declare', hint=hint, value=level)


@rule("L104", "level-order", Severity.ERROR)
def level_order(document: Document, kind: Kind) -> Iterator[Finding]:
    """The scores of an ordinal or interval scale are missing, or do not rise from level to level.

    A nominal scale needs no scores.

    Why: the order of the levels decides the cut, the consensus and every weighted coefficient.
    Bad:
        scale:
          type: ordinal
          levels:
            - {id: met, label: Met, score: 2}
            - {id: partly_met, label: Partly met, score: 1}
            - {id: not_met, label: Not met, score: 0}
    Good:
        scale:
          type: ordinal
          levels:
            - {id: not_met, label: Not met, score: 0}
            - {id: partly_met, label: Partly met, score: 1}
            - {id: met, label: Met, score: 2}
    """
    for scale in document.scales:
        if scale.text("type") not in {"ordinal", "interval"}:
            continue
        before: float | None = None
        for level in scale.children("levels"):
            score, name = level.data.get("score"), level.text("id")
            if score is None:
                if "score" not in level.data and (*level.path, "score") not in document.reading.nodes:
                    message = f'the level "{name}" has no score'
                    hint = f"an {scale.text('type')} scale needs a score at every level, rising"
                    yield kind.at(document.place(*level.path), message, hint=hint, subject=name)
                continue
            if before is not None and score <= before:
                message = f'the score {score:g} of "{name}" does not rise above {before:g} of the level before it'
                place = document.place(*level.path, "score")
                yield kind.at(place, message, hint="list the levels lowest first", subject=name, value=f"{score:g}")
            before = score


@rule("L111", "duplicate-descriptor", Severity.ERROR)
def duplicate_descriptor(document: Document, kind: Kind) -> Iterator[Finding]:
    """Two levels of one component read the same.

    Case, white space and marks at the end of a word are no difference.

    Why: a reviewer cannot choose between them, so the choice is chance.
    Source: Tierney & Simon (2004).
    Bad:
        levels:
          not_met: The log names a source for at most two of its five claims.
          partly_met: The log names a source for each of its five claims.
          met: The log names a source for each of its five claims.
    Good:
        levels:
          not_met: The log names a source for at most two of its five claims.
          partly_met: The log names a source for three or four of its five claims.
          met: The log names a source for each of its five claims.
    """
    for _, component in document.components:
        seen: dict[str, str] = {}
        levels = component.data.get("levels") or {}
        for level, text in levels.items():
            folded = re.sub(_SENTENCE_MARK, "", fold(text))
            if not folded:
                continue
            if folded in seen:
                name = component.text("id")
                message = f'the levels "{seen[folded]}" and "{level}" of {name} read the same'
                place = document.place(*component.path, "levels", level)
                yield kind.at(place, message, hint="say what sets them apart", subject=name, value=text)
            seen.setdefault(folded, level)


@rule("L112", "label-collision", Severity.ERROR)
def label_collision(document: Document, kind: Kind) -> Iterator[Finding]:
    """Two levels of one scale have labels that read the same, or one has the other's id.

    Case and white space are no difference, and neither is an underscore in an id.

    Why: reviewers type labels, and a cell must mean one level only.
    Bad:
        scale:
          type: ordinal
          levels:
            - {id: not_met, label: Not met, score: 0}
            - {id: partly_met, label: Met, score: 1}
            - {id: met, label: MET, score: 2}
    Good:
        scale:
          type: ordinal
          levels:
            - {id: not_met, label: Not met, score: 0}
            - {id: partly_met, label: Partly met, score: 1}
            - {id: met, label: Met, score: 2}
    """
    for scale in document.scales:
        seen: dict[str, str] = {}
        for level in scale.children("levels"):
            name, label = level.text("id") or "", level.text("label") or ""
            for word in sorted({fold(label), fold(name), fold(name.replace("_", " "))} - {""}):
                other = seen.setdefault(word, name)
                if other != name:
                    message = f'"{level.text("label")}" reads the same as a level above it, case and space aside'
                    place = document.place(*level.path, "label")
                    yield kind.at(place, message, hint="choose words that differ", value=level.text("label"))
                    break


@rule("L113", "descriptor-order", Severity.INFO)
def descriptor_order(document: Document, kind: Kind) -> Iterator[Finding]:
    """The descriptors of a component do not stand in the order of its scale.

    Nothing is said of a nominal scale, which has no order, or where the scores do not rise, which is told as L104.

    Why: whoever edits a descriptor compares it with the one above it, and takes that for the next lower level.
    Bad:
        levels:
          met: The log names a source for each of its five claims.
          partly_met: The log names a source for three or four of its five claims.
          not_met: The log names a source for at most two of its five claims.
    Good:
        levels:
          not_met: The log names a source for at most two of its five claims.
          partly_met: The log names a source for three or four of its five claims.
          met: The log names a source for each of its five claims.
    """
    own = document.root.child("scale")
    rising = _rises(own) if own else bool(document.base and document.base.scale.ordered)
    for _, component in document.components:
        order = document.all_level_ids(component)
        if tuple(component.data.get("levels") or ()) == order:
            continue
        scale = component.child("scale")
        if not (_rises(scale) if scale else rising):
            continue
        before = ""
        for level in component.data.get("levels") or ():
            if level not in order:
                continue
            if before and order.index(level) < order.index(before):
                name, place = component.text("id"), document.key(*component.path, "levels", level)
                message = f'"{level}" of {name} is described after "{before}", which follows it on the scale'
                hint = f"list the descriptors in the order of the scale: {listed(order)}"
                yield kind.at(place, message, hint=hint, subject=name, value=level)
                break
            before = level


def _rises(scale: Entry) -> bool:
    """Whether a scale has an order, and its scores are all there and rise."""
    scores = [float(level.data.get("score", math.nan)) for level in scale.children("levels")]
    return scale.text("type") != "nominal" and all(low < high for low, high in itertools.pairwise(scores))
