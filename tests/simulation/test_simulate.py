from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcqa.errors import UsageError
from mcqa.rubric.model import Level, Rubric, Scale
from mcqa.simulation.design import GROUPS
from mcqa.simulation.simulate import PLANT_NAMES, simulate


def test_defaults_give_the_pilot_as_planned(full):
    pilot = simulate(full)
    assert [rater.id for rater in pilot.raters] == [f"R{number:02}" for number in range(1, 13)]
    assert list(pilot.truth) == [f"MC-{number:02}" for number in range(1, 9)]
    assert {rater.group for rater in pilot.raters} == set(GROUPS)
    assert len(pilot.assignment) == 8 * 5
    assert len(pilot.cells) == 8 * 5 * 29
    assert len(pilot.workbooks) == 12
    assert pilot.plants == ()


def test_the_same_seed_gives_the_same_pilot_and_another_seed_another(full):
    assert simulate(full, seed=3) == simulate(full, seed=3)
    assert simulate(full, seed=3).truth != simulate(full, seed=4).truth


def test_comments_stand_on_about_a_fifth_of_the_cells_and_more_where_raters_differ(full):
    pilot = simulate(full, units=60, raters=20)
    rated = [cell for cell in pilot.cells if cell.status == "rated"]
    off = [bool(cell.comment) for cell in rated if cell.level != pilot.truth[cell.unit][cell.criterion]]
    on = [bool(cell.comment) for cell in rated if cell.level == pilot.truth[cell.unit][cell.criterion]]
    assert 0.15 < sum(bool(cell.comment) for cell in pilot.cells) / len(pilot.cells) < 0.27
    assert sum(off) / len(off) > 1.5 * sum(on) / len(on)
    assert not any("{" in cell.comment for cell in pilot.cells)


def test_what_is_typed_is_the_label_or_the_word_for_no_rating(mixed):
    pilot = simulate(mixed, cannot_tell=0.2, missing=0.2, not_applicable=0.2)
    words = {"missing": None, "cannot_tell": "Cannot tell", "not_applicable": "N/A"}
    for cell in pilot.cells:
        labels = {level.id: level.label for level in mixed.criterion(cell.criterion).scale.levels}
        assert cell.typed == (labels[cell.level] if cell.status == "rated" else words[cell.status])
        assert (cell.level is None) == (cell.status != "rated")
    assert {cell.status for cell in pilot.cells} == {"rated", *words}


def test_fewer_raters_than_ratings_per_unit_means_all_of_them(full):
    pilot = simulate(full, raters=3, ratings_per_unit=5)
    assert pilot.parameters.ratings_per_unit == 3
    assert len(pilot.assignment) == 8 * 3


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"units": 0}, "micro-credentials"),
        ({"raters": 0}, "reviewers"),
        ({"ratings_per_unit": 0}, "ratings"),
        ({"seed": -1}, "seed"),
        ({"accuracy": 1.2}, "accuracy"),
        ({"prevalence": -0.1}, "prevalence"),
        ({"prevalence": float("nan")}, "prevalence"),
        ({"cannot_tell": 0.6, "missing": 0.6}, "together"),
        ({"missing": -0.2, "cannot_tell": 0.5}, "smallest"),
    ],
)
def test_numbers_out_of_range_are_refused(full, changes, words):
    with pytest.raises(UsageError, match=words):
        simulate(full, **changes)


def test_a_rubric_without_components_is_refused(full):
    with pytest.raises(UsageError, match="no components"):
        simulate(replace(full, standards=()))


def test_an_unknown_plant_is_refused_with_what_was_probably_meant(full):
    with pytest.raises(UsageError) as refused:
        simulate(full, plants=["vague-levels"])
    assert refused.value.hint == 'did you mean "vague-level"?'


@pytest.mark.parametrize("name", PLANT_NAMES)
def test_an_argument_that_names_nothing_is_refused(full, name):
    with pytest.raises(UsageError, match="there is no"):
        simulate(full, plants=[f"{name}=nothing-of-that-name"])


def test_every_plant_at_once_in_any_order_is_the_same_pilot(full):
    forth = simulate(full, raters=24, plants=PLANT_NAMES)
    assert forth == simulate(full, raters=24, plants=PLANT_NAMES[::-1])
    assert [plant.fault for plant in forth.plants] == list(PLANT_NAMES)
    assert all(plant.expected for plant in forth.plants)


@st.composite
def rubrics(draw_one) -> Rubric:
    from mcqa.rubric.model import Criterion, Decision, Standard

    def own_scale() -> Scale:
        kind = draw_one(st.sampled_from(["nominal", "ordinal", "interval"]))
        n_levels = draw_one(st.integers(1, 6))
        levels = tuple(
            Level(id=f"l{n}", label=f"Level {n}", score=None if kind == "nominal" else n / 2) for n in range(n_levels)
        )
        return Scale(type=kind, levels=levels, non_scores=draw_one(st.sampled_from([(), ("cannot_tell",)])))

    criteria = tuple(
        Criterion(id=f"C{n}", title=f"Title {n}", text="", standard="S1", scale=own_scale(), descriptors={})
        for n in range(draw_one(st.integers(1, 4)))
    )
    standard = Standard(id="S1", title="One", description="", criteria=criteria)
    return Rubric(
        id="any",
        version="1.0.0",
        title="Any",
        status="local",
        language="en",
        source="",
        scale=criteria[0].scale,
        decision=Decision(rule="conjunctive", cut="l0"),
        standards=(standard,),
    )


@settings(max_examples=40, deadline=None)
@given(rubrics(), st.integers(1, 4), st.integers(1, 7), st.integers(0, 1000), st.floats(0, 1), st.floats(0, 1))
def test_any_rubric_gives_a_pilot_whose_levels_are_its_own(rubric, units, raters, seed, accuracy, prevalence):
    pilot = simulate(rubric, units=units, raters=raters, seed=seed, accuracy=accuracy, prevalence=prevalence)
    assert len(pilot.cells) == len(pilot.assignment) * len(rubric.criteria)
    for cell in pilot.cells:
        scale = rubric.criterion(cell.criterion).scale
        assert cell.level is None or cell.level in scale.level_ids
        assert cell.status != "cannot_tell" or "cannot_tell" in scale.non_scores
        assert cell.status != "not_applicable"
        assert pilot.truth[cell.unit][cell.criterion] in scale.level_ids


@settings(max_examples=60, deadline=None)
@given(rubrics(), st.lists(st.sampled_from(PLANT_NAMES), min_size=1, max_size=4), st.integers(0, 1000))
def test_any_plant_fits_any_rubric_or_is_refused_in_words(rubric, plants, seed):
    try:
        planted = [plant.fault for plant in simulate(rubric, seed=seed, plants=plants).plants]
    except UsageError as refused:
        planted, reason = None, refused.message
    assert reason if planted is None else sorted(planted) == sorted(plants)
