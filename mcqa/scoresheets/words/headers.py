"""Which column holds what: one table of the words that people use, and an index of the rubric's components.

Only exact matches count, after folding case, space, width and punctuation; anything else is at most suggested.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import TypeVar

from mcqa.rubric.model import Criterion, Rubric
from mcqa.scoresheets.words.aliases import ALIASES

__all__ = ["ALIASES", "CriterionIndex", "field_of", "fold", "nearest", "suggest_field", "suggest_word"]

Key = TypeVar("Key", bound=Hashable)

# a suggestion is at least this alike, of 100, and better by this much than one that means something else
CUTOFF = 75.0
COMPONENT_CUTOFF = 70.0
MARGIN = 4.0
# a text as long as this is no name of anything, and is not worth comparing
LONGEST = 400
KEPT = 100_000
# for more different words than this nobody reads suggestions
MOST_SUGGESTED = 2_000

_NOT_WORDS = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"\d+(\.\d+)+")
_NUMBERED = re.compile(r"(\d+(?:\.\d+)+)[\s.:)\u2013\u2014-]+(\S.*)", re.DOTALL)
_LETTERED = re.compile(r"([^\W\d_]+)[\s._-]?(\d+(?:[._-]\d+)*)")
_BRACKETS = re.compile(r"[(\[].*?[)\]]")


def fold(text: str) -> str:
    """Fold width, case, white space and punctuation: `Micro-Credential :` and `micro credential` are the same words."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return _NOT_WORDS.sub(" ", plain.casefold()).strip()


_FIELDS = {word: name for name, words in ALIASES.items() for word in words}


def field_of(header: str) -> str | None:
    """Give the field that a header names; None when the words are not known."""
    return _FIELDS.get(fold(header)) if len(header) <= LONGEST else None


def suggest_word(header: str) -> str | None:
    """Give the known header words closest to a header, remarks in brackets aside, for a suggestion only."""
    bare = fold(_BRACKETS.sub(" ", header))
    if bare in _FIELDS:
        return bare.capitalize()
    close = nearest(bare, _FIELDS, CUTOFF)
    return close.capitalize() if close else None


def suggest_field(header: str) -> str | None:
    """Give the field whose words are closest to a header, for a suggestion only."""
    close = suggest_word(header)
    return _FIELDS[fold(close)] if close else None


def nearest(text: str, meanings: Mapping[str, str], cutoff: float) -> str | None:
    """Give the words closest to a text; None where none is close, or others that mean something else are as close."""
    if not text or len(text) > LONGEST:
        return None
    from rapidfuzz import fuzz, process

    found = process.extract(text, list(meanings), scorer=fuzz.ratio, score_cutoff=cutoff - MARGIN, limit=None)
    if not found or found[0][1] < cutoff:
        return None
    best, likeness, _ = found[0]
    rivals = (word for word, other, _ in found if other > likeness - MARGIN and meanings[word] != meanings[best])
    return None if any(rivals) else best


class CriterionIndex:
    """Finds a component of a rubric by id (`C01.1`, `c1.1`, `1.1`), by title, or by both in either order.

    The id of its standard and the word Component may stand before it.
    """

    def __init__(self, rubric: Rubric) -> None:
        """Index every way of naming each component; a name that two of them share is dropped."""
        self.rubric = rubric
        standards = {standard.id: standard.title for standard in rubric.standards}
        self._ways = _unique(
            (fold(way), criterion.id)
            for criterion in rubric.criteria
            for way in _ways(criterion, standards.get(criterion.standard, ""))
        )
        # an exact id always counts, even where folding makes two of them the same words
        self.ids = frozenset(criterion.id for criterion in rubric.criteria)
        self._titles = {criterion.id: fold(criterion.title) for criterion in rubric.criteria}
        self._numbers = _unique((_numbers(criterion.id), criterion.id) for criterion in rubric.criteria)
        self._lettered = _unique(
            (key, criterion.id) for criterion in rubric.criteria if (key := _lettered(criterion.id))
        )
        headings = {word for standard in rubric.standards for word in (standard.id, standard.title)}
        headings |= {f"{standard.id} {standard.title}" for standard in rubric.standards}
        headings |= {f"standard {standard.id} {standard.title}" for standard in rubric.standards}
        headings |= {f"standard {standard.id}" for standard in rubric.standards}
        self._headings = {fold(word) for word in headings}
        self._found: dict[str, str | None] = {}
        self._close: dict[str, str | None] = {}

    def find(self, text: str) -> str | None:
        """Give the id of the component that a text names exactly; None when it names none."""
        try:
            return self._found[text]
        except KeyError:
            if len(self._found) >= KEPT:
                self._found.clear()
            found = self._found[text] = self._find(text.strip()) if len(text) <= LONGEST else None
            return found

    def _find(self, text: str) -> str | None:
        if text in self.ids:
            return text
        folded = fold(text)
        found = self._ways.get(folded)
        if found is not None:
            return found
        if _NUMBER.fullmatch(text):
            return self._numbers.get(_numbers(text))
        lettered = _lettered(text)
        if lettered is not None and folded not in self._ways:
            return self._lettered.get(lettered)
        numbered = _NUMBERED.fullmatch(text)
        if numbered is None:
            return None
        named = self._numbers.get(_numbers(numbered[1]))
        return named if named is not None and fold(numbered[2]) == self._titles[named] else None

    def how(self, text: str) -> str:
        """Say by what a text names a component: `title`, or `id` where that stands in it."""
        return "title" if fold(text) in self._titles.values() else "id"

    def is_heading(self, text: str) -> bool:
        """Whether a text names a standard, whose rows hold no rating of their own."""
        return fold(text) in self._headings

    def suggest(self, text: str) -> str | None:
        """Give the component whose name is closest, for a suggestion only."""
        folded = fold(text) if len(text) <= LONGEST else ""
        if folded not in self._close:
            if len(self._close) >= MOST_SUGGESTED:
                return None
            known = {way: name for way, name in self._ways.items() if name}
            near = nearest(folded, known, COMPONENT_CUTOFF)
            self._close[folded] = known[near] if near else None
        return self._close[folded]


def _ways(criterion: Criterion, standard: str) -> Iterator[str]:
    """Give the ways of naming a component in words."""
    name, title = criterion.id, criterion.title
    for way in (name, title, f"{name} {title}", f"{title} {name}"):
        yield way
        yield f"component {way}"
        if criterion.standard:
            yield f"{criterion.standard} {way}"
            yield f"{criterion.standard} {standard} {way}"


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text)[:6] if len(part) <= LONGEST)


def _lettered(text: str) -> tuple[str, tuple[int, ...]] | None:
    match = _LETTERED.fullmatch(text.strip())
    return (match[1].casefold(), _numbers(match[2])) if match else None


def _unique(pairs: Iterable[tuple[Key, str]]) -> dict[Key, str | None]:
    found: dict[Key, str | None] = {}
    for key, name in pairs:
        found[key] = name if found.get(key, name) == name else None
    return {key: name for key, name in found.items() if key}
