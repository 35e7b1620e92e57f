"""Fresh panels beside what was observed: for every distinct panel, what would come of it another time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import comb
from typing import TYPE_CHECKING

import numpy as np

from mcqa.rubric.model import Criterion, Decision
from mcqa.scores.cells import Cells
from mcqa.scores.chance.combos import Combos, Part
from mcqa.scores.chance.fit import TINY, Fitted, chances_of_combos, joint_chances, kinds_of_units
from mcqa.scores.chance.model import HAS_LEVEL, answers_in
from mcqa.scores.chance.outcomes import DRAWN_PANELS, MOST_MIXES, countable, outcomes
from mcqa.scores.chance.pool import MOST_PANELS, Pool, draw_panels

if TYPE_CHECKING:
    from mcqa.ratings.table import Codes
    from mcqa.scores.chance.model import Floats, Places

# the fewest panels drawn where there are very many units
FEWEST_PANELS = 24
# panels times states times mixes of answers counted through, at most
COUNTED = 2_000_000


@dataclass(frozen=True, kw_only=True)
class Fresh:
    """A fitted model and the fresh panels.

    `kinds` (n_units, n_kinds) are chances. `of` (n_units, n_criteria) are places in the tables made here: the combos,
    and after them, for each criterion, every level that a person may have decided on, which no panel changes.
    """

    cells: Cells
    decision: Decision
    combos: Combos
    fitted: Fitted
    pool: Pool
    kinds: Floats
    of: Places
    seed: int
    panels: Places
    exact: bool

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The criteria."""
        return self.cells.criteria

    @property
    def n_results(self) -> int:
        """How many results a cell may have: the levels of the longest scale, undecided, does not apply."""
        return max(len(scale.levels) for scale in self.cells.scales) + 2

    @cached_property
    def states(self) -> list[Floats]:
        """The chance of each state given the answers: for each part (n_combos of it, n_kinds, n_states)."""
        joints = joint_chances(self.combos, self.fitted)
        return [joint / np.maximum(joint.sum(axis=2, keepdims=True), TINY) for joint in joints]

    def results(self, at: int, n: int, panels: Places, *, most: int = MOST_MIXES) -> Floats:
        """Give the chances of the results of panels with n answers in one part: (n_panels, n_states, n_results)."""
        part, own = self.combos.parts[at], self.fitted.parameters[at]
        weighted = self.decision.consensus == "weighted" and np.ptp(self.pool.weights) > 0
        return outcomes(
            answers_in(part.states, self.pool.reports[at][panels], own.silence),
            n,
            self.cells.scales[part.scale],
            self.decision,
            weights=self.pool.weights[panels] if weighted else None,
            seed=self.seed,
            most=most,
        )

    @cached_property
    def own_results(self) -> dict[tuple[int, int], Floats]:
        """The results of panels with as many answers as were given, for each part and number."""
        return {
            (at, n): self.results(at, n, self.panels)
            for at, part in enumerate(self.combos.parts)
            for n in np.unique(part.n_answers).tolist()
            if n
        }

    def table(self, values: Floats, *, steady: bool = False) -> Floats:
        """Give the expected value of a result, for each combo, kind of unit and panel.

        Parameters
        ----------
        values
            What each result counts for, shape (n_criteria, n_results): the levels of the criterion first, then from the
            right: does not apply, undecided.
        steady
            Give the expected square, over the states, of the mean over panels.

        Returns
        -------
        ndarray of float, shape (n_places, n_kinds, n_panels)
            `of` are places in it. There is but one panel where `steady`.
        """
        power = 2 if steady else 1
        n_kinds, n_panels = self.kinds.shape[1], 1 if steady else len(self.panels)
        found = np.empty((self.combos.n + self.decided.size, n_kinds, n_panels))
        for at, part in enumerate(self.combos.parts):
            n_levels = part.states.n_levels
            own = values[part.criteria][:, [*range(n_levels), -2, -1]]
            for n in np.unique(part.n_answers).tolist():
                for local in np.unique(part.local[part.n_answers == n]).tolist():
                    rows = np.flatnonzero((part.n_answers == n) & (part.local == local))
                    if n == 0:
                        found[part.combos[rows]] = own[local, -2] ** power
                    else:
                        by_state = self.own_results[at, n] @ own[local]
                        if steady:
                            by_state = by_state.mean(axis=0, keepdims=True) ** power
                        found[part.combos[rows]] = self.states[at][rows] @ by_state.T
        found[self.combos.n :] = values[:, :-2].reshape(-1, 1, 1) ** power
        return found

    @property
    def decided(self) -> Places:
        """The places of cells that a person decided: (n_criteria, n_levels of the longest scale)."""
        shape = (len(self.criteria), self.n_results - 2)
        return self.combos.n + np.arange(shape[0] * shape[1]).reshape(shape)

    def accuracy(self, sides: list[Floats]) -> float:
        """Give the chance that a rating of the pool counts in `sides`, for each part (n_states, n_levels) of 0 or 1."""
        hit = total = 0.0
        weight = np.stack(
            [
                np.bincount(self.combos.of.ravel(), np.repeat(kind, self.combos.of.shape[1]), self.combos.n)
                for kind in self.kinds.T
            ],
            axis=1,
        )
        for part, own, states, side in zip(self.combos.parts, self.fitted.parameters, self.states, sides, strict=True):
            n_levels = part.states.n_levels
            answers = answers_in(part.states, own.reports, own.silence)[:, :n_levels]
            rated = part.answers[:, :n_levels].sum(axis=1)
            count = np.einsum("jq,jqs,j->s", weight[part.combos], states, rated) * (part.states.silent == HAS_LEVEL)
            share = answers / answers.sum(axis=1, keepdims=True)
            hit += float((count[:, None] * share * side).sum())
            total += float(count.sum())
        return hit / total if total else 0.0


def prepare(
    cells: Cells,
    decision: Decision,
    combos: Combos,
    fitted: Fitted,
    pool: Pool,
    *,
    seed: int,
    fixed: Codes | None,
    room: int,
) -> Fresh:
    """Draw the fresh panels, as many as there is room for, and put decided cells in their places."""
    kinds = kinds_of_units(combos.of, chances_of_combos(combos, joint_chances(combos, fitted)), fitted.kinds)
    numbers = np.concatenate([part.n_answers for part in combos.parts])
    weighted = decision.consensus == "weighted" and np.ptp(pool.weights) > 0
    mixes = [_work(part) for part in combos.parts]
    countings = [
        countable(int(part.n_answers.max(initial=0)), _heard(part)) for part in combos.parts if len(part.n_answers)
    ]
    drawn = weighted or not all(countings)
    most = min(MOST_PANELS, max(FEWEST_PANELS, room // max(1, cells.pattern.size * kinds.shape[1])))
    # tables stay below some hundred megabytes
    most = min(most, max(4, 20_000_000 // (combos.n * kinds.shape[1])))
    # nor does it take long to count through the mixes of answers
    most = min(most, max(FEWEST_PANELS, COUNTED // max(1, *mixes, 1)))
    panels, every = draw_panels(
        pool, max(1, int(numbers.max(initial=0))), seed, min(most, DRAWN_PANELS) if drawn else most
    )
    fresh = Fresh(
        cells=cells,
        decision=decision,
        combos=combos,
        fitted=fitted,
        pool=pool,
        kinds=kinds,
        of=combos.of,
        seed=seed,
        panels=panels,
        exact=every and not drawn,
    )
    if fixed is None or not (fixed >= 0).any():
        return fresh
    column = np.arange(cells.shape[1])
    place = np.where(fixed >= 0, fresh.decided[column, np.maximum(fixed, 0)], combos.of)
    return Fresh(**{**{name: getattr(fresh, name) for name in fresh.__dataclass_fields__}, "of": place})


def _work(part: Part) -> int:
    n = int(part.n_answers.max(initial=0))
    return comb(n + _heard(part) - 1, n) * len(part.states.truth)


def _heard(part: Part) -> int:
    return part.states.n_levels + int((part.states.silent != HAS_LEVEL).sum())
