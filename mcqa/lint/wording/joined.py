"""Two demands joined in one sentence: which pairs can be met apart, and which are one thing."""

from __future__ import annotations

from collections.abc import Iterator

from mcqa.lint.wording.grammar import FINITE
from mcqa.lint.wording.sentence import Lists, Sentence, not_aside

_PAIR = 2
_REACH = 4
# so many joining words of a sentence are judged
_MOST = 8
# endings of what is done rather than there
_ABSTRACT = ("tion", "sion", "ment", "ing", "sis", "ance", "ence", "ity", "ship", "ture")
_ENDS = "NTGRAVDQ"
_OF_NOUNS = "NGAD"
_INNER_MARKS = frozenset("-'\"/&")

# two demands: the first word of one, the joining word, and the first and last word of the other
Joint = tuple[int, int, int, int]


def open_joiners(words: tuple[str, ...], lists: Lists) -> list[tuple[int, int]]:
    """Give the joining words of a sentence, each with its last word, but for what is quoted, in brackets or listed."""
    if lists.joining_words.isdisjoint(words):
        return []
    found = []
    for index in not_aside(words):
        if words[index] in lists.joining_words and 0 < index < len(words) - 2:
            last = lists.joiners.last(words, index)
            if last is not None:
                found.append((index, last))
    return found[:_MOST]


class Pairs(Sentence):
    """Judges the pairs of one sentence."""

    def joints(self, joiners: list[tuple[int, int]]) -> Iterator[Joint]:
        """Give the pairs of demands at some joining words of the sentence."""
        for joiner, last in joiners:
            if found := self._judge(joiner, last + 1):
                yield found

    def _judge(self, joiner: int, right: int) -> Joint | None:
        """Give what may be two demands around a joining word; None where there is one."""
        while right < self.end and self.tags[right] == "R":
            right += 1
        if right >= self.end or self.tags[right] in "MO" or self.joined_as_one(joiner, right):
            return None
        begin = self.main_clause(joiner, right)
        return self._compared(begin, joiner, right) if begin is not None else None

    def one_demand(self, first: int, joiner: int, right: int) -> bool:
        """Whether what looks like two demands is a set phrase, a list, examples or one act; costly, so asked last."""
        if self.set_pair(joiner, right) or self.exemplified(joiner):
            return True
        return self._whole_list(first, joiner, right) or self._one_act(first, joiner, right)

    def _whole_list(self, first: int, joiner: int, right: int) -> bool:
        """Whether all of a list is asked for: all steps, file rules and privacy rules are there."""
        whole = self.words[first] in self.lists.entries("whole") and self._listed(first, joiner)
        return whole and self.tags[right] in _OF_NOUNS and not any(tag in "BX" for tag in self.tags[first:joiner])

    def _one_act(self, first: int, joiner: int, right: int) -> bool:
        """Whether the second is a step of the first: reads the scale and writes it down; stops and waits."""
        lists, words, tags = self.lists, self.words, self.tags
        if lists.returning.within(words[right:]):
            # quotes the feedback and says what was changed because of it
            return True
        if tags[right] != "V" or tags[first] not in FINITE:
            return False
        if lists.has(lists.entries("sensing"), words[first]) and lists.has(lists.entries("recording"), words[right]):
            return lists.roles.get(words[min(right + 1, self.end - 1)]) == "back"
        return (
            first == joiner - 1
            and lists.has(lists.entries("bare"), words[first])
            and (right + 1 == self.end or tags[right + 1] == "M")
        )

    def _compared(self, begin: int, joiner: int, right: int) -> Joint | None:
        """Hold the two sides against each other by what the second begins with."""
        finite = self.finite(begin, joiner)
        if any(self.lists.roles.get(self.words[index]) == "allowing" for index in finite):
            return None
        tag = self.tags[right]
        if tag == "V" and finite == [0] and (be := self._be_after(right)) is not None:
            # Names and faces are removed: what looks like two verbs is the subject
            return self._subjects(begin, joiner, right, be)
        if tag == "V" or (tag in "BX" and finite):
            return self._verbs(begin, joiner, right, finite)
        if tag == "S":
            return self._clauses(joiner, right, finite)
        if tag == "I" or (tag == "G" and finite and right > joiner + 1):
            # to design a unit and to teach it; plans lessons as well as leading a team
            again = ("I" in self.tags[begin:joiner]) if tag == "I" else "G" not in self.tags[begin:joiner]
            return self._made(begin, joiner, right) if again else None
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
        before_noun = tag == "T" and self.tags[finite[-1]] == "V" and self.tags[right + 1 : right + 2] in {"N", "A"}
        if (tag == "T" and not before_noun) or (tag == "A" and self._complement(right)):
            return self._predicates(joiner, right, finite)
        if tag == "P":
            return self._limits(joiner, right, finite)
        return self._objects(joiner, right, finite) if tag in "NGADT" else None

    # the kinds of pairs

    def _verbs(self, begin: int, joiner: int, right: int, finite: list[int]) -> Joint | None:
        """Plan and deliver; names the criteria and gives the deadline."""
        if self.tags[joiner - 1] == "P" or self.lists.has(self.lists.leading, self.words[joiner - 1]):
            # ask for and receive a review, go and get
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
        if self.forms[right] != "s" or not self.tags.startswith("NP", right):
            return None
        if finite and self.forms[finite[-1]] == "s" and self.tags[joiner - 1] in "RT":
            # uses notes sparingly and ends on time: the object is closed before the joining word
            return finite[-1]
        if finite and self.forms[finite[-1]] == "s" and self.tags.startswith("VP", finite[-1]):
            # opens with an overview and ends with a quiz
            same = self.words[right + 1] == self.words[finite[-1] + 1] and "D" in self.tags[finite[-1] : joiner]
            return finite[-1] if same else None
        if not finite and self.finite_after(right) is None:
            return self._hidden_verb(begin, joiner, right)
        described = finite and self.tags[finite[-1]] == "B" and "A" in self.tags[finite[-1] : finite[-1] + 3]
        return finite[-1] if described else None

    def _hidden_verb(self, begin: int, joiner: int, right: int | None) -> int | None:
        """Give what may be a verb of the same form behind a subject, where no other verb is there."""
        if right is not None and self.forms[right] != "s":
            return None
        for index in range(begin + 1, joiner):
            if self.forms[index] == "s" and self.tags.startswith("NN", index - 1):
                return index
        return None

    def _clauses(self, joiner: int, right: int, finite: list[int]) -> Joint | None:
        """Says what the award counts for and how long it holds."""
        if self.words[right] not in self.lists.questions or self.tags.startswith("XR", right + 1):
            # who agrees and who does not
            return None
        asked = [index for index in range(joiner) if self.tags[index] == "S" and self.asks_clause(index)]
        if asked:
            return self._made(asked[0], joiner, right) if asked[-1] + 1 < joiner else None
        said = finite and self.tags[finite[-1]] == "V" and self.lists.has(self.lists.saying, self.words[finite[-1]])
        # the aim and what it is for: an object, and a clause as the second
        if said and self.words[right] != "that" and self.tags[joiner - 1] in "NMT":
            return self._made(finite[-1] + 1, joiner, right)
        return None

    def _subjects(self, begin: int, joiner: int, right: int, own: int) -> Joint | None:
        """Give pairs such as: The criteria and the deadline are stated."""
        if self.lists.roles.get(self.words[own]) == "singular" and self._hidden_verb(begin, joiner, None) is not None:
            # The lesson ends on time and homework is written on the board
            return self._made(begin, joiner, right)
        after = own + 1
        while after < self.end and self.tags[after] in "RDBX":
            if self.words[after] in {"not", "no", "never"}:
                return None
            after += 1
        if self.tags[own] not in "BX" or after >= self.end or self._one_thing(begin, joiner, right):
            return None
        word = self.words[after]
        passive = self.tags[after] == "T" and self.lists.has(self.lists.giving, word)
        if not (passive or word in self.lists.present) or any(
            map(self._joined_verb, range(after, min(after + _REACH, self.end)))
        ):
            return None
        left = self.tags[begin:joiner]
        if "P" in left and not self._parallel(begin, right, left[left.index("P") :]):
            return None
        if self._shared_head(joiner, right, own) and not self._listed(begin, joiner):
            return None
        return self._made(begin, joiner, right, last=own - 1)

    def _fragment(self, begin: int, joiner: int, right: int) -> Joint | None:
        """Free resources and a named source of help: a descriptor without a verb."""
        if begin or self.tags[0] not in "ADN" or self.tags[right] != "D" or "ND" in self.tags[right:]:
            # an unknown verb: co-sign the award
            return None
        if any(
            self.forms[index] in {"base", "both"} and self.grammar[self.words[index]].sure
            for index in range(right, self.end)
        ):
            # The data and the model agree
            return None
        plain = not any(tag in "PIS" for tag in self.tags[:joiner])
        return self._made(0, joiner, right) if plain and not self._one_thing(0, joiner, right) else None

    def _predicates(self, joiner: int, right: int, finite: list[int]) -> Joint | None:
        """Is written down and published; is aligned with standards and free of bias."""
        main = finite[-1]
        if self.tags[main] not in "BX":
            return None
        first = next((index for index in range(main + 1, joiner) if self.tags[index] in "TA"), None)
        if first is None or self._attributive(joiner, right) or self._calculated(first, right):
            return None
        if self.tags[right] == "T" and self.words[right] not in self.lists.quality:
            quality = self.tags[first] == "A" or self.words[first] in self.lists.quality
            ends = right + 1 >= self.end or self.tags[right + 1] == "M"
            return None if quality and ends else self._made(first, joiner, right)
        has_complement = "P" in self.tags[first:joiner]
        bound = self.lists.bound.last(self.words, right) is not None
        if self._complement(right) and (has_complement or (bound and self.tags[first] == "T")):
            return self._made(first, joiner, right)
        return None

    def _limits(self, joiner: int, right: int, finite: list[int]) -> Joint | None:
        """Is given for each criterion and within ten days."""
        if self.lists.roles.get(self.words[right]) != "limit":
            return None
        before = [self.words[index] for index in range(finite[-1], joiner) if self.tags[index] == "P"]
        return self._made(finite[-1], joiner, right) if before and self.words[right] not in before else None

    def _objects(self, joiner: int, right: int, finite: list[int]) -> Joint | None:
        """Names the criteria and the deadline."""
        verb = finite[-1]
        if self.tags[verb] != "V" or verb + 1 >= joiner or self.tags[verb + 1] in "PI":
            return None
        if not self.lists.has(self.lists.giving, self.words[verb]) or self._joined_verb(verb):
            return None
        if self.tags.startswith("DP", right) or self._one_thing(verb + 1, joiner, right):
            # a bar for boys and one for girls
            return None
        between = self.tags[verb + 1 : joiner]
        listed = self._listed(verb + 1, joiner)
        if "P" in between or "I" in between:
            same = self._parallel(verb + 1, right, between[max(0, between.rfind("P")) :])
            apart = self.words[joiner - 1] == "," and self.tags[right] in "DA" and not listed
            return self._made(verb, joiner, right) if same or apart else None
        if self.tags[right] == "D":
            return self._made(verb, joiner, right)
        # a cover page and page numbers
        apart = self._compounds(verb + 1, joiner, right) or (
            self._indefinite(verb + 1) and self.words[self.head(right)].endswith("s")
        )
        plain = self.tags[joiner - 1] in "NGM" and (apart or not self._shared_head(joiner, right, self.end))
        if listed or (plain and (apart or not self.lists.has(self.lists.loose, self.words[verb]))):
            return self._made(verb, joiner, right)
        return None

    def _parallel(self, first: int, right: int, behind: str) -> bool:
        """Whether the second object goes with the first and not with what hangs on it: a graph of x and a table."""
        after = self.head(right) + 1
        if after < self.end and self.tags[after] == "P" and behind.count("P") == 1:
            # text for images and captions for videos
            place = self.tags.rfind("P", first + 1, right)
            if self.words[place] == self.words[after]:
                return True
        if self.tags[right] != "D" or (self.tags[first] not in "DA" and not self._indefinite(right)):
            return False
        return "D" not in behind or (self._indefinite(first) and self._indefinite(right))

    # what they have in common

    def _one_thing(self, begin: int, joiner: int, right: int) -> bool:
        """Whether a pair of nouns is one demand: persons, entries of one record, a thing and what is its own."""
        lists = self.lists
        if self.words[right] in lists.possessives:
            return True
        left = self.head_before(joiner - 2 if self.tags[joiner - 1] == "M" else joiner - 1, begin)
        heads = (self.words[left], self.words[self.head(right)])
        if any(all(lists.has(entries, head) for head in heads) for entries in (lists.persons, lists.record)):
            return True
        behind = self.words[right : next((k for k in range(right, self.end) if self.tags[k] in "MC"), self.end)]
        return any(lists.roles.get(word) == "back" for word in behind)

    def _indefinite(self, index: int) -> bool:
        return self.lists.roles.get(self.words[index]) == "indefinite"

    def _calculated(self, first: int, second: int) -> bool:
        """Whether two verbs are one calculation: added and divided by two."""
        return all(self.lists.has(self.lists.calculating, self.words[index]) for index in (first, second))

    def _compounds(self, begin: int, joiner: int, right: int) -> bool:
        """Whether two compounds of nouns stand behind one article: the scoring guide and sample artifacts.

        The first has to be a thing, in the singular: data collection and analysis plans have one head.
        """
        compound = (
            self.tags[begin] == "D" and joiner - begin > _PAIR and set(self.tags[begin + 1 : joiner]) <= set("NG")
        )
        head = self.head(right)
        if not compound or head == right or not set(self.tags[right : head + 1]) <= set("ANG"):
            return False
        first = self.words[joiner - 1]
        return self.words[head].endswith("s") and not first.endswith(("s", *_ABSTRACT))

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
        return "," in self.words[begin : joiner - 1]

    def _attributive(self, joiner: int, right: int) -> bool:
        """Whether both words stand before one noun: a named and bounded competency."""
        after = right + 1
        return after < self.end and self.tags[after] in "NG" and self.tags[joiner - 1] in "AT"

    def _complement(self, right: int) -> bool:
        return right + 1 < self.end and (
            self.tags[right + 1] == "P" or self.lists.bound.last(self.words, right) is not None
        )

    def _joined_verb(self, index: int) -> bool:
        return self.lists.has(self.lists.joining, self.words[index])

    def _made(self, first: int, joiner: int, right: int, last: int | None = None) -> Joint:
        """Put the two demands into a result; the second ends where its clause does."""
        end = right
        for index in range(right + 1, self.end):
            tag = self.tags[index]
            if tag == "M" and self.words[index] not in _INNER_MARKS:
                break
            if tag in "SCO" or (last is not None and index > last):
                break
            end = index
        while end > right and self.tags[end] not in _ENDS:
            end -= 1
        return first, joiner, right, end
