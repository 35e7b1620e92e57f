"""Rubrics for people: the list of those shipped, one of them in full, and what the linter says of some files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mcqa.findings import Finding
from mcqa.reports.document import Cell, Column, Document, Listing, Note, Table, counted, tidy
from mcqa.reports.findings import findings_summary, findings_table
from mcqa.rubric.model import Criterion, Rubric


def lint_document(files: int, findings: Sequence[Finding]) -> Document:
    """Report what the linter found in some files."""
    summary = f"{counted(files, 'rubric')} checked: {findings_summary(findings)}."
    parts: tuple[Note | Listing, ...] = (Note(text=summary),)
    if findings:
        parts = (Listing(findings=tuple(findings)), *parts)
    return Document(title="Lint", parts=parts, tidy=findings_table(findings), results={"files": files})


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
    """Show a rubric in full, as a reviewer reads it."""
    decision = rubric.decision
    facts = [
        f"{rubric.title}",
        f"{rubric.id} {rubric.version}, status: {rubric.status}, language: {rubric.language}",
        f"{counted(len(rubric.standards), 'standard')}, {counted(len(rubric.criteria), 'component')}",
        f"Rule: {decision.rule}, cut: {decision.cut}, consensus: {decision.consensus}, ties: {decision.ties}",
    ]
    if rubric.source:
        facts.append(f"Source: {rubric.source}")
    parts: list[Note | Table] = [Note(text="\n".join(facts))]
    for standard in rubric.standards:
        parts.append(
            Note(text=f"{standard.id} {standard.title}" + (f"\n{standard.description}" if standard.description else ""))
        )
        for criterion in standard.criteria:
            parts += _component(criterion)
    names = ("standard", "criterion", "title", "text", "level", "label", "score", "descriptor")
    return Document(
        title=rubric.title, parts=tuple(parts), tidy=tidy("rubric", names, _rows(rubric)), results=_json(rubric)
    )


def _component(criterion: Criterion) -> tuple[Note, Table]:
    anchors = [
        (f"e.g. {criterion.scale.levels[criterion.scale.position(anchor.level)].label}", anchor.text)
        for anchor in criterion.anchors
    ]
    asked = f"{criterion.id} {criterion.title}" + (" (essential)" if criterion.essential else "")
    levels = [(level.label, criterion.descriptors[level.id]) for level in criterion.scale.levels]
    columns = (Column(title="Level"), Column(title="What a reviewer sees", wide=True))
    return Note(text=f"{asked}\n{criterion.text}"), Table(title="", columns=columns, rows=(*levels, *anchors))


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
        "decision": {
            "rule": rubric.decision.rule,
            "cut": rubric.decision.cut,
            "pass_share": rubric.decision.pass_share,
            "consensus": rubric.decision.consensus,
            "ties": rubric.decision.ties,
            "min_ratings": rubric.decision.min_ratings,
        },
        "levels": [{"id": level.id, "label": level.label, "score": level.score} for level in rubric.scale.levels],
        "standards": [
            {
                "id": standard.id,
                "title": standard.title,
                "description": standard.description or None,
                "components": [_criterion_json(criterion) for criterion in standard.criteria],
            }
            for standard in rubric.standards
        ],
    }


def _criterion_json(criterion: Criterion) -> dict[str, object]:
    return {
        "id": criterion.id,
        "title": criterion.title,
        "text": criterion.text,
        "roles": list(criterion.roles),
        "visible_in": criterion.visible_in,
        "basis": list(criterion.basis),
        "weight": criterion.weight,
        "essential": criterion.essential,
        "levels": criterion.descriptors,
        "anchors": [{"level": anchor.level, "text": anchor.text} for anchor in criterion.anchors],
    }
