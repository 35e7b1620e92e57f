"""Who rates what in a simulated pilot: incomplete, balanced and connected."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mcqa.simulation.streams import Stream

PANEL = "national_advisor"
GROUPS = ("teacher", "state_lead", "third_party", "nbct", PANEL)


def group_of(rater: int) -> str:
    """Give the group of a rater (from 0): the groups take turns."""
    return GROUPS[rater % len(GROUPS)]


def assign(n_units: int, groups: Sequence[str], ratings_per_unit: int, stream: Stream) -> tuple[tuple[int, ...], ...]:
    """Choose the raters of each unit.

    The advisor panel comes first, with up to half of the places of every unit; the other places go to the raters with
    the least to do, and among them to the groups that the unit lacks. From two ratings per unit on, each unit shares a
    rater with the units before it, so that units and raters hang together in one network.

    Parameters
    ----------
    n_units
        How many units there are.
    groups
        The group of each rater, shape (n_raters,).
    ratings_per_unit
        How many raters each unit gets; not more than there are.
    stream
        Breaks ties.

    Returns
    -------
    tuple of tuple of int
        The raters of each unit, in rising order. A rater whom connection leaves no place for has no unit.
    """
    load = [0] * len(groups)
    panel = [rater for rater, group in enumerate(groups) if group == PANEL]
    others = [rater for rater, group in enumerate(groups) if group != PANEL]
    seats = min(len(panel), ratings_per_unit // 2)
    design = []
    for _ in range(n_units):
        tie = stream.uniform(len(groups)).tolist()
        chosen = sorted(panel, key=lambda rater: (load[rater], tie[rater]))[:seats]
        while len(chosen) < ratings_per_unit:
            present = [groups[rater] for rater in chosen]
            free = (rater for rater in others if rater not in chosen)
            chosen.append(min(free, key=lambda rater: (load[rater], present.count(groups[rater]), tie[rater])))
        known = [rater for rater in others if load[rater]]
        if ratings_per_unit > 1 and known and not any(load[rater] for rater in chosen):
            chosen[-1] = min(known, key=lambda rater: (load[rater], tie[rater]))
        for rater in chosen:
            load[rater] += 1
        design.append(tuple(sorted(chosen)))
    return tuple(design)
