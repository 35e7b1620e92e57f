"""Two wordings held against each other: whether a word changed, which words, and how alike they are.

A rewording is editorial when case, punctuation, white space, typography or a spelling variant is all that changed. Any
other word, number or negation counts as a change of meaning, a mended misspelling too: that two words are one cannot be
known from their letters (form, from), and a break that is none costs a look, while one that is missed costs a study.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from mcqa.rubric.difference.change import Effect
from mcqa.rubric.difference.spelling import spelling

# stands for a hyphen inside a word until it is known whether it joins or parts
_HYPHEN = "\u2010"
_DASHES = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2015\u2212")
_APOSTROPHES = frozenset("'\u2019\u2018\u02bc")
_MEANT = frozenset("%\u2030&\u00a7")
_IN_NUMBERS = frozenset(".,:/")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_TOKEN = re.compile(r"\w+(?:[-'\u2019.,:/\u2011]\w+)*|[^\w\s]")
# so few letters between two changes are read as part of the change
_ISLAND = 3
# of two texts with less than this in common each is shown whole
_SCRAPS = 0.35

_CONTRACTIONS = {"can't": "can not", "won't": "will not", "shan't": "shall not", "cannot": "can not"}


def rewording_effect(before: str, after: str, language: str) -> Effect | None:
    """Say what another wording does: `editorial` where the words are the same, else `breaks`; None for no change."""
    if before == after:
        return None
    same = not _readings(before, language).isdisjoint(_readings(after, language))
    return Effect.EDITORIAL if same else Effect.BREAKS


def words(text: str, language: str) -> tuple[str, ...]:
    """Give the words of a text as far as they matter: no case, no punctuation, one spelling of each."""
    return _words(text, language, "")


def _readings(text: str, language: str) -> set[tuple[str, ...]]:
    """Give the words with hyphens closed up and with hyphens opened: co-operate is cooperate, self-made self made."""
    return {_words(text, language, joint) for joint in ("", " ")}


@lru_cache(maxsize=4096)
def _words(text: str, language: str, joint: str) -> tuple[str, ...]:
    english = language.casefold().partition("-")[0] == "en"
    plain = unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'")
    if english:
        for contracted, whole in _CONTRACTIONS.items():
            plain = re.sub(rf"\b{contracted}\b", whole, plain)
        plain = re.sub(r"(\w)n't\b", r"\1 not", plain).replace("per cent", "percent")
    parts = "".join(_kept(plain)).replace(_HYPHEN, joint).split()
    parts = [part.replace(",", "") if _THOUSANDS.fullmatch(part) else part for part in parts]
    return tuple(spelling(part) for part in parts) if english else tuple(parts)


def _kept(text: str) -> Iterator[str]:
    """Give the characters that carry meaning, and a space for those that only part words."""
    padded = f" {text} "
    for before, char, after in zip(padded, text, padded[2:], strict=False):
        kind = unicodedata.category(char)
        if char in _DASHES:
            if after.isdigit() and not before.isalpha():
                # a range, or a number below zero
                yield "-" if before.isdigit() or before.isspace() else " "
            else:
                yield _HYPHEN if before.isalnum() and after.isalnum() else " "
        elif char in _IN_NUMBERS and before.isdigit() and after.isdigit():
            yield char
        elif char in _MEANT or (kind[0] == "S" and kind != "Sk"):
            yield f" {char} "
        elif kind != "Cf" and char not in _APOSTROPHES:
            yield " " if kind[0] in "PZCS" else char


class Piece(NamedTuple):
    """A stretch of two wordings: `same` in both, only before (`removed`) or only after (`added`)."""

    op: str
    text: str


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Give the words that stayed, went and came, in order of reading; a break between lines counts as a space.

    Where little stayed, the few words in common would only break up two texts that are better read one after the other.
    """
    old, new = _tokens(before), _tokens(after)
    matcher = difflib.SequenceMatcher(None, [text for _, text in old], [text for _, text in new], autojunk=False)
    if matcher.ratio() < _SCRAPS:
        whole = (Piece("removed", _text(old)), Piece("added", _text(new)))
        return tuple(piece for piece in whole if piece.text)
    runs: list[tuple[str, tuple[int, int, int, int]]] = []
    codes = matcher.get_opcodes()
    for index, (tag, *span) in enumerate(codes):
        low, high, start, end = span
        inside = 0 < index < len(codes) - 1
        island = tag == "equal" and inside and sum(len(text) for _, text in new[start:end]) <= _ISLAND
        if tag == "equal" and not island:
            runs.append(("same", (low, high, start, end)))
        elif runs and runs[-1][0] == "changed":
            first = runs[-1][1]
            runs[-1] = ("changed", (first[0], high, first[2], end))
        else:
            runs.append(("changed", (low, high, start, end)))
    found = []
    for op, (low, high, start, end) in runs:
        if op == "same":
            # a space on either side parts it from the change before it
            space = " " if low < high and old[low][0] and not new[start][0] else ""
            found.append(Piece("same", space + _text(new[start:end])))
            continue
        if low < high:
            found.append(Piece("removed", _text(old[low:high])))
        if start < end:
            found.append(Piece("added", _text(new[start:end])))
    return tuple(found)


def _tokens(text: str) -> list[tuple[bool, str]]:
    """Give the words and marks of a text, and whether a space stands before each."""
    return [(text[: match.start()][-1:].isspace(), match[0]) for match in _TOKEN.finditer(text)]


def _text(tokens: Sequence[tuple[bool, str]]) -> str:
    return "".join((" " if space else "") + text for space, text in tokens)


def likeness(before: Sequence[str], after: Sequence[str], least: float) -> float:
    """Say how alike two wordings are, 0 to 1: the share of words that are the same in the same order.

    What cannot reach `least` is 0: the words without their order, which are fast to count, already show it.
    """
    if before == after:
        return 1.0
    shared = sum((Counter(before) & Counter(after)).values())
    total = len(before) + len(after)
    if not total or 2 * shared / total < least:
        return 0.0
    found = difflib.SequenceMatcher(None, before, after, autojunk=False).ratio()
    return found if found >= least else 0.0
