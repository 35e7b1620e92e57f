"""The reference values shipped with mcqa, found in a wheel and in a checkout alike, and read in full or not at all."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from mcqa.errors import InputError

_PACKAGE = Path(__file__).resolve().parent.parent

Cell: TypeAlias = float | str | None
PUBLISHED = "published:"
HINT = "install mcqa again: its reference values are not as they were shipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One coefficient of one data set as somebody else gave it.

    `status` is `ok`, `undefined` (0/0), `refuse` (the data carry no analysis) or `warn_single_...` (it rests on one
    unit). `undefined` names statistics that do not exist. A value may be off by `absolute` + `relative` * |value|.
    """

    dataset: str
    coefficient: str
    options: Mapping[str, Any]
    status: str
    values: Mapping[str, float]
    undefined: tuple[str, ...]
    absolute: float
    relative: float
    source: str
    published: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DataSet:
    """Ratings with what others made of them.

    `layout` is `wide` (one column per rater), `dist` (one per level, counting raters) or `long` (person, item, rater,
    score). `levels` are those declared, in order; None for continuous scores. `rows` are as in the file, `units` its
    first column.
    """

    id: str
    layout: str
    levels: tuple[float | str, ...] | None
    units: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Discrepancy:
    """Values that a package returned and that are not to be reproduced, and why; `correct` where that is known."""

    dataset: str
    coefficient: str
    options: Mapping[str, Any]
    theirs: Mapping[str, float | str]
    correct: float | None
    source: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Everything that is shipped."""

    datasets: tuple[DataSet, ...]
    discrepancies: tuple[Discrepancy, ...]


def shipped_folder() -> Path:
    """Give the folder of the reference values: inside the package, or among the tests of a checkout."""
    inside = _PACKAGE / "shipped_reference"
    return inside if inside.is_dir() else _PACKAGE.parent / "tests" / "reference"


def read_reference(folder: Path) -> Reference:
    """Read all reference values of a folder.

    Raises
    ------
    InputError
        A file is missing or damaged, or holds other numbers of records and values than the index says.
    """
    path = folder / "index.json"
    try:
        shipped = [(str(entry["id"]), int(entry["records"]), int(entry["values"])) for entry in _read_json(path)]
    except (KeyError, TypeError, ValueError) as error:
        raise _damaged(path, error) from None
    datasets = []
    for name, n_records, n_values in shipped:
        dataset = _read_set(folder, name)
        found = (len(dataset.records), sum(len(record.values) for record in dataset.records))
        if found != (n_records, n_values):
            said = f"{n_records} records with {n_values} values were shipped"
            raise InputError(f"{name}: {said}, {found[0]} with {found[1]} are there", hint=HINT)
        datasets.append(dataset)
    path = folder / "discrepancies.json"
    try:
        discrepancies = tuple(_discrepancy(each) for each in _read_json(path))
    except (KeyError, TypeError, ValueError) as error:
        raise _damaged(path, error) from None
    return Reference(datasets=tuple(datasets), discrepancies=discrepancies)


def _damaged(path: Path, error: Exception) -> InputError:
    return InputError(f"{path} cannot be used: {error}", hint=HINT)


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise InputError(f"{path} is missing", hint=HINT) from None
    except (OSError, UnicodeDecodeError) as error:
        raise _damaged(path, error) from None


def _read_json(path: Path) -> Any:
    try:
        return json.loads(_read_text(path))
    except ValueError as error:
        raise _damaged(path, error) from None


def _read_set(folder: Path, name: str) -> DataSet:
    path = folder / "expected" / f"{name}.json"
    document = _read_json(path)
    try:
        about = document["dataset"]
        levels = tuple(about["levels"]) if "levels" in about else None
        records = tuple(_record(name, each) for each in document["expected"])
        layout = str(about["layout"])
    except (KeyError, TypeError, ValueError) as error:
        raise _damaged(path, error) from None
    table = folder / "data" / f"{name}.csv"
    lines = _read_text(table).splitlines()
    try:
        _, *rows = csv.reader(lines)
        cells = tuple(_cells(row[1:], layout, levels) for row in rows)
    except ValueError as error:
        raise _damaged(table, error) from None
    units = tuple(row[0] for row in rows)
    return DataSet(id=name, layout=layout, levels=levels, units=units, rows=cells, records=records)


def _cells(texts: list[str], layout: str, levels: tuple[float | str, ...] | None) -> tuple[Cell, ...]:
    """Read the cells of a row: numbers where the levels are numbers, and only levels that are declared."""
    if layout == "dist":
        return tuple(float(text) for text in texts)
    words = levels is not None and isinstance(levels[0], str)
    ratings = texts[-1:] if layout == "long" else texts
    cells: list[Cell] = [*texts[: len(texts) - len(ratings)]]
    for text in ratings:
        if not text:
            cells.append(None)
            continue
        cell = text if words else float(text)
        if levels is not None and cell not in levels:
            raise ValueError(f"{text} is none of the declared levels")
        cells.append(cell)
    return tuple(cells)


def _record(dataset: str, given: Any) -> Record:
    name = str(given["coefficient"])
    return Record(
        dataset=dataset,
        coefficient=name.removeprefix(PUBLISHED),
        options=dict(given["options"]),
        status=str(given["status"]),
        values={statistic: float(value) for statistic, value in given["values"].items()},
        undefined=tuple(given.get("undefined", ())),
        absolute=float(given["tolerance"]["abs"]),
        relative=float(given["tolerance"]["rel"]),
        source=str(given["source"]),
        published=name.startswith(PUBLISHED),
    )


def _discrepancy(given: Any) -> Discrepancy:
    theirs = dict(given["values"])
    correct = theirs.pop("correct", None)
    if "irr" in theirs:
        theirs["estimate"] = theirs.pop("irr")
    return Discrepancy(
        dataset=str(given["dataset"]),
        coefficient=str(given["coefficient"]),
        options=dict(given["options"]),
        theirs=theirs,
        correct=None if correct is None else float(correct),
        source=str(given["source"]),
        why=str(given["why"]),
    )
