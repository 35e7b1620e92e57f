"""The codes are those of the contract, each with its name and severity, and each rule documents itself."""

import re

import pytest

from mcqa.findings import Kind, Severity
from mcqa.lint.registry import RULES as REGISTERED
from mcqa.lint.registry import rule
from mcqa.lint.wording import RULES
from mcqa.rubric import kinds

E, W, I = Severity.ERROR, Severity.WARNING, Severity.INFO  # noqa: E741  # the letters of the published list

READING = {
    "L001": ("yaml-syntax", E),
    "L002": ("duplicate-key", E),
    "L003": ("yaml11-scalar", I),
    "L004": ("alias-not-allowed", E),
    "L005": ("unknown-key", E),
    "L006": ("wrong-type", E),
    "L007": ("missing-key", E),
    "L008": ("encoding", E),
}
STRUCTURE = {
    "L101": ("duplicate-id", E),
    "L102": ("level-without-descriptor", E),
    "L103": ("unknown-level", E),
    "L104": ("level-order", E),
    "L105": ("count-mismatch", E),
    "L106": ("unknown-role", E),
    "L107": ("id-not-under-standard", W),
    "L108": ("version-invalid", E),
    "L109": ("weakened-by-overlay", E),
    "L110": ("empty-standard", E),
    "L111": ("duplicate-descriptor", E),
    "L112": ("label-collision", E),
}
KINDS = [kind for kind in vars(kinds).values() if isinstance(kind, Kind)]


def test_reading_has_the_codes_of_the_contract():
    assert {kind.code: (kind.name, kind.severity) for kind in KINDS} == READING
    assert len(KINDS) == len(READING)


def test_structure_rules_have_the_codes_of_the_contract():
    found = {code: (each.kind.name, each.kind.severity) for code, each in RULES.items() if code.startswith("L1")}
    assert found == STRUCTURE


def test_codes_and_names_are_unique_over_kinds_and_rules():
    every = [*KINDS, *(each.kind for each in RULES.values())]
    assert len({kind.code for kind in every}) == len(every)
    assert len({kind.name for kind in every}) == len(every)
    assert all(code == each.kind.code for code, each in RULES.items())


@pytest.mark.parametrize("code", RULES)
def test_a_rule_says_what_it_finds_why_and_shows_bad_and_good(code):
    lines = RULES[code].doc.splitlines()
    assert re.fullmatch(r"[A-Z].*\.", lines[0])
    parts = [word for line in lines if (word := line.strip().partition(":")[0]) in {"Why", "Bad", "Good"}]
    assert parts == ["Why", "Bad", "Good"]
    for line in lines:
        word, _, said = line.strip().partition(":")
        assert word not in parts or said.strip()


def test_a_code_cannot_be_taken_twice():
    before = dict(REGISTERED)
    with pytest.raises(ValueError, match="the code L101 is taken"):
        rule("L101", "another", Severity.ERROR)(lambda _document, _kind: ())
    assert before == REGISTERED
