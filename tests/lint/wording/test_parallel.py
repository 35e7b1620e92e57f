"""Levels that run through other attributes: where the hit stands, what it says, and what is common ground."""

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcqa.lint.prose.component import Context, LevelText, Prose
from mcqa.lint.prose.language import language_of
from mcqa.lint.wording.content import MOST_LEVELS
from mcqa.lint.wording.parallel import levels_not_parallel

ENGLISH = Context(language_of("en"))
DENIED, NAMED = "No sources are named.", "Sources are named."
WORDS = [
    "the",
    "log",
    "names",
    "sources",
    "is",
    "and",
    "or",
    "with",
    "font",
    ",",
    ";",
    "(",
    ")",
    "layout",
    "dated",
    "such",
    "as",
    "by",
    "a",
    "guardian",
    "😀",
]


def hits(*texts, context=ENGLISH, title="Title", text="", ordered=True):
    levels = tuple(LevelText(f"l{number}", f"Level {number}", said) for number, said in enumerate(texts, start=1))
    return list(levels_not_parallel(Prose(title, text, levels, ordered=ordered), context))


def test_the_hit_marks_the_phrase_that_only_one_level_has():
    top = "Sources are named, and the layout follows the house style."
    (hit,) = hits(DENIED, NAMED, top)
    assert hit.path == ("levels", "l3")
    assert top[hit.start : hit.start + hit.length] == "the layout follows the house style"
    assert hit.message == 'only this level asks for this: "the layout follows the house style"'
    assert "component of its own" in hit.hint


def test_title_and_text_of_the_component_are_common_ground():
    top = "Sources are named, and the layout follows the house style."
    assert not hits(DENIED, NAMED, top, text="The page follows a house style.")
    assert not hits(DENIED, NAMED, top, title="Sources and layout")


def test_a_word_that_denies_by_its_prefix_is_the_same_attribute():
    assert not hits(
        "A form is missing.", "A form is attached and unsigned.", "A form is attached and signed by a guardian."
    )


def test_a_choice_an_aside_and_a_bracket_add_no_attribute():
    assert not hits(DENIED, NAMED, "Sources are named or a librarian is asked.")
    assert not hits(DENIED, NAMED, "Sources are named, such as novels and printed maps of the old town.")
    assert not hits(DENIED, NAMED, "Sources are named (and the layout follows the house style).")


def test_a_phrase_in_the_place_of_another_is_the_attribute_in_other_words():
    assert not hits(
        DENIED, "Sources are named, but nobody has catalogued shelves.", "Sources are named, and maps are drawn."
    )


def test_levels_that_share_nothing_are_told_at_the_top():
    (hit,) = hits(
        "Feedback arrives late.",
        "Feedback uses a friendly tone.",
        "Feedback refers to each exercise and suggests books.",
    )
    assert hit.path == ("levels", "l3")
    assert hit.message.startswith("each level speaks of something else")


def test_one_thing_more_than_the_level_below_is_told():
    (hit,) = hits(DENIED, NAMED, "Sources are named with letters of support.")
    assert hit.message.endswith('"letters of support"')
    (hit,) = hits(DENIED, "A form is attached.", "A form is attached and signed.")
    assert hit.message.endswith('"signed"')
    assert not hits(DENIED, "A form is attached.", "A form is attached and signed.", text="The form has a signature.")


def test_a_scale_that_adds_one_thing_at_each_level_is_one_list():
    assert not hits(
        "Wristbands are read.", "Wristbands and charts are read.", "Wristbands, charts and birth dates are read."
    )


def test_a_manner_and_what_a_pronoun_takes_up_add_no_attribute():
    assert not hits(DENIED, NAMED, "Sources are named and defended with reasons.")
    assert not hits(DENIED, NAMED, "Sources are named, and a change is drawn from them.")


def test_two_levels_that_share_nothing_are_told_unless_both_begin_with_a_verb():
    (hit,) = hits("Goggles are off while the burner is lit.", "The conclusion compares two measured densities.")
    assert hit.path == ("levels", "l2")
    assert not hits("Sits at the back with a phone.", "Follows the lecture and asks questions.")


def test_formal_words_are_extended_by_the_configuration():
    texts = (DENIED, "A card is attached.", "A laminated card is attached.")
    assert not hits(*texts)
    assert hits(*texts, context=Context(language_of("en", (("levels-not-parallel.formal", "laminated"),))))


def test_words_that_mean_the_same_are_extended_by_the_configuration():
    texts = (DENIED, "Sources are named and a badge is shown.", "Sources are named and a pin is shown.")
    together = Context(language_of("en", (("levels-not-parallel.same", "badge: pin"),)))
    assert not hits(*texts, context=together)


def test_odd_scales_and_texts_are_read():
    assert not hits()
    assert not hits("Alone.")
    assert not hits("", "😀", " ")
    assert not hits("red", "green and the pump is humming loudly", ordered=False)
    long = "sources are named and " * 2_500
    assert not hits(long, long + "x")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join) | st.text(max_size=30), max_size=4))
def test_a_hit_lies_inside_the_text_of_its_level(texts):
    for hit in hits(*texts):
        said = texts[int(hit.path[-1][1:]) - 1]
        assert 0 <= hit.start < hit.start + hit.length <= len(said)


def test_words_are_quoted_as_typed():
    (hit,) = hits("No plan is kept.", "A plan is kept.", "A plan is kept, and a Safety Drill is recorded.")
    assert hit.message == 'only this level asks for this: "a Safety Drill is recorded"'
    (hit,) = hits("Sources are unnamed and the Handwriting is illegible.", "Half of the sources are named.", NAMED)
    assert hit.message == 'only this level mentions this: "the Handwriting is illegible"'


def test_a_long_phrase_is_quoted_in_part():
    long = " ".join(f"{letter}unner" for letter in "abcdefghijklmnopqrstuvwxyz")
    (hit,) = hits(DENIED, NAMED, f"Sources are named, and the {long} is painted.")
    assert hit.message.endswith('munner nunner ..."')


@pytest.mark.parametrize(
    "scale",
    [
        (
            "Teaches one lesson.",
            "Teaches one lesson and reflects on student samples.",
            "Teaches one lesson, reflects on student samples and shares a summary with the faculty.",
            "Teaches one lesson, reflects on student samples, shares a summary with the faculty and mentors peers.",
        ),
        (
            "The garden has a bed.",
            "The garden has a bed and a compost heap.",
            "The garden has a bed, a compost heap and a rain barrel.",
            "The garden has a bed, a compost heap, a rain barrel and a signed tool list.",
        ),
        (
            "No map is drawn.",
            "A map is drawn.",
            "A map is drawn with a legend of symbols.",
            "A map is drawn with a legend of symbols and an arrow to the north.",
        ),
        (
            "The nurse washes hands.",
            "The nurse washes hands and reads the wristband.",
            "The nurse washes hands, reads the wristband and explains the drug to the patient.",
            "The nurse washes hands, reads the wristband, explains the drug to the patient and charts the dose.",
        ),
        (
            "The team keeps minutes.",
            "The team keeps minutes and publishes them on the website.",
            "The team keeps minutes, publishes them on the website and invites two parents.",
            "The team keeps minutes, publishes them on the website, invites two parents and a notary counts votes.",
        ),
    ],
)
def test_a_scale_that_adds_one_thing_at_each_level_is_read_as_one_list(scale):
    assert not hits(*scale)


def test_one_thing_more_at_the_top_alone_is_told():
    same = "The garden has a bed."
    assert hits(same, same, "The garden has a bed, and a choir sings at the gate.")


def test_names_of_what_a_thing_holds_are_its_details():
    assert not hits(DENIED, NAMED, "Sources are named with author, year and page.")
    assert not hits(DENIED, NAMED, "Sources are named with the author, the year and the page number.")
    assert not hits(DENIED, NAMED, "Sources are named, and each gives author, publisher, volume and page.")
    assert hits(DENIED, NAMED, "Sources are named with a portrait, a hand-painted border and a poem about the river.")


def test_a_scale_of_more_levels_than_anybody_tells_apart_is_not_compared():
    added = "Sources are named, and the layout follows the house style."
    assert hits(*[NAMED] * (MOST_LEVELS - 1), added)
    assert not hits(*[NAMED] * MOST_LEVELS, added)


@pytest.mark.parametrize("again", ["signed, ", "no source. ", "plans and ", "as well as ", "such as ", "with ", "(x "])
def test_long_texts_are_compared_in_linear_time(again):
    start = process_time()
    hits(DENIED, again * (40_000 // len(again)), again * (40_000 // len(again)) + "and a border.")
    assert process_time() - start < 1
