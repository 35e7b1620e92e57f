"""CSV that reads back as what went in, and that no spreadsheet runs."""

import csv
import io
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcqa.reports.delimited import to_csv
from mcqa.reports.document import tidy

RISKY = ("=", "+", "-", "@", "\t", "\r")


def back(text):
    return list(csv.reader(io.StringIO(text, newline="")))


def one(value):
    return back(to_csv(tidy("", ("a",), ((value,),))))[1]


def test_header_then_rows_and_unix_line_ends():
    assert to_csv(tidy("", ("unit", "n"), (("MC-1", 3), ("MC-2", 4)))) == "unit,n\nMC-1,3\nMC-2,4\n"


@pytest.mark.parametrize(("value", "text"), [(None, ""), (True, "true"), (False, "false"), (0, "0"), (0.1, "0.1")])
def test_plain_values(value, text):
    assert to_csv(tidy("", ("a", "b"), (("x", value),))) == f"a,b\nx,{text}\n"


@given(value=st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_keep_every_digit(value):
    assert math.copysign(1, float(one(value)[0])) == math.copysign(1, value)
    assert float(one(value)[0]) == value


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\r=1", '=HYPERLINK("http://x")'])
def test_text_that_a_spreadsheet_would_run_is_inert(text):
    assert one(text) == ["'" + text]


def test_a_negative_number_stays_a_number():
    assert one(-0.25) == ["-0.25"]


@settings(deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_reads_back(text):
    found = one(text)
    # what begins as an inert formula gets one more mark, so that reading gives it back as it was
    expected = "'" + text if text.lstrip("'").startswith(RISKY) else text
    assert found == ([expected] if expected else found)
    assert "".join(found) == expected
