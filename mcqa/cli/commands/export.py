"""`mcqa export`: the ratings as tidy data, from which everything downstream starts."""

from __future__ import annotations

from enum import StrEnum

import typer

from mcqa.cli.exits import Exit
from mcqa.cli.options import Common, Sheets
from mcqa.cli.reading import Reading
from mcqa.cli.run import command, exit_code, say, tell, write_bytes_out

app = typer.Typer(rich_markup_mode=None, add_completion=False)


class ExportFormat(StrEnum):
    """The forms of the long list of ratings."""

    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


@command(app, "export", formats=ExportFormat)
def export(sheets: Sheets, *, reading: Reading, common: Common) -> None:
    """Write the ratings as one long table: a row for every cell read, blank ones and non-scores with their status.

    Cells that are invalid have no row; they are findings. A cell that was read twice has one. mcqa reads the file back
    to the same table, and so does any program for data.

    Example: mcqa export samples/round-1 -o ratings.parquet
    """
    from mcqa.cli.inputs import collect
    from mcqa.errors import UsageError
    from mcqa.reports.cells import ledger_line
    from mcqa.reports.document import counted
    from mcqa.reports.export import export_csv, export_json, export_parquet

    if common.format is ExportFormat.PARQUET and common.output is None:
        raise UsageError("parquet is not for the terminal", hint="name a file: -o ratings.parquet")
    inputs = collect(sheets, common, reading)
    collected = inputs.collected
    run = inputs.run_info("export", common, **reading.to_json())
    match common.format:
        case ExportFormat.JSON:
            pieces = export_json(run, collected)
        case ExportFormat.PARQUET:
            pieces = iter([export_parquet(collected.ratings, inputs.sound_rubric)])
        case _:
            pieces = export_csv(collected.ratings)
    write_bytes_out(common, pieces)
    say(common, f"{ledger_line(collected)} {counted(len(collected.ratings), 'row')} written.")
    if collected.findings and common.format is not ExportFormat.JSON:
        tell(common, collected.findings)
    raise typer.Exit(exit_code(collected.findings, common.fail_on) if inputs.read_any else Exit.INPUT)
