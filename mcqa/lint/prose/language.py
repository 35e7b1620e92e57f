"""The word lists of a language: packaged YAML, one folder per language, one file per rule.

A list is a block of text with one term on each line, so that it is read in no time and a change of it shows as one
line. A term may be several words; after a colon stands what is said of it (for most lists, what to write instead).
A line that begins with `#` is a remark. Where a term's words are written with `*` at the end, any ending fits.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

from mcqa.lint.prose.tokens import Tokens

FOLDER = Path(__file__).resolve().parent.parent / "words"

LONGEST_TAG = 35
# a stem as short as add keeps its two letters alike
SHORT_STEM = 3

# list name -> terms of its file; a name without a dot means the list `terms` of that file
Additions = tuple[tuple[str, str], ...]


class Match(NamedTuple):
    """A term found in a text: its first and last token, the term of the list, and what the list says of it."""

    first: int
    last: int
    term: str
    said: str


# terms of several words by their second word, each with its words
Longer = dict[str, list[tuple[list[str], str]]]


class Terms:
    """One word list, by the first word of each term; looked up in any form that the language's endings allow."""

    def __init__(self, language: Language, entries: dict[str, str]) -> None:
        """Take terms with what is said of each."""
        self.language = language
        self.entries = entries

    @cached_property
    def longer(self) -> dict[str, Longer]:
        """The terms of several words, by their first word and their second."""
        found: dict[str, Longer] = {}
        for term in self.entries:
            if " " in term:
                words = term.split(" ")
                found.setdefault(words[0], {}).setdefault(words[1], []).append((words, term))
        return found

    @cached_property
    def signals(self) -> frozenset[str]:
        """One word of each term, the longest: a text that holds none of them holds no term, unless it is inflected."""
        return frozenset(max(term.split(" "), key=len) if " " in term else term for term in self.entries)

    @cached_property
    def open_starts(self) -> tuple[str, ...]:
        """The beginnings of the single words that are open at their end."""
        return tuple(start for start, _ in self._open)

    @cached_property
    def _open(self) -> tuple[tuple[str, str], ...]:
        """The single words that are open at their end, without and with the star."""
        return tuple((term[:-1], term) for term in self.entries if term.endswith("*") and " " not in term)

    def __contains__(self, word: object) -> bool:
        """Whether a single word, exactly so, is a term."""
        return word in self.entries

    def __iter__(self) -> Iterator[str]:
        """Go through the terms."""
        return iter(self.entries)

    def has(self, word: str) -> str | None:
        """Give the term that a single word is a form of; None where it is none."""
        for form in self.language.forms(word):
            if form in self.entries:
                return form
        return next((term for start, term in self._open if word.startswith(start)), None)

    def at(self, tokens: Tokens, index: int, *, exact: bool = False) -> Match | None:
        """Give the longest term that begins at a token, in any form of its words (or exactly so)."""
        words = tokens.words
        for form in (words[index],) if exact else self.language.forms(words[index]):
            longer = self.longer.get(form)
            if longer and index + 1 < len(words) and (found := self._longest(longer, words, index, exact=exact)):
                return Match(index, index + found.count(" "), found, self.entries[found])
            if form in self.entries:
                return Match(index, index, form, self.entries[form])
        if self._open and not exact:
            for start, term in self._open:
                if words[index].startswith(start):
                    return Match(index, index, term, self.entries[term])
        return None

    def _longest(self, longer: Longer, words: tuple[str, ...], index: int, *, exact: bool) -> str | None:
        """Find the longest of the terms of several words that begin alike."""
        longest, length, forms = None, 0, self.language.forms
        second = words[index + 1]
        for form in (second,) if exact else forms(second):
            for parts, term in longer.get(form, ()):
                size = len(parts)
                if (
                    size > length
                    and index + size <= len(words)
                    and all(
                        words[index + k] == parts[k] or (not exact and parts[k] in forms(words[index + k]))
                        for k in range(2, size)
                    )
                ):
                    longest, length = term, size
        return longest

    def find(self, tokens: Tokens, *, exact: bool = False) -> list[Match]:
        """Give the terms in a text, the longest at each place, none overlapping another."""
        found, after = [], 0
        for index in range(len(tokens.words)):
            if index >= after and (match := self.at(tokens, index, exact=exact)):
                found.append(match)
                after = match.last + 1
        return found


class Language:
    """The lists of one language, each read when it is first asked for."""

    def __init__(self, code: str, additions: Additions = ()) -> None:
        """Take a language tag such as en or en-US that has a folder of lists."""
        self.code = code
        self.additions = additions
        self._files: dict[str, dict[str, str]] = {}
        self._lists: dict[str, Terms] = {}
        self._forms: dict[str, tuple[str, ...]] = {}
        self._endings: tuple[tuple[str, str], ...] = ()
        self._last_letters: frozenset[str] | None = None

    def terms(self, name: str) -> Terms:
        """Give a list by `file.list`, or by `file` for its list `terms`."""
        found = self._lists.get(name)
        if found is None:
            found = self._lists[name] = Terms(self, self._entries(name))
        return found

    def _entries(self, name: str) -> dict[str, str]:
        file, _, part = name.partition(".")
        entries = parse_list(self._file(file).get(part or "terms", ""))
        for where, term in self.additions:
            if where in {name, f"{name}.terms"} or f"{where}.terms" == name:
                if term.startswith("-"):
                    entries.pop(term[1:].strip().lower(), None)
                else:
                    for added, said in parse_list(term).items():
                        # what is said in a list of kinds is itself a list, to which one may add
                        known = entries.get(added, "") if part == "kinds" else ""
                        entries[added] = f"{known} {said}".strip()
        return entries

    def _file(self, file: str) -> dict[str, str]:
        if file not in self._files:
            self._files[file] = _read(FOLDER / self.code / f"{file}.yaml")
        return self._files[file]

    def forms(self, word: str) -> tuple[str, ...]:
        """Give a word and what it may be a form of: `shows` is itself, `show`; `stated` is itself, `stat`, `state`."""
        found = self._forms.get(word)
        if found is None:
            found = self._forms[word] = self._made_forms(word)
        return found

    def _made_forms(self, word: str) -> tuple[str, ...]:
        if self._last_letters is None:
            pairs = (line.partition(" ") for line in parse_list(self._file("forms").get("endings", "")))
            self._endings = tuple((ending, instead.strip()) for ending, _, instead in pairs)
            self._last_letters = frozenset(ending[-1] for ending, _ in self._endings)
        irregular = parse_list_cached(self._file("forms").get("irregular", ""))
        found = [word]
        if word in irregular:
            found += irregular[word].split()
        if word[-1:] not in self._last_letters:
            return tuple(found)
        for ending, instead in self._endings:
            stem = word.removesuffix(ending)
            if stem != word and len(stem) > 1:
                found.append(stem + instead)
                # stopped is a form of stop
                if not instead and len(stem) > SHORT_STEM and stem[-1] == stem[-2]:
                    found.append(stem[:-1])
        return tuple(dict.fromkeys(found))


def _read(path: Path) -> dict[str, str]:
    """Take a file apart into its blocks: YAML, of which the files use only `name: |`, so that no parser is needed."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    blocks, name = {}, ""
    for part in text.split(": |\n"):
        block, _, following = part.rpartition("\n")
        if name:
            # a remark at the margin is about the next list
            blocks[name] = block.partition("\n#")[0]
        name = following
    return blocks


def parse_list(block: str) -> dict[str, str]:
    """Read a list: one term on each line, what is said of it after a colon."""
    if ":" not in block and "#" not in block:
        terms = block.strip().lower().replace("\n  ", "\n")
        if "  " not in terms and "\n\n" not in terms:
            return dict.fromkeys(terms.split("\n"), "") if terms else {}
    entries = {}
    for line in block.splitlines():
        term, _, said = line.partition(":")
        term = term.strip()
        if term and term[0] != "#":
            entries[term.lower() if "  " not in term else " ".join(term.lower().split())] = said.strip()
    return entries


parse_list_cached = lru_cache(maxsize=8)(parse_list)


@lru_cache(maxsize=16)
def language_of(tag: str, additions: Additions = ()) -> Language | None:
    """Give the lists for a language tag (en, en-US); None where mcqa has none for it."""
    for code in (tag.lower(), tag.lower().partition("-")[0]):
        if code.replace("-", "").isalpha() and len(code) <= LONGEST_TAG and (FOLDER / code).is_dir():
            return Language(code, additions)
    return None


def list_names() -> frozenset[str]:
    """Give the names of all lists of all languages: `file.list`, and `file` alone for its list `terms`."""
    found = set()
    for path in FOLDER.glob("*/*.yaml"):
        for name in _read(path):
            found |= {f"{path.stem}.{name}"} | ({path.stem} if name == "terms" else set())
    return frozenset(found)


def languages() -> tuple[str, ...]:
    """Give the tags of the languages that there are lists for."""
    return tuple(sorted(path.name for path in FOLDER.iterdir() if path.is_dir() and path.name.isalpha()))
