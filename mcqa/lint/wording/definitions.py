"""Whether a word is explained: in the glossary, in the text of the component, or by a condition in its sentence."""

from __future__ import annotations

from mcqa.lint.prose.component import Context
from mcqa.lint.prose.language import Language, Terms
from mcqa.lint.prose.tokens import Tokens, is_mark
from mcqa.lint.wording.surroundings import INSIDE, LISTS, Place


def explained(place: Place, text: Tokens, context: Context) -> bool:
    """Whether the glossary, the text of the component or the sentence itself says what the words mean."""
    words = place.tokens.words[place.first : place.last + 1]
    if context.glossary and _in_glossary(place, words, context.glossary):
        return True
    language = context.language
    return _defined(text, words, language, own=True) or (
        text is not place.tokens and _defined(place.tokens, words, language, own=False)
    )


def _in_glossary(place: Place, words: tuple[str, ...], glossary: frozenset[str]) -> bool:
    if " ".join(words) in glossary:
        return True
    for term in glossary:
        parts = tuple(term.split())
        if words[0] in parts:
            start = place.first - parts.index(words[0])
            if start >= 0 and place.tokens.words[start : start + len(parts)] == parts:
                return True
    return False


def _defined(tokens: Tokens, words: tuple[str, ...], language: Language, *, own: bool) -> bool:
    """Whether a text says what a word means; `own` is the text of the component, where conditions are definitions."""
    size = len(words)
    for index, word in enumerate(tokens.words):
        if word != words[0] or tokens.words[index : index + size] != words:
            continue
        after = index + size
        before = tokens.words[index - 1] if index else ""
        if _leads_to(tokens, after, 4, language.terms(f"{LISTS}.definers"), language):
            return True
        if before in language.terms("common.prepositions") and _leads_to(
            tokens, after, 2, language.terms(f"{LISTS}.meant")
        ):
            return True
        if (
            own
            and language.terms(f"{LISTS}.links").has(before)
            and _leads_to(tokens, after, 6, _terms(language, "conditions"))
        ):
            return True
        if _leads_to(tokens, after, 3, _terms(language, "only_conditions")) or (
            _terms(language, "as_links").has(before) and _leads_to(tokens, after, 3, _terms(language, "conditions"))
        ):
            return True
    return False


def _terms(language: Language, name: str) -> Terms:
    return language.terms(f"{LISTS}.{name}")


def _leads_to(tokens: Tokens, start: int, length: int, terms: Terms, language: Language | None = None) -> bool:
    """Whether one of some terms follows before the clause ends; with `language`, no preposition may follow it."""
    words = tokens.words
    if start < len(words) and words[start] == ",":
        # an aside between commas: relevant, in this rubric, means
        start = next(
            (index + 1 for index in range(start + 1, min(start + 8, len(words))) if words[index] == ","), start
        )
    for index in range(start, min(start + length, len(words))):
        if is_mark(words[index]) and words[index] not in INSIDE:
            return False
        found = terms.at(tokens, index, exact=True)
        if found:
            follows = words[found.last + 1] if found.last + 1 < len(words) else ""
            # the mean is a number, and explains nothing
            return language is None or not (
                follows in language.terms("common.prepositions")
                or words[index - 1] in language.terms("common.articles")
            )
    return False
