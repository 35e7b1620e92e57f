"""The roll-ups of scores for people and as JSON: by standard, by role that must act, by provider and state."""

from __future__ import annotations

from mcqa.reports.document import Cell, Column, Note, Table, counted
from mcqa.scores.rollups import NO_LIST, SMALL_GROUP, PlaceRollup, RoleRollup, Rollups, StandardRollup
from mcqa.statistics.shares import ShareInterval

SHOWN_COMPONENTS, SHOWN_UNITS, SHOWN_OF_ROLE = 3, 4, 8
UNNAMED = "(not known)"


def rollup_parts(found: Rollups) -> tuple[Table | Note, ...]:
    """Lay the roll-ups out; by provider and state only where these are known."""
    parts: list[Table | Note] = [_standards(found), _roles(found)]
    for noun, places in (("Provider", found.providers), ("State", found.states)):
        if places is not None:
            parts.append(_places(noun, places))
    if any(place.reason for places in (found.providers, found.states) if places for place in places):
        parts.append(Note(text=withheld_sentence(found)))
    elif found.reason == NO_LIST:
        parts.append(Note(text="For numbers by provider and state give --units, and --key if sheets hold pseudonyms."))
    return tuple(parts)


def withheld_sentence(found: Rollups) -> str:
    """Say what is withheld, and how to see it for one's own eyes."""
    return (
        f"Providers and states with fewer than {counted(found.smallest_group, 'micro-credential')} are withheld, and "
        "others from which they could be found by subtraction. --smallest-group 1 shows all, for your own eyes."
    )


def rollup_json(found: Rollups) -> dict[str, object]:
    """Give the JSON object of the roll-ups."""
    return {
        "standards": [_standard_json(one) for one in found.standards],
        "roles": [
            {
                "role": one.role,
                "components": [
                    {"criterion": each.criterion, "units": list(each.units), "n": each.n} for each in one.components
                ],
                "n_units": one.n_units,
                "n_cells": one.n_cells,
            }
            for one in found.roles
        ],
        "providers": _places_json("provider", found.providers),
        "states": _places_json("state", found.states),
        "reason": found.reason,
        "smallest_group": found.smallest_group,
    }


def _standard_json(one: StandardRollup) -> dict[str, object]:
    return {
        "standard": one.standard,
        "n": one.n,
        "met": one.met,
        "not_met": one.not_met,
        "undecided": one.undecided,
        "share_met": one.share_met,
        "ci": None if one.interval is None else one.interval._asdict(),
        "reason": one.reason,
        "blocking": [{"criterion": name, "n": n} for name, n in one.blocking],
    }


def _places_json(noun: str, places: tuple[PlaceRollup, ...] | None) -> list[dict[str, object]] | None:
    if places is None:
        return None
    found = []
    for place in places:
        numbers = place._asdict()
        found.append({noun: numbers.pop("name"), **numbers})
    return found


def _standards(found: Rollups) -> Table:
    rows = tuple(
        (one.standard, one.met, one.not_met, one.undecided, _share(one.share_met, one.interval), _most(one))
        for one in found.standards
    )
    return Table(
        title="By standard",
        columns=(
            Column(title="Standard"),
            Column(title="Met", right=True),
            Column(title="Not\nmet", right=True),
            Column(title="Unde-\ncided", right=True),
            Column(title="Share met\n(95 %)", right=True),
            Column(title="Most often in the way", wide=True),
        ),
        rows=rows,
        empty="The rubric has no standards.",
    )


def _share(share: float | None, interval: ShareInterval | None) -> str:
    return "-" if share is None or interval is None else f"{share:.0%} ({interval.low:.0%}-{interval.high:.0%})"


def _most(one: StandardRollup) -> str:
    shown = [f"{name} ({n})" for name, n in one.blocking[:SHOWN_COMPONENTS]]
    more = len(one.blocking) - SHOWN_COMPONENTS
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")


def _roles(found: Rollups) -> Table:
    # with nothing in anybody's way nobody has to act
    acting = any(one.n_cells for one in found.roles)
    rows = tuple((one.role, one.n_units, one.n_cells, _who(one)) for one in found.roles if acting)
    return Table(
        title="Who has to act",
        columns=(
            Column(title="Role"),
            Column(title="Micro-\ncredentials", right=True),
            Column(title="Cells", right=True),
            Column(title="Components in the way, and where", wide=True),
        ),
        rows=rows,
        empty="Nobody: no component is known to stand in the way of a micro-credential.",
    )


def _who(one: RoleRollup) -> str:
    lines = []
    for each in one.components[:SHOWN_OF_ROLE]:
        more = f" and {each.n - SHOWN_UNITS} more" if each.n > SHOWN_UNITS else ""
        lines.append(f"{each.criterion}: {', '.join(each.units[:SHOWN_UNITS])}{more}")
    if len(one.components) > SHOWN_OF_ROLE:
        lines.append(f"and {counted(len(one.components) - SHOWN_OF_ROLE, 'further component')}")
    return "\n".join(lines)


def _places(noun: str, places: tuple[PlaceRollup, ...]) -> Table:
    def row(place: PlaceRollup) -> tuple[Cell, ...]:
        name = place.name or UNNAMED
        if place.reason is not None:
            why = "small group" if place.reason == SMALL_GROUP else "beside a small group"
            return (name, None, None, None, None, f"withheld: {why}")
        share = "-" if place.share_components_met is None else f"{place.share_components_met:.0%}"
        return (name, place.n, place.met, place.not_met, place.undecided, share)

    return Table(
        title=f"By {noun.lower()}",
        columns=(
            Column(title=noun, wide=True),
            Column(title="N", right=True),
            Column(title="Met", right=True),
            Column(title="Not\nmet", right=True),
            Column(title="Unde-\ncided", right=True),
            Column(title="Components met", right=True),
        ),
        rows=tuple(map(row, places)),
    )
