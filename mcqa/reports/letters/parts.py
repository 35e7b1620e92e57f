"""A letter before it has a form: headings, paragraphs and lists."""

from __future__ import annotations

from typing import NamedTuple


class Heading(NamedTuple):
    """A heading; depth 1 is the title of the letter."""

    depth: int
    text: str


class Paragraph(NamedTuple):
    """A paragraph, with a label before it where it has one; `marked` is what a reader looks for first."""

    text: str
    label: str = ""
    marked: bool = False


class Items(NamedTuple):
    """A list under a label."""

    label: str
    items: tuple[str, ...]


class Letter(NamedTuple):
    """A letter about one unit, in its parts; `language` is that of the rubric."""

    unit: str
    language: str
    parts: tuple[Heading | Paragraph | Items, ...]
