"""The roster: who may review, under which code, in which group, and under which other names they may appear."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from mcqa.findings import Finding
from mcqa.scoresheets.kinds import REPEATED_LIST_ENTRY
from mcqa.scoresheets.lists.listing import Listing, Words, read_listing, repeated, split_names
from mcqa.scoresheets.words.spelling import spelled

_OTHERS = {
    "name": ("name", "full name", "reviewer name", "rater name", "name of reviewer", "your name"),
    "first": ("first name", "given name", "forename"),
    "last": ("last name", "family name", "surname"),
    "email": ("email", "e mail", "mail", "email address", "e mail address", "contact email"),
    "aliases": ("alias", "aliases", "also known as", "other names", "other name", "nickname", "former code"),
    "units": (
        "units",
        "unit",
        "micro credentials",
        "microcredentials",
        "micro credential",
        "microcredential",
        "mcs",
        "assigned",
        "assigned micro credentials",
        "micro credentials to review",
    ),
    "group": ("group", "role", "reviewer group", "panel"),
}
WORDS = Words(
    noun="reviewer",
    example="Reviewer",
    key="rater",
    name="name",
    code=frozenset({"code", "id", "reviewer code", "reviewer id", "rater id", "rater code", "pseudonym"}),
    others={word: name for name, words in _OTHERS.items() for word in words},
)


class Person(NamedTuple):
    """One reviewer: the code that stands in sheets, and how else the reviewer may be called.

    `line` is the row of the roster, from 1; `units` are the micro-credentials that the roster gives the reviewer.
    """

    rater: str
    group: str = ""
    name: str = ""
    email: str = ""
    aliases: tuple[str, ...] = ()
    line: int = 0
    units: tuple[str, ...] = ()


class Roster(NamedTuple):
    """Everybody who may review; `findings` are what was noticed without making the roster useless."""

    people: tuple[Person, ...]
    path: str
    sha256: str = ""
    findings: tuple[Finding, ...] = ()
    assigns: bool = False


def read_roster(path: Path) -> Roster:
    """Read a roster from a CSV file or a workbook; InputError with every fault at once."""
    listing, roster = scan_roster(path)
    listing.refuse()
    return roster


def scan_roster(path: Path) -> tuple[Listing, Roster]:
    """Read a roster and give what is wrong with it beside it, so that faults of other lists can be told with them."""
    listing = read_listing(path, WORDS)
    _find_shared_names(listing)
    people = tuple(
        Person(
            rater=entry.code,
            group=entry.text("group"),
            name=entry.text("name") or " ".join(filter(None, (entry.text("first"), entry.text("last")))),
            email=entry.text("email"),
            aliases=_aliases(entry.text("aliases")),
            line=entry.row + 1,
            units=split_names(entry.text("units")),
        )
        for entry in listing.entries
    )
    roster = Roster(
        people=people,
        path=str(path),
        sha256=listing.sha256,
        findings=tuple(listing.findings),
        assigns="units" in listing.fields,
    )
    return listing, roster


def _aliases(text: str) -> tuple[str, ...]:
    """Give other names; a comma does not part them, since it stands within names such as Lee, Ann."""
    return split_names(f"{text};")


def _find_shared_names(listing: Listing) -> None:
    """Find other names of one reviewer that are the code, or another name, of somebody else."""
    codes = {spelled(entry.code): entry for entry in listing.entries}
    others = [(alias, entry) for entry in listing.entries for alias in _aliases(entry.text("aliases"))]
    clashes = [(entry, codes[key]) for alias, entry in others if (key := spelled(alias)) in codes]
    for entry, before in (*clashes, *repeated(others)):
        if entry is not before:
            message = f'"{entry.code}" has another name that belongs to "{before.code}" too'
            hint = "let every other name mean one reviewer only"
            listing.findings.append(REPEATED_LIST_ENTRY.at(entry.place, message, hint=hint, value=entry.code))
