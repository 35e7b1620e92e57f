import numpy as np
import pytest

from mcqa.agreement.weight_matrix import WeightMatrix
from mcqa.errors import UsageError
from mcqa.statistics.weights import METRICS, WEIGHTS, agreement_weights, metric_distances, mid_ranks


@pytest.mark.parametrize(
    ("name", "values", "first_row"),
    [
        ("identity", [5, 6, 9], [1, 0, 0]),
        ("linear", [0, 1, 4], [1, 3 / 4, 0]),
        ("quadratic", [0, 1, 3], [1, 8 / 9, 0]),
        ("ordinal", [1, 2, 3, 4], [1, 5 / 6, 1 / 2, 0]),
        ("radical", [0, 1, 4], [1, 1 / 2, 0]),
        ("ratio", [0, 1, 2], [1, 0, 0]),
        ("ratio", [1, 2, 3], [1, 5 / 9, 0]),
        ("circular", [1, 2, 3, 4], [1, 1 / 2, 0, 1 / 2]),
        ("bipolar", [1, 2, 3], [1, 2 / 3, 0]),
    ],
)
def test_weights_against_theory(name, values, first_row):
    assert agreement_weights(name, values)[0].tolist() == pytest.approx(first_row, abs=1e-15)


@pytest.mark.parametrize("name", WEIGHTS)
@pytest.mark.parametrize("values", [[0, 1], [0, 1, 2], [1, 2, 5, 10], [0.5, 1.5, 7]])
def test_weights_are_symmetric_full_on_the_diagonal_and_end_at_zero(name, values):
    weights = agreement_weights(name, values)
    assert np.array_equal(np.diag(weights), np.ones(len(values)))
    assert weights == pytest.approx(weights.T)
    assert weights.min() == 0
    assert weights.max() == 1


@pytest.mark.parametrize("name", WEIGHTS)
def test_a_single_level_agrees_with_itself(name):
    assert agreement_weights(name, [3]).tolist() == [[1.0]]


def test_ordinal_weights_use_ranks_alone():
    assert np.array_equal(agreement_weights("ordinal", [0, 1, 2]), agreement_weights("ordinal", [1, 10, 100]))


def test_ordinal_metric_counts_the_values_between_two_levels_against_theory():
    totals = np.array([3.0, 4.0, 5.0])
    distances = metric_distances("ordinal", mid_ranks(totals)) * totals.sum() ** 2
    # Krippendorff (2011): (sum of the values from c to k, minus half of those at either end) squared
    assert distances[0, 1] == pytest.approx((3 + 4 - (3 + 4) / 2) ** 2)
    assert distances[0, 2] == pytest.approx((3 + 4 + 5 - (3 + 5) / 2) ** 2)


def test_metric_distances_against_theory():
    values = np.array([0.0, 1.0, 3.0])
    assert metric_distances("nominal", values)[0].tolist() == [0, 1, 1]
    assert metric_distances("interval", values)[0].tolist() == [0, 1, 9]
    assert metric_distances("ratio", values)[1].tolist() == [1, 0, 1 / 4]
    assert set(METRICS) == {"nominal", "ordinal", "interval", "ratio"}


def test_an_own_matrix_follows_the_order_of_the_scale():
    values = np.array([[1, 0.25, 0], [0.25, 1, 0.5], [0, 0.5, 1]])
    matrix = WeightMatrix(name="mine", levels=("a", "b", "c"), values=values)
    assert matrix.for_levels(("c", "a", "b")).tolist() == [[1, 0, 0.5], [0, 1, 0.25], [0.5, 0.25, 1]]
    with pytest.raises(UsageError, match="for the levels a, b, c"):
        matrix.for_levels(("a", "b", "d"))


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ([[1, 0]], "shape"),
        ([[1, 0.5], [0.4, 1]], "symmetric"),
        ([[1, 2], [2, 1]], "outside 0 to 1"),
        ([[1, -0.1], [-0.1, 1]], "outside 0 to 1"),
        ([[1, np.nan], [np.nan, 1]], "outside 0 to 1"),
        ([[0.9, 0], [0, 1]], "diagonal"),
    ],
)
def test_an_own_matrix_that_is_none_is_refused(values, complaint):
    with pytest.raises(UsageError, match=complaint):
        WeightMatrix(name="mine", levels=("a", "b"), values=np.array(values, dtype=float))


def test_an_own_matrix_names_each_level_once():
    with pytest.raises(UsageError, match="twice"):
        WeightMatrix(name="mine", levels=("a", "a"), values=np.eye(2))
