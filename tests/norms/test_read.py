"""Baselines read back are what was frozen; whatever else stands in the file is refused with one message."""

import json
import os
import random

import pytest

from mcqa.errors import InputError
from mcqa.norms.freeze import freeze
from mcqa.norms.read import SCHEMA, read_baseline

ROWS = ["2222", "2221", "2220", "1122", "22?2", "2222"]


@pytest.fixture
def envelope(scores_of):
    baseline = freeze(scores_of(ROWS), kinds=[*"aaabbb"], label="first")
    return {"schema": SCHEMA, "results": json.loads(json.dumps(baseline.to_json()))}


@pytest.fixture
def written(tmp_path):
    def write(data):
        path = tmp_path / "baseline.json"
        path.write_bytes(data if isinstance(data, bytes) else json.dumps(data).encode())
        return path

    return write


@pytest.mark.parametrize("decision", [{}, {"min_ratings": 1, "consensus": "weighted"}, {"ties": "undecided"}])
def test_what_is_read_is_what_was_frozen(scores_of, written, decision):
    baseline = freeze(scores_of(ROWS, **decision), kinds=[*"aaabbb"], label="first")
    assert read_baseline(written({"schema": SCHEMA, "results": baseline.to_json()})) == baseline


def test_a_mark_of_byte_order_does_no_harm(written, envelope):
    assert read_baseline(written(b"\xef\xbb\xbf" + json.dumps(envelope).encode())).label == "first"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "it is no JSON, or was cut off"),
        (b'{"schema": "mcqa/norm-fr', "it is no JSON, or was cut off"),
        (b"\xff\xfe\x00", "it is no JSON, or was cut off"),
        (b"unit,rater\nA,R1\n", "it is no JSON, or was cut off"),
        (b"[" * 100_000, "it is nested too deep"),
        (b"[]", "it names no schema"),
        (b'{"schema": "mcqa/score@1"}', "its schema is mcqa/score@1, not mcqa/norm-freeze@1"),
        (b'{"schema": "mcqa/norm-freeze@1"}', '"results" is missing'),
        (b'{"schema": "mcqa/norm-freeze@1", "results": NaN}', "NaN is no number"),
        (b'{"schema": "mcqa/norm-freeze@1", "results": ' + b"9" * 5000 + b"}", "a number that none can be"),
    ],
)
def test_what_is_no_baseline_is_refused_with_one_message(written, content, said):
    with pytest.raises(InputError, match="is no baseline of mcqa") as stopped:
        read_baseline(written(content))
    assert said in stopped.value.message
    assert "norm freeze" in stopped.value.hint


def test_no_file_and_a_folder_are_refused(tmp_path):
    with pytest.raises(InputError, match="there is no baseline"):
        read_baseline(tmp_path / "none.json")
    with pytest.raises(InputError, match="baseline"):
        read_baseline(tmp_path)


def places(data, at=()):
    """Every place in a JSON object."""
    if at:
        yield at
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        yield from places(value, (*at, key))


@pytest.mark.parametrize("junk", ["text", -1, 2.5, [], {}, True, 10**400, None], ids=str)
def test_junk_in_any_place_is_refused_or_harmless(envelope, written, junk):
    """No place may bring a traceback: the reader gives a baseline or an InputError."""
    text = json.dumps(envelope)
    refused = 0
    for at in places(envelope):
        data = json.loads(text)
        part = data
        for key in at[:-1]:
            part = part[key]
        part[at[-1]] = junk
        try:
            read_baseline(written(data))
        except InputError:
            refused += 1
    assert refused > 20


def test_numbers_that_contradict_each_other_are_refused(envelope, written):
    envelope["results"]["all"]["criteria"][0]["share"] = 0.1
    with pytest.raises(InputError, match="a share does not fit its counts"):
        read_baseline(written(envelope))


ODD = (None, True, -1, 0, 10**400, 0.5, -0.5, 1e308, "", "x", "\ud800", [], {}, [[]], {"level": 2})


def places_in(data, path=()):
    """Give the path of every value of a JSON object."""
    yield path
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in pairs:
        yield from places_in(value, (*path, key))


def test_odd_values_anywhere_are_refused_or_do_no_harm(written, envelope):
    rng = random.Random(0)
    places = [path for path in places_in(envelope) if path]
    for number in range(int(os.environ.get("MCQA_FUZZ_ROUNDS", "40")) * 5):
        data = json.loads(json.dumps(envelope))
        *above, last = rng.choice(places)
        part = data
        for key in above:
            part = part[key]
        if rng.random() < 0.2:
            del part[last]
        else:
            part[last] = rng.choice(ODD)
        try:
            found = read_baseline(written(data))
        except InputError:
            continue
        # whatever was read can be written and read once more
        assert read_baseline(written({"schema": SCHEMA, "results": found.to_json()})) == found, number
