"""Components in rows, a sheet or a table for each micro-credential."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from .files import Formula, Sheet, xlsx
from .truth import (
    EIGHT,
    RATERS,
    STANDARD_OF,
    STANDARDS,
    TITLES,
    UNITS,
    Say,
    comment,
    many_words,
    marks,
    scores,
    told,
)
from .way import at, way

HEAD = ("Component", "Title", "Rating", "Comment")
NAMES = {"MC-01": "MC 1 - Data Literacy", "MC-02": "MC 2 - Coaching", "MC-03": "MC 3 - Family Engagement"}


def labels(unit: str, rater: str) -> list[list[object]]:
    return [["Reviewer", rater], ["Micro-credential", unit]]


def body(unit: str, rater: str, say: Callable[[str], object] | None = None) -> list[list[object]]:
    """Give a row for each component: id, title, rating, comment."""
    say = say or Say()
    return [
        [name, TITLES[name], say(mark), comment(unit, rater, name) or None] for name, mark in marks(unit, rater).items()
    ]


def plain(unit: str, rater: str) -> list[list[object]]:
    return [*labels(unit, rater), [], [*HEAD], *body(unit, rater)]


@way(
    "sheet-per-unit",
    told(raters=["R01"]),
    sample="sheet-per-unit.xlsx",
    special="one workbook per reviewer, a sheet per micro-credential, drop-downs, frozen header",
)
def book_per_reviewer(folder: Path) -> None:
    sheets = [
        Sheet(name=unit, rows=plain(unit, "R01"), choices=(4, 2, 11, 2), freeze=(4, 0), filtered=(3, 0, 11, 3))
        for unit in UNITS
    ]
    xlsx(folder / "R01.xlsx", *sheets)


@way("sheet-per-unit", told())
def three_books_in_folders(folder: Path) -> None:
    (folder / "~$scores R01.xlsx").write_bytes(b"\x05Maria" + b" " * 160)
    (folder / ".DS_Store").write_bytes(b"Bud1")
    for rater, group in zip(RATERS, ("teachers", "state leads", "NBCT"), strict=True):
        (folder / group).mkdir()
        xlsx(folder / group / f"scores {rater}.xlsx", *(Sheet(name=unit, rows=plain(unit, rater)) for unit in UNITS))


@way(
    "sheet-per-unit",
    told(units=NAMES, raters={"R01": "Maria Lopez"}),
    sample="instructions-first.xlsx",
    special="a sheet of instructions first, a title and a logo above, an empty first row and column, the reviewer's "
    "name two cells to the right of its label, micro-credentials named by their sheets",
)
def instructions_first_and_names_on_tabs(folder: Path) -> None:
    instructions = Sheet(
        name="Read me first",
        rows=[
            ["Micro-Credential Quality Assurance Pilot"],
            [],
            ["Please rate each component from the packet alone. Leave nothing blank: choose Cannot tell instead."],
            ["Level", "What it means"],
            ["Met", "Everything that the description asks for is in the packet."],
            ["Partly met", "Something is missing."],
            ["Not met", "Little or nothing is there."],
            ["Questions? Write to the pilot office."],
        ],
        merges=[(0, 0, 0, 4)],
    )
    sheets = []
    for unit in UNITS:
        rows: list[list[object]] = [
            [],
            [None, "Micro-Credential Quality Assurance Pilot", None, None, "[logo]"],
            [None, "Review form, spring round"],
            [],
            [None, "Reviewer:", None, "Maria Lopez"],
            [None, "Date:", None, "15 January"],
            [],
            [None, "Component", "Title", "Rating", "Comments"],
            *([None, *row] for row in body(unit, "R01")),
            [],
            [None, "Thank you for your time! Please send this file back by Friday."],
        ]
        sheets.append(Sheet(name=NAMES[unit], rows=rows, merges=[(1, 1, 1, 3)], freeze=(8, 2)))
    xlsx(folder / "review form Maria.xlsx", instructions, *sheets)


@way(
    "sheet-per-unit",
    told(raters=["R02"]),
    sample="headings-totals-notes.xlsx",
    special="merged headings of standards, subtotals and an average by formula, notes below",
)
def merged_headings_totals_and_notes(folder: Path) -> None:
    sheets = []
    for unit in UNITS:
        rows: list[list[object]] = [*labels(unit, "R02"), [], ["Component", "Score", "Comment"]]
        merges = []
        standard, first = "", 0
        for name, _, score, note in body(unit, "R02", scores()):
            if STANDARD_OF[str(name)] != standard:
                if standard:
                    rows.append(["Subtotal", Formula(f"=SUM(B{first + 1}:B{len(rows)})", 3)])
                standard = STANDARD_OF[str(name)]
                merges.append((len(rows), 0, len(rows), 2))
                rows.append([f"Standard {int(standard[1:])}: {STANDARDS[standard]}"])
                first = len(rows)
            rows.append([f"{name} {TITLES[str(name)]}", score, note])
        rows += [
            ["Total", Formula("=SUM(B5:B20)", 11)],
            ["Average", Formula("=AVERAGE(B5:B20)", 1.4)],
            [],
            ["Notes:"],
            ["I read the packet twice and discussed it with nobody."],
        ]
        sheets.append(Sheet(name=unit, rows=rows, merges=merges))
    xlsx(folder / "R02.xlsx", *sheets)


@way("sheet-per-unit", told(raters=["R03"]), found=(at("S107", "MC-01"),), quiet=("S102",))
def hidden_helper_columns(folder: Path) -> None:
    sheets = []
    for unit in UNITS:
        filled = body(unit, "R03")
        rows = [*labels(unit, "R03"), [], ["key", "Component", "Title", "Rating", "Comment"]]
        rows += [[Formula(f'="{unit}|"&B{at}', f"{unit}|{row[0]}"), *row] for at, row in enumerate(filled, start=5)]
        sheets.append(Sheet(name=unit, rows=rows, hidden_columns=[0]))
    xlsx(folder / "R03.xlsx", *sheets)


@way("sheet-per-unit", told(units=["MC-01"]))
def a_sheet_per_reviewer(folder: Path) -> None:
    xlsx(folder / "MC-01.xlsx", *(Sheet(name=rater, rows=plain("MC-01", rater)) for rater in RATERS))


@way("sheet-per-unit", told(raters=["R01"]))
def labels_and_values_in_one_cell(folder: Path) -> None:
    sheets = [
        Sheet(name=f"Sheet{at}", rows=[["Reviewer: R01   "], [f"Micro-credential: {unit}"], HEAD, *body(unit, "R01")])
        for at, unit in enumerate(UNITS, start=1)
    ]
    xlsx(folder / "back from R01.xlsx", *sheets)


@way(
    "sheet-per-unit",
    told(),
    rater_from="filename",
)
def reviewer_in_the_name_of_the_file(folder: Path) -> None:
    for rater in RATERS:
        sheets = [Sheet(name=unit, rows=[HEAD, *body(unit, rater)]) for unit in UNITS]
        xlsx(folder / f"{rater}.xlsx", *sheets)


@way("sheet-per-unit", told(raters=["R01"]))
def titles_instead_of_ids(folder: Path) -> None:
    sheets = []
    for unit in UNITS:
        rows = [
            [title.upper() if at % 3 else f"{title} ", *rest] for at, (_, title, *rest) in enumerate(body(unit, "R01"))
        ]
        sheets.append(Sheet(name=unit, rows=[*labels(unit, "R01"), ["Component", "Performance level", "Notes"], *rows]))
    xlsx(folder / "R01.xlsx", *sheets)


@way("sheet-per-unit", told(raters=["R01"]))
def ids_as_numbers_and_with_titles(folder: Path) -> None:
    forms: tuple[Callable[[str], object], ...] = (
        lambda name: float(name[1:]),
        lambda name: name[2:],
        lambda name: f"{name}: {TITLES[name]}",
        lambda name: f"{TITLES[name]} ({name})",
        lambda name: f"{name[2:]} {TITLES[name]}",
        lambda name: f"{name} – {TITLES[name]}",
        lambda name: name.lower(),
        lambda name: f"{name}\n{TITLES[name]}",
    )
    sheets = []
    for unit in UNITS:
        rows = [[form(str(row[0])), *row[2:]] for form, row in zip(forms, body(unit, "R01"), strict=True)]
        sheets.append(Sheet(name=unit, rows=[*labels(unit, "R01"), ["Component", "Rating", "Comment"], *rows]))
    xlsx(folder / "R01.xlsx", *sheets)


@way(
    "sheet-per-unit",
    told(),
    sample="levels-in-many-words.xlsx",
    special='"2 - Met", "met ", "MET", "Met (2)", 2, "Cannot judge", "n/a": every way of writing a level',
)
def levels_in_many_words(folder: Path) -> None:
    say = many_words()
    sheets = [
        Sheet(name=f"{unit} {rater}", rows=[*labels(unit, rater), [], HEAD, *body(unit, rater, say)])
        for rater in RATERS
        for unit in UNITS
    ]
    xlsx(folder / "all.xlsx", *sheets)


@way("sheet-per-unit", told(raters=["R01"]))
def standards_merged_beside_components(folder: Path) -> None:
    sheets = []
    for unit in UNITS:
        rows, merges = [*labels(unit, "R01"), [], ["Standard", "Component", "Rating", "Comment"]], []
        for name, title, rating, note in body(unit, "R01"):
            rows.append([STANDARDS[STANDARD_OF[str(name)]], f"{name} {title}", rating, note])
        for standard in ("S01", "S02", "S03"):
            of = [4 + at for at, name in enumerate(EIGHT) if STANDARD_OF[name] == standard]
            merges.append((of[0], 0, of[-1], 0))
            for row in of[1:]:
                rows[row][0] = None
        sheets.append(Sheet(name=unit, rows=rows, merges=merges))
    xlsx(folder / "R01.xlsx", *sheets)


@way("sheet-per-unit", told(raters=["R02"]))
def header_repeated_for_printing(folder: Path) -> None:
    sheets = []
    for unit in UNITS:
        filled = body(unit, "R02")
        rows = [*labels(unit, "R02"), [], HEAD, *filled[:4], ["page 1 of 2"], HEAD, *filled[4:], ["page 2 of 2"]]
        sheets.append(Sheet(name=unit, rows=rows))
    xlsx(folder / "R02.xlsx", *sheets)


@way(
    "sheet-per-unit",
    told(raters=["R01"]),
    features=("several-tables",),
    sample="tables-below-each-other.xlsx",
    special="three tables on one sheet, each under the bare name of its micro-credential",
)
def tables_below_each_other_with_titles(folder: Path) -> None:
    rows: list[list[object]] = [["Reviewer", "R01"], []]
    merges = []
    for unit in UNITS:
        merges.append((len(rows), 0, len(rows), 3))
        rows += [[unit], HEAD, *body(unit, "R01"), []]
    xlsx(folder / "R01.xlsx", Sheet(name="Ratings", rows=rows, merges=merges))


@way("sheet-per-unit", told(raters=["R02"]), features=("several-tables",))
def tables_below_each_other_with_labels(folder: Path) -> None:
    rows: list[list[object]] = [["Pilot of the quality assurance standards"], ["Reviewer:", "R02"], []]
    for unit in UNITS:
        rows += [["Micro-credential:", unit], ["Component", "Rating", "Comments"]]
        rows += [[row[0], *row[2:]] for row in body(unit, "R02")]
        rows += [[], []]
    xlsx(folder / "R02.xlsx", Sheet(name="Sheet1", rows=rows))


@way(
    "sheet-per-unit",
    told(raters=["R03"]),
    features=("several-tables",),
    sample="tables-side-by-side.xlsx",
    special="three tables beside each other, an empty column between, labels above each",
)
def tables_side_by_side(folder: Path) -> None:
    blocks = [
        [["Micro-credential", unit, None], ["Component", "Rating", "Comment"]]
        + [[row[0], *row[2:]] for row in body(unit, "R03")]
        for unit in UNITS
    ]
    rows = [["Reviewer", "R03"], []]
    rows += [[*left, None, *middle, None, *right] for left, middle, right in zip(*blocks, strict=True)]
    xlsx(folder / "R03.xlsx", Sheet(name="All three", rows=rows))
