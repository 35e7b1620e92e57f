"""Verbs for states of mind in what is asked of a person: nobody can watch somebody understand."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from mcqa.findings import Severity
from mcqa.lint.prose.component import Context, Hit, Prose
from mcqa.lint.prose.language import Language
from mcqa.lint.prose.tokens import Tokens, is_mark, is_word, tokenize
from mcqa.lint.registry import wording
from mcqa.lint.wording.surroundings import LISTS, Place, in_phrase, place_of, quoted

RULE = "unobservable-verb"
_LEAD = 8


class State(NamedTuple):
    """Words for a state of mind at a place: the tokens to mark, where its verb stands, and what to ask for instead."""

    place: Place
    verb: int
    said: str
    ambiguous: bool = False


@wording("L302", "unobservable-verb", Severity.WARNING)
def unobservable_verb(prose: Prose, context: Context) -> Iterator[Hit]:
    """A component asks for a state of mind: to know, understand, appreciate, value, be aware of.

    The text and the level descriptors of a component are read. A verb is flagged where a person (earner, teacher,
    student, she) is its subject, where a descriptor begins with it ("Understands ..."), and in demands ("is able to
    understand"). It is not flagged where the text says how the state is shown ("as shown by", "by explaining", a colon
    or brackets with the signs), where somebody tells of it ("students report that they feel safe"), in questions and
    conditions ("what students know", "when students do not understand"), as the purpose of an action ("interviews
    families to understand their schedules"), in quotation marks, and where the word is a noun or an adjective.

    The list is extended in mcqa.toml, under `[lint.words]`: `unobservable-verb = ["respect", "-learn"]` adds a verb and
    takes one out; `"unobservable-verb.persons"` holds the words for the people who are rated.

    Why: A reviewer sees what a person does, says or hands in, and can only guess what the person understands. Two
    reviewers guess from different signs and differ.
    Source: Mager (1962); Bloom et al. (1956); Moskal & Leydens (2000).
    Bad:
        text: The earner understands where each claim comes from.
    Good:
        text: The earner names for each claim the page that it comes from.
    """
    language = context.language
    known, allowed = _words(language), language.terms(f"{RULE}.allowed")
    for path, text in (("text",), prose.text), *((level.path, level.text) for level in prose.levels):
        tokens = tokenize(text)
        if known.isdisjoint(tokens.words):
            continue
        quotes = quoted(tokens)
        found: list[int] = []
        for state in _states(tokens, language):
            place = state.place
            if place.first in quotes or (found and place.first <= found[-1] + 2) or in_phrase(place, allowed):
                continue
            if _asked_of_person(state, language) and not _shown(place, language):
                found.append(place.last)
                said = tokens.slice(place.first, place.last)
                start = tokens.starts[place.first]
                yield Hit(
                    path=path,
                    start=start,
                    length=tokens.end(place.last) - start,
                    message=f'nobody can watch "{said}": reviewers guess at it from different signs',
                    hint=f"ask for what can be seen, heard or read: {state.said}"
                    if state.said
                    else "ask for an action",
                )


@lru_cache(maxsize=16)
def _words(language: Language) -> frozenset[str]:
    """Give the words, in every form, that a state of mind can begin with."""
    lists = (f"{RULE}.{name}" for name in ("terms", "states", "held"))
    plain = {term.split()[0] for name in lists for term in language.terms(name)}
    irregular = language.terms("forms.irregular").entries
    found = {form for form, of in irregular.items() if not plain.isdisjoint(of.split())} | plain
    for entry in language.terms("forms.endings"):
        ending, _, instead = entry.partition(" ")
        found |= {word.removesuffix(instead) + ending for word in plain if word.endswith(instead)}
    return frozenset(found)


def _states(tokens: Tokens, language: Language) -> Iterator[State]:
    """Go through the states of mind that a text speaks of: a verb, being aware of, having an understanding of."""
    terms, states = language.terms(RULE), language.terms(f"{RULE}.states")
    held, past = language.terms(f"{RULE}.held"), language.terms(f"{RULE}.past")
    ambiguous, held_of = language.terms(f"{RULE}.ambiguous"), language.terms(f"{RULE}.held_of")
    known = _words(language)
    for index, word in enumerate(tokens.words):
        if word not in known:
            continue
        if found := states.at(tokens, index, exact=True):
            verb = _back(tokens, index, language)
            if verb < 0 or _ends(tokens, verb) or language.terms(f"{RULE}.copulas").has(tokens.words[verb]):
                yield State(place_of(tokens, index, found.last), verb, found.said)
        elif word in held and index + 1 < len(tokens.words) and tokens.words[index + 1] in held_of:
            holder = _holder(tokens, index, language)
            if holder is not None:
                yield State(place_of(tokens, index, index), holder, held.entries[word])
        elif (found := terms.at(tokens, index)) and not (
            word.endswith("ing") or (word in past and _passive(tokens, index, language))
        ):
            yield State(place_of(tokens, index, found.last), index, found.said, word in ambiguous)


def _holder(tokens: Tokens, index: int, language: Language) -> int | None:
    """Find the form of have before a noun: has a deep understanding of."""
    holders = language.terms(f"{RULE}.holders")
    for at in range(index - 1, max(-1, index - 6), -1):
        if is_mark(tokens.words[at]):
            return None
        if holders.has(tokens.words[at]):
            return at
    return None


def _passive(tokens: Tokens, index: int, language: Language) -> bool:
    """Whether a past form is no verb of a person: is understood, the valued attributes, a known source."""
    before = _back(tokens, index, language)
    if before < 0 or _ends(tokens, before):
        return True
    word = tokens.words[before]
    return "be" in language.forms(word) or not (_is_person(word, language) or _is_auxiliary(word, language))


def _is_auxiliary(word: str, language: Language) -> bool:
    return word in language.terms("common.modals") or word in language.terms("common.auxiliaries")


def _is_person(word: str, language: Language) -> bool:
    return language.terms(f"{RULE}.persons").has(word) is not None


def _ends(tokens: Tokens, index: int) -> bool:
    return is_mark(tokens.words[index])


def _back(tokens: Tokens, index: int, language: Language) -> int:
    """Give the token before a word that is no adverb and no negation; -1 where the text begins."""
    adverbs, negations = language.terms(f"{RULE}.adverbs"), language.terms("common.negations")
    at = index - 1
    while at >= 0 and (tokens.words[at] in adverbs or tokens.words[at] in negations or tokens.words[at].endswith("ly")):
        if _is_person(tokens.words[at], language) and not tokens.words[at].endswith("ly"):
            return at
        at -= 1
    return at


def _asked_of_person(state: State, language: Language) -> bool:
    """Whether a person is to be in the state: as the subject of the verb, as the reader of a demand, or unnamed."""
    tokens, words = state.place.tokens, state.place.tokens.words
    at = _back(tokens, state.verb, language) if state.verb >= 0 else -1
    modal = False
    while at >= 0 and _is_auxiliary(words[at], language):
        modal = True
        at = _back(tokens, at, language)
    if at >= 0 and words[at] in language.terms(f"{LISTS}.infinitives"):
        return _demanded(tokens, at, state, language)
    if at < state.place.start:
        return _begins(state, language, modal=modal)
    if is_mark(words[at]):
        return words[at] in {",", ";"} and _continues(state, at, language)
    if words[at] in language.terms("common.conjunctions"):
        return _continues(state, at, language) and not (at and language.terms(RULE).has(words[at - 1]))
    subject = at if _is_person(words[at], language) else _person_before(state, at, language)
    return subject is not None and _subject_asked(state, subject, language, modal=modal)


def _demanded(tokens: Tokens, at: int, state: State, language: Language) -> bool:
    """Whether an infinitive is a demand (is able to understand) and no purpose (asks families to understand them)."""
    before = _back(tokens, at, language)
    demands = language.terms(f"{RULE}.demands")
    return (
        before >= state.place.start
        and demands.has(tokens.words[before]) is not None
        and not _embedded(state, at, language)
    )


def _begins(state: State, language: Language, *, modal: bool) -> bool:
    """Whether a sentence that begins with the state asks for it: Understands the text; Is aware of the policy."""
    words, place = state.place.tokens.words, state.place
    if state.ambiguous or modal:
        return modal or _has_object(state, language)
    return state.verb < place.first or words[place.first] not in language.terms(f"{RULE}.past")


def _has_object(state: State, language: Language) -> bool:
    """Whether a word that may be a noun is followed by what can only be its object: values feedback."""
    follows = state.place.word(1)
    if not follows or not is_word(follows) or _is_auxiliary(follows, language):
        return False
    if follows in language.terms("common.articles") or follows in language.terms("common.pronouns"):
        return True
    after = state.place.word(2)
    others = ("common.prepositions", "common.conjunctions", "common.quantifiers")
    return not any(follows in language.terms(name) for name in others) and not _is_auxiliary(after, language)


def _continues(state: State, at: int, language: Language) -> bool:
    """Whether the verb goes on a series of verbs of one person: plans a unit and understands its place."""
    words, place = state.place.tokens.words, state.place
    if state.verb < 0 or _embedded(state, state.verb, language, verbs=True):
        return False
    word = words[state.verb]
    if words[place.start] in language.terms("common.articles") and not any(
        _is_person(each, language) for each in words[place.start : min(at, place.start + 4)]
    ):
        return False
    if word.endswith("s"):
        return not state.ambiguous
    if state.ambiguous and not _has_object(state, language):
        return False
    begun = place.start == at - 1
    return begun or any(words[index] in language.terms("common.modals") for index in range(place.clause, at))


def _person_before(state: State, at: int, language: Language) -> int | None:
    """Find the person before a phrase that belongs to it: teachers in the program know."""
    words, prepositions = state.place.tokens.words, language.terms("common.prepositions")
    if state.ambiguous:
        return None
    for index in range(at, max(state.place.start, at - _LEAD) - 1, -1):
        if is_mark(words[index]):
            return None
        if words[index] in prepositions and index > state.place.start and _is_person(words[index - 1], language):
            return index - 1 if index < at else None
    return None


def _subject_asked(state: State, subject: int, language: Language, *, modal: bool) -> bool:
    """Whether a person is the subject of the verb, and the sentence asks for the state and does not speak about it."""
    words = state.place.tokens.words
    word, person = words[state.verb] if state.verb >= 0 else "", words[subject]
    if _embedded(state, subject, language):
        return False
    # a noun before a pronoun begins a clause about the noun: one thing they learned
    if person in language.terms(f"{RULE}.pronouns") and subject > state.place.start:
        before = words[subject - 1]
        known = ("common.conjunctions", f"{LISTS}.thats", f"{RULE}.adverbs")
        if is_word(before) and not any(before in language.terms(name) for name in known):
            return False
    if word in language.terms(f"{RULE}.past") or modal or state.verb < state.place.first:
        return True
    several = person in language.terms(f"{RULE}.plural_persons") or (
        person.endswith("s") and not person.endswith("ss") and language.terms(f"{RULE}.persons").has(person) != person
    )
    agrees = several != (word.endswith("s") and not word.endswith("ss"))
    return agrees and (not state.ambiguous or _has_object(state, language))


def _embedded(state: State, until: int, language: Language, *, verbs: bool = False) -> bool:
    """Whether words before the subject make the state a question, a condition, a purpose, or what somebody tells.

    With `verbs`, a verb of telling counts only before `that`: whoever identifies and understands needs tells nothing.
    """
    words = state.place.tokens.words
    embedding, sayers = language.terms(f"{RULE}.embedding"), language.terms(f"{RULE}.sayers")
    causers = language.terms(f"{RULE}.causers")
    for index in range(until - 1, max(state.place.start, until - 2 * _LEAD) - 1, -1):
        word = words[index]
        if is_mark(word) and word not in "'\"%&/":
            return False
        if word in embedding or (index >= until - 4 and causers.has(word)):
            return True
        if sayers.has(word) and (not verbs or words[index + 1] in language.terms(f"{LISTS}.thats")):
            return True
    return False


def _shown(place: Place, language: Language) -> bool:
    """Whether the text goes on to say how the state is shown."""
    tokens, words = place.tokens, place.tokens.words
    shown = language.terms(f"{RULE}.shown")
    for index in range(place.last + 1, place.end):
        word = words[index]
        if (word in {":", "("} and index + 1 < len(words)) or shown.at(tokens, index, exact=True):
            return True
        if word == ";":
            return False
        if word == "by" and index + 1 < len(words) and words[index + 1].endswith("ing"):
            return True
    return place.end < len(words) and language.terms(f"{RULE}.shown_next").at(tokens, place.end, exact=True) is not None
