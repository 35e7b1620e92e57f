"""What lies behind the answers: the states that cells are in, and what raters report of each.

A latent class model in the line of Dawid & Skene (1979). Each cell (unit and criterion) is in a state that no panel
changes. Most states are clear: the cell truly is at one level, and raters report it with errors. Some cells lie between
two levels: each rater takes the upper one with a share that is the cell's own and may lie anywhere from 0 to 1, so that
the answers of a panel are beta-binomial (Skellam 1948; Williams 1975). A few nodes of Gauss-Legendre stand for that
share. Other cells are hidden, so that most raters cannot tell, or do not apply. So three raters who agree are no
certainty: all may have erred, and the cell may lie between two levels.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from mcqa.rubric.model import Scale

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Mask = NDArray[np.bool_]
    Places = NDArray[np.intp]

# Gauss-Legendre on (0, 1): with five nodes the beta-binomial is exact for panels of up to nine; the middle one is the
# toss of a coin
NODES = (0.046910077030668, 0.2307653449471585, 0.5, 0.7692346550528415, 0.953089922969332)
NODE_WEIGHTS = (0.1184634425280945, 0.2393143352496832, 0.2844444444444444, 0.2393143352496832, 0.1184634425280945)
EVEN = 0.5
# with more levels only neighbours have cells between them
MOST_PAIRS_OF = 5
# cells assumed beforehand: one that is clear, and so many between levels, and without a level where that occurs
BETWEEN, SILENT = 0.05, 0.02
# in a hidden cell, or one that does not apply, the share of raters who say so, and who say the other of the two
SAID, CONFUSED = 0.8, 0.02
NO_TRUTH = -1
HAS_LEVEL, HIDDEN, INAPPLICABLE = 0, 1, 2


@dataclass(frozen=True, kw_only=True)
class States:
    """The states that a cell on one scale may be in.

    `mixing` (n_states, n_levels) says of which true levels the reports in a state are mixed; a row of zeros is a state
    without a level. `prior` (n_states,) is how many cells of each are assumed beforehand; `place` (n_states,) where the
    state stands on the scale, 0 to 1; `truth` (n_states,) its true level, -1 where it has none; `silent` (n_states,)
    is 1 where most cannot tell, 2 where most say that the criterion does not apply, else 0.
    """

    mixing: Floats
    prior: Floats
    place: Floats
    truth: Places
    silent: Places

    @property
    def n_levels(self) -> int:
        """The number of levels of the scale."""
        return int(self.mixing.shape[1])

    @property
    def between(self) -> Mask:
        """Which states lie between two levels, (n_states,); for each pair of levels its nodes follow each other."""
        return np.asarray((self.mixing > 0).sum(axis=1) > 1)

    @property
    def clear(self) -> Mask:
        """Which states are clearly at one level, (n_states,)."""
        return np.asarray((self.mixing > 0).sum(axis=1) == 1)


def states_of(scale: Scale, cut: int, *, hidden: bool, inapplicable: bool) -> States:
    """List the states of a scale, each pair of levels at five nodes; those without a level only where asked for."""
    n_levels = len(scale.levels)
    levels = np.arange(n_levels)
    # on a nominal scale a level is better when it stands at the cut or after it
    where = levels / max(n_levels - 1, 1) if scale.ordered else (levels >= cut).astype(np.float64)
    one = np.eye(n_levels)
    mixing, prior, truth = list(one), [1.0 / n_levels] * n_levels, levels.tolist()
    pairs = [pair for pair in combinations(range(n_levels), 2) if n_levels <= MOST_PAIRS_OF or pair[1] - pair[0] == 1]
    for low, high in pairs:
        for share, weight in zip(NODES, NODE_WEIGHTS, strict=True):
            mixing.append((1 - share) * one[low] + share * one[high])
            prior.append(BETWEEN * weight / len(pairs))
            truth.append(high if share > EVEN else low)
    silent = [HAS_LEVEL] * len(mixing)
    for code, wanted in ((HIDDEN, hidden), (INAPPLICABLE, inapplicable)):
        if wanted:
            mixing.append(np.zeros(n_levels))
            prior.append(SILENT)
            truth.append(NO_TRUTH)
            silent.append(code)
    table = np.array(mixing)
    return States(
        mixing=table,
        prior=np.array(prior),
        place=table @ where,
        truth=np.array(truth, dtype=np.intp),
        silent=np.array(silent, dtype=np.intp),
    )


def answers_in(states: States, reports: Floats, silence: Floats) -> Floats:
    """Give the chance of every answer of a rater in every state.

    Parameters
    ----------
    states
        The states of the scale.
    reports
        Chances of each level reported (last axis) at each true level, shape (..., n_levels, n_levels).
    silence
        How often a rater cannot tell, and says that it does not apply, in a cell that has a level, shape (2,).

    Returns
    -------
    ndarray of float, shape (..., n_states, n_levels + 2)
        The levels, cannot tell, does not apply; each row sums to 1.
    """
    n_levels = states.n_levels
    said = np.zeros((*reports.shape[:-2], len(states.truth), n_levels + 2))
    said[..., :n_levels] = (states.mixing @ reports) * (1 - silence.sum())
    said[..., n_levels:] = silence
    for state in np.flatnonzero(states.silent):
        both = bool((silence > 0).all())
        own = np.where(np.arange(1, 3) == states.silent[state], SAID, CONFUSED if both else 0.0)
        said[..., state, n_levels:] = own
        said[..., state, :n_levels] = (1 - own.sum()) / n_levels
    return said


def spread_errors(accuracy: Floats) -> Floats:
    """Spread what is not right over the other levels, half as much with each level further: (n_levels, n_levels)."""
    n_levels = len(accuracy)
    if n_levels == 1:
        return np.ones((1, 1))
    gaps = np.abs(np.arange(n_levels)[:, None] - np.arange(n_levels))
    errors = np.where(gaps > 0, 0.5**gaps, 0.0)
    spread: Floats = errors / errors.sum(axis=1, keepdims=True) * (1 - accuracy)[:, None] + np.diag(accuracy)
    return spread
