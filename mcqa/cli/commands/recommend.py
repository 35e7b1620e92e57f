"""`mcqa recommend`: what to do about each component and standard, and why."""

from __future__ import annotations

import typer

from mcqa.cli.options import Common, Sheets
from mcqa.cli.reading import Reading
from mcqa.cli.run import command, finish

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@command(app, "recommend")
def recommend(sheets: Sheets, *, reading: Reading, common: Common) -> None:
    """Say for each component and standard what to do: keep, reword, retrain, supply evidence, collect data; and why.

    No single number decides: several signals are looked at in a fixed order, against what good reviewers would give.

    Example: mcqa recommend samples/round-1
    """
    from mcqa.agreement.analysis import analyse
    from mcqa.cli.inputs import usable
    from mcqa.diagnostics.diagnose import diagnose
    from mcqa.recommendations.engine import recommend as recommend_for
    from mcqa.reports.cells import ledger_line
    from mcqa.reports.recommend import recommend_document

    inputs = usable(sheets, common, reading)
    ratings = inputs.collected.ratings
    agreement = analyse(ratings, by=("criterion",), seed=common.seed)
    found = recommend_for(ratings, agreement, diagnose(ratings, seed=common.seed))
    notes = (ledger_line(inputs.collected), f"Seed {common.seed}.")
    run = inputs.run_info("recommend", common, **reading.to_json())
    finish(common, run, recommend_document(found, inputs.sound_rubric, notes), inputs.collected.findings)
