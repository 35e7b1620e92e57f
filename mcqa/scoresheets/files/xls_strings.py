"""Texts in an old Excel workbook: one byte or two for a letter, and cut wherever a record is full."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from mcqa.scoresheets.bounds import MAX_CELLS, MAX_TEXT, TooLargeError
from mcqa.scoresheets.grid import Value, typed

_WIDE, _SOUND, _RUNS = 1, 4, 8


class Pieces:
    """A record and those that continue it, read on from one to the next."""

    def __init__(self, pieces: Sequence[bytes]) -> None:
        """Begin at the first."""
        self.pieces, self.at, self.place = pieces, 0, 0

    def take(self, size: int) -> bytes:
        """Give the next bytes; EOFError where there are none left."""
        found = b""
        while len(found) < size:
            self._advance()
            piece = self.pieces[self.at][self.place : self.place + size - len(found)]
            self.place += len(piece)
            found += piece
        return found

    def skip(self, size: int) -> None:
        """Leave out some bytes."""
        while size > 0:
            self._advance()
            step = min(size, len(self.pieces[self.at]) - self.place)
            self.place, size = self.place + step, size - step

    def letters(self, count: int, *, wide: bool) -> str:
        """Give some letters; each further record says anew how wide they are."""
        found: list[str] = []
        while count > 0:
            if self.place >= len(self.pieces[self.at]):
                self._advance()
                wide = bool(self.take(1)[0] & _WIDE)
            size = 2 if wide else 1
            piece = self.pieces[self.at][self.place : self.place + count * size]
            if len(piece) < size:
                raise EOFError("a text is cut off")
            whole = len(piece) // size * size
            found.append(piece[:whole].decode("utf-16-le" if wide else "latin-1", "surrogatepass"))
            self.place += whole
            count -= whole // size
        return "".join(found).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

    def _advance(self) -> None:
        while self.place >= len(self.pieces[self.at]):
            self.at, self.place = self.at + 1, 0
            if self.at >= len(self.pieces):
                raise EOFError("a record is cut off")

    def text(self, *, short: bool = False) -> str:
        """Give a text with its length before it, without its fonts and how it is spoken."""
        count = self.take(1)[0] if short else struct.unpack("<H", self.take(2))[0]
        how = self.take(1)[0]
        runs = struct.unpack("<H", self.take(2))[0] if how & _RUNS else 0
        sound = struct.unpack("<I", self.take(4))[0] if how & _SOUND else 0
        found = self.letters(count, wide=bool(how & _WIDE))
        self.skip(runs * 4 + sound)
        return found


def shared_texts(pieces: Sequence[bytes]) -> list[Value]:
    """Read the table of texts that cells share, None for a blank one."""
    reader = Pieces(pieces)
    count = struct.unpack("<II", reader.take(8))[1]
    if count > MAX_CELLS:
        raise TooLargeError(f"holds more than {MAX_CELLS:,} texts")
    found: list[Value] = []
    total = 0
    for _ in range(count):
        text = reader.text()
        total += len(text)
        if total > MAX_TEXT:
            raise TooLargeError(f"holds more than {MAX_TEXT / 1e6:,.0f} million characters")
        found.append(typed(text))
    return found
