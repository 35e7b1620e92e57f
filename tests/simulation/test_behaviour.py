from __future__ import annotations

from collections import Counter

import pytest

from mcqa.errors import UsageError
from mcqa.simulation.pilot import ExpectedFinding, ExpectedRecommendation
from mcqa.simulation.simulate import simulate

C = "C05.1"


def position(rubric, cell) -> int:
    return rubric.criterion(cell.criterion).scale.position(cell.level)


def only(pilot) -> object:
    (plant,) = pilot.plants
    (answer,) = plant.expected
    return answer


def by_unit(cells) -> dict[str, list[str]]:
    units: dict[str, list[str]] = {}
    for cell in cells:
        units.setdefault(cell.unit, []).append(cell.level)
    return units


@pytest.mark.parametrize("fault", ["vague-level", "double-demand", "hidden-evidence", "all-met"])
def test_a_plant_on_a_component_changes_that_component_alone(full, changed, fault):
    plain, planted = simulate(full), simulate(full, plants=[f"{fault}={C}"])
    places = changed(plain, planted)
    assert {criterion for _, _, criterion in places} == {C}
    assert planted.plants[0].argument == C


def test_vague_level_makes_everybody_waver_between_two_neighbouring_levels(full, cells_of):
    pilot = simulate(full, units=60, raters=20, plants=[f"vague-level={C}"])
    inside = [cell for cell in cells_of(pilot, C) if pilot.truth[cell.unit][C] in ("partly_met", "met")]
    shares = Counter(cell.level for cell in inside)
    assert set(shares) == {"partly_met", "met"}
    assert shares["met"] / len(inside) == pytest.approx(0.5, abs=4 * 0.5 / len(inside) ** 0.5)
    for rater in ("R01", "R05"):
        assert {cell.level for cell in inside if cell.rater == rater} == {"partly_met", "met"}
    assert only(pilot) == ExpectedRecommendation(
        criterion=C, action="clarify_wording", cause="rubric", levels=("partly_met", "met")
    )


def test_double_demand_splits_every_unit_between_the_lowest_and_the_highest_level(full, cells_of):
    pilot = simulate(full, missing=0, cannot_tell=0, not_applicable=0, plants=[f"double-demand={C}"])
    for levels in by_unit(cells_of(pilot, C)).values():
        assert sorted(Counter(levels).items()) in ([("met", 2), ("not_met", 3)], [("met", 3), ("not_met", 2)])
    assert only(pilot) == ExpectedRecommendation(
        criterion=C, action="split_criterion", cause="rubric", levels=("not_met", "met")
    )


def test_harsh_rater_lowers_one_rater_in_most_cells_and_nobody_else(full, changed):
    plain, planted = simulate(full), simulate(full, plants=["harsh-rater=R04"])
    places = changed(plain, planted)
    assert {rater for _, rater, _ in places} == {"R04"}
    before = {cell.source: cell for cell in plain.cells if cell.rater == "R04" and cell.status == "rated"}
    after = {cell.source: cell for cell in planted.cells if cell.rater == "R04" and cell.status == "rated"}
    falls = [position(full, before[place]) - position(full, after[place]) for place in before]
    assert set(falls) == {0, 1}
    could_fall = sum(position(full, cell) > 0 for cell in before.values())
    assert sum(falls) / could_fall == pytest.approx(0.6, abs=4 * (0.24 / could_fall) ** 0.5)
    assert only(planted) == ExpectedRecommendation(
        criterion=None, action="retrain_raters", cause="rater", raters=("R04",)
    )


def test_group_reads_differently_lowers_one_group_on_one_component(full, changed):
    plain, planted = simulate(full), simulate(full, plants=[f"group-reads-differently=teacher:{C}"])
    group = {rater.id: rater.group for rater in plain.raters}
    assert {(group[rater], criterion) for _, rater, criterion in changed(plain, planted)} == {("teacher", C)}
    after = {(cell.unit, cell.rater): cell for cell in planted.cells if cell.criterion == C}
    for cell in plain.cells:
        if cell.criterion == C and cell.status == "rated" and group[cell.rater] == "teacher":
            assert position(full, after[cell.unit, cell.rater]) == max(position(full, cell) - 1, 0)
    assert only(planted) == ExpectedRecommendation(
        criterion=C, action="retrain_raters", cause="group", groups=("teacher",)
    )


def test_hidden_evidence_leaves_most_unable_to_tell(full):
    pilot = simulate(full, plants=[f"hidden-evidence={C}"])
    statuses = Counter(cell.status for cell in pilot.cells if cell.criterion == C)
    assert statuses["cannot_tell"] > 0.55 * statuses.total()
    assert only(pilot) == ExpectedRecommendation(criterion=C, action="supply_evidence", cause="evidence")


def test_all_met_takes_all_variation_from_truth_and_ratings(full, cells_of):
    pilot = simulate(full, plants=[f"all-met={C}"])
    assert {cell.level for cell in cells_of(pilot, C)} == {"met"}
    assert {levels[C] for levels in pilot.truth.values()} == {"met"}
    assert only(pilot) == ExpectedRecommendation(criterion=C, action="widen_sample", cause="sample")


def test_straight_liner_gives_the_highest_level_everywhere(mixed, changed):
    plain, planted = simulate(mixed), simulate(mixed, plants=["straight-liner=R02"])
    assert {rater for _, rater, _ in changed(plain, planted)} == {"R02"}
    mine = [cell for cell in planted.cells if cell.rater == "R02"]
    for cell in mine:
        assert (cell.level, cell.status, cell.comment) == (
            mixed.criterion(cell.criterion).scale.level_ids[-1],
            "rated",
            "",
        )
    assert only(planted) == ExpectedFinding(code="R105", name="straight-lining", file="R02.xlsx", subject="R02")


def test_unused_level_moves_its_ratings_to_the_neighbours_and_no_others(full, changed):
    plain, planted = simulate(full), simulate(full, plants=["unused-level=partly_met"])
    assert "partly_met" not in {cell.level for cell in planted.cells}
    old = {(cell.unit, cell.rater, cell.criterion): cell.level for cell in plain.cells}
    new = {(cell.unit, cell.rater, cell.criterion): cell.level for cell in planted.cells}
    moved = {place for place in old if old[place] != new[place]}
    assert moved == {place for place in old if old[place] == "partly_met"}
    assert moved == changed(plain, planted)
    assert {new[place] for place in moved} == {"not_met", "met"}
    assert only(planted) == ExpectedFinding(code="R108", name="unused-level", subject="partly_met")


def test_plants_without_argument_choose_different_components_and_leave_the_named_one_alone(full):
    plants = ["vague-level", "double-demand", "hidden-evidence", "all-met", f"all-met={C}"]
    for seed in range(10):
        targets = [plant.argument for plant in simulate(full, seed=seed, plants=plants).plants]
        assert len(set(targets)) == 5
        assert C in targets


def test_the_same_thing_is_wrong_in_every_round(full):
    plants = ["vague-level", "harsh-rater"]
    first, second = (simulate(full, round_id=name, plants=plants) for name in ("round-1", "round-2"))
    assert [plant.argument for plant in first.plants] == [plant.argument for plant in second.plants]


@pytest.mark.parametrize(
    ("plants", "words"),
    [
        ([f"vague-level={C}", f"all-met={C}"], "has a plant already"),
        (["harsh-rater=R04", "straight-liner=R04"], "has a plant already"),
        (["group-reads-differently=parents"], "no reviewer group"),
    ],
)
def test_plants_that_do_not_go_together_are_refused(full, plants, words):
    with pytest.raises(UsageError, match=words):
        simulate(full, plants=plants)


def test_a_component_whose_scale_cannot_hold_the_plant_is_refused(mixed):
    with pytest.raises(UsageError, match="needs 3 or more ordered levels"):
        simulate(mixed, plants=["double-demand=C02.2"])
