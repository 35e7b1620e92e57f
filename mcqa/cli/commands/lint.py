"""`mcqa lint`: findings about rubric files."""

from __future__ import annotations

from typing import Annotated

import typer

from mcqa.cli.options import Common
from mcqa.cli.run import command, finish, render, write_out
from mcqa.errors import InputError

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@command(app, "lint")
def lint(
    rubrics: Annotated[list[str], typer.Argument(metavar="RUBRIC...", help="Rubric files, patterns or shipped ids.")],
    *,
    common: Common,
) -> None:
    """Find faults in rubric files, each with its line, its column and what to do.

    Ends with 1 when there is an error, 3 when a file cannot be read at all.

    Example: mcqa lint rubrics/*.yaml
    """
    from mcqa.lint.engine import lint_files
    from mcqa.reports.envelope import RunInfo
    from mcqa.reports.rubric import lint_document

    try:
        linted = lint_files(rubrics)
    except InputError as error:
        # what could be read is shown all the same, and then what could not
        if error.findings:
            document = lint_document(len({finding.location.file for finding in error.findings}), error.findings)
            write_out(common, render(common, RunInfo(command="lint", options={}), document, error.findings))
        raise InputError(error.message, hint=error.hint) from None
    findings = tuple(finding for file in linted for finding in file.findings)
    run = RunInfo(
        command="lint",
        inputs=tuple((file.file, file.sha256) for file in linted),
        options={"fail_on": common.fail_on.value},
    )
    finish(common, run, lint_document(len(linted), findings), findings, listed=True)
