"""Every bad example in the documentation of a finding about a rubric gives it, and no good one does."""

import importlib.util
from pathlib import Path

import pytest

from mcqa.explanations.documentation import documentation_of, documented, parse
from mcqa.findings import Severity
from mcqa.lint.engine import lint_bytes
from mcqa.lint.wording import RULES

PAGES = [heading.partition(" ")[0] for heading in documented() if heading.startswith("L")]
WRITTEN = {code: documentation_of(code) for code in PAGES} | {code: parse(rule.doc) for code, rule in RULES.items()}
# a file that cannot be read has no text to show
DOCUMENTATION = {code: parts for code, parts in WRITTEN.items() if code != "L010"}


def examples():
    """Load the module beside this one; test folders are no packages."""
    spec = importlib.util.spec_from_file_location("examples", Path(__file__).with_name("examples.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


EXAMPLES = examples()


@pytest.fixture
def said(tmp_path):
    """Lint an example, and give the findings."""

    def run(fragment):
        return lint_bytes(EXAMPLES.embed(fragment, tmp_path), file="example.yaml", folder=tmp_path).findings

    return run


def shown(findings):
    return [f"{each.location.line}: {each.code} {each.message}" for each in findings]


@pytest.mark.parametrize("code", sorted(DOCUMENTATION))
def test_the_bad_example_gives_the_finding(code, said):
    findings = said(DOCUMENTATION[code].bad)
    assert code in [each.code for each in findings], shown(findings)


@pytest.mark.parametrize("code", sorted(DOCUMENTATION))
def test_the_good_example_gives_neither_the_finding_nor_an_error(code, said):
    findings = said(DOCUMENTATION[code].good)
    assert code not in [each.code for each in findings], shown(findings)
    assert not [each for each in findings if each.severity is Severity.ERROR], shown(findings)


def test_the_rubric_around_the_examples_is_free_of_findings(said):
    assert shown(said(EXAMPLES.RUBRIC.rstrip("\n"))) == []


def test_a_fragment_replaces_what_its_first_key_says():
    rubric = EXAMPLES.RUBRIC
    assert EXAMPLES.embedded("title: Another") == rubric.replace("title: Reading log", "title: Another")
    claim = "        text: Each claim of the log comes with its source.\n"
    assert EXAMPLES.embedded("text: Another") == rubric.replace(claim, "        text: Another\n")
    assert EXAMPLES.embedded("weight: 2\nweight: 3").count("        weight: ") == 2
    assert "expect:\n  components: 2\nstandards:\n" in EXAMPLES.embedded("expect:\n  components: 2")
    assert EXAMPLES.embedded("# why\nextends: base.yaml").startswith("format: mcqa-rubric/1\nid: state-log\n")
    assert EXAMPLES.embedded("format: mcqa-rubric/1\nid: whole") == "format: mcqa-rubric/1\nid: whole\n"
    assert EXAMPLES.embedded("title: A␠␍") == rubric.replace("title: Reading log", "title: A \r")


def test_several_keys_replace_theirs_and_stand_together():
    text = EXAMPLES.embedded("text: Another\nlevels:\n  met: All.")
    assert "        text: Another\n        levels:\n          met: All.\n        roles:\n" in text
    assert text.count("levels:") == EXAMPLES.RUBRIC.count("levels:")


def test_a_list_of_components_is_filled_up_with_those_of_the_rubric():
    text = EXAMPLES.embedded("- id: C01.1\n- id: C01.2\n  title: Another")
    assert text == EXAMPLES.RUBRIC.replace("title: Dated entries", "title: Another")
    flow = EXAMPLES.embedded("- {id: C01.1, title: Alone}")
    assert flow.endswith("    components:\n      - {id: C01.1, title: Alone}\n")
