"""From an offset in a text, as YAML gives it, back to the line and column of the file."""

from __future__ import annotations

import re
from typing import Any

import yaml

from mcqa.findings import Location

_CHUNK = re.compile(r"\S+")


def place_within(node: yaml.Node | None, offset: int, lines: list[str], file: str) -> Location | None:
    """Give the place of the character at `offset` of a scalar's text in the `lines` of its file, if it can be told.

    YAML folds lines and takes indentation away but keeps the words between white space and their order, so the text is
    laid beside the source chunk by chunk. A quoted text with escapes that make or hide white space is not told.
    """
    if not isinstance(node, yaml.ScalarNode) or node.start_mark is None or node.end_mark is None:
        return None
    raw = _raw(node.start_mark, node.end_mark, lines)
    chunks = list(_CHUNK.finditer(node.value))
    index = next((number for number, chunk in enumerate(chunks) if chunk.end() > offset), None)
    found = _source_chunks(raw, node.style)
    if index is None or len(found) != len(chunks):
        return None
    start, typed = found[index]
    inside = max(0, offset - chunks[index].start())
    return _at(node.start_mark, raw, start + _shifted(inside, typed, chunks[index][0], node.style), file)


def _raw(start: Any, end: Any, lines: list[str]) -> str:
    first: str = lines[start.line]
    if start.line == end.line:
        return first[start.column : end.column]
    last: str = lines[end.line][: end.column] if end.line < len(lines) else ""
    return first[start.column :] + "".join(lines[start.line + 1 : end.line]) + last


def _source_chunks(raw: str, style: str | None) -> list[tuple[int, str]]:
    """Give the words of a scalar as they stand in the file, without quotes and block header."""
    begin, end = 0, len(raw)
    if style in {"|", ">"}:
        begin = raw.find("\n") + 1
    elif style in {"'", '"'}:
        begin, end = 1, len(raw) - 1
    found = [(chunk.start(), chunk[0]) for chunk in _CHUNK.finditer(raw, begin, end)]
    if style == '"' and any("\\" in typed for _, typed in found):
        return _unescaped(found)
    return found


def _unescaped(found: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Leave out the backslashes that only join lines; give nothing where an escape stands for white space."""
    if any(re.search(r"\\[\\0abtnvfr NL_Pe]", typed) for _, typed in found):
        return []
    return [(start, typed) for start, typed in found if typed != "\\"]


def _shifted(inside: int, typed: str, read: str, style: str | None) -> int:
    """Give the offset in the word as typed of an offset in the word as read: a doubled quote or an escape is longer."""
    if typed == read or style not in {"'", '"'}:
        return inside
    at = read_so_far = 0
    while read_so_far < inside and at < len(typed):
        escape = re.compile(r"''|\\x..|\\u....|\\U........|\\.").match(typed, at)
        at = escape.end() if escape else at + 1
        read_so_far += 1
    return at


def _at(start: Any, raw: str, offset: int, file: str) -> Location:
    before = raw[:offset]
    breaks = before.count("\n")
    column = offset - (before.rfind("\n") + 1) if breaks else start.column + offset
    return Location(file=file, line=start.line + breaks + 1, column=column + 1)
