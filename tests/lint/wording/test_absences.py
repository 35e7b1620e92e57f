"""Levels of absence alone: where the hit stands, what counts as something there, and what is told once."""

from time import process_time

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from mcqa.lint.document import Document
from mcqa.lint.prose.language import language_of
from mcqa.lint.prose.tokens import tokenize
from mcqa.lint.registry import RULES
from mcqa.lint.wording.absences import only_absent
from mcqa.lint.wording.gathered import FEW
from mcqa.rubric.read import read_rubric
from mcqa.rubric.text import parse

ENGLISH = language_of("en")
ABSENT, THERE = "No source is named.", "Two sources are named."
WORDS = [
    "no",
    "not",
    "the",
    "log",
    "names",
    "is",
    "and",
    "or",
    "but",
    "without",
    "lacks",
    ",",
    ";",
    "(",
    ")",
    ".",
    "only",
    "two",
    "😀",
]


def hits(text, language=ENGLISH):
    place = only_absent(text, language)
    return [] if place is None else [tokenize(text).slice(*place)]


def found(*components, scale=("low", "middle", "good", "best"), cut="good", **rubric):
    """Lint components, each a mapping of levels to descriptors."""
    listed = [{"id": f"C01.{n}", "title": "T", "text": "T", "levels": {**each}} for n, each in enumerate(components)]
    if isinstance(scale, tuple):
        levels = [{"id": each, "label": each, "score": score} for score, each in enumerate(scale)]
        scale = {"type": "ordinal", "levels": levels}
    whole = {
        "language": "en",
        "scale": scale,
        "decision": {"rule": "conjunctive", "cut": cut},
        **rubric,
        "standards": [{"id": "S01", "title": "S", "components": listed}],
    }
    source = parse(yaml.safe_dump(whole, sort_keys=False).encode(), "r.yaml")
    rule = RULES["L205"]
    return list(rule.check(Document(reading=read_rubric(source), text=source.text), rule.kind))


def test_the_finding_marks_the_first_clause_that_denies():
    (finding,) = found({"low": "In the log, no source is named."})
    assert finding.value == "no source is named"
    assert finding.location.column == len("      low: In the log, ") + 1
    assert finding.message == (
        "C01.0, low: this level says only what is absent, so a reviewer has nothing to recognise it by"
    )
    assert finding.subject == "C01.0"
    assert "add what" in finding.hint


def test_absence_is_what_is_asked_for_from_the_cut_on():
    assert [each.message[:14] for each in found(dict.fromkeys(("low", "middle", "good", "best"), ABSENT))] == [
        "C01.0, middle:",
        "C01.0, low: th",
    ]


def test_the_top_level_is_spared_where_the_cut_is_not_known():
    assert not found({"best": ABSENT}, cut="somewhere")
    assert found({"good": ABSENT}, cut="somewhere")


def test_of_kinds_without_an_order_each_is_judged():
    kinds = {"type": "nominal", "levels": [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}]}
    assert len(found({"a": ABSENT, "b": ABSENT}, scale=kinds, cut="b")) == 2


def test_lowest_levels_of_many_components_are_told_once_with_their_number():
    assert len(found(*[{"low": ABSENT}] * FEW)) == FEW
    (finding,) = found({"low": THERE}, *[{"low": ABSENT}] * 8)
    assert finding.message == (
        "the lowest level of 8 of 9 components says only what is absent, so a reviewer has nothing to recognise it by: "
        "C01.1, C01.2, C01.3, C01.4, C01.5, C01.6 and 2 more"
    )
    assert finding.subject == ", ".join(f"C01.{n}" for n in range(1, 9))
    assert finding.value == "No source is named"
    (first,) = found({"low": THERE}, {"low": ABSENT})
    assert finding.location == first.location


def test_levels_above_the_lowest_stay_single():
    both = found(*[{"low": ABSENT, "middle": ABSENT}] * (FEW + 1))
    assert [each.message.partition(":")[0] for each in both[1:]] == [f"C01.{n}, middle" for n in range(FEW + 1)]
    assert both[0].message.startswith(f"the lowest level of {FEW + 1} of {FEW + 1} components")


def test_nothing_is_said_in_a_language_without_lists():
    assert not found({"low": ABSENT}, language="tlh")


@pytest.mark.parametrize(
    "text",
    [
        "No source is named, only books.",
        "The log rests on opinion; no source is named.",
        "Sources are named but not dated.",
    ],
)
def test_one_clause_that_says_what_is_there_is_enough(text):
    assert not hits(text)


def test_a_list_goes_on_with_what_is_denied():
    assert hits("No goals, tasks, or tests are stated.")
    assert hits("The plan does not state goals, tasks or tests.")
    assert not hits("The plan does not state goals, and the teacher improvises tasks that are oral.")


def test_what_stands_in_brackets_or_quotes_says_nothing():
    assert hits("No standard is named (a framework is).")
    assert hits("No standard is named: “aligned to standards”.")


def test_what_is_missing_may_be_the_subject_of_a_statement():
    assert not hits("Missing data are shown by a dash.")
    assert not hits("The failed welds are ground out.")
    assert hits("Missing data are not shown.")
    assert hits("Missing data and dates.")


def test_a_deficiency_goes_with_a_denial_and_is_none_alone():
    assert hits("The proof is incomplete and was not checked.")
    assert hits("Instructions are unclear, and no example is given.")
    assert not hits("The proof is incomplete.")


def test_only_a_fault_that_can_be_counted_is_missed_by_nobody():
    assert not hits("The text has no spelling errors.")
    assert hits("The site has no barriers.")


def test_the_lists_are_extended_by_the_configuration():
    assert not hits("Bereft of sources.")
    assert hits("Bereft of sources.", language_of("en", (("negative-only-level", "bereft of"),)))
    assert not hits("No spoilers.", language_of("en", (("negative-only-level.faults", "spoilers"),)))


def test_odd_texts_are_read():
    assert not hits("")
    assert not hits("😀 (")
    assert hits("no")
    assert hits("no source " * 5_000)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=10).map(" ".join) | st.text(max_size=40))
def test_a_hit_lies_inside_the_text(text):
    place = only_absent(text, ENGLISH)
    if place is not None:
        assert 0 <= place[0] <= place[1] < len(tokenize(text).words)


@pytest.mark.parametrize("again", ["no source. ", "no ", "missing data ", "not very ", ", ", "no (", "lacks, and "])
def test_long_texts_are_read_in_linear_time(again):
    start = process_time()
    hits(again * (40_000 // len(again)) + "are shown")
    assert process_time() - start < 0.5
