"""Small groups withheld, and enough others with them: held against linear algebra."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mcqa.scores.withheld import withheld


def can_be_found(group, side, units, hidden):
    """Whether a withheld group is a sum and difference of the total and of the shown groups, whatever they hold."""
    tables = [np.asarray(column) for column in units if column is not None]
    shown = [np.ones(len(tables[0]))]
    for table, column in enumerate(tables):
        shown += [(column == each) * 1.0 for each in np.unique(column) if each not in hidden[table]]
    known = np.stack(shown)
    with_it = np.vstack([known, (tables[side] == group) * 1.0])
    return np.linalg.matrix_rank(with_it) == np.linalg.matrix_rank(known)


def sizes(column):
    return dict(zip(*np.unique(column, return_counts=True), strict=True))


def test_nothing_is_withheld_where_all_groups_are_large_enough():
    assert withheld([0, 0, 0, 1, 1, 1], [0, 0, 0, 1, 1, 1], 3) == (frozenset(), frozenset())


def test_the_next_smallest_group_goes_with_a_small_one():
    # 1, 3 and 4 units: the one alone would be the total less 3 and 4
    providers = [0, 1, 1, 1, 2, 2, 2, 2]
    assert withheld(providers, None, 3) == (frozenset({0, 1}), frozenset())


def test_two_small_groups_are_withheld_alone_when_together_they_are_large_enough():
    # 1 + 2 units make 3
    assert withheld([0, 1, 1, 2, 2, 2], None, 3)[0] == {0, 1}
    # 1 + 1 do not: the 3 go with them
    assert withheld([0, 1, 2, 2, 2, 3, 3, 3, 3], None, 3)[0] == {0, 1, 2}


def test_a_small_provider_is_not_found_from_its_state():
    # state 0 is provider 0 (4 units) and provider 1 (1 unit); state 1 is providers 2 and 3 (2 and 4 units).
    # withholding 1 and 2 would do for the providers alone, but state 0 less provider 0 is provider 1
    providers = [0, 0, 0, 0, 1, 2, 2, 3, 3, 3, 3]
    states = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1]
    hidden = withheld(providers, states, 3)
    assert hidden[0] == {0, 1, 2, 3}
    assert hidden[1] == frozenset()
    assert not any(can_be_found(group, 0, (providers, states), hidden) for group in (1, 2))


def test_a_small_provider_with_a_state_of_its_own_hides_behind_another():
    # provider 0 alone is state 0: the total less everything else, unless another part is withheld in both tables
    providers, states = [0, 1, 1, 1, 1, 2, 2, 2, 2], [0, 1, 1, 1, 1, 2, 2, 2, 2]
    hidden = withheld(providers, states, 3)
    assert 0 in hidden[0]
    assert 0 in hidden[1]
    assert not can_be_found(0, 0, (providers, states), hidden)
    assert not can_be_found(0, 1, (providers, states), hidden)
    assert len(hidden[0]) == 2


def test_a_threshold_of_one_withholds_nothing():
    assert withheld([0, 1, 2], [0, 0, 1], 1) == (frozenset(), frozenset())


@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 4)), min_size=2, max_size=24),
    st.integers(2, 4),
    st.booleans(),
)
@example([(0, 0), (1, 1), (1, 1), (1, 1)], 3, True)
@settings(deadline=None, max_examples=300)
def test_no_small_group_can_be_found_by_subtraction(pairs, smallest, both):
    providers = [provider for provider, _ in pairs]
    states = [state for _, state in pairs] if both else None
    hidden = withheld(providers, states, smallest)
    for side, column in enumerate((providers, states)):
        if column is None:
            continue
        small = {group for group, size in sizes(column).items() if size < smallest}
        assert small <= hidden[side]
        for group in small:
            # what is the whole set can be found from the total, whatever is withheld
            if sizes(column)[group] < len(pairs) and len(sizes(column)) > 1:
                assert not can_be_found(group, side, (providers, states), hidden)


@given(st.lists(st.integers(0, 5), min_size=1, max_size=30), st.integers(2, 4))
def test_what_is_withheld_does_not_depend_on_the_order_of_units(providers, smallest):
    assert withheld(providers, None, smallest) == withheld(sorted(providers), None, smallest)


@pytest.mark.parametrize("n", [2_000])
def test_many_groups_are_done_at_once(n):
    providers = [unit // 4 for unit in range(n)]
    states = [unit % 50 for unit in range(n)]
    providers[-1] = n
    first, second = withheld(providers, states, 3)
    assert n in first
    assert len(first) == 2
    assert second == frozenset()
