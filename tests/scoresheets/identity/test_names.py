"""What names somebody is found in any spelling, and ratings, dates and ids are let be."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mcqa.scoresheets.identity.names import Identities, mask, personal, reversed_name
from mcqa.scoresheets.identity.people import Vocabulary

ANN = ("rater", "t01")


@pytest.fixture
def identities():
    made = Identities()
    made.add_person("Ann Zoë Lee", ANN)
    made.add_email("alee42@school.example", ANN)
    made.add("MC-01", "code", ("unit", "mc-01"))
    return made


def called(whom):
    return {ANN: "R-1", ("unit", "mc-01"): "MC-9"}.get(whom, "")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Ann Zoë Lee said", "R-1 said"),
        ("ANN  ZOE\nLEE said", "R-1 said"),
        ("Ann\u00a0Zoë\u200b Lee", "R-1"),
        ("Lee, Ann Zoë: good", "R-1: good"),
        ("by ann-zoe-lee.", "by R-1."),
        ("alee42@school.example or C:\\Users\\alee42\\x", "R-1 or C:\\Users\\R-1\\x"),
        ("see C:\\Users\\jsmith\\Desktop and /home/kim/a", "see C:\\Users\\[folder]\\Desktop and /home/[folder]/a"),
        ("mail bob.o'neil+x@k12.state.example now", "mail [e-mail] now"),
        ("call (502) 555-0147, 502-555-0147 or +1 502.555.0147", "call [phone], [phone] or [phone]"),
        ("call +44 20 7946 0958", "call [phone]"),
        ("SSN 219-09-9999", "SSN [number]"),
        ("Ann Zoe\u0308 Lee said", "R-1 said"),
        ("(Ann Zoe\u0308 Lee\u0301)", "(R-1)"),
        ("\uff21nn \uff3a\uff4fe \uff2cee", "R-1"),
        ("A\u00adnn Z\u200e\u2060oë L\ufe0fee", "R-1"),
        ("Ann\u202fZoë\u2011Lee\u2122 and Ann Zoë Lee\u00b2", "R-1\u2122 and R-1\u00b2"),
        ("Ann&nbsp;Zo&euml; L&#101;e&#x21; &amp; co", "R-1&#x21; &amp; co"),
        ("Ann\r\n  Zoë\u2028Lee", "R-1"),
        ("alee42\uff20school\uff0eexample, bob&#64;x.example", "R-1, [e-mail]"),
        (
            "call \uff08502) 555\u20110147 or 502\u2013555\u20130147 or 502\u00a0555\u00a00147",
            "call [phone] or [phone] or [phone]",
        ),
        ("MC 01 is like mc-01, not MC-011", "MC-9 is like MC-9, not MC-011"),
    ],
)
def test_names_addresses_and_numbers_are_replaced(identities, text, left):
    assert identities.without(text, called) == left


@pytest.mark.parametrize(
    "text",
    [
        "2 - Met", "1.1", "C01.1", "2024-03-15 10:20:30", "03/15/2024", "1,234,567.89", "5025550147", "12.10.2024",
        "ISBN 978-3-16-148410-0", "scores 2 1 2 2 1 0 2", "0.85 (0.70-0.95)", "123-45-67", "page 555-1234",
        "a@b", "10.1037/0033-2909.86.2.420", "2023-2024", "3.14159265358979", "R-7F3A2C", "@home",
        "C:\\Users\\Public\\x",         "192.168.100.1000", "200 300 4000x", "MC-2025-5550147",
    ],
)  # fmt: skip
def test_ratings_dates_and_ids_are_not_taken_for_people(identities, text):
    assert identities.find(text) == ()


def test_a_part_of_a_name_is_found_and_stays_in_the_text(identities):
    assert [(hit.kind, hit.text) for hit in identities.find("Ann would know, an annual Lee")] == [
        ("part", "Ann"),
        ("part", "Lee"),
    ]
    assert identities.without("Ann would know", called) == "Ann would know"
    assert identities.masked("Ann Zoe Lee, Ann, MC-01") == "A** Z** L**, A**, M**-**"
    assert identities.masked("Ann, MC-01", codes=False) == "A**, MC-01"


def test_words_that_are_names_too_are_no_parts_and_one_word_names_keep_their_case():
    made = Identities()
    made.add_person("Mark May", ANN)
    made.add_person("Quirin", ANN)
    assert made.find("mark it in May, then Mark more") == ()
    assert made.find("quirin") == ()
    assert [hit.text for hit in made.find("Quirin and mark may")] == ["Quirin", "mark may"]


def test_what_is_a_word_of_the_rubric_is_not_looked_for():
    vocabulary = Vocabulary(None, ["One bounded competency"])
    made = Identities(spared=vocabulary.holds)
    made.add("bounded competency", "code", ("unit", "x"))
    made.add("Reviewer", "name", ANN)
    assert made.find("one bounded competency of the Reviewer") == ()


@pytest.mark.parametrize(
    ("name", "other"), [("Ann Lee", "Lee, Ann"), ("Lee, Ann", "Ann Lee"), ("Ann", "Ann"), ("A B Lee", "Lee, A B")]
)
def test_a_name_can_be_turned_round(name, other):
    assert reversed_name(name) == other


def test_codes_are_not_personal():
    assert [name for name in ("R03", "T1", "AL", "3", "Ann", "Ann Lee", "a@b.example") if personal(name)] == [
        "Ann",
        "Ann Lee",
        "a@b.example",
    ]


@given(
    st.text(max_size=60),
    st.sampled_from(["Ann Zoë Lee", "alee42@school.example", "bob@x.example"]),
    st.text(max_size=60),
)
def test_a_name_between_spaces_never_stays(before, name, after):
    made = Identities()
    made.add_person("Ann Zoë Lee", ANN)
    made.add_email("alee42@school.example", ANN)
    left = made.without(f"{before} {name} {after}", called)
    assert name not in left
    assert name not in made.masked(f"{before} {name} {after}")


@given(st.text(max_size=40))
def test_a_mask_shows_one_letter_of_a_word_and_no_digit_alone(text):
    shown = mask(text)
    assert sum(map(str.isalnum, shown)) <= sum(map(str.isalnum, text))


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
@pytest.mark.parametrize("known", ["NFC", "NFD"])
@pytest.mark.parametrize("name", ["Zoë Müller", "Đặng Thị Ánh", "김 민수", "José", "Ørsted Ångström", "ガ ギグ"])
def test_a_name_is_found_however_its_letters_are_encoded(name, known, form):
    made = Identities()
    made.add_person(unicodedata.normalize(known, name), ANN)
    text = unicodedata.normalize(form, f"Ask {name}, please")
    assert made.without(text, called) == "Ask R-1, please"
    assert made.masked(text).count("**") == len(name.split())


def test_a_mask_shows_the_first_letter_alone_however_it_is_encoded():
    assert mask("Zoe\u0308 Mu\u0308ller E\u0301a") == mask("Zoë Müller Éa") == "Z** M** E**"


def test_a_part_of_a_name_is_found_however_it_is_encoded():
    made = Identities()
    made.add_person("Zoë Müller", ANN)
    assert [hit.text for hit in made.find("Mu\u0308ller was late")] == ["Mu\u0308ller"]


def test_a_syllable_is_one_letter():
    made = Identities()
    made.add("김", "name", ANN)
    assert made.find("김 said") == ()
    assert not personal("김")


@given(st.text(max_size=30), st.text(max_size=30))
@example("&", "&")
def test_hits_stand_where_they_say(before, after):
    made = Identities()
    made.add_person("Zoë Müller", ANN)
    text = f"{before} Zoe\u0308 Mu\u0308ller {after}"
    hits = made.find(text)
    assert all(text[hit.start : hit.end] == hit.text for hit in hits)
    assert any("Zoe\u0308 Mu\u0308ller" in hit.text for hit in hits)
