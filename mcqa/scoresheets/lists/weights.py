"""What the votes of reviewers count: the JSON of `mcqa calibrate`, or a list with the columns rater and weight."""

from __future__ import annotations

import hashlib
import json
import math
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from mcqa.errors import InputError
from mcqa.findings import Location
from mcqa.scoresheets.bounds import MAX_FILE, read_whole
from mcqa.scoresheets.lists.listing import Words, clean, has_errors, read_listing
from mcqa.scoresheets.words.spelling import short, spelled

SCHEMA = "mcqa/calibrate@"
SHOWN = 20
HINT = "a weight is a number from 0 on, one for each reviewer"

_OTHERS = {
    "weight": ("weight", "weights", "vote", "votes", "vote weight", "rater weight", "reviewer weight"),
    "name": ("name", "full name", "reviewer name", "rater name"),
}
WORDS = Words(
    noun="reviewer",
    example="Reviewer",
    key="rater",
    name="name",
    code=frozenset({"id", "code", "rater id", "reviewer id", "reviewer code", "rater code"}),
    others={word: name for name, words in _OTHERS.items() for word in words},
)


class RaterWeights(NamedTuple):
    """The weight of each reviewer that the file gives one, under the name as it stands there."""

    weights: Mapping[str, float]
    path: str
    sha256: str


class _Given(NamedTuple):
    """One weight as the file has it: where it stands, whose it is, and what was written."""

    place: str
    rater: str
    weight: object


def read_rater_weights(path: Path) -> RaterWeights:
    """Read the weights of reviewers.

    Reviewers whom `mcqa calibrate` gives no weight, since they rated nothing of the calibration set, are left out.

    Raises
    ------
    InputError
        With every fault at once: no such file or columns, a reviewer twice, a weight that is no number, negative or
        not finite; or weights that sum to 0.
    """
    if path.is_dir():
        raise InputError(f"{path} is a folder, not the weights of reviewers", hint="name a CSV, xlsx or JSON file")
    try:
        content = read_whole(path, MAX_FILE)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}", hint="check its name") from None
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}:
        given, faults = _of_calibration(content, path)
        return _settled(given, faults, path, hashlib.sha256(content).hexdigest())
    listing = read_listing(path, WORDS)
    faults = [f"{_short(finding.location)}{finding.message}" for finding in listing.findings if has_errors([finding])]
    if listing.entries and "weight" not in listing.fields:
        faults.append('no column gives the weights: call it "weight"')
        listing.entries.clear()
    # one that stands twice is told already
    given = [_Given(_short(entry.place), entry.code, entry.text("weight")) for entry in listing.entries]
    return _settled(given, faults, path, listing.sha256, repeated_told=True)


def _of_calibration(content: bytes, path: Path) -> tuple[list[_Given], list[str]]:
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except RecursionError:
        raise InputError(f"{path} holds no weights of reviewers: it is nested too deep", hint=HINT) from None
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path} is no JSON: {error}", hint="mcqa calibrate --format json writes it") from None
    except ValueError:
        # of a number with thousands of digits
        raise InputError(f"{path} holds a number that no weight can be", hint=HINT) from None
    schema = data.get("schema") if isinstance(data, dict) else None
    results = data.get("results") if isinstance(data, dict) else None
    raters = results.get("raters") if isinstance(results, dict) else None
    if not isinstance(schema, str) or not schema.startswith(SCHEMA) or not isinstance(raters, list):
        raise InputError(
            f"{path} is not the output of mcqa calibrate", hint="make it with mcqa calibrate --format json"
        )
    given, faults = [], []
    for number, entry in enumerate(raters, 1):
        rater = entry.get("rater") if isinstance(entry, dict) else None
        name = clean(rater) if isinstance(rater, str) else ""
        if not name:
            faults.append(f"reviewer {number}: no name")
        elif entry.get("weight") is not None:
            given.append(_Given("", name, entry["weight"]))
    return given, faults


def _settled(
    given: Iterable[_Given], faults: list[str], path: Path, sha256: str, *, repeated_told: bool = False
) -> RaterWeights:
    weights: dict[str, float] = {}
    seen: set[str] = set()
    for one in given:
        number = _number(one.weight)
        shown = short(str(one.weight))
        if spelled(one.rater) in seen and not repeated_told:
            faults.append(f"{one.place}{one.rater} stands there twice")
        seen.add(spelled(one.rater))
        if number is None:
            said = f'"{shown}" is no number' if shown else "no weight is given"
            faults.append(f"{one.place}{one.rater}: {said}")
        elif not math.isfinite(number):
            faults.append(f"{one.place}{one.rater}: {shown} is not finite")
        elif number < 0:
            faults.append(f"{one.place}{one.rater}: {shown} is negative")
        else:
            weights[one.rater] = number
    if not faults and not weights:
        faults.append("it gives no weight")
    if not faults and not sum(weights.values()):
        faults.append("the weights sum to 0, so nobody's vote counts")
    if faults:
        more = [f"{len(faults) - SHOWN} more"] if len(faults) > SHOWN else []
        raise InputError(
            f"{path} cannot be used as weights of reviewers: {'; '.join([*faults[:SHOWN], *more])}",
            hint=HINT,
        )
    return RaterWeights(weights=weights, path=str(path), sha256=sha256)


def _number(value: object) -> float | None:
    """Give a number that was typed, with a decimal point or comma; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        # a whole number may be larger than any that is counted with
        most = sys.float_info.max
        return float(value) if -most <= value <= most else math.inf
    text = str(value).strip()
    if text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    try:
        return float(text)
    except ValueError:
        return None


def _short(place: Location) -> str:
    """Name a place within the file."""
    where = place.cell or (f"line {place.line}" if place.line else "")
    where = f"{place.sheet}!{where}" if place.sheet and where else where
    return f"{where}: " if where else ""
