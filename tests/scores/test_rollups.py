"""Scores added up, held against counts made by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcqa.scores.rollups import rollups
from mcqa.scores.score import score
from mcqa.scores.unit_places import UnitPlaces
from mcqa.scoresheets.lists.units import UnitEntry

UNITS = {
    "MC-01": {"C01.1": "2 2 2", "C01.2": "2 2 1", "C02.1": "2 2 2"},
    "MC-02": {"C01.1": "2 0 2", "C01.2": "1 1 1", "C02.1": "1 1 -"},
    "MC-03": {"C01.1": "2 2 2", "C01.2": "? ? 2", "C02.1": "n n n"},
    "MC-04": {"C01.1": "0 0 2", "C01.2": "1 1 1", "C02.1": "2 2 2"},
}


@pytest.fixture
def rubric(rubric_of, criterion_of):
    roles = {"C01.1": ("developer", "issuer"), "C01.2": ("issuer",), "C02.1": ()}
    return rubric_of([criterion_of(name, roles=own) for name, own in roles.items()])


@pytest.fixture
def scores(rubric, ratings_of):
    return score(ratings_of(rubric, UNITS), rubric)


def places(*pairs):
    entries = tuple(
        UnitEntry(unit=f"MC-{at}", provider=provider, state=state) for at, (provider, state) in enumerate(pairs)
    )
    return UnitPlaces(units=tuple(entry.unit for entry in entries), entries=entries)


def test_standards_count_the_units_to_which_they_apply(scores):
    first, second = rollups(scores).standards
    # S01: MC-01 met; MC-02 not (C01.2 below); MC-03 open (C01.2); MC-04 not (both below)
    assert (first.n, first.met, first.not_met, first.undecided) == (4, 1, 2, 1)
    assert first.blocking == (("C01.2", 2), ("C01.1", 1))
    # S02 does not apply to MC-03; MC-02 has not met it
    assert (second.n, second.met, second.not_met, second.undecided) == (3, 2, 1, 0)
    assert second.blocking == (("C02.1", 1),)


def test_the_share_met_is_of_those_with_a_verdict_and_has_wilsons_interval(scores):
    first, _ = rollups(scores).standards
    assert first.share_met == pytest.approx(1 / 3)
    # z = 1.959964: centre (1/3 + z^2/6) / (1 + z^2/3) = 0.426924, half-width 0.365423
    assert first.interval.low == pytest.approx(0.061492, abs=2e-5)
    assert first.interval.high == pytest.approx(0.792345, abs=2e-5)
    assert (first.interval.level, first.interval.method) == (0.95, "wilson")


def test_a_standard_without_any_verdict_has_no_share(rubric, ratings_of):
    scores = score(ratings_of(rubric, {"MC-01": {"C01.1": "? ?", "C01.2": "2 2", "C02.1": "n n"}}), rubric)
    first, second = rollups(scores).standards
    assert (first.share_met, first.interval, first.reason) == (None, None, "all_undecided")
    assert (second.n, second.share_met, second.reason) == (0, None, "not_applicable")


def test_each_role_learns_on_what_it_must_act_and_where(scores):
    found = {one.role: one for one in rollups(scores).roles}
    assert list(found) == ["developer", "issuer", "unassigned"]
    assert [(one.criterion, one.units) for one in found["developer"].components] == [("C01.1", ("MC-04",))]
    # a component of two roles counts for each
    assert [(one.criterion, one.units, one.n) for one in found["issuer"].components] == [
        ("C01.2", ("MC-02", "MC-04"), 2),
        ("C01.1", ("MC-04",), 1),
    ]
    assert (found["issuer"].n_units, found["issuer"].n_cells) == (2, 3)
    assert [(one.criterion, one.units) for one in found["unassigned"].components] == [("C02.1", ("MC-02",))]


def test_without_a_list_there_is_nothing_by_provider(scores):
    found = rollups(scores)
    assert (found.providers, found.states, found.reason) == (None, None, "no_units_list")


def test_a_list_without_states_gives_providers_alone(scores):
    found = rollups(scores, places(*[("Acme", "")] * 4))
    assert (len(found.providers), found.states, found.reason) == (1, None, "not_listed")


def test_providers_and_states_are_counted(scores):
    pairs = [("Acme", "WY"), (" acme", "WY"), ("Beta", "AR"), ("", "AR")]
    found = rollups(scores, places(*pairs), smallest_group=1)
    acme, beta, unknown = found.providers
    assert (acme.name, acme.n, acme.met, acme.not_met, acme.undecided) == ("Acme", 2, 1, 1, 0)
    # MC-01 met 3 of 3 and MC-02 1 of 3
    assert acme.share_components_met == pytest.approx(4 / 6)
    # of MC-03 one component is met, one undecided and one does not apply
    assert (beta.n, beta.undecided, beta.share_components_met) == (1, 1, 1.0)
    assert (unknown.name, unknown.n) == (None, 1)
    assert [(one.name, one.n) for one in found.states] == [("AR", 2), ("WY", 2)]


def test_small_groups_are_withheld_with_others_from_which_they_could_be_found(rubric, ratings_of):
    units = {f"MC-{at:02}": UNITS["MC-01"] for at in range(8)}
    scores = score(ratings_of(rubric, units), rubric)
    pairs = [*[("Acme", "WY")] * 4, *[("Beta", "WY")] * 3, ("Gamma", "WY")]
    found = rollups(scores, places(*pairs))
    assert [(one.name, one.n, one.met, one.reason) for one in found.providers] == [
        ("Acme", 4, 4, None),
        ("Beta", None, None, "hidden_with_small_group"),
        ("Gamma", None, None, "small_group"),
    ]
    assert [(one.name, one.n, one.reason) for one in found.states] == [("WY", 8, None)]


@given(st.lists(st.sampled_from(["2 2 2", "1 1 1", "? ? 2", "n n n", "2 1 0", "-"]), min_size=3, max_size=18))
@settings(deadline=None)
def test_the_parts_make_the_whole(rubric_of, criterion_of, ratings_of, answers):
    rubric = rubric_of([criterion_of(name, roles=("issuer",)) for name in ("C01.1", "C01.2", "C02.1")])
    rows = [answers[at : at + 3] for at in range(0, len(answers) - 2, 3)]
    units = {f"MC-{at}": dict(zip(("C01.1", "C01.2", "C02.1"), row, strict=True)) for at, row in enumerate(rows)}
    scores = score(ratings_of(rubric, units), rubric)
    found = rollups(scores, places(*[(f"P{at % 2}", "WY") for at in range(len(rows))]), smallest_group=1)
    for one in found.standards:
        assert one.n == one.met + one.not_met + one.undecided <= len(rows)
    for table in (found.providers, found.states):
        assert sum(one.n for one in table) == len(rows)
        assert sum(one.met for one in table) == np.count_nonzero(scores.outcome.verdict == 0)
        assert all(one.n == one.met + one.not_met + one.undecided for one in table)
    (role,) = found.roles
    assert role.n_cells == scores.outcome.blocking.sum() == sum(one.n for one in role.components)
