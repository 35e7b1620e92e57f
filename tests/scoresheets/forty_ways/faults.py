"""Sheets whose shape is plain and some of whose cells are not: each its own finding, and the rest is read."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from .books import HEAD, body, labels, plain
from .files import Formula, Sheet, Shown, text, xlsx
from .lists import listed
from .marking import MARK_HEAD, marked
from .truth import EIGHT, UNITS, Say, blank, comment, marks, scores, told
from .way import at, way
from .wide import grid

OTHERS = ("MC-02", "MC-03")


@way(
    "sheet-per-unit",
    told(units=OTHERS, raters=["R01"]),
    invalid=8,
    found=(
        at("S203", "MC-01", "C5"),
        at("S203", "MC-01", "C6"),
        at("S204", "MC-01", "C7", "#REF!"),
        at("S202", "MC-01", "C8"),
        at("S202", "MC-01", "C9"),
        at("S201", "MC-01", "C10", "Met"),
        at("S203", "MC-01", "C11"),
        at("S201", "MC-01", "C12"),
    ),
    sample="faulty-cells.xlsx",
    special="eight cells that are no rating: a date that was 1/2, TRUE, #REF!, 3, 1.5, Metish, a sentence, Met?",
)
def cells_that_are_no_rating(folder: Path) -> None:
    sheets = [Sheet(name=unit, rows=plain(unit, "R01")) for unit in UNITS]
    said = (
        dt.date(2026, 1, 2),
        True,
        Shown("#REF!"),
        3,
        1.5,
        "Metish",
        "Met, but I could not find the second source",
        "Met?",
    )
    rows = plain("MC-01", "R01")
    for row, value in enumerate(said, start=4):
        rows[row][2] = value
    sheets[0].rows = rows
    xlsx(folder / "R01.xlsx", *sheets)


@way(
    "wide",
    told(comments=False, without=[("MC-01", "R01", name) for name in EIGHT]),
    invalid=8,
    found=(
        at("S203", None, "C2"),
        at("S203", None, "D2"),
        at("S204", None, "E2", "#REF!"),
        at("S202", None, "F2"),
        at("S202", None, "G2"),
        at("S201 S202 S203", None, "H2"),
        at("S201", None, "I2"),
        at("S202", None, "J2"),
    ),
)
def cells_that_are_no_rating_as_text(folder: Path) -> None:
    rows = grid(Say())
    rows[0][2:] = ["2-Jan", "TRUE", "#REF!", "10", "1.5", "1/2", "Met / Not met", "-1"]
    text(folder / "ratings.csv", [["Micro-credential", "Reviewer", *EIGHT], *rows])


@way(
    "sheet-per-unit",
    told(raters=["R02"], without=[("MC-02", "R02", "C01.1")]),
    invalid=1,
    found=(at("S205", "MC-02", "C5"),),
)
def a_formula_never_calculated(folder: Path) -> None:
    sheets = [Sheet(name=unit, rows=plain(unit, "R02")) for unit in UNITS]
    rows = plain("MC-02", "R02")
    rows[4][2] = Formula("=IF(B1<>0,2,1)", None)
    sheets[1].rows = rows
    xlsx(folder / "R02.xlsx", *sheets)


@way("sheet-per-unit", told(raters=["R02"]))
def ratings_looked_up_by_formula(folder: Path) -> None:
    sheets = []
    for unit in UNITS:
        rows = plain(unit, "R02")
        for row in rows[4:]:
            row[2] = Formula('=IF(E5="","",E5)', row[2] or "")
        sheets.append(Sheet(name=unit, rows=rows))
    xlsx(folder / "R02.xlsx", *sheets)


@way(
    "sheet-per-unit",
    told(raters=["R01"], without=[("MC-01", "R01", "C01.2")]),
    invalid=1,
    found=(at("S106", "MC-01", "C6"),),
)
def a_rating_merged_over_two_components(folder: Path) -> None:
    sheets = [Sheet(name=unit, rows=plain(unit, "R01")) for unit in UNITS]
    rows = plain("MC-01", "R01")
    rows[5][2] = None
    sheets[0].rows, sheets[0].merges = rows, [(4, 2, 5, 2)]
    xlsx(folder / "R01.xlsx", *sheets)


@way(
    "sheet-per-unit",
    told(raters=["R03"], without=[("MC-03", "R03", "C01.1")]),
    invalid=2,
    found=(at("S206", "MC-03", "A5 C5"), at("S206", "MC-03", "A13 C13")),
)
def components_that_the_rubric_does_not_have(folder: Path) -> None:
    sheets = [Sheet(name=unit, rows=plain(unit, "R03")) for unit in UNITS]
    rows = plain("MC-03", "R03")
    rows[4][0], rows[4][1] = "C01.l", None
    rows.append(["C99.9", "Something of our own", "Met", None])
    sheets[2].rows = rows
    xlsx(folder / "R03.xlsx", *sheets)


@way(
    "sheet-per-unit",
    told(raters=["R01"], without=[("MC-01", "R01", "C01.1"), ("MC-01", "R01", "C01.2"), ("MC-01", "R01", "C01.3")]),
    invalid=3,
    found=(at("S207", "MC-01"), at("S201 S203", "MC-01", "B6"), at("S201 S203", "MC-01", "D7")),
    features=("level-columns",),
)
def two_marks_or_a_word_in_level_columns(folder: Path) -> None:
    sheets = []
    for unit in UNITS:
        rows = [
            [name, *marked(mark, "x"), comment(unit, "R01", name) or None] for name, mark in marks(unit, "R01").items()
        ]
        if unit == "MC-01":
            rows[0][1:6] = [None, "x", "x", None, None]
            rows[1][1:6] = ["almost", None, None, None, None]
            rows[2][1:6] = [None, None, "?", None, None]
        head = ["Component", *MARK_HEAD, "Comment"]
        sheets.append(Sheet(name=unit, rows=[*labels(unit, "R01"), [], head, *rows]))
    xlsx(folder / "R01.xlsx", *sheets)


@way(
    "long",
    told(without=[("MC-01", "R01", "C01.1"), ("MC-02", "R02", "C02.2")]),
    invalid=2,
    found=(at("S104", None, "A2"), at("S105", None, "B38")),
)
def rows_without_unit_or_reviewer(folder: Path) -> None:
    rows = listed(Say())
    rows[0][0] = None
    assert rows[36][:3] == ["MC-02", "R02", "C02.2"]
    rows[36][1] = " "
    text(folder / "ratings.csv", [["Micro-credential", "Reviewer", "Component", "Rating", "Comment"], *rows])


@way(
    "long",
    told(units=["MC-01"], raters=["R01"], without=[("MC-01", "R01", "C01.2")]),
    invalid=2,
    found=(at("R102", None, "D3"), at("R102", None, "D10"), at("R101", None, "D11")),
)
def the_same_cell_twice_in_a_list(folder: Path) -> None:
    rows = listed(Say(), units=("MC-01",), raters=("R01",))
    rows.append(["MC-01", "R01", "C01.2", "Met", None])
    rows.append(["mc-01 ", "r01", "C01.1", "2", None])
    text(folder / "ratings.csv", [["Micro-credential", "Reviewer", "Component", "Rating", "Comment"], *rows])


@way("sheet-per-unit", told(raters=["R01"]), found=(at("S108"),))
def a_workbook_for_another_version(folder: Path) -> None:
    properties = {"mcqa_rubric_id": "mpos-qas-reconstruction", "mcqa_rubric_version": "9.9.9"}
    xlsx(folder / "R01.xlsx", *(Sheet(name=unit, rows=plain(unit, "R01")) for unit in UNITS), properties=properties)


@way("sheet-per-unit", told(raters=["R02"]), found=(at("S108"),))
def a_label_that_names_another_rubric(folder: Path) -> None:
    sheets = [Sheet(name=unit, rows=[["Rubric", "state-pilot-2022"], *plain(unit, "R02")]) for unit in UNITS]
    xlsx(folder / "R02.xlsx", *sheets)


@way("sheet-per-unit", told(raters=["R01"]))
def a_sheet_without_a_table_among_others(folder: Path) -> None:
    sheets = [Sheet(name=unit, rows=plain(unit, "R01")) for unit in UNITS]
    sheets.append(Sheet(name="Extra", rows=[["I was not able to open the packet of MC-04."]]))
    xlsx(folder / "R01.xlsx", *sheets)


@way(
    "wide",
    told(comments=False, without=[("MC-02", "R02", name) for name in EIGHT]),
    invalid=8,
    found=(at("S104", None, "A6"),),
)
def a_wide_row_without_unit(folder: Path) -> None:
    rows = grid(scores())
    assert rows[4][:2] == ["MC-02", "R02"]
    rows[4][0] = None
    text(folder / "ratings.csv", [["Micro-credential", "Reviewer", *EIGHT], *rows])


@way("wide", told(comments=False), found=(at("S102", None, "K1"),))
def a_column_that_nobody_knows(folder: Path) -> None:
    rows = [[*row, "remember to ask" if at == 3 else ""] for at, row in enumerate(grid(Say()))]
    text(folder / "ratings.csv", [["Micro-credential", "Reviewer", *EIGHT, "To do for office"], *rows])


@way(
    "sheet-per-unit",
    told(raters=["R03"], without=[("MC-01", "R03", name) for name in EIGHT]),
    invalid=8,
    found=(at("S105", "MC-01"),),
)
def one_sheet_without_reviewer(folder: Path) -> None:
    sheets = [Sheet(name=unit, rows=plain(unit, "R03")) for unit in UNITS]
    sheets[0].rows = [["Reviewer", None], ["Micro-credential", "MC-01"], [], HEAD, *body("MC-01", "R03")]
    xlsx(folder / "back.xlsx", *sheets)


@way("sheet-per-unit", told(raters=["R01"]), found=(at("S001 S005", None, None),), quiet=("S006",))
def a_broken_file_in_the_folder(folder: Path) -> None:
    xlsx(folder / "R01.xlsx", *(Sheet(name=unit, rows=plain(unit, "R01")) for unit in UNITS))
    (folder / "R02.xlsx").write_bytes((folder / "R01.xlsx").read_bytes()[:2000])


@way("sheet-per-unit", told(raters=["R01"]), found=(at("R101"),))
def the_same_workbook_sent_twice(folder: Path) -> None:
    for name in ("R01.xlsx", "R01 (1).xlsx"):
        xlsx(folder / name, *(Sheet(name=unit, rows=plain(unit, "R01")) for unit in UNITS))


@way(
    "sheet-per-unit",
    told(units=OTHERS, raters=["R02"]) + blank("MC-01", "R02", ("C02.1", "C03.1", "C04.1")),
    invalid=5,
    found=tuple(at("S201", "MC-01", f"C{row}") for row in (5, 6, 7, 9, 11)),
)
def letters_that_nobody_explained(folder: Path) -> None:
    # three of the eight stay blank: 5 invalid, 3 missing
    sheets = [Sheet(name=unit, rows=plain(unit, "R02")) for unit in UNITS]
    rows = plain("MC-01", "R02")
    for row, letter in zip(rows[4:], ("M", "P", "M", None, "N", None, "M-", None), strict=True):
        row[2] = letter
    sheets[0].rows = rows
    xlsx(folder / "R02.xlsx", *sheets)
