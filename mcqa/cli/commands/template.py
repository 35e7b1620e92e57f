"""`mcqa template`: a workbook for each reviewer to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mcqa.cli.options import Common
from mcqa.cli.run import command, finish
from mcqa.cli.writing import write_files

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@command(app, "template", folder="Folder to write the workbooks to, all or none.")
def template(
    *,
    units: Annotated[
        Path, typer.Option("--units", metavar="FILE", help="Micro-credentials: CSV or workbook with their ids.")
    ],
    reviewers: Annotated[
        Path, typer.Option("--reviewers", metavar="FILE", help="Reviewers: CSV or workbook with their codes.")
    ],
    questions: Annotated[
        bool, typer.Option("--questions", help="Ask of each component for its scope, clarity and ease of use.")
    ] = False,
    common: Common,
) -> None:
    """Make the workbooks that reviewers fill in: one for each reviewer, with a sheet for each micro-credential.

    The folder named by --output gets the workbooks. A column `Reviewers` in the list of micro-credentials, or a column
    `Micro-credentials` in that of the reviewers, says who reviews what; without either everybody reviews everything.
    --round is written into the sheets.

    Example: mcqa template --rubric mpos-qas-reconstruction --units samples/template/units.csv --reviewers
    samples/template/roster.csv -o sheets
    """
    from mcqa.errors import UsageError
    from mcqa.lint.engine import load_rubric
    from mcqa.reports.envelope import RunInfo
    from mcqa.reports.template import template_document
    from mcqa.scoresheets.template.plan import read_plan
    from mcqa.scoresheets.template.workbook import make_templates

    if common.output is None:
        raise UsageError("a folder is needed to write the workbooks to", hint="give --output DIR")
    if common.rubric is None:
        raise UsageError("a rubric is needed to make workbooks for", hint="give --rubric, or see mcqa rubric list")
    rubric = load_rubric(common.rubric)
    plan = read_plan(units, reviewers)
    made = make_templates(plan, rubric, round_id=common.round or "", questions=questions)
    common.sources.add(units, reviewers, rubric.path)
    write_files(common, Path(common.output), {book.file: book.content for book in made.books})
    run = RunInfo(
        command="template",
        inputs=plan.inputs,
        rubric=rubric,
        options={"round": common.round, "questions": questions},
        seed=common.seed,
    )
    findings = (*plan.findings, *made.findings)
    document = template_document(plan, made, rubric, common.output, findings)
    finish(common._replace(output=None), run, document, findings, listed=True)
