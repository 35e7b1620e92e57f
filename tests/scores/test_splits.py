"""Which cells go to a coordinator: two levels apart, or on both sides of the cut without a majority."""

import pytest

from mcqa.scores.splits import CUT, RANGE, split_reason, split_text


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ("2 2 2", None),
        ("", None),
        ("0", None),
        ("? ? 2", None),
        # neighbours, and more than half at one level
        ("1 2 2", None),
        ("1 1 2", None),
        # neighbours on both sides of the cut, half and half
        ("1 1 2 2", CUT),
        ("1 2", CUT),
        # below the cut altogether
        ("0 1", None),
        ("0 0 1 1", None),
        # two levels apart, whatever the majority
        ("0 2 2 2 2", RANGE),
        ("0 1 2", RANGE),
    ],
)
def test_reason_of_a_split_on_three_levels_with_the_cut_at_the_top(answers, reason, panel_of, scale_of):
    assert split_reason(panel_of(answers).counts, scale_of(), "l2") == reason


def test_the_cut_is_the_one_of_the_rubric(panel_of, scale_of):
    assert split_reason(panel_of("0 0 1 1").counts, scale_of(), "l1") == CUT
    assert split_reason(panel_of("1 1 2 2").counts, scale_of(), "l1") is None


def test_levels_without_order_lie_no_distance_apart(panel_of, scale_of):
    nominal = scale_of(kind="nominal")
    assert split_reason(panel_of("0 2 2").counts, nominal, "l2") is None
    assert split_reason(panel_of("0 2").counts, nominal, "l2") == CUT


def test_two_levels_can_split_only_at_the_cut(panel_of, scale_of):
    assert split_reason(panel_of("0 0 1 1", 2).counts, scale_of(2), "l1") == CUT
    assert split_reason(panel_of("0 1 1", 2).counts, scale_of(2), "l1") is None


def test_the_votes_are_said_in_words(panel_of, scale_of):
    said = split_text(RANGE, panel_of("0 2 2").counts, scale_of())
    assert said == "1 Level 0, 2 Level 2: two levels or more apart"
    said = split_text(CUT, panel_of("1 2").counts, scale_of())
    assert said == "1 Level 1, 1 Level 2: on both sides of the cut without a majority"
