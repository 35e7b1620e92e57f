from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcqa.scoresheets.files.read_csv import MAX_CELL, read_csv

HEAD = "unit,rater,criterion,level,comment"


def rows(content):
    grids, findings = read_csv(content if isinstance(content, bytes) else content.encode(), "a.csv")
    assert findings == ()
    (grid,) = grids
    assert (grid.file, grid.sheet, grid.hidden) == ("a.csv", None, False)
    return grid.rows


def refusal(content):
    grids, findings = read_csv(content if isinstance(content, bytes) else content.encode(), "a.csv")
    assert grids == ()
    (finding,) = findings
    assert (finding.code, finding.severity, finding.location.file) == ("S001", "error", "a.csv")
    return finding


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_each_delimiter_is_seen(mark):
    text = "\n".join(mark.join(row) for row in (["unit", "rater", "level"], ["MC-01", "R01", "Met"]))
    assert rows(text) == (("unit", "rater", "level"), ("MC-01", "R01", "Met"))


@pytest.mark.parametrize(
    "text",
    [
        # decimal commas, commas in prose and in a quoted title
        "unit;rater;level\nA;R1;1,5\nB;R1;2,5\nC;R1;0,5",
        "unit;comment;level\nA;one, two, three, four, five;2\nB;so, well, yes, but, no;1",
        'unit;"Purpose, audience, reach, use, cost";level\nA;2;2',
        "A pilot, in three rounds, with, many, commas\nunit;rater;level\nA;R1;2\nB;R1;1",
        "sep=;\nunit;a,b,c\nA;1,2,3",
    ],
)
def test_commas_in_a_file_with_semicolons_do_not_mislead(text):
    table = [row for row in rows(text) if row[0] in ("unit", "A")]
    assert {len(row) for row in table} == {text.splitlines()[-1].count(";") + 1}


def test_one_column_alone_has_no_delimiter():
    assert rows("unit\nA\nB") == (("unit",), ("A",), ("B",))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end(end):
    assert rows(end.join(["a,b", "1,2", ""])) == (("a", "b"), ("1", "2"))


@pytest.mark.parametrize(
    "content",
    [
        "unit,Größe\nA,“ja”".encode(),
        "unit,Größe\nA,“ja”".encode("utf-8-sig"),
        "unit,Größe\nA,“ja”".encode("utf-16"),
        b"\xfe\xff" + "unit,Größe\nA,“ja”".encode("utf-16-be"),
    ],
)
def test_unicode_with_and_without_a_mark(content):
    assert rows(content) == (("unit", "Größe"), ("A", "“ja”"))


def test_windows_1252_is_read_with_a_notice_at_its_first_line():
    grids, findings = read_csv("unit,level\nA,Met\nB,“ça”".encode("cp1252"), "a.csv")
    assert grids[0].rows[2] == ("B", "“ça”")
    (finding,) = findings
    assert (finding.code, finding.severity, finding.location.line) == ("S007", "info", 3)
    assert finding.location.cell == "B3"


@pytest.mark.parametrize(
    ("text", "line", "cell"),
    [
        ("Größe,unit\nA,B", 1, "A1"),
        ("unit,level\nä,Met", 2, "A2"),
        ("unit,level\nA,Mät", 2, "B2"),
        ("unit,level\n\nA,Met,ä", 3, "C3"),
        # the row counts, not the line of the text
        ('unit,level\n"A\nB",Met\n"x, y\nä",Met', 3, "A3"),
        ("sep=;\nunit;level\nA;Mät", 3, "B3"),
    ],
)
def test_the_first_letter_that_is_not_utf_8_is_told_with_its_cell(text, line, cell):
    _, (finding,) = read_csv(text.encode("cp1252"), "a.csv")
    assert (finding.location.line, finding.location.cell) == (line, cell)


def test_quoted_text_keeps_its_commas_lines_and_quotes():
    text = f'{HEAD}\nA,R1,C1,Met,"one, two\nthree ""four"""\nB,R1,C1,Met,five'
    assert rows(text)[1] == ("A", "R1", "C1", "Met", 'one, two\nthree "four"')
    assert rows(text)[2][4] == "five"


def test_ragged_rows_stay_as_they_are_and_blank_lines_keep_their_place():
    assert rows("a,b,c\n1\n\n1,2,3,4\n,,\n") == (("a", "b", "c"), ("1",), (), ("1", "2", "3", "4"), (None, None, None))


def test_nothing_is_interpreted_and_blank_is_none():
    text = "a,b,c,d,e,f\nN/A,NA,None,nan,, \n007,1e3,TRUE,1.10,'=1+1,'quoted'"
    assert rows(text)[1:] == (
        ("N/A", "NA", "None", "nan", None, None),
        ("007", "1e3", "TRUE", "1.10", "=1+1", "'quoted'"),
    )


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04\0\0\0\0", b"a,b\n1,\0\n", "a,b".encode("utf-16-le"), "a,b".encode("utf-32")]
)
def test_binary_content_is_refused(content):
    assert "binary" in refusal(content).message


def test_a_quotation_mark_that_never_ends_is_told_with_its_line_and_swallows_nothing_in_silence():
    finding = refusal(f'{HEAD}\nA,R1,C1,Met,fine\nB,R1,C1,Met,"not closed\nC,R1,C1,Met,lost\n')
    assert finding.location.line == 3
    assert "never ends" in finding.message


def test_a_lone_quotation_mark_inside_a_text_is_text():
    assert rows(f'{HEAD}\nA,R1,C1,Met,5" screen\nB,R1,C1,Met,fine')[1:] == (
        ("A", "R1", "C1", "Met", '5" screen'),
        ("B", "R1", "C1", "Met", "fine"),
    )


def test_a_cell_beyond_all_measure_is_refused():
    assert "field larger" in refusal("a,b\n1," + "x" * (MAX_CELL + 1)).message


@pytest.mark.parametrize("quoted", ["", '"x"\n'])
def test_a_row_of_more_columns_than_a_sheet_has_is_refused(quoted):
    wide = quoted + ",".join(f"c{number}" for number in range(16_384))
    assert len(read_csv(wide.encode(), "a.csv")[0]) == 1
    grids, (finding,) = read_csv(f"{wide},one".encode(), "a.csv")
    assert (grids, finding.code) == ((), "S003")
    assert finding.message == "the file holds a row of more than 16,384 cells; it was not read"


def test_a_long_text_is_read_whole():
    assert rows("a,b\n1," + "x" * 100_000)[1][1] == "x" * 100_000


@pytest.mark.parametrize(
    ("text", "line"),
    [
        # two stray marks: the rows between them would be one cell
        (f'{HEAD}\nA,R1,C1,Met,"fine\nB,R1,C1,Met,lost\nC,R1,C1,Met,"too\nD,R1,C1,Met,kept\n', 2),
        (f'{HEAD}\nA,R1,C1,Met,fine\nB,R1,C1,"Met,"lost\n', 3),
        (f'{HEAD}\r\nA,R1,C1,Met,"one\r\ntwo"\r\nB,R1,C1,Met,"Good" she said\r\n', 4),
        ('unit;R1\n"A;1\nB;2\n"C;1\n', 2),
        ('"unit,A\nx,1\n"y,2\n', 1),
    ],
    ids=["over rows", "within a row", "after a cell of two lines", "semicolons", "in the first line"],
)
def test_two_stray_quotation_marks_are_told_with_the_line_of_the_first(text, line):
    finding = refusal(text)
    assert finding.location.line == line
    assert "quotation mark" in finding.message
    assert finding.hint == "remove the mark, or write it twice within quotes"


def test_spaces_behind_a_closing_quotation_mark_harm_nobody():
    assert rows('unit,level,comment\nA,"Met" ,"a, b"  \n"B","x ""y"" , z",\n')[1:] == (
        ("A", "Met ", "a, b  "),
        ("B", 'x "y" , z', None),
    )


@pytest.mark.parametrize("first", ["sep=;", "SEP=;", '"sep=;"'])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_line_in_which_excel_names_the_separator_is_blank_and_keeps_its_place(first, end):
    assert rows(end.join([first, "unit;R1", "A;1,5", ""])) == ((None,), ("unit", "R1"), ("A", "1,5"))


def test_the_separator_may_be_named_behind_a_mark_of_the_encoding():
    for content in ("sep=|\na|b".encode("utf-8-sig"), "sep=|\na|b".encode("utf-16")):
        assert rows(content) == ((None,), ("a", "b"))


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("unit,R1\nA,1\n".encode("utf-16") + b"x", 3),
        (b"\xff\xfe" + "unit,R1\r\n".encode("utf-16-le") + b"\x00\xd8" + "A,1\r\n".encode("utf-16-le"), 2),
        (b"\xfe\xff" + "unit,R1".encode("utf-16-be") + b"\xdc\x00" + "\nA,1".encode("utf-16-be"), 1),
    ],
    ids=["cut off", "half a character", "the other half"],
)
def test_damaged_utf_16_is_refused_with_its_line_and_not_patched_up_in_silence(content, line):
    finding = refusal(content)
    assert finding.location.line == line
    assert "UTF-16" in finding.message


@pytest.mark.parametrize("content", [b"a,b\n1,2", b'a,"b\n1,2', b"a,b\n1," + b"x" * (MAX_CELL + 1)])
def test_the_limit_of_the_whole_program_is_put_back(content):
    before = csv.field_size_limit(4321)
    try:
        read_csv(content, "a.csv")
        assert csv.field_size_limit() == 4321
    finally:
        csv.field_size_limit(before)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8), min_size=2, max_size=2),
        min_size=1,
        max_size=5,
    )
)
def test_whatever_the_csv_module_writes_with_quotes_is_read_and_never_refused(table):
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL).writerows([["unit", "R1"], *table])
    grids, findings = read_csv(written.getvalue().encode(), "a.csv")
    assert findings == ()
    assert [len(row) for row in grids[0].rows] == [2] * (len(table) + 1)
