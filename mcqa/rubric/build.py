"""Plain data that passed the rules becomes the frozen model."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mcqa.rubric.model import Anchor, Criterion, Decision, Level, Rubric, Scale, Standard

# data of one record, checked against the format before it comes here
Data = dict[str, Any]


def build_rubric(data: Data, *, sha256: str, path: str) -> Rubric:
    """Make the model of complete and checked data; overlays are merged with their base before."""
    scale = _scale(data["scale"])
    return Rubric(
        id=data["id"],
        version=data["version"],
        title=data["title"],
        status=data["status"],
        language=data["language"],
        source=data.get("source", ""),
        roles=tuple(data.get("roles", ())),
        scale=scale,
        decision=_decision(data["decision"], scale),
        standards=tuple(_standard(standard, scale) for standard in data["standards"]),
        sha256=sha256,
        path=path,
    )


def build_overlay(base: Rubric, data: Data, *, sha256: str, path: str) -> Rubric:
    """Make the model of an overlay: the base rubric with the standards, components and cuts that it adds."""
    added = {standard["id"]: standard for standard in data.get("standards", ())}
    standards = [
        standard._replace(criteria=standard.criteria + _added(added.pop(standard.id, {}), standard.id, base.scale))
        for standard in base.standards
    ]
    standards += [_standard({"title": name, **standard}, base.scale) for name, standard in added.items()]
    return replace(
        base,
        id=data["id"],
        version=data["version"],
        title=data["title"],
        status=data["status"],
        language=data["language"],
        source=data.get("source", base.source),
        roles=tuple(dict.fromkeys((*base.roles, *data.get("roles", ())))),
        decision=_decision(data["decision"], base.scale) if "decision" in data else base.decision,
        standards=tuple(standards),
        sha256=sha256,
        path=path,
    )


def _added(data: Data, standard: str, scale: Scale) -> tuple[Criterion, ...]:
    return tuple(_criterion(component, standard, scale) for component in data.get("components", ()))


def _scale(data: Data) -> Scale:
    return Scale(
        type=data["type"],
        levels=tuple(Level(id=level["id"], label=level["label"], score=level.get("score")) for level in data["levels"]),
        non_scores=tuple(data.get("non_scores", ())),
    )


def _decision(data: Data, scale: Scale) -> Decision:
    return Decision(
        rule=data["rule"],
        cut=data.get("cut", scale.levels[-1].id),
        pass_share=data.get("pass_share"),
        consensus=data.get("consensus", "majority"),
        ties=data.get("ties", "undecided"),
        min_ratings=data.get("min_ratings", 1),
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
        scale=_scale(data["scale"]) if "scale" in data else scale,
        descriptors=dict(data["levels"]),
        roles=tuple(data.get("roles", ())),
        visible_in=data.get("visible_in", "packet"),
        basis=tuple(data.get("basis", ())),
        weight=data.get("weight", 1.0),
        essential=data.get("essential", False),
        anchors=tuple(Anchor(level=anchor["level"], text=anchor["text"]) for anchor in data.get("anchors", ())),
    )
