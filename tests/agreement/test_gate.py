"""Gates: what they take, what they refuse, and when they are met."""

from types import SimpleNamespace

import pytest

from mcqa.agreement.estimate import Estimate
from mcqa.agreement.gate import below, parse_gates
from mcqa.errors import UsageError


def result(*estimates):
    return SimpleNamespace(estimates=estimates)


def overall(value, coefficient="gwet_ac", scope="rubric", text=None):
    return Estimate(coefficient=coefficient, scope=scope, estimate=value, text=text)


def test_gates_are_read_from_name_and_value():
    assert parse_gates(["gwet_ac=0.7", "krippendorff_alpha=.667", " fleiss_kappa = -0.1"]) == (
        ("gwet_ac", 0.7),
        ("krippendorff_alpha", 0.667),
        ("fleiss_kappa", -0.1),
    )


@pytest.mark.parametrize("text", ["", "gwet_ac", "gwet_ac=", "gwet_ac=high", "=0.5", "gwet_ac:0.5", "gwet_ac=0,7"])
def test_what_is_no_gate_is_refused(text):
    with pytest.raises(UsageError):
        parse_gates([text])


@pytest.mark.parametrize("value", ["nan", "inf", "-inf", "1.01", "-2", "66.7"])
def test_a_value_that_no_coefficient_can_have_is_refused(value):
    with pytest.raises(UsageError, match="never be met or missed"):
        parse_gates([f"gwet_ac={value}"])


def test_an_unknown_coefficient_is_refused_with_the_nearest():
    with pytest.raises(UsageError) as caught:
        parse_gates(["gwett_ac=0.5"])
    assert "gwet_ac" in caught.value.hint


def test_at_the_bar_is_met_and_below_is_not():
    assert below([("gwet_ac", 0.5)], result(overall(0.5))) == ()
    (said,) = below([("gwet_ac", 0.5)], result(overall(0.499)))
    assert said == "gwet_ac is 0.499, below 0.5"


def test_the_lowest_of_several_weights_counts():
    assert len(below([("gwet_ac", 0.5)], result(overall(0.9), overall(0.4)))) == 1


def test_only_the_overall_value_counts():
    assert below([("gwet_ac", 0.5)], result(overall(0.9), overall(0.1, scope="criterion"))) == ()


def test_an_undefined_value_meets_no_gate():
    (said,) = below([("gwet_ac", -1.0)], result(overall(None, text="no unit has two ratings")))
    assert "undefined (no unit has two ratings)" in said


def test_a_value_that_was_not_computed_meets_no_gate():
    (said,) = below([("gwet_ac", 0.1)], result(overall(0.9, coefficient="fleiss_kappa")))
    assert "was not computed" in said


def test_one_that_is_smaller_the_more_reviewers_agree_is_refused():
    with pytest.raises(UsageError, match="ad_mean is smaller") as caught:
        parse_gates(["ad_mean=0.5"])
    assert "rwg=0.7" in caught.value.hint


def test_all_that_is_wrong_stands_in_one_message():
    with pytest.raises(UsageError) as caught:
        parse_gates(["gwett_ac=0.5", "gwet_ac=0.5", "fleiss_kappa=high", "conger_kappa=7", "ad_mean=1"])
    lines = caught.value.message.splitlines()
    assert lines[0].startswith("4 things are wrong")
    text = caught.value.message
    assert all(word in text for word in ("gwett_ac", "gwet_ac", '"fleiss_kappa=high"', '"conger_kappa=7"', "ad_mean"))


def test_a_gate_on_one_form_looks_at_that_form_only():
    single = Estimate(coefficient="icc", form="ICC1", scope="rubric", estimate=0.4)
    mean = Estimate(coefficient="icc", form="ICC1k", scope="rubric", estimate=0.8)
    assert below([("icc:ICC1k", 0.7)], result(single, mean)) == ()
    (said,) = below([("icc", 0.7)], result(single, mean))
    assert said == "icc (ICC1) is 0.400, below 0.7"
