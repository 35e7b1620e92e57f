"""What a fresh panel makes of a cell in each state: all mixes of answers counted through, or many panels drawn."""

from __future__ import annotations

from functools import lru_cache
from math import comb
from typing import TYPE_CHECKING

import numpy as np

from mcqa.rubric.model import Decision, Scale
from mcqa.scores.consensus import Panel, Undecided, consensus

if TYPE_CHECKING:
    from mcqa.scores.chance.model import Floats, Places

# with more ways to answer, panels are drawn; so many of each, and of so many panels
MOST_MIXES = 20_000
DRAWS, DRAWN_PANELS = 256, 32
# chances held at once
ROOM = 4_000_000


def outcomes(
    said: Floats,
    n: int,
    scale: Scale,
    decision: Decision,
    *,
    weights: Floats | None = None,
    seed: int = 0,
    most: int = MOST_MIXES,
) -> Floats:
    """Give the chances of each result of a fresh panel: the levels, undecided, does not apply.

    Parameters
    ----------
    said
        What each rater of each panel answers in each state, shape (n_panels, n_raters, n_states, n_levels + 2): the
        first n raters answer.
    n
        The number of answers, at least 1.
    weights
        For a weighted consensus, the weight of each rater, shape (n_panels, n_raters): then answers are drawn.
    seed
        Of what is drawn.
    most
        With more ways to answer than this, answers are drawn.

    Returns
    -------
    ndarray of float, shape (n_panels, n_states, n_levels + 2)
        Each row sums to 1.
    """
    kept = tuple(np.flatnonzero((said > 0).any(axis=(0, 1, 2))).tolist())
    own = said[:, :n][..., list(kept)]
    if weights is not None or comb(n + len(kept) - 1, n) > most:
        return _drawn(own, kept, scale, decision, weights=weights, seed=seed)
    to = _results(n, kept, scale, decision)
    found = np.zeros((len(said), said.shape[2], len(scale.levels) + 2))
    step = max(1, ROOM // (comb(n + len(kept) - 1, n) * said.shape[2]))
    for start in range(0, len(said), step):
        chances = _distribution(own[start : start + step])
        for result in np.unique(to):
            found[start : start + step, :, result] = chances[..., to == result].sum(axis=-1)
    return found


def countable(n: int, categories: int) -> bool:
    """Whether the ways to answer are few enough to count through."""
    return comb(n + categories - 1, n) <= MOST_MIXES


@lru_cache(maxsize=64)
def _mixes(n: int, parts: int) -> tuple[tuple[int, ...], ...]:
    """List all ways to share n answers out among categories."""
    if parts == 1:
        return ((n,),)
    return tuple((first, *rest) for first in range(n + 1) for rest in _mixes(n - first, parts - 1))


@lru_cache(maxsize=64)
def _steps(n: int, parts: int) -> Places:
    """Say where each mix of n answers goes with one answer more: (n_mixes, parts) places among mixes of n + 1."""
    place = {mix: index for index, mix in enumerate(_mixes(n + 1, parts))}
    grown = [[place[(*mix[:k], mix[k] + 1, *mix[k + 1 :])] for k in range(parts)] for mix in _mixes(n, parts)]
    return np.array(grown, dtype=np.intp)


def _distribution(said: Floats) -> Floats:
    """Give the chance of every mix: (n_panels, n_answers, n_states, n_categories) to (n_panels, n_states, n_mixes)."""
    n, parts = said.shape[1], said.shape[-1]
    found = np.ones((len(said), said.shape[2], 1))
    for number in range(n):
        to = _steps(number, parts)
        grown = np.zeros((len(said), said.shape[2], comb(number + parts, parts - 1)))
        for category in range(parts):
            # mixes that differ still differ with one answer more of the same category
            grown[..., to[:, category]] += found * said[:, number, :, category, None]
        found = grown
    return found


def _result(counts: tuple[int, ...], scale: Scale, decision: Decision, weights: tuple[float, ...] = ()) -> int:
    """Give the level, or n_levels for undecided, or n_levels + 1 for does not apply."""
    n_levels = len(scale.levels)
    panel = Panel(counts=counts[:n_levels], cannot_tell=counts[-2], not_applicable=counts[-1], weights=weights)
    reached = consensus(panel, scale, decision)
    if reached.level is not None:
        return reached.level
    return n_levels + (reached.why is Undecided.NOT_APPLICABLE)


@lru_cache(maxsize=64)
def _results(n: int, kept: tuple[int, ...], scale: Scale, decision: Decision) -> Places:
    """Give the result of each mix of answers in the categories kept."""
    found = []
    for mix in _mixes(n, len(kept)):
        counts = [0] * (len(scale.levels) + 2)
        for category, count in zip(kept, mix, strict=True):
            counts[category] = count
        found.append(_result(tuple(counts), scale, decision))
    return np.array(found, dtype=np.intp)


def _drawn(
    said: Floats, kept: tuple[int, ...], scale: Scale, decision: Decision, *, weights: Floats | None, seed: int
) -> Floats:
    """Draw the answers of each panel in each state; raters of some weight are told apart."""
    n_panels, n, n_states, _ = said.shape
    n_results = len(scale.levels) + 2
    found = np.zeros((n_panels, n_states, n_results))
    rng = np.random.default_rng([seed, n, len(kept)])
    # the same draws for every panel and state: they differ in what their raters report, not in their luck
    luck = rng.random((DRAWS, n))
    known: dict[tuple[float, ...], int] = {}
    for panel in range(n_panels):
        heavy = np.ones(n) if weights is None else weights[panel, :n]
        bounds = said[panel].cumsum(axis=-1)[..., :-1]
        answers = (luck[:, :, None, None] > bounds).sum(axis=-1).transpose(0, 2, 1).reshape(-1, n)
        one = np.asarray(kept)[answers][:, :, None] == np.arange(n_results)
        rows = one.sum(axis=1)
        if weights is not None:
            rows = np.hstack([rows, np.round((one * heavy[:, None]).sum(axis=1)[:, :-2], 9)])
        said_so = list(map(tuple, rows.tolist()))
        for row in set(said_so).difference(known):
            counts = tuple(int(count) for count in row[:n_results])
            known[row] = _result(counts, scale, decision, row[n_results:])
        result = np.array([known[row] for row in said_so]).reshape(DRAWS, n_states)
        for value in range(n_results):
            found[panel, :, value] = (result == value).mean(axis=0)
    return found
