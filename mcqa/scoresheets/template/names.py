"""Names of files and sheets that every system takes, made from codes that people chose freely."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

LONGEST_SHEET_NAME = 31
# systems allow 255 bytes; what is left is for a copy's " (2)", an ending and a folder of a synchronised drive
LONGEST_FILE_NAME = 120
# names that begin so are passed over when folders are read
_PASSED_OVER = "._~"
_NOT_IN_FILES = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]')
_NOT_IN_SHEETS = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060-\u2069\ufeff]")
# devices of Windows, whatever their ending
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|clock\$|(com|lpt)[0-9¹²³])", re.IGNORECASE)
# Excel keeps this name for a sheet of its own
_RESERVED_SHEET = "history"


def file_names(codes: Iterable[str], ending: str) -> dict[str, str]:
    """Give each code a file name of its own that Windows, macOS and Linux take, and that reading does not pass over."""
    return _unique(codes, _file_stem, LONGEST_FILE_NAME, _bytes, "-{}", frozenset(), ending)


def sheet_names(codes: Iterable[str], taken: Iterable[str]) -> dict[str, str]:
    """Give each code the name of a sheet of its own, beside the sheets that are there already."""
    there = frozenset(_same(name) for name in taken)
    return _unique(codes, _sheet_stem, LONGEST_SHEET_NAME, _utf16_units, " ({})", there, "")


def _file_stem(code: str) -> str:
    stem = _NOT_IN_FILES.sub("_", unicodedata.normalize("NFC", code)).lstrip(_PASSED_OVER + " ").rstrip(". ")
    if _RESERVED.fullmatch(stem.partition(".")[0].strip()):
        stem = f"reviewer-{stem}"
    return stem or "reviewer"


def _sheet_stem(code: str) -> str:
    stem = _NOT_IN_SHEETS.sub("-", unicodedata.normalize("NFC", code)).strip("' ")
    if _same(stem) == _RESERVED_SHEET:
        stem += "-"
    return stem or "Micro-credential"


def _unique(
    codes: Iterable[str],
    stem_of: Callable[[str], str],
    longest: int,
    size: Callable[[str], int],
    numbered: str,
    taken: frozenset[str],
    ending: str,
) -> dict[str, str]:
    """Make names that differ in more than case and form; a code whose own name is free and sound keeps it.

    Those come first, so that it never depends on the order of a list which of two codes has its name changed.
    """
    stems = {code: stem_of(code) for code in codes}
    used = set(taken)
    names: dict[str, str] = {}
    for code in sorted(stems, key=lambda code: stems[code] != code):
        stem, number = stems[code], 1
        name = _cut(stem, longest, size)
        while _same(name) in used:
            number += 1
            tail = numbered.format(number)
            name = _cut(stem, longest - size(tail), size) + tail
        used.add(_same(name))
        names[code] = name
    return {code: names[code] + ending for code in stems}


def _same(name: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def _cut(text: str, longest: int, size: Callable[[str], int]) -> str:
    if size(text) <= longest:
        return text
    while size(text) > longest:
        text = text[:-1]
    return text.rstrip(" .'") or text


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", errors="surrogatepass"))


def _utf16_units(text: str) -> int:
    return len(text.encode("utf-16-le", errors="surrogatepass")) // 2
