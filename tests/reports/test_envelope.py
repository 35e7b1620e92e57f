"""The JSON envelope: the same for every command, and JSON for every reader."""

import json

import pytest

from mcqa import __version__
from mcqa.findings import Finding, Location, Severity
from mcqa.reports.envelope import RunInfo, to_json

RUN = RunInfo(command="score", options={"round": None}, inputs=(("a.xlsx", "ab" * 32),), seed=7)


def test_the_envelope_is_the_contract_s():
    place = Location(file="a.xlsx", sheet="MC-1", cell="C3")
    finding = Finding("S201", "unknown-level", Severity.ERROR, "no level", None, place, "C01.1", "Metish")
    found = json.loads(to_json(RUN, [finding], {"units": []}))
    assert found == {
        "schema": "mcqa/score@1",
        "mcqa_version": __version__,
        "run": {
            "command": "score",
            "inputs": [{"path": "a.xlsx", "sha256": "ab" * 32}],
            "rubric": None,
            "options": {"round": None},
            "seed": 7,
        },
        "findings": [
            {
                "code": "S201",
                "name": "unknown-level",
                "severity": "error",
                "message": "no level",
                "hint": None,
                "file": "a.xlsx",
                "line": None,
                "column": None,
                "sheet": "MC-1",
                "cell": "C3",
                "subject": "C01.1",
                "value": "Metish",
            }
        ],
        "results": {"units": []},
    }


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_json_number_is_refused(value):
    with pytest.raises(ValueError, match="not JSON compliant"):
        to_json(RUN, [], {"estimate": value})


def test_other_scripts_stay_readable():
    assert "Lehrkräfte 日本" in to_json(RUN, [], {"name": "Lehrkräfte 日本"})


def test_a_command_of_a_group_has_one_name_in_its_schema():
    found = json.loads(to_json(RunInfo(command="rubric list", options={}), [], {}))
    assert found["schema"] == "mcqa/rubric-list@1"
