"""Levels that do not run through the same attributes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from mcqa.findings import Severity
from mcqa.lint.prose.component import Context, Hit, LevelText, Prose
from mcqa.lint.prose.language import Language
from mcqa.lint.prose.tokens import is_mark
from mcqa.lint.registry import wording
from mcqa.lint.wording.content import Content, Phrases, read, stem_of, stems_in

_NAME = "levels-not-parallel"
_APART_MESSAGE = "each level speaks of something else; only this one of"
_ALONE = "no other level and not the component's text speaks of"
_SENTENCE_ENDS = frozenset(".!?;")
_BRACKETS = {"(": ")", "[": "]", '"': '"', "“": "”", "«": "»"}
# two words are the same attribute where they begin alike: description, describes
_ALIKE = 6
_SHORTEST = 4
# levels that share no more than this of their words, and have this many words in all, speak of different things
_APART, _ENOUGH_WORDS = 0.8, 5
# an attribute is added where the neighbouring level has at most this share of words of its own beside it
_NEIGHBOUR_SHARE = 0.5
_WHOLE_PHRASE, _LONG_PHRASE = 2, 3


class _Words(NamedTuple):
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


class _Phrase(NamedTuple):
    """A piece of a descriptor between joints: its token range, its attribute words, and how it is said.

    It is `spared` as one choice of several, or where a pronoun takes up what is named before.
    """

    first: int
    last: int
    keys: tuple[str, ...]
    spared: bool
    denied: bool
    clause: bool


class _Level:
    """A level as attributes: the words of all of them, and its phrases where they are asked for."""

    def __init__(self, level: LevelText, words: _Words, language: Language) -> None:
        """Take the level and the lists."""
        self.level = level
        self.content = read(level.text, language)
        self.keys = frozenset(key for stem in self.content.stems if stem and (key := _key(stem, words)))
        self._words = words

    @cached_property
    def phrases(self) -> tuple[_Phrase, ...]:
        """The pieces between joints that hold an attribute."""
        return tuple(_phrases(self.content, self._words))


@lru_cache(maxsize=16)
def _words(language: Language) -> _Words:
    terms = language.terms
    same = {}
    for head, others in terms(f"{_NAME}.same").entries.items():
        for word in (head, *others.split()):
            same[stem_of(word, language)] = stem_of(head, language)
    joints, asides = Phrases(language, f"{_NAME}.joints"), Phrases(language, f"{_NAME}.asides")
    return _Words(
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


@wording("L204", _NAME, Severity.WARNING)
def levels_not_parallel(prose: Prose, context: Context) -> Iterator[Hit]:
    """Levels do not run through the same attributes: one brings in what no other level and not the text mentions.

    Attributes are told by their content words: forms of a word, and words that mean the same in rubrics (source and
    reference), are one. Words of degree, of judging and of number are none. Flagged is a phrase of a level without a
    single shared word, where the neighbouring level brings nothing of its own instead (at most half as many words),
    and a component whose levels share no more than a fifth of their words with each other and with its text. Both
    limits were set on published rubrics. Not flagged: a level that denies the attribute (no estimate), an example, a
    reason, a lowest level that says what stands in the place of the attribute, and whatever the text of the component
    names as well.

    Words that mean the same are a list that is extended in mcqa.toml under [lint.words]:
    "levels-not-parallel.same" = ["badge: award pin"].

    Why: a submission with all that the middle level asks, and none of the new attribute, fits no level. Each reviewer
    then decides alone which of the two attributes counts.
    Source: Tierney & Simon (2004); Moskal & Leydens (2000); Popham (1997).
    Bad:
        levels:
          not_met: The log names a source for at most two of its five claims.
          partly_met: The log names a source for three or four of its five claims.
          met: The log names a source for each of its five claims, and the margins are decorated by hand.
    Good:
        levels:
          not_met: The log names a source for at most two of its five claims.
          partly_met: The log names a source for three or four of its five claims.
          met: The log names a source for each of its five claims.
    """
    if not prose.ordered or len(prose.levels) < _WHOLE_PHRASE:
        return
    words = _words(context.language)
    levels = [_Level(level, words, context.language) for level in prose.levels]
    common = _common_ground(prose, context.language, words)
    elsewhere = [common.union(*(other.keys for other in levels if other is not level)) for level in levels]
    hit = _all_apart(levels, elsewhere)
    if hit is not None:
        yield hit
        return
    for index in range(len(levels)):
        hit = _added(index, levels, elsewhere) or _grown(index, levels, elsewhere) or _astray(index, levels, elsewhere)
        if hit is not None:
            yield hit


def _common_ground(prose: Prose, language: Language, words: _Words) -> frozenset[str]:
    """Give the attribute words of the component's title and text."""
    stems = stems_in(prose.title, language) | stems_in(prose.text, language)
    return frozenset(key for stem in stems if (key := _key(stem, words)))


def _key(stem: str, words: _Words) -> str | None:
    """Give the attribute that a stem stands for, or denies by its prefix; None where it carries none."""
    if stem not in words.known:
        words.known[stem] = _attribute(stem, words)
    return words.known[stem]


def _attribute(stem: str, words: _Words) -> str | None:
    # error-free is of errors, co-designer of design
    stem = max(stem.split("-"), key=len)
    for known in (stem, _without_prefix(stem, words)):
        if known in words.same:
            return words.same[known]
        if known in words.empty:
            return None
    return _without_prefix(stem, words)[:_ALIKE]


def _without_prefix(stem: str, words: _Words) -> str:
    """Give `sign` for `unsign`: denied at one level and asked for at another, it is one attribute."""
    for prefix in words.prefixes:
        if stem.startswith(prefix) and len(stem) - len(prefix) >= _SHORTEST:
            return stem[len(prefix) :]
    return stem


def _phrases(content: Content, words: _Words) -> Iterator[_Phrase]:
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


def _phrase(content: Content, span: tuple[int, int], words: _Words, *, choice: bool) -> Iterator[_Phrase]:
    keys = [(index, key) for index in range(*span) if (stem := content.stems[index]) and (key := _key(stem, words))]
    if keys:
        inside = content.tokens.words[slice(*span)]
        yield _Phrase(
            first=keys[0][0],
            last=keys[-1][0],
            keys=tuple(key for _, key in keys),
            spared=choice or not words.sparing.isdisjoint(inside),
            denied=not words.negations.isdisjoint(inside),
            clause=_makes_statement(inside, words),
        )


def _makes_statement(inside: tuple[str, ...], words: _Words) -> bool:
    """Whether a phrase says what is done (is recorded, publishes minutes); a further item of a list does not."""
    if not words.finite.isdisjoint(inside):
        return True
    if len(inside) == 1:
        return False
    verb = inside[0].endswith(words.verb_endings) and inside[1] not in words.noun_links
    return verb or (inside[0].endswith(words.participle_endings) and inside[1] in words.prepositions)


def _own(level: _Level, elsewhere: frozenset[str]) -> frozenset[str]:
    return level.keys - elsewhere


def _all_apart(levels: Sequence[_Level], elsewhere: Sequence[frozenset[str]]) -> Hit | None:
    """Find levels that each speak of something else; the hit is at the highest of them."""
    top = levels[-1]
    if len(levels) == _WHOLE_PHRASE or len(_own(top, elsewhere[-1])) < _WHOLE_PHRASE or _only_denies(top):
        return None
    told = [(level, rest) for level, rest in zip(levels, elsewhere, strict=True) if not _only_denies(level)]
    if len(told) < _WHOLE_PHRASE:
        return None
    if _unlinked([level.keys for level, _ in told]) and not any(level.keys <= rest for level, rest in told):
        last = max(top.phrases, key=lambda phrase: len(phrase.keys))
        return _hit(top, last.first, last.last, _APART_MESSAGE)
    everywhere = frozenset.intersection(*(level.keys for level, _ in told))
    sizes = [len(level.keys - everywhere) for level, _ in told]
    shared = any(len(_own(*each)) < _APART * size for each, size in zip(told, sizes, strict=True))
    if shared or min(sizes) < _WHOLE_PHRASE or sum(sizes) < _ENOUGH_WORDS:
        return None
    last = max(top.phrases, key=lambda phrase: len(phrase.keys))
    return _hit(top, last.first, last.last, _APART_MESSAGE)


def _unlinked(levels: Sequence[frozenset[str]]) -> bool:
    """Whether no level shares a word with another, a subject that runs through all of them included."""
    total = sum(len(keys) for keys in levels)
    return len(levels) > _WHOLE_PHRASE and total == len(frozenset().union(*levels)) and total >= _ENOUGH_WORDS


def _grown(index: int, levels: Sequence[_Level], elsewhere: Sequence[frozenset[str]]) -> Hit | None:
    """Find a level that says all that the level below says, and several words more."""
    if not index or _only_denies(levels[index - 1]) or _own(levels[index - 1], elsewhere[index - 1]):
        return None
    level, own = levels[index], _own(levels[index], elsewhere[index])
    grown = [phrase for phrase in level.phrases if not phrase.spared and not own.isdisjoint(phrase.keys)]
    if len({key for phrase in grown for key in phrase.keys} & own) < _LONG_PHRASE:
        return None
    phrase = max(grown, key=lambda each: len(own.intersection(each.keys)))
    return _hit(level, phrase.first, phrase.last, _ALONE)


def _astray(index: int, levels: Sequence[_Level], elsewhere: Sequence[frozenset[str]]) -> Hit | None:
    """Find a level above the lowest that shares nothing, among levels that share something."""
    level, rest = levels[index], elsewhere[index]
    if not index or len(levels) == _WHOLE_PHRASE or len(level.keys) < _WHOLE_PHRASE or level.keys & rest:
        return None
    others = [other.keys for other in levels if other is not level]
    if _only_denies(level) or not frozenset.intersection(*others):
        return None
    phrase = max(level.phrases, key=lambda each: len(each.keys))
    return _hit(level, phrase.first, phrase.last, _ALONE)


def _only_denies(level: _Level) -> bool:
    """Whether a level runs through the attributes by denying them: no estimate, steps are missing."""
    return all(phrase.denied for phrase in level.phrases)


def _added(index: int, levels: Sequence[_Level], elsewhere: Sequence[frozenset[str]]) -> Hit | None:
    """Find a phrase that no other level has a word of, beside phrases that it shares with them."""
    level, rest = levels[index], elsewhere[index]
    if not level.keys - rest:
        return None
    # what comes first is the attribute itself in other words; what is added comes behind it
    alone = [
        phrase
        for phrase in level.phrases[1:]
        if rest.isdisjoint(phrase.keys) and not phrase.spared and not phrase.denied
        if phrase.clause or len(set(phrase.keys)) >= _LONG_PHRASE
    ]
    if not alone:
        return None
    beside = [at for at in (index - 1, index + 1) if 0 <= at < len(levels) and not _only_denies(levels[at])]
    if not beside and len(levels) > _WHOLE_PHRASE:
        return None
    added = {key for phrase in alone for key in phrase.keys}
    instead = _own(levels[beside[0]], elsewhere[beside[0]]) if beside else ()
    if len(instead) > _NEIGHBOUR_SHARE * len(added):
        return None
    if index < len(levels) - 1 and level.content.negations:
        return None
    phrase = max(alone, key=lambda each: len(each.keys))
    return _hit(level, phrase.first, phrase.last, _ALONE)


def _hit(level: _Level, first: int, last: int, message: str) -> Hit:
    tokens = level.content.tokens
    return Hit(
        path=level.level.path,
        start=tokens.starts[first],
        length=tokens.end(last) - tokens.starts[first],
        message=f'{message} "{tokens.slice(first, last)}"',
        hint="say at every level how it stands with this attribute, or give it a component of its own",
    )
