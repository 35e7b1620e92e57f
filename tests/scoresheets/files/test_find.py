from __future__ import annotations

import os
import zipfile

import pytest

from mcqa.errors import InputError
from mcqa.scoresheets.files.find import find_files


@pytest.fixture
def folder(tmp_path):
    """A folder of sheets with everything around them that is none."""
    for name in (
        "R2.xlsx",
        "R10.XLSX",
        "round/R3.csv",
        "round/deep/R4.tsv",
        "macro.xlsm",
        ".hidden.xlsx",
        "_truth/ratings.csv",
        "~$R2.xlsx",
        ".git/R9.csv",
        "notes.docx",
        "readme.txt",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    return tmp_path


def names(found, folder):
    return [path.relative_to(folder).as_posix() for path in found.files]


def test_a_folder_means_every_readable_file_in_it_and_below_it(folder):
    found = find_files([str(folder)])
    assert sorted(names(found, folder)) == ["R10.XLSX", "R2.xlsx", "macro.xlsm", "round/R3.csv", "round/deep/R4.tsv"]


def test_other_files_of_a_folder_are_told_in_one_finding(folder):
    (folder / "round" / "photo.png").write_bytes(b"x")
    (finding,) = find_files([str(folder), str(folder)]).findings
    assert (finding.code, finding.severity, finding.location.file) == ("S009", "info", str(folder))
    assert finding.value == "3"
    assert finding.message == ("3 other files in the folder were passed over: notes.docx, readme.txt, round/photo.png")


TABLE = "Micro-credential\tReviewer\tComponent\tRating\nMC-01\tR8\tC01.1\tMet\n"


@pytest.mark.parametrize("name", ["R8", "R8.txt", "R8.tsv.bak", "R8.csv (1)"])
@pytest.mark.parametrize("content", [TABLE.encode(), TABLE.encode("utf-16"), TABLE.replace("\t", ";").encode()])
def test_a_text_table_is_found_by_its_header_whatever_it_is_called(folder, name, content):
    (folder / name).write_bytes(content)
    assert name in names(find_files([str(folder)]), folder)
    assert names(find_files([str(folder / name)]), folder) == [name]


@pytest.mark.parametrize(
    "content",
    [
        b"Dear all,\nplease rate each component, reviewer by reviewer,\nand send it back.\n",
        b"Reviewer\tE-mail\nR01\ta@b.org\nR02\tc@d.org\n",
        b"Micro-credential\tReviewer\tComponent\tRating\n",
        b"<html><table><tr><td>Component</td></tr></table>",
        b"\0\1\2\3",
        b"",
    ],
    ids=["prose", "people", "a header alone", "a web page", "binary", "empty"],
)
def test_other_text_is_no_table(folder, content):
    (folder / "R8.txt").write_bytes(content)
    assert "R8.txt" not in names(find_files([str(folder)]), folder)


@pytest.mark.parametrize("name", ["R8", "R8.xlsx (1)", "R8.bak"])
def test_a_workbook_is_found_whatever_it_is_called(folder, book, name):
    book({"MC-01": [["Component", "Rating"], ["C01.1", "Met"]]}).rename(folder / name)
    assert name in names(find_files([str(folder)]), folder)


def test_a_document_or_a_mail_that_is_packed_like_a_workbook_is_none(folder):
    with zipfile.ZipFile(folder / "R8", "w") as target:
        target.writestr("[Content_Types].xml", "<a/>")
        target.writestr("word/document.xml", "<a/>")
    (folder / "R9.msg").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    assert {"R8", "R9.msg"}.isdisjoint(names(find_files([str(folder)]), folder))


@pytest.fixture
def closed(folder, monkeypatch):
    """A folder below the others that nobody may open."""
    (folder / "no").mkdir()
    (folder / "no" / "R7.xlsx").write_bytes(b"x")
    scan = os.scandir

    def refuse(path="."):
        if os.fspath(path).rstrip("/\\").endswith("no"):
            raise PermissionError(13, "Permission denied", os.fspath(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    return folder / "no"


def closed_ones(found):
    return [(each.location.file, each.severity, each.message) for each in found.findings if each.code == "S001"]


@pytest.mark.parametrize("argument", [".", "no", "no/*.xlsx", "*/*.xlsx", "*"])
def test_a_folder_that_cannot_be_opened_is_an_error(folder, closed, argument):
    found = find_files([str(folder / argument)])
    assert closed_ones(found) == [(str(closed), "error", "the folder cannot be opened: Permission denied")]
    assert ("R2.xlsx" in names(found, folder)) == (argument in {".", "*"})


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*.xlsx", ["R2.xlsx"]),
        ("**/*.csv", ["round/R3.csv"]),
        ("**/*.tsv", ["round/deep/R4.tsv"]),
        ("R?.xlsx", ["R2.xlsx"]),
        ("ro*", ["round/R3.csv", "round/deep/R4.tsv"]),
        ("_truth/*", ["_truth/ratings.csv"]),
        ("~$*", ["~$R2.xlsx"]),
    ],
)
def test_patterns_pass_over_what_folders_pass_over_unless_they_spell_it(folder, pattern, expected):
    assert names(find_files([str(folder / pattern)]), folder) == expected


def test_a_file_that_is_named_is_read_whatever_its_name_begins_with(folder):
    assert names(find_files([str(folder / "_truth" / "ratings.csv")]), folder) == ["_truth/ratings.csv"]


def test_a_name_with_brackets_is_a_file_before_it_is_a_pattern(folder):
    (folder / "R[1].csv").write_bytes(b"x")
    assert names(find_files([str(folder / "R[1].csv")]), folder) == ["R[1].csv"]


def test_a_file_that_several_arguments_mean_is_read_once(folder, monkeypatch):
    monkeypatch.chdir(folder)
    spellings = ["R2.xlsx", "./R2.xlsx", "round/../R2.xlsx", str(folder / "R2.xlsx"), "*.xlsx"]
    assert [path.as_posix() for path in find_files(spellings).files] == ["R2.xlsx"]
    assert len(find_files([str(folder), *spellings, "."]).files) == 5


def test_a_link_to_a_file_is_that_file(folder):
    try:
        (folder / "same.xlsx").symlink_to(folder / "R2.xlsx")
    except OSError:
        pytest.skip("this system lets nobody make links")
    assert len(find_files([str(folder / "R2.xlsx"), str(folder / "same.xlsx")]).files) == 1


@pytest.mark.parametrize(("name", "value"), [("R5.xlsb", ".xlsb"), ("R5.NUMBERS", ".numbers")])
def test_other_spreadsheets_in_a_folder_are_a_finding_not_a_silence(folder, name, value):
    (folder / name).write_bytes(b"x")
    found = find_files([str(folder)])
    (finding,) = [finding for finding in found.findings if finding.code != "S009"]
    assert (finding.code, finding.name, finding.severity) == ("S005", "unsupported-format", "error")
    assert (finding.location.file, finding.value) == (str(folder / name), value)
    assert len(found.files) == 5


@pytest.mark.parametrize(("name", "value"), [("notes.docx", ".docx"), ("plain", "no ending")])
def test_any_other_file_that_is_named_is_a_finding(folder, name, value):
    (folder / name).write_bytes(b"x")
    found = find_files([str(folder / name), str(folder / name), str(folder / "R2.xlsx")])
    assert [(finding.code, finding.value) for finding in found.findings] == [("S005", value)]
    assert names(found, folder) == ["R2.xlsx"]


def test_a_missing_path_is_told_with_the_name_that_is_closest(folder):
    with pytest.raises(InputError, match="there is no file or folder") as caught:
        find_files([str(folder / "R20.xlsx")])
    assert caught.value.hint == f"did you mean {folder / 'R2.xlsx'}?"
    with pytest.raises(InputError) as caught:
        find_files([str(folder / "rounds" / "R3.csv")])
    assert caught.value.hint == f"did you mean {folder / 'round'}?"


def test_a_missing_path_without_a_close_name_is_told_what_is_there(folder):
    with pytest.raises(InputError) as caught:
        find_files([str(folder / "elsewhere" / "there")])
    assert caught.value.hint == f"{folder} holds R10.XLSX, R2.xlsx, macro.xlsm, notes.docx, readme.txt, round"


@pytest.mark.parametrize(
    ("argument", "message"),
    [
        ("", "is empty"),
        ("none-*.xlsx", "no file matches none"),
        ("nothing", "there is no file or folder nothing"),
        ("x" * 5000, "there is no file or folder xxx"),
        ("a\0b", "there is no file or folder a"),
        ("R2.xlsx/inner.csv", "there is no file or folder R2.xlsx"),
    ],
    ids=["empty", "pattern", "missing", "too long", "with a NUL", "below a file"],
)
def test_what_does_not_exist_stops_the_run_with_one_message(folder, monkeypatch, argument, message):
    monkeypatch.chdir(folder)
    with pytest.raises(InputError, match=message) as caught:
        find_files([argument])
    assert caught.value.hint


def test_a_folder_without_scoresheets_stops_the_run_and_a_pattern_passes_it_over(folder):
    (folder / "empty").mkdir()
    (folder / "empty" / "readme.md").write_bytes(b"x")
    with pytest.raises(InputError, match="holds no scoresheet"):
        find_files([str(folder / "empty")])
    with pytest.raises(InputError, match="no file matches"):
        find_files([str(folder / "emp*")])
    found = names(find_files([str(folder / "*")]), folder)
    assert sorted(found) == ["R10.XLSX", "R2.xlsx", "macro.xlsm", "round/R3.csv", "round/deep/R4.tsv"]


def test_files_come_in_the_order_of_the_arguments_and_within_a_folder_by_path(folder):
    arguments = [str(folder / "round"), str(folder / "macro.xlsm"), str(folder / "*.xlsx"), str(folder / "R10.XLSX")]
    expected = ["round/R3.csv", "round/deep/R4.tsv", "macro.xlsm", "R2.xlsx", "R10.XLSX"]
    assert [name for name in names(find_files(arguments), folder) if name in expected] == expected


@pytest.mark.parametrize("name", ["old.xls", "free.ODS", "many.parquet", "all.zip"])
def test_other_formats_that_are_read_are_found_in_folders(folder, name):
    (folder / name).write_bytes(b"x")
    assert name in names(find_files([str(folder)]), folder)


def test_a_json_file_in_a_folder_is_read_when_it_is_an_export(folder):
    (folder / "other.json").write_bytes(b'{"schema": "mcqa/check@1"}')
    (folder / "export.json").write_bytes(b'{\n  "schema": "mcqa/export@1",\n  "mcqa_version": "1"}')
    found = names(find_files([str(folder)]), folder)
    assert "export.json" in found
    assert "other.json" not in found


def test_any_json_file_that_is_named_is_read(folder):
    (folder / "other.json").write_bytes(b"x")
    assert names(find_files([str(folder / "other.json")]), folder) == ["other.json"]
    assert names(find_files([str(folder / "*.json")]), folder) == ["other.json"]
