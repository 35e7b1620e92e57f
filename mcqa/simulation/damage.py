"""Files that cannot be read as workbooks, the way they really arrive."""

from __future__ import annotations

import hashlib
import struct

_SECTOR = 512
_FREE, _END, _IS_FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_STREAM_SECTORS = 8
_ROOT, _STREAM = 5, 2


def encrypted_workbook() -> bytes:
    """Give a compound file as Excel writes a workbook with a password: its package is an encrypted stream.

    The streams hold noise; the header, the allocation table and the directory are what the format asks for
    (MS-CFB, sections 2.2 to 2.6).
    """
    header = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, _END, 0, _END, 0, 0)
    header += struct.pack("<I", _FREE) * 108
    first, second = 2, 2 + _STREAM_SECTORS
    chain = [_IS_FAT, _END]
    for start in (first, second):
        chain += [*range(start + 1, start + _STREAM_SECTORS), _END]
    chain += [_FREE] * (_SECTOR // 4 - len(chain))
    directory = _entry("Root Entry", _ROOT, child=1, start=_END)
    directory += _entry("EncryptionInfo", _STREAM, right=2, start=first, size=_STREAM_SECTORS * _SECTOR)
    directory += _entry("EncryptedPackage", _STREAM, start=second, size=_STREAM_SECTORS * _SECTOR)
    directory += _entry("", 0)
    return header + struct.pack(f"<{len(chain)}I", *chain) + directory + _noise(2 * _STREAM_SECTORS * _SECTOR)


def truncated(content: bytes) -> bytes:
    """Give the first three fifths of a file: a download that broke off."""
    return content[: len(content) * 3 // 5]


def _entry(name: str, kind: int, *, right: int = _FREE, child: int = _FREE, start: int = 0, size: int = 0) -> bytes:
    """Give one 128-byte directory entry of a compound file."""
    text = f"{name}\0".encode("utf-16-le") if name else b""
    links = struct.pack("<BBIII", kind, 1, _FREE, right, child)
    return text.ljust(64, b"\0") + struct.pack("<H", len(text)) + links + bytes(36) + struct.pack("<IQ", start, size)


def _noise(n: int) -> bytes:
    """Give n bytes that look encrypted and are always the same."""
    return b"".join(hashlib.sha256(b"noise %d" % block).digest() for block in range(n // 32))
