import numpy as np
import pytest

from mcqa.diagnostics.cells import stack
from mcqa.diagnostics.raters import rater_profiles
from mcqa.diagnostics.yardstick import Yardstick


def profiles(pilot):
    ratings = pilot.ratings()
    return {each.rater: each for each in rater_profiles(stack(ratings), ratings.group_of_rater, Yardstick())}


def test_severity_of_an_additive_table_against_theory(pilots):
    # level = 3 + unit - rater, everybody rates everything: the effects are the rater's own numbers about their median
    unit, lean = np.arange(4)[:, None, None], np.array([0, 1, 0, -1, 0])
    cells = 3 + unit - np.broadcast_to(lean, (4, 6, 5))
    ratings = pilots.ratings_of(cells, pilots.rubric_of(6, 8))
    found = rater_profiles(stack(ratings), {}, Yardstick())
    assert [each.severity.value for each in found] == pytest.approx([0, 1, 0, -1, 0], abs=1e-12)
    assert [each.severity.standard_error for each in found] == pytest.approx([0] * 5, abs=1e-9)


def test_being_teamed_with_a_harsh_rater_makes_nobody_lenient_against_theory(pilots):
    # R02 is one level lower throughout and meets R01 and R03 only; R04 and R05 meet R03
    cells = np.full((6, 4, 5), -1)
    cells[:3, :, [0, 1, 2]] = [4, 3, 4]
    cells[3:, :, [2, 3, 4]] = 4
    ratings = pilots.ratings_of(cells, pilots.rubric_of(4, 6))
    found = rater_profiles(stack(ratings), {}, Yardstick())
    assert [each.severity.value for each in found] == pytest.approx([0, 1, 0, 0, 0], abs=1e-12)


def test_raters_that_share_nothing_have_no_severity(pilots):
    cells = np.array([[[2, -1]], [[-1, 1]]])
    found = rater_profiles(stack(pilots.ratings_of(cells, pilots.rubric_of(1))), {}, Yardstick())
    assert [each.severity for each in found] == [None, None]
    assert [each.exact_agreement for each in found] == [None, None]


def test_the_standard_error_of_severity_covers_the_truth_in_clean_pilots(pilots):
    inside = []
    for seed in range(15):
        pilot = pilots.Pilot(seed)
        inside += [each.severity.low <= 0 <= each.severity.high for each in profiles(pilot).values()]
    # 180 intervals at 95 %, each about a median that is itself estimated
    assert np.mean(inside) > 0.87


def test_a_harsh_rater_is_singled_out_and_nobody_else(pilots):
    for seed in range(5):
        found = profiles(pilots.Pilot(seed).harsh(3, share=0.6))
        assert [name for name, each in found.items() if each.singled_out] == ["R04"]
        assert found["R04"].severity.value == pytest.approx(0.6, abs=0.2)


def test_nobody_is_singled_out_in_clean_pilots(pilots):
    singled_out = [
        each.rater for seed in range(15) for each in profiles(pilots.Pilot(seed)).values() if each.singled_out
    ]
    assert singled_out == []


def test_nobody_is_singled_out_where_everybody_is_careless(pilots):
    found = profiles(pilots.Pilot(2, accuracy=0.55))
    assert not any(each.singled_out for each in found.values())


def test_one_level_everywhere_is_noticed_only_where_there_was_occasion_for_another(pilots):
    weak = profiles(pilots.Pilot(1, prevalence=0.7).straight(5))
    assert weak["R06"].straight_lined
    assert weak["R06"].n_occasions >= 5
    fine = profiles(pilots.Pilot(1, prevalence=1.0, accuracy=0.97).straight(5))
    assert not fine["R06"].straight_lined
