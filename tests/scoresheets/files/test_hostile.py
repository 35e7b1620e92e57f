"""Files made to harm their reader: each is refused within little memory and work, and the rest of the folder is read.

What bounds the time of a refusal is how many bytes are unpacked and how many cells are made; the tests hold those, and
a limit on memory, in a process of its own. Containers are padded, so that not their ratio alone gives them away.
"""

from __future__ import annotations

import io
import json
import random
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from mcqa.scoresheets import bounds
from mcqa.scoresheets.files import container, markup, opened
from mcqa.scoresheets.files.opened import open_sheets

CSV = b"unit,rater,criterion,level\nA,R1,C01.1,Met\n"
SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEAD = f'<worksheet xmlns="{MAIN}"><sheetData>'.encode()
TAIL = b"</sheetData></worksheet>"
MEMORY = 500


def a_workbook() -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    page = book.add_worksheet()
    for number in range(20):
        page.write_row(number, 0, [f"C{number}", "Met", number])
    book.close()
    return stream.getvalue()


# what makes a container large enough that its parts are no bomb by their ratio
PADDING = random.Random(1).randbytes(2_500_000)


def with_part(name: str, part: bytes, padding: bytes = PADDING, **more: bytes) -> bytes:
    """A workbook with one part replaced or added."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(a_workbook())) as source:
        parts = {each: source.read(each) for each in source.namelist()} | {name: part} | more
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for each, content in parts.items():
            target.writestr(each, content)
        target.writestr("xl/media/photo.png", padding, zipfile.ZIP_STORED)
    return packed.getvalue()


def strings(texts: bytes) -> bytes:
    return b'<sst xmlns="' + MAIN.encode() + b'">' + texts + b"</sst>"


def with_notes(notes: bytes, head: bytes = b"", links: int = 1) -> bytes:
    """A workbook with notes on its cells, which its sheet names as often as `links` says."""
    link = b'<Relationship Id="%d" Type="x/comments" Target="../comments1.xml"/>'
    relations = b"<a>" + b"".join(link % number for number in range(links)) + b"</a>"
    part = head + b'<comments xmlns="' + MAIN.encode() + b'">' + notes + b"</comments>"
    return with_part("xl/comments1.xml", part, **{"xl/worksheets/_rels/sheet1.xml.rels": relations})


def ods(body: bytes) -> bytes:
    names = b"".join(
        b' xmlns:%s="urn:oasis:names:tc:opendocument:xmlns:%s:1.0"' % (name, name)
        for name in (b"office", b"table", b"text")
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        target.writestr("content.xml", b"<a%s>%s</a>" % (names, body))
        target.writestr("Pictures/photo.png", PADDING, zipfile.ZIP_STORED)
    return stream.getvalue()


def directory_bomb() -> bytes:
    """A container that lists a million parts."""
    entry = b"PK\x01\x02" + struct.pack("<4B4HL2L5H2L", 20, 3, 20, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    body = b"PK\x03\x04" + bytes(26)
    listed = entry * 1_000_000
    return body + listed + b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, 0xFFFF, 0xFFFF, len(listed), len(body), 0)


def overlapping() -> bytes:
    """A container of which all parts are the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for number in range(50):
            target.writestr(f"R{number}.csv", CSV)
    content = bytearray(stream.getvalue())
    at = content.index(b"PK\x01\x02")
    while at >= 0:
        content[at + 42 : at + 46] = bytes(4)
        at = content.find(b"PK\x01\x02", at + 4)
    return bytes(content)


HOSTILE = {
    "bomb.xlsx": (lambda: with_part("xl/big.bin", bytes(300_000_000), b""), "S003"),
    "parts.xlsx": (lambda: with_part("a", b"", **{f"xl/{n}.xml": b"" for n in range(6000)}), "S003"),
    "directory.zip": (directory_bomb, "S003"),
    "directory.xlsx": (directory_bomb, "S003"),
    "overlapping.zip": (overlapping, "S003"),
    "entities.xlsx": (lambda: with_part(SHEET, b'<!DOCTYPE a [<!ENTITY b "c">]>' + HEAD + TAIL), "S004"),
    "merges.xlsx": (
        lambda: with_part(
            SHEET,
            HEAD
            + b"<row/></sheetData><mergeCells>"
            + b'<mergeCell ref="A1:B1"/>' * 3_000_000
            + b"</mergeCells></worksheet>",
        ),
        "S003",
    ),
    "rows.xlsx": (lambda: with_part(SHEET, HEAD + b'<row r="1">' * 5_000_000 + TAIL), "S001"),
    "empty rows.xlsx": (lambda: with_part(SHEET, HEAD + b"<row/>" * 12_000_000 + TAIL), "S003"),
    "empty cells.xlsx": (
        lambda: with_part(SHEET, HEAD + b'<row r="1">' + b"<c/>" * 15_000_000 + b"</row>" + TAIL),
        "S003",
    ),
    "far cells.xlsx": (
        lambda: with_part(
            SHEET,
            HEAD + b"".join(b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (n, n) for n in range(1, 300_000)) + TAIL,
        ),
        "S003",
    ),
    "numbers.xlsx": (
        lambda: with_part(SHEET, HEAD + b'<row r="1">' + b"<c><v>1</v></c>" * 8_000_000 + b"</row>" + TAIL),
        "S003",
    ),
    "deep.xlsx": (lambda: with_part(SHEET, HEAD + b"<x>" * 20_000_000 + TAIL), "S003"),
    "deep cells.xlsx": (lambda: with_part(SHEET, HEAD + b"<row>" + b"<is>" * 10_000_000 + TAIL), "S001"),
    "long token.xlsx": (lambda: with_part(SHEET, HEAD + b"<!--" + b"a" * 150_000_000), "S003"),
    "long attribute.xlsx": (lambda: with_part(SHEET, HEAD + b'<row r="' + b"a" * 150_000_000), "S003"),
    "many attributes.xlsx": (
        lambda: with_part(SHEET, HEAD + b"<row " + b" ".join(b'a%d="1"' % n for n in range(2_000_000)) + b"/>" + TAIL),
        "S003",
    ),
    "long text.xlsx": (
        lambda: with_part(
            SHEET, HEAD + b'<row r="1"><c r="A1" t="str"><v>' + b"a" * 150_000_000 + b"</v></c></row>" + TAIL
        ),
        "S003",
    ),
    "strings.xlsx": (lambda: with_part("xl/sharedStrings.xml", strings(b"<si><t>a</t></si>" * 10_000_000)), "S003"),
    "one string.xlsx": (
        lambda: with_part(
            "xl/sharedStrings.xml",
            strings(b"<si><t>" + b"a" * 900_000 + b"</t></si>"),
            **{SHEET: HEAD + b'<row r="1">' + b'<c t="s"><v>0</v></c>' * 1_000_000 + b"</row>" + TAIL},
        ),
        "S003",
    ),
    "notes.xlsx": (lambda: with_notes(b'<comment ref="A1"/>' * 3_000_000), "S003"),
    "authors.xlsx": (lambda: with_notes(b"<author/>" * 6_000_000), "S003"),
    "deep notes.xlsx": (lambda: with_notes(b"<r>" * 10_000_000), "S003"),
    "elements in notes.xlsx": (lambda: with_notes(b"<r/>" * 40_000_000), "S003"),
    "long note.xlsx": (lambda: with_notes(b'<comment ref="A1"><t>' + b"a" * 150_000_000 + b"</t></comment>"), "S003"),
    "pieces of a note.xlsx": (
        lambda: with_notes(b'<comment ref="A1">' + b"<t>a&amp;</t>" * 400_000 + b"</comment>", b""),
        None,
    ),
    "entities in notes.xlsx": (lambda: with_notes(b"", b"<!DOCTYPE a>"), "S004"),
    "relations.xlsx": (
        lambda: with_part("xl/worksheets/_rels/sheet1.xml.rels", b"<a>" + b"<Relationship/>" * 5_000_000 + b"</a>"),
        "S003",
    ),
    "same notes.xlsx": (lambda: with_notes(b'<comment ref="A1"/>' * 9_000, links=5_000), "S003"),
    "repeated notes.ods": (
        lambda: ods(
            b'<table:table><table:table-row table:number-rows-repeated="1048576"><table:table-cell '
            b'table:number-columns-repeated="16384"><office:annotation><text:p>a</text:p></office:annotation>'
            b"</table:table-cell></table:table-row></table:table>"
        ),
        "S003",
    ),
    "deep strings.xlsx": (lambda: with_part("xl/sharedStrings.xml", strings(b"<si>" + b"<r>" * 10_000_000)), "S003"),
    "styles.xlsx": (
        lambda: with_part(
            "xl/styles.xml",
            b'<styleSheet xmlns="'
            + MAIN.encode()
            + b'"><cellXfs>'
            + b"<xf/>" * 10_000_000
            + b"</cellXfs></styleSheet>",
        ),
        "S003",
    ),
    "format.xlsx": (
        lambda: with_part(
            "xl/styles.xml",
            b'<styleSheet xmlns="'
            + MAIN.encode()
            + b'"><numFmts><numFmt numFmtId="164" formatCode="'
            + b"[" * 3_000_000
            + b'"/>'
            b'</numFmts><cellXfs><xf numFmtId="164"/></cellXfs></styleSheet>',
        ),
        None,
    ),
    "sheets.xlsx": (
        lambda: with_part(
            "xl/workbook.xml",
            b'<workbook xmlns="' + MAIN.encode() + b'"><sheets>' + b"<sheet/>" * 9_000_000 + b"</sheets></workbook>",
        ),
        "S003",
    ),
    "repeats.ods": (
        lambda: ods(
            b'<table:table><table:table-row table:number-rows-repeated="1048576"><table:table-cell '
            b'table:number-columns-repeated="16384" office:value-type="float" office:value="1"/></table:table-row>'
            b"</table:table>"
        ),
        "S003",
    ),
    "tables.ods": (lambda: ods(b"<table:table/>" * 8_000_000), "S003"),
    "elements.ods": (lambda: ods(b"<x/>" * 40_000_000), "S003"),
    "elements.xlsx": (lambda: with_part("xl/styles.xml", b"<a>" + b"<x/>" * 40_000_000 + b"</a>"), "S003"),
    "runs.xlsx": (
        lambda: with_part("xl/sharedStrings.xml", strings(b"<si>" + b"<r/>" * 40_000_000 + b"</si>")),
        "S003",
    ),
    "same sheets.xlsx": (
        lambda: with_part(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="x"><sheets>'.encode()
            + b'<sheet name="a" r:id="rId1"/>' * 2000
            + b"</sheets></workbook>",
            **{SHEET: HEAD + b"<!-- a comment that is long -->" * 3_000_000 + TAIL},
        ),
        "S001",
    ),
    "deep.ods": (lambda: ods(b"<text:p>" * 10_000_000), "S003"),
    "columns.ods": (
        lambda: ods(
            b"<table:table>"
            + b'<table:table-column table:visibility="collapse" table:number-columns-repeated="99999"/>' * 1_000_000
            + b"</table:table>"
        ),
        "S003",
    ),
    "bomb.zip": (lambda: with_part("R1.csv", bytes(500_000_000)), "S003"),
    "garbage.xls": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 20_000, "S001"),
    "garbage.parquet": (lambda: b"PAR1" + bytes(range(256)) * 20_000 + b"PAR1", "S001"),
    "garbage.ods": (lambda: b"PK\x03\x04" + bytes(range(256)) * 20_000, "S001"),
    "garbage.zip": (lambda: b"PK\x03\x04" + bytes(range(256)) * 20_000, "S001"),
    "line.csv": (lambda: b"a" * 90_000_000, "S003"),
    "commas.csv": (lambda: b"," * 90_000_000, "S003"),
    "cells.csv": (lambda: b",,,,,,,,,,\n" * 7_000_000, "S003"),
    "quoted.csv": (lambda: b'"\n",' * 18_000_000, "S003"),
    "smileys.csv": (lambda: "😀".encode() * 20_000_000, "S003"),
    "utf16.csv": (lambda: "a,b\n".encode("utf-16") + "x".encode("utf-16-le") * 40_000_000, "S003"),
}
READ_IN_A_PROCESS = """
import json, sys
from mcqa.scoresheets.files.opened import open_sheets
from pathlib import Path
opened = open_sheets(sys.argv[1:])
# not getrusage, which counts what the process that started this one held
status = Path("/proc/self/status")
lines = status.read_text().splitlines() if status.exists() else []
peak = sum(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
print(json.dumps([[finding.code for finding in opened.findings], [file.path for file in opened.files], peak]))
"""


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_within_little_memory_and_its_neighbour_is_read(tmp_path, name):
    make, code = HOSTILE[name]
    (tmp_path / name).write_bytes(make())
    (tmp_path / "z.csv").write_bytes(CSV)
    command = [sys.executable, "-c", READ_IN_A_PROCESS, str(tmp_path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
    codes, files, peak = json.loads(done.stdout)
    assert set(codes) == ({code} if code else set())
    assert [Path(file).name for file in files][-1] == "z.csv"
    assert peak < MEMORY


def test_a_file_larger_than_a_scoresheet_is_not_even_read(tmp_path, monkeypatch):
    big, small = tmp_path / "big.csv", tmp_path / "small.csv"
    with big.open("wb") as target:
        target.truncate(1_000_000_000)
    small.write_bytes(CSV)
    read = []
    monkeypatch.setattr(opened, "read_whole", lambda path, _: read.append(path.name) or CSV)
    found = open_sheets([str(tmp_path)])
    assert read == ["small.csv"]
    (finding,) = found.findings
    assert (finding.code, finding.value) == ("S003", "1000000000")
    assert "1,000 MB" in finding.message


def test_cells_that_hold_something_take_no_room_for_tags(tmp_path, monkeypatch):
    # a chunk is counted before its cells are read
    monkeypatch.setattr(markup, "CHUNK", 10_000)
    monkeypatch.setattr(bounds, "MAX_TAGS", 45_000)
    for name, in_cells in (("texts in cells.xlsx", True), ("shared texts.xlsx", False)):
        with xlsxwriter.Workbook(tmp_path / name, {"constant_memory": in_cells}) as book:
            page = book.add_worksheet("r")
            for row in range(1_000):
                page.write_row(row, 0, [f"text {row % 50}"] * 12)
    found = open_sheets([str(tmp_path)])
    assert not found.findings
    assert [len(file.grids[0].rows) for file in found.files] == [1_000, 1_000]


def test_the_bounds_let_a_list_of_200_000_rows_through():
    assert bounds.MAX_CELLS >= 200_000 * 12
    assert container.MAX_PARTS_UNPACKED > 3 * 60_000_000
