"""The attributes that a descriptor speaks of: its content words, and the phrases that they stand in."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import NamedTuple

from mcqa.lint.prose.component import LevelText, Prose
from mcqa.lint.prose.language import Language
from mcqa.lint.prose.tokens import is_mark
from mcqa.lint.wording.content import Content, Phrases, read, stem_of, stems_in

_NAME = "levels-not-parallel"
_SENTENCE_ENDS = frozenset(".!?;")
_BRACKETS = {"(": ")", "[": "]", '"': '"', "“": "”", "«": "»"}
# two words are the same attribute where they begin alike: description, describes
_ALIKE = 6
# what is left of a word without its prefix
_SHORTEST = 4


class Vocabulary(NamedTuple):
    """The lists of the rule: what joins and what stands aside as phrases, the rest by word or stem.

    `known` keeps the attribute of each stem that was asked for.
    """

    joints: Phrases
    asides: Phrases
    breaking: frozenset[str]
    known: dict[str, str | None]
    empty: frozenset[str]
    same: dict[str, str]
    prefixes: tuple[str, ...]
    sparing: frozenset[str]
    choices: frozenset[str]
    prepositions: frozenset[str]
    negations: frozenset[str]
    finite: frozenset[str]
    verb_endings: tuple[str, ...]
    participle_endings: tuple[str, ...]
    noun_links: frozenset[str]


class Phrase(NamedTuple):
    """A piece of a descriptor between joints: its token range, its attribute words, and how it is said.

    It is `spared` as one choice of several, or where a pronoun takes up what is named before.
    """

    first: int
    last: int
    keys: tuple[str, ...]
    spared: bool
    denied: bool
    clause: bool


class DescribedLevel:
    """A level as attributes: the words of all of them, and its phrases where they are asked for."""

    def __init__(self, level: LevelText, words: Vocabulary, language: Language) -> None:
        """Take the level and the lists."""
        self.level = level
        self.content = read(level.text, language)
        self.keys = frozenset(key for stem in self.content.stems if stem and (key := _key(stem, words)))
        self._words = words

    @cached_property
    def phrases(self) -> tuple[Phrase, ...]:
        """The pieces between joints that hold an attribute."""
        return tuple(_phrases(self.content, self._words))


@lru_cache(maxsize=16)
def vocabulary(language: Language) -> Vocabulary:
    """Give the lists of a language, read once."""
    terms = language.terms
    same = {}
    for head, others in terms(f"{_NAME}.same").entries.items():
        for word in (head, *others.split()):
            same[stem_of(word, language)] = stem_of(head, language)
    joints, asides = Phrases(language, f"{_NAME}.joints"), Phrases(language, f"{_NAME}.asides")
    return Vocabulary(
        joints=joints,
        asides=asides,
        breaking=joints.starts | asides.starts,
        known={},
        empty=frozenset(stem_of(word, language) for word in terms(f"{_NAME}.empty")),
        prefixes=tuple(terms(f"{_NAME}.prefixes")),
        same=same,
        sparing=frozenset(terms(f"{_NAME}.referring")),
        choices=frozenset(terms(f"{_NAME}.choices")),
        prepositions=frozenset(terms("common.prepositions")),
        negations=frozenset([*terms("common.negations"), *terms("negative-only-level")]),
        verb_endings=tuple(terms(f"{_NAME}.verb-endings")),
        participle_endings=tuple(terms(f"{_NAME}.participle-endings")),
        noun_links=frozenset(terms(f"{_NAME}.noun-links")),
        finite=frozenset([*terms("common.auxiliaries"), *terms("common.modals")]),
    )


def common_ground(prose: Prose, language: Language, words: Vocabulary) -> frozenset[str]:
    """Give the attribute words of the component's title and text."""
    stems = stems_in(prose.title, language) | stems_in(prose.text, language)
    return frozenset(key for stem in stems if (key := _key(stem, words)))


def _key(stem: str, words: Vocabulary) -> str | None:
    """Give the attribute that a stem stands for, or denies by its prefix; None where it carries none."""
    if stem not in words.known:
        words.known[stem] = _attribute(stem, words)
    return words.known[stem]


def _attribute(stem: str, words: Vocabulary) -> str | None:
    # error-free is of errors, co-designer of design
    stem = max(stem.split("-"), key=len)
    for known in (stem, _without_prefix(stem, words)):
        if known in words.same:
            return words.same[known]
        if known in words.empty:
            return None
    return _without_prefix(stem, words)[:_ALIKE]


def _without_prefix(stem: str, words: Vocabulary) -> str:
    """Give `sign` for `unsign`: denied at one level and asked for at another, it is one attribute."""
    for prefix in words.prefixes:
        if stem.startswith(prefix) and len(stem) - len(prefix) >= _SHORTEST:
            return stem[len(prefix) :]
    return stem


def _phrases(content: Content, words: Vocabulary) -> Iterator[Phrase]:
    """Give the phrases of a descriptor; asides, and what stands in brackets or quotes, belong to none."""
    tokens = content.tokens
    start, aside, closing, choice = 0, False, "", False
    for index, word in enumerate(tokens.words):
        if closing:
            if word == closing:
                start, closing = index + 1, ""
            continue
        if len(word) > 1 and word not in words.breaking:
            continue
        begins_aside = words.asides.at(tokens, index) is not None
        joint = None if begins_aside else words.joints.at(tokens, index)
        # one word before "with" is no phrase yet: collaborates with a partner
        if joint and word in words.prepositions and index == start + 1:
            continue
        if not (begins_aside or joint or (is_mark(word) and word not in "'%&/-")):
            continue
        if not aside:
            yield from _phrase(content, (start, index), words, choice=choice)
        closing = _BRACKETS.get(word, "")
        aside = begins_aside or (aside and word not in _SENTENCE_ENDS)
        start, choice = (joint.last if joint else index) + 1, word in words.choices
    if not aside and not closing:
        yield from _phrase(content, (start, len(tokens.words)), words, choice=choice)


def _phrase(content: Content, span: tuple[int, int], words: Vocabulary, *, choice: bool) -> Iterator[Phrase]:
    keys = [(index, key) for index in range(*span) if (stem := content.stems[index]) and (key := _key(stem, words))]
    if keys:
        inside = content.tokens.words[slice(*span)]
        yield Phrase(
            first=keys[0][0],
            last=keys[-1][0],
            keys=tuple(key for _, key in keys),
            spared=choice or not words.sparing.isdisjoint(inside),
            denied=not words.negations.isdisjoint(inside),
            clause=_makes_statement(inside, words),
        )


def _makes_statement(inside: tuple[str, ...], words: Vocabulary) -> bool:
    """Whether a phrase says what is done (is recorded, publishes minutes); a further item of a list does not."""
    if not words.finite.isdisjoint(inside):
        return True
    if len(inside) == 1:
        return False
    verb = inside[0].endswith(words.verb_endings) and inside[1] not in words.noun_links
    return verb or (inside[0].endswith(words.participle_endings) and inside[1] in words.prepositions)
