"""The ways of writing a level, or the words for no rating: which signs beside the words say nothing, and which do.

`2 - Met`, `(Met)` and `not_met` are the levels they name. A cross, an empty box, a minus or a per cent sign beside a
word may turn it into its opposite, so whatever is not known to be neutral makes the cell something else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from mcqa.scoresheets.grid import ZERO_WIDTH

_QUOTES = "\"'`\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u00ab\u00bb\u2039\u203a"
_DASHES = "-\u2010\u2012\u2013\u2014\u2015"
# what a word of the rubric may hold and its writer leave out; any other sign in it must be written
_OPTIONAL = frozenset(f" _.,:;/()[]{{}}&{_QUOTES}{_DASHES}")
_QUOTE, _DASH = f"[{re.escape(_QUOTES)}]", f"[{re.escape(_DASHES)}]"
_GAP = f"[ _{re.escape(_DASHES)}]{{1,5}}"
_BEFORE, _AFTER = f"(?:{_QUOTE} ?){{0,2}}", f"(?: ?{_QUOTE}){{0,2}}"
_AFTER_SCORE = f" ?[.)]? ?(?:[:=]|{_DASH})? ?"
# a dash that touches the score, and the score alone, is its minus
_BEFORE_SCORE = f"(?: ?[.)]? ?[:=]? ?|{_DASH}| {_DASH} )"
# without width is no letter, and the accent on its own stands for an apostrophe on many keyboards
_PLAIN = {**dict.fromkeys(map(ord, ZERO_WIDTH), " "), 0xB4: "'"}
_SIGNS = re.compile(r"([\W_]+)")


def exactly(text: str) -> str:
    """Fold case, space and width, and keep every sign: A, A+ and A- are three levels."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def reads_as(text: str, words: Iterable[str], score: float | None = None) -> bool:
    """Whether a text is one of some words, alone or with a score beside it, and nothing else that says anything."""
    plain = exactly(text.translate(_PLAIN))
    number = "" if score is None else f"{score:g}"
    return any(_pattern(exactly(word), number).fullmatch(plain) for word in words)


@lru_cache(maxsize=500)
def _pattern(word: str, score: str) -> re.Pattern[str]:
    """Make the pattern of all neutral ways of writing a word."""
    label = _bracketed(f"{_BEFORE}{_core(word)}{_AFTER}")
    ways = [label]
    if score:
        number = _bracketed(re.escape(score).replace(r"\.", "[.,]"))
        ways += [f"{number}{_AFTER_SCORE}{label}", f"{label}{_BEFORE_SCORE}{number}"]
    return re.compile(f"{_BEFORE}(?:{'|'.join(ways)}){_AFTER}(?: ?[.,])?{_AFTER}")


def _bracketed(pattern: str) -> str:
    return rf"(?:{pattern}|\( ?{pattern} ?\)|\[ ?{pattern} ?\])"


def _core(word: str) -> str:
    """Make the pattern of the word itself: its letters in order, and between them its own signs, or a space or dash."""
    parts = _SIGNS.split(word)
    found = []
    for at, part in enumerate(parts):
        if at % 2 == 0:
            found.append(re.escape(part))
            continue
        own = " ?".join(("", *map(_sign, part.replace(" ", "")), ""))
        if not _OPTIONAL.issuperset(part):
            found.append(own)
        elif parts[at - 1] and parts[at + 1]:
            found.append(f"(?:{own}|{_GAP})")
        else:
            found.append(f"(?:{own})?")
    return "".join(found)


def _sign(char: str) -> str:
    return _QUOTE if char in _QUOTES else _DASH if char in _DASHES else re.escape(char)
