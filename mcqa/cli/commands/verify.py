"""`mcqa verify`: recompute published and reference values with this installation."""

from __future__ import annotations

from typing import Annotated

import typer

from mcqa.cli.options import Common
from mcqa.cli.run import command, finish

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@command(app, "verify")
def verify(
    *,
    every: Annotated[bool, typer.Option("--all", help="List every record, not only the summary.")] = False,
    common: Common,
) -> None:
    """Recompute published and reference values with this installation, and show ours beside them.

    Takes no arguments: the reference values, from papers and from other packages, are shipped with mcqa. Also told:
    what other packages are known to get wrong, and where mcqa departs from them, and why. Ends with 1 when any value
    of ours is off.

    Example: mcqa verify --format json -o verification.json
    """
    from mcqa.cli.run import say_stderr
    from mcqa.reports.envelope import RunInfo
    from mcqa.reports.verify import verdict, verify_document
    from mcqa.verification.verify import verify as verify_all

    result = verify_all()
    if not result.held:
        say_stderr(verdict(result))
    run = RunInfo(command="verify", options={"all": every})
    finish(common, run, verify_document(result, every=every), gate_failed=not result.held)
