"""Decisions held against the scores: which are used, what is at fault, and that ratings and consensus stay."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcqa.findings import Location
from mcqa.scores.decided.adjudication import adjudicate
from mcqa.scores.score import score
from mcqa.scoresheets.lists.decisions import CellDecision, DecisionList
from mcqa.scoresheets.records import RubricClaim

NAMES = ("C01.1", "C01.2", "C02.1")
ANSWERS = {
    "MC-01": {"C01.1": "2 0 2", "C01.2": "2 2 2", "C02.1": "2 2 2"},
    "MC-02": {"C01.1": "2 2 2", "C01.2": "0 1 2", "C02.1": "? ? 2"},
}


def decide(*rows, claim=None):
    """Decisions from (unit, component, level, reason, name), the last two filled in unless given."""
    made = tuple(
        CellDecision(
            unit=row[0],
            criterion=row[1],
            value=row[2],
            reason=row[3] if len(row) > 3 else "why",
            decided_by=row[4] if len(row) > 4 else "K",
            decided_on="",
            place=Location(file="d.xlsx", sheet="Decisions", cell=f"J{at}"),
        )
        for at, row in enumerate(rows, 2)
    )
    return DecisionList(decisions=made, path="d.xlsx", claim=claim)


@pytest.fixture(scope="module")
def rubric(rubric_of, criterion_of):
    return rubric_of([criterion_of(name) for name in NAMES])


@pytest.fixture(scope="module")
def scores(rubric, ratings_of):
    return score(ratings_of(rubric, ANSWERS), rubric)


def codes(adjudication):
    return [each.code for each in adjudication.findings]


def test_the_cells_are_split_where_the_tests_say(scores):
    assert [(each.unit, each.criterion) for each in scores.splits if each.reason == "range"] == [
        ("MC-01", "C01.1"),
        ("MC-02", "C01.2"),
    ]


def test_a_decision_takes_the_place_of_the_consensus_and_nothing_else(scores, rubric):
    found = adjudicate(scores, decide(("MC-02", "C01.2", "Level 2")))
    assert found.decided.tolist() == [[-1, -1, -1], [-1, 2, -1]]
    assert codes(found) == []
    after = score(scores.ratings, rubric, decided=found.decided)
    one = after.units[1].criteria[1]
    assert (one.consensus, one.met, one.adjudicated, one.counts) == ("l2", True, True, {"l0": 1, "l1": 1, "l2": 1})
    assert after.consensus.level.tolist() == scores.consensus.level.tolist()
    assert ("MC-02", "C01.2") not in [(each.unit, each.criterion) for each in after.splits]


def test_the_log_says_who_decided_what_and_why_beside_what_reviewers_said(scores):
    (entry,) = adjudicate(scores, decide(("mc-02", "c1.2", "level 2", "As asked.", "K. Ortiz"))).to_json()["log"]
    assert entry == {
        "unit": "MC-02",
        "criterion": "C01.2",
        "decision": "l2",
        "typed": "level 2",
        "reason": "As asked.",
        "decided_by": "K. Ortiz",
        "decided_on": None,
        # one vote each: the tie goes to the lowest of those that tie
        "consensus": "l0",
        "votes": {"l0": 1, "l1": 1, "l2": 1},
        "was_split": True,
        "used": True,
        "because": None,
        "source": "d.xlsx!Decisions!J2",
    }


@pytest.mark.parametrize("typed", ["Level 2", "level 2", "l2", "2", 2, 2.0])
def test_a_level_may_be_written_as_in_a_scoresheet(typed, scores):
    assert adjudicate(scores, decide(("MC-01", "C01.1", typed))).decided[0, 0] == 2


@pytest.mark.parametrize(("typed", "because"), [("Cannot tell", "cannot_tell"), (None, "blank"), ("  ", "blank")])
def test_what_is_left_open_stays_as_the_reviewers_left_it_on_the_record(typed, because, scores):
    found = adjudicate(scores, decide(("MC-01", "C01.1", typed)))
    assert (found.decided == -1).all()
    assert codes(found) == []
    (entry,) = found.log
    assert (entry.used, entry.because, entry.decision, entry.reason) == (False, because, None, "why")
    assert found.counts() == {"used": 0, "left_open": 1, "repeated": 0, "not_used": 0}
    assert "decides nothing" in found.note


def test_a_row_that_nobody_filled_in_is_counted_and_not_logged(scores):
    found = adjudicate(scores, decide(("MC-01", "C01.1", None, "", ""), ("MC-02", "C01.2", "l1")))
    assert [entry.unit for entry in found.log] == ["MC-02"]
    assert found.counts() == {"used": 1, "left_open": 1, "repeated": 0, "not_used": 0}
    assert found.note == "d.xlsx: 1 decided by people, 1 left open."


def test_every_fault_is_told_at_once_with_its_cell(scores):
    found = adjudicate(
        scores,
        decide(
            ("MC-011", "C01.1", "l2"),
            ("MC-01", "C02.11", "l2"),
            ("nowhere", "C77", "l2"),
            ("MC-01", "C01.1", "Levl 2"),
            ("MC-02", "C01.2", "N/A"),
            ("MC-02", "C02.1", "Probably met, as far as I see"),
        ),
    )
    assert codes(found) == ["R115", "R115", "R115", "R116", "R116", "R116"]
    assert [each.location.cell for each in found.findings] == ["J2", "J3", "J4", "J5", "J6", "J7"]
    assert 'did you mean "MC-01"?' in found.findings[0].hint
    assert 'did you mean "C02.1"?' in found.findings[1].hint
    assert 'did you mean "Level 2"?' in found.findings[3].hint
    assert "micro-credential" in found.findings[2].message
    assert "component" in found.findings[2].message
    assert (found.decided == -1).all()
    assert [entry.because for entry in found.log] == ["unknown_cell"] * 3 + ["unknown_decision"] * 3
    assert found.counts()["not_used"] == 6


def test_where_two_rows_differ_neither_counts(scores):
    found = adjudicate(
        scores,
        decide(("MC-01", "C01.1", "l2"), ("mc-01", "C01.1", "l1"), ("MC-02", "C01.2", "l0"), ("MC-02", "C01.2", "0")),
    )
    assert codes(found) == ["R117", "R117"]
    assert "in J3; neither is used" in found.findings[0].message
    assert "in J2; neither is used" in found.findings[1].message
    assert found.decided.tolist() == [[-1, -1, -1], [-1, 0, -1]]
    assert [entry.because for entry in found.log] == ["conflict", "conflict", None, "repeated"]


def test_cannot_tell_contradicts_a_level_and_a_blank_row_does_not(scores):
    assert codes(adjudicate(scores, decide(("MC-01", "C01.1", "l2"), ("MC-01", "C01.1", "can't tell")))) == ["R117"] * 2
    found = adjudicate(scores, decide(("MC-01", "C01.1", "l2"), ("MC-01", "C01.1", None)))
    assert (codes(found), found.decided[0, 0]) == ([], 2)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("MC-02", "C01.1", "l0"), 'reviewers say 3 Level 2, which gives "Level 2"'),
        (("MC-01", "C01.2", "l2"), 'reviewers say 3 Level 2, which gives "Level 2"'),
    ],
)
def test_a_decision_for_a_cell_that_is_not_split_is_used_with_a_warning(row, said, scores):
    found = adjudicate(scores, decide(row))
    assert codes(found) == ["R118"]
    assert said in found.findings[0].message
    (entry,) = found.log
    assert (entry.used, entry.was_split) == (True, False)
    assert (found.decided != -1).sum() == 1


def test_a_cell_that_nobody_rated_can_be_decided(rubric, ratings_of):
    scores = score(ratings_of(rubric, {"MC-01": {"C01.1": "2", "C01.2": "2"}}), rubric)
    found = adjudicate(scores, decide(("MC-01", "C02.1", "l2")))
    assert "nobody rated it" in found.findings[0].message
    assert score(scores.ratings, rubric, decided=found.decided).units[0].verdict == "met"


@pytest.mark.parametrize(
    ("reason", "name", "said"), [("", "K", "no reason;"), ("why", "", "no name;"), ("", "", "no reason and no name;")]
)
def test_a_decision_without_reason_or_name_is_used_with_a_warning(reason, name, said, scores):
    found = adjudicate(scores, decide(("MC-01", "C01.1", "l2", reason, name)))
    assert codes(found) == ["R119"]
    assert said in found.findings[0].message
    assert found.decided[0, 0] == 2


def test_decisions_made_with_another_rubric_are_told(scores):
    claim = RubricClaim("other", "2.0.0")
    assert codes(adjudicate(scores, decide(("MC-01", "C01.1", "l2"), claim=claim))) == ["S108"]
    same = RubricClaim(scores.rubric.id, scores.rubric.version, scores.rubric.sha256)
    assert codes(adjudicate(scores, decide(("MC-01", "C01.1", "l2"), claim=same))) == []


def test_a_component_is_decided_on_its_own_scale(rubric_of, criterion_of, scale_of, ratings_of):
    rubric = rubric_of([criterion_of("C01.1"), criterion_of("C02.1", scale_of(4))])
    scores = score(ratings_of(rubric, {"MC-01": {"C01.1": "0 2", "C02.1": "0 3"}}), rubric)
    found = adjudicate(scores, decide(("MC-01", "C01.1", "Level 3"), ("MC-01", "C02.1", "Level 3")))
    assert (codes(found), found.decided.tolist()) == (["R116"], [[-1, 3]])


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from(["MC-01", "MC-02", "mc-02", "MC-9"]),
            st.sampled_from([*NAMES, "C09.9"]),
            st.sampled_from(["l0", "Level 1", "2", "Cannot tell", None, "N/A", "what?"]),
            st.sampled_from(["", "why"]),
            st.sampled_from(["", "K"]),
        ),
        max_size=8,
    )
)
def test_every_row_has_one_fate_and_only_used_rows_decide(rows, scores):
    found = adjudicate(scores, decide(*rows))
    assert sum(found.counts().values()) == len(rows)
    used = {(entry.unit, entry.criterion) for entry in found.log if entry.used}
    assert len(used) == (found.decided != -1).sum() == found.counts()["used"]
    # errors and rows at fault go together
    errors = [each for each in found.findings if each.severity == "error"]
    assert len(errors) == found.counts()["not_used"]
