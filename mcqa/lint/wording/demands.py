"""The rule about two demands in one component."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from mcqa.findings import Severity
from mcqa.lint.prose.component import Context, Hit, Prose, RelativePath
from mcqa.lint.prose.language import Language
from mcqa.lint.prose.tokens import Tokens, tokenize
from mcqa.lint.registry import wording
from mcqa.lint.wording.grammar import FINITE
from mcqa.lint.wording.joined import Pairs, open_joiners
from mcqa.lint.wording.parallel import levels_not_parallel
from mcqa.lint.wording.sentence import Lists, Sentence, lists_of

_SHOWN = 6
_CONTENT, _THINGS = "NVTGAS", "NTGA"
_LEVELS = 2
_HALF, _NEARLY = 0.5, 0.75
# what is read of a text, and of a sentence: no descriptor that people write is longer
_WORDS, _LONGEST, _STATEMENTS, _SHORTEST = 400, 120, 24, 3
_STOPS = frozenset(".!?;")
_DEFINITIONS = frozenset([("a",), ("an",), ("what",), ("the",)])


class Demands(NamedTuple):
    """Two demands of a text: where the first begins, the joining word, the first and last token of the second.

    `one` and `other` are the stems of what each of them is about; `sentence` is that of the second.
    """

    first: int
    joiner: int
    second: int
    last: int
    one: set[str]
    other: set[str]
    sentence: Pairs

    def are_one(self) -> bool:
        """Whether the two are one demand after all, by what joins them."""
        start = self.sentence.start
        # a further sentence is joined by nothing
        return self.joiner != self.second and self.sentence.one_demand(
            self.first - start, self.joiner - start, self.second - start
        )

    def things(self) -> set[str]:
        """Give the stems of what the second demand names beside its verb."""
        start = self.sentence.start
        said = _stems(self.sentence, self.second - start, self.last + 1 - start, _THINGS)
        return said - self.one or self.other


@wording("L301", "double-demand", Severity.WARNING)
def double_demand(prose: Prose, context: Context) -> Iterator[Hit]:
    """A component asks for two things that can be met apart.

    Looked at are the text of the component and the descriptor of its highest level: two verbs, two objects or two
    sentences that each ask for something. Not flagged are pairs that are one demand (terms and conditions, teaching and
    learning), pairs of people, of adjectives and of names, alternatives, and what stands in a condition, a purpose, an
    example, a quotation, in brackets or behind a colon; nor two steps of one act (reads the scale and writes it down).
    Not flagged either is a component whose lower levels say what one of the two without the other is worth, and a
    second demand that `levels-not-parallel` reports because no other level speaks of it. A pair that is one demand in
    your field goes into mcqa.toml: under `[lint.words]`, `double-demand = ["scope and scale"]`.

    Why: a reviewer who finds one of the two must guess which level that is, and reviewers guess differently.
    Source: Moskal & Leydens (2000); Popham (1997); Haladyna (2004).
    Bad:
        levels:
          not_met: The log names no source and gives no day.
          partly_met: The log names a source for most claims and gives the day of most entries.
          met: The log names a source for each claim and gives the day of each entry.
    Good:
        levels:
          not_met: The log names a source for none of its five claims.
          partly_met: The log names a source for one to four of its five claims.
          met: The log names a source for each of its five claims.
    """
    below = _Below(prose, context.language)
    texts: list[tuple[RelativePath, str]] = [(("text",), prose.text)]
    if prose.levels:
        texts.append((prose.levels[-1].path, prose.levels[-1].text))
    for path, text in texts:
        tokens = tokenize(text)
        for demands in _found(tokens, prose.title, context.language):
            if below.handles(demands) or demands.are_one():
                continue
            # what is named nowhere else is the finding of another rule
            alone = path != ("text",) and len(prose.levels) >= _LEVELS and not below.name(demands)
            if not (alone and _brought_in(path, tokens, demands, prose, context)):
                yield _hit(path, tokens, demands, lists_of(context.language).negations)
                return


def _found(tokens: Tokens, title: str, language: Language) -> Iterator[Demands]:
    """Give the pairs of demands of a text: those inside a sentence, and a sentence that asks for something more."""
    lists = lists_of(language)
    statements = _statements(tokens)
    if not statements:
        return
    start, end = statements[0]
    joiners = open_joiners(tokens.words[start:end], lists)
    further = [each for each in statements[1:] if not lists.explaining.within(tokens.words[slice(*each)])]
    if not joiners and not further:
        return
    opening = Pairs(tokens, start, end, language)
    yield from _inside(opening, joiners)
    if not further:
        return
    asks, about = bool(opening.finite(0, opening.end)), _content(opening, 0, opening.end)
    known = lists.stems.of((*opening.words, *tokenize(title).words[:_LONGEST]))
    for start, end in further:
        sentence = Pairs(tokens, start, end, language)
        if _defines(sentence):
            continue
        yield from _inside(sentence, open_joiners(sentence.words, lists))
        if asks and _asks_more(sentence, known):
            last = max(start, end - 2)
            yield Demands(opening.start, start, start, last, about, _content(sentence, 0, sentence.end), sentence)


def _inside(sentence: Pairs, joiners: list[tuple[int, int]]) -> Iterator[Demands]:
    """Give the pairs of demands inside one sentence."""
    start = sentence.start
    for first, joiner, second, last in sentence.joints(joiners):
        # what a colon brings belongs to the demand before it
        end = sentence.end if sentence.words[last + 1 : last + 2] == (":",) else last + 1
        one, other = _content(sentence, first, joiner), _content(sentence, second, end)
        yield Demands(start + first, start + joiner, start + second, start + last, one, other, sentence)


def _statements(tokens: Tokens) -> list[tuple[int, int]]:
    """Give the sentences, taken apart at semicolons, as far as people write them.

    The bounds keep the time for a text of any length the same.
    """
    words = tokens.words[:_WORDS]
    if _STOPS.isdisjoint(words[:-1]):
        return [(0, min(len(words), _LONGEST))] if words else []
    ends = [index + 1 for index, word in enumerate(words) if word in _STOPS]
    if ends[-1] < len(words):
        ends.append(len(words))
    found = [
        (start, min(end, start + _LONGEST))
        for start, end in zip([0, *ends], ends, strict=False)
        if end - start >= _SHORTEST
    ]
    return found[:_STATEMENTS]


def _defines(sentence: Sentence) -> bool:
    """Whether a sentence says what something is: An artifact is a file; A remedy is what is offered."""
    verb = next((index for index, tag in enumerate(sentence.tags) if tag in FINITE), sentence.end)
    return sentence.tags.startswith("B", verb) and sentence.words[verb + 1 : verb + 2] in _DEFINITIONS


def _asks_more(sentence: Sentence, known: set[str]) -> bool:
    """Whether a further sentence has a demand of its own: it says so, or it is about something that is not known."""
    tags, words, lists = sentence.tags, sentence.words, sentence.lists
    verb = next((index for index, tag in enumerate(tags) if tag in FINITE), 0)
    if not verb or "S" in tags[:verb] or words[0] in {"a", "an"}:
        return False
    if lists.adding.within(words):
        return True
    first = tags.find("P", 0, verb)
    head = tags.rfind("N", 0, first if first >= 0 else verb)
    if head < 0 or lists.stems[words[head]] in known:
        return False
    main = next((index for index in range(verb, sentence.end) if tags[index] in "VTA"), verb)
    return tags[main] == "T" or lists.has(lists.giving, words[main]) or words[main] in lists.present


class _Below:
    """What the levels below the highest say of two demands; read when a pair is found."""

    def __init__(self, prose: Prose, language: Language) -> None:
        self._prose = prose
        self._lists = lists_of(language)

    @cached_property
    def _levels(self) -> list[_Lower]:
        return [_lower(level.text, self._lists) for level in self._prose.levels[:-1]]

    @cached_property
    def _known(self) -> set[str]:
        """The stems of what the component asks for: its text and its highest level."""
        top = tokenize(self._prose.levels[-1].text).words[:_WORDS]
        return self._lists.stems.of((*tokenize(self._prose.text).words[:_WORDS], *top))

    def handles(self, demands: Demands) -> bool:
        """Whether a lower level says what one of the two demands is worth without the other.

        It does where it tells the two apart by a word such as or, but, without; a level between the lowest and the
        highest also by speaking of one of them alone, with such a word or with nothing new, and so does the lowest
        level of a scale that adds up: all of one demand, and nothing else. Words that mean the same are asked second.
        """
        if len(self._prose.levels) < _LEVELS:
            return False
        alike = self._lists.alike
        if self._told(self._levels, demands.one, demands.other):
            return True
        levels = [level._replace(stems=alike(level.stems)) for level in self._levels]
        return self._told(levels, alike(demands.one), alike(demands.other))

    def _told(self, levels: list[_Lower], first: set[str], second: set[str]) -> bool:
        first, second = (first - second) or first, (second - first) or second
        for index, level in enumerate(levels):
            one, other = not first.isdisjoint(level.stems), not second.isdisjoint(level.stems)
            # in the lowest of several levels, the one that is not denied may be lacking in other words
            if one and other and (level.parts or (level.apart and (index or len(levels) == 1))):
                return True
            if one == other:
                continue
            alone = first if one else second
            share = len(alone & level.stems) / len(alone)
            if index and level.apart and share >= _HALF:
                return True
            if share > (_HALF if index else _NEARLY) and not level.denies and level.stems <= self._known:
                return True
        return False

    def name(self, demands: Demands) -> bool:
        """Whether a lower level or the text of the component speaks of the second demand."""
        said = self._lists.stems.of(tokenize(self._prose.text).words[:_WORDS])
        return not demands.things().isdisjoint(said.union(*(level.stems for level in self._levels)))


class _Lower(NamedTuple):
    """A level below the highest: its stems, whether it denies, and whether it tells one part from another.

    It does by a word such as or, but, without (`parts`), or by a single denial: that neither is there tells nothing.
    """

    stems: set[str]
    denies: bool
    parts: bool
    apart: bool


def _lower(text: str, lists: Lists) -> _Lower:
    words = tokenize(text).words[:_WORDS]
    denies = not lists.denying.isdisjoint(words)
    parts = not lists.partial.isdisjoint(words)
    once = denies and sum([word in lists.denying for word in words]) == 1
    return _Lower(lists.stems.of(words), denies, parts, parts or once)


def _brought_in(path: RelativePath, tokens: Tokens, demands: Demands, prose: Prose, context: Context) -> bool:
    """Whether levels-not-parallel reports a pair of the highest level, so that one slip gives one warning."""
    begin, end = tokens.starts[demands.first], tokens.end(demands.last)
    return any(
        hit.path == path and hit.start < end and begin < hit.start + hit.length
        for hit in levels_not_parallel(prose, context)
    )


def _content(sentence: Sentence, begin: int, end: int) -> set[str]:
    """Give the stems of the words that say what is asked for; of words that every rubric has only if there are none."""
    said = _stems(sentence, begin, end, _CONTENT)
    return (said - sentence.lists.common) or said


def _stems(sentence: Sentence, begin: int, end: int, kinds: str) -> set[str]:
    """Give the stems of the words of some kinds."""
    tags = sentence.tags
    return sentence.lists.stems.of(
        [word for index, word in enumerate(sentence.words[begin:end], begin) if tags[index] in kinds]
    )


def _hit(path: RelativePath, tokens: Tokens, demands: Demands, negations: dict[str, str]) -> Hit:
    joiner, last = demands.joiner, demands.last
    # a denial belongs to what it denies
    first, second = (_from_denial(tokens.words, index, negations) for index in (demands.first, demands.second))
    start = tokens.starts[joiner]
    before = joiner - 1
    if joiner == demands.second:
        before -= tokens.words[before] in {".", ";"}
    before -= tokens.words[before] == ","
    one, other = _shown(tokens, first, before), _shown(tokens, second, last)
    return Hit(
        path=path,
        start=start,
        length=tokens.end(last) - start,
        message=f'two demands that can be met apart: "{one}" and "{other}"',
        hint="make two components of them, or say in the levels what one without the other is worth",
    )


def _from_denial(words: tuple[str, ...], index: int, negations: dict[str, str]) -> int:
    """Give where a demand begins, with the denial before it: not dated, no file."""
    return index - 1 if index and words[index - 1] in negations else index


def _shown(tokens: Tokens, first: int, last: int) -> str:
    """Give the words of one demand, cut off where they are many."""
    if last - first < _SHOWN:
        return tokens.slice(first, max(first, last))
    return f"{tokens.slice(first, first + _SHOWN - 1)} …"
