"""Which column holds what: one table of the words that people use, and an index of the rubric's components.

Only exact matches count, after folding case, space, width and punctuation; anything else is at most suggested.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable

from mcqa.rubric.model import Rubric

ALIASES: dict[str, tuple[str, ...]] = {
    "unit": (
        "unit",
        "unit id",
        "micro credential",
        "microcredential",
        "micro credential id",
        "micro credential code",
        "micro credential name",
        "micro credential reviewed",
        "microcredential id",
        "microcredential code",
        "microcredential name",
        "mc",
        "mc id",
        "credential",
        "submission",
        "packet",
        "subject",
    ),
    "rater": (
        "rater",
        "rater id",
        "reviewer",
        "reviewer id",
        "reviewer name",
        "reviewer code",
        "reviewer initials",
        "name of reviewer",
        "rater name",
        "your name",
        "reviewed by",
        "assessor",
        "evaluator",
        "judge",
        "scorer",
    ),
    "criterion": (
        "criterion",
        "criterion id",
        "component",
        "component id",
        "component code",
        "indicator",
        "item",
    ),
    "level": ("level", "rating", "ratings", "performance level", "level id", "your rating", "decision"),
    "score": ("score", "points", "numeric score", "value"),
    "status": ("status",),
    "round": ("round", "review round", "wave"),
    "group": ("group", "reviewer group", "rater group", "reviewer type", "panel"),
    "comment": (
        "comment",
        "comments",
        "feedback",
        "note",
        "notes",
        "rationale",
        "justification",
        "reason",
        "overall comments",
        "comments evidence",
    ),
    "timestamp": ("timestamp", "time stamp", "submitted", "submitted at", "completion time", "date"),
    "rubric": ("rubric", "rubric version"),
    # known words that carry no rating; they are read past without a finding
    "known": ("title", "component title", "standard", "standard title", "source", "descriptor", "description", "text"),
}


_NOT_WORDS = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Fold width, case, white space and punctuation: `Micro-Credential :` and `micro credential` are the same words."""
    return _NOT_WORDS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


_FIELDS = {word: name for name, words in ALIASES.items() for word in words}


def field_of(header: str) -> str | None:
    """Give the field that a header names; None when the words are not known."""
    return _FIELDS.get(fold(header))


def suggest_word(header: str) -> str | None:
    """Give the known header words closest to a header, remarks in brackets aside, for a suggestion only."""
    bare = fold(re.sub(r"[(\[].*?[)\]]", " ", header))
    close = difflib.get_close_matches(bare, _FIELDS, n=1, cutoff=0.75)
    return close[0].capitalize() if close else None


def suggest_field(header: str) -> str | None:
    """Give the field whose words are closest to a header, for a suggestion only."""
    close = difflib.get_close_matches(fold(header), _FIELDS, n=1, cutoff=0.75)
    return _FIELDS[close[0]] if close else None


class CriterionIndex:
    """Finds a component of a rubric by id (`C01.1`, `c01.1`, `1.1`), by title, or by id and title together."""

    def __init__(self, rubric: Rubric) -> None:
        """Index every way of naming each component; a name that two of them share is dropped."""
        ways: dict[str, str | None] = {}
        for criterion in rubric.criteria:
            for way in {fold(criterion.id), fold(criterion.title), fold(f"{criterion.id} {criterion.title}")}:
                ways[way] = None if ways.get(way, criterion.id) != criterion.id else criterion.id
        # an exact id always counts, even where folding makes two of them the same words
        self._ids = frozenset(criterion.id for criterion in rubric.criteria)
        self._ways = ways
        self._numbers = _unique((_numbers(criterion.id), criterion.id) for criterion in rubric.criteria)
        headings = {word for standard in rubric.standards for word in (standard.id, standard.title)}
        headings |= {f"{standard.id} {standard.title}" for standard in rubric.standards}
        self._headings = {fold(word) for word in headings}
        self._names = [criterion.id for criterion in rubric.criteria]

    def find(self, text: str) -> str | None:
        """Give the id of the component that a text names exactly; None when it names none."""
        found = text.strip() if text.strip() in self._ids else self._ways.get(fold(text))
        if found is not None:
            return found
        return self._numbers.get(_numbers(text)) if re.fullmatch(r"\d+(\.\d+)+", text.strip()) else None

    def is_heading(self, text: str) -> bool:
        """Whether a text names a standard, whose rows hold no rating of their own."""
        return fold(text) in self._headings

    def suggest(self, text: str) -> str | None:
        """Give the component whose name is closest, for a suggestion only."""
        known = [way for way, name in self._ways.items() if name]
        close = difflib.get_close_matches(fold(text), known, n=1, cutoff=0.7)
        return self._ways[close[0]] if close else None


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text)[:6])


def _unique(pairs: Iterable[tuple[tuple[int, ...], str]]) -> dict[tuple[int, ...], str]:
    found: dict[tuple[int, ...], str] = {}
    twice: set[tuple[int, ...]] = set()
    for key, name in pairs:
        if key in found:
            twice.add(key)
        found[key] = name
    return {key: name for key, name in found.items() if key and key not in twice}
