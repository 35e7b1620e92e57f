"""One sentence: what stands around a joining word, and in which clause."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property, lru_cache

from mcqa.lint.prose.language import Language
from mcqa.lint.prose.tokens import Tokens
from mcqa.lint.wording.grammar import FINITE, LIST, grammar_of
from mcqa.lint.wording.stems import stems_of

_REACH = 8
_QUOTES = frozenset('"“”„«»')
_BRACKETS = {"(": 1, ")": -1}
_ASIDE = _QUOTES | _BRACKETS.keys() | {":"}
_BEFORE = 3


class Phrases:
    """A list of single words and longer terms that is looked up exactly as written."""

    def __init__(self, terms: Iterable[str]) -> None:
        """Keep the longer terms by their first words, the longest first."""
        self.single: set[str] = set()
        self.longer: dict[str, list[tuple[str, ...]]] = {}
        for term in terms:
            if " " in term:
                words = tuple(term.split(" "))
                self.longer.setdefault(words[0], []).append(words)
            else:
                self.single.add(term)
        for found in self.longer.values():
            if len(found) > 1:
                found.sort(key=len, reverse=True)

    def last(self, words: tuple[str, ...], index: int) -> int | None:
        """Give the last word of the term that begins at a word; None where none does."""
        for term in self.longer.get(words[index], ()):
            if words[index : index + len(term)] == term:
                return index + len(term) - 1
        return index if words[index] in self.single else None

    def within(self, words: tuple[str, ...]) -> bool:
        """Whether a term stands anywhere among some words."""
        if not self.single.isdisjoint(words):
            return True
        if self.longer.keys().isdisjoint(words):
            return False
        return any(self.last(words, index) is not None for index in range(len(words)))


class Lists:
    """The word lists that decide whether a pair is one demand."""

    def __init__(self, language: Language) -> None:
        """Read them."""

        def entries(name: str) -> dict[str, str]:
            return language.terms(f"{LIST}.{name}").entries

        self.forms = language.forms
        self.stems = stems_of(language)
        self.fixed = language.terms(LIST).entries
        self.joiners = Phrases(entries("joiners"))
        self.joining_words = frozenset((*self.joiners.single, *self.joiners.longer))
        # authors add pairs and idioms to one list
        own = [term for where, term in language.additions if where == LIST and term in self.fixed]
        self.idioms = Phrases((*entries("idioms"), *own))
        self.bound = Phrases(entries("bound"))
        self.examples = Phrases(entries("examples"))
        self.explaining = Phrases(entries("explaining"))
        self.adding = Phrases(entries("adding"))
        self.giving = entries("giving")
        self.loose = entries("loose")
        self.joining = entries("joining")
        self.persons = entries("persons")
        self.record = entries("record")
        self.present = entries("present")
        self.quality = entries("adjectives")
        self.questions = entries("questions")
        self.saying = entries("saying")
        self.asking = entries("asking")
        self.possessives = entries("possessives")
        self.roles = entries("roles")
        self.calculating = entries("calculating")
        self.leading = entries("leading")
        self.partial = frozenset(entries("partial"))
        self.denying = frozenset(entries("denying"))
        self.common = self.stems.of(language.terms("overlapping-components.common").entries)
        self._language = language

    # what is asked only of the few pairs that look like two demands is read when it is asked for

    def entries(self, name: str) -> dict[str, str]:
        """Give the terms of a list of the rule, with what is said of each."""
        return self._language.terms(f"{LIST}.{name}").entries

    @cached_property
    def returning(self) -> Phrases:
        """The words by which a second demand says that it follows from the first."""
        return Phrases(self.entries("returning"))

    @property
    def negations(self) -> dict[str, str]:
        """The words that deny."""
        return self._language.terms("common.negations").entries

    @cached_property
    def _alike(self) -> dict[str, str]:
        """The stem that stands for each stem of the words that mean the same."""
        stems = self.stems
        return {
            stems[word]: stems[meaning] for meaning, words in self.entries("alike").items() for word in words.split()
        }

    def alike(self, stems: set[str]) -> set[str]:
        """Give one stem for those that mean the same."""
        alike = self._alike
        return {alike.get(stem, stem) for stem in stems} if not alike.keys().isdisjoint(stems) else stems

    def has(self, entries: dict[str, str], word: str) -> bool:
        """Whether a word is a form of a term of a list."""
        return word in entries or not entries.keys().isdisjoint(self.forms(word))

    def set_phrase(self, words: tuple[str, ...], joiner: int) -> bool:
        """Whether the words around a joining word stand in the list of pairs that are one demand."""
        if self.pair(words[joiner - 1], words[joiner], words[joiner + 1]):
            return True
        for first in range(max(0, joiner - _BEFORE), joiner + 1):
            last = self.idioms.last(words, first)
            if last is not None and last >= joiner:
                return True
        return False

    def pair(self, first: str, joiner: str, second: str) -> bool:
        """Whether two words stand in that list in some form and order."""
        fixed = self.fixed
        others = self.forms(second)
        for one in self.forms(first):
            for other in others:
                if f"{one} {joiner} {other}" in fixed or f"{other} {joiner} {one}" in fixed:
                    return True
        return False


@lru_cache(maxsize=16)
def lists_of(language: Language) -> Lists:
    """Give the lists of a language, read once."""
    return Lists(language)


def not_aside(words: tuple[str, ...]) -> Iterable[int]:
    """Give the words of a sentence that stand in no quotation marks, in no brackets and behind no colon."""
    if _ASIDE.isdisjoint(words):
        return range(len(words))
    found = []
    depth, quoted = 0, False
    for index, word in enumerate(words):
        if word == ":":
            break
        if word in _QUOTES:
            quoted = not quoted
        elif word in _BRACKETS:
            depth += _BRACKETS[word]
        elif depth <= 0 and not quoted:
            found.append(index)
    return found


class Sentence:
    """One sentence whose joining words are judged; places in it count from its first word."""

    def __init__(self, tokens: Tokens, start: int, end: int, language: Language) -> None:
        """Take the tokens from `start` up to `end`."""
        self.words = tokens.words[start:end]
        self.typed = tokens.typed
        self.start = start
        self.end = end - start
        self.grammar = grammar_of(language)
        self.tags, self.forms = self.grammar.tag(self.words)
        self.lists = lists_of(language)

    def finite(self, begin: int, end: int) -> list[int]:
        """Give the finite verbs from a word up to another."""
        tags = self.tags
        return [index for index in range(begin, end) if tags[index] in FINITE]

    def is_name(self, index: int) -> bool:
        """Whether a word is written with a capital."""
        return self.typed[self.start + index][0].isupper()

    def joined_as_one(self, joiner: int, right: int) -> bool:
        """Whether the pair is a compound, or a pair of names or numbers."""
        left = self._left_of(joiner)
        if left < 0 or self.words[joiner - 1] == "-" or self.words[joiner + 1] == "/":
            return True
        if self.tags[left] == self.tags[right] == "D":
            if right + 1 >= self.end or self.tags[right + 1] in "MP":
                return True
            if self.words[left][0].isdigit() and self.words[right][0].isdigit():
                return True
        return (left == 0 or self.is_name(left)) and (self.is_name(right) or self.is_name(self.head(right)))

    def set_pair(self, joiner: int, right: int) -> bool:
        """Whether the pair is a set phrase: as it stands, or by its heads."""
        if self.lists.set_phrase(self.words, joiner):
            return True
        left, head = self._left_of(joiner), self.head(right)
        # no files are named and no dates are given: no pair of name and date
        alike = self.tags[right] != "V" and (self.tags[left] == "T") == (self.tags[right] == "T")
        return alike and self.lists.pair(self.words[left], self.words[joiner], self.words[head])

    def _left_of(self, joiner: int) -> int:
        """Give the word before a joining word, past a comma."""
        return joiner - 1 - (self.tags[joiner - 1] == "M")

    def exemplified(self, joiner: int) -> bool:
        """Whether the pair gives examples of the one thing asked for."""
        first, examples = max(0, joiner - _REACH), self.lists.examples
        if not examples.within(self.words[first:joiner]):
            return False
        for index in range(first, joiner):
            last = examples.last(self.words, index)
            if last is not None and last < joiner and not any(tag in "VB" for tag in self.tags[index:joiner]):
                return True
        return False

    def main_clause(self, joiner: int, right: int) -> int | None:
        """Give where the main clause left of the joining word begins; None inside a clause that serves it."""
        opener = self.last_opener(joiner, past_questions=self.tags[right] == "S")
        begin = 0
        if opener is not None:
            comma = self._last_comma(opener, joiner)
            if comma is None:
                return self._after_opener(opener, joiner, right)
            if self.finite(comma, joiner):
                begin = comma + 1
            elif comma != joiner - 1 or not self._stands_alone(right, opener):
                return None
            else:
                return 0
        purpose = self.tags.rfind("I", begin, joiner)
        if purpose >= 0 and not self.asked(purpose) and not self._returns(right, begin, purpose):
            return None
        return begin

    def last_opener(self, joiner: int, *, past_questions: bool) -> int | None:
        """Give the last word before the joining word that opens a clause serving another; None where there is none."""
        index = self.tags.rfind("S", 0, joiner)
        while past_questions and index >= 0 and self.asks_clause(index):
            index = self.tags.rfind("S", 0, index)
        return index if index >= 0 else None

    def asks_clause(self, opener: int) -> bool:
        """Whether the clause is itself what is asked for: says what the award counts for."""
        before = opener - 1
        while before > 0 and self.tags[before] in "RP":
            before -= 1
        return (
            before >= 0
            and self.words[opener] in self.lists.questions
            and self.tags[before] in "VT"
            and self.lists.has(self.lists.saying, self.words[before])
        )

    def _last_comma(self, low: int, high: int) -> int | None:
        return next((index for index in range(high - 1, low, -1) if self.words[index] == ","), None)

    def _after_opener(self, opener: int, joiner: int, right: int) -> int | None:
        """Judge a pair behind an opener: outside its clause is only a verb that goes with the main verb alone."""
        if self.tags[right] != "V":
            return None
        main = self.tags.rfind("V", 0, opener)
        inner = self.finite(opener, joiner)
        if main < 0 or not inner or not self.forms[main] == self.forms[right] == "s":
            return None
        # describes how pupils read and lists; how pupils are grouped and lists
        plural = self.forms[inner[-1]] == "base" or self.lists.roles.get(self.words[inner[-1]]) == "plural"
        return 0 if plural else None

    def _stands_alone(self, right: int, opener: int) -> bool:
        """Whether a clause of its own follows, and a main clause stands before the opener."""
        before = bool(self.finite(0, opener))
        return before and (self.tags[right] == "V" or self.finite_after(right) is not None)

    def asked(self, purpose: int) -> bool:
        """Whether the infinitive is what is asked for (asks earners to plan), not what something is for."""
        if self.tags[purpose - 1] == "B" or self.lists.roles.get(self.words[purpose - 1]) == "obliging":
            return True
        return any(self.lists.has(self.lists.asking, word) for word in self.words[max(0, purpose - 4) : purpose])

    def _returns(self, right: int, begin: int, purpose: int) -> bool:
        """Whether the verb behind the joining word goes with the main verb before a purpose."""
        if self.tags[right] in FINITE:
            main = self.tags.rfind("V", begin, purpose)
            return main >= 0 and self.forms[main] == "s" == self.forms[right]
        return self.finite_after(right) is not None

    def finite_after(self, right: int, *, past_relative: bool = False) -> int | None:
        """Give the finite verb of the clause that begins at a word, or the one behind a clause on its subject."""
        inner, tags = False, self.tags
        for index in range(right, self.end):
            tag = tags[index]
            if tag in FINITE:
                if not inner or tags[index - 1] in FINITE:
                    return index
                inner = False
            elif tag == "S" and past_relative and index > right:
                inner, past_relative = True, False
            elif tag in "SIO" or tags.startswith("CV", index) or (tag == "M" and self.words[index] not in "-'\"/&"):
                return None
        return None

    def head_before(self, left: int, begin: int) -> int:
        """Give the head of the nouns that end at a word: the last one before the first preposition."""
        preposition = self.tags.find("P", begin + 1, left + 1)
        return preposition - 1 if preposition >= 0 else left

    def head(self, right: int) -> int:
        """Give the head of the nouns that begin at a word."""
        head = right
        for index in range(right, self.end):
            tag = self.tags[index]
            if tag in "NG":
                head = index
            elif tag not in "DATR" and not (tag == "V" and index == right):
                break
        return head
