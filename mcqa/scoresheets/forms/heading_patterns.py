"""How headings are compared: as words, with `*` for any text, and with `{component}` where a component is named."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from typing import NamedTuple

from mcqa.scoresheets.words.headers import fold

COMPONENT = "{component}"
# no component is named in more characters, and no heading is tried at more places
LONGEST_NAME = 300
MOST_PLACES = 12
# one star divides a text in two
PARTS = 2


def clean(text: str) -> str:
    """Fold case, width and white space, line breaks and no-break spaces among it, and keep every sign."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


class Heading(NamedTuple):
    """A heading as a profile names it; `parts` are what stands between the `*`, which mean any text."""

    words: str
    parts: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> Heading:
        """Take a heading as it was written."""
        return cls(words=fold(text), parts=tuple(clean(text).split("*")))

    def fits(self, text: str) -> bool:
        """Whether a cleaned heading is the one meant; without a `*` punctuation does not count."""
        if len(self.parts) == 1:
            return text == self.parts[0] or bool(self.words and self.words == fold(text))
        first, *middle, last = self.parts
        at, end = len(first), len(text) - len(last)
        if not (text.startswith(first) and text.endswith(last) and at <= end):
            return False
        for part in middle:
            found = text.find(part, at, end)
            if found < 0:
                return False
            at = found + len(part)
        return True


class Question(NamedTuple):
    """A heading that names a component: what stands before it and behind it, each with at most one `*`."""

    before: tuple[str, ...]
    behind: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> Question:
        """Take a pattern as it was written; ValueError says why it is none."""
        if text.count(COMPONENT) != 1:
            raise ValueError(f"a pattern holds {COMPONENT} once, where a heading names the component")
        before, behind = (_part(part) for part in text.split(COMPONENT))
        if max(len(before), len(behind)) > PARTS:
            raise ValueError(f"there is more than one * on one side of {COMPONENT}")
        if (len(before) > 1 and not before[-1]) or (len(behind) > 1 and not behind[0]):
            raise ValueError(f"something must stand between * and {COMPONENT}, if only a blank")
        return cls(before=before, behind=behind)

    def component(self, text: str, find: Callable[[str], str | None]) -> str | None:
        """Give the component that a cleaned heading names; None where it names none, or may mean two."""
        found: set[str] = set()
        ends = list(self._ends(text))
        for start in self._starts(text):
            for end in ends:
                if start < end <= start + LONGEST_NAME and (name := find(text[start:end])):
                    found.add(name)
        return found.pop() if len(found) == 1 else None

    def _starts(self, text: str) -> Iterator[int]:
        first, *rest = self.before
        if not text.startswith(first):
            return
        if not rest:
            yield len(first)
            return
        at = text.rfind(rest[0])
        for _ in range(MOST_PLACES):
            if at < len(first):
                return
            yield at + len(rest[0])
            at = text.rfind(rest[0], 0, at + len(rest[0]) - 1)

    def _ends(self, text: str) -> Iterator[int]:
        last = self.behind[-1]
        if not text.endswith(last):
            return
        if len(self.behind) == 1:
            yield len(text) - len(last)
            return
        at = text.find(self.behind[0])
        for _ in range(MOST_PLACES):
            if at < 0 or at + len(self.behind[0]) > len(text) - len(last):
                return
            yield at
            at = text.find(self.behind[0], at + 1)


def _part(text: str) -> tuple[str, ...]:
    """Fold what stands on one side of the component as headings are, and keep the blanks at its ends."""
    folded = unicodedata.normalize("NFKC", text).casefold().split("*")
    return tuple(_blanks(part) for part in folded)


def _blanks(text: str) -> str:
    inner = " ".join(text.split())
    if not inner:
        return " " if text else ""
    return f"{' ' if text[0].isspace() else ''}{inner}{' ' if text[-1].isspace() else ''}"
