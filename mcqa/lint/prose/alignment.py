"""From an offset in a text, as YAML gives it, back to the line and column of the file."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Any

import yaml

from mcqa.findings import Location

_CHUNK = re.compile(r"\S+")
_BREAK = re.compile(r"\n")
_ESCAPE = re.compile(r"''|\\x..|\\u....|\\U........|\\.")


class Aligned:
    """A scalar of a file, its text laid beside its source once, so that any number of places in it are told."""

    __slots__ = ("_breaks", "_chunks", "_file", "_node", "_raw", "_typed")

    def __init__(self, node: yaml.ScalarNode, lines: list[str], file: str) -> None:
        """Take the node and the lines of its file, each with its end."""
        self._node = node
        self._file = file
        self._raw = _raw(node.start_mark, node.end_mark, lines)
        self._breaks = [match.start() for match in _BREAK.finditer(self._raw)]
        self._chunks = _Words(node.value, 0, len(node.value))
        self._typed = _source_words(self._raw, node.style)

    def place(self, offset: int) -> Location | None:
        """Give the place of the character at `offset` of the text, if it can be told.

        YAML folds lines and takes indentation away but keeps the words between white space and their order, so the text
        is laid beside the source word by word. A quoted text with escapes that make or hide white space is not told.
        """
        index = bisect_right(self._chunks.ends, offset)
        if len(self._typed.ends) != len(self._chunks.ends) or index == len(self._chunks.ends):
            return None
        inside = max(0, offset - self._chunks.starts[index])
        typed, read = self._typed.word(index), self._chunks.word(index)
        return self._at(self._typed.starts[index] + _shifted(inside, typed, read, self._node.style))

    def _at(self, offset: int) -> Location:
        start: Any = self._node.start_mark
        breaks = bisect_right(self._breaks, offset - 1)
        column = offset - self._breaks[breaks - 1] - 1 if breaks else start.column + offset
        return Location(file=self._file, line=start.line + breaks + 1, column=column + 1)


class _Words:
    """The words of a text between white space, by where they start and end."""

    __slots__ = ("ends", "starts", "text")

    def __init__(self, text: str, begin: int, end: int) -> None:
        self.text = text
        self.starts: list[int] = []
        self.ends: list[int] = []
        for match in _CHUNK.finditer(text, begin, end):
            self.starts.append(match.start())
            self.ends.append(match.end())

    def word(self, index: int) -> str:
        return self.text[self.starts[index] : self.ends[index]]

    def keep(self, indices: list[int]) -> None:
        self.starts = [self.starts[index] for index in indices]
        self.ends = [self.ends[index] for index in indices]


def aligned(node: yaml.Node | None, lines: list[str], file: str) -> Aligned | None:
    """Lay a scalar beside its source in the `lines` of its file; None for what is no scalar, or stands nowhere."""
    if not isinstance(node, yaml.ScalarNode) or node.start_mark is None or node.end_mark is None:
        return None
    return Aligned(node, lines, file)


def _raw(start: Any, end: Any, lines: list[str]) -> str:
    first: str = lines[start.line]
    if start.line == end.line:
        return first[start.column : end.column]
    last: str = lines[end.line][: end.column] if end.line < len(lines) else ""
    return first[start.column :] + "".join(lines[start.line + 1 : end.line]) + last


def _source_words(raw: str, style: str | None) -> _Words:
    """Give the words of a scalar as they stand in the file, without quotes and block header."""
    begin, end = 0, len(raw)
    if style in {"|", ">"}:
        begin = raw.find("\n") + 1
    elif style in {"'", '"'}:
        begin, end = 1, len(raw) - 1
    words = _Words(raw, begin, end)
    if style == '"' and "\\" in raw:
        _unescape(words)
    return words


def _unescape(words: _Words) -> None:
    """Leave out the backslashes that only join lines; all words where an escape stands for white space."""
    every = range(len(words.ends))
    if any(re.search(r"\\[\\0abtnvfr NL_Pe]", words.word(index)) for index in every):
        words.keep([])
    else:
        words.keep([index for index in every if words.word(index) != "\\"])


def _shifted(inside: int, typed: str, read: str, style: str | None) -> int:
    """Give the offset in the word as typed of an offset in the word as read: a doubled quote or an escape is longer."""
    if typed == read or style not in {"'", '"'}:
        return inside
    at = read_so_far = 0
    while read_so_far < inside and at < len(typed):
        escape = _ESCAPE.match(typed, at)
        at = escape.end() if escape else at + 1
        read_so_far += 1
    return at
