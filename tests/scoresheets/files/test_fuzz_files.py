"""Files of every format, damaged at random: always a grid or a finding, never an exception, never without end.

`MCQA_FUZZ_ROUNDS` raises the number of damaged files; the seeds are fixed, so that a failure comes again.
"""

from __future__ import annotations

import io
import os
import random
import zipfile
from pathlib import Path

import pytest

from mcqa.scoresheets.files.opened import open_sheets

ROUNDS = int(os.environ.get("MCQA_FUZZ_ROUNDS", "60"))
FILES = Path(__file__).parent / "data"
TEXT = (
    'sep=;\nReviewer;R01\n\nunit;criterion;rating;status;comment\nA;C1.1;Met;rated;"two\nlines"\n'
    'B;C1.2;N/A;not_applicable;“quoted”\nC;C1.3;;;"5"" screen"\n'
).encode()
WORDS = (b"99999999", b"-1", b"", b"0", b"1e9", b"x", b"9" * 400, b"&amp;", b"<", b'"', b"</row>", b"<c>", b"A1:XFD9")


def content(name):
    if name.startswith("everything"):
        return (FILES / name).read_bytes()
    if name == "wide.csv":
        return TEXT.decode().encode("utf-16")
    if name == "round.zip":
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
            target.writestr("a/R1.csv", TEXT)
            target.writestr("R2.xlsx", (FILES / "everything.xlsx").read_bytes())
            target.writestr("README.txt", "hello")
        return stream.getvalue()
    return TEXT


def damaged(whole: bytes, rng: random.Random) -> bytes:
    """Change, add, drop, repeat or cut off bytes, or put a word in their place that means something."""
    data = bytearray(whole)
    for _ in range(rng.choice((1, 1, 2, 5, 20))):
        at, other = rng.randrange(len(data) + 1), rng.randrange(len(data) + 1)
        match rng.randrange(6):
            case 0:
                data[at : at + 1] = bytes([rng.randrange(256)])
            case 1:
                data[at:at] = rng.randbytes(rng.randrange(1, 9))
            case 2:
                del data[at : at + rng.randrange(1, 50)]
            case 3:
                data[at:at] = data[other : other + rng.randrange(1, 200)]
            case 4:
                data[at : at + rng.randrange(1, 4)] = rng.choice(WORDS)
            case _ if rng.random() < 0.1:
                del data[at:]
            case _:
                data[at : at + 4] = rng.choice((b"\xff\xff\xff\xff", bytes(4), b"\x01\0\0\0", b"\0\0\0\x80"))
    return bytes(data)


def damaged_part(whole: bytes, rng: random.Random) -> bytes:
    """Damage one part of a container, which itself stays whole; or leave the part out."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as source, zipfile.ZipFile(packed, "w") as target:
        chosen = rng.choice(source.namelist())
        for name in source.namelist():
            part = source.read(name)
            if name == chosen and rng.random() < 0.05:
                continue
            target.writestr(name, damaged(part, rng) if name == chosen else part)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("everything.xlsx", damaged),
        ("everything.xlsx", damaged_part),
        ("everything.ods", damaged),
        ("everything.ods", damaged_part),
        ("everything.xls", damaged),
        ("round.zip", damaged),
        ("round.zip", damaged_part),
        ("long.csv", damaged),
        ("wide.csv", damaged),
    ],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
def test_a_damaged_file_is_a_grid_or_a_finding(tmp_path, name, damage):
    rng = random.Random(f"{name} {damage.__name__}")
    path = tmp_path / name
    whole = content(name)
    path.write_bytes(whole)
    assert open_sheets([str(path)]).files
    for number in range(ROUNDS):
        path.write_bytes(damage(whole, rng))
        opened = open_sheets([str(path)])
        assert opened.files or opened.findings, number
        assert all(finding.hint and "\n" not in finding.message for finding in opened.findings), number


@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods", "zip", "parquet", "csv", "json"])
@pytest.mark.parametrize(
    "start", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PAR1", b"{", b"<?xml ", b"\xff\xfe"]
)
def test_noise_is_a_grid_or_a_finding_whatever_it_is_called(tmp_path, ending, start):
    rng = random.Random(f"{ending} {start!r}")
    path = tmp_path / f"a.{ending}"
    for number in range(5):
        path.write_bytes(start + rng.randbytes(rng.choice((1, 30, 600, 3000))))
        opened = open_sheets([str(path)])
        assert opened.files or opened.findings, number
