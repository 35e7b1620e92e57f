"""Characters as they may be shown: nothing steers a terminal or breaks a line, and it is known how wide each is."""

from __future__ import annotations

import unicodedata

from mcqa.findings import ESCAPES

# they join or part letters of some scripts and have no width; what else is unseen is written out
_JOINERS = frozenset("\u200c\u200d")
_BYTE, _PLANE = 0xFF, 0xFFFF


def shown(text: str) -> str:
    """Give a text on one line, with whatever cannot be seen written out."""
    return text if text.isprintable() else "".join(map(shown_character, text))


def shown_character(char: str) -> str:
    """Give a character, a space for any kind of space, or its escape where it would not be seen."""
    if char.isprintable() or char in _JOINERS:
        return char
    number = ord(char)
    if number in ESCAPES:
        return ESCAPES[number]
    if unicodedata.category(char) == "Zs":
        return " "
    if number <= _BYTE:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number <= _PLANE else f"\\U{number:08x}"


def width(text: str) -> int:
    """Give the columns of a terminal that a shown text takes."""
    return len(text) if text.isascii() else sum(map(_width, text))


def _width(char: str) -> int:
    if char in _JOINERS or unicodedata.category(char) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1


def wrapped(text: str, indent: str, room: int) -> list[str]:
    """Break a text at its spaces into lines of at most `room` columns; a longer word has a line of its own.

    Python's own textwrap does more and takes twenty times as long, which is felt with thousands of findings.
    """
    safe = shown(text)
    if len(indent) + width(safe) <= room:
        return [indent + safe]
    lines, line, used = [], "", 0
    for word in safe.split(" "):
        wide = width(word)
        if line and len(indent) + used + 1 + wide > room:
            lines.append(indent + line)
            line, used = word, wide
        else:
            line, used = (f"{line} {word}", used + 1 + wide) if line else (word, wide)
    return [*lines, indent + line]
