"""XML of an untrusted file, read piece by piece.

Python's own expat is used directly, with the guard that defusedxml, which reads small parts elsewhere, gives the other
parsers: a document type declaration, without which there are no entities to attack with, ends the reading.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import IO
from xml.parsers import expat

from mcqa.progress import Progress
from mcqa.scoresheets.bounds import Room, TooLargeError, UnsafeXmlError

CHUNK = 1_000_000
BUFFER = 65_536
# old versions of expat read a token again with each chunk until it ends, and no honest one is as long
MAX_TOKEN = 4_000_000
# of elements that a reader does not know, one within the other or not
MAX_OTHERS = 500_000
REPORTED_FROM = 10_000_000

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


def parse(
    source: IO[bytes], room: Room, start: Start, end: End | None = None, text: Text | None = None, size: int = 0
) -> None:
    """Read a whole document: elements and texts are handed to functions, names as `namespace}name`.

    Its tags take room; with its `size`, progress is reported for a big one. UnsafeXmlError where a document type is
    declared, TooLargeError for an endless token, expat.ExpatError where it is no XML.
    """
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.buffer_size = BUFFER
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = start
    if end is not None:
        parser.EndElementHandler = end
    if text is not None:
        parser.CharacterDataHandler = text
    fed = 0
    try:
        for chunk in _chunks(source, size):
            room.take_tags(chunk.count(b"<"))
            parser.Parse(chunk, False)
            fed += len(chunk)
            if fed - max(parser.CurrentByteIndex, 0) > MAX_TOKEN:
                raise TooLargeError(f"holds a piece of XML of more than {MAX_TOKEN / 1e6:,.0f} MB")
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        # a part of a container knows its name
        part = getattr(source, "name", None)
        raise expat.ExpatError(f"{part} is damaged: {error}" if part else str(error)) from None


def _chunks(source: IO[bytes], size: int) -> Iterator[bytes]:
    """Give a document piece by piece, and report progress where it is big."""
    progress = Progress("reading a big sheet", size) if size > REPORTED_FROM else None
    try:
        while chunk := source.read(CHUNK):
            yield chunk
            if progress is not None:
                progress.advance(len(chunk))
    finally:
        if progress is not None:
            progress.close()


def _refuse(*_: object) -> None:
    raise UnsafeXmlError
