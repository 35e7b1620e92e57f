"""The notes on the cells of a sheet in an old Excel workbook: places in one kind of record, texts in another."""

from __future__ import annotations

import struct

from mcqa.scoresheets.bounds import MAX_CELL, Room
from mcqa.scoresheets.files.notes import NOTE_ROOM, Note, Notes, notes_of
from mcqa.scoresheets.files.xls_strings import Pieces

# kinds of record, by the numbers of the format
_NOTE, _CONTINUED, _OBJECT, _TEXT, _DRAWING = 0x1C, 0x3C, 0x5D, 0x1B6, 0xEC
_KINDS = frozenset({_NOTE, _CONTINUED, _OBJECT, _TEXT, _DRAWING})
_ABOUT_OBJECT, _NOTE_OBJECT, _WIDE = 0x15, 0x19, 1


class SheetNotes:
    """Keeps the records of a sheet that are about notes, and puts them together once all are there."""

    def __init__(self) -> None:
        """Begin with none."""
        self.places: list[bytes] = []
        # the text of an object: the record that has its length, and those that continue it with its letters
        self.texts: dict[int, list[bytes]] = {}
        self.object: int | None = None
        self.open: list[bytes] | None = None

    def take(self, kind: int, body: bytes) -> None:
        """Take in a record, of whatever kind."""
        if kind not in _KINDS:
            self.open = None
        elif kind == _NOTE:
            self.places.append(body)
        elif kind == _OBJECT:
            about = struct.unpack_from("<4H", body) if len(body) >= struct.calcsize("<4H") else (0, 0, 0, 0)
            self.object = about[3] if (about[0], about[2]) == (_ABOUT_OBJECT, _NOTE_OBJECT) else None
            self.open = None
        elif kind == _TEXT:
            self.open = None if self.object is None else self.texts.setdefault(self.object, [])
            if self.open is not None:
                self.open.append(body)
        elif kind == _CONTINUED and self.open is not None:
            self.open.append(body)

    def found(self, room: Room) -> Notes:
        """Give what is said at each cell; one of the faults of damaged files where the records do not fit together."""
        notes: list[Note] = []
        for body in self.places:
            row, column, _, number = struct.unpack_from("<4H", body)
            pieces = self.texts.get(number, [])
            room.take(NOTE_ROOM, 0)
            if len(pieces) > 1:
                count = min(struct.unpack_from("<H", pieces[0], 10)[0], MAX_CELL)
                room.take(0, count)
                letters = Pieces(pieces[1:])
                text = letters.letters(count, wide=bool(letters.take(1)[0] & _WIDE)) if count else ""
                notes.append(Note((row, column), Pieces([body[8:]]).text(), text))
        return notes_of(notes, ())
