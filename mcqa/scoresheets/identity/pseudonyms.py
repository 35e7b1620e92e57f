"""Pseudonyms: codes made from names with a secret key, or drawn by lot, and the crosswalk that leads back.

With a key the same name gets the same pseudonym in every run, and nobody without the key can tell, by trying names,
whose it is. Reviewers and micro-credentials are kept apart: one name in both roles has two unrelated codes.
"""

from __future__ import annotations

import csv
import hashlib
import hmac
import io
import re
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from mcqa.errors import InputError
from mcqa.scoresheets.grid import inert, typed
from mcqa.scoresheets.words.spelling import spelled

RATER, UNIT = "rater", "unit"
PREFIX = {RATER: "R", UNIT: "MC"}
WORD = {RATER: "reviewer", UNIT: "micro-credential"}
KEY_BYTES = 32
DIGITS = 6
CROSSWALK_HEADER = ("kind", "pseudonym", "original")

_DRAWN = re.compile(r"(?:R|MC-)\d{2,}")

# who is meant: the role, and the name as it is compared
Whom = tuple[str, str]


class CrosswalkRow(NamedTuple):
    """One way in which an original is written, and its pseudonym."""

    kind: str
    pseudonym: str
    original: str


def new_key() -> bytes:
    """Draw a key."""
    return secrets.token_bytes(KEY_BYTES)


def key_text(key: bytes) -> str:
    """Write a key as one line of text."""
    return key.hex() + "\n"


def read_key(path: Path) -> bytes:
    """Read a key file; InputError where it is none, without showing what it holds."""
    try:
        text = path.read_bytes()
    except OSError as error:
        raise InputError(f"the key file {path} cannot be read: {error.strerror}", hint="check --key") from None
    if not re.fullmatch(rb"\s*[0-9a-fA-F]{64}\s*", text):
        hint = f"a key file holds {2 * KEY_BYTES} digits 0-9 and a-f on one line, as `mcqa anonymize` writes it"
        raise InputError(f"{path} is no key file", hint=hint)
    return bytes.fromhex(text.decode("ascii"))


def keyed(key: bytes, whom: Whom, digits: int = DIGITS) -> str:
    """Make the pseudonym of a name from the key: HMAC-SHA256 over the role and the name.

    The code begins with a digit, so that above a column it is taken for a name, as MC-02 is.
    """
    kind, name = whom
    message = f"mcqa pseudonym 1\0{kind}\0{name}".encode("utf-8", errors="surrogatepass")
    code = hmac.new(key, message, hashlib.sha256).hexdigest().upper()
    return f"{PREFIX[kind]}-{int(code[:16], 16) % 10}{code[16 : 15 + digits]}"


def assign(
    names: Iterable[Whom], *, key: bytes | None, before: Mapping[Whom, str], avoid: Callable[[str], bool]
) -> dict[Whom, str]:
    """Give each name a pseudonym that nothing else has; those given before stay.

    Without a key they are numbers in random order. `avoid` says what is a name already: a code that was somebody
    else's name would mislead. Keyed codes that clash grow by two digits until they do not.
    """
    wanted = list(dict.fromkeys(name for name in names if name not in before))
    given = dict(before)
    if key is None:
        _draw(wanted, given, avoid)
        return given
    digits = DIGITS
    while wanted:
        made = {name: keyed(key, name, digits) for name in wanted}
        often = Counter((*given.values(), *made.values()))
        clashing = {code for code in made.values() if often[code] > 1 or avoid(code)}
        given.update((name, code) for name, code in made.items() if code not in clashing)
        wanted = [name for name, code in made.items() if code in clashing]
        digits += 2
    return given


def _draw(wanted: list[Whom], given: dict[Whom, str], avoid: Callable[[str], bool]) -> None:
    """Give numbers in random order, two digits or more."""
    secrets.SystemRandom().shuffle(wanted)
    used = set(given.values())
    number = dict.fromkeys(PREFIX, 0)
    for kind, name in wanted:
        code = ""
        while not code or code in used or avoid(code):
            number[kind] += 1
            code = f"{PREFIX[kind]}{number[kind]:02}" if kind == RATER else f"{PREFIX[kind]}-{number[kind]:02}"
        given[kind, name] = code
        used.add(code)


def crosswalk_text(rows: Iterable[CrosswalkRow]) -> str:
    """Write the crosswalk as CSV, in order of the pseudonyms; no cell of it is a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(CROSSWALK_HEADER)
    for row in sorted(set(rows)):
        writer.writerow([WORD[row.kind], row.pseudonym, inert(row.original)])
    return out.getvalue()


def read_crosswalk(path: Path) -> tuple[CrosswalkRow, ...]:
    """Read a crosswalk back; InputError where the file is none."""
    kinds = {word: kind for kind, word in WORD.items()}
    try:
        rows = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"the crosswalk {path} cannot be read: {error}") from None
    if not rows or tuple(rows[0]) != CROSSWALK_HEADER or any(len(row) != len(CROSSWALK_HEADER) for row in rows[1:]):
        hint = f"its columns are {', '.join(CROSSWALK_HEADER)}; move it away to begin a new one"
        raise InputError(f"{path} is no crosswalk of mcqa", hint=hint)
    if unknown := {row[0] for row in rows[1:]} - kinds.keys():
        raise InputError(f'{path} names a kind "{min(unknown)}"', hint=f"kinds are {' and '.join(kinds)}")
    return tuple(CrosswalkRow(kinds[row[0]], row[1], typed(row[2]) or "") for row in rows[1:])


def made_by(key: bytes | None, rows: Iterable[CrosswalkRow]) -> bool:
    """Whether pseudonyms can go on as they are: drawn ones without a key, keyed ones with the key that made them."""
    codes: dict[str, list[CrosswalkRow]] = {}
    for row in rows:
        codes.setdefault(row.pseudonym, []).append(row)
    if key is None:
        return all(_DRAWN.fullmatch(code) for code in codes)
    return all(
        any(keyed(key, (row.kind, spelled(row.original)), len(code.partition("-")[2])) == code for row in same)
        for code, same in codes.items()
    )
