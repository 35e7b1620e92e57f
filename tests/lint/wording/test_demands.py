"""Two demands in one component: what the corpus does not show, such as places, lists, levels and odd input."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcqa.lint.prose.component import Context, LevelText, Prose
from mcqa.lint.prose.language import Language, language_of
from mcqa.lint.prose.tokens import tokenize
from mcqa.lint.wording import RULES
from mcqa.lint.wording.demands import double_demand
from mcqa.lint.wording.grammar import grammar_of
from mcqa.lint.wording.parallel import levels_not_parallel
from mcqa.lint.wording.stems import stems_of

ENGLISH = Context(language_of("en"))
WORDS = [
    "the",
    "a",
    "earner",
    "guide",
    "criteria",
    "deadline",
    "names",
    "gives",
    "plan",
    "plans",
    "and",
    "or",
    "is",
    "stated",
    "published",
    "that",
    "so",
    "when",
    ".",
    ",",
    ";",
    ":",
    "(",
    ")",
    "to",
    "can",
    "must",
    '"',
]


def prose(text="", title="A title", **levels):
    return Prose(title, text, tuple(LevelText(name, name.capitalize(), said) for name, said in levels.items()))


def hits(text="", **rest):
    return list(double_demand(prose(text, **rest), ENGLISH))


def tags(text):
    return " ".join(grammar_of(ENGLISH.language).tag(tokenize(text).words)[0])


def test_the_rule_is_registered_as_a_warning_under_its_name():
    kind = RULES["L301"].kind
    assert (kind.name, kind.severity) == ("double-demand", "warning")


def test_a_hit_marks_the_joining_word_and_the_second_demand():
    text = "The guide names the criteria and gives the deadline in the first line."
    (hit,) = hits(text)
    assert hit.path == ("text",)
    assert text[hit.start : hit.start + hit.length] == "and gives the deadline in the first line"


def test_the_message_names_both_demands_and_the_hint_says_what_to_do():
    (hit,) = hits("The guide names the criteria and gives the deadline.")
    assert hit.message == 'two demands that can be met apart: "names the criteria" and "gives the deadline"'
    assert hit.hint == "make two components of them, or say in the levels what one without the other is worth"


def test_a_long_demand_is_cut_off_in_the_message():
    (hit,) = hits("The guide names every one of the seven written criteria, and it gives the deadline.")
    assert "…" in hit.message
    assert len(hit.message) < 120


def test_one_component_is_reported_once_and_at_its_text():
    (hit,) = hits(
        "Earners plan and deliver a lesson, and feedback is given within ten days.",
        met="Earners plan and deliver a lesson. Fees are published and explained.",
    )
    assert hit.path == ("text",)


def test_of_the_levels_only_the_highest_is_judged():
    double = "The guide names the criteria and gives the deadline."
    poor = "The guide names few criteria and gives a deadline for few of them."
    assert [hit.path for hit in hits(not_met=poor, met=double)] == [("levels", "met")]
    assert hits(not_met=double, met="The guide names the criteria.") == []


def test_a_further_sentence_with_a_demand_of_its_own_is_marked_from_its_first_word():
    text = "The packet names the skill. Feedback is returned within ten days."
    (hit,) = hits(text)
    assert text[hit.start : hit.start + hit.length] == "Feedback is returned within ten days"


@pytest.mark.parametrize(
    ("lower", "flagged"),
    [
        ("The guide names the criteria or gives the deadline, one without the other.", False),
        ("The guide names the criteria and gives no deadline.", False),
        ("The guide names the criteria.", False),
        ("The guide names the criteria vaguely and gives the deadline roughly.", True),
        ("The guide names the criteria and has a deadline.", True),
        ("The guide names some criteria and gives some deadlines.", True),
        ("The guide names the criteria; the deadline stands elsewhere or was forgotten.", False),
        ("The guide lists the criteria but not the last date.", False),
        ("", True),
    ],
)
def test_a_level_that_says_what_a_part_is_worth_handles_the_double_demand(lower, flagged):
    levels = {
        "not_met": "Nothing is there.",
        "partly_met": lower,
        "met": "The guide names the criteria and gives the deadline.",
    }
    assert bool(hits(**levels)) is flagged


def test_the_lowest_level_handles_it_where_it_lists_what_may_be_lacking():
    double = "The guide names the criteria and gives the deadline."
    assert hits(not_met="The guide lacks the criteria or the deadline.", met=double) == []
    assert hits("The deadline is in May.", not_met="The guide lacks the criteria.", met=double)


def test_a_scale_that_adds_one_demand_at_each_level_handles_both():
    one = "The guide names the criteria."
    assert hits(low=one, high="The guide names the criteria and gives the deadline.") == []
    assert hits(low=one, middle="The guide names the criteria and the fee.", high="It is printed.") == []


def test_what_no_other_level_and_not_the_text_names_is_left_to_the_rule_on_parallel_levels():
    levels = {
        "not_met": "The log names no source for its claims.",
        "partly_met": "The log names a source for most of its claims.",
        "met": "The log names a source for each of its claims, and the margins are decorated by hand.",
    }
    assert list(levels_not_parallel(prose(**levels), ENGLISH))
    assert hits(**levels) == []
    assert hits(met=levels["met"])


def test_a_denial_stands_in_the_message_with_what_it_denies():
    (hit,) = hits("No files are named and no dates are given.")
    assert hit.message.endswith('"No files are named" and "no dates are given"')
    (hit,) = hits("Trainees never share keys and never leave the room.")
    assert hit.message.endswith('"never share keys" and "never leave the room"')


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("The student reads the scale and writes it down.", False),
        ("The student reads the scale and writes a note.", True),
        ("The student paints the scale and writes it down.", True),
        ("The runner stops and waits.", False),
        ("The runner stops the clock and writes the time.", True),
        ("The earner quotes the comment and names one change made because of it.", False),
        ("The earner quotes the comment and names one change made in May.", True),
        ("All steps, forms and fees are listed.", False),
        ("The steps, forms and fees are listed.", True),
    ],
)
def test_two_steps_of_one_act_and_all_of_one_list_are_one_demand(text, flagged):
    assert bool(hits(text)) is flagged


def test_a_level_in_which_neither_is_there_says_nothing_of_one_of_them():
    double = "The guide names the criteria and gives the deadline."
    assert hits(not_met="The guide names no criteria and gives no deadline.", met=double)


def test_a_pair_of_the_list_is_one_demand_in_either_order():
    assert hits("The guide names the costs and the benefits.") == []
    assert hits("The guide names the benefits and the costs.") == []


def test_an_idiom_is_no_second_demand():
    assert hits("The log names the pens, the paper and so on.") == []
    assert hits("The student sorts the cards, and does so within a minute.") == []


def test_a_pair_from_the_configuration_is_one_demand():
    text = "The guide names the kind and the amount."
    own = Context(language_of("en", (("double-demand", "kind and amount"),)))
    assert hits(text)
    assert list(double_demand(prose(text), own)) == []


def test_an_idiom_from_the_configuration_is_one_demand():
    text = "The guide names the wait time and the pacing."
    own = Context(language_of("en", (("double-demand", "wait time and the pacing"),)))
    assert hits(text)
    assert list(double_demand(prose(text), own)) == []


def test_a_pair_taken_out_of_the_list_is_two_demands():
    text = "The guide names the costs and the benefits."
    without = Context(language_of("en", (("double-demand", "-costs and benefits"),)))
    assert hits(text) == []
    assert list(double_demand(prose(text), without))


def test_a_language_without_lists_gives_nothing():
    empty = Context(Language("xx"))
    assert list(double_demand(prose("Der Plan nennt das Ziel und beschreibt den Weg."), empty)) == []


@pytest.mark.parametrize(
    "text", ["", "and", "And and.", ". . .", "🙂 and 🙂", "and " * 50, "Plan and", "\n\t", "((and)"]
)
def test_odd_texts_give_no_hit(text):
    assert hits(text) == []


def test_a_text_of_ten_thousand_words_is_judged():
    text = "The earner plans a lesson in the room, the hall or the yard, " * 900 + "and feedback is given."
    assert len(hits(text)) <= 1


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=30), st.text(max_size=40))
def test_every_hit_lies_inside_its_text(words, odd):
    for text in (" ".join(words), odd, f"{odd} and {' '.join(words)}"):
        for hit in hits(text, title=odd):
            assert 0 <= hit.start < hit.start + hit.length <= len(text)
            assert hit.length > 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The guide names the names.", "D N V D N M"),
        ("Earners plan a plan.", "N V D N M"),
        ("A named source is named.", "D A N B T M"),
        ("The plan is open to all.", "D N B A P D M"),
        ("The plan scaffolds the task.", "D N V D N M"),
        ("Earners have to plan lessons.", "N V I V N M"),
        ("The earner's plan has been read.", "D D N X B T M"),
        ("The students' work is read.", "D N M N B T M"),
        ("The welder wears gloves and inspects the seam.", "D N V N C V D N M"),
        ("The page is short and all links work.", "D N B A C D N V M"),
        ("The page is short and the sales report is long.", "D N B A C D N N B A M"),
        ("Students hand in a draft and revise it.", "N V P D N C V Q M"),
        ("It is checked before the earner signs it.", "Q B T S D N V Q M"),
        ("It is checked before submission.", "Q B T P N M"),
        ("It holds correct and complete answers.", "Q V A C A N M"),
    ],
)
def test_neighbours_decide_what_a_word_is(text, expected):
    assert tags(text) == expected


@pytest.mark.parametrize(
    "forms",
    [
        ("state", "states", "stated", "stating"),
        ("tell", "tells", "told"),
        ("criterion", "criteria"),
        ("stop", "stopped"),
    ],
)
def test_the_forms_of_a_word_have_one_stem(forms):
    stems = stems_of(ENGLISH.language)
    assert all(stems[one] == stems[other] for one, other in pairwise(forms))
