"""Files whose ending says nothing, such as `R08.xlsx (1)` or `ratings.txt`: which of them are scoresheets all the same.

A folder may hold thousands of pictures and documents beside the scoresheets, so that the first bytes decide; a file
that begins as a workbook does is read whole, for documents begin like that too.
"""

from __future__ import annotations

import codecs
import csv
import io
from pathlib import Path
from typing import IO

from mcqa.scoresheets.bounds import MAX_FILE
from mcqa.scoresheets.files.formats import ODS, PARQUET, XLS, XLSX, is_table, kind_of
from mcqa.scoresheets.words.headers import field_of

HEAD = 4_000
# an export names its schema first
EXPORT = b'"mcqa/export@1"'
HEADER_WITHIN = 15
# a row of a header holds so many known words, and one of those without which there are no ratings
KNOWN_WORDS = 2
_NEEDED = frozenset({"unit", "criterion", "level", "score"})
_CONTAINERS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
# mails and drawings are kept as old workbooks are, but without this
_OLD_WORKBOOK = "Workbook".encode("utf-16-le")
_DELIMITERS = ",;\t"


def is_scoresheet_file(path: Path) -> bool:
    """Whether a file is a scoresheet by what it holds, whatever its name says; one that cannot be read is none."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as source:
            return is_scoresheet(source)
    except OSError:
        return False


def is_scoresheet(source: IO[bytes]) -> bool:
    """Whether some content is a workbook, an export of mcqa, or a text table whose header is known."""
    head = source.read(HEAD)
    if head.startswith(_CONTAINERS):
        content = head + source.read(MAX_FILE)
        kind = kind_of(content)
        return kind in {XLSX, ODS} or (kind == XLS and _OLD_WORKBOOK in content)
    kind = kind_of(head)
    return kind == PARQUET or (kind is None and (is_export(head) or _has_header(head)))


def is_export(content: bytes) -> bool:
    """Whether some content begins as what `mcqa export --format json` writes."""
    return content.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{") and EXPORT in content[:HEAD]


def _has_header(head: bytes) -> bool:
    """Whether a text is laid out in columns, with words of a header above them."""
    if not is_table(head):
        return False
    utf_16 = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    lines = head.decode("utf-16" if utf_16 else "utf-8-sig", errors="ignore").splitlines()[:HEADER_WITHIN]
    for mark in _DELIMITERS:
        for row in csv.reader(io.StringIO("\n".join(lines)), delimiter=mark):
            known = {field for cell in row if (field := field_of(cell))}
            if len(known) >= KNOWN_WORDS and known & _NEEDED:
                return True
    return False
