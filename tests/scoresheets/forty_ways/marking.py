"""A mark in one of several level columns."""

from __future__ import annotations

from pathlib import Path

from .books import labels
from .files import Sheet, xlsx
from .truth import TITLES, UNITS, comment, marks, told
from .way import way

MARK_HEAD = ["Not met", "Partly met", "Met", "Cannot tell", "N/A"]


def marked(mark: str, sign: object, other: object = None) -> list[object]:
    """Put a sign into the column of a mark, and something else into the others."""
    return [sign if mark == column else other for column in "012?-"]


@way(
    "sheet-per-unit",
    told(raters=["R01"]),
    features=("level-columns",),
    sample="x-in-level-columns.xlsx",
    special="an X, x, tick or 1 in one of five level columns",
)
def x_in_a_level_column(folder: Path) -> None:
    signs = ("X", "x", "✓", "✔", "x ")
    sheets = []
    for unit in UNITS:
        rows = [
            [name, *marked(mark, signs[at % len(signs)]), comment(unit, "R01", name) or None]
            for at, (name, mark) in enumerate(marks(unit, "R01").items())
        ]
        head = ["Component", *MARK_HEAD, "Comments"]
        sheets.append(Sheet(name=unit, rows=[*labels(unit, "R01"), [], head, *rows]))
    xlsx(folder / "R01.xlsx", *sheets)


@way("sheet-per-unit", told(raters=["R02"]), features=("level-columns",))
def check_boxes_of_google_sheets(folder: Path) -> None:
    sheets = []
    for unit in UNITS:
        rows = [
            [f"{name} {TITLES[name]}", *marked(mark, True, False), comment(unit, "R02", name) or None]
            for name, mark in marks(unit, "R02").items()
        ]
        head = ["Component", "0 - Not met", "1 - Partly met", "2 - Met", "Can't tell", "Not applicable", "Comment"]
        sheets.append(Sheet(name=unit, rows=[*labels(unit, "R02"), head, *rows], freeze=(3, 1)))
    xlsx(folder / "Copy of scoresheet (R02).xlsx", *sheets)


@way("sheet-per-unit", told(raters=["R03"]), features=("level-columns",))
def level_columns_under_a_merged_rating_heading(folder: Path) -> None:
    sheets = []
    for unit in UNITS:
        rows = [
            [name, *marked(mark, "X"), comment(unit, "R03", name) or None] for name, mark in marks(unit, "R03").items()
        ]
        head = [["Component", "Rating", None, None, None, None, "Comment"], [None, *MARK_HEAD, None]]
        merges = [(3, 0, 4, 0), (3, 1, 3, 5), (3, 6, 4, 6)]
        sheets.append(Sheet(name=unit, rows=[*labels(unit, "R03"), [], *head, *rows], merges=merges))
    xlsx(folder / "R03.xlsx", *sheets)


@way("sheet-per-unit", told(raters=["R01"]), features=("level-columns",))
def x_under_the_scores(folder: Path) -> None:
    sheets = []
    for unit in UNITS:
        rows = [
            [f"{name} {TITLES[name]}", *marked(mark, "x"), comment(unit, "R01", name) or None]
            for name, mark in marks(unit, "R01").items()
        ]
        head = ["Component", 0, 1, 2, "Can't tell", "N/A", "Notes"]
        sheets.append(Sheet(name=unit, rows=[*labels(unit, "R01"), [], head, *rows]))
    xlsx(folder / "R01.xlsx", *sheets)
