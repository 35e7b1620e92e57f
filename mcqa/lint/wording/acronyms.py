"""Acronyms that nobody in the rubric writes out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from mcqa.findings import Finding, Kind, Severity
from mcqa.lint.document import Document, Entry, judged
from mcqa.lint.prose.component import Context
from mcqa.lint.prose.language import Language
from mcqa.lint.prose.tokens import Tokens, is_word, tokenize
from mcqa.lint.registry import rule
from mcqa.lint.wording.expansions import LONGEST, is_acronym, written_out
from mcqa.rubric.read import Path

if TYPE_CHECKING:
    from mcqa.rubric.model import Rubric

# a text with so large a share of its letters in capitals is a heading: nothing in it stands out
HEADING = 0.6

_CAPITALS = r"[^\W\d_a-z]{2}"
# in quotation marks stand the words of somebody else
_QUOTED = r"\"[^\"\n]*\"|“[^”\n]*”|«[^»\n]*»|`[^`\n]*`|(?<!\w)'[^'\n]*'(?!\w)|\u2018[^\u2019\n]*\u2019(?!\w)"


class Place(NamedTuple):
    """A text of the rubric: where it stands, whose it is, and the text."""

    path: Path
    subject: str | None
    text: str


@rule("L207", "undefined-acronym", Severity.INFO)
def undefined_acronym(document: Document, kind: Kind) -> Iterator[Finding]:
    """An acronym stands in the rubric, and nothing in it says what the letters mean.

    It is told once for each acronym, where it first stands. Written out are "learning management system (LMS)", "LMS
    (learning management system)", "LMS stands for ..." anywhere in the file or in the rubric it extends, and a key of
    `glossary`; for acronyms common in education it is enough that the words stand anywhere. Not flagged are formats,
    units, states and names that everybody knows in their short form, Roman numerals, codes of standards, words in
    capitals for emphasis, headings in capitals, and what stands in quotation marks.

    Acronyms that your reviewers all know go into mcqa.toml: `undefined-acronym = ["PLC"]` under `[lint.words]`.

    Why: a reviewer from another state or another field reads other words into the letters, or none.
    Source: Moskal & Leydens (2000).
    Bad:
        text: Each claim of the log comes with its source in the LMS.
    Good:
        text: Each claim of the log comes with its source in the learning management system (LMS).
    """
    context = document.context
    if context is None or not re.search(_CAPITALS, document.text):
        return
    places = list(_places(document))
    told: set[str] = set()
    explained: set[str] | None = None
    rest = _Rest(places)
    for place in places:
        for start, length in _candidates(place.text, context.language):
            typed = place.text[start : start + length]
            name = typed.removesuffix("s")
            if name in told:
                continue
            told.add(name)
            if explained is None:
                explained = set(_explained(document, places, context))
            if name in explained or rest.has_word(name) or rest.has_in_full(name, context):
                continue
            yield _found(document, kind, place, context, (start, typed, name))


def _found(document: Document, kind: Kind, place: Place, context: Context, found: tuple[int, str, str]) -> Finding:
    start, typed, name = found
    meaning = context.language.terms("undefined-acronym.meanings").entries.get(name.lower())
    example = f'"{meaning} ({name})"' if meaning else f'"the words in full ({name})"'
    hint = f"write {example} where it first stands, or explain it under `glossary`"
    where = ", ".join(str(part) for part in (place.subject, *place.path[-1:]) if part)
    message = f'{where}: "{name}" is written out nowhere'
    return kind.at(document.within(place.path, start), message, hint=hint, subject=place.subject, value=typed)


def _places(document: Document) -> Iterator[Place]:
    """Give the texts that reviewers see, in the order of the file."""
    root = document.root
    yield from _texts(root, ("title",), None)
    for standard in document.standards:
        name = standard.text("id")
        yield from _texts(standard, ("title", "description"), name)
        for component in standard.children("components"):
            name = component.text("id")
            yield from _texts(component, ("title", "text"), name)
            levels = component.child("levels")
            for level in levels.data if levels else ():
                yield from _texts(Entry((*component.path, "levels"), component.data["levels"]), (level,), name)
            for anchor in component.children("anchors"):
                yield from _texts(anchor, ("text",), name)


def _texts(entry: Entry, keys: tuple[str, ...], subject: str | None) -> Iterator[Place]:
    for key in keys:
        text = entry.text(key)
        if text:
            yield Place((*entry.path, key), subject, judged(text))


@lru_cache(maxsize=20_000)
def _candidates(text: str, language: Language) -> tuple[tuple[int, int], ...]:
    """Give the acronyms of a text that need to be written out, as offset and length."""
    if not re.search(_CAPITALS, text):
        return ()
    letters = [letter for letter in text if letter.isalpha()]
    tokens = tokenize(text)
    if sum(map(is_word, tokens.words)) > 1 and sum(letter.isupper() for letter in letters) >= HEADING * len(letters):
        return ()
    quoted = [match.span() for match in re.finditer(_QUOTED, text)]
    opened = [first for first, _ in quoted]
    found = []
    for index, typed in enumerate(tokens.typed):
        start = tokens.starts[index]
        before = bisect_right(opened, start)
        if (before and start < quoted[before - 1][1]) or _in_code(tokens, index):
            continue
        offset = 0
        for part in re.split(r"([-'\u2019])", typed):
            name = part.removesuffix("s")
            if is_acronym(part) and not _known(name, language) and not _loud(tokens, index, language):
                found.append((start + offset, len(part)))
            offset += len(part)
    return tuple(found)


def _known(name: str, language: Language) -> bool:
    word = name.lower()
    return any(word in language.terms(f"undefined-acronym{part}") for part in ("", ".states", ".emphasis"))


def _in_code(tokens: Tokens, index: int) -> bool:
    """Whether a token is part of a code, a file's name or an address: joined to digits or to marks of such."""
    text, typed = tokens.text, tokens.typed[index]
    if any(letter.isdigit() for letter in typed) or "_" in typed:
        return True
    start, end = tokens.starts[index], tokens.end(index)
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    joined_before = before[-1:] in {".", "@", "_", "\\"} and before[:1].isalnum()
    joined_after = after[:1] in {".", "@", "_", "\\"} and after[1:].isalnum()
    return joined_before or joined_after or after == ":/" or before[-1:] in {"@", "#", "_"}


def _loud(tokens: Tokens, index: int, language: Language) -> bool:
    """Whether a token is set in capitals to be heard: it heads a text, or stands beside a word in capitals."""
    if tokens.words[index] in language.terms("undefined-acronym.meanings"):
        return False
    if not index and tokens.words[1:2] == (":",):
        return True
    emphasis = language.terms("undefined-acronym.emphasis")
    for other in (index - 1, index + 1):
        if 0 <= other < len(tokens.typed):
            typed = tokens.typed[other]
            loud = typed.isupper() and typed.isalpha()
            if loud and (len(typed) > LONGEST or (len(typed) > 1 and typed.lower() in emphasis)):
                return True
    return False


class _Rest:
    """What else the rubric says, taken apart once for all its acronyms."""

    def __init__(self, places: list[Place]) -> None:
        self._places = places

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(word for place in self._places for word in re.findall(r"[\w-]+", place.text))

    @cached_property
    def _lower(self) -> list[str]:
        return [place.text.lower() for place in self._places]

    def has_word(self, name: str) -> bool:
        """Whether it has the same letters as a word in lower case: the acronym was written in capitals to be heard."""
        return name.lower() in self._words

    def has_in_full(self, name: str, context: Context) -> bool:
        """Whether the words that a common acronym of the field stands for are there, if not beside it."""
        meaning = context.language.terms("undefined-acronym.meanings").entries.get(name.lower(), "").lower()
        return bool(meaning) and any(meaning in text for text in self._lower)


def _explained(document: Document, places: list[Place], context: Context) -> Iterator[str]:
    """Give the acronyms that the rubric, or the one it extends, writes out."""
    for term in context.glossary:
        for word in tokenize(term).words:
            yield word.upper()
            yield word.upper().removesuffix("S")
    own = document.root.child("glossary")
    texts = [place.text for place in places] + [document.root.text("source") or ""]
    texts += [f"{term} ({meaning})" for term, meaning in (own.data.items() if own else ())]
    texts += _base_texts(document.base) if document.base else []
    for text in texts:
        if re.search(_CAPITALS, text):
            yield from written_out(text, context.language)


def _base_texts(base: Rubric) -> Iterator[str]:
    yield base.title
    yield base.source
    for standard in base.standards:
        yield from (standard.title, standard.description)
        for criterion in standard.criteria:
            yield from (criterion.title, criterion.text, *criterion.descriptors.values())
            yield from (anchor.text for anchor in criterion.anchors)
