"""A text taken apart into words, numbers and marks, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

# a number with its marks and percent sign; letters with dots between (e.g., U.S.); a word, which may hold apostrophes,
# hyphens, and a dot before a digit (don't, co-designer, C01.1); a mark
_TOKEN = re.compile(
    r"\d+(?:[.,:/]\d+)*(?:\s?%)?|(?:[^\W\d_]\.){2,}|[^\W\d_](?:[^\W_]|['\u2019_-](?=[^\W_])|\.(?=\d))*|[^\w\s]|_+"
)
CURLY = "\u2019"
_ENDS = frozenset(".!?")
_LETTERS = re.compile(r"[^\W\d_]")


class Tokens(NamedTuple):
    """The tokens of a text in order: `words` in lower case, as `typed`, and where each starts in the text.

    Words, numbers and punctuation marks are tokens; white space is none. The apostrophe is always straight.
    """

    text: str
    words: tuple[str, ...]
    typed: tuple[str, ...]
    starts: tuple[int, ...]

    def end(self, index: int) -> int:
        """Give the offset just after a token."""
        return self.starts[index] + len(self.typed[index])

    def slice(self, first: int, last: int) -> str:
        """Give the text from one token to another, both included, as it was typed."""
        return self.text[self.starts[first] : self.end(last)]

    def sentences(self) -> Iterator[tuple[int, int]]:
        """Give the token ranges (from, up to) of the sentences, the mark that ends one included."""
        start = 0
        for index, word in enumerate(self.words):
            if word in _ENDS:
                yield start, index + 1
                start = index + 1
        if start < len(self.words):
            yield start, len(self.words)

    def clauses(self) -> Iterator[tuple[int, int]]:
        """Give the token ranges (from, up to) between commas, semicolons, colons, brackets, dashes and full stops."""
        start = 0
        for index, word in enumerate(self.words):
            if is_mark(word) and word not in "'\"%&/":
                if index > start:
                    yield start, index
                start = index + 1
        if start < len(self.words):
            yield start, len(self.words)


def is_mark(word: str) -> bool:
    """Whether a token is punctuation."""
    return len(word) == 1 and not word.isalnum()


def is_number(word: str) -> bool:
    """Whether a token is a number in digits."""
    return word[0].isdigit()


def is_word(word: str) -> bool:
    """Whether a token is a word with letters."""
    return _LETTERS.match(word) is not None


@lru_cache(maxsize=20_000)
def tokenize(text: str) -> Tokens:
    """Take a text apart; the same text is taken apart once."""
    typed, starts = [], []
    for match in _TOKEN.finditer(text):
        typed.append(match[0])
        starts.append(match.start())
    words = tuple(each.lower().replace(CURLY, "'") for each in typed)
    return Tokens(text=text, words=words, typed=tuple(typed), starts=tuple(starts))
