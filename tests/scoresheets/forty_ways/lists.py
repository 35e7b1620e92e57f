"""Long lists: a rating in each row."""

from __future__ import annotations

from pathlib import Path

from .files import Formula, Sheet, text, xlsx
from .truth import RATERS, TITLES, UNITS, Say, comment, many_words, marks, scores, told
from .way import way


def listed(say: Say, units: tuple[str, ...] = UNITS, raters: tuple[str, ...] = RATERS) -> list[list[object]]:
    """Give unit, rater, component, rating, comment."""
    return [
        [unit, rater, name, say(mark), comment(unit, rater, name) or None]
        for unit in units
        for rater in raters
        for name, mark in marks(unit, rater).items()
    ]


@way("long", told(), sample="long.csv", special="one rating in each row; line breaks of Windows")
def a_long_list(folder: Path) -> None:
    text(folder / "ratings.csv", [["unit", "rater", "criterion", "level", "comment"], *listed(Say())])


@way("long", told())
def a_long_list_in_reviewers_words(folder: Path) -> None:
    head = [" Reviewer ", "MICRO-CREDENTIAL", "Component", "Rating", "Comments"]
    rows = [
        [rater, f"{unit} ", f"{name} {TITLES[str(name)]}", *rest] for unit, rater, name, *rest in listed(many_words())
    ]
    xlsx(folder / "ratings.xlsx", Sheet(name="Ratings", rows=[head, *rows], freeze=(1, 0), filtered=(0, 0, 72, 4)))


@way(
    "long",
    told(),
    sample="long-unicode-text.tsv",
    special='what Excel saves as "Unicode text": UTF-16, tabs',
)
def unicode_text_of_excel(folder: Path) -> None:
    head = ["Micro-credential", "Reviewer", "Component", "Rating", "Comment"]
    text(folder / "ratings.tsv", [head, *listed(Say())], delimiter="\t", encoding="utf-16-le", before="\ufeff")


@way("long", told())
def scores_with_decimal_commas(folder: Path) -> None:
    say = Say(met=(2.0,), partly=(1.0,), not_met=(0.0,))
    head = ["Micro-credential", "Reviewer", "Component", "Score", "Comment"]
    text(folder / "ratings.csv", [head, *listed(say)], delimiter=";", decimal=",", encoding="utf-8-sig")


@way(
    "long",
    told(),
    sample="long-merged-cells.xlsx",
    special="micro-credential and reviewer merged over their rows, as an outline",
)
def an_outline_of_merged_cells(folder: Path) -> None:
    rows: list[list[object]] = [["Micro-credential", "Reviewer", "Component", "Rating", "Comment"], *listed(Say())]
    for row in range(1, 73):
        rows[row][0] = rows[row][0] if row % 24 == 1 else None
        rows[row][1] = rows[row][1] if row % 8 == 1 else None
    merges = [(first, 0, first + 23, 0) for first in (1, 25, 49)]
    merges += [(first, 1, first + 7, 1) for first in range(1, 73, 8)]
    xlsx(folder / "ratings.xlsx", Sheet(name="Ratings", rows=rows, merges=merges))


@way("long", told())
def level_score_and_status_beside_each_other(folder: Path) -> None:
    status = {"?": "cannot_tell", "-": "not_applicable", ".": "missing"}
    level = {"2": "met", "1": "partly_met", "0": "not_met"}
    head = [
        "unit",
        "rater",
        "criterion",
        "level",
        "score",
        "status",
        "round",
        "group",
        "comment",
        "timestamp",
        "source",
    ]
    rows = []
    for unit in UNITS:
        for rater in RATERS:
            for name, mark in marks(unit, rater).items():
                note = comment(unit, rater, name)
                note = f"'{note}" if note.startswith(("-", "=", "+", "@")) else note
                rated = [level.get(mark), mark if mark in level else None, status.get(mark, "rated")]
                rows.append([unit, rater, name, *rated, "round-1", "teacher", note, None, f"{rater}.xlsx!{unit}!C5"])
    text(folder / "export.csv", [head, *rows], newline="\n")


@way("long", told())
def a_list_on_a_sheet_for_each_reviewer(folder: Path) -> None:
    sheets = []
    for rater in RATERS:
        rows = [[unit, name, *rest] for unit, _, name, *rest in listed(Say(), raters=(rater,))]
        head = ["Micro-credential", "Component", "Rating", "Comment"]
        sheets.append(Sheet(name=f"tab of {rater}", rows=[["Reviewer", rater], [], head, *rows]))
    xlsx(folder / "ratings.xlsx", *sheets)


@way("long", told())
def a_list_with_titles_above_and_totals_below(folder: Path) -> None:
    rows: list[list[object]] = [
        ["Micro-Credential Quality Assurance Pilot", None, None, None, None],
        ["State department of education", None, None, None, None],
        [],
        ["Micro-credential", "Reviewer", "Component", "Score", "Comment"],
        *listed(scores()),
        [],
        ["Count", None, None, Formula("=COUNT(D5:D76)", 54), None],
        ["Mean", None, None, Formula("=AVERAGE(D5:D76)", 1.4), None],
        ["Prepared by the pilot office"],
    ]
    xlsx(folder / "ratings.xlsx", Sheet(name="Ratings", rows=rows, merges=[(0, 0, 0, 4)]))


@way(
    "long",
    told(comments=False),
    headers=(("Your judgement", "level"), ("Packet", "unit"), ("Remarks for office", "ignore")),
)
def a_list_that_needs_a_map(folder: Path) -> None:
    rows = [[*row[:4], "x"] for row in listed(many_words())]
    text(folder / "ratings.csv", [["Packet", "Reviewer", "Component", "Your judgement", "Remarks for office"], *rows])


@way("long", told())
def line_ends_of_an_old_mac(folder: Path) -> None:
    head = ["Micro-credential", "Reviewer", "Component", "Rating", "Comment"]
    text(folder / "ratings.csv", [head, *listed(scores())], newline="\r")
