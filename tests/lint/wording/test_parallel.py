"""Levels that run through other attributes: where the hit stands, what it says, and what is common ground."""

from hypothesis import given, settings
from hypothesis import strategies as st

from mcqa.lint.prose.component import Context, LevelText, Prose
from mcqa.lint.prose.language import language_of
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
    assert top[hit.start : hit.start + hit.length] == "layout follows the house style"
    assert hit.message == 'no other level and not the component\'s text speaks of "layout follows the house style"'
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
