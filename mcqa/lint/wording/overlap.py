"""The rule about two components that ask for the same.

Compared are the stems of the words, weighted by how rare a stem is among the components at hand. Only components that
share a telling stem are held against each other, so that the work grows with the rubric and not with its square.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from math import log
from typing import NamedTuple

from mcqa.findings import Finding, Kind, Severity
from mcqa.lint.document import Document
from mcqa.lint.prose.language import Language
from mcqa.lint.prose.tokens import is_mark, tokenize
from mcqa.lint.registry import rule
from mcqa.lint.wording.stems import Stems, stems_of

LIST = "overlapping-components"
CLOSED = ("articles", "pronouns", "prepositions", "conjunctions", "auxiliaries", "modals", "quantifiers")
# a rubric of two components says little about which words are rare
_AT_LEAST = 12
_COMMON = 0.3
_TITLE = 0.5
_REMEMBERED = 5_000


class Profile(NamedTuple):
    """The telling stems of a component: of its title, and of its text with the highest descriptor, in order."""

    title: frozenset[str]
    body: tuple[str, ...]


class Texts:
    """Takes the texts of components apart, in one language."""

    def __init__(self, language: Language) -> None:
        self.stems: Stems = stems_of(language)
        self.closed = {word for name in CLOSED for word in language.terms(f"common.{name}")}
        self.alike = {self.stems.stem(term): self.stems.stem(said) for term, said in language.terms(LIST).entries.items()}
        self.common = frozenset(self.stems.stem(word) for word in language.terms(f"{LIST}.common"))

    def of(self, text: str) -> Iterator[str]:
        for word in tokenize(text).words:
            if not is_mark(word) and word not in self.closed:
                stem = self.stems.stem(word)
                yield self.alike.get(stem, stem)
