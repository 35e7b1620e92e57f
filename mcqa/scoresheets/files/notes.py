"""What reviewers wrote in notes on cells: Excel's notes and comment threads, and the annotations of other programs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import IO, NamedTuple

from mcqa.scoresheets.bounds import MAX_CELL, MAX_ROWS, Room, TooLargeError
from mcqa.scoresheets.files.markup import parse
from mcqa.scoresheets.files.xlsx_sheet import LOT, decoded
from mcqa.scoresheets.grid import ZERO_WIDTH

# the kinds of the parts that hold notes, as the relations of a sheet name them
NOTES, THREADS = "comments", "threadedComment"
# the room that a note takes by itself: 50,000 of them are more than a program shows
NOTE_ROOM = 50
# a note, its text, the runs of letters in it, and how they look
MAX_DEPTH = 30
BETWEEN = " | "
_PLACE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_WHAT_TO_DO = "What to do: "
# how a note that mcqa itself wrote begins: its name, and the code and the name of what it found
_OWN = re.compile(r"mcqa: [A-Z]\d{3} [a-z0-9-]+")
# Excel 365 keeps a comment thread as a note too, for versions that know no threads; its language is that of the program
_STAND_IN = re.compile(r".*?linkid=870924\s*", re.DOTALL)
_STAND_IN_AUTHOR = "tc={"
_TURN = re.compile(r"^[^\n]{1,40}[:\uff1a]\n {4}", re.MULTILINE)

Notes = Mapping[tuple[int, int], str]


class Note(NamedTuple):
    """A note as a part of a workbook has it: its cell, its author, its text, and when it was written."""

    place: tuple[int, int]
    author: str
    text: str
    when: str = ""


def remark(text: str, author: str = "") -> str:
    """Give what a reviewer says in a note: without the author's name, and without what programs put into it."""
    said = _without_findings(text.replace("\r\n", "\n").replace("\r", "\n"))
    if is_stand_in(said, author):
        turns = [turn.strip() for turn in _TURN.split(_STAND_IN.sub("", said, count=1))]
        said = BETWEEN.join(filter(None, turns))
    elif author.strip():
        # Excel begins a note with the name of its author
        named = re.match(rf"\s*{re.escape(author.strip())}\s?[:\uff1a](?:\s|$)", said)
        said = said[named.end() :] if named else said
    return said.strip() if said.strip().strip(ZERO_WIDTH).strip() else ""


def is_stand_in(text: str, author: str = "") -> bool:
    """Whether a note only stands in for a comment thread, whose texts it repeats below an explanation."""
    return (author.startswith(_STAND_IN_AUTHOR) or text.lstrip().startswith("[")) and bool(_STAND_IN.match(text))


def _without_findings(text: str) -> str:
    """Leave out what mcqa wrote into an annotated copy; what a reviewer wrote above or below it stays."""
    if "mcqa: " not in text:
        return text
    lines, kept, at = text.split("\n"), list[str](), 0
    while at < len(lines):
        if not _OWN.fullmatch(lines[at].strip()):
            kept.append(lines[at])
            at += 1
            continue
        # the message follows, which may quote a text of several lines, and what to do about it
        end = at + 1
        while end < len(lines) and not lines[end].startswith(_WHAT_TO_DO) and not _OWN.fullmatch(lines[end].strip()):
            end += 1
        at = end + 1 if end < len(lines) and lines[end].startswith(_WHAT_TO_DO) else at + 2
    return "\n".join(kept)


def place_of(cell: str) -> tuple[int, int] | None:
    """Give the row and the column, counted from 0, of a cell such as C7; None where it names none."""
    match = _PLACE.fullmatch(cell)
    if match is None:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    row = int(match[2])
    return (row - 1, column - 1) if 1 <= row <= MAX_ROWS else None


def read_notes(source: IO[bytes], room: Room) -> list[Note]:
    """Read the part of a workbook that holds the notes of a sheet."""
    return _Reader(room, "comment", "t").read(source)


def read_threads(source: IO[bytes], room: Room) -> list[Note]:
    """Read the part of a workbook that holds the comment threads of a sheet."""
    return _Reader(room, "threadedComment", "text").read(source)


class _Reader:
    """Takes a part with notes or threads in as its XML goes by."""

    def __init__(self, room: Room, note: str, text: str) -> None:
        self.room, self.note, self.inside = room, note, text
        self.found: list[Note] = []
        # by their number, as a note has it
        self.authors: dict[str, str] = {}
        self.given: dict[str, str] | None = None
        self.pieces: list[str] = []
        self.length = self.depth = self.seen = 0
        self.taking = self.spoken = False

    def read(self, source: IO[bytes]) -> list[Note]:
        """Read the whole part."""
        parse(source, self.room, self.start, self.end, self.text)
        self.room.take(self.seen)
        return self.found

    def start(self, name: str, given: dict[str, str]) -> None:
        """Take in the beginning of an element, which takes as much room as a cell."""
        self.depth += 1
        self.seen += 1
        if self.seen > LOT:
            self.room.take(self.seen)
            self.seen = 0
        if self.depth > MAX_DEPTH:
            raise TooLargeError(f"nests its notes more than {MAX_DEPTH} deep")
        local = name.rpartition("}")[2]
        if local == self.note:
            self.given = given
            self._begin()
        elif local == "author":
            self._begin()
            self.taking = True
        elif local == "rPh":
            self.spoken = True
        elif local == self.inside and self.given is not None:
            self.taking = not self.spoken

    def text(self, piece: str) -> None:
        """Take in text."""
        if self.taking:
            self.pieces.append(piece)
            self.length += len(piece)
            if self.length > MAX_CELL:
                raise TooLargeError(f"holds a note of more than {MAX_CELL:,} characters")

    def end(self, name: str) -> None:
        """Take in the end of an element."""
        self.depth -= 1
        local = name.rpartition("}")[2]
        if local == self.inside:
            self.taking = False
        elif local == "rPh":
            self.spoken = False
        elif local == "author":
            self.taking = False
            self.room.take(0, self.length)
            self.authors[str(len(self.authors))] = decoded("".join(self.pieces))
        elif local == self.note and self.given is not None:
            self._end_note(self.given)
            self.given = None

    def _begin(self) -> None:
        self.pieces, self.length, self.spoken = [], 0, False
        self.room.take(NOTE_ROOM)

    def _end_note(self, given: dict[str, str]) -> None:
        self.room.take(0, self.length)
        place = place_of(given.get("ref", ""))
        if place is not None:
            author = self.authors.get(given.get("authorId", ""), "")
            self.found.append(Note(place, author, decoded("".join(self.pieces)), given.get("dT", "")))


def notes_of(notes: Iterable[Note], threads: Iterable[Note]) -> Notes:
    """Give what is said at each cell: its note, and the texts of its thread in the order in which they were written."""
    talks: dict[tuple[int, int], list[Note]] = {}
    for turn in threads:
        talks.setdefault(turn.place, []).append(turn)
    said: dict[tuple[int, int], list[str]] = {}
    for note in notes:
        if not (note.place in talks and is_stand_in(note.text, note.author)):
            said.setdefault(note.place, []).append(remark(note.text, note.author))
    for place, turns in talks.items():
        if all(turn.when for turn in turns):
            turns.sort(key=lambda turn: turn.when)
        said.setdefault(place, []).extend(remark(turn.text) for turn in turns)
    whole = {place: BETWEEN.join(filter(None, texts)) for place, texts in said.items()}
    return {place: text for place, text in whole.items() if text}
