"""mcqa calibrate: reviewers against a reference, from files of every kind to verdicts."""

import csv
import json
import re
from pathlib import Path

import pytest
from openpyxl import Workbook

RUBRIC = "mpos-qas-reconstruction"
CRITERIA = ("C01.1", "C01.2", "C02.1", "C02.2")
LEVELS = ("not_met", "partly_met", "met", "met")
UNITS = tuple(f"CAL-{at}" for at in range(1, 7))


@pytest.fixture
def calibration(samples):
    folder = samples / "calibration"
    return ("calibrate", folder / "sheets", "--reference", folder / "reference.csv")


@pytest.fixture
def write(tmp_path):
    """Write a long file of the four components; `levels` gives the levels of a unit."""

    def one(name, units=UNITS, levels=lambda _: LEVELS, rater=None):
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("unit", "criterion", "level", *(("rater",) if rater else ())))
            for unit in units:
                for criterion, level in zip(CRITERIA, levels(unit), strict=True):
                    writer.writerow((unit, criterion, level, *((rater,) if rater else ())))
        return tmp_path / name

    return one


def by_rater(done):
    return {rater["rater"]: rater for rater in done.json["results"]["raters"]}


def test_the_sample_tells_who_passes_and_who_must_train_again(mcqa, calibration):
    done = mcqa(*calibration)
    assert done.code == 0
    assert all(len(line) <= 80 for line in done.out.splitlines())
    verdicts = dict(re.findall(r"^(R\d\d) .*?(pass|retrain|undecided)", done.out.split("Where those")[0], re.MULTILINE))
    assert verdicts == {"R01": "pass", "R02": "retrain", "R03": "pass", "R04": "retrain", "R05": "pass", "R06": "pass"}
    assert "C08.2 Calibrated assessors" in done.out


def test_json_holds_the_contract_and_a_weight_for_each(mcqa, calibration):
    done = mcqa(*calibration, "--format", "json")
    assert done.json["schema"] == "mcqa/calibrate@1"
    assert any(each["path"].endswith("reference.csv") for each in done.json["run"]["inputs"])
    raters = by_rater(done)
    assert done.json["results"]["profile"] == "naep"
    harsh = raters["R04"]
    assert (harsh["pass"], harsh["sure"], harsh["stricter"], harsh["more_cases"]) == (False, True, "reviewer", 0)
    assert set(harsh["ci"]) == {"level", "low", "high", "method"}
    assert harsh["weight"] < min(rater["weight"] for name, rater in raters.items() if name != "R04")
    assert raters["R01"]["more_cases"] > 0
    assert len(harsh["criteria"]) == 29


def test_csv_has_a_row_for_each_reviewer_and_each_component(mcqa, calibration):
    rows = mcqa(*calibration, "--format", "csv").rows
    assert len(rows) == 6 * 30
    assert [row["pass"] for row in rows if not row["criterion"]] == ["true", "false", "true", "false", "true", "true"]


@pytest.mark.parametrize(
    ("options", "failed"),
    [
        (("--profile", "bloomboard"), {"R02", "R04"}),
        (("--profile", "class"), set()),
        (("--profile", "strict-0.70"), {"R04"}),
        (("--exact", "0.83", "--kappa", "0.5"), {"R01", "R02", "R04"}),
    ],
)
def test_every_profile_has_its_rule(options, failed, mcqa, calibration):
    raters = by_rater(mcqa(*calibration, *options, "--format", "json"))
    assert {name for name, rater in raters.items() if rater["pass"] is False} == failed


def test_numbers_in_the_configuration_are_a_profile(mcqa, calibration, tmp_path):
    (tmp_path / "mcqa.toml").write_text('[calibrate]\nprofile = "own"\nexact = 0.4\n', encoding="utf-8")
    done = mcqa(*calibration, "--format", "json")
    assert done.json["results"]["bars"] == {"exact": 0.4}
    assert all(rater["pass"] for rater in by_rater(done).values())


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--profile", "bloombord"), 'did you mean "bloomboard"?'),
        (("--profile", "own"), "has no numbers"),
        (("--profile", "naep", "--exact", "0.9"), "cannot change the profile"),
        (("--exact", "90"), "from 0 to 1"),
        (("--weights", "quadrat"), 'did you mean "quadratic"?'),
    ],
)
def test_a_rule_that_makes_no_sense_is_wrong_usage(options, said, mcqa, calibration):
    done = mcqa(*calibration, *options)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_the_reference_among_the_sheets_is_no_sheet(mcqa, calibration, samples):
    whole = mcqa("calibrate", samples / "calibration", *calibration[2:], "--format", "json")
    assert whole.json["results"] == mcqa(*calibration, "--format", "json").json["results"]


def test_a_reference_alone_is_no_set_of_sheets(mcqa, write):
    reference = write("ref.csv")
    done = mcqa("calibrate", reference, "--reference", reference, "--rubric", RUBRIC)
    assert (done.code, done.out) == (3, "")
    assert "the sheets are the reference itself" in done.err


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_a_reference_needs_no_rater_whatever_file_it_is(ending, mcqa, write, tmp_path):
    sheet, reference = write("r.csv", rater="R1"), write("ref.csv")
    rows = list(csv.reader(reference.read_text(encoding="utf-8").splitlines()))
    if ending == "xlsx":
        book = Workbook()
        for row in rows:
            book.active.append(row)
        reference = tmp_path / "ref.xlsx"
        book.save(reference)
    elif ending == "parquet":
        import pandas as pd

        reference = tmp_path / "ref.parquet"
        pd.DataFrame(rows[1:], columns=rows[0]).to_parquet(reference)
    done = mcqa("calibrate", sheet, "--reference", reference, "--rubric", RUBRIC, "--format", "json")
    assert (done.code, done.json["findings"]) == (0, [])
    (rater,) = done.json["results"]["raters"]
    assert (rater["n"], rater["exact"], rater["kappa"], rater["pass"]) == (24, 1, 1, True)


def test_a_panel_with_names_is_brought_to_consensus_and_its_members_are_not_judged(mcqa, write, tmp_path):
    write("e1.csv", rater="E1")
    write("e2.csv", rater="E2")
    with (tmp_path / "panel.csv").open("w", encoding="utf-8") as out:
        first, second = ((tmp_path / f"e{at}.csv").read_text(encoding="utf-8") for at in (1, 2))
        out.write(first + second.partition("\n")[2])
    sheets = (write("r.csv", rater="R1"), write("e.csv", rater="E1"))
    done = mcqa("calibrate", *sheets, "--reference", tmp_path / "panel.csv", "--rubric", RUBRIC, "--format", "json")
    results = done.json["results"]
    assert (results["reference"]["raters"], results["left_out"]) == (["E1", "E2"], ["E1"])
    assert list(by_rater(done)) == ["R1"]
    assert "R123" in {finding["code"] for finding in done.json["findings"]}


def test_a_reference_for_other_units_ends_with_one_message(mcqa, write):
    done = mcqa(
        "calibrate",
        write("r.csv", rater="R1"),
        "--reference",
        write("ref.csv", units=("X-1", "X-2")),
        "--rubric",
        RUBRIC,
    )
    assert (done.code, done.out) == (3, "")
    assert "it rates X-1, X-2, the sheets rate CAL-1, CAL-2, CAL-3, CAL-4 and 2 more" in done.err


@pytest.mark.parametrize("level", ["", "cannot tell"])
def test_a_reference_without_a_level_is_refused(level, mcqa, write):
    reference = write("ref.csv", levels=lambda _: (level,) * 4)
    done = mcqa("calibrate", write("r.csv", rater="R1"), "--reference", reference, "--rubric", RUBRIC)
    assert (done.code, done.out) == (3, "")
    assert "reference" in done.err


def test_a_reference_that_is_not_there_is_an_unreadable_input(mcqa, write):
    done = mcqa("calibrate", write("r.csv", rater="R1"), "--reference", "none.csv", "--rubric", RUBRIC)
    assert (done.code, done.out) == (3, "")


def test_a_fault_in_the_reference_is_told(mcqa, write):
    reference = write("ref.csv", levels=lambda unit: ("Metish", *LEVELS[1:]) if unit == "CAL-1" else LEVELS)
    sheet = write("r.csv", rater="R1")
    done = mcqa("calibrate", sheet, "--reference", reference, "--rubric", RUBRIC, "--format", "json")
    assert done.code == 1
    assert [finding["code"] for finding in done.json["findings"]] == ["S201", "R121"]
    assert by_rater(done)["R1"]["n"] == 23


def test_a_reviewer_who_could_not_tell_is_counted_apart(mcqa, write):
    sheet = write("r.csv", rater="R1", levels=lambda _: ("cannot tell", *LEVELS[1:]))
    done = mcqa("calibrate", sheet, "--reference", write("ref.csv"), "--rubric", RUBRIC, "--format", "json")
    rater = by_rater(done)["R1"]
    assert (rater["n"], rater["cannot_tell"], rater["exact"]) == (18, 6, 1)


def test_the_output_never_takes_the_place_of_the_reference(mcqa, write):
    sheet, reference = write("r.csv", rater="R1"), write("ref.csv")
    before = reference.read_bytes()
    done = mcqa("calibrate", sheet, "--reference", reference, "--rubric", RUBRIC, "-o", reference, "--force")
    assert (done.code, reference.read_bytes()) == (2, before)


def test_the_form_profile_has_its_own_name_here_and_both_elsewhere(mcqa, samples):
    shown = mcqa("calibrate", "--help").out
    assert "--form-profile NAME|FILE" in shown
    assert "--profile NAME " in shown
    export = samples / "forms" / "redcap-raw.csv"
    own = samples / "forms" / "our-redcap.yaml"
    for option in ("--form-profile", "--profile"):
        done = mcqa("check", export, "--rubric", RUBRIC, option, own, "--format", "json")
        assert (done.code, done.json["results"]["cells"]["rated"]) == (0, 321)


@pytest.mark.parametrize("key", ["profile", "form-profile", "form_profile"])
def test_both_names_stand_in_the_configuration(key, mcqa, samples, tmp_path):
    own = (samples / "forms" / "our-redcap.yaml").as_posix()
    (tmp_path / "mcqa.toml").write_text(f'[check]\n{key} = "{own}"\n', encoding="utf-8")
    done = mcqa("check", samples / "forms" / "redcap-raw.csv", "--rubric", RUBRIC, "--format", "json")
    assert (done.code, done.json["results"]["cells"]["rated"]) == (0, 321)


def test_the_weights_that_it_writes_are_those_that_scoring_reads(mcqa, calibration, tmp_path):
    from mcqa.scoresheets.lists.weights import read_rater_weights

    out = tmp_path / "weights.json"
    assert mcqa(*calibration, "-o", out).code == 0
    raters = json.loads(out.read_text(encoding="utf-8"))["results"]["raters"]
    assert read_rater_weights(out).weights == {rater["rater"]: rater["weight"] for rater in raters}


def test_the_sample_is_made_again_by_the_lines_in_the_readme(samples, tmp_path, monkeypatch):
    text = (samples / "README.md").read_text(encoding="utf-8")
    (lines,) = re.findall(r"```python\n(.*?)```", text.partition("## calibration")[2], re.DOTALL)
    monkeypatch.chdir(tmp_path)
    exec(compile(lines, "README.md", "exec"), {})

    def files(folder):
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in Path(folder).rglob("*.csv")}

    assert files(tmp_path / "samples" / "calibration") == files(samples / "calibration")
    assert len(files(samples / "calibration")) == 7
