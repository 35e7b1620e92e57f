"""What `mcqa template` wrote: a workbook for each reviewer, with which micro-credentials."""

from __future__ import annotations

from pathlib import Path

from mcqa.findings import Finding
from mcqa.reports.document import Column, Document, Listing, Note, Table, counted, tidy
from mcqa.rubric.model import Rubric
from mcqa.scoresheets.template.plan import Plan
from mcqa.scoresheets.template.workbook import Template, Templates

NAMES = ("file", "rater", "group", "units")


def template_document(
    plan: Plan, made: Templates, rubric: Rubric, folder: str, findings: tuple[Finding, ...]
) -> Document:
    """Say which workbooks were written for whom."""
    workbooks, components = counted(len(made.books), "workbook"), counted(len(rubric.criteria), "component")
    units = counted(len(plan.units), "micro-credential")
    said = f"Wrote {workbooks} to {folder}: {units}, {components} each. {plan.how}"
    table = Table(
        title="Workbooks",
        columns=(
            Column(title="File"),
            Column(title="Reviewer"),
            Column(title="Group"),
            Column(title="Micro-credentials", wide=True),
        ),
        rows=tuple(_row(book) for book in made.books),
    )
    parts: list[Table | Note | Listing] = [table, Note(text=said)]
    if findings:
        parts.append(Listing(findings=findings))
    return Document(
        title="Scoresheets to send out",
        parts=tuple(parts),
        tidy=tidy("workbooks", NAMES, tuple(_row(book) for book in made.books)),
        results=template_json(plan, made, folder),
    )


def _row(book: Template) -> tuple[str, str, str, str]:
    person = book.packet.person
    return book.file, person.rater, person.group, "; ".join(unit.unit for unit in book.packet.units)


def template_json(plan: Plan, made: Templates, folder: str) -> dict[str, object]:
    """Give the files, the reviewers and the micro-credentials, without anybody's name or address."""
    raters = plan.raters()
    return {
        "folder": folder,
        "assigned_by": plan.how,
        "files": [
            {
                "path": str(Path(folder) / book.file),
                "rater": book.packet.person.rater,
                "units": [
                    {"unit": unit.unit, "sheet": sheet}
                    for unit, sheet in zip(book.packet.units, book.sheets, strict=True)
                ],
            }
            for book in made.books
        ],
        "raters": [
            {
                "rater": packet.person.rater,
                "group": packet.person.group or None,
                "units": [unit.unit for unit in packet.units],
            }
            for packet in plan.packets
        ],
        "units": [
            {"unit": unit.unit, "title": unit.title or None, "raters": list(raters[unit.unit])} for unit in plan.units
        ],
    }
