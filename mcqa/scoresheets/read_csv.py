"""A CSV or TSV file becomes a grid; every cell is text as typed."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

from mcqa.findings import Finding, Location
from mcqa.scoresheets.grid import Grid, typed
from mcqa.scoresheets.kinds import LEGACY_ENCODING, UNREADABLE_FILE

DELIMITERS = ",;\t|"
MAX_CELL = 1_000_000
HEAD = 20_000

csv.field_size_limit(MAX_CELL)


def read_csv(content: bytes, file: str) -> tuple[tuple[Grid, ...], tuple[Finding, ...]]:
    """Read a CSV file: UTF-8 with or without a mark, UTF-16 with one, else Windows-1252 with a notice."""
    findings: list[Finding] = []
    text = _decode(content, file, findings)
    if "\0" in text:
        message = "the file holds binary data, not the text of a CSV file"
        return (), (UNREADABLE_FILE.at(Location(file=file), message, hint="save it again as CSV (UTF-8)"),)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=False))
    except csv.Error as error:
        message = f"the file cannot be read as CSV: {error}"
        return (), (UNREADABLE_FILE.at(Location(file=file), message, hint="save it again as CSV (UTF-8)"),)
    if text.count('"') % 2 and (line := _never_closed(text)):
        message = "a quotation mark opens a text here that never ends, so that the rest of the file is lost in it"
        hint = "remove the mark, or write it twice within quotes"
        return (), (UNREADABLE_FILE.at(Location(file=file, line=line), message, hint=hint),)
    grid = Grid(file=file, sheet=None, rows=tuple(tuple(map(typed, row)) for row in rows))
    return (grid,), tuple(findings)


def _decode(content: bytes, file: str, findings: list[Finding]) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        message = "the file is not UTF-8; it was read as Windows-1252"
        hint = "save it as CSV (UTF-8) to be sure that accents and dashes are right"
        findings.append(LEGACY_ENCODING.at(Location(file=file, line=line), message, hint=hint))
        return content.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    """Choose the delimiter that lays most of the first lines out with the same number of cells, the comma in doubt.

    Excel's own `sep=;` in the first line decides by itself.
    """
    said = re.match(r"sep=([,;\t|])\r?\n", text, re.IGNORECASE)
    if said:
        return said[1]
    head = text[:HEAD]
    return max(DELIMITERS, key=lambda mark: _regularity(head, mark))


def _regularity(head: str, mark: str) -> tuple[int, int]:
    """Count the rows of the most frequent width beyond one cell, and give that width."""
    widths = Counter(len(row) for row in csv.reader(io.StringIO(head, newline=""), delimiter=mark) if len(row) > 1)
    return max(((times, width) for width, times in widths.items()), default=(0, 0))


def _never_closed(text: str) -> int | None:
    """Give the line in which a quoted text begins that the end of the file cuts off; None when there is none."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    line = 1
    try:
        for _ in reader:
            line = reader.line_num + 1
    except csv.Error as error:
        return line if "unexpected end of data" in str(error) else None
    return None
