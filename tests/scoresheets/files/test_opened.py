from __future__ import annotations

import hashlib
import os
import zipfile
from pathlib import Path

import pytest

from mcqa.scoresheets.bounds import read_whole
from mcqa.scoresheets.files.opened import open_sheets
from mcqa.scoresheets.records import RubricClaim

CSV = "unit,rater,criterion,level\nA,R1,C01.1,Met\n"


def test_a_file_is_opened_once_with_its_hash(text):
    path = text(CSV)
    opened = open_sheets([str(path), str(path.parent)])
    (file,) = opened.files
    assert (file.path, file.sha256, file.claim) == (str(path), hashlib.sha256(CSV.encode()).hexdigest(), None)
    assert (opened.findings, opened.refused, opened.claimed_rubric) == ((), (), None)


@pytest.mark.parametrize("content", [b"", b" \r\n\t\n", b"\xef\xbb\xbf", b"\xff\xfe", b"\xef\xbb\xbf\n"])
@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_an_empty_file_is_a_warning_and_refused(text, name, content):
    opened = open_sheets([str(text(content, name))])
    assert [(finding.code, finding.name, finding.severity) for finding in opened.findings] == [
        ("S006", "empty-file", "warning")
    ]
    assert (len(opened.files), len(opened.refused)) == (0, 1)


@pytest.mark.parametrize("name", ["R8", "R8.txt", "R8.csv (1)"])
def test_a_table_without_a_known_ending_is_read_and_told(text, name):
    opened = open_sheets([str(text(CSV, name).parent)])
    assert [file.grids[0].rows[1] for file in opened.files] == [("A", "R1", "C01.1", "Met")]
    (finding,) = opened.findings
    assert (finding.code, finding.severity) == ("S008", "info")
    assert finding.value == (Path(name).suffix or "no ending")


def test_an_export_in_a_folder_is_read(text):
    row = '{"unit": "A", "rater": "R1", "criterion": "C01.1", "level": "met"}'
    path = text('{"schema": "mcqa/export@1", "results": {"ratings": [' + row + "]}}", "round.json")
    opened = open_sheets([str(path.parent)])
    assert opened.files[0].grids[0].rows[1] == ("A", "R1", "C01.1", "met")
    assert opened.findings == ()


@pytest.mark.parametrize("sheets", [{"A": []}, {"A": [], "B": [[None, None]]}])
def test_a_workbook_without_a_cell_is_empty_as_an_empty_file_is(book, sheets):
    opened = open_sheets([str(book(sheets))])
    assert [(finding.code, finding.location.sheet) for finding in opened.findings] == [("S006", None)]
    assert (len(opened.files), len(opened.refused)) == (0, 1)


def test_a_table_of_blanks_is_empty(text):
    opened = open_sheets([str(text(",,,\n,,,\n"))])
    assert [finding.code for finding in opened.findings] == ["S006"]


def test_a_file_that_cannot_be_read_is_a_finding_and_the_others_are_read(text, monkeypatch):
    closed, good = text(CSV, "closed.csv"), text(CSV, "good.csv")
    open_file = Path.open

    def refuse(path, *args):
        if path == closed:
            raise PermissionError(13, "Permission denied")
        return open_file(path, *args)

    monkeypatch.setattr(Path, "open", refuse)
    opened = open_sheets([str(closed), str(good)])
    (finding,) = opened.findings
    assert (finding.code, finding.location.file) == ("S001", str(closed))
    assert "Permission denied" in finding.message
    assert [file.path for file in opened.files] == [str(good)]
    assert opened.refused == (str(closed),)


def test_one_refused_file_among_readable_ones_is_one_finding(text, book):
    text("not a workbook", "broken.xlsx")
    path = book({"MC-01": [["Component", "Rating"], ["C01.1", "Met"]]})
    opened = open_sheets([str(path.parent)])
    assert [finding.code for finding in opened.findings] == ["S001"]
    assert len(opened.files) == 1


@pytest.mark.parametrize(
    ("rows", "claim"),
    [
        ([["Rubric", "try-out 1.0.0"]], RubricClaim("try-out", "1.0.0")),
        ([["Rubric:", "try-out v1.0.0"]], RubricClaim("try-out", "1.0.0")),
        ([["Rubric", "try-out"]], RubricClaim("try-out")),
        ([["Rubric", "try-out"], ["Rubric version", "1.0.0"]], RubricClaim("try-out", "1.0.0")),
        ([["Rubric", "A rubric to try"]], RubricClaim("A rubric to try")),
        ([["Reviewer", "R01", "Rubric", "try-out 2.0"]], RubricClaim("try-out", "2.0")),
        ([[]] * 14 + [["Rubric", "try-out"]], RubricClaim("try-out")),
        ([[]] * 15 + [["Rubric", "try-out"]], None),
        ([["Rubric", None, "try-out"]], None),
        ([["Rubric"]], None),
        ([["Rubric version", "1.0.0"]], None),
        # the words of a header row are no labels
        ([["unit", "rater", "rubric", "level"], ["A", "R1", "try-out", "Met"]], None),
        ([["unit", "rater", "rubric", "C01.1"], ["A", "R1", "try-out", "Met"]], None),
        ([["rubric", "unit", "rater", "C01.1"]], None),
    ],
)
def test_a_label_cell_says_which_rubric_a_sheet_was_made_for(book, rows, claim):
    opened = open_sheets([str(book({"MC-01": rows or [[]]}))])
    assert opened.files[0].claim == claim


def test_the_rubric_that_most_files_name_is_the_claimed_one(book):
    paths = [str(book({"A": [["Rubric", name]]}, f"{at}.xlsx")) for at, name in enumerate(("old", "new", "new"))]
    assert open_sheets(paths).claimed_rubric == "new"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize("pattern", ["pipe.csv", "p*.csv"])
def test_a_pipe_is_a_finding_and_is_not_waited_for(text, tmp_path, pattern):
    text(CSV, "plain.csv")
    os.mkfifo(tmp_path / "pipe.csv")
    opened = open_sheets([str(tmp_path / pattern), str(tmp_path / "plain.csv")])
    assert [(finding.code, finding.location.file) for finding in opened.findings] == [
        ("S001", str(tmp_path / "pipe.csv"))
    ]
    assert "a pipe or a device, not a file" in opened.findings[0].message
    assert [file.path for file in opened.files] == [str(tmp_path / "plain.csv")]


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no such device")
@pytest.mark.parametrize("name", ["endless.csv", "endless.xlsx", "endless.zip", "endless.parquet"])
def test_a_link_to_a_device_is_not_read(tmp_path, name):
    (tmp_path / name).symlink_to("/dev/zero")
    opened = open_sheets([str(tmp_path / name)])
    assert [finding.code for finding in opened.findings] == ["S001"]
    assert opened.refused == (str(tmp_path / name),)


def test_no_more_is_read_than_the_bound_and_one_byte(text, monkeypatch):
    path = text(CSV)
    assert read_whole(path, 10) == CSV[:11].encode()
    monkeypatch.setattr("mcqa.scoresheets.files.opened.MAX_FILE", 10)
    # a file that grows after it was looked at
    monkeypatch.setattr("mcqa.scoresheets.files.opened._size", lambda _: 5)
    assert [finding.code for finding in open_sheets([str(path)]).findings] == ["S003"]


def test_every_file_that_was_named_is_known_whether_it_was_read_or_not(text, tmp_path):
    names = ["bad.xlsx", "note.txt", "a.csv", "all.zip"]
    text("no workbook", "bad.xlsx")
    text("mine", "note.txt")
    text(CSV, "a.csv")
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("b.csv", CSV)
    opened = open_sheets([str(tmp_path / name) for name in names])
    assert sorted(opened.on_disk) == sorted(str(tmp_path / name) for name in names)
