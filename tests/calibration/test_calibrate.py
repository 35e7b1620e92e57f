"""Reviewers against a reference: matching, verdicts, what is left out, and how many more cases would settle it."""

import json

import numpy as np
import pytest

from mcqa.agreement.weight_matrix import WeightMatrix
from mcqa.calibration.calibrate import calibrate
from mcqa.calibration.profiles import profile_of
from mcqa.calibration.verdict import MOST_CASES
from mcqa.errors import InputError, UsageError

BLOOMBOARD = profile_of("bloomboard")
STRICT = profile_of("strict-0.70")


@pytest.fixture
def rubric(rubric_of, scale_of):
    return rubric_of([scale_of()] * 4)


def one(found, rater="R1"):
    return next(each for each in found.raters if each.rater == rater)


def test_the_figures_of_a_reviewer_by_hand(rubric, ratings_of):
    reference = ratings_of(rubric, {"E": {"A": "0 1 2 2", "B": "2 2 0 1"}})
    sheets = ratings_of(rubric, {"R1": {"A": "0 1 1 2", "B": "0 2 ? 1"}})
    found = one(calibrate(sheets, reference, rubric, BLOOMBOARD))
    # seven ratings: five exact, one a level off, one two levels off; one could not tell
    assert (found.figures.n, found.cannot_tell) == (7, 1)
    assert found.figures.exact.value == pytest.approx(5 / 7)
    assert found.figures.adjacent.value == pytest.approx(6 / 7)
    assert found.figures.direction.value == pytest.approx(-3 / 7)
    assert found.ruling.passed is False
    assert {(each.criterion, each.reference, each.given, each.n) for each in found.confusions} == {
        ("C2", "l2", "l1", 1),
        ("C0", "l2", "l0", 1),
    }
    assert [(each.criterion, each.figures.n, each.figures.exact.value) for each in found.criteria] == [
        ("C0", 2, 0.5),
        ("C1", 2, 1.0),
        ("C2", 1, 0.0),
        ("C3", 2, 1.0),
    ]


def test_names_of_units_match_whatever_their_case_and_space(rubric, ratings_of):
    reference = ratings_of(rubric, {"E": {"Cal 1": "0 1 2 2"}})
    found = calibrate(ratings_of(rubric, {"R1": {"CAL  1": "0 1 2 2"}}), reference, rubric, BLOOMBOARD)
    assert one(found).figures.n == 4


def test_several_reference_raters_are_brought_to_consensus_and_what_stays_open_is_left_out(rubric, ratings_of):
    reference = ratings_of(rubric, {"E1": {"A": "0 1 2 2"}, "E2": {"A": "0 1 0 2"}, "E3": {"A": "0 2 ? ?"}})
    # C2: one says 2, one 0, no rule for ties
    found = calibrate(ratings_of(rubric, {"R1": {"A": "0 1 2 2"}}), reference, rubric, BLOOMBOARD)
    assert (found.reference.n_cells, found.reference.n_undecided) == (3, 1)
    assert (one(found).figures.n, found.n_at_undecided, found.n_without_reference) == (3, 1, 0)
    assert [finding.name for finding in found.findings] == ["reference-undecided"]


def test_one_expert_is_a_reference_even_where_reviewers_need_several_ratings(rubric_of, scale_of, ratings_of):
    rubric = rubric_of([scale_of()] * 2, min_ratings=3)
    reference = ratings_of(rubric, {"E": {"A": "0 1"}})
    assert calibrate(ratings_of(rubric, {"R1": {"A": "0 1"}}), reference, rubric, BLOOMBOARD).reference.n_cells == 2


def test_what_the_reference_does_not_hold_is_counted_and_named(rubric, ratings_of):
    reference = ratings_of(rubric, {"E": {"A": "0 1 2 -"}})
    sheets = ratings_of(rubric, {"R1": {"A": "0 1 2 2", "X": "1 1 1 1"}})
    found = calibrate(sheets, reference, rubric, BLOOMBOARD)
    assert (one(found).figures.n, found.n_without_reference) == (3, 5)
    (finding,) = found.findings
    assert (finding.code, finding.severity.value) == ("R121", "info")
    assert "X" in finding.message


def test_who_made_the_reference_is_not_held_against_it(rubric, ratings_of):
    reference = ratings_of(rubric, {"e1": {"A": "0 1 2 2"}})
    sheets = ratings_of(rubric, {"E1": {"A": "0 1 2 2"}, "R1": {"A": "0 1 2 1"}})
    found = calibrate(sheets, reference, rubric, BLOOMBOARD)
    assert ([each.rater for each in found.raters], found.left_out) == (["R1"], ("E1",))
    assert found.findings[0].name == "reference-rater"
    with pytest.raises(InputError, match="every reviewer of the sheets is a rater of the reference"):
        calibrate(ratings_of(rubric, {"E1": {"A": "0 1 2 2"}}), reference, rubric, BLOOMBOARD)


def test_a_reviewer_with_nothing_in_common_is_undecided(rubric, ratings_of):
    reference = ratings_of(rubric, {"E": {"A": "0 1 2 2"}})
    sheets = ratings_of(rubric, {"R1": {"A": "0 1 2 2"}, "R2": {"X": "0 0 0 0"}})
    found = calibrate(sheets, reference, rubric, BLOOMBOARD)
    late = one(found, "R2")
    assert (late.figures.n, late.ruling.passed, late.ruling.reason, late.weight) == (0, None, "no_pairs", None)
    assert [finding.code for finding in found.findings] == ["R121", "R124"]


def test_a_reference_for_other_units_is_refused_with_some_of_both(rubric, ratings_of):
    reference = ratings_of(rubric, {"E": {"A": "0 1 2 2"}})
    with pytest.raises(InputError, match="other micro-credentials: it rates A, the sheets rate X, Y"):
        calibrate(ratings_of(rubric, {"R1": {"X": "0 1 2 2", "Y": "1 1 1 1"}}), reference, rubric, BLOOMBOARD)


def test_a_reference_for_other_components_or_without_any_level_is_refused(rubric, ratings_of):
    reference = ratings_of(rubric, {"E": {"A": "0 1 - -"}})
    with pytest.raises(InputError, match="that the reference has a level for"):
        calibrate(ratings_of(rubric, {"R1": {"A": "- - 2 2"}}), reference, rubric, BLOOMBOARD)
    silent = ratings_of(rubric, {"E": {"A": "? ? n n"}})
    with pytest.raises(InputError, match="holds no level"):
        calibrate(ratings_of(rubric, {"R1": {"A": "0 1 2 2"}}), silent, rubric, BLOOMBOARD)


def test_kappa_without_variation_leaves_a_kappa_profile_undecided(rubric, ratings_of):
    reference = ratings_of(rubric, {"E": {"A": "2 2 2 2", "B": "2 2 2 2"}})
    for answers in ("2 2 2 2", "2 2 2 1"):
        sheets = ratings_of(rubric, {"R1": {"A": answers, "B": "2 2 2 2"}})
        found = one(calibrate(sheets, reference, rubric, STRICT))
        assert (found.figures.kappa.value, found.ruling.passed, found.ruling.reason) == (None, None, "no_variation")
        # exact agreement is there all the same
        assert one(calibrate(sheets, reference, rubric, BLOOMBOARD)).ruling.passed is True


def test_own_bars_are_all_asked_and_one_that_is_missed_decides(rubric, ratings_of):
    reference = ratings_of(rubric, {"E": {"A": "2 2 2 2", "B": "2 2 2 2"}})
    sheets = ratings_of(rubric, {"R1": {"A": "2 2 2 1", "B": "2 2 2 2"}})
    missed = calibrate(sheets, reference, rubric, profile_of("own", exact=0.95, kappa=0.1))
    assert one(missed).ruling.passed is False
    unknown = calibrate(sheets, reference, rubric, profile_of("own", exact=0.5, kappa=0.1))
    assert (one(unknown).ruling.passed, one(unknown).ruling.reason) == (None, "no_variation")


def test_a_bar_that_is_just_reached_is_reached(rubric, ratings_of):
    reference = ratings_of(rubric, {"E": dict.fromkeys("ABCDE", "0 1 2 2")})
    sheets = ratings_of(rubric, {"R1": {**dict.fromkeys("ABCD", "0 1 2 2"), "E": "1 2 1 0"}})
    # 16 of 20 is 80 %
    found = one(calibrate(sheets, reference, rubric, BLOOMBOARD))
    assert (found.figures.exact.value, found.ruling.passed, found.ruling.sure) == (0.8, True, False)


def test_a_nominal_scale_leaves_the_class_profile_undecided(rubric_of, scale_of, ratings_of):
    rubric = rubric_of([scale_of(kind="nominal")] * 2)
    reference = ratings_of(rubric, {"E": {"A": "0 1", "B": "1 2"}})
    sheets = ratings_of(rubric, {"R1": {"A": "0 1", "B": "1 2"}})
    found = calibrate(sheets, reference, rubric, profile_of("class"))
    assert (one(found).ruling.passed, one(found).ruling.reason, found.weights) == (None, "not_ordered", "identity")
    assert calibrate(sheets, reference, rubric, BLOOMBOARD, weights="quadratic").weights == "identity"


def test_more_cases_is_the_least_number_that_makes_the_verdict_sure(rubric, ratings_of):
    units = [f"U{at}" for at in range(6)]
    reference = ratings_of(rubric, {"E": dict.fromkeys(units, "0 1 2 2")})
    answers = dict.fromkeys(units, "0 1 2 2") | {"U0": "1 1 2 2", "U3": "0 1 2 1"}
    found = one(calibrate(ratings_of(rubric, {"R1": answers}), reference, rubric, BLOOMBOARD))
    ruling, exact = found.ruling, found.figures.exact
    assert (ruling.passed, ruling.sure) == (True, False)
    assert exact.foreseen(ruling.more_cases)[0] >= 0.80
    assert all(exact.foreseen(fewer)[0] < 0.80 for fewer in range(1, ruling.more_cases))
    assert ruling.more_ratings == 4 * ruling.more_cases


def test_a_figure_at_the_bar_is_too_close_and_a_clear_one_is_sure(rubric, ratings_of):
    units = [f"U{at}" for at in range(10)]
    reference = ratings_of(rubric, {"E": dict.fromkeys(units, "0 1 2 2")})
    close = dict.fromkeys(units, "0 1 2 2") | dict.fromkeys(units[:8], "0 1 2 1")
    wrong = dict.fromkeys(units, "1 2 0 2")
    sheets = ratings_of(rubric, {"close": close, "right": dict.fromkeys(units, "0 1 2 2"), "wrong": wrong})
    found = calibrate(sheets, reference, rubric, BLOOMBOARD)
    near = one(found, "close").ruling
    assert (near.passed, near.sure, near.more_cases, near.why_not) == (True, False, None, "too_close")
    assert MOST_CASES == 200
    for name, passed in (("right", True), ("wrong", False)):
        ruling = one(found, name).ruling
        assert (ruling.passed, ruling.sure, ruling.more_cases) == (passed, True, 0)


def test_one_case_never_makes_a_verdict_sure_however_many_components_it_has(rubric_of, scale_of, ratings_of):
    rubric = rubric_of([scale_of(3)] * 29)
    answers = " ".join("012"[at % 3] for at in range(29))
    reference = ratings_of(rubric, {"E": {"A": answers}})
    found = one(calibrate(ratings_of(rubric, {"R1": {"A": answers}}), reference, rubric, BLOOMBOARD))
    # the interval is of these 29 ratings: 29 / (29 + 1.96^2) = 0.883, above the bar of 0.80
    assert found.figures.exact.ci.low == pytest.approx(0.883, abs=5e-4)
    ruling = found.ruling
    assert (ruling.passed, ruling.sure, ruling.more_cases, ruling.why_not) == (True, False, None, "too_few_units")


def test_perfect_kappa_becomes_sure_with_more_cases(rubric, ratings_of):
    reference = ratings_of(rubric, {"E": {"A": "0 1 2 2", "B": "1 1 0 2", "C": "2 0 1 0"}})
    sheets = ratings_of(rubric, {"R1": {"A": "0 1 2 2", "B": "1 1 0 2", "C": "2 0 1 0"}})
    found = one(calibrate(sheets, reference, rubric, STRICT))
    assert (found.figures.kappa.value, found.ruling.passed, found.ruling.sure) == (1, True, False)
    assert 0 < found.ruling.more_cases < MOST_CASES


def test_scales_of_several_lengths_are_pooled_and_the_bar_is_their_mean(rubric_of, scale_of, ratings_of):
    rubric = rubric_of([scale_of(2), scale_of(4), scale_of(3, "nominal")])
    units = ("A", "B", "C")
    reference = ratings_of(rubric, {"E": dict(zip(units, ("0 3 1", "1 0 0", "1 2 2"), strict=True))})
    sheets = ratings_of(rubric, {"R1": dict(zip(units, ("0 3 1", "1 1 0", "1 2 0"), strict=True))})
    found = calibrate(sheets, reference, rubric, profile_of("naep"))
    reviewer = one(found)
    # bars 0.85, 0.75 and 0.80, three ratings each
    assert reviewer.ruling.bars[0].bar == pytest.approx(0.80)
    assert reviewer.figures.exact.value == pytest.approx(7 / 9)
    # the nominal component is in neither of these: one of six is a level milder
    assert (reviewer.figures.adjacent.value, reviewer.figures.direction.value) == (1, pytest.approx(1 / 6))
    assert 0 < reviewer.figures.kappa.value < 1
    assert found.weights == "ordinal and identity"


def test_the_json_holds_the_keys_that_others_read_and_no_number_that_is_none(rubric, ratings_of):
    reference = ratings_of(rubric, {"E": {"A": "0 1 2 2"}})
    sheets = ratings_of(rubric, {"R1": {"A": "0 1 2 1"}, "R2": {"X": "0 0 0 0"}})
    found = calibrate(sheets, reference, rubric, BLOOMBOARD)
    data = json.loads(json.dumps(found.to_json(), allow_nan=False))
    assert data["profile"] == "bloomboard"
    for rater in data["raters"]:
        assert {"rater", "n", "exact", "adjacent", "kappa", "ci", "pass", "sure", "more_cases", "weight"} <= set(rater)
    first, second = data["raters"]
    assert (first["exact"], first["pass"], first["reasons"]["kappa"]) == (0.75, False, "too_few_units")
    assert (second["exact"], second["pass"], second["status"], second["reason"]) == (
        None,
        None,
        "undefined",
        "no_pairs",
    )


def test_a_matrix_of_ones_own_weighs_kappa(rubric, ratings_of):
    reference = ratings_of(rubric, {"E": {"A": "0 1 2 2", "B": "1 1 0 2"}})
    sheets = ratings_of(rubric, {"R1": {"A": "0 1 1 2", "B": "1 2 0 2"}})
    matrix = WeightMatrix(name="strict", levels=("l0", "l1", "l2"), values=np.eye(3))
    found = calibrate(sheets, reference, rubric, STRICT, weights=matrix)
    plain = calibrate(sheets, reference, rubric, STRICT, weights="identity")
    assert found.weights == "strict"
    # 6 of 8 agree; chance (2 * 2 + 3 * 3 + 3 * 3) / 64 = 22 / 64; kappa (48 - 22) / 42
    assert one(found).figures.kappa.value == one(plain).figures.kappa.value == pytest.approx(26 / 42)
    other = WeightMatrix(name="other", levels=("a", "b"), values=np.eye(2))
    with pytest.raises(UsageError, match="other"):
        calibrate(sheets, reference, rubric, STRICT, weights=other)


def test_weights_that_do_not_exist_or_do_not_fit_are_refused(rubric, ratings_of):
    ratings = ratings_of(rubric, {"R1": {"A": "0 1 2 2"}})
    with pytest.raises(UsageError, match='no weights "quadratc"'):
        calibrate(ratings, ratings, rubric, STRICT, weights="quadratc")
    with pytest.raises(UsageError, match="confidence"):
        calibrate(ratings, ratings, rubric, STRICT, confidence=95)
