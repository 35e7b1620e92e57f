"""Reading a reference data set and its ratings as codes of levels, for tests of single functions."""

import csv
import json
from pathlib import Path

REFERENCE = Path(__file__).parents[1] / "reference"


def read(name):
    """The data set, its records, the names of the columns and the cells of the table, as typed."""
    document = json.loads((REFERENCE / "expected" / f"{name}.json").read_text(encoding="utf-8"))
    with (REFERENCE / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return document["dataset"], document["expected"], header[1:], [row[1:] for row in rows]


def level_codes(dataset, rows, option, order):
    """Codes (n_units, n_raters), and the levels in order: those that occur, or all that are declared."""
    declared = dataset.get("levels")
    number = declared is None or not isinstance(declared[0], str)
    cells = [[(float(cell) if number else cell) if cell else None for cell in row] for row in rows]
    occurring = {cell for row in cells for cell in row if cell is not None}
    levels = order or declared or sorted(occurring)
    if option == "observed":
        levels = [level for level in levels if level in occurring]
    position = {level: index for index, level in enumerate(levels)}
    return [[-1 if cell is None else position[cell] for cell in row] for row in cells], levels
