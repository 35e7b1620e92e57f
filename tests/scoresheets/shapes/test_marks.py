from __future__ import annotations

import pytest

from mcqa.scoresheets.grid import ErrorValue, MergedAway, Uncalculated
from mcqa.scoresheets.shapes.marks import Marked, hold_marks, is_blank, is_mark, read_marks


@pytest.mark.parametrize(
    "value", ["x", "X", " x ", "✓", "✔", "✔\ufe0f", "✅", "☑", "☒", "1", 1, 1.0, "yes", True, "TRUE", "•", "●"]
)
def test_a_sign_that_people_tick_with_is_a_mark(value):
    assert is_mark(value)
    assert not is_blank(value)


@pytest.mark.parametrize("value", [None, False, "FALSE", 0, "0", "no", "☐", "[ ]"])
def test_a_box_that_is_not_ticked_is_blank(value):
    assert is_blank(value)
    assert not is_mark(value)


@pytest.mark.parametrize(
    "value", ["✗", "✘", "❌", "?", "see comment", 2, ErrorValue("#REF!"), Uncalculated("=A1"), MergedAway("A1", "x")]
)
def test_what_may_mean_no_or_something_else_is_neither(value):
    assert not is_mark(value)
    assert not is_blank(value)


def test_the_level_itself_in_its_own_column_is_a_mark():
    assert is_mark("met ", "Met")
    assert not is_mark("Not met", "Met")
    assert read_marks([("x", "Not met"), (None, "Partly met"), ("Met", "Met"), ("hm", "N/A")]) == Marked((0, 2), (3,))


def test_columns_of_sentences_are_descriptors_and_blank_ones_are_for_marks():
    sentence = "All of the steps are named."
    assert not hold_marks([sentence, None, "x marks the spot here"])
    assert hold_marks([None, None])
    assert hold_marks([sentence, "x"])
