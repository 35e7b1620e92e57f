"""Texts are taken apart into words, numbers and marks whose places are right."""

from hypothesis import given
from hypothesis import strategies as st

from mcqa.lint.prose.language import language_of, parse_list
from mcqa.lint.prose.tokens import tokenize


def test_words_numbers_and_marks():
    text = "At least 2 sources (85 %), e.g. the U.S. state's co-designers' don\u2019t show 1.5 or 3/4 of C01.1."
    assert tokenize(text).words == (
        "at", "least", "2", "sources", "(", "85 %", ")", ",", "e.g.", "the", "u.s.", "state's", "co-designers", "'",
        "don't", "show", "1.5", "or", "3/4", "of", "c01.1", ".",
    )  # fmt: skip


def test_sentences_and_clauses():
    tokens = tokenize("One is named; two are not. Why? Nobody knows")
    said = [" ".join(tokens.words[start:end]) for start, end in tokens.sentences()]
    assert said == ["one is named ; two are not .", "why ?", "nobody knows"]
    clauses = [" ".join(tokens.words[start:end]) for start, end in tokens.clauses()]
    assert clauses == ["one is named", "two are not", "why", "nobody knows"]


@given(st.text(max_size=200))
def test_every_token_stands_where_it_says_and_nothing_but_space_is_lost(text):
    tokens = tokenize(text)
    rest = list(text)
    for start, typed in zip(tokens.starts, tokens.typed, strict=True):
        assert text[start : start + len(typed)] == typed
        rest[start : start + len(typed)] = " " * len(typed)
    assert not "".join(rest).strip() or not any(letter.isalpha() for letter in rest)
    assert list(tokens.starts) == sorted(tokens.starts)


def test_a_list_is_found_in_any_form_of_its_words_the_longest_first():
    language = language_of("en", (("vague-term", "a handful of: say how many"), ("vague-term", "cope")))
    terms = language.terms("vague-term")
    (match,) = [
        each for each in terms.find(tokenize("With a handful of sources, copes")) if each.term == "a handful of"
    ]
    assert (match.first, match.last, match.said) == (1, 3, "say how many")
    assert terms.has("coping") == "cope"
    assert terms.has("copious") is None


def test_the_configuration_takes_terms_out_again():
    added = (("vague-term", "cope"), ("vague-term.terms", "-cope"))
    assert "cope" not in language_of("en", added).terms("vague-term").entries


def test_languages_are_known_by_their_tag():
    assert language_of("en").code == language_of("EN-us").code == "en"
    for tag in ("", "tlh", "../en", "e n", "x" * 500):
        assert language_of(tag) is None


def test_a_list_is_lines_with_remarks():
    assert parse_list("# remark\none: say two\n\n  Two  Words \n") == {"one": "say two", "two words": ""}
