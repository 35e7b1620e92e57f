"""The JSON envelope: the same for every command, and JSON for every reader."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcqa import __version__
from mcqa.findings import Finding, Location, Severity
from mcqa.reports.envelope import RunInfo, json_pieces, to_json
from mcqa.scores.scored import Listed

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


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(results=st.dictionaries(st.text(max_size=8), VALUES, max_size=4), objects=st.lists(VALUES, max_size=4))
def test_in_pieces_it_holds_the_same_as_in_one(results, objects):
    long_list = Listed(len(objects), objects.__getitem__)
    written = "".join(json_pieces(RUN, [], {**results, "units": long_list}))
    assert json.loads(written) == json.loads(to_json(RUN, [], {**results, "units": objects}))


def test_objects_made_on_demand_stand_one_on_each_line_and_are_never_held_together():
    alive = []

    def make(place):
        alive.append(place)
        return {"unit": place}

    pieces = iter(json_pieces(RUN, [], {"units": Listed(70_000, make), "splits": []}))
    lines = [next(pieces) for _ in range(3)]
    assert lines[-1].strip().lstrip("[,").strip() == '{"unit": 0}'
    assert len(alive) < 70_000


def test_a_long_list_that_is_no_json_number_is_refused_too():
    with pytest.raises(ValueError, match="not JSON compliant"):
        "".join(json_pieces(RUN, [], {"units": Listed(1, lambda _: float("nan"))}))
