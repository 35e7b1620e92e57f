"""What a descriptor says beside its degree words: its content words by stem, its numbers and its negations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

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
# levels of longer scales are not held against each other: it would take long, and no reviewer tells them apart
MOST_LEVELS = 20


class Content:
    """A text taken apart into content words, degree words, numbers and negations.

    `said` has the stems of the content words, whatever their order, and `numbers` the numbers as written, in the order
    of the alphabet; `negations` counts the words that deny something other than a degree.
    """

    __slots__ = ("degrees", "negations", "numbers", "said", "tokens")

    def __init__(
        self, tokens: Tokens, said: Iterable[str], degrees: tuple[Match, ...], numbers: Iterable[str], negations: int
    ) -> None:
        """Take what was found."""
        self.tokens = tokens
        self.said = tuple(sorted(said))
        self.degrees = degrees
        self.numbers = tuple(sorted(numbers))
        self.negations = negations


class Phrases:
    """A word list that is looked up as written, fast where few words of a text begin a term of it."""

    __slots__ = ("heads", "longer", "terms")

    def __init__(self, language: Language, name: str) -> None:
        """Take a list by its name: `longer` has the terms of several words by their first and their second word.

        `heads` are the words with which a term begins.
        """
        self.terms = language.terms(name).entries
        self.longer: dict[str, dict[str, list[str]]] = {}
        for term in self.terms:
            if " " in term:
                first, second, *_ = term.split(" ", 2)
                self.longer.setdefault(first, {}).setdefault(second, []).append(term)
        for behind in self.longer.values():
            for found in behind.values():
                if len(found) > 1:
                    found.sort(key=_number_of_words, reverse=True)
        self.heads = {*self.terms, *self.longer}

    @property
    def words_of_longer(self) -> set[str]:
        """Every word of the terms of several words."""
        terms = (term for behind in self.longer.values() for found in behind.values() for term in found)
        return {word for term in terms for word in term.split()}

    def touches(self, words: Iterable[str]) -> bool:
        """Whether one of some words begins a term."""
        return not self.heads.isdisjoint(words)

    def at(self, tokens: Tokens, index: int) -> Match | None:
        """Give the longest term that begins at a token."""
        words = tokens.words
        word = words[index]
        behind = self.longer.get(word)
        if behind is not None and index + 1 < len(words):
            for term in behind.get(words[index + 1], ()):
                after = index + _number_of_words(term)
                if " ".join(words[index:after]) == term:
                    return Match(index, after - 1, term, self.terms[term])
        return Match(index, index, word, self.terms[word]) if word in self.terms else None

    def starts(self, tokens: Tokens, start: int, end: int) -> Iterator[int]:
        """Give the tokens of a range at which a term begins."""
        words = tokens.words
        for index in range(start, end):
            if words[index] in self.heads and self.at(tokens, index):
                yield index

    def find(self, tokens: Tokens, most: int | None = None) -> list[Match]:
        """Give the terms in a text, or so many of them: the longest at each place, none overlapping another."""
        if not self.touches(tokens.words):
            return []
        found, after = [], 0
        for index, word in enumerate(tokens.words):
            if word in self.heads and index >= after and (match := self.at(tokens, index)):
                found.append(match)
                after = match.last + 1
                if len(found) == most:
                    break
        return found

    def covered(self, tokens: Tokens) -> set[int]:
        """Give the tokens that belong to a term."""
        return {index for match in self.find(tokens) for index in range(match.first, match.last + 1)}


class Kinds(dict[str, str]):
    """What each word is: the stem of a content word, or a mark for what else it is; told once for each word."""

    def __init__(self, language: Language) -> None:
        """Begin with the closed classes."""
        super().__init__()
        terms = language.terms
        for name in _CLOSED:
            self |= dict.fromkeys(terms(f"common.{name}").entries, _EMPTY)
        self |= dict.fromkeys(terms("common.negations").entries, _NEGATION)
        self |= dict.fromkeys(terms("common.numbers").entries, _NUMBER)
        self.stems = stems_of(language)
        self.carriers = frozenset([self.stems[word] for word in terms(f"{_DEGREE}.carriers").entries])
        self.carried = frozenset([word[0] for word in self.carriers])

    def __missing__(self, word: str) -> str:
        """Tell a word that was not asked for before."""
        if is_number(word):
            kind = _NUMBER
        elif is_mark(word) or not is_word(word):
            kind = _EMPTY
        else:
            stem = self.stems[word]
            kind = _EMPTY if stem in self.carriers else stem
        self[word] = kind
        return kind


class _Words:
    """The lists of a language that the reading needs; `graded` has every word of every term of degree."""

    def __init__(self, language: Language) -> None:
        self.degrees = Phrases(language, _DEGREE)
        self.measures = Phrases(language, f"{_DEGREE}.measures")
        self.names = Phrases(language, f"{_DEGREE}.names")
        self.kinds = Kinds(language)
        self.graded = {*self.degrees.terms, *self.degrees.words_of_longer}


# the lists of each language, read once
_words = lru_cache(maxsize=16)(_Words)


def may_differ_by_degree(lower: frozenset[str], higher: frozenset[str], language: Language) -> bool:
    """Whether two texts, by their words, can be the same but for degree: asked before either is taken apart."""
    words = _words(language)
    apart = lower ^ higher
    if apart.isdisjoint(words.graded):
        return False
    kinds = words.kinds
    rest = [word for word in apart - words.graded if kinds.get(word, word)]
    # no form of a word begins with another letter, but verbs that carry their object may stand for each other
    begin, other = ({word[0] for word in rest if word in each} for each in (lower, higher))
    if not (begin ^ other) <= kinds.carried:
        return False
    below, above = ({kinds[word] for word in rest if word in each} - {_EMPTY, _NEGATION} for each in (lower, higher))
    return below == above


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
    skipped = measured.union(*(range(match.first, match.last + 1) for match in degrees))
    said: list[str] = []
    numbers: list[str] = []
    negations = 0
    for index, word in enumerate(tokens.words):
        kind = words.kinds[word]
        if kind == _NUMBER:
            numbers.append(word)
        elif kind == _NEGATION:
            # "not fully" denies the degree, which is a degree itself
            negations += index not in skipped and index + 1 not in skipped
        elif kind and index not in skipped:
            said.append(kind)
    return Content(tokens, said, degrees, numbers, negations)


class Stems(dict[str, str]):
    """The stem of each word, told once: stated, states and stating are `stat`; plan and planning `plan`."""

    def __init__(self, language: Language) -> None:
        """Read irregular forms, and endings with what stands in their place; of those that fit the longest counts."""
        super().__init__()
        self._irregular = language.terms("forms.irregular").entries
        self._inflections = language.terms("forms.stems").entries
        self._derivations = language.terms("forms.roots").entries
        self._inflected = _sizes(self._inflections)
        self._derived = _sizes(self._derivations)

    def __missing__(self, word: str) -> str:
        """Cut the endings off a word that was not asked for before."""
        base = word
        if word in self._irregular:
            base = self._irregular[word].partition(" ")[0]
        for size in self._inflected.get(base[-1:], ()):
            instead = self._inflections.get(base[-size:])
            if instead is not None:
                shorter = base[:-size] + instead
                if len(shorter) > 1 and not _VOWELS.isdisjoint(shorter):
                    # an ending that stands for itself keeps the word as it is
                    base = shorter if instead else _undoubled(shorter)
                    break
        for size in self._derived.get(base[-1:], ()):
            instead = self._derivations.get(base[-size:])
            if instead is not None and len(base) - size >= _SHORTEST_ROOT:
                base = base[:-size] + instead
                break
        found = self[word] = base[:-1] + "i" if base.endswith("y") else base.removesuffix("e")
        return found


# the stems of each language
stems_of = lru_cache(maxsize=16)(Stems)


def _sizes(endings: Iterable[str]) -> dict[str, list[int]]:
    """Give the lengths of the endings by their last letter, the longest first."""
    found: dict[str, set[int]] = {}
    for ending in endings:
        found.setdefault(ending[-1], set()).add(len(ending))
    return {letter: sorted(sizes, reverse=True) for letter, sizes in found.items()}


def _undoubled(stem: str) -> str:
    return stem[:-1] if stem[-1] in _DOUBLED and stem[-2] == stem[-1] else stem


def _number_of_words(term: str) -> int:
    return term.count(" ") + 1
