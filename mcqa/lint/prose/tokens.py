"""A text taken apart into words, numbers and marks, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache

# a number with its marks and percent sign; letters with dots between (e.g., U.S.); a word, which may hold apostrophes,
# hyphens, and a dot before a digit (don't, co-designer, C01.1); a mark
_TOKEN = re.compile(
    r"\d+(?:[.,:/]\d+)*(?:\s?%)?|(?:[^\W\d_]\.){2,}|[^\W\d_](?:[^\W_]|['\u2019_-](?=[^\W_])|\.(?=\d))*|[^\w\s]|_+"
)
CURLY = "\u2019"
_ENDS = frozenset(".!?")
_LETTERS = re.compile(r"[^\W\d_]")


class Tokens:
    """The tokens of a text in order: `words` in lower case, as `typed`, and where each starts in the text.

    Words, numbers and punctuation marks are tokens; white space is none. The apostrophe is always straight.
    """

    def __init__(self, text: str) -> None:
        """Take a text apart; the places of the tokens are looked up when somebody asks for one."""
        self.text = text
        self.typed: tuple[str, ...] = tuple(_TOKEN.findall(text))
        folded = [each.lower() for each in self.typed]
        if CURLY in text:
            folded = [each.replace(CURLY, "'") for each in folded]
        self.words = tuple(folded)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """The offset of each token in the text."""
        return tuple(match.start() for match in _TOKEN.finditer(self.text))

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
    return Tokens(text)
