"""What a way is: how its files are made, and what must come out of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .truth import Row

Make = Callable[[Path], None]
WAYS: dict[str, Way] = {}


@dataclass(frozen=True, kw_only=True)
class Found:
    """A finding that must be there: one of some codes, at a place where that is plain, with something in its words."""

    codes: tuple[str, ...]
    sheet: str | None = None
    cells: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way of writing scoresheets.

    `make` writes the files into an empty folder. `base` is how every file's layout begins, one of several with a bar.
    `rows` must come out, no more and no less, or `or_rows` where both are right; `invalid` cells must end so,
    None where the shape itself is in doubt. Every finding of `found` must be there; errors and warnings of
    other codes must not, unless `quiet` names them (`*`: all). `sample` is the name under which the file is kept in
    samples/shapes, and `special` what the table there says. Without `make` another program wrote the file, and it is
    only kept there.
    """

    name: str
    base: str | None
    make: Make | None
    rows: tuple[Row, ...]
    or_rows: tuple[Row, ...] = ()
    invalid: int | None = 0
    found: tuple[Found, ...] = ()
    quiet: frozenset[str] = frozenset()
    rater_from: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    features: tuple[str, ...] = ()
    sample: str | None = None
    special: str = ""
    needs: str | None = None


def way(
    base: str | None,
    rows: tuple[Row, ...],
    *,
    or_rows: tuple[Row, ...] = (),
    invalid: int | None = 0,
    found: tuple[Found, ...] = (),
    quiet: tuple[str, ...] = (),
    rater_from: str | None = None,
    headers: tuple[tuple[str, str], ...] = (),
    values: tuple[tuple[str, str], ...] = (),
    features: tuple[str, ...] = (),
    sample: str | None = None,
    special: str = "",
) -> Callable[[Make], Make]:
    """Enter the function that makes the files as a way under its own name."""

    def enter(make: Make) -> Make:
        add(
            Way(
                name=make.__name__,
                base=base,
                make=make,
                rows=rows,
                or_rows=or_rows,
                invalid=invalid,
                found=found,
                quiet=frozenset(quiet),
                rater_from=rater_from,
                headers=headers,
                values=values,
                features=features,
                sample=sample,
                special=special,
            )
        )
        return make

    return enter


def add(one: Way) -> None:
    """Enter a way; no two have one name."""
    if one.name in WAYS:
        raise ValueError(one.name)
    WAYS[one.name] = one


def all_ways() -> tuple[Way, ...]:
    return tuple(WAYS.values())


def at(code: str, sheet: str | None = None, cell: str | None = None, words: str = "") -> Found:
    """Name a finding; `S103 S105` means either, and so do two cells."""
    return Found(codes=tuple(code.split()), sheet=sheet, cells=tuple((cell or "").split()), words=words)
