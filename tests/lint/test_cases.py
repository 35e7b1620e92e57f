"""Every code has example files: a bad one gives exactly the findings written in it, a good one gives none."""

import re
from pathlib import Path

import pytest
import yaml

from mcqa.findings import Kind, Severity
from mcqa.lint.engine import lint_file
from mcqa.lint.rules import STRUCTURE as STRUCTURE_RULES
from mcqa.lint.settings import Settings
from mcqa.rubric import kinds

CASES = Path(__file__).with_name("cases")
BAD = sorted(CASES.glob("*/bad*.yaml"))
GOOD = sorted(CASES.glob("*/good*.yaml"))
EXPECTED = re.compile(rb"^# expect: (L\d{3}) (\d+):(\d+)\r?$", re.MULTILINE)
STRUCTURE = Settings(select=("L0", "L1"))
CODES = {*STRUCTURE_RULES, *(kind.code for kind in vars(kinds).values() if isinstance(kind, Kind))} - {
    "L010"
}  # no text to show


def name(path):
    return f"{path.parent.name}/{path.stem}"


@pytest.mark.parametrize("path", BAD, ids=name)
def test_a_bad_file_gives_exactly_the_findings_written_in_it(path):
    expected = sorted(
        (code.decode(), int(line), int(column)) for code, line, column in EXPECTED.findall(path.read_bytes())
    )
    found = sorted(
        (each.code, each.location.line, each.location.column) for each in lint_file(path, STRUCTURE).findings
    )
    assert expected
    assert path.parent.name in {code for code, _, _ in expected}
    assert found == expected


@pytest.mark.parametrize("path", BAD, ids=name)
def test_a_finding_says_where_it_is_and_what_was_found(path):
    linted = lint_file(path, STRUCTURE)
    for finding in linted.findings:
        assert finding.location.file == str(path)
        assert finding.message.strip()
        assert "\n" not in finding.message
    assert (linted.rubric is None) == any(each.severity is Severity.ERROR for each in linted.findings)


@pytest.mark.parametrize("path", GOOD, ids=name)
def test_a_good_file_gives_nothing_and_a_rubric(path):
    linted = lint_file(path, STRUCTURE)
    assert linted.findings == ()
    assert linted.rubric is not None


def test_every_code_has_a_bad_and_a_good_file():
    assert {path.parent.name for path in BAD if path.stem == "bad"} == CODES
    assert {path.parent.name for path in GOOD if path.stem == "good"} == CODES


@pytest.mark.parametrize("path", GOOD, ids=name)
def test_good_files_are_yaml_to_other_readers_too(path):
    assert yaml.safe_load(path.read_text(encoding="utf-8"))["format"] == "mcqa-rubric/1"
