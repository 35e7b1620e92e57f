"""What is left out of the ratings: nothing that a reviewer wrote, whatever a reviewer is called."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mcqa.scoresheets.files.opened import open_sheets
from mcqa.scoresheets.options import SheetOptions
from mcqa.scoresheets.read import read_sheets
from mcqa.scoresheets.words.mapping import Mapping

COMPONENTS = ("C01.1", "C01.2", "C02.1", "C02.10")
VALUES = {"words": ("Met", "Not met", "Partly met", "Met"), "numbers": (2, 0, 1, 2)}
STRANGE = ["Max", "Min", "Sum", "Mean", "Count", "Total", "Average", "Standard", "Notes", "Date", "Rubric", "Title"]
WIDE = "Micro-credential,Reviewer,C01.1,C01.2,C02.1,C02.10"


def on_the_books(reading):
    return len(reading.records) + sum(file.invalid for file in reading.files)


@pytest.mark.parametrize("values", VALUES.values(), ids=VALUES)
@pytest.mark.parametrize("name", STRANGE)
def test_a_row_that_names_unit_and_reviewer_is_read_whatever_they_are_called(text, read, name, values):
    row = ",".join(map(str, values))
    reading = read(text(f"{WIDE}\nMC-01,{name},{row}\n{name},R1,{row}\nMC-02,R1,{row}\n"))
    assert [(r.unit, r.rater) for r in reading.records[::4]] == [("MC-01", name), (name, "R1"), ("MC-02", "R1")]
    # a label Rubric names the rubric wherever it stands
    assert (len(reading.records), [f for f in reading.findings if f.code != "S108"]) == (12, [])


@pytest.mark.parametrize("name", ["Max", "Min", "Sum", "Mean", "Count", "Total"])
def test_a_reviewer_among_names_is_one_whatever_the_name(text, read, name, said):
    head = f"Component / Reviewer,{name},Ann,Bob"
    in_words = "\n".join(f"{component},Met,Met,Met" for component in COMPONENTS)
    reading = read(text(f"Micro-credential,MC-01\n\n{head}\n{in_words}\n"))
    assert ({r.rater for r in reading.records}, said(reading)) == ({name, "Ann", "Bob"}, [])
    in_numbers = "\n".join(f"{component},2,1,0" for component in COMPONENTS)
    reading = read(text(f"Micro-credential,MC-01\n\n{head}\n{in_numbers}\n"))
    assert ({r.rater for r in reading.records}, said(reading)) == ({name, "Ann", "Bob"}, [("S115", None, "B3")])
    options = SheetOptions(mapping=Mapping(headers=((name, "ignore"),)))
    reading = read(text(f"Micro-credential,MC-01\n\n{head}\n{in_numbers}\n"), options=options)
    assert ({r.rater for r in reading.records}, said(reading)) == ({"Ann", "Bob"}, [])


def test_a_reviewer_called_max_has_comments_and_headings_above(book, read):
    rows = [["Micro-credential", "MC-01"], [], ["Component", "Ann", "Ann comment", "Max", "Max comment"]]
    reading = read(book({"S": [*rows, ["C01.1", "Met", "a", "Not met", "m"], ["C01.2", "Met", None, "Met"]]}))
    assert [(r.rater, r.value, r.comment) for r in reading.records[:2]] == [
        ("Ann", "Met", "a"),
        ("Max", "Not met", "m"),
    ]
    assert (len(reading.records), reading.findings) == (4, ())
    rows = [["Micro-credential", "MC-01"], [], ["Component", "Ann", None, "Max", None]]
    rows += [[None, "Rating", "Comment", "Rating", "Comment"], ["C01.1", "Met", "a", "Not met", "m"]]
    reading = read(book({"S": rows}))
    assert [(r.rater, r.value, r.comment) for r in reading.records] == [("Ann", "Met", "a"), ("Max", "Not met", "m")]


def test_a_column_of_averages_among_names_is_none_of_them(text, read):
    rows = "\n".join(f"{component},2,1,1.5" for component in COMPONENTS)
    reading = read(text(f"Micro-credential,MC-01\n\nComponent / Reviewer,Ann,Bob,Average\n{rows}\n"))
    assert ({r.rater for r in reading.records}, reading.findings) == ({"Ann", "Bob"}, ())


@pytest.mark.parametrize(
    ("row", "records", "invalid", "codes"),
    [
        # none of them is a level, or a formula says it
        ("Average,1.5,1.33,0.5,1.25", 4, 0, []),
        ("Total,17,15,11,9", 4, 0, []),
        ("Average,#DIV/0!,1.33,0.5,1.25", 4, 0, []),
        # some are levels: they may be a reviewer's, one of whom typed 1.5
        ("Max,2,1.5,1,2", 4, 4, ["S115"]),
        ("Max,2,1,1,2", 8, 0, ["S115"]),
        ("Max,Met,Met,Met,Met", 8, 0, []),
        ("Total,,,,", 8, 0, []),
    ],
)
def test_a_row_that_may_be_totals_is_never_dropped_in_silence(text, read, row, records, invalid, codes):
    head = "Micro-credential,MC-01\n\nReviewer,C01.1,C01.2,C02.1,C02.10\nAnn,2,2,2,2"
    reading = read(text(f"{head}\n{row}\n"))
    assert (len(reading.records), reading.files[0].invalid) == (records, invalid)
    assert [finding.code for finding in reading.findings] == codes


def test_a_row_of_totals_that_names_no_reviewer_is_told_where_it_may_be_ratings(text, read, said):
    reading = read(text(f"{WIDE}\nMC-01,R1,2,2,2,2\nAverage,,1.5,2,1,0.5\n"))
    assert (len(reading.records), reading.files[0].invalid, said(reading)) == (4, 4, [("S115", None, "C3")])
    reading = read(text(f"{WIDE}\nMC-01,R1,2,2,2,2\nAverage,,2,2,1,1\n"))
    assert (len(reading.records), reading.files[0].invalid, said(reading)) == (4, 4, [("S105", None, "B3")])


@pytest.mark.parametrize("rater", ["Max", "R1"])
def test_a_rating_of_an_unknown_component_is_told_whoever_gave_it(text, read, said, rater):
    head = "Micro-credential,Reviewer,Component,Title,Rating"
    reading = read(text(f"{head}\nMC-01,{rater},C01.1,,Met\nMC-01,{rater},C99.9,Total,Met\nMC-01,{rater},,,2\n"))
    assert (len(reading.records), said(reading)) == (1, [("S206", None, "E3"), ("S206", None, "E4")])


def test_a_total_in_a_list_rates_nothing(text, read, said):
    head = "Micro-credential,Reviewer,Component,Rating"
    reading = read(text(f"{head}\nMC-01,R1,C01.1,Met\nMC-01,R1,Total,2\nMC-01,R1,Total,Met\n"))
    assert (len(reading.records), said(reading)) == (1, [("S206", None, "D4")])


def test_a_blank_review_after_a_blank_row_is_missing_and_not_away(text, read):
    head = "Reviewer,R1\n\nMicro-credential,C01.1,C01.2"
    reading = read(text(f"{head}\nMC-01,2,2\n\nMC-02,,\nMC-03,1,1\n"))
    assert [r.unit for r in reading.records] == ["MC-01", "MC-01", "MC-02", "MC-02", "MC-03", "MC-03"]
    assert [r.value for r in reading.records[2:4]] == [None, None]


def test_a_unit_with_a_long_title_is_no_note(text, read):
    head = "Reviewer,R1\n\nMicro-credential,C01.1,C01.2"
    rows = "Introduction to Data Literacy,2,2\n\nFoundations of Open Science,,\nThank you very much for this!,,\n"
    reading = read(text(f"{head}\n{rows}"))
    assert [r.unit for r in reading.records[::2]] == ["Introduction to Data Literacy", "Foundations of Open Science"]


@pytest.mark.parametrize("values", VALUES.values(), ids=VALUES)
@pytest.mark.parametrize(
    "name", ["Standard", "Group", "Notes", "Date", "Rubric", "Title", "Evidence", "C01.1", "Purpose"]
)
def test_ratings_below_a_heading_that_means_something_else_are_told(text, read, name, values):
    rows = "\n".join(
        f"{component},{value},{value},{value}" for component, value in zip(COMPONENTS, values, strict=True)
    )
    reading = read(text(f"Micro-credential,MC-01\n\nComponent / Reviewer,Ann,{name},Bob\n{rows}\n"))
    told = [f.value for f in reading.findings if f.code == "S102"]
    assert on_the_books(reading) == 12 or told == [name]


def test_marks_beside_a_blank_rating_are_told(book, read, said):
    head = ["Component", "Rating", "Not met", "Partly met", "Met"]
    reading = read(book({"M": [["Reviewer", "R1"], head, ["C01.1", None, None, None, "x"], ["C01.2", None, "x"]]}))
    assert said(reading) == [("S102", "M", "C2"), ("S102", "M", "E2")]


def test_ratings_that_stand_apart_are_no_key(book, read):
    rows = [["Reviewer", "R1"], ["Component", None, "Rating"], ["C01.1", None, "Met"], ["C01.2", None, "Not met"]]
    assert [r.value for r in read(book({"M": rows})).records] == ["Met", "Not met"]


@pytest.mark.parametrize("name", ["Instructions", "Rubric", "Lists", "Key"])
def test_a_sheet_whose_name_says_that_it_explains_may_hold_a_table(book, read, said, name):
    table = [["Reviewer", "R1"], ["Component", "Rating"], ["C01.1", "Met"], ["C01.2", "Not met"]]
    reading = read(book({"MC-01": table, name: table}))
    assert {record.unit for record in reading.records} == {"MC-01", name}
    broken = [["Reviewer", "R1"], ["Compnent", "Ratng"], ["C01.1", "Met"], ["C01.2", "Not met"]]
    assert ("S101", name, None) in said(read(book({"MC-01": table, name: broken})))
    telling = [["Component", "What it asks"], ["C01.1", "whether the purpose is clear"], ["C01.2", "who it is for"]]
    assert said(read(book({"MC-01": table, name: telling}))) == []


def test_a_component_called_like_a_heading_is_a_component_beside_others(rubric, text):
    first, *rest = rubric.standards
    renamed = (first.criteria[0], first.criteria[1]._replace(title="Feedback"))
    other = replace(rubric, standards=(first._replace(criteria=renamed), *rest))
    head = "Micro-credential,Reviewer,Clear purpose,Feedback,Evidence fits"
    for row, value in (("Met,Met,Met", "Met"), ("Met,,Met", None)):
        path = text(f"{head}\nMC-01,R1,{row}\n")
        reading = read_sheets(open_sheets([str(path)]), other)
        assert [(r.criterion, r.value) for r in reading.records][1] == ("C01.2", value)
    path = text(f"{head}\nMC-01,R1,Met,a good start,Met\n")
    assert [r.comment for r in read_sheets(open_sheets([str(path)]), other).records] == ["a good start"] * 2


def test_columns_that_may_be_units_or_reviewers_are_called_ambiguous(text, read):
    reading = read(text("Component,A,B,C\nC01.1,Met,Met,Met\nC01.2,Met,Met,Met\n"))
    assert (reading.files[0].layout, reading.files[0].invalid) == ("ambiguous", 6)
