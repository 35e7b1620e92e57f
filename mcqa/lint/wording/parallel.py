"""Levels that do not run through the same attributes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mcqa.findings import Severity
from mcqa.lint.prose.component import Context, Hit, Prose
from mcqa.lint.registry import wording
from mcqa.lint.wording.attributes import DescribedLevel, common_ground, vocabulary

_APART_MESSAGE = "each level speaks of something else; only this one of"
_ALONE = "no other level and not the component's text speaks of"
# levels speak of different things where this share of the words of each is its own, and this many are there in all
_APART, _ENOUGH_WORDS = 0.8, 5
# an attribute is added where the neighbouring level has at most this share of words of its own beside it
_NEIGHBOUR_SHARE = 0.5
_WHOLE_PHRASE, _LONG_PHRASE = 2, 3


@wording("L204", "levels-not-parallel", Severity.WARNING)
def levels_not_parallel(prose: Prose, context: Context) -> Iterator[Hit]:
    """Levels do not run through the same attributes: one brings in what no other level and not the text mentions.

    Attributes are told by their content words: forms of a word, and words that mean the same in rubrics (source and
    reference), are one. Words of degree, of judging and of number are none. Flagged is a phrase without a single
    shared word (a statement, or three words of its own), where the neighbouring level has at most half as many words
    of its own instead; a level that says all of the level below and three words more; a level above the lowest that
    shares nothing with the others; and levels that share at most a fifth of their words with each other. The limits
    were set on 34 criteria of published rubrics. Not flagged: a level that denies the attribute (no estimate), an
    example, a reason, one choice of several, what stands first in a level (the attribute in other words), and whatever
    the text of the component names as well.

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
    words = vocabulary(context.language)
    levels = [DescribedLevel(level, words, context.language) for level in prose.levels]
    common = common_ground(prose, context.language, words)
    elsewhere = [common.union(*(other.keys for other in levels if other is not level)) for level in levels]
    hit = _all_apart(levels, elsewhere)
    if hit is not None:
        yield hit
        return
    for index in range(len(levels)):
        hit = (
            _added(index, levels, elsewhere)
            or _grown(index, levels, elsewhere, common)
            or _astray(index, levels, elsewhere)
        )
        if hit is not None:
            yield hit


def _own(level: DescribedLevel, elsewhere: frozenset[str]) -> frozenset[str]:
    return level.keys - elsewhere


def _all_apart(levels: Sequence[DescribedLevel], elsewhere: Sequence[frozenset[str]]) -> Hit | None:
    """Find levels that each speak of something else; the hit is at the highest of them."""
    top = levels[-1]
    # the cheap question first: few rubrics get beyond it
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


def _grown(
    index: int, levels: Sequence[DescribedLevel], elsewhere: Sequence[frozenset[str]], common: frozenset[str]
) -> Hit | None:
    """Find a level that says all that the level below says, and several words more."""
    level, own = levels[index], _own(levels[index], elsewhere[index])
    if not index or len(own) < _LONG_PHRASE or _own(levels[index - 1], elsewhere[index - 1]):
        return None
    if _only_denies(levels[index - 1]):
        return None
    # a phrase on what the component's text alone names spells that out
    spelled_out = common.difference(*(other.keys for other in levels if other is not level))
    grown = [
        phrase
        for phrase in level.phrases
        if not phrase.spared and not own.isdisjoint(phrase.keys) and spelled_out.isdisjoint(phrase.keys)
    ]
    if len({key for phrase in grown for key in phrase.keys} & own) < _LONG_PHRASE:
        return None
    phrase = max(grown, key=lambda each: len(own.intersection(each.keys)))
    return _hit(level, phrase.first, phrase.last, _ALONE)


def _astray(index: int, levels: Sequence[DescribedLevel], elsewhere: Sequence[frozenset[str]]) -> Hit | None:
    """Find a level above the lowest that shares nothing, among levels that share something."""
    level, rest = levels[index], elsewhere[index]
    if not index or len(levels) == _WHOLE_PHRASE or len(level.keys) < _WHOLE_PHRASE or level.keys & rest:
        return None
    others = [other.keys for other in levels if other is not level]
    if _only_denies(level) or not frozenset.intersection(*others):
        return None
    phrase = max(level.phrases, key=lambda each: len(each.keys))
    return _hit(level, phrase.first, phrase.last, _ALONE)


def _only_denies(level: DescribedLevel) -> bool:
    """Whether a level runs through the attributes by denying them: no estimate, steps are missing."""
    return all(phrase.denied for phrase in level.phrases)


def _added(index: int, levels: Sequence[DescribedLevel], elsewhere: Sequence[frozenset[str]]) -> Hit | None:
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


def _hit(level: DescribedLevel, first: int, last: int, message: str) -> Hit:
    tokens = level.content.tokens
    return Hit(
        path=level.level.path,
        start=tokens.starts[first],
        length=tokens.end(last) - tokens.starts[first],
        message=f'{message} "{tokens.slice(first, last)}"',
        hint="say at every level how it stands with this attribute, or give it a component of its own",
    )
