"""Levels of absence alone: where the hit stands, and what counts as something there."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcqa.lint.prose.component import Context, LevelText, Prose
from mcqa.lint.prose.language import language_of
from mcqa.lint.wording.absences import negative_only_level

ENGLISH = Context(language_of("en"))
WORDS = [
    "no",
    "not",
    "the",
    "log",
    "names",
    "is",
    "and",
    "or",
    "but",
    "without",
    "lacks",
    ",",
    ";",
    "(",
    ")",
    ".",
    "only",
    "two",
    "😀",
]


def hits(text, context=ENGLISH):
    return list(negative_only_level(Prose("Title", "", (LevelText("met", "Met", text),)), context))


def test_the_hit_marks_the_first_clause_that_denies():
    (hit,) = hits("In the log, no source is named.")
    assert (hit.path, hit.start, hit.length) == (("levels", "met"), 12, len("no source is named"))
    assert "only what is absent" in hit.message
    assert "add what" in hit.hint


@pytest.mark.parametrize(
    "text",
    [
        "No source is named, only books.",
        "The log rests on opinion; no source is named.",
        "Sources are named but not dated.",
    ],
)
def test_one_clause_that_says_what_is_there_is_enough(text):
    assert not hits(text)


def test_a_list_goes_on_with_what_is_denied():
    assert hits("No goals, tasks, or tests are stated.")
    assert hits("The plan does not state goals, tasks or tests.")
    assert not hits("The plan does not state goals, and the teacher improvises tasks that are oral.")


def test_what_stands_in_brackets_or_quotes_says_nothing():
    assert hits("No standard is named (a framework is).")
    assert hits("No standard is named: “aligned to standards”.")


def test_what_is_missing_may_be_the_subject_of_a_statement():
    assert not hits("Missing data are shown by a dash.")
    assert not hits("The failed welds are ground out.")
    assert hits("Missing data are not shown.")
    assert hits("Missing data and dates.")


def test_a_deficiency_goes_with_a_denial_and_is_none_alone():
    assert hits("The proof is incomplete and was not checked.")
    assert hits("Instructions are unclear, and no example is given.")
    assert not hits("The proof is incomplete.")


def test_only_a_fault_that_can_be_counted_is_missed_by_nobody():
    assert not hits("The text has no spelling errors.")
    assert hits("The site has no barriers.")


def test_the_lists_are_extended_by_the_configuration():
    assert not hits("Bereft of sources.")
    assert hits("Bereft of sources.", Context(language_of("en", (("negative-only-level", "bereft of"),))))
    assert not hits("No spoilers.", Context(language_of("en", (("negative-only-level.faults", "spoilers"),))))


def test_odd_texts_are_read():
    assert not hits("")
    assert not hits("😀 (")
    assert hits("no")
    assert hits("no source " * 5_000)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=10).map(" ".join) | st.text(max_size=40))
def test_a_hit_lies_inside_the_text(text):
    for hit in hits(text):
        assert 0 <= hit.start < hit.start + hit.length <= len(text)
