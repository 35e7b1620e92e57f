"""What is in the columns of a table with components in its rows: units or raters, and never by a guess."""

from __future__ import annotations

import pytest

BODY = [["C01.1", "Met", "Not met"], ["C01.2", 1, None]]
READ = [("C01.1", "Met"), ("C01.1", "Not met"), ("C01.2", 1), ("C01.2", None)]


def who(reading):
    return list(dict.fromkeys((record.unit, record.rater) for record in reading.records))


UNITS, RATERS = "units-in-columns", "raters-in-columns"
R03, UNIT = ["Reviewer", "R03"], ["Micro-credential", "M"]


@pytest.mark.parametrize(
    ("sheet", "rows", "layout", "expected"),
    [
        ("Sheet1", [R03, ["Component", "A", "B"]], UNITS, "A R03 B R03"),
        ("Sheet1", [UNIT, ["Component", "A", "B"]], RATERS, "M A M B"),
        ("Literacy", [["Component", "A", "B"]], RATERS, "Literacy A Literacy B"),
        ("Sheet1", [R03, ["Component", "MC-01", "MC-02"]], UNITS, "MC-01 R03 MC-02 R03"),
        ("M", [["Component", "Reviewer R1", "Reviewer R2"]], RATERS, "M R1 M R2"),
        ("M", [["Component", "R1's rating", "R2's rating"]], RATERS, "M R1 M R2"),
        ("M", [["Component / Reviewer", "A", "B"]], RATERS, "M A M B"),
        ("Sheet1", [R03, [], ["Component / Micro-credential", "A", "B"]], UNITS, "A R03 B R03"),
        ("M", [["Reviewer / Component", "A", "B"]], RATERS, "M A M B"),
        ("M", [[None, "Reviewer R1", "Reviewer R2"]], RATERS, "M R1 M R2"),
        ("Sheet1", [R03, ["Component", "MCs"], [None, "A", "B"]], f"{UNITS}+two-row-header", "A R03 B R03"),
        ("M", [[None, "Reviewers"], ["Component", "A", "B"]], f"{RATERS}+two-row-header", "M A M B"),
    ],
)
def test_something_says_what_the_columns_are(book, read, sheet, rows, layout, expected):
    reading = read(book({sheet: [*rows, *BODY]}))
    assert " ".join(name for pair in who(reading) for name in pair) == expected
    assert [(record.criterion, record.value) for record in reading.records] == READ
    assert (reading.findings, reading.files[0].layout, reading.files[0].invalid) == ((), layout, 0)


@pytest.mark.parametrize(
    "rows",
    [
        [["Component", "A", "B"]],
        [["Component", "Reviewer 1", "MC-02"]],
        [["Reviewer", "R1"], ["Micro-credential", "M"], ["Component", "A", "B"]],
    ],
)
def test_where_nothing_says_it_plainly_every_cell_is_invalid(book, read, said, rows):
    reading = read(book({"Sheet1": [*rows, *BODY]}))
    assert said(reading) == [("S103", "Sheet1", f"B{len(rows)}")]
    assert "Reviewer 3" in reading.findings[0].hint
    assert (reading.records, reading.files[0].invalid) == ((), 4)


@pytest.mark.parametrize("head", ["Ratng", "Rating (1-4)", "Your ratings"])
def test_a_word_that_is_nearly_known_is_no_name(book, read, said, head):
    rows = [["Reviewer", "R03"], ["Component", head, "Commment"], ["C01.1", "Met", "Met"]]
    reading = read(book({"Sheet1": rows}))
    assert said(reading)[0] == ("S101", None, None)
    assert {code for code, *_ in said(reading)[1:]} == {"S102"}


def test_columns_of_sentences_are_no_names(book, read, said):
    text = "what a reader should look for here"
    reading = read(book({"Sheet1": [["Reviewer", "R03"], ["Component", "Aim", "Hint"], ["C01.1", text, text]]}))
    assert (reading.records, said(reading)[0]) == ((), ("S101", None, None))


@pytest.mark.parametrize(
    "head",
    [
        ["MC-01 rating", "MC-01 comment", "MC-02 rating", "MC-02 comment"],
        ["MC-01", "Comments", "MC-02", "Comments"],
        ["MC-01", "MC-01 comments", "MC-02", "Comments on MC-02"],
        ["Data rating", "Data comment", "Feedback loops rating", "Feedback loops comment"],
        ["Data", "Data comment", "Feedback loops", "Feedback loops comment"],
    ],
)
def test_ratings_and_comments_in_pairs_belong_together(book, read, head):
    rows = [["Reviewer", "R03"], ["Component", *head], ["C01.1", "Met", "one", "Not met", "two"]]
    reading = read(book({"Sheet1": rows}))
    names = ["Data", "Feedback loops"] if "Data" in head[0] else ["MC-01", "MC-02"]
    assert [(r.unit, r.value, r.comment) for r in reading.records] == [
        (names[0], "Met", "one"),
        (names[1], "Not met", "two"),
    ]
    assert (reading.findings, reading.files[0].layout) == ((), "units-in-columns+comment-pairs")


def test_one_of_two_columns_with_the_same_name_is_not_chosen(book, read, said):
    rows = [["Reviewer", "R03"], ["Component", "MC-01", "mc-01", "MC-02"], ["C01.1", "Met", "Not met", "Met"]]
    reading = read(book({"Sheet1": rows}))
    assert [(r.unit, r.value) for r in reading.records] == [("MC-02", "Met")]
    assert said(reading) == [("S103", "Sheet1", "B2"), ("S103", "Sheet1", "C2")]
    assert reading.files[0].invalid == 2


def test_id_and_title_of_a_component_may_stand_in_two_columns(book, read, said):
    head = ["Component ID", "Component", "Rating"]
    rows = [["Reviewer", "R1"], head, ["C01.1", "Clear purpose", "Met"], ["C01.2", "Named audience", "Met"]]
    reading = read(book({"M": rows}))
    assert ([record.criterion for record in reading.records], said(reading)) == (["C01.1", "C01.2"], [])
    rows[-1][1] = "Clear purpose"
    reading = read(book({"M": rows}))
    assert (reading.records, [code for code, *_ in said(reading)]) == ((), ["S103", "S103"])


def test_columns_of_averages_are_no_reviewers(book, read):
    rows = [["Component", "Reviewer 1", "Reviewer 2", "Average"], ["C01.1", "Met", "Met", 2.0]]
    reading = read(book({"M": rows}))
    assert ([record.rater for record in reading.records], reading.findings) == (["Reviewer 1", "Reviewer 2"], ())
