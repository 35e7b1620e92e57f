"""The last look: every byte of every output, unpacked, for any name that was to be replaced."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from functools import cache

from mcqa.scoresheets.identity.names import PART, Hit, Identities
from mcqa.scoresheets.identity.parts import is_archive
from mcqa.scoresheets.identity.rebuild import Sheet
from mcqa.scoresheets.identity.written import workbook
from mcqa.scoresheets.words.spelling import spelled

_WIDE = b"\0"
_OFTEN = 4
_STRETCH, _LONGEST = 500_000, 1_000
_CELL_NAME = re.compile(rb'\s(?:r|ref|sqref|spans|activeCell|topLeftCell)="[A-Z0-9: ]*"')


def leaks(name: str, content: bytes, identities: Identities, codes: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Give the names that are left in an output: in its own name, or anywhere in its bytes once unpacked.

    Words that stand in every workbook, such as the name of its font, are not taken for names, nor are the `codes` that
    take the place of names now, though one may have been somebody's name before.
    """
    found = {hit.text: None for hit in identities.known(name) if hit.kind != PART and spelled(hit.text) not in codes}
    usual = _usual() if is_archive(content) else frozenset()
    for piece in _pieces(content):
        for text in _texts(piece):
            for hit in _known(text, identities):
                if hit.kind != PART and hit.text.casefold() not in usual and spelled(hit.text) not in codes:
                    found[hit.text] = None
    return tuple(found)


def _known(text: str, identities: Identities) -> Iterator[Hit]:
    """Find known names in a text of any length, a stretch at a time; what lies across two stretches is in both."""
    for start in range(0, len(text), _STRETCH):
        stretch = text[start : start + _STRETCH + _LONGEST]
        if identities.may_hold(stretch):
            yield from identities.known(stretch)


def _pieces(content: bytes) -> Iterator[bytes]:
    if not is_archive(content):
        yield content
        return
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        yield archive.comment
        for member in archive.infolist():
            yield member.filename.encode("utf-8", errors="replace")
            yield member.comment
            yield member.extra
            data = archive.read(member)
            # what a cell is called, such as R1, may be what somebody is called
            yield _CELL_NAME.sub(b" ", data) if member.filename.startswith("xl/worksheets/") else data


def _texts(piece: bytes) -> Iterator[str]:
    """Read bytes in every way in which a name could stand in them."""
    text = piece.decode("utf-8", errors="replace")
    yield text
    if "&" in text:
        yield html.unescape(text)
    if piece.count(_WIDE) * _OFTEN > len(piece):
        yield piece.decode("utf-16-le", errors="replace")
        yield piece[1:].decode("utf-16-le", errors="replace")


@cache
def _usual() -> frozenset[str]:
    """Give the words of a workbook in which nothing stands."""
    from mcqa.scoresheets.identity.names import words_of
    from mcqa.scoresheets.records import RubricClaim

    empty = workbook(
        [Sheet(title="Sheet1", rows=((1.0, True), (None,)), notes=((0, 0, "1"),)), Sheet(title="ratings", rows=())],
        RubricClaim(id="x", version="1", sha256="0"),
    )
    return frozenset(word for piece in _pieces(empty) for text in _texts(piece) for word in words_of(text))


def all_leaks(
    files: Iterable[tuple[str, bytes]], identities: Identities, codes: frozenset[str]
) -> dict[str, tuple[str, ...]]:
    """Give what is left in each of some outputs, where anything is."""
    found = ((name, leaks(name, content, identities, codes)) for name, content in files)
    return {name: names for name, names in found if names}
