"""The codes are those of the published list, each with its name and severity, and each rule documents itself."""

import re

import pytest

from mcqa.explanations.documentation import parse
from mcqa.findings import Kind, Severity
from mcqa.lint.registry import RULES as REGISTERED
from mcqa.lint.registry import rule
from mcqa.lint.suppressions import UNUSED
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
    "L009": ("untidy-text", I),
    "L010": ("unreadable-file", E),
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
    "L113": ("descriptor-order", I),
}
WORDING = {
    "L201": ("vague-term", W),
    "L202": ("judging-term", W),
    "L203": ("levels-differ-by-degree", W),
    "L204": ("levels-not-parallel", W),
    "L205": ("negative-only-level", I),
    "L206": ("descriptor-length", W),
    "L207": ("undefined-acronym", I),
    "L208": ("comparative-without-base", W),
    "L301": ("double-demand", W),
    "L302": ("unobservable-verb", W),
    "L303": ("overlapping-components", W),
    "L304": ("level-count", W),
    "L401": ("undecided-mix", W),
    "L402": ("no-anchor", I),
    "L403": ("not-visible", W),
    "L404": ("no-provenance", W),
    "L501": ("readability", I),
    "L502": ("language-without-lists", I),
}
KINDS = [kind for kind in vars(kinds).values() if isinstance(kind, Kind)]


def test_reading_has_the_codes_of_the_published_list():
    assert {kind.code: (kind.name, kind.severity) for kind in KINDS} == READING
    assert len(KINDS) == len(READING)


def test_rules_have_the_codes_of_the_published_list():
    found = {code: (each.kind.name, each.kind.severity) for code, each in RULES.items()}
    assert found == STRUCTURE | WORDING
    assert (UNUSED.code, UNUSED.name, UNUSED.severity) == ("L901", "unused-suppression", W)


def test_codes_and_names_are_unique_over_kinds_and_rules():
    every = [*KINDS, *(each.kind for each in RULES.values())]
    assert len({kind.code for kind in every}) == len(every)
    assert len({kind.name for kind in every}) == len(every)
    assert all(code == each.kind.code for code, each in RULES.items())


@pytest.mark.parametrize("code", RULES)
def test_a_rule_says_what_it_finds_why_and_shows_bad_and_good(code):
    said = parse(RULES[code].doc)
    assert re.fullmatch(r"[A-Z].*\.", said.summary)
    assert said.why.strip()
    assert said.bad.strip()
    assert said.good.strip()
    if code >= "L2":
        assert said.sources or code in {"L401", "L403", "L502"}


def test_a_code_cannot_be_taken_twice():
    before = dict(REGISTERED)
    with pytest.raises(ValueError, match="the code L101 is taken"):
        rule("L101", "another", Severity.ERROR)(lambda _document, _kind: ())
    assert before == REGISTERED
