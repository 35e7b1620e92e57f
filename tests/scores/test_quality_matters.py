"""Quality Matters, worked by hand: two of three reviewers per component, all essential ones met, 85 % of the points."""

import pytest

from mcqa.scores.result import Verdict
from mcqa.scores.score import score

# points and whether essential of eight components on met / not met: 3 + 3 + 3 + 2 + 2 + 2 + 1 + 4 = 20 points
POINTS = {
    "C01.1": (3, True),
    "C01.2": (3, True),
    "C02.1": (3, True),
    "C02.2": (2, False),
    "C03.1": (2, False),
    "C03.2": (2, False),
    "C04.1": (1, False),
    "C04.2": (4, False),
}


@pytest.fixture
def reviewed(rubric_of, criterion_of, ratings_of, scale_of):
    """Score one micro-credential: all three say met except where said otherwise."""
    criteria = [criterion_of(name, scale_of(2), weight=w, essential=e) for name, (w, e) in POINTS.items()]
    rubric = rubric_of(
        criteria, rule="compensatory", cut="l1", pass_share=0.85, consensus="majority", ties="undecided", min_ratings=2
    )

    def give(**other):
        answers = dict.fromkeys(POINTS, "1 1 1") | {name.replace("_", "."): text for name, text in other.items()}
        return score(ratings_of(rubric, {"MC-01": answers}), rubric).units[0]

    return give


def test_two_of_three_are_enough_for_a_component(reviewed):
    found = reviewed(C01_1="1 1 0", C02_2="0 1 1")
    # 20 of 20 points
    assert (found.verdict, found.share, found.blocking) == (Verdict.MET, 1.0, ())
    # C01.1 is one vote from failing the whole
    assert (found.margin, found.margin_components) == (1, 1)


def test_exactly_85_percent_is_enough(reviewed):
    # 20 - 2 - 1 = 17 points of 20
    found = reviewed(C02_2="0 0 1", C04_1="0 0 0")
    assert (found.verdict, found.share) == (Verdict.MET, 0.85)
    # one more component lost is too many: 2 of the votes of any (2 of 3 change their mind)
    assert (found.margin, found.margin_components) == (2, 1)


def test_one_point_less_is_not(reviewed):
    # 20 - 4 = 16 points of 20
    found = reviewed(C04_2="0 0 1")
    assert (found.verdict, found.share, found.blocking) == (Verdict.NOT_MET, 0.8, ("C04.2",))
    assert (found.margin, found.margin_components) == (1, 1)


def test_an_essential_component_is_worth_more_than_its_points(reviewed):
    # 17 of 20 points, as many as pass elsewhere
    found = reviewed(C02_1="0 1 0")
    assert (found.verdict, found.share, found.blocking) == (Verdict.NOT_MET, 0.85, ("C02.1",))
    assert (found.margin, found.margin_components) == (1, 1)


def test_short_of_points_and_an_essential_one_below(reviewed):
    # 20 - 3 - 4 = 13 points of 20; both are in the way
    found = reviewed(C01_1="0 0 0", C04_2="0 0 1")
    assert (found.verdict, found.share, found.blocking) == (Verdict.NOT_MET, 0.65, ("C01.1", "C04.2"))
    # C01.1 lifted by two votes: 16 points, short by one; so C04.2 too, by one vote
    assert (found.margin, found.margin_components) == (3, 2)


def test_one_reviewer_leaves_a_component_open_but_not_the_verdict(reviewed):
    # 18 of 20 are certain whatever becomes of C02.2
    found = reviewed(C02_2="1 - -")
    assert (found.verdict, found.share, found.share_possible) == (Verdict.MET, 0.9, 1.0)
    assert found.undecided == ("C02.2",)
    assert found.settle == ()
    # 14 at best: C04.2 and C03.1 are lost, C02.2 and C03.2 open: 20 - 6 = 14, short of 17
    found = reviewed(C02_2="1 - -", C03_2="1 0 -", C03_1="0 0 0", C04_2="0 0 0")
    assert (found.verdict, found.share, found.share_possible) == (Verdict.NOT_MET, 0.5, 0.7)
    assert found.settle == ()


def test_open_points_that_decide_keep_it_undecided_and_say_what_would_settle_it(reviewed):
    # 16 certain, 20 within reach, 17 asked
    found = reviewed(C04_2="1 - -")
    assert (found.verdict, found.share, found.share_possible) == (Verdict.UNDECIDED, 0.8, 1.0)
    assert [(one.criterion, one.because, one.needs, one.ratings) for one in found.settle] == [
        ("C04.2", "too_few_ratings", "ratings", 1)
    ]
    assert (found.margin, found.margin_components) == (None, None)


def test_an_open_essential_component_keeps_it_undecided_even_with_all_other_points(reviewed):
    # one of two met, one not: nobody has two of three yet
    found = reviewed(C01_1="1 0 ?")
    assert (found.verdict, found.share, found.share_possible) == (Verdict.UNDECIDED, 0.85, 1.0)
    assert [(one.criterion, one.because, one.needs, one.ratings) for one in found.settle] == [
        ("C01.1", "tie", "decision", 1)
    ]


def test_what_does_not_apply_takes_its_points_out_of_the_total(reviewed):
    # C04.2 drops out: 16 points in all, 2 lost, 14/16 = 0.875
    found = reviewed(C04_2="n n 1", C02_2="0 0 0")
    assert (found.verdict, found.share) == (Verdict.MET, 0.875)
    # 3 lost: 13/16 = 0.8125
    found = reviewed(C04_2="n n 1", C02_2="0 0 0", C04_1="0 0 0")
    assert (found.verdict, found.share) == (Verdict.NOT_MET, 0.8125)


def test_own_scales_count_with_their_own_scores(rubric_of, criterion_of, ratings_of, scale_of):
    # C01.1 on 0 1 2 with weight 2: 4 points; C01.2 on 0 .. 4: 4 points; C02.1 on 1 2 3, essential: 3 points; 11 in all
    criteria = [
        criterion_of("C01.1", weight=2),
        criterion_of("C01.2", scale_of(5)),
        criterion_of("C02.1", scale_of(scores=[1, 2, 3]), essential=True),
    ]
    rubric = rubric_of(criteria, rule="compensatory", cut="l2", pass_share=0.75, ties="lower")

    def found(*answers):
        written = dict(zip(["C01.1", "C01.2", "C02.1"], answers, strict=True))
        return score(ratings_of(rubric, {"MC-01": written}), rubric).units[0]

    # 2 * 1 + 4 + 3 = 9 of 11
    passed = found("1 1 2", "4 4 4", "2 2 2")
    assert (passed.verdict, passed.share) == (Verdict.MET, pytest.approx(9 / 11, rel=1e-15))
    # 2 * 1 + 3 + 3 = 8 of 11 = 0.727; C01.1 is below the cut, C01.2 is above it
    short = found("1 1 2", "3 3 4", "2 2 2")
    assert (short.verdict, short.share) == (Verdict.NOT_MET, pytest.approx(8 / 11, rel=1e-15))
    assert short.blocking == ("C01.1",)
    # 4 + 4 + 2 = 10 of 11, but the essential one is one level below the cut
    essential = found("2 2 2", "4 4 4", "1 1 2")
    assert (essential.verdict, essential.blocking) == (Verdict.NOT_MET, ("C02.1",))
    # the lowest level of the essential scale is a point all the same: 0 + 0 + 1 of 11
    assert found("0 0", "0 0", "0 0").share == pytest.approx(1 / 11, rel=1e-15)


def test_no_points_to_have_are_no_share_of_zero(reviewed):
    nothing = dict.fromkeys([name.replace(".", "_") for name in POINTS], "n n n")
    found = reviewed(**nothing)
    assert (found.verdict, found.share, found.share_possible) == (Verdict.UNDECIDED, None, None)
