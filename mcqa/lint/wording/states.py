"""States of mind that a text speaks of: a verb (knows), being aware of, having or showing an understanding of."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from mcqa.lint.prose.language import Language
from mcqa.lint.prose.tokens import Tokens, is_mark
from mcqa.lint.wording.surroundings import Place, of_kind, place_of

RULE = "unobservable-verb"
# how far the verb may stand before a noun such as understanding
_HELD = 8
# so many words for states of a text are looked at, and so many adverbs before a verb: more is no text that people write
_MOST, _ADVERBS = 12, 6


class State(NamedTuple):
    """Words for a state of mind at a place: the tokens to mark, where its verb stands, and what to ask for instead.

    `ambiguous` words may be nouns, `weak` ones count only where nothing else is asked for; with `displayed`, somebody
    or some work is said to show the state, and with `unclaimed`, the noun stands at the beginning and without a verb.
    """

    place: Place
    verb: int
    said: str
    ambiguous: bool = False
    weak: bool = False
    displayed: bool = False
    unclaimed: bool = False


@lru_cache(maxsize=16)
def words_of(language: Language) -> frozenset[str]:
    """Give the words, in every form, that a state of mind can begin with."""
    plain = {
        term.partition(" ")[0] for name in ("terms", "states", "held") for term in language.terms(f"{RULE}.{name}")
    }
    irregular = language.terms("forms.irregular").entries
    found = {form for form, of in irregular.items() if not plain.isdisjoint(of.split())} | plain
    for entry in language.terms("forms.endings"):
        ending, _, instead = entry.partition(" ")
        if not instead:
            found |= {word + ending for word in plain}
        else:
            found |= {word.removesuffix(instead) + ending for word in plain if word.endswith(instead)}
    return frozenset(found)


def states(tokens: Tokens, language: Language) -> Iterator[State]:
    """Go through the states of mind that a text speaks of."""
    known, held = words_of(language), language.terms(f"{RULE}.held")
    places = islice((index for index, word in enumerate(tokens.words) if word in known), _MOST)
    for index in places:
        word = tokens.words[index]
        if found := language.terms(f"{RULE}.states").at(tokens, index, exact=True):
            verb = back(tokens, index, language)
            if verb < 0 or ends(tokens, verb) or language.terms(f"{RULE}.copulas").has(tokens.words[verb]):
                yield State(place_of(tokens, index, found.last), verb, found.said)
        elif word in held and (state := _held(tokens, index, language)):
            yield state
        elif (found := language.terms(RULE).at(tokens, index)) and not (
            word.endswith("ing")
            or (word in language.terms(f"{RULE}.past") and _passive(tokens, index, language))
            or of_kind(place_of(tokens, index, found.last), language.terms(f"{RULE}.physical"), language)
        ):
            ambiguous, weak = word in language.terms(f"{RULE}.ambiguous"), found.term in language.terms(f"{RULE}.weak")
            yield State(place_of(tokens, index, found.last), index, found.said, ambiguous=ambiguous, weak=weak)


def _held(tokens: Tokens, index: int, language: Language) -> State | None:
    """Find what a noun such as understanding is said of: has a deep understanding of, shows no awareness that."""
    words = tokens.words
    said = language.terms(f"{RULE}.held").entries[words[index]]
    place = place_of(tokens, index, index)
    follows = place.word(1)
    if follows and not is_mark(follows) and follows not in language.terms(f"{RULE}.held_of"):
        return None
    holders, showers = language.terms(f"{RULE}.holders"), language.terms(f"{RULE}.showers")
    possessed = False
    for at in range(index - 1, max(place.start - 1, index - _HELD), -1):
        word = words[at]
        if holders.has(word) and not possessed:
            return State(place, at, said) if follows and not is_mark(follows) else None
        if showers.has(word) and not word.endswith("ing"):
            shown_by = words[at - 1] if at > place.start else ""
            measured = language.terms(f"{RULE}.instruments").has(shown_by) is not None
            measured = measured or (possessed and shown_by in {"that", "which", "to"})
            return None if measured else State(place, at, said, displayed=True)
        # the mark of a genitive: students' understanding
        possessed = possessed or is_person(word, language)
        if word == "of" and at > place.start and language.terms(f"{RULE}.amounts_of").has(words[at - 1]):
            continue
        if (is_mark(word) and word not in "',/") or word in language.terms("common.prepositions"):
            break
    return _fragment(place, said, language) if follows and not is_mark(follows) else None


def _fragment(place: Place, said: str, language: Language) -> State | None:
    """Find a noun that a descriptor begins with and that has no verb: limited understanding of fractions."""
    words = place.tokens.words
    fragments = language.terms(f"{RULE}.fragments")
    if any(word not in fragments and not word.endswith("ly") for word in words[place.start : place.first]):
        return None
    said_of = language.terms(f"{RULE}.said_of")
    for index in range(place.last + 1, place.end):
        if is_auxiliary(words[index], language):
            after = next(
                (word for word in words[index + 1 : place.end] if not word.endswith("ly") and word != "not"), ""
            )
            return State(place, place.start, said, unclaimed=True) if after in said_of else None
        if language.terms(f"{RULE}.showers").has(words[index]) or words[index] == ",":
            return None
    return State(place, place.start, said, unclaimed=True)


def _passive(tokens: Tokens, index: int, language: Language) -> bool:
    """Whether a past form is no verb of a person: is understood, the valued attributes, a known source."""
    before = back(tokens, index, language)
    if before < 0 or ends(tokens, before):
        return True
    word = tokens.words[before]
    return "be" in language.forms(word) or not (is_person(word, language) or is_auxiliary(word, language))


@lru_cache(maxsize=2_048)
def is_auxiliary(word: str, language: Language) -> bool:
    """Whether a word is a modal or an auxiliary verb."""
    return word in language.terms("common.modals") or word in language.terms("common.auxiliaries")


@lru_cache(maxsize=2_048)
def is_person(word: str, language: Language) -> bool:
    """Whether a word is for people who are rated, by the list or by its ending: pianist, librarian."""
    if language.terms(f"{RULE}.persons").has(word) is not None:
        return True
    return (
        len(word) > len("exist")
        and word.endswith(_person_endings(language))
        and word not in language.terms(f"{RULE}.no_persons")
    )


@lru_cache(maxsize=16)
def _person_endings(language: Language) -> tuple[str, ...]:
    return tuple(language.terms(f"{RULE}.person_endings"))


def ends(tokens: Tokens, index: int) -> bool:
    """Whether a token is a mark, so that a clause may end at it."""
    return is_mark(tokens.words[index])


def back(tokens: Tokens, index: int, language: Language) -> int:
    """Give the token before a word that is no adverb and no negation; -1 where the text begins."""
    adverbs, negations = language.terms(f"{RULE}.adverbs"), language.terms("common.negations")
    at, first = index - 1, max(0, index - _ADVERBS)
    while at >= first and (
        tokens.words[at] in adverbs or tokens.words[at] in negations or tokens.words[at].endswith("ly")
    ):
        if is_person(tokens.words[at], language) and not tokens.words[at].endswith("ly"):
            return at
        at -= 1
    return at
