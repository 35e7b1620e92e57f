"""What is compared with other packages: each number is checked to be the same on both sides, then timed.

Run by `agreement.py`, which makes the environment.
"""

from __future__ import annotations

import argparse
import math
import os
import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from itertools import combinations

import numpy as np
from measuring import HEADER, Goal, Job, extra_memory, seconds, show_memory, show_times, side_by_side
from numpy.typing import NDArray

import mcqa

Array = NDArray[np.float64]
LEVELS = 3
# how often a rater sees the true level
SEEN = 0.7
REPLICATES = 10_000
# replicates of a loop over another package that are timed: the rest would take as long again
TIMED = 200
PACKAGES = ("mcqa", "numpy", "krippendorff", "pingouin", "scikit-learn", "scipy", "statsmodels", "irrCAC")
# groups that are nothing without one other package
NEEDED = {"alphas": "krippendorff", "bootstraps": "krippendorff"}


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Two jobs that give the same number; a job takes the number of its call, and with it other data.

    The numbers may differ by the share `check`; None where they are not of the same thing. `compared` gives both
    numbers where the jobs do not. `often` says how many of the rounds are run, and `part` how much of the work theirs
    does.
    """

    what: str
    ours: Job
    theirs: Job
    goal: Goal | None = None
    check: float | None = 1e-9
    memory: Goal | None = None
    often: float = 1.0
    part: float = 1.0
    compared: Callable[[], tuple[object, object]] | None = None


def ratings(n_units: int, n_raters: int, *, missing: float, seed: int, levels: int = LEVELS) -> Array:
    """Make ratings of raters who see the true level seven times in ten, and else give any; some are missing."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(1, levels + 1, n_units)
    table = np.where(
        rng.random((n_units, n_raters)) < SEEN, truth[:, None], rng.integers(1, levels + 1, (n_units, n_raters))
    ).astype(np.float64)
    table[rng.random((n_units, n_raters)) < missing] = np.nan
    return table


def several(n_units: int, n_raters: int, *, missing: float, levels: int = LEVELS) -> tuple[Callable[[int], Array], ...]:
    """Give tables by number, and the same with raters in rows: three, so that nothing is known from the call before."""
    tables = [ratings(n_units, n_raters, missing=missing, seed=seed, levels=levels) for seed in range(3)]
    turned = [np.ascontiguousarray(table.T) for table in tables]
    return (lambda number: tables[number % 3]), (lambda number: turned[number % 3])


def alphas(n: int) -> Iterator[Comparison]:
    """Krippendorff's alpha with the ordinal metric."""
    import krippendorff

    for levels in (LEVELS, 5):
        table, turned = several(n, 4, missing=0.2, levels=levels)
        yield Comparison(
            what=f"alpha, {n:,} x 4, {levels} levels, 20 % missing",
            ours=lambda i, table=table: mcqa.krippendorff_alpha(table(i), metric="ordinal").estimate,
            theirs=lambda i, turned=turned: krippendorff.alpha(turned(i), level_of_measurement="ordinal"),
            goal=Goal(at_least=40),
            memory=Goal(at_least=20),
        )
    table, turned = several(12, 30, missing=0.2)
    yield Comparison(
        what="alpha, 12 x 30, 20 % missing",
        ours=lambda i: mcqa.krippendorff_alpha(table(i), metric="ordinal").estimate,
        theirs=lambda i: krippendorff.alpha(turned(i), level_of_measurement="ordinal"),
        goal=Goal(at_most=2),
        often=5,
    )


def bootstraps(n: int) -> Iterator[Comparison]:
    """Resamples of the units: ours as a standard error, theirs as a loop over `krippendorff.alpha`."""
    import krippendorff

    def error(table: Array) -> float | None:
        found = mcqa.krippendorff_alpha(table, metric="ordinal", ci="bootstrap", replicates=REPLICATES)
        return found.standard_error

    def loop(turned: Array, replicates: int) -> float:
        rng = np.random.default_rng(1)
        units = rng.integers(0, turned.shape[1], (replicates, turned.shape[1]))
        return float(np.std([krippendorff.alpha(turned[:, each], level_of_measurement="ordinal") for each in units]))

    large, large_turned = several(n, 4, missing=0.2)
    yield Comparison(
        what=f"{REPLICATES:,} resamples, {n:,} x 4, beside ONE alpha of theirs",
        ours=lambda i: error(large(i)),
        theirs=lambda i: krippendorff.alpha(large_turned(i), level_of_measurement="ordinal"),
        goal=Goal(at_least=1),
        check=None,
    )
    for n_units, n_raters, goal in ((12, 30, 50), (1000, 4, 8)):
        table, turned = several(n_units, n_raters, missing=0.2)
        yield Comparison(
            what=f"{REPLICATES:,} resamples, {n_units} x {n_raters}, beside a loop over theirs",
            ours=lambda i, table=table: error(table(i)),
            theirs=lambda i, turned=turned: loop(turned(i), TIMED),
            goal=Goal(at_least=goal),
            # a standard error of 2,000 resamples is good to 1.6 %
            compared=lambda table=table, turned=turned: (error(table(0)), loop(turned(0), 2000)),
            check=0.08,
            part=TIMED / REPLICATES,
        )


def correlations(n: int) -> Iterator[Comparison]:
    """Intraclass correlation beside pingouin, Kendall's W beside Friedman's test of scipy."""
    table, _ = several(n, 4, missing=0)
    if _there("pingouin"):
        import pandas as pd
        import pingouin

        units, raters = np.repeat(np.arange(n), 4), np.tile(np.arange(4), n)
        long = [pd.DataFrame({"unit": units, "rater": raters, "score": table(i).ravel()}) for i in range(3)]

        def theirs(number: int) -> float:
            found = pingouin.intraclass_corr(long[number % 3], targets="unit", raters="rater", ratings="score")
            return float(found["ICC"].iloc[1])

        yield Comparison(
            what=f"ICC(A,1), {n:,} x 4",
            ours=lambda i: mcqa.icc(table(i), form="ICC(A,1)").estimate,
            theirs=theirs,
            goal=Goal(at_least=300),
        )
    from scipy.stats import friedmanchisquare

    yield Comparison(
        what=f"Kendall's W, {n:,} x 4, Friedman's test",
        ours=lambda i: mcqa.kendall_w(table(i)).estimate,
        theirs=lambda i: friedmanchisquare(*table(i)).statistic / (4 * (n - 1)),
        goal=Goal(at_least=300),
        often=0.5,
    )


def kappas(n: int) -> Iterator[Comparison]:
    """Kappas beside scikit-learn, statsmodels and irrCAC."""
    if _there("scikit-learn"):
        from sklearn.metrics import cohen_kappa_score

        for n_units, n_raters in ((n, 4), (1000, 12)):
            table, turned = several(n_units, n_raters, missing=0)
            yield Comparison(
                what=f"Cohen's kappa, quadratic, all pairs, {n_units:,} x {n_raters}",
                ours=lambda i, table=table: _upper(mcqa.pairwise(table(i), weights="quadratic").to_numpy()),
                theirs=lambda i, turned=turned: [
                    cohen_kappa_score(first, second, weights="quadratic")
                    for first, second in combinations(turned(i), 2)
                ],
                goal=Goal(at_least=50),
            )
    table, _ = several(n, 4, missing=0)
    if _there("statsmodels"):
        from statsmodels.stats.inter_rater import aggregate_raters, fleiss_kappa

        yield Comparison(
            what=f"Fleiss' kappa, {n:,} x 4, statsmodels",
            ours=lambda i: mcqa.fleiss_kappa(table(i)).estimate,
            theirs=lambda i: fleiss_kappa(aggregate_raters(table(i).astype(int))[0]),
        )
    if _there("irrCAC"):
        import pandas as pd
        from irrCAC.raw import CAC

        some, _ = several(1000, 4, missing=0)
        frames = [pd.DataFrame(some(i)) for i in range(3)]
        yield Comparison(
            what="AC1 with standard error, 1,000 x 4, irrCAC",
            ours=lambda i: _value_and_error(mcqa.gwet_ac(some(i))),
            theirs=lambda i: [CAC(frames[i % 3]).gwet()["est"][name] for name in ("coefficient_value", "se")],
            # it rounds to five digits
            check=1e-4,
        )


def families(n: int) -> Iterator[Comparison]:
    """Everything at once, beside our own alpha alone: the table is what costs, not what is computed from it."""
    for missing, said in ((0.0, "complete"), (0.2, "20 % missing")):
        table, _ = several(n, 4, missing=missing)

        def alpha(number: int, table: Callable[[int], Array] = table) -> float | None:
            return mcqa.krippendorff_alpha(table(number), metric="ordinal").estimate

        def everything(number: int, table: Callable[[int], Array] = table, without: tuple[str, ...] = ()) -> object:
            family = mcqa.family(table(number), ci="jackknife")
            found = {each.name: each.full for each in family if each.request.coefficient not in without}
            names = [_asked(each) for each in family if each.request.coefficient not in without]
            return found, mcqa.leave_one_rater_out(table(number), names)

        for without in ((), ("icc",)) if missing else ((),):
            yield Comparison(
                what=f"the family with jackknife and leave-one-rater-out, {said}{', but ICC' if without else ''}",
                ours=lambda i, everything=everything, without=without: everything(i, without=without),
                theirs=alpha,
                goal=Goal(at_most=3),
                check=None,
            )


def linear(largest: int) -> None:
    """Print the time for a million ratings, from 10^5 ratings to 10^8."""
    print("\nalpha, seconds for a million ratings (doubles, 4 raters, 20 % missing), best of 3")
    million = ratings(250_000, 4, missing=0.2, seed=0)
    found = []
    for power in range(5, largest + 1):
        n_units = 10**power // 4
        if _free() < 3 * 8 * 10**power:
            print(
                f"  10^{power}: left out, {8 * 10**power / 2**30:.1f} GB of ratings and memory to spare are not there"
            )
            break
        table = np.empty((n_units, 4))
        for start in range(0, n_units, len(million)):
            table[start : start + len(million)] = million[: n_units - start]

        def job(_: int, table: Array = table) -> object:
            return mcqa.krippendorff_alpha(table, metric="ordinal").estimate

        job(0)
        calls = max(1, 10 ** (7 - power))
        found.append(min(seconds(job, 0, calls) for _ in range(3)) / 10 ** (power - 6))
        print(f"  10^{power}: {found[-1] * 1e3:.2f} ms", flush=True)
    print(f"  from the cheapest to the dearest million: {max(found) / min(found):.2f} times")


def run(comparison: Comparison, rounds: int, *, judged: bool) -> bool:
    """Check that both sides give the same, time them, and print the row."""
    if comparison.check is not None:
        jobs = comparison.compared or (lambda: (comparison.ours(0), comparison.theirs(0)))
        _same(comparison.what, *jobs(), comparison.check)
    rounds = max(2, round(rounds * comparison.often))
    ours, theirs = side_by_side(comparison.ours, comparison.theirs, rounds)
    met = show_times(comparison.what, ours, [one / comparison.part for one in theirs], comparison.goal, judged=judged)
    if comparison.memory is not None:
        sizes = extra_memory(comparison.ours), extra_memory(comparison.theirs)
        met &= show_memory("    extra memory", *sizes, comparison.memory, judged=judged)
    return met


def main() -> int:
    """Run all comparisons, or those that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="smaller tables, fewer rounds: not what the goals are about"
    )
    parser.add_argument("--only", default="", help="only what holds this text")
    parser.add_argument("--rounds", type=int, default=0, help="how often each side is run: 7, or 3 with --quick")
    options = parser.parse_args()
    rounds = options.rounds or (3 if options.quick else 7)
    large, middle = (10**4, 10**3) if options.quick else (10**6, 10**5)
    print(f"{platform.platform()}, {os.cpu_count()} processors, Python {platform.python_version()}, medians")
    print(", ".join(f"{name} {version(name)}" for name in PACKAGES if _there(name)), end="\n\n")
    print(HEADER)
    groups = ((alphas, large), (bootstraps, large), (families, large), (correlations, middle), (kappas, middle))
    met = [
        run(comparison, rounds, judged=not options.quick)
        for group, size in groups
        if _there(NEEDED.get(group.__name__, "numpy"))
        for comparison in group(size)
        if options.only in comparison.what
    ]
    if "linear".startswith(options.only):
        linear(6 if options.quick else 8)
    if not options.quick:
        print(f"\n{met.count(False)} of these rows miss a goal")
    return 0


def _there(package: str) -> bool:
    try:
        version(package)
    except PackageNotFoundError:
        return False
    return True


def _same(what: str, ours: object, theirs: object, within: float) -> None:
    """Stop the run where the two sides do not give the same numbers."""
    one, other = (np.atleast_1d(np.asarray(each, dtype=np.float64)) for each in (ours, theirs))
    if one.shape != other.shape or not np.allclose(one, other, rtol=within, atol=0):
        sys.exit(f"{what}: ours is {ours}, theirs {theirs}")


def _upper(square: Array) -> Array:
    return np.asarray(square[np.triu_indices(len(square), 1)])


def _value_and_error(found: mcqa.Coefficient) -> list[float | None]:
    return [found.estimate, found.standard_error]


def _asked(found: mcqa.Coefficient) -> str:
    request = found.request
    return f"{request.coefficient}:{request.form}" if request.form else request.coefficient


def _free() -> float:
    """Give the memory of the machine that nobody uses, in bytes; unlimited where the system does not tell."""
    try:
        return float(os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    except (AttributeError, ValueError, OSError):
        return math.inf


if __name__ == "__main__":
    sys.exit(main())
