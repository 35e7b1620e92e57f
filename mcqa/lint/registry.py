"""Rules: one function, one code, one name, one docstring that is its documentation."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from mcqa.findings import Finding, Kind, Severity
from mcqa.lint.document import Document

Check = Callable[[Document, Kind], Iterable[Finding]]


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
