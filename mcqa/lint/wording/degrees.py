"""Levels that nothing but a word of degree sets apart."""

from __future__ import annotations

from collections.abc import Iterator

from mcqa.findings import Severity
from mcqa.lint.prose.component import Context, Hit, LevelText, Prose
from mcqa.lint.prose.language import Match
from mcqa.lint.prose.tokens import is_number, tokenize
from mcqa.lint.registry import wording
from mcqa.lint.wording.content import MOST_LEVELS, Content, may_differ_by_degree, read

# how far behind a term what it means may begin: `consistently` (in the margin) means
_REACH = 3
# longer descriptors are not held against each other: two of them that differ by degree alone are not to be expected
_LONGEST = 400


@wording("L203", "levels-differ-by-degree", Severity.WARNING)
def levels_differ_by_degree(prose: Prose, context: Context) -> Iterator[Hit]:
    """Two levels of a component read the same but for words of degree, such as limited and thorough.

    Articles, pronouns, the order of words, the forms of a verb, and verbs that only carry their object (shows,
    demonstrates) are no difference. Not flagged: levels that a number sets apart (fewer than three, at least three),
    or that one denies what the other says (no source, thorough sources); none, at least one, some and all of things
    that can be counted, where "some" means at least one and not all; a word of degree that the glossary explains, or
    the text of the component ("consistently" means in four of five lessons). Few, many and most are words of degree.

    The words are a list that is extended in mcqa.toml under [lint.words]:
    levels-differ-by-degree = ["stellar", "-several"] adds one and takes one out.

    Why: two reviewers who see the same evidence draw the line between limited and adequate in different places.
    Nothing in the text can settle it, so the disagreement stays however well they are trained.
    Source: Tierney & Simon (2004); Moskal & Leydens (2000); Jonsson & Svingby (2007).
    Bad:
        levels:
          not_met: The log rarely explains its choice of sources.
          partly_met: The log sometimes explains its choice of sources.
          met: The log consistently explains its choice of sources.
    Good:
        levels:
          not_met: The log explains none of its five sources.
          partly_met: The log explains one to four of its five sources.
          met: The log explains each of its five sources.
    """
    if not prose.ordered or len(prose.levels) > MOST_LEVELS:
        return
    before: list[tuple[LevelText, frozenset[str]]] = []
    for level in prose.levels:
        tokens = tokenize(level.text)
        if len(tokens.words) > _LONGEST:
            continue
        words = frozenset(tokens.words)
        for lower, lower_words in reversed(before):
            if may_differ_by_degree(lower_words, words, context.language):
                lower_content, content = read(lower.text, context.language), read(level.text, context.language)
                found = _only_degrees(lower_content, content)
                terms = {match.term for matches in found or () for match in matches}
                if found and not all(_explained(term, prose, context) for term in terms):
                    yield _hit((lower, lower_content, found[0]), (level, content, found[1]))
                    break
        before.append((level, words))


def _only_degrees(lower: Content, higher: Content) -> tuple[list[Match], list[Match]] | None:
    """Give the words of degree that one text has and the other has not; None where something else differs as well."""
    if not (lower.degrees or higher.degrees) or lower.said != higher.said:
        return None
    if lower.numbers != higher.numbers or lower.negations != higher.negations:
        return None
    if not lower.said and not (lower.degrees and higher.degrees):
        return None
    mine, others = {match.term for match in lower.degrees}, {match.term for match in higher.degrees}
    only_lower = [match for match in lower.degrees if match.term not in others]
    only_higher = [match for match in higher.degrees if match.term not in mine]
    return (only_lower, only_higher) if only_lower or only_higher else None


def _explained(term: str, prose: Prose, context: Context) -> bool:
    """Whether the glossary or the component's text says what a word of degree means."""
    if term in context.glossary:
        return True
    tokens = tokenize(prose.text)
    if term.partition(" ")[0] not in tokens.words:
        return False
    defining, numbers = (
        context.language.terms("levels-differ-by-degree.defining"),
        context.language.terms("common.numbers"),
    )
    size = len(term.split())
    for index in range(len(tokens.words) - size):
        after = tokens.words[index + size : index + size + _REACH]
        if " ".join(tokens.words[index : index + size]) == term and (
            after[0] in {":", "=", "("} or any(word in defining or word in numbers or is_number(word) for word in after)
        ):
            return True
    return False


def _hit(lower: tuple[LevelText, Content, list[Match]], higher: tuple[LevelText, Content, list[Match]]) -> Hit:
    """Mark the word of degree at the higher level; at the lower one where the higher goes without."""
    (level, content, found), (other, other_content, others) = (higher, lower) if higher[2] else (lower, higher)
    match = found[0]
    word = content.tokens.slice(match.first, match.last)
    against = other_content.tokens.slice(others[0].first, others[0].last) if others else None
    apart = f'only "{word}" against "{against}"' if against else f'only "{word}"'
    return Hit(
        path=level.path,
        start=content.tokens.starts[match.first],
        length=content.tokens.end(match.last) - content.tokens.starts[match.first],
        message=f'{apart} sets this level apart from "{other.label or other.id}"',
        hint="say what a reviewer can count or point at: how many, which parts, in which places",
    )
