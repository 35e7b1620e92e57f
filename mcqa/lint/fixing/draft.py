"""The text of a rubric on its way to being mended: where its values and keys stand, and what the format wants there."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path as FilePath
from typing import NamedTuple

import yaml

from mcqa.errors import InputError, UsageError
from mcqa.findings import Location
from mcqa.lint.document import Document
from mcqa.rubric import format as rubric_format
from mcqa.rubric.format import Kind, ListOf, Record, Text, TextByKey
from mcqa.rubric.model import Rubric
from mcqa.rubric.read import Path, Reading, read_rubric
from mcqa.rubric.text import AliasNode, YamlText, parse

_MARK = "\ufeff"
_CLOSING = {"[": "]", "{": "}"}


class Span(NamedTuple):
    """A piece of text to replace, by its offsets; from -1 to 0 stands the byte order mark."""

    start: int
    end: int
    text: str


class Spot(NamedTuple):
    """A scalar of the file: its node, its path (of the entry, where it is a key) and its offsets in the text."""

    node: yaml.ScalarNode
    path: Path
    is_key: bool
    start: int
    end: int


class Draft:
    """One state of a file. Nothing of it changes; an edit makes another."""

    def __init__(self, content: bytes, *, file: str, folder: FilePath) -> None:
        """Read the bytes of a file; `folder` is where a path under `extends` starts."""
        self.content = content
        self.file = file
        self.folder = folder
        self.source: YamlText = parse(content, file)

    @cached_property
    def reading(self) -> Reading:
        """The data of the file, as the linter reads them."""
        return read_rubric(self.source)

    @property
    def text(self) -> str:
        """The text without its byte order mark; empty where the bytes are no text."""
        return self.source.text

    @property
    def root(self) -> yaml.Node | None:
        """The tree; None where the text has none."""
        return self.source.root

    def edited(self, spans: Iterable[Span]) -> Draft:
        """Give the draft with some pieces replaced; they do not overlap."""
        head = _MARK if self.content.startswith(codecs.BOM_UTF8) else ""
        whole, parts, at = head + self.text, [], 0
        for start, end, text in sorted(spans):
            parts += [whole[at : start + len(head)], text]
            at = end + len(head)
        parts.append(whole[at:])
        return Draft("".join(parts).encode(), file=self.file, folder=self.folder)

    @cached_property
    def starts(self) -> list[int]:
        """The offset of every line."""
        return [0, *(match.end() for match in re.finditer(r"\r\n|[\r\n]", self.text))]

    def offset(self, line: int, column: int) -> int:
        """Give the offset of a line and a column, both from 0; the end of the text for what lies beyond it."""
        return min(self.starts[line] + column, len(self.text)) if line < len(self.starts) else len(self.text)

    def line(self, offset: int) -> int:
        """Give the number, from 0, of the line of an offset."""
        return bisect_right(self.starts, offset) - 1

    def line_text(self, line: int) -> str:
        """Give one line, by its number from 0, without its break; empty where there is no such line."""
        if not 0 <= line < len(self.starts):
            return ""
        end = self.starts[line + 1] if line + 1 < len(self.starts) else len(self.text)
        return self.text[self.starts[line] : end].rstrip("\r\n")

    def start_of(self, node: yaml.Node) -> int:
        """Give the offset where a node begins."""
        return self.offset(node.start_mark.line, node.start_mark.column)

    def end_of(self, node: yaml.Node) -> int:
        """Give the offset behind a node: behind its bracket, or behind the last text in it."""
        if isinstance(node, yaml.ScalarNode):
            end = self.offset(node.end_mark.line, node.end_mark.column)
            if node.style not in {"|", ">"}:
                return end
            start = self.start_of(node)
            return start + len(self.text[start:end].rstrip())
        last = self.start_of(node)
        for child in _children(node):
            last = max(last, self.end_of(child))
        bracket = self.bracket(node)
        if bracket is None:
            return last
        inside = last if last > self.start_of(node) else last + 1
        # behind the last entry stand blanks, comments and a comma at most
        closing = re.compile(r"(?:[\s,:]|#[^\r\n]*)*+").match(self.text, inside)
        found = closing.end() if closing else inside
        return found + 1 if self.text[found : found + 1] == _CLOSING[bracket] else inside

    def bracket(self, node: yaml.Node) -> str | None:
        """Give the bracket that a collection opens with; None for one in block style."""
        first = self.text[self.start_of(node) : self.start_of(node) + 1]
        return first if (first == "[") == isinstance(node, yaml.SequenceNode) and first in _CLOSING else None

    def spot(self, place: Location) -> Spot | None:
        """Give the scalar that begins at a place."""
        return self._spots.get(((place.line or 0) - 1, (place.column or 0) - 1))

    @property
    def spots(self) -> Iterable[Spot]:
        """Every scalar."""
        return self._spots.values()

    @cached_property
    def _spots(self) -> dict[tuple[int, int], Spot]:
        found = {}
        for node, path, is_key in _walk(self.root, ()):
            if not isinstance(node, yaml.ScalarNode) or isinstance(node, AliasNode):
                continue
            spot = Spot(node, path, is_key, self.start_of(node), self.end_of(node))
            if spot.start < spot.end:
                found[node.start_mark.line, node.start_mark.column] = spot
        return found

    def node(self, path: Path) -> yaml.Node | None:
        """Give the node at a path; None where there is none, or where a key on the way stands twice."""
        return self._step(path)[0]

    def collection(self, path: Path) -> tuple[yaml.Node, int] | None:
        """Give the list or mapping at a path, and the offset behind its key; None where it has no key of its own."""
        node, behind = self._step(path)
        return None if node is None or behind is None else (node, behind)

    def _step(self, path: Path) -> tuple[yaml.Node | None, int | None]:
        node, behind = self.root, None
        for part in path:
            if isinstance(node, yaml.MappingNode):
                entry = self._entries(node).get(part)
                if entry is None:
                    return None, None
                behind, node = self.end_of(entry[0]), entry[1]
            elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
                behind, node = None, node.value[part]
            else:
                return None, None
        return node, behind

    def _entries(self, node: yaml.MappingNode) -> dict[str | int, tuple[yaml.Node, yaml.Node] | None]:
        """Give the entries of a mapping by key, None where a key stands twice; a large one is asked for often."""
        if id(node) not in self._by_key:
            found: dict[str | int, tuple[yaml.Node, yaml.Node] | None] = {}
            for key, value in node.value:
                if isinstance(key, yaml.ScalarNode):
                    found[key.value] = None if key.value in found else (key, value)
            self._by_key[id(node)] = found
        return self._by_key[id(node)]

    @cached_property
    def _by_key(self) -> dict[int, dict[str | int, tuple[yaml.Node, yaml.Node] | None]]:
        return {}

    @cached_property
    def ids(self) -> Counter[tuple[int, str]]:
        """How often each id is given, white space around it aside, at each depth of the file."""
        return Counter(
            (len(spot.path), spot.node.value.strip())
            for spot in self.spots
            if spot.path[-1:] == ("id",) and not spot.is_key
        )

    @cached_property
    def folded(self) -> dict[tuple[str, Path | None], dict[str, list[str]]]:
        """Names that stand together, or may be chosen from, by how they read folded; for fixers to fill and to ask."""
        return {}

    def kind(self, path: Path) -> Kind | None:
        """Give what the format wants at a path; None where it knows no such key."""
        kind: Kind = rubric_format.RUBRIC
        for part in path:
            if isinstance(kind, Record) and part in kind.keys:
                kind = kind.keys[str(part)].kind
            elif isinstance(kind, ListOf) and isinstance(part, int):
                kind = kind.item
            elif isinstance(kind, TextByKey):
                kind = Text()
            else:
                return None
        return kind

    @cached_property
    def document(self) -> Document | None:
        """What rules look at; None where the rubric that this one extends cannot be had."""
        name, base = self.reading.data.get("extends"), None
        if "extends" in self.reading.data or ("extends",) in self.reading.keys:
            base = self._base(name) if isinstance(name, str) else None
            if base is None:
                return None
        return Document(reading=self.reading, base=base, text=self.text)

    def _base(self, name: str) -> Rubric | None:
        from mcqa.lint.engine import load_rubric_bytes, read_bytes
        from mcqa.rubric import bundled

        try:
            path = bundled.locate(name, folder=self.folder)
            return load_rubric_bytes(read_bytes(path), file=str(path), folder=path.parent)
        except (InputError, UsageError):
            return None


def _children(node: yaml.Node) -> Iterator[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        for pair in node.value:
            yield from pair
    elif isinstance(node, yaml.SequenceNode):
        yield from node.value


def _walk(node: yaml.Node | None, path: Path) -> Iterator[tuple[yaml.Node, Path, bool]]:
    """Give every node with its path, and whether it is a key."""
    if node is None:
        return
    yield node, path, False
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                yield key, (*path, key.value), True
                yield from _walk(value, (*path, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from _walk(item, (*path, index))
