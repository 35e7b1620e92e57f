"""Make samples/identities: three files in which invented people are named in many places, and the roster of them.

python tests/scoresheets/identity/samples.py makes them again, byte for byte.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from xlsxwriter import Workbook

FOLDER = Path(__file__).resolve().parents[3] / "samples" / "identities"
RUBRIC = "mpos-qas-reconstruction"
COMPONENTS = ("C01.1", "C01.2", "C02.1", "C02.2", "C03.1")
ROSTER = """reviewer,name,email,group,aliases
T01,Ann Lee,ann.lee@school.example,teacher,
S02,Robert Ortega,rortega@state.example,state_lead,Bob Ortega
N03,Priya Raman,priya.raman@national.example,national_advisor,
"""
LONG = """Email,Micro-credential,Component,Rating,Comments
rortega@state.example,Teaching Fractions,C01.1,Met,
rortega@state.example,Teaching Fractions,C01.2,Partly met,Ann Lee and I read this differently.
rortega@state.example,Teaching Fractions,C02.1,Met,"Questions? Call me at (502) 555-0147."
rortega@state.example,Family Surveys,C01.1,Not met,
rortega@state.example,Family Surveys,C01.2,cannot tell,See C:\\Users\\rortega\\Desktop\\notes.docx
rortega@state.example,Family Surveys,C02.1,2,
"""


def main(folder: Path = FOLDER) -> None:
    """Write the sample."""
    (folder / "_private").mkdir(parents=True, exist_ok=True)
    _write(folder / "_private" / "roster.csv", ROSTER)
    _write(folder / "from-bob-ortega.csv", LONG.replace("Email,", "Reviewer,"))
    _by_ann(folder / "Ann Lee - review.xlsx")
    _panel(folder / "advisor-panel.xlsx")


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _book(path: Path, author: str) -> Workbook:
    book = Workbook(path)
    book.set_properties({"author": author, "company": "Lakeside School District", "created": dt.datetime(2000, 1, 1)})  # noqa: DTZ001  # workbooks know no time zones
    book.set_custom_property("mcqa_rubric_id", RUBRIC, "text")
    return book


def _by_ann(path: Path) -> None:
    book = _book(path, "Ann Lee")
    for unit, levels in (
        ("Teaching Fractions", "Met,Met,Partly met,Met,N/A"),
        ("Family Surveys", "Met,,Met,Not met,Met"),
    ):
        page = book.add_worksheet(unit)
        page.write_row(0, 0, ("Micro-credential", unit))
        page.write_row(1, 0, ("Reviewer", "Lee, Ann"))
        page.write_row(2, 0, ("Group", "teacher"))
        page.write_row(4, 0, ("Component", "Rating", "Comment"))
        for row, (component, level) in enumerate(zip(COMPONENTS, levels.split(","), strict=True), start=5):
            page.write(row, 0, component)
            if level:
                page.write(row, 1, level)
        page.write(5, 2, "Priya would know better than Ann.")
        page.write_comment(6, 1, "Ask Bob Ortega about this.", {"author": "Ann Lee"})
        page.set_header("&LReview by Ann Lee&R&D")
    book.define_name("AnnLee_ratings", "='Teaching Fractions'!$B$6:$B$10")
    book.close()


def _panel(path: Path) -> None:
    book = _book(path, "praman")
    page = book.add_worksheet("Panel")
    page.write_row(0, 0, ("Micro-credential", "Reviewer", "Group", *COMPONENTS, "Phone"))
    for row, unit in enumerate(("Teaching Fractions", "Family Surveys"), start=1):
        page.write_row(row, 0, (unit, "Priya Raman", "national_advisor", "Met", "Met", 2, 1, "Met", "502.555.0123"))
    page.data_validation(1, 3, 2, 7, {"validate": "list", "source": ["Met", "ask priya.raman@national.example"]})
    notes = book.add_worksheet("Notes")
    notes.write(0, 0, "Robert Ortega was late, SSN 219-09-9999.")
    notes.hide()
    book.close()


if __name__ == "__main__":
    main()
