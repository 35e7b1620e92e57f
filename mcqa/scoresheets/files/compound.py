"""The container of old Office files (OLE, compound file): finds one stream in it.

Chains of sectors are followed no further than there are sectors, so that a circle ends.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENTRY = 128
_FREE = 0xFFFFFFF0
_HEADER_LIST = 109
_SHIFTS = (9, 12)
_ROOT = 5


class Compound:
    """An old Office file and the streams it holds, by name."""

    def __init__(self, content: bytes) -> None:
        """Read the directory; ValueError, LookupError or struct.error where it is damaged."""
        self.content = content
        shift, mini_shift = struct.unpack_from("<HH", content, 30)
        if shift not in _SHIFTS or mini_shift > shift:
            raise ValueError("its sectors have no known size")
        self.sector, self.mini_sector = 1 << shift, 1 << mini_shift
        directory, _, self.cutoff, mini_fat = struct.unpack_from("<IIII", content, 48)
        self.fat = self._fat()
        entries = self._chain(directory, self.fat)
        self.mini_fat = _numbers(self._chain(mini_fat, self.fat))
        self.streams: dict[str, tuple[int, int]] = {}
        self.mini = b""
        for at in range(0, len(entries) - ENTRY + 1, ENTRY):
            entry = entries[at : at + ENTRY]
            length, kind = struct.unpack_from("<HB", entry, 64)
            start, size = struct.unpack_from("<II", entry, 116)
            if kind == _ROOT:
                self.mini = self._chain(start, self.fat)[:size]
            elif kind:
                name = entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
                self.streams.setdefault(name, (start, size))
        if not self.streams:
            raise ValueError("its directory is missing")

    def stream(self, name: str) -> bytes:
        """Give the content of a stream; LookupError where there is none."""
        start, size = self.streams[name]
        if size >= self.cutoff:
            return self._chain(start, self.fat)[:size]
        pieces = [
            self.mini[number * self.mini_sector : (number + 1) * self.mini_sector]
            for number in _follow(start, self.mini_fat)
        ]
        return b"".join(pieces)[:size]

    def _fat(self) -> tuple[int, ...]:
        sectors = list(struct.unpack_from(f"<{_HEADER_LIST}I", self.content, 76))
        following, count = struct.unpack_from("<II", self.content, 68)
        for _ in range(min(count, len(self.content) // self.sector)):
            if following >= _FREE:
                break
            more = _numbers(self._sector(following))
            sectors += more[:-1]
            following = more[-1] if more else _FREE
        return _numbers(b"".join(self._sector(number) for number in dict.fromkeys(sectors) if number < _FREE))

    def _sector(self, number: int) -> bytes:
        return self.content[(number + 1) * self.sector : (number + 2) * self.sector]

    def _chain(self, start: int, table: Sequence[int]) -> bytes:
        return b"".join(self._sector(number) for number in _follow(start, table))


def _follow(start: int, table: Sequence[int]) -> list[int]:
    """Give the numbers of a chain; ValueError where it runs in a circle or leaves the file."""
    found: list[int] = []
    while start < _FREE:
        if start >= len(table) or len(found) >= len(table):
            raise ValueError("a chain of its sectors does not end")
        found.append(start)
        start = table[start]
    return found


def _numbers(content: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])
