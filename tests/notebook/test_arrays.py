"""Arrays of every kind that people have: what is read, and one clear error for what is no table of ratings."""

import datetime as dt
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcqa.errors import UsageError
from mcqa.notebook.arrays import read_table

NAN = float("nan")
TABLE = [[0, 1, NAN], [1, 1, 1], [2, 2, 0]]
CODES = [[0, 1, -1], [1, 1, 1], [2, 2, 0]]
# the same ratings in every form that can hold them
FORMS = {
    "lists": TABLE,
    "lists with None": [[0, 1, None], [1, 1, 1], [2, 2, 0]],
    "tuples": tuple(map(tuple, TABLE)),
    "doubles": np.array(TABLE),
    "columns first": np.asfortranarray(TABLE),
    "single precision": np.array(TABLE, dtype=np.float32),
    "half precision": np.array(TABLE, dtype=np.float16),
    "a slice": np.repeat(np.array(TABLE), 2, axis=1)[:, ::2],
    "masked": np.ma.masked_array([[0, 1, 9], [1, 1, 1], [2, 2, 0]], mask=[[0, 0, 1], [0, 0, 0], [0, 0, 0]]),
    "objects": np.array([[0, 1.0, pd.NaT], [True, "1", Decimal(1)], [np.int8(2), np.float32(2), "0"]], dtype=object),
    "numbers as text": [["0", "1", ""], ["1", "1.0", "1"], ["2", " 2 ", "0"]],
    "missing in words": [["0", "1", "n/a"], ["1", "1", "1"], ["2", "2", "0"]],
    "pandas.NA": [[0, 1, pd.NA], [1, 1, 1], [2, 2, 0]],
}


def codes_of(table):
    return table.rows.codes.tolist()


@pytest.mark.parametrize("name", FORMS)
def test_the_same_ratings_in_another_form_are_the_same_table(name):
    found = read_table(FORMS[name])
    assert codes_of(found) == CODES
    assert [level.score for level in found.scale.levels] == [0.0, 1.0, 2.0]
    assert found.scale.level_ids == ("0", "1", "2")
    assert (found.raters, found.units) == (("1", "2", "3"), ("1", "2", "3"))


@pytest.mark.parametrize("kind", [np.int8, np.uint8, np.int32, np.int64, np.uint64, np.float32])
def test_whole_numbers_of_every_type(kind):
    assert codes_of(read_table(np.array([[0, 3], [1, 1]], dtype=kind), [0, 1, 2, 3])) == [[0, 3], [1, 1]]
    assert codes_of(read_table(np.array([[0, 3], [1, 1]], dtype=kind))) == [[0, 2], [1, 1]]


def test_truth_values_are_0_and_1():
    for table in (np.array([[True, False], [True, True]]), [[True, False], [True, None], [None, True]]):
        found = read_table(table)
        assert found.scale.level_ids == ("0", "1")
        assert codes_of(found)[0] == [1, 0]


def test_labels_without_declared_levels_have_no_order():
    found = read_table([["met", None], [" not met ", "met"]])
    assert (found.scale.type, found.scale.level_ids) == ("nominal", ("met", "not met"))
    assert codes_of(found) == [[0, -1], [1, 0]]


def test_declared_labels_are_in_their_order_and_none_is_forgotten():
    levels = ["not met", "partly met", "met"]
    found = read_table([["met", "not met"], ["met", "cannot tell"]], levels)
    assert (found.scale.type, found.scale.level_ids) == ("ordinal", tuple(levels))
    assert [level.score for level in found.scale.levels] == [None] * 3
    assert codes_of(found) == [[2, 0], [2, -1]]


def test_a_declared_word_for_missing_is_a_level():
    assert codes_of(read_table([["yes", "n/a"], ["no", "yes"]], ["no", "yes", "n/a"])) == [[1, 2], [0, 1]]


def test_missing_numbers_beside_labels_are_missing():
    assert codes_of(read_table([["met", NAN], ["not met", None]])) == [[0], [1]]
    with pytest.raises(UsageError, match=r'"nan" stands here as a text, and is no rating \(row 1, column 2\)'):
        read_table(np.array([["met", NAN], ["not met", "met"]]))


def test_numbers_and_words_are_mixed_where_both_are_declared():
    assert codes_of(read_table([[1, "x"], [2.0, "1"]], ["x", 1, 2])) == [[1, 0], [2, 1]]


@pytest.mark.parametrize(
    "levels", [[0, 1, 2, 3], (0, 1, 2, 3), range(4), np.arange(4), pd.Index([0, 1, 2, 3]), ["0", "1", "2", "3"]]
)
def test_levels_may_be_any_list(levels):
    found = read_table(TABLE, levels)
    assert [level.score for level in found.scale.levels] == [0.0, 1.0, 2.0, 3.0]
    assert codes_of(found) == CODES


@pytest.mark.parametrize(
    ("table", "shape"),
    [
        ([[]], (0, 0)),
        (np.empty((0, 3)), (0, 0)),
        (np.empty((1000, 0)), (0, 0)),
        ([[NAN, NAN]], (0, 0)),
        ([[None, None]], (0, 0)),
        (np.full((2000, 3), NAN), (0, 0)),
        ([[1], [2]], (2, 1)),
        ([[1, NAN], [2, NAN]], (2, 1)),
        ([[1, 2], [NAN, NAN]], (1, 2)),
    ],
)
def test_rows_and_raters_without_a_rating_are_left_out(table, shape):
    found = read_table(table)
    assert found.rows.codes.shape == shape
    assert len(found.raters) == shape[1]
    assert len(found.units or ()) in {0, shape[0]}


def test_names_of_what_is_left_stay_with_it():
    found = read_table([[NAN, NAN, NAN], [NAN, 1, 2], [NAN, 2, NAN]])
    assert (found.raters, found.units) == (("2", "3"), ("2", "3"))


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ([1, 2, 3], "has one"),
        (pd.Series([1, 2]), '"Series" has one'),
        ([], "has one"),
        (5, '"int" has none'),
        (None, '"NoneType" has none'),
        ({"a": [1, 2]}, '"dict" has none'),
        ((row for row in TABLE), '"generator" has none'),
        (np.zeros((2, 2, 2)), "has 3"),
        ([[1, 2], [1]], "different lengths"),
        (np.array([[[1], 2], [3, 4]], dtype=object), "lists or the like"),
        (np.array([[1j, 2]]), "complex128"),
        (np.array([[b"a", b"b"]]), "holds no ratings"),
        (np.array([["2020-01-01", "2020-01-02"]], dtype="datetime64[D]"), "datetime64"),
        ([[1, 2], [dt.date(2020, 1, 1), 1]], r'type "date" holds no rating \(row 2, column 1\)'),
        ([[1, "x"], ["2", 2]], r'"x" is a word among numbers \(row 1, column 2\)'),
        ([["1,000", 2], [3, 4]], r'"1,000" is a word among numbers'),
        ([[1, np.inf], [2, 2]], r"infinity is no rating \(row 1, column 2\)"),
        ([[1e300, 0.0], [0.0, 1e300]], "1e[+]300 is too large"),
        (np.array([[2**62, 2**62 + 1], [2**62, 2**62]]), "too large to compute with"),
        ([[1e-300, 0.0], [0.0, 1e-300]], "too near each other"),
        (np.array([[1, 1], [-np.inf, 2]]), r"infinity is no rating \(row 2, column 1\)"),
        (
            np.where(np.arange(3000).reshape(1000, 3) == 1500, -np.inf, 1.0),
            r"infinity is no rating \(row 501, column 1\)",
        ),
    ],
)
def test_what_is_no_table_of_ratings_is_one_clear_error(table, said):
    with pytest.raises(UsageError, match=said) as caught:
        read_table(table)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        ([], "no level"),
        ([2, 1, 0], "not in order"),
        (["2", "1", "0"], "not in order"),
        ([0, 1, 1, 2], "name 1 twice"),
        ([0, 1, 2, np.inf], "not all numbers"),
        ([0, 1, 2, NAN], "not all numbers"),
        (["low", "high"], "the declared levels are not"),
        ("0,1,2", '"str"'),
        ({0, 1, 2}, '"set"'),
        ({0: "a"}, '"dict"'),
        (3, '"int"'),
        ([0, 1], r'"2" is no declared level \(row 3, column 1; 1 more cell like it\)'),
    ],
)
def test_levels_that_declare_nothing_are_one_clear_error(levels, said):
    with pytest.raises(UsageError, match=said) as caught:
        read_table(TABLE, levels)
    assert caught.value.hint


def test_an_undeclared_level_is_named_with_its_place_and_what_was_meant():
    with pytest.raises(UsageError, match=r'"Mett" is no declared level \(row 1, column 2\)') as caught:
        read_table([["met", "Mett"]], ["not met", "met"])
    assert caught.value.hint.startswith('did you mean "met"? the levels are not met, met')
    with pytest.raises(UsageError, match=r'"3" is no declared level \(row 2, column 1; 1499 more cells like it\)'):
        read_table(np.tile([[1, 2], [3, 3], [3, 1]], (500, 1)), [1, 2])
    with pytest.raises(UsageError, match=r'"x" is no declared level \(row 2, column 2\)'):
        read_table([["1", "2"], ["2", "x"]], [1, 2])


def test_tables_that_only_another_program_reads_say_how_to_pass_them():
    class Columnar:
        columns = ("a", "b")

        def to_pandas(self):
            raise NotImplementedError

    with pytest.raises(UsageError, match='type "Columnar"') as caught:
        read_table(Columnar())
    assert "to_pandas" in caught.value.hint


def test_input_is_never_written_to():
    for table in (np.array(TABLE), np.tile(TABLE, (400, 1)), FORMS["masked"].copy(), FORMS["objects"].copy()):
        before = np.ma.getdata(table).copy()
        read_table(table)
        assert (np.ma.getdata(table) == before)[~pd.isna(before)].all()


@given(
    st.lists(st.lists(st.sampled_from([None, 0, 1, 2.5, -3]), min_size=3, max_size=3), min_size=1, max_size=8),
    st.integers(1, 200),
)
def test_a_table_many_times_over_is_the_same_rows_more_often(table, times):
    few = read_table(table)
    many = read_table(np.array(table * max(times, 600), dtype=float))
    values = [level.score for level in few.scale.levels]
    assert [level.score for level in many.scale.levels] == values
    often = dict(zip(map(tuple, codes_of(many)), many.rows.times.tolist(), strict=True))
    expected = {}
    for row in map(tuple, codes_of(few)):
        expected[row] = expected.get(row, 0) + max(times, 600)
    assert often == expected
    assert many.units is None


def test_each_row_is_kept_where_it_is_asked_for():
    table = np.tile(TABLE, (400, 1))
    assert len(read_table(table).rows.codes) == 3
    found = read_table(table, each_row=True)
    assert len(found.rows.codes) == len(found.units) == 1200
    assert found.units[-1] == "1200"
    labels = read_table(np.where(np.isnan(table), "", table.astype(str)), ["0.0", "1.0", "2.0", "x"])
    assert sorted(labels.rows.times.tolist()) == [400.0] * 3
