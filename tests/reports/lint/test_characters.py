"""What is shown is one line, steers nothing, and has the width that it is said to have."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcqa.reports.lint.characters import shown, width, wrapped

ANY = st.text(alphabet=st.characters(), max_size=60)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("a\tb\nc\rd", "a\\tb\\nc\\rd"),
        ("\x1b[31m", "\\x1b[31m"),
        ("a\u202eb", "a\\u202eb"),
        ("a\u200db", "a\u200db"),
        ("10\u00a0%", "10 %"),
        ("\U000e0001", "\\U000e0001"),
        ("\udc80", "\\udc80"),
    ],
)
def test_what_cannot_be_seen_is_written_out(text, expected):
    assert shown(text) == expected


@given(ANY)
def test_what_is_shown_is_one_line_and_shown_again_the_same(text):
    assert len(shown(text).splitlines()) <= 1
    assert "\x1b" not in shown(text)
    assert shown(shown(text)) == shown(text)


@pytest.mark.parametrize(("text", "columns"), [("abc", 3), ("評価", 4), ("e\u0301", 1), ("a\u200db", 2), ("", 0)])
def test_the_width_is_that_on_a_terminal(text, columns):
    assert width(text) == columns


@given(st.lists(st.text("ab", min_size=1, max_size=12), min_size=1), st.integers(20, 60))
def test_lines_hold_as_many_words_as_fit_and_lose_none(words, room):
    lines = wrapped(" ".join(words), "    ", room)
    assert " ".join(lines).split() == words
    assert all(len(line) <= room for line in lines)
    for line, after in itertools.pairwise(lines):
        assert len(line) + 1 + len(after.split()[0]) > room


def test_a_word_that_is_too_long_stays_whole():
    assert wrapped(f"see {'x' * 30} there", "", 20) == ["see", "x" * 30, "there"]
