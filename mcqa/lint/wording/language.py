"""The language of a rubric: whether there are word lists for it."""

from __future__ import annotations

from collections.abc import Iterator

from mcqa.findings import Finding, Kind, Severity
from mcqa.lint.document import Document
from mcqa.lint.prose.language import languages
from mcqa.lint.registry import rule


@rule("L502", "language-without-lists", Severity.INFO)
def language_without_lists(document: Document, kind: Kind) -> Iterator[Finding]:
    """There are no word lists for the language of the rubric, so that its wording is not looked at.

    The rules that need word lists (most of L2 and L3, and L501) are not run then; all others are.

    Why: a run that finds nothing because it did not look reads like a run that found nothing.
    Bad:
        language: english
    Good:
        language: en
    """
    tag = document.root.text("language")
    if tag is None or document.context is not None:
        return
    known = languages()
    meant = next((code for code in known if tag.lower().startswith(code)), None)
    hint = (
        f"did you mean {meant}?" if meant else f"there are lists for {', '.join(known)}; lists of your own can be added"
    )
    message = f'there are no word lists for the language "{tag}": the wording was not looked at'
    yield kind.at(document.place("language"), message, hint=hint, value=tag)
