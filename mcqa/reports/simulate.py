"""What a simulation wrote, and the right answers to the faults it planted."""

from __future__ import annotations

from pathlib import Path

from mcqa.reports.document import Column, Document, Note, Table, counted, tidy
from mcqa.simulation.behaviour import BEHAVIOURS
from mcqa.simulation.faults import FAULTS
from mcqa.simulation.pilot import SimulatedPilot


def simulate_document(pilot: SimulatedPilot, folder: str, files: tuple[Path, ...]) -> Document:
    """Say what was written where, and list the planted faults with what each should lead to."""
    rows = tuple((plant.fault, plant.argument, plant.summary) for plant in pilot.plants)
    units, raters = counted(len(pilot.truth), "micro-credential"), counted(len(pilot.raters), "reviewer")
    workbooks = counted(sum(1 for file in files if file.suffix == ".xlsx"), "workbook")
    said = f"Wrote a synthetic pilot to {folder}: {units}, {raters}, {workbooks}; seed {pilot.parameters.seed}."
    truth = "The same ratings as one long CSV, and the truth behind them, are in _truth/."
    table = Table(
        title="Planted faults",
        columns=(Column(title="Fault"), Column(title="Where"), Column(title="What was planted", wide=True)),
        rows=rows,
        empty="None.",
    )
    return Document(
        title="Synthetic pilot",
        parts=(Note(text=f"{said}\n{truth}"), table),
        tidy=tidy("plants", ("fault", "where", "summary"), rows),
        results={
            "folder": folder,
            "files": [str(file) for file in files],
            "plants": [{"fault": name, "where": where, "summary": summary} for name, where, summary in rows],
        },
    )


def plants_document() -> Document:
    """List the faults that can be planted."""
    kinds = (("people and rubric", BEHAVIOURS), ("scoresheets", FAULTS))
    rows = tuple(
        (name, kind, (plant.__doc__ or "").strip().splitlines()[0])
        for kind, plants in kinds
        for name, plant in plants.items()
    )
    table = Table(
        title="Faults that --plant takes",
        columns=(Column(title="Fault"), Column(title="In the"), Column(title="What it does", wide=True)),
        rows=rows,
    )
    names = ("fault", "in", "summary")
    results = {"faults": [dict(zip(names, row, strict=True)) for row in rows]}
    return Document(title="Faults to plant", parts=(table,), tidy=tidy("faults", names, rows), results=results)
