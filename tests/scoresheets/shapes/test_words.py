from __future__ import annotations

import pytest

from mcqa.scoresheets.shapes.words import Words, is_total, name_in
from mcqa.scoresheets.words.headers import CriterionIndex
from mcqa.scoresheets.words.mapping import Mapping


@pytest.fixture
def words(rubric):
    mapping = Mapping(headers=(("Rating (1-4)", "level"), ("First one", "C01.1"), ("Comment", "ignore")))
    return Words(CriterionIndex(rubric), mapping)


@pytest.mark.parametrize(
    ("text", "role", "subject"),
    [
        ("Micro-credential", "unit", ""),
        ("Rating", "level", ""),
        ("C01.1", "rating", "C01.1"),
        ("Clear purpose", "rating", "C01.1"),
        ("Evidence", "evidence", ""),
        ("Met", "mark", "Met"),
        ("2 - Met", "mark", "Met"),
        ("Met (2)", "mark", "Met"),
        ("Cannot tell", "mark", "Cannot tell"),
        ("N/A", "mark", "N/A"),
        ("Purpose", "standard", ""),
        ("Descriptor: Met", "known", ""),
        ("Average score", "known", "Average score"),
        ("Comments.1", "comment", ""),
        ("Reviewer's comments", "comment", ""),
        ("Reviewer 3", "name", "Reviewer 3"),
        ("R03's", "name", "R03"),
        ("MC-02", "name", "MC-02"),
        ("Colour", "unread", "Colour"),
        ("Rating(1-4)", "level", ""),
        ("first ONE", "rating", "C01.1"),
        ("Comment", "known", ""),
    ],
)
def test_a_heading_means_what_its_words_say_and_a_mapping_comes_first(words, text, role, subject):
    head = words.heading(text)
    assert (head.role, head.criterion or head.level or ("" if role == "standard" else head.name)) == (role, subject)


@pytest.mark.parametrize(
    ("text", "role", "about", "word"),
    [
        ("C01.1 comment", "rating", "C01.1", "comment"),
        ("Comments on C01.1", "rating", "C01.1", "comment"),
        ("Comment (C01.1 Clear purpose)", "rating", "C01.1", "comment"),
        ("C01.1_rating", "rating", "C01.1", "level"),
        ("Clear purpose - Evidence cited", "rating", "C01.1", "evidence"),
        ("MC-01 rating", "name", "MC-01", "level"),
        ("R03's rating", "name", "R03", "level"),
        ("Reviewer 3 comments", "name", "Reviewer 3", "comment"),
        ("R03 comments", "unread", "R03", "comment"),
    ],
)
def test_a_heading_may_say_what_of_something_it_holds(words, text, role, about, word):
    head = words.heading(text)
    assert (head.role, head.criterion or head.name, head.word) == (role, about, word)


@pytest.mark.parametrize(
    ("text", "rows", "columns"),
    [
        ("Component / Reviewer", "criterion", "rater"),
        ("Component \\ Micro-credential", "criterion", "unit"),
        ("Reviewer / Component", "rater", "criterion"),
        ("Components by reviewers", "criterion", "rater"),
    ],
)
def test_the_corner_of_a_cross_table_says_what_its_rows_and_columns_are(words, text, rows, columns):
    head = words.heading(text)
    assert (head.role, head.kind) == (rows, columns)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Reviewer 3", ("rater", "Reviewer 3")),
        ("Rater_2", ("rater", "Rater_2")),
        ("Reviewer R03", ("rater", "R03")),
        ("Reviewer: Ann Lee", ("rater", "Ann Lee")),
        ("Reviewer AB", ("rater", "AB")),
        ("MC-02", ("unit", "MC-02")),
        ("MC02", ("unit", "MC02")),
        ("MC 1: Data Literacy", ("unit", "MC 1: Data Literacy")),
        ("Micro-credential: Data Literacy", ("unit", "Data Literacy")),
        ("Micro-credential type", None),
        ("Reviewer email", None),
        ("R03", None),
        ("Reviewer", None),
        ("", None),
    ],
)
def test_a_name_says_of_what_it_is_one_by_the_word_before_it(text, found):
    assert name_in(text) == found


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("Total", True),
        ("AVERAGE:", True),
        ("Mean score", True),
        ("Total points", True),
        ("Totally", False),
        ("", False),
    ],
)
def test_totals_are_known_by_their_words(text, total):
    assert is_total(text) is total
