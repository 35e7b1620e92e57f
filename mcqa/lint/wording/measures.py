"""What makes a word measurable: the list, the number or the test that follows it."""

from __future__ import annotations

from mcqa.lint.prose.language import Language, Terms
from mcqa.lint.prose.tokens import Tokens, is_mark, is_number
from mcqa.lint.wording.surroundings import AHEAD, INSIDE, LISTS, Place

# a comma, and dashes of all lengths
_PAUSES = frozenset(",-\u2013\u2014")


def listed(place: Place, language: Language, introducers: Terms) -> bool:
    """Whether a colon, brackets or words such as `namely` follow and say what the words stand for."""
    tokens, words = place.tokens, place.tokens.words
    asides = language.terms(f"{LISTS}.asides")
    for index in range(place.last + 1, min(place.end, place.last + 1 + AHEAD)):
        word = words[index]
        if (word in {":", "(", "="} and index + 1 < len(words)) or introducers.at(tokens, index, exact=True):
            return True
        if word in _PAUSES and index + 1 < place.end:
            if introducers.at(tokens, index + 1, exact=True) or asides.at(tokens, index + 1, exact=True):
                return True
            if not _series(place, index, language):
                return False
        elif is_mark(word) and word not in INSIDE:
            return False
    return False


def _series(place: Place, comma: int, language: Language) -> bool:
    """Whether a comma stands between words of one series: clear, specific and timely."""
    words, conjunctions = place.tokens.words, language.terms("common.conjunctions")
    near = words[comma + 1 : min(comma + 4, place.end)]
    if near and near[0] in conjunctions:
        return any(each in {":", "("} for each in near[2:])
    return any(each == "," or each in conjunctions for each in near[1:])


def counted(place: Place, language: Language) -> bool:
    """Whether a number or an interval follows that measures the words.

    A number in the clause measures an amount or a time (several, timely); anything else only where a word such as
    `within` or `with` binds it.
    """
    tokens, words = place.tokens, place.tokens.words
    said = " ".join(words[place.first : place.last + 1])
    amount, timed = said in language.terms(f"{LISTS}.amounts"), said not in language.terms(f"{LISTS}.quantities")
    intervals, leads = language.terms(f"{LISTS}.intervals"), language.terms(f"{LISTS}.leads")
    bound = False
    for index in range(place.last + 1, min(place.end, place.last + 1 + AHEAD)):
        word = words[index]
        if word in _PAUSES:
            return _measure(place, index + 1, language)
        if is_mark(word) and word not in INSIDE:
            return False
        bound = bound or leads.at(tokens, index, exact=True) is not None
        if (amount or bound) and _is_measure(tokens, index, language):
            return True
        if amount and timed and intervals.at(tokens, index, exact=True):
            return True
    return False


def _measure(place: Place, start: int, language: Language) -> bool:
    """Whether a measure stands right behind a comma."""
    tokens, words = place.tokens, place.tokens.words
    if start >= place.end:
        return False
    intervals = language.terms(f"{LISTS}.intervals")
    if intervals.at(tokens, start, exact=True) or is_number(words[start]):
        return True
    begun = language.terms(f"{LISTS}.measures").at(tokens, start, exact=True)
    near = range(begun.first, min(begun.last + 4, place.end)) if begun else range(0)
    return any(
        _is_measure(tokens, index, language, bound=True) or intervals.at(tokens, index, exact=True) for index in near
    )


def _is_measure(tokens: Tokens, index: int, language: Language, *, bound: bool = False) -> bool:
    """Whether a token is a number that counts something, and not the name of a page or a task."""
    word = tokens.words[index]
    before = tokens.words[index - 1] if index else ""
    if is_number(word):
        return not language.terms(f"{LISTS}.labels").has(before)
    if word not in language.terms("common.numbers"):
        return False
    alone = word in language.terms(f"{LISTS}.pronoun_numbers")
    return not alone or bound or before in language.terms(f"{LISTS}.bounds")


def tested(place: Place, language: Language) -> bool:
    """Whether somebody else is the test: clear enough that a substitute can teach from it."""
    tokens, words = place.tokens, place.tokens.words
    near = range(place.last + 1, min(place.end, place.last + 1 + AHEAD))
    testers, grants = language.terms(f"{LISTS}.testers"), language.terms(f"{LISTS}.grants")
    granted = False
    for index in near:
        if granted and words[index] in testers:
            after = words[index + 1 : min(index + 4, place.end)]
            ends = [each for each in after if each in language.terms("common.modals") or _is_to(each, language)]
            if ends:
                return True
        granted = granted or words[index] in grants
    return _threshold(place, language, tokens, near)


def _threshold(place: Place, language: Language, tokens: Tokens, near: range) -> bool:
    """Whether a threshold is set by what can be done with it: enough detail to repeat the measurement."""
    words = tokens.words
    if words[place.first] not in language.terms(f"{LISTS}.thresholds"):
        return False
    for index in near[:3]:
        if _is_to(words[index], language) and index + 1 < place.end:
            attached = words[index - 1] in language.terms(f"{LISTS}.to_nouns")
            follows = words[index + 1]
            article = follows in language.terms("common.articles") or follows in language.terms("common.pronouns")
            loose = language.terms(f"{LISTS}.loose").has(follows) and not _passive(place, index + 1, language)
            return not (attached or article or loose)
    return False


def _passive(place: Place, index: int, language: Language) -> bool:
    """Whether a form of be and a participle stand at a token: to be heard in the last row."""
    words = place.tokens.words
    if index + 1 >= place.end or "be" not in language.forms(words[index]):
        return False
    return len(language.forms(words[index + 1])) > 1 and not words[index + 1].endswith("ing")


def _is_to(word: str, language: Language) -> bool:
    return word in language.terms(f"{LISTS}.infinitives")


def pointed(place: Place, language: Language) -> bool:
    """Whether the one thing is meant that applies: the relevant section."""
    if place.word(-1) not in language.terms(f"{LISTS}.pointers"):
        return False
    return any(place.word(offset) in language.terms(f"{LISTS}.pointed") for offset in (1, 2, 3))
