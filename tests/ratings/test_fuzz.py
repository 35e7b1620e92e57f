"""Damaged files are never a traceback: always a finding or cells, and the ledger always adds up."""

from __future__ import annotations

import io
import random
import zipfile

import pytest
from openpyxl import Workbook

from mcqa.scoresheets.files.read_xlsx import FAULTS

ROUNDS = 250


def a_workbook() -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for unit in ("MC-01", "MC-02"):
        page = book.create_sheet(unit)
        rows = [["Reviewer", "R01"], ["Rubric", "try-out 1.0.0"], [], ["Component", "Rating", "Comment"]]
        for row in [*rows, ["C1.1", "Met", "Größe"], ["C1.2", "=B5"], ["C1.3", 2], ["C1.1", "#REF!"], ["C1.2", None]]:
            page.append(row)
        page.merge_cells("B8:B9")
        page.row_dimensions[7].hidden = True
        page["C7"].hyperlink = "https://example.org"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


TEXT = (
    "Reviewer;R01\nRubric;try-out 1.0.0\n\nunit;criterion;rating;score;status;comment\n"
    'A;C1.1;Met;2;rated;"two\nlines"\nB;C1.2;N/A;;not_applicable;“quoted”\nC;C1.3;;1;;5" screen\n'
).encode()
WIDE = b"unit,rater,C1.1,C1.2,C1.3\nA,R1,Met,2,N/A\nB,R2,1,,Best\n"


def damaged(content: bytes, rng: random.Random) -> bytes:
    """Change, add, drop, repeat bytes, or put a monstrous number in place of a digit."""
    data = bytearray(content)
    for _ in range(rng.choice((1, 1, 2, 5, 20))):
        at = rng.randrange(len(data) + 1)
        match rng.randrange(5):
            case 0:
                data[at : at + 1] = bytes([rng.randrange(256)])
            case 1:
                data[at:at] = rng.randbytes(rng.randrange(1, 9))
            case 2:
                del data[at : at + rng.randrange(1, 50)]
            case 3:
                other = rng.randrange(len(data) + 1)
                data[at:at] = data[other : other + rng.randrange(1, 200)]
            case _:
                digits = [
                    place for place in range(max(0, at - 300), min(len(data), at + 300)) if 48 <= data[place] <= 57
                ]
                if digits:
                    place = rng.choice(digits)
                    data[place : place + 1] = rng.choice((b"99999999", b"-1", b"", b"0", b"1e9", b"x", b"9" * 400))
    return bytes(data)


def damaged_part(content: bytes, rng: random.Random) -> bytes:
    """Damage one part of the archive, which itself stays whole; or leave the part out."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(packed, "w") as target:
        chosen = rng.choice(source.namelist())
        for name in source.namelist():
            part = source.read(name)
            if name == chosen and rng.random() < 0.05:
                continue
            target.writestr(name, damaged(part, rng) if name == chosen else part)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "damage", "seed"),
    [
        ("a.xlsx", a_workbook(), damaged, 1),
        ("a.xlsx", a_workbook(), damaged_part, 2),
        ("a.xlsx", a_workbook(), damaged_part, 3),
        ("a.csv", TEXT, damaged, 4),
        ("a.tsv", WIDE, damaged, 5),
    ],
    ids=["workbook", "part", "another part", "long", "wide"],
)
def test_a_damaged_file_gives_findings_or_cells_and_a_ledger_that_adds_up(
    collect, tmp_path, name, content, damage, seed
):
    rng = random.Random(seed)
    path = tmp_path / name
    path.write_bytes(content)
    assert collect(path).cells.rated > 0
    for number in range(ROUNDS):
        path.write_bytes(damage(content, rng))
        collected = collect(path)
        assert collected.findings or collected.cells.read, number
        assert collected.cells.read == sum(collected.cells), number
        assert len(collected.refused) + len(collected.files) == 1, number


def test_a_fault_of_a_reader_below_is_a_finding(collect, tmp_path, monkeypatch):
    path = tmp_path / "a.xlsx"
    path.write_bytes(a_workbook())
    for fault in FAULTS:

        def fail(*_args, fault=fault, **_options):
            raise UnicodeDecodeError("utf-8", b"", 0, 1, "x") if fault is UnicodeDecodeError else fault("two\nlines")

        monkeypatch.setattr("mcqa.scoresheets.files.read_xlsx.read_sheet", fail)
        collected = collect(path)
        assert [finding.code for finding in collected.findings] == ["S001"], fault
        assert "\n" not in collected.findings[0].message
