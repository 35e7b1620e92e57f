"""How often the paired bootstrap of a difference between two groups of reviewers holds the true difference.

    python benchmarks/coverage_differences.py [--runs 600] [--ci bootstrap|bca]

The pilots are those of coverage.py: six reviewers on the same micro-credentials, three who give the true level in 90 %
of cases and three in 75 %. The true difference is computed exactly, from every row of ratings there can be.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from itertools import product

import numpy as np
from coverage import MAIN, N_LEVELS, SCALE, SHARES, VERY_MANY, Pilot

from mcqa.agreement.difference import Difference, compared
from mcqa.agreement.evaluate import evaluate
from mcqa.agreement.inference import Inference
from mcqa.agreement.measure import measured
from mcqa.agreement.request import Request
from mcqa.agreement.scopes import Scope
from mcqa.ratings.table import RatingMatrix
from mcqa.statistics.rows import Rows
from mcqa.statistics.sampling import Sampling

ACCURACY = (0.9, 0.75)
EACH = 3
SIZES = (8, 12, 30, 100)
COEFFICIENTS = ("percent_agreement", "gwet_ac (AC2)", "alpha, ordinal")


def errors(accuracy: float) -> np.ndarray:
    """How often a reviewer gives each level for each true one."""
    return Pilot(n_units=1, n_raters=1, prevalence="balanced", accuracy=accuracy).errors(0)


def truth(request: Request, prevalence: str, accuracy: float) -> float:
    """Give the coefficient of three such reviewers on all micro-credentials there could be."""
    codes = np.array(list(product(range(N_LEVELS), repeat=EACH)))
    table = errors(accuracy)
    chance = sum(share * np.prod(table[level][codes], axis=1) for level, share in enumerate(SHARES[prevalence]))
    rows = Rows(codes=codes, n_levels=N_LEVELS, sampling=Sampling(chance * VERY_MANY))
    return float(evaluate(request, rows, SCALE).agreement.estimate)


def draw(rng: np.random.Generator, n_units: int, prevalence: str) -> tuple[Scope, Scope]:
    """Draw the ratings of both groups on the same micro-credentials."""
    level = rng.choice(N_LEVELS, size=n_units, p=SHARES[prevalence])
    scopes = []
    for accuracy in ACCURACY:
        edges = errors(accuracy).cumsum(axis=1)[level, :-1]
        codes = (rng.random((n_units, EACH, 1)) > edges[:, None, :]).sum(axis=2).astype(np.int32)
        units = np.arange(n_units, dtype=np.int32)
        matrix = RatingMatrix(
            codes=codes,
            clusters=units,
            row_criteria=np.zeros_like(units),
            raters=("a", "b", "c"),
            units=tuple(map(str, units)),
            scale=SCALE,
        )
        scopes.append(Scope(kind="rubric", scales=(SCALE,), matrix=matrix))
    return scopes[0], scopes[1]


def main() -> None:
    """Print coverage, and the share of runs with an interval, by coefficient, prevalence and size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=600)
    parser.add_argument("--ci", default="bootstrap", choices=("bootstrap", "bca"))
    asked = parser.parse_args()
    inference = Inference(ci=asked.ci, replicates=1000)
    blank = Difference(of="groups", first="careful", second="careless")
    print(f"{'coefficient':20} {'prevalence':10} {'units':>5} {'covered':>8} {'with an interval':>17}")
    for name, prevalence, n_units in product(COEFFICIENTS, ("balanced", "90 %"), SIZES):
        request = MAIN[name]
        true = truth(request, prevalence, ACCURACY[0]) - truth(request, prevalence, ACCURACY[1])
        rng = np.random.default_rng(n_units)
        held = made = 0
        for run in range(asked.runs):
            drawn = replace(inference, seed=run)
            first, second = (
                measured(request, scope, replace(drawn, ci="none")) for scope in draw(rng, n_units, prevalence)
            )
            interval = compared(blank, (first, second), drawn).ci
            if interval is not None:
                made += 1
                held += interval.low <= true <= interval.high
        covered = f"{held / made:.1%}" if made else "-"
        print(f"{name:20} {prevalence:10} {n_units:5} {covered:>8} {made / asked.runs:17.0%}", flush=True)


if __name__ == "__main__":
    main()
