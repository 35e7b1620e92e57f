"""Decisions and weights of reviewers, damaged at random: read, or refused with one message, never an exception.

What can be wrong with the files themselves is damaged in the tests of `files/`; here it is what the cells hold.
`MCQA_FUZZ_ROUNDS` raises the number of damaged files; the seeds are fixed, so that a failure comes again.
"""

import csv
import datetime as dt
import io
import json
import os
import random

import pytest
from openpyxl import Workbook

from mcqa.errors import InputError
from mcqa.scoresheets.lists.decisions import read_decisions
from mcqa.scoresheets.lists.weights import read_rater_weights

ROUNDS = int(os.environ.get("MCQA_FUZZ_ROUNDS", "40"))
DECISIONS = [
    ["Micro-credential", "Component", "Decision", "Reason", "Decided by", "Date"],
    *(["MC-0" + at, "C01.1", "Met", 'As asked, "in full"', "K. Ortiz", "2026-03-02"] for at in "123"),
    ["MC-04", "C01.2", 2, None, "=1+1", None],
]
WEIGHTS = [["Reviewer", "Weight"], ["R01", 1.5], ["R02", 0.25], ["R03", 2]]
ODD = (
    "",
    " ",
    "x" * 40_000,
    "=1/0",
    "\u202e",
    "NaN",
    "-1",
    "1e999",
    "N/A",
    "Cannot tell",
    "Micro-credential",
    "Decision",
)
WORDS = (b"99999999", b"-1", b"", b"0", b"1e999", b"null", b"{", b"]", b'"', b"\n", b"Weight", b"\xff", b"\0")
CALIBRATION = {"schema": "mcqa/calibrate@1", "results": {"raters": [{"rater": "R01", "weight": 2.5}] * 3}}


def workbook(rows):
    book, stream = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(stream)
    return stream.getvalue()


def table(rows):
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return stream.getvalue().encode()


def with_odd_cells(rows, rng):
    """Put something odd into some cells, or leave rows out, or have them twice."""
    found = [list(row) for row in rows]
    for _ in range(rng.choice((1, 2, 5))):
        row = rng.randrange(len(found))
        match rng.randrange(5):
            case 0:
                found[row:row] = [list(found[rng.randrange(len(found))])]
            case 1 if len(found) > 1:
                del found[row]
            case _:
                found[row][rng.randrange(len(found[row]))] = rng.choice(
                    (*ODD, None, True, -3, 10**300, dt.date(2026, 1, 2))
                )
    return found


def damaged(whole, rng):
    """Put words in the place of bytes, or drop or cut off some."""
    data = bytearray(whole)
    for _ in range(rng.choice((1, 1, 2, 5))):
        at = rng.randrange(len(data) + 1)
        data[at : at + rng.randrange(1, 12)] = rng.choice(WORDS)
    return bytes(data[: rng.randrange(len(data) + 1)] if rng.random() < 0.1 else data)


def refused(read, path):
    """Read a file; the error where it is refused."""
    try:
        read(path)
    except InputError as error:
        return error
    return None


@pytest.mark.parametrize(("rows", "read"), [(DECISIONS, read_decisions), (WEIGHTS, read_rater_weights)])
@pytest.mark.parametrize(("name", "written"), [("list.xlsx", workbook), ("list.csv", table)])
def test_odd_cells_are_read_or_refused(tmp_path, rows, read, name, written):
    rng = random.Random(f"{name} {read.__name__}")
    path = tmp_path / name
    for number in range(ROUNDS):
        path.write_bytes(written(with_odd_cells(rows, rng)))
        error = refused(read, path)
        assert error is None or str(path) in error.message, number


@pytest.mark.parametrize(
    ("name", "whole", "read"),
    [
        ("decisions.csv", table(DECISIONS), read_decisions),
        ("weights.csv", table(WEIGHTS), read_rater_weights),
        ("weights.json", json.dumps(CALIBRATION).encode(), read_rater_weights),
    ],
)
def test_a_damaged_list_is_read_or_refused(tmp_path, name, whole, read):
    rng = random.Random(name)
    path = tmp_path / name
    for number in range(3 * ROUNDS):
        path.write_bytes(damaged(whole, rng))
        error = refused(read, path)
        assert error is None or str(path) in error.message, number


@pytest.mark.parametrize("read", [read_decisions, read_rater_weights])
@pytest.mark.parametrize(
    "start", [b"", b"PK\x03\x04", b"{", b"[" * 100_000, b'{"a":' * 100_000, b"\0" * 1000, b"\xff\xfe"]
)
def test_noise_is_refused(tmp_path, read, start):
    rng = random.Random(start)
    path = tmp_path / "a.json"
    for size in (0, 1, 30, 3000):
        path.write_bytes(start + rng.randbytes(size))
        assert refused(read, path) is not None


@pytest.mark.parametrize(
    ("weight", "said"),
    [
        ("1" + "0" * 400, "is not finite"),
        ("-1" + "0" * 400, "is not finite"),
        ("1" + "0" * 5000, "a number that no weight can be"),
        ("1e999", "is not finite"),
        ('"\\ud800"', "is no number"),
        ("[[1]]", "is no number"),
        ("{}", "is no number"),
    ],
)
def test_a_weight_that_is_none_is_refused(tmp_path, weight, said):
    path = tmp_path / "w.json"
    raters = f'[{{"rater": "R01", "weight": {weight}}}]'
    path.write_text(f'{{"schema": "mcqa/calibrate@1", "results": {{"raters": {raters}}}}}', encoding="utf-8")
    error = refused(read_rater_weights, path)
    assert said in error.message


def test_a_name_of_half_a_character_is_no_name(tmp_path):
    path = tmp_path / "w.json"
    raters = '[{"rater": "\\ud800", "weight": 1}]'
    path.write_text(f'{{"schema": "mcqa/calibrate@1", "results": {{"raters": {raters}}}}}', encoding="utf-8")
    assert "reviewer 1: no name" in refused(read_rater_weights, path).message
