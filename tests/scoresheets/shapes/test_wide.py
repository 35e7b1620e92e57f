from __future__ import annotations

import pytest

from mcqa.scoresheets.options import SheetOptions
from mcqa.scoresheets.words.mapping import Mapping


def test_one_row_for_each_review_and_one_column_for_each_component(text, read, cells):
    reading = read(text("unit,rater,group,round,C01.1,C01.2,comment\nA,R1,nbct,2,Met,,Fine.\nB,R1,,,Not met,N/A,"))
    assert cells(reading) == [
        ("A", "R1", "C01.1", "Met", "E2"),
        ("A", "R1", "C01.2", None, "F2"),
        ("B", "R1", "C01.1", "Not met", "E3"),
        ("B", "R1", "C01.2", "N/A", "F3"),
    ]
    first = reading.records[0]
    assert (first.group, first.round, first.comment, first.location.line) == ("nbct", "2", "Fine.", 2)
    assert (reading.findings, reading.files[0].layout) == ((), "wide")


@pytest.mark.parametrize(
    "name", ["C01.1", "c01.1", "1.1", "Clear purpose", "C01.1 Clear purpose", "C01.1: CLEAR PURPOSE"]
)
def test_components_are_named_by_id_number_title_or_both(book, read, cells, name):
    reading = read(book({"Sheet1": [["Micro-credential", "Reviewer", name], ["A", "R1", "Met"]]}))
    assert cells(reading) == [("A", "R1", "C01.1", "Met", "C2")]
    assert reading.findings == ()


def test_numbers_of_components_may_be_typed_as_numbers(book, read, cells):
    reading = read(book({"Sheet1": [["Unit", "Rater", 1.1, 2.1], ["A", "R1", 2, 0]]}))
    assert [row[2:4] for row in cells(reading)] == [("C01.1", 2), ("C02.1", 0)]


def test_the_reviewer_may_stand_above_and_the_unit_in_the_name_of_the_sheet(book, read, cells):
    rows = [["Reviewer", "R1"], [], ["C01.1", "C01.2"], ["Met", "Not met"]]
    assert [row[:4] for row in cells(read(book({"MC-01": rows})))] == [
        ("MC-01", "R1", "C01.1", "Met"),
        ("MC-01", "R1", "C01.2", "Not met"),
    ]


def test_columns_for_the_same_component_are_ambiguous_and_none_is_read(text, read, cells, said):
    reading = read(text("unit,rater,C01.1,1.1,C01.2\nA,R1,Met,Not met,Met\nB,R1,,,Met"))
    assert [row[2:] for row in cells(reading)] == [("C01.2", "Met", "E2"), ("C01.2", "Met", "E3")]
    assert said(reading) == [("S103", None, "C1"), ("S103", None, "D1")]
    assert reading.files[0].invalid == 4


def test_two_columns_for_the_reviewer_leave_nobody_to_have_rated(text, read, said):
    reading = read(text("unit,rater,reviewer,C01.1,C01.2\nA,R1,R2,Met,Met\n"))
    assert said(reading) == [("S103", None, "B1"), ("S103", None, "C1")]
    assert (reading.records, reading.files[0].invalid) == ((), 2)


def test_a_row_without_reviewer_or_unit_counts_every_cell_as_invalid(text, read, cells, said):
    reading = read(text("unit,rater,C01.1,C01.2\nA,R1,Met,Met\n,R1,Met,Met\nA,,Met,\n"))
    assert len(cells(reading)) == 2
    assert said(reading) == [("S104", None, "A3"), ("S105", None, "B4")]
    assert reading.files[0].invalid == 4


def test_a_sheet_without_reviewer_is_told_once(text, read, said):
    reading = read(text("unit,C01.1\nA,Met\nB,Met\n"))
    assert said(reading) == [("S105", None, "A1")]
    assert (reading.records, reading.files[0].invalid) == ((), 2)


@pytest.mark.parametrize("area", ["C2:D2", "C2:C3", "C2:D3"])
def test_merged_ratings_are_faults_of_the_covered_cells(book, read, said, area):
    rows = [["Unit", "Rater", "C01.1", "C01.2"], ["A", "R1", "Met", "Met"], ["B", "R1", "Met", "Met"]]
    reading = read(book({"Sheet1": rows}, change=lambda b: b["Sheet1"].merge_cells(area)))
    covered = [
        cell
        for cell in ("C2", "D2", "C3", "D3")
        if cell in {"C2:D2": ["D2"], "C2:C3": ["C3"], "C2:D3": ["D2", "C3", "D3"]}[area]
    ]
    assert said(reading) == [("S106", "Sheet1", cell) for cell in covered]
    assert len(reading.records) + reading.files[0].invalid == 4


def test_a_header_that_is_repeated_further_down_is_read_past(text, read, cells):
    head = "unit,rater,C01.1,C01.2"
    reading = read(text(f"{head}\nA,R1,Met,Met\n{head}\nB,R1,Met,Met\n"))
    assert [row[4] for row in cells(reading)] == ["C2", "D2", "C4", "D4"]
    assert reading.findings == ()


def test_one_component_among_other_columns_is_no_table_without_a_unit_or_a_reviewer(text, read, said):
    assert said(read(text("C01.1,weather\nMet,fine\n"))) == [("S101", None, None)]


def test_a_column_called_like_a_rated_component_may_be_its_comment(book, read):
    rows = [["Micro-credential", "Reviewer", "C01.1", "C01.1 why", "C01.2", "C01.2 why"]]
    rows += [["A", "R1", "Met", "because", 2, "so"]]
    path = book({"All": rows})
    plain = read(path)
    assert [(f.code, f.value) for f in plain.findings] == [("S102", "C01.1 why"), ("S102", "C01.2 why")]
    assert plain.findings[0].hint.endswith('--map "C01.1 why=comment"')
    headers = (("C01.1 why", "comment"), ("C01.2 why", "comment"))
    mapped = read(path, options=SheetOptions(mapping=Mapping(headers=headers)))
    assert [(r.criterion, r.comment) for r in mapped.records] == [("C01.1", "because"), ("C01.2", "so")]
    assert mapped.findings == ()


def test_headings_mapped_to_comments_belong_to_the_ratings_before_them(book, read):
    rows = [["Micro-credential", "Reviewer", "C01.1", "First", "C01.2", "Second"], ["A", "R1", "Met", "x", 2, "y"]]
    headers = (("First", "comment"), ("Second", "comment"))
    reading = read(book({"All": rows}), options=SheetOptions(mapping=Mapping(headers=headers)))
    assert [(r.criterion, r.comment) for r in reading.records] == [("C01.1", "x"), ("C01.2", "y")]
