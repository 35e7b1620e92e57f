from __future__ import annotations

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
    assert found.findings == ()


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
    (finding,) = found.findings
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


def test_a_json_file_is_read_only_when_it_is_named(folder):
    (folder / "export.json").write_bytes(b"x")
    assert "export.json" not in names(find_files([str(folder)]), folder)
    assert names(find_files([str(folder / "export.json")]), folder) == ["export.json"]
    assert names(find_files([str(folder / "*.json")]), folder) == ["export.json"]
