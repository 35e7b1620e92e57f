"""A zip container, looked over before anything in it is unpacked: workbooks, and archives of them.

Only the list of its parts is read for that, and of that list no more than a workbook can need.
"""

from __future__ import annotations

import io
import lzma
import os
import struct
import zipfile
import zlib
from collections import Counter
from itertools import pairwise
from typing import NamedTuple
from xml.parsers.expat import ExpatError  # only the name of its exception

from mcqa.findings import Finding, Location
from mcqa.scoresheets.kinds import ENCRYPTED_FILE, OVERSIZED_ARCHIVE, UNREADABLE_FILE

MAX_UNPACKED = 400_000_000
MAX_PARTS_UNPACKED = 200_000_000
MAX_MEMBERS = 5_000
MAX_DIRECTORY = 1_500_000
MAX_RATIO = 250
RATIO_MATTERS_FROM = 20_000_000
LOCAL_HEADER = 30
# where the list of parts is described, at the end of a container
_END, _END_64 = b"PK\x05\x06", b"PK\x06\x06"
_END_WITHIN = 66_000
# of a part: that its name is UTF-8; the field with its name in UTF-8, which begins with a version and a checksum
_IN_UTF8 = 0x800
_UNICODE_PATH = 0x7075
_PATH_AT = 5
# a size that stands for "the other says it"
SAID_ELSEWHERE = 0xFFFFFFFF

# whatever readers of containers and workbooks raise on damaged ones; a fuzz test holds the list
FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    ExpatError,
    LookupError,
    MemoryError,
    NotImplementedError,
    OSError,
    RecursionError,
    RuntimeError,
    StopIteration,
    SyntaxError,  # the class that parse errors of ElementTree belong to
    TypeError,
    ValueError,
    lzma.LZMAError,
    struct.error,
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
)


class Wording(NamedTuple):
    """What a container is called in findings, what it should be, and what to do when it is too large or damaged."""

    what: str
    kind: str
    smaller: str
    whole: str


WORKBOOK = Wording(
    "workbook",
    "Excel file",
    "copy the ratings to a fresh workbook and save that",
    "open it in Excel and save it again; if Excel cannot open it either, ask the reviewer to send it again",
)
SPREADSHEET = Wording(
    "spreadsheet",
    "OpenDocument file",
    "copy the ratings to a fresh spreadsheet and save that",
    "open it in LibreOffice and save it again; if LibreOffice cannot open it either, ask the reviewer to send it again",
)
ARCHIVE = Wording(
    "archive",
    "zip archive",
    "unpack it and give the folder with the scoresheets",
    "unpack it and give the folder, or have it sent again",
)


def directory_size(content: bytes) -> int:
    """Give how many bytes the list of parts takes, as the container says."""
    tail = content[-_END_WITHIN:]
    sizes = [0]
    at = tail.rfind(_END)
    if at >= 0:
        sizes.append(int.from_bytes(tail[at + 12 : at + 16], "little"))
    at = tail.rfind(_END_64)
    if at >= 0:
        sizes.append(int.from_bytes(tail[at + 40 : at + 48], "little"))
    return max(size for size in sizes if size != SAID_ELSEWHERE)


def members(content: bytes) -> list[zipfile.ZipInfo]:
    """Give the parts of a container whose list is no longer than it can be; BadZipFile where it is none."""
    with zipfile.ZipFile(io.BytesIO(content)) as container:
        return container.infolist()


def refuse_container(content: bytes, file: str, wording: Wording = WORKBOOK) -> Finding | None:
    """Say why a container must not be opened, if so: its list of parts, their size, their passwords, their places."""
    whole = Location(file=file)
    listed = directory_size(content)
    if listed > MAX_DIRECTORY:
        message = f"the {wording.what} lists far more parts than one has; it was not opened"
        return OVERSIZED_ARCHIVE.at(whole, message, hint=wording.smaller, value=str(listed))
    try:
        parts = members(content)
    except FAULTS:
        return unreadable(file, f"it is not a whole {wording.kind}", wording)
    if any(part.flag_bits & 1 for part in parts):
        if wording is not ARCHIVE:
            hint = "remove the password and save it again"
            return ENCRYPTED_FILE.at(whole, "the archive is encrypted", hint=hint)
        if all(part.flag_bits & 1 for part in parts if not part.filename.endswith("/")):
            hint = "unpack it with its password and give the folder"
            return ENCRYPTED_FILE.at(whole, "the archive is protected by a password", hint=hint)
    return _too_large(parts, len(content), whole, wording) or _out_of_place(parts, file, wording)


def unreadable(file: str, why: str, wording: Wording = WORKBOOK) -> Finding:
    """Say that a container cannot be read."""
    message = f"the {wording.what} cannot be read: {why}"
    return UNREADABLE_FILE.at(Location(file=file), message, hint=wording.whole)


def why(error: BaseException) -> str:
    """Give the first line of what an exception says, or its name; a key by itself is what is missing."""
    if isinstance(error, KeyError) and error.args and " " not in str(error.args[0]):
        return f"{error.args[0]} is missing from it"
    return str(error).splitlines()[0][:200] if str(error) else type(error).__name__


def name_of_part(part: zipfile.ZipInfo) -> str:
    """Give the name of a part as it was typed where it was packed.

    A container says of each name whether it is UTF-8; where it does not, the name should be in an old code page, but
    Info-ZIP and the macOS Finder write UTF-8 all the same. Info-ZIP also gives the name in a field of its own.
    """
    if part.flag_bits & _IN_UTF8 or part.orig_filename.isascii():
        return part.filename
    raw = part.orig_filename.encode("cp437", errors="replace")
    for candidate in (_unicode_path(part.extra, zlib.crc32(raw)), raw):
        if candidate is None:
            continue
        try:
            name = candidate.decode("utf-8")
        except UnicodeDecodeError:
            continue
        return name.partition("\0")[0].replace(os.sep, "/")
    return part.filename


def part_called(container: zipfile.ZipFile, name: str) -> zipfile.ZipInfo:
    """Find a part by the name that `name_of_part` gives it; KeyError where there is none."""
    for part in container.infolist():
        if part.filename == name or (not part.filename.isascii() and name_of_part(part) == name):
            return part
    raise KeyError(name)


def _unicode_path(extra: bytes, checksum: int) -> bytes | None:
    """Find the name that Info-ZIP gives in UTF-8; one that was written for another name does not count."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        field = extra[at + 4 : at + 4 + length]
        if kind == _UNICODE_PATH and len(field) > _PATH_AT and struct.unpack_from("<BI", field) == (1, checksum):
            return field[_PATH_AT:]
        at += 4 + length
    return None


def is_media(part: zipfile.ZipInfo) -> bool:
    """Whether a part is a picture, which is not opened and may be large."""
    return part.filename.startswith(("xl/media/", "Pictures/"))


def _too_large(parts: list[zipfile.ZipInfo], size: int, whole: Location, wording: Wording) -> Finding | None:
    unpacked = sum(part.file_size for part in parts)
    needed = sum(part.file_size for part in parts if not is_media(part))
    bomb = unpacked > RATIO_MATTERS_FROM and unpacked > MAX_RATIO * size
    most = MAX_UNPACKED if wording is ARCHIVE else MAX_PARTS_UNPACKED
    if unpacked > MAX_UNPACKED or needed > most or bomb:
        message = f"the {wording.what} would unpack to {unpacked / 1e6:,.0f} MB; it was not opened"
        return OVERSIZED_ARCHIVE.at(whole, message, hint=wording.smaller, value=str(unpacked))
    if len(parts) > MAX_MEMBERS:
        message = f"the {wording.what} holds {len(parts):,} parts, more than {MAX_MEMBERS:,}; it was not opened"
        return OVERSIZED_ARCHIVE.at(whole, message, hint=wording.smaller, value=str(len(parts)))
    return None


def _out_of_place(parts: list[zipfile.ZipInfo], file: str, wording: Wording) -> Finding | None:
    """Refuse parts that lie over each other, a way to unpack the same bytes many times, and parts called the same."""
    places = sorted((part.header_offset, part.compress_size) for part in parts)
    for (start, size), (following, _) in pairwise(places):
        if start + LOCAL_HEADER + size > following:
            message = f"parts of the {wording.what} lie over each other; it was not opened"
            return OVERSIZED_ARCHIVE.at(Location(file=file), message, hint=wording.smaller)
    twice = [name for name, times in Counter(part.filename for part in parts).items() if times > 1]
    if twice and wording is not ARCHIVE:
        return unreadable(file, f"it holds two parts called {twice[0]}", wording)
    return None
