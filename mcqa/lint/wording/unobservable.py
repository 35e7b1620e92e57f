"""Verbs for states of mind in what is asked of a person: nobody can watch somebody understand."""

from __future__ import annotations

from collections.abc import Iterator

from mcqa.findings import Severity
from mcqa.lint.prose.component import Context, Hit, Prose
from mcqa.lint.prose.language import Language
from mcqa.lint.prose.tokens import Tokens, is_mark, is_number, is_word, tokenize
from mcqa.lint.registry import wording
from mcqa.lint.wording.shown import shown
from mcqa.lint.wording.states import RULE, State, back, is_auxiliary, is_person, states, words_of
from mcqa.lint.wording.surroundings import LISTS, in_phrase, quoted

_LEAD = 8
_NEAR = 4


@wording("L302", "unobservable-verb", Severity.WARNING)
def unobservable_verb(prose: Prose, context: Context) -> Iterator[Hit]:
    """A component asks for a state of mind: to know, understand, appreciate, value, be aware of.

    The text and the level descriptors of a component are read. A verb is flagged where a person (earner, teacher,
    student, she) or an institution is its subject, where a descriptor begins with it ("Understands ..."), and in
    demands ("is able to understand"). So is a noun for a state that somebody or some work is said to have or to show
    ("demonstrates an understanding of", "limited knowledge of"). Verbs such as "reflects on" and "considers" are
    flagged where the sentence asks for nothing that can be read or counted beside them.

    It is not flagged where the text says how the state is shown ("as shown by", "by explaining", "in a written
    comparison", a colon or brackets with the signs), where somebody tells of it ("students report that they feel
    safe"), in questions and conditions ("what students know", "when students do not understand"), as the purpose of an
    action ("interviews families to understand their schedules"), in quotation marks, where the word is a noun or an
    adjective, and where it is a deed ("grasps the pencil", "respects the deadline").

    The list is extended in mcqa.toml, under `[lint.words]`: `unobservable-verb = ["intend", "-learn"]` adds a verb and
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
    known, allowed = words_of(language), language.terms(f"{RULE}.allowed")
    for path, text in (("text",), prose.text), *((level.path, level.text) for level in prose.levels):
        tokens = tokenize(text)
        if known.isdisjoint(tokens.words):
            continue
        quotes = quoted(tokens)
        found: list[int] = []
        for state in states(tokens, language):
            place = state.place
            if place.first in quotes or (found and place.first <= found[-1] + 2) or in_phrase(place, allowed):
                continue
            if _asked_of_person(state, language) and not shown(state, language):
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


def _asked_of_person(state: State, language: Language) -> bool:
    """Whether a person is to be in the state: as the subject of the verb, as the reader of a demand, or unnamed."""
    tokens, words = state.place.tokens, state.place.tokens.words
    if state.unclaimed:
        return True
    if state.ambiguous and _priced(state, language):
        return False
    at = back(tokens, state.verb, language) if state.verb >= 0 else -1
    modal = False
    while at >= 0 and is_auxiliary(words[at], language):
        modal = True
        at = back(tokens, at, language)
    if at >= 0 and words[at] in language.terms(f"{LISTS}.infinitives"):
        return _demanded(tokens, at, state, language)
    if state.displayed:
        return not _embedded(state, state.verb, language)
    if at < state.place.start:
        return _begins(state, language, modal=modal)
    if is_mark(words[at]):
        return words[at] in {",", ";"} and _continues(state, at, language)
    if words[at] in language.terms("common.conjunctions"):
        return _continues(state, at, language) and not (at and language.terms(RULE).has(words[at - 1]))
    subject = _person_before(state, at, language)
    if subject is None and is_person(words[at], language):
        subject = at
    return subject is not None and _subject_asked(state, subject, language, modal=modal)


def _demanded(tokens: Tokens, at: int, state: State, language: Language) -> bool:
    """Whether an infinitive is a demand (is able to understand) and no purpose (asks families to understand them)."""
    words, place = tokens.words, state.place
    before = back(tokens, at, language)
    if before < place.start:
        # a purpose has its action behind a comma: to understand their schedules, she interviews three families
        return not state.displayed and "," not in words[place.last : place.end]
    demanded = language.terms(f"{RULE}.demands").has(words[before]) is not None
    if not demanded and "be" in language.forms(words[before]):
        goals = language.terms(f"{RULE}.goals")
        demanded = any(goals.has(word) for word in words[place.start : before])
    return demanded and not _embedded(state, at, language)


def _priced(state: State, language: Language) -> bool:
    """Whether a value is set: values each task at ten points."""
    words, place = state.place.tokens.words, state.place
    priced = language.terms(f"{RULE}.priced")
    return any(
        words[index] in priced and (is_number(words[index + 1]) or words[index + 1] in language.terms("common.numbers"))
        for index in range(place.last + 1, place.end - 1)
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
    if not follows or not is_word(follows) or is_auxiliary(follows, language):
        return False
    if follows in language.terms("common.articles") or follows in language.terms("common.pronouns"):
        return True
    after = state.place.word(2)
    others = ("common.prepositions", "common.conjunctions", "common.quantifiers")
    return not any(follows in language.terms(name) for name in others) and not is_auxiliary(after, language)


def _continues(state: State, at: int, language: Language) -> bool:
    """Whether the verb goes on a series of verbs of one person: plans a unit and understands its place."""
    words, place = state.place.tokens.words, state.place
    if state.verb < 0 or _embedded(state, state.verb, language, verbs=True):
        return False
    word = words[state.verb]
    if words[place.start] in language.terms("common.articles") and not any(
        is_person(each, language) for each in words[place.start : min(at, place.start + 4)]
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
        if words[index] in prepositions and index > state.place.start and is_person(words[index - 1], language):
            return index - 1 if index < at else None
    return None


def _subject_asked(state: State, subject: int, language: Language, *, modal: bool) -> bool:
    """Whether a person is the subject of the verb, and the sentence asks for the state and does not speak about it."""
    words = state.place.tokens.words
    word, person = words[state.verb] if state.verb >= 0 else "", words[subject]
    if _embedded(state, subject, language) or _relative(state, subject, language):
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


def _relative(state: State, subject: int, language: Language) -> bool:
    """Whether the person stands in a clause about a noun: a language that earners and employers understand."""
    words = state.place.tokens.words
    for index in range(subject - 1, max(state.place.start, subject - _NEAR) - 1, -1):
        if is_mark(words[index]):
            return False
        if words[index] in language.terms(f"{LISTS}.thats") and index > state.place.start:
            before = words[index - 1]
            if before in language.terms("common.prepositions") or before in language.terms("common.conjunctions"):
                return False
            shown_by = (f"{RULE}.showers", f"{RULE}.that_clauses", f"{RULE}.sayers", RULE)
            return not any(language.terms(name).has(before) for name in shown_by)
    return False


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
