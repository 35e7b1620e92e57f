"""The rules of wording, decision and evidence, one module per family; importing this package registers them.

They stand apart from the rules of structure because a rubric can be used whatever they find: commands that only need a
sound rubric do not load them.
"""

from mcqa.lint import rules
from mcqa.lint.registry import RULES
from mcqa.lint.wording import (
    absences,
    acronyms,
    comparisons,
    decision,
    degrees,
    demands,
    evidence,
    language,
    overlap,
    parallel,
    readability,
    scales,
    size,
    terms,
    unobservable,
)

__all__ = [
    "RULES",
    "absences",
    "acronyms",
    "comparisons",
    "decision",
    "degrees",
    "demands",
    "evidence",
    "language",
    "overlap",
    "parallel",
    "readability",
    "rules",
    "scales",
    "size",
    "terms",
    "unobservable",
]
