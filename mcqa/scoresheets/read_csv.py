"""A CSV or TSV file becomes a grid; every cell is text as typed."""

from __future__ import annotations

import csv
import io

from mcqa.findings import Finding, Location
from mcqa.scoresheets.grid import Grid, typed
from mcqa.scoresheets.kinds import LEGACY_ENCODING, UNREADABLE_FILE

DELIMITERS = ",;\t|"
MAX_CELL = 1_000_000

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
    """Choose the delimiter that the first lines with any of them use most, the comma in doubt."""
    head = [line for line in text[:20_000].splitlines() if line.strip()][:20]
    totals = {mark: sum(line.count(mark) for line in head) for mark in DELIMITERS}
    first = head[0] if head else ""
    return max(DELIMITERS, key=lambda mark: (first.count(mark) > 0, totals[mark]))
