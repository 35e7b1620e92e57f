"""Whether a text says how a state of mind is shown: by explaining, in a written comparison, as seen in the log."""

from __future__ import annotations

from functools import lru_cache

from mcqa.lint.prose.language import Language
from mcqa.lint.prose.tokens import is_number
from mcqa.lint.wording.states import RULE, State
from mcqa.lint.wording.surroundings import Place

# how far an artifact may stand from its preposition: in at least three fully worked examples
_NEAR = 6


def shown(state: State, language: Language) -> bool:
    """Whether the text goes on to say how the state is shown."""
    place = state.place
    tokens, words = place.tokens, place.tokens.words
    signs, leads = language.terms(f"{RULE}.shown"), language.terms(f"{RULE}.artifact_leads")
    telling = _telling(language)
    for index in range(place.last + 1, place.end):
        word = words[index]
        if word not in telling:
            continue
        if (word in {":", "("} and index + 1 < len(words)) or signs.at(tokens, index, exact=True):
            return True
        if word == ";":
            return False
        if word == "by" and index + 1 < len(words) and words[index + 1].endswith("ing"):
            return True
        if word in leads and _in_artifact(place, index, language):
            return True
    if place.end < len(words) and language.terms(f"{RULE}.shown_next").at(tokens, place.end, exact=True):
        return True
    return _said_before(state, language) or (state.weak and _asks_more(state, language))


@lru_cache(maxsize=16)
def _telling(language: Language) -> frozenset[str]:
    """Give the words at which something can begin that says how a state is shown."""
    begins = {term.partition(" ")[0] for term in language.terms(f"{RULE}.shown")}
    return frozenset({*begins, *language.terms(f"{RULE}.artifact_leads"), ":", "(", ";", "by"})


def _in_artifact(place: Place, lead: int, language: Language) -> bool:
    """Whether a preposition leads to a piece of work that is counted or named as one of its kind."""
    words = place.tokens.words
    artifacts, counts = language.terms(f"{RULE}.artifacts"), language.terms(f"{RULE}.counts")
    counted = False
    for index in range(lead + 1, min(place.end, lead + 1 + _NEAR)):
        word = words[index]
        counted = counted or word in counts or is_number(word) or word in language.terms("common.numbers")
        if artifacts.has(word):
            return counted or (index == lead + 1 and word in language.terms(f"{RULE}.manners"))
        if word in language.terms(f"{RULE}.artifact_leads") or word == "the":
            return False
    return False


def _said_before(state: State, language: Language) -> bool:
    """Whether the sentence begins with the piece of work: in a written answer, the earner shows an understanding."""
    place = state.place
    words = place.tokens.words
    if words[place.start] == "by" and words[place.start + 1].endswith("ing"):
        return True
    if words[place.start] not in language.terms(f"{RULE}.artifact_leads"):
        return False
    return _in_artifact(place._replace(end=state.place.first), place.start, language)


def _asks_more(state: State, language: Language) -> bool:
    """Whether the sentence also asks for what can be seen: reflects on the lesson and names one change."""
    words, observable = state.place.tokens.words, language.terms(f"{RULE}.observable")
    artifacts, counts = language.terms(f"{RULE}.artifacts"), language.terms("common.numbers")
    near = (*range(state.place.start, state.place.first), *range(state.place.last + 1, state.place.end))
    return any(observable.has(words[index]) or artifacts.has(words[index]) or words[index] in counts for index in near)
