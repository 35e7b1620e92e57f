"""Hold the reviewers who were read against the roster: who is not on it, who sent nothing, who is there twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from mcqa.findings import Finding, Location
from mcqa.ratings.kinds import GROUP_MISMATCH, REVIEWER_SILENT, TWO_NAMES, UNKNOWN_RATER
from mcqa.ratings.table import Ratings
from mcqa.scoresheets.words.spelling import spelled

if TYPE_CHECKING:
    from mcqa.scoresheets.lists.roster import Person, Roster

# a name on the roster is suggested from this likeness on (of 100), where the next person is so much less like
LIKE, MARGIN = 75.0, 8.0


def unknown_raters(ratings: Ratings, roster: Roster) -> tuple[Finding, ...]:
    """Report reviewers who are not on the roster, and what else the two do not agree in.

    A reviewer is on the roster by code, name, e-mail address or alias, whatever the case and spaces.
    """
    if not ratings.raters_known:
        return ()
    known = _known(roster)
    first = _first_rows(ratings)
    people = {name: known.get(spelled(name)) for name in first}
    return (
        *_strangers(people, first, roster),
        *_two_names(people, first),
        *_groups(people, first, ratings),
        *_silent(people, roster),
    )


def _names(person: Person) -> tuple[str, ...]:
    return tuple(name for name in (person.rater, person.name, person.email, *person.aliases) if name.strip())


def _known(roster: Roster) -> dict[str, Person]:
    """Index everybody by every name; a code comes before a name that somebody else bears."""
    found: dict[str, Person] = {spelled(person.rater): person for person in roster.people}
    for person in roster.people:
        for name in _names(person):
            found.setdefault(spelled(name), person)
    return found


def _first_rows(ratings: Ratings) -> dict[str, Location]:
    """Give the sheet of the first cell of each reviewer who has a row in the table."""
    codes, rows = np.unique(ratings.rater, return_index=True)
    found = {}
    for code, row in zip(codes.tolist(), rows.tolist(), strict=True):
        place = ratings.source[row]
        found[ratings.raters[code]] = Location(file=place.file, sheet=place.sheet)
    return found


def _strangers(people: dict[str, Person | None], first: dict[str, Location], roster: Roster) -> Iterator[Finding]:
    for name in (name for name, person in people.items() if person is None):
        near = _closest(name, roster)
        hint = (
            f'did you mean {near}? write it in the sheet, or add "{name}" to the roster as an alias'
            if near
            else "add the reviewer to the roster, or leave the sheet out"
        )
        message = f"{name} is not on the roster {roster.path}"
        yield UNKNOWN_RATER.at(first[name], message, hint=hint, subject=name, value=name)


def _closest(name: str, roster: Roster) -> str | None:
    """Give the code of the person whose names are most like a name, if nobody else's are nearly as like."""
    from rapidfuzz import fuzz

    wanted = spelled(name)
    likeness = sorted(
        ((max(fuzz.ratio(wanted, spelled(each)) for each in _names(person)), person.rater) for person in roster.people),
        reverse=True,
    )
    if not likeness or likeness[0][0] < LIKE:
        return None
    clear = len(likeness) == 1 or likeness[0][0] - likeness[1][0] >= MARGIN
    return likeness[0][1] if clear else None


def _two_names(people: dict[str, Person | None], first: dict[str, Location]) -> Iterator[Finding]:
    """Find the people who sent sheets under several of their names: the table takes them for several reviewers."""
    used: dict[str, list[str]] = {}
    for name, person in people.items():
        if person is not None:
            used.setdefault(person.rater, []).append(name)
    for code, names in used.items():
        for other in names[1:]:
            message = f'"{names[0]}" and "{other}" are one person on the roster, and are counted as two reviewers'
            hint = f"write {code} as the reviewer in both sheets"
            yield TWO_NAMES.at(first[other], message, hint=hint, subject=code, value=other)


def _groups(people: dict[str, Person | None], first: dict[str, Location], ratings: Ratings) -> Iterator[Finding]:
    stated = ratings.group_of_rater
    for name, person in people.items():
        group = stated.get(name, "")
        if person is not None and group and person.group and spelled(group) != spelled(person.group):
            message = f'{name} is of the group "{group}" in the sheet, and of "{person.group}" on the roster'
            hint = "the sheet's group is used; correct the one that is wrong"
            yield GROUP_MISMATCH.at(first[name], message, hint=hint, subject=name, value=group)


def _silent(people: dict[str, Person | None], roster: Roster) -> Iterator[Finding]:
    sent = {person.rater for person in people.values() if person is not None}
    for person in roster.people:
        if person.rater not in sent:
            place = Location(file=roster.path, line=person.line or None)
            message = f"{person.rater} is on the roster, and no sheet of theirs was read"
            yield REVIEWER_SILENT.at(
                place, message, hint="ask for the sheet, or look whether its file was refused", subject=person.rater
            )
