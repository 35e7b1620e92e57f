"""Pass or retrain: the figures of a reviewer against the bars of a profile, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import NamedTuple

from mcqa.calibration.figures import PAIR, Figure, Figures
from mcqa.statistics.intervals import ROUNDING

# a verdict that more cases than this would be needed for is too close to call
MOST_CASES = 200
TOO_CLOSE, ONE_CASE = "too_close", "too_few_units"


class Held(NamedTuple):
    """One figure beside its bar."""

    name: str
    figure: Figure
    bar: float

    @property
    def reached(self) -> bool | None:
        """Whether the observed value reaches the bar; None where there is no value."""
        return None if self.figure.value is None else self.figure.value >= self.bar - ROUNDING


class Ruling(NamedTuple):
    """What a profile says of a reviewer.

    `passed` is None where a figure that decides has no value, with its reason. `sure` is whether the interval lies on
    the same side of the bar; `more_cases` is how many further units would bring it there, 0 where it is, None where
    that is unknown or more than `MOST_CASES`, and `why_not` says which.
    """

    passed: bool | None
    reason: str | None = None
    sure: bool | None = None
    more_cases: int | None = None
    more_ratings: int | None = None
    why_not: str | None = None
    bars: tuple[Held, ...] = ()


def ruled(figures: Figures, bars: Mapping[str, float]) -> Ruling:
    """Hold figures against bars, all of which must be reached.

    The verdict rests on the observed values, as in the programs that the profiles come from. It is sure where the
    intervals say the same: of a pass, that every figure is above its bar; of a failure, that one is below. From one
    unit alone it is never sure, however many ratings it has: nothing shows how far units differ.
    """
    held = tuple(Held(name, figures.named(name), bar) for name, bar in bars.items())
    reached = [one.reached for one in held]
    if not held or figures.n == 0:
        return Ruling(passed=None, reason="no_pairs", why_not="no_pairs", bars=held)
    if False in reached:
        failing = [one for one in held if one.reached is False]
        return _with_sureness(
            Ruling(passed=False, bars=held), figures, lambda k: any(_below(one, k) for one in failing)
        )
    unknown = next((one for one in held if one.reached is None), None)
    if unknown is not None:
        reason = unknown.figure.reason
        return Ruling(passed=None, reason=reason, why_not=reason, bars=held)
    return _with_sureness(Ruling(passed=True, bars=held), figures, lambda k: all(_above(one, k) for one in held))


def _with_sureness(ruling: Ruling, figures: Figures, clears: Callable[[int], bool]) -> Ruling:
    if figures.n_units < PAIR:
        return ruling._replace(sure=False, why_not=ONE_CASE)
    if clears(0):
        return ruling._replace(sure=True, more_cases=0, more_ratings=0)
    deciding = [one for one in ruling.bars if one.reached is ruling.passed]
    if all(one.figure.foreseen(1) is None for one in deciding):
        reason = next((one.figure.reason for one in deciding if one.figure.reason), ONE_CASE)
        return ruling._replace(sure=False, why_not=reason)
    needed = next((further for further in range(1, MOST_CASES + 1) if clears(further)), None)
    if needed is None:
        return ruling._replace(sure=False, why_not=TOO_CLOSE)
    each = figures.n / figures.n_units
    return ruling._replace(sure=False, more_cases=needed, more_ratings=math.ceil(needed * each))


def _limits(held: Held, further: int) -> tuple[float, float] | None:
    if further:
        return held.figure.foreseen(further)
    return None if held.figure.ci is None else (held.figure.ci.low, held.figure.ci.high)


def _above(held: Held, further: int) -> bool:
    limits = _limits(held, further)
    return limits is not None and limits[0] >= held.bar - ROUNDING


def _below(held: Held, further: int) -> bool:
    limits = _limits(held, further)
    return limits is not None and limits[1] < held.bar - ROUNDING
