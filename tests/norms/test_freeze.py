"""Baselines: shares by hand, and what small groups would give away withheld so that no subtraction brings it back."""

import json
from collections import defaultdict
from itertools import combinations, combinations_with_replacement, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from mcqa.errors import InputError
from mcqa.norms.baseline import N_BINS, bin_of
from mcqa.norms.freeze import freeze
from mcqa.scores.withheld import hidden

ROWS = ["2222", "2221", "2220", "1122", "22?2", "2222"]


def test_shares_by_hand(scores_of):
    found = freeze(scores_of(ROWS), label="pilot")
    whole = found.whole
    # U04 has a component undecided and no verdict; of the others U00 and U05 meet everything
    assert (whole.passing.met, whole.passing.n, whole.passing.share) == (2, 5, 0.4)
    assert [(one.met, one.n) for one in whole.criteria] == [(5, 6), (5, 6), (5, 5), (4, 6)]
    assert [(one.met, one.n) for one in whole.standards] == [(5, 6), (3, 5)]
    assert (found.label, whole.n_units) == ("pilot", 6)
    shares = [1, 3 / 4, 3 / 4, 2 / 4, 3 / 4, 1]
    assert whole.share_met.mean == pytest.approx(np.mean(shares))
    assert whole.share_met.sd == pytest.approx(np.std(shares, ddof=1))
    assert {at: n for at, n in enumerate(whole.share_met.histogram) if n} == {10: 1, 15: 3, 20: 2}
    expected = binomtest(2, 5).proportion_ci(0.95, method="wilson")
    assert (whole.passing.ci.low, whole.passing.ci.high) == pytest.approx((expected.low, expected.high))


@pytest.mark.parametrize("components", [1, 3, 7, 10, 20, 29, 40, 97])
def test_every_share_falls_into_the_bin_it_belongs_to(components):
    met = np.arange(components + 1)
    assert bin_of(met / components).tolist() == (met * (N_BINS - 1) // components).tolist()


def test_what_nobody_decided_has_no_share(scores_of):
    found = freeze(scores_of(["22?2"] * 4))
    assert (found.whole.criteria[2].share, found.whole.criteria[2].reason) == (None, "no_ratings")
    assert (found.whole.passing.share, found.whole.passing.n, found.whole.passing.reason) == (None, 0, "no_ratings")


def test_units_without_any_decision_do_not_count(scores_of):
    assert freeze(scores_of([*ROWS, "????", "----"])).to_json() == freeze(scores_of(ROWS)).to_json()


def test_a_set_smaller_than_the_smallest_group_is_refused(scores_of):
    with pytest.raises(InputError, match="a baseline of 2 micro-credentials would show"):
        freeze(scores_of(ROWS[:2]))
    assert freeze(scores_of(ROWS[:2]), smallest_group=2).whole.n_units == 2


def test_kinds_in_two_spellings_are_one_and_units_without_a_kind_stand_last(scores_of):
    kinds = ["State", "state ", "STATE", "", "", ""]
    found = freeze(scores_of(ROWS), kinds=kinds)
    assert [(group.kind, group.n_units, group.suppressed) for group in found.kinds] == [
        ("State", 3, False),
        ("", 3, False),
    ]


def test_a_single_small_kind_takes_the_next_smallest_with_it(scores_of):
    kinds = [*["a"] * 6, *["b"] * 4, *["c"] * 1]
    found = freeze(scores_of((ROWS * 2)[:11]), kinds=kinds)
    assert [(group.kind, group.suppressed) for group in found.kinds] == [("a", False), ("b", True), ("c", True)]
    for group in found.kinds[1:]:
        assert group.n_units is None
        assert all(one.share is one.met is one.n is None for one in (group.passing, *group.standards, *group.criteria))
        assert group.share_met.mean is group.share_met.histogram is group.share_met.n is None


def test_two_small_kinds_that_together_are_still_small_take_a_third(scores_of):
    found = freeze(scores_of((ROWS * 2)[:9]), kinds=[*"aaaabbbcd"], smallest_group=3)
    assert [group.kind for group in found.kinds if group.suppressed] == ["b", "c", "d"]


def test_a_component_that_few_of_a_kind_had_decided_is_withheld_and_so_is_the_mean_it_stands_in(scores_of):
    rows = ["2222"] * 5 + ["22?2", "22?2", "2212"]
    found = freeze(scores_of(rows), kinds=[*"aaaaabbb"])
    first, second = found.kinds
    assert not first.suppressed
    assert not second.suppressed
    # one of b was decided on the third component; from the total less a it would be known
    assert [one.reason for one in second.criteria] == [None, None, "small_group", None]
    assert [one.reason for one in first.criteria] == [None, None, "small_group", None]
    assert (first.share_met.mean, second.share_met.mean) == (None, None)
    assert found.whole.criteria[2].met == 5


def test_a_baseline_names_no_unit_and_no_rater(scores_of):
    text = json.dumps(freeze(scores_of(ROWS), kinds=["a"] * 6).to_json(), allow_nan=False)
    assert "U0" not in text
    assert "R1" not in text


@given(st.lists(st.integers(0, 9), min_size=1, max_size=8), st.integers(1, 6), st.data())
def test_what_is_withheld_is_never_one_group_nor_fewer_than_the_smallest(sizes, smallest, data):
    already = data.draw(st.sets(st.integers(0, len(sizes) - 1)))
    out = hidden(sizes, smallest, already)
    inside = [sizes[at] for at in out if sizes[at]]
    assert already <= out
    assert all(size == 0 or size >= smallest for at, size in enumerate(sizes) if at not in out)
    everything = all(at in out for at, size in enumerate(sizes) if size)
    assert not inside or everything or (len(inside) >= 2 and sum(inside) >= smallest)


@given(st.lists(st.tuples(st.text("012?", min_size=3, max_size=3), st.sampled_from("abcd")), min_size=3, max_size=16))
def test_no_count_of_a_withheld_group_follows_from_the_total_less_what_is_shown(scores_of, rows):
    """By hand of an intruder: everything shown is subtracted, and what is left is of two groups and of three units."""
    scores = scores_of([row for row, _ in rows])
    try:
        found = freeze(scores, kinds=[kind for _, kind in rows])
    except InputError:
        return
    for at in range(len(found.criterion_ids)):
        whole = found.whole.criteria[at]
        shown = [group.criteria[at] for group in found.kinds if group.criteria[at].n is not None]
        left = whole.n - sum(one.n for one in shown)
        secret = [group for group in found.kinds if group.criteria[at].n is None]
        assert left in {0, whole.n} or (left >= 3 and len(secret) >= 2)
    shown = [group for group in found.kinds if group.share_met.mean is not None]
    left = found.whole.n_units - sum(group.share_met.n for group in shown)
    assert left == 0 or not shown or left >= 3
    # nor does any component withheld follow from the mean of its own group
    for group in shown:
        assert all(one.n is not None for one in group.criteria)


def test_an_intruder_who_tries_every_set_of_ratings_finds_no_withheld_count(scores_of):
    """Kinds a, a, a, b, b, c: b and c are withheld. All sets of two components with the same baseline are compared."""
    words = ["".join(word) for word in product("02", repeat=2)]
    ways = [list(combinations_with_replacement(words, size)) for size in (3, 2, 1)]
    same = defaultdict(list)
    for groups in product(*ways):
        scores = scores_of([row for group in groups for row in group])
        same[repr(freeze(scores, kinds=[*"aaabbc"]))].append(groups)
    compared = 0
    for sets in same.values():
        for at in range(2):
            counts = {tuple(sum(row[at] == "2" for row in group) for group in groups) for groups in sets}
            (left,) = {b + c for _, b, c in counts}
            # where none or all of these three met everybody's rating is known, which no suppression can help
            if 0 < left < 3:
                compared += 1
                assert {b for _, b, _ in counts} == {left - 1, left}
    assert compared


def test_a_baseline_does_not_hang_on_the_order_of_its_units(scores_of):
    rows = ["0000", "0002", "2222", "2220", "2200", "0222", "1102"]
    kinds = [*"aaaaabc"]
    first = freeze(scores_of(rows), kinds=kinds)
    for turn in range(1, len(rows)):
        again = freeze(scores_of(rows[turn:] + rows[:turn]), kinds=kinds[turn:] + kinds[:turn])
        assert again.to_json() == first.to_json()


def test_suppression_hides_the_least_that_is_needed():
    for sizes in combinations(range(1, 8), 4):
        out = hidden(sizes, 3)
        if min(sizes) >= 3:
            assert out == frozenset()
        else:
            assert len(out) <= 3
