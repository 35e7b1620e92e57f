"""Which cells go to a coordinator: two levels apart, or on both sides of the cut without a majority."""

import pytest

from mcqa.scores.score import score
from mcqa.scores.splits import CUT, RANGE, VERDICT, split_reason, split_text


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
    said = split_text(RANGE, panel_of("0 2 2"), scale_of())
    assert said == "1 Level 0, 2 Level 2: two levels or more apart"
    said = split_text(CUT, panel_of("1 2"), scale_of())
    assert said == "1 Level 1, 1 Level 2: on both sides of the cut without a majority"
    said = split_text(VERDICT, panel_of("2 ? ? n"), scale_of())
    assert said == "1 Level 2, 2 cannot tell, 1 not applicable: the verdict hangs on it"


@pytest.fixture
def split_cells(rubric_of, criterion_of, ratings_of):
    """The split cells of one micro-credential, as component, reason and whether the verdict hangs on it."""

    def give(*panels, **decision):
        names = [f"C01.{place}" for place in range(1, len(panels) + 1)]
        rubric = rubric_of([criterion_of(name) for name in names], **decision)
        scores = score(ratings_of(rubric, {"MC-01": dict(zip(names, panels, strict=True))}), rubric)
        return [(one.criterion, one.reason, one.decisive) for one in scores.splits]

    return give


def test_a_verdict_that_hangs_on_a_cell_makes_it_a_split_though_there_is_a_majority(split_cells):
    # two of three say met, one below: neighbours, and a majority
    assert split_cells("2 2 1", "2 2 2") == [("C01.1", "verdict", True)]
    assert split_cells("1 1 2", "2 2 2") == [("C01.1", "verdict", True)]
    # another component fails it whatever becomes of this one
    assert split_cells("2 2 1", "0 0 0") == []
    # the verdict hangs on both at once, so on neither alone
    assert split_cells("1 1 2", "1 1 2") == []


def test_a_clear_majority_is_no_split(split_cells):
    # four of five: one vote given otherwise leaves three
    assert split_cells("2 2 2 2 1", "2 2 2 2 2") == []


def test_an_open_cell_that_somebody_rated_is_a_split_where_the_verdict_hangs_on_it(split_cells):
    assert split_cells("2 ? ?", "2 2 2") == [("C01.1", "verdict", True)]
    assert split_cells("2 ? ?", "0 0 0") == []
    # nobody rated it: there is nothing to settle by hand, only ratings to collect
    assert split_cells("? ? ?", "2 2 2") == []


def test_levels_on_one_side_of_the_cut_do_not_hang_a_verdict(split_cells):
    assert split_cells("0 0 1", "2 2 2") == []
    assert split_cells("1 2 2", "1 1 1", cut="l1") == []


def test_under_a_compensatory_rule_a_verdict_hangs_on_the_points(split_cells):
    share = {"rule": "compensatory", "pass_share": 0.75}
    # 6 of 6 or 5 of 6 points: both are enough
    assert split_cells("2 2 1", "2 2 2", "2 2 2", **share) == []
    # 5 of 6 or 4 of 6
    assert split_cells("2 2 1", "1 1 1", "2 2 2", **share) == [("C01.1", "verdict", True)]
