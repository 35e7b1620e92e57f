"""Names that differ in punctuation and space alone: kept apart, for nobody knows, and told, for often one is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mcqa.findings import Finding, Location
from mcqa.ratings.kinds import LOOK_ALIKE_NAMES
from mcqa.ratings.names import Spelled
from mcqa.scoresheets.tables.coded import Coded
from mcqa.scoresheets.words.headers import fold

# a space between digits stays: 1.10 and 11.0 do not look alike
_JOINED = re.compile(r"(?<!\d) | (?!\d)")


def look_alike_names(names: Spelled, what: str, places: Sequence[Location]) -> Iterator[Finding]:
    """Find names that are the same but for punctuation and space; `what` they name, `places` of each cell."""
    alike: dict[str, list[int]] = {}
    for code, name in enumerate(names.names):
        folded = _JOINED.sub("", fold(name))
        if folded:
            alike.setdefault(folded, []).append(code)
    several = [codes for codes in alike.values() if len(codes) > 1]
    if not several:
        return
    first = Coded(names.codes, names.names).first_rows()
    for codes in several:
        spellings = sorted(codes, key=lambda code: int(first[code]))
        said = " and ".join(f'"{names.names[code]}" ({_stands(places[int(first[code])])})' for code in spellings)
        message = f"{said} are taken for {len(spellings)} different {what}"
        hint = "write the name in the same way everywhere, if one is meant"
        place = places[int(first[spellings[-1]])]
        value = " | ".join(names.names[code] for code in spellings)
        yield LOOK_ALIKE_NAMES.at(
            Location(file=place.file, sheet=place.sheet),
            message,
            hint=hint,
            subject=names.names[spellings[0]],
            value=value,
        )


def _stands(place: Location) -> str:
    """Say where a name stands first."""
    return ", ".join(part for part in (place.file, place.sheet) if part)
