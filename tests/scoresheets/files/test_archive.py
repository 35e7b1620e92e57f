"""Zip archives of scoresheets: every member is read or a finding, and nothing is written anywhere."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
import zlib

import pytest

from mcqa.scoresheets.files import archive
from mcqa.scoresheets.files.container import part_called
from mcqa.scoresheets.files.opened import open_sheets

CSV = b"unit,rater,criterion,level\nA,R1,C01.1,Met\n"


@pytest.fixture
def packed(tmp_path):
    """Write an archive from (name, content) pairs, and open it."""

    def run(*members: tuple[str, bytes], name: str = "round.zip", change=None, **options):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
            for member, content in members:
                target.writestr(member, content, **options)
        path = tmp_path / name
        path.write_bytes(change(stream.getvalue()) if change else stream.getvalue())
        return open_sheets([str(path)]), str(path)

    return run


def codes(opened):
    return [(finding.code, finding.location.file) for finding in opened.findings]


def test_members_are_files_named_after_the_archive_in_order_of_their_names(packed, book):
    workbook = book({"MC-01": [["Component", "Rating"], ["C01.1", "Met"]]}).read_bytes()
    opened, path = packed(("teachers/R2.csv", CSV), ("R1.xlsx", workbook), ("R3.CSV", CSV))
    assert [file.path for file in opened.files] == [f"{path}/R1.xlsx", f"{path}/R3.CSV", f"{path}/teachers/R2.csv"]
    assert {file.archive for file in opened.files} == {path}
    assert opened.files[1].sha256 == hashlib.sha256(CSV).hexdigest()
    assert opened.files[0].grids[0].place(1, 1).file == f"{path}/R1.xlsx"
    assert (opened.findings, opened.refused) == ((), ())


def test_a_file_outside_of_an_archive_names_none(text):
    assert open_sheets([str(text(CSV))]).files[0].archive == ""


def test_what_computers_add_to_archives_is_passed_over_in_silence(packed):
    opened, _ = packed(
        ("R1.csv", CSV),
        ("__MACOSX/._R1.csv", b"\0\5\x16\7"),
        (".DS_Store", b"Bud1"),
        ("a/.hidden.csv", CSV),
        ("a/~$R2.xlsx", b"x"),
        ("_old/R9.csv", CSV),
    )
    assert (len(opened.files), opened.findings) == (1, ())


def test_other_files_are_told_and_other_spreadsheets_are_errors(packed):
    opened, path = packed(("R1.csv", CSV), ("README.txt", b"hello"), ("R2 ratings.pdf", b"%PDF-"), ("R3.numbers", b"x"))
    assert sorted(codes(opened)) == [("S005", f"{path}/R3.numbers"), ("S009", path)]
    (told,) = [finding for finding in opened.findings if finding.code == "S009"]
    assert (told.severity, told.value) == ("info", "2")
    assert "README.txt" in told.message
    assert opened.refused == (f"{path}/R3.numbers",)


def test_an_archive_without_scoresheets_is_empty_and_refused(packed):
    opened, path = packed(("README.txt", b"hello"))
    assert [code for code, _ in codes(opened)] == ["S009", "S006"]
    assert opened.refused == (path,)


def test_an_archive_within_an_archive_is_not_opened(packed):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as target:
        target.writestr("R1.csv", CSV)
    opened, path = packed(("inner.zip", inner.getvalue()), ("R2.csv", CSV))
    assert codes(opened) == [("S005", f"{path}/inner.zip")]
    assert [file.path for file in opened.files] == [f"{path}/R2.csv"]


@pytest.mark.parametrize("name", ["../R1.csv", "/etc/R1.csv", "a/../../R1.csv", "C:/R1.csv"])
def test_a_member_that_points_elsewhere_is_read_and_written_nowhere(packed, tmp_path, name):
    opened, path = packed((name, CSV))
    assert [file.path for file in opened.files] == [f"{path}/{name}"]
    assert [each.name for each in tmp_path.rglob("*")] == ["round.zip"]


UMLAUT = "Jürgen/Größe.csv"


def unflagged(content: bytes) -> bytes:
    """Take from all names the mark that they are UTF-8, as Info-ZIP and the macOS Finder leave it out."""
    changed = bytearray(content)
    for start, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(start)
        while at >= 0:
            changed[at + place + 1] &= 0xF7
            at = changed.find(start, at + 4)
    return bytes(changed)


def test_a_name_in_utf_8_that_is_not_marked_as_such_is_read_as_it(packed):
    opened, path = packed((UMLAUT, CSV), change=unflagged)
    assert [file.path for file in opened.files] == [f"{path}/{UMLAUT}"]
    assert opened.findings == ()


def in_code_page(content: bytes) -> bytes:
    return unflagged(content).replace("Größe".encode(), b"Gr\x94\xe1e_1")


def test_a_name_in_the_old_code_page_is_read_as_it(packed):
    opened, path = packed(("Größe.csv", CSV), change=in_code_page)
    assert [file.path for file in opened.files] == [f"{path}/Größe_1.csv"]


@pytest.mark.parametrize(("sound", "name"), [(True, "Żółw.csv"), (False, "Größe_1.csv")])
def test_the_name_that_info_zip_gives_beside_counts_if_it_was_written_for_this_one(tmp_path, sound, name):
    raw = b"Gr\x94\xe1e_1.csv"
    field = struct.pack("<BI", 1, zlib.crc32(raw) if sound else 1) + "Żółw.csv".encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        member = zipfile.ZipInfo("Größe.csv")
        member.extra = b"UT\1\0\0" + struct.pack("<HH", 0x7075, len(field)) + field
        target.writestr(member, CSV)
    path = tmp_path / "round.zip"
    path.write_bytes(in_code_page(stream.getvalue()))
    opened = open_sheets([str(path)])
    assert [file.path for file in opened.files] == [f"{path}/{name}"]


def test_a_member_is_a_scoresheet_by_what_it_holds(packed):
    opened, path = packed(("R1", CSV), ("R2.txt", CSV.replace(b",", b"\t")), ("R3.txt", b"hello"))
    assert [file.path for file in opened.files] == [f"{path}/R1", f"{path}/R2.txt"]
    assert sorted(codes(opened)) == [("S008", f"{path}/R1"), ("S008", f"{path}/R2.txt"), ("S009", path)]


def test_an_archive_of_too_many_files_is_told_by_their_number(packed):
    opened, _ = packed(*((f"f{number}.csv", b"a") for number in range(5001)))
    (finding,) = opened.findings
    assert (finding.code, finding.value) == ("S003", "5001")
    assert finding.message == "the archive holds 5,001 parts, more than 5,000; it was not opened"


def test_two_members_of_one_name_are_a_finding_and_neither_is_read(packed):
    with pytest.warns(UserWarning, match="Duplicate name"):
        opened, path = packed(("R1.csv", CSV), ("R1.csv", CSV + b"B,R1,C01.1,Met\n"), ("R2.csv", CSV))
    assert codes(opened) == [("S001", f"{path}/R1.csv")]
    assert [file.path for file in opened.files] == [f"{path}/R2.csv"]


def locked(content: bytes) -> bytes:
    """Mark the first member as encrypted."""
    changed = bytearray(content)
    changed[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(changed)


def test_an_encrypted_member_is_a_finding_and_the_others_are_read(packed):
    opened, path = packed(("R1.csv", CSV), ("R2.csv", CSV), change=locked)
    assert codes(opened) == [("S002", f"{path}/R1.csv")]
    assert [file.path for file in opened.files] == [f"{path}/R2.csv"]


def test_an_archive_of_which_all_is_encrypted_is_one_finding(packed):
    opened, path = packed(("R1.csv", CSV), change=locked)
    assert codes(opened) == [("S002", path)]
    assert opened.refused == (path,)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_member_packed_in_a_rare_way_is_a_finding(packed, method):
    opened, path = packed(("R1.csv", CSV), compress_type=method)
    assert codes(opened) == [("S001", f"{path}/R1.csv")]


def test_a_damaged_member_is_a_finding_and_the_others_are_read(packed):
    body = b"".join(b"MC-%d,R%d,C01.1,Met\n" % (n, n * 7) for n in range(50))
    opened, path = packed(
        ("R1.csv", CSV + body), ("R2.csv", CSV), change=lambda content: content[:60] + b"\xff" * 9 + content[69:]
    )
    assert codes(opened) == [("S001", f"{path}/R1.csv")]
    assert [file.path for file in opened.files] == [f"{path}/R2.csv"]


@pytest.mark.parametrize("share", [0.2, 0.6, 0.95])
def test_a_truncated_archive_is_refused(packed, share):
    opened, path = packed(("R1.csv", CSV), ("R2.csv", CSV), change=lambda whole: whole[: int(len(whole) * share)])
    assert codes(opened) == [("S001", path)]


def test_an_archive_is_not_opened_when_it_would_unpack_to_too_much(packed):
    opened, path = packed(("R1.csv", CSV), ("R2.csv", b"a" * 30_000_000))
    assert codes(opened) == [("S003", path)]


def test_a_member_larger_than_a_file_may_be_is_refused_by_itself(packed, monkeypatch):
    monkeypatch.setattr(archive, "MAX_FILE", 100)
    opened, path = packed(("R1.csv", CSV), ("R2.csv", CSV * 10))
    assert codes(opened) == [("S003", f"{path}/R2.csv")]
    assert len(opened.files) == 1


def test_an_archive_in_a_folder_is_opened_with_the_rest(packed, text):
    text(CSV, "R9.csv")
    _, path = packed(("R1.csv", CSV))
    opened = open_sheets([str(text(CSV, "R9.csv").parent)])
    assert [file.archive for file in opened.files] == ["", path]


def test_a_workbook_that_is_named_as_an_archive_is_read_as_a_workbook(book):
    path = book({"MC-01": [["Component", "Rating"], ["C01.1", "Met"]]})
    path = path.rename(path.with_suffix(".zip"))
    opened = open_sheets([str(path)])
    assert [grid.sheet for grid in opened.files[0].grids] == ["MC-01"]
    assert [(finding.code, finding.value) for finding in opened.findings] == [("S008", ".zip")]


@pytest.mark.parametrize("change", [None, unflagged])
def test_a_member_is_found_again_by_its_name(packed, change):
    _, path = packed((UMLAUT, CSV), ("R2.csv", b"x"), change=change)
    with zipfile.ZipFile(path) as target:
        assert target.read(part_called(target, UMLAUT)) == CSV
        with pytest.raises(KeyError):
            part_called(target, "R3.csv")
