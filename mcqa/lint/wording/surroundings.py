"""What stands around a word of a text: what makes it measurable, and what shows that it is used in another sense.

The grammar comes from word lists, so that a language needs lists and no code. Every look-up goes a bounded way from the
word, so that a long text costs no more for each word than a short one.
"""

from __future__ import annotations

from typing import NamedTuple

from mcqa.lint.prose.component import Context
from mcqa.lint.prose.language import Language, Match, Terms
from mcqa.lint.prose.tokens import Tokens, is_mark, is_number

LISTS = "vague-term"
_PAIRS = {'"': '"', "“": "”", "„": "”", "«": "»", "‘": "’", "'": "'", "‹": "›"}
_INSIDE = frozenset("'\"’‘“”%&/")
_PAUSES = frozenset(",–—-")  # noqa: RUF001  # dashes of all lengths
_ENDS = frozenset(".!?")
_NEAR = 60
_AHEAD = 12


class Place(NamedTuple):
    """A word or some words of a text: first and last token, and the tokens (from, up to) of the sentence around."""

    tokens: Tokens
    first: int
    last: int
    start: int
    end: int

    @property
    def clause(self) -> int:
        """The token at which the clause begins that the words stand in."""
        words = self.tokens.words
        for index in range(self.first - 1, self.start - 1, -1):
            if is_mark(words[index]) and words[index] not in _INSIDE:
                return index + 1
        return self.start

    def word(self, offset: int) -> str:
        """Give a word before (-1) or after (1) the words; "" outside the sentence."""
        index = self.first + offset if offset < 0 else self.last + offset
        return self.tokens.words[index] if self.start <= index < self.end else ""


def place_of(tokens: Tokens, first: int, last: int) -> Place:
    """Find the sentence around some words, as far as it is near."""
    words = tokens.words
    start, end = first, last + 1
    while start > max(0, first - _NEAR) and words[start - 1] not in _ENDS:
        start -= 1
    while end < min(len(words), last + _NEAR) and words[end - 1] not in _ENDS:
        end += 1
    return Place(tokens, first, last, start, end)


def quoted(tokens: Tokens) -> frozenset[int]:
    """Give the tokens that stand between quotation marks."""
    found: set[int] = set()
    opened, closing = 0, ""
    for index, word in enumerate(tokens.typed):
        if closing:
            if word == closing:
                found.update(range(opened, index))
                closing = ""
        elif word in _PAIRS and (word != "'" or _opens(tokens, index)):
            opened, closing = index, _PAIRS[word]
    return frozenset(found)


def _opens(tokens: Tokens, index: int) -> bool:
    """Whether an apostrophe stands where a quotation may begin, and not behind a word: students' work."""
    before = tokens.starts[index] - 1
    return before < 0 or not tokens.text[before].isalnum()


def in_phrase(place: Place, phrases: Terms) -> bool:
    """Whether the words stand in a set phrase."""
    for index in range(max(place.start, place.first - 4), place.first + 1):
        found = phrases.at(place.tokens, index)
        if found and found.first <= place.first and found.last >= place.last:
            return True
    return False


def named(place: Place) -> bool:
    """Whether the words are part of a name: written with a capital inside a sentence, next to another capital."""
    typed = place.tokens.typed
    word = typed[place.first]
    if not word[0].isupper() or word.isupper() or place.first == place.start:
        return False
    around = [typed[index] for index in (place.first - 1, place.last + 1) if place.start < index < place.end]
    return any(each[0].isupper() for each in around)


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
            and _leads_to(tokens, after, 6, language.terms(f"{LISTS}.conditions"))
        ):
            return True
    return False


def _leads_to(tokens: Tokens, start: int, length: int, terms: Terms, language: Language | None = None) -> bool:
    """Whether one of some terms follows before the clause ends; with `language`, no preposition may follow it."""
    words = tokens.words
    for index in range(start, min(start + length, len(words))):
        if is_mark(words[index]) and words[index] not in _INSIDE:
            return False
        found = terms.at(tokens, index, exact=True)
        if found:
            follows = words[found.last + 1] if found.last + 1 < len(words) else ""
            return language is None or follows not in language.terms("common.prepositions")
    return False


def listed(place: Place, language: Language, introducers: Terms) -> bool:
    """Whether a colon, brackets or words such as `namely` follow and say what the words stand for."""
    tokens, words = place.tokens, place.tokens.words
    asides = language.terms(f"{LISTS}.asides")
    for index in range(place.last + 1, min(place.end, place.last + 1 + _AHEAD)):
        word = words[index]
        if (word in {":", "("} and index + 1 < len(words)) or introducers.at(tokens, index, exact=True):
            return True
        if word in _PAUSES and index + 1 < place.end:
            if introducers.at(tokens, index + 1, exact=True) or asides.at(tokens, index + 1, exact=True):
                return True
            if not _series(place, index, language):
                return False
        elif is_mark(word) and word not in _INSIDE:
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
    amount = " ".join(words[place.first : place.last + 1]) in language.terms(f"{LISTS}.amounts")
    intervals, leads = language.terms(f"{LISTS}.intervals"), language.terms(f"{LISTS}.leads")
    bound = False
    for index in range(place.last + 1, min(place.end, place.last + 1 + _AHEAD)):
        word = words[index]
        if word in _PAUSES:
            return _measure(place, index + 1, language)
        if is_mark(word) and word not in _INSIDE:
            return False
        bound = bound or leads.at(tokens, index, exact=True) is not None
        if (amount or bound) and _is_measure(tokens, index, language):
            return True
        if amount and intervals.at(tokens, index, exact=True):
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
    """Whether somebody else is the test: clear enough that a substitute can teach from it, sufficient to cover a page."""
    tokens, words = place.tokens, place.tokens.words
    near = range(place.last + 1, min(place.end, place.last + 1 + _AHEAD))
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
            return not attached and not article and language.terms(f"{LISTS}.loose").has(follows) is None
    return False


def _is_to(word: str, language: Language) -> bool:
    return word in language.terms(f"{LISTS}.infinitives")


def pointed(place: Place, language: Language) -> bool:
    """Whether the one thing is meant that applies: the relevant section."""
    if place.word(-1) not in language.terms(f"{LISTS}.pointers"):
        return False
    return any(place.word(offset) in language.terms(f"{LISTS}.pointed") for offset in (1, 2, 3))


def asked_for(place: Place, others: list[Match], language: Language) -> bool:
    """Whether the word is part of what somebody is to talk about: explains why the source is relevant."""
    tokens, words = place.tokens, place.tokens.words
    clause = place.clause
    questions, claims = language.terms(f"{LISTS}.questions"), language.terms(f"{LISTS}.claims")
    thats = language.terms(f"{LISTS}.thats")
    for index in range(clause, place.first):
        if questions.at(tokens, index, exact=True):
            return True
        if words[index] in thats and index > clause and index + 1 < place.first and claims.has(words[index - 1]):
            return True
    return _rated(place, language) or _contrasted(place, others, language)


def _rated(place: Place, language: Language) -> bool:
    """Whether the word is one of those that somebody is to give: rates each draft as good, fair or poor."""
    raters, assigners = language.terms(f"{LISTS}.raters"), language.terms(f"{LISTS}.assigners")
    rated = False
    for index in range(max(place.start, place.first - _AHEAD), place.first):
        word = place.tokens.words[index]
        if rated and word in assigners:
            return True
        rated = rated or raters.has(word) is not None
    return False


def _contrasted(place: Place, others: list[Match], language: Language) -> bool:
    """Whether two opposites are to be told apart or named: distinguishes relevant from irrelevant information."""
    words = place.tokens.words
    contrasts, joiners = language.terms(f"{LISTS}.contrasts"), language.terms(f"{LISTS}.joiners")
    low = language.terms(f"{LISTS}.low")
    this = " ".join(words[place.first : place.last + 1]) in low
    for other in others:
        near, far = sorted((other.first, place.first))
        inside = place.start <= near < far < place.end and far - near < _AHEAD
        if (
            inside
            and (other.term in low) != this
            and any(words[index] in joiners for index in range(near, far))
            and any(contrasts.has(words[index]) for index in range(place.start, near))
        ):
            return True
    return False
