"""A zip container, looked over before anything in it is unpacked: workbooks, and archives of them.

Only the list of its parts is read for that, and of that list no more than a workbook can need.
"""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections import Counter
from itertools import pairwise
from typing import NamedTuple
from xml.parsers.expat import ExpatError  # only the name of its exception

from mcqa.findings import Finding, Location
from mcqa.scoresheets.kinds import ENCRYPTED_FILE, OVERSIZED_ARCHIVE, UNREADABLE_FILE

ZIP_MAGIC = b"PK"
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
    """What a container is called in findings, and what to do when it is too large or damaged."""

    what: str
    smaller: str
    whole: str


WORKBOOK = Wording(
    "workbook",
    "copy the ratings to a fresh workbook and save that",
    "open it in Excel and save it again; if Excel cannot open it either, ask the reviewer to send it again",
)
ARCHIVE = Wording(
    "archive",
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
        what = "Excel file" if wording is WORKBOOK else "zip archive"
        return unreadable(file, f"it is not a whole {what}", wording)
    if any(part.flag_bits & 1 for part in parts):
        if wording is WORKBOOK:
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
    """Give the first line of what an exception says, or its name."""
    return str(error).splitlines()[0][:200] if str(error) else type(error).__name__


def is_media(part: zipfile.ZipInfo) -> bool:
    """Whether a part is a picture, which is not opened and may be large."""
    return part.filename.startswith(("xl/media/", "Pictures/"))


def _too_large(parts: list[zipfile.ZipInfo], size: int, whole: Location, wording: Wording) -> Finding | None:
    unpacked = sum(part.file_size for part in parts)
    needed = sum(part.file_size for part in parts if not is_media(part))
    bomb = unpacked > RATIO_MATTERS_FROM and unpacked > MAX_RATIO * size
    most = MAX_PARTS_UNPACKED if wording is WORKBOOK else MAX_UNPACKED
    if unpacked > MAX_UNPACKED or needed > most or len(parts) > MAX_MEMBERS or bomb:
        message = (
            f"the {wording.what} would unpack to {unpacked / 1e6:,.0f} MB in {len(parts)} parts; it was not opened"
        )
        return OVERSIZED_ARCHIVE.at(whole, message, hint=wording.smaller, value=str(unpacked))
    return None


def _out_of_place(parts: list[zipfile.ZipInfo], file: str, wording: Wording) -> Finding | None:
    """Refuse parts that lie over each other, a way to unpack the same bytes many times, and parts called the same."""
    places = sorted((part.header_offset, part.compress_size) for part in parts)
    for (start, size), (following, _) in pairwise(places):
        if start + LOCAL_HEADER + size > following:
            message = f"parts of the {wording.what} lie over each other; it was not opened"
            return OVERSIZED_ARCHIVE.at(Location(file=file), message, hint=wording.smaller)
    twice = [name for name, times in Counter(part.filename for part in parts).items() if times > 1]
    if twice and wording is WORKBOOK:
        return unreadable(file, f"it holds two parts called {twice[0]}", wording)
    return None
