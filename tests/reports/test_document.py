"""The words for numbers."""

import pytest

from mcqa.reports.document import Column, counted, fixed, percent


@pytest.mark.parametrize(("number", "said"), [(0, "0 files"), (1, "1 file"), (2, "2 files"), (12345, "12,345 files")])
def test_a_number_with_its_noun(number, said):
    assert counted(number, "file") == said


def test_a_noun_with_a_plural_of_its_own():
    assert counted(2, "entry", "entries") == "2 entries"


def test_numbers_are_rounded_where_they_are_shown():
    assert Column(title="x", read=fixed(2)).text(0.675001) == "0.68"
    assert percent(0.855) == "86%"
    assert Column(title="x", read=percent).text(None) == ""
