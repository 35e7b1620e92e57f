"""Who gets a workbook with which micro-credentials, from the two lists of a coordinator; all faults of both at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from mcqa.errors import InputError
from mcqa.findings import Finding, Location
from mcqa.rubric.bounds import Guesses, bounded
from mcqa.scoresheets.kinds import NOBODY_ASSIGNED, NOT_ON_LIST
from mcqa.scoresheets.lists.listing import Listing, has_errors
from mcqa.scoresheets.lists.roster import Person, Roster, scan_roster
from mcqa.scoresheets.lists.units import UnitEntry, UnitList, scan_units
from mcqa.scoresheets.words.spelling import spelled

EVERYBODY = "Neither list says who reviews what, so every reviewer gets every micro-credential."
CLOSE = 0.75
# a workbook of this many would take minutes; thirty reviewers with twelve micro-credentials have 360
MOST_SHEETS = 20_000


class Packet(NamedTuple):
    """What one reviewer gets."""

    person: Person
    units: tuple[UnitEntry, ...]


class Plan(NamedTuple):
    """Who gets what, what says so, and what was noticed; reviewers without a micro-credential get nothing."""

    packets: tuple[Packet, ...]
    units: tuple[UnitEntry, ...]
    how: str
    inputs: tuple[tuple[str, str], ...] = ()
    findings: tuple[Finding, ...] = ()

    def raters(self) -> Mapping[str, tuple[str, ...]]:
        """Give the codes of those who review each micro-credential."""
        found: dict[str, list[str]] = {unit.unit: [] for unit in self.units}
        for packet in self.packets:
            for unit in packet.units:
                found[unit.unit].append(packet.person.rater)
        return {unit: tuple(raters) for unit, raters in found.items()}


def read_plan(units_path: Path, roster_path: Path) -> Plan:
    """Read both lists and put them together; InputError with every fault of either."""
    unit_listing, units = scan_units(units_path)
    roster_listing, roster = scan_roster(roster_path)
    found = [*unit_listing.findings, *roster_listing.findings]
    unit_places, rater_places = _places(unit_listing), _places(roster_listing)
    # a list without entries would only make every name of the other one a stranger
    usable = bool(units.units and roster.people)
    given: dict[str, set[str]] = {}
    if usable and (units.assigns or roster.assigns):
        found += bounded(_assign(units, roster, unit_places, rater_places, given))
    if not usable or has_errors(found):
        raise InputError(
            "no workbook was written: the lists have faults",
            hint="mend what is listed above, and run it again",
            findings=tuple(found),
        )
    packets = _packets(units, roster, given)
    found += bounded(_left_out(packets, units, unit_places, rater_places))
    return Plan(
        packets=tuple(packet for packet in packets if packet.units),
        units=units.units,
        how=_how(units, roster),
        inputs=((units.path, units.sha256), (roster.path, roster.sha256)),
        findings=tuple(found),
    )


def _how(units: UnitList, roster: Roster) -> str:
    """Say in a sentence what decides who reviews what."""
    said = [f"the reviewers in {units.path}"] if units.assigns else []
    said += [f"the micro-credentials in {roster.path}"] if roster.assigns else []
    return f"Who reviews what: {' and '.join(said)}." if said else EVERYBODY


def _places(listing: Listing) -> Mapping[str, Location]:
    return {entry.code: entry.place for entry in listing.entries}


def _assign(
    units: UnitList,
    roster: Roster,
    unit_places: Mapping[str, Location],
    rater_places: Mapping[str, Location],
    given: dict[str, set[str]],
) -> Iterator[Finding]:
    """Put down in `given` who reviews what, as either list says, and report the names that the other does not have."""
    known_units = _Names((unit.unit for unit in units.units), ((unit.title, unit.unit) for unit in units.units))
    others = ((name, each.rater) for each in roster.people for name in (each.name, each.email, *each.aliases))
    known_raters = _Names((person.rater for person in roster.people), others)
    for unit in units.units:
        for name in unit.raters:
            rater = known_raters.find(name)
            if rater is not None:
                given.setdefault(rater, set()).add(unit.unit)
            else:
                what = (name, "reviewer", unit.unit, roster.path)
                yield _stranger(*what, known_raters, unit_places[unit.unit])
    for person in roster.people:
        for name in person.units:
            found = known_units.find(name)
            if found is not None:
                given.setdefault(person.rater, set()).add(found)
            else:
                what = (name, "micro-credential", person.rater, units.path)
                yield _stranger(*what, known_units, rater_places[person.rater])


def _packets(units: UnitList, roster: Roster, given: Mapping[str, set[str]]) -> tuple[Packet, ...]:
    """Give every reviewer of the roster what is theirs, in the order of the lists."""
    everything = not units.assigns and not roster.assigns
    sheets = len(units.units) * len(roster.people) if everything else sum(map(len, given.values()))
    if sheets > MOST_SHEETS:
        raise InputError(
            f"the workbooks would have {sheets:,} sheets in all, more than {MOST_SHEETS:,}",
            hint="say who reviews what, or make them in several runs",
        )
    if everything:
        return tuple(Packet(person, units.units) for person in roster.people)
    order = {unit.unit: at for at, unit in enumerate(units.units)}
    return tuple(
        Packet(person, tuple(units.units[at] for at in sorted(order[unit] for unit in given.get(person.rater, ()))))
        for person in roster.people
    )


class _Names:
    """Finds what a name means: the code of an entry, or another name that only one entry has."""

    def __init__(self, codes: Iterable[str], others: Iterable[tuple[str, str]]) -> None:
        self.codes = {spelled(code): code for code in codes}
        self.others: dict[str, set[str]] = {}
        for name, code in others:
            if name:
                self.others.setdefault(spelled(name), set()).add(code)
        self.guesses = Guesses(self.codes)

    def find(self, name: str) -> str | None:
        """Give the code that a name means; None for a stranger, and for a name that several have."""
        also = self.others.get(spelled(name), set())
        return self.codes.get(spelled(name)) or (next(iter(also)) if len(also) == 1 else None)

    def close(self, name: str) -> str | None:
        """Give the code that was probably meant, for a suggestion only."""
        close = self.guesses.closest(spelled(name), CLOSE)
        return None if close is None else self.codes[close]


def _stranger(name: str, noun: str, of: str, other: str, known: _Names, place: Location) -> Finding:
    """Report a code that the other list does not have."""
    close = known.close(name)
    hint = f"did you mean {close}?" if close else f"add it to {other}, or remove it here; part codes with ;"
    message = f'"{name}", named for {of}, is no {noun} in {other}'
    return NOT_ON_LIST.at(place, message, hint=hint, subject=of, value=name)


def _left_out(
    packets: tuple[Packet, ...],
    units: UnitList,
    unit_places: Mapping[str, Location],
    rater_places: Mapping[str, Location],
) -> Iterator[Finding]:
    """Report micro-credentials that nobody reviews, and reviewers who have nothing to review."""
    reviewed = {unit.unit for packet in packets for unit in packet.units}
    for unit in units.units:
        if unit.unit not in reviewed:
            message, hint = f"nobody reviews {unit.unit}", "name its reviewers, or remove it from the list"
            place = unit_places[unit.unit]
            yield NOBODY_ASSIGNED.at(place, message, hint=hint, subject=unit.unit, value=unit.unit)
    for packet in packets:
        if not packet.units:
            rater = packet.person.rater
            message = f"{rater} has no micro-credential to review and gets no workbook"
            hint = "name the reviewer for a micro-credential, or leave it so"
            yield NOBODY_ASSIGNED.at(rater_places[rater], message, hint=hint, subject=rater, value=rater)
