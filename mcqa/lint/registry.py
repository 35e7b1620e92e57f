"""Rules: one function, one code, one name, one docstring that is its documentation.

A rule of structure looks at a whole document. A wording rule looks at the texts of one component, which it is given
without ids and places, so that the same wording is judged once however many files hold it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from mcqa.findings import Finding, Kind, Severity
from mcqa.lint.document import Document
from mcqa.lint.prose.component import Context, Hit, Prose
from mcqa.rubric.bounds import unread

Check = Callable[[Document, Kind], Iterable[Finding]]
WordingCheck = Callable[[Prose, Context], Iterable[Hit]]

# the texts of some hundred rubrics
REMEMBERED = 20_000


class Rule(NamedTuple):
    """One rule: its kind of finding, and the function that looks for it in a document."""

    kind: Kind
    check: Check
    doc: str


RULES: dict[str, Rule] = {}


def rule(code: str, name: str, severity: Severity) -> Callable[[Check], Check]:
    """Register a function as the rule with this code and name."""

    def register(check: Check) -> Check:
        if code in RULES:
            raise ValueError(f"the code {code} is taken")
        RULES[code] = Rule(kind=Kind(code, name, severity), check=check, doc=check.__doc__ or "")
        return check

    return register


def wording(code: str, name: str, severity: Severity) -> Callable[[WordingCheck], WordingCheck]:
    """Register a function of the texts of a component as the wording rule with this code and name.

    It is not run where there are no word lists for the language of the rubric.
    """

    def register(check: WordingCheck) -> WordingCheck:
        @lru_cache(maxsize=REMEMBERED)
        def judged(prose: Prose, context: Context) -> tuple[Hit, ...]:
            return tuple(check(prose, context))

        def over(document: Document, kind: Kind) -> Iterator[Finding]:
            if document.context is None:
                return
            for worded in document.worded:
                component = worded.component
                for hit in judged(worded.prose, document.context):
                    yield _found(document, kind, component.path, component.text("id"), hit)
            if document.unjudged is not None:
                yield unread(kind.at(document.place(*document.unjudged.path), ""))

        over.__doc__ = check.__doc__
        rule(code, name, severity)(over)
        return check

    return register


def _found(document: Document, kind: Kind, path: tuple[str | int, ...], subject: str | None, hit: Hit) -> Finding:
    """Make a finding of a hit: its place in the file, and the words that it is about."""
    whole = (*path, *hit.path)
    node = document.reading.nodes.get(whole)
    value = str(getattr(node, "value", ""))[hit.start : hit.start + hit.length]
    where = ", ".join(str(part) for part in (subject, *hit.path[-1:]) if part)
    return kind.at(
        document.within(whole, hit.start),
        # words that stand on two lines of the file are quoted on one
        " ".join(f"{where}: {hit.message}".split()),
        hint=None if hit.hint is None else " ".join(hit.hint.split()),
        subject=subject,
        value=value or None,
    )
