"""Which entry of the list of micro-credentials each unit of the sheets is, through a sealed key where it hides them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mcqa.errors import InputError
from mcqa.findings import Finding, Location
from mcqa.ratings.kinds import UNLISTED_UNIT
from mcqa.rubric.bounds import bounded
from mcqa.scoresheets.words.spelling import spelled

if TYPE_CHECKING:
    from mcqa.scoresheets.lists.units import UnitEntry, UnitList

SHOWN_UNITS = 3
_KEYED = re.compile(r"MC-(\d[0-9A-F]{5,39})")
_KEY_FILE = re.compile(rb"\s*[0-9a-fA-F]{64}\s*")


class UnitPlaces(NamedTuple):
    """The entry of the list for each unit, in the order of the units; None where there is none."""

    units: tuple[str, ...]
    entries: tuple[UnitEntry | None, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def titles(self) -> tuple[str, ...]:
        """The title of each unit, "" where none is known."""
        return tuple("" if entry is None else entry.title for entry in self.entries)

    @property
    def providers(self) -> tuple[str, ...]:
        """The provider of each unit, "" where none is known."""
        return tuple("" if entry is None else entry.provider for entry in self.entries)

    @property
    def states(self) -> tuple[str, ...]:
        """The state of each unit, "" where none is known."""
        return tuple("" if entry is None else entry.state for entry in self.entries)


class _Index:
    """The entries of a list by id, and by title where only one has it."""

    def __init__(self, listed: UnitList) -> None:
        self.entries = listed.units
        often = Counter(spelled(entry.title) for entry in listed.units)
        self.of = {spelled(entry.title): entry for entry in listed.units if often[spelled(entry.title)] == 1}
        self.of.pop("", None)
        # an id comes before a title that reads the same
        self.of |= {spelled(entry.unit): entry for entry in listed.units}

    def find(self, name: str) -> UnitEntry | None:
        return self.of.get(spelled(name))


class _Opened(NamedTuple):
    """What a key says: the entry of each unit that it leads to, and how many units it knows at all."""

    entries: tuple[UnitEntry | None, ...]
    known: int


def places_of_units(units: tuple[str, ...], listed: UnitList, key: Path | None = None) -> UnitPlaces:
    """Find each unit on the list of micro-credentials.

    Parameters
    ----------
    units
        The units as the sheets call them.
    listed
        The list: ids, titles, providers, states.
    key
        The crosswalk or the key file of `mcqa anonymize`, or the folder with them, where the sheets hold pseudonyms.
        With a key no unit is taken for an entry that merely has the same id: a drawn pseudonym may look like one.

    Raises
    ------
    InputError
        If the key cannot be read, or not one unit is found.
    """
    index = _Index(listed)
    opened = _plain(units, index) if key is None else _with_key(units, index, key)
    if units and not any(opened.entries):
        raise _nothing(units, listed, key, opened.known)
    missing = [unit for unit, entry in zip(units, opened.entries, strict=True) if entry is None]
    return UnitPlaces(units=units, entries=opened.entries, findings=tuple(bounded(_unlisted(missing, listed, key))))


def _plain(units: tuple[str, ...], index: _Index) -> _Opened:
    entries = tuple(index.find(unit) for unit in units)
    return _Opened(entries, sum(entry is not None for entry in entries))


def _with_key(units: tuple[str, ...], index: _Index, key: Path) -> _Opened:
    from mcqa.scoresheets.identity.seal import CROSSWALK_FILE, KEY_FILE

    if key.is_dir():
        crosswalk = key / CROSSWALK_FILE
        key = crosswalk if crosswalk.is_file() else key / KEY_FILE
    try:
        content = key.read_bytes()
    except OSError as error:
        raise InputError(f"the key {key} cannot be read: {error.strerror}", hint="check --key") from None
    if _KEY_FILE.fullmatch(content):
        return _with_secret(units, index, key)
    if content.removeprefix(b"\xef\xbb\xbf").startswith(b"kind,"):
        return _with_crosswalk(units, index, key)
    hint = "give the crosswalk.csv or the mcqa.key that `mcqa anonymize` wrote"
    raise InputError(f"{key} is neither a crosswalk nor a key file of mcqa", hint=hint)


def _with_crosswalk(units: tuple[str, ...], index: _Index, path: Path) -> _Opened:
    """Go from pseudonyms to originals; spellings that mean several entries mean none."""
    from mcqa.scoresheets.identity.pseudonyms import UNIT, read_crosswalk

    originals: dict[str, list[str]] = {}
    for row in read_crosswalk(path):
        if row.kind == UNIT:
            originals.setdefault(spelled(row.pseudonym), []).append(row.original)
    entries = []
    for unit in units:
        found = {entry.unit: entry for name in originals.get(spelled(unit), ()) if (entry := index.find(name))}
        entries.append(next(iter(found.values())) if len(found) == 1 else None)
    return _Opened(tuple(entries), sum(spelled(unit) in originals for unit in units))


def _with_secret(units: tuple[str, ...], index: _Index, path: Path) -> _Opened:
    """Make the pseudonyms of all ids and titles on the list anew, as long as those of the sheets are."""
    from mcqa.scoresheets.identity.pseudonyms import UNIT, keyed, read_key

    secret = read_key(path)
    lengths = {len(match[1]) for unit in units if (match := _KEYED.fullmatch(unit.strip().upper()))}
    made = {
        spelled(keyed(secret, (UNIT, name), digits)): entry for name, entry in index.of.items() for digits in lengths
    }
    entries = tuple(made.get(spelled(unit)) for unit in units)
    return _Opened(entries, sum(entry is not None for entry in entries))


def _nothing(units: tuple[str, ...], listed: UnitList, key: Path | None, known: int) -> InputError:
    """Say what was tried where not one unit was found."""
    more = f" and {len(units) - SHOWN_UNITS} more" if len(units) > SHOWN_UNITS else ""
    named = f"{', '.join(units[:SHOWN_UNITS])}{more}"
    if key is None:
        message = f"{listed.path} lists none of the micro-credentials of the sheets, by id or title ({named})"
        return InputError(message, hint="give the list of these sheets, or the sealed --key if they hold pseudonyms")
    if known:
        message = f"{key} knows {known} of the micro-credentials of the sheets, and {listed.path} lists none of them"
        return InputError(message, hint="give the list with the ids or titles that were made anonymous")
    message = (
        f"{key} leads from none of the micro-credentials of the sheets ({named}) to an id or title of {listed.path}"
    )
    hint = "is it the key of these sheets? leave --key out if they hold the ids of the list"
    return InputError(message, hint=hint)


def _unlisted(missing: list[str], listed: UnitList, key: Path | None) -> Iterator[Finding]:
    through = "" if key is None else " through the key"
    for unit in missing:
        yield UNLISTED_UNIT.at(
            Location(file=listed.path),
            f"{unit} is not found on the list of micro-credentials{through}",
            hint="add it to the list; its provider and state are not known until then",
            subject=unit,
            value=unit,
        )
