"""What was read and what became of it: the ledger in one line, and file by file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import PurePath
from typing import NamedTuple

from mcqa.ratings.build import Collected, FileFate
from mcqa.ratings.table import Status
from mcqa.reports.document import Cell, Column, Document, Listing, Note, Table, counted
from mcqa.reports.findings import findings_summary, findings_table
from mcqa.reports.repeats import gathered
from mcqa.scoresheets.kinds import EMPTY_FILE

NAMES_SHOWN = 3
SHAPE = "Shape"
TITLES = ("File", SHAPE, "Reviewer", "MCs", "Read", "Rated", "Blank", "N/A", "Can't\ntell", "In-\nvalid")
# the room that the numbers of a line of 80 characters leave for words
ROOM = 32
NOT_READ = "not read"
# how a heading got its meaning, where it was not plain from its words alone
TOLD = frozenset({"map", "profile", "position"})
WAYS = {
    "alias": "its words",
    "id": "component id",
    "title": "component title",
    "map": "--map",
    "profile": "form profile",
    "position": "its place",
    "unknown": "not known",
}


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


class AnnotatedCopy(NamedTuple):
    """One annotated copy: the file it is of, its own, and whether it is a new workbook, or but a list of findings."""

    path: str
    copy: str
    rebuilt: bool
    only_list: bool


class Annotated(NamedTuple):
    """The annotated copies that were written, and their folder."""

    folder: str
    copies: tuple[AnnotatedCopy, ...]


def check_document(collected: Collected, *, columns: bool = False, annotated: Annotated | None = None) -> Document:
    """Report the fate of every cell, and every fault; `columns` also shows the headings that were plain."""
    findings = collected.findings
    parts: list[Table | Note | Listing] = [*_files(collected), Note(text=ledger_line(collected))]
    headings = _headings(collected, everything=columns)
    if headings is not None:
        parts.append(headings)
    if collected.mapping.values:
        parts.append(_values(collected))
    if findings:
        parts += [Note(text=f"Found: {findings_summary(findings)}"), Listing(findings=gathered(findings))]
    else:
        parts.append(Note(text="No faults found."))
    if annotated is not None:
        parts.append(Note(text=_copies_line(annotated, collected)))
    return Document(
        title="Check of the scoresheets",
        parts=tuple(parts),
        tidy=lambda: findings_table(findings),
        results=lambda: check_json(collected, annotated),
    )


def _files(collected: Collected) -> list[Table | Note | Listing]:
    """Tell file by file what was read; long names of shapes have a table of their own, so that none is broken."""
    names = _short_names((*(file.path for file in collected.files), *collected.refused))
    rows = [_row(file, names[file.path]) for file in collected.files]
    words = [[title, *(str(row[at] or "") for row in rows)] for at, title in enumerate(TITLES[:3])]
    beside = sum(max(map(len, column)) for column in words) <= ROOM
    kept = range(len(TITLES)) if beside else [at for at, title in enumerate(TITLES) if title != SHAPE]
    empty = {finding.location.file for finding in collected.findings if finding.code == EMPTY_FILE.code}
    table = Table(
        title="What was read",
        columns=tuple(Column(title=TITLES[at], wide=TITLES[at] == "File", right=at >= len(words)) for at in kept),
        rows=(
            *(tuple(row[at] for at in kept) for row in rows),
            *(_refused(names[path], path in empty, len(kept), beside=beside) for path in collected.refused),
        ),
        empty="No file could be read.",
    )
    if beside:
        return [table]
    shapes: dict[str, list[str]] = {}
    for file in collected.files:
        shapes.setdefault(file.layout, []).append(names[file.path])
    if len(shapes) == 1:
        return [table, Note(text=f"Shape of every file: {rows[0][1]}.")]
    columns = (Column(title=SHAPE), Column(title="Files", wide=True))
    listed = tuple((shape, ", ".join(files)) for shape, files in shapes.items())
    return [table, Table(title="Shapes", columns=columns, rows=listed)]


def _refused(name: str, empty: bool, width: int, *, beside: bool) -> tuple[Cell, ...]:
    """Give the row of a file of which nothing was read."""
    why = "empty" if empty else "unreadable"
    words: tuple[Cell, ...] = (name, why) if beside else (f"{name} ({why})",)
    return (*words, *((None,) * (width - len(words))))


def _headings(collected: Collected, *, everything: bool) -> Table | None:
    """Say what the headings were taken for: those that somebody gave a meaning, or all of them."""
    seen: dict[tuple[str, str, str], list[str]] = {}
    for file in collected.files:
        for column in file.columns:
            if everything or (column.how in TOLD and column.meaning != NOT_READ):
                seen.setdefault((column.header, column.meaning, column.how), []).append(file.path)
    if not seen:
        return None
    return Table(
        title="How headings were understood",
        columns=(
            Column(title="Heading", wide=True),
            Column(title="Taken for"),
            Column(title="By", read=lambda value: WAYS.get(str(value), str(value))),
            Column(title="Files", right=True),
        ),
        rows=tuple(
            (" ".join(header.split()), meaning, how, len(set(files))) for (header, meaning, how), files in seen.items()
        ),
    )


def _values(collected: Collected) -> Table:
    """Say what the values were taken for to which somebody gave a meaning."""
    return Table(
        title="How values were understood",
        columns=(Column(title="Value", wide=True), Column(title="Taken for")),
        rows=tuple((" ".join(value.split()), meaning) for value, meaning in collected.mapping.values),
    )


def _copies_line(annotated: Annotated, collected: Collected) -> str:
    """Say which files have an annotated copy, which have none and why, and where one holds values only."""
    n = len(annotated.copies)
    sound = len(collected.files) - n
    said = [f"Annotated copies of {counted(n, 'file')} are in {annotated.folder}."] if n else []
    if sound:
        also = "Nothing was found in" if not n else "The other"
        said.append(f"{also} {counted(sound, 'file')}{'' if not n else ' had no fault'}, so there is no copy.")
    if collected.refused:
        said.append(f"{counted(len(collected.refused), 'file')} could not be read and cannot be annotated.")
    rebuilt = [each.path for each in annotated.copies if each.rebuilt and not each.only_list]
    listed = [each.path for each in annotated.copies if each.only_list]
    if rebuilt:
        said.append(f"Of {_some(rebuilt)} the copy is a new workbook with the same values.")
    if listed:
        said.append(f"Of {_some(listed)} only a list of what was found was made, without the values.")
    return " ".join(said)


def _some(paths: list[str]) -> str:
    named = ", ".join(PurePath(path).name for path in paths[:NAMES_SHOWN])
    return f"{named} and {len(paths) - NAMES_SHOWN} more" if len(paths) > NAMES_SHOWN else named


def check_json(collected: Collected, annotated: Annotated | None = None) -> dict[str, object]:
    """Give the contract's JSON object of `check`."""
    copies = (
        {}
        if annotated is None
        else {
            "annotated": {
                "folder": annotated.folder,
                "files": [each._asdict() for each in annotated.copies],
            }
        }
    )
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
                "columns": [column._asdict() for column in file.columns],
            }
            for file in collected.files
        ],
        "refused": list(collected.refused),
        "mapping": {"headers": dict(collected.mapping.headers), "values": dict(collected.mapping.values)},
        "not_rated": _not_rated(collected),
        "ratings": collected.n_ratings,
        **copies,
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


def _row(file: FileFate, name: str) -> tuple[Cell, ...]:
    cells = file.cells
    return (
        name,
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


def _short_names(paths: Iterable[str]) -> dict[str, str]:
    """Name files without their folders, unless that leaves two of them the same name."""
    parts = {path: PurePath(path).parts for path in paths}
    depth = dict.fromkeys(parts, 1)
    while True:
        names = {path: str(PurePath(*own[-depth[path] :])) for path, own in parts.items()}
        often = Counter(names.values())
        longer = [path for path, name in names.items() if often[name] > 1 and depth[path] < len(parts[path])]
        if not longer:
            return names
        for path in longer:
            depth[path] += 1
