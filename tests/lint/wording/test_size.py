"""L206: descriptors that are too short, too long or out of proportion."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcqa.lint.prose.component import Context, LevelText, Prose
from mcqa.lint.prose.language import language_of
from mcqa.lint.wording.size import LONG, TOO_MANY, TOO_MANY_IN_A_LIST, descriptor_length

ENGLISH = Context(language_of("en"))


def hits(*texts, context=ENGLISH, **given_texts):
    levels = tuple(LevelText(f"l{number}", f"Level {number}", text) for number, text in enumerate(texts))
    prose = Prose(**{"title": "Title", "text": "", **given_texts}, levels=levels)
    return list(descriptor_length(prose, context))


def words(count):
    return " ".join(["word"] * count) + "."


def test_the_hit_is_the_whole_descriptor_without_the_space_around_it():
    (hit,) = hits("  Partial. ")
    assert (hit.path, hit.start, hit.length) == (("levels", "l0"), 2, len("Partial."))
    assert hit.message == '"Partial" is too short to recognise a piece of work by'
    assert hit.hint == "say what a reviewer sees in a piece of work at this level"


def test_the_name_of_the_level_again_is_no_descriptor():
    assert [hit.message for hit in hits("Is at level 0.")] == []  # a number is exact
    (hit,) = hits("Meets the standard.")
    assert hit.message == '"Meets the standard" only says the level again'


@pytest.mark.parametrize(("count", "flagged"), [(3, False), (TOO_MANY, False), (TOO_MANY + 1, True), (10_000, True)])
def test_the_limits_of_a_descriptor_that_stands_alone(count, flagged):
    assert bool(hits(words(count))) is flagged


def test_a_long_descriptor_says_how_long_it_is():
    (hit,) = hits(words(75))
    assert hit.message == "75 words are more than a reviewer keeps in mind; up to 60 are"


@pytest.mark.parametrize(
    "marks", [("(1)", "(2)", "(3)"), ("a)", "b)", "c)"), ("\n-", "\n-", "\n-"), ("1.", "\n2.", "\n3.")]
)
def test_numbered_and_bulleted_demands_may_be_longer(marks):
    def listed(count):
        return "All of it: " + "; ".join(f"{mark} {words(count // 3)[:-1]}" for mark in marks)

    assert hits(listed(TOO_MANY + 3)) == []
    assert len(hits(listed(TOO_MANY_IN_A_LIST + 3))) == 1


def test_out_of_proportion_is_three_times_as_long_as_any_other():
    (hit,) = hits(words(8), words(10), words(31))
    assert hit.path == ("levels", "l2")
    assert hit.message == "31 words, where no other level is told in more than 10 words"
    assert hits(words(8), words(10), words(30)) == []
    assert hits(words(4), words(LONG - 1)) == []


def test_a_level_that_says_what_is_not_there_is_no_measure_for_the_others():
    assert hits("No plan is there.", words(40)) == []
    assert len(hits("No plan is there.", "The plan names a goal.", words(40))) == 1


def test_words_can_be_added_to_the_list_and_taken_out():
    assert hits("Thorough overall level.") == []
    more = Context(language_of("en", (("descriptor-length", "thorough"), ("descriptor-length", "-standard"))))
    assert len(hits("Thorough overall level.", context=more)) == 1
    assert hits("Meets the standard.", context=more) == []


def test_categories_of_a_nominal_scale_may_be_named_in_a_word():
    assert hits("Lecture.", "Group work.", ordered=False) == []


@pytest.mark.parametrize("text", ["", " ", "...", "😀", "— —"])
def test_what_holds_no_word_is_not_measured(text):
    assert hits(text) == []


@given(st.lists(st.text(max_size=400), max_size=4), st.text(max_size=50))
def test_every_hit_lies_in_its_text(texts, asked):
    for hit in hits(*texts, text=asked):
        text = texts[int(hit.path[1][1:])]
        assert 0 <= hit.start < hit.start + hit.length <= len(text)
        assert text[hit.start : hit.start + hit.length].strip()
