"""What rules look at: the data of one rubric file, with the place of everything, and its base where it extends one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from mcqa.findings import Location
from mcqa.rubric.model import Rubric
from mcqa.rubric.read import Data, Path, Reading

_NOT_WORDS = re.compile(r"[\W_]+")


class Entry(NamedTuple):
    """A record in the document (a standard, a component, a scale) and the path to it."""

    path: Path
    data: dict[str, Any]

    def text(self, key: str) -> str | None:
        """Give a text of the record; None where it is absent or did not fit."""
        value = self.data.get(key)
        return value if isinstance(value, str) else None

    def child(self, key: str) -> Entry | None:
        """Give a record inside this one; None where it is absent or did not fit."""
        value = self.data.get(key)
        return Entry(path=(*self.path, key), data=value) if isinstance(value, dict) else None

    def children(self, key: str) -> Iterator[Entry]:
        """Give the records of a list inside this one, passing over what did not fit."""
        items = self.data.get(key)
        for index, item in enumerate(items if isinstance(items, list) else []):
            if isinstance(item, dict):
                yield Entry(path=(*self.path, key, index), data=item)


class Document(NamedTuple):
    """One rubric file as the rules see it."""

    reading: Reading
    base: Rubric | None = None

    @property
    def root(self) -> Entry:
        """The whole rubric."""
        data: Data = self.reading.data
        return Entry(path=(), data=data)

    def place(self, *path: str | int) -> Location:
        """Give the place of a value in the file."""
        return self.reading.place(path)

    def key(self, *path: str | int) -> Location:
        """Give the place of a key in the file, or of what is around it."""
        return self.reading.keys.get(path) or self.reading.place(path)

    @property
    def standards(self) -> Iterator[Entry]:
        """The standards of this file, in order."""
        return self.root.children("standards")

    @property
    def components(self) -> Iterator[tuple[Entry, Entry]]:
        """The components of this file, each with its standard before it."""
        for standard in self.standards:
            for component in standard.children("components"):
                yield standard, component

    @property
    def scales(self) -> Iterator[Entry]:
        """Every scale that this file declares: the rubric's own and those of single components."""
        for holder in (self.root, *(component for _, component in self.components)):
            scale = holder.child("scale")
            if scale is not None:
                yield scale

    def level_ids(self, component: Entry | None = None) -> tuple[str, ...]:
        """Give the ids of the levels that a component (or, without one, the rubric) is rated on."""
        scale = component.child("scale") if component else None
        scale = scale or self.root.child("scale")
        if scale is None:
            return self.base.scale.level_ids if self.base else ()
        return tuple(level.data["id"] for level in scale.children("levels") if level.text("id"))


def fold(text: str) -> str:
    """Fold case, white space and punctuation, to see whether two texts read the same."""
    return _NOT_WORDS.sub(" ", text.casefold()).strip()
