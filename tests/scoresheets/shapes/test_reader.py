from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment

from mcqa.scoresheets.files.opened import Opened, OpenedFile
from mcqa.scoresheets.grid import Grid
from mcqa.scoresheets.options import SheetOptions
from mcqa.scoresheets.read import read_sheets
from mcqa.scoresheets.words.mapping import Mapping

LEVELS = ["Not met", "Partly met", "Met"]


def marks(*rows, head=LEVELS):
    return {"M": [["Reviewer", "R1"], ["Component", *head, "Comment"], *rows]}


def test_a_mark_in_the_column_of_a_level_is_that_level(book, read):
    reading = read(book(marks(["C01.1", None, "x", None, "why"], ["C01.2"], ["C02.1", None, None, True], ["C02.10"])))
    assert [(r.criterion, r.value, r.location.cell, r.comment) for r in reading.records] == [
        ("C01.1", "Partly met", "C3", "why"),
        ("C01.2", None, "B4", ""),
        ("C02.1", "Met", "D5", ""),
        ("C02.10", None, "B6", ""),
    ]
    assert (reading.findings, reading.files[0].layout) == ((), "sheet-per-unit+level-columns")


def test_what_is_no_mark_or_one_too_many_is_one_invalid_cell(book, read, said):
    rows = [
        ["C01.1", "x", None, "x"],
        ["C01.2", None, "✗", None],
        ["C02.1", None, "it depends on the task", "x"],
        ["C02.10", "#REF!", None, None],
    ]
    reading = read(book(marks(*rows)))
    assert said(reading) == [("S207", "M", "B3"), ("S201", "M", "C4"), ("S203", "M", "C5"), ("S204", "M", "B6")]
    assert (reading.records, reading.files[0].invalid) == ((), 4)
    assert reading.findings[0].value == "Not met, Met"


def test_non_scores_may_have_columns_and_scores_may_head_them(book, read):
    reading = read(book(marks(["C01.1", "x"], ["C01.2", None, None, None, "x"], head=[0, 1, 2, "Cannot tell", "N/A"])))
    assert [record.value for record in reading.records] == ["Not met", "Cannot tell"]


def test_na_typed_across_the_levels_is_not_applicable(book, read):
    reading = read(book(marks(["C01.1", "N/A"])))
    assert ([record.value for record in reading.records], reading.findings) == (["N/A"], ())


def test_a_mark_below_a_heading_that_is_no_level_is_not_blank(book, read, said):
    reading = read(book(marks(["C01.1", None, "x", None], head=["Not met", "Getting there", "Met"])))
    assert [record.value for record in reading.records] == ["Getting there"]
    assert said(reading) == [("S102", "M", "C2")]


def test_columns_that_hold_the_descriptors_of_levels_are_no_table(book, read, said):
    text = "the purpose is named and plain"
    sheets = {**marks(["C01.1", "x"]), "The levels": [["Component", *LEVELS], ["C01.1", text, text, text]]}
    reading = read(book(sheets))
    assert (len(reading.records), said(reading)) == (1, [])


def test_descriptors_beside_a_rating_are_read_past(book, read):
    head = ["Component", *LEVELS, "Rating"]
    reading = read(book({"M": [["Reviewer", "R1"], head, ["C01.1", "a", "b", "c", "Met"]]}))
    assert ([record.value for record in reading.records], reading.findings) == (["Met"], ())


def test_answers_beside_a_rating_are_kept(text, read):
    head = "unit,rater,criterion,level,evidence,scope,clarity,ease of use,source"
    (record,) = read(text(f"{head}\nA,R1,C01.1,Met,p. 4,yes,,no,a.csv!D2\n")).records
    assert record.answers == (("evidence", "p. 4"), ("scope", "yes"), ("ease_of_use", "no"))
    assert record.origin == "a.csv!D2"


def test_answers_named_for_a_component_belong_to_it(text, read):
    reading = read(text("unit,rater,C01.1,C01.1 evidence,C01.2,C01.2 comment\nA,R1,Met,p. 4,Met,hm\n"))
    assert [(r.criterion, r.answers, r.comment) for r in reading.records] == [
        ("C01.1", (("evidence", "p. 4"),), ""),
        ("C01.2", (), "hm"),
    ]


@pytest.mark.parametrize("head", ["C01.1,Comments,C01.2,Comments", "C01.1,Comments,C01.2,Comments.1"])
def test_comments_that_follow_each_rating_belong_to_it(text, read, head):
    reading = read(text(f"unit,rater,{head},Overall comments\nA,R1,Met,one,Met,two,all\n"))
    assert [record.comment for record in reading.records] == ["one | all", "two | all"]
    assert reading.files[0].layout == "wide+comment-pairs"


def test_values_mean_what_a_mapping_says(text, read):
    mapping = Mapping(values=(("M", "met"), ("?", "cannot_tell"), ("-", "missing")))
    path = text("unit,rater,criterion,level\nA,R1,C01.1,m \nA,R1,C01.2,?\nA,R1,C02.1,-\nA,R1,C02.10,Met\n")
    reading = read(path, options=SheetOptions(mapping=mapping))
    assert [record.value for record in reading.records] == ["met", "cannot_tell", None, "Met"]


WORDS = st.sampled_from(
    [
        *(None, 2, "x", "Met", "Not met", "Total", "Purpose", "A", "R03", "MC-01", "MC-02", "C01.1", "C01.2", "C02.1"),
        *("Micro-credential", "Reviewer", "Reviewer 1", "Component", "Component / Reviewer"),
        *("Rating", "Comment", "Comments.1"),
    ]
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(WORDS, max_size=6).map(tuple), max_size=9), sheet=st.sampled_from(["Sheet1", "MC-09"]))
def test_no_cell_is_read_twice_whatever_the_words_of_a_sheet(rubric, rows, sheet):
    grid = Grid(file="x.xlsx", sheet=sheet, rows=tuple(rows))
    opened = Opened(files=(OpenedFile(path="x.xlsx", sha256="", grids=(grid,), claim=None),), findings=())
    reading = read_sheets(opened, rubric)
    places = [record.location for record in reading.records]
    assert len(places) == len(set(places))
    assert all(record.unit and record.rater for record in reading.records)
    if reading.files[0].invalid:
        assert any(finding.severity == "error" for finding in reading.findings)


def noted(**notes):
    """Put notes on cells of the first sheet."""

    def change(workbook):
        for cell, text in notes.items():
            workbook.worksheets[0][cell].comment = Comment(text, "Ann")

    return change


def test_a_note_on_a_rating_is_its_comment_behind_that_of_a_column(book, read):
    rows = [["Reviewer", "R1"], ["Component", "Rating", "Comment"], ["C01.1", "Met", "why"], ["C01.2"], ["C02.1", 1]]
    change = noted(B3="Ann:\nnot on page 4", B4="still to be read", A5="of a label", B2="of a heading", C3="elsewhere")
    reading = read(book({"M": rows}, change=change))
    assert [(r.value, r.comment) for r in reading.records] == [
        ("Met", "why | not on page 4"),
        (None, "still to be read"),
        (1, ""),
    ]


def test_a_note_in_columns_of_levels_is_that_of_the_component(book, read):
    rows = marks(["C01.1", None, "x", None, "why"], ["C01.2", None, None, "x"], ["C02.1"])
    reading = read(book(rows, change=noted(B3="first", C3="marked", B4="beside", D5="blank", A3="of a label")))
    assert [(r.value, r.comment) for r in reading.records] == [
        ("Partly met", "why | marked | first"),
        ("Met", "beside"),
        (None, "blank"),
    ]


def test_notes_on_level_and_score_of_a_list_are_one_comment(book, read):
    rows = [["unit", "rater", "criterion", "level", "score"], ["A", "R1", "C01.1", "Met", 2], ["A", "R2", "C01.1"]]
    reading = read(book({"list": rows}, change=noted(D2="level", E2="score", A2="unit", D3="blank")))
    assert [record.comment for record in reading.records] == ["level | score", "blank"]


def test_a_note_belongs_to_one_component_of_a_row(book, read):
    rows = [["unit", "rater", "C01.1", "C01.2"], ["A", "R1", "Met", "Met"]]
    assert [record.comment for record in read(book({"wide": rows}, change=noted(D2="hm"))).records] == ["", "hm"]
