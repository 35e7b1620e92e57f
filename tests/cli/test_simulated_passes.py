"""The reason for consensus first, through the command line: perfect micro-credentials, reviewers who err on 5 %."""

import math

import pytest

UNITS = 200


@pytest.mark.parametrize(("reviewers", "expected"), [(1, 0.23), (3, 0.81), (5, 0.97)])
def test_share_of_perfect_micro_credentials_that_pass_against_theory(reviewers, expected, tmp_path, mcqa):
    """0.95 ** 29 = 0.23; three agree per component with 0.99275, five with 0.99884: to the 29th 0.81 and 0.97."""
    folder = tmp_path / "pilot"
    simulated = mcqa(
        *("simulate", "--units", UNITS, "--raters", reviewers, "--ratings-per-unit", reviewers),
        *("--accuracy", 0.95, "--accuracy-spread", 0, "--prevalence", 1, "--cannot-tell", 0, "--missing", 0),
        *("--seed", 11, "-o", folder),
    )
    assert simulated.code == 0
    scored = mcqa(
        *("score", folder / "_truth" / "ratings.csv", "--rubric", "mpos-qas-reconstruction"),
        *("--min-ratings", 1, "--format", "json"),
    )
    assert scored.code == 0
    verdicts = [unit["verdict"] for unit in scored.json["results"]["units"]]
    assert len(verdicts) == UNITS
    assert abs(verdicts.count("met") / UNITS - expected) <= 3 * math.sqrt(expected * (1 - expected) / UNITS)
