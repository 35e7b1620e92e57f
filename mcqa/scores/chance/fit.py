"""The model fitted by EM to the distinct panels: deterministic, and the same in whatever order the units stand.

How often each state occurs depends on the criterion and on the quality of the unit: units are of a few kinds, which
differ in the log odds of higher levels; how frequent the kinds are is estimated without a shape assumed (Laird 1978).
How often cells lie between two levels is a matter of the criterion. It is of a few kinds too, from clear to vague, and
counts as clear unless its ratings speak against it: errors of raters and cells between two levels look so much alike
that most ratings tell them apart but weakly, and without that each would be taken for some of both.
All that is estimated is drawn a little towards what is common, so that few units, or units that are all alike, give
sensible chances: criteria towards all criteria, levels towards the accuracy at all levels, accuracy towards 0.85.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mcqa.scores.chance.combos import Combos, Part
from mcqa.scores.chance.model import HAS_LEVEL, HIDDEN, INAPPLICABLE, NODES, States, answers_in, spread_errors

if TYPE_CHECKING:
    from mcqa.scores.chance.model import Floats, Places

# more log odds of the highest level against the lowest than the middle kind has, and how many units of each kind
# are assumed beforehand
TILTS = (-6.0, -4.0, -2.5, -1.25, 0.0, 1.25, 2.5, 4.0, 6.0)
KINDS_BEFORE = (0.02, 0.05, 0.13, 0.2, 0.2, 0.2, 0.13, 0.05, 0.02)
# the share of cells between two levels in a criterion of each kind, and how many criteria of each are assumed
# beforehand: at first a vague one must be two thousand times as likely
VAGUENESS = (0.0, 0.02, 0.05, 0.1, 0.25, 0.9)
VAGUENESS_BEFORE = (2.0, 0.001, 0.001, 0.001, 0.001, 0.001)
# assumed beforehand: so accurate, as if seen in so many ratings
ACCURACY, ACCURACY_RATINGS = 0.85, 6.0
# so many ratings at each level like those at all levels; so many cells of each criterion like those of all
LEVEL_RATINGS, CRITERION_CELLS = 200.0, 30.0
SILENCE, SILENCE_ANSWERS = 0.01, 1.0
ITERATIONS, CLOSE = 80, 1e-5
TINY, FAINT = 1e-300, 1e-12


@dataclass(frozen=True, kw_only=True)
class Parameters:
    """What is estimated for one scale.

    `reports` (n_levels, n_levels): chances of each level reported at each true level. `silence` (2,): how often a rater
    cannot tell, and says that it does not apply, where the cell has a level. `shares` (n_criteria, n_states): how often
    each state occurs in a unit of the middle kind. `vagueness` (n_vagueness,): how frequent the kinds of criteria are.
    """

    reports: Floats
    silence: Floats
    shares: Floats
    vagueness: Floats


@dataclass(frozen=True, kw_only=True)
class Fitted:
    """The fitted model: parameters of each part, and `kinds` (n_kinds,), how frequent the kinds of units are."""

    parameters: tuple[Parameters, ...]
    kinds: Floats


def fit(combos: Combos, units: Places) -> Fitted:
    """Fit the model to some units (places)."""
    of = combos.of[units]
    before = np.asarray(KINDS_BEFORE)
    fitted = Fitted(parameters=tuple(_start(part) for part in combos.parts), kinds=before)
    for _ in range(ITERATIONS):
        joints = joint_chances(combos, fitted)
        chance = chances_of_combos(combos, joints)
        kinds = kinds_of_units(of, chance, fitted.kinds)
        times = np.stack([np.bincount(of.ravel(), np.repeat(one, of.shape[1]), combos.n) for one in kinds.T], axis=1)
        weight = times / np.maximum(chance, TINY)
        improved = Fitted(
            parameters=tuple(
                _improved(part, old, table, times[part.combos].astype(np.float64), weight[part.combos])
                for part, old, table in zip(combos.parts, fitted.parameters, joints, strict=True)
            ),
            kinds=(kinds.sum(axis=0) + before) / (len(of) + before.sum()),
        )
        moved = _moved(fitted, improved)
        fitted = improved
        if moved < CLOSE:
            break
    return fitted


def _moved(old: Fitted, new: Fitted) -> float:
    """Give the greatest change of a parameter."""
    pairs = [(old.kinds, new.kinds)]
    for before, after in zip(old.parameters, new.parameters, strict=True):
        pairs += [(before.reports, after.reports), (before.shares, after.shares)]
    return max(float(np.abs(before - after).max()) for before, after in pairs)


def joint_chances(combos: Combos, fitted: Fitted) -> list[Floats]:
    """Give, for each part, the chance of a state and the answers in it: (n_combos of it, n_kinds, n_states).

    Each row is scaled by a factor of its own.
    """
    found = []
    for part, own in zip(combos.parts, fitted.parameters, strict=True):
        said = answers_in(part.states, own.reports, own.silence)
        logs = part.answers @ np.log(np.maximum(said, TINY)).T
        likely = np.exp(logs - logs.max(axis=1, keepdims=True))
        found.append(_tilted(part.states, own.shares)[part.local] * likely[:, None, :])
    return found


def chances_of_combos(combos: Combos, joints: list[Floats]) -> Floats:
    """Give the chance of the answers of each combo in a unit of each kind, up to a factor: (n_combos, n_kinds)."""
    chance = np.ones((combos.n, len(TILTS)))
    for part, table in zip(combos.parts, joints, strict=True):
        chance[part.combos] = table.sum(axis=2)
    return chance


def kinds_of_units(of: Places, chance: Floats, kinds: Floats) -> Floats:
    """Give the chance that each unit is of each kind: (n_units, n_criteria) combos to (n_units, n_kinds)."""
    logs = np.log(np.maximum(chance, TINY))
    total = np.tile(np.log(np.maximum(kinds, TINY)), (len(of), 1))
    for column in of.T:
        total += logs[column]
    total = np.exp(total - total.max(axis=1, keepdims=True))
    found: Floats = total / total.sum(axis=1, keepdims=True)
    return found


def credited(states: States, reports: Floats, answers: Floats) -> Floats:
    """Share reports in each state (n_states, n_levels) out among the true levels: (n_levels, n_levels)."""
    made = np.maximum(states.mixing @ reports, TINY)
    found: Floats = states.mixing.T @ (answers / made) * reports
    return found


def _start(part: Part) -> Parameters:
    states = part.states
    heard = [bool((states.silent == code).any()) for code in (HIDDEN, INAPPLICABLE)]
    vagueness = np.asarray(VAGUENESS_BEFORE) / sum(VAGUENESS_BEFORE)
    shares = np.tile(states.prior / states.prior.sum(), (len(part.criteria), 1))
    return Parameters(
        reports=spread_errors(np.full(states.n_levels, ACCURACY)),
        silence=np.where(heard, SILENCE, 0.0),
        shares=_divided(states, shares, np.full(len(shares), vagueness @ np.asarray(VAGUENESS))),
        vagueness=vagueness,
    )


def _tilted(states: States, shares: Floats) -> Floats:
    """Give the shares of states in units of each kind: (n_criteria, n_states) to (n_criteria, n_kinds, n_states).

    Cells between two levels, and those without one, are as frequent in every kind.
    """
    found = np.repeat(shares[:, None, :], len(TILTS), axis=1)
    tilt = np.exp(np.asarray(TILTS)[:, None] * (states.place - 0.5))
    for block in (states.clear, states.between):
        raw = shares[:, None, block] * tilt[:, block]
        mass = shares[:, None, block].sum(axis=2, keepdims=True)
        found[:, :, block] = raw / np.maximum(raw.sum(axis=2, keepdims=True), TINY) * mass
    return found


def _divided(states: States, shares: Floats, between: Floats) -> Floats:
    """Divide what has a level, so that a share `between` (n_criteria,) of it lies between two levels.

    Raters lean to the upper level of a pair as often as to the lower one.
    """
    if not states.between.any():
        return shares
    mass = shares[:, states.clear | states.between].sum(axis=1)
    found = shares.copy()
    for block, part in ((states.clear, 1 - between), (states.between, between)):
        own = np.maximum(shares[:, block], FAINT)
        if part is between:
            nodes = own.reshape(len(own), -1, len(NODES))
            own = ((nodes + nodes[:, :, ::-1]) / 2).reshape(own.shape)
        found[:, block] = own / own.sum(axis=1, keepdims=True) * (mass * part)[:, None]
    return found


def _vague(part: Part, old: Parameters, joint: Floats, times: Floats) -> Floats:
    """Give the chance that each criterion is of each vagueness, (n_criteria, n_vagueness).

    `joint` (n_combos of it, n_kinds, n_states) are chances of states and answers, `times` (n_combos of it, n_kinds) how
    often each combo occurs in units of each kind.
    """
    states = part.states
    found = np.tile(np.log(old.vagueness), (len(part.criteria), 1))
    mass = old.shares[:, states.clear | states.between].sum(axis=1)
    share = old.shares[:, states.between].sum(axis=1) / np.maximum(mass, TINY)
    share = np.clip(share, FAINT, 1 - FAINT)[part.local][:, None]
    clear = joint[:, :, states.clear].sum(axis=2) / (1 - share)
    between = joint[:, :, states.between].sum(axis=2) / share
    silent = joint[:, :, states.silent != HAS_LEVEL].sum(axis=2)
    for place, vagueness in enumerate(VAGUENESS):
        chance = np.maximum((1 - vagueness) * clear + vagueness * between + silent, TINY)
        found[:, place] += np.bincount(part.local, (times * np.log(chance)).sum(axis=1), len(part.criteria))
    found = np.exp(found - found.max(axis=1, keepdims=True))
    likely: Floats = found / found.sum(axis=1, keepdims=True)
    return likely


def _improved(part: Part, old: Parameters, joint: Floats, times: Floats, weight: Floats) -> Parameters:
    """Take one M step.

    `joint` (n_combos of it, n_kinds, n_states) are chances of states and answers up to a factor; `times` (n_combos of
    it, n_kinds) counts cells, and `weight` is the same over the chance of their answers.
    """
    expected = joint * weight[:, :, None]
    vague, before = _vague(part, old, joint, times), np.asarray(VAGUENESS_BEFORE)
    cells = np.zeros((len(part.criteria), *expected.shape[1:]))
    np.add.at(cells, part.local, expected)
    answers = expected.sum(axis=1).T @ part.answers
    return Parameters(
        reports=_reports(part.states, old, answers),
        silence=_silence(part.states, old, answers),
        shares=_divided(part.states, _shares(part.states, old, cells), vague @ np.asarray(VAGUENESS)),
        vagueness=(vague.sum(axis=0) + before) / (len(vague) + before.sum()),
    )


def _reports(states: States, old: Parameters, answers: Floats) -> Floats:
    n_levels = states.n_levels
    seen = credited(states, old.reports, answers[:, :n_levels] * (states.silent == HAS_LEVEL)[:, None])
    right = (np.trace(seen) + ACCURACY * ACCURACY_RATINGS) / (seen.sum() + ACCURACY_RATINGS)
    common = spread_errors(np.full(n_levels, right)) * LEVEL_RATINGS
    found: Floats = (seen + common) / (seen.sum(axis=1, keepdims=True) + LEVEL_RATINGS)
    return found


def _silence(states: States, old: Parameters, answers: Floats) -> Floats:
    given = answers[states.silent == HAS_LEVEL]
    rate = (given[:, states.n_levels :].sum(axis=0) + SILENCE * SILENCE_ANSWERS) / (given.sum() + SILENCE_ANSWERS)
    return np.where(old.silence > 0, rate, 0.0)


def _shares(states: States, old: Parameters, cells: Floats) -> Floats:
    """Take one step of proportional fitting of the shares of each criterion, given the tilts of the kinds."""
    ratio = _tilted(states, old.shares) / np.maximum(old.shares[:, None, :], TINY)
    exposure = np.einsum("cq,cqs->cs", cells.sum(axis=2), ratio)
    counts = cells.sum(axis=1)
    common = (counts.sum(axis=0) + states.prior) / (exposure.sum(axis=0) + states.prior.sum())
    common /= common.sum()
    new = (counts + CRITERION_CELLS * common) / (exposure + CRITERION_CELLS)
    found: Floats = new / new.sum(axis=1, keepdims=True)
    return found
