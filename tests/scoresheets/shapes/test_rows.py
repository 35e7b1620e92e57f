from __future__ import annotations

import pytest

from mcqa.scoresheets.options import SheetOptions

TITLE = ["Component", "Title", "Rating", "Comment"]
LABELS = [["Micro-credential", "MC-01"], ["Reviewer", "R01"], []]
LONG = "unit,rater,criterion,level,score,status,round,group,comment,timestamp,source"


def levels(reading):
    return [(record.criterion, record.value) for record in reading.records]


def test_the_long_form_of_the_contract_is_read_column_by_column(text, read):
    path = text(f"{LONG}\nMC-01,R01,C01.1,met,2,rated,round-1,nbct,Clear.,2024-01-02T03:04,a.xlsx!MC-01!C7\n")
    reading = read(path)
    (record,) = reading.records
    assert record == (
        "MC-01",
        "R01",
        "C01.1",
        "met",
        (str(path), 2, None, None, "D2"),
        "Clear.",
        "round-1",
        "nbct",
        "2024-01-02T03:04",
        "rated",
        "2",
        "a.xlsx!MC-01!C7",
        (),
    )
    assert (reading.findings, reading.files[0].layout, reading.files[0].invalid) == ((), "long", 0)


@pytest.mark.parametrize(
    "header",
    [
        "unit,rater,criterion,level",
        "Micro-credential,Reviewer,Component,Rating",
        "MICRO CREDENTIAL ID;reviewer code;Component ID;Performance level",
        "Submission\tAssessor\tIndicator\tDecision",
        "\ufeffPacket|Evaluator|Item|Your rating",
    ],
)
def test_reviewers_own_header_words_are_taken(text, read, cells, header):
    mark = next(mark for mark in ",;\t|" if mark in header)
    reading = read(text(f"{header}\n" + mark.join(("MC-01", "R01", "C01.1", "Met"))))
    assert cells(reading) == [("MC-01", "R01", "C01.1", "Met", "D2")]
    assert reading.findings == ()


def test_columns_may_stand_in_any_order_and_below_a_title(text, read, cells):
    reading = read(text("A pilot\n\nlevel,criterion,comment,rater,unit\nMet,C01.1,Fine,R01,MC-01\n"))
    assert cells(reading) == [("MC-01", "R01", "C01.1", "Met", "A4")]


@pytest.mark.parametrize(
    ("header", "row", "value", "score", "status"),
    [
        ("level", "Met", "Met", None, ""),
        ("score", "2", None, "2", ""),
        ("level,score", "Met,2", "Met", "2", ""),
        ("level,status", ",not_applicable", None, None, "not_applicable"),
        ("score,status", "2,rated", None, "2", "rated"),
        ("level,score,status", "Met,2,rated", "Met", "2", "rated"),
    ],
)
def test_level_score_and_status_are_kept_apart(text, read, header, row, value, score, status):
    (record,) = read(text(f"unit,rater,criterion,{header}\nMC-01,R01,C01.1,{row}")).records
    assert (record.value, record.score, record.status, record.location.cell) == (value, score, status, "D2")


def test_a_sheet_for_each_unit_takes_unit_and_reviewer_from_the_labels_above(book, read, cells):
    rows = [
        *LABELS[:2],
        ["Group", "nbct"],
        ["Round", "round-1"],
        [],
        TITLE,
        ["C01.1", "", "Met", "Clear."],
        ["C01.2", "", 1],
    ]
    reading = read(book({"Some sheet": rows}))
    assert cells(reading) == [("MC-01", "R01", "C01.1", "Met", "C7"), ("MC-01", "R01", "C01.2", 1, "C8")]
    assert [(r.group, r.round, r.comment) for r in reading.records] == [
        ("nbct", "round-1", "Clear."),
        ("nbct", "round-1", ""),
    ]
    assert (reading.findings, reading.files[0].layout, reading.files[0].sheets) == ((), "sheet-per-unit", 1)


def test_the_name_of_the_sheet_is_the_unit_where_no_label_says_it(book, read, cells):
    sheets = {name: [["Reviewer", "R01"], TITLE, ["C01.1", None, "Met"]] for name in ("MC-01", " MC-02 ")}
    assert [row[0] for row in cells(read(book(sheets)))] == ["MC-01", "MC-02"]


@pytest.mark.parametrize(
    "name", ["Sheet1", "Sheet", "sheet 2", "Tabelle1", "Feuil1", "Hoja1", "Foglio1", "Ratings", "data", "Sheet1 (2)"]
)
def test_a_default_name_of_a_sheet_is_no_unit(book, read, said, name):
    reading = read(book({name: [["Reviewer", "R01"], TITLE, ["C01.1", None, "Met"], ["C01.2", None, None]]}))
    assert said(reading) == [("S104", name, "A2")]
    assert (reading.records, reading.files[0].invalid) == ((), 2)


@pytest.mark.parametrize("row", [["Reviewer"], ["Reviewer", None], ["Reviewer", "  "], ["Reviewer", "#REF!"]])
def test_a_sheet_that_names_no_reviewer_gives_no_rating(book, read, said, row):
    reading = read(book({"MC-01": [row, TITLE, ["C01.1", None, "Met"], ["C01.2", None, "Met"]]}))
    assert said(reading) == [("S105", "MC-01", "A2")]
    assert (reading.records, reading.files[0].invalid) == ((), 2)


@pytest.mark.parametrize("label", ["Reviewer", "Micro-credential"])
def test_a_formula_without_a_value_is_why_nobody_is_named(book, read, said, label):
    other = ["Micro-credential", "M"] if label == "Reviewer" else ["Reviewer", "R1"]
    reading = read(book({"MC-01": [other, [label, "=Cover!B2"], TITLE, ["C01.1", None, "Met"]]}))
    assert said(reading) == [("S205", "MC-01", "B2")]
    assert (reading.records, reading.files[0].invalid, reading.findings[0].value) == ((), 1, "=Cover!B2")


@pytest.mark.parametrize(("row", "cell"), [(["=B9", "R1"], "A2"), (["A", "=B9"], "B2")])
def test_a_formula_without_a_value_in_a_row_is_why_nobody_is_named(book, read, said, row, cell):
    reading = read(book({"All": [["Micro-credential", "Reviewer", "C01.1", "C01.2"], [*row, "Met", 2]]}))
    assert said(reading) == [("S205", "All", cell)]
    assert reading.files[0].invalid == 2


def test_rows_far_below_a_table_are_no_part_of_it_and_a_rating_there_is(book, read, said, cells):
    far = [[True], *([number % 7] for number in range(400)), [1], ["C01.2", None, None], [1, None, "Met"]]
    reading = read(book({"MC-01": [["Reviewer", "R1"], TITLE, ["C01.1", None, "Met"], *far]}))
    assert cells(reading) == [("MC-01", "R1", "C01.1", "Met", "C3"), ("MC-01", "R1", "C01.2", None, "C406")]
    assert said(reading) == [("S206", "MC-01", "C407")]


def test_the_name_of_the_file_is_the_reviewer_only_when_asked_and_only_where_the_sheet_is_silent(book, read, cells):
    silent = book({"MC-01": [TITLE, ["C01.1", None, "Met"]]}, "Ann Lee.xlsx")
    named = book({"MC-01": [["Reviewer", "R02"], TITLE, ["C01.1", None, "Met"]]}, "other.xlsx")
    assert [row[1] for row in cells(read(silent, named, options=SheetOptions(rater_from="filename")))] == [
        "Ann Lee",
        "R02",
    ]
    assert [row[1] for row in cells(read(silent, named))] == ["R02"]


@pytest.mark.parametrize(
    ("row", "unit", "rater", "group"),
    [
        (["Micro-credential", "MC-09", "Reviewer", "R09", "Group", "nbct"], "MC-09", "R09", "nbct"),
        (["Micro-credential:", None, "MC-09", None, "Reviewer:", None, "R09"], "MC-09", "R09", ""),
        (["Reviewer", "R09", "Group", "Panel"], "MC-01", "R09", "Panel"),
        (["Reviewer", "Judge"], "MC-01", "Judge", ""),
        (["Reviewer", "R09", "Group", None, "Round", "2"], "MC-01", "R09", ""),
        (["reviewer name", 7], "MC-01", "7", ""),
    ],
)
def test_labels_may_stand_side_by_side(book, read, row, unit, rater, group):
    (record,) = read(book({"MC-01": [row, TITLE, ["C01.1", None, "Met"]]})).records
    assert (record.unit, record.rater, record.group) == (unit, rater, group)


@pytest.mark.parametrize("row", [["Reviewer", None, "Group", "nbct"], ["Reviewer", "Group", "nbct"]])
def test_the_next_label_is_not_the_name_of_the_reviewer(book, read, said, row):
    reading = read(book({"MC-01": [row, TITLE, ["C01.1", None, "Met"]]}))
    assert said(reading) == [("S105", "MC-01", "A2")]
    assert reading.records == ()


def test_a_label_merged_across_cells_has_its_value_behind_them(book, read, cells):
    rows = [["Reviewer", None, "R01"], TITLE, ["C01.1", None, "Met"]]
    reading = read(book({"MC-01": rows}, change=lambda b: b["MC-01"].merge_cells("A1:B1")))
    assert [row[1] for row in cells(reading)] == ["R01"]


def test_rows_without_unit_or_reviewer_are_faults_of_their_own(text, read, cells, said):
    reading = read(text("unit,rater,criterion,level\nA,R1,C01.1,Met\n,R1,C01.2,Met\nA,,C02.1,Met\n,,C01.1,Met"))
    assert [row[4] for row in cells(reading)] == ["D2"]
    assert said(reading) == [("S104", None, "A3"), ("S105", None, "B4"), ("S104", None, "A5"), ("S105", None, "B5")]
    assert reading.files[0].invalid == 3


def test_headings_of_standards_notes_and_blank_rows_are_read_past(book, read, cells):
    rows = [
        *LABELS,
        TITLE,
        ["S01", "Purpose"],
        ["C01.1", None, "Met"],
        ["Evidence"],
        [],
        ["C02.1", None, "Met"],
        ["Thank you!"],
    ]
    reading = read(book({"MC-01": rows}, change=lambda b: b["MC-01"].merge_cells("A7:D7")))
    assert [row[2] for row in cells(reading)] == ["C01.1", "C02.1"]
    assert (reading.findings, reading.files[0].invalid) == ((), 0)


@pytest.mark.parametrize("area", ["A5:D5", "B5:D5"])
def test_a_heading_merged_across_its_row_is_no_rating(book, read, area):
    rows = [*LABELS, ["No.", "Component", "Rating", "Comment"], ["Part one", "Part one"], [1, "C01.1", "Met"]]
    reading = read(book({"MC-01": rows}, change=lambda b: b["MC-01"].merge_cells(area)))
    assert levels(reading) == [("C01.1", "Met")]
    assert [finding.value for finding in reading.findings] == ["No."]


def test_a_rating_of_something_that_is_no_component_is_a_fault(book, read, said):
    rows = [
        *LABELS,
        TITLE,
        ["C99.9", None, "Met"],
        ["Clear purposes", None, "Met"],
        [None, None, "Met"],
        ["S01", None, "Met"],
        ["C99.8", None, None],
    ]
    reading = read(book({"MC-01": rows}))
    assert said(reading) == [("S206", "MC-01", f"C{row}") for row in (5, 6, 7, 8)]
    assert [finding.value for finding in reading.findings] == ["C99.9", "Clear purposes", "", "S01"]
    assert "did you mean C01.1?" in reading.findings[1].hint
    assert "its components" in reading.findings[3].hint
    assert (reading.records, reading.files[0].invalid) == ((), 4)


def test_a_component_merged_over_two_rows_counts_for_both(book, read):
    rows = [*LABELS, TITLE, ["C01.1", None, "Met"], [None, None, "Not met"], ["C01.2", None, "Met"]]
    reading = read(book({"MC-01": rows}, change=lambda b: b["MC-01"].merge_cells("A5:A6")))
    assert levels(reading) == [("C01.1", "Met"), ("C01.1", "Not met"), ("C01.2", "Met")]
    assert reading.findings == ()


def test_a_component_and_its_rating_merged_over_the_same_rows_are_one_rating(book, read):
    def merge(workbook):
        for area in ("A5:A6", "C5:C6"):
            workbook["MC-01"].merge_cells(area)

    rows = [*LABELS, TITLE, ["C01.1", "first line", "Met"], [None, "second line"], ["C01.2", None, "Met"]]
    reading = read(book({"MC-01": rows}, change=merge))
    assert levels(reading) == [("C01.1", "Met"), ("C01.2", "Met")]
    assert (reading.findings, reading.files[0].invalid) == ((), 0)


def test_a_rating_merged_over_two_components_is_a_fault_of_the_covered_ones(book, read, said):
    rows = [*LABELS, TITLE, ["C01.1", None, "Met"], ["C01.2"], ["C02.1"], ["C02.10", None, "Met"]]
    reading = read(book({"MC-01": rows}, change=lambda b: b["MC-01"].merge_cells("C5:C7")))
    assert levels(reading) == [("C01.1", "Met"), ("C02.10", "Met")]
    assert said(reading) == [("S106", "MC-01", "C6"), ("S106", "MC-01", "C7")]
    assert [finding.value for finding in reading.findings] == ["Met", "Met"]
    assert reading.files[0].invalid == 2


def test_a_unit_and_a_reviewer_merged_over_their_rows_count_for_each(book, read, cells):
    def merge(workbook):
        for area in ("A2:A4", "B2:B3"):
            workbook["Ratings"].merge_cells(area)

    rows = [
        ["Unit", "Reviewer", "Component", "Level"],
        ["A", "R1", "C01.1", "Met"],
        [None, None, "C01.2", "Met"],
        [None, "R2", "C01.1", "Met"],
    ]
    reading = read(book({"Ratings": rows}, change=merge))
    assert [row[:3] for row in cells(reading)] == [("A", "R1", "C01.1"), ("A", "R1", "C01.2"), ("A", "R2", "C01.1")]
    assert reading.findings == ()


@pytest.mark.parametrize(
    ("header", "row", "invalid"),
    [
        ("unit,rater,criterion,level,rating", "A,R1,C01.1,Met,Not met", 2),
        ("unit,rater,criterion,rating,rating", "A,R1,C01.1,Met,Met", 2),
        ("unit,rater,criterion,score,points", "A,R1,C01.1,2,1", 2),
        ("unit,micro-credential,rater,criterion,level", "A,B,R1,C01.1,Met", 1),
        ("unit,rater,reviewer,criterion,level", "A,R1,R2,C01.1,Met", 1),
        ("unit,rater,component,criterion,level", "A,R1,C01.1,C01.2,Met", 1),
    ],
)
def test_where_two_columns_mean_the_same_none_is_taken(text, read, said, header, row, invalid):
    reading = read(text(f"{header}\n{row}\n"))
    assert [(code, cell[1:]) for code, _, cell in said(reading)] == [("S103", "1"), ("S103", "1")]
    assert (reading.records, reading.files[0].invalid, reading.files[0].layout) == ((), invalid, "long")


def test_doubled_columns_that_do_not_decide_leave_the_ratings_alone(text, read):
    reading = read(text("unit,rater,criterion,level,points,value,group,panel\nA,R1,C01.1,Met,0,1,x,y"))
    (record,) = reading.records
    assert (record.value, record.score, record.group) == ("Met", None, "")
    assert [finding.code for finding in reading.findings] == ["S103"] * 4


def test_several_comment_columns_are_put_together(text, read):
    reading = read(text("unit,rater,criterion,level,comment,rationale,notes\nA,R1,C01.1,Met,one,,three"))
    assert (reading.records[0].comment, reading.findings) == ("one | three", ())


def test_a_column_that_is_not_understood_is_told_once_for_each_file(book, read, said):
    sheets = {
        name: [["Reviewer", "R1"], ["Component", "Rating", "Colour", "Reviewr"], ["C01.1", "Met"]]
        for name in ("A", "B")
    }
    reading = read(book(sheets))
    assert said(reading) == [("S102", "A", "C2"), ("S102", "A", "D2")]
    assert [(finding.severity, finding.value) for finding in reading.findings] == [
        ("warning", "Colour"),
        ("warning", "Reviewr"),
    ]
    assert "did you mean rater?" in reading.findings[1].hint
    assert len(read(book(sheets, "1.xlsx"), book(sheets, "2.xlsx")).findings) == 4


def test_what_stands_under_no_heading_is_told_and_not_read(text, read, said):
    reading = read(text("unit,rater,criterion,level\nA,R1,C01.1,Met\nA,R1,C01.2,1,5\nA,R1,C02.1,2,0"))
    assert said(reading) == [("S102", None, "E3")]
    assert len(reading.records) == 3


def test_a_header_that_is_repeated_further_down_is_no_rating(book, read, cells):
    rows = [*LABELS, TITLE, ["C01.1", None, "Met"], [], TITLE, ["C01.2", None, "Not met"]]
    reading = read(book({"MC-01": rows}))
    assert [row[:4] for row in cells(reading)] == [
        ("MC-01", "R01", "C01.1", "Met"),
        ("MC-01", "R01", "C01.2", "Not met"),
    ]
    assert reading.findings == ()


def test_several_tables_on_one_sheet_have_labels_of_their_own(book, read, cells):
    table = ["Component", "Rating", "Title"]
    rows = [["Reviewer", "R01"], ["Micro-credential", "MC-01"], table, ["C01.1", "Met", "Reviewer"], ["C01.2", "Met"]]
    rows += [
        [],
        ["Micro-credential", "MC-02"],
        table,
        ["C01.1", "Not met"],
        [],
        ["Reviewer", "R02"],
        table,
        ["C01.1", 1],
    ]
    reading = read(book({"All": rows}))
    assert [row[:4] for row in cells(reading)] == [
        ("MC-01", "R01", "C01.1", "Met"),
        ("MC-01", "R01", "C01.2", "Met"),
        ("MC-02", "R01", "C01.1", "Not met"),
        ("MC-02", "R02", "C01.1", 1),
    ]
    assert (reading.findings, reading.files[0].invalid) == ((), 0)
