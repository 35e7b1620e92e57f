"""The same sheets in other formats, and packed."""

from __future__ import annotations

import tempfile
from pathlib import Path

from .books import body, labels, plain
from .files import Sheet, archive, xlsx
from .truth import RATERS, UNITS, told
from .way import Way, add, way


@way("sheet-per-unit", told(raters=["R01"]))
def a_workbook_with_macros(folder: Path) -> None:
    xlsx(folder / "R01.xlsm", *(Sheet(name=unit, rows=plain(unit, "R01")) for unit in UNITS), macros=True)


@way(
    "sheet-per-unit",
    told(),
    sample="workbooks.zip",
    special="three workbooks, one in a folder, and what a Mac packs beside them",
)
def a_zip_of_workbooks(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as made:
        members: dict[str, bytes] = {}
        for rater in RATERS:
            path = Path(made) / f"{rater}.xlsx"
            xlsx(path, *(Sheet(name=unit, rows=plain(unit, rater)) for unit in UNITS))
            members[path.name if rater != "R03" else f"late/{path.name}"] = path.read_bytes()
    members["__MACOSX/._R01.xlsx"] = b"Mac OS X"
    members[".DS_Store"] = b"Bud1"
    archive(folder / "returned.zip", members)


def libreoffice(folder: Path) -> None:
    """Write the workbook that LibreOffice is to save in its own formats."""
    sheets = []
    for unit in UNITS:
        rows = [*labels(unit, "R02"), [], ["Component", "Title", "Rating", "Comment"], *body(unit, "R02")]
        sheets.append(Sheet(name=unit, rows=rows, merges=[]))
    xlsx(folder / "R02.xlsx", *sheets)


for _ending, _special, _needs in (
    ("ods", "saved by LibreOffice Calc", None),
    ("xls", "saved by LibreOffice Calc as Excel 97-2003", None),
    ("xlsx", "saved by LibreOffice Calc", None),
):
    add(
        Way(
            name=f"libreoffice_{_ending}",
            base="sheet-per-unit",
            make=None,
            rows=told(raters=["R02"]),
            sample=f"libreoffice.{_ending}",
            special=_special,
            needs=_needs,
        )
    )
