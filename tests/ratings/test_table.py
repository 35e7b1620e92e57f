from __future__ import annotations

import csv
import io
from dataclasses import replace

import numpy as np
import pytest

from mcqa.findings import Location
from mcqa.ratings.table import MISSING, count_levels

LONG = ["unit", "rater", "criterion", "level", "score", "status", "round", "group", "comment", "timestamp", "source"]


@pytest.fixture
def table(build):
    """Two units, three raters, with holes."""
    return build(
        ("B", "R1", "C1.1", "Met"),
        ("B", "R2", "C1.1", "Not met"),
        ("A", "R3", "C1.1", "Partly met"),
        ("A", "R1", "C1.1", "Met"),
        ("A", "R1", "C1.2", "Not met"),
        ("A", "R2", "C1.2", "N/A"),
        ("A", "R2", "C1.1", None),
        ("A", "R1", "C1.3", 4),
    ).ratings


def test_rows_of_a_matrix_are_units_and_columns_are_raters(table):
    matrix = table.matrix([0])
    assert matrix.codes.tolist() == [[2, MISSING, 1], [2, 0, MISSING]]
    assert (matrix.raters, matrix.units) == (("R1", "R2", "R3"), ("A", "B"))
    assert (matrix.clusters.tolist(), matrix.row_criteria.tolist(), matrix.scale) == (
        [0, 1],
        [0, 0],
        table.criteria[0].scale,
    )
    assert matrix.counts.tolist() == [[0, 1, 1], [1, 0, 1]]
    assert (matrix.codes.dtype, matrix.counts.dtype) == (np.int32, np.int32)


def test_criteria_on_one_scale_stand_below_each_other_in_clusters_of_units(table):
    matrix = table.matrix([0, 1])
    assert matrix.codes.tolist() == [[2, MISSING, 1], [0, MISSING, MISSING], [2, 0, MISSING]]
    assert (matrix.clusters.tolist(), matrix.row_criteria.tolist()) == ([0, 0, 1], [0, 1, 0])


def test_different_scales_cannot_stand_in_one_matrix(table):
    with pytest.raises(ValueError, match="2 different scales"):
        table.matrix()
    with pytest.raises(ValueError, match="0 different scales"):
        table.matrix([])
    assert table.matrix([2]).codes.tolist() == [[3]]


def test_raters_may_be_chosen_and_those_without_a_rating_drop_out(table):
    matrix = table.matrix([0], raters=[1, 2])
    assert (matrix.codes.tolist(), matrix.raters) == ([[MISSING, 1], [0, MISSING]], ("R2", "R3"))
    assert table.matrix([1]).raters == ("R1",)
    empty = table.matrix([0], raters=[])
    assert (empty.codes.shape, empty.counts.shape, empty.raters) == ((0, 0), (0, 3), ())


def test_rows_may_be_chosen(table):
    only = table.unit == table.units.index("B")
    assert table.matrix([0], where=only).codes.tolist() == [[2, 0]]


def test_rounds_are_rows_of_their_own(build):
    rows = [
        ("A", "R1", "C1.1", "Met", {"round": "1"}),
        ("A", "R1", "C1.1", "Not met", {"round": "2"}),
        ("A", "R2", "C1.1", "Met", {"round": "2"}),
    ]
    matrix = build(*rows).ratings.matrix([0])
    assert (matrix.codes.tolist(), matrix.clusters.tolist()) == ([[2, MISSING], [0, 2]], [0, 0])


def test_counting_levels_by_hand():
    codes = np.array([[0, 1, 1], [-1, -1, -1], [2, 2, 2], [-1, 0, 2]], dtype=np.int32)
    assert count_levels(codes, 3).tolist() == [[1, 2, 0], [0, 0, 0], [0, 0, 3], [1, 0, 1]]
    assert count_levels(np.empty((0, 0), dtype=np.int32), 2).shape == (0, 2)


def test_the_group_of_a_rater_is_the_first_that_a_sheet_names(build):
    ratings = build(
        ("A", "R1", "C1.1", "Met"),
        ("B", "R1", "C1.1", "Met", {"group": "x"}),
        ("C", "R1", "C1.1", "Met", {"group": "y"}),
        ("A", "R2", "C1.1", "Met"),
    ).ratings
    assert ratings.group_of_rater == {"R1": "x"}


def test_the_frame_is_the_long_form_of_the_contract(build):
    more = {"round": "round-1", "group": "nbct", "comment": "Clear.", "timestamp": "2024-01-02"}
    frame = build(("A", "R1", "C1.1", "Met", more), ("A", "R1", "C1.2", "N/A")).ratings.to_frame()
    assert list(frame.columns) == LONG
    assert frame.iloc[0].tolist() == [
        "A",
        "R1",
        "C1.1",
        "met",
        2.0,
        "rated",
        "round-1",
        "nbct",
        "Clear.",
        "2024-01-02",
        "a.csv!D2",
    ]
    assert frame.iloc[1][["status", "round", "group", "comment"]].tolist() == ["not_applicable", "round-1", "", ""]
    assert frame["level"].isna().tolist() == frame["score"].isna().tolist() == [False, True]


def test_the_source_of_a_cell_of_a_workbook_names_file_sheet_and_cell(build):
    ratings = build(("A", "R1", "C1.1", "Met")).ratings
    object.__setattr__(ratings, "source", (Location(file="a.xlsx", sheet="MC-01", cell="C7"),))
    assert ratings.to_frame()["source"].tolist() == ["a.xlsx!MC-01!C7"]


def test_the_frame_as_csv_reads_back_to_the_same_table(build, collect, tmp_path):
    rows = [
        ("MC-1", "R1", "C1.1", "Met", {"comment": 'a, "b"\nc', "round": "1"}),
        ("NA", "Ann; Lee", "C1.2", None, {"round": "1"}),
    ]
    rows += [
        ("MC-1", "R2", "C1.3", 4, {"group": "nbct", "timestamp": "2024-01-02"}),
        ("=1+1", "-R3", "C1.1", "can't tell", {"comment": "=x", "round": "2"}),
    ]
    rows += [("MC-1", "R4", "C1.1", "N/A", {"round": "1"})]
    frame = build(*rows).ratings.to_frame()
    path = tmp_path / "long.csv"
    path.write_bytes(frame.to_csv(index=False).encode())
    again = collect(path)
    back = again.ratings.to_frame()
    assert frame.drop(columns="source").equals(back.drop(columns="source"))
    assert (again.cells.invalid, again.cells.read) == (0, 5)
    assert next(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))["source"] == "a.csv!D5"


def test_rows_of_the_long_form_may_be_taken_a_stretch_at_a_time(table):
    whole = table.long()
    for start in range(len(table)):
        part = table.long(start, start + 3)
        assert {name: values[start : start + 3] for name, values in whole.items()} == part
    assert tuple(whole) == table.long_columns == tuple(LONG)


def test_what_stands_beside_the_rows_may_be_any_sequence(build):
    ratings = build(("A", "R1", "C1.1", "Met", {"comment": "x", "round": "1"}), ("B", "R1", "C1.1", "Met")).ratings
    plain = replace(ratings, comment=("x", ""), timestamp=["", ""], source=tuple(ratings.source))
    assert plain.to_frame().equals(ratings.to_frame())


def test_a_row_of_a_table_without_cells_is_named_by_its_file_and_line(build):
    ratings = replace(build(("A", "R1", "C1.1", "Met")).ratings, source=(Location(file="a.parquet", line=12),))
    assert ratings.to_frame()["source"].tolist() == ["a.parquet!12"]
