"""Each departure from a package rests on something that can be computed: here it is."""

import csv

import numpy as np
import pytest

from mcqa.statistics.icc import icc
from mcqa.verification.shipped import shipped_folder


def counts_of(name):
    with (shipped_folder() / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        _, *rows = csv.reader(file)
    return np.array([[int(cell) for cell in row[1:]] for row in rows], dtype=float)


def alpha_errors(counts):
    """Standard errors of nominal alpha: chance agreement pulling once, sizes uncorrected in it; and pulling twice."""
    counts = counts[counts.sum(axis=1) >= 2]
    sizes = counts.sum(axis=1)
    n, larger, small = len(counts), sizes / sizes.mean() - 1, 1 / sizes.sum()
    shares = counts.mean(axis=0) / sizes.mean()
    raw = (counts * (counts - 1)).sum(axis=1) / (sizes.mean() * (sizes - 1))
    observed, chance = (1 - small) * raw.mean() + small, (shares**2).sum()
    shared = counts @ shares / sizes.mean()

    def spread(pull_observed, pull_chance, alpha, times):
        rows = (pull_observed - times * (1 - alpha) * pull_chance) / (1 - chance)
        return np.sqrt((rows**2).sum() / (n * (n - 1)))

    alpha = (observed - chance) / (1 - chance)
    once = spread((1 - small) * (raw - raw.mean() * (larger + 1)), shared - larger - chance, alpha, 1)
    before = (raw.mean() - chance) / (1 - chance)
    twice = spread(raw - raw.mean() - observed * larger, shared - chance * (larger + 1), before, 2)
    return once, twice


@pytest.mark.parametrize("name", ["pub_cac_dist4cat", "pub_cac_dist_g1g2", "pub_cac_distrib6"])
def test_alpha_from_counts_pulls_once_there_and_twice_here_against_theory(name, result):
    (check,) = (
        check
        for verified, check in result.departures["alpha-from-counts"]
        if verified.record.dataset == name and check.statistic == "se"
    )
    once, twice = alpha_errors(counts_of(name))
    assert check.reference == pytest.approx(once, rel=1e-9)
    assert check.ours == pytest.approx(twice, rel=1e-9)


def test_above_one_is_what_the_formula_gives_against_theory(result):
    table = np.array([[0.0, 1.0], [1.0, 0.0]] * 3)
    assert icc(table, "ICC2k").estimate == pytest.approx(6, rel=1e-12)
    assert icc(table, "ICC2").estimate == pytest.approx(-1.5, rel=1e-12)
    estimates = [check for _, check in result.departures["above-one"] if check.statistic == "estimate"]
    assert [(check.reference, check.ours) for check in estimates] == [(6.0, None)] * 2
    assert {verified.reason for verified, _ in result.departures["above-one"]} == {"negative_component"}


def test_stuart_maxwell_against_theory(result):
    """Keefe (1982): with n units and Bhapkar's statistic B the statistic of Stuart and Maxwell is n B / (n + B)."""
    found = [check for each in result.records for check in each.checks if check.statistic == "statistic_by_bhapkar"]
    assert len(found) == 8
    assert all(check.held for check in found)


def test_cut_limits_are_at_the_end_of_the_range(result):
    for verified, check in result.departures["limit-cut"]:
        shares = verified.record.coefficient == "percent_agreement"
        estimate = next(each.ours for each in verified.checks if each.statistic == "estimate")
        assert check.statistic == "ci_low"
        assert check.ours == (0 if shares else min(-1, estimate))
        assert check.reference < check.ours


def test_noise_is_around_zero_there_and_nothing_or_zero_here(result):
    for verified, check in result.departures["rounding-noise"]:
        assert abs(verified.record.values["estimate"]) < 1e-12
        assert check.ours is None or abs(check.ours) < 1e-12
        assert check.statistic in {"statistic", "p_value"} or abs(check.reference) < 1e-6


def test_the_unit_that_is_left_alone_is_one(result):
    ((verified, _), _) = result.departures["one-unit"]
    with (shipped_folder() / "data" / f"{verified.record.dataset}.csv").open(encoding="utf-8", newline="") as file:
        _, *rows = csv.reader(file)
    assert sum(all(row) for row in rows) == 1
