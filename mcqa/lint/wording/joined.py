"""Two demands joined in one sentence: which pairs can be met apart, and which are one thing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from mcqa.lint.prose.language import Language
from mcqa.lint.wording.grammar import FINITE, Tagged
from mcqa.lint.wording.sentence import Sentence

_PAIR = 2
_ENDS = frozenset("NTGRAVDQ")


class Joint(NamedTuple):
    """Two demands: the tokens of the first, the joining word, and the tokens of the second (last included)."""

    first: int
    joiner: int
    second: int
    last: int


def joints(tagged: Tagged, start: int, end: int, language: Language) -> Iterator[Joint]:
    """Give the pairs of demands in one sentence, from a token up to another."""
    sentence = Pairs(tagged, start, end, language)
    for index in range(start + 1, end - 1):
        if tagged.tags[index] in "CKP" and (found := sentence.judge(index)):
            yield found


class Pairs(Sentence):
    """Judges the pairs of one sentence."""

    def judge(self, joiner: int) -> Joint | None:
        """Give the two demands around a joining word; None where there is one."""
        match = self.lists.joiners.at(self.tokens, joiner, exact=True)
        if match is None:
            return None
        right = match.last + 1
        while right < self.end and self.tags[right] == "R":
            right += 1
        if right >= self.end or self.tags[right] in "MO" or self.set_phrase(joiner, right) or self.aside(joiner):
            return None
        begin = self.main_clause(joiner, right)
        if begin is None:
            return None
        return self._compared(begin, joiner, right)

    def _compared(self, begin: int, joiner: int, right: int) -> Joint | None:
        """Hold the two sides against each other by what the second begins with."""
        finite = [index for index in range(begin, joiner) if self.tags[index] in FINITE]
        if any(self.words[index] in self.lists.allowing for index in finite):
            return None
        tag = self.tags[right]
        if tag == "V" and finite == [self.start] and (be := self._be_after(right)) is not None:
            # Names and faces are removed: what looks like two verbs is the subject
            return self._subjects(begin, joiner, right, be)
        if tag == "V" or (tag in "BX" and finite):
            return self._verbs(begin, joiner, right, finite)
        if tag == "S":
            return self._clauses(joiner, right, finite)
        if tag == "I":
            return self._made(begin, joiner, right) if self.last(joiner, "I", after=begin) is not None else None
        hidden = self._taken_for_noun(begin, joiner, right, finite)
        if hidden is not None:
            return self._made(hidden, joiner, right)
        own = self._own_verb(right, tag, finite)
        if own is not None:
            return self._made(begin, joiner, right) if finite else self._subjects(begin, joiner, right, own)
        return self._within(joiner, right, finite) if finite else self._fragment(begin, joiner, right)

    def _be_after(self, right: int) -> int | None:
        """Give the form of be that follows two words joined at the beginning of a sentence."""
        own = self.finite_after(right + 1)
        return own if own is not None and self.tags[own] in "BX" and "D" not in self.tags[right:own] else None

    def _own_verb(self, right: int, tag: str, finite: list[int]) -> int | None:
        """Give the verb of a second clause with a subject of its own."""
        if tag not in "NGADQT":
            return None
        own = self.finite_after(right)
        if own is None and finite and tag in "ND":
            own = self.finite_after(right, past_relative=True)
        return own

    def _within(self, joiner: int, right: int, finite: list[int]) -> Joint | None:
        """Judge a pair behind one verb."""
        tag = self.tags[right]
        before_noun = (
            tag == "T" and self.tags[finite[-1]] == "V" and self.tags[right + 1 : right + 2] in {("N",), ("A",)}
        )
        if (tag == "T" and not before_noun) or (tag == "A" and self._complement(right)):
            return self._predicates(joiner, right, finite)
        if tag == "P":
            return self._limits(joiner, right, finite)
        return self._objects(joiner, right, finite) if tag in "NGADT" else None

    # the kinds of pairs

    def _verbs(self, begin: int, joiner: int, right: int, finite: list[int]) -> Joint | None:
        """Plan and deliver; names the criteria and gives the deadline."""
        if self.tags[joiner - 1] == "P":
            # ask for and receive a review
            return None
        # The teacher plans with colleagues and leads: a verb that was taken for a noun
        main = finite[-1] if finite else self._hidden_verb(begin, joiner, right)
        if main is None:
            return None
        alike = self.forms[main] in {self.forms[right], "both"} or self.forms[right] in {self.forms[main], "both"}
        third = self.tags[main] in "BX" and self.forms[right] in {"s", "base", "both"}
        if not (alike or third or self.tags[main] == "X" or self.tags[right] in "BX"):
            return None
        return self._made(begin if self.tags[main] != "V" else main, joiner, right)

    def _taken_for_noun(self, begin: int, joiner: int, right: int, finite: list[int]) -> int | None:
        """Give the first of two verbs of which the second was taken for a noun: is free and works on a phone."""
        if self.forms[right] != "s" or self.tags[right : right + 2] != ("N", "P"):
            return None
        if not finite and self.finite_after(right) is None:
            return self._hidden_verb(begin, joiner, right)
        described = finite and self.tags[finite[-1]] == "B" and "A" in self.tags[finite[-1] : finite[-1] + 3]
        return finite[-1] if described else None

    def _hidden_verb(self, begin: int, joiner: int, right: int) -> int | None:
        """Give what may be a verb of the same form behind a subject, where no other verb is there."""
        for index in range(begin + 1, joiner):
            if self.forms[index] == self.forms[right] == "s" and self.tags[index - 1 : index + 1] == ("N", "N"):
                return index
        return None

    def _clauses(self, joiner: int, right: int, finite: list[int]) -> Joint | None:
        """Says what the award counts for and how long it holds."""
        asked = [index for index in range(self.start, joiner) if self.tags[index] == "S" and self.asks_clause(index)]
        if self.words[right] not in self.lists.questions:
            return None
        if asked:
            return self._made(asked[0], joiner, right) if asked[-1] + 1 < joiner else None
        said = finite and self.tags[finite[-1]] == "V" and self.lists.saying.has(self.words[finite[-1]])
        # the aim and what it is for: an object, and a clause as the second
        if said and self.words[right] != "that" and self.tags[joiner - 1] in "NMT":
            return self._made(finite[-1] + 1, joiner, right)
        return None

    def _subjects(self, begin: int, joiner: int, right: int, own: int) -> Joint | None:
        """Give pairs such as: The criteria and the deadline are stated."""
        after = own + 1
        while after < self.end and self.tags[after] in "RDBX":
            if self.words[after] in {"not", "no", "never"}:
                return None
            after += 1
        if self.tags[own] not in "BX" or after >= self.end or self._one_thing(begin, joiner, right):
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
        if any(self.tags[index : index + 2] == ("N", "D") for index in range(right, self.end)):
            # an unknown verb: co-sign the award
            return None
        whole = begin == self.start and self.tags[begin] in "ADN" and self.tags[right] == "D"
        plain = not any(self.tags[index] in "PIS" for index in range(begin, joiner))
        if whole and plain and not self._one_thing(begin, joiner, right):
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
        if verb + 1 >= joiner or self.tags[verb + 1] in "PI" or self._one_thing(verb + 1, joiner, right):
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
        apart = self.words[verb + 1] in self.lists.indefinite and self.words[self.head(right)].endswith("s")
        plain = self.tags[joiner - 1] in "NGM" and (apart or not self._shared_head(joiner, right, self.end))
        if listed or (plain and (apart or not self.lists.loose.has(self.words[verb]))):
            return self._made(verb, joiner, right)
        return None

    def _parallel(self, first: int, right: int, behind: tuple[str, ...]) -> bool:
        """Whether the second object goes with the first and not with what hangs on it: a graph of x and a table."""
        indefinite = self.lists.indefinite
        after = self.head(right) + 1
        if after < self.end and self.tags[after] == "P" and behind.count("P") == 1:
            # text for images and captions for videos
            place = next(index for index in range(right - 1, first, -1) if self.tags[index] == "P")
            if self.words[place] == self.words[after]:
                return True
        if self.tags[right] != "D" or (self.tags[first] not in "DA" and self.words[right] not in indefinite):
            return False
        return "D" not in behind or (self.words[first] in indefinite and self.words[right] in indefinite)

    # what they have in common

    def _one_thing(self, begin: int, joiner: int, right: int) -> bool:
        """Whether a pair of nouns is one demand: persons, entries of one record, a thing and what is its own."""
        left = joiner - 2 if self.tags[joiner - 1] == "M" else joiner - 1
        heads = (self.head_before(left, begin), self.head(right))
        if all(self.lists.persons.has(self.words[head]) for head in heads):
            return True
        if all(self.lists.record.has(self.words[head]) for head in heads):
            return True
        behind = self.words[right : next((k for k in range(right, self.end) if self.tags[k] in "MC"), self.end)]
        return self.words[right] in self.lists.possessives or any(word in self.lists.back for word in behind)

    def _shared_head(self, joiner: int, right: int, end: int) -> bool:
        """Whether two words before one noun are joined: content and performance standards, clear and short goals."""
        if self.tags[joiner - 1] in "AT":
            return True
        nouns = 0
        for index in range(right, min(end, self.end)):
            if self.tags[index] not in "NGA" and index > right:
                break
            nouns += self.tags[index] in "NGV"
        return nouns >= _PAIR and self.tags[right] not in "AT"

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
            self.tags[right + 1] == "P" or self.lists.bound.at(self.tokens, right, exact=True) is not None
        )

    def _joined_verb(self, index: int) -> bool:
        return self.lists.joining.has(self.words[index]) is not None

    def _made(self, first: int, joiner: int, right: int, last: int | None = None) -> Joint:
        """Put the two demands into a result; the second ends where its clause does."""
        end = right
        for index in range(right + 1, self.end):
            if self.tags[index] == "M" and self.words[index] not in "-'/&\"":
                break
            if self.tags[index] in "SCO" or (last is not None and index > last):
                break
            end = index
        while end > right and self.tags[end] not in _ENDS:
            end -= 1
        return Joint(first=first, joiner=joiner, second=right, last=end)
