"""Comments without names, in an order that tells nothing about who wrote them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcqa.reports.letters.remarks import Remarks, Unnamed
from mcqa.scoresheets.lists.roster import Person, Roster

ROSTER = Roster(
    people=(
        Person(rater="R01", name="Ann Lee", email="ann.lee@example.org", aliases=("Annie",)),
        Person(rater="R02", name="José Núñez"),
        Person(rater="R03", name="Will Grant"),
    ),
    path="roster.csv",
)


@pytest.fixture
def unnamed(rubric_of):
    return Unnamed(rubric_of(), ("R01", "R02", "bob", "Kim Park", "7"), ROSTER)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("R01 and r02 agree", "[reviewer] and [reviewer] agree"),
        ("as Ann Lee said", "as [reviewer] said"),
        ("as LEE, ANN said", "as [reviewer] said"),
        ("Annie thinks so", "[reviewer] thinks so"),
        ("ask Ann", "ask [reviewer]"),
        ("ask ANN or jose", "ask [reviewer] or [reviewer]"),
        ("Jose Nunez saw it", "[reviewer] saw it"),
        ("mail ann.lee@example.org", "mail [reviewer]"),
        ("mail who@else.org", "mail [e-mail]"),
        ("call 555-234-4567", "call [phone]"),
        ("Bob agrees with bob", "[reviewer] agrees with [reviewer]"),
        ("Kim wrote this", "[reviewer] wrote this"),
        ("see reviewer 7, page 7", "see [reviewer], page 7"),
        ("Reviewer #7 said 7 times", "[reviewer] said 7 times"),
        # words that are names too, where they are words
        ("it will park a grant", "it will park a grant"),
        ("nothing to hide", "nothing to hide"),
    ],
)
def test_names_become_reviewer(unnamed, text, shown):
    assert unnamed(text) == shown


def test_a_comment_is_shown_once_and_in_the_order_of_the_alphabet(rubric_of, table_of):
    rows = [
        ("MC-01", "R1", "C01.1", "0", "Zebra"),
        ("MC-01", "R2", "C01.1", "0", " apple "),
        ("MC-01", "R3", "C01.1", "?", "zebra"),
        ("MC-01", "R1", "C01.2", "0", "elsewhere"),
        ("MC-02", "R1", "C01.1", "0", "other"),
        ("MC-01", "R4", "C01.1", "-", "   "),
    ]
    rubric = rubric_of()
    table = table_of(rubric, rows)
    remarks = Remarks(table, Unnamed(rubric, table.raters, None))
    assert [text.casefold() for text in remarks.of(0, 0)] == ["apple", "zebra"]
    assert remarks.of(0, 1) == ("elsewhere",)
    assert remarks.of(0, 2) == ()
    # R4 left the cell blank
    assert remarks.reviewers[0].tolist() == [3, 1, 0, 0]


def test_comments_that_differ_in_a_name_alone_are_one(rubric_of, table_of):
    rows = [("MC-01", "R01", "C01.1", "0", "See R02."), ("MC-01", "R02", "C01.1", "0", "See R01.")]
    rubric = rubric_of()
    table = table_of(rubric, rows)
    assert Remarks(table, Unnamed(rubric, table.raters, None)).of(0, 0) == ("See [reviewer].",)


@given(st.permutations(range(4)))
def test_the_order_of_reviewers_changes_nothing(rubric_of, table_of, order):
    texts = ("the task", "a skill", "The Task", "no évidence")
    rubric = rubric_of()
    rows = [("MC-01", f"R{at}", "C01.1", "0", texts[at]) for at in order]
    table = table_of(rubric, rows)
    remarks = Remarks(table, Unnamed(rubric, table.raters, None))
    assert [text.casefold() for text in remarks.of(0, 0)] == ["a skill", "no évidence", "the task"]


@given(st.lists(st.sampled_from(["R01", "Ann Lee", "ann.lee@example.org", "the", "task", ",", "José Núñez"])))
def test_no_name_of_the_roster_is_left(rubric_of, words):
    shown = Unnamed(rubric_of(), ("R01", "R02"), ROSTER)(" ".join(words)).casefold()
    assert not any(name in shown for name in ("r01", "ann", "lee", "josé", "núñez"))
