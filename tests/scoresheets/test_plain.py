from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcqa.errors import InputError, UsageError
from mcqa.scoresheets.files.opened import Opened, OpenedFile, open_sheets
from mcqa.scoresheets.grid import Grid, a1
from mcqa.scoresheets.plain import MAX_COUNT, read_plain
from mcqa.scoresheets.words.mapping import Mapping


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


def told(reading):
    return [(finding.code, finding.location.cell, finding.value) for finding in reading.reading.findings]


def test_columns_of_a_wide_file_that_are_no_raters_are_left_aside_and_told(plain):
    records, reading = plain("unit,title,R1,R2,comment,group,round\nA,Anna,1,2,good,x,\n")
    assert [row[1] for row in records] == ["R1", "R2"]
    assert told(reading) == [("S102", "B1", "title"), ("S102", "E1", "comment"), ("S102", "F1", "group")]
    for finding in reading.reading.findings:
        assert (finding.severity, "--layout wide" in finding.hint, "rename" in finding.hint) == ("warning", True, True)
    assert reading.reading.files[0].invalid == 0


@pytest.mark.parametrize(
    ("header", "raters", "unread"),
    [
        ("unit,A,,Panel,B", ["A", "B"], [("C2", "2"), ("D1", "Panel"), ("F2", "5")]),
        ("unit,Judge 1,Judge,Note,Grade", ["Judge 1", "Judge", "Grade"], [("D1", "Note"), ("F2", "5")]),
        (
            "unit,Source,Date,Wave,Item",
            [],
            [("B1", "Source"), ("C1", "Date"), ("D1", "Wave"), ("E1", "Item"), ("F2", "5")],
        ),
        ("unit,Judge,Assessor,Reviewer,Rater", ["Judge", "Assessor", "Reviewer", "Rater"], [("F2", "5")]),
        ("No,unit,R1,R2,R3,R4", ["R1", "R2", "R3", "R4"], [("A1", "No")]),
    ],
)
def test_without_a_named_layout_no_column_is_lost_in_silence(plain, header, raters, unread):
    records, reading = plain(f"{header}\nU,1,2,3,4,5\n")
    assert [row[1] for row in records] == raters
    assert told(reading) == [("S102", cell, value) for cell, value in unread]


def test_with_the_layout_named_every_column_after_the_units_is_a_rater(plain):
    names = ["Panel", "Judge", "Note", "Source", "Date", "Status", "Component", "Score", "Packet", "Title", "A"]
    values = [str(at) for at, _ in enumerate(names)]
    records, reading = plain(f"unit,{','.join(names)}\nU,{','.join(values)}\n", "wide")
    assert [(row[0], row[1], row[3]) for row in records] == [
        ("U", name, value) for name, value in zip(names, values, strict=True)
    ]
    assert told(reading) == []


def test_with_the_layout_named_what_has_no_name_or_stands_before_the_units_is_told(plain):
    records, reading = plain("No,unit,A,,B\n1,U,0,7,1,8,9\n2,V,1,,1,8\n", "wide")
    assert [(row[0], row[1], row[3]) for row in records] == [
        ("U", "A", "0"),
        ("U", "B", "1"),
        ("V", "A", "1"),
        ("V", "B", "1"),
    ]
    assert told(reading) == [("S102", "A1", "No"), ("S102", "D2", "7"), ("S102", "F2", "8")]


def test_a_blank_column_without_a_name_is_nothing_to_tell(plain):
    assert told(plain("unit,A,,B,\nU,1,,2,\n")[1]) == []


def test_two_columns_of_units_are_not_guessed_between_unless_the_layout_is_named(plain):
    content = "unit,packet,A,B\nU,P,1,2\nV,Q,1,\n"
    records, reading = plain(content)
    assert (records, reading.reading.files[0].invalid) == ([], 4)
    assert told(reading) == [("S103", "A1", "unit"), ("S103", "B1", "packet")]
    assert [row[1] for row in plain(content, "wide")[0]] == ["packet", "A", "B"] * 2


@pytest.mark.parametrize(
    ("header", "cells", "invalid"),
    [
        ("rater,unit,level,level", ["C1", "D1"], 4),
        ("rater,unit,rating,Performance level", ["C1", "D1"], 4),
        ("rater,reviewer,unit,level", ["A1", "B1"], 2),
        ("unit,packet,rater,level", ["A1", "B1"], 2),
        ("unit,rater,score,points", ["C1", "D1"], 4),
    ],
)
def test_columns_of_a_list_that_mean_the_same_are_told_and_not_taken(plain, header, cells, invalid):
    records, reading = plain(f"{header}\na,b,c,d\n\ne,f,g,h\n")
    assert (records, reading.reading.files[0].invalid) == ([], invalid)
    assert [(code, cell) for code, cell, _ in told(reading)] == [("S103", cell) for cell in cells]


def test_a_doubled_column_beside_the_ratings_of_a_list_is_not_taken_and_the_ratings_are(plain):
    records, reading = plain("unit,rater,level,group,panel,comment,notes\nU,R,1,x,y,one,two\n")
    assert [row[3] for row in records] == ["1"]
    assert told(reading) == [("S103", "D1", "group"), ("S103", "E1", "panel")]
    (record,) = reading.reading.records
    assert (record.group, record.comment) == ("", "one | two")


def test_columns_of_a_list_that_are_not_understood_are_told_with_a_suggestion(plain):
    records, reading = plain("unit,rater,level,Comentt,source,,Mood\nU,R,1,good,f!s!C2,x,high,past\n")
    assert [row[3] for row in records] == ["1"]
    assert told(reading) == [
        ("S102", "D1", "Comentt"),
        ("S102", "F2", "x"),
        ("S102", "G1", "Mood"),
        ("S102", "H2", "past"),
    ]
    assert reading.reading.findings[0].hint == "did you mean comment? rename the column"
    assert "rename it" in reading.reading.findings[2].hint


def test_a_score_beside_a_blank_level_is_told(plain):
    head = "unit,rater,level,score,status\n"
    assert told(plain(f"{head}U,R,met,2,rated\nV,R,,,missing\n")[1]) == []
    assert told(plain(f"{head}U,R,met,2,rated\nV,R,,1,\nW,R,,0,\n")[1]) == [("S102", "D3", "1")]


def test_values_past_the_header_of_counts_are_told(plain):
    records, reading = plain("unit,low,high\nU,1,0,1\n", "counts")
    assert len(records) == 1
    assert told(reading) == [("S102", "D2", "1")]


@pytest.mark.parametrize("layout", ["wide", "auto"])
def test_the_header_once_more_is_no_unit(plain, layout):
    records, reading = plain("unit,A,B\nU,1,2\nunit,A,B\nV,1,1\n", layout)
    assert [row[0] for row in records] == ["U", "U", "V", "V"]
    assert told(reading) == []


def test_the_header_of_a_list_once_more_is_no_rating(plain):
    assert [row[4] for row in plain("unit,rater,level\nU,A,1\nunit,rater,level\nV,A,2\n")[0]] == ["C2", "C4"]


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


def sheets(path, layout="auto"):
    reading = read_plain(open_sheets([str(path)]), layout, None).reading
    return [(r.unit, r.value, r.location.sheet) for r in reading.records], reading


def test_a_workbook_is_read_from_its_first_sheet_that_names_units(book):
    table = [["unit", "R1"], ["A", 0], ["B", 2.0]]
    path = book({"Empty": [[]], "About": [["Thank you"]], "Data": table, "Notes": [["none"]]})
    records, reading = sheets(path)
    assert records == [("A", 0, "Data"), ("B", 2, "Data")]
    assert reading.findings == ()


@pytest.mark.parametrize("name", ["ratings", "Ratings", " RATINGS "])
def test_the_sheet_called_ratings_goes_before_all_others_and_those_with_a_table_are_told(book, name):
    path = book(
        {
            "Old": [["unit", "R1"], ["X", 1]],
            "Read me": [["Thank you"]],
            name: [["unit", "rater", "level"], ["A", "R1", 2]],
            "Later": [["Micro-credential", "R1"], ["Y", 1]],
        }
    )
    records, reading = sheets(path)
    assert records == [("A", 2, name)]
    assert [(f.code, f.severity, f.location.sheet) for f in reading.findings] == [
        ("S102", "warning", "Old"),
        ("S102", "warning", "Later"),
    ]
    assert reading.findings[0].message == 'the sheet "Old" was not read: without a rubric one table is read at a time'
    assert reading.files[0].invalid == 0


def test_without_such_a_name_the_first_table_is_read_and_the_second_told(book):
    records, reading = sheets(book({"One": [["unit", "R1"], ["A", 1]], "Two": [["unit", "R1"], ["B", 1]]}))
    assert records == [("A", 1, "One")]
    assert [(f.code, f.location.sheet) for f in reading.findings] == [("S102", "Two")]


def test_a_sheet_called_ratings_without_units_is_never_passed_over_for_another(book):
    path = book({"Notes": [["unit", "R1"], ["A", 1]], "ratings": [["R1", "R2"], [1, 2]]})
    with pytest.raises(InputError, match='has no column "unit"'):
        sheets(path)


@pytest.mark.parametrize(
    ("rows", "merge", "layout", "units"),
    [
        ([["unit", "R1", "R2"], ["A", 1, None], ["B", 2, 2]], "B2:C2", "auto", ["A", "B", "B"]),
        ([["unit", "low", "high"], ["A", 1, None], ["B", 1, 0]], "B2:C2", "counts", ["A", "B"]),
        ([["unit", "rater", "level"], ["A", "R1", 1], ["A", "R2", None]], "C2:C3", "auto", ["A"]),
    ],
)
def test_a_rating_cell_covered_by_a_merged_block_is_a_fault(book, rows, merge, layout, units):
    path = book({"Data": rows}, change=lambda workbook: workbook["Data"].merge_cells(merge))
    records, reading = sheets(path, layout)
    assert [row[0] for row in records] == units
    assert [(f.code, f.location.cell) for f in reading.findings] == [("S106", merge.split(":")[1])]
    assert reading.files[0].invalid == 1


RATERS = ["R1", "R2", "Judge", "Assessor", "x"]
WORDS = ["", "Panel", "Note", "Date", "Title", "unit", *RATERS]


def letters(column):
    return a1(0, column).removesuffix("1")


@settings(deadline=None, max_examples=150)
@given(
    st.lists(st.sampled_from(WORDS), max_size=6),
    st.lists(st.lists(st.sampled_from([None, "0", "1", "N/A"]), max_size=8), max_size=4),
    st.sampled_from(["auto", "wide"]),
)
def test_every_value_of_a_wide_table_is_read_or_its_column_is_told(header, body, layout):
    rows = (("unit", *header), *((f"U{at}", *values) for at, values in enumerate(body)))
    file = OpenedFile(path="a.csv", sha256="", grids=(Grid("a.csv", None, rows),), claim=None)
    try:
        reading = read_plain(Opened(files=(file,), findings=()), layout, None).reading
    except (InputError, UsageError):
        # two raters of one name, or what may be counts: nothing is read, and that is said
        return
    read = {record.location.cell for record in reading.records}
    told = {finding.location.cell.rstrip("0123456789") for finding in reading.findings}
    named = [at for at, name in enumerate(rows[0]) if name]
    raters = [at for at in named if rows[0][at] in RATERS]
    if any(finding.code == "S103" for finding in reading.findings):
        assert (read, reading.files[0].invalid) == (set(), len(raters) * len(body))
        return
    beyond = {letters(at) for at in range(named[-1] + 1, 9)}
    for row, cells in enumerate(rows[1:], start=1):
        for column in (at for at, value in enumerate(cells) if at and value is not None):
            past = letters(column) in beyond and bool(told & beyond)
            assert a1(row, column) in read or letters(column) in told or past


def test_counts_that_could_be_reviewers_are_not_guessed(tmp_path):
    path = tmp_path / "c.csv"
    path.write_text("unit,1,2,3\na,3,0,0\nb,1,2,0\nc,0,0,3\n", encoding="utf-8")
    opened = open_sheets([str(path)])
    with pytest.raises(UsageError, match="one column per reviewer, or counts"):
        read_plain(opened, "auto", None)
    assert read_plain(opened, "counts", None).layout == "counts"
    assert read_plain(opened, "wide", None).layout == "wide"


# --- meanings given by hand


def with_meanings(text, content, layout="auto", levels=None, **meanings):
    mapping = Mapping(tuple((header.replace("_", " "), meaning) for header, meaning in meanings.items()))
    return read_plain(open_sheets([str(text(content))]), layout, levels, mapping)


@pytest.mark.parametrize("layout", ["auto", "long"])
def test_a_mapping_says_which_column_of_a_list_is_which(text, layout):
    reading = with_meanings(
        text,
        "Packet,Who did it,Mark out of 3,Junk\nA,Ann,2,x\n",
        layout,
        Packet="unit",
        who_did_it="rater",
        Mark_out_of_3="level",
        Junk="ignore",
    )
    assert [(r.unit, r.rater, r.value) for r in reading.reading.records] == [("A", "Ann", "2")]
    assert (reading.layout, reading.reading.findings) == ("long", ())


@pytest.mark.parametrize("layout", ["auto", "wide"])
def test_a_column_with_a_meaning_is_no_reviewer(text, layout):
    reading = with_meanings(text, "Packet,Panel,Ann,Bob\nA,7,1,2\n", layout, packet="unit", panel="ignore")
    assert [(r.unit, r.rater, r.value) for r in reading.reading.records] == [("A", "Ann", "1"), ("A", "Bob", "2")]
    assert reading.reading.findings == ()


def test_a_column_with_a_meaning_is_no_level(text):
    reading = with_meanings(text, "Packet,x,low,high\nA,9,1,2\n", "counts", packet="unit", x="ignore")
    assert reading.columns == ("low", "high")
    assert len(reading.reading.records) == 3


def test_a_heading_that_is_not_there_is_told(text):
    (finding,) = with_meanings(text, "unit,Ann,Bob\nA,1,2\n", Packet="unit").reading.findings
    assert (finding.code, finding.value) == ("S109", "Packet")
    assert "unit, Ann, Bob" in finding.hint


def test_meanings_that_only_a_rubric_has_are_refused_all_at_once(text):
    mapping = Mapping((("Q7", "C01.1"), ("Packet", "unit")), (("1", "met"),))
    with pytest.raises(UsageError, match=r'"Q7" is to mean C01\.1; the value "1" is to mean met'):
        read_plain(open_sheets([str(text("Packet,Ann\nA,1\n"))]), "auto", None, mapping)
