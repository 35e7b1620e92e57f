"""`mcqa check` as a coordinator runs it: the report, annotated copies, and what is refused."""

import io
import json
import shutil
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

RUBRIC = "mpos-qas-reconstruction"


@pytest.fixture
def messy(samples):
    return samples / "messy"


def tree(folder):
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_lines_fit_a_terminal(mcqa, samples):
    for folder in ("messy", "round-1", "shapes"):
        done = mcqa("check", samples / folder, "--rubric", RUBRIC, "--columns")
        tables, _, _ = done.out.partition("Found:")
        assert max(map(len, tables.splitlines())) <= 80


def test_the_ledger_holds_for_each_file_and_in_all(mcqa, messy):
    results = mcqa("check", messy, "--format", "json").json["results"]
    for cells in (results["cells"], *(file["cells"] for file in results["files"])):
        assert cells["read"] == sum(number for fate, number in cells.items() if fate != "read")
    for fate, number in results["cells"].items():
        assert number == sum(file["cells"][fate] for file in results["files"])


def test_what_every_heading_was_taken_for_is_in_the_json_and_on_request_on_the_screen(mcqa, samples):
    path = samples / "round-1" / "R01.xlsx"
    (file,) = mcqa("check", path, "--format", "json").json["results"]["files"]
    assert {"Component", "Rating", "Comment"} <= {column["header"] for column in file["columns"]}
    assert set(file["columns"][0]) == {"sheet", "cell", "header", "meaning", "how"}
    assert "How headings were understood" not in mcqa("check", path).out
    shown = mcqa("check", path, "--columns").out
    assert "How headings were understood" in shown
    assert "its words" in shown


def test_a_meaning_given_by_hand_is_shown(mcqa, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("unit,rater,criterion,Mark out of 2\nMC-01,R1,C01.1,2\n", encoding="utf-8")
    done = mcqa("check", path, "--rubric", RUBRIC, "--map", "Mark out of 2=level")
    assert [line.split("  ")[0] for line in done.out.splitlines() if "--map" in line] == ["Mark out of 2"]
    assert "1 rated" in done.out


def test_a_file_sent_twice_is_told_once_and_listed_in_full(mcqa, samples, tmp_path):
    for name in ("R01.xlsx", "R01_again.xlsx"):
        shutil.copy(samples / "round-1" / "R01.xlsx", tmp_path / name)
    done = mcqa("check", tmp_path)
    assert done.out.count("R101") == 1
    assert "58 ratings of this file" in " ".join(done.out.split())
    listed = [row for row in mcqa("check", tmp_path, "--format", "csv").rows if row["code"] == "R101"]
    assert len(listed) == 58
    assert len([f for f in mcqa("check", tmp_path, "--format", "json").json["findings"] if f["code"] == "R101"]) == 58


def test_files_of_one_name_are_told_apart(mcqa, samples, tmp_path):
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        shutil.copy(samples / "round-1" / "R01.xlsx", tmp_path / folder / "R01.xlsx")
    lines = mcqa("check", tmp_path).out.splitlines()
    assert [line.split()[0].replace("\\", "/") for line in lines if line.startswith(("one", "two"))] == [
        "one/R01.xlsx",
        "two/R01.xlsx",
    ]


# --- annotated copies


def test_copies_are_written_and_the_originals_are_not_touched(mcqa, messy, tmp_path):
    before = tree(messy)
    done = mcqa("check", messy, "--annotate", "out")
    assert done.code == 1
    assert tree(messy) == before
    copies = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert copies == [
        *("R02.xlsx", "R05.xlsx", "R05_again.xlsx", "R06.xlsx", "R07.xlsx", "R08.xlsx"),
        *("R10.xlsx", "R10_again.xlsx", "R11.xlsx"),
    ]
    assert "wrote 9 annotated copies to out" in done.err
    said = " ".join(done.out.split())
    assert "Annotated copies of 9 files are in out. 3 files could not be read and cannot be annotated." in said
    cell = load_workbook(tmp_path / "out" / "R11.xlsx")["MC-01"]["C15"]
    assert (cell.fill.fgColor.rgb, cell.comment.author) == ("FFFFC7CE", "mcqa")


def test_the_json_names_the_copies(mcqa, messy):
    results = mcqa("check", messy / "R11.xlsx", "--annotate", "out", "--format", "json").json["results"]
    (file,) = results["annotated"]["files"]
    assert results["annotated"]["folder"] == "out"
    assert (file["rebuilt"], file["copy"].replace("\\", "/")) == (False, "out/R11.xlsx")
    assert "annotated" not in mcqa("check", messy, "--format", "json").json["results"]


def test_copies_are_not_replaced_without_force(mcqa, messy, tmp_path):
    assert mcqa("check", messy, "--annotate", "out").code == 1
    before = tree(tmp_path / "out")
    done = mcqa("check", messy, "--annotate", "out")
    assert (done.code, done.out) == (2, "")
    assert "exist already" in done.err
    assert tree(tmp_path / "out") == before
    assert mcqa("check", messy, "--annotate", "out", "--force").code == 1


def test_sound_files_get_no_copy_and_no_folder(mcqa, pilot, tmp_path):
    path = min(pilot.glob("*.xlsx"))
    done = mcqa("check", path, "--annotate", "out")
    assert "so there is no copy" in " ".join(done.out.split())
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("folder", ["in", "in/copies", "in/a/../copies"])
@pytest.mark.parametrize("sheets", ["in", "in/*.xlsx", "in/**/*.xlsx"])
def test_a_folder_that_is_read_takes_no_copies(mcqa, messy, tmp_path, folder, sheets):
    (tmp_path / "in").mkdir()
    shutil.copy(messy / "R11.xlsx", tmp_path / "in")
    done = mcqa("check", sheets, "--annotate", folder)
    assert done.code == 2
    assert "would be read with the originals" in done.err
    assert [path.name for path in (tmp_path / "in").iterdir()] == ["R11.xlsx"]


def test_a_folder_that_is_passed_over_does(mcqa, messy, tmp_path):
    (tmp_path / "in").mkdir()
    shutil.copy(messy / "R11.xlsx", tmp_path / "in")
    mcqa("check", "in", "--annotate", "in/_annotated")
    assert (tmp_path / "in" / "_annotated" / "R11.xlsx").is_file()
    assert len(mcqa("check", "in", "--format", "json").json["results"]["files"]) == 1


def test_an_original_is_never_replaced_by_its_copy(mcqa, messy, tmp_path):
    shutil.copy(messy / "R11.xlsx", tmp_path)
    before = (tmp_path / "R11.xlsx").read_bytes()
    done = mcqa("check", "R11.xlsx", "--annotate", ".", "--force")
    assert done.code == 2
    assert "is an input of this run" in done.err
    assert (tmp_path / "R11.xlsx").read_bytes() == before


def test_names_in_an_archive_do_not_leave_the_folder(mcqa, messy, tmp_path):
    (tmp_path / "in").mkdir()
    with zipfile.ZipFile(tmp_path / "in" / "round.zip", "w") as archive:
        archive.write(messy / "R11.xlsx", "../../R11.xlsx")
        archive.write(messy / "R02.xlsx", "R02.xlsx")
    before = tree(tmp_path / "in")
    mcqa("check", "in", "--annotate", "out")
    assert tree(tmp_path / "in") == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "out"]
    assert {path.name for path in (tmp_path / "out").rglob("*.xlsx")} == {"R02.xlsx", "R11.xlsx"}


def test_checking_the_copies_finds_the_same(mcqa, messy):
    mcqa("check", messy, "--annotate", "out")
    first, again = (mcqa("check", folder, "--format", "json").json for folder in (messy, "out"))

    def said(run):
        return sorted((f["code"], f["sheet"] or "", f["cell"] or "") for f in run["findings"])

    assert said(again) == [each for each in said(first) if each[0] not in {"S001", "S002", "S006"}]
    assert again["results"]["cells"] == first["results"]["cells"]


# --- the roster, and what does not go together


def test_the_roster_tells_who_is_unknown(mcqa, samples, tmp_path):
    (tmp_path / "roster.csv").write_text("reviewer,name\nR01,Ann Lee\nR99,Bo Chan\n", encoding="utf-8")
    done = mcqa("check", samples / "round-1", "--roster", "roster.csv", "--format", "json")
    found = {(f["code"], f["subject"]) for f in done.json["findings"]}
    assert {("R103", "R02"), ("R111", "R99")} <= found
    assert not {("R103", "R01"), ("R111", "R01")} & found


@pytest.mark.parametrize("words", [("--format", "json"), ("--output", "out.md"), ("--annotate", "out")])
def test_a_watch_shows_its_report_and_nothing_else(mcqa, samples, words, tmp_path):
    done = mcqa("check", samples / "messy", "--watch", *words)
    assert (done.code, done.out) == (2, "")
    assert "--watch" in done.err
    assert list(tmp_path.iterdir()) == []


def test_nobody_watches_what_is_not_there(mcqa):
    assert mcqa("check", "nowhere", "--watch").code == 3


def test_a_wrong_rubric_ends_a_watch_at_once(mcqa, samples):
    assert mcqa("check", samples / "messy", "--watch", "--rubric", "no-such-rubric").code in {2, 3}


def test_of_a_parquet_file_only_a_list_is_made_and_that_is_said(mcqa, samples):
    assert mcqa("export", samples / "round-1", "-o", "all.parquet").code == 0
    given = ("check", "all.parquet", "--rubric", RUBRIC, "--roster", "roster.csv", "--annotate", "out", "--force")
    Path("roster.csv").write_text("Reviewer\nR01\n", encoding="utf-8")
    said = " ".join(mcqa(*given).out.split())
    assert "Of all.parquet only a list of what was found was made, without the values." in said
    assert "same values" not in said
    (file,) = mcqa(*given, "--format", "json").json["results"]["annotated"]["files"]
    assert (file["rebuilt"], file["only_list"]) == (True, True)


def test_the_copy_of_a_text_file_holds_its_cells(mcqa, tmp_path):
    (tmp_path / "a.csv").write_text("unit,rater,criterion,level\nMC-01,R1,C01.1,Metish\n", encoding="utf-8")
    done = mcqa("check", "a.csv", "--rubric", RUBRIC, "--annotate", "out", "--format", "json")
    assert json.loads(done.out)["results"]["annotated"]["files"][0]["rebuilt"]
    content = (tmp_path / "out" / "a.xlsx").read_bytes()
    assert load_workbook(io.BytesIO(content))["Sheet1"]["D2"].value == "Metish"


def test_the_mapping_that_was_used_is_printed_and_in_the_json(mcqa, samples, tmp_path):
    meanings = tmp_path / "map.yaml"
    meanings.write_text(
        'format: mcqa-mapping/1\nheaders: {Rating: level}\nvalues: {"fully there": Met}\n', encoding="utf-8"
    )
    path = samples / "round-1" / "R01.xlsx"
    results = mcqa("check", path, "--map-file", meanings, "--format", "json").json["results"]
    assert results["mapping"] == {"headers": {"Rating": "level"}, "values": {"fully there": "met"}}
    shown = mcqa("check", path, "--map-file", meanings).out
    assert "How values were understood" in shown
    assert "fully there  met" in shown
    assert "How values were understood" not in mcqa("check", path).out


def test_several_faults_of_the_command_line_stand_one_on_each_line(mcqa, samples):
    done = mcqa("check", samples / "round-1" / "R01.xlsx", "--map", "a", "--map", "b=")
    assert done.err.splitlines()[:3] == ["mcqa: --map:", '  "a": it has no =', '  "b=": the meaning is missing']
