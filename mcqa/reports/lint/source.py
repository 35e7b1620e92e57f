"""The line of a file that a finding is about, and where in it the words stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from mcqa.findings import Finding
from mcqa.reports.lint.characters import shown_character, width

_BREAK = re.compile(r"\r\n|[\r\n]")
_WORD = r"[^\s\[\]{},:\"']+"
_QUOTES = ('"', "'")
# what is left out at the side of a long line, and how much of it is shown before the words
CUT = "..."
BEFORE = 24
# how much of a line is looked at to either side: a file may be one line of a megabyte
REACH = 400


class Span(NamedTuple):
    """Words in a line: the columns of the first character and of the one behind the last, both from 1."""

    line: str
    start: int
    end: int

    @property
    def words(self) -> str:
        """The words as they stand in the line."""
        return self.line[self.start - 1 : self.end - 1]


class Excerpt(NamedTuple):
    """A line as it is shown, and the marks below it."""

    line: str
    marks: str


def lines_of(text: str) -> list[str]:
    """Give the lines of a file as its findings count them."""
    return _BREAK.split(text)


def span_of(finding: Finding, lines: Sequence[str]) -> Span | None:
    """Find the words of a finding at its place; the word that stands there where they differ; None without the line."""
    number, column = finding.location.line, finding.location.column
    if number is None or not 1 <= number <= len(lines):
        return None
    line = lines[number - 1]
    start = min(max(column or 1, 1), len(line) + 1)
    rest = line[start - 1 : start - 1 + REACH + 2 * len(finding.value or "")]
    return Span(line, start, start + _length(rest, finding.value))


def _length(rest: str, value: str | None) -> int:
    found = 0
    if value and rest[:1] in _QUOTES:
        # the place of a text in quotes is that of the quote; inside single quotes a quote stands twice
        typed = value.replace("'", "''") if rest[0] == "'" else value
        found = _along(rest[1:], typed)
        found += 0 if not found else 2 if rest[found + 1 : found + 2] == rest[0] else 1
    if value and not found:
        found = _along(rest, value)
    if not found:
        word = re.match(_WORD, rest)
        found = word.end() if word else 1
    return found


def _along(rest: str, value: str) -> int:
    """Give how far a line reads as a text does, as far as the line goes; 0 where they differ before that."""
    at = 0
    for chunk in value.split():
        begin = at
        while begin < len(rest) and rest[begin].isspace():
            begin += 1
        if begin == len(rest):
            break  # the text goes on in the next line
        if not rest.startswith(chunk, begin):
            return 0
        at = begin + len(chunk)
    return at


def excerpt(span: Span, room: int) -> Excerpt:
    """Show a line in so many columns of a terminal, without its indentation, and mark the words in it."""
    margin = _margin(span.line)
    # where the words stand in the indentation, it is what the finding is about
    first = max(min(margin, span.start - 1), span.start - REACH)
    last = span.start + REACH
    cells = list(map(shown_character, span.line[first:last]))
    start = span.start - 1 - first
    end = start + max(1, span.end - span.start)
    widths = list(map(width, cells))
    before, after = first > margin, last < len(span.line)
    low, high = _window(widths, start, end, room - len(CUT) * (before + after))
    left, right = CUT if low or before else "", CUT if high < len(cells) or after else ""
    pad = len(left) + sum(widths[low:start])
    marks = max(1, sum(widths[start : min(end, high)]))
    return Excerpt(line=f"{left}{''.join(cells[low:high])}{right}", marks=" " * pad + "^" * marks)


def _margin(line: str) -> int:
    """Give the width of the indentation; a line of a megabyte is not copied for it."""
    head = line[:REACH]
    indent = len(head) - len(head.lstrip())
    return indent if indent < len(head) or len(line) <= REACH else len(line) - len(line.lstrip())


def _window(widths: list[int], start: int, end: int, room: int) -> tuple[int, int]:
    """Choose the part of a line that is shown, so that it holds the words, or as much of them as fits."""
    if sum(widths) <= room:
        return 0, len(widths)
    low = 0
    if sum(widths[:end]) > room - len(CUT):
        low, before = start, 0
        while low and before + widths[low - 1] <= BEFORE:
            low -= 1
            before += widths[low]
    left = room - (len(CUT) if low else 0)
    high, used = low, 0
    while high < len(widths) and used + widths[high] <= left:
        used += widths[high]
        high += 1
    while high < len(widths) and high > low and used > left - len(CUT):
        high -= 1
        used -= widths[high]
    return low, high
