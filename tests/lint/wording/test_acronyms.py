"""L207: acronyms that nobody writes out, each told once, where it first stands."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from mcqa.lint.document import Document
from mcqa.lint.prose.language import language_of
from mcqa.lint.registry import RULES
from mcqa.lint.wording.acronyms import undefined_acronym
from mcqa.lint.wording.expansions import is_acronym, written_out
from mcqa.rubric.read import read_rubric
from mcqa.rubric.text import parse

ENGLISH = language_of("en")


def found(*texts, additions=(), **more):
    components = [
        {"id": f"C01.{number}", "title": "Title", "text": text, "levels": {}} for number, text in enumerate(texts)
    ]
    rubric = {"language": "en", "standards": [{"id": "S01", "title": "S", "components": components}], **more}
    source = parse(yaml.safe_dump(rubric, sort_keys=False, allow_unicode=True, width=10_000).encode(), "r.yaml")
    document = Document(reading=read_rubric(source), text=source.text, additions=additions)
    return list(undefined_acronym(document, RULES["L207"].kind))


def names(*texts, **more):
    return [each.value for each in found(*texts, **more)]


def test_the_finding_stands_at_the_letters_and_offers_what_they_may_mean():
    (finding,) = found("Dates are in the LMS.")
    assert finding.message == 'C01.0, text: "LMS" is written out nowhere'
    hint = 'write "learning management system (LMS)" where it first stands, or explain it under `glossary`'
    assert finding.hint == hint
    assert (finding.subject, finding.value) == ("C01.0", "LMS")
    assert finding.location.column == len("    text: Dates are in the ") + 1


def test_of_letters_that_nobody_knows_the_hint_offers_no_meaning():
    (finding,) = found("Dates are in the QZX.")
    assert finding.hint.startswith('write "the words in full (QZX)"')


def test_each_acronym_is_told_once_in_the_order_of_the_file():
    assert names("The IEP and the LMS.", "IEPs of the PLC's students are in the LMS.") == ["IEP", "LMS", "PLC"]


@pytest.mark.parametrize(
    "text",
    [
        "A learning management system (LMS).",
        "The learning management systems (LMSs) of schools.",
        "The LMS (learning management system).",
        "LMS stands for the system of courses.",
        "LMS: learning management system.",
        "LMS, the learning management system, is open.",
        "The learning management system, or LMS, is open.",
        "A learning management system (hereafter the “LMS”).",
        "A learning management system, also known as the LMS.",
        "An LMS is a learning management system.",
    ],
)
def test_ways_to_write_an_acronym_out(text):
    assert written_out(text, ENGLISH) == ("LMS",)
    assert names("Dates are in the LMS.", text) == []


@pytest.mark.parametrize(
    "text",
    ["The LMS (if there is one).", "The LMS, in which dates are kept.", "The LMS is open.", "Learning to use the LMS."],
)
def test_what_does_not_write_it_out(text):
    assert written_out(text, ENGLISH) == ()


@pytest.mark.parametrize("word", ["IV", "XII", "AA", "L", "eLMS", "ABCDEFG", "A1", "Lms", "", "s"])
def test_what_is_no_acronym(word):
    assert not is_acronym(word)


def test_the_words_in_full_anywhere_explain_a_common_acronym():
    assert names("The LMS is open.", "Learning management systems keep dates.") == []
    assert names("The QZX is open.", "Quick zonal exchange.") == ["QZX"]


def test_the_glossary_explains():
    assert names("The IEP and the LMS.", glossary={"IEP": "A plan."}) == ["LMS"]


def test_the_lists_can_be_added_to():
    assert names("The IEP and the LMS.", additions=(("undefined-acronym", "IEP"),)) == ["LMS"]
    assert names("A PDF file.", additions=(("undefined-acronym", "-pdf"),)) == ["PDF"]


def test_the_base_of_an_overlay_explains(tmp_path, lint, overlay):
    base = (tmp_path / "base.yaml").read_text(encoding="utf-8")
    component = (
        "standards:\n  - id: S01\n    components:\n      - id: C01.9\n        title: Dates\n        text: In the LMS.\n"
        "        levels: {not_met: No date., partly_met: One date., met: Dates.}\n"
    )
    from mcqa.lint.settings import Settings

    only = Settings(select=("L207",))
    assert [each.code for each in lint(overlay + component, only).findings] == ["L207"]
    said = base.replace("Every claim names its source.", "The learning management system (LMS) names it.", 1)
    (tmp_path / "base.yaml").write_text(said, encoding="utf-8")
    assert lint(overlay + component, only).findings == ()


def test_another_language_is_left_alone():
    assert names("The IEP.", language="fr") == []


@given(st.lists(st.text(max_size=200), max_size=3))
def test_every_finding_has_letters_that_stand_in_a_text(texts):
    for finding in found(*texts):
        assert any(finding.value in text for text in texts)


@given(st.text(alphabet="ABCDEFLMS abcms(),.-'\"", max_size=120))
def test_nothing_that_is_written_out_is_told(text):
    told = set(names(text))
    assert told.isdisjoint(written_out(text, ENGLISH))
