"""The rules that a reviewer passes by."""

import numpy as np
import pytest

from mcqa.calibration.profiles import naep_bar, profile_of
from mcqa.errors import UsageError


@pytest.mark.parametrize(
    ("levels", "bar"), [(2, 0.85), (3, 0.80), (4, 0.75), (5, 0.75), (6, 0.60), (7, 0.60), (20, 0.60), (1, 0.85)]
)
def test_naep_asks_less_of_longer_scales(levels, bar):
    assert naep_bar(levels) == bar
    assert profile_of("naep").held(np.full(7, levels)) == {"exact": bar}


def test_on_mixed_scales_the_naep_bar_is_the_mean_over_ratings():
    # three ratings on two levels, one on six: (3 * 0.85 + 0.60) / 4
    assert profile_of("naep").held(np.array([2, 2, 2, 6]))["exact"] == pytest.approx(0.7875)


def test_the_other_profiles_are_plain_numbers():
    threes = np.full(4, 3)
    assert profile_of("bloomboard").held(threes) == {"exact": 0.80}
    assert profile_of("class").held(threes) == {"adjacent": 0.80}
    assert profile_of("strict-0.70").held(threes) == {"kappa": 0.70}


def test_without_a_name_numbers_make_a_profile_and_nothing_is_naep():
    assert profile_of(None).name == "naep"
    own = profile_of(None, exact=0.7, kappa=0.5)
    assert (own.name, dict(own.bars)) == ("own", {"exact": 0.7, "kappa": 0.5})
    assert profile_of("own", adjacent=0.9).held(np.full(2, 3)) == {"adjacent": 0.9}


@pytest.mark.parametrize(
    ("name", "numbers", "said"),
    [
        ("bloombord", {}, 'no calibration profile "bloombord"'),
        ("naep", {"exact": 0.9}, "--exact cannot change"),
        ("own", {}, "has no numbers"),
        ("own", {"exact": 85.0}, "--exact is a number from 0 to 1"),
        (None, {"kappa": -1.5}, "--kappa is a number from -1 to 1"),
        (None, {"adjacent": float("nan")}, "--adjacent is a number"),
    ],
)
def test_what_is_no_rule_is_refused(name, numbers, said):
    with pytest.raises(UsageError, match=said):
        profile_of(name, **numbers)
