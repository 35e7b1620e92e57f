"""Texts as names are compared in them: one form for all ways to write a letter, and where each letter stands.

An accent may be a part of its letter or a character after it, as file names of macOS have it; letters may be wide, a
space or hyphen one that does not break, a letter an entity of HTML; and characters that do not show may stand anywhere.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

# selectors of variants and a joiner, which have neither width nor class
_JOINED = frozenset(map(chr, (0x034F, 0x180B, 0x180C, 0x180D, *range(0xFE00, 0xFE10))))
_DASHES = frozenset("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d")
_ODD = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});|[^\x00-\x7f]")
_MANY_SIGNS = 20_000


class Plain(NamedTuple):
    """A text without accents and what does not show; `starts` and `ends` say what each letter was made of.

    Where nothing had to be changed these are empty.
    """

    text: str
    length: int
    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give where some letters stand in the original, with the accents after the last of them."""
        if not self.starts:
            return start, end
        after = self.starts[end] if end < len(self.starts) else self.length
        return self.starts[start], max(self.ends[end - 1], after)


def plain_of(text: str) -> Plain:
    """Give a text in the form in which names are compared; capitals stay."""
    if text.isascii() and "&" not in text:
        return Plain(text, len(text))
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    last = 0
    for odd in _ODD.finditer(text):
        start, end = odd.span()
        made = _sign(odd[0])
        if made == odd[0]:
            continue
        pieces += [text[last:start], made]
        starts += [*range(last, start), *[start] * len(made)]
        ends += [*range(last + 1, start + 1), *[end] * len(made)]
        last = end
    if not last:
        return Plain(text, len(text))
    pieces.append(text[last:])
    starts += range(last, len(text))
    ends += range(last + 1, len(text) + 1)
    return Plain("".join(pieces), len(text), tuple(starts), tuple(ends))


@lru_cache(maxsize=_MANY_SIGNS)
def _sign(text: str) -> str:
    """Give what a character, or an entity, is compared as: letters without accents, or nothing."""
    if len(text) > 1:
        signs = html.unescape(text)
        return text if signs == text else "".join(map(_sign, signs))
    if text.isascii():
        return text
    if unicodedata.combining(text) or unicodedata.category(text) == "Cf" or text in _JOINED:
        return ""
    if text in _DASHES:
        return "-"
    made = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    # a raised 2 or a trademark sign after a name is no part of it
    if not (text.isalpha() or text.isdecimal()) and any(map(str.isalnum, made)):
        return " "
    return made
