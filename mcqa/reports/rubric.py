"""Rubrics for people: the list of those shipped, and one of them in full."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mcqa.reports.document import Cell, Column, Document, Note, Table, tidy
from mcqa.rubric.model import Criterion, Rubric, Scale


def list_document(rubrics: Sequence[tuple[Rubric, Path]]) -> Document:
    """List the shipped rubrics."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (rubric.id, rubric.version, rubric.status, len(rubric.standards), len(rubric.criteria), rubric.title)
        for rubric, _ in rubrics
    )
    names = ("id", "version", "status", "standards", "components", "title")
    return Document(
        title="Shipped rubrics",
        parts=(
            Table(
                title="Shipped rubrics",
                columns=(
                    Column(title="Id"),
                    Column(title="Version"),
                    Column(title="Status"),
                    Column(title="S", right=True),
                    Column(title="C", right=True),
                    Column(title="Title", wide=True),
                ),
                rows=rows,
            ),
            Note(text="S standards, C components. Use an id with --rubric, or copy a file and change it."),
        ),
        tidy=tidy(
            "rubrics", (*names, "path"), tuple((*row, str(path)) for row, (_, path) in zip(rows, rubrics, strict=True))
        ),
        results={
            "rubrics": [
                {**dict(zip(names, row, strict=True)), "path": str(path), "sha256": rubric.sha256}
                for row, (rubric, path) in zip(rows, rubrics, strict=True)
            ]
        },
    )


def show_document(rubric: Rubric) -> Document:
    """Give a rubric as data, a row per level of a component; `rubric_page` has it in the words of reviewers."""
    names = ("standard", "criterion", "title", "text", "level", "label", "score", "descriptor", "added_by")
    return Document(
        title=rubric.title, parts=(), tidy=lambda: tidy("rubric", names, _rows(rubric)), results=lambda: _json(rubric)
    )


def _rows(rubric: Rubric) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (
            criterion.standard,
            criterion.id,
            criterion.title,
            criterion.text,
            level.id,
            level.label,
            level.score,
            criterion.descriptors[level.id],
            criterion.added_by or None,
        )
        for criterion in rubric.criteria
        for level in criterion.scale.levels
    )


def _json(rubric: Rubric) -> dict[str, object]:
    return {
        "id": rubric.id,
        "version": rubric.version,
        "title": rubric.title,
        "status": rubric.status,
        "language": rubric.language,
        "source": rubric.source or None,
        "extends": rubric.extends or None,
        "decision": {
            "rule": rubric.decision.rule,
            "cut": rubric.decision.cut,
            "pass_share": rubric.decision.pass_share,
            "consensus": rubric.decision.consensus,
            "ties": rubric.decision.ties,
            "min_ratings": rubric.decision.min_ratings,
        },
        **_scale_json(rubric.scale),
        "glossary": dict(rubric.glossary),
        "standards": [
            {
                "id": standard.id,
                "title": standard.title,
                "description": standard.description or None,
                "added_by": standard.added_by or None,
                "components": [_criterion_json(criterion, rubric.scale) for criterion in standard.criteria],
            }
            for standard in rubric.standards
        ],
    }


def _scale_json(scale: Scale) -> dict[str, object]:
    return {
        "scale_type": scale.type,
        "levels": [{"id": level.id, "label": level.label, "score": level.score} for level in scale.levels],
        "non_scores": list(scale.non_scores),
    }


def _criterion_json(criterion: Criterion, usual: Scale) -> dict[str, object]:
    return {
        "id": criterion.id,
        "title": criterion.title,
        "text": criterion.text,
        "roles": list(criterion.roles),
        "visible_in": criterion.visible_in,
        "basis": list(criterion.basis),
        "weight": criterion.weight,
        "essential": criterion.essential,
        "added_by": criterion.added_by or None,
        "scale": None if criterion.scale == usual else _scale_json(criterion.scale),
        "levels": criterion.descriptors,
        "anchors": [{"level": anchor.level, "text": anchor.text} for anchor in criterion.anchors],
    }
