"""Levels that do not run through the same attributes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from mcqa.findings import Severity
from mcqa.lint.prose.component import Context, Hit, Prose
from mcqa.lint.registry import wording
from mcqa.lint.wording.attributes import DescribedLevel, Phrase, Vocabulary, common_ground, described, vocabulary
from mcqa.lint.wording.content import MOST_LEVELS, stems_of

_APART = "each level speaks of something else; only this one mentions this"
_ALONE, _ALONE_BELOW = "only this level asks for this", "only this level mentions this"
# levels speak of different things where each has this many words of its own, and all of them together this many
_ENOUGH, _ENOUGH_OF_TWO, _ENOUGH_OF_ALL = 2, 6, 7
# an attribute is added where the neighbouring level has at most this share of words of its own beside it
_NEIGHBOUR_SHARE = 0.5
_TWO, _LONG_PHRASE = 2, 3
# so many words of a phrase are quoted
_SHOWN = 15


@wording("L204", "levels-not-parallel", Severity.WARNING)
def levels_not_parallel(prose: Prose, context: Context) -> Iterator[Hit]:
    """Levels do not run through the same attributes: one brings in what no other level and not the text mentions.

    Attributes are told by their content words: forms of a word, and words that mean the same in rubrics (source and
    reference), are one. Words of degree, of judging and of number are none. Flagged is a statement without a single
    shared word, or three such words, where the neighbouring level has at most half as many words of its own instead; a
    level that says all of the level below and one thing more (two words, or a formal one such as signed and dated); a
    level above the lowest that shares nothing with the others; and levels that share nothing but their subject. These
    limits were set by trying them on labelled levels, made up and published; there is nothing exact about them, and a
    level that turns to another attribute in few words is not found. Not flagged: a level that denies the attribute (no
    estimate), an example, a reason, one choice of several, what stands first in a level (the attribute in other
    words), the names of what a thing holds (with author, year and page), a scale of three or more levels each of
    which is the one below and something more, and whatever the text of the component names as well.

    Words that mean the same are a list that is extended in mcqa.toml under [lint.words]:
    "levels-not-parallel.same" = ["badge: award pin"]; "levels-not-parallel.formal" = ["laminated"] adds a word that is
    an attribute by itself.

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
    if not prose.ordered or not _TWO <= len(prose.levels) <= MOST_LEVELS:
        return
    words = vocabulary(context.language)
    levels = [described(level, words) for level in prose.levels]
    common = common_ground(prose.title, prose.text, words)
    compared = [_Compared(levels, index, common) for index in range(len(levels))]
    if not any(level.own for level in compared) or _cumulative(compared):
        return
    hit = _all_apart(compared, common)
    if hit is not None:
        yield hit
        return
    for level in compared:
        hit = _brought_in(level, compared, common, prose, words) if level.own else None
        if hit is not None:
            yield hit


class _Compared:
    """A level beside the others: `rest` has what they and the component's text speak of, `own` what only it does."""

    __slots__ = ("described", "index", "keys", "own", "rest", "top")

    def __init__(self, levels: Sequence[DescribedLevel], index: int, common: frozenset[str]) -> None:
        self.index, self.top = index, len(levels) - 1
        self.described = levels[index]
        self.keys = self.described.keys
        self.rest = common.union(*(other.keys for at, other in enumerate(levels) if at != index))
        self.own = self.keys - self.rest


def _cumulative(levels: Sequence[_Compared]) -> bool:
    """Whether each level says all of the one below and something more: one list, read from the bottom up."""
    told = [level.keys for level in levels if not level.described.only_denies]
    return len(told) > _TWO and all(lower < higher for lower, higher in pairwise(told))


def _brought_in(
    level: _Compared, levels: Sequence[_Compared], common: frozenset[str], prose: Prose, words: Vocabulary
) -> Hit | None:
    """Find what one level brings in, in the first of the ways that fits."""
    hit = _added(level, levels)
    if hit is not None or not level.index:
        return hit
    lower = levels[level.index - 1]
    if lower.keys <= level.keys | common and not lower.described.only_denies:
        hit = _grown(level, lower, common) or _joined(level, prose, words)
    return hit or _astray(level, levels)


def _all_apart(levels: Sequence[_Compared], common: frozenset[str]) -> Hit | None:
    """Find levels that each speak of something else; the hit is at the highest of them."""
    top = levels[-1]
    # the cheap question first: few rubrics get beyond it
    if len(top.own) < _ENOUGH or top.described.only_denies:
        return None
    if any(len(level.keys) < _ENOUGH and not (level.keys and level.described.only_denies) for level in levels):
        return None
    if _unlinked(levels, common) or _only_subject_shared(levels):
        last = max(top.described.phrases, key=lambda phrase: len(phrase.keys))
        return _hit(top.described, last.first, last.last, _APART)
    return None


def _unlinked(levels: Sequence[_Compared], common: frozenset[str]) -> bool:
    """Whether no level shares a word with another or with the component's text.

    Levels that begin with a verb speak of the same subject, which is left out, and may be stages of one attribute; of
    two levels the lower may deny the attribute in its own words.
    """
    sizes = [len(level.keys) for level in levels]
    if len(levels) > _TWO:
        # the subject may stand in the text
        linked = sum(sizes) > len(frozenset().union(*(level.keys for level in levels)))
        enough = sum(sizes) >= _ENOUGH_OF_ALL and not all(level.keys <= common for level in levels)
    else:
        linked = any(level.keys != level.own or level.described.only_denies for level in levels)
        enough = sum(sizes) >= _ENOUGH_OF_TWO
    return enough and not linked and sum(level.described.begins_with_verb for level in levels) < _TWO


def _only_subject_shared(levels: Sequence[_Compared]) -> bool:
    """Whether the levels share what runs through all of them and nothing else; those that only deny say too little."""
    shared = levels[-1].keys - levels[-1].own
    if any(level.keys - level.own != shared and not level.described.denies for level in levels):
        return False
    told = [level for level in levels if not level.described.only_denies]
    if len(levels) == _TWO or len(told) < _TWO:
        return False
    everywhere = frozenset.intersection(*(level.keys for level in told))
    sizes = [len(level.keys - everywhere) for level in told]
    return (
        bool(everywhere)
        and min(sizes) >= _ENOUGH
        and sum(sizes) >= _ENOUGH_OF_ALL
        and all(level.keys - everywhere == level.own for level in told)
    )


def _added(level: _Compared, levels: Sequence[_Compared]) -> Hit | None:
    """Find a phrase that no other level has a word of, beside phrases that it shares with them."""
    around = [levels[at] for at in (level.index - 1, level.index + 1) if 0 <= at < len(levels)]
    # asked first, because few levels get beyond it: which of the neighbours counts makes no difference
    most = _NEIGHBOUR_SHARE * len(level.own)
    if all(len(other.own) > most for other in around) and not all(other.described.denies for other in around):
        return None
    beside = [other for other in around if not other.described.only_denies]
    if not beside and len(levels) > _TWO and not any(level.keys & other.keys for other in around):
        return None
    instead = len(beside[0].own) if beside else 0
    if instead > most:
        return None
    # what comes first is the attribute itself in other words; what is added comes behind it
    alone = [
        phrase
        for phrase in level.described.phrases[1:]
        if phrase.keys <= level.own and not phrase.spared and not phrase.denied
        if phrase.clause or len(phrase.keys) >= _LONG_PHRASE
    ]
    if not alone or instead > _NEIGHBOUR_SHARE * len(frozenset().union(*(phrase.keys for phrase in alone))):
        return None
    # what a lower level has instead of what it denies is no more than that, unless it is said at length
    if level.index < len(levels) - 1 and level.described.denies:
        longest = max(len(phrase.keys) for phrase in alone)
        if longest < _LONG_PHRASE or not level.described.phrases[0].denied:
            return None
    return _longest(level, alone)


def _grown(level: _Compared, lower: _Compared, common: frozenset[str]) -> Hit | None:
    """Find several words more beside all that the level below says."""
    if len(level.own) < _LONG_PHRASE:
        return None
    # a phrase on what the component's text alone names spells that out
    spelled_out = level.keys & common - lower.keys
    grown = [
        phrase
        for phrase in level.described.phrases
        if not phrase.spared and not level.own.isdisjoint(phrase.keys) and spelled_out.isdisjoint(phrase.keys)
    ]
    if len({key for phrase in grown for key in phrase.keys} & level.own) < _LONG_PHRASE:
        return None
    return _longest(level, grown)


def _joined(level: _Compared, prose: Prose, words: Vocabulary) -> Hit | None:
    """Find one thing more beside all that the level below says: a thing of two words, or a formal one."""
    described = level.described
    formal = words.formal.intersection(described.tokens.words)
    if formal:
        others = (prose.title, prose.text, *(other.text for other in prose.levels if other is not described.level))
        elsewhere = " ".join(others).lower()
        stems = stems_of(words.language)
        new = [described.tokens.words.index(word) for word in formal if stems[word] not in elsewhere]
        if new:
            return _hit(described, min(new), min(new), _ALONE)
    joined = [
        phrase
        for phrase in described.phrases[1:]
        if phrase.keys <= level.own and len(phrase.keys) >= _ENOUGH and not phrase.spared and not phrase.denied
    ]
    return _longest(level, joined) if joined else None


def _astray(level: _Compared, levels: Sequence[_Compared]) -> Hit | None:
    """Find a level above the lowest that shares nothing, among levels that share something."""
    if len(levels) == _TWO or len(level.keys) < _ENOUGH or level.keys != level.own or level.described.only_denies:
        return None
    if not frozenset.intersection(*(other.keys for other in levels if other is not level)):
        return None
    # a text within a quotation mark that never ends has no phrase of its own
    return _longest(level, level.described.phrases) if level.described.phrases else None


def _longest(level: _Compared, phrases: Sequence[Phrase]) -> Hit:
    """Mark the phrase with most words that only this level has."""
    phrase = max(phrases, key=lambda each: len(level.own & each.keys))
    return _hit(level.described, phrase.first, phrase.last, _ALONE if level.index == level.top else _ALONE_BELOW)


def _hit(level: DescribedLevel, first: int, last: int, message: str) -> Hit:
    tokens = level.tokens
    shown = tokens.slice(first, min(last, first + _SHOWN - 1)) + (" ..." if last - first >= _SHOWN else "")
    return Hit(
        path=level.level.path,
        start=tokens.starts[first],
        length=tokens.end(last) - tokens.starts[first],
        message=f'{message}: "{shown}"',
        hint="say at every level how it stands with this attribute, or give it a component of its own",
    )
