"""Levels that say only what is not there."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from mcqa.findings import Finding, Kind, Location, Severity
from mcqa.lint.document import Document, Entry, Worded
from mcqa.lint.prose.language import Language
from mcqa.lint.prose.tokens import Tokens, is_mark, is_number, is_word, tokenize
from mcqa.lint.registry import REMEMBERED, rule
from mcqa.lint.wording.content import Phrases
from mcqa.lint.wording.gathered import FEW, name_of, names, subjects

_NAME = "negative-only-level"
_SO = "so a reviewer has nothing to recognise it by"
_HINT = "add what a submission at this level does show, for instance what stands in its place"
# unset is too short to be told from under and unit
_SHORTEST = 6
_LONGEST_ITEM = 3
# nobody says in more clauses than this what is not there
_MOST_CLAUSES = 60
# how far behind a participle the verb of its statement stands: missing data (in the table) are shown by a dash
_REACH = 20
_STRONG = frozenset(".!?;:")
_OPENING_BRACKETS = {"(": ")", "[": "]", "“": "”", "«": "»"}


class _Words:
    """The lists of the rule: phrases, and single words that are only looked up."""

    def __init__(self, language: Language) -> None:
        def words(name: str) -> dict[str, str]:
            return language.terms(f"{_NAME}.{name}").entries

        self.denials = Phrases(language, _NAME)
        self.attached = Phrases(language, f"{_NAME}.attached")
        self.allowed = Phrases(language, f"{_NAME}.allowed")
        self.reversing = Phrases(language, f"{_NAME}.reversing")
        self.opening, self.joints, self.against = words("opening"), words("joints"), words("against")
        self.instead, self.verbs, self.faults = words("instead"), words("verbs"), words("faults")
        self.relative, self.attributive, self.deficient = words("relative"), words("attributive"), words("deficient")
        self.finite = {*language.terms("common.auxiliaries").entries, *language.terms("common.modals").entries}
        self.finite -= {"being", "having", "been"}
        self.numbers = language.terms("common.numbers").entries
        self.closed = {*language.terms("common.prepositions").entries, *language.terms("common.articles").entries}
        self.prefixes = tuple(words("prefixes"))
        self.unprefixed = tuple(words("unprefixed"))

    def denies(self, tokens: Tokens) -> bool:
        """Whether a word of absence stands anywhere in a text: most texts have none, and are read no further."""
        return self.denials.touches(tokens.words) or self.attached.touches(tokens.words)


class _Clause:
    """A clause by its token range; `strong` where it begins a sentence or follows a semicolon or colon."""

    __slots__ = ("after", "first", "strong")

    def __init__(self, first: int, after: int, *, strong: bool) -> None:
        self.first = first
        self.after = after
        self.strong = strong


# the lists of each language, read once
_words = lru_cache(maxsize=16)(_Words)


class _Place(NamedTuple):
    """A level of absence alone: its component, and where its first clause that denies stands in which text."""

    component: Entry
    level: str
    start: int
    words: str


@rule("L205", "negative-only-level", Severity.INFO)
def negative_only_level(document: Document, kind: Kind) -> Iterator[Finding]:
    """Only what is absent describes a level below the cut.

    It is information, not a warning: the lowest level often cannot be worded otherwise. Where the lowest levels of more
    than three components of a file are worded so, that is told once, at the first of them. Not flagged: the top of the
    scale and every level from the cut on, where what is absent is what is asked for and can be looked up (the floor
    shows no oil); a level with one clause that says what is there (the log lists books without years), what is there
    instead (no source, or only advertisements), or how many are missing (at least two claims lack a source); the
    absence of a fault that nobody wants and everybody can count (no errors, no personal data); a denial of a denial (no
    task can be done without the skill); what is missing as the subject of a statement (missing data are shown by a
    dash).

    Words of absence are a list that is extended in mcqa.toml under [lint.words]: negative-only-level = ["bereft of"];
    "negative-only-level.faults" = ["spoilers"] adds a thing whose absence is what is asked for.

    Why: a reviewer recognises a level by what is on the page. A level of absences says nothing to look for, so all that
    does not fit elsewhere ends there, and two submissions with nothing in common get the same rating.
    Source: Tierney & Simon (2004); Brookhart (2013).
    Bad:
        levels:
          not_met: The log does not name its sources.
          partly_met: The log names a source for at most four of its five claims.
          met: The log names a source for each of its five claims.
    Good:
        levels:
          not_met: The log states its claims as the writer's own opinion, with no source.
          partly_met: The log names a source for at most four of its five claims.
          met: The log names a source for each of its five claims.
    """
    if document.context is None:
        return
    lowest: list[_Place] = []
    others: list[_Place] = []
    for worded in document.worded:
        below = _below_the_cut(document, worded)
        for place in _places(worded, below, document.context.language):
            (lowest if worded.prose.ordered and place.level == below[0] else others).append(place)
    if len(lowest) > FEW:
        yield _gathered(lowest, document, kind)
    else:
        others += lowest
    for each in others:
        name = each.component.text("id")
        message = f"{name_of(each.component)}, {each.level}: this level says only what is absent, {_SO}"
        yield kind.at(_location(document, each), message, hint=_HINT, subject=name, value=each.words)


def _below_the_cut(document: Document, worded: Worded) -> tuple[str, ...]:
    """Give the levels at which absence is not what is asked for: those below the cut and the top; of kinds, all."""
    levels, cut = document.level_ids(worded.component), worded.prose.cut
    if not worded.prose.ordered:
        return levels
    return levels[: levels.index(cut) if cut in levels else len(levels) - 1]


def _places(worded: Worded, below: tuple[str, ...], language: Language) -> Iterator[_Place]:
    for level in worded.prose.levels:
        if level.id in below and (found := only_absent(level.text, language)) is not None:
            tokens = tokenize(level.text)
            yield _Place(worded.component, level.id, tokens.starts[found[0]], tokens.slice(*found))


def _gathered(places: list[_Place], document: Document, kind: Kind) -> Finding:
    """Tell of the lowest levels of many components at once."""
    components = [each.component for each in places]
    message = (
        f"the lowest level of {len(components)} of {len(document.components)} components says only what is absent, "
        f"{_SO}: {names(components)}"
    )
    first = places[0]
    return kind.at(_location(document, first), message, hint=_HINT, subject=subjects(components), value=first.words)


def _location(document: Document, place: _Place) -> Location:
    return document.within((*place.component.path, "levels", place.level), place.start)


@lru_cache(maxsize=REMEMBERED)
def only_absent(text: str, language: Language) -> tuple[int, int] | None:
    """Give the first clause that denies, where every clause does; None where something says what is there."""
    tokens, words = tokenize(text), _words(language)
    if not words.denies(tokens):
        return None
    found: tuple[int, int] | None = None
    denied = verbal = waiting = False
    for clause in _few_clauses(tokens, words):
        if clause.strong and waiting:
            return None
        if clause.strong:
            denied = verbal = False
        index = _denial(tokens, clause, words)
        if index is not None:
            # objectives, materials and timing are missing: a list that is denied at its end
            if waiting and not _ends_list(tokens, clause, index, words):
                return None
            found = found or (clause.first, clause.after - 1)
            denied, verbal, waiting = True, _has_verb(tokens, clause, words), False
        elif _is_deficient(tokens, clause, words):
            denied = verbal = True
        elif not denied and _is_item(tokens, clause, words):
            waiting = True
        elif not _no_clause(tokens, clause, words, denied=denied, verbal=verbal):
            return None
    return None if waiting else found


def _is_item(tokens: Tokens, clause: _Clause, words: _Words) -> bool:
    """Whether a clause can be an item of a list: few words and no verb."""
    inside = tokens.words[clause.first : clause.after]
    return len(inside) <= _LONGEST_ITEM and inside[0] not in words.opening and not _has_verb(tokens, clause, words)


def _ends_list(tokens: Tokens, clause: _Clause, index: int, words: _Words) -> bool:
    """Whether a clause that denies is the last item of a list with what is denied: and timing are missing."""
    joint, item = tokens.words[clause.first], tokens.words[clause.first + 1 : index]
    return joint in words.joints and joint not in words.against and bool(item) and item[0] not in words.finite


def _few_clauses(tokens: Tokens, words: _Words) -> list[_Clause]:
    """Give the clauses of a text, none of one that has more than a descriptor can have."""
    found = list(islice(_clauses(tokens, words), _MOST_CLAUSES + 1))
    return [] if len(found) > _MOST_CLAUSES else found


def _clauses(tokens: Tokens, words: _Words) -> Iterator[_Clause]:
    """Take a text apart at marks and at the words that join clauses, without what stands in brackets or quotes."""
    start, strong, closing = 0, True, ""
    for index, word in enumerate(tokens.words):
        if closing:
            if word == closing:
                start, closing = index + 1, ""
            continue
        joint = word in words.joints
        if not joint and (not is_mark(word) or word in "'%&/"):
            continue
        if index > start:
            yield _Clause(start, index, strong=strong)
            strong = False
        if word in _OPENING_BRACKETS or word == '"':
            closing = _OPENING_BRACKETS.get(word, word)
        strong = strong or word in _STRONG
        # the joint itself opens the clause: "or only a plan", "but a list"
        start = index if joint else index + 1
    if start < len(tokens.words) and not closing:
        yield _Clause(start, len(tokens.words), strong=strong)


def _denial(tokens: Tokens, clause: _Clause, words: _Words) -> int | None:
    """Give the token by which a clause denies all that it says; None where it says that something is there."""
    index = clause.first
    while index < clause.after:
        if allowed := words.allowed.at(tokens, index):
            index = allowed.last + 1
            continue
        if tokens.words[index] in words.attributive and _names_a_thing(tokens, clause, index, words):
            index += 1
            continue
        attached, denial = words.attached.at(tokens, index), words.denials.at(tokens, index)
        # labels missing: at its end the word denies the whole clause
        if attached and attached.last + 1 < clause.after and _says_before(tokens, clause.first, index, words):
            return None
        # a requirement that is not tied to the competency is a requirement
        if denial and not words.relative.keys().isdisjoint(tokens.words[clause.first + 1 : index]):
            return None
        if (denial or attached) and not _excused(tokens, clause, index, words):
            return index
        if denial or attached:
            return None
        index += 1
    return None


def _names_a_thing(tokens: Tokens, clause: _Clause, index: int, words: _Words) -> bool:
    """Whether a participle only says which things are meant: missing data are shown by a dash."""
    after = tokens.words[index + 1 : min(clause.after, index + 1 + _REACH)]
    if not after or not is_word(after[0]) or after[0] in words.closed or after[0] in words.finite:
        return False
    return any(word in words.finite or word in words.verbs for word in after)


def _is_deficient(tokens: Tokens, clause: _Clause, words: _Words) -> bool:
    """Whether a clause says of its subject only that it is incomplete, unclear or the like."""
    inside = tokens.words[clause.first : clause.after]
    verb = next((at for at, word in enumerate(inside) if word in words.finite), None)
    if verb is None or verb + 1 == len(inside):
        return False
    return all(word in words.deficient or _denies_itself(word, words) for word in inside[verb + 1 :])


def _says_before(tokens: Tokens, first: int, index: int, words: _Words) -> bool:
    """Whether something is said to be there before "without": a noun or a verb, but not a subject with a form of be."""
    before = [word for word in tokens.words[first:index] if word not in words.joints]
    return bool(before) and before[-1] not in words.finite


def _excused(tokens: Tokens, clause: _Clause, index: int, words: _Words) -> bool:
    """Whether a denial is one of number, of a fault, or is taken back by another."""
    for at in range(clause.first, clause.after):
        word = tokens.words[at]
        if is_number(word) or (word in words.numbers and word != "zero" and not words.denials.at(tokens, at - 1)):
            return True
    behind = range(index + 1, clause.after)
    if any(tokens.words[at] in words.faults or _denies_itself(tokens.words[at], words) for at in behind):
        return True
    denial = words.denials.at(tokens, index)
    return any(words.reversing.at(tokens, at) for at in behind if not denial or at > denial.last)


def _denies_itself(word: str, words: _Words) -> bool:
    """Whether a word denies what it is made of: unnamed, undated."""
    return len(word) >= _SHORTEST and word.startswith(words.prefixes) and not word.startswith(words.unprefixed)


def _has_verb(tokens: Tokens, clause: _Clause, words: _Words) -> bool:
    return any(word in words.finite or word in words.verbs for word in tokens.words[clause.first : clause.after])


def _no_clause(tokens: Tokens, clause: _Clause, words: _Words, *, denied: bool, verbal: bool) -> bool:
    """Whether a piece without a denial says nothing by itself: it sets the scene, or goes on listing what is absent."""
    inside = [word for word in tokens.words[clause.first : clause.after] if is_word(word) or is_number(word)]
    if not inside:
        return True
    joint = inside[0] if inside[0] in words.joints else ""
    rest = inside[1:] if joint else inside
    if not rest:
        return True
    if not joint and rest[0] in words.opening and (clause.strong or denied):
        return True
    if not denied or joint in words.against or clause.strong:
        return False
    if (rest[0] in words.instead and not (verbal and rest[0] in {"a", "an", "one", "some"})) or "only" in rest:
        return False
    return not any(word in words.finite or word in words.verbs for word in rest) or (joint == "or" and not verbal)
