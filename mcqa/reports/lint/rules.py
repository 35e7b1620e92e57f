"""What is written about the kinds of finding that a run made."""

from __future__ import annotations

from functools import cache

from mcqa.explanations.documentation import Documentation, documentation_of, parse
from mcqa.lint.engine import every_rule

FAMILIES = {
    "L0": "reading",
    "L1": "structure",
    "L2": "wording",
    "L3": "components",
    "L4": "evidence",
    "L5": "readability",
    "L9": "comments",
}


@cache
def about(code: str) -> Documentation:
    """Give the documentation of a code; an empty one where nothing is written."""
    rule = every_rule().get(code)
    if rule is not None:
        return parse(rule.doc)
    try:
        return documentation_of(code)
    except KeyError:
        return parse("")


def family(code: str) -> str:
    """Give the word for what a group of rules looks at."""
    return FAMILIES.get(code[:2], "rubric")
