"""Where a text writes an acronym out: the words in full beside it, in brackets or behind a word such as means."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import dropwhile

from mcqa.lint.prose.language import Language
from mcqa.lint.prose.tokens import Tokens, is_word, tokenize

SHORTEST, LONGEST = 2, 6
# so many words, such as of and the, may be passed over between two letters
SLACK = 2

_ROMAN = frozenset("IVXL")
# the mark between an acronym and its meaning, or the other way round
_JOINTS = frozenset(",:=–—-")
_OPENING = frozenset("([\"“\u2018'")


def is_acronym(part: str) -> bool:
    """Whether a word, a plural s aside, is two to six capitals and no Roman numeral."""
    name = part.removesuffix("s")
    return (
        SHORTEST <= len(name) <= LONGEST
        and name.isalpha()
        and name.isupper()
        and not _ROMAN.issuperset(name)
        and len(set(name)) > 1
    )


@lru_cache(maxsize=20_000)
def written_out(text: str, language: Language) -> tuple[str, ...]:
    """Give the acronyms that a text writes out."""
    tokens = tokenize(text)
    return tuple(
        typed.removesuffix("s")
        for index, typed in enumerate(tokens.typed)
        if is_acronym(typed) and (_meaning_after(tokens, index, language) or _meaning_before(tokens, index, language))
    )


def _meaning_after(tokens: Tokens, index: int, language: Language) -> bool:
    words, name = tokens.words, tokens.typed[index].removesuffix("s")
    after = index + 1
    if after >= len(words):
        return False
    explains = language.terms("undefined-acronym.explains")
    if explains.at(tokens, after):
        return True
    first = after
    while first < len(words) and first < after + SLACK and not is_word(words[first]):
        first += 1
    if words[after] == "(":
        opening = explains.at(tokens, first) if first < len(words) else None
        return opening is not None or _spelled(name, _clause(words, first))
    if words[after] in _JOINTS or words[after] in language.terms("undefined-acronym.copulas"):
        # "LMS, or learning management system"
        introduces = language.terms("undefined-acronym.introduces")
        following = list(dropwhile(introduces.__contains__, _clause(words, after + 1)))
        return _spelled(name, following, at_once=True)
    return False


def _meaning_before(tokens: Tokens, index: int, language: Language) -> bool:
    words, name = tokens.words, tokens.typed[index].removesuffix("s")
    introduces = language.terms("undefined-acronym.introduces")
    end = index
    while end and (words[end - 1] in _OPENING or words[end - 1] in _JOINTS or words[end - 1] in introduces):
        end -= 1
    articles = language.terms("undefined-acronym.articles")
    if not end or all(word in articles for word in words[end:index]):
        return False
    before = [word for word in words[max(0, end - 2 * len(name) - SLACK) : end] if is_word(word)]
    return any(_spelled(name, before[first:], whole=True) for first in range(len(before)))


def _clause(words: tuple[str, ...], first: int) -> list[str]:
    """Give the words up to a closing bracket, a semicolon or the end of the sentence."""
    found = []
    for word in words[first:]:
        if word in {")", "]", ";", "."}:
            break
        if is_word(word):
            found.append(word)
    return found


def _spelled(name: str, words: list[str], *, at_once: bool = False, whole: bool = False) -> bool:
    """Whether some words spell an acronym: each letter begins a word, or stands in a word that another one begins.

    `at_once`: the first word begins with the first letter. `whole`: the meaning reaches to the last word or the one
    before it, as in "response to intervention process (RTI)".
    """
    parts = [part for word in words for part in word.split("-") if part]
    starts = (0,) if at_once or whole else range(len(parts) - 1)
    return len(parts) >= SHORTEST and any(
        parts[first][0] == name[0].lower() and _spells(name.lower(), 1, parts, first, first=first, whole=whole)
        for first in starts
    )


def _spells(name: str, read: int, parts: list[str], at: int, *, first: int, whole: bool) -> bool:
    """Whether the letters that are left can be read off a word that was begun and those after it, skipping few."""
    for more in _inside(name, read, parts[at]):
        if more == len(name):
            return at > first and (at >= len(parts) - 2 or not whole)
        for following in range(at + 1, min(at + SLACK + 2, len(parts))):
            if parts[following][0] == name[more] and _spells(
                name, more + 1, parts, following, first=first, whole=whole
            ):
                return True
    return False


def _inside(name: str, read: int, word: str) -> Iterator[int]:
    """Give how many letters may be read when a word is left: those so far, and more that stand in it in order."""
    yield read
    at = 1
    while read < len(name):
        at = word.find(name[read], at) + 1
        if not at:
            return
        read += 1
        yield read
