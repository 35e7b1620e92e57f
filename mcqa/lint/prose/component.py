"""A component as the wording rules see it: its texts without ids and places, so that one wording is judged once."""

from __future__ import annotations

from typing import NamedTuple

from mcqa.lint.prose.language import Language

RelativePath = tuple[str | int, ...]


class LevelText(NamedTuple):
    """The descriptor of one level, with the level's id and label."""

    id: str
    label: str
    text: str

    @property
    def path(self) -> RelativePath:
        """The path of the descriptor inside its component."""
        return ("levels", self.id)


class Prose(NamedTuple):
    """The texts of one component; `levels` in the order of the scale, lowest first where it is `ordered`.

    A text that is absent is "". `cut` is the id of the lowest level that counts as met, where it is known.
    """

    title: str
    text: str
    levels: tuple[LevelText, ...]
    ordered: bool = True
    cut: str = ""


class Hit(NamedTuple):
    """Something in a text of a component: where (path in the component, offset and length), what, and what to do."""

    path: RelativePath
    start: int
    length: int
    message: str
    hint: str | None = None


class Context(NamedTuple):
    """What else a wording rule may look at: the word lists, and the words that the rubric itself explains.

    `glossary` holds, folded to lower case, the terms of the rubric's glossary.
    """

    language: Language
    glossary: frozenset[str] = frozenset()
