"""What stands around a word of a text and shows in which sense it is used: quotations, names, terms, explanations.

The grammar comes from word lists, so that a language needs lists and no code. Every look-up goes a bounded way from the
word, so that a long text costs no more for each word than a short one.
"""

from __future__ import annotations

from typing import NamedTuple

from mcqa.lint.prose.language import Language, Match, Terms
from mcqa.lint.prose.tokens import Tokens, is_mark

LISTS = "vague-term"
AHEAD = 12
# marks that end no clause
INSIDE = frozenset("'\"\u2018\u2019\u201c\u201d%&/")
# straight quotation marks, those of English, German, French and Swiss texts
_PAIRS = {
    '"': '"',
    "'": "'",
    "\u2018": "\u2019",
    "\u201c": "\u201d",
    "\u201e": "\u201c",
    "\u00ab": "\u00bb",
    "\u2039": "\u203a",
}
_QUOTATION = frozenset(_PAIRS)
_ENDS = frozenset(".!?")
_NEAR = 60
_SUBJECT = 5
# how far the thing may stand from an adjective: behind it, and before it where a verb lies between
_BEHIND, _BEFORE = 3, 8
_WORDS_OF = 8
_CLOSED = ("prepositions", "auxiliaries", "modals")


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
            if is_mark(words[index]) and words[index] not in INSIDE:
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
    if _QUOTATION.isdisjoint(tokens.typed):
        return frozenset()
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


def of_kind(place: Place, kinds: Terms, language: Language) -> bool:
    """Whether a word goes with a thing that makes a fact or a term of it: a weak acid; the polygon is regular."""
    words = place.tokens.words
    adjective = kinds.has(words[place.first])
    if adjective is None:
        return False
    things = kinds.entries[adjective].split()
    if _thing_behind(place, things, language):
        return True
    before = place.first - 1
    while before > place.start and (words[before].endswith("ly") or words[before] in {"not", "only"}):
        before -= 1
    copulas = language.terms(f"{LISTS}.links")
    if before <= place.start or copulas.has(words[before]) is None:
        return False
    for index in range(before - 1, max(place.start, before - _BEFORE) - 1, -1):
        if is_mark(words[index]) or words[index] in language.terms("common.conjunctions"):
            return False
        if any(form in things for form in language.forms(words[index])):
            return True
    return False


def _thing_behind(place: Place, things: list[str], language: Language) -> bool:
    """Whether one of some things follows: a weak bond, a weak electric force, strong and weak bonds.

    One word may stand between, or an article, or a second adjective.
    """
    words = place.tokens.words
    begun = place.word(1)
    article = any(begun in language.terms(f"common.{name}") for name in ("articles", "pronouns"))
    joined = begun == "," or begun in language.terms("common.conjunctions")
    reach = _BEHIND if article or joined else _BEHIND - 1
    for index in range(place.last + 1, min(place.end, place.last + 1 + reach)):
        word = words[index]
        first = index == place.last + 1
        if any(word in language.terms(f"common.{name}") for name in _CLOSED) or (is_mark(word) and word != ","):
            return False
        if any(form in things for form in language.forms(word)) and not _goes_on(place, index, language):
            return True
        if not (first and (article or joined)) and (
            word == ","
            or any(
                word in language.terms(f"common.{name}") for name in ("articles", "pronouns", "numbers", "conjunctions")
            )
        ):
            return False
    return False


def _goes_on(place: Place, index: int, language: Language) -> bool:
    """Whether a person's name is only the first part of a compound: exceptional learner support."""
    words = place.tokens.words
    follows = words[index + 1] if index + 1 < place.end else ""
    return (
        words[index] in language.terms(f"{LISTS}.testers")
        and follows.isalpha()
        and not any(follows in language.terms(f"common.{name}") for name in ("prepositions", "auxiliaries", "modals"))
        and follows not in language.terms("common.conjunctions")
    )


def mentioned(place: Place, language: Language) -> bool:
    """Whether the words are spoken of and not used: the words some, any and most; a superlative such as finest."""
    tokens, words = place.tokens, place.tokens.words
    before = place.word(-1)
    nouns = language.terms(f"{LISTS}.mentions")
    if not before or place.word(1) in {"to", "for"}:
        return False
    direct = nouns.has(before) is not None
    if not direct and before not in {",", "as", "like", "and", "or", "nor"}:
        return False
    for index in range(place.first - 1, max(place.start, place.first - _WORDS_OF) - 1, -1):
        if nouns.has(words[index]):
            follows = index + 1
            direct = follows == place.first or words[follows] in {"such", "like", ","}
            return direct or (words[follows] not in {"and", "or"} and words[follows + 1] in {",", "and", "or"})
        if index < place.first - 1 and any(
            words[index] in language.terms(f"common.{name}") for name in ("auxiliaries", "modals", "articles")
        ):
            return False
        if is_mark(tokens.words[index]) and words[index] != "," and words[index] not in INSIDE:
            return False
    return False


def conditional(place: Place, language: Language) -> bool:
    """Whether a word for how many stands in a condition and asks for nothing: where several reviewers sign."""
    said = " ".join(place.tokens.words[place.first : place.last + 1])
    if said not in language.terms(f"{LISTS}.quantities"):
        return False
    begins = place.tokens.words[place.clause : place.first]
    return any(word in language.terms(f"{LISTS}.conditional") for word in begins)


def named(place: Place) -> bool:
    """Whether the words are part of a name: written with a capital inside a sentence, next to another capital."""
    typed = place.tokens.typed
    word = typed[place.first]
    if not word[0].isupper() or word.isupper() or place.first == place.start:
        return False
    around = [typed[index] for index in (place.first - 1, place.last + 1) if place.start < index < place.end]
    return any(each[0].isupper() for each in around)


def asked_for(place: Place, others: list[Match], language: Language) -> bool:
    """Whether the word is part of what somebody is to talk about: explains why the source is relevant."""
    tokens, words = place.tokens, place.tokens.words
    clause = place.clause
    questions, claims = language.terms(f"{LISTS}.questions"), language.terms(f"{LISTS}.claims")
    thats, subjects = language.terms(f"{LISTS}.thats"), language.terms(f"{LISTS}.subjects")
    if (
        place.word(-1)
        and place.tokens.words[place.first] in language.terms(f"{LISTS}.quantities")
        and claims.has(place.word(-1))
    ):
        return True
    for index in range(clause, place.first):
        if questions.at(tokens, index, exact=True):
            return True
        if index >= place.first - _SUBJECT and subjects.at(tokens, index) and _runs_on(place, index, language):
            return True
        if words[index] in thats and index > clause and claims.has(words[index - 1]):
            return True
    return _rated(place, language) or _contrasted(place, others, language)


def _runs_on(place: Place, start: int, language: Language) -> bool:
    """Whether no form of be stands between a word and those of the place: the features of the plan are clear."""
    return not any("be" in language.forms(word) for word in place.tokens.words[start : place.first])


def _rated(place: Place, language: Language) -> bool:
    """Whether the word is one of those that somebody is to give: rates each draft as good, or good or poor."""
    words = place.tokens.words
    raters, givers = language.terms(f"{LISTS}.raters"), language.terms(f"{LISTS}.givers")
    assigners = language.terms(f"{LISTS}.assigners")
    follows = place.word(1)
    # a verdict that no noun follows: rates each draft good; an adverb says how it is rated
    alone = (
        not follows
        or is_mark(follows)
        or any(follows in language.terms(name) for name in ("common.conjunctions", "common.prepositions"))
    )
    alone = alone and place.first == place.last and words[place.last] not in language.terms(f"{LISTS}.manners")
    rated = False
    for index in range(max(place.start, place.first - AHEAD), place.first):
        if rated and words[index] in assigners:
            return True
        rated = rated or raters.has(words[index]) is not None
        if alone and givers.has(words[index]) and _runs_on(place, index, language):
            return True
    return False


def _contrasted(place: Place, others: list[Match], language: Language) -> bool:
    """Whether two opposites are to be told apart or named: distinguishes relevant from irrelevant information."""
    words = place.tokens.words
    contrasts, joiners = language.terms(f"{LISTS}.contrasts"), language.terms(f"{LISTS}.joiners")
    low = language.terms(f"{LISTS}.low")
    this = " ".join(words[place.first : place.last + 1]) in low
    for other in others:
        near, far = sorted((other.first, place.first))
        inside = place.start <= near < far < place.end and far - near < AHEAD
        if not inside or (other.term in low) == this:
            continue
        # points of a scale: good, fair or poor
        if far - near <= _SUBJECT and any(
            words[index] in language.terms(f"{LISTS}.either") for index in range(near, far)
        ):
            return True
        if any(words[index] in joiners for index in range(near, far)) and any(
            contrasts.has(words[index]) for index in range(place.start, near)
        ):
            return True
    return False
