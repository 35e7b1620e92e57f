from __future__ import annotations

from dataclasses import replace

import pytest

from mcqa.scoresheets.words.headers import ALIASES, CriterionIndex, field_of, fold, suggest_field


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("unit", "unit"),
        ("rater", "rater"),
        ("criterion", "criterion"),
        ("level", "level"),
        ("score", "score"),
        ("status", "status"),
        ("round", "round"),
        ("group", "group"),
        ("comment", "comment"),
        ("timestamp", "timestamp"),
        ("source", "source"),
        ("rating", "level"),
        ("Micro-credential", "unit"),
        ("micro_credential", "unit"),
        ("MICROCREDENTIAL:", "unit"),
        ("Reviewer", "rater"),
        ("  reviewer  name ", "rater"),
        ("Component", "criterion"),
        ("Performance Level", "level"),
        ("Reviewer group", "group"),
        ("Review\nround", "round"),
        ("\uff32eviewer", "rater"),
        ("Comments", "comment"),
        ("colour", None),
        ("", None),
    ],
)
def test_every_column_of_the_long_form_and_the_words_of_reviewers_are_known(header, field):
    assert field_of(header) == field


def test_no_word_stands_for_two_fields_and_every_word_is_folded():
    words = [word for words in ALIASES.values() for word in words]
    assert len(words) == len(set(words))
    assert [word for word in words if fold(word) != word] == []


def test_a_misspelt_header_is_suggested_and_never_taken():
    assert field_of("Reviewr") is None
    assert suggest_field("Reviewr") == "rater"
    assert suggest_field("weather") is None


@pytest.mark.parametrize(
    ("text", "criterion"),
    [
        ("C01.1", "C01.1"),
        (" c01.1 ", "C01.1"),
        ("C01-1", "C01.1"),
        ("Clear purpose", "C01.1"),
        ("CLEAR  PURPOSE:", "C01.1"),
        ("C01.1 Clear purpose", "C01.1"),
        ("C01.1: Clear purpose", "C01.1"),
        ("1.1", "C01.1"),
        ("01.1", "C01.1"),
        ("2.1", "C02.1"),
        ("2.10", "C02.10"),
        ("C02.10", "C02.10"),
        ("2", None),
        ("11", None),
        ("C01", None),
        ("S01", None),
        ("Purpose", None),
        ("C01.1 Named audience", None),
        ("", None),
        ("1.1 / 1.2", None),
    ],
)
def test_a_component_is_found_by_id_number_title_or_both_and_by_nothing_else(rubric, text, criterion):
    assert CriterionIndex(rubric).find(text) == criterion


def test_a_component_is_suggested_when_its_name_is_nearly_right(rubric):
    index = CriterionIndex(rubric)
    assert index.find("Clear purposes") is None
    assert index.suggest("Clear purposes") == "C01.1"
    assert index.suggest("weather") is None


@pytest.mark.parametrize(
    ("text", "heading"),
    [("S01", True), ("purpose", True), ("S01 Purpose", True), ("S01: PURPOSE", True), ("C01.1", False)],
)
def test_headings_are_the_standards(rubric, text, heading):
    assert CriterionIndex(rubric).is_heading(text) is heading


def renamed(rubric, *names):
    """The rubric with other ids and titles for its first components."""
    (first, *rest) = rubric.standards
    criteria = tuple(
        item._replace(id=name, title=title) for item, (name, title) in zip(first.criteria, names, strict=True)
    )
    return replace(rubric, standards=(first._replace(criteria=criteria), *rest))


def test_a_title_that_two_components_share_names_neither(rubric):
    index = CriterionIndex(renamed(rubric, ("A1", "Same title"), ("A2", "same  Title")))
    assert index.find("Same title") is None
    assert index.find("A1 Same title") == "A1"


def test_ids_that_fold_to_the_same_words_are_found_as_they_are_written(rubric):
    index = CriterionIndex(renamed(rubric, ("a-1", "One"), ("a_1", "Two")))
    assert (index.find("a-1"), index.find("a_1"), index.find("a 1")) == ("a-1", "a_1", None)


def test_numbers_that_two_ids_share_name_neither(rubric):
    index = CriterionIndex(renamed(rubric, ("X1.7", "One"), ("Y1.7", "Two")))
    assert index.find("1.7") is None
    assert index.find("y1.7") == "Y1.7"
