"""The attributes that a descriptor speaks of: its content words, and the phrases that they stand in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import islice

from mcqa.lint.prose.component import LevelText
from mcqa.lint.prose.language import Language
from mcqa.lint.prose.tokens import Tokens, is_mark, tokenize
from mcqa.lint.wording.absences import only_absent
from mcqa.lint.wording.content import Phrases, stems_of

_NAME = "levels-not-parallel"
_CLOSED = ("articles", "pronouns", "prepositions", "conjunctions", "auxiliaries", "modals", "quantifiers", "numbers")
_SENTENCE_ENDS = frozenset(".!?;")
_BRACKETS = {"(": ")", "[": "]", '"': '"', "“": "”", "«": "»"}
# no descriptor that somebody reads has more
_MOST_PHRASES = 60
# so many items of one word, or one more of at most so many words, are a list of names
_FIELDS, _LONGEST_FIELD = 2, 2
# two words are the same attribute where they begin alike: description, describes
_ALIKE = 6
# shorter ones are units and particles
_SHORTEST_WORD = 3
# what is left of a word without its prefix
_SHORTEST = 4


class Attributes(dict[str, str]):
    """The attribute that each word stands for, or denies by its prefix: "" where it carries none; told once a word."""

    def __init__(self, language: Language) -> None:
        """Begin with the words that carry none: closed classes, denials and words of degree."""
        super().__init__()
        terms = language.terms
        for name in ("levels-differ-by-degree", "common.negations", *(f"common.{name}" for name in _CLOSED)):
            self |= dict.fromkeys(terms(name).entries, "")
        self.stems = stems = stems_of(language)
        self.same: dict[str, str] = {}
        for head, others in terms(f"{_NAME}.same").entries.items():
            stem = self.same[stems[head]] = stems[head]
            for word in others.split():
                self.same[stems[word]] = stem
        for name in (f"{_NAME}.empty", "levels-differ-by-degree.carriers"):
            for word in terms(name).entries:
                self.same.setdefault(stems[word], "")
        self.prefixes = tuple(terms(f"{_NAME}.prefixes").entries)

    def __missing__(self, word: str) -> str:
        """Tell a word that was not asked for before."""
        if len(word) < _SHORTEST_WORD or not word[0].isalpha():
            found = ""
        else:
            # error-free is of errors, co-designer of design
            stem = self.stems[max(word.split("-"), key=len) if "-" in word else word]
            if stem not in self.same and stem.startswith(self.prefixes):
                stem = self._without_prefix(stem)
            found = self.same.get(stem, stem[:_ALIKE])
        self[word] = found
        return found

    def _without_prefix(self, stem: str) -> str:
        """Give `sign` for `unsign`: denied at one level and asked for at another, it is one attribute."""
        for prefix in self.prefixes:
            if stem.startswith(prefix) and len(stem) - len(prefix) >= _SHORTEST:
                return stem[len(prefix) :]
        return stem


class Vocabulary:
    """The lists of the rule: what joins and what stands aside as phrases, the rest by word."""

    def __init__(self, language: Language) -> None:
        """Read what every component needs; the rest is read when it is first asked for."""
        self.language = language
        self.attributes = Attributes(language)
        self.degrees = Phrases(language, "levels-differ-by-degree")
        # asked before any word is told: those known by now carry none
        longer = self.degrees.words_of_longer
        # the words of the longer terms of degree that carry an attribute elsewhere: extent, time
        self.within_degrees = frozenset(longer.difference(self.attributes))
        self.negations = self._words("common.negations", "negative-only-level")

    @cached_property
    def joints(self) -> Phrases:
        """What parts one phrase from another."""
        return Phrases(self.language, f"{_NAME}.joints")

    @cached_property
    def asides(self) -> Phrases:
        """What begins an example, a reason, a condition."""
        return Phrases(self.language, f"{_NAME}.asides")

    @cached_property
    def breaking(self) -> frozenset[str]:
        """The words by which a phrase may end."""
        return frozenset([*self.joints.heads, *self.asides.heads])

    @cached_property
    def sparing(self) -> frozenset[str]:
        """Pronouns that take up what is named before."""
        return self._words(f"{_NAME}.referring")

    @cached_property
    def choices(self) -> frozenset[str]:
        """Joints before one choice of several."""
        return self._words(f"{_NAME}.choices")

    @cached_property
    def formal(self) -> frozenset[str]:
        """Words that are an attribute by themselves."""
        return self._words(f"{_NAME}.formal")

    @cached_property
    def prepositions(self) -> frozenset[str]:
        """Prepositions."""
        return self._words("common.prepositions")

    @cached_property
    def listing(self) -> frozenset[str]:
        """What stands before a further item of a list."""
        return self._words(f"{_NAME}.listing") | {","}

    @cached_property
    def manner(self) -> frozenset[str]:
        """Prepositions after which stands how a thing is done."""
        return self._words(f"{_NAME}.manner")

    @cached_property
    def definite(self) -> frozenset[str]:
        """What stands before a thing that is known: the author, their names."""
        return self._words(f"{_NAME}.definite")

    @cached_property
    def finite(self) -> frozenset[str]:
        """Forms of be, have and do, and modal verbs."""
        return self._words("common.auxiliaries", "common.modals")

    @cached_property
    def verbs(self) -> frozenset[str]:
        """Verbs in the third person."""
        return self._words("negative-only-level.verbs")

    @cached_property
    def after_verbs(self) -> frozenset[str]:
        """What follows a verb at the beginning of a text, and hardly a noun in -s."""
        return self._words("common.articles", "common.pronouns", "common.prepositions", "common.quantifiers")

    @cached_property
    def noun_links(self) -> frozenset[str]:
        """What follows a noun in -s and hardly a verb."""
        return self._words(f"{_NAME}.noun-links")

    @cached_property
    def verb_endings(self) -> tuple[str, ...]:
        """Endings of a verb in the third person."""
        return tuple(self.language.terms(f"{_NAME}.verb-endings").entries)

    @cached_property
    def participle_endings(self) -> tuple[str, ...]:
        """Endings of a participle."""
        return tuple(self.language.terms(f"{_NAME}.participle-endings").entries)

    def _words(self, *names: str) -> frozenset[str]:
        return frozenset([word for name in names for word in self.language.terms(name).entries])


# the lists of each language, read once
vocabulary = lru_cache(maxsize=16)(Vocabulary)


class Phrase:
    """A piece of a descriptor between joints: its first and last token, its attributes, and how it is said.

    `field` says that it is one of the details of a thing that are only listed by their names.
    """

    __slots__ = ("field", "first", "inside", "joint", "keys", "last", "words")

    def __init__(self, keys: list[str], first: int, inside: tuple[str, ...], joint: str, words: Vocabulary) -> None:
        """Take its attributes, its first token, its words, and the joint before it."""
        self.first, self.last = first, first + len(inside) - 1
        self.keys = frozenset(keys)
        self.inside = inside
        self.joint = joint
        self.words = words
        self.field = False

    @property
    def denied(self) -> bool:
        """Whether it says what is not there."""
        return not self.words.negations.isdisjoint(self.inside)

    @property
    def spared(self) -> bool:
        """Whether it adds nothing: a choice, a manner, a field of a thing, or what a pronoun takes up."""
        if self.field or self.joint in self.words.choices or not self.words.sparing.isdisjoint(self.inside):
            return True
        # "answered with evidence" says how, not what else
        participle = self.inside[0].endswith(self.words.participle_endings)
        return participle and not self.words.manner.isdisjoint(self.inside[1:2])

    @property
    def clause(self) -> bool:
        """Whether it says what is done (is recorded, publishes minutes); a further item of a list does not."""
        inside, words = self.inside, self.words
        if not words.finite.isdisjoint(inside):
            return True
        if len(inside) == 1:
            return False
        verb = inside[0].endswith(words.verb_endings) and inside[1] not in words.noun_links
        return verb or (inside[0].endswith(words.participle_endings) and inside[1] in words.prepositions)


class DescribedLevel:
    """A level as attributes: the keys of all of them, and its phrases where they are asked for."""

    def __init__(self, level: LevelText, words: Vocabulary) -> None:
        """Take the level and the lists."""
        self.level = level
        self.tokens = tokenize(level.text)
        self._words = words
        self.keys = _keys(self.tokens, words)

    @cached_property
    def denies(self) -> bool:
        """Whether it says anywhere that something is not there."""
        return not self._words.negations.isdisjoint(self.tokens.words)

    @cached_property
    def only_denies(self) -> bool:
        """Whether it runs through the attributes by denying them: no estimate, steps are missing."""
        return not self.keys or (self.denies and only_absent(self.level.text, self._words.language) is not None)

    @cached_property
    def begins_with_verb(self) -> bool:
        """Whether its subject is left out: needs an interpreter, follows the talk."""
        words = self.tokens.words
        if not words[1:] or not words[0].endswith(self._words.verb_endings):
            return False
        return words[0] in self._words.verbs or words[1] in self._words.after_verbs

    @cached_property
    def phrases(self) -> tuple[Phrase, ...]:
        """The pieces between joints that hold an attribute."""
        found = tuple(islice(_phrases(self.tokens, self._words), _MOST_PHRASES))
        _mark_fields(found, self._words)
        return found


# the same descriptor stands in many rubrics
described = lru_cache(maxsize=4_096)(DescribedLevel)


@lru_cache(maxsize=4_096)
def common_ground(title: str, text: str, words: Vocabulary) -> frozenset[str]:
    """Give the attributes of the title and the text of a component."""
    found = {words.attributes[word] for said in (title, text) for word in tokenize(said).words}
    return frozenset(found - {""})


def _keys(tokens: Tokens, words: Vocabulary) -> frozenset[str]:
    attributes = words.attributes
    if words.within_degrees.isdisjoint(tokens.words):
        found = set(map(attributes.__getitem__, tokens.words))
    else:
        skipped = words.degrees.covered(tokens)
        found = {attributes[word] for index, word in enumerate(tokens.words) if index not in skipped}
    found.discard("")
    return frozenset(found)


def _phrases(tokens: Tokens, words: Vocabulary) -> Iterator[Phrase]:
    """Give the phrases of a descriptor; asides, and what stands in brackets or quotes, belong to none."""
    skipped = set() if words.within_degrees.isdisjoint(tokens.words) else words.degrees.covered(tokens)
    start, aside, closing, before = 0, False, "", ""
    breaking = words.breaking
    for index, word in enumerate(tokens.words):
        if closing:
            if word == closing:
                start, closing = index + 1, ""
            continue
        begins_aside, joint = False, None
        if word in breaking:
            begins_aside = words.asides.at(tokens, index) is not None
            joint = None if begins_aside else words.joints.at(tokens, index)
            # one word before "with" is no phrase yet: collaborates with a partner
            if not (begins_aside or joint) or (joint and word in words.prepositions and index == start + 1):
                continue
        elif len(word) > 1 or word.isalnum() or word in "'%&/-":
            continue
        if not aside:
            yield from _phrase(tokens, (start, index), before, words, skipped)
        closing = _BRACKETS.get(word, "")
        aside = begins_aside or (aside and word not in _SENTENCE_ENDS)
        start, before = (joint.last if joint else index) + 1, word
    if not aside and not closing:
        yield from _phrase(tokens, (start, len(tokens.words)), before, words, skipped)


def _phrase(
    tokens: Tokens, span: tuple[int, int], joint: str, words: Vocabulary, skipped: set[int]
) -> Iterator[Phrase]:
    attributes = words.attributes
    keys = [key for at in range(*span) if at not in skipped and (key := attributes[tokens.words[at]])]
    if keys:
        first, after = span
        while is_mark(tokens.words[first]):
            first += 1
        while is_mark(tokens.words[after - 1]):
            after -= 1
        yield Phrase(keys, first, tokens.words[first:after], joint, words)


def _mark_fields(phrases: Sequence[Phrase], words: Vocabulary) -> None:
    """Mark the items of a list that only names what a thing holds: (with) author, year and page.

    Two items of one word are one, and three of two words behind "with" or a colon; articles of known things do not
    count, others do: "a border and a poem" are things of their own.
    """
    run: list[Phrase] = []
    longest = 0
    for phrase in (*phrases, None):
        size = 0 if phrase is None else _bare_size(phrase, words)
        if run and not (size and phrase is not None and phrase.joint in words.listing):
            if len(run) >= _FIELDS and (
                longest == 1 or (len(run) > _FIELDS and (run[0].joint in words.manner or run[0].joint == ":"))
            ):
                for each in run:
                    each.field = True
            run, longest = [], 0
        if size and phrase is not None:
            run.append(phrase)
            longest = max(longest, size)


def _bare_size(phrase: Phrase, words: Vocabulary) -> int:
    """Give the number of words of an item that is nothing but a name, without its article; 0 for any other."""
    inside = phrase.inside[1:] if phrase.inside[0] in words.definite else phrase.inside
    return len(inside) if 0 < len(inside) <= _LONGEST_FIELD and words.finite.isdisjoint(inside) else 0
