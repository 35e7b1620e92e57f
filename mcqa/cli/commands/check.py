"""`mcqa check`: read scoresheets, report every fault and every cell's fate, compute nothing."""

from __future__ import annotations

import typer

from mcqa.cli.options import Common, Sheets
from mcqa.cli.reading import Reading
from mcqa.cli.run import command, finish

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@command(app, "check")
def check(sheets: Sheets, *, reading: Reading, common: Common) -> None:
    """Read scoresheets and report every fault, with file, sheet and cell, and what became of every cell.

    Example: mcqa check samples/messy
    """
    from mcqa.cli.inputs import collect
    from mcqa.reports.cells import check_document

    inputs = collect(sheets, common, reading)
    run = inputs.run_info("check", common, **reading.to_json())
    finish(common, run, check_document(inputs.collected), inputs.collected.findings, listed=True)
