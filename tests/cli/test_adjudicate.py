"""`mcqa adjudicate`: splits go out, decisions come back exactly, and nothing that was filled in is ever lost."""

import csv
import shutil
import subprocess
import warnings

import pytest
from openpyxl import load_workbook

from mcqa.scoresheets.lists.decisions import read_decisions

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
HEADER = "unit,rater,criterion,level,comment\n"
# C01.1 of MC-01 is split; MC-02 has a split and something else in its way
ROWS = [
    ("MC-01", "R1", "C01.1", "Met", "clear"),
    ("MC-01", "R2", "C01.1", "Not met", "=1+1"),
    ("MC-01", "R3", "C01.1", "Met", ""),
    ("MC-02", "R1", "C01.1", "Not met", ""),
    ("MC-02", "R2", "C01.1", "Met", ""),
    ("MC-02", "R3", "C01.1", "Not met", ""),
    ("MC-02", "R1", "C01.2", "Not met", ""),
    ("MC-02", "R2", "C01.2", "Not met", ""),
    ("MC-02", "R3", "C01.2", "Partly met", ""),
]
RUBRIC = ("--rubric", "mpos-qas-reconstruction")


def write(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(HEADER)
        csv.writer(file, lineterminator="\n").writerows(rows)


@pytest.fixture
def sheets(tmp_path):
    folder = tmp_path / "sheets"
    folder.mkdir()
    write(folder / "ratings.csv", ROWS)
    return folder


def fill(path, entries):
    """Fill in rows of a workbook as a person would: `{(unit, component): (decision, reason, name, date)}`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(path)
    for cells in book["Decisions"].iter_rows(min_row=2):
        for cell, text in zip(cells[9:], entries.get((cells[1].value, cells[2].value), ()), strict=False):
            cell.value = text
    book.save(path)


def filled(path):
    found = read_decisions(path)
    assert found.findings == ()
    return {(each.unit, each.criterion): tuple(each[2:6]) for each in found.filled}


ENTRIES = {
    ("MC-01", "C01.1"): ("Met", "One artifact, “as asked”;\nsee p. 2", "K. Ortiz", "2026-03-02"),
    ("MC-02", "C01.1"): ("Cannot tell", "- not shown", "Ж. Ли", "3/2/2026"),
}


def test_the_workbook_lists_the_splits_and_the_decisions_come_back_exactly(mcqa, sheets, tmp_path):
    done = mcqa("adjudicate", sheets, *RUBRIC, "-o", "d.xlsx")
    assert (done.code, done.out) == (0, "")
    assert "2 cells to decide" in done.err
    fill(tmp_path / "d.xlsx", ENTRIES)
    assert filled(tmp_path / "d.xlsx") == ENTRIES


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not here")
def test_decisions_come_back_exactly_from_what_libreoffice_saves(mcqa, sheets, tmp_path):
    assert mcqa("adjudicate", sheets, *RUBRIC, "-o", "d.xlsx").code == 0
    fill(tmp_path / "d.xlsx", ENTRIES)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    # every sheet of a workbook becomes a CSV file, in UTF-8
    forms = {
        "ods": "ods",
        "again": "xlsx",
        "csv": "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1",
    }
    for folder, form in forms.items():
        source = "d.xlsx" if folder != "again" else "ods/d.ods"
        subprocess.run(
            [OFFICE, profile, "--headless", "--convert-to", form, "--outdir", folder, source],
            cwd=tmp_path,
            check=True,
            capture_output=True,
        )
    assert filled(tmp_path / "ods" / "d.ods") == ENTRIES
    assert filled(tmp_path / "again" / "d.xlsx") == ENTRIES
    assert filled(tmp_path / "csv" / "d-Decisions.csv") == ENTRIES
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        again = load_workbook(tmp_path / "again" / "d.xlsx")["Decisions"]
    assert again.protection.sheet
    assert not again["J2"].protection.locked
    assert again["A2"].protection.locked
    assert len(again.data_validations.dataValidation) > 0
    assert read_decisions(tmp_path / "again" / "d.xlsx").claim.id == "mpos-qas-reconstruction"


def test_decisions_of_the_workbook_settle_the_scores_and_are_logged(mcqa, sheets, tmp_path):
    assert mcqa("adjudicate", sheets, *RUBRIC, "-o", "d.xlsx").code == 0
    entries = {
        ("MC-01", "C01.1"): ("Partly met", "One of two.", "K. Ortiz", ""),
        ("MC-02", "C01.1"): ("Met", "", "", ""),
    }
    fill(tmp_path / "d.xlsx", entries)
    # among the sheets it is used all the same, and no finding says that it was left aside
    shutil.copy(tmp_path / "d.xlsx", sheets / "d.xlsx")
    done = mcqa("score", sheets, *RUBRIC, "--adjudication", sheets / "d.xlsx", "--format", "json")
    assert done.code == 0
    first, second = (unit["criteria"][0] for unit in done.json["results"]["units"])
    assert (first["consensus"], first["met"], first["adjudicated"]) == ("partly_met", False, True)
    assert first["counts"] == {"not_met": 1, "partly_met": 0, "met": 2}
    assert (second["consensus"], second["adjudicated"], second["consensus_of_reviewers"]) == ("met", True, "not_met")
    assert done.json["results"]["splits"] == []
    found = done.json["results"]["adjudication"]
    assert (found["used"], found["left_open"], found["not_used"]) == (2, 0, 0)
    assert [(each["unit"], each["decided_by"], each["was_split"]) for each in found["log"]] == [
        ("MC-01", "K. Ortiz", True),
        ("MC-02", None, True),
    ]
    codes = [each["code"] for each in done.json["findings"]]
    assert codes.count("R119") == 1
    assert "S116" not in codes


def test_a_decision_that_is_no_longer_needed_is_used_and_told(mcqa, sheets, tmp_path):
    assert mcqa("adjudicate", sheets, *RUBRIC, "-o", "d.xlsx").code == 0
    fill(tmp_path / "d.xlsx", {("MC-01", "C01.1"): ("Partly met", "One of two.", "K. Ortiz", "")})
    write(sheets / "ratings.csv", [row for row in ROWS if row[:3] != ("MC-01", "R2", "C01.1")])
    done = mcqa("score", sheets, *RUBRIC, "--adjudication", "d.xlsx", "--format", "json")
    assert done.code == 0
    (told,) = [each for each in done.json["findings"] if each["code"] == "R118"]
    assert (told["sheet"], told["cell"]) == ("Decisions", "J2")
    assert "2 Met" in told["message"]
    assert done.json["results"]["units"][0]["criteria"][0]["consensus"] == "partly_met"


def test_faults_of_decisions_end_with_1_and_the_rest_is_scored(mcqa, sheets, tmp_path):
    rows = "MC-01,C01.1,Mett,why,K\nMC-09,C01.1,Met,why,K\nMC-02,C01.1,Met,why,K\n"
    (tmp_path / "d.csv").write_text(f"Micro-credential,Component,Decision,Reason,Decided by\n{rows}", encoding="utf-8")
    done = mcqa("score", sheets, *RUBRIC, "--adjudication", "d.csv", "--format", "json")
    assert done.code == 1
    told = [(each["code"], each["line"]) for each in done.json["findings"] if each["severity"] == "error"]
    assert told == [("R116", 2), ("R115", 3)]
    assert done.json["results"]["adjudication"]["used"] == 1


def test_a_workbook_of_decisions_among_the_sheets_is_told_and_costs_no_rating(mcqa, sheets):
    alone = mcqa("score", sheets, *RUBRIC, "--format", "json").json
    assert mcqa("adjudicate", sheets, *RUBRIC, "-o", "sheets/d.xlsx").code == 0
    fill(sheets / "d.xlsx", ENTRIES)
    done = mcqa("score", sheets, *RUBRIC, "--format", "json")
    assert done.code == 0
    assert done.json["results"] == alone["results"]
    more = [each for each in done.json["findings"] if each not in alone["findings"]]
    assert [(each["code"], each["file"].replace("\\", "/")) for each in more] == [
        ("S116", f"{sheets.as_posix()}/d.xlsx")
    ]
    assert "2 decisions" in more[0]["message"]
    assert "--adjudication" in more[0]["hint"]
    cells = mcqa("check", sheets, *RUBRIC, "--format", "json").json["results"]
    assert cells["cells"]["read"] == len(ROWS)
    assert [each["layout"] for each in cells["files"] if each["path"].endswith("d.xlsx")] == ["decisions"]


def test_only_a_workbook_of_decisions_is_nothing_to_score(mcqa, sheets):
    assert mcqa("adjudicate", sheets, *RUBRIC, "-o", "d.xlsx").code == 0
    done = mcqa("score", "d.xlsx")
    assert done.code == 3
    assert "S116" in done.err


def test_json_holds_everything_of_a_split(mcqa, sheets):
    found = mcqa("adjudicate", sheets, *RUBRIC, "--format", "json").json
    assert found["schema"] == "mcqa/adjudicate@1"
    first, second = found["results"]["splits"]
    assert [(each["unit"], each["criterion"], each["split"]) for each in (first, second)] == [
        ("MC-01", "C01.1", True),
        ("MC-02", "C01.1", True),
    ]
    assert [(each["rater"], each["level"], each["comment"]) for each in first["ratings"]] == [
        ("R1", "met", "clear"),
        ("R3", "met", None),
        ("R2", "not_met", "=1+1"),
    ]
    assert [each["level"] for each in first["levels"]] == ["not_met", "partly_met", "met"]
    assert all(each["descriptor"] for each in first["levels"])
    assert (first["consensus"], first["met"], first["verdict"]) == ("met", True, "undecided")
    assert first["decision"] is None


def test_the_table_fits_a_terminal_and_says_how_to_go_on(mcqa, sheets):
    done = mcqa("adjudicate", sheets, *RUBRIC)
    assert all(len(line) <= 80 for line in done.out.splitlines())
    assert "2 split cells" in done.out
    assert "--adjudication" in done.out


def test_csv_has_the_columns_of_the_workbook_and_is_read_back(mcqa, sheets, tmp_path):
    shown = mcqa("adjudicate", sheets, *RUBRIC, "--format", "csv")
    assert mcqa("adjudicate", sheets, *RUBRIC, "-o", "d.csv").code == 0
    assert (tmp_path / "d.csv").read_text(encoding="utf-8") == shown.out
    assert [each.unit for each in read_decisions(tmp_path / "d.csv").decisions] == ["MC-01", "MC-02"]


def test_blind_names_no_reviewer(mcqa, sheets, tmp_path):
    assert mcqa("adjudicate", sheets, *RUBRIC, "--blind", "-o", "d.csv").code == 0
    text = (tmp_path / "d.csv").read_text(encoding="utf-8")
    assert "R1" not in text
    assert "A: Met. clear" in text
    assert "B: Met" in text


def test_all_lists_cells_where_reviewers_differ_at_all(mcqa, sheets):
    found = mcqa("adjudicate", sheets, *RUBRIC, "--all", "--format", "json").json["results"]["splits"]
    assert [(each["unit"], each["criterion"], each["reason"], each["split"]) for each in found] == [
        ("MC-01", "C01.1", "range", True),
        ("MC-02", "C01.1", "range", True),
        ("MC-02", "C01.2", "differ", False),
    ]


def test_the_rule_of_the_call_counts(mcqa, sheets):
    found = mcqa(
        "adjudicate", sheets, *RUBRIC, "--cut", "partly_met", "--consensus", "strictest", "--format", "json"
    ).json
    assert found["results"]["splits"][0]["consensus"] == "not_met"
    assert found["run"]["options"]["consensus"] == "strictest"


@pytest.mark.parametrize("name", ["d.xlsx", "d.csv"])
def test_an_existing_file_is_left_alone_without_force_and_loses_nothing_with_it(name, mcqa, sheets, tmp_path):
    assert mcqa("adjudicate", sheets, *RUBRIC, "-o", name).code == 0
    path = tmp_path / name
    if name == "d.xlsx":
        fill(path, ENTRIES)
    else:
        path.write_text(
            path.read_text(encoding="utf-8").replace(",,,,\n", ",Met,why,K,today\n"), encoding="utf-8", newline=""
        )
    before, content = filled(path), path.read_bytes()
    refused = mcqa("adjudicate", sheets, *RUBRIC, "-o", name)
    assert (refused.code, path.read_bytes()) == (2, content)
    assert before
    assert mcqa("adjudicate", sheets, *RUBRIC, "-o", name, "--force").code == 0
    assert filled(path) == before
    # once more, with the file among the sheets
    shutil.copy(path, sheets / name)
    assert mcqa("adjudicate", sheets, *RUBRIC, "-o", f"sheets/{name}", "--force").code == 0
    assert filled(sheets / name) == before


def test_what_is_decided_stays_when_later_ratings_settle_the_cell(mcqa, sheets, tmp_path):
    assert mcqa("adjudicate", sheets, *RUBRIC, "-o", "d.xlsx").code == 0
    fill(tmp_path / "d.xlsx", ENTRIES)
    write(sheets / "ratings.csv", [row for row in ROWS if row[:3] != ("MC-01", "R2", "C01.1")])
    done = mcqa("adjudicate", sheets, *RUBRIC, "-o", "d.xlsx", "--force")
    assert done.code == 0
    assert "2 cells to decide, 2 rows carried over" in done.err
    assert filled(tmp_path / "d.xlsx") == ENTRIES
    last = read_decisions(tmp_path / "d.xlsx").decisions[-1]
    assert (last.unit, last.criterion) == ("MC-01", "C01.1")


def test_nothing_is_written_where_something_would_be_lost(mcqa, sheets, tmp_path):
    assert mcqa("adjudicate", sheets, *RUBRIC, "-o", "d.xlsx").code == 0
    fill(tmp_path / "d.xlsx", ENTRIES)
    content = (tmp_path / "d.xlsx").read_bytes()
    write(sheets / "ratings.csv", [row for row in ROWS if row[0] != "MC-02"])
    done = mcqa("adjudicate", sheets, *RUBRIC, "-o", "d.xlsx", "--force")
    assert done.code == 3
    assert "R115" in done.err
    assert (tmp_path / "d.xlsx").read_bytes() == content


def test_a_file_that_cannot_be_read_is_not_replaced(mcqa, sheets, tmp_path):
    (tmp_path / "d.xlsx").write_bytes(b"PK\x03\x04 broken")
    done = mcqa("adjudicate", sheets, *RUBRIC, "-o", "d.xlsx", "--force")
    assert done.code == 3
    assert (tmp_path / "d.xlsx").read_bytes() == b"PK\x03\x04 broken"


def test_a_file_without_decisions_is_replaced_with_force(mcqa, sheets, tmp_path):
    (tmp_path / "d.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    assert mcqa("adjudicate", sheets, *RUBRIC, "-o", "d.csv", "--force").code == 0
    assert len(read_decisions(tmp_path / "d.csv").decisions) == 2


def test_keep_carries_over_into_a_new_file_and_leaves_the_old_one(mcqa, sheets, tmp_path):
    assert mcqa("adjudicate", sheets, *RUBRIC, "-o", "old.xlsx").code == 0
    fill(tmp_path / "old.xlsx", ENTRIES)
    content = (tmp_path / "old.xlsx").read_bytes()
    assert mcqa("adjudicate", sheets, *RUBRIC, "--keep", "old.xlsx", "-o", "new.xlsx").code == 0
    assert filled(tmp_path / "new.xlsx") == ENTRIES
    assert mcqa("adjudicate", sheets, *RUBRIC, "--keep", "new.xlsx", "-o", "new.xlsx", "--force").code == 0
    assert filled(tmp_path / "new.xlsx") == ENTRIES
    assert (tmp_path / "old.xlsx").read_bytes() == content
    found = mcqa("adjudicate", sheets, *RUBRIC, "--keep", "old.xlsx", "--format", "json").json
    assert found["results"]["splits"][0]["decided_by"] == "K. Ortiz"
    assert [each["path"] for each in found["run"]["inputs"]][-1] == "old.xlsx"


def test_two_files_that_contradict_each_other_are_refused(mcqa, sheets, tmp_path):
    for name, level in (("a.xlsx", "Met"), ("b.xlsx", "Not met")):
        assert mcqa("adjudicate", sheets, *RUBRIC, "-o", name).code == 0
        fill(tmp_path / name, {("MC-01", "C01.1"): (level, "why", "K", "")})
    done = mcqa("adjudicate", sheets, *RUBRIC, "--keep", "a.xlsx", "-o", "b.xlsx", "--force")
    assert done.code == 3
    assert "R117" in done.err
    assert filled(tmp_path / "b.xlsx") == {("MC-01", "C01.1"): ("Not met", "why", "K", "")}


def test_a_workbook_needs_a_name_and_no_sheet_is_written_over(mcqa, sheets):
    assert mcqa("adjudicate", sheets, *RUBRIC, "--format", "xlsx").code == 2
    content = (sheets / "ratings.csv").read_bytes()
    assert mcqa("adjudicate", sheets, *RUBRIC, "-o", "sheets/ratings.csv", "--force").code == 2
    assert (sheets / "ratings.csv").read_bytes() == content


def test_keep_takes_a_file_of_decisions_only(mcqa, sheets):
    done = mcqa("adjudicate", sheets, *RUBRIC, "--keep", "sheets/ratings.csv", "-o", "d.xlsx")
    assert done.code == 3
    assert "no column of decisions" in done.err


def test_where_nobody_splits_the_output_says_so(mcqa, sheets, tmp_path):
    write(sheets / "ratings.csv", [("MC-01", f"R{number}", "C01.1", "Met", "") for number in (1, 2, 3)])
    done = mcqa("adjudicate", sheets, *RUBRIC)
    assert done.code == 0
    assert "None: reviewers split nowhere." in done.out
    assert mcqa("adjudicate", sheets, *RUBRIC, "-o", "d.xlsx").code == 0
    assert read_decisions(tmp_path / "d.xlsx").decisions == ()
