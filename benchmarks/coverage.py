"""How often intervals hold the true value, measured on simulated pilots whose true coefficients are known exactly.

    python benchmarks/coverage.py [--quick] [--runs 2000] [--processes 1] [--only TEXT] [--methods delta,auto]

A pilot is drawn from a model: micro-credentials are at a level, reviewers err mostly to the neighbouring level, and
some are harsher than others or leave ratings out. The true value of a coefficient is that of the same reviewers on all
micro-credentials there could be: every possible row of ratings is listed with its probability, and the coefficient is
computed from them as if each occurred that share of a very large number of times. Nothing of it is simulated.

Printed are, for each pilot, coefficient and method: the runs with an interval, in percent; how many of these intervals
hold the true value (95 is promised); how often it lies below and above; the mean width; `sure`: how many hold it of
those that do not say of themselves that they cannot be trusted. Tables of the lowest and the highest coverage of each
situation follow, from which those of docs/methods.md are taken. 2,000 runs are good to about 1 point, the resampled
methods, which get a quarter of them, to 2. All of it takes half an hour on one core, --quick a minute.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from mcqa.agreement.chosen import doubt
from mcqa.agreement.estimate import Estimate
from mcqa.agreement.evaluate import evaluate
from mcqa.agreement.family import SHARES as ALWAYS
from mcqa.agreement.inference import Basis, Inference, inferred
from mcqa.agreement.request import Request
from mcqa.agreement.scopes import Scope
from mcqa.ratings.table import RatingMatrix
from mcqa.rubric.model import Level, Scale
from mcqa.statistics.rows import Rows
from mcqa.statistics.sampling import Sampling

SCALE = Scale(
    type="interval",
    levels=tuple(
        Level(id=f"l{score}", label=label, score=float(score))
        for score, label in enumerate(("Not met", "Partly met", "Met"))
    ),
)
N_LEVELS = 3
# an error is this often one of the neighbouring level, where another is possible
NEAR = 0.85
# so many rows that what depends on their number is gone
VERY_MANY = 1e9
SHARES = {"balanced": (1 / 3, 1 / 3, 1 / 3), "middle": (0.1, 0.25, 0.65), "90 %": (0.03, 0.07, 0.9)}
METHODS = ("delta", "jackknife", "bootstrap", "bca", "jackknife_z", "auto")
RESAMPLED = ("bootstrap", "bca")
# they take as long as all others together: only this share of the runs
RESAMPLED_RUNS = 0.25
ROUGHLY = 1e-9

Codes = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Pilot:
    """A model of pilots.

    `accuracy`: how often a reviewer gives the true level. `severity`: how often the harshest reviewer then goes one
    level lower, and the mildest one higher. `missing`: the share of ratings left out. Each of the `n_components` of a
    micro-credential is, with probability `alike`, at the level of the whole, else at a level of its own.
    """

    n_units: int
    n_raters: int
    prevalence: str
    accuracy: float
    severity: float = 0.0
    missing: float = 0.0
    n_components: int = 1
    alike: float = 0.6

    @property
    def name(self) -> str:
        """What the pilot is called in the tables."""
        size = f"{self.n_units} x {self.n_raters}" + (f" x {self.n_components}" if self.n_components > 1 else "")
        arm = ", severity" * (self.severity > 0) + ", missing" * (self.missing > 0)
        return f"{size}, {self.prevalence}, {self.accuracy:g}{arm}"

    def errors(self, rater: int) -> Floats:
        """How often a rater gives each level (column) for each true one (row)."""
        wrong = 1 - self.accuracy
        found = np.array(
            [
                [self.accuracy, NEAR * wrong, (1 - NEAR) * wrong],
                [wrong / 2, self.accuracy, wrong / 2],
                [(1 - NEAR) * wrong, NEAR * wrong, self.accuracy],
            ]
        )
        lean = self.severity * np.linspace(-1, 1, self.n_raters)[rater]
        moved = np.eye(N_LEVELS) * (1 - abs(lean)) + np.eye(N_LEVELS, k=-1 if lean > 0 else 1) * abs(lean)
        end = 0 if lean > 0 else N_LEVELS - 1
        moved[end, end] = 1
        return np.asarray(found @ moved)

    def population(self) -> Rows:
        """Give every row of ratings there can be, as often as it occurs among very many."""
        codes = np.array(list(product(range(-1 if self.missing else 0, N_LEVELS), repeat=self.n_raters)))
        chance = np.zeros(len(codes))
        for level, share in enumerate(SHARES[self.prevalence]):
            of_rows = np.full(len(codes), share)
            for rater in range(self.n_raters):
                given = np.append(self.errors(rater)[level] * (1 - self.missing), self.missing)
                of_rows *= given[codes[:, rater]]
            chance += of_rows
        rated = (codes >= 0).any(axis=1) & (chance > 0)
        times = chance[rated] / chance[rated].sum() * VERY_MANY
        return Rows(codes=codes[rated], n_levels=N_LEVELS, sampling=Sampling(times))

    def draw(self, rng: np.random.Generator) -> Scope:
        """Draw one pilot."""
        shape = (self.n_units, self.n_components)
        whole, own = (rng.choice(N_LEVELS, size=shape, p=SHARES[self.prevalence]) for _ in range(2))
        if self.n_components > 1:
            own = np.where(rng.random(shape) < self.alike, whole[:, :1], own)
        level = own.ravel()
        chosen = [
            (rng.random(len(level))[:, None] > self.errors(rater).cumsum(axis=1)[level, :-1]).sum(axis=1)
            for rater in range(self.n_raters)
        ]
        codes = np.column_stack(chosen).astype(np.int32)
        if self.missing:
            codes[rng.random(codes.shape) < self.missing] = -1
        rated = (codes >= 0).any(axis=1)
        matrix = RatingMatrix(
            codes=codes[rated],
            clusters=np.repeat(np.arange(self.n_units, dtype=np.int32), self.n_components)[rated],
            row_criteria=np.tile(np.arange(self.n_components, dtype=np.int32), self.n_units)[rated],
            raters=tuple(f"r{rater}" for rater in range(self.n_raters)),
            units=tuple(f"u{unit}" for unit in range(self.n_units)),
            scale=SCALE,
        )
        return Scope(kind="rubric", scales=(SCALE,), matrix=matrix)


SIZES = ((12, 5), (30, 3), (100, 4))
NESTED = ((12, 5, 3), (12, 5, 29), (30, 3, 10))
FEW = (4, 6, 8)


def _pilots() -> tuple[Pilot, ...]:
    found = [
        Pilot(n_units=n, n_raters=r, prevalence=prevalence, accuracy=accuracy)
        for n, r in SIZES
        for prevalence in SHARES
        for accuracy in (0.95, 0.85, 0.7)
    ]
    for n, r in SIZES:
        for prevalence in ("balanced", "90 %"):
            found.append(Pilot(n_units=n, n_raters=r, prevalence=prevalence, accuracy=0.85, severity=0.3))
            found.append(Pilot(n_units=n, n_raters=r, prevalence=prevalence, accuracy=0.85, missing=0.2))
    found += [
        Pilot(n_units=n, n_raters=5, prevalence=prevalence, accuracy=0.85)
        for n in FEW
        for prevalence in ("balanced", "90 %")
    ]
    found += [
        Pilot(n_units=n, n_raters=r, prevalence=prevalence, accuracy=accuracy, n_components=components)
        for n, r, components in NESTED
        for prevalence in ("balanced", "90 %")
        for accuracy in (0.95, 0.85)
    ]
    return tuple(found)


PILOTS = _pilots()

MAIN = {
    "percent_agreement": Request(coefficient="percent_agreement", weights="identity"),
    "gwet_ac (AC1)": Request(coefficient="gwet_ac", weights="identity"),
    "gwet_ac (AC2)": Request(coefficient="gwet_ac", weights="ordinal"),
    "brennan_prediger": Request(coefficient="brennan_prediger", weights="ordinal"),
    "conger_kappa": Request(coefficient="conger_kappa", weights="ordinal"),
    "fleiss_kappa": Request(coefficient="fleiss_kappa", weights="ordinal"),
    "alpha, ordinal": Request(coefficient="krippendorff_alpha", metric="ordinal"),
    "alpha, nominal": Request(coefficient="krippendorff_alpha", metric="nominal"),
}
FURTHER = {
    "percent_agreement_all_raters": Request(coefficient="percent_agreement_all_raters"),
    "light_kappa": Request(coefficient="light_kappa", weights="ordinal"),
    "icc ICC1": Request(coefficient="icc", form="ICC1"),
    "icc ICC2": Request(coefficient="icc", form="ICC2"),
    "icc ICC2k": Request(coefficient="icc", form="ICC2k"),
    "icc ICC3": Request(coefficient="icc", form="ICC3"),
    "kendall_w": Request(coefficient="kendall_w"),
    "mean_pearson": Request(coefficient="mean_pearson"),
    "mean_spearman": Request(coefficient="mean_spearman"),
    "lin_ccc": Request(coefficient="lin_ccc"),
    "finn oneway": Request(coefficient="finn", form="oneway"),
    "rwg": Request(coefficient="rwg"),
    "awg": Request(coefficient="awg"),
    "ad_mean": Request(coefficient="ad_mean"),
}
# resampled fewer times than by default: percentiles of 1,000 move by far less than the interval's own error
REPLICATES = 1000


# the models that the further coefficients are measured on too
TWICE_ACCURATE = (0.95, 0.7)


def requests_for(pilot: Pilot) -> dict[str, Request]:
    """Which coefficients a pilot is measured on: the further ones on the plain models only."""
    bare = pilot.missing == 0 and pilot.severity == 0 and pilot.n_components == 1
    chosen = pilot.prevalence != "middle" and pilot.accuracy in TWICE_ACCURATE
    return MAIN | (FURTHER if bare and chosen and (pilot.n_units, pilot.n_raters) in SIZES else {})


@dataclass
class Tally:
    """What came of the intervals of one method."""

    runs: int = 0
    intervals: int = 0
    held: int = 0
    below: int = 0
    above: int = 0
    width: float = 0.0
    without: Counter[str] = field(default_factory=Counter)
    doubted: int = 0
    doubted_held: int = 0

    def add(self, estimate: Estimate, truth: float, *, doubted: bool) -> None:
        """Count one run."""
        self.runs += 1
        if estimate.ci is None:
            perfect = estimate.standard_error == 0 and estimate.estimate is not None
            self.without["perfect or alike" if perfect else estimate.reason or "no limits"] += 1
            return
        low, high = estimate.ci.low, estimate.ci.high
        held = low - ROUGHLY <= truth <= high + ROUGHLY
        self.intervals += 1
        self.held += held
        self.below += truth < low - ROUGHLY
        self.above += truth > high + ROUGHLY
        self.width += high - low
        self.doubted += doubted
        self.doubted_held += doubted and held

    @property
    def coverage(self) -> float:
        """Intervals that hold the true value, in percent of all intervals."""
        return 100 * self.held / self.intervals if self.intervals else float("nan")

    @property
    def trusted_coverage(self) -> float:
        """The same without the intervals that say of themselves that no method holds its promise there."""
        trusted = self.intervals - self.doubted
        return 100 * (self.held - self.doubted_held) / trusted if trusted else float("nan")


Cell = tuple[str, str, str]


def measured(work: tuple[Pilot, int, int, tuple[str, ...]]) -> tuple[dict[Cell, Tally], dict[tuple[str, str], float]]:
    """Run one pilot model: a tally for each coefficient and method, and the true values."""
    pilot, runs, seed, methods = work
    asked = requests_for(pilot)
    population = pilot.population()
    truths = {
        name: value
        for name, request in asked.items()
        if (value := evaluate(request, population, SCALE).agreement.estimate) is not None
    }
    tallies: dict[Cell, Tally] = {
        (pilot.name, name, method): Tally() for name in truths for method in methods if _applies(name, method)
    }
    rng = np.random.default_rng(seed)
    for run in range(runs):
        scope = pilot.draw(rng)
        resampling = run < runs * RESAMPLED_RUNS
        if scope.rows is None:
            raise AssertionError("all components are on one scale")
        for name, truth in truths.items():
            blank, basis = prepared(asked[name], scope, scope.rows)
            for method in methods:
                tally = tallies.get((pilot.name, name, method))
                if tally is None or (method in RESAMPLED and not resampling):
                    continue
                inference = Inference(ci=method, replicates=REPLICATES, seed=run)
                found = blank if basis is None else inferred(blank, basis, inference)
                tally.add(shown(found), truth, doubted=doubt(found, scope.rows) is not None)
    return tallies, {(pilot.name, name): value for name, value in truths.items()}


def prepared(request: Request, scope: Scope, rows: Rows) -> tuple[Estimate, Basis | None]:
    """Evaluate one coefficient as `measure` does, once for all methods; no basis where there is nothing to infer."""
    evaluation = evaluate(request, rows, SCALE)
    agreement = evaluation.agreement
    estimate = Estimate(
        coefficient=request.coefficient,
        form=request.form,
        estimate=None if agreement.estimate is None else min(agreement.estimate, 1.0),
        expected=agreement.expected,
        n_units_used=scope.n_units_used,
        levels_declared=N_LEVELS,
    )
    if agreement.estimate is None:
        return replace(estimate, status="undefined", reason=agreement.reason), None
    if scope.only_level is not None and request.coefficient not in ALWAYS:
        return replace(estimate, status="unstable", reason="no_variation"), None
    return estimate, Basis(evaluation=evaluation, rows=rows, without_rater=lambda _: None)


def shown(estimate: Estimate) -> Estimate:
    """Take away, as `measure` does, the interval 1 to 1 of perfect agreement."""
    perfect = 0.0 if estimate.coefficient == "ad_mean" else 1.0
    exact = estimate.ci is not None and estimate.ci.method == "exact"
    return replace(estimate, ci=None) if estimate.estimate == perfect and not exact else estimate


def _applies(name: str, method: str) -> bool:
    """Whether a method is tried on a coefficient: not what is slow and changes no choice, nor the default twice."""
    if method == "jackknife_z":
        return name.startswith("icc")
    return name in MAIN or method not in RESAMPLED


def show_all(tallies: dict[Cell, Tally], truths: dict[tuple[str, str], float]) -> None:
    """Print a line for each pilot, coefficient and method."""
    numbers = " ".join(f"{title:>6}" for title in ("given", "holds", "below", "above", "width", "sure"))
    print(f"{'pilot':34} {'coefficient':29} {'true':>5}  {'method':11} {numbers}  without an interval")
    for (pilot, name, method), one in tallies.items():
        n = max(one.intervals, 1)
        shares = (100 * one.intervals / max(one.runs, 1), one.coverage, 100 * one.below / n, 100 * one.above / n)
        print(f"{pilot:34} {name:29} {truths[pilot, name]:5.2f}  {method:11}", end="")
        print(
            *(f" {number:6.1f}" for number in shares),
            f" {one.width / n:6.2f} {one.trusted_coverage:6.1f}",
            sep="",
            end="  ",
        )
        print(", ".join(f"{why} {100 * count / one.runs:.1f}" for why, count in one.without.most_common()))


def show_summary(tallies: dict[Cell, Tally], methods: Sequence[str]) -> None:
    """Print the lowest and the highest coverage over the models of each situation, as tables in Markdown."""
    names = tuple(dict.fromkeys(name for _, name, _ in tallies))
    for title, groups in SITUATIONS.items():
        print(f"\n{title}\n\n| coefficient | pilots | {' | '.join(methods)} | auto, not doubted | doubted | none |")
        print(f"|---|---|{'---|' * (len(methods) + 3)}")
        for name in names:
            for label, belongs in groups.items():
                members = {pilot.name for pilot in PILOTS if belongs(pilot)}
                by_method = {
                    method: [
                        one
                        for (pilot, what, how), one in tallies.items()
                        if (what, how) == (name, method) and pilot in members
                    ]
                    for method in methods
                }
                default = by_method.get("auto", [])
                if not default:
                    continue
                cells = [_range([one.coverage for one in by_method[method]]) for method in methods]
                cells.append(_range([one.trusted_coverage for one in default]))
                cells.append(_range([100 * one.doubted / max(one.intervals, 1) for one in default]))
                cells.append(_range([100 - 100 * one.intervals / one.runs for one in default]))
                print(f"| {name} | {label} | {' | '.join(cells)} |")


def _range(values: Sequence[float]) -> str:
    """Write the lowest and the highest of some percentages."""
    known = [value for value in values if not math.isnan(value)]
    if not known:
        return "-"
    low, high = round(min(known)), round(max(known))
    return f"{low}" if low == high else f"{low}–{high}"


def _situations() -> dict[str, dict[str, Callable[[Pilot], bool]]]:
    """Give the tables: by title, what each line is called and which pilots belong to it."""

    def flat(n: int, prevalence: str) -> Callable[[Pilot], bool]:
        return lambda pilot: pilot.n_components == 1 and (pilot.n_units, pilot.prevalence) == (n, prevalence)

    def nested(n: int, components: int, prevalence: str) -> Callable[[Pilot], bool]:
        return lambda pilot: (pilot.n_units, pilot.n_components, pilot.prevalence) == (n, components, prevalence)

    return {
        "Components alone": {
            f"{n} x {r}, {prevalence}": flat(n, prevalence) for n, r in SIZES for prevalence in SHARES
        },
        "Standards and rubrics": {
            f"{n} x {r} x {components}, {prevalence}": nested(n, components, prevalence)
            for n, r, components in NESTED
            for prevalence in ("balanced", "90 %")
        },
        "Few micro-credentials": {
            f"{n} x 5, {prevalence}": flat(n, prevalence) for n in FEW for prevalence in ("balanced", "90 %")
        },
    }


SITUATIONS = _situations()


def main() -> None:
    """Run all pilots and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=2000, help="simulated pilots per model")
    parser.add_argument("--quick", action="store_true", help="100 runs, without resampling")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--only", default="", help="only pilots whose name contains this")
    parser.add_argument("--methods", default=",".join(METHODS))
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    methods = tuple(asked.methods.split(","))
    if asked.quick:
        asked.runs, methods = 100, tuple(name for name in methods if name not in RESAMPLED)
    work = [
        (pilot, asked.runs, asked.seed + number, methods)
        for number, pilot in enumerate(PILOTS)
        if asked.only in pilot.name
    ]
    tallies: dict[Cell, Tally] = {}
    truths: dict[tuple[str, str], float] = {}
    with ProcessPoolExecutor(asked.processes) as pool:
        for number, (found, true) in enumerate(pool.map(measured, work), 1):
            tallies |= found
            truths |= true
            print(f"{number} of {len(work)} pilots", file=sys.stderr)
    show_all(tallies, truths)
    show_summary(tallies, methods)


if __name__ == "__main__":
    main()
