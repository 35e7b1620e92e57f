"""The distinct panels of each criterion, and which scale they are on: whatever depends on them is found once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mcqa.rubric.model import Decision
from mcqa.scores.cells import Cells
from mcqa.scores.chance.model import States, states_of
from mcqa.scores.judgement import cut_of

if TYPE_CHECKING:
    from mcqa.scores.chance.model import Floats, Places


@dataclass(frozen=True, kw_only=True)
class Part:
    """What is on one scale.

    `criteria` (n,) are places among the criteria, `combos` (m,) places among the combos, `local` (m,) the place of the
    criterion of each combo in `criteria`, `answers` (m, n_levels + 2) what its panel answered, and `n_answers` (m,) how
    many answers these are.
    """

    scale: int
    states: States
    criteria: Places
    combos: Places
    local: Places
    answers: Floats
    n_answers: Places


@dataclass(frozen=True, kw_only=True)
class Combos:
    """Every distinct pair of a criterion and a panel: `of` (n_units, n_criteria) gives its place, `n` their number."""

    of: Places
    n: int
    parts: tuple[Part, ...]


def combos_of(cells: Cells, decision: Decision) -> Combos:
    """Find the distinct pairs, and lay them out by scale."""
    n_panels = len(cells.panels)
    key = np.arange(cells.shape[1], dtype=np.int64) * n_panels + cells.pattern
    seen = np.zeros(cells.shape[1] * n_panels, dtype=np.bool_)
    seen[key] = True
    distinct = np.flatnonzero(seen)
    criterion, panel = distinct // n_panels, distinct % n_panels
    place = np.cumsum(seen, dtype=np.intp) - 1
    found = []
    for number, scale in enumerate(cells.scales):
        criteria = np.flatnonzero(np.asarray(cells.scale_of) == number)
        mine = np.flatnonzero(np.isin(criterion, criteria))
        said = [cells.panels[index].panel for index in panel[mine].tolist()]
        answers = np.array([[*one.counts, one.cannot_tell, one.not_applicable] for one in said], dtype=np.float64)
        answers = answers.reshape(len(mine), len(scale.levels) + 2)
        heard = answers.sum(axis=0) > 0
        cut = cut_of(scale, decision)
        found.append(
            Part(
                scale=number,
                states=states_of(scale, cut, hidden=bool(heard[-2]), inapplicable=bool(heard[-1])),
                criteria=criteria,
                combos=mine,
                local=np.searchsorted(criteria, criterion[mine]),
                answers=answers,
                n_answers=answers.sum(axis=1).astype(np.intp),
            )
        )
    return Combos(of=place[key], n=len(distinct), parts=tuple(found))
