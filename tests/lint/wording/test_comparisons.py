"""Comparisons without a base: where the hit stands, what it says, and what counts as a base."""

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcqa.lint.prose.component import Context, LevelText, Prose
from mcqa.lint.prose.language import language_of
from mcqa.lint.wording.comparisons import comparative_without_base

ENGLISH = Context(language_of("en"))
WORDS = [
    "more",
    "better",
    "than",
    "two",
    "or",
    "the",
    "of",
    "which",
    "improved",
    "accuracy",
    "is",
    ",",
    ".",
    "(",
    ")",
    '"',
    "at",
    "least",
    "😀",
    "higher",
    "education",
]


def hits(text, context=ENGLISH, component=""):
    levels = (LevelText("met", "Met", text),) if text else ()
    return list(comparative_without_base(Prose("Title", component, levels), context))


def test_the_hit_marks_the_comparative_and_what_it_compares():
    (hit,) = hits("The log names better sources.")
    assert (hit.path, hit.start, hit.length) == (("levels", "met"), 14, len("better sources"))
    assert hit.message == '"better" compares, and the sentence does not say with what'
    assert hit.hint == "say what makes it better"


def test_each_sentence_is_told_once():
    text = "Sources are newer and better. Claims are clearer. Claims are clearer than before."
    assert [text[hit.start : hit.start + hit.length] for hit in hits(text)] == ["newer and", "clearer"]


def test_the_text_of_a_component_is_read_and_may_give_the_base():
    (hit,) = hits("", component="The earner gives better feedback.")
    assert hit.path == ("text",)
    assert not hits("Transitions are clearer.", component="The second draft is compared with the first.")


@pytest.mark.parametrize("than", ["rather than books", "other than books"])
def test_a_than_that_compares_nothing_is_no_base(than):
    assert hits(f"Better sources {than} are named.")


@pytest.mark.parametrize(
    "text",
    [
        "Fewer errors than in the first draft.",
        "Two more sources are named.",
        "More sources, at least five, are named.",
        "Rated Proficient or higher by both.",
        "The steeper the slope, the faster the ball.",
        "Lengths are read to the nearest tenth or more finely.",
        "The earner says which draft is better.",
        'The prompt reads "Use better verbs".',
    ],
)
def test_a_base_a_measure_or_a_question_settles_it(text):
    assert not hits(text)


def test_a_comparative_is_told_rather_than_a_participle():
    (hit,) = hits("Students show improved timing and sharper contrast.")
    assert hit.message.startswith('"sharper"')


def test_a_participle_compares_only_before_its_noun():
    assert hits("Students show improved accuracy.")
    assert not hits("Accuracy improved by half.")
    assert not hits("The plan was improved.")


def test_the_lists_are_extended_by_the_configuration():
    assert not hits("A bolder claim.")
    assert hits("A bolder claim.", Context(language_of("en", (("comparative-without-base", "bolder"),))))
    assert hits("Runs for higher office.")
    allowed = Context(language_of("en", (("comparative-without-base.allowed", "higher office"),)))
    assert not hits("Runs for higher office.", allowed)


def test_odd_texts_are_read():
    assert not hits("")
    assert not hits("😀")
    assert hits("more")
    assert len(hits("more " * 10_000)) == 1


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=10).map(" ".join) | st.text(max_size=40))
def test_a_hit_lies_inside_the_text(text):
    for hit in hits(text):
        assert 0 <= hit.start < hit.start + hit.length <= len(text)


def test_a_quotation_is_not_judged_and_what_follows_it_is():
    assert not hits('The log quotes "better sources are needed".')
    assert [hit.start for hit in hits('The log quotes "better sources" and names newer books.')] == [42]


def test_the_first_comparisons_of_a_long_text_are_told():
    assert len(hits("Sources are newer. " * 100)) == 5


@pytest.mark.parametrize("again", ["more. ", "the more, ", '" more ', "the improved ", "two more ", "“", "more than, "])
def test_long_texts_are_read_in_linear_time(again):
    start = process_time()
    hits("more " + again * (40_000 // len(again)))
    assert process_time() - start < 0.5
