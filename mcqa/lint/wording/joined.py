"""Two demands joined in one sentence: which pairs can be met apart, and which are one thing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from mcqa.lint.prose.language import Language
from mcqa.lint.wording.grammar import FINITE, LIST, Tagged, grammar_of

_PAIR = 2
_REACH = 8
_QUOTES = frozenset("\"“”„«»‘")
_FIRST_AND_LAST = frozenset("NTGRAVDQ")


class Joint(NamedTuple):
    """Two demands: the tokens of the first, the joining word, and the tokens of the second (last included)."""

    first: int
    joiner: int
    second: int
    last: int


class Lists:
    """The word lists that decide whether a pair is one demand."""

    def __init__(self, language: Language) -> None:
        """Read them."""
        terms = language.terms
        self.fixed = terms(LIST)
        self.joiners = terms(f"{LIST}.joiners")
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
        self.possessives = terms(f"{LIST}.possessives")
        self.allowing = terms(f"{LIST}.allowing")
        self.indefinite = terms(f"{LIST}.indefinite")
        self.limits = terms(f"{LIST}.limits")


@lru_cache(maxsize=16)
def lists_of(language: Language) -> Lists:
    """Give the lists of a language, read once."""
    return Lists(language)


def joints(tagged: Tagged, start: int, end: int, language: Language) -> Iterator[Joint]:
    """Give the pairs of demands in one sentence, from a token up to another."""
    sentence = Sentence(tagged, start, end, language)
    for index in range(start + 1, end - 1):
        if tagged.tags[index] in "CKP" and (found := sentence.judge(index)):
            yield found


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

    def judge(self, joiner: int) -> Joint | None:
        """Give the two demands around a joining word; None where there is one."""
        match = self.lists.joiners.at(self.tokens, joiner, exact=True)
        if match is None:
            return None
        right = match.last + 1
        while right < self.end and self.tags[right] == "R":
            right += 1
        if right >= self.end or self.tags[right] in "MO" or self._set_phrase(joiner, right) or self._aside(joiner):
            return None
        begin = self._main_clause(joiner, right)
        if begin is None:
            return None
        return self._compared(begin, joiner, right)

    def _compared(self, begin: int, joiner: int, right: int) -> Joint | None:
        """Hold the two sides against each other by what the second begins with."""
        finite = [index for index in range(begin, joiner) if self.tags[index] in FINITE]
        if any(self.words[index] in self.lists.allowing for index in finite):
            return None
        tag = self.tags[right]
        if tag == "V" or (tag in "BX" and finite):
            return self._verbs(begin, joiner, right, finite)
        if tag == "S":
            return self._clauses(joiner, right, finite)
        if tag == "I":
            return self._made(begin, joiner, right) if self._last(joiner, "I", after=begin) is not None else None
        own = self._finite_after(right)
        if own is None and finite and tag in "ND" and self._finite_after(right, past_relative=True) is not None:
            return self._made(begin, joiner, right)
        if own is not None and tag in "NGADQT":
            if finite:
                return self._made(begin, joiner, right) if self.tags[own - 1] != "I" else None
            return self._subjects(begin, joiner, right, own)
        if not finite:
            return self._fragment(begin, joiner, right)
        if tag == "T" or (tag == "A" and self._complement(right)):
            return self._predicates(joiner, right, finite)
        if tag == "P":
            return self._limits(joiner, right, finite)
        return self._objects(joiner, right, finite) if tag in "NGAD" else None

    # what is no pair at all

    def _set_phrase(self, joiner: int, right: int) -> bool:
        """Whether the pair stands in the list, is a pair of names or numbers, or is and/or."""
        left = joiner - 1
        if self.tags[left] == "M":
            left -= 1
        if self.lists.fixed.at(self.tokens, joiner, exact=True) or left < self.start:
            return True
        for first in range(max(self.start, joiner - 5), joiner):
            match = self.lists.fixed.at(self.tokens, first)
            if match and match.last >= joiner:
                return True
        heads = f"{self.words[left]} {self.words[joiner]} {self.words[self._head(right)]}"
        if self.words[joiner + 1] == "/" or (self.tags[right] != "V" and self._fixed(heads)):
            return True
        if self.tags[left] == self.tags[right] == "D" and (right + 1 >= self.end or self.tags[right + 1] in "MP"):
            return True
        typed = self.tokens.typed
        names = (typed[right][0].isupper() or typed[self._head(right)][0].isupper()) and (left == self.start or typed[left][0].isupper())
        return names or (self.words[left][0].isdigit() and self.words[right][0].isdigit())

    def _fixed(self, heads: str) -> bool:
        first, joiner, second = heads.split(" ", 2)
        forms = self.lists.fixed.language.forms
        return any(f"{one} {joiner} {other}" in self.lists.fixed for one in forms(first) for other in forms(second))

    def _aside(self, joiner: int) -> bool:
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

    # which clause it stands in

    def _main_clause(self, joiner: int, right: int) -> int | None:
        """Give the token at which the main clause left of the joining word begins; None inside a clause that serves it."""
        opener = self._last(joiner, "S", past_questions=self.tags[right] == "S")
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
        purpose = self._last(joiner, "I", after=begin)
        if purpose is not None and not self._asked(purpose) and not self._returns(right, begin, purpose):
            return None
        return begin

    def _last(self, joiner: int, tag: str, *, after: int | None = None, past_questions: bool = False) -> int | None:
        low = self.start if after is None else after
        for index in range(joiner - 1, low - 1, -1):
            if self.tags[index] == tag and not (past_questions and self._asks_clause(index)):
                return index
        return None

    def _asks_clause(self, opener: int) -> bool:
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
        """Judge a pair in the same breath as an opener: only a verb that can go with the main verb alone is outside it."""
        main = [index for index in range(self.start, opener) if self.tags[index] == "V"]
        inner = [index for index in range(opener, joiner) if self.tags[index] in FINITE]
        if not main or self.tags[right] != "V":
            return None
        same = self.forms[main[-1]] == self.forms[right] == "s"
        return self.start if same and inner and self.forms[inner[-1]] == "base" else None

    def _stands_alone(self, right: int, opener: int) -> bool:
        """Whether a clause of its own follows, and a main clause stands before the opener."""
        before = any(self.tags[index] in FINITE for index in range(self.start, opener))
        return before and (self.tags[right] == "V" or self._finite_after(right) is not None)

    def _asked(self, purpose: int) -> bool:
        """Whether the infinitive is what is asked for (asks earners to plan), not what something is for."""
        reach = range(max(self.start, purpose - 4), purpose)
        if self.tags[purpose - 1] == "B":
            return True
        return any(self.lists.asking.has(self.words[index]) for index in reach)

    def _returns(self, right: int, begin: int, purpose: int) -> bool:
        """Whether the verb behind the joining word goes with the main verb before a purpose."""
        main = [index for index in range(begin, purpose) if self.tags[index] == "V"]
        if self.tags[right] == "V":
            return bool(main) and self.forms[main[-1]] == "s" == self.forms[right]
        return self._finite_after(right) is not None

    def _finite_after(self, right: int, *, past_relative: bool = False) -> int | None:
        """Give the finite verb of the clause that begins at a token, or that behind a clause on its subject; else None."""
        inner = False
        for index in range(right, self.end):
            if self.tags[index] in FINITE:
                if not inner or self.tags[index - 1] in FINITE:
                    return index
                inner = False
            elif past_relative and self.tags[index] == "S" and index > right:
                inner, past_relative = True, False
                continue
            if self.tags[index] in "SIO" or (self.tags[index] == "M" and self.words[index] not in "-'\"/&"):
                return None
        return None

    # the kinds of pairs

    def _verbs(self, begin: int, joiner: int, right: int, finite: list[int]) -> Joint | None:
        """Plan and deliver; names the criteria and gives the deadline."""
        if not finite:
            # Plan and deliver a lesson; what is no verb here is the beginning of a sentence
            return None
        main = finite[-1]
        alike = self.forms[main] in {self.forms[right], "both"} or self.forms[right] in {self.forms[main], "both"}
        third = self.tags[main] in "BX" and self.forms[right] in {"s", "base", "both"}
        if not (alike or third or self.tags[main] == "X" or self.tags[right] in "BX"):
            return None
        return self._made(begin if self.tags[main] != "V" else main, joiner, right)

    def _clauses(self, joiner: int, right: int, finite: list[int]) -> Joint | None:
        """Says what the award counts for and how long it holds."""
        asked = [index for index in range(self.start, joiner) if self.tags[index] == "S" and self._asks_clause(index)]
        if self.words[right] not in self.lists.questions:
            return None
        if asked:
            return self._made(asked[0], joiner, right) if asked[-1] + 1 < joiner else None
        said = finite and self.tags[finite[-1]] == "V" and self.lists.saying.has(self.words[finite[-1]])
        # the aim and what it is for: an object, and a clause as the second
        if said and self.words[right] != "that" and self.tags[joiner - 1] in "NM":
            return self._made(finite[-1] + 1, joiner, right)
        return None

    def _subjects(self, begin: int, joiner: int, right: int, own: int) -> Joint | None:
        """The criteria and the deadline are stated: what is asked for stands as subject of a passive or of a `there`."""
        after = own + 1
        while after < self.end and self.tags[after] in "RDBX":
            if self.words[after] in {"not", "no", "never"}:
                return None
            after += 1
        if self.tags[own] not in "BX" or after >= self.end or self._one_thing(begin, joiner, right, own):
            return None
        word = self.words[after]
        passive = self.tags[after] == "T" and self.lists.giving.has(word) is not None
        if not (passive or word in self.lists.present) or self._joined_verb(after):
            return None
        left = self.tags[begin:joiner]
        if "P" in left and not self._parallel(begin, right, left[left.index("P") :]):
            return None
        if self._shared_head(joiner, right, own) and not self._listed(begin, joiner):
            return None
        return self._made(begin, joiner, right, last=own - 1)

    def _fragment(self, begin: int, joiner: int, right: int) -> Joint | None:
        """Free resources and a named source of help: a descriptor without a verb."""
        whole = begin == self.start and self.tags[begin] in "ADN" and self.tags[right] == "D"
        plain = not any(self.tags[index] in "PIS" for index in range(begin, joiner))
        if whole and plain and not self._one_thing(begin, joiner, right, self.end):
            return self._made(begin, joiner, right)
        return None

    def _predicates(self, joiner: int, right: int, finite: list[int]) -> Joint | None:
        """Is written down and published; is aligned with standards and free of bias."""
        main = next((index for index in reversed(finite) if self.tags[index] in "BX"), None)
        if main is None or main != finite[-1]:
            return None
        said = [index for index in range(main + 1, joiner) if self.tags[index] in "TA"]
        if not said or self._attributive(joiner, right):
            return None
        first, has_complement = said[0], any(self.tags[index] == "P" for index in range(said[0], joiner))
        if self.tags[right] == "T" and self.words[right] not in self.lists.quality:
            quality = self.tags[first] == "A" or self.words[first] in self.lists.quality
            ends = right + 1 >= self.end or self.tags[right + 1] == "M"
            return None if quality and ends else self._made(first, joiner, right)
        bound = self.lists.bound.at(self.tokens, right, exact=True) is not None
        if self._complement(right) and (has_complement or (bound and self.tags[first] == "T")):
            return self._made(first, joiner, right)
        return None

    def _limits(self, joiner: int, right: int, finite: list[int]) -> Joint | None:
        """Is given for each criterion and within ten days."""
        before = [self.words[index] for index in range(finite[-1], joiner) if self.tags[index] == "P"]
        if before and self.words[right] in self.lists.limits and self.words[right] not in before:
            return self._made(finite[-1], joiner, right)
        return None

    def _objects(self, joiner: int, right: int, finite: list[int]) -> Joint | None:
        """Names the criteria and the deadline."""
        verb = finite[-1]
        if self.tags[verb] != "V" or not self.lists.giving.has(self.words[verb]) or self._joined_verb(verb):
            return None
        if verb + 1 >= joiner or self.tags[verb + 1] in "PI" or self._one_thing(verb + 1, joiner, right, self.end):
            return None
        between = self.tags[verb + 1 : joiner]
        listed = self._listed(verb + 1, joiner)
        if "P" in between or "I" in between:
            behind = len(between) - 1 - between[::-1].index("P") if "P" in between else 0
            same = self._parallel(verb + 1, right, between[behind:])
            apart = self.words[joiner - 1] == "," and self.tags[right] in "DA" and not listed
            return self._made(verb, joiner, right) if same or apart else None
        if self.tags[right] == "D":
            return self._made(verb, joiner, right)
        # a cover page and page numbers
        apart = self.words[verb + 1] in self.lists.indefinite and self.words[self._head(right)].endswith("s")
        plain = self.tags[joiner - 1] in "NGM" and (apart or not self._shared_head(joiner, right, self.end))
        if (plain or listed) and (listed or not self.lists.loose.has(self.words[verb])):
            return self._made(verb, joiner, right)
        return None

    def _parallel(self, first: int, right: int, behind: tuple[str, ...]) -> bool:
        """Whether the second object goes with the first and not with what hangs on it: a graph of x and a table."""
        indefinite = self.lists.indefinite
        if self.tags[right] != "D" or (self.tags[first] not in "DA" and self.words[right] not in indefinite):
            return False
        return "D" not in behind or (self.words[first] in indefinite and self.words[right] in indefinite)

    # what they have in common

    def _one_thing(self, begin: int, joiner: int, right: int, end: int) -> bool:
        """Whether a pair of nouns is one demand: persons, entries of one record, a thing and what is its own."""
        left = joiner - 2 if self.tags[joiner - 1] == "M" else joiner - 1
        heads = (self._head_before(left, begin), self._head(right))
        if all(self.lists.persons.has(self.words[head]) for head in heads):
            return True
        if all(self.lists.record.has(self.words[head]) for head in heads):
            return True
        return self.words[right] in self.lists.possessives or right >= end

    def _head_before(self, left: int, begin: int) -> int:
        """Give the head of the nouns that end at a token: the last one before the first preposition."""
        for index in range(begin, left + 1):
            if self.tags[index] == "P" and index > begin:
                return index - 1
        return left

    def _head(self, right: int) -> int:
        """Give the head of the nouns that begin at a token."""
        head = right
        for index in range(right, self.end):
            if self.tags[index] not in "DANGTR" and not (self.tags[index] == "V" and index == right):
                break
            if self.tags[index] in "NG":
                head = index
        return head

    def _shared_head(self, joiner: int, right: int, end: int) -> bool:
        """Whether two words before one noun are joined: content and performance standards, clear and short goals."""
        if self.tags[joiner - 1] in "AT":
            return True
        nouns = 0
        for index in range(right, min(end, self.end)):
            if self.tags[index] not in "NGA":
                break
            nouns += self.tags[index] in "NG"
        return nouns >= _PAIR and self.tags[right] != "A"

    def _listed(self, begin: int, joiner: int) -> bool:
        """Whether more than two things are listed: kind, amount and format."""
        commas = sum(self.words[index] == "," for index in range(begin, joiner - 1))
        return commas > 0

    def _attributive(self, joiner: int, right: int) -> bool:
        """Whether both words stand before one noun: a named and bounded competency."""
        after = right + 1
        return after < self.end and self.tags[after] in "NG" and self.tags[joiner - 1] in "AT"

    def _complement(self, right: int) -> bool:
        return right + 1 < self.end and (
            self.tags[right + 1] in "P" or self.lists.bound.at(self.tokens, right, exact=True) is not None
        )

    def _joined_verb(self, index: int) -> bool:
        return self.lists.joining.has(self.words[index]) is not None

    def _made(self, first: int, joiner: int, right: int, last: int | None = None) -> Joint:
        """Put the two demands into a result; the second ends where its clause does."""
        end = right
        for index in range(right + 1, self.end):
            if self.tags[index] in "M" and self.words[index] not in "-'/&\"":
                break
            if self.tags[index] in "SCO" or (last is not None and index > last):
                break
            end = index
        while end > right and self.tags[end] not in _FIRST_AND_LAST:
            end -= 1
        return Joint(first=first, joiner=joiner, second=right, last=end)
