"""`mcqa explain`: the page about a coefficient, a reason, a way of making intervals, or a finding code."""

from __future__ import annotations

from typing import Annotated

import typer

from mcqa.cli.options import Common, Format
from mcqa.cli.run import command, finish, write_out

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@command(app, "explain")
def explain(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME|CODE]", help="Leave it out to list what can be explained.")
    ] = None,
    *,
    common: Common,
) -> None:
    """Explain a coefficient, a reason, an interval, or the code of a finding.

    For a coefficient: what it answers, formula, when to use it and when not, how it behaves, what R calls it, source
    and a worked example. For a finding, by its code or its name: what is meant, why it matters, the literature, a bad
    and a good example. A word with several meanings may be told apart as in metric:ordinal, and a form named as in
    icc:ICC2.

    Example: mcqa explain krippendorff_alpha
    """
    from mcqa.reports import explain as report
    from mcqa.reports.envelope import RunInfo

    run = RunInfo(command="explain", options={"name": name})
    if name is None:
        finish(common, run, report.list_document())
    found = report.explain(name)
    if common.format is Format.MD:
        # the pages are Markdown already
        write_out(common, report.explanation_markdown(found))
        return
    finish(common, run, report.explanation_document(name, found))
