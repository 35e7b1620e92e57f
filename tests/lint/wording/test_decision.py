"""L401: the mix in the message has no winner, and no smaller panel has one without."""

import itertools

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from mcqa.lint.document import Document
from mcqa.lint.registry import RULES
from mcqa.lint.wording.decision import smallest_undecided, undecided_mix
from mcqa.rubric.model import Decision, Level, Scale
from mcqa.rubric.read import read_rubric
from mcqa.rubric.text import parse
from mcqa.scores.consensus import Panel, Undecided, consensus

RULE_NAMES = ["majority", "median", "mean", "unanimous"]
LABELS = ["Not met", "Partly met", "Met"]


def found(kind="ordinal", **decision):
    levels = [{"id": label.lower().replace(" ", "_"), "label": label, "score": n} for n, label in enumerate(LABELS)]
    rubric = {"scale": {"type": kind, "levels": levels}, "decision": {"rule": "conjunctive", "cut": "met", **decision}}
    source = parse(yaml.safe_dump(rubric, sort_keys=False).encode(), "r.yaml")
    return list(undecided_mix(Document(reading=read_rubric(source), text=source.text), RULES["L401"].kind))


def scored(mix, rule, scores, fewest):
    scale = Scale("ordinal", tuple(Level(f"l{n}", f"L{n}", score) for n, score in enumerate(scores)))
    return consensus(Panel(mix), scale, Decision("conjunctive", "l0", consensus=rule, min_ratings=fewest))


def test_the_finding_stands_at_the_decision_and_names_the_mix_in_labels():
    (finding,) = found(consensus="majority")
    message = "the ratings Partly met, Met have no winner by majority, and no `ties` says what they become"
    assert finding.message == message
    assert finding.hint == "add `ties: lower` or `ties: higher`, or `ties: undecided` where such mixes are adjudicated"
    assert finding.location.column == 1


@pytest.mark.parametrize(
    ("rule", "fewest", "named"),
    [
        ("majority", 3, "Not met, Partly met, Met"),
        ("median", 3, "Partly met, Partly met, Met, Met"),
        ("mean", 3, "Partly met, Partly met, Met, Met"),
        ("unanimous", 3, "Partly met, Partly met, Met"),
        ("median", 8, "4 Partly met, 4 Met"),
        ("majority", 9, "1 Not met, 4 Partly met, 4 Met"),
    ],
)
def test_the_smallest_mix_that_min_ratings_lets_through(rule, fewest, named):
    (finding,) = found(consensus=rule, min_ratings=fewest)
    assert f"the ratings {named} have" in finding.message


@pytest.mark.parametrize("ties", ["lower", "higher", "undecided"])
@pytest.mark.parametrize("rule", RULE_NAMES)
def test_declared_ties_are_not_flagged(rule, ties):
    assert found(consensus=rule, ties=ties) == []


def test_on_a_nominal_scale_no_level_is_lower():
    (finding,) = found("nominal", consensus="majority", ties="lower")
    assert finding.value == "lower"
    assert found("nominal", consensus="majority", ties="undecided") == []
    (finding,) = found("nominal", consensus="majority")
    assert finding.hint == "add `ties: undecided` and adjudicate such mixes"


@pytest.mark.parametrize("rule", ["median", "mean"])
def test_a_nominal_scale_has_neither_median_nor_mean(rule):
    (finding,) = found("nominal", consensus=rule, ties="lower")
    assert finding.message == f"the levels of a nominal scale have no {rule}, so no component gets a level"


def test_an_overlay_takes_ties_from_its_base(lint, overlay):
    from mcqa.lint.settings import Settings

    assert lint(f"{overlay}decision:\n  cut: met\n", Settings(select=("L401",))).findings == ()


@given(
    st.sampled_from(RULE_NAMES),
    st.lists(st.integers(0, 9), min_size=2, max_size=4, unique=True).map(sorted),
    st.integers(1, 6),
    st.integers(0, 3),
)
def test_the_mix_has_no_winner_and_no_smaller_panel_is_without(rule, scores, fewest, cut):
    scores = [float(score) for score in scores]
    mix = smallest_undecided(rule, scores, fewest, min(cut, len(scores) - 1))
    assert scored(mix, rule, scores, fewest).why is Undecided.TIE
    for size in range(fewest, sum(mix)):
        for ranked in itertools.combinations_with_replacement(range(len(scores)), size):
            smaller = tuple(ranked.count(level) for level in range(len(scores)))
            assert scored(smaller, rule, scores, fewest).level is not None


@given(st.sampled_from(RULE_NAMES), st.integers(2, 60), st.integers(1, 10**9), st.integers(0, 60))
def test_large_panels_and_scales_are_answered_at_once(rule, levels, fewest, cut):
    mix = smallest_undecided(rule, [float(n) for n in range(levels)], fewest, min(cut, levels - 1))
    assert sum(mix) - max(2, fewest) in {0, 1}
    assert scored(mix, rule, [float(n) for n in range(levels)], 1).why is Undecided.TIE if sum(mix) < 1000 else True


def test_scores_that_are_missing_are_told_elsewhere():
    assert smallest_undecided("mean", [0.0, None], 2) is None
