"""What a descriptor says beside its degree words: its content words by stem, its numbers and its negations."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from mcqa.lint.prose.language import Language, Match
from mcqa.lint.prose.tokens import Tokens, is_mark, is_number, is_word, tokenize

_CLOSED = ("articles", "pronouns", "prepositions", "conjunctions", "auxiliaries", "modals", "quantifiers")
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
    """The closed classes of a language that the reading needs, as sets."""

    closed: frozenset[str]
    numbers: frozenset[str]
    negations: frozenset[str]
    carriers: frozenset[str]


@lru_cache(maxsize=16)
def _words(language: Language) -> _Words:
    terms = language.terms
    carriers = frozenset(stem_of(word, language) for word in terms("levels-differ-by-degree.carriers"))
    return _Words(
        closed=frozenset(word for name in _CLOSED for word in terms(f"common.{name}")),
        numbers=frozenset(terms("common.numbers")),
        negations=frozenset(terms("common.negations")),
        carriers=carriers,
    )


@lru_cache(maxsize=20_000)
def read(text: str, language: Language) -> Content:
    """Take a text apart into content words, degree words, numbers and negations; the same text is taken apart once."""
    tokens = tokenize(text)
    words = _words(language)
    measured = {
        index
        for match in language.terms("levels-differ-by-degree.measures").find(tokens, exact=True)
        for index in range(match.first, match.last + 1)
    }
    named = {
        index
        for match in language.terms("levels-differ-by-degree.names").find(tokens, exact=True)
        for index in range(match.first, match.last + 1)
    }
    degrees = tuple(
        match
        for match in language.terms("levels-differ-by-degree").find(tokens, exact=True)
        if (measured | named).isdisjoint(range(match.first, match.last + 1))
    )
    graded = {index for match in degrees for index in range(match.first, match.last + 1)}
    stems: list[str | None] = []
    numbers: list[str] = []
    negations = 0
    for index, word in enumerate(tokens.words):
        found: str | None = None
        if is_number(word) or (word in words.numbers and index not in graded):
            numbers.append(word)
        elif word in words.negations:
            # "not fully" denies the degree, which is a degree itself
            negations += not {index, index + 1} & (graded | measured)
        elif not (index in graded or index in measured or word in words.closed or is_mark(word)) and is_word(word):
            stem = stem_of(word, language)
            found = None if stem in words.carriers else stem
        stems.append(found)
    return Content(tokens, tuple(stems), degrees, tuple(sorted(numbers)), negations)


@lru_cache(maxsize=20_000)
def stem_of(word: str, language: Language) -> str:
    """Give what the forms of a word have in common: stated, states and stating are `stat`; plan and planning `plan`."""
    base = language.terms("forms.irregular").entries.get(word, word).partition(" ")[0]
    for ending, instead in language.terms("forms.stems").entries.items():
        stem = base.removesuffix(ending)
        shorter = stem + instead
        if stem != base and len(shorter) > 1 and not _VOWELS.isdisjoint(shorter):
            # an ending that stands for itself keeps the word as it is
            base = shorter if instead else _undoubled(shorter)
            break
    for ending, instead in language.terms("forms.roots").entries.items():
        if base.endswith(ending) and len(base) - len(ending) >= _SHORTEST_ROOT:
            base = base.removesuffix(ending) + instead
            break
    return base[:-1] + "i" if base.endswith("y") else base.removesuffix("e")


def _undoubled(stem: str) -> str:
    return stem[:-1] if stem[-1] in _DOUBLED and stem[-2] == stem[-1] else stem
