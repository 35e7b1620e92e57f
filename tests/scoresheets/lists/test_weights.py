"""Weights of reviewers, from the output of mcqa calibrate or from a list."""

import hashlib
import json

import pytest
from openpyxl import Workbook

from mcqa.errors import InputError
from mcqa.scoresheets.lists.weights import read_rater_weights


def calibrated(path, raters, schema="mcqa/calibrate@1"):
    path.write_text(json.dumps({"schema": schema, "results": {"raters": raters}}), encoding="utf-8")
    return path


def test_the_output_of_calibrate_is_read_without_those_who_have_no_weight(tmp_path):
    raters = [{"rater": "R01", "weight": 2.5}, {"rater": "R02", "weight": 0}, {"rater": "R03", "weight": None}]
    path = calibrated(tmp_path / "cal.json", raters)
    found = read_rater_weights(path)
    assert found.weights == {"R01": 2.5, "R02": 0.0}
    assert (found.path, found.sha256) == (str(path), hashlib.sha256(path.read_bytes()).hexdigest())


@pytest.mark.parametrize("header", ["rater,weight", "Reviewer,Weight", "Reviewer code,votes"])
def test_a_list_is_read_under_common_headings(tmp_path, header):
    path = tmp_path / "w.csv"
    path.write_text(f'{header}\nR01,1.5\nR02,"0,5"\n', encoding="utf-8")
    found = read_rater_weights(path)
    assert found.weights == {"R01": 1.5, "R02": 0.5}
    assert found.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_workbook_is_read(tmp_path):
    book = Workbook()
    for row in (("Reviewer", "Weight"), ("R01", 2), ("R02", 0.25)):
        book.active.append(row)
    book.save(tmp_path / "w.xlsx")
    assert read_rater_weights(tmp_path / "w.xlsx").weights == {"R01": 2.0, "R02": 0.25}


def test_all_faults_of_a_list_are_told_at_once(tmp_path):
    path = tmp_path / "w.csv"
    rows = "rater,weight\nR01,-1\nR02,inf\nR03,much\nR04,\nR05,1\nr05,2\n"
    path.write_text(rows, encoding="utf-8")
    with pytest.raises(InputError) as stop:
        read_rater_weights(path)
    for said in ("R01: -1 is negative", "R02: inf is not finite", '"much" is no number', "R04: no weight", "r05"):
        assert said in stop.value.message


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("rater,weight\nR01,0\nR02,0\n", "the weights sum to 0"),
        ("rater,score\nR01,1\n", "no column gives the weights"),
        ("a,b\nR01,1\n", "no column names the reviewers"),
        ("rater,weight\n", "gives no weight"),
    ],
)
def test_a_list_that_gives_no_weights_is_refused(tmp_path, rows, said):
    path = tmp_path / "w.csv"
    path.write_text(rows, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        read_rater_weights(path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "is no JSON"),
        ("[]", "is not the output of mcqa calibrate"),
        ('{"schema": "mcqa/score@1", "results": {"raters": []}}', "is not the output of mcqa calibrate"),
        ('{"schema": "mcqa/calibrate@1", "results": {"raters": []}}', "gives no weight"),
        ('{"schema": "mcqa/calibrate@1", "results": {"raters": [{"rater": "A", "weight": NaN}, 3]}}', "not finite"),
        (
            '{"schema": "mcqa/calibrate@1", "results": {"raters": [{"rater": "A"}, {"rater": "a", "weight": true}]}}',
            ".True. is no number",
        ),
    ],
)
def test_json_that_is_no_calibration_is_refused(tmp_path, text, said):
    path = tmp_path / "w.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        read_rater_weights(path)


def test_a_reviewer_twice_in_the_output_of_calibrate_is_told(tmp_path):
    path = calibrated(tmp_path / "cal.json", [{"rater": "A", "weight": 1}, {"rater": "a", "weight": 2}])
    with pytest.raises(InputError, match="a stands there twice"):
        read_rater_weights(path)


def test_a_folder_and_a_file_that_is_not_there_are_refused(tmp_path):
    with pytest.raises(InputError, match="is a folder"):
        read_rater_weights(tmp_path)
    with pytest.raises(InputError, match="cannot be read"):
        read_rater_weights(tmp_path / "none.csv")
