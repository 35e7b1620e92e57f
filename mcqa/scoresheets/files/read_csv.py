"""A CSV or TSV file becomes a grid; every cell is text as typed."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

from mcqa.findings import Finding, Location
from mcqa.progress import Progress
from mcqa.scoresheets.bounds import MAX_CELL, MAX_CELLS, MAX_COLUMNS, TooLargeError
from mcqa.scoresheets.grid import Grid, Value, a1, typed
from mcqa.scoresheets.kinds import LEGACY_ENCODING, OVERSIZED_ARCHIVE, UNREADABLE_FILE
from mcqa.scoresheets.words.headers import field_of

DELIMITERS = ",;\t|"
# beyond a row of as many characters there is no table, and its cells would fill the memory
MAX_LINE = 5_000_000
HEAD = 20_000
# of the words of a first line that are known
CLEARLY_A_HEADER = 3
CHUNK = 1_000_000
# texts that are met again are kept once; beyond so many they are comments
MEMORY = 200_000
REPORTED_EVERY = 10_000

# Excel's first line that names the delimiter, and spaces behind a closing quotation mark, which harm nobody
_SEPARATOR = re.compile(r'("?)sep=([,;\t|])\1(\r\n?|\n|$)', re.IGNORECASE)
_SPACE_BEHIND_QUOTE = re.compile(r'(?<=") +(?=[,;\t|\r\n]|$)')
_SAVE_AGAIN = "save it again as CSV (UTF-8)"


class _RefusedError(Exception):
    """The file cannot be read; `finding` says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


class _Typed(dict[str, Value]):
    """Gives each text as it was meant, and texts that are the same as one object."""

    def __missing__(self, text: str) -> Value:
        value = typed(text)
        if len(self) < MEMORY:
            self[text] = value
        return value


def read_csv(content: bytes, file: str) -> tuple[tuple[Grid, ...], tuple[Finding, ...]]:
    """Read a CSV file: UTF-8 with or without a mark, UTF-16 with one, else Windows-1252 with a notice."""
    findings: tuple[Finding, ...] = ()
    try:
        encoding, odd = _encoding(content, file)
        with _wide_cells():
            source = _Source(content, encoding, file)
            rows = _rows(source)
            if odd is not None:
                findings = (_legacy(source, odd),)
    except _RefusedError as refused:
        return (), (refused.finding,)
    except TooLargeError as error:
        message = f"the file {error}; it was not read"
        hint = "split the file, write it as parquet, or check that its lines end where rows do"
        return (), (OVERSIZED_ARCHIVE.at(Location(file=file), message, hint=hint),)
    return (Grid(file=file, sheet=None, rows=rows),), findings


class _Source:
    """A text in its encoding, given line by line: as a whole it can take four times the room of the file."""

    def __init__(self, content: bytes, encoding: str, file: str) -> None:
        self.content, self.encoding, self.file = content, encoding, file
        self.head = io.TextIOWrapper(io.BytesIO(content), encoding, errors="replace", newline="").read(HEAD)

    def lines(self) -> Iterator[str]:
        """Give the lines with their ends; TooLargeError where there is no end of one, or of them."""
        text = io.TextIOWrapper(io.BytesIO(self.content), self.encoding, errors="replace", newline="")
        progress = Progress("reading a big file", max(1, len(self.content)))
        read = 0
        try:
            for number in count(1):
                line = text.readline(MAX_LINE + 1)
                if not line:
                    return
                if len(line) > MAX_LINE or number > MAX_CELLS:
                    what = f"a line of more than {MAX_LINE:,} characters" if number <= MAX_CELLS else "too many lines"
                    raise TooLargeError(f"holds {what}")
                if "\0" in line:
                    message = "the file holds binary data, not the text of a CSV file"
                    raise _RefusedError(UNREADABLE_FILE.at(Location(file=self.file), message, hint=_SAVE_AGAIN))
                read += len(line)
                if number % REPORTED_EVERY == 0:
                    progress.advance(read)
                    read = 0
                yield line
        finally:
            progress.close()


@contextmanager
def _wide_cells() -> Iterator[None]:
    """Let cells be as long as MAX_CELL; the limit belongs to the whole program and is put back."""
    before = csv.field_size_limit(MAX_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _rows(source: _Source) -> tuple[tuple[Value, ...], ...]:
    try:
        delimiter = _delimiter(source.head)
        if b'"' in source.content:
            _check_quotes(source, delimiter)
        rows = _typed_rows(source, delimiter)
    except csv.Error as error:
        message = f"the file cannot be read as CSV: {error}"
        raise _RefusedError(UNREADABLE_FILE.at(Location(file=source.file), message, hint=_SAVE_AGAIN)) from error
    if _SEPARATOR.match(source.head):
        # it keeps its line, so that places are right, but says nothing about ratings
        rows[0] = (None,)
    return tuple(rows)


def _typed_rows(source: _Source, delimiter: str) -> list[tuple[Value, ...]]:
    rows: list[tuple[Value, ...]] = []
    value_of = _Typed().__getitem__
    room = MAX_CELLS
    for row in csv.reader(source.lines(), delimiter=delimiter):
        room -= len(row) + 1
        if room < 0:
            raise TooLargeError(f"holds more than {MAX_CELLS:,} cells")
        if len(row) > MAX_COLUMNS:
            raise TooLargeError(f"holds a row of more than {MAX_COLUMNS:,} cells")
        rows.append(tuple(map(value_of, row)))
    return rows


def _check_quotes(source: _Source, delimiter: str) -> None:
    """Refuse a file in which a stray quotation mark would swallow cells or whole rows in silence."""
    lines = (_SPACE_BEHIND_QUOTE.sub("", line) if '" ' in line else line for line in source.lines())
    strict = csv.reader(lines, delimiter=delimiter, strict=True)
    line = 1
    cells = 0
    try:
        for row in strict:
            line = strict.line_num + 1
            cells += len(row)
            if cells > MAX_CELLS:
                raise TooLargeError(f"holds more than {MAX_CELLS:,} cells")
    except csv.Error as error:
        if "unexpected end of data" in str(error):
            message = "a quotation mark opens a text here that never ends, so that the rest of the file is lost in it"
        elif "expected after" in str(error):
            message = "a quotation mark opens a text here, and another ends it before its cell does"
        else:
            raise
        hint = "remove the mark, or write it twice within quotes"
        raise _RefusedError(UNREADABLE_FILE.at(Location(file=source.file, line=line), message, hint=hint)) from error


def _encoding(content: bytes, file: str) -> tuple[str, int | None]:
    """Say how the text is encoded, and where the first letter stands that is not UTF-8, if one is not.

    It is decoded piece by piece, so that a big one does not fill the memory.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        at = _damaged_at(content, "utf-16")
        if at is None:
            return "utf-16", None
        sound = content[:at].decode("utf-16", errors="ignore")
        line = len(re.findall(r"\r\n?|\n", sound)) + 1
        message = "the file begins as UTF-16, but is damaged here: its bytes are no text"
        raise _RefusedError(UNREADABLE_FILE.at(Location(file=file, line=line), message, hint=_SAVE_AGAIN))
    at = _damaged_at(content, "utf-8")
    return ("utf-8-sig", None) if at is None else ("cp1252", at)


def _legacy(source: _Source, at: int) -> Finding:
    """Say that a text is not UTF-8, in the cell of the first letter that is not."""
    rows = csv.reader(_up_to(source.lines(), at), delimiter=_delimiter(source.head))
    ((number, row),) = deque(enumerate(rows), maxlen=1)
    message = "the file is not UTF-8; it was read as Windows-1252"
    hint = "save it as CSV (UTF-8) to be sure that accents and dashes are right"
    place = Location(file=source.file, line=number + 1, cell=a1(number, len(row) - 1))
    return LEGACY_ENCODING.at(place, message, hint=hint)


def _up_to(lines: Iterator[str], at: int) -> Iterator[str]:
    """Give the lines up to a letter and that one; in Windows-1252 each letter is one byte."""
    for line in lines:
        if len(line) > at:
            yield line[: at + 1]
            return
        at -= len(line)
        yield line


def _damaged_at(content: bytes, encoding: str) -> int | None:
    """Give the place of the first bytes that are no text in an encoding; None where all are."""
    decoder = codecs.getincrementaldecoder(encoding)()
    for start in range(0, len(content) + 1, CHUNK):
        before = len(decoder.getstate()[0])
        try:
            decoder.decode(content[start : start + CHUNK], final=start + CHUNK > len(content))
        except UnicodeDecodeError as error:
            return max(start - before + error.start, 0)
    return None


def _delimiter(head: str) -> str:
    """Choose the delimiter that lays most of the first lines out with the same number of cells, the comma in doubt.

    Excel's own `sep=;` in the first line decides by itself, and so does a first line of known words: comments of many
    lines, with semicolons in them, may look more regular than the table they stand in.
    """
    said = _SEPARATOR.match(head)
    if said:
        return said[2]
    known = {mark: _known_words(head, mark) for mark in DELIMITERS}
    if max(known.values()) >= CLEARLY_A_HEADER:
        return max(DELIMITERS, key=known.__getitem__)
    return max(DELIMITERS, key=lambda mark: _regularity(head, mark))


def _known_words(head: str, mark: str) -> int:
    """Count the cells of the first line that are words of a header."""
    first = next(csv.reader(io.StringIO(head, newline=""), delimiter=mark), [])
    return sum(field_of(cell) is not None for cell in first)


def _regularity(head: str, mark: str) -> tuple[int, int]:
    """Count the rows of the most frequent width beyond one cell, and give that width."""
    widths = Counter(len(row) for row in csv.reader(io.StringIO(head, newline=""), delimiter=mark) if len(row) > 1)
    return max(((times, width) for width, times in widths.items()), default=(0, 0))
