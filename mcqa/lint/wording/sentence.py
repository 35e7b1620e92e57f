"""One sentence: what stands around a joining word, and in which clause."""

from __future__ import annotations

from functools import lru_cache

from mcqa.lint.prose.language import Language
from mcqa.lint.wording.grammar import FINITE, LIST, Tagged

_REACH = 8
_QUOTES = frozenset('"“”„«»')


class Lists:
    """The word lists that decide whether a pair is one demand."""

    def __init__(self, language: Language) -> None:
        """Read them."""
        terms = language.terms
        self.fixed = terms(LIST)
        self.joiners = terms(f"{LIST}.joiners")
        self.joining_words = frozenset(term.split()[0] for term in self.joiners.entries)
        self.giving = terms(f"{LIST}.giving")
        self.loose = terms(f"{LIST}.loose")
        self.joining = terms(f"{LIST}.joining")
        self.persons = terms(f"{LIST}.persons")
        self.record = terms(f"{LIST}.record")
        self.present = terms(f"{LIST}.present")
        self.bound = terms(f"{LIST}.bound")
        self.quality = terms(f"{LIST}.adjectives")
        self.questions = terms(f"{LIST}.questions")
        self.saying = terms(f"{LIST}.saying")
        self.asking = terms(f"{LIST}.asking")
        self.examples = terms(f"{LIST}.examples")
        self.back = terms(f"{LIST}.back")
        self.possessives = terms(f"{LIST}.possessives")
        self.obliging = terms(f"{LIST}.obliging")
        self.allowing = terms(f"{LIST}.allowing")
        self.indefinite = terms(f"{LIST}.indefinite")
        self.limits = terms(f"{LIST}.limits")


@lru_cache(maxsize=16)
def lists_of(language: Language) -> Lists:
    """Give the lists of a language, read once."""
    return Lists(language)


class Sentence:
    """One sentence whose joining words are judged."""

    def __init__(self, tagged: Tagged, start: int, end: int, language: Language) -> None:
        """Take the tokens from `start` up to `end`."""
        self.tokens = tagged.tokens
        self.words = tagged.tokens.words
        self.tags = tagged.tags
        self.forms = tagged.forms
        self.start = start
        self.end = end
        self.lists = lists_of(language)

    def set_phrase(self, joiner: int, right: int) -> bool:
        """Whether the pair stands in the list, is a pair of names or numbers, or is and/or."""
        left = joiner - 1
        if self.words[left] == "-":
            return True
        if self.tags[left] == "M":
            left -= 1
        if self.lists.fixed.at(self.tokens, joiner, exact=True) or left < self.start:
            return True
        for first in range(max(self.start, joiner - 5), joiner):
            match = self.lists.fixed.at(self.tokens, first)
            if match and match.last >= joiner:
                return True
        heads = f"{self.words[left]} {self.words[joiner]} {self.words[self.head(right)]}"
        if self.words[joiner + 1] == "/" or (self.tags[right] != "V" and self._fixed(heads)):
            return True
        if self.tags[left] == self.tags[right] == "D" and (right + 1 >= self.end or self.tags[right + 1] in "MP"):
            return True
        typed = self.tokens.typed
        names = (typed[right][0].isupper() or typed[self.head(right)][0].isupper()) and (
            left == self.start or typed[left][0].isupper()
        )
        return names or (self.words[left][0].isdigit() and self.words[right][0].isdigit())

    def _fixed(self, heads: str) -> bool:
        first, joiner, second = heads.split(" ", 2)
        forms = self.lists.fixed.language.forms
        return any(f"{one} {joiner} {other}" in self.lists.fixed for one in forms(first) for other in forms(second))

    def aside(self, joiner: int) -> bool:
        """Whether the pair is quoted, stands in brackets or behind a colon, or gives examples."""
        before = self.words[self.start : joiner]
        if sum(word in _QUOTES for word in before) % 2 or before.count("(") > before.count(")"):
            return True
        if ":" in before:
            return True
        reach = range(max(self.start, joiner - _REACH), joiner)
        return any(
            (match := self.lists.examples.at(self.tokens, index, exact=True)) is not None
            and match.last < joiner
            and not any(self.tags[between] in "VB" for between in range(index, joiner))
            for index in reach
        )

    def main_clause(self, joiner: int, right: int) -> int | None:
        """Give where the main clause left of the joining word begins; None inside a clause that serves it."""
        opener = self.last(joiner, "S", past_questions=self.tags[right] == "S")
        begin = self.start
        if opener is not None:
            comma = self._last_comma(opener, joiner)
            if comma is None:
                return self._after_opener(opener, joiner, right)
            if any(self.tags[index] in FINITE for index in range(comma, joiner)):
                begin = comma + 1
            elif comma != joiner - 1 or not self._stands_alone(right, opener):
                return None
            else:
                return self.start
        purpose = self.last(joiner, "I", after=begin)
        if purpose is not None and not self.asked(purpose) and not self._returns(right, begin, purpose):
            return None
        return begin

    def last(self, joiner: int, tag: str, *, after: int | None = None, past_questions: bool = False) -> int | None:
        """Give the last token with a tag before the joining word; None where there is none."""
        low = self.start if after is None else after
        for index in range(joiner - 1, low - 1, -1):
            if self.tags[index] == tag and not (past_questions and self.asks_clause(index)):
                return index
        return None

    def asks_clause(self, opener: int) -> bool:
        """Whether the clause is itself what is asked for: says what the award counts for."""
        before = opener - 1
        while before > self.start and self.tags[before] in "RP":
            before -= 1
        return (
            before >= self.start
            and self.words[opener] in self.lists.questions
            and self.tags[before] in "VT"
            and self.lists.saying.has(self.words[before]) is not None
        )

    def _last_comma(self, low: int, high: int) -> int | None:
        return next((index for index in range(high - 1, low, -1) if self.words[index] == ","), None)

    def _after_opener(self, opener: int, joiner: int, right: int) -> int | None:
        """Judge a pair behind an opener: outside its clause is only a verb that goes with the main verb alone."""
        main = [index for index in range(self.start, opener) if self.tags[index] == "V"]
        inner = [index for index in range(opener, joiner) if self.tags[index] in FINITE]
        if not main or self.tags[right] != "V":
            return None
        same = self.forms[main[-1]] == self.forms[right] == "s"
        return self.start if same and inner and self.forms[inner[-1]] == "base" else None

    def _stands_alone(self, right: int, opener: int) -> bool:
        """Whether a clause of its own follows, and a main clause stands before the opener."""
        before = any(self.tags[index] in FINITE for index in range(self.start, opener))
        return before and (self.tags[right] == "V" or self.finite_after(right) is not None)

    def asked(self, purpose: int) -> bool:
        """Whether the infinitive is what is asked for (asks earners to plan), not what something is for."""
        reach = range(max(self.start, purpose - 4), purpose)
        if self.tags[purpose - 1] == "B" or self.words[purpose - 1] in self.lists.obliging:
            return True
        return any(self.lists.asking.has(self.words[index]) for index in reach)

    def _returns(self, right: int, begin: int, purpose: int) -> bool:
        """Whether the verb behind the joining word goes with the main verb before a purpose."""
        main = [index for index in range(begin, purpose) if self.tags[index] == "V"]
        if self.tags[right] in FINITE:
            return bool(main) and self.forms[main[-1]] == "s" == self.forms[right]
        return self.finite_after(right) is not None

    def finite_after(self, right: int, *, past_relative: bool = False) -> int | None:
        """Give the finite verb of the clause that begins at a token, or the one behind a clause on its subject."""
        inner = False
        for index in range(right, self.end):
            if self.tags[index] in FINITE:
                if not inner or self.tags[index - 1] in FINITE:
                    return index
                inner = False
            elif past_relative and self.tags[index] == "S" and index > right:
                inner, past_relative = True, False
                continue
            if (
                self.tags[index] in "SIO"
                or self.tags[index : index + 2] == ("C", "V")
                or (self.tags[index] == "M" and self.words[index] not in "-'\"/&")
            ):
                return None
        return None

    def head_before(self, left: int, begin: int) -> int:
        """Give the head of the nouns that end at a token: the last one before the first preposition."""
        for index in range(begin, left + 1):
            if self.tags[index] == "P" and index > begin:
                return index - 1
        return left

    def head(self, right: int) -> int:
        """Give the head of the nouns that begin at a token."""
        head = right
        for index in range(right, self.end):
            if self.tags[index] not in "DANGTR" and not (self.tags[index] == "V" and index == right):
                break
            if self.tags[index] in "NG":
                head = index
        return head
