"""The length of descriptors: long enough to recognise a piece of work by, short enough to keep in mind."""

from __future__ import annotations

from collections.abc import Iterator

from mcqa.findings import Severity
from mcqa.lint.prose.component import Context, Hit, LevelText, Prose
from mcqa.lint.prose.tokens import Tokens, is_number, tokenize
from mcqa.lint.registry import wording

# one or two words name a level and do not describe it
TOO_FEW = 2
# up to so many words may still do no more than repeat the name of the level
REPEATING = 4
# a sentence of 20 words is easy and one of 30 hard to take in, and a reviewer holds two or three levels against another
TOO_MANY = 60
# numbered or bulleted, the demands are ticked one by one and need not be kept in mind
TOO_MANY_IN_A_LIST = 100
ITEMS = 3
# three times as long as any other level, and long at that
RATIO = 3
LONG = 30

_BULLETS = frozenset("•‣▪◦*–-")


@wording("L206", "descriptor-length", Severity.WARNING)
def descriptor_length(prose: Prose, context: Context) -> Iterator[Hit]:
    """A descriptor is too short to recognise a piece of work by, too long to keep in mind, or out of proportion.

    Too short are one or two words (Partial.) and up to four that only say the level again (Meets the standard.). A
    number (10-12), a thing that is not there (No rule.), work that was not handed in (Not submitted.) and the names of
    a nominal scale are short and yet recognisable, so they are not flagged.

    Too long are more than 60 words, or more than 100 where the demands are numbered or bulleted. Out of proportion is a
    descriptor of 30 words or more that is over three times as long as any other of the component; that the lowest level
    says in a few words what is not there is no reason.

    Words that describe nothing are listed; `descriptor-length = ["thorough", "-clear"]` under `[lint.words]` in
    mcqa.toml adds one and takes one out.

    Why: reviewers fill in what a short descriptor leaves out, and each keeps another part of a long one in mind.
    Popham calls the second dysfunctional detail: nobody reads a rubric that goes on for pages.
    Source: Popham (1997); Brookhart (2013).
    Bad:
        levels:
          not_met: Poor.
          partly_met: Partial.
          met: The log names a source for each of its five claims.
    Good:
        levels:
          not_met: The log names a source for at most two of its five claims.
          partly_met: The log names a source for three or four of its five claims.
          met: The log names a source for each of its five claims.
    """
    told = [(level, tokenize(level.text)) for level in prose.levels]
    sizes = {level.id: sum(word[0].isalnum() for word in tokens.words) for level, tokens in told}
    for level, tokens in told:
        size = sizes[level.id]
        if not size:
            continue
        if size <= REPEATING:
            said = _says_too_little(level, tokens, prose, context)
        elif size > TOO_MANY:
            said = _says_too_much(tokens, size)
        elif size >= LONG:
            others = [sizes[other.id] for other, theirs in told if other is not level and not _absence(theirs, context)]
            said = _out_of_proportion(size, others)
        else:
            continue
        if said:
            start = tokens.starts[0]
            yield Hit(level.path, start, tokens.end(-1) - start, *said)


def _says_too_little(level: LevelText, tokens: Tokens, prose: Prose, context: Context) -> tuple[str, str] | None:
    lists, words = context.language, [word for word in tokens.words if word[0].isalnum()]
    empty, small, numbers = (
        lists.terms(name) for name in ("descriptor-length", "descriptor-length.small", "common.numbers")
    )
    if not prose.ordered or any(is_number(word) or word in numbers for word in words):
        return None
    content = [word for word in words if word not in small]
    label = set(tokenize(level.label).words)
    repeats = all(word in label or empty.has(word) for word in content)
    hint = "say what a reviewer sees in a piece of work at this level"
    if len(words) > TOO_FEW:
        return (f'"{_quoted(tokens)}" only says the level again', hint) if repeats else None
    if " ".join(words) in lists.terms("descriptor-length.blanks"):
        return None
    absence = lists.terms("descriptor-length.absence")
    things = [word for word in content if word not in absence]
    if len(things) < len(content) and things:
        asked = things[0] in f"{prose.title} {prose.text}".lower()
        if asked or not (empty.has(things[0]) or things[0] in lists.terms("descriptor-length.unnamed")):
            return None
    return f'"{_quoted(tokens)}" is too short to recognise a piece of work by', hint


def _says_too_much(tokens: Tokens, size: int) -> tuple[str, str] | None:
    if size <= TOO_MANY_IN_A_LIST and _items(tokens) >= ITEMS:
        return None
    hint = "split the component, move definitions into its text, or number the demands"
    return f"{size} words are more than a reviewer keeps in mind; up to {TOO_MANY} are", hint


def _items(tokens: Tokens) -> int:
    """Count the numbers, letters and bullets that begin an item: `1.`, `(2)`, `b)`, and a mark after a line's end."""
    words, found = tokens.words, 0
    for index, word in enumerate(words):
        after = words[index + 1] if index + 1 < len(words) else ""
        before = words[index - 1] if index else "."
        starts_line = not index or "\n" in tokens.text[tokens.end(index - 1) : tokens.starts[index]]
        short = len(word) == 1 or word.isdigit()
        if (short and word.isalnum() and (after == ")" or (after == "." and (starts_line or before in ".;:")))) or (
            word in _BULLETS and starts_line
        ):
            found += 1
    return found


def _out_of_proportion(size: int, others: list[int]) -> tuple[str, str] | None:
    if not others or size <= RATIO * max(others):
        return None
    most = max(others)
    plural = "word" if most == 1 else "words"
    hint = "say of every level what is there in place of what this one asks for, or shorten this one"
    return f"{size} words, where no other level is told in more than {most} {plural}", hint


def _absence(tokens: Tokens, context: Context) -> bool:
    """Whether a descriptor says in a few words that the thing is not there."""
    negations, absence = (context.language.terms(name) for name in ("common.negations", "descriptor-length.absence"))
    words = [word for word in tokens.words if word[0].isalnum()]
    return len(words) <= 2 * REPEATING and any(word in negations or word in absence for word in words)


def _quoted(tokens: Tokens) -> str:
    return tokens.slice(0, len(tokens.words) - 1).rstrip(".")
