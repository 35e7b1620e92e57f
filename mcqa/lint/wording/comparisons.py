"""Comparisons that do not say with what."""

from __future__ import annotations

from collections.abc import Iterator

from mcqa.findings import Severity
from mcqa.lint.prose.component import Context, Hit, Prose, RelativePath
from mcqa.lint.prose.language import Language, Match
from mcqa.lint.prose.tokens import Tokens, is_mark, is_number, is_word, tokenize
from mcqa.lint.registry import wording

_NAME = "comparative-without-base"
# how far before or behind the comparative a number still measures it: five sources more, more sources (at least five)
_BEFORE, _BEHIND = 2, 7
# what binds a number to the comparative before it
_BINDING = frozenset({"by", "(", ":", "least", "most", "to", "="})
_QUOTES = frozenset("\"“”«»")


@wording("L208", _NAME, Severity.WARNING)
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
    language = context.language
    if prose.text and _base(tokenize(prose.text), 0, len(tokenize(prose.text).words), language, skip="than"):
        return
    texts: list[tuple[RelativePath, str]] = [(("text",), prose.text), *((level.path, level.text) for level in prose.levels)]
    for path, text in texts:
        for tokens, match in _without_base(tokenize(text), language):
            marked = _with_object(tokens, match)
            word = tokens.slice(match.first, match.last)
            yield Hit(
                path=path,
                start=tokens.starts[match.first],
                length=tokens.end(marked) - tokens.starts[match.first],
                message=f'"{word}" compares, and the sentence does not say with what',
                hint=match.said or 'say how much, or add "than" and what it is compared with',
            )


def _without_base(tokens: Tokens, language: Language) -> Iterator[tuple[Tokens, Match]]:
    """Give the first comparison without a base of every sentence of a text."""
    compared, changes = language.terms(_NAME), language.terms(f"{_NAME}.changes")
    found = [match for match in compared.find(tokens, exact=True) if not _quoted(tokens, match.first)]
    before = language.terms(f"{_NAME}.before-changes")
    for match in changes.find(tokens, exact=True):
        index = match.first
        opens = index == 0 or is_mark(tokens.words[index - 1]) or tokens.words[index - 1] in before
        if opens and _noun_follows(tokens, index, language) and not _quoted(tokens, index):
            found.append(match)
    if not found:
        return
    found.sort(key=lambda match: match.first)
    allowed = {
        index
        for match in language.terms(f"{_NAME}.allowed").find(tokens, exact=True)
        for index in range(match.first, match.last + 1)
    }
    for start, end in tokens.sentences():
        here = [match for match in found if start <= match.first < end and match.first not in allowed]
        # the more sources, the better
        if not here or _correlated(tokens, here) or _base(tokens, start, end, language):
            continue
        first = next((m for m in here if not _measured(tokens, m, language) and not _asked(tokens, m, start, language)), None)
        if first and not _named(tokens, first):
            yield tokens, first


def _noun_follows(tokens: Tokens, index: int, language: Language) -> bool:
    """Whether a participle stands before its noun: "improved accuracy", not "improved by" or "improved and"."""
    if index + 1 >= len(tokens.words):
        return False
    word = tokens.words[index + 1]
    closed = ("prepositions", "conjunctions", "articles", "pronouns", "auxiliaries", "quantifiers")
    return is_word(word) and not any(word in language.terms(f"common.{name}") for name in closed)


def _base(tokens: Tokens, start: int, end: int, language: Language, skip: str = "") -> bool:
    """Whether a sentence says with what it compares."""
    bases, none = language.terms(f"{_NAME}.bases"), language.terms(f"{_NAME}.not-bases")
    for index in range(start, end):
        match = bases.at(tokens, index, exact=True)
        if match and match.term != skip and not (index and none.at(tokens, index - 1, exact=True)):
            return True
    return False


def _measured(tokens: Tokens, match: Match, language: Language) -> bool:
    """Whether a number measures the comparison: two more sources, more sources (at least five), increased by 10 %."""
    numbers = language.terms("common.numbers")

    def counts(index: int) -> bool:
        return is_number(tokens.words[index]) or tokens.words[index] in numbers

    first, last = match.first, match.last
    if first and tokens.words[first - 1] in language.terms(f"{_NAME}.alternatives") and not _noun_follows(
        tokens, last, language
    ):
        return True  # at Proficient or higher, 5 MB or smaller
    if any(counts(index) for index in range(max(0, first - _BEFORE), first)):
        return True
    if last + 1 < len(tokens.words) and counts(last + 1):
        return True
    near = range(last + 1, min(last + _BEHIND, len(tokens.words)))
    return any(tokens.words[index] in _BINDING and index + 1 < len(tokens.words) and counts(index + 1) for index in near)


def _asked(tokens: Tokens, match: Match, start: int, language: Language) -> bool:
    """Whether the text asks for a comparison as content, or speaks of what somebody needs more of."""
    asked = language.terms(f"{_NAME}.asked")
    return any(
        (found := asked.at(tokens, index, exact=True)) is not None and found.last < match.first
        for index in range(start, match.first)
    )


def _correlated(tokens: Tokens, matches: list[Match]) -> bool:
    after_the = [match for match in matches if match.first and tokens.words[match.first - 1] == "the"]
    return len(after_the) > 1


def _quoted(tokens: Tokens, index: int) -> bool:
    """Whether a token stands inside a quotation."""
    return sum(word in _QUOTES for word in tokens.words[:index]) % 2 == 1


def _named(tokens: Tokens, match: Match) -> bool:
    """Whether the word is part of a name: Better Lesson, Greater Valley."""
    index = match.first
    follows = tokens.typed[index + 1] if index + 1 < len(tokens.typed) else ""
    opens = index == 0 or tokens.words[index - 1] in {".", "!", "?", ":"}
    return not opens and tokens.typed[index][0].isupper() and follows[:1].isupper()


def _with_object(tokens: Tokens, match: Match) -> int:
    """Give the token up to which a comparison is marked: the word after it, which says what is compared."""
    after = match.last + 1
    return after if after < len(tokens.words) and is_word(tokens.words[after]) else match.last
