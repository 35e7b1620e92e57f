"""Findings for people to read: a file sent twice is told once, not once for each of its cells."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mcqa.findings import Finding, Location
from mcqa.ratings.kinds import DUPLICATE_RATING

# fewer repeated cells than this are shown one by one
GATHERED_FROM = 5
_FIRST_READ = re.compile(r" was already read at (?P<place>.*), with the same rating; ", re.DOTALL)
_SHEETS_NAMED = 3


def gathered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Put one finding in the place of many that say of one file that its ratings were read before in another."""
    found = tuple(findings)
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in found:
        other = _file_of_first(finding)
        if other is not None:
            groups.setdefault((finding.location.file or "", other), []).append(finding)
    whole = {key: group for key, group in groups.items() if len(group) >= GATHERED_FROM}
    said: list[Finding] = []
    for finding in found:
        other = _file_of_first(finding)
        group = whole.get((finding.location.file or "", other)) if other is not None else None
        if group is None:
            said.append(finding)
        elif finding is group[0]:
            said.append(_in_one(group, other or ""))
    return tuple(said)


def _file_of_first(finding: Finding) -> str | None:
    """Give the file in which a repeated rating was read first; None where a finding says no such thing."""
    if finding.code != DUPLICATE_RATING.code:
        return None
    match = _FIRST_READ.search(finding.message)
    if match is None:
        return None
    # the place is written as `file  sheet!cell`, or `file:line` for a text file
    file, gap, _ = match["place"].rpartition("  ")
    return file if gap else match["place"].rpartition(":")[0] or match["place"]


def _in_one(group: list[Finding], other: str) -> Finding:
    first = group[0].location
    sheets = list(dict.fromkeys(finding.location.sheet for finding in group if finding.location.sheet))
    named = ", ".join(sheets[:_SHEETS_NAMED]) + (f" and {len(sheets) - _SHEETS_NAMED} more" if sheets[3:] else "")
    where = f" ({named})" if sheets else ""
    same = "elsewhere in this file" if other == first.file else f"in {other}"
    message = f"{len(group)} ratings of this file{where} were already read {same}; each counts once"
    hint = "remove the file if it was sent twice; --format csv lists every cell"
    place = Location(file=first.file, sheet=sheets[0] if len(sheets) == 1 else None)
    return DUPLICATE_RATING.at(place, message, hint=hint)
