"""Levels that only a word of degree sets apart: where the hit stands, what it says, and what the lists take."""

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcqa.lint.prose.component import Context, LevelText, Prose
from mcqa.lint.prose.language import language_of
from mcqa.lint.wording.content import read, stems_of
from mcqa.lint.wording.degrees import levels_differ_by_degree

ENGLISH = Context(language_of("en"))
WORDS = [
    "the",
    "log",
    "rarely",
    "often",
    "fully",
    "no",
    "two",
    "all",
    "limited",
    "thorough",
    "sources",
    "is",
    "not",
    "at",
    "least",
    ".",
    ",",
    "(",
    ")",
    "😀",
    "é",
]


def hits(*texts, context=ENGLISH, text="", ordered=True):
    levels = tuple(LevelText(f"l{number}", f"Level {number}", said) for number, said in enumerate(texts, start=1))
    return list(levels_differ_by_degree(Prose("Title", text, levels, ordered=ordered), context))


def test_the_hit_stands_at_the_degree_word_of_the_higher_level():
    (hit,) = hits("The log rarely names sources.", "The log consistently names sources.")
    assert (hit.path, hit.start, hit.length) == (("levels", "l2"), 8, len("consistently"))


def test_the_message_names_both_words_and_the_other_level():
    (hit,) = hits("Shows limited insight.", "Shows thorough insight.")
    assert hit.message == 'only "thorough" against "limited" sets this level apart from "Level 1"'
    assert "count" in hit.hint


def test_a_degree_word_at_the_lower_level_alone_is_marked_there():
    (hit,) = hits("Steps are mostly documented.", "The steps are documented.")
    assert hit.path == ("levels", "l1")
    assert hit.message == 'only "mostly" sets this level apart from "Level 2"'


def test_each_level_is_told_once_against_the_nearest_below():
    found = hits("Rarely cites.", "Sometimes cites.", "Always cites.")
    assert [hit.path[-1] for hit in found] == ["l2", "l3"]
    assert '"Sometimes"' in found[1].message


def test_order_articles_and_verbs_that_carry_nothing_are_no_difference():
    assert hits("Sometimes the earner shows a grasp of method.", "The earner demonstrates grasp of the method usually.")


def test_numbers_and_denials_set_levels_apart():
    assert not hits("Rarely, in 1 of 5 entries, cites.", "Often, in 4 of 5 entries, cites.")
    assert not hits("No evidence.", "Thorough evidence.")


def test_a_word_that_is_explained_is_measured():
    texts = ("Consistently cites.", "Cites.")
    assert hits(*texts)
    assert not hits(*texts, text="Consistently means in four of five entries.")
    assert not hits(*texts, context=ENGLISH._replace(glossary=frozenset({"consistently"})))


def test_the_list_is_extended_and_cut_by_the_configuration():
    texts = ("Stellar evidence.", "Evidence.")
    assert not hits(*texts)
    added = Context(language_of("en", (("levels-differ-by-degree", "stellar"),)))
    assert hits(*texts, context=added)
    taken = Context(language_of("en", (("levels-differ-by-degree", "-thorough"),)))
    assert not hits("Evidence.", "Thorough evidence.", context=taken)


def test_levels_without_order_are_left_alone():
    assert not hits("Few students.", "Many students.", ordered=False)


def test_odd_texts_are_read():
    assert not hits()
    assert not hits("", " ", "😀")
    assert hits("few " + "word " * 300, "many " + "word " * 300)
    assert not hits("few " + "word " * 10_000, "many " + "word " * 10_000)


def test_forms_of_a_word_have_one_stem():
    stems = stems_of(ENGLISH.language)
    for forms in (
        ("state", "states", "stated", "stating"),
        ("plan", "plans", "planned", "planning"),
        ("need", "needs", "needed"),
        ("criterion", "criteria"),
        ("organize", "organized", "organization"),
        ("class", "classes"),
    ):
        assert len({stems[word] for word in forms}) == 1, forms
    assert stems["use"] != stems["user-friendly"]


def test_a_text_is_taken_apart_into_content_numbers_and_denials():
    content = read("At least two sources are not fully relevant and not dated.", ENGLISH.language)
    assert content.numbers == ("two",)
    assert [match.term for match in content.degrees] == ["not fully"]
    assert content.negations == 1
    assert len(content.said) == 3


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join) | st.text(max_size=30), max_size=4))
def test_a_hit_lies_inside_the_text_of_its_level(texts):
    for hit in hits(*texts):
        said = texts[int(hit.path[-1][1:]) - 1]
        assert 0 <= hit.start < hit.start + hit.length <= len(said)


@pytest.mark.parametrize("again", ["few ", "not very ", "to some extent ", "more or less ", ", ", "w"])
def test_long_texts_are_compared_in_linear_time(again):
    start = process_time()
    text = again * (40_000 // len(again))
    hits(text, f"{text} some", f"{text} all", text=f"{text} few means three")
    assert process_time() - start < 0.5
