from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mcqa.simulation.design import GROUPS, PANEL, assign, group_of
from mcqa.simulation.streams import Stream

designs = st.tuples(st.integers(1, 25), st.integers(1, 25), st.integers(1, 25), st.integers(0, 99)).map(
    lambda t: (t[0], t[1], min(t[2], t[1]), t[3])
)


def made(n_units: int, n_raters: int, per_unit: int, seed: int):
    groups = [group_of(rater) for rater in range(n_raters)]
    return groups, assign(n_units, groups, per_unit, Stream(seed, "assignment"))


def reachable(design) -> set[str]:
    """Walk from the first unit over shared raters."""
    seen, todo = set(), ["u0"]
    while todo:
        node = todo.pop()
        if node in seen:
            continue
        seen.add(node)
        number = int(node[1:])
        if node[0] == "u":
            todo += [f"r{rater}" for rater in design[number]]
        else:
            todo += [f"u{unit}" for unit, raters in enumerate(design) if number in raters]
    return seen


@given(designs)
def test_every_unit_gets_as_many_different_raters_as_asked(parts):
    _, design = made(*parts)
    assert len(design) == parts[0]
    assert all(len(raters) == len(set(raters)) == parts[2] for raters in design)


@given(designs)
def test_units_and_raters_hang_together_from_two_ratings_per_unit_on(parts):
    _, design = made(*parts)
    if parts[2] > 1:
        everybody = {f"u{unit}" for unit in range(len(design))} | {f"r{rater}" for raters in design for rater in raters}
        assert reachable(design) == everybody


def test_work_is_shared_evenly_off_the_panel():
    for seed in range(30):
        groups, design = made(8, 12, 5, seed)
        load = [sum(rater in raters for raters in design) for rater in range(12)]
        plain = [load[rater] for rater in range(12) if groups[rater] != PANEL]
        assert max(plain) - min(plain) <= 1
        assert min(plain) >= 2


def test_the_advisor_panel_reviews_every_unit_and_the_other_places_go_to_different_groups():
    groups, design = made(8, 12, 5, 7)
    for raters in design:
        present = [groups[rater] for rater in raters]
        assert present.count(PANEL) == 2
        assert len(set(present)) >= 3
    assert {groups[rater] for raters in design for rater in raters} == set(GROUPS)


def test_the_panel_never_takes_more_than_half_of_the_places():
    groups, design = made(30, 40, 5, 1)
    assert all(sum(groups[rater] == PANEL for rater in raters) == 2 for raters in design)
