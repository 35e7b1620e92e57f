"""Two spellings of one name, and how much of a long text is shown."""

import pytest

from mcqa.scoresheets.words.spelling import short, spelled


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ann  Lee", " ann lee "),
        ("\uff21\uff2e\uff2e lee", "Ann Lee"),
        ("Zo\u0308e", "z\u00f6e"),
        ("a\u200bb", "AB"),
        ("Stra\u00dfe", "STRASSE"),
        *((f"MC{dash}30", "mc-30") for dash in "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d"),
        ("MC\u00ad-30\u200e", "MC-30"),
    ],
)
def test_case_space_width_and_what_does_not_show_are_folded(one, other):
    assert spelled(one) == spelled(other) != ""


@pytest.mark.parametrize("other", ["MC-1", "MC 01", "MC_01", "MC-01."])
def test_signs_and_noughts_are_kept(other):
    assert spelled("MC-01") != spelled(other)


def test_a_text_is_cut_only_where_it_is_longer_and_then_ends_with_an_ellipsis():
    assert [short("x" * length) for length in (0, 59, 60)] == ["", "x" * 59, "x" * 60]
    assert short("x" * 61) == "x" * 57 + "..."
    assert short("abcdef", 5) == "ab..."
