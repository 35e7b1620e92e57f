"""Identities in a text: names that are known, and what an e-mail address, a phone number or a user's folder looks like.

Names are compared word by word, so that punctuation, case, accents, how letters are encoded and the kind of space
between the words of a name make no difference.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import NamedTuple

from mcqa.scoresheets.grid import ZERO_WIDTH
from mcqa.scoresheets.identity.plain import plain_of

NAME, CODE, PART, EMAIL, PHONE, NUMBER, FOLDER = "name", "code", "part", "e-mail", "phone", "number", "folder"
TITLE, PROVIDER = "title", "provider"

_UNSEEN = dict.fromkeys(map(ord, ZERO_WIDTH))
_WORD = re.compile(r"[^\W_]+")
# what stands alone in front of a rating, a score, a date or an id is none of these
_PATTERNS = (
    (EMAIL, re.compile(r"(?<![\w.+-])[\w.+'\u2019-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}\.[^\W\d_]{2,24}(?![\w-])")),
    (NUMBER, re.compile(r"(?<![\w.-])(?!000|666|9\d\d)\d{3}-(?!00)\d\d-(?!0000)\d{4}(?![\w-])")),
    (
        PHONE,
        re.compile(
            r"(?<![\w.+/-])(?:\+?1[ .-]?)?(?:\([2-9]\d\d\) ?|[2-9]\d\d[ .-])[1-9]\d\d[ .-]\d{4}(?![\w/-]|\.\d)"
            r"|(?<![\w.+/-])\+[1-9]\d{0,2}(?:[ .-]?\(?\d{1,4}\)?){2,6}(?<=\d)(?![\w/-]|\.\d)"
        ),
    ),
    (FOLDER, re.compile(r"(?i)(?<=[\\/]users[\\/])[^\\/\s:*?\"<>|]+|(?<=[\\/]home/)[^\\/\s:*?\"<>|]+")),
)
# whose folders these are, nobody knows
_NOBODY = frozenset({"public", "shared", "user", "default", "runner", "root", "admin", "administrator"})
# first and last names that are words of their own more often than names
_COMMON = """
april art august banks bell best bill bishop black book bridge brook brown case chance chase christian church clay
cook craft dean dawn day dolly earl english faith field fields ford forest frank free french gate glen good grace
grant gray green hall hand heath hill hope house hunter iris ivy jack joy june justice king lane law lily little
long love mark marks mason may mercy miles mills moon more moss north olive page park parks pat penny post price
ray read reed rich rivers robin rose rowe ruby sage serenity short south star stone story street summer sunny swift
temple violet wade ward waters way web wells west white will wise wood woods young
"""
_ORDINARY = frozenset(_COMMON.split())
# so many names take longer to look for one by one than all at once
_MANY = 1_000
SHORTEST_PART = 3
_SHORTEST_USER = 4


class Hit(NamedTuple):
    """One identity in a text: where, of which kind, what stands there, and whom it means where that is known."""

    start: int
    end: int
    kind: str
    text: str
    whom: tuple[str, str] | None = None


class _Known(NamedTuple):
    words: tuple[str, ...]
    kind: str
    whom: tuple[str, str] | None
    exact: str | None


def seen(text: str) -> str:
    """Give a text without the characters that do not show."""
    return text if text.isascii() else text.translate(_UNSEEN)


def _written(text: str) -> list[str]:
    """Give the words of a text without accents, in their case."""
    return _WORD.findall(plain_of(text).text)


def words_of(text: str) -> tuple[str, ...]:
    """Give the words of a text, folded."""
    return tuple(map(str.casefold, _written(text)))


def _length(word: str) -> int:
    """Count the letters of a word; a syllable that is taken apart to be compared is one."""
    return len(unicodedata.normalize("NFC", word))


def personal(text: str) -> bool:
    """Whether a reviewer is called by a name and not by a code: letters alone, three or more, or an e-mail address."""
    letters = "".join(_written(text))
    return "@" in text or (letters.isalpha() and _length(letters) >= SHORTEST_PART)


def reversed_name(name: str) -> str:
    """Give a name last word first, as lists of people have it; a comma in it is undone."""
    if "," in name:
        last, _, first = name.partition(",")
        return f"{first.strip()} {last.strip()}"
    first, _, last = name.strip().rpartition(" ")
    return f"{last}, {first}" if first else name


class Identities:
    """Everything that is known to name somebody or something that is to stay unnamed."""

    def __init__(self, spared: Callable[[str], bool] = lambda _: False) -> None:
        """Begin with patterns alone; `spared` says which texts are words of the trade, whoever is called so."""
        self._first: dict[str, list[_Known]] = {}
        self._parts: dict[str, tuple[str, str] | None] = {}
        self._spared = spared
        self._cache: dict[str, tuple[Hit, ...]] = {}

    def add(self, text: str, kind: str, whom: tuple[str, str] | None) -> None:
        """Learn a name; one that is too short or too common to be told from other text is not looked for in text."""
        words = words_of(text)
        letters = "".join(words)
        if (
            not words
            or self._spared(text)
            or letters.isdecimal()
            or _length(letters) < SHORTEST_PART - (not letters.isalpha())
        ):
            return
        # a name of one word is one only as it is written: "Will" and "will"
        exact = _written(text)[0] if len(words) == 1 and letters.isalpha() else None
        known = _Known(words, kind, whom, exact)
        others = self._first.setdefault(words[0], [])
        if not any(other.words == words and other.exact == exact for other in others):
            others.append(known)
            others.sort(key=lambda each: -len(each.words))
            self._cache.clear()

    def add_person(self, name: str, whom: tuple[str, str] | None) -> None:
        """Learn the name of a person, in either order, and that its parts may stand alone."""
        self.add(name, NAME, whom)
        if len(words_of(name)) == 1:
            return
        self.add(reversed_name(name), NAME, whom)
        for word in _written(name):
            folded = word.casefold()
            if _length(word) >= SHORTEST_PART and word.isalpha() and folded not in _ORDINARY and not self._spared(word):
                self._parts.setdefault(word, whom)
        self._cache.clear()

    def add_email(self, address: str, whom: tuple[str, str] | None) -> None:
        """Learn an e-mail address, and that its first part is what a person may be called by a computer."""
        self.add(address, EMAIL, whom)
        user = address.partition("@")[0]
        if len(user) >= _SHORTEST_USER and not user.isdecimal() and user.casefold() not in _ORDINARY | _NOBODY:
            self.add(user, NAME, whom)

    def may_hold(self, text: str) -> bool:
        """Whether a long text may hold a known name: a quick look, for texts most of which hold none."""
        if len(self._first) > _MANY or not text.isascii():
            return True
        folded = text.casefold()
        return any(word in folded for word in self._first)

    def find(self, text: str) -> tuple[Hit, ...]:
        """Give the identities in a text without unseen characters, in order, none over another; long ones win."""
        if text not in self._cache:
            hits: list[Hit] = []
            found = sorted(self._all(text), key=lambda hit: (hit.kind == PART, hit.start - hit.end, hit.whom is None))
            taken = bytearray(len(text) if found else 0)
            for hit in found:
                if not any(taken[hit.start : hit.end]):
                    hits.append(hit)
                    taken[hit.start : hit.end] = bytes([1]) * (hit.end - hit.start)
            self._cache[text] = tuple(sorted(hits, key=lambda hit: hit.start))
        return self._cache[text]

    def _all(self, text: str) -> Iterator[Hit]:
        yield from self.known(text)
        plain = plain_of(text)
        if not any(mark in plain.text for mark in "@\\/") and sum(map(str.isdecimal, plain.text)) < len("555-12-34"):
            return
        for kind, pattern in _PATTERNS:
            for match in pattern.finditer(plain.text):
                if kind != FOLDER or match[0].casefold() not in _NOBODY:
                    start, end = plain.span(*match.span())
                    yield Hit(start, end, kind, text[start:end])

    def known(self, text: str) -> Iterator[Hit]:
        """Give the known names in a text, those within others too."""
        plain = plain_of(text)
        found = list(_WORD.finditer(plain.text))
        words = [match[0].casefold() for match in found]
        for at, word in enumerate(words):
            for known in self._first.get(word, ()):
                end = at + len(known.words)
                if tuple(words[at:end]) == known.words and known.exact in {None, found[at][0]}:
                    start, stop = plain.span(found[at].start(), found[end - 1].end())
                    yield Hit(start, stop, known.kind, text[start:stop], known.whom)
            if found[at][0] in self._parts:
                start, stop = plain.span(*found[at].span())
                yield Hit(start, stop, PART, text[start:stop], self._parts[found[at][0]])

    def without(self, text: str, called: Callable[[tuple[str, str]], str]) -> str:
        """Give a text with a pseudonym, or what kind of thing stood there, for each identity; lone parts stay."""
        plain = seen(text)
        pieces, last = [], 0
        for hit in self.find(plain):
            if hit.kind != PART:
                pieces += [plain[last : hit.start], (called(hit.whom) if hit.whom else "") or f"[{hit.kind}]"]
                last = hit.end
        return "".join([*pieces, plain[last:]])

    def masked(self, text: str, *, codes: bool = True) -> str:
        """Give a text in which of each word of an identity only the first letter stands, lone parts too.

        Without `codes`, what names no person stays: codes, and names of micro-credentials.
        """
        plain = seen(text)
        pieces, last = [], 0
        for hit in self.find(plain):
            if codes or hit.kind != CODE:
                pieces += [plain[last : hit.start], mask(hit.text)]
                last = hit.end
        return "".join([*pieces, plain[last:]])


def mask(text: str) -> str:
    """Leave the first letter of each word: `A** L**`; of digits nothing."""
    plain = plain_of(text)
    pieces, last = [], 0
    for match in _WORD.finditer(plain.text):
        start, end = plain.span(*match.span())
        pieces += [text[last:start], "" if match[0].isdecimal() else match[0][0], "**"]
        last = end
    return "".join([*pieces, text[last:]])
