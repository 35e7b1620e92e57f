"""`mcqa simulate`: a synthetic pilot with known truth and planted faults."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from mcqa.cli.options import Common
from mcqa.cli.run import command, finish
from mcqa.cli.writing import write_folder

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@command(app, "simulate", folder="Folder to write the pilot to.", seed=7, rubric="mpos-qas-reconstruction")
def simulate(
    *,
    units: Annotated[int, typer.Option("--units", min=1, max=9999, help="How many micro-credentials.")] = 8,
    raters: Annotated[int, typer.Option("--raters", min=1, max=999, help="How many reviewers.")] = 12,
    ratings_per_unit: Annotated[
        int, typer.Option("--ratings-per-unit", min=1, help="How many reviewers rate each micro-credential.")
    ] = 5,
    accuracy: Annotated[
        float, typer.Option("--accuracy", min=0.0, max=1.0, help="Mean chance that a reviewer reports the true level.")
    ] = 0.9,
    accuracy_spread: Annotated[
        float, typer.Option("--accuracy-spread", min=0.0, max=1.0, help="How far reviewers differ from it at most.")
    ] = 0.03,
    prevalence: Annotated[
        float, typer.Option("--prevalence", min=0.0, max=1.0, help="Share of true levels that are the top level.")
    ] = 0.75,
    cannot_tell: Annotated[
        float, typer.Option("--cannot-tell", min=0.0, max=1.0, help="Share of cells answered with cannot tell.")
    ] = 0.02,
    missing: Annotated[float, typer.Option("--missing", min=0.0, max=1.0, help="Share of cells left blank.")] = 0.01,
    not_applicable: Annotated[
        float | None,
        typer.Option(
            "--not-applicable",
            min=0.0,
            max=1.0,
            help="Share of cells not applicable; default: a quarter of cannot tell.",
        ),
    ] = None,
    plant: Annotated[
        list[str] | None,
        typer.Option(
            "--plant", metavar="FAULT[=WHERE]", help="Plant a fault; repeatable. `--plant help` lists all of them."
        ),
    ] = None,
    common: Common,
) -> None:
    """Make a synthetic pilot with known truth: one workbook per reviewer, and the same ratings as one long CSV.

    The folder named by --output gets the workbooks; its subfolder _truth, which other commands pass over, gets
    ratings.csv and truth.json with the true levels and the right answer to every planted fault.

    Example: mcqa simulate --units 8 --raters 12 --seed 7 --plant vague-level=C05.1 -o my-pilot
    """
    from mcqa.errors import UsageError
    from mcqa.lint.engine import load_rubric
    from mcqa.reports.envelope import RunInfo
    from mcqa.reports.simulate import plants_document, simulate_document
    from mcqa.simulation.simulate import simulate as simulate_pilot
    from mcqa.simulation.write import write_pilot

    if plant and "help" in plant:
        finish(common._replace(output=None), RunInfo(command="simulate", options={}), plants_document())
    if common.output is None:
        raise UsageError("a folder is needed to write the pilot to", hint="give --output DIR")
    asked: dict[str, Any] = {
        "units": units,
        "raters": raters,
        "ratings_per_unit": ratings_per_unit,
        "accuracy": accuracy,
        "accuracy_spread": accuracy_spread,
        "prevalence": prevalence,
        "cannot_tell": cannot_tell,
        "missing": missing,
        "not_applicable": cannot_tell / 4 if not_applicable is None else not_applicable,
    }
    round_id = common.round or "round-1"
    used = load_rubric(common.rubric or "mpos-qas-reconstruction")
    common.sources.add(used.path)
    pilot = simulate_pilot(used, seed=common.seed, round_id=round_id, plants=tuple(plant or ()), **asked)
    files = write_folder(common, Path(common.output), lambda folder: write_pilot(pilot, folder))
    options = {**asked, "plant": list(plant or ()), "round": round_id}
    run = RunInfo(command="simulate", rubric=pilot.rubric, options=options, seed=common.seed)
    finish(common._replace(output=None), run, simulate_document(pilot, common.output, files))
