from itertools import product

import numpy as np
import pytest

from mcqa.diagnostics.multiplicity import benjamini_hochberg
from mcqa.diagnostics.yardstick import Yardstick, error_rate, tail


def chance_by_enumeration(share, n_rows, size, error):
    """Give the probability of at least this mean disagreement, over every outcome of every rating."""
    steps = {0: 1 - error, -1: error / 2, 1: error / 2}
    rows = []
    for outcome in product(steps, repeat=size):
        unequal = sum(a != b for a, b in product(outcome, repeat=2)) / (size * (size - 1))
        rows.append((unequal, np.prod([steps[step] for step in outcome])))
    total = 0.0
    for combination in product(rows, repeat=n_rows):
        if sum(row[0] for row in combination) / n_rows >= share - 1e-9:
            total += np.prod([row[1] for row in combination])
    return total


def test_error_rate_gives_the_agreement_it_stands_for_against_theory():
    for n_levels, wrong in ((2, 1), (3, 2), (5, 2)):
        for disagreement in (0.05, 0.15, 0.2, 0.4):
            error = error_rate(disagreement, n_levels)
            assert (1 - error) ** 2 + error**2 / wrong == pytest.approx(1 - disagreement, rel=1e-12)


def test_no_disagreement_means_no_error_and_impossible_disagreement_stays_a_probability():
    assert error_rate(0.0, 3) == 0
    assert error_rate(1.0, 2) == 0.5
    assert error_rate(1.0, 3) == pytest.approx(2 / 3)


@pytest.mark.parametrize("share", [0.2, 0.4, 0.7])
def test_tail_against_theory(share):
    exact = chance_by_enumeration(share, 2, 4, error_rate(0.2, 3))
    drawn = tail(share, [4, 4], 3, disagreement=0.2, replicates=40_000, seed=1)
    assert drawn == pytest.approx(exact, abs=0.01)


def test_tail_repeats_whatever_was_asked_before_and_does_not_depend_on_row_order():
    first = tail(0.3, [5, 4, 5, 3], 3, disagreement=0.2, replicates=500, seed=4)
    tail(0.3, [2, 2], 2, disagreement=0.15, replicates=500, seed=4)
    assert tail(0.3, [3, 5, 5, 4], 3, disagreement=0.2, replicates=500, seed=4) == first


def test_tail_is_never_zero_and_falls_with_disagreement():
    chances = [tail(share, [5] * 8, 3, disagreement=0.2, replicates=999, seed=0) for share in (0, 0.2, 0.4, 1)]
    assert chances[0] == 1
    assert chances == sorted(chances, reverse=True)
    assert chances[-1] == 1 / 1000


def test_tolerated_disagreement_follows_the_number_of_levels():
    tolerated = [Yardstick().tolerated(n_levels) for n_levels in (2, 3, 4, 5, 6, 9)]
    assert tolerated == pytest.approx([0.15, 0.2, 0.25, 0.25, 0.4, 0.4])


def test_benjamini_hochberg_against_theory():
    # the example of Benjamini & Hochberg (1995), section 3.2: four of fifteen are rejected at 0.05
    p_values = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240]
    p_values += [0.4262, 0.5719, 0.6528, 0.7590, 1.0000]
    adjusted = benjamini_hochberg(p_values)
    assert sum(value <= 0.05 for value in adjusted) == 4
    assert adjusted[0] == pytest.approx(0.0015)


def test_benjamini_hochberg_leaves_out_what_was_not_tested():
    assert benjamini_hochberg([None, 0.02, None]) == (None, 0.02, None)
    assert benjamini_hochberg([]) == ()
