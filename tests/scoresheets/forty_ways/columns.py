"""Components in rows, micro-credentials or reviewers in columns."""

from __future__ import annotations

from pathlib import Path

from .files import Formula, Sheet, text, xlsx
from .truth import EIGHT, RATERS, STANDARD_OF, STANDARDS, TITLES, UNITS, Say, comment, many_words, marks, scores, told
from .way import way


def by_unit(rater: str, say: Say) -> list[list[object]]:
    """Give a row for each component, a rating for each micro-credential."""
    read = {unit: marks(unit, rater) for unit in UNITS}
    return [[name, *(say(read[unit][name]) for unit in UNITS)] for name in EIGHT]


def by_rater(unit: str, say: Say) -> list[list[object]]:
    """Give a row for each component, a rating for each reviewer."""
    read = {rater: marks(unit, rater) for rater in RATERS}
    return [[name, *(say(read[rater][name]) for rater in RATERS)] for name in EIGHT]


def pairs_by_unit(rater: str, say: Say) -> list[list[object]]:
    read = {unit: marks(unit, rater) for unit in UNITS}
    return [
        [name, *(cell for unit in UNITS for cell in (say(read[unit][name]), comment(unit, rater, name) or None))]
        for name in EIGHT
    ]


def pairs_by_rater(unit: str, say: Say) -> list[list[object]]:
    read = {rater: marks(unit, rater) for rater in RATERS}
    return [
        [name, *(cell for rater in RATERS for cell in (say(read[rater][name]), comment(unit, rater, name) or None))]
        for name in EIGHT
    ]


@way(
    "units-in-columns",
    told(comments=False),
    sample="units-in-columns.xlsx",
    special="the reviewer in a label above (a sheet for each), a column for each micro-credential",
)
def units_in_columns(folder: Path) -> None:
    sheets = [
        Sheet(name=f"from {rater}", rows=[["Reviewer", rater], [], ["Component", *UNITS], *by_unit(rater, Say())])
        for rater in RATERS
    ]
    xlsx(folder / "collected.xlsx", *sheets)


@way("units-in-columns", told(comments=False), rater_from="filename")
def units_in_columns_of_csv_named_for_reviewers(folder: Path) -> None:
    for rater in RATERS:
        text(folder / f"{rater}.csv", [["Component", *UNITS], *by_unit(rater, scores())])


@way(
    "units-in-columns",
    told(raters=["R02"]),
    features=("comment-pairs", "two-row-header"),
    sample="units-over-rating-and-comment.xlsx",
    special="each micro-credential merged over Rating and Comment",
)
def units_merged_over_rating_and_comment(folder: Path) -> None:
    rows = [
        ["Reviewer", "R02"],
        [],
        ["Component", *(cell for unit in UNITS for cell in (unit, None))],
        [None, *("Rating", "Comment") * 3],
        *pairs_by_unit("R02", Say()),
    ]
    merges = [(2, 0, 3, 0), (2, 1, 2, 2), (2, 3, 2, 4), (2, 5, 2, 6)]
    xlsx(folder / "R02.xlsx", Sheet(name="Sheet1", rows=rows, merges=merges, freeze=(4, 1)))


@way("units-in-columns", told(raters=["R03"]), features=("comment-pairs",))
def units_with_rating_and_comment_in_words(folder: Path) -> None:
    head = ["Component", *(f"{unit} {word}" for unit in UNITS for word in ("rating", "comment"))]
    xlsx(folder / "R03.xlsx", Sheet(name="Sheet1", rows=[["Reviewer:", "R03"], head, *pairs_by_unit("R03", Say())]))


@way("units-in-columns", told(raters=["R01"], comments=False), features=("two-row-header",))
def the_word_micro_credential_over_the_columns(folder: Path) -> None:
    rows = [
        ["Reviewer", "R01"],
        ["Component", "Micro-credential", None, None],
        [None, *UNITS],
        *([f"{row[0]} {TITLES[str(row[0])]}", *row[1:]] for row in by_unit("R01", many_words())),
    ]
    xlsx(folder / "R01.xlsx", Sheet(name="Sheet1", rows=rows, merges=[(1, 1, 1, 3), (1, 0, 2, 0)]))


@way("units-in-columns", told(raters=["R01"], comments=False))
def a_sheet_for_each_standard(folder: Path) -> None:
    filled = by_unit("R01", Say())
    sheets = []
    for standard in ("S01", "S02", "S03", "S04"):
        rows = [row for row in filled if STANDARD_OF[str(row[0])] == standard]
        rows = [["Reviewer", "R01"], [], ["Component", *UNITS], *rows]
        sheets.append(Sheet(name=STANDARDS[standard], rows=rows))
    xlsx(folder / "R01.xlsx", *sheets)


@way("units-in-columns", told(raters=["R02"], comments=False), quiet=("S102",))
def units_in_columns_with_standards_and_totals(folder: Path) -> None:
    rows: list[list[object]] = [["Reviewer", "R02"], [], ["#", "Component", *UNITS, "Average"]]
    standard = ""
    for number, (name, *values) in enumerate(by_unit("R02", scores()), start=1):
        if STANDARD_OF[str(name)] != standard:
            standard = STANDARD_OF[str(name)]
            rows.append([None, f"{standard} {STANDARDS[standard]}"])
        at = len(rows) + 1
        rows.append([number, TITLES[str(name)], *values, Formula(f"=AVERAGE(C{at}:E{at})", 1.5)])
    rows.append([None, "TOTAL", Formula("=SUM(C4:C15)", 9), Formula("=SUM(D4:D15)", 8), Formula("=SUM(E4:E15)", 8)])
    xlsx(
        folder / "R02.xlsx",
        Sheet(name="Sheet1", rows=rows),
        Sheet(name="Sheet2", rows=[]),
        Sheet(name="Sheet3", rows=[]),
    )


@way(
    "raters-in-columns",
    told(comments=False),
    sample="raters-in-columns.xlsx",
    special='a sheet per micro-credential, a column per reviewer, "Component / Reviewer" in the corner',
)
def raters_in_columns(folder: Path) -> None:
    sheets = [Sheet(name=unit, rows=[["Component / Reviewer", *RATERS], *by_rater(unit, Say())]) for unit in UNITS]
    xlsx(folder / "consensus meeting.xlsx", *sheets)


@way(
    "raters-in-columns",
    told(comments=False, raters={"R01": "Ana Ruiz", "R02": "Ben Okafor", "R03": "Cho, Dana"}),
    features=("two-row-header",),
)
def the_word_reviewers_over_names(folder: Path) -> None:
    names = ["Ana Ruiz", "Ben Okafor", "Cho, Dana"]
    sheets = [
        Sheet(
            name=unit,
            rows=[
                ["Micro-credential", unit],
                [],
                ["Component", "Reviewer", None, None],
                [None, *names],
                *by_rater(unit, Say()),
            ],
            merges=[(2, 1, 2, 3), (2, 0, 3, 0)],
        )
        for unit in UNITS
    ]
    xlsx(folder / "meeting.xlsx", *sheets)


@way(
    "raters-in-columns",
    told(comments=False, raters={rater: f"Reviewer {at}" for at, rater in enumerate(RATERS, start=1)}),
    or_rows=told(comments=False, raters={rater: str(at) for at, rater in enumerate(RATERS, start=1)}),
)
def numbered_reviewers_in_columns(folder: Path) -> None:
    head = ["Component", "Reviewer 1", "Reviewer 2", "Reviewer 3"]
    sheets = [
        Sheet(name=f"tab {at}", rows=[["Micro-credential", unit], head, *by_rater(unit, scores())])
        for at, unit in enumerate(UNITS)
    ]
    xlsx(folder / "meeting.xlsx", *sheets)


@way("raters-in-columns", told(), features=("comment-pairs", "two-row-header"))
def reviewers_merged_over_rating_and_comment(folder: Path) -> None:
    sheets = []
    for unit in UNITS:
        rows = [
            ["Micro-credential", unit],
            ["Component", *(cell for rater in RATERS for cell in (f"Reviewer {rater}", None))],
            [None, *("Rating", "Comments") * 3],
            *pairs_by_rater(unit, Say()),
        ]
        sheets.append(Sheet(name=unit, rows=rows, merges=[(1, 1, 1, 2), (1, 3, 1, 4), (1, 5, 1, 6)]))
    xlsx(folder / "meeting.xlsx", *sheets)


@way("raters-in-columns", told(), features=("comment-pairs",))
def ratings_and_comments_of_each_reviewer(folder: Path) -> None:
    head = ["Component", *(f"{rater}'s {word}" for rater in RATERS for word in ("rating", "comment"))]
    sheets = [Sheet(name=unit, rows=[["Micro-credential", unit], head, *pairs_by_rater(unit, Say())]) for unit in UNITS]
    xlsx(folder / "meeting.xlsx", *sheets)


@way("raters-in-columns", told(comments=False), features=("several-tables",))
def reviewers_in_columns_tables_below_each_other(folder: Path) -> None:
    rows: list[list[object]] = []
    for unit in UNITS:
        rows += [["Micro-credential", unit], ["Component / Reviewer", *RATERS], *by_rater(unit, Say()), []]
    text(folder / "everything.csv", rows)
