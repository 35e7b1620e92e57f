from __future__ import annotations

import pytest

from mcqa.errors import InputError, UsageError
from mcqa.ratings.collect import read_ratings

SHEET = "Rubric,{}\nReviewer,R1\nunit,criterion,level\nA,C1.1,Met\n"


@pytest.fixture
def sheet(tmp_path):
    """A scoresheet that names a rubric."""

    def write(claim, name="a.csv"):
        path = tmp_path / name
        path.write_text(SHEET.format(claim), encoding="utf-8")
        return path

    return write


def test_files_become_a_table_in_one_call(sheet, rubric, table_of):
    collected = read_ratings(sheet("try-out 1.0.0"), rubric=rubric)
    assert table_of(collected) == {("A", "R1", "C1.1"): ("met", "rated")}
    assert [finding.code for finding in collected.findings] == ["R104", "R108", "R108"]


def test_paths_folders_and_text_mean_the_same(sheet, rubric, tmp_path):
    path = sheet("try-out 1.0.0")
    for argument in (path, str(path), tmp_path, str(tmp_path / "*.csv")):
        assert read_ratings(argument, rubric=rubric).n_ratings == 1
    assert read_ratings(path, str(path), tmp_path, rubric=rubric).cells.read == 1


def test_the_rubric_that_the_sheets_name_is_loaded_where_it_is_shipped(sheet):
    assert read_ratings(sheet("mpos-qas-reconstruction")).ratings.rubric.id == "mpos-qas-reconstruction"


def test_a_rubric_that_nobody_names_or_that_is_not_shipped_is_wrong_usage(sheet, tmp_path):
    with pytest.raises(UsageError, match='"try-out", which is not shipped'):
        read_ratings(sheet("try-out 1.0.0"))
    silent = tmp_path / "silent.csv"
    silent.write_text("unit,rater,criterion,level\nA,R1,C1.1,Met\n", encoding="utf-8")
    with pytest.raises(UsageError, match="no sheet names one"):
        read_ratings(silent)


def test_nothing_readable_stops_with_the_findings(tmp_path, rubric):
    (tmp_path / "a.xlsx").write_bytes(b"no workbook")
    (tmp_path / "b.csv").write_bytes(b"")
    with pytest.raises(InputError, match="no scoresheet could be read") as caught:
        read_ratings(tmp_path, rubric=rubric)
    assert [finding.code for finding in caught.value.findings] == ["S001", "S006"]
