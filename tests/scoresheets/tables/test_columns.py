from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcqa.findings import Location
from mcqa.scoresheets.records import Record
from mcqa.scoresheets.tables.coded import Chained, Coded, Made, combined
from mcqa.scoresheets.tables.columns import CellColumns, RowPlaces, columns_of


def record(**more):
    base = {"unit": "A", "rater": "R", "criterion": "C1", "value": "Met", "location": Location(file="a.csv", line=2)}
    return Record(**{**base, **more})


@given(st.lists(st.text(max_size=3)))
def test_a_coded_column_is_the_sequence_it_was_made_of(texts):
    column = Coded.of(texts)
    assert column == texts
    assert list(column) == texts
    assert len(column.values) == len(set(texts))
    assert list(column[1:]) == texts[1:]
    assert [column[at] for at in range(len(texts))] == texts
    assert column.where(bool).tolist() == [bool(text) for text in texts]
    assert [text for _, text in column.in_order()] == list(dict.fromkeys(texts))


@given(st.lists(st.lists(st.sampled_from("abc"), max_size=4), max_size=4), st.booleans())
def test_joined_columns_stand_below_each_other_made_or_not(parts, lazy):
    columns = [Coded.of(part) for part in parts]
    if lazy:
        columns = [Coded(column.codes, Chained([column.values])) for column in columns]
    every = [text for part in parts for text in part]
    joined = Coded.joined(columns) if columns else Coded.of(())
    assert joined == joined.distinct() == every
    assert len(set(joined.distinct().values)) == len(joined.distinct().values)
    rows = np.arange(len(every), dtype=np.intp)[::-1]
    assert joined.take(rows) == every[::-1]


def test_values_are_made_when_they_are_asked_for():
    asked = []
    made = Made(("a", "b"), lambda text: asked.append(text) or text.upper())
    assert asked == []
    assert (made[1], asked) == ("B", ["b"])
    assert (made[-1], made[0:2], made == ("A", "B"), made == "AB") == ("B", ["A", "B"], True, False)
    with pytest.raises(IndexError):
        made[2]


def test_the_first_row_of_a_value_is_found_and_one_that_stands_nowhere_is_left_out():
    column = Coded(np.array([2, 0, 2, 0], dtype=np.int32), ("x", "never", "y"))
    assert column.first_rows().tolist() == [1, 4, 0]
    assert list(column.in_order()) == [(2, "y"), (0, "x")]


def test_a_constant_column_takes_no_room_and_is_a_column_like_any_other():
    column = Coded.constant("x", 1_000_000)
    assert column.codes.strides == (0,)
    assert (len(column), column[999_999], list(column.take(np.array([5, 6])))) == (1_000_000, "x", ["x", "x"])
    assert list(column.stretches()) == [["x"]]


@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 900_000), st.integers(0, 3)), max_size=20),
)
def test_combined_codes_are_equal_where_all_columns_are(rows):
    columns = [(np.array([row[at] for row in rows], dtype=np.int32), size) for at, size in enumerate((3, 900_001, 4))]
    codes, different = combined(columns)
    assert [tuple(different[code]) for code in codes.tolist()] == rows
    assert [tuple(row) for row in different.tolist()] == sorted(set(rows))


def test_values_that_are_equal_but_not_the_same_stay_apart():
    typed = [1, 1.0, True, "1", None, dt.date(2024, 1, 2), 1]
    columns = columns_of([record(value=value) for value in typed])
    assert [(type(value), value) for value in columns.value] == [(type(value), value) for value in typed]
    assert len(columns.value.values) == len(typed) - 1


def test_records_become_columns_and_may_be_joined_with_others():
    first = columns_of([record(comment="x", answers=(("scope", "wide"),), origin="b.xlsx!S!C7")])
    second = columns_of([record(unit="B", location=Location(file="c.csv", line=9)), record(unit="C")])
    both = CellColumns.joined([first, columns_of([]), second])
    assert (len(both), list(both.unit), list(both.comment)) == (3, ["A", "B", "C"], ["x", "", ""])
    assert (list(both.answers["scope"]), list(both.origin)) == (["wide", "", ""], ["b.xlsx!S!C7", "", ""])
    assert list(both.file) == ["a.csv", "c.csv", "a.csv"]
    kept = both.take(np.array([1], dtype=np.intp))
    assert (list(kept.place), list(kept.in_round("2").round)) == ([Location(file="c.csv", line=9)], ["2"])


def test_the_rows_of_a_file_without_cells_are_places_from_1():
    places = RowPlaces("a.parquet", 3)
    assert (len(places), places[0], places[-1].line) == (3, Location(file="a.parquet", line=1), 3)
