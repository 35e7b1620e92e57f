"""The statistics that a reference record may ask for, computed by this installation."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeAlias

import numpy as np
from scipy.special import ndtri, stdtrit

from mcqa.agreement.benchmarks import reached_probabilities
from mcqa.agreement.estimate import Estimate
from mcqa.statistics.coefficients import PAIR
from mcqa.statistics.independence import Independence, cohen_kappa_test, fleiss_kappa_test, kendall_tau_b
from mcqa.statistics.items import rwg_j
from mcqa.statistics.weights import agreement_weights
from mcqa.verification.calls import Answers, Call, Way, call_of
from mcqa.verification.shipped import Record
from mcqa.verification.tables import TableKey

Values: TypeAlias = Mapping[str, float | None]

BANDS = {"benchmark_landis.koch": "landis_koch", "benchmark_altman": "altman", "benchmark_fleiss": "fleiss"}
TESTS = {"friedman_rater_bias": "friedman", "stuart_maxwell_test": "stuart_maxwell", "bhapkar_test": "bhapkar"}
CONFIDENCE = 0.95


class Answer(NamedTuple):
    """The statistics of one record, by the names of the reference, and the status of ours.

    `lowest` is what limits are cut to.
    """

    values: Values
    status: str
    reason: str | None
    lowest: float = -1.0


def asked(record: Record) -> Call:
    """Give the call that the answer to a record rests on."""
    if record.coefficient in BANDS:
        return call_of(record.options["of"], {**record.options, "levels": "observed"})
    return call_of(record.coefficient, record.options)


def answer(record: Record, answers: Answers) -> Answer:
    """Compute what a record asks for."""
    if record.coefficient in TESTS:
        return _marginal(TESTS[record.coefficient], answers)
    if record.coefficient in _OF_CODES:
        return _independent(_OF_CODES[record.coefficient](record, answers))
    if answers.data.layout == "long":
        return _per_unit(_rwg_j(answers) if record.coefficient == "rwg_j" else _awg(answers))
    estimate = answers.estimate(asked(record))
    if record.coefficient in BANDS:
        return _benchmarked(BANDS[record.coefficient], estimate)
    values = {**of_estimate(estimate), **_large_sample(estimate, record.options.get("se"))}
    if record.options.get("se") == "null" and estimate.defined:
        values |= _under_independence(record, answers)
    if record.coefficient == "light_kappa":
        kappas = [pair.estimate for pair in answers.pairs(asked(record)) if pair.estimate is not None]
        values |= {"pair_min": min(kappas, default=None), "pair_max": max(kappas, default=None)}
    if record.options.get("unit") == "percent" and values["estimate"] is not None:
        values["estimate"] *= 100
    lowest = 0.0 if estimate.coefficient.startswith("percent_agreement") else min(-1.0, estimate.estimate or 0.0)
    return Answer(values, estimate.status, estimate.reason, lowest)


def of_estimate(estimate: Estimate) -> dict[str, float | None]:
    """Give the statistics of an estimate by the names of the reference."""
    ci = estimate.ci
    found: dict[str, float | None] = {
        "estimate": estimate.estimate,
        "pa": estimate.observed,
        "pe": estimate.expected,
        "se": estimate.standard_error,
        "p_value": estimate.p_value,
        "ci_low": None if ci is None else ci.low,
        "ci_high": None if ci is None else ci.high,
        "statistic": estimate.statistic,
        "F": estimate.statistic,
        "df": estimate.df1,
        "df1": estimate.df1,
        "df2": estimate.df2,
    }
    if estimate.per_unit is not None:
        values = [value for _, value in estimate.per_unit if value is not None]
        found |= dict(estimate.per_unit)
        found |= {"mean": estimate.estimate, "median": float(np.median(values)) if values else None}
    return found


def _large_sample(estimate: Estimate, kind: str | None) -> dict[str, float | None]:
    """Give the forms with n in the place of n - 1: ours times sqrt((n - 1) / n), and their t or normal limits."""
    value, error, n = estimate.estimate, estimate.standard_error, estimate.n_units_used
    if kind in {None, "delta_n-1", "null"} or value is None or error is None or n < PAIR:
        return {}
    error *= math.sqrt((n - 1) / n)
    tail = (1 + CONFIDENCE) / 2
    if kind == "delta_n":
        reach = float(stdtrit(n - 1, tail)) * error
        low = max(value - reach, -1.0)
    else:
        reach = float(ndtri(tail)) * error
        low = value - reach
    return {"se": error, "ci_low": low, "ci_high": min(value + reach, 1.0), "p_value": None}


def _benchmarked(scale: str, estimate: Estimate) -> Answer:
    if estimate.estimate is None or estimate.standard_error is None:
        return Answer({}, "undefined", estimate.reason)
    reached = reached_probabilities(scale, estimate.estimate, estimate.standard_error)
    values = {f"cum_{label.replace(' ', '_')}": value for label, value in reached.items()}
    return Answer(values, estimate.status, estimate.reason)


def _marginal(name: str, answers: Answers) -> Answer:
    result = answers.result(Way(table=TableKey()))
    test = next(test for test in result.tests if test.test == name)
    values = {"statistic": test.statistic, "df": test.df, "p_value": test.p_value, "n": float(test.n_units_used)}
    return Answer(values, test.status, test.reason)


def _under_independence(record: Record, answers: Answers) -> dict[str, float | None]:
    """Give the test of a kappa with the standard error of raters who are independent of each other."""
    way = asked(record).way
    matrix = answers.table(way.table._replace(complete=True)).matrix()
    if record.coefficient == "fleiss_kappa":
        found = fleiss_kappa_test(matrix.counts)
    else:
        ranks = np.arange(len(matrix.scale.levels), dtype=np.float64)
        found = cohen_kappa_test(matrix.codes, agreement_weights(way.weights or "identity", ranks))
    return {"statistic": found.statistic, "p_value": found.p_value, "null_se": found.standard_error}


def _published_z(_: Record, answers: Answers) -> Independence:
    return fleiss_kappa_test(answers.table(TableKey(complete=True)).matrix().counts)


def _tau_b(_: Record, answers: Answers) -> Independence:
    return kendall_tau_b(answers.table(TableKey(complete=True)).matrix().codes)


_OF_CODES: dict[str, Callable[[Record, Answers], Independence]] = {"z": _published_z, "kendall_tau_b": _tau_b}


def _independent(found: Independence) -> Answer:
    values = {"estimate": found.estimate, "statistic": found.statistic, "p_value": found.p_value}
    missing = found.estimate is None
    return Answer(values, "undefined" if missing else "ok", "no_variation" if missing else None)


def _rwg_j(answers: Answers) -> dict[str, float | None]:
    """Give r_wg(J) of each unit."""
    ratings = answers.table(TableKey())
    by_item = [ratings.matrix([item]) for item in range(len(ratings.criteria))]
    values = np.array([level.score for level in by_item[0].scale.levels], dtype=np.float64)
    scores = np.stack([values[matrix.codes] for matrix in by_item], axis=2)
    return dict(zip(ratings.units, rwg_j(scores, values).tolist(), strict=True))


def _awg(answers: Answers) -> dict[str, float | None]:
    """Give a_wg of each unit, averaged over the items on which it has one."""
    of_unit: dict[str, list[float | None]] = {}
    for estimate in answers.result(Way(table=TableKey(), by="criterion"), ("awg",)).estimates:
        for unit, value in estimate.per_unit or ():
            of_unit.setdefault(unit, []).append(value)
    kept = {unit: [value for value in values if value is not None] for unit, values in of_unit.items()}
    return {unit: float(np.mean(values)) if values else None for unit, values in kept.items()}


def _per_unit(values: Mapping[str, float | None]) -> Answer:
    there = [value for value in values.values() if value is not None]
    return Answer({**values, "mean": float(np.mean(there)), "median": float(np.median(there))}, "ok", None)
