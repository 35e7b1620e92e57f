"""The cells that somebody is asked to decide, and what is carried over into a new list of them."""

import pytest

from mcqa.errors import InputError
from mcqa.findings import Location
from mcqa.scores.decided.cases import cases
from mcqa.scores.decided.kept import Entries, carry_over
from mcqa.scores.score import score
from mcqa.scoresheets.lists.decisions import CellDecision, DecisionList

ANSWERS = {
    # the verdict hangs on C01.1 alone
    "MC-01": {"C01.1": "2 0 2", "C01.2": "2 2 2", "C02.1": "2 2 2"},
    # C02.1 is below the cut whatever becomes of C01.2; C01.1 is one level apart with a majority below the cut
    "MC-02": {"C01.1": "0 0 1", "C01.2": "2 0 ?", "C02.1": "1 1 1"},
    # four of five agree, and one vote does not change that
    "MC-03": {"C01.1": "2 2 2 2 1", "C01.2": "2 2 2", "C02.1": "2 2 2"},
}


@pytest.fixture(scope="module")
def scores(rubric_of, criterion_of, ratings_of):
    rubric = rubric_of([criterion_of(name) for name in ("C01.1", "C01.2", "C02.1")])
    return score(ratings_of(rubric, ANSWERS), rubric)


def cells(found):
    return [(case.unit, case.criterion.id) for case in found]


def filled(*rows, path="old.xlsx"):
    made = tuple(
        CellDecision(unit, criterion, value, reason, "K", "", Location(file=path, sheet="Decisions", cell=f"J{at}"))
        for at, (unit, criterion, value, reason) in enumerate(rows, 2)
    )
    return DecisionList(decisions=made, path=path)


def test_what_a_verdict_hangs_on_comes_first_and_says_so(scores):
    found = cases(scores)
    assert cells(found) == [("MC-01", "C01.1"), ("MC-02", "C01.2")]
    first, second = found
    assert (first.number, first.reason, first.decisive, first.others) == (1, "range", True, 0)
    assert (first.level, first.met, first.verdict) == ("l2", True, "met")
    # MC-02: C01.1 and C02.1 are below the cut; the tie of C01.2 went to the lower level
    assert (second.number, second.decisive, second.others, second.tied, second.met) == (2, False, 2, True, False)


def test_answers_hold_the_comment_and_those_who_could_not_tell(scores):
    first, second = cases(scores)
    assert [(answer.rater, answer.level) for answer in first.answers] == [("R1", "l2"), ("R3", "l2"), ("R2", "l0")]
    assert [(answer.rater, answer.status) for answer in second.answers] == [
        ("R1", "rated"),
        ("R2", "rated"),
        ("R3", "cannot_tell"),
    ]
    assert second.answers[1].comment.startswith("note")


def test_blind_names_say_nothing_of_the_same_reviewer_in_another_cell(scores):
    first, second = cases(scores, blind=True)
    assert [(answer.rater, answer.level) for answer in first.answers] == [("A", "l2"), ("B", "l2"), ("C", "l0")]
    assert [answer.rater for answer in second.answers] == ["A", "B", "C"]


def test_after_z_comes_aa(rubric_of, criterion_of, ratings_of):
    rubric = rubric_of([criterion_of("C01.1")])
    many = score(ratings_of(rubric, {"MC-01": {"C01.1": " ".join("2" * 14 + "0" * 14)}}), rubric)
    (case,) = cases(many, blind=True)
    assert [answer.rater for answer in case.answers[-3:]] == ["Z", "AA", "AB"]


def test_all_adds_cells_where_reviewers_differ_after_those_that_are_split(scores):
    found = cases(scores, every=True)
    assert cells(found) == [("MC-01", "C01.1"), ("MC-02", "C01.2"), ("MC-03", "C01.1"), ("MC-02", "C01.1")]
    assert [case.reason for case in found] == ["range", "range", "differ", "differ"]
    assert found[2].text == "1 Level 1, 4 Level 2: reviewers differ"
    # what the scores themselves call a split is what it was
    assert len(scores.splits) == 2


def test_what_is_filled_in_is_carried_over_and_cells_no_longer_split_come_last(scores):
    kept = carry_over(
        scores,
        [filled(("mc-02", "c1.2", "2", "As asked."), ("MC-03", "C02.1", "perhaps", ""), ("MC-01", "C01.1", None, ""))],
    )
    assert kept == {
        (1, 1): Entries("Level 2", "As asked.", "K", ""),
        (2, 2): Entries("perhaps", "", "K", ""),
        (0, 0): Entries("", "", "K", ""),
    }
    found = cases(scores, also=kept)
    assert cells(found) == [("MC-01", "C01.1"), ("MC-02", "C01.2"), ("MC-03", "C02.1")]
    assert (found[2].reason, found[2].text, found[2].number) == ("", "3 Level 2: not split", 3)
    assert len(found[2].answers) == 3


def test_two_files_that_say_the_same_are_one(scores):
    rows = (("MC-01", "C01.1", "l2", "why"),)
    assert len(carry_over(scores, [filled(*rows), filled(("MC-01", "C01.1", "Level 2", "why"), path="b.xlsx")])) == 1


def test_what_would_be_lost_stops_it_with_all_faults_at_once(scores):
    old = filled(("MC-77", "C01.1", "l2", ""), ("MC-01", "C01.1", "l2", ""))
    new = filled(("MC-01", "C01.1", "l1", ""), path="new.xlsx")
    with pytest.raises(InputError, match="cannot be carried over") as stopped:
        carry_over(scores, [old, new])
    assert [each.code for each in stopped.value.findings] == ["R115", "R117"]
