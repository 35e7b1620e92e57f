"""What a descriptor says beside its degree words: its content words by stem, its numbers and its negations."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from mcqa.lint.prose.language import Language, Match
from mcqa.lint.prose.tokens import Tokens, is_mark, is_number, is_word, tokenize

_DEGREE = "levels-differ-by-degree"
_CLOSED = ("articles", "pronouns", "prepositions", "conjunctions", "auxiliaries", "modals", "quantifiers")
# what a word may be that is no content word: no stem looks like these
_NUMBER, _NEGATION, _EMPTY = "0", "!", ""
_CLOSED_KINDS = frozenset([_NUMBER, _NEGATION, _EMPTY])
# a root that is cut off has to leave a word that can still be told from others
_SHORTEST_ROOT = 3
# letters that are doubled before an ending (planned), and words that look as if they had one (need, bring)
_DOUBLED = frozenset("bdgmnprt")
_VOWELS = frozenset("aeiouy")


class Content(NamedTuple):
    """A text taken apart: `stems` has one entry for each token, None for what is no content word.

    `degrees` are the degree words found, `numbers` the numbers in order of size as text, `negations` counts the words
    that deny something other than a degree.
    """

    tokens: Tokens
    stems: tuple[str | None, ...]
    degrees: tuple[Match, ...]
    numbers: tuple[str, ...]
    negations: int

    @property
    def said(self) -> tuple[str, ...]:
        """The content words, whatever their order."""
        return tuple(sorted(stem for stem in self.stems if stem))


class _Words(NamedTuple):
    """The lists of a language that the reading needs; `known` keeps what each word is."""

    closed: frozenset[str]
    numbers: frozenset[str]
    negations: frozenset[str]
    carriers: frozenset[str]
    degrees: Phrases
    measures: Phrases
    names: Phrases
    known: dict[str, str]


class Phrases:
    """A word list that is looked up as written, fast where few words of a text begin a term of it."""

    def __init__(self, language: Language, name: str) -> None:
        """Take a list by its name."""
        self.terms = language.terms(name)
        self.starts = frozenset(term.partition(" ")[0] for term in self.terms)

    def at(self, tokens: Tokens, index: int) -> Match | None:
        """Give the longest term that begins at a token."""
        return self.terms.at(tokens, index, exact=True) if tokens.words[index] in self.starts else None

    def find(self, tokens: Tokens) -> list[Match]:
        """Give the terms in a text, the longest at each place, none overlapping another."""
        if self.starts.isdisjoint(tokens.words):
            return []
        found, after = [], 0
        for index, word in enumerate(tokens.words):
            if word in self.starts and index >= after and (match := self.terms.at(tokens, index, exact=True)):
                found.append(match)
                after = match.last + 1
        return found

    def covered(self, tokens: Tokens) -> set[int]:
        """Give the tokens that belong to a term."""
        return {index for match in self.find(tokens) for index in range(match.first, match.last + 1)}


@lru_cache(maxsize=16)
def _words(language: Language) -> _Words:
    terms = language.terms
    carriers = frozenset(stem_of(word, language) for word in terms(f"{_DEGREE}.carriers"))
    return _Words(
        closed=frozenset(word for name in _CLOSED for word in terms(f"common.{name}")),
        numbers=frozenset(terms("common.numbers")),
        negations=frozenset(terms("common.negations")),
        carriers=carriers,
        degrees=Phrases(language, _DEGREE),
        measures=Phrases(language, f"{_DEGREE}.measures"),
        names=Phrases(language, f"{_DEGREE}.names"),
        known={},
    )


@lru_cache(maxsize=20_000)
def read(text: str, language: Language) -> Content:
    """Take a text apart into content words, degree words, numbers and negations; the same text is taken apart once."""
    tokens = tokenize(text)
    words = _words(language)
    measured = words.measures.covered(tokens)
    settled = measured | words.names.covered(tokens)
    degrees = tuple(
        match for match in words.degrees.find(tokens) if settled.isdisjoint(range(match.first, match.last + 1))
    )
    graded = {index for match in degrees for index in range(match.first, match.last + 1)}
    skipped = graded | measured
    stems: list[str | None] = []
    numbers: list[str] = []
    negations = 0
    for index, word in enumerate(tokens.words):
        kind = words.known.get(word)
        if kind is None:
            kind = words.known[word] = _kind(word, words, language)
        if kind == _NUMBER:
            numbers.append(word)
        elif kind == _NEGATION:
            # "not fully" denies the degree, which is a degree itself
            negations += index not in skipped and index + 1 not in skipped
        stems.append(kind if kind not in _CLOSED_KINDS and index not in skipped else None)
    return Content(tokens, tuple(stems), degrees, tuple(sorted(numbers)), negations)


def stems_in(text: str, language: Language) -> frozenset[str]:
    """Give the content words of a text by stem, words of degree among them: enough where nothing is compared."""
    words, found = _words(language), []
    for word in tokenize(text).words:
        kind = words.known.get(word)
        if kind is None:
            kind = words.known[word] = _kind(word, words, language)
        found.append(kind)
    return frozenset(found) - _CLOSED_KINDS


def _kind(word: str, words: _Words, language: Language) -> str:
    """Give the stem of a content word, or a mark for what else a word is."""
    if is_number(word) or word in words.numbers:
        return _NUMBER
    if word in words.negations:
        return _NEGATION
    if word in words.closed or is_mark(word) or not is_word(word):
        return _EMPTY
    stem = stem_of(word, language)
    return _EMPTY if stem in words.carriers else stem


@lru_cache(maxsize=20_000)
def stem_of(word: str, language: Language) -> str:
    """Give what the forms of a word have in common: stated, states and stating are `stat`; plan and planning `plan`."""
    endings = _endings(language)
    base = endings.irregular.get(word, word).partition(" ")[0]
    for ending, instead in endings.stems.get(base[-1:], ()):
        shorter = base.removesuffix(ending) + instead
        if base.endswith(ending) and len(shorter) > 1 and not _VOWELS.isdisjoint(shorter):
            # an ending that stands for itself keeps the word as it is
            base = shorter if instead else _undoubled(shorter)
            break
    for ending, instead in endings.roots.get(base[-1:], ()):
        if base.endswith(ending) and len(base) - len(ending) >= _SHORTEST_ROOT:
            base = base.removesuffix(ending) + instead
            break
    return base[:-1] + "i" if base.endswith("y") else base.removesuffix("e")


class _Endings(NamedTuple):
    """What stems are made with: irregular forms, and endings by their last letter."""

    irregular: dict[str, str]
    stems: dict[str, list[tuple[str, str]]]
    roots: dict[str, list[tuple[str, str]]]


@lru_cache(maxsize=16)
def _endings(language: Language) -> _Endings:
    by_letter: list[dict[str, list[tuple[str, str]]]] = []
    for name in ("stems", "roots"):
        found: dict[str, list[tuple[str, str]]] = {}
        for ending, instead in language.terms(f"forms.{name}").entries.items():
            found.setdefault(ending[-1], []).append((ending, instead))
        by_letter.append(found)
    return _Endings(language.terms("forms.irregular").entries, by_letter[0], by_letter[1])


def _undoubled(stem: str) -> str:
    return stem[:-1] if stem[-1] in _DOUBLED and stem[-2] == stem[-1] else stem
