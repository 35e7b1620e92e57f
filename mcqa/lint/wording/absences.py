"""Levels that say only what is not there."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from mcqa.findings import Severity
from mcqa.lint.prose.component import Context, Hit, Prose
from mcqa.lint.prose.language import Language
from mcqa.lint.prose.tokens import Tokens, is_mark, is_number, is_word, tokenize
from mcqa.lint.registry import wording
from mcqa.lint.wording.content import Phrases

_NAME = "negative-only-level"
_LISTS = ("opening", "joints", "against", "instead", "verbs", "faults", "relative")
_STRONG = frozenset(".!?;:")
_OPENING_BRACKETS = {"(": ")", "[": "]", "“": "”", "«": "»"}


class _Words(NamedTuple):
    """The lists of the rule: phrases, and single words as sets."""

    denials: Phrases
    attached: Phrases
    allowed: Phrases
    reversing: Phrases
    opening: frozenset[str]
    joints: frozenset[str]
    against: frozenset[str]
    instead: frozenset[str]
    verbs: frozenset[str]
    faults: frozenset[str]
    relative: frozenset[str]
    finite: frozenset[str]
    numbers: frozenset[str]


class _Clause(NamedTuple):
    """A clause by its token range; `strong` where it begins a sentence or follows a semicolon or colon."""

    first: int
    after: int
    strong: bool


@lru_cache(maxsize=16)
def _words(language: Language) -> _Words:
    terms = language.terms
    sets = {name: frozenset(terms(f"{_NAME}.{name}")) for name in _LISTS}
    return _Words(
        denials=Phrases(language, _NAME),
        attached=Phrases(language, f"{_NAME}.attached"),
        allowed=Phrases(language, f"{_NAME}.allowed"),
        reversing=Phrases(language, f"{_NAME}.reversing"),
        finite=frozenset([*terms("common.auxiliaries"), *terms("common.modals")]) - {"being", "having", "been"},
        numbers=frozenset(terms("common.numbers")),
        **sets,
    )


@wording("L205", _NAME, Severity.INFO)
def negative_only_level(prose: Prose, context: Context) -> Iterator[Hit]:
    """Only what is absent describes a level, wherever it stands on the scale.

    It is information, not a warning: the lowest level often cannot be worded otherwise. Not flagged: a level with one
    clause that says what is there (the log lists books without years), what is there instead (no source, or only
    advertisements), or how many are missing (at least two claims lack a source); the absence of a fault that nobody
    wants (no errors, no personal data); a denial of a denial (no task can be done without the skill).

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
    words = _words(context.language)
    for level in prose.levels:
        tokens = tokenize(level.text)
        place = _only_absent(tokens, words)
        if place is not None:
            first, last = place
            yield Hit(
                path=level.path,
                start=tokens.starts[first],
                length=tokens.end(last) - tokens.starts[first],
                message="this level says only what is absent, so a reviewer has nothing to recognise it by",
                hint="add what a submission at this level does show, for instance what stands in its place",
            )


def _only_absent(tokens: Tokens, words: _Words) -> tuple[int, int] | None:
    """Give the first clause that denies, where every clause does; None where something says what is there."""
    if not words.denials.find(tokens) and not words.attached.find(tokens):
        return None
    found: tuple[int, int] | None = None
    denied = verbal = False
    for clause in _clauses(tokens, words):
        if clause.strong:
            denied = verbal = False
        index = _denial(tokens, clause, words)
        if index is not None:
            found = found or (clause.first, clause.after - 1)
            denied, verbal = True, _has_verb(tokens, clause, words)
        elif not _no_clause(tokens, clause, words, denied=denied, verbal=verbal):
            return None
    return found


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
            yield _Clause(start, index, strong)
            strong = False
        if word in _OPENING_BRACKETS or word == '"':
            closing = _OPENING_BRACKETS.get(word, word)
        strong = strong or word in _STRONG
        # the joint itself opens the clause: "or only a plan", "but a list"
        start = index if joint else index + 1
    if start < len(tokens.words) and not closing:
        yield _Clause(start, len(tokens.words), strong)


def _denial(tokens: Tokens, clause: _Clause, words: _Words) -> int | None:
    """Give the token by which a clause denies all that it says; None where it says that something is there."""
    index = clause.first
    while index < clause.after:
        if allowed := words.allowed.at(tokens, index):
            index = allowed.last + 1
            continue
        attached, denial = words.attached.at(tokens, index), words.denials.at(tokens, index)
        if attached and _says_before(tokens, clause.first, index, words):
            return None
        if (
            denial
            and index > clause.first + 1
            and not words.relative.isdisjoint(tokens.words[clause.first + 1 : index])
        ):
            return None  # a requirement that is not tied to the competency is a requirement
        if (denial or attached) and not _excused(tokens, clause, index, words):
            return index
        if denial or attached:
            return None
        index += 1
    return None


def _says_before(tokens: Tokens, first: int, index: int, words: _Words) -> bool:
    """Whether something is said to be there before "without": a noun or a verb, but not a subject with a form of be."""
    before = [word for word in tokens.words[first:index] if word not in words.joints]
    return bool(before) and before[-1] not in words.finite


def _excused(tokens: Tokens, clause: _Clause, index: int, words: _Words) -> bool:
    """Whether a denial is one of number, of a fault, or is taken back by another."""
    inside = tokens.words[clause.first : clause.after]
    if any(is_number(word) or (word in words.numbers and word not in {"zero", "one"}) for word in inside):
        return True
    if {"at", "least"} <= set(inside) or {"at", "most"} <= set(inside):
        return True
    behind = range(index + 1, clause.after)
    taken_back = any(words.reversing.at(tokens, at) for at in behind if at > index + 1)
    return taken_back or any(tokens.words[at] in words.faults for at in behind)


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
    strict = words.instead - {"a", "an", "one", "some"} if verbal else words.instead
    if rest[0] in strict or "only" in rest:
        return False
    return not any(word in words.finite or word in words.verbs for word in rest) or (joint == "or" and not verbal)
