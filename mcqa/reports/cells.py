"""What was read and what became of it: the ledger in one line, and file by file."""

from __future__ import annotations

from pathlib import PurePath

from mcqa.ratings.build import Collected, FileFate
from mcqa.ratings.table import Status
from mcqa.reports.document import Cell, Column, Document, Listing, Note, Table, counted
from mcqa.reports.findings import findings_summary, findings_table

NAMES_SHOWN = 3


def ledger_line(collected: Collected) -> str:
    """Say in one sentence how much was read and what became of it."""
    cells = collected.cells
    fates = (
        (cells.rated, "rated"),
        (cells.missing, "blank"),
        (cells.not_applicable, "not applicable"),
        (cells.cannot_tell, "cannot tell"),
        (cells.invalid, "invalid"),
    )
    files = counted(len(collected.files), "file")
    said = ", ".join(f"{number:,} {word}" for number, word in fates)
    refused = counted(len(collected.refused), "file")
    left_out = f" {refused} could not be read." if collected.refused else ""
    rounds = [name for name in collected.ratings.rounds if name]
    pooled = f" Ratings of {len(rounds)} rounds are taken together: {', '.join(rounds)}." if len(rounds) > 1 else ""
    return f"Read {counted(cells.read, 'cell')} from {files}: {said}.{left_out}{pooled}"


def check_document(collected: Collected) -> Document:
    """Report the fate of every cell, and every fault."""
    table = Table(
        title="What was read",
        columns=(
            Column(title="File", wide=True),
            Column(title="Shape"),
            Column(title="Reviewer"),
            Column(title="MCs", right=True),
            Column(title="Read", right=True),
            Column(title="Rated", right=True),
            Column(title="Blank", right=True),
            Column(title="N/A", right=True),
            Column(title="Can't\ntell", right=True),
            Column(title="In-\nvalid", right=True),
        ),
        rows=(
            *(_row(file) for file in collected.files),
            *((PurePath(path).name, "unreadable", *((None,) * 8)) for path in collected.refused),
        ),
        empty="No file could be read.",
    )
    findings = collected.findings
    parts: list[Table | Note | Listing] = [table, Note(text=ledger_line(collected))]
    if findings:
        parts += [Note(text=f"Found: {findings_summary(findings)}"), Listing(findings=findings)]
    else:
        parts.append(Note(text="No faults found."))
    return Document(
        title="Check of the scoresheets",
        parts=tuple(parts),
        tidy=findings_table(findings),
        results=check_json(collected),
    )


def check_json(collected: Collected) -> dict[str, object]:
    """Give the contract's JSON object of `check`."""
    return {
        "cells": collected.cells.to_json(),
        "files": [
            {
                "path": file.path,
                "sha256": file.sha256,
                "layout": file.layout,
                "sheets": file.sheets,
                "units": list(file.units),
                "raters": list(file.raters),
                "cells": file.cells.to_json(),
            }
            for file in collected.files
        ],
        "refused": list(collected.refused),
        "not_rated": _not_rated(collected),
        "ratings": collected.n_ratings,
    }


def _not_rated(collected: Collected) -> list[dict[str, object]]:
    """List the cells that hold no rating and no fault: blank, not applicable, cannot tell."""
    ratings = collected.ratings
    return [
        {
            "unit": ratings.units[int(ratings.unit[row])],
            "rater": ratings.raters[int(ratings.rater[row])],
            "criterion": ratings.criteria[int(ratings.criterion[row])].id,
            "status": Status(int(ratings.status[row])).word,
            "file": ratings.source[row].file,
            "line": ratings.source[row].line,
            "sheet": ratings.source[row].sheet,
            "cell": ratings.source[row].cell,
        }
        for row in (~ratings.rated).nonzero()[0].tolist()
    ]


def _row(file: FileFate) -> tuple[Cell, ...]:
    cells = file.cells
    return (
        PurePath(file.path).name,
        file.layout,
        _names(file.raters),
        len(file.units),
        cells.read,
        cells.rated,
        cells.missing,
        cells.not_applicable,
        cells.cannot_tell,
        cells.invalid,
    )


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(names) if len(names) <= NAMES_SHOWN else f"{len(names)} reviewers"
