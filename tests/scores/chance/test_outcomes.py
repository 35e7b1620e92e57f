"""What panels make of a cell, against theory."""

from itertools import product

import numpy as np
import pytest

from mcqa.rubric.model import Decision
from mcqa.scores.chance.model import answers_in, spread_errors, states_of
from mcqa.scores.chance.outcomes import outcomes
from mcqa.scores.consensus import Panel, consensus


def decision(**more):
    return Decision(**{"rule": "conjunctive", "cut": "l1", "consensus": "majority", "ties": "lower", **more})


def reports(states, accuracy, n_raters):
    said = answers_in(states, np.diag([accuracy] * 2) + (1 - accuracy) * (1 - np.eye(2)), np.zeros(2))
    return np.tile(said, (1, n_raters, 1, 1))


def test_two_of_three_raters_against_the_binomial(scale_of):
    states = states_of(scale_of(2), 1, hidden=False, inapplicable=False)
    found = outcomes(reports(states, 0.9, 3), 3, scale_of(2), decision())
    # 0.9 ** 3 + 3 * 0.9 ** 2 * 0.1 = 0.729 + 0.243 = 0.972
    assert found[0, 1, :2] == pytest.approx([0.028, 0.972])


def test_the_nodes_between_two_levels_are_the_beta_binomial(scale_of):
    """With a share uniform on (0, 1) every number of upper answers of 3 is as likely: 1 / 4 each."""
    states = states_of(scale_of(2), 1, hidden=False, inapplicable=False)
    between = states.prior[2:] / states.prior[2:].sum()
    one = answers_in(states, np.eye(2), np.zeros(2))[2:, 1]
    for upper, expected in [(0, 1), (1, 1 / 3), (2, 1 / 3), (3, 1)]:
        chance = (between * one**upper * (1 - one) ** (3 - upper)).sum()
        assert chance == pytest.approx(expected / 4)


def test_three_unanimous_answers_by_hand(scale_of):
    """Met given three at the cut: between two levels another rater agrees with (3 + 1) / (3 + 2) = 0.8 (Laplace)."""
    states = states_of(scale_of(2), 1, hidden=False, inapplicable=False)
    between = states.prior[2:] / states.prior[2:].sum()
    one = answers_in(states, np.eye(2), np.zeros(2))[2:, 1]
    after = between * one**3
    assert (after * one).sum() / after.sum() == pytest.approx(0.8)


@pytest.mark.parametrize("rule", ["majority", "median", "mean", "unanimous", "most_lenient", "strictest"])
@pytest.mark.parametrize("ties", ["lower", "undecided"])
def test_counting_mixes_against_all_answers_one_by_one(scale_of, rule, ties):
    """Four raters who differ, on three levels with two non-scores: 5 ** 4 answers."""
    scale, rule_of = scale_of(3), decision(cut="l2", consensus=rule, ties=ties, min_ratings=2)
    said = np.random.default_rng(4).dirichlet(np.ones(5), size=(1, 4, 1))
    found = outcomes(said, 4, scale, rule_of)[0, 0]
    expected = np.zeros(5)
    for answers in product(range(5), repeat=4):
        chance = np.prod([said[0, place, 0, answer] for place, answer in enumerate(answers)])
        counts = [answers.count(category) for category in range(5)]
        reached = consensus(Panel(tuple(counts[:3]), counts[3], counts[4]), scale, rule_of)
        place = 3 + (reached.why == "not_applicable") if reached.level is None else reached.level
        expected[place] += chance
    assert found == pytest.approx(expected)
    assert found.sum() == pytest.approx(1)


def test_drawn_panels_agree_with_counted_ones(scale_of):
    said = np.random.default_rng(5).dirichlet(np.ones(4), size=(40, 3, 1))
    said = np.concatenate([said[..., :2], said[..., 2:]], axis=-1)
    counted = outcomes(said, 3, scale_of(2), decision())
    drawn = outcomes(said, 3, scale_of(2), decision(), most=1)
    assert np.abs(counted - drawn).mean() < 0.03


def test_a_rater_without_weight_does_not_count(scale_of):
    """Of two raters who always disagree the one with weight wins."""
    said = np.zeros((1, 2, 1, 4))
    said[0, 0, 0, 0] = said[0, 1, 0, 1] = 1.0
    rule = decision(consensus="weighted")
    assert outcomes(said, 2, scale_of(2), rule, weights=np.array([[0.0, 1.0]]))[0, 0, 1] == 1
    assert outcomes(said, 2, scale_of(2), rule, weights=np.array([[1.0, 0.0]]))[0, 0, 0] == 1


def test_errors_are_spread_by_distance():
    # half as much with each level further: 2/3 and 1/3 of what is not right
    assert spread_errors(np.array([0.7, 0.8, 0.9]))[0] == pytest.approx([0.7, 0.2, 0.1])
    assert spread_errors(np.array([0.85])) == pytest.approx(1)


def test_pairs_of_many_levels_are_neighbours(scale_of):
    assert len(states_of(scale_of(3), 2, hidden=True, inapplicable=True).truth) == 3 + 3 * 5 + 2
    assert len(states_of(scale_of(7), 6, hidden=False, inapplicable=False).truth) == 7 + 6 * 5
