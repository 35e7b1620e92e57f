"""How two programs are timed side by side, and how the outcome is printed."""

from __future__ import annotations

import statistics
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass

# what is shorter than this is called several times in a row, and the time is divided
SHORTEST = 0.005

Job = Callable[[int], object]


@dataclass(frozen=True, kw_only=True)
class Goal:
    """How many times as fast, or as small, ours should be (`at_least`), or how many times as slow it may be."""

    at_least: float | None = None
    at_most: float | None = None

    def __str__(self) -> str:
        """Give the goal as it stands in the table."""
        return f">= {self.at_least:g} x" if self.at_least is not None else f"<= {self.at_most:g} x"

    def ratio(self, ours: float, theirs: float) -> float:
        """Give the number that the goal is about."""
        return theirs / ours if self.at_least is not None else ours / theirs

    def met(self, ratio: float) -> bool:
        """Whether the goal is reached."""
        return ratio >= self.at_least if self.at_least is not None else ratio <= (self.at_most or 0.0)


def seconds(job: Job, number: int, calls: int) -> float:
    """Time one call, as the mean of several in a row; each gets another number, and so other data."""
    start = time.perf_counter()
    for call in range(calls):
        job(number + call)
    return (time.perf_counter() - start) / calls


def side_by_side(ours: Job, theirs: Job, rounds: int) -> tuple[list[float], list[float]]:
    """Time both in turn, so that a machine that slows down slows both; the first round is not counted."""
    calls = [max(1, min(2000, int(SHORTEST / max(seconds(job, 0, 1), 1e-7)))) for job in (ours, theirs)]
    found: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds):
        for job, often, times in zip((ours, theirs), calls, found, strict=True):
            times.append(seconds(job, number, often))
    return found


def extra_memory(job: Job) -> float:
    """Give the peak of what Python and numpy allocate during a call beside what was there before, in bytes."""
    job(0)
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        job(0)
        return tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()


HEADER = f"{'what':56} {'ours':>10} {'theirs':>10} {'ratio':>9} {'of best':>8} {'goal':>10}"


def show_times(what: str, ours: list[float], theirs: list[float], goal: Goal | None, *, judged: bool) -> bool:
    """Print a row of times, and say whether its goal is met."""
    how = goal or Goal(at_least=1)
    middle = statistics.median(ours), statistics.median(theirs)
    return _row(
        what, [_time(one) for one in middle], how.ratio(*middle), how.ratio(min(ours), min(theirs)), goal, judged
    )


def show_memory(what: str, ours: float, theirs: float, goal: Goal, *, judged: bool) -> bool:
    """Print a row of memory, and say whether its goal is met."""
    sizes = [f"{size / 2**20:.1f} MB" for size in (ours, theirs)]
    return _row(what, sizes, goal.ratio(ours, theirs), None, goal, judged)


def _row(what: str, shown: list[str], ratio: float, best: float | None, goal: Goal | None, judged: bool) -> bool:
    met = goal is None or goal.met(ratio)
    said = f"{goal!s:>10} {'met' if met else 'MISSED'}" if goal is not None and judged else ""
    of_best = "" if best is None else f"{best:.4g} x"
    print(f"{what:56} {shown[0]:>10} {shown[1]:>10} {f'{ratio:.4g} x':>9} {of_best:>8} {said}", flush=True)
    return met


def _time(value: float) -> str:
    for unit, scale in (("s", 1.0), ("ms", 1e-3)):
        if value >= scale:
            return f"{value / scale:.3g} {unit}"
    return f"{value / 1e-6:.3g} us"
