"""Each rule of consensus on panels worked out by hand: answers are levels 0 1 2, ? cannot tell, n not applicable."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcqa.rubric.model import Decision, Level, Scale
from mcqa.scores.consensus import Consensus, Panel, Undecided, consensus

TIE = "tie"


def decision(rule="majority", ties="undecided", min_ratings=1):
    return Decision(rule="conjunctive", cut="l2", consensus=rule, ties=ties, min_ratings=min_ratings)


CLEAR = [
    ("majority", "2 2 2 1 1", 2),
    ("majority", "0 0 1", 0),
    ("majority", "2", 2),
    # chosen most often is enough; it need not be more than half
    ("majority", "0 1 1 2", 1),
    ("majority", "0 0 1 1 2 2 2", 2),
    ("median", "0 1 2", 1),
    ("median", "0 0 2 2 2", 2),
    ("median", "0 1 1 2", 1),
    ("median", "0 0 0 0 2", 0),
    ("mean", "0 1 2", 1),
    ("mean", "1 2 2 2", 2),
    # the nearest level need not be one that somebody chose
    ("mean", "0 2", 1),
    ("mean", "0 0 2", 1),
    ("unanimous", "2 2 2 2", 2),
    ("unanimous", "0", 0),
]

TIED = [
    ("majority", "0 0 2 2 1", 0, 2),
    ("majority", "0 1 2", 0, 2),
    ("majority", "1 1 2 2", 1, 2),
    ("median", "0 0 2 2", 0, 2),
    ("median", "0 1 2 2", 1, 2),
    ("mean", "1 2", 1, 2),
    ("mean", "0 0 0 2", 0, 1),
    ("unanimous", "2 2 2 2 1", 1, 2),
    ("unanimous", "0 1 2", 0, 2),
]


@pytest.mark.parametrize("ties", ["lower", "higher", "undecided"])
@pytest.mark.parametrize(("rule", "answers", "level"), CLEAR)
def test_a_winner_is_the_consensus_whatever_becomes_of_ties(rule, answers, level, ties, panel_of, scale_of):
    assert consensus(panel_of(answers), scale_of(), decision(rule, ties)) == Consensus(level=level)


@pytest.mark.parametrize(("rule", "answers", "lower", "higher"), TIED)
def test_a_mix_without_a_winner_becomes_what_the_rubric_says(rule, answers, lower, higher, panel_of, scale_of):
    panel = panel_of(answers)
    assert consensus(panel, scale_of(), decision(rule, "lower")) == Consensus(level=lower, tied=True)
    assert consensus(panel, scale_of(), decision(rule, "higher")) == Consensus(level=higher, tied=True)
    undecided = consensus(panel, scale_of(), decision(rule, "undecided"))
    assert undecided == Consensus(level=None, why=Undecided.TIE, tied=True)


def test_the_mean_is_taken_of_the_scores_and_not_of_the_ranks(panel_of, scale_of):
    uneven = scale_of(scores=[0, 1, 4])
    assert consensus(panel_of("0 2"), uneven, decision("mean")).level == 1
    assert consensus(panel_of("1 2"), uneven, decision("mean", "lower")) == Consensus(level=1, tied=True)
    assert consensus(panel_of("1 2 2"), uneven, decision("mean")).level == 2


def test_halfway_is_a_tie_though_floating_point_sees_a_nearer_level(panel_of, scale_of):
    tenths = scale_of(scores=[0.1, 0.2, 0.3])
    assert consensus(panel_of("0 1"), tenths, decision("mean")).why is Undecided.TIE
    assert consensus(panel_of("1 2 2 1 1 2"), tenths, decision("mean")).why is Undecided.TIE


@pytest.mark.parametrize("rule", ["median", "mean"])
def test_levels_without_order_have_no_middle(rule, panel_of, scale_of):
    found = consensus(panel_of("1 1 1"), scale_of(kind="nominal"), decision(rule, "lower"))
    assert found == Consensus(level=None, why=Undecided.NOT_ORDERED)


@pytest.mark.parametrize("rule", ["majority", "unanimous"])
def test_levels_without_order_have_no_lower_side_of_a_tie(rule, panel_of, scale_of):
    nominal = scale_of(kind="nominal")
    assert consensus(panel_of("1 1 1"), nominal, decision(rule, "lower")).level == 1
    assert consensus(panel_of("1 1 2 2"), nominal, decision(rule, "lower")).why is Undecided.TIE


def test_fewer_ratings_than_asked_for_leave_it_undecided(panel_of, scale_of):
    asked = decision("majority", "lower", 3)
    assert consensus(panel_of("2 2"), scale_of(), asked).why is Undecided.TOO_FEW_RATINGS
    assert consensus(panel_of("2 2 ?"), scale_of(), asked).why is Undecided.TOO_FEW_RATINGS
    assert consensus(panel_of("2 2 2"), scale_of(), asked).level == 2


def test_more_who_cannot_tell_than_who_rated_leave_it_undecided(panel_of, scale_of):
    assert consensus(panel_of("2 2 ? ? ?"), scale_of(), decision()).why is Undecided.CANNOT_TELL
    assert consensus(panel_of("2 2 ? ?"), scale_of(), decision()).level == 2
    assert consensus(panel_of("?"), scale_of(), decision()).why is Undecided.CANNOT_TELL


def test_more_who_say_it_does_not_apply_than_who_rated_take_it_out(panel_of, scale_of):
    assert consensus(panel_of("2 2 n n n"), scale_of(), decision()).why is Undecided.NOT_APPLICABLE
    assert consensus(panel_of("2 2 n n"), scale_of(), decision()).level == 2
    assert consensus(panel_of("n ?"), scale_of(), decision()).why is Undecided.NOT_APPLICABLE
    assert consensus(panel_of("n ? ?"), scale_of(), decision()).why is Undecided.CANNOT_TELL


def test_nobody_is_not_the_lowest_level(panel_of, scale_of):
    assert consensus(panel_of(""), scale_of(), decision("majority", "lower")).why is Undecided.NO_RATINGS
    assert consensus(panel_of(""), scale_of(), decision("mean", "lower")).why is Undecided.NO_RATINGS


RULES = st.sampled_from(["majority", "median", "mean", "unanimous"])
COUNTS = st.lists(st.integers(0, 5), min_size=2, max_size=5)


def scale_with(n_levels):
    levels = tuple(Level(id=f"l{index}", label=f"{index}", score=float(index)) for index in range(n_levels))
    return Scale(type="ordinal", levels=levels)


@settings(deadline=None)
@given(rule=RULES, ties=st.sampled_from(["lower", "higher", "undecided"]), counts=COUNTS)
def test_a_level_or_a_reason_and_never_both(rule, ties, counts):
    found = consensus(Panel(tuple(counts)), scale_with(len(counts)), decision(rule, ties))
    assert (found.level is None) is (found.why is not None)


@settings(deadline=None)
@given(rule=RULES, counts=COUNTS.filter(any))
def test_lower_and_higher_agree_exactly_where_there_is_a_winner(rule, counts):
    panel, scale = Panel(tuple(counts)), scale_with(len(counts))
    lower, higher, undecided = (
        consensus(panel, scale, decision(rule, ties)) for ties in ("lower", "higher", "undecided")
    )
    assert lower.level <= higher.level
    assert (undecided.level is not None) is (not undecided.tied)
    if not undecided.tied:
        assert lower == higher == undecided


@settings(deadline=None)
@given(
    rule=st.sampled_from(["median", "mean", "unanimous"]),
    ties=st.sampled_from(["lower", "higher"]),
    counts=COUNTS.filter(any),
    data=st.data(),
)
def test_a_higher_rating_never_lowers_a_median_a_mean_or_a_unanimous_level(rule, ties, counts, data):
    scale = scale_with(len(counts))
    before = consensus(Panel(tuple(counts)), scale, decision(rule, ties)).level
    source = data.draw(st.sampled_from([level for level, count in enumerate(counts) if count]))
    target = data.draw(st.integers(source, len(counts) - 1))
    counts[source] -= 1
    counts[target] += 1
    assert consensus(Panel(tuple(counts)), scale, decision(rule, ties)).level >= before


@settings(deadline=None)
@given(low=st.integers(0, 6), high=st.integers(0, 6), ties=st.sampled_from(["lower", "higher"]))
def test_a_higher_rating_never_lowers_a_majority_on_two_levels(low, high, ties):
    before = consensus(Panel((low + 1, high)), scale_with(2), decision("majority", ties)).level
    after = consensus(Panel((low, high + 1)), scale_with(2), decision("majority", ties)).level
    assert after >= before


def test_a_higher_rating_can_lower_a_majority_on_three_levels(panel_of, scale_of):
    # the level chosen most often loses a vote to the top, and a lower level catches up
    lower = decision("majority", "lower")
    assert consensus(panel_of("0 0 1 1 1"), scale_of(), lower).level == 1
    assert consensus(panel_of("0 0 1 1 2"), scale_of(), lower).level == 0
