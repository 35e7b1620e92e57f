import pytest

from mcqa.agreement.benchmarks import SCALES, benchmark, benchmark_of, reached_probabilities
from mcqa.agreement.estimate import Estimate


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


def estimate_of(**parts):
    given = {"coefficient": "percent_agreement", "weights": "identity", "estimate": 0.9, "standard_error": 0.02}
    return Estimate(**(given | {"levels_declared": 3} | parts))


@pytest.mark.parametrize(("levels", "target"), [(2, 0.85), (3, 0.80), (4, 0.75), (5, 0.75), (6, 0.60), (9, 0.60)])
def test_naep_asks_for_exact_agreement_by_the_number_of_levels(levels, target):
    sure = {"levels_declared": levels, "standard_error": 0.001}
    assert benchmark_of(estimate_of(estimate=target + 0.01, **sure), "naep").label == "Target met"
    assert benchmark_of(estimate_of(estimate=target - 0.01, **sure), "naep").label == "Not shown to meet the target"


def test_a_target_is_met_only_where_the_data_carry_it():
    assert benchmark_of(estimate_of(estimate=0.82, standard_error=0.05), "bloomboard").label.startswith("Not shown")
    assert benchmark_of(estimate_of(estimate=0.95, standard_error=0.05), "bloomboard").label == "Target met"


@pytest.mark.parametrize(
    ("profile", "parts", "speaks"),
    [
        ("naep", {"coefficient": "gwet_ac"}, False),
        ("naep", {"weights": "linear"}, False),
        ("class", {}, False),
        ("class", {"form": "within_1", "weights": None}, True),
        ("class", {"form": "within_2", "weights": None}, False),
        ("strict-0.70", {"coefficient": "cohen_kappa"}, False),
        ("strict-0.70", {"coefficient": "cohen_kappa", "weights": "quadratic"}, True),
        ("strict-0.70", {"coefficient": "conger_kappa", "levels_declared": 2}, True),
        ("landis_koch", {}, False),
        ("naep", {"status": "unstable"}, False),
        ("naep", {"standard_error": 0.0}, False),
    ],
)
def test_a_profile_speaks_of_its_own_coefficient_only(profile, parts, speaks):
    assert (benchmark_of(estimate_of(**parts), profile) is not None) == speaks
