"""Components in rows, with other words, other things on the sheet, and files as other programs make them."""

from __future__ import annotations

from pathlib import Path

from .books import HEAD, body, labels, plain
from .files import Sheet, text, xlsx
from .truth import COMPONENTS, EIGHT, TITLES, UNITS, Say, comment, many_words, marks, scores, told
from .way import at, way


@way("sheet-per-unit", told(raters=["R01"], components=COMPONENTS), quiet=("S102",))
def all_components_with_descriptions(folder: Path) -> None:
    sheets = []
    for unit in UNITS:
        say = many_words()
        rows = [*labels(unit, "R01"), ["Reviewer group", "teacher"], ["Review round", "round-1"], []]
        rows.append(["Component", "Title", "Description", "Rating", "Comment"])
        for name, mark in marks(unit, "R01", COMPONENTS).items():
            description = f"Look at the packet and judge: {TITLES[name].lower()}."
            rows.append([name, TITLES[name], description, say(mark), comment(unit, "R01", name) or None])
        sheets.append(Sheet(name=unit, rows=rows))
    xlsx(folder / "R01.xlsx", *sheets)


def other_words(folder: Path, head: list[str], above: tuple[str, str]) -> None:
    sheets = []
    for number, unit in enumerate(UNITS, start=1):
        rows = [[above[0], "R01"], [above[1], unit], [], head, *([row[0], *row[2:]] for row in body(unit, "R01"))]
        sheets.append(Sheet(name=f"Sheet{number}", rows=rows))
    xlsx(folder / "R01.xlsx", *sheets)


@way("sheet-per-unit", told(raters=["R01"]))
def words_of_a_researcher(folder: Path) -> None:
    other_words(folder, ["Criterion", "Score", "Notes"], ("Rater", "Microcredential"))


@way("sheet-per-unit", told(raters=["R01"]))
def words_with_id(folder: Path) -> None:
    other_words(folder, ["COMPONENT ID", "Level", "Rationale"], ("Reviewer ID:", "Micro-credential ID:"))


@way("sheet-per-unit", told(raters=["R01"]))
def words_with_name(folder: Path) -> None:
    other_words(
        folder,
        ["Component # ", "Performance Level", "Reviewer comments"],
        ("Reviewer name", "Name of micro-credential"),
    )


@way("sheet-per-unit", told(raters=["R01"]), headers=(("Rating (0-2)", "level"), ("Why?", "comment")))
def headings_that_need_a_map(folder: Path) -> None:
    other_words(folder, ["Component", "Rating (0-2)", "Why?"], ("Reviewer", "Micro-credential"))


@way("sheet-per-unit", told(raters=["R01"], units=["MC-01"]))
def sheet_saved_as_csv_with_labels_above(folder: Path) -> None:
    rows = [["Reviewer", "R01", "", ""], ["Micro-credential", "MC-01", "", ""], ["", "", "", ""]]
    rows += [HEAD, *body("MC-01", "R01"), ["", "", "", ""], ["", "", "", ""]]
    text(folder / "R01 MC-01.csv", rows, encoding="utf-8-sig")


@way("sheet-per-unit", told(raters=["R03"]))
def export_of_numbers(folder: Path) -> None:
    summary = Sheet(
        name="Export Summary",
        rows=[
            ["This document was exported from Numbers. Each table was converted to an Excel worksheet."],
            ["Numbers Sheet Name", "Numbers Table Name", "Excel Worksheet Name"],
            *([unit, "Table 1", f"{unit} - Table 1"] for unit in UNITS),
        ],
    )
    sheets = []
    for unit in UNITS:
        rows = [["Table 1"], *labels(unit, "R03"), HEAD, *body(unit, "R03")]
        sheets.append(Sheet(name=f"{unit} - Table 1", rows=rows, merges=[(0, 0, 0, 3)]))
    xlsx(folder / "R03.xlsx", summary, *sheets)


@way("sheet-per-unit", told(raters=["R01"], comments=False), or_rows=told(raters=["R01"]))
def notes_on_rating_cells(folder: Path) -> None:
    sheets = []
    for unit in UNITS:
        filled = body(unit, "R01")
        notes = {(3 + at, 1): str(row[3]) for at, row in enumerate(filled) if row[3]}
        rows = [*labels(unit, "R01"), ["Component", "Rating"], *([row[0], row[2]] for row in filled)]
        sheets.append(Sheet(name=unit, rows=rows, notes=notes))
    xlsx(folder / "R01.xlsx", *sheets)


@way("sheet-per-unit", told(raters=["R01"]), found=(at("S107", "MC-02"), at("S107", "MC-03")))
def a_hidden_sheet_and_hidden_rows(folder: Path) -> None:
    sheets = [Sheet(name=unit, rows=plain(unit, "R01")) for unit in UNITS]
    sheets[1].hidden_rows = [6, 7]
    sheets[2].hidden = True
    xlsx(folder / "R01.xlsx", *sheets)


@way("sheet-per-unit", told(raters=["R01"]), quiet=("S102",))
def a_legend_beside_the_table(folder: Path) -> None:
    legend = [["Level", "Points"], ["Met", 2], ["Partly met", 1], ["Not met", 0]]
    sheets = []
    for unit in UNITS:
        rows = plain(unit, "R01")
        for row, beside in zip(rows[3:], legend, strict=False):
            row += [None, None, *beside]
        rows[0] += [None, None, None, None, "Key to levels"]
        sheets.append(Sheet(name=unit, rows=rows))
    xlsx(folder / "R01.xlsx", *sheets)


@way("sheet-per-unit", told(raters={"R02": "7"}))
def labels_in_one_row_and_a_reviewer_with_a_number(folder: Path) -> None:
    sheets = []
    for number, unit in enumerate(UNITS, start=1):
        above: list[list[object]] = [["Reviewer:", 7, None, "Micro-credential:", unit, None, "Round:", 1], []]
        head = ["Comments", "Rating", "Component"]
        rows = [[note, rating, name] for name, _, rating, note in body(unit, "R02")]
        sheets.append(Sheet(name=f"Form {number}", rows=[*above, head, *rows]))
    xlsx(folder / "forms.xlsx", *sheets)


@way("sheet-per-unit", told(raters=["R03"]), quiet=("S107",))
def hidden_lists_of_a_drop_down(folder: Path) -> None:
    sheets = [Sheet(name=unit, rows=plain(unit, "R03"), choices=(4, 2, 11, 2)) for unit in UNITS]
    lists = Sheet(name="Lists", rows=[["Levels"], ["Met"], ["Partly met"], ["Not met"]], hidden=True)
    xlsx(folder / "R03.xlsx", *sheets, lists)


@way(
    "sheet-per-unit",
    told(raters=["R01"]),
    values=(("M", "met"), ("P", "partly_met"), ("N", "not_met"), ("?", "cannot_tell"), ("--", "not_applicable")),
)
def letters_explained_by_a_mapping(folder: Path) -> None:
    sheets = []
    for unit in UNITS:
        say = Say(met=("M", "m "), partly=("P",), not_met=("N", "n"), cannot=("?",), na=("--",))
        sheets.append(Sheet(name=unit, rows=[*labels(unit, "R01"), [], HEAD, *body(unit, "R01", say)]))
    xlsx(folder / "R01.xlsx", *sheets)


@way("sheet-per-unit|long|wide", told(comments=False))
def each_reviewer_in_a_format_of_their_own(folder: Path) -> None:
    sheets = [
        Sheet(name=unit, rows=[*labels(unit, "R01"), [], HEAD[:3], *(row[:3] for row in body(unit, "R01"))])
        for unit in UNITS
    ]
    xlsx(folder / "R01.xlsx", *sheets)
    listed = [[unit, "R02", name, rating] for unit in UNITS for name, _, rating, _ in body(unit, "R02", scores())]
    text(folder / "R02.tsv", [["Micro-credential", "Reviewer", "Component", "Score"], *listed], delimiter="\t")
    wide = [[unit, "R03", *(row[2] for row in body(unit, "R03"))] for unit in UNITS]
    text(folder / "R03.csv", [["Micro-credential", "Reviewer", *EIGHT], *wide], delimiter=";")
