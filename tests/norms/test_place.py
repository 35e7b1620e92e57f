"""Placing: percentiles by hand, intervals against simulation, gaps in their order, and baselines that do not fit."""

import json
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from mcqa.errors import InputError, UsageError
from mcqa.norms.freeze import freeze
from mcqa.norms.percentile import binomial_error, chances_of_shares, percentile_limits
from mcqa.norms.place import place

ROWS = ["2222", "2221", "2220", "1122", "22?2", "2222"]


def test_percentiles_by_hand(scores_of):
    baseline = freeze(scores_of(ROWS))
    found = place(scores_of(["2222", "2200", "0000", "2220"]), baseline)
    # shares of the baseline: 1/2, three of 3/4, two of 1: below 1 are four and half of two, and so on
    assert [unit.percentile for unit in found.units] == [5 / 6, 0.5 / 6, 0.0, 2.5 / 6]
    assert [unit.share_met for unit in found.units] == [1.0, 0.5, 0.0, 0.75]
    for unit in found.units:
        assert 0 <= unit.interval.low <= unit.percentile <= unit.interval.high <= 1
        assert unit.error_method == "binomial_components"


def test_a_known_share_has_the_jeffreys_interval_of_its_rank(scores_of):
    baseline = freeze(scores_of(ROWS))
    (unit,) = place(scores_of(["2220"]), baseline, errors=[0.0]).units
    expected = beta.ppf([0.025, 0.975], 2.5 + 0.5, 3.5 + 0.5)
    assert (unit.interval.low, unit.interval.high) == pytest.approx(tuple(expected), abs=1e-8)
    assert (unit.error_method, unit.standard_error) == ("fresh_panel", 0.0)


def test_the_interval_takes_in_both_uncertainties_as_a_simulation_does():
    n, met, applying, error = 40.0, 8, 10, 0.1
    ranks = np.linspace(0, n, applying + 1)
    got = percentile_limits(ranks, chances_of_shares(met, applying, error), n, 0.95)
    rng = np.random.default_rng(5)
    shares = np.clip(np.round(rng.normal(met, error * applying, 400_000)), 0, applying).astype(int)
    drawn = rng.beta(ranks[shares] + 0.5, n - ranks[shares] + 0.5)
    assert got == pytest.approx(tuple(np.quantile(drawn, [0.025, 0.975])), abs=0.005)


def test_the_error_under_a_fresh_panel_is_taken_where_it_is_known(scores_of):
    scores = scores_of(["2220", "2222"])
    chances = SimpleNamespace(share_met_se=np.array([0.125, 0.0]), known=np.array([True, False]))
    known, unknown = place(replace(scores, chances=chances), freeze(scores_of(ROWS))).units
    assert (known.standard_error, known.error_method) == (0.125, "fresh_panel")
    assert (unknown.standard_error, unknown.error_method) == (binomial_error(4, 4), "binomial_components")


@given(st.integers(1, 40), st.data(), st.floats(0, 0.5))
def test_chances_of_shares_are_chances(applying, data, error):
    met = data.draw(st.integers(0, applying))
    chances = chances_of_shares(met, applying, error)
    assert chances.sum() == pytest.approx(1)
    assert (chances >= 0).all()
    # between the ends the nearest share is the likeliest
    assert chances[met] >= chances[1:-1].max(initial=0) - 1e-12


@given(st.integers(1, 60), st.data())
def test_nobody_is_certain_of_a_share(applying, data):
    met = data.draw(st.integers(0, applying))
    assert 0 < binomial_error(met, applying) <= 0.5


def test_more_units_in_the_baseline_make_the_place_surer(scores_of):
    widths = []
    for times in (1, 5, 40):
        (unit,) = place(scores_of(["2220"]), freeze(scores_of(ROWS * times)), errors=[0.0]).units
        widths.append(unit.interval.high - unit.interval.low)
    assert widths == sorted(widths, reverse=True)
    assert widths[-1] < 0.15


def test_a_place_that_spans_half_of_the_baseline_is_called_wide(scores_of):
    (few,) = place(scores_of(["2220"]), freeze(scores_of(ROWS))).units
    (many,) = place(scores_of(["2222"]), freeze(scores_of(ROWS * 50)), errors=[0.01]).units
    assert few.wide
    assert not many.wide


def test_what_others_meet_most_often_comes_first_among_the_gaps(scores_of):
    # met shares of the four components: 5/6, 5/6, 5/5, 4/6
    (unit,) = place(scores_of(["2?00"]), freeze(scores_of(ROWS))).units
    assert [part.name for part in unit.gaps] == ["C02", "C03"]
    assert [part.name for part in unit.gaps_in_standards] == ["S02"]
    assert unit.to_json()["commonly_met_not_here"] == ["C02", "C03"]
    assert unit.undecided == 1
    json.dumps(unit.to_json(), allow_nan=False)


def test_the_own_kind_is_shown_beside_the_whole_where_the_baseline_shows_it(scores_of):
    baseline = freeze(scores_of([*ROWS, "2222", "1111"]), kinds=[*"aaaabbcc"])
    found = place(scores_of(["2220"] * 4), baseline, kinds=["A ", "c", "z", ""])
    one, small, unknown, none = found.units
    assert one.kind_mean == pytest.approx(np.mean([1, 0.75, 0.75, 0.5]))
    assert one.criteria[3].kind.share == 0.5
    assert (small.kind_mean, small.kind_reason) == (None, "small_group")
    assert (unknown.kind_mean, unknown.kind_reason) == (None, "not_in_baseline")
    assert (none.kind, none.kind_reason) == (None, "no_kind")


def test_units_without_any_decision_are_named_and_left_out(scores_of):
    found = place(scores_of(["2222", "????"]), freeze(scores_of(ROWS)))
    assert [unit.unit for unit in found.units] == ["U00"]
    assert found.left_out == ("U01",)
    with pytest.raises(InputError, match="decided"):
        place(scores_of(["????"]), freeze(scores_of(ROWS)))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"id": "other"}, "frozen with small 1.0.0, and the sheets are read with other 1.0.0"),
        ({"version": "1.1.0"}, "frozen with small 1.0.0, and the sheets are read with small 1.1.0"),
        ({"sha256": "cd" * 32}, "another file of small 1.0.0: the text of the rubric has changed"),
    ],
)
def test_another_rubric_is_refused_with_the_difference(scores_of, rubric_of, change, said):
    with pytest.raises(UsageError, match=said) as stopped:
        place(scores_of(["2222"], rubric_of(**change)), freeze(scores_of(ROWS)))
    assert "mcqa rubric diff" in stopped.value.hint


def test_another_rule_is_refused_with_every_difference(scores_of):
    with pytest.raises(UsageError) as stopped:
        place(scores_of(["2222"], consensus="median", ties="higher"), freeze(scores_of(ROWS)))
    assert stopped.value.faults == ("consensus median (baseline: majority)", "ties higher (baseline: lower)")


@pytest.mark.parametrize("change", ["criterion_ids", "standard_ids", "cut"])
def test_a_baseline_that_somebody_changed_is_refused(scores_of, change):
    frozen = freeze(scores_of(ROWS))
    if change == "cut":
        changed = replace(frozen, decision=frozen.decision._replace(cut="none"))
    else:
        changed = replace(frozen, **{change: getattr(frozen, change)[1:]})
    with pytest.raises(UsageError, match="it was changed"):
        place(scores_of(["2222"]), changed)
