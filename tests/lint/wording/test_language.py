"""L502: a rubric whose wording cannot be looked at says so."""

import pytest

from mcqa.lint.document import Document
from mcqa.lint.wording import RULES
from mcqa.rubric.read import read_rubric
from mcqa.rubric.text import parse


def found(tag):
    source = parse(f"format: mcqa-rubric/1\nlanguage: {tag}\n".encode(), "r.yaml")
    rule = RULES["L502"]
    return list(rule.check(Document(reading=read_rubric(source), text=source.text), rule.kind))


@pytest.mark.parametrize("tag", ["en", "EN", "en-US", "en-gb"])
def test_a_language_with_lists_is_no_finding(tag):
    assert found(tag) == []


@pytest.mark.parametrize(
    ("tag", "hint"), [("english", "did you mean en?"), ("eng", "did you mean en?"), ("tlh", "there are lists for en")]
)
def test_a_language_without_lists_is_told_where_it_stands(tag, hint):
    (finding,) = found(tag)
    assert (finding.location.line, finding.location.column, finding.value) == (2, 11, tag)
    assert hint in finding.hint
