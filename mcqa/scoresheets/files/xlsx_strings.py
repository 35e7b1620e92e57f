"""The texts that the cells of a workbook share."""

from __future__ import annotations

from typing import IO

from mcqa.scoresheets.bounds import MAX_CELL, MAX_TEXT, Room, TooLargeError
from mcqa.scoresheets.files.markup import parse
from mcqa.scoresheets.files.xlsx_sheet import decoded
from mcqa.scoresheets.files.xlsx_styles import NAMESPACES
from mcqa.scoresheets.grid import typed

MAX_STRINGS = 1_000_000
# a text, the runs of letters in it, and how they look
MAX_DEPTH = 30
_ITEM, _TEXT, _SPOKEN, _RUN = range(4)
_KINDS = {f"{space}}}{name}": kind for space in NAMESPACES for kind, name in enumerate(("si", "t", "rPh", "r"))}


def read_strings(source: IO[bytes], room: Room) -> list[str | None]:
    """Read the shared texts, None for a blank one; runs of letters in several fonts are one text."""
    reader = _Strings()
    parse(source, room, reader.start, reader.end, reader.text)
    return reader.found


class _Strings:
    """Takes the table of shared texts in as its XML goes by."""

    def __init__(self) -> None:
        self.found: list[str | None] = []
        self.said = ""
        self.runs: list[str] = []
        self.taking = self.spoken = self.inside = False
        self.depth = self.total = 0

    def start(self, name: str, _: dict[str, str]) -> None:
        """Take in the beginning of an element."""
        kind = _KINDS.get(name)
        if self.taking:
            raise ValueError("an element stands within a text")
        if kind == _TEXT:
            self.taking, self.said = True, ""
        elif kind == _ITEM:
            if self.inside:
                raise ValueError("a shared text stands within another")
            self.inside, self.runs = True, []
        else:
            self.spoken = self.spoken or kind == _SPOKEN
            self.depth += 1
            if self.depth > MAX_DEPTH:
                raise TooLargeError(f"nests its texts more than {MAX_DEPTH} deep")

    def text(self, piece: str) -> None:
        """Take in text."""
        if self.taking:
            self.said = self.said + piece if self.said else piece
            if len(self.said) > MAX_CELL:
                raise TooLargeError(f"holds a cell of more than {MAX_CELL:,} characters")

    def end(self, name: str) -> None:
        """Take in the end of an element."""
        kind = _KINDS.get(name)
        if kind == _TEXT:
            self.taking = False
            if not self.spoken:
                self.runs.append(self.said)
        elif kind == _ITEM:
            self.inside = False
            self._add(self.runs[0] if len(self.runs) == 1 else "".join(self.runs))
        else:
            self.spoken = self.spoken and kind != _SPOKEN
            self.depth -= 1

    def _add(self, text: str) -> None:
        self.total += len(text)
        if len(self.found) >= MAX_STRINGS or self.total > MAX_TEXT:
            raise TooLargeError(f"holds more than {MAX_STRINGS:,} texts, or {MAX_TEXT / 1e6:,.0f} million characters")
        self.found.append(text if text[:1].isalnum() and "_x" not in text else typed(decoded(text)))
