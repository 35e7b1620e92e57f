import pytest

from mcqa.agreement.benchmarks import SCALES, benchmark, reached_probabilities


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize(("estimate", "error"), [(0.7, 0.1), (-0.4, 0.3), (0.99, 0.02), (1.0, 0.5), (0.1, 9.0)])
def test_probabilities_rise_to_one_from_band_to_band(scale, estimate, error):
    values = list(reached_probabilities(scale, estimate, error).values())
    assert values == sorted(values)
    assert values[-1] == pytest.approx(1)
    assert min(values) >= 0


def test_the_band_is_not_that_of_the_point_alone():
    # 0.82 itself is almost perfect; with this standard error only moderate agreement is certain enough
    assert benchmark("landis_koch", 0.82, 0.15).label == "Moderate"
    assert benchmark("landis_koch", 0.82, 0.001).label == "Almost Perfect"


def test_half_of_a_narrow_normal_curve_lies_above_its_centre_against_theory():
    reached = reached_probabilities("krippendorff", 0.8, 0.01)
    assert reached["Reliable"] == pytest.approx(0.5)
    assert benchmark("krippendorff", 0.8, 0.01).label == "Tentative"


def test_without_error_the_band_is_that_of_the_point():
    assert benchmark("cicchetti", 0.65, 0.0).label == "Good"
    assert benchmark("altman", -0.65, 0.0).label == "Poor"


def test_outside_the_range_there_is_no_band():
    assert benchmark("fleiss", -1.7, 0.3) is None
