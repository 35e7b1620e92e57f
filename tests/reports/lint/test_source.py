"""The words of a finding are found in their line, and shown with marks below them, however long the line is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcqa.findings import Finding, Location, Severity
from mcqa.reports.lint.characters import width
from mcqa.reports.lint.source import Span, excerpt, lines_of, span_of


def at(line, column, value=None):
    return Finding("L201", "vague-term", Severity.WARNING, "said", None, Location("r.yaml", line, column), None, value)


@pytest.mark.parametrize(
    ("text", "column", "value", "words"),
    [
        ("met: The source is relevant here.", 20, "relevant", "relevant"),
        ("met: The source is relevant", 20, "relevant to the grade", "relevant"),
        ("met: two  or   more words", 6, "two or more", "two  or   more"),
        ("title: 'Sources'", 8, "Sources", "'Sources'"),
        ("title: 'It''s here'", 8, "It's here", "'It''s here'"),
        ('title: "Sources", id: x', 8, "Sources", '"Sources"'),
        ('title: "Sources', 8, "Sources that go on", '"Sources'),
        ("leves:", 1, None, "leves"),
        ("- {id: met, label: Met}", 3, "nothing of it", "{"),
        ("met: *text", 6, None, "*text"),
        ("text: >-", 7, "A text that stands below", ">-"),
    ],
)
def test_the_span_is_that_of_the_words(text, column, value, words):
    span = span_of(at(1, column, value), [text])
    assert text[span.start - 1 : span.end - 1] == words


def test_a_place_behind_the_line_is_its_end():
    assert span_of(at(1, 99), ["abc"]) == Span("abc", 4, 5)


@pytest.mark.parametrize("line", [None, 3, 0])
def test_there_is_no_span_without_the_line(line):
    assert span_of(at(line, 1), ["a", "b"]) is None


def test_lines_end_where_editors_end_them():
    assert lines_of("a\r\nb\rc\nd\x0be\u2028f") == ["a", "b", "c", "d\x0be\u2028f"]


def test_indentation_is_left_out_unless_it_is_what_is_meant():
    assert excerpt(Span("      met: word", 12, 16), 40) == ("met: word", "     ^^^^")
    assert excerpt(Span(" \t met: word", 2, 3), 40) == ("\\t met: word", "^^")


def test_a_long_line_is_cut_around_the_words():
    line = f"{'left ' * 30}WORD {'right ' * 30}"
    part = excerpt(Span(line, 151, 155), 60)
    assert part.line == "...eft left left left left WORD right right right right r..."
    assert len(part.line) == 60
    assert part.line[part.marks.index("^") :].startswith("WORD ")
    assert part.marks.count("^") == 4


def test_a_line_of_a_megabyte_is_shown_at_once_and_cut_on_both_sides():
    line = "word " * 200_000
    part = excerpt(Span(line, 500_001, 500_005), 60)
    assert part.line.startswith("...")
    assert part.line.endswith("...")
    assert part.line[part.marks.index("^") :].startswith("word")
    assert len(part.line) <= 60


def test_marks_stand_below_wide_and_written_out_characters():
    part = excerpt(Span("評価\x00 word", 5, 9), 40)
    assert part == ("評価\\x00 word", " " * 9 + "^^^^")


@given(st.text(alphabet=st.characters(), max_size=150), st.data())
def test_any_line_fits_with_its_marks(line, data):
    start = data.draw(st.integers(1, len(line) + 1))
    end = data.draw(st.integers(start + 1, start + 40))
    room = data.draw(st.integers(30, 70))
    part = excerpt(Span(line, start, end), room)
    assert width(part.line) <= room
    assert len(part.marks) <= room + 1
    assert part.marks.lstrip(" ") == "^" * part.marks.count("^") != ""


def test_words_far_along_a_long_line_are_found_and_shown():
    line = " " * 2000 + "x " * 200_000 + "met: relevant sources " + "y " * 200_000
    column = line.index("relevant") + 1
    span = span_of(at(1, column, "relevant sources"), [line])
    assert span.words == "relevant sources"
    shown = excerpt(span, 60)
    start = shown.marks.index("^")
    assert shown.line[start : start + shown.marks.count("^")] == "relevant sources"


def test_an_indentation_longer_than_what_is_looked_at_is_left_out():
    line = " " * 5000 + "met: few"
    assert excerpt(span_of(at(1, 5001, None), [line]), 60).line == "met: few"
