"""Data frames, wide and long: what names rows and columns, and what lies the other way round."""

import numpy as np
import pandas as pd
import pytest

from mcqa.errors import UsageError
from mcqa.notebook.arrays import read_table

WIDE = pd.DataFrame({"r1": [0, 1, 2], "r2": [0, 2, 1]}, index=["a", "b", "c"])
LONG = WIDE.rename_axis("unit").reset_index().melt(id_vars="unit", var_name="rater", value_name="score")
LEVELS = pd.CategoricalDtype(["low", "middle", "high", "top"], ordered=True)
WORDS = pd.DataFrame({"r1": ["low", "high", None], "r2": ["low", "middle", "high"]})
# the same ratings in every layout
LAYOUTS = {
    "wide": WIDE,
    "named index": WIDE.rename_axis("unit"),
    "named columns": WIDE.rename_axis(columns="rater"),
    "column unit": WIDE.rename_axis("unit").reset_index(),
    "column Micro-Credential ID": WIDE.rename_axis("Micro-Credential ID").reset_index(),
    "long": LONG,
    "long, reviewers' words": LONG.rename(columns={"unit": "MC", "rater": "Reviewer", "score": "Points"}),
    "long, other order": LONG.iloc[::-1].sort_values("unit", kind="stable"),
    "long, unit as index": LONG.set_index("unit"),
    "long, one component": LONG.assign(criterion="C1", round="1", comment="x"),
    "long, level and score": LONG.assign(level=LONG.score.map({0: "low", 1: "middle", 2: "high"})),
    "long, rating": LONG.rename(columns={"score": "rating"}),
}


def table_of(found):
    codes = pd.DataFrame(found.rows.codes, index=found.units, columns=found.raters)
    return codes.sort_index().sort_index(axis=1)


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_same_ratings_in_another_layout_are_the_same_table(name):
    found = read_table(LAYOUTS[name])
    assert found.scale.level_ids == ("0", "1", "2")
    expected = pd.DataFrame({"r1": [0, 1, 2], "r2": [0, 2, 1]}, index=["a", "b", "c"])
    pd.testing.assert_frame_equal(table_of(found), expected, check_dtype=False)


@pytest.mark.parametrize("kind", ["Int64", "Float64", "Int8", "float32", "object"])
def test_missing_numbers_of_every_type(kind):
    frame = pd.DataFrame({"r1": pd.array([1, 2, None], dtype=kind), "r2": pd.array([1, 1, 2], dtype=kind)})
    found = read_table(frame)
    assert found.rows.codes.tolist() == [[0, 0], [1, 0], [-1, 1]]
    assert found.scale.type == "interval"
    mixed = frame.assign(r3=[1, 2, 2])
    assert read_table(mixed).rows.codes.tolist() == [[0, 0, 0], [1, 0, 1], [-1, 1, 1]]


def test_truth_values_are_0_and_1():
    frame = pd.DataFrame({"r1": pd.array([True, False, None], dtype="boolean"), "r2": [True, True, False]})
    assert read_table(frame).rows.codes.tolist() == [[1, 1], [0, 1], [-1, 0]]


@pytest.mark.parametrize("kind", ["object", "string", None])
def test_labels_of_every_type(kind):
    found = read_table(WORDS if kind is None else WORDS.astype(kind))
    assert (found.scale.type, found.scale.level_ids) == ("nominal", ("high", "low", "middle"))
    assert found.rows.codes.tolist() == [[1, 1], [0, 2], [-1, 0]]


def test_categories_declare_the_levels():
    found = read_table(WORDS.astype(LEVELS))
    assert (found.scale.type, found.scale.level_ids) == ("ordinal", ("low", "middle", "high", "top"))
    assert found.rows.codes.tolist() == [[0, 0], [2, 1], [-1, 2]]
    unordered = read_table(WORDS.astype(pd.CategoricalDtype(LEVELS.categories)))
    assert (unordered.scale.type, unordered.scale.level_ids) == ("nominal", ("low", "middle", "high", "top"))
    numbers = read_table(
        pd.DataFrame({"r1": [1, 2], "r2": [2, 2]}).astype(pd.CategoricalDtype([1, 2, 3], ordered=True))
    )
    assert (numbers.scale.type, numbers.scale.level_ids) == ("interval", ("1", "2", "3"))
    # categories that only tell what occurs in their own column
    own = read_table(WORDS.astype("category"))
    assert (own.scale.type, set(own.scale.level_ids)) == ("nominal", {"low", "middle", "high"})


def test_declared_levels_go_before_categories():
    found = read_table(WORDS.astype(LEVELS), ["high", "middle", "low"])
    assert found.scale.level_ids == ("high", "middle", "low")


def test_columns_with_other_levels_in_order_are_refused():
    frame = WORDS.astype({"r1": LEVELS, "r2": pd.CategoricalDtype(["low", "middle", "high"], ordered=True)})
    with pytest.raises(UsageError, match="declare different levels"):
        read_table(frame)
    assert read_table(frame, ["low", "middle", "high"]).scale.ordered


def test_long_tables_are_read_by_level_where_levels_are_in_order():
    frame = LAYOUTS["long, level and score"]
    assert read_table(frame, ["low", "middle", "high"]).scale.level_ids == ("low", "middle", "high")
    assert read_table(frame.astype({"level": LEVELS})).scale.level_ids == ("low", "middle", "high", "top")
    # a nominal level has no score
    assert read_table(frame.assign(score=np.nan)).scale.level_ids == ("high", "low", "middle")


def test_long_tables_leave_out_cells_without_a_rating():
    frame = pd.concat([LONG, pd.DataFrame({"unit": ["d", None], "rater": ["r3", "r1"], "score": [np.nan, None]})])
    found = read_table(frame)
    assert (sorted(found.units), sorted(found.raters)) == (["a", "b", "c"], ["r1", "r2"])


TRANSPOSED = {
    "a column of reviewers": WIDE.T.rename_axis("Reviewer").reset_index(),
    "an index of reviewers": WIDE.T.rename_axis("rater"),
    "columns of units": WIDE.T.rename_axis(columns="unit"),
    "columns of micro-credentials": WIDE.T.rename_axis(columns="Micro-credential"),
    "rows called Reviewer 1": pd.DataFrame([[1, 2], [2, 2]], index=["Reviewer 1", "Reviewer 2"], columns=["x", "y"]),
    "rows called rater_a": pd.DataFrame([[1, 2], [2, 2]], index=["rater_a", "rater_b"], columns=["x", "y"]),
    "columns called MC-01": pd.DataFrame([[1, 2], [2, 2]], index=["x", "y"], columns=["MC-01", "MC-02"]),
    "columns called unit1": pd.DataFrame([[1, 2], [2, 2]], columns=["unit1", "unit2"]),
}


@pytest.mark.parametrize("name", TRANSPOSED)
def test_a_transposed_table_is_told_by_its_names(name):
    with pytest.raises(UsageError, match="the other way round") as caught:
        read_table(TRANSPOSED[name])
    assert "frame.T" in caught.value.hint


def test_a_transposed_table_without_names_is_not_guessed():
    wide = pd.DataFrame(np.zeros((2, 12)), index=["x", "y"])
    assert len(read_table(wide).raters) == 12
    assert len(read_table(np.zeros((2, 12))).raters) == 12


def test_names_that_people_gave_on_purpose_are_believed():
    judged = pd.DataFrame([[1, 2], [2, 2]], index=pd.Index(["Judge 1", "Judge 2"], name="unit"), columns=["x", "y"])
    assert read_table(judged).units == ("Judge 1", "Judge 2")
    both = pd.DataFrame([[1, 2], [2, 2]], index=["MC-01", "MC-02"], columns=["Reviewer 1", "Reviewer 2"])
    assert read_table(both).raters == ("Reviewer 1", "Reviewer 2")


REFUSED = {
    "MultiIndex": (LONG.set_index(["unit", "rater"]), "MultiIndex"),
    "two columns of units": (LONG.rename(columns={"unit": "MC"}).assign(submission="x"), '"MC", "submission" all name'),
    "duplicate unit": (WIDE.set_axis(["a", "a", "b"]), "micro-credential a: more than one row"),
    "duplicate rater": (WIDE.set_axis(["r", "r"], axis=1), "reviewer r: more than one column"),
    "rated twice": (pd.concat([LONG, LONG.head(1)]), "reviewer r1 rated micro-credential a more than once"),
    "no unit in a row": (
        LONG.assign(unit=[None, *LONG.unit[1:]]),
        'row 0 holds a rating, and nothing in the column "unit"',
    ),
    "no rater in a row": (
        LONG.assign(rater=[*LONG.rater[:-1], None]),
        'row 5 holds a rating, and nothing in .* "rater"',
    ),
    "exchanged": (
        pd.DataFrame(
            {"unit": ["Rater 1", "Rater 2"] * 2, "rater": ["MC-1", "MC-1", "MC-2", "MC-2"], "score": [1, 2, 2, 2]}
        ),
        'columns "unit" and "rater" are exchanged',
    ),
    "several components": (LONG.assign(criterion=["C1", "C2"] * 3), "holds 2 components"),
    "no rating": (LONG.drop(columns="score"), 'needs a column "level", "score" or "rating"'),
    "no column of raters": (LONG.drop(columns="rater"), 'needs a column "rater" too'),
    "no column of units": (LONG.drop(columns="unit"), 'needs a column "unit" too'),
    "numbered rows": (WIDE.assign(id=[1, 2, 3]), 'the column "id" is no reviewer'),
    "a written index": (WIDE.assign(**{"Unnamed: 0": [0, 1, 2]}), 'the column "Unnamed: 0" is no reviewer'),
    "a round": (WIDE.assign(Round=1), 'the column "Round" is no reviewer'),
    "names that are no ratings": (
        WIDE.assign(essay=["x", "y", "z"]),
        r'"x" is a word among numbers \(micro-credential a, reviewer essay\)',
    ),
    "dates": (WIDE.assign(r3=pd.Timestamp("2020-01-01")), 'type "Timestamp" holds no rating'),
    "complex": (WIDE.assign(r3=1j), 'type "complex" holds no rating'),
    "infinity": (WIDE.assign(r3=[0, np.inf, 1]), r"infinity is no rating \(micro-credential b, reviewer r3\)"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_table_of_ratings_is_one_clear_error(name):
    frame, said = REFUSED[name]
    with pytest.raises(UsageError, match=said) as caught:
        read_table(frame)
    assert caught.value.hint


def test_an_undeclared_level_is_named_with_its_reviewer_and_micro_credential():
    for frame in (WIDE, LONG):
        with pytest.raises(
            UsageError, match=r'"2" is no declared level \(micro-credential [bc], reviewer r[12]; 1 more cell'
        ):
            read_table(frame, [0, 1])


@pytest.mark.parametrize("frame", [pd.DataFrame(), WIDE.head(0), LONG.head(0), WIDE.astype(float) * np.nan])
def test_tables_without_a_rating_are_empty(frame):
    assert read_table(frame).rows.codes.shape == (0, 0)


def test_input_is_never_written_to():
    for frame in (*LAYOUTS.values(), WORDS):
        before = frame.copy()
        read_table(frame)
        pd.testing.assert_frame_equal(frame, before)


def test_large_frames_give_distinct_rows():
    frame = pd.concat([WIDE] * 400, ignore_index=True)
    found = read_table(frame)
    assert found.rows.times.tolist() == [400.0] * 3
    assert found.units is None
