"""Comparisons that do not say with what."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import islice

from mcqa.findings import Severity
from mcqa.lint.prose.component import Context, Hit, Prose, RelativePath
from mcqa.lint.prose.language import Language, Match
from mcqa.lint.prose.tokens import Tokens, is_mark, is_number, is_word, tokenize
from mcqa.lint.registry import wording
from mcqa.lint.wording.content import Phrases

_NAME = "comparative-without-base"
# how far before or behind the comparative a number still measures it: five sources more, more sources (at least five)
_BEFORE, _BEHIND = 2, 7
# so many comparisons of one sentence are judged, and so many told of one text
_MOST_IN_SENTENCE, _MOST_HITS = 20, 5
# and so many looked at
_MOST = 100
# what binds a number to the comparative before it
_BINDING = frozenset({"by", "(", ":", "least", "most", "to", "="})
# after these a capital letter makes no name
_OPENS = frozenset('.!?:;"“(')
_QUOTES = frozenset('"“”«»')


class _Words:
    """The lists of the rule: phrases, and single words as sets; most are read where a text compares at all."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.compared = Phrases(language, _NAME)
        self.changes = Phrases(language, f"{_NAME}.changes")

    def compares(self, tokens: Tokens) -> bool:
        """Whether a comparative stands anywhere in a text: most texts have none, and are read no further."""
        return self.compared.touches(tokens.words) or self.changes.touches(tokens.words)

    @cached_property
    def allowed(self) -> Phrases:
        """Terms that compare nothing."""
        return Phrases(self.language, f"{_NAME}.allowed")

    @cached_property
    def asked(self) -> Phrases:
        """What asks for the comparison as content."""
        return Phrases(self.language, f"{_NAME}.asked")

    @cached_property
    def bases(self) -> Phrases:
        """What gives the base in a sentence."""
        return Phrases(self.language, f"{_NAME}.bases")

    @cached_property
    def shared_bases(self) -> Phrases:
        """What gives the base in the text of a component."""
        return Phrases(self.language, f"{_NAME}.shared-bases")

    @cached_property
    def not_bases(self) -> Phrases:
        """What looks like a base and is none."""
        return Phrases(self.language, f"{_NAME}.not-bases")

    @cached_property
    def before_changes(self) -> frozenset[str]:
        """What stands before a participle that stands before its noun."""
        return self._words(f"{_NAME}.before-changes")

    @cached_property
    def alternatives(self) -> frozenset[str]:
        """What joins a comparative to its base."""
        return self._words(f"{_NAME}.alternatives")

    @cached_property
    def denied(self) -> frozenset[str]:
        """What denies a comparative."""
        return self._words(f"{_NAME}.denied")

    @cached_property
    def definite(self) -> frozenset[str]:
        """What picks one of a pair."""
        return self._words(f"{_NAME}.definite")

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Numbers as words."""
        return self._words("common.numbers")

    @cached_property
    def closed(self) -> frozenset[str]:
        """Words that are no noun."""
        names = ("prepositions", "conjunctions", "articles", "pronouns", "auxiliaries", "quantifiers")
        return self._words(*(f"common.{name}" for name in names))

    @cached_property
    def endings(self) -> tuple[str, ...]:
        """Endings of a comparative."""
        return tuple(self.language.terms(f"{_NAME}.comparative-endings").entries)

    @cached_property
    def adverb_endings(self) -> tuple[str, ...]:
        """Endings of an adverb."""
        return tuple(self.language.terms(f"{_NAME}.adverb-endings").entries)

    def _words(self, *names: str) -> frozenset[str]:
        return frozenset([word for name in names for word in self.language.terms(name).entries])


# the lists of each language, read once
_words = lru_cache(maxsize=16)(_Words)


@wording("L208", "comparative-without-base", Severity.WARNING)
def comparative_without_base(prose: Prose, context: Context) -> Iterator[Hit]:
    """Something is to be more, better, deeper or improved, and the sentence does not say than what.

    Not flagged: a comparison with its base in the sentence (than the first draft, compared with the level below, over
    the term) or with its measure (two more, one additional, or more, by 10 %, at least five); terms such as higher
    education or English as an additional language; a comparison that is asked for as content (explains which of the
    two is better, students who need more time); quotations; a text whose component says in its own text what
    everything is compared with ("compared with the first draft").

    The words are a list that is extended in mcqa.toml under [lint.words]:
    comparative-without-base = ["bolder", "-newer"] adds one and takes one out, and
    "comparative-without-base.allowed" = ["higher office"] adds a term that compares nothing.

    Why: a reviewer who cannot see with what to compare takes the last submission read, and the order of reading then
    decides. Levels that lean on each other by "more" cannot be judged one at a time.
    Source: Moskal & Leydens (2000); Tierney & Simon (2004); Brookhart (2013).
    Bad:
        levels:
          not_met: The log names a source for at most two of its five claims.
          partly_met: The log names a source for three or four of its five claims.
          met: The log names better sources for its five claims.
    Good:
        levels:
          not_met: The log names a source for at most two of its five claims.
          partly_met: The log names more than two sources for its five claims, and fewer than five.
          met: The log names a source for each of its five claims.
    """
    words = _words(context.language)
    texts: list[tuple[RelativePath, str]] = [(("text",), prose.text)]
    texts += [(level.path, level.text) for level in prose.levels]
    compared = [(path, tokens) for path, text in texts if words.compares(tokens := tokenize(text))]
    if not compared or _base(tokenize(prose.text), words.shared_bases, words):
        return
    for path, tokens in compared:
        for match in islice(_without_base(tokens, words), _MOST_HITS):
            yield Hit(
                path=path,
                start=tokens.starts[match.first],
                length=tokens.end(_with_object(tokens, match)) - tokens.starts[match.first],
                message=f'"{tokens.slice(match.first, match.last)}" compares, and the sentence does not say with what',
                hint=match.said or 'say how much, or add "than" and what it is compared with',
            )


def _without_base(tokens: Tokens, words: _Words) -> Iterator[Match]:
    """Give the first comparison without a base of every sentence of a text."""
    found = words.compared.find(tokens, _MOST)
    changes = [match for match in words.changes.find(tokens, _MOST) if _before_noun(tokens, match, words)]
    if not (found or changes):
        return
    allowed, quoted = words.allowed.covered(tokens), _quoted(tokens)
    # of one sentence comparatives come first; what is left stands in reverse, so that each is taken off the end
    left = [[match for match in reversed(each) if match.first not in allowed] for each in (found, changes)]
    for start, end in tokens.sentences():
        here: list[Match] = []
        for each in left:
            while each and each[-1].first < end:
                here.append(each.pop())
        if not here or _base(tokens, words.bases, words, start, end):
            continue
        asked = next(words.asked.starts(tokens, start, end), end)
        paired = _paired(tokens, start, end, words)
        for match in here[:_MOST_IN_SENTENCE]:
            settled = _measured(tokens, match, words) or _settled(tokens, match, words)
            behind_article = match.first > 0 and tokens.words[match.first - 1] in words.definite
            settled = settled or (behind_article and len(paired) > (match.first in paired))
            if match.first < asked and not settled and match.first not in quoted:
                yield match
                break


def _before_noun(tokens: Tokens, match: Match, words: _Words) -> bool:
    """Whether a participle stands before its noun: "improved accuracy", not "scores improved" or "improved by"."""
    index = match.first
    opens = index == 0 or is_mark(tokens.words[index - 1]) or tokens.words[index - 1] in words.before_changes
    return opens and _noun_follows(tokens, index, words)


def _noun_follows(tokens: Tokens, index: int, words: _Words) -> bool:
    if index + 1 >= len(tokens.words):
        return False
    return is_word(tokens.words[index + 1]) and tokens.words[index + 1] not in words.closed


def _base(tokens: Tokens, bases: Phrases, words: _Words, start: int = 0, end: int | None = None) -> bool:
    """Whether a sentence says with what it compares; "rather than" does not."""
    found = bases.starts(tokens, start, len(tokens.words) if end is None else end)
    return any(not (index and words.not_bases.at(tokens, index - 1)) for index in found)


def _measured(tokens: Tokens, match: Match, words: _Words) -> bool:
    """Whether a number measures the comparison: two more sources, more sources (at least five), increased by 10 %."""
    first, last, size = match.first, match.last, len(tokens.words)

    def counts(index: int) -> bool:
        return index < size and (is_number(tokens.words[index]) or tokens.words[index] in words.numbers)

    # at Proficient or higher, 5 MB or smaller
    if first and tokens.words[first - 1] in words.alternatives:
        # to the nearest tenth or more finely
        adverb = last + 1 < size and tokens.words[last + 1].endswith(words.adverb_endings)
        if adverb or not _noun_follows(tokens, last, words):
            return True
    if any(counts(index) for index in (*range(max(0, first - _BEFORE), first), last + 1)):
        return True
    near = range(last + 1, min(last + _BEHIND, size))
    return any(tokens.words[index] in _BINDING and counts(index + 1) for index in near)


def _paired(tokens: Tokens, start: int, end: int, words: _Words) -> set[int]:
    """Give the comparisons of a sentence of which one is the base of another: the steeper the slope, the faster it is.

    They stand behind a definite article; one alone has no base.
    """
    found: set[int] = set()
    if words.definite.isdisjoint(tokens.words):
        return found
    for index in range(start + 1, end):
        if tokens.words[index - 1] in words.definite:
            word = tokens.words[index]
            followed = index + 1 < end and tokens.words[index + 1] in words.definite
            if word in words.compared.terms or (followed and word.endswith(words.endings)):
                found.add(index)
    return found


def _quoted(tokens: Tokens) -> frozenset[int]:
    """Give the tokens that stand inside a quotation."""
    if _QUOTES.isdisjoint(tokens.words):
        return frozenset()
    inside, found = False, []
    for index, word in enumerate(tokens.words):
        if word in _QUOTES:
            inside = not inside
        elif inside:
            found.append(index)
    return frozenset(found)


def _settled(tokens: Tokens, match: Match, words: _Words) -> bool:
    """Whether the words before settle it: denied (without any further help), one of a pair, or part of a name."""
    index = match.first
    if not words.denied.isdisjoint(tokens.words[max(0, index - _BEFORE) : index]):
        return True
    if index and tokens.words[index - 1] in words.definite and _noun_follows(tokens, index, words):
        return True
    opens = index == 0 or tokens.words[index - 1] in _OPENS
    return not opens and tokens.typed[index][0].isupper()


def _with_object(tokens: Tokens, match: Match) -> int:
    """Give the token up to which a comparison is marked: the word after it, which says what is compared."""
    after = match.last + 1
    return after if after < len(tokens.words) and is_word(tokens.words[after]) else match.last
