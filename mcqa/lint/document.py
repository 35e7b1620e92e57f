"""What rules look at: the data of one rubric file, with the place of everything, and its base where it extends one."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any, NamedTuple

from mcqa.findings import Location
from mcqa.rubric.model import Rubric, Scale
from mcqa.rubric.read import Data, Path, Reading


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
        """Give the ids that could be read of the levels that a component (or the rubric) is rated on."""
        scale = self._scale_of(component)
        if isinstance(scale, Entry):
            return tuple(level.data["id"] for level in scale.children("levels") if level.text("id"))
        return scale.level_ids if scale else ()

    def all_level_ids(self, component: Entry | None = None) -> tuple[str, ...]:
        """Give the ids of the levels; none at all where one of them could not be read, which is told already."""
        scale, known = self._scale_of(component), self.level_ids(component)
        whole = not isinstance(scale, Entry) or len(known) == len(scale.data.get("levels") or ())
        return known if whole else ()

    def _scale_of(self, component: Entry | None) -> Entry | Scale | None:
        for holder in (component, self.root):
            if holder and (*holder.path, "scale") in self.reading.keys:
                return holder.child("scale")
        return self.base.scale if self.base else None


def fold(text: str) -> str:
    """Fold case and white space, to see whether two texts read the same."""
    plain = text if text.isascii() else unicodedata.normalize("NFC", text)
    return " ".join(plain.casefold().split())
