"""How sure the verdicts of a set are as a whole: consistency, accuracy, and how many raters it takes.

Decision consistency is the chance that two panels, drawn apart, give a unit the same verdict; accuracy the chance that
a verdict is that of the true levels (Subkoviak 1976; Livingston & Lewis 1995, here with the model of the answers in
place of a distribution of scores). Both are drawn from the model: true states given the answers, then panels.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mcqa.scores.chance.fresh import FEWEST_PANELS, Fresh
from mcqa.scores.chance.pool import draw_panels
from mcqa.scores.chance.replay import Review, Tables, draw_results, draw_states, verdicts_of
from mcqa.scores.judgement import cut_of
from mcqa.scores.rules import IS_MET, IS_NOT_MET, IS_UNDECIDED

if TYPE_CHECKING:
    from mcqa.scores.chance.model import Floats, Places
    from mcqa.scores.chance.replay import Small

CURVE = (1, 2, 3, 4, 5, 7, 9, 12, 15, 21)
ENOUGH = 0.90
# so many reviews are drawn: shares are good to 0.01
REVIEWS = 4_000
# with more mixes of answers the curve is drawn
MIXES = 2_500
# large panels of one pool differ little: fewer of them do
LARGE, LARGE_PANELS = 11, 8
RARELY = 0.005


@dataclass(frozen=True, kw_only=True)
class AtRaters:
    """One point of the curve: with so many answers for each criterion, chances over the units of the set."""

    n_raters: int
    consistency: float
    accuracy: float
    share_met: float
    share_undecided: float


@dataclass(frozen=True, kw_only=True)
class Whole:
    """What fresh panels would make of the set.

    `consistency`: the chance that two fresh panels agree about a unit; `consistency_by_chance`: the same if panels
    gave their verdicts without looking at the unit. `accuracy`: the chance that the verdict given is that of the true
    levels, an undecided one never. `false_pass` and `false_fail`: the shares of all units that are met though not
    truly, and not met though truly; `false_pass_rate` is of the units that are truly not met, `false_fail_rate` of
    those that truly are, None where there are hardly any. `reviewer_accuracy`: the chance that a rating is the true
    level, and `reviewer_accuracy_at_cut` that it is on the true side of the cut. `raters_needed`: the least number on
    `by_raters` from which on consistency stays at 0.90 or more, None with a reason where none does.
    """

    consistency: float
    consistency_by_chance: float
    accuracy: float
    false_pass: float
    false_fail: float
    false_pass_rate: float | None
    false_fail_rate: float | None
    reviewer_accuracy: float
    reviewer_accuracy_at_cut: float
    by_raters: tuple[AtRaters, ...]
    raters_needed: int | None
    raters_needed_reason: str | None


@dataclass(frozen=True, kw_only=True)
class _Drawn:
    """Verdicts of two fresh panels, of the true levels, and as given, each (n,)."""

    one: Small
    other: Small
    truth: Small


def set_statistics(fresh: Fresh, verdicts: Small, units: Places) -> Whole:
    """Find the statistics of the set of `units` (places, at least one); `verdicts` (n_units,) are those given."""
    rng = np.random.default_rng([fresh.seed, 2])
    chosen = units if len(units) <= REVIEWS else np.sort(rng.choice(units, REVIEWS, replace=False))
    rows = np.resize(chosen, -(-REVIEWS // len(chosen)) * len(chosen))
    numbers = np.zeros(fresh.combos.n + fresh.decided.size, dtype=np.intp)
    for part in fresh.combos.parts:
        numbers[part.combos] = part.n_answers
    review = draw_states(fresh, rows, rng)
    truth = verdicts_of(fresh, review.levels)
    own = _two(fresh, review, truth, numbers[fresh.of[rows]], fresh.own_results, rng)
    curve = []
    for n in (n for n in CURVE if n >= fresh.decision.min_ratings or n == CURVE[-1]):
        tables = _tables(fresh, n)
        curve.append(_at(n, _two(fresh, review, truth, np.array(n), tables, rng)))
    given = verdicts[rows]
    fails, passes = truth == IS_NOT_MET, truth == IS_MET
    false_pass, false_fail = float(((given == IS_MET) & fails).mean()), float(((given == IS_NOT_MET) & passes).mean())
    shares = np.bincount(np.concatenate([own.one, own.other]), minlength=3) / (2 * len(rows))
    raters = _needed(curve)
    return Whole(
        consistency=float((own.one == own.other).mean()),
        consistency_by_chance=float((shares**2).sum()),
        accuracy=float((given == truth).mean()),
        false_pass=false_pass,
        false_fail=false_fail,
        false_pass_rate=_rate(false_pass, float(fails.mean())),
        false_fail_rate=_rate(false_fail, float(passes.mean())),
        reviewer_accuracy=fresh.accuracy(_exact(fresh)),
        reviewer_accuracy_at_cut=fresh.accuracy(_at_cut(fresh)),
        by_raters=tuple(curve),
        raters_needed=raters,
        raters_needed_reason=None if raters else "not_reached",
    )


def _two(
    fresh: Fresh, review: Review, truth: Small, numbers: Places, tables: Tables, rng: np.random.Generator
) -> _Drawn:
    one, other = (verdicts_of(fresh, draw_results(fresh, review, numbers, tables, rng)) for _ in range(2))
    return _Drawn(one=one, other=other, truth=truth)


def _tables(fresh: Fresh, n: int) -> Tables:
    most = FEWEST_PANELS if n <= LARGE else LARGE_PANELS
    panels, _ = draw_panels(fresh.pool, n, fresh.seed, most)
    panels = np.random.default_rng([fresh.seed, n, 3]).permutation(panels)[:most]
    return {(at, n): fresh.results(at, n, panels, most=MIXES) for at in range(len(fresh.combos.parts))}


def _at(n: int, drawn: _Drawn) -> AtRaters:
    return AtRaters(
        n_raters=n,
        consistency=float((drawn.one == drawn.other).mean()),
        accuracy=float((drawn.one == drawn.truth).mean()),
        share_met=float((drawn.one == IS_MET).mean()),
        share_undecided=float((drawn.one == IS_UNDECIDED).mean()),
    )


def _needed(curve: list[AtRaters]) -> int | None:
    """Give the first number from which on consistency stays high enough."""
    found = None
    for point in reversed(curve):
        if point.consistency < ENOUGH:
            break
        found = point.n_raters
    return found


def _rate(joint: float, share: float) -> float | None:
    return joint / share if share >= RARELY else None


def _exact(fresh: Fresh) -> list[Floats]:
    """Say which level is right in each state: (n_states, n_levels) for each part."""
    return [
        (np.arange(part.states.n_levels) == part.states.truth[:, None]).astype(np.float64)
        for part in fresh.combos.parts
    ]


def _at_cut(fresh: Fresh) -> list[Floats]:
    """Say which levels are on the right side of the cut in each state."""
    found = []
    for part in fresh.combos.parts:
        cut = cut_of(fresh.cells.scales[part.scale], fresh.decision)
        right = (np.arange(part.states.n_levels) >= cut) == (part.states.truth >= cut)[:, None]
        found.append(right.astype(np.float64))
    return found
