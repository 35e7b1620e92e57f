"""`mcqa rubric`: the shipped rubrics, one of them in full, and the schema of the format."""

from __future__ import annotations

from typing import Annotated

import typer

from mcqa.cli.options import Common, Format
from mcqa.cli.run import command, finish, write_out
from mcqa.errors import UsageError

app = typer.Typer(
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    help="List and show rubrics; print the schema of the format.\n\nExample: mcqa rubric list",
)


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


@command(app, "show")
def show(
    name: Annotated[str, typer.Argument(metavar="NAME|PATH", help="A shipped id, or a rubric file.")],
    *,
    common: Common,
) -> None:
    """Show a rubric in full, as a reviewer reads it.

    Example: mcqa rubric show mpos-qas-reconstruction
    """
    from mcqa.lint.engine import load_rubric
    from mcqa.reports.envelope import RunInfo
    from mcqa.reports.rubric import show_document

    rubric = load_rubric(name)
    run = RunInfo(command="rubric show", inputs=((rubric.path, rubric.sha256),), rubric=rubric, options={})
    finish(common, run, show_document(rubric))


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
