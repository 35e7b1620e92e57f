"""Plain data that passed the rules becomes the frozen model."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mcqa.rubric.model import Anchor, Criterion, Decision, Descriptors, Level, Rubric, Scale, Standard

# data of one record, checked against the format before it comes here
Data = dict[str, Any]


def build_rubric(data: Data, *, sha256: str, path: str) -> Rubric:
    """Make the model of complete and checked data; overlays are merged with their base before."""
    scale = build_scale(data["scale"])
    return Rubric(
        id=data["id"],
        version=data["version"],
        title=data["title"],
        status=data["status"],
        language=data["language"],
        source=data.get("source", ""),
        roles=tuple(data.get("roles", ())),
        scale=scale,
        decision=Decision(**data["decision"]),
        standards=tuple(_standard(standard, scale) for standard in data["standards"]),
        glossary=Descriptors(data.get("glossary", {})),
        sha256=sha256,
        path=path,
    )


def build_overlay(base: Rubric, data: Data, *, sha256: str, path: str) -> Rubric:
    """Make the model of an overlay: the base rubric with the standards, components and cuts that it adds.

    What the overlay does not say of the decision stays as in the base.
    """
    added = {standard["id"]: standard for standard in data.get("standards", ())}
    standards = [
        standard._replace(
            criteria=standard.criteria + _added(added.pop(standard.id, {}), standard.id, base.scale, data["id"])
        )
        for standard in base.standards
    ]
    standards += [
        _standard(standard, base.scale)._replace(
            criteria=_added(standard, standard["id"], base.scale, data["id"]), added_by=data["id"]
        )
        for standard in added.values()
    ]
    return replace(
        base,
        id=data["id"],
        version=data["version"],
        title=data["title"],
        status=data["status"],
        language=data["language"],
        source=data.get("source", base.source),
        roles=tuple(dict.fromkeys((*base.roles, *data.get("roles", ())))),
        decision=base.decision._replace(**data.get("decision", {})),
        standards=tuple(standards),
        extends=base.id,
        # of an overlay of an overlay the core is the rubric at the bottom: what no overlay added
        base_decision=base.base_decision or base.decision,
        glossary=Descriptors({**base.glossary, **data.get("glossary", {})}),
        sha256=sha256,
        path=path,
    )


def _added(data: Data, standard: str, scale: Scale, by: str) -> tuple[Criterion, ...]:
    return tuple(
        _criterion(component, standard, scale)._replace(added_by=by) for component in data.get("components", ())
    )


def build_scale(data: Data) -> Scale:
    """Make a scale of checked data."""
    return Scale(
        type=data["type"],
        levels=tuple(Level(id=level["id"], label=level["label"], score=level.get("score")) for level in data["levels"]),
        non_scores=tuple(data.get("non_scores", ())),
    )


def _standard(data: Data, scale: Scale) -> Standard:
    return Standard(
        id=data["id"],
        title=data["title"],
        description=data.get("description", ""),
        criteria=tuple(_criterion(component, data["id"], scale) for component in data["components"]),
    )


def _criterion(data: Data, standard: str, scale: Scale) -> Criterion:
    return Criterion(
        id=data["id"],
        title=data["title"],
        text=data["text"],
        standard=standard,
        scale=build_scale(data["scale"]) if "scale" in data else scale,
        descriptors=Descriptors(data["levels"]),
        roles=tuple(data.get("roles", ())),
        visible_in=data.get("visible_in", "packet"),
        basis=tuple(data.get("basis", ())),
        weight=data.get("weight", 1.0),
        essential=data.get("essential", False),
        anchors=tuple(Anchor(level=anchor["level"], text=anchor["text"]) for anchor in data.get("anchors", ())),
    )
