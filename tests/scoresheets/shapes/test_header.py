"""Headers of two and three rows, merged or not."""

from __future__ import annotations

import pytest

PEOPLE = ["Micro-credential", "Reviewer"]


def merged(*areas):
    return lambda workbook: [workbook["All"].merge_cells(area) for area in areas]


def taken(reading):
    return [(r.unit, r.rater, r.criterion, r.value, r.comment) for r in reading.records]


@pytest.mark.parametrize("change", [None, merged("C1:D1", "E1:F1", "A1:A2", "B1:B2")])
def test_standards_over_components(book, read, change):
    rows = [
        [*PEOPLE, "Purpose", None, "S02 Evidence"],
        [None, None, "C01.1", "C01.2", "C02.1", "C02.10"],
        ["A", "R1", "Met", "Not met", None, 2],
    ]
    reading = read(book({"All": rows}, change=change))
    assert [row[2:4] for row in taken(reading)] == [
        ("C01.1", "Met"),
        ("C01.2", "Not met"),
        ("C02.1", None),
        ("C02.10", 2),
    ]
    assert (reading.findings, reading.files[0].layout) == ((), "wide+two-row-header")


@pytest.mark.parametrize("change", [None, merged("C1:D1", "E1:F1")])
def test_components_over_rating_and_comment(book, read, change):
    rows = [
        [*PEOPLE, "C01.1", None, "C01.2", None],
        [None, None, "Rating", "Comment", "Rating", "Comment"],
        ["A", "R1", "Met", "why", "Not met", None],
    ]
    reading = read(book({"All": rows}, change=change))
    assert taken(reading) == [("A", "R1", "C01.1", "Met", "why"), ("A", "R1", "C01.2", "Not met", "")]
    assert (reading.findings, reading.files[0].layout) == ((), "wide+comment-pairs+two-row-header")


@pytest.mark.parametrize("change", [None, merged("B2:C2", "D2:E2", "A2:A3")])
def test_units_over_rating_and_comment(book, read, change):
    rows = [
        ["Reviewer", "R1"],
        ["Component", "Data literacy", None, "Feedback loops", None],
        [None, "Rating", "Comment", "Rating", "Comment"],
        ["C01.1", "Met", "why", "Not met", None],
    ]
    reading = read(book({"All": rows}, change=change))
    assert taken(reading) == [
        ("Data literacy", "R1", "C01.1", "Met", "why"),
        ("Feedback loops", "R1", "C01.1", "Not met", ""),
    ]
    assert (reading.findings, reading.files[0].layout) == ((), "units-in-columns+comment-pairs+two-row-header")


def test_components_over_levels(book, read, said):
    levels = ["Not met", "Partly met", "Met"]
    rows = [
        [*PEOPLE, "C01.1", None, None, "C01.2", None, None],
        [None, None, *levels, *levels],
        ["A", "R1", None, "x", None, None, None, None],
        ["A", "R2", "x", None, "x", "x", None, None],
    ]
    reading = read(book({"All": rows}, change=merged("C1:E1", "F1:H1")))
    assert [(*row[1:4], r.location.cell) for row, r in zip(taken(reading), reading.records, strict=True)] == [
        ("R1", "C01.1", "Partly met", "D3"),
        ("R1", "C01.2", None, "F3"),
        ("R2", "C01.2", "Not met", "F4"),
    ]
    assert said(reading) == [("S207", "All", "C4")]
    assert (reading.files[0].invalid, reading.files[0].layout) == (1, "wide+two-row-header+level-columns")


def test_three_rows_standards_over_components_over_rating_and_comment(book, read):
    rows = [
        [*PEOPLE, "Purpose", None, None, None],
        [None, None, "C01.1", None, "C01.2", None],
        [None, None, "Rating", "Comment", "Rating", "Comment"],
        ["A", "R1", "Met", "why", "Not met", None],
    ]
    reading = read(book({"All": rows}, change=merged("C1:F1", "C2:D2", "E2:F2", "A1:A3", "B1:B3")))
    assert taken(reading) == [("A", "R1", "C01.1", "Met", "why"), ("A", "R1", "C01.2", "Not met", "")]
    assert reading.findings == ()


def test_reviewers_below_each_unit(book, read):
    rows = [
        ["Component", "MC-01", None, "MC-02", None],
        [None, "R1", "R2", "R1", "R2"],
        ["C01.1", "Met", "Not met", 1, None],
    ]
    reading = read(book({"All": rows}, change=merged("B1:C1", "D1:E1")))
    assert [row[:2] for row in taken(reading)] == [("MC-01", "R1"), ("MC-01", "R2"), ("MC-02", "R1"), ("MC-02", "R2")]
    assert (reading.findings, reading.files[0].layout) == ((), "units-in-columns+two-row-header")


def test_titles_of_components_below_their_ids(text, read):
    reading = read(text("unit,rater,C01.1,C01.2\n,,Clear purpose,Named audience\nA,R1,Met,Met\n"))
    assert [(r.criterion, r.location.cell) for r in reading.records] == [("C01.1", "C3"), ("C01.2", "D3")]


def test_a_row_of_labels_above_a_header_is_no_part_of_it(book, read):
    rows = [["Reviewer", "R1"], ["Component", "MC-01", "MC-02"], ["C01.1", "Met", "Not met"]]
    reading = read(book({"All": rows}))
    assert [row[:2] for row in taken(reading)] == [("MC-01", "R1"), ("MC-02", "R1")]
    assert reading.files[0].layout == "units-in-columns"


def test_the_first_row_of_ratings_is_no_part_of_a_header(text, read):
    reading = read(
        text("Reviewer,R1\n\nC01.1,C01.2\nMet,Not met\n", "MC-01.csv"),
        text("Micro-credential,M\nReviewer,R1\n\nC01.1,C01.2\nMet,Not met\n"),
    )
    assert [(r.criterion, r.value) for r in reading.records] == [("C01.1", "Met"), ("C01.2", "Not met")]


OVER = ("A1:A2", "B1:B2", "C1:D1", "E1:F1")


@pytest.mark.parametrize("sheet", ["MC-77", "Sheet1", "Round 1"])
@pytest.mark.parametrize("areas", [OVER, OVER[2:], ()])
@pytest.mark.parametrize(
    "titles", [("Purpose", "Evidence"), ("S01 Purpose", "S02"), ("Aims", "Proof"), ("Evidence", "Feedback")]
)
def test_fields_merged_down_beside_groups_of_components_are_columns_and_no_labels(book, read, sheet, areas, titles):
    first, second = titles
    rows = [[*PEOPLE, first, None, second], [None, None, "C01.1", "C01.2", "C02.1", "C02.10"]]
    rows += [["MC-01", "R03", "Met", "Not met", None, 2], ["MC-02", "R03", "Met", "Met", "Met", "Met"]]
    path = book({sheet: rows}, change=lambda workbook: [workbook[sheet].merge_cells(area) for area in areas])
    reading = read(path)
    assert {(r.unit, r.rater) for r in reading.records} == {("MC-01", "R03"), ("MC-02", "R03")}
    assert [r.value for r in reading.records] == ["Met", "Not met", None, 2, "Met", "Met", "Met", "Met"]
    assert (reading.findings, reading.files[0].layout) == ((), "wide+two-row-header")


def test_a_component_without_a_group_is_not_below_the_field_to_its_left(book, read):
    rows = [[*PEOPLE, None, "Purpose", "Evidence"], [None, None, "C01.1", "C01.2", "C02.1", "C02.10"]]
    reading = read(book({"MC-77": [*rows, ["MC-01", "R03", "Met", "Met", "Met", "Met"]]}))
    assert {(r.unit, r.rater) for r in reading.records} == {("MC-01", "R03")}


def test_a_title_of_a_standard_is_no_value_of_a_label(book, read, said):
    rows = [["Reviewer", None, "Purpose"], ["Micro-credential", "Date", "C01.1", "C01.2"], ["A", "today", "Met", "Met"]]
    reading = read(book({"All": rows}))
    assert (said(reading), reading.records) == ([("S105", "All", "A2")], ())


def test_ratings_and_comments_may_be_groups_of_components(book, read):
    rows = [[*PEOPLE, "Rating", None, "Comment"], [None, None, "C01.1", "C01.2", "C01.1", "C01.2"]]
    reading = read(book({"All": [*rows, ["A", "R1", "Met", "Not met", "why", None]]}))
    assert taken(reading) == [("A", "R1", "C01.1", "Met", "why"), ("A", "R1", "C01.2", "Not met", "")]
