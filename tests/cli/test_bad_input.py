"""Bad input: one clear message or an undefined result that says why, the rest is still read, and never a traceback."""

import csv
import json
import shutil

import pytest

from mcqa.rubric.bundled import shipped

RUBRIC = ("--rubric", "mpos-qas-reconstruction")
COMMANDS = ("check", "score", "reliability", "recommend")
HEADER = "unit,rater,criterion,level\n"


@pytest.fixture(params=COMMANDS)
def command(request):
    return request.param


@pytest.fixture
def sheet(tmp_path):
    def write(text, name="sheet.csv"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path / name

    return write


def one_message(done):
    return [line for line in done.err.splitlines() if line.startswith("mcqa: ")]


def test_a_missing_folder(command, mcqa):
    done = mcqa(command, "pilto/")
    assert (done.code, done.out) == (3, "")
    assert one_message(done) == ["mcqa: there is no file or folder pilto/"]


def test_a_pattern_without_match(command, mcqa):
    done = mcqa(command, "*.xlsx")
    assert (done.code, done.out) == (3, "")
    assert one_message(done) == ["mcqa: no file matches *.xlsx"]


def test_an_empty_folder(command, mcqa, tmp_path):
    (tmp_path / "empty").mkdir()
    done = mcqa(command, "empty")
    assert (done.code, done.out) == (3, "")
    assert one_message(done) == ["mcqa: the folder empty holds no scoresheet"]


def test_a_folder_without_a_readable_sheet(command, mcqa, samples, tmp_path):
    (tmp_path / "sheets").mkdir()
    for name in ("R01.xlsx", "R04.xlsx"):
        shutil.copy(samples / "messy" / name, tmp_path / "sheets" / name)
    (tmp_path / "sheets" / "nothing.csv").write_bytes(b"")
    done = mcqa(command, "sheets")
    assert (done.code, done.out) == (3, "")
    assert one_message(done) == ["mcqa: no scoresheet could be read"]
    for code in ("S001", "S002", "S006"):
        assert code in done.err


def test_unreadable_workbooks_among_readable_ones(command, mcqa, damaged):
    done = mcqa(command, damaged, "--format", "json")
    assert done.code == 1
    codes = {finding["code"]: finding for finding in done.json["findings"]}
    assert {"S001", "S002", "R102"} <= set(codes)
    assert codes["S001"]["file"].endswith(".xlsx")
    assert done.json["results"]
    assert len(done.json["run"]["inputs"]) >= 4


def test_a_refused_file_is_one_error_and_the_others_are_counted(mcqa, damaged):
    results = mcqa("check", damaged, "--format", "json").json["results"]
    assert len(results["refused"]) == 2
    assert results["cells"]["rated"] > 100


def test_a_rubric_with_errors(command, mcqa, sheet, tmp_path):
    text = shipped()["mpos-qas-reconstruction"].read_text(encoding="utf-8")
    (tmp_path / "broken.yaml").write_text(text.replace("cut: met", "cut: splendid"), encoding="utf-8")
    done = mcqa(command, sheet(HEADER + "MC-1,R1,C01.1,met\n"), "--rubric", "broken.yaml")
    assert (done.code, done.out) == (3, "")
    assert "L103" in done.err
    assert len(one_message(done)) == 1


@pytest.mark.parametrize(("name", "code"), [("mpos-qas-reconstructoin", 2), ("nowhere.yaml", 3)])
def test_a_rubric_that_is_not_there(name, code, command, mcqa, pilot):
    done = mcqa(command, pilot, "--rubric", name)
    assert (done.code, done.out) == (code, "")
    assert len(one_message(done)) == 1


def test_no_rubric_given_and_none_named(mcqa, sheet):
    done = mcqa("score", sheet(HEADER + "MC-1,R1,C01.1,met\n"))
    assert (done.code, done.out) == (2, "")
    assert "no rubric was given" in done.err
    assert "mpos-qas-reconstruction" in done.err


def test_scores_for_another_rubric_say_which_one_they_were_made_for(mcqa, pilot):
    done = mcqa("score", pilot, "--rubric", "compensatory-example")
    assert (done.code, done.out) == (3, "")
    assert len(one_message(done)) == 1
    assert "most sheets were made for mpos-qas-reconstruction" in done.err
    # hundreds of cells are wrong for the same reason: they do not bury the message
    assert len(done.err.splitlines()) < 100


def test_scores_for_another_rubric_with_the_same_components_are_read_with_a_warning(mcqa, pilot):
    done = mcqa("check", pilot, "--rubric", "mpos-qas-met-not-met", "--format", "json")
    assert "S108" in {finding["code"] for finding in done.json["findings"]}
    assert done.json["results"]["cells"]["rated"] > 0


def test_a_level_nobody_declared(command, mcqa, sheet):
    path = sheet(HEADER + "MC-1,R1,C01.1,Met\nMC-1,R2,C01.1,Metish\nMC-1,R3,C01.1,7\nMC-1,R4,C01.1,met\n")
    done = mcqa(command, path, *RUBRIC, "--format", "json")
    assert done.code == 1
    found = [(one["code"], one["line"], one["value"]) for one in done.json["findings"] if one["severity"] == "error"]
    assert found == [("S201", 3, "Metish"), ("S202", 4, "7")]


def test_the_same_cell_twice(command, mcqa, sheet):
    twice = "MC-1,R1,C01.1,met\nMC-1,R2,C01.1,met\nMC-1,R1,C01.1,Met\nMC-1,R2,C01.1,not_met\nMC-1,R3,C01.1,met\n"
    done = mcqa(command, sheet(HEADER + twice), *RUBRIC, "--format", "json")
    assert done.code == 1
    codes = [finding["code"] for finding in done.json["findings"]]
    assert codes.count("R101") == 1
    assert codes.count("R102") == 2


def test_no_reviewer_name(command, mcqa, sheet):
    done = mcqa(command, sheet(HEADER + "MC-1,,C01.1,met\nMC-1,R2,C01.1,met\nMC-1,R3,C01.1,met\n"), *RUBRIC)
    assert done.code == 1
    assert "S105" in done.err + done.out
    assert done.out


def test_one_reviewer_only(mcqa, long_file):
    path = long_file(
        "one.csv", ["A", "B", "C"], ["R1"], lambda unit, _, criterion: ["met", "not_met"][(unit + criterion) > "B"]
    )
    done = mcqa("score", path, *RUBRIC, "--format", "json")
    assert done.code == 0
    for unit in done.json["results"]["units"]:
        assert unit["verdict"] == "undecided"
        assert {one["undecided_because"] for one in unit["criteria"]} == {"too_few_ratings"}
    for one in mcqa("reliability", path, *RUBRIC, "--format", "json").json["results"]["estimates"]:
        assert (one["estimate"], one["status"], one["reason"]) == (None, "undefined", "one_rater")
        assert one["ci"] is None
    recommended = mcqa("recommend", path, *RUBRIC, "--format", "json").json["results"]["criteria"]
    assert {each["action"] for each in recommended} == {"collect_more_data"}
    assert {each["cause"] for each in recommended} == {"sample"}
    assert mcqa("check", path, *RUBRIC).code == 0


def test_one_micro_credential_only(mcqa, long_file):
    path = long_file("one.csv", ["A"], ["R1", "R2", "R3"], lambda _, rater, __: "not_met" if rater == "R3" else "met")
    units = mcqa("score", path, *RUBRIC, "--format", "json").json["results"]["units"]
    assert [(unit["unit"], unit["verdict"]) for unit in units] == [("A", "met")]
    found = mcqa("reliability", path, *RUBRIC, "--by", "criterion", "--format", "json").json["results"]["estimates"]
    assert {one["status"] for one in found} <= {"unstable", "undefined"}
    assert all(one["reason"] for one in found)
    assert all(one["ci"] is None and one["standard_error"] is None for one in found)
    # one pair of three agrees
    shares = [one["estimate"] for one in found if one["coefficient"] == "percent_agreement"]
    assert shares == pytest.approx([1 / 3] * 29)
    recommended = mcqa("recommend", path, *RUBRIC, "--format", "json").json["results"]["criteria"]
    assert {each["action"] for each in recommended} == {"collect_more_data"}


def test_all_cells_blank(command, mcqa, long_file):
    path = long_file("blank.csv", ["A", "B"], ["R1", "R2"], lambda *_: "")
    done = mcqa(command, path, *RUBRIC, "--format", "json")
    if command == "check":
        assert done.code == 0
        assert done.json["results"]["cells"] == {
            "read": 116,
            "rated": 0,
            "missing": 116,
            "not_applicable": 0,
            "cannot_tell": 0,
            "invalid": 0,
        }
    else:
        assert (done.code, done.out) == (3, "")
        assert "no usable rating (116 cells read, 116 of them blank)" in done.err


def test_nobody_can_tell(command, mcqa, long_file):
    path = long_file("blind.csv", ["A"], ["R1", "R2"], lambda *_: "cannot tell")
    done = mcqa(command, path, *RUBRIC, "--format", "json")
    assert done.code == (0 if command == "check" else 3)


def test_everybody_at_the_same_level(mcqa, long_file):
    path = long_file("same.csv", ["A", "B", "C", "D"], ["R1", "R2", "R3"], lambda *_: "met")
    units = mcqa("score", path, *RUBRIC, "--format", "json").json["results"]["units"]
    assert {unit["verdict"] for unit in units} == {"met"}
    for one in mcqa("reliability", path, *RUBRIC, "--format", "json").json["results"]["estimates"]:
        if one["coefficient"] == "percent_agreement":
            assert one["estimate"] == 1.0
            continue
        assert one["reason"] == "no_variation"
        assert one["observed"] == 1.0
        expected = (1.0, "unstable") if one["coefficient"] == "gwet_ac" else (None, "undefined")
        assert (one["estimate"], one["status"]) == expected
        assert "not exercised" in one["text"]
    recommended = mcqa("recommend", path, *RUBRIC, "--format", "json").json["results"]["criteria"]
    assert {each["action"] for each in recommended} == {"widen_sample"}
    done = mcqa("check", path, *RUBRIC, "--format", "json")
    assert (done.code, {finding["code"] for finding in done.json["findings"]}) == (0, {"R108"})


@pytest.mark.parametrize("name", ["sheets.pdf", "sheets.numbers", "sheets"])
def test_a_kind_of_file_that_is_not_read(name, command, mcqa, tmp_path):
    (tmp_path / name).write_bytes(b"%PDF-1.7 whatever")
    done = mcqa(command, name)
    assert (done.code, done.out) == (3, "")
    assert "S005" in done.err


def test_names_in_every_script_and_control_characters(mcqa, long_file):
    names = ["日本語の資格", "Überprüfung", "=1+1", "a|b", "MC\x1b[31m", "😀" * 40]
    path = long_file("names.csv", names, ["R1", "@R2"], lambda *_: "met")
    found = mcqa("score", path, *RUBRIC, "--format", "json").json["results"]["units"]
    assert {unit["unit"] for unit in found} == set(names)
    rows = mcqa("score", path, *RUBRIC, "--format", "csv").rows
    assert {row["unit"] for row in rows} == {*names, "'=1+1"} - {"=1+1"}
    table = mcqa("score", path, *RUBRIC).out
    assert "\x1b" not in table
    assert "MC\\x1b[31m" in table


def test_a_round_is_chosen_and_a_wrong_one_refused(mcqa, sheet):
    rows = "unit,rater,criterion,level,round\n" + "".join(
        f"MC-1,R{rater},C01.1,{level},{wave}\n"
        for wave, level in (("one", "met"), ("two", "not_met"))
        for rater in "123"
    )
    path = sheet(rows)
    for wave, consensus in (("one", "met"), ("two", "not_met")):
        done = mcqa("score", path, *RUBRIC, "--round", wave, "--format", "json")
        assert done.json["results"]["units"][0]["criteria"][0]["consensus"] == consensus
        assert done.json["run"]["options"]["round"] == wave
    done = mcqa("score", path, *RUBRIC, "--round", "three")
    assert (done.code, done.out) == (2, "")
    assert "one, two" in done.err
    done = mcqa("score", path, *RUBRIC)
    assert "ratings of 2 rounds are taken together (one, two)" in done.err
    assert "rounds" not in mcqa("score", path, *RUBRIC, "--quiet").err


def test_reviewers_may_be_named_after_their_files(mcqa, tmp_path):
    folder = tmp_path / "sheets"
    folder.mkdir()
    for name in ("Ann", "Bob"):
        (folder / f"{name}.csv").write_text("unit,criterion,level\nMC-1,C01.1,met\n", encoding="utf-8")
    done = mcqa("check", folder, *RUBRIC, "--rater-from", "filename", "--format", "json")
    assert done.code == 0
    assert [file["raters"] for file in done.json["results"]["files"]] == [["Ann"], ["Bob"]]
    assert mcqa("score", folder, *RUBRIC).code == 3


@pytest.mark.parametrize("form", ["csv", "json"])
@pytest.mark.parametrize("text", ["", ",,,\n", "unit,rater,criterion,level\n", "Dear all,\nhere it is\n"])
def test_check_and_export_end_with_three_where_nothing_was_read(mcqa, tmp_path, text, form):
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    for command in ("check", "export"):
        assert mcqa(command, "a.csv", *RUBRIC, "--format", form, "--fail-on", "never").code == 3


def test_a_header_alone_is_shown_for_what_it_is(mcqa, tmp_path):
    (tmp_path / "a.csv").write_text("unit,rater,criterion,level\n", encoding="utf-8")
    for command in ("check", "export"):
        assert {each["code"] for each in mcqa(command, "a.csv", *RUBRIC, "--format", "json").json["findings"]} == {
            "S006"
        }


def test_blank_cells_are_something_to_check(mcqa, tmp_path):
    (tmp_path / "a.csv").write_text("unit,rater,criterion,level\nMC-1,R1,C01.1,\n", encoding="utf-8")
    assert mcqa("check", "a.csv", *RUBRIC).code == 0


def test_what_is_given_twice_is_read_once(mcqa, pilot):
    once, twice = (mcqa("score", *words, "--format", "json") for words in ((pilot,), (pilot, pilot)))
    assert twice.json["results"] == once.json["results"]


def test_folders_files_and_patterns_may_be_mixed(mcqa, copy_of, pilot):
    folder = copy_of(pilot)
    books = sorted(folder.glob("R*.xlsx"))
    words = (books[0], folder / "R*[2-9].xlsx")
    assert mcqa("score", *words, "--format", "csv").out == mcqa("score", folder, "--format", "csv").out


def test_lint_ends_with_one_for_broken_yaml_and_three_for_no_file(mcqa, tmp_path):
    (tmp_path / "broken.yaml").write_text("a: [1\n", encoding="utf-8")
    done = mcqa("lint", "broken.yaml", "--format", "json")
    assert done.code == 1
    assert {finding["code"] for finding in done.json["findings"]} == {"L001"}
    assert done.json["results"]["files"] == 1
    done = mcqa("lint", "nowhere.yaml", "--format", "json")
    assert done.code == 3
    assert {finding["code"] for finding in done.json["findings"]} == {"L010"}
    assert "there is no file nowhere.yaml" in done.err


def test_rubrics_are_shown_and_their_schema_is_json(mcqa, tmp_path):
    shown = mcqa("rubric", "show", "mpos-qas-reconstruction", "--format", "csv").rows
    assert len({row["criterion"] for row in shown}) == 29
    assert len(shown) == 29 * 3
    assert mcqa("rubric", "list", "--format", "json").json["results"]["rubrics"][2]["components"] == 29
    schema = json.loads(mcqa("rubric", "schema").out)
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert mcqa("rubric", "schema", "-o", "schema.json").code == 0
    assert json.loads((tmp_path / "schema.json").read_text(encoding="utf-8")) == schema
    done = mcqa("rubric", "show", "mpos-qas")
    assert done.code == 2
    assert "mpos-qas-reconstruction" in done.err


def test_csv_of_check_lists_every_finding(mcqa, samples):
    rows = list(csv.DictReader(mcqa("check", samples / "messy", "--format", "csv").out.splitlines()))
    found = mcqa("check", samples / "messy", "--format", "json").json["findings"]
    assert [(row["code"], row["sheet"], row["cell"]) for row in rows] == [
        (one["code"], one["sheet"] or "", one["cell"] or "") for one in found
    ]
