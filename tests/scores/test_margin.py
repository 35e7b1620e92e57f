"""The margin against a search through every way in which votes could have been different."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mcqa.rubric.model import Criterion, Decision, Level, Scale
from mcqa.scores.consensus import Panel
from mcqa.scores.margin import margin
from mcqa.scores.result import Verdict
from mcqa.scores.rules import decide, judge

MOST_VOTES = 8


def neighbours(panel):
    """Every panel one vote away: a level or a non-score becomes another level, or one more reviewer rates."""
    levels = range(len(panel.counts))
    for to in levels:
        more = tuple(count + (level == to) for level, count in enumerate(panel.counts))
        for level in levels:
            if panel.counts[level] and level != to:
                yield panel._replace(counts=tuple(count - (at == level) for at, count in enumerate(more)))
        if panel.cannot_tell:
            yield panel._replace(counts=more, cannot_tell=panel.cannot_tell - 1)
        if panel.not_applicable:
            yield panel._replace(counts=more, not_applicable=panel.not_applicable - 1)
        if sum(panel.counts) + panel.cannot_tell + panel.not_applicable < MOST_VOTES:
            yield panel._replace(counts=more)


def fewest_votes(criterion, panel, decision, *, met):
    """Search breadth first: the first panel on the other side is as near as any."""
    seen, front, votes = {panel}, [panel], 0
    while front:
        votes += 1
        front = list({near for one in front for near in neighbours(one)} - seen)
        if any(judge(criterion, one, decision).met is met for one in front):
            return votes
        seen.update(front)
    return None


@st.composite
def cases(draw):
    n_levels = draw(st.integers(2, 4))
    scores = sorted(draw(st.lists(st.integers(0, 9), min_size=n_levels, max_size=n_levels, unique=True)))
    levels = tuple(Level(id=f"l{index}", label="", score=float(score)) for index, score in enumerate(scores))
    criterion = Criterion(
        id="C01.1", title="", text="", standard="S01", scale=Scale(type="ordinal", levels=levels), descriptors={}
    )
    answers = draw(st.lists(st.integers(0, n_levels - 1), max_size=5))
    panel = Panel(
        counts=tuple(answers.count(level) for level in range(n_levels)),
        cannot_tell=draw(st.sampled_from([0, 0, 1, 2])),
        not_applicable=draw(st.sampled_from([0, 0, 1])),
    )
    decision = Decision(
        rule="conjunctive",
        cut=f"l{draw(st.integers(0, n_levels - 1))}",
        consensus=draw(st.sampled_from(["majority", "median", "mean", "unanimous"])),
        ties=draw(st.sampled_from(["lower", "higher", "undecided"])),
        min_ratings=draw(st.integers(1, 3)),
    )
    return criterion, panel, decision


@settings(deadline=None, max_examples=300)
@given(case=cases())
def test_the_margin_is_the_fewest_votes_of_all_ways_to_flip(case):
    criterion, panel, decision = case
    judged = judge(criterion, panel, decision)
    verdict = decide([judged], decision).verdict
    assume(verdict is not Verdict.UNDECIDED)
    expected = fewest_votes(criterion, panel, decision, met=verdict is not Verdict.MET)
    assert margin([judged], verdict, decision) == expected


@pytest.fixture
def margin_of(panel_of, criterion_of):
    def give(*panels, scale=None, **decision):
        rule = Decision(**{"rule": "conjunctive", "cut": "l2", "ties": "lower", **decision})
        judged = [judge(criterion_of(f"C01.{index}", scale), panel_of(text), rule) for index, text in enumerate(panels)]
        return margin(judged, decide(judged, rule).verdict, rule)

    return give


def test_a_met_unit_falls_with_its_weakest_criterion(margin_of):
    assert margin_of("2 2 2 2 2", "2 2 2 1 1", "2 2 2 2 1") == 1
    assert margin_of("2 2 2 2 2", "2 2 2 2 2") == 3


def test_a_unit_that_has_not_met_needs_every_criterion_in_its_way(margin_of):
    # two of four have to be lifted: one by a vote, one by three of five
    assert margin_of("2 2 2", "2 2 1 1 1", "0 0 0 0 0", "2 2 2") == 1 + 3
    # an open criterion is in the way as well: two of the three who cannot tell
    assert margin_of("2 1 1", "? ? ?") == 1 + 2


def test_votes_at_the_fullest_level_break_a_majority(margin_of):
    # 0 1 1 1 2 2: one of those who say 1 is enough, while taking the 0 makes only a tie
    assert margin_of("0 1 1 1 2 2") == 1


def test_too_few_ratings_need_further_reviewers(margin_of):
    assert margin_of("1 1", "2", min_ratings=2) == 2 + 1


def test_there_is_no_margin_where_there_is_no_verdict_or_no_vote_could_flip_it(margin_of, scale_of):
    assert margin_of("2 2", "?") is None
    assert margin_of("0 0 1", cut="l0") is None
    assert margin_of("0 0", "1 1", scale=scale_of(kind="nominal"), consensus="median") is None
    assert margin_of("2 2", rule="compensatory", pass_share=0.85) is None


def test_a_large_panel_is_counted_too(margin_of):
    assert margin_of(" ".join(["2"] * 301)) == 151
