"""What kind of file some bytes are, whatever the file is called."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter

from mcqa.scoresheets.files import compound
from mcqa.scoresheets.files.container import FAULTS, MAX_DIRECTORY, directory_size

XLSX, XLS, ODS, CSV, PARQUET, JSON, ZIP = "xlsx", "xls", "ods", "csv", "parquet", "json", "zip"
# how each kind is named to people; those without an entry in BY_ENDING are not read
NAMES = {
    XLSX: "an Excel workbook (.xlsx)",
    XLS: "an old Excel workbook (.xls)",
    ODS: "an OpenDocument spreadsheet (.ods)",
    CSV: "text in columns (CSV)",
    PARQUET: "a Parquet file",
    JSON: "a JSON file",
    ZIP: "a zip archive",
    "xlsb": "a binary Excel workbook (.xlsb)",
    "numbers": "a Numbers document",
    "odf": "an OpenDocument file, but no spreadsheet",
    "word": "a Word document",
    "slides": "a PowerPoint presentation",
    "html": "a web page",
    "xml": "an XML document",
    "pdf": "a PDF document",
    "image": "a picture",
    "gzip": "a file packed with gzip",
    "rtf": "an RTF document",
}
BY_ENDING = {
    ".xlsx": XLSX,
    ".xlsm": XLSX,
    ".xls": XLS,
    ".ods": ODS,
    ".csv": CSV,
    ".tsv": CSV,
    ".parquet": PARQUET,
    ".json": JSON,
    ".zip": ZIP,
}
HEAD = 4_000
# how many lines must have the same number of cells for a text to be a table
TABLE_LINES = 2
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_STARTS = (
    (b"PAR1", PARQUET),
    (b"%PDF-", "pdf"),
    (b"\x1f\x8b\x08", "gzip"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
)
_HTML = re.compile(
    rb"\s*(<!--.{0,1000}?-->\s*)?<(!doctype\s+html|html|head|body|table|meta|style|div)\b", re.IGNORECASE | re.DOTALL
)
_XML = re.compile(rb"\s*<\?xml\b")
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def kind_of(content: bytes) -> str | None:
    """Give the kind of some content; None where nothing but its name can tell."""
    if content.startswith(_ZIP):
        return _zip_kind(content)
    if content.startswith(compound.MAGIC):
        return _old_kind(content)
    for start, kind in _STARTS:
        if content.startswith(start):
            return kind
    head = content[:HEAD]
    for mark in _MARKS:
        head = head.removeprefix(mark)
    head = head.replace(b"\0", b"")
    if _HTML.match(head):
        return "html"
    return "xml" if _XML.match(head) else None


def is_table(content: bytes) -> bool:
    """Whether a text of an unknown kind is laid out in columns, as a CSV file is."""
    head = content[:HEAD]
    if b"\0" in head and not head.startswith(_MARKS[1:]):
        return False
    text = head.decode("utf-16" if head.startswith(_MARKS[1:]) else "utf-8", errors="ignore")
    for mark in ",;\t|":
        try:
            widths = Counter(len(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark))
        except csv.Error:
            return False
        widths.pop(0, None)
        if any(width > 1 and times >= TABLE_LINES and times * 2 > widths.total() for width, times in widths.items()):
            return True
    return False


def _zip_kind(content: bytes) -> str:
    if directory_size(content) > MAX_DIRECTORY:
        return ZIP
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as container:
            names = {name.replace("\\", "/").lower() for name in container.namelist()}
            said = b""
            if "mimetype" in names:
                with container.open("mimetype") as part:
                    said = part.read(100)
    except FAULTS:
        return ZIP
    if said.startswith(b"application/vnd.oasis.opendocument"):
        return ODS if said.startswith(b"application/vnd.oasis.opendocument.spreadsheet") else "odf"
    # the list of content types is what makes a zip container an Office document
    if "[content_types].xml" in names or any(name.startswith(("xl/", "word/", "ppt/")) for name in names):
        for start, kind in (("xl/workbook.bin", "xlsb"), ("xl/", XLSX), ("word/", "word"), ("ppt/", "slides")):
            if any(name.startswith(start) for name in names):
                return kind
    return "numbers" if "index/document.iwa" in names or "index.zip" in names else ZIP


def _old_kind(content: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in content:
        # a new workbook under a password is wrapped like an old one
        return XLSX
    if "WordDocument".encode("utf-16-le") in content:
        return "word"
    return "slides" if "PowerPoint Document".encode("utf-16-le") in content else XLS
