"""`mcqa lint`: findings about rubric files."""

from __future__ import annotations

from typing import Annotated

import typer

from mcqa.cli.options import Common
from mcqa.cli.run import command, finish

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

    linted = lint_files(rubrics)
    findings = tuple(finding for file in linted for finding in file.findings)
    run = RunInfo(
        command="lint",
        inputs=tuple((file.file, file.sha256) for file in linted),
        options={"fail_on": common.fail_on.value},
    )
    finish(common, run, lint_document(len(linted), findings), findings, listed=True)
