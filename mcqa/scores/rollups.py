"""Scores added up: by standard, by the role that must act, and by provider and state where these are known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from mcqa.scores.arrays import Counts, Mask
from mcqa.scores.judgement import BELOW, MET
from mcqa.scores.rules import IS_MET, IS_NOT_MET, IS_UNDECIDED
from mcqa.scores.scored import Scores, places_of_standards
from mcqa.scores.unit_places import UnitPlaces
from mcqa.scores.withheld import withheld
from mcqa.scoresheets.words.spelling import spelled
from mcqa.statistics.shares import ShareInterval, share_interval

SMALLEST_GROUP = 3
CONFIDENCE = 0.95
UNASSIGNED = "unassigned"
SMALL_GROUP, WITH_SMALL_GROUP = "small_group", "hidden_with_small_group"
NO_LIST, NOT_LISTED = "no_units_list", "not_listed"
NOT_DECIDED, NOT_APPLICABLE = "all_undecided", "not_applicable"


class InTheWay(NamedTuple):
    """A criterion, and the units in whose way it stands."""

    criterion: str
    units: tuple[str, ...]

    @property
    def n(self) -> int:
        """How many units these are."""
        return len(self.units)


class StandardRollup(NamedTuple):
    """One standard over all units to which it applies (`n`).

    `share_met` is of those with a verdict, None where there are none. `blocking` are its criteria by the number of
    units in whose way they stand, the most frequent first.
    """

    standard: str
    n: int
    met: int
    not_met: int
    undecided: int
    share_met: float | None
    interval: ShareInterval | None
    blocking: tuple[tuple[str, int], ...]

    @property
    def reason(self) -> str | None:
        """Why there is no share."""
        if self.share_met is not None:
            return None
        return NOT_DECIDED if self.n else NOT_APPLICABLE


class RoleRollup(NamedTuple):
    """What one role has to act on: the criteria in the way, in how many units and cells."""

    role: str
    components: tuple[InTheWay, ...]
    n_units: int
    n_cells: int


class PlaceRollup(NamedTuple):
    """The units of one provider or state; `name` is None for those of which it is not known.

    All numbers are None where `reason` says that they are withheld. `share_components_met` is of the cells with a side
    of the cut, None where there are none.
    """

    name: str | None
    n: int | None
    met: int | None = None
    not_met: int | None = None
    undecided: int | None = None
    share_components_met: float | None = None
    reason: str | None = None


class Rollups(NamedTuple):
    """All roll-ups; `reason` says why there is nothing by provider or state."""

    standards: tuple[StandardRollup, ...]
    roles: tuple[RoleRollup, ...]
    providers: tuple[PlaceRollup, ...] | None
    states: tuple[PlaceRollup, ...] | None
    reason: str | None
    smallest_group: int


def rollups(scores: Scores, places: UnitPlaces | None = None, smallest_group: int = SMALLEST_GROUP) -> Rollups:
    """Add scores up.

    Parameters
    ----------
    scores
        The scores of all units.
    places
        Where the units come from; without it nothing is given by provider and state.
    smallest_group
        Numbers of providers and states with fewer units are withheld, and those of others from which they could be
        found; 1 withholds none.
    """
    providers = states = None
    if places is not None:
        by_provider, by_state = _grouped(places.providers), _grouped(places.states)
        providers, states = _by_place(scores, by_provider, by_state, smallest_group)
    found = (providers, states)
    lacking = NO_LIST if places is None else NOT_LISTED
    return Rollups(
        standards=_standards(scores),
        roles=_roles(scores),
        providers=providers,
        states=states,
        reason=lacking if None in found else None,
        smallest_group=smallest_group,
    )


def _standards(scores: Scores) -> tuple[StandardRollup, ...]:
    in_the_way = scores.outcome.blocking.sum(axis=0)
    found = []
    for place, own in enumerate(places_of_standards(scores.rubric)):
        applies = scores.judged.applies[:, own].any(axis=1)
        verdict = scores.standards[applies, place]
        met, not_met = int((verdict == IS_MET).sum()), int((verdict == IS_NOT_MET).sum())
        most = sorted(own.tolist(), key=lambda criterion: -int(in_the_way[criterion]))
        found.append(
            StandardRollup(
                standard=scores.rubric.standards[place].id,
                n=len(verdict),
                met=met,
                not_met=not_met,
                undecided=int((verdict == IS_UNDECIDED).sum()),
                share_met=met / (met + not_met) if met + not_met else None,
                interval=share_interval(met, met + not_met, CONFIDENCE),
                blocking=tuple(
                    (scores.cells.criteria[criterion].id, int(in_the_way[criterion]))
                    for criterion in most
                    if in_the_way[criterion]
                ),
            )
        )
    return tuple(found)


def _roles(scores: Scores) -> tuple[RoleRollup, ...]:
    """Say who has to act on what; a criterion of several roles counts for each of them."""
    criteria, blocking = scores.cells.criteria, scores.outcome.blocking
    used = [role for criterion in criteria for role in criterion.roles or (UNASSIGNED,)]
    names = dict.fromkeys((*scores.rubric.roles, *(role for role in used if role != UNASSIGNED)))
    if UNASSIGNED in used:
        names[UNASSIGNED] = None
    found = []
    for role in names:
        own = [place for place, one in enumerate(criteria) if role in (one.roles or (UNASSIGNED,))]
        mask: Mask = blocking[:, own]
        found.append(
            RoleRollup(
                role=role,
                components=tuple(
                    InTheWay(criteria[place].id, _units(scores, blocking[:, place]))
                    for place in sorted(own, key=lambda place: -int(blocking[:, place].sum()))
                    if blocking[:, place].any()
                ),
                n_units=int(mask.any(axis=1).sum()),
                n_cells=int(mask.sum()),
            )
        )
    return tuple(found)


def _units(scores: Scores, which: Mask) -> tuple[str, ...]:
    return tuple(scores.cells.units[place] for place in np.flatnonzero(which).tolist())


class _Groups(NamedTuple):
    """The names of groups, None for what has none and stands last, and the group of each unit."""

    names: tuple[str | None, ...]
    codes: Counts


def _grouped(texts: Sequence[str]) -> _Groups | None:
    """Group units by a text, case and spaces aside; None where no unit has any."""
    written: dict[str, str] = {}
    for text in texts:
        if text.strip():
            written.setdefault(spelled(text), " ".join(text.split()))
    if not written:
        return None
    order = sorted(written)
    places = {name: place for place, name in enumerate(order)}
    codes = np.array([places.get(spelled(text), len(order)) for text in texts], dtype=np.int64)
    names: tuple[str | None, ...] = tuple(written[name] for name in order)
    return _Groups((*names, None) if len(order) in codes else names, codes)


def _by_place(
    scores: Scores, providers: _Groups | None, states: _Groups | None, smallest: int
) -> tuple[tuple[PlaceRollup, ...] | None, tuple[PlaceRollup, ...] | None]:
    """Add up both tables, and withhold in both what could be found from one of them."""
    present = [groups for groups in (providers, states) if groups is not None]
    if not present:
        return None, None
    codes = [groups.codes.tolist() for groups in present]
    hidden = withheld(codes[0], codes[1] if len(codes) > 1 else None, smallest)
    tables = iter(
        [_table(scores, groups, away, smallest) for groups, away in zip(present, hidden, strict=False)],
    )
    return (None if providers is None else next(tables)), (None if states is None else next(tables))


def _table(scores: Scores, groups: _Groups, hidden: frozenset[int], smallest: int) -> tuple[PlaceRollup, ...]:
    size = len(groups.names)

    def added(numbers: Counts | Mask) -> list[int]:
        return [int(number) for number in np.bincount(groups.codes, weights=numbers, minlength=size)]

    verdict, judged = scores.outcome.verdict, scores.judged
    n = np.bincount(groups.codes, minlength=size).tolist()
    met, not_met, undecided = (added(verdict == code) for code in (IS_MET, IS_NOT_MET, IS_UNDECIDED))
    above = added((judged.applies & (judged.met == MET)).sum(axis=1))
    below = added((judged.applies & (judged.met == BELOW)).sum(axis=1))
    found = []
    for place, name in enumerate(groups.names):
        if place in hidden:
            reason = SMALL_GROUP if n[place] < smallest else WITH_SMALL_GROUP
            found.append(PlaceRollup(name=name, n=None, reason=reason))
            continue
        judged_cells = above[place] + below[place]
        found.append(
            PlaceRollup(
                name=name,
                n=n[place],
                met=met[place],
                not_met=not_met[place],
                undecided=undecided[place],
                share_components_met=above[place] / judged_cells if judged_cells else None,
            )
        )
    return tuple(found)
