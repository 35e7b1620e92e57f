from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from mcqa.scoresheets.grid import ErrorValue, Grid, MergedAway, Uncalculated, a1, inert, name_of, text_of, typed


@pytest.mark.parametrize(
    ("row", "column", "name"), [(0, 0, "A1"), (6, 25, "Z7"), (0, 26, "AA1"), (1048575, 16383, "XFD1048576")]
)
def test_places_are_named_as_spreadsheets_name_them(row, column, name):
    assert a1(row, column) == name


@given(st.integers(0, 16383), st.integers(0, 10**6))
def test_places_agree_with_another_program(column, row):
    assert a1(row, column) == f"{get_column_letter(column + 1)}{row + 1}"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("  Met ", "Met"),
        (2, "2"),
        (2.0, "2"),
        (-1.5, "-1.5"),
        (True, "True"),
        (dt.datetime.fromisoformat("2024-01-02"), "2024-01-02"),
        (dt.datetime.fromisoformat("2024-01-02T03:04"), "2024-01-02 03:04:00"),
        (dt.date(2024, 1, 2), "2024-01-02"),
        (dt.time(3, 4), "03:04:00"),
        (ErrorValue("#REF!"), "#REF!"),
        (Uncalculated("=A1"), "=A1"),
        (MergedAway("A1", 2.0), "2"),
        (float("inf"), "inf"),
        (10**400, "1" + "0" * 400),
    ],
    ids=lambda value: ascii(value)[:30],
)
def test_a_value_reads_as_a_person_would_read_it(value, text):
    assert text_of(value) == text


def test_an_error_and_a_formula_without_a_value_name_nobody():
    assert [
        name_of(value) for value in (ErrorValue("#N/A"), Uncalculated("=B2"), MergedAway("A1", Uncalculated("=B2")))
    ] == [""] * 3
    assert name_of(MergedAway("A1", " R01 ")) == "R01"


@pytest.mark.parametrize("blank", ["", " ", "\t", "\r\n", "\xa0", "\u3000", "\u200b", " \ufeff "])
def test_what_shows_nothing_is_blank(blank):
    assert typed(blank) is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("'=1", "=1"),
        ("'-1", "-1"),
        ("'@x", "@x"),
        ("'quoted'", "'quoted'"),
        ("''", "''"),
        ("'", "'"),
        ("=1", "=1"),
        ("''=1", "'=1"),
    ],
)
def test_only_the_mark_that_makes_a_formula_inert_is_taken_off(text, meant):
    assert typed(text) == meant


@given(st.text(min_size=1, max_size=20).filter(lambda text: typed(text) is not None))
@example("'=1")
@example("''-")
def test_what_was_made_inert_comes_back_as_it_was(text):
    assert typed(inert(text)) == text


def test_a_place_in_a_csv_file_has_line_and_cell_and_in_a_workbook_sheet_and_cell():
    sheet = Grid(file="a.xlsx", sheet="MC-01", rows=((1,),))
    table = Grid(file="a.csv", sheet=None, rows=((1,),))
    assert sheet.place(2, 1)[:] == ("a.xlsx", None, None, "MC-01", "B3")
    assert table.place(2, 1)[:] == ("a.csv", 3, None, None, "B3")
    assert table.value(0, 5) is None
