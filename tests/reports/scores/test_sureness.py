"""How sure verdicts are, in words: nothing looks more certain, or more wrong, than it is."""

from dataclasses import replace

import numpy as np
import pytest

from mcqa.reports.document import Block, Note, Table
from mcqa.reports.scores.sureness import sureness_parts
from mcqa.reports.scores.words import chance
from mcqa.scores.chance.whole import AtRaters, Whole

WHOLE = Whole(
    consistency=0.86,
    consistency_by_chance=0.67,
    accuracy=0.8,
    false_pass=0.04,
    false_fail=0.06,
    false_pass_rate=None,
    false_fail_rate=None,
    reviewer_accuracy=0.9,
    reviewer_accuracy_at_cut=0.95,
    by_raters=(
        AtRaters(n_raters=2, consistency=0.7, accuracy=0.8, share_met=0.5, share_undecided=0.1),
        AtRaters(n_raters=5, consistency=0.92, accuracy=0.9, share_met=0.5, share_undecided=0.0),
    ),
    raters_needed=5,
    raters_needed_reason=None,
)
UNITS = {"MC-01": ("2 2 2", "2 2 2"), "MC-02": ("0 2 2", "2 1 2"), "MC-03": ("0 0 0", "2 2 2")}


@pytest.fixture
def parts_of(scores_of):
    """The parts of three micro-credentials, or of one, with some statistics of the set."""

    def give(n_units=3, decided=None, min_ratings=2, **more):
        units = dict(list(UNITS.items())[:n_units])
        scores = scores_of(units, sure=True, decided=decided, min_ratings=min_ratings)
        return sureness_parts(replace(scores, chances=replace(scores.chances, whole=replace(WHOLE, **more))))

    return give


def said(parts):
    (block,) = (part for part in parts if isinstance(part, Block))
    return block.items


def test_where_the_verdicts_went_adds_up(parts_of):
    # 80 + 4 + 6 are 90: the other 10 % are neither right nor wrong
    assert said(parts_of())[1] == (
        "80% of the verdicts are right by the estimate; 4% pass that should not, 6% fail that should not, and 10% are "
        "undecided or cannot be decided from what reviewers saw."
    )
    assert said(parts_of(accuracy=0.9))[1].endswith("6% fail that should not.")


def test_agreement_is_held_beside_agreement_without_looking(parts_of):
    assert said(parts_of())[0].endswith("86% of the micro-credentials; if they never looked at them, on 67%.")


def test_one_micro_credential_is_no_share_of_a_set(parts_of):
    items = said(parts_of(1))
    assert items[0] == "Two panels drawn from these reviewers would agree with a chance of 86%."
    assert items[1] == "By the estimate the verdict is right with a chance of 80%, and wrong with 10%."
    assert not any("micro-credentials" in item for item in items)


def test_how_many_reviewers_it_takes(parts_of):
    assert said(parts_of())[-1] == (
        "5 reviewers per component are enough for two panels to agree on 90% of the verdicts."
    )
    # enough at once may be a set in which all fails
    assert said(parts_of(raters_needed=2))[-1].endswith(
        "that is agreement, not accuracy: panels that fail everything agree too."
    )
    assert said(parts_of(raters_needed=None, raters_needed_reason="not_reached"))[-1] == (
        "No panel of up to 5 reviewers per component agrees with another on 90% of the verdicts."
    )


def test_decisions_are_no_estimate(parts_of):
    decided = np.full((3, 2), -1, dtype=np.int32)
    decided[1, 0] = 2
    assert "What people decided is taken as right, and as what any panel would find." in said(parts_of(decided=decided))
    assert not any("people decided" in item for item in said(parts_of()))


def test_the_curve_begins_where_the_rule_does(scores_of):
    scores = scores_of(UNITS, sure=True, min_ratings=3)
    table, note = (part for part in sureness_parts(scores)[1:3])
    assert isinstance(table, Table)
    assert [row[0] for row in table.rows] == [3, 5, 7, 9, 15, 21]
    assert "Fewer than 3 are not shown: the rule asks for 3 ratings of each component." in note.text
    scores = scores_of(UNITS, sure=True, min_ratings=1)
    table, note = (part for part in sureness_parts(scores)[1:3])
    assert table.rows[0][0] == 1
    assert note.text == "An undecided verdict does not count as right."


def test_with_one_reviewer_it_is_said_why_nothing_is_known(scores_of):
    scores = scores_of({"MC-01": ("2", "2"), "MC-02": ("0", "2")}, sure=True, min_ratings=1)
    note, looks = sureness_parts(scores)
    assert isinstance(note, Note)
    assert note.text.endswith("no component has two ratings, so nothing says how far reviewers differ.")
    # one vote decides both
    assert [row[0] for row in looks.rows] == ["MC-01", "MC-02"]
    assert "one vote decides" in looks.title


def test_nothing_is_said_of_what_was_not_asked(scores_of):
    assert sureness_parts(scores_of(UNITS)) == ()


def test_only_the_first_of_many_are_listed_for_a_second_look(scores_of):
    units = {f"MC-{number:02}": ("0 2 2", "2 2 1") for number in range(25)}
    looks = sureness_parts(scores_of(units, sure=True))[-1]
    assert len(looks.rows) == 20
    assert "the first 20 of 25" in looks.title


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0%"),
        (1e-9, "<1%"),
        (0.0049, "<1%"),
        (0.005, "<1%"),
        (0.006, "1%"),
        (0.5, "50%"),
        (0.996, ">99%"),
        (1.0, "100%"),
    ],
)
def test_what_is_not_certain_does_not_look_so(value, text):
    assert chance(value) == text
