"""What rules look at: the data of one rubric file, with the place of everything, and its base where it extends one."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from mcqa.findings import Location
from mcqa.lint.prose.component import Context, LevelText, Prose
from mcqa.lint.prose.language import Additions, language_of
from mcqa.rubric.read import Data, Path, Reading

if TYPE_CHECKING:
    from mcqa.lint.prose.alignment import Aligned
    from mcqa.rubric.model import Rubric

# the rules of wording look no further into a text: no reviewer reads pages to rate one component
LONGEST_JUDGED = 5_000
# and no further into a file than ten large rubrics reach
MOST_JUDGED = 400_000
MOST_COMPONENTS_JUDGED = 1_000


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


class Worded(NamedTuple):
    """A component with its standard, and its texts as the wording rules read them."""

    standard: Entry
    component: Entry
    prose: Prose


class Document:
    """One rubric file as the rules see it; `text` is what stands in the file."""

    def __init__(
        self, *, reading: Reading, base: Rubric | None = None, text: str = "", additions: Additions = ()
    ) -> None:
        """Take what was read, the rubric it extends, and what the configuration adds to the word lists."""
        self.reading = reading
        self.base = base
        self.text = text
        self._additions = additions
        self._aligned: dict[Path, Aligned | None] = {}

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the file, each with its end."""
        return self.text.splitlines(keepends=True)

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
        return self.reading.key_place(path)

    def within(self, path: Path, offset: int) -> Location:
        """Give the place of a character of a text, by its offset in the text as it is read."""
        if path not in self._aligned:
            from mcqa.lint.prose.alignment import aligned

            self._aligned[path] = aligned(self.reading.nodes.get(path), self.lines, self.reading.file)
        scalar = self._aligned[path]
        return (scalar.place(offset) if scalar else None) or self.reading.place(path)

    @cached_property
    def standards(self) -> tuple[Entry, ...]:
        """The standards of this file, in order."""
        return tuple(self.root.children("standards"))

    @cached_property
    def components(self) -> tuple[tuple[Entry, Entry], ...]:
        """The components of this file, each with its standard before it."""
        return tuple(
            (standard, component) for standard in self.standards for component in standard.children("components")
        )

    @property
    def scales(self) -> Iterator[Entry]:
        """Every scale that this file declares: the rubric's own and those of single components."""
        for holder in (self.root, *(component for _, component in self.components)):
            scale = holder.child("scale")
            if scale is not None:
                yield scale

    @cached_property
    def worded(self) -> tuple[Worded, ...]:
        """The components of this file with their texts, as far as the rules of wording look."""
        found: list[Worded] = []
        length = 0
        for standard, component in self.components[:MOST_COMPONENTS_JUDGED]:
            prose = self._prose(component)
            length += len(prose.text) + sum(len(level.text) for level in prose.levels)
            if length > MOST_JUDGED:
                break
            found.append(Worded(standard, component, prose))
        return tuple(found)

    @property
    def unjudged(self) -> Entry | None:
        """The first component that the rules of wording leave out, of a file that no person wrote."""
        left = self.components[len(self.worded) :]
        return left[0][1] if left else None

    @cached_property
    def context(self) -> Context | None:
        """The word lists of the rubric's language and the terms it explains; None where there are no lists for it."""
        tag = self.root.text("language") or (self.base.language if self.base else "en")
        language = language_of(tag, self._additions)
        if language is None:
            return None
        own = self.root.child("glossary")
        terms = {*(own.data if own else ()), *(self.base.glossary if self.base else ())}
        return Context(language=language, glossary=frozenset(fold(term) for term in terms))

    def _prose(self, component: Entry) -> Prose:
        given = component.child("levels")
        texts = given.data if given else {}
        levels = self._levels_of(component)
        return Prose(
            title=judged(component.text("title") or ""),
            text=judged(component.text("text") or ""),
            levels=tuple(
                LevelText(name, levels.labels[name], judged(texts[name]))
                for name in sorted(filter(levels.labels.__contains__, texts), key=levels.ids.index)
                if texts[name]
            ),
            ordered=levels.type != "nominal",
            cut=self._cut,
        )

    @cached_property
    def _cut(self) -> str:
        decision = self.root.child("decision")
        return (decision.text("cut") if decision else None) or (self.base.decision.cut if self.base else "")

    def level_ids(self, component: Entry | None = None) -> tuple[str, ...]:
        """Give the ids that could be read of the levels that a component (or the rubric) is rated on."""
        return self._levels_of(component).ids

    def all_level_ids(self, component: Entry | None = None) -> tuple[str, ...]:
        """Give the ids of the levels; none at all where one of them could not be read, which is told already."""
        levels = self._levels_of(component)
        return levels.ids if levels.whole else ()

    def _levels_of(self, component: Entry | None) -> _Levels:
        if component is not None and (*component.path, "scale") in self.reading.keys:
            return _declared(component.child("scale"))
        return self._own_levels

    @cached_property
    def _own_levels(self) -> _Levels:
        if ("scale",) in self.reading.keys:
            return _declared(self.root.child("scale"))
        if self.base is None:
            return NO_LEVELS
        scale = self.base.scale
        return _Levels(scale.type, {level.id: level.label for level in scale.levels}, scale.level_ids, whole=True)


class _Levels(NamedTuple):
    """The levels of a scale, labels by id, the ids, and whether all of them could be read."""

    type: str
    labels: dict[str, str]
    ids: tuple[str, ...]
    whole: bool


NO_LEVELS = _Levels("", {}, (), whole=True)


def _declared(scale: Entry | None) -> _Levels:
    """Read the levels of a scale as far as that goes."""
    if scale is None:
        return NO_LEVELS
    named = [level for level in scale.children("levels") if level.text("id")]
    labels = {level.data["id"]: level.text("label") or "" for level in named}
    whole = len(named) == len(scale.data.get("levels") or ())
    return _Levels(scale.text("type") or "", labels, tuple(labels), whole=whole)


def judged(text: str) -> str:
    """Give as much of a text as the rules of wording look at: all of it, or what ends with a word before the bound."""
    if len(text) <= LONGEST_JUDGED:
        return text
    cut = text[:LONGEST_JUDGED]
    return cut[: max(cut.rfind(" "), cut.rfind("\n"))] if " " in cut or "\n" in cut else cut


def fold(text: str) -> str:
    """Fold case and white space, to see whether two texts read the same."""
    plain = text if text.isascii() else unicodedata.normalize("NFC", text)
    return " ".join(plain.casefold().split())
