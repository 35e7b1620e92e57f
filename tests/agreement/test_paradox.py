"""Prevalence and bias against published numbers; every case of the work-up; which coefficient to take."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcqa.agreement.analysis import DEFAULT_COEFFICIENTS, analyse
from mcqa.agreement.beside import imbalance
from mcqa.agreement.beside.cases import CASES
from mcqa.agreement.beside.choice import which_coefficient
from mcqa.agreement.beside.imbalance import bias_index, prevalence_index
from mcqa.agreement.beside.paradox import work_up
from mcqa.agreement.estimate import ConfidenceInterval, Estimate
from mcqa.agreement.scopes import pair_scopes, scopes

TWO = {"scores": (0.0, 1.0), "labels": ["Not met", "Met"]}
THREE = {"scores": (0.0, 1.0, 2.0), "labels": ["Not met", "Partly met", "Met"]}


def leaning(scope):
    return imbalance.leaning(scope.rows, scope.matrix.raters, ordered=scope.scales[0].ordered)


def two_by_two(both_no, only_second, only_first, both_yes):
    """Ratings of two raters from the four cells of their table, level 1 is yes."""
    return [[0, 0]] * both_no + [[0, 1]] * only_second + [[1, 0]] * only_first + [[1, 1]] * both_yes


@pytest.fixture(scope="session")
def scope_of(ratings_of, scale_of):
    def make(*tables, kind="rubric", scale=THREE, **more):
        ratings = ratings_of(list(tables), scale_of(**scale), **more)
        return next(iter(scopes(ratings, [kind], listwise=False)))

    return make


@pytest.fixture(scope="session")
def worked(ratings_of, scale_of):
    """The work-up of a table with the coefficients that are made without asking."""

    def make(*tables, scale=THREE, **options):
        ratings = ratings_of(list(tables), scale_of(**scale))
        result = analyse(ratings, by=("rubric",), **options)
        (scope,) = scopes(ratings, ["rubric"], listwise=options.get("missing") == "listwise")
        return work_up(scope, {estimate.coefficient: estimate for estimate in result.estimates})

    return make


def estimate(name, value, low=None, high=None, status="ok", **more):
    ci = None if low is None else ConfidenceInterval(level=0.95, low=low, high=high, method="delta")
    return Estimate(coefficient=name, estimate=value, ci=ci, status=status, n_units_used=20, **more)


def handed(alpha=None, ac=None, kappa=None, percent=None):
    """Estimates by coefficient, each from (value, low, high)."""
    given_ = {
        "krippendorff_alpha": alpha,
        "gwet_ac": ac,
        "conger_kappa": kappa,
        "percent_agreement": percent,
    }
    return {name: estimate(name, *parts) for name, parts in given_.items() if parts is not None}


# 20 units of three raters: ratings at all levels, 3 pairs of 60 apart
VARIED = [[0, 0, 0]] * 6 + [[1, 1, 1]] * 7 + [[2, 2, 2]] * 4 + [[0, 0, 1]] + [[1, 2, 1]] + [[2, 1, 2]]


# --- the indexes


@pytest.mark.parametrize(
    ("table", "prevalence", "bias", "kappa"),
    [
        # Cicchetti & Feinstein (1990); Byrt, Bishop & Carlin (1993): PI = |a - d| / n and BI = |b - c| / n
        ((45, 9, 6, 40), 0.05, 0.03, 0.70),
        ((5, 5, 10, 80), 0.75, 0.05, 0.32),
        ((45, 15, 25, 15), 0.30, 0.10, 0.13),
        ((25, 35, 5, 35), 0.10, 0.30, 0.26),
    ],
)
def test_indexes_of_two_raters_and_two_levels_against_theory(table, prevalence, bias, kappa):
    codes = np.array(two_by_two(*table))
    found = prevalence_index(np.bincount(codes.ravel(), minlength=2)), bias_index(codes, 2)
    assert found == pytest.approx((prevalence, bias), rel=1e-12)
    # Byrt, Bishop & Carlin: kappa follows from the two indexes and PABAK
    pabak = 2 * (table[0] + table[3]) / 100 - 1
    pull = found[1] ** 2 - found[0] ** 2
    assert round((pabak + pull) / (1 + pull), 2) == kappa


def test_more_levels_and_raters_against_theory():
    assert prevalence_index(np.array([4, 4, 4])) == pytest.approx(0, abs=1e-15)
    assert prevalence_index(np.array([0, 0, 7])) == 1
    assert prevalence_index(np.array([2, 2, 6])) == pytest.approx((3 * 0.6 - 1) / 2)
    # r0 and r1 on three rows: two of three ratings would have to move; r0 and r2 on one row: that one
    codes = np.array([[0, 1, -1], [0, 1, -1], [2, 2, -1], [1, -1, 0]])
    assert bias_index(codes, 3) == pytest.approx((3 * (2 / 3) + 1 * 1) / 4)


def test_indexes_that_do_not_exist():
    assert prevalence_index(np.array([3])) is None
    assert prevalence_index(np.zeros(3, dtype=int)) is None
    assert bias_index(np.array([[0, -1], [-1, 1]]), 2) is None


def test_a_rater_who_is_harsher_is_found_and_named(scope_of):
    harsh = [[1, 1, 0], [2, 2, 1], [2, 2, 1], [1, 1, 0], [2, 1, 1], [1, 2, 0], [2, 2, 1], [1, 1, 0], [2, 2, 2]]
    found = leaning(scope_of(harsh))
    assert (found.rater, found.direction) == ("r2", -1)
    assert found.p_value < 0.05


def test_a_few_units_prove_no_leaning_against_theory(scope_of):
    # three units that all point one way: the sign test cannot go below 2 * 2^-3
    found = leaning(scope_of([[1, 0], [2, 1], [1, 0]]))
    assert found.p_value == pytest.approx(0.25)


def test_leaning_is_by_unit_not_by_row(scope_of):
    rows = [[1, 0], [2, 1], [1, 1]]
    once, often = scope_of(rows), scope_of(*[rows] * 10)
    assert leaning(often).p_value == pytest.approx(leaning(once).p_value)


@given(table=st.lists(st.lists(st.integers(-1, 2), min_size=3, max_size=3), min_size=1, max_size=8))
def test_indexes_are_shares_and_order_does_not_matter(table, scope_of):
    codes = np.array(table)
    found = bias_index(codes, 3)
    assert found is None or 0 <= found <= 1
    assert bias_index(codes[::-1, ::-1], 3) == (None if found is None else pytest.approx(found))
    leaner = leaning(scope_of(table))
    assert leaner is None or 0 < leaner.p_value < 1


def test_distinct_rows_counted_once_give_the_same(scope_of, monkeypatch):
    table = [[1, 1, 0], [2, 2, 1], [2, 1, -1], [1, -1, 0], [-1, 2, 2]] * 120
    counted = scope_of(table)
    assert len(counted.rows.codes) == 5
    monkeypatch.setattr("mcqa.statistics.rows.FEW", len(table))
    kept = scope_of(table)
    assert len(kept.rows.codes) == 600
    one, other = (work_up(scope, {}) for scope in (counted, kept))
    assert one.bias_index == pytest.approx(other.bias_index, rel=1e-12)
    assert one.leaning.p_value == pytest.approx(other.leaning.p_value, rel=1e-9, abs=1e-200)
    assert (one.leaning.rater, one.marginals, one.sentence) == (other.leaning.rater, other.marginals, other.sentence)
    assert which_coefficient(counted) == which_coefficient(kept)


# --- every case of the table, each from ratings or from intervals handed in


def case_of(scope, estimates):
    found = work_up(scope, estimates)
    assert found.sentence.endswith(".")
    assert found.sentence[0].isupper() or found.sentence.startswith("r")
    assert "\n" not in found.sentence
    assert json.dumps(found.to_json(), allow_nan=False)
    return found.case, found.sentence


def test_nobody_rated(scope_of):
    assert case_of(scope_of([[-1, -1]]), {}) == ("no_pairs", "Nobody rated here: there is nothing to compare.")


def test_one_reviewer(scope_of):
    case, sentence = case_of(scope_of([[0, -1], [2, -1]]), {})
    assert case == "one_reviewer"
    assert sentence == "Only one reviewer rated here: agreement needs at least two."


def test_no_two_ratings_of_anything(scope_of):
    case, sentence = case_of(scope_of([[0, -1], [-1, 2]]), {})
    assert case == "no_pairs"
    assert sentence.startswith("No micro-credential was rated by two reviewers")


def test_listwise_leaves_nothing(scope_of):
    scope = replace(scope_of([[0, 0, -1], [-1, 1, 2]]), listwise=True)
    case, sentence = case_of(scope, {})
    assert case == "no_pairs"
    assert "rated by every reviewer" in sentence


def test_different_scales(ratings_of, scale_of):
    ratings = ratings_of([[[0, 1]], [[0, 1]]], [scale_of(**THREE), scale_of(**TWO)])
    (scope,) = scopes(ratings, ["rubric"], listwise=False)
    case, sentence = case_of(scope, {})
    assert (case, "different scales" in sentence) == ("mixed_scales", True)


def test_one_level_declared(scope_of):
    case, _ = case_of(scope_of([[0, 0], [0, 0]], scale={"scores": (0.0,)}), {})
    assert case == "one_level_declared"


@pytest.mark.parametrize(
    ("level", "advice"), [(2, "deliberately weak"), (0, "deliberately strong"), (1, "belong at other levels")]
)
def test_scale_not_exercised(level, advice, worked):
    found = worked([[level] * 3] * 8)
    assert found.case == "not_exercised"
    assert "the data cannot say whether they would notice" in found.sentence
    assert advice in found.sentence
    assert (found.alpha.estimate, found.kappa.estimate) == (None, None)


def test_scale_not_exercised_where_ratings_are_compared(worked):
    # the only other level has no partner
    found = worked([[2, 2], [2, 2], [0, -1]])
    assert (found.case, '"Met"' in found.sentence) == ("not_exercised", True)


def test_one_unit(worked):
    assert worked([[0, 1, 2], [1, -1, -1]]).case == "one_unit"


def test_perfect_agreement_says_how_much_may_be_hidden_against_theory(worked):
    found = worked([[0, 0], [2, 2], [2, 2], [1, 1], [2, 2], [0, 0], [2, 2], [1, 1]])
    assert found.case == "perfect"
    # 0.05 = (1 - x)^8
    assert f"up to {1 - 0.05 ** (1 / 8):.0%} of such" in found.sentence
    assert "31%" in found.sentence


def test_the_first_paradox_against_theory(worked):
    # 19 of 20 pairs agree, 39 of 40 ratings are "Met": kappa is 0 by its formula
    found = worked([[1, 1]] * 19 + [[0, 1]], scale=TWO)
    assert found.case == "one_sided"
    assert found.kappa.estimate == pytest.approx(0, abs=1e-12)
    assert found.ac.estimate > 0.9
    assert "agree in 95% of the pairs" in found.sentence
    assert '98% of the ratings are "Met"' in found.sentence
    assert "kappa (0.00) cannot tell" in found.sentence
    assert f"blind ratings with that share would agree in {(39 / 40) ** 2 + (1 / 40) ** 2:.0%} too" in found.sentence
    assert "cannot tell careful reviewers from careless ones" in found.sentence
    assert "deliberately weak micro-credentials" in found.sentence


def test_one_sided_ratings_with_agreement_above_blind(scope_of):
    table = [[1, 1, 1]] * 16 + [[0, 0, 0], [0, 1, 1], [1, 1, 0], [1, 1, 1]]
    estimates = handed(alpha=(0.5, 0.1, 0.9), ac=(0.9, 0.8, 1.0), percent=(0.93, 0.85, 1.0))
    case, sentence = case_of(scope_of(table, scale=TWO), estimates)
    assert case == "one_sided"
    assert "holds alpha (0.50, 95% interval 0.10 to 0.90) down: reviewers agree more than blind ones" in sentence
    assert "cannot say how well they tell levels apart" in sentence


def test_published_paradox_of_feinstein_and_cicchetti(worked):
    # both tables have 85 % agreement; in the second kappa is 0.32 because of the one-sided use of the levels
    balanced = worked(two_by_two(45, 9, 6, 40), scale=TWO)
    one_sided = worked(two_by_two(5, 5, 10, 80), scale=TWO)
    assert round(balanced.kappa.estimate, 2) == 0.70
    assert round(one_sided.kappa.estimate, 2) == 0.32
    assert (balanced.case, one_sided.case) == ("open", "one_sided")


def test_high_agreement_with_coefficients_that_agree(scope_of):
    case, sentence = case_of(scope_of(VARIED), handed(alpha=(0.9, 0.8, 0.97), ac=(0.91, 0.82, 0.98)))
    assert case == "sufficient"
    assert sentence == (
        "Reviewers agree well beyond chance: alpha (0.90, 95% interval 0.80 to 0.97) lies above 0.667 with its whole"
        " interval, and AC2 (0.91) says the same."
    )


def test_sufficient_needs_both_intervals(scope_of):
    case, _ = case_of(scope_of(VARIED), handed(alpha=(0.8, 0.7, 0.9), ac=(0.8, 0.6, 0.97)))
    assert case == "open"


def test_different_use_of_the_levels(worked):
    harsh = [[1, 1, 0], [2, 2, 1], [2, 2, 1], [1, 1, 0], [2, 1, 1], [1, 2, 0], [2, 2, 1], [1, 1, 0], [2, 2, 2]]
    found = worked(harsh)
    assert found.case == "biased"
    assert found.sentence.startswith("r2 rates lower than the others on the same micro-credentials")
    assert "a kappa tends to come out higher" in found.sentence
    assert found.bias_index > 0.1


def test_a_pair_is_told_who_is_harsher(ratings_of, scale_of):
    codes = [[1, 0], [2, 1], [2, 1], [1, 0], [2, 2], [2, 1], [1, 0], [2, 1], [1, 1], [2, 1]]
    ratings = ratings_of([codes], scale_of(**THREE))
    result = analyse(ratings, by=(), pairs=True)
    (scope,) = pair_scopes(ratings)
    found = work_up(scope, {each.coefficient: each for each in result.pairs})
    assert found.case == "biased"
    assert found.sentence.startswith(("r0 rates higher than r1 on", "r1 rates lower than r0 on"))
    assert found.raters == ("r0", "r1")


def test_the_second_paradox_of_kappa_against_theory(worked):
    # Feinstein & Cicchetti (1990): 60 % agreement both times, kappa 0.13 with like marginals and 0.26 with unlike ones
    like, unlike = worked(two_by_two(45, 15, 25, 15), scale=TWO), worked(two_by_two(25, 35, 5, 35), scale=TWO)
    assert (round(like.kappa.estimate, 2), round(unlike.kappa.estimate, 2)) == (0.13, 0.26)
    assert unlike.bias_index > like.bias_index
    assert unlike.case == "biased"


def test_real_disagreement(scope_of):
    case, sentence = case_of(scope_of(VARIED), handed(alpha=(0.3, 0.1, 0.5), ac=(0.35, 0.15, 0.55)))
    assert case == "insufficient"
    assert sentence.startswith(
        "Reviewers differ, whichever coefficient is taken: alpha (0.30, 95% interval 0.10 to 0.50)"
    )
    assert "it is not more ratings that are missing" in sentence


def test_real_disagreement_by_one_coefficient(scope_of):
    case, sentence = case_of(scope_of(VARIED), handed(kappa=(0.3, 0.1, 0.5)))
    assert case == "insufficient"
    assert sentence.startswith("Reviewers differ: kappa (0.30, 95% interval 0.10 to 0.50) stays below 0.667")


def test_a_narrow_interval_that_no_method_can_promise_settles_nothing(scope_of):
    alpha, ac = (0.37, 0.19, 0.53), (0.33, 0.19, 0.46)
    few = {name: replace(each, n_units_used=3) for name, each in handed(alpha=alpha, ac=ac).items()}
    case, sentence = case_of(scope_of([[0, 0, 1], [1, 2, 1], [2, 2, 0]]), few)
    assert case == "wide"
    assert "can only be a hint: from 3 micro-credentials no method's interval holds its promise" in sentence
    # one unit of nineteen is at another level
    case, sentence = case_of(scope_of([[0, 0, 1], [0, 1, 0], [1, 0, 0]] * 6 + [[2, 2, 0]]), handed(alpha=alpha, ac=ac))
    assert case == "wide"
    assert "nearly all micro-credentials are at one level" in sentence
    case, _ = case_of(scope_of([[0, 0, 1], [2, 2, 0]] * 10), handed(alpha=(0.8, 0.7, 0.9), ac=(0.8, 0.7, 0.9)))
    assert case == "sufficient"


def test_too_few_units_for_an_interval_that_says_anything(worked):
    found = worked([[0, 0, 1], [2, 2, 1], [1, 1, 1], [2, 2, 2]])
    assert found.case == "wide"
    ci = found.alpha.ci
    assert ci.high - ci.low > 0.5
    assert f"{ci.low:.2f} to {ci.high:.2f}" in found.sentence
    assert "from 4 micro-credentials" in found.sentence


def test_coefficients_that_differ_without_high_agreement(scope_of):
    estimates = handed(alpha=(0.3, 0.1, 0.5), ac=(0.7, 0.5, 0.9), percent=(0.74, 0.6, 0.88))
    case, sentence = case_of(scope_of(VARIED), estimates)
    assert case == "coefficients_differ"
    assert sentence.startswith("Alpha (0.30) and AC2 (0.70) differ because they take different things for chance")
    assert "74% of the pairs of ratings (interval 60% to 88%)" in sentence
    assert "blind ones would agree in" in sentence


def test_an_interval_on_both_sides_says_not_yet(scope_of):
    case, sentence = case_of(scope_of(VARIED), handed(alpha=(0.65, 0.5, 0.8), ac=(0.7, 0.6, 0.8)))
    assert case == "open"
    assert sentence.startswith("Alpha (0.65, 95% interval 0.50 to 0.80) has 0.667 inside its interval")
    assert "cannot say yet" in sentence


def test_values_on_both_sides_with_narrow_intervals(scope_of):
    case, _ = case_of(scope_of(VARIED), handed(alpha=(0.64, 0.62, 0.66), ac=(0.7, 0.68, 0.72)))
    assert case == "undecided"


def test_no_interval(worked):
    found = worked(VARIED, ci="none")
    assert found.case == "no_interval"
    assert "without an interval" in found.sentence


def test_nothing_corrected_for_chance(worked):
    found = worked(VARIED, coefficients=["percent_agreement"])
    assert found.case == "uncorrected"
    assert "95% of the pairs" in found.sentence or "90% of the pairs" in found.sentence


def test_every_case_is_told_in_a_test_above():
    told = (
        "mixed_scales one_reviewer no_pairs one_level_declared not_exercised one_unit perfect one_sided sufficient"
        " biased insufficient uncorrected no_interval wide coefficients_differ open undecided"
    )
    assert [case.name for case in CASES] == told.split()


# --- the work-up as a whole


def test_what_stands_beside_each_other_against_theory(worked):
    found = worked([[0, 0, 1], [1, 2, -1], [2, -1, -1]])
    assert found.prevalence == tuple((level, pytest.approx(1 / 3)) for level in ("l0", "l1", "l2"))
    assert [(each.rater, each.n_ratings) for each in found.marginals] == [("r0", 3), ("r1", 2), ("r2", 1)]
    assert dict(found.marginals[1].shares) == {"l0": 0.5, "l1": 0.0, "l2": 0.5}
    assert (found.n_units, found.n_units_used, found.n_raters, found.n_ratings) == (3, 2, 3, 6)
    assert found.kappa.coefficient == "conger_kappa"
    assert found.to_json()["marginals"]["r2"] == {"l0": 0.0, "l1": 1.0, "l2": 0.0}


def test_counts_know_no_raters(scope_of):
    scope = scope_of(VARIED)
    scope = replace(scope, matrix=replace(scope.matrix, raters_known=False))
    found = work_up(scope, handed(alpha=(0.65, 0.5, 0.8)))
    assert (found.marginals, found.bias_index, found.leaning) == ((), None, None)
    assert found.prevalence_index is not None


def test_degenerate_tables_all_have_a_sentence(degenerate_codes, worked):
    found = worked(degenerate_codes, coefficients=[*DEFAULT_COEFFICIENTS])
    assert found.sentence.endswith(".")
    assert "nan" not in found.sentence.lower().split()
    assert json.dumps(found.to_json(), allow_nan=False)


@given(table=st.lists(st.lists(st.integers(-1, 2), min_size=3, max_size=3), min_size=1, max_size=9))
def test_no_sentence_says_more_than_its_interval(table, worked):
    found = worked(table)
    values = [each for each in (found.alpha, found.ac) if each is not None and each.estimate is not None]
    if found.case == "sufficient":
        assert all(each.ci.low >= 0.667 for each in values)
    if "more than blind ones" in found.sentence:
        assert min(each.ci.low for each in (found.alpha, found.kappa) if each.ci is not None) > 0
    if found.case == "insufficient":
        assert all(each.ci.high < 0.667 for each in values)
    if found.case in {"sufficient", "insufficient"}:
        assert found.n_units_used >= 5
        assert not any("holds its promise" in (each.text or "") for each in values)
    if "agree well" in found.sentence and found.case != "sufficient":
        assert "cannot say" in found.sentence


# --- which coefficient, and why


def test_changing_reviewers_take_alpha(scope_of):
    table = [[0, 1, -1, -1], [-1, 2, 2, -1], [-1, -1, 1, 1], [0, -1, -1, 0], [2, -1, 1, -1]]
    found = which_coefficient(scope_of(table))
    assert (found.coefficient, found.metric) == ("krippendorff_alpha", "ordinal")
    assert found.beside == ("gwet_ac", "percent_agreement")
    assert found.text == (
        "Report Krippendorff's alpha (ordinal metric), with Gwet's AC and percent agreement beside it: the 3 levels are"
        " ordered, and a near miss should count as one; 4 reviewers rated in changing company, 2 at a time; alpha uses"
        " every rating that has a partner. More: mcqa explain krippendorff_alpha"
    )


def test_two_reviewers_who_rated_everything_take_cohen(scope_of):
    found = which_coefficient(scope_of([[0, 1], [1, 1], [2, 2]]))
    assert (found.coefficient, found.weights) == ("cohen_kappa", "ordinal")
    assert "both reviewers rated everything" in found.text
    assert found.text.endswith("mcqa explain cohen_kappa")


def test_a_pair_is_compared_on_what_both_rated(ratings_of, scale_of):
    (scope,) = pair_scopes(ratings_of([[[0, 1], [1, 1], [2, 2], [0, -1]]], scale_of(**THREE)))
    found = which_coefficient(scope)
    assert found.coefficient == "cohen_kappa"
    assert "only what both reviewers rated counts" in found.text


def test_a_fine_interval_scale_with_fixed_reviewers_takes_icc2(scope_of):
    fine = {"kind": "interval", "scores": tuple(float(score) for score in range(12))}
    found = which_coefficient(scope_of([[0, 1, 1], [1, 1, 2], [2, 2, 2]], scale=fine))
    assert found.coefficient == "icc:ICC2"
    assert found.text.endswith("mcqa explain icc")


def test_a_coarse_interval_scale_takes_alpha_since_limits_of_icc_hold_too_rarely(scope_of):
    found = which_coefficient(scope_of([[0, 1, 1], [1, 1, 2], [2, 2, 2]], scale={**THREE, "kind": "interval"}))
    assert (found.coefficient, found.metric) == ("krippendorff_alpha", "interval")


def test_an_interval_scale_with_missing_ratings_takes_alpha(scope_of):
    found = which_coefficient(scope_of([[0, 1, 1], [1, -1, 2], [2, 2, 2]], scale={**THREE, "kind": "interval"}))
    assert (found.coefficient, found.metric) == ("krippendorff_alpha", "interval")
    assert "11% of the ratings missing" in found.text


def test_a_nominal_scale_has_no_near_misses(scope_of):
    found = which_coefficient(scope_of([[0, 1, 1], [1, 1, 2], [2, 2, 2]], scale={**THREE, "kind": "nominal"}))
    assert (found.coefficient, found.metric) == ("krippendorff_alpha", "nominal")
    assert "the 3 levels have no order" in found.text


def test_levels_without_scores_are_ranks(scope_of):
    found = which_coefficient(scope_of([[0, 1, 1], [1, 1, 2]], scale={"scores": (None, None, None)}))
    assert "without scores, so distances are ranks" in found.text


def test_a_one_sided_set_takes_gwet(scope_of):
    found = which_coefficient(scope_of([[1, 1, 1]] * 9 + [[0, 1, 0]], scale=TWO))
    assert (found.coefficient, found.weights) == ("gwet_ac", "ordinal")
    assert found.beside == ("krippendorff_alpha", "percent_agreement")
    assert '93% of the ratings are "Met"' in found.text
    assert "weights and metrics make no difference" in found.text


@pytest.mark.parametrize(
    ("table", "page"),
    [([[0, -1], [1, -1]], "one_rater"), ([[0, -1], [-1, 1]], "no_pairs")],
)
def test_where_nothing_can_be_reported_it_says_why(table, page, scope_of):
    found = which_coefficient(scope_of(table))
    assert found.coefficient is None
    assert found.text.endswith(f"mcqa explain {page}")
    assert found.to_json()["coefficient"] is None


def test_every_advice_names_a_coefficient_that_there_is(scope_of):
    from mcqa.agreement.request import requests

    for kind in ("nominal", "ordinal", "interval"):
        for table in (VARIED, [[0, 1], [2, 2]], [[2, 2]] * 9 + [[1, 2]], [[0, -1, 1], [1, 1, -1], [-1, 2, 2]]):
            found = which_coefficient(scope_of(table, scale={**THREE, "kind": kind}))
            assert requests([found.coefficient], [found.weights] if found.weights else None, None)
            assert requests(found.beside, None, [found.metric] if found.metric else None)
