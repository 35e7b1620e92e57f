"""Sheets that could be read in two ways, or nearly in one: a finding, and never a silent guess."""

from __future__ import annotations

from pathlib import Path

from .books import HEAD, body, labels
from .columns import by_unit
from .files import Sheet, text, xlsx
from .lists import listed
from .marking import marked
from .truth import EIGHT, RATERS, TITLES, UNITS, Say, marks, scores, told
from .way import at, way
from .wide import grid

ANY = ("*",)
A_TO_C = [["Component", "A", "B", "C"], *by_unit("R01", Say())]


@way(
    "ambiguous",
    (),
    invalid=24,
    found=(at("S103"),),
    quiet=ANY,
    sample="ambiguous-columns.csv",
    special="columns A, B and C: micro-credentials or reviewers? Nothing says it (S103)",
)
def columns_a_b_c(folder: Path) -> None:
    text(folder / "ratings.csv", A_TO_C)


@way("ambiguous", (), invalid=None, found=(at("S103 S104 S105"),), quiet=ANY)
def columns_a_b_c_on_a_sheet_without_name(folder: Path) -> None:
    xlsx(folder / "ratings.xlsx", Sheet(name="Sheet1", rows=A_TO_C))


@way(None, (), invalid=None, found=(at("S104"),), quiet=ANY)
def components_in_rows_on_sheet1(folder: Path) -> None:
    xlsx(folder / "back.xlsx", Sheet(name="Sheet1", rows=[["Reviewer", "R01"], [], HEAD, *body("MC-01", "R01")]))


@way(None, (), invalid=None, found=(at("S103", "MC-01", "C4"), at("S103", "MC-01", "D4")), quiet=ANY)
def two_rating_columns(folder: Path) -> None:
    rows = [[name, title, rating, "Met", note] for name, title, rating, note in body("MC-01", "R01")]
    head = ["Component", "Title", "Rating", "Rating", "Comment"]
    xlsx(folder / "R01.xlsx", Sheet(name="MC-01", rows=[*labels("MC-01", "R01"), [], head, *rows]))


@way(None, (), invalid=None, found=(at("S103"),), quiet=ANY)
def rating_and_performance_level(folder: Path) -> None:
    rows = [[*row[:4], "Met"] for row in listed(Say())]
    text(folder / "ratings.csv", [["Micro-credential", "Reviewer", "Component", "Rating", "Performance level"], *rows])


@way(None, (), invalid=None, found=(at("S102", None, "D1", "rating"),), quiet=ANY)
def a_heading_that_nearly_matches(folder: Path) -> None:
    rows = [row[:4] for row in listed(Say())]
    text(folder / "ratings.csv", [["Micro-credential", "Reviewer", "Component", "Raiting"], *rows])


@way(None, (), invalid=None, found=(at("S102", None, "C1", "component"),), quiet=ANY)
def a_component_heading_that_nearly_matches(folder: Path) -> None:
    rows = [row[:4] for row in listed(Say())]
    text(folder / "ratings.csv", [["Micro-credential", "Reviewer", "Compnent", "Rating"], *rows])


@way(None, (), invalid=None, found=(at("S102", None, "B1", "Rating (0-2)"),), quiet=ANY)
def a_rating_heading_without_its_map(folder: Path) -> None:
    rows = [["C" + name[1:], say] for name, _, say, _ in body("MC-01", "R01", scores())]
    text(folder / "R01.csv", [["Component", "Rating (0-2)"], *rows])


@way(None, (), invalid=None, found=(at("S104"),), quiet=ANY)
def no_unit_anywhere(folder: Path) -> None:
    rows = [row[1:4] for row in listed(Say(), units=("MC-01",))]
    text(folder / "ratings.csv", [["Reviewer", "Component", "Rating"], *rows])


@way(None, (), invalid=None, found=(at("S105"),), quiet=ANY)
def no_reviewer_anywhere(folder: Path) -> None:
    xlsx(folder / "back.xlsx", *(Sheet(name=unit, rows=[HEAD, *body(unit, "R01")]) for unit in UNITS))


@way(
    None,
    told(raters=["R01"], components=EIGHT[:1], comments=False),
    invalid=69,
    found=(at("S104", None, "A10"), at("S105", None, "B3")),
    quiet=ANY,
)
def an_outline_without_merged_cells(folder: Path) -> None:
    # only the first row of each block names its micro-credential and reviewer: what the empty cells mean is a guess
    rows = [row[:4] for row in listed(Say())]
    for at_row, row in enumerate(rows):
        row[0] = row[0] if at_row % 24 == 0 else None
        row[1] = row[1] if at_row % 8 == 0 else None
    text(folder / "pivot.csv", [["Micro-credential", "Reviewer", "Component", "Rating"], *rows])


@way(None, (), invalid=None, found=(at("S105 S103"),), quiet=ANY)
def units_in_columns_by_nobody(folder: Path) -> None:
    rows = [["Component", "Micro-credential", None, None], [None, *UNITS], *by_unit("R01", Say())]
    xlsx(folder / "ratings.xlsx", Sheet(name="Sheet1", rows=rows, merges=[(0, 1, 0, 3)]))


@way(
    "wide",
    told(comments=False, without=[(unit, rater, "C01.2") for unit in UNITS for rater in RATERS]),
    invalid=None,
    found=(at("S103", None, "D1"), at("S103", None, "E1")),
    quiet=ANY,
)
def a_component_in_two_columns(folder: Path) -> None:
    head = ["Micro-credential", "Reviewer", "C01.1", "C01.2", "1.2", *EIGHT[2:]]
    rows = [[*row[:4], "Met", *row[4:]] for row in grid(Say())]
    text(folder / "ratings.csv", [head, *rows])


@way(
    "wide",
    told(comments=False, without=[(unit, rater, "C01.1") for unit in UNITS for rater in RATERS]),
    invalid=None,
    found=(at("S102 S206", None, "C1"),),
    quiet=ANY,
)
def a_component_id_with_a_letter_l(folder: Path) -> None:
    text(folder / "ratings.csv", [["Micro-credential", "Reviewer", "C01.l", *EIGHT[1:]], *grid(Say())])


@way(
    "units-in-columns",
    told(units=["MC-03"], raters=["R01"], comments=False),
    invalid=16,
    found=(at("S103", "Sheet1", "B2"), at("S103", "Sheet1", "C2")),
    quiet=ANY,
)
def a_unit_in_two_columns(folder: Path) -> None:
    rows = [["Reviewer", "R01"], ["Component", "MC-01", "MC-01 ", "MC-03"], *by_unit("R01", Say())]
    xlsx(folder / "R01.xlsx", Sheet(name="Sheet1", rows=rows))


@way(None, (), invalid=None, found=(at("S103 S105"),), quiet=ANY)
def two_reviewers_in_labels(folder: Path) -> None:
    rows = [["Reviewer", "R01"], ["Reviewer", "R02"], ["Micro-credential", "MC-01"], [], HEAD, *body("MC-01", "R01")]
    xlsx(folder / "back.xlsx", Sheet(name="MC-01", rows=rows))


@way(
    "sheet-per-unit",
    told(units=["MC-01", "MC-03"], raters=["R01"]),
    invalid=8,
    found=(at("S104 S103"),),
    quiet=ANY,
)
def one_of_three_tables_without_title(folder: Path) -> None:
    rows: list[list[object]] = [["Reviewer", "R01"], []]
    for unit in UNITS:
        rows += [[unit] if unit != "MC-02" else [], HEAD, *body(unit, "R01"), []]
    xlsx(folder / "R01.xlsx", Sheet(name="Ratings", rows=rows))


@way(None, (), invalid=None, found=(at("S101 S102 S103"),), quiet=ANY)
def level_headings_that_nearly_match(folder: Path) -> None:
    rows = [[name, *marked(mark, "x")[:3]] for name, mark in marks("MC-01", "R02").items()]
    head = ["Component", "Does not meet", "Partialy met", "Mets"]
    xlsx(folder / "R02.xlsx", Sheet(name="MC-01", rows=[*labels("MC-01", "R02"), [], head, *rows]))


@way(
    "sheet-per-unit",
    told(units=["MC-01"], raters=["R01"], without=[("MC-01", "R01", "C01.1")]),
    invalid=1,
    found=(at("S206", "MC-01", "A4 B4", "One bounded competency"),),
    quiet=ANY,
)
def a_title_that_nearly_matches(folder: Path) -> None:
    rows = [[title, *rest] for _, title, *rest in body("MC-01", "R01")]
    rows[0][0] = "One bounded competence"
    head = ["Component", "Rating", "Comment"]
    xlsx(folder / "R01.xlsx", Sheet(name="MC-01", rows=[*labels("MC-01", "R01"), head, *rows]))


@way(None, (), invalid=24, found=(at("S105", "Ana"), at("S105", "Ben"), at("S105", "Cho")), quiet=ANY)
def reviewers_named_by_tabs_alone(folder: Path) -> None:
    sheets = [
        Sheet(name=name, rows=[["Micro-credential", "MC-01"], [], HEAD, *body("MC-01", rater)])
        for name, rater in zip(("Ana", "Ben", "Cho"), RATERS, strict=True)
    ]
    xlsx(folder / "MC-01.xlsx", *sheets)


@way(None, (), invalid=None, found=(at("S103", None, "A1"), at("S103", None, "B1")), quiet=ANY)
def two_columns_of_units(folder: Path) -> None:
    rows = [[row[0], "Data Literacy", *row[1:4]] for row in listed(Say())]
    text(folder / "ratings.csv", [["Micro-credential", "Micro-credential", "Reviewer", "Component", "Rating"], *rows])


@way(None, (), invalid=None, found=(at("S101 S102"),), quiet=ANY)
def questions_without_components(folder: Path) -> None:
    head = ["Micro-credential", "Reviewer", *(f"Question {at}" for at in range(1, 9))]
    text(folder / "ratings.csv", [head, *grid(Say())])


@way(
    None,
    (),
    invalid=None,
    found=(at("S103"),),
    quiet=ANY,
    headers=(("First look", "level"), ("Final", "level")),
)
def a_map_of_two_columns_to_one_field(folder: Path) -> None:
    rows = [[*row[:4], "Met"] for row in listed(Say())]
    text(folder / "ratings.csv", [["Micro-credential", "Reviewer", "Component", "First look", "Final"], *rows])


@way(None, (), invalid=None, found=(at("S201 S202 S203 S207 S103 S101"),), quiet=ANY)
def numbers_of_reviewers_in_level_columns(folder: Path) -> None:
    # how many of three reviewers chose each level: nobody's rating, though a 1 may be a mark
    numbers = ((0, 1, 2), (0, 0, 3), (1, 0, 2), (0, 3, 0), (1, 2, 0), (2, 1, 0), (3, 0, 0), (1, 1, 1))
    rows = [[name, *number] for name, number in zip(EIGHT, numbers, strict=True)]
    head = ["Component", "Not met", "Partly met", "Met"]
    xlsx(folder / "panel.xlsx", Sheet(name="MC-01", rows=[["Reviewer", "panel"], head, *rows]))


@way(None, (), invalid=None, found=(at("S104 S103 S102"),), quiet=ANY)
def reviewers_and_components_alone(folder: Path) -> None:
    # of a CSV file: which micro-credential is it?
    rows = [row[1:] for row in grid(Say(), units=("MC-01",))]
    text(folder / "scores.csv", [["Reviewer", *(TITLES[name] for name in EIGHT)], *rows])


@way(None, (), invalid=None, found=(at("S101 S102 S103 S104 S105"),), quiet=ANY)
def unit_and_reviewer_in_one_cell(folder: Path) -> None:
    rows = [[f"{row[0]} / {row[1]}", *row[2:]] for row in grid(Say())]
    text(folder / "ratings.csv", [["Micro-credential / Reviewer", *EIGHT], *rows])


@way(None, (), invalid=None, found=(at("S102 S103 S105"),), quiet=ANY)
def ratings_one_and_two_of_nobody(folder: Path) -> None:
    rows = [[name, rating, note, "Met", None] for name, _, rating, note in body("MC-01", "R01")]
    head = ["Component", "Rating 1", "Comment 1", "Rating 2", "Comment 2"]
    xlsx(folder / "both of us.xlsx", Sheet(name="MC-01", rows=[["Micro-credential", "MC-01"], [], head, *rows]))


@way(None, (), invalid=None, found=(at("S101 S102 S105"),), quiet=ANY)
def averages_of_reviewers_alone(folder: Path) -> None:
    # a summary sheet: numbers from 0 to 2, some of them whole, that nobody gave
    numbers = (1.5, 2.0, 1.0, 1.333, 2.0, 0.5, 1.0, 1.667)
    rows = [[name, number] for name, number in zip(EIGHT, numbers, strict=True)]
    xlsx(folder / "summary.xlsx", Sheet(name="MC-01", rows=[["Component", "Mean rating"], *rows]))


@way(
    None,
    (),
    or_rows=told(
        units=["MC-01"],
        raters=["R02"],
        comments=False,
        without=[("MC-01", "R02", name) for name, mark in marks("MC-01", "R02").items() if mark == "1"],
    ),
    invalid=None,
    found=(at("S102 S103"),),
    quiet=ANY,
)
def one_level_heading_that_nobody_knows(folder: Path) -> None:
    # a mark under it is no blank cell
    rows = [[name, *marked(mark, "x")] for name, mark in marks("MC-01", "R02").items()]
    head = ["Component", "Not met", "Getting there", "Met", "Cannot tell", "N/A"]
    xlsx(folder / "R02.xlsx", Sheet(name="MC-01", rows=[*labels("MC-01", "R02"), [], head, *rows]))


@way(
    "units-in-columns",
    told(units=["MC-01", "MC-03"], raters=["R01"], comments=False),
    invalid=None,
    found=(at("S102 S103 S104", "Sheet1", "C2 C3"),),
    quiet=ANY,
)
def ratings_under_no_heading(folder: Path) -> None:
    rows = [["Reviewer", "R01"], ["Component", "MC-01", None, "MC-03"], *by_unit("R01", Say())]
    xlsx(folder / "R01.xlsx", Sheet(name="Sheet1", rows=rows))
