"""The published schema: current, valid itself, and of one mind with the reader."""

import json
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from mcqa.rubric.bundled import shipped, shipped_folder
from mcqa.rubric.read import dotted, read_rubric
from mcqa.rubric.schema import SCHEMA_FILE, json_schema, schema_text
from mcqa.rubric.text import parse

CASES = Path(__file__).parents[1] / "lint" / "cases"
VALID = Draft7Validator(json_schema())
GOOD = sorted(CASES.glob("*/good*.yaml"))
SOUND = (CASES / "L102" / "good.yaml").read_text(encoding="utf-8")


def name(path):
    return f"{path.parent.name}/{path.stem}"


def load(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def refusals(data):
    return sorted((dotted(tuple(error.absolute_path)), error.validator) for error in VALID.iter_errors(data))


def findings(path):
    return read_rubric(parse(path.read_bytes(), str(path))).findings


def test_the_schema_is_a_valid_draft_07_schema():
    Draft7Validator.check_schema(json_schema())
    assert json_schema()["$schema"] == "http://json-schema.org/draft-07/schema#"


def test_the_published_file_is_the_schema():
    published = (shipped_folder() / SCHEMA_FILE).read_text(encoding="utf-8")
    assert published == schema_text()
    assert json.loads(published) == json_schema()


def test_a_shipped_rubric_is_valid_and_names_the_schema_in_its_first_line(shipped_path):
    text = shipped_path.read_text(encoding="utf-8")
    modeline = re.match(r"# yaml-language-server: \$schema=(\S+)\n", text)
    assert (shipped_path.parent / modeline[1]).is_file()
    assert modeline[1] == SCHEMA_FILE
    assert refusals(yaml.safe_load(text)) == []


def test_there_are_shipped_rubrics():
    assert len(shipped()) == 3


@pytest.mark.parametrize("path", GOOD, ids=name)
def test_a_good_file_is_valid(path):
    assert refusals(load(path)) == []


@pytest.mark.parametrize("variant", ["bad", "bad-quoted"])
def test_values_of_a_wrong_kind_are_refused_where_the_reader_refuses_them(variant):
    path = CASES / "L006" / f"{variant}.yaml"
    assert sorted(where for where, _ in refusals(load(path))) == sorted(each.subject for each in findings(path))


def test_a_mapping_in_the_place_of_a_list_is_refused():
    data = yaml.safe_load(SOUND)
    data["standards"][0]["components"] = data["standards"][0]["components"][0]
    assert refusals(data) == [("standards[0].components", "type")]


def test_unknown_keys_are_refused_in_the_records_where_the_reader_refuses_them():
    path = CASES / "L005" / "bad.yaml"
    records = [each.subject.rpartition(".")[0] or "the file" for each in findings(path)]
    assert refusals(load(path)) == sorted((record, "additionalProperties") for record in records)
    assert len(records) == 7


def test_odd_keys_are_refused():
    data = {str(key): value for key, value in load(CASES / "L005" / "bad-odd-keys.yaml").items()}
    assert refusals(data) == [("the file", "additionalProperties")]


@pytest.mark.parametrize("variant", ["bad", "bad-share"])
def test_missing_keys_are_refused_in_the_records_where_the_reader_refuses_them(variant):
    path = CASES / "L007" / f"{variant}.yaml"
    assert refusals(load(path)) == sorted((each.subject, "required") for each in findings(path))


def test_an_overlay_may_leave_to_its_base_what_a_whole_rubric_must_say():
    head = {"format": "mcqa-rubric/1", "id": "a", "version": "1.0.0", "title": "A", "status": "local", "language": "en"}
    overlay = {**head, "extends": "b", "decision": {"cut": "met"}, "standards": [{"id": "S01", "components": []}]}
    assert refusals(overlay) == []
    del overlay["extends"]
    assert refusals(overlay) == [
        ("decision", "required"),
        ("decision", "required"),
        ("standards[0]", "required"),
        ("the file", "required"),
    ]


def test_every_key_has_a_description_for_editors():
    def bare(schema, path):
        for key, inner in schema.get("properties", {}).items():
            if not inner.get("description", "").strip():
                yield (*path, key)
            yield from bare(inner, (*path, key))
            yield from bare(inner.get("items", {}), (*path, key))

    whole = json_schema()
    assert list(bare({"properties": whole["properties"]}, ())) == []
    assert len(whole["properties"]) == 14


PLACES = [
    ("id",),
    ("title",),
    ("status",),
    ("roles",),
    ("roles", 0),
    ("scale", "type"),
    ("scale", "levels", 0, "score"),
    ("decision", "rule"),
    ("decision", "min_ratings"),
    ("decision", "pass_share"),
    ("standards", 0, "components", 0, "essential"),
    ("standards", 0, "components", 0, "weight"),
    ("standards", 0, "components", 0, "levels", "met"),
    ("standards", 0, "components", 0, "anchors"),
    ("standards", 1, "title"),
    ("standards", 1, "components", 0),
]
WORDS = st.sampled_from(["local", "draft", "ordinal", "compensatory", "C01.1", "a b", "", " ", "0.5", "true", "é"])
VALUES = WORDS | st.booleans() | st.integers(-3, 3) | st.floats(-2, 2) | st.lists(WORDS, max_size=2) | st.just({})


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(PLACES), VALUES)
def test_the_schema_and_the_reader_are_of_one_mind(place, value):
    data = yaml.safe_load(SOUND)
    at = data
    for step in place[:-1]:
        at = at[step]
    at[place[-1]] = value
    # text that is empty stays a finding of the rule that misses the descriptor
    empty_descriptor = place[-1] == "met" and isinstance(value, str) and not value.strip()
    reading = read_rubric(parse(json.dumps(data).encode(), "r.yaml"))
    refused = [each for each in reading.findings if each.code in {"L005", "L006", "L007"}]
    assert bool(refused) == (bool(refusals(data)) and not empty_descriptor)
