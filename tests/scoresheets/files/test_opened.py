from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

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


def test_a_file_that_cannot_be_read_is_a_finding_and_the_others_are_read(text, monkeypatch):
    closed, good = text(CSV, "closed.csv"), text(CSV, "good.csv")
    read = Path.read_bytes

    def refuse(path):
        if path == closed:
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
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
