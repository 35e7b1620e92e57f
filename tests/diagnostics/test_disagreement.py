import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mcqa.diagnostics.cells import stack
from mcqa.diagnostics.disagreement import disagreements, unequal_pairs
from mcqa.diagnostics.levels import level_use
from mcqa.diagnostics.sample import sample
from mcqa.diagnostics.yardstick import Yardstick

QUICK = Yardstick(replicates=200)

# three units, one criterion, four raters; -1 is a blank
BY_HAND = np.array([[[2, 2, 1, -1]], [[0, 2, 2, 2]], [[-1, -1, -1, 2]]])


@pytest.fixture
def by_hand(pilots):
    return stack(pilots.ratings_of(BY_HAND, pilots.rubric_of(1)))


def test_shares_against_theory():
    shares, sizes = unequal_pairs(BY_HAND[:, 0])
    assert shares == pytest.approx([2 / 3, 1 / 2, 0])
    assert sizes.tolist() == [3, 4, 1]


@given(arrays(np.int32, st.tuples(st.integers(1, 6), st.integers(1, 6)), elements=st.integers(-1, 3)), st.randoms())
def test_shares_do_not_depend_on_the_order_of_raters_nor_on_names_of_levels(codes, random):
    shares, _ = unequal_pairs(codes)
    order = list(range(codes.shape[1]))
    random.shuffle(order)
    names = [0, 1, 2, 3]
    random.shuffle(names)
    renamed = np.where(codes < 0, -1, np.array(names)[codes])
    assert np.allclose(unequal_pairs(codes[:, order])[0], shares)
    assert np.allclose(unequal_pairs(renamed)[0], shares)
    assert ((shares >= 0) & (shares <= 1)).all()


def test_leaving_one_out_against_theory(by_hand):
    (found,) = disagreements(by_hand, frozenset(), QUICK, seed=0)
    assert found.core.share == pytest.approx(7 / 12)
    assert (found.core.n_rows, found.core.n_pairs, found.n_units_split) == (2, 9, 2)
    without = {each.rater: each.share for each in found.without_rater}
    # without R01: 2,1 and 2,2,2; without R02: 2,1 and 0,2,2; without R03: 2,2 and 0,2,2; without R04: 2,2,1 and 0,2,2
    assert without == pytest.approx({"R01": 1 / 2, "R02": 5 / 6, "R03": 1 / 3, "R04": 2 / 3})


def test_raters_singled_out_leave_the_core_only(by_hand):
    (found,) = disagreements(by_hand, frozenset({0}), QUICK, seed=0)
    assert found.everyone.share == pytest.approx(7 / 12)
    assert found.core.share == pytest.approx(1 / 2)


def test_nobody_to_compare_with_is_none_not_zero(pilots):
    cells = stack(pilots.ratings_of([[[2, -1]], [[-1, 1]]], pilots.rubric_of(1)))
    (found,) = disagreements(cells, frozenset(), QUICK, seed=0)
    assert found.core.share is None
    assert found.core.tail is None
    assert found.core.tail_adjusted is None


def test_where_all_criteria_are_alike_none_stands_out_from_the_typical_one(pilots):
    cells = stack(pilots.Pilot(3, accuracy=0.6).ratings())
    found = disagreements(cells, frozenset(), QUICK, seed=0)
    above = [each for each in found if each.core.tail <= 0.02]
    assert len(above) > 15
    assert sum(each.core.typical_tail <= 0.02 for each in found) <= 2


def test_sample_against_theory(by_hand):
    found = sample(by_hand, 0, "met")
    assert found.level_counts == (1, 1, 6)
    assert (found.n_units, found.n_units_paired, found.n_raters, found.n_ratings, found.n_pairs) == (3, 2, 4, 8, 9)
    assert (found.modal_level, found.modal_share, found.share_at_cut, found.n_levels_used) == ("met", 0.75, 0.75, 3)


def test_levels_against_theory(by_hand):
    (found,) = level_use(by_hand)
    low, high = found.neighbours
    # unit 1 holds two of its three pairs between partly met and met, unit 2 three of its six between not met and met
    assert (low.share, high.share, found.extremes.share) == pytest.approx((0, 4 / 7, 3 / 7))
    assert (high.n_pairs, high.n_units, found.extremes.n_pairs) == (2, 1, 3)
    # the spread 1, 1, 6 would give 1, 6 and 6 of 13
    assert (low.expected, high.expected, found.extremes.expected) == pytest.approx((1 / 13, 6 / 13, 6 / 13))
    assert found.middle_share == 0
    assert found.unused == ()


def test_unused_levels_know_their_occasions(pilots):
    cells = np.array([[[0, 2, 2], [2, 2, 1]], [[0, 0, 2], [2, 2, 2]]])
    (first, second) = level_use(stack(pilots.ratings_of(cells, pilots.rubric_of(2))))
    (inner,) = first.unused
    assert (inner.level, inner.inner, inner.everywhere, inner.occasions) == ("partly_met", True, False, 3)
    (end,) = second.unused
    assert (end.level, end.inner, end.everywhere, end.occasions_everywhere) == ("not_met", False, False, 4)


def test_a_scale_without_order_has_no_neighbours(pilots):
    (found,) = level_use(stack(pilots.ratings_of(BY_HAND, pilots.rubric_of(1, kind="nominal"))))
    assert found.neighbours == ()
    assert found.extremes is None
