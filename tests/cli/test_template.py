"""`mcqa template`: a workbook for each reviewer, or one clear message and nothing written."""

import csv
import warnings

import pytest
from openpyxl import load_workbook

RUBRIC = ("--rubric", "mpos-qas-reconstruction")


@pytest.fixture
def lists(tmp_path):
    def write(units="Micro-credential,Title\nMC-01,One\nMC-02,Two\n", roster="Reviewer,Group\nR01,teacher\nR02,nbct\n"):
        (tmp_path / "units.csv").write_text(units, encoding="utf-8", newline="")
        (tmp_path / "roster.csv").write_text(roster, encoding="utf-8", newline="")
        return ("--units", "units.csv", "--reviewers", "roster.csv")

    return write


def tree(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_reviewer_gets_a_workbook_and_the_same_call_gives_the_same_bytes(mcqa, lists, tmp_path):
    for folder in ("a", "b"):
        done = mcqa("template", *RUBRIC, *lists(), "--round", "round-1", "-o", folder)
        assert (done.code, done.err) == (0, "")
    assert "so every reviewer gets every micro-credential" in " ".join(done.out.split())
    assert sorted(tree(tmp_path / "a")) == ["R01.xlsx", "R02.xlsx"]
    assert tree(tmp_path / "a") == tree(tmp_path / "b")


def test_json_lists_files_reviewers_and_micro_credentials(mcqa, lists):
    arguments = lists("Micro-credential,Reviewers\nMC-01,R01;R02\nRubric,R02\n")
    done = mcqa("template", *RUBRIC, *arguments, "-o", "out", "--questions", "--format", "json")
    found = done.json
    assert found["schema"] == "mcqa/template@1"
    assert [each["path"] for each in found["run"]["inputs"]] == ["units.csv", "roster.csv"]
    assert found["run"]["rubric"]["id"] == "mpos-qas-reconstruction"
    assert found["run"]["options"] == {"round": None, "questions": True}
    results = found["results"]
    assert [(each["rater"], [unit["unit"] for unit in each["units"]]) for each in results["files"]] == [
        ("R01", ["MC-01"]),
        ("R02", ["MC-01", "Rubric"]),
    ]
    assert results["files"][1]["units"][1]["sheet"] == "Rubric (2)"
    assert [(each["rater"], each["group"]) for each in results["raters"]] == [("R01", "teacher"), ("R02", "nbct")]
    assert [(each["unit"], each["raters"]) for each in results["units"]] == [
        ("MC-01", ["R01", "R02"]),
        ("Rubric", ["R02"]),
    ]
    assert [(each["code"], each["value"]) for each in found["findings"]] == [("S406", "Rubric (2)")]


def test_csv_lists_the_workbooks(mcqa, lists):
    rows = mcqa("template", *RUBRIC, *lists(), "-o", "out", "--format", "csv").rows
    assert [(row["file"], row["rater"], row["units"]) for row in rows] == [
        ("R01.xlsx", "R01", "MC-01; MC-02"),
        ("R02.xlsx", "R02", "MC-01; MC-02"),
    ]


def test_what_is_sent_out_and_filled_in_is_scored(mcqa, lists, rubric, tmp_path):
    assert mcqa("template", *RUBRIC, *lists(), "-o", "out", "--round", "round-1").code == 0
    for path in (tmp_path / "out").iterdir():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(path)
        for sheet in book.worksheets[2:]:
            head = next(row for row in sheet.iter_rows() if row[0].value == "Component")
            rating = next(cell.column for cell in head if cell.value == "Rating")
            for row in sheet.iter_rows(min_row=head[0].row + 1):
                if row[0].value in {criterion.id for criterion in rubric.criteria}:
                    sheet.cell(row[0].row, rating).value = "Met"
        book.save(path)
    checked = mcqa("check", "out", "--format", "json").json["results"]["cells"]
    assert (checked["read"], checked["rated"]) == (2 * 2 * 29, 2 * 2 * 29)
    verdicts = mcqa("score", "out", "--format", "json").json["results"]["units"]
    assert [unit["unit"] for unit in verdicts] == ["MC-01", "MC-02"]


def test_all_faults_of_both_lists_are_told_and_nothing_is_written(mcqa, lists, tmp_path):
    arguments = lists("Micro-credential,Reviewers\nMC-01,R9\nmc-01,R01\n", "Reviewer\nR01\n\nR01\n")
    done = mcqa("template", *RUBRIC, *arguments, "-o", "out")
    assert (done.code, done.out) == (3, "")
    for said in ("S404", "S402", "units.csv:2", "units.csv:3", "roster.csv:4"):
        assert said in done.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("left_out", "said"), [("-o", "--output"), ("--rubric", "--rubric"), ("--units", "--units")])
def test_what_is_needed_is_asked_for(left_out, said, mcqa, lists, tmp_path):
    given = ["template", *RUBRIC, *lists(), "-o", "out"]
    at = given.index(left_out)
    done = mcqa(*given[:at], *given[at + 2 :])
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert not (tmp_path / "out").exists()


def test_what_exists_is_replaced_only_by_force_and_other_files_stay(mcqa, lists, tmp_path):
    given = ("template", *RUBRIC, *lists(), "-o", "out")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "R01.xlsx").write_bytes(b"mine")
    (tmp_path / "out" / "notes.txt").write_bytes(b"mine")
    done = mcqa(*given)
    assert (done.code, done.out) == (2, "")
    assert tree(tmp_path / "out") == {"R01.xlsx": b"mine", "notes.txt": b"mine"}
    assert mcqa(*given, "--force").code == 0
    after = tree(tmp_path / "out")
    assert after["R01.xlsx"].startswith(b"PK")
    assert after["notes.txt"] == b"mine"


def test_a_workbook_never_takes_the_place_of_a_list_it_is_made_from(mcqa, lists, tmp_path):
    lists()
    with (tmp_path / "R01.xlsx").open("wb") as file:
        from openpyxl import Workbook

        book = Workbook()
        book.active.append(["Reviewer"])
        book.active.append(["R01"])
        book.save(file)
    before = (tmp_path / "R01.xlsx").read_bytes()
    done = mcqa("template", *RUBRIC, "--units", "units.csv", "--reviewers", "R01.xlsx", "-o", ".", "--force")
    assert done.code == 2
    assert "is an input of this run" in done.err
    assert (tmp_path / "R01.xlsx").read_bytes() == before


def test_the_samples_give_each_reviewer_three(mcqa, samples, tmp_path):
    folder = samples / "template"
    done = mcqa(
        "template", *RUBRIC, "--units", folder / "units.csv", "--reviewers", folder / "roster.csv", "-o", "out",
        "--format", "csv",
    )  # fmt: skip
    assert done.code == 0
    with (folder / "roster.csv").open(encoding="utf-8", newline="") as file:
        codes = [row["Reviewer"] for row in csv.DictReader(file)]
    assert sorted(tree(tmp_path / "out")) == [f"{code}.xlsx" for code in codes]
    assert [len(row["units"].split(";")) for row in done.rows] == [3] * len(codes)
