from __future__ import annotations

import pytest

from mcqa.errors import InputError, UsageError
from mcqa.scoresheets.opened import open_sheets
from mcqa.scoresheets.plain import MAX_COUNT, read_plain


@pytest.fixture
def plain(text):
    """Read text without a rubric: its records as (unit, rater, criterion, value, cell), and the whole."""

    def run(content, layout="auto", levels=None):
        reading = read_plain(open_sheets([str(text(content))]), layout, levels)
        return [(r.unit, r.rater, r.criterion, r.value, r.location.cell) for r in reading.reading.records], reading

    return run


def test_wide_is_one_row_for_each_unit_and_one_column_for_each_rater(plain):
    records, reading = plain("unit,R1,R2\nA,1,2\nB,,3\n")
    assert records == [
        ("A", "R1", "", "1", "B2"),
        ("A", "R2", "", "2", "C2"),
        ("B", "R1", "", None, "B3"),
        ("B", "R2", "", "3", "C3"),
    ]
    assert (reading.layout, reading.columns, reading.reading.findings) == ("wide", (), ())


def test_columns_of_a_wide_file_that_are_no_raters_are_left_aside(plain):
    records, _ = plain("unit,title,R1,R2,comment,group\nA,Anna,1,2,good,x\n")
    assert [row[1] for row in records] == ["R1", "R2"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("unit,rater,level\nA,R1,2", [("A", "R1", "", "2", "C2")]),
        ("Micro-credential;Reviewer;Rating\nA;R1;Met", [("A", "R1", "", "Met", "C2")]),
        ("unit,rater,score\nA,R1,2", [("A", "R1", "", "2", "C2")]),
        (
            "unit,rater,criterion,level\nA,R1,C1,2\nA,R1,C2,",
            [("A", "R1", "C1", "2", "D2"), ("A", "R1", "C2", None, "D3")],
        ),
        ("unit,rater,level\nA,R1,2\n,,\n\nB,R1,1", [("A", "R1", "", "2", "C2"), ("B", "R1", "", "1", "C5")]),
    ],
)
def test_long_is_one_rating_for_each_row(plain, content, expected):
    records, reading = plain(content)
    assert (records, reading.layout) == (expected, "long")


def test_a_long_file_keeps_what_it_says_of_each_rating(plain):
    _, reading = plain("unit,rater,level,status,round,group,comment,timestamp\nA,R1,,cannot_tell,2,nbct,Why?,today")
    (record,) = reading.reading.records
    assert (record.status, record.round, record.group, record.comment, record.timestamp) == (
        "cannot_tell",
        "2",
        "nbct",
        "Why?",
        "today",
    )


def test_counts_are_raters_numbered_within_each_row(plain):
    records, reading = plain("unit,low,high\nA,2,1\nB,0,\nC,,1.0\n", levels=["low", "high"])
    assert records == [
        ("A", "#1", "", "low", "B2"),
        ("A", "#2", "", "low", "B2"),
        ("A", "#3", "", "high", "C2"),
        ("C", "#1", "", "high", "C4"),
    ]
    assert (reading.layout, reading.columns) == ("counts", ("low", "high"))


def test_counts_are_recognised_by_the_declared_levels_in_any_order_only(plain):
    content = "unit,high,low\nA,2,1"
    assert plain(content, levels=["low", "high"])[1].layout == "counts"
    assert plain(content, levels=["low", "mid", "high"])[1].layout == "wide"
    assert plain(content)[1].layout == "wide"
    assert plain(content, "counts")[1].layout == "counts"


@pytest.mark.parametrize("count", ["1.5", "-1", "many", "1e99", "inf", "nan", str(MAX_COUNT + 1), "TRUE"])
def test_what_is_no_count_is_a_fault_and_the_rest_is_read(plain, count):
    records, reading = plain(f"unit,low,high\nA,{count},1\nB,1,1", "counts")
    (finding,) = reading.reading.findings
    assert (finding.code, finding.location.cell, finding.value) == ("S202", "B2", count)
    assert len(records) == 3
    assert reading.reading.files[0].invalid == 1


def test_a_notice_about_the_encoding_is_no_invalid_cell(plain):
    _, reading = plain("unit,R1,R2\nÄ,1,2\n".encode("cp1252"))
    assert [finding.code for finding in reading.reading.findings] == ["S007"]
    assert reading.reading.files[0].invalid == 0


@pytest.mark.parametrize(
    ("content", "layout", "message"),
    [
        ("R1,R2\n1,2\n", "auto", 'has no column "unit"; its first column is "R1"'),
        ("R1,R2\n1,2\n", "counts", 'has no column "unit"'),
        ("rater,level\nR1,2\n", "auto", 'has no column "unit"'),
        ("unit,R1\nA,1\nB,2\nA,2\n", "auto", 'the unit "A" stands in rows 2 and 4'),
        ("unit,R1\nmc 1,1\nMC  1,2\n", "auto", 'the unit "MC  1" stands in rows 2 and 3'),
        ("unit,low\nA,1\nA,2\n", "counts", 'the unit "A" stands in rows 2 and 3'),
        ("unit,R1\nA,1\n,2\n", "auto", "row 3 of .* names no unit"),
        ("unit,R1,r1\nA,1,2\n", "auto", "two columns of .* have the same name"),
        ("unit,rater,level\nA,,1\n", "auto", "row 2 of .* names no rater"),
        ("unit,rater,level\n,R1,1\n", "auto", "row 2 of .* names no unit"),
        ("unit,rater,level\n,,1\n", "auto", "row 2 of .* names no unit"),
        ("unit,rater\nA,R1\n", "long", "is no list of ratings"),
        ("unit,R1\nA,1\n", "long", "is no list of ratings"),
        (",,\n,,\n", "auto", "holds no table"),
    ],
)
def test_what_cannot_be_taken_for_units_and_raters_stops_with_one_message(plain, content, layout, message):
    with pytest.raises(InputError, match=message):
        plain(content, layout)


def test_a_layout_that_does_not_exist_and_more_than_one_file_are_wrong_usage(plain, text, tmp_path):
    with pytest.raises(UsageError, match='no layout "tall"'):
        plain("unit,R1\nA,1\n", "tall")
    text("unit,R1\nA,1\n", "other.csv")
    with pytest.raises(UsageError, match="one file is read at a time, not 2"):
        read_plain(open_sheets([str(tmp_path)]), "auto", None)


def test_a_workbook_is_read_from_its_first_sheet_that_holds_anything(book):
    path = book({"Empty": [[]], "Data": [["unit", "R1"], ["A", 0], ["B", 2.0]]})
    records = read_plain(open_sheets([str(path)]), "auto", None).reading.records
    assert [(r.unit, r.value, r.location.sheet) for r in records] == [("A", 0, "Data"), ("B", 2, "Data")]
