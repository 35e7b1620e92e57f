"""A letter as Markdown: what people typed shows as they typed it, and marks nothing."""

from __future__ import annotations

from mcqa.reports.letters.parts import Heading, Items, Letter, Paragraph
from mcqa.reports.markdown import escaped
from mcqa.scoresheets.lists.listing import clean


def letter_markdown(letter: Letter) -> bytes:
    """Write a letter as Markdown, in UTF-8."""
    return ("\n\n".join(map(_block, letter.parts)) + "\n").encode("utf-8")


def _block(part: Heading | Paragraph | Items) -> str:
    match part:
        case Heading():
            return f"{'#' * part.depth} {_text(part.text)}"
        case Paragraph():
            text = f"**{_text(part.label)}:** {_text(part.text)}" if part.label else _text(part.text)
            return f"> {text}" if part.marked else text
        case Items():
            return "\n".join([f"**{_text(part.label)}:**", "", *(f"- {_text(item)}" for item in part.items)])


def _text(text: str) -> str:
    return escaped(clean(text))
