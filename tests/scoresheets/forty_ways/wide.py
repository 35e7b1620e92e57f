"""A row for each micro-credential and reviewer, components in columns."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from .files import Formula, Sheet, text, xlsx
from .truth import (
    COMPONENTS,
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


def grid(say: Say, units: tuple[str, ...] = UNITS, raters: tuple[str, ...] = RATERS) -> list[list[object]]:
    """Give a row for each micro-credential and reviewer."""
    return [[unit, rater, *map(say, marks(unit, rater).values())] for unit in units for rater in raters]


def pairs(say: Say) -> list[list[object]]:
    """Give rows with a comment beside every rating."""
    return [
        [
            unit,
            rater,
            *(
                cell
                for name, mark in marks(unit, rater).items()
                for cell in (say(mark), comment(unit, rater, name) or None)
            ),
        ]
        for unit in UNITS
        for rater in RATERS
    ]


@way(
    "wide",
    told(comments=False),
    sample="wide.csv",
    special="a row for each micro-credential and reviewer, a column for each component; UTF-8",
)
def rows_of_units_and_raters(folder: Path) -> None:
    text(folder / "ratings.csv", [["Micro-credential", "Reviewer", *EIGHT], *grid(Say())])


@way("wide", told(comments=False))
def wide_under_titles_with_line_breaks(folder: Path) -> None:
    head = ["Micro-\ncredential", "Reviewer ", *(f"{name}\n{TITLES[name]}" for name in EIGHT)]
    rows = [["Quality assurance pilot: all ratings"], [], head, *grid(many_words())]
    xlsx(folder / "ratings.xlsx", Sheet(name="Form responses", rows=rows, freeze=(3, 2), filtered=(2, 0, 11, 9)))


@way(
    "wide",
    told(comments=False),
    features=("two-row-header",),
    quiet=("S102",),
    sample="standards-over-components.xlsx",
    special="titles of standards merged over the titles of their components; totals and averages by formula",
)
def standards_merged_over_components(folder: Path) -> None:
    head: list[list[object]] = [
        [None, None],
        ["Micro-credential", "Reviewer", *(TITLES[name] for name in EIGHT), "Total"],
    ]
    merges = []
    for standard, names in groupby(EIGHT, STANDARD_OF.__getitem__):
        count = len(list(names))
        if count > 1:
            merges.append((0, len(head[0]), 0, len(head[0]) + count - 1))
        head[0] += [STANDARDS[standard], *[None] * (count - 1)]
    filled = [[*row, Formula(f"=SUM(C{at}:J{at})", 9)] for at, row in enumerate(grid(scores()), start=3)]
    average = ["Average", None, *(Formula(f"=AVERAGE({column}3:{column}11)", 1.25) for column in "CDEFGHIJK")]
    xlsx(folder / "ratings.xlsx", Sheet(name="Sheet1", rows=[*head, *filled, average], merges=merges))


def groups_of_components(titles: dict[str, str]) -> tuple[list[list[object]], list[tuple[int, int, int, int]]]:
    """Give a header whose fields stand beside titles of groups, and the areas merged in it."""
    head: list[list[object]] = [["Micro-credential", "Reviewer"], [None, None, *EIGHT]]
    merges = [(0, 0, 1, 0), (0, 1, 1, 1)]
    for standard, names in groupby(EIGHT, STANDARD_OF.__getitem__):
        at, size = len(head[0]), len(list(names))
        head[0] += [titles[standard], *[None] * (size - 1)]
        merges += [(0, at, 0, at + size - 1)] if size > 1 else []
    return head, merges


@way("wide", told(comments=False), features=("two-row-header",))
def fields_merged_down_beside_standards(folder: Path) -> None:
    head, merges = groups_of_components(STANDARDS)
    xlsx(folder / "ratings.xlsx", Sheet(name="MC-77", rows=[*head, *grid(Say())], merges=merges))


@way("wide", told(comments=False), features=("two-row-header",))
def fields_above_blanks_beside_ids_and_titles_of_standards(folder: Path) -> None:
    head, merges = groups_of_components({name: f"{name} {title}" for name, title in STANDARDS.items()})
    xlsx(folder / "ratings.xlsx", Sheet(name="Sheet1", rows=[*head, *grid(Say())], merges=merges[2:]))


@way("wide", told(comments=False), features=("two-row-header",))
def fields_merged_down_beside_groups_by_another_name(folder: Path) -> None:
    head, merges = groups_of_components({name: f"Part {at}" for at, name in enumerate(STANDARDS, start=1)})
    xlsx(folder / "ratings.xlsx", Sheet(name="Sheet1", rows=[*head, *grid(Say())], merges=merges))


@way("wide", told(comments=False), features=("two-row-header",))
def groups_of_components_saved_as_csv(folder: Path) -> None:
    head, _ = groups_of_components(STANDARDS)
    text(folder / "ratings.csv", [*head, *grid(Say())])


@way("wide", told(comments=False), features=("two-row-header",))
def ids_above_titles(folder: Path) -> None:
    head = [["Micro-credential", "Reviewer", *EIGHT], [None, None, *(TITLES[name] for name in EIGHT)]]
    xlsx(folder / "ratings.xlsx", Sheet(name="Ratings", rows=[*head, *grid(Say())]))


@way(
    "wide",
    told(),
    features=("comment-pairs",),
    sample="wide-comment-pairs.xlsx",
    special='a column "Comment" after each component',
)
def a_comment_column_after_each_component(folder: Path) -> None:
    head = ["Micro-credential", "Reviewer", *(cell for name in EIGHT for cell in (name, "Comment"))]
    xlsx(folder / "ratings.xlsx", Sheet(name="Ratings", rows=[head, *pairs(Say())]))


@way("wide", told(), features=("comment-pairs",))
def rating_and_comment_named_for_the_component(folder: Path) -> None:
    head = ["mc", "reviewer", *(f"{name} {word}" for name in EIGHT for word in ("rating", "comment"))]
    text(folder / "ratings.tsv", [head, *pairs(scores())], delimiter="\t")


@way("wide", told(), features=("comment-pairs",))
def pandas_writes_comments_with_numbers(folder: Path) -> None:
    ending = ["", *(f".{at}" for at in range(1, 8))]
    head = [
        "unit",
        "rater",
        *(cell for name, more in zip(EIGHT, ending, strict=True) for cell in (name, f"Comments{more}")),
    ]
    text(folder / "ratings.csv", [head, *pairs(scores())], newline="\n")


@way("wide", told(), features=("comment-pairs", "two-row-header"))
def components_merged_over_rating_and_comment(folder: Path) -> None:
    head = [
        ["Micro-credential", "Reviewer", *(cell for name in EIGHT for cell in (f"{name} {TITLES[name]}", None))],
        [None, None, *("Rating", "Comment") * len(EIGHT)],
    ]
    merges = [(0, 0, 1, 0), (0, 1, 1, 1), *((0, 2 + 2 * at, 0, 3 + 2 * at) for at in range(len(EIGHT)))]
    xlsx(folder / "ratings.xlsx", Sheet(name="Ratings", rows=[*head, *pairs(Say())], merges=merges))


@way("wide", told(comments=False), features=("level-columns", "two-row-header"))
def components_over_level_columns(folder: Path) -> None:
    words = ["Not met", "Partly met", "Met", "Cannot tell", "N/A"]
    head: list[list[object]] = [
        ["Micro-credential", "Reviewer", *(cell for name in EIGHT for cell in (name, *[None] * 4))],
        [None, None, *words * len(EIGHT)],
    ]
    rows = [
        [unit, rater, *("x" if mark == sign else None for mark in marks(unit, rater).values() for sign in "012?-")]
        for unit in UNITS
        for rater in RATERS
    ]
    merges = [(0, 2 + 5 * at, 0, 6 + 5 * at) for at in range(len(EIGHT))]
    xlsx(folder / "ratings.xlsx", Sheet(name="Ratings", rows=[*head, *rows], merges=merges))


@way("wide", told(comments=False))
def wide_with_a_sheet_for_each_unit(folder: Path) -> None:
    sheets = [
        Sheet(name=unit, rows=[["Reviewer", *EIGHT], *([row[1], *row[2:]] for row in grid(Say(), units=(unit,)))])
        for unit in UNITS
    ]
    xlsx(folder / "ratings.xlsx", *sheets)


@way("wide", told(comments=False))
def wide_with_a_sheet_for_each_reviewer(folder: Path) -> None:
    sheets = []
    for rater in RATERS:
        rows = [[row[0], *row[2:]] for row in grid(Say(), raters=(rater,))]
        sheets.append(Sheet(name=f"Reviewer {rater}", rows=[["Reviewer", rater], ["Micro-credential", *EIGHT], *rows]))
    xlsx(folder / "ratings.xlsx", *sheets)


@way("wide", told(comments=False))
def wide_with_unit_cells_merged_over_reviewers(folder: Path) -> None:
    rows = [["Micro-credential", "Reviewer", *EIGHT], *grid(Say())]
    for row in (2, 3, 5, 6, 8, 9):
        rows[row][0] = None
    merges = [(1, 0, 3, 0), (4, 0, 6, 0), (7, 0, 9, 0)]
    xlsx(folder / "ratings.xlsx", Sheet(name="Ratings", rows=rows, merges=merges))


@way("wide", told(comments=False, raters={"R01": "R01", "R02": "Zoë", "R03": "José"}), found=(at("S007"),))
def windows_1252_with_semicolons(folder: Path) -> None:
    names = {"R01": "R01", "R02": "Zoë", "R03": "José"}
    rows = [[unit, names[str(rater)], *values] for unit, rater, *values in grid(Say())]
    text(
        folder / "Bewertungen.csv", [["Micro-credential", "Reviewer", *EIGHT], *rows], delimiter=";", encoding="cp1252"
    )


@way("wide", told(comments=False))
def decimal_commas_after_sep_line(folder: Path) -> None:
    say = Say(met=(2.0,), partly=(1.0,), not_met=(0.0,))
    head = ["Micro-credential", "Reviewer", *(name[1:] for name in EIGHT)]
    text(
        folder / "ratings.csv", [head, *grid(say)], delimiter=";", decimal=",", before="sep=;\r\n", encoding="utf-8-sig"
    )


@way("wide", told(components=COMPONENTS, comments=False))
def wide_with_all_components(folder: Path) -> None:
    say = many_words()
    head = [
        "Timestamp",
        "Reviewer",
        "Reviewer group",
        "Micro-credential",
        *(f"{name} {TITLES[name]}" for name in COMPONENTS),
    ]
    rows = [
        ["2026-01-15 09:00", rater, "teacher", unit, *map(say, marks(unit, rater, COMPONENTS).values())]
        for rater in RATERS
        for unit in UNITS
    ]
    xlsx(folder / "ratings.xlsx", Sheet(name="Sheet1", rows=[head, *rows]))


@way("wide", told(comments=False), features=("several-tables",))
def wide_tables_under_titles(folder: Path) -> None:
    rows: list[list[object]] = []
    for unit in UNITS:
        filled = [row[1:] for row in grid(Say(), units=(unit,))]
        rows += [[unit], ["Reviewer", *EIGHT], *filled, []]
    xlsx(folder / "ratings.xlsx", Sheet(name="Ratings", rows=rows))
