"""Folding: what reads the same, and what only looks alike."""

import pytest

from mcqa.lint.document import LONGEST_JUDGED, MOST_COMPONENTS_JUDGED, fold, judged
from mcqa.lint.settings import Settings


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Met", "MET"),
        (" Partly   met", "partly met "),
        ("Stra\u00dfe", "STRASSE"),
        ("caf\u00e9", "cafe\u0301"),
        ("a\u00a0b", "a b"),
    ],
)
def test_case_blanks_and_composition_do_not_matter(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("A", "A+"), ("< 2", "> 2"), ("2.5", "25"), ("m\u00b2", "m2")])
def test_signs_matter(one, other):
    assert fold(one) != fold(other)


def test_a_long_text_is_judged_up_to_a_word_before_the_bound():
    words = "word " * LONGEST_JUDGED
    assert judged("word") == "word"
    assert judged(words[:LONGEST_JUDGED]) == words[:LONGEST_JUDGED]
    assert words.startswith(judged(words))
    assert judged(words).endswith("word")
    assert len(judged("x" * LONGEST_JUDGED * 2)) == LONGEST_JUDGED


def test_the_wording_of_a_file_that_no_person_wrote_is_judged_up_to_a_component_that_is_told(sound, lint):
    head, _, _ = sound.partition("standards:\n")
    one = "      - id: C01.{0}\n        title: T\n        levels:\n          met: The log is appropriate {0}.\n"
    components = "".join(one.format(number) for number in range(MOST_COMPONENTS_JUDGED + 5))
    text = f"{head}standards:\n  - id: S01\n    title: S\n    components:\n{components}"
    (*found, last) = lint(text, Settings(select=("L202",))).findings
    assert found == []
    assert "not looked for from here on" in last.message
    assert text.splitlines()[last.location.line - 1] == f"      - id: C01.{MOST_COMPONENTS_JUDGED}"
