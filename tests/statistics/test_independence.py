"""Tests of raters who rate independently: hand-worked, against scipy, and where there is none."""

import numpy as np
import pytest
from scipy import stats

from mcqa.statistics.independence import Independence, cohen_kappa_test, fleiss_kappa_test, kendall_tau_b
from mcqa.statistics.weights import agreement_weights

NOTHING = Independence(None)


def test_cohen_kappa_of_two_by_two_against_theory():
    # 40 both 0, 10 and 20 apart, 30 both 1: p0 = .7, pe = .5 * .6 + .5 * .4 = .5
    codes = np.repeat([[0, 0], [0, 1], [1, 0], [1, 1]], [40, 10, 20, 30], axis=0)
    found = cohen_kappa_test(codes, np.eye(2))
    assert found.estimate == pytest.approx(0.4)
    # for two levels the test is the chi-squared test of the table: z^2 = n phi^2 of independent margins
    chi2 = stats.chi2_contingency([[40, 10], [20, 30]], correction=False).statistic
    assert found.statistic**2 == pytest.approx(chi2, rel=1e-12)
    assert found.p_value == pytest.approx(stats.chi2.sf(chi2, 1), rel=1e-9)


def test_cohen_kappa_error_is_what_permutations_give_against_theory():
    rng = np.random.default_rng(4)
    codes = rng.integers(0, 4, (300, 2))
    weights = agreement_weights("quadratic", np.arange(4.0))
    found = cohen_kappa_test(codes, weights)
    shuffled = []
    for _ in range(2000):
        again = np.column_stack([codes[:, 0], rng.permutation(codes[:, 1])])
        shuffled.append(cohen_kappa_test(again, weights).estimate)
    assert np.std(shuffled) == pytest.approx(found.standard_error, rel=0.06)


def test_fleiss_kappa_against_published_table():
    """Fleiss (1971): 30 patients, 6 raters, kappa .430, z 17.65 by the later formula."""
    from mcqa.verification.shipped import read_reference, shipped_folder
    from mcqa.verification.tables import TableKey, ratings_of

    (data,) = (each for each in read_reference(shipped_folder()).datasets if each.id == "pub_fleiss1971_diagnoses")
    found = fleiss_kappa_test(ratings_of(data, TableKey()).matrix().counts)
    assert round(found.estimate, 3) == 0.430
    assert round(found.statistic, 2) == 17.65


def test_fleiss_kappa_error_is_what_independent_raters_give_against_theory():
    rng = np.random.default_rng(7)
    shares = np.array([0.5, 0.3, 0.2])
    tables = rng.multinomial(5, shares, size=(2000, 60))
    found = [fleiss_kappa_test(table) for table in tables]
    assert np.std([each.estimate for each in found]) == pytest.approx(
        np.mean([each.standard_error for each in found]), rel=0.06
    )
    # one in twenty finds what is not there
    assert np.mean([each.p_value < 0.05 for each in found]) == pytest.approx(0.05, abs=0.015)


@pytest.mark.parametrize("n", [3, 8, 50, 400])
@pytest.mark.parametrize("n_levels", [2, 3, 7])
def test_kendall_tau_b_against_scipy(n, n_levels):
    rng = np.random.default_rng(n * n_levels)
    codes = rng.integers(0, n_levels, (n, 2))
    codes[: n // 2, 1] = codes[: n // 2, 0]
    codes[:2] = [[0, 0], [n_levels - 1, n_levels - 1]]
    theirs = stats.kendalltau(codes[:, 0], codes[:, 1], method="asymptotic")
    found = kendall_tau_b(codes)
    assert found.estimate == pytest.approx(theirs.statistic, rel=1e-12, abs=1e-12)
    assert found.p_value == pytest.approx(theirs.pvalue, rel=1e-9)


def test_what_is_zero_over_zero_is_nothing():
    same, one_rater = np.zeros((5, 2), dtype=int), np.array([[0, 0], [0, 1], [0, 1]])
    assert cohen_kappa_test(same, np.eye(2)) == NOTHING
    assert cohen_kappa_test(np.zeros((0, 2), dtype=int), np.eye(2)) == NOTHING
    assert kendall_tau_b(same) == NOTHING
    assert kendall_tau_b(one_rater) == NOTHING
    assert kendall_tau_b(np.array([[0, 1]])) == NOTHING
    assert fleiss_kappa_test(np.array([[3, 0], [3, 0]])) == NOTHING


def test_a_kappa_that_is_zero_whatever_the_other_does_has_no_test():
    found = cohen_kappa_test(np.array([[0, 0], [0, 1], [0, 1]]), np.eye(2))
    assert found.estimate == pytest.approx(0, abs=1e-15)
    assert found[1:] == (0.0, None, None)


def test_one_unit_has_a_value_and_no_test():
    assert fleiss_kappa_test(np.array([[2, 1]])) == (pytest.approx(-0.5), None, None, None)
    assert cohen_kappa_test(np.array([[0, 1]]), np.eye(2)) == (0.0, None, None, None)


@pytest.mark.parametrize("counts", [[[2, 1], [1, 1]], [[1, 0], [0, 1]], np.zeros((0, 2))])
def test_unequal_numbers_of_ratings_are_refused(counts):
    with pytest.raises(ValueError, match="same number of ratings"):
        fleiss_kappa_test(np.array(counts))
