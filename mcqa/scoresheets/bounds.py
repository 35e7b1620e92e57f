"""How much a file may hold, and how reading stops where it holds more.

A scoresheet of 200,000 rows and a dozen columns passes; what goes beyond these bounds is refused before it fills the
memory. The bounds are on what a file makes the reader do, so that a small file that unpacks to something endless meets
them as well.
"""

from __future__ import annotations

from pathlib import Path

# of a file on disk; Parquet holds millions of ratings in little
MAX_FILE = 100_000_000
MAX_PARQUET = 500_000_000
# of the places of all sheets of a file, blanks before a value included, and of the characters in them
MAX_CELLS = 2_500_000
MAX_TEXT = 150_000_000
# of the tags of XML that a parser meets in all parts of a file, beside those of cells that hold something, which are
# bounded by themselves; a cell has four, and six where its text stands in it
MAX_TAGS = 6_000_000
TAGS_OF_A_CELL = 4
# of the text of one cell
MAX_CELL = 1_000_000
MAX_ROWS = 1_048_576
# the room that a sheet takes by itself, so that there are no thousands of empty ones
SHEET_ROOM = 1_000
MAX_COLUMNS = 16_384
# merged blocks and links of one sheet may cover as many cells; openpyxl would make a cell for each
MAX_COVERED = 200_000


class TooLargeError(Exception):
    """A file holds more than a scoresheet can; the message says what, as the end of a sentence about the file."""


class UnsafeXmlError(Exception):
    """XML declares a document type, through which it can attack its reader."""


def read_whole(path: Path, most: int) -> bytes:
    """Read a file, or one byte more than `most` of one that is larger; OSError where it is none, such as a pipe.

    A pipe may never be filled, and a device never end.
    """
    if path.exists() and not path.is_file():
        raise OSError(f"{path} is {'a folder' if path.is_dir() else 'a pipe or a device'}, not a file")
    with path.open("rb") as file:
        return file.read(most + 1)


class Room:
    """What is left of the bounds for the cells of one file."""

    __slots__ = ("cells", "tags", "text")

    def __init__(self) -> None:
        """Begin with all of it."""
        self.cells, self.text, self.tags = MAX_CELLS, MAX_TEXT, MAX_TAGS

    def take_tags(self, tags: int) -> None:
        """Count some tags of XML; TooLargeError where there is no room left for them."""
        self.tags -= tags
        if self.tags < 0:
            raise TooLargeError(f"holds more than {MAX_TAGS:,} pieces of XML")

    def give_tags(self, cells: int) -> None:
        """Give back the room that the tags of some cells took."""
        self.tags += cells * TAGS_OF_A_CELL

    def take(self, cells: int, text: int = 0) -> None:
        """Count some cells, and the characters in them; TooLargeError where there is no room left for them."""
        self.cells -= cells
        self.text -= text
        if self.cells < 0:
            raise TooLargeError(f"holds more than {MAX_CELLS:,} cells")
        if self.text < 0:
            raise TooLargeError(f"holds more than {MAX_TEXT / 1e6:,.0f} million characters")
