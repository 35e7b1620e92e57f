"""`mcqa rubric`: the shipped rubrics, one of them in full, two versions compared, and the schema of the format."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from mcqa.cli.exits import Exit
from mcqa.cli.options import Common, FailOn, Format
from mcqa.cli.run import colored, command, finish, refuse_input, render, write_out
from mcqa.errors import UsageError

if TYPE_CHECKING:
    from mcqa.rubric.difference import Change

app = typer.Typer(
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    help="List, show and compare rubrics; print the schema of the format.\n\nExample: mcqa rubric list",
)


class ShowFormat(StrEnum):
    """The forms that a rubric can be shown in."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MD = "md"
    HTML = "html"


@command(app, "list")
def list_(*, common: Common) -> None:
    """List the rubrics shipped with mcqa.

    Example: mcqa rubric list
    """
    from mcqa.lint.engine import load_rubric
    from mcqa.reports.envelope import RunInfo
    from mcqa.reports.rubric import list_document
    from mcqa.rubric.bundled import shipped

    rubrics = [(load_rubric(name), path) for name, path in shipped().items()]
    finish(common, RunInfo(command="rubric list", options={}), list_document(rubrics))


@command(app, "show", formats=ShowFormat)
def show(
    name: Annotated[str, typer.Argument(metavar="NAME|PATH", help="A shipped id, or a rubric file.")],
    *,
    common: Common,
) -> None:
    """Show a rubric in full, as a reviewer reads it.

    HTML is one page for reviewers, to open, to send or to print.

    Example: mcqa rubric show mpos-qas-reconstruction -o rubric.html
    """
    from mcqa.lint.engine import load_rubric

    rubric = load_rubric(name)
    refuse_input(common, (rubric.path,))
    if common.format in {ShowFormat.JSON, ShowFormat.CSV}:
        from mcqa.reports.envelope import RunInfo
        from mcqa.reports.rubric import show_document

        run = RunInfo(command="rubric show", inputs=((rubric.path, rubric.sha256),), rubric=rubric, options={})
        finish(common, run, show_document(rubric))
    from mcqa.reports.rubric_page import rubric_page

    page = rubric_page(rubric)
    if common.format == ShowFormat.HTML:
        from mcqa.reports.html import rubric_html

        write_out(common, rubric_html(page))
        return
    from mcqa.reports.rubric_layout import rubric_markdown, rubric_text

    color = not common.output and colored(common, sys.stdout)
    write_out(common, rubric_markdown(page) if common.format == ShowFormat.MD else rubric_text(page, color=color))


@command(app, "diff", fail_on=FailOn.INFO)
def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="A shipped id, a file, REV:PATH of git, or - for stdin.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The same for the newer version.")],
    *,
    common: Common,
) -> None:
    """Compare two versions, and say which ratings still compare.

    Ends with 1 at any difference, with --fail-on error only where one breaks the comparison of ratings.

    Example: mcqa rubric diff HEAD:rubric.yaml rubric.yaml
    """
    from mcqa.cli.versions import read_versions
    from mcqa.reports.envelope import RunInfo
    from mcqa.reports.rubric_difference import Compared, difference_document
    from mcqa.reports.rubric_difference_layout import difference_markdown, difference_text
    from mcqa.rubric.difference import compare

    before, after = read_versions(old, new)
    refuse_input(common, (before.path, after.path))
    compared = Compared(before, after, compare(before, after))
    match common.format:
        case Format.TABLE:
            text = difference_text(compared, color=not common.output and colored(common, sys.stdout))
        case Format.MD:
            text = difference_markdown(compared)
        case _:
            run = RunInfo(
                command="rubric diff",
                inputs=((old, before.sha256), (new, after.sha256)),
                rubric=after,
                options={"fail_on": common.fail_on.value},
            )
            text = render(common, run, difference_document(compared), ())
    write_out(common, text)
    raise typer.Exit(Exit.FINDINGS if _fails(compared.difference.changes, common.fail_on) else Exit.DONE)


def _fails(changes: Sequence[Change], fail_on: FailOn) -> bool:
    """Whether a change weighs as much as was asked for: one that breaks is an error, an editorial one a note."""
    least = {FailOn.ERROR: 2, FailOn.WARNING: 1, FailOn.INFO: 0}.get(fail_on)
    return least is not None and any(change.effect.rank >= least for change in changes)


@command(app, "schema")
def schema(*, common: Common) -> None:
    """Print the JSON Schema of the rubric format.

    Editors use it (draft-07) to complete and to check a rubric while it is written.

    Example: mcqa rubric schema -o mcqa-rubric-1.schema.json
    """
    from mcqa.rubric.schema import schema_text

    if common.format not in {Format.TABLE, Format.JSON}:
        raise UsageError("the schema is JSON; it has no other form", hint="leave --format out")
    write_out(common, schema_text())
