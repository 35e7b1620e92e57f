"""Vague, judging and unobservable words: what the corpus does not show, such as places, hints, lists and odd input."""

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from mcqa.lint.prose.component import Context, LevelText, Prose
from mcqa.lint.prose.language import FOLDER, Language, language_of
from mcqa.lint.wording import RULES
from mcqa.lint.wording.terms import judging_term, vague_term
from mcqa.lint.wording.unobservable import unobservable_verb

ENGLISH = Context(language_of("en"))
CHECKS = {"L201": vague_term, "L202": judging_term, "L302": unobservable_verb}


def prose(text="", **levels):
    return Prose("A title", text, tuple(LevelText(name, name.capitalize(), said) for name, said in levels.items()))


def words(check, text, context=ENGLISH):
    return [text[hit.start : hit.start + hit.length] for hit in check(prose(text), context)]


def test_every_rule_is_registered_as_a_warning_under_its_name():
    named = {code: (RULES[code].kind.name, RULES[code].kind.severity) for code in CHECKS}
    expected = {"L201": "vague-term", "L202": "judging-term", "L302": "unobservable-verb"}
    assert named == {code: (name, "warning") for code, name in expected.items()}


def test_a_hit_marks_exactly_the_words_in_the_text_that_they_stand_in():
    given_texts = prose("Sources are listed.", met="Each claim has a relevant source.")
    (hit,) = vague_term(given_texts, ENGLISH)
    assert (hit.path, hit.start, hit.length) == (("levels", "met"), 17, 8)


def test_the_message_names_the_words_and_the_hint_says_what_to_write():
    (hit,) = vague_term(prose("Feedback is timely."), ENGLISH)
    assert hit.message == '"timely" is no measure: reviewers draw the line in different places'
    assert hit.hint == "give a number of days"
    (hit,) = judging_term(prose("The plan is good."), ENGLISH)
    assert hit.message.startswith('"good" judges and does not describe')
    assert hit.hint.startswith("say what a reviewer finds")
    (hit,) = unobservable_verb(prose("The earner understands feedback."), ENGLISH)
    assert hit.message.startswith('nobody can watch "understands"')
    assert hit.hint == "ask for what can be seen, heard or read: explain, compare, predict or give an example"


def test_a_word_repeated_in_one_text_is_reported_once_and_two_words_twice():
    assert words(vague_term, "Clear aims, clear tasks and timely replies.") == ["Clear", "timely"]


@pytest.mark.parametrize("check", CHECKS.values())
def test_titles_and_labels_are_not_judged(check):
    levels = (LevelText("good", "Good", "The plan names three dates."),)
    given_texts = Prose("Relevant and good: understands feedback", "", levels)
    assert list(check(given_texts, ENGLISH)) == []


def test_a_level_may_be_cited_by_its_label_inside_a_sentence_and_not_at_its_beginning():
    def found(text):
        return list(judging_term(Prose("", text, (LevelText("good", "Good", ""),)), ENGLISH))

    assert found("Work that falls short of Good has two causes.") == []
    assert len(found("Work that falls short of good has two causes.")) == 1
    assert len(found("Good use of sources.")) == 1


def test_lists_are_extended_and_shortened_by_configuration():
    more = Context(language_of("en", (("vague-term", "impactful: name the impact"), ("vague-term", "-clear"))))
    assert words(vague_term, "An impactful and clear plan.", more) == ["impactful"]
    (hit,) = vague_term(prose("An impactful plan."), more)
    assert hit.hint == "name the impact"
    more = Context(language_of("en", (("judging-term", "stellar*"),)))
    assert words(judging_term, "A stellarly written plan.", more) == ["stellarly"]
    more = Context(language_of("en", (("unobservable-verb", "intend"), ("unobservable-verb", "-learn"))))
    assert words(unobservable_verb, "The earner intends a change. Earners will learn from it.", more) == ["intends"]


def test_a_phrase_is_allowed_by_configuration():
    more = Context(language_of("en", (("vague-term.allowed", "relevant evidence"),)))
    assert words(vague_term, "Relevant evidence is linked to a task.", more) == []
    assert words(vague_term, "Relevant evidence is linked to a relevant task.", more) == ["relevant"]
    assert words(vague_term, "A relevant task.", more) == ["relevant"]


def test_the_glossary_explains_a_word_or_a_term_that_holds_it():
    explained = ENGLISH._replace(glossary=frozenset({"timely feedback", "good"}))
    assert words(vague_term, "Timely feedback is given after a timely visit.", explained) == []
    assert words(vague_term, "A timely visit is paid.", explained) == ["timely"]
    assert words(judging_term, "A good plan.", explained) == []


def test_the_text_of_a_component_explains_a_word_for_its_levels():
    met = "Each claim has a relevant source."
    assert list(vague_term(prose("A source is relevant when it is on the practice.", met=met), ENGLISH)) == []
    assert len(list(vague_term(prose("Claims rest on sources.", met=met), ENGLISH))) == 1


def test_a_number_measures_an_amount_and_not_a_page():
    assert words(vague_term, "Several sources from at least four decades are cited.") == []
    assert words(vague_term, "Several sources are cited on page 4.") == ["Several"]
    assert words(vague_term, "Appropriate sources are cited in at least two paragraphs.") == ["Appropriate"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Teachers who know their content score the work.", []),
        ("All teachers in the program know the code.", ["know"]),
        ("The teacher can name and understand needs.", ["understand"]),
        ("The teacher reports that she understands the needs.", []),
        ("Is not aware of the rules.", ["aware of"]),
        ("The packet is open to all and knows no limit.", []),
        ("The goals are understood.", []),
        ("Values of x are listed.", []),
        ("Understands bias. This is shown by two examples.", []),
    ],
)
def test_a_state_of_mind_is_flagged_where_it_is_asked_of_a_person(text, found):
    assert words(unobservable_verb, text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Demonstrates an understanding of fractions.", ["understanding"]),
        ("Demonstrates an understanding of fractions by drawing three.", []),
        ("Demonstrates an understanding of fractions in a written answer.", []),
        ("Shows awareness of the reader in the essay.", ["awareness"]),
        ("In three worked examples, the student shows an understanding of place value.", []),
        ("Writes a page to show understanding of the plot.", []),
        ("Limited knowledge of the rules.", ["knowledge"]),
        ("Knowledge of the rules is tested with five items.", []),
        ("Knowledge of the rules is evident.", ["Knowledge"]),
        ("The survey shows interest in the course.", []),
        ("Reflects on practice.", ["Reflects on"]),
        ("Reflects on practice and names one change.", []),
    ],
)
def test_a_noun_for_a_state_is_flagged_where_nothing_says_how_it_is_shown(text, found):
    assert words(unobservable_verb, text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A regular polygon is drawn.", []),
        ("The polygon is named as regular.", []),
        ("The polygon is drawn by a regular visitor.", ["regular"]),
        ("The consistent system is solved.", []),
        ("Students appropriate two lines.", []),
        ("Students are appropriate models.", ["appropriate"]),
        ("The word relevant is struck out.", []),
        ("The words relevant to the reader stand first.", ["relevant"]),
        ("Where several reviewers sign, one gives a date.", []),
        ("Most of them sign.", ["Most"]),
        ("Names the two most cited works.", []),
        ("Gloves, masks, etc. are listed.", ["etc"]),
        ("A record counts as sufficient if it holds a date.", []),
        ("A record is sufficient if it is read.", ["sufficient"]),
    ],
)
def test_a_measure_word_is_told_from_its_other_senses(text, found):
    assert words(vague_term, "", ENGLISH) == []
    given_texts = prose(met=text)
    hits = vague_term(given_texts, ENGLISH)
    assert [text[hit.start : hit.start + hit.length] for hit in hits] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The price of each good is listed.", []),
        ("Each good example is listed.", ["good"]),
        ("A well organized log.", ["well organized"]),
        ("Water from a well is used.", []),
        ("The plan names ways of engaging families.", []),
        ("An engaging talk.", ["engaging"]),
        ("The tone is professional.", ["professional"]),
        ("Professional development is logged.", []),
        ("The bond is weak.", []),
        ("The plan is weak.", ["weak"]),
        ("Exceptional learners are named.", []),
        ("Exceptional learner support is given.", ["Exceptional"]),
        ("Answers are good, fair or poor on the card.", []),
    ],
)
def test_a_verdict_is_told_from_other_senses_of_its_word(text, found):
    assert words(judging_term, text) == found


def test_some_is_exact_between_a_level_for_none_and_one_for_all():
    said = {"not_met": "No claim has a source.", "partly_met": "Some claims have a source."}
    assert list(vague_term(prose(**said, met="Every claim has a source."), ENGLISH)) == []
    (hit,) = vague_term(prose(**said, met="Sources are listed."), ENGLISH)
    assert (hit.path, hit.length) == (("levels", "partly_met"), 4)


def test_an_open_list_has_a_message_of_its_own():
    (hit,) = vague_term(prose("Gloves, masks, and so on."), ENGLISH)
    assert hit.message == '"and so on" leaves the list open: reviewers go on with it in different ways'
    assert hit.hint.startswith("list every item")


def test_things_that_an_adjective_sorts_are_added_by_configuration():
    more = Context(language_of("en", (("judging-term.kinds", "good: whittling"),)))
    assert words(judging_term, "Good whittling, a good conductor and good work.", more) == ["good"]


def test_no_word_is_in_the_lists_of_two_of_the_rules():
    lists = [set(ENGLISH.language.terms(name)) for name in ("vague-term", "judging-term")]
    assert lists[0].isdisjoint(lists[1])


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*/*.yaml")), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_word_file_reads_the_same_as_yaml(path):
    blocks = yaml.safe_load(path.read_text(encoding="utf-8"))
    language = Language(path.parent.name)
    for name, block in blocks.items():
        lines = (line.partition(":") for line in block.splitlines() if line.strip() and not line.startswith("#"))
        expected = {" ".join(term.lower().split()): said.strip() for term, _, said in lines}
        assert language.terms(f"{path.stem}.{name}").entries == expected


@pytest.mark.parametrize("check", CHECKS.values())
def test_a_language_without_lists_gives_nothing(check):
    assert words(check, "Sources are appropriate and good; she understands.", Context(Language("xx"))) == []


@pytest.mark.parametrize("check", CHECKS.values())
@pytest.mark.parametrize(
    "text", ["", "good", "understands", "several", "🙂 clear 🙂", "'", '"', ":", "well", "(", "know to"]
)
def test_odd_texts_are_judged(check, text):
    assert all(text[hit.start : hit.start + hit.length].strip() for hit in check(prose(text), ENGLISH))


@pytest.mark.parametrize("check", CHECKS.values())
def test_ten_thousand_words_without_a_full_stop_are_judged_in_a_moment(check):
    import time

    text = "good several the earner understands clear and well made plans " * 1000
    began = time.perf_counter()
    assert list(check(prose(text), ENGLISH))
    assert time.perf_counter() - began < 5


MIXED = (
    "good clear several well understands know aware of is the earner teacher to and when what relevant means 12 one at "
    "least enough for another reader can rated as Good not if by naming that well- 🙂 , . : ( ) \" '"
)
SOME = st.sampled_from(MIXED.split())


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(SOME, max_size=30).map(" ".join)))
def test_every_hit_lies_inside_its_text_and_no_two_begin_at_one_place(text):
    for check in CHECKS.values():
        hits = list(check(prose(text, met=text), ENGLISH))
        assert len({(hit.path, hit.start) for hit in hits}) == len(hits)
        assert all(hit.start >= 0 and hit.length > 0 and hit.start + hit.length <= len(text) for hit in hits)
