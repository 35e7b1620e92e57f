"""A CSV or TSV file becomes a grid; every cell is text as typed."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from mcqa.findings import Finding, Location
from mcqa.scoresheets.grid import Grid, typed
from mcqa.scoresheets.kinds import LEGACY_ENCODING, UNREADABLE_FILE

DELIMITERS = ",;\t|"
MAX_CELL = 1_000_000
HEAD = 20_000

# Excel's first line that names the delimiter, and spaces behind a closing quotation mark, which harm nobody
_SEPARATOR = re.compile(r'("?)sep=([,;\t|])\1(\r\n?|\n|$)', re.IGNORECASE)
_SPACE_BEHIND_QUOTE = re.compile(r'(?<=") +(?=[,;\t|\r\n]|$)')
_SAVE_AGAIN = "save it again as CSV (UTF-8)"


class _RefusedError(Exception):
    """The file cannot be read; `finding` says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def read_csv(content: bytes, file: str) -> tuple[tuple[Grid, ...], tuple[Finding, ...]]:
    """Read a CSV file: UTF-8 with or without a mark, UTF-16 with one, else Windows-1252 with a notice."""
    findings: list[Finding] = []
    try:
        text = _decode(content, file, findings)
        with _wide_cells():
            rows = _rows(text, file)
    except _RefusedError as refused:
        return (), (refused.finding,)
    grid = Grid(file=file, sheet=None, rows=tuple(tuple(map(typed, row)) for row in rows))
    return (grid,), tuple(findings)


@contextmanager
def _wide_cells() -> Iterator[None]:
    """Let cells be as long as MAX_CELL; the limit belongs to the whole program and is put back."""
    before = csv.field_size_limit(MAX_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _rows(text: str, file: str) -> list[list[str]]:
    if "\0" in text:
        message = "the file holds binary data, not the text of a CSV file"
        raise _RefusedError(UNREADABLE_FILE.at(Location(file=file), message, hint=_SAVE_AGAIN))
    try:
        delimiter = _delimiter(text)
        _check_quotes(text, delimiter, file)
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        message = f"the file cannot be read as CSV: {error}"
        raise _RefusedError(UNREADABLE_FILE.at(Location(file=file), message, hint=_SAVE_AGAIN)) from error
    if _SEPARATOR.match(text):
        # it keeps its line, so that places are right, but says nothing about ratings
        rows[0] = [""]
    return rows


def _check_quotes(text: str, delimiter: str, file: str) -> None:
    """Refuse a file in which a stray quotation mark would swallow cells or whole rows in silence."""
    if '"' not in text:
        return
    strict = csv.reader(io.StringIO(_SPACE_BEHIND_QUOTE.sub("", text), newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for _ in strict:
            line = strict.line_num + 1
    except csv.Error as error:
        if "unexpected end of data" in str(error):
            message = "a quotation mark opens a text here that never ends, so that the rest of the file is lost in it"
        elif "expected after" in str(error):
            message = "a quotation mark opens a text here, and another ends it before its cell does"
        else:
            raise
        hint = "remove the mark, or write it twice within quotes"
        raise _RefusedError(UNREADABLE_FILE.at(Location(file=file, line=line), message, hint=hint)) from error


def _decode(content: bytes, file: str, findings: list[Finding]) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decode_utf16(content, file)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        message = "the file is not UTF-8; it was read as Windows-1252"
        hint = "save it as CSV (UTF-8) to be sure that accents and dashes are right"
        findings.append(LEGACY_ENCODING.at(Location(file=file, line=line), message, hint=hint))
        return content.decode("cp1252", errors="replace")


def _decode_utf16(content: bytes, file: str) -> str:
    try:
        return content.decode("utf-16")
    except UnicodeDecodeError as error:
        sound = content[: error.start].decode("utf-16", errors="ignore")
        line = len(re.findall(r"\r\n?|\n", sound)) + 1
        message = "the file begins as UTF-16, but is damaged here: its bytes are no text"
        raise _RefusedError(UNREADABLE_FILE.at(Location(file=file, line=line), message, hint=_SAVE_AGAIN)) from error


def _delimiter(text: str) -> str:
    """Choose the delimiter that lays most of the first lines out with the same number of cells, the comma in doubt.

    Excel's own `sep=;` in the first line decides by itself.
    """
    said = _SEPARATOR.match(text)
    if said:
        return said[2]
    head = text[:HEAD]
    return max(DELIMITERS, key=lambda mark: _regularity(head, mark))


def _regularity(head: str, mark: str) -> tuple[int, int]:
    """Count the rows of the most frequent width beyond one cell, and give that width."""
    widths = Counter(len(row) for row in csv.reader(io.StringIO(head, newline=""), delimiter=mark) if len(row) > 1)
    return max(((times, width) for width, times in widths.items()), default=(0, 0))
