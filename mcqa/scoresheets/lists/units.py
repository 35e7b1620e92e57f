"""The list of micro-credentials under review: their ids, their titles, and perhaps who reviews each."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from mcqa.findings import Finding
from mcqa.scoresheets.lists.listing import Listing, Words, read_listing, split_names

_OTHERS = {
    "title": (
        "title",
        "name",
        "micro credential title",
        "microcredential title",
        "micro credential name",
        "microcredential name",
        "credential title",
    ),
    "provider": ("provider", "issuer", "organization", "organisation", "vendor", "developer", "institution"),
    "state": ("state", "province", "region"),
    "kind": ("provider kind", "provider type", "kind", "kind of provider"),
    "reviewers": (
        "reviewers",
        "reviewer",
        "raters",
        "rater",
        "assigned to",
        "assigned reviewers",
        "reviewed by",
        "reviewer codes",
        "assessors",
    ),
}
WORDS = Words(
    noun="micro-credential",
    example="Micro-credential",
    key="unit",
    name="title",
    code=frozenset(
        {
            "id",
            "code",
            "unit id",
            "mc id",
            "micro credential id",
            "microcredential id",
            "micro credential code",
            "microcredential code",
        }
    ),
    others={word: name for name, words in _OTHERS.items() for word in words},
)


class UnitEntry(NamedTuple):
    """One micro-credential: its id, and what the list says beside it.

    `line` is the row of the list, from 1; `kind` is the kind of provider, such as state or national.
    """

    unit: str
    title: str = ""
    provider: str = ""
    state: str = ""
    raters: tuple[str, ...] = ()
    line: int = 0
    kind: str = ""


class UnitList(NamedTuple):
    """All micro-credentials; `findings` are what was noticed.

    `assigns` where the list has a column of reviewers, `has_kinds` where it has one of kinds of providers.
    """

    units: tuple[UnitEntry, ...]
    path: str
    sha256: str = ""
    findings: tuple[Finding, ...] = ()
    assigns: bool = False
    has_kinds: bool = False


def scan_units(path: Path) -> tuple[Listing, UnitList]:
    """Read the list and give what is wrong with it beside it, so that faults of other lists can be told with them."""
    listing = read_listing(path, WORDS)
    units = tuple(
        UnitEntry(
            unit=entry.code,
            title=" ".join(entry.text("title").split()),
            provider=entry.text("provider"),
            state=entry.text("state"),
            raters=split_names(entry.text("reviewers")),
            line=entry.row + 1,
            kind=" ".join(entry.text("kind").split()),
        )
        for entry in listing.entries
    )
    found = UnitList(
        units=units,
        path=str(path),
        sha256=listing.sha256,
        findings=tuple(listing.findings),
        assigns="reviewers" in listing.fields,
        has_kinds="kind" in listing.fields,
    )
    return listing, found
