"""Write a simulated pilot: the folder a coordinator would receive, and beside it what is true."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from mcqa.ratings.table import Status
from mcqa.scoresheets.grid import inert
from mcqa.scoresheets.words.aliases import LONG_COLUMNS
from mcqa.scoresheets.write import workbook_bytes
from mcqa.simulation.damage import encrypted_workbook, truncated
from mcqa.simulation.pilot import INVALID, REPEATED, UNREAD, ExpectedFinding

if TYPE_CHECKING:
    from pathlib import Path

    from mcqa.simulation.pilot import Expected, SimulatedPilot, SimulatedWorkbook

TRUTH_FOLDER = "_truth"
SCHEMA = "mcqa/simulated-truth@1"


def write_pilot(pilot: SimulatedPilot, directory: Path) -> tuple[Path, ...]:
    """Write the pilot into a directory, made if absent, and give the files.

    One workbook per rater, `_truth/ratings.csv` with the ratings that a right reader gets from the workbooks, in the
    long form, and `_truth/truth.json`. The same pilot gives the same bytes.
    """
    contents = {workbook.file: _workbook(workbook) for workbook in pilot.workbooks}
    contents[f"{TRUTH_FOLDER}/ratings.csv"] = ratings_csv(pilot).encode("utf-8")
    contents[f"{TRUTH_FOLDER}/truth.json"] = truth_json(pilot).encode("utf-8")
    (directory / TRUTH_FOLDER).mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (directory / name).write_bytes(content)
    return tuple(directory / name for name in contents)


def ratings_csv(pilot: SimulatedPilot) -> str:
    """Give the long form: a row for every cell that counts, in the order of files, sheets and rows.

    Cells that a planted fault makes invalid or unreadable have no row, and a repeated rating has one.
    """
    group = {rater.id: rater.group for rater in pilot.raters}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(LONG_COLUMNS)
    for cell in pilot.cells:
        if not cell.counted:
            continue
        place = cell.source
        row = (
            cell.unit,
            cell.rater,
            cell.criterion,
            cell.level or "",
            _score(pilot, cell.criterion, cell.level),
            cell.status,
            pilot.parameters.round_id,
            group[cell.rater],
            cell.comment,
            "",
            f"{place.file}!{place.sheet}!{place.cell}",
        )
        writer.writerow(inert(part) for part in row)
    return text.getvalue()


def truth_json(pilot: SimulatedPilot) -> str:
    """Give everything that is known about the pilot: how it was made, the true levels, the raters, the plants."""
    fates = (*(status.word for status in Status), INVALID, REPEATED, UNREAD)
    cells = [cell.status for cell in pilot.cells]
    document = {
        "schema": SCHEMA,
        "note": "A simulated pilot: no reviewer and no micro-credential in it exists.",
        "rubric": {"id": pilot.rubric.id, "version": pilot.rubric.version, "sha256": pilot.rubric.sha256},
        "parameters": asdict(pilot.parameters),
        "cells": {fate: cells.count(fate) for fate in fates},
        "raters": [asdict(rater) for rater in pilot.raters],
        "quality": pilot.quality,
        "truth": pilot.truth,
        "plants": [
            {
                "fault": plant.fault,
                "argument": plant.argument,
                "summary": plant.summary,
                "expected": [_expected(answer) for answer in plant.expected],
            }
            for plant in pilot.plants
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _workbook(workbook: SimulatedWorkbook) -> bytes:
    if workbook.damage == "encrypted":
        return encrypted_workbook()
    content = workbook_bytes(sheets=workbook.sheets, properties=workbook.properties)
    return truncated(content) if workbook.damage == "broken" else content


def _score(pilot: SimulatedPilot, criterion: str, level: str | None) -> str:
    if level is None:
        return ""
    scale = pilot.rubric.criterion(criterion).scale
    score = scale.levels[scale.position(level)].score
    if score is None:
        return ""
    return str(int(score)) if float(score).is_integer() else str(score)


def _expected(answer: Expected) -> dict[str, object]:
    kind = "finding" if isinstance(answer, ExpectedFinding) else "recommendation"
    return {"kind": kind, **asdict(answer)}
