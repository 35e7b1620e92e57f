"""What a file is counts, not what it is called: read as what it is where that is safe, and told either way."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
import pytest

from mcqa.scoresheets.files.formats import kind_of
from mcqa.scoresheets.files.opened import open_sheets

FILES = Path(__file__).parent / "data"
CSV = b"unit,rater,criterion,level\nA,R1,C01.1,Met\nB,R1,C01.1,Met\n"
HTML = b"\xef\xbb\xbf\n<!-- made by a web site -->\n<html><table><tr><td>Met</td></tr></table></html>"
XML = b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>'


def everything(ending):
    return (FILES / f"everything.{ending}").read_bytes()


def parquet() -> bytes:
    stream = io.BytesIO()
    pd.DataFrame({"unit": ["A"], "rater": ["R1"], "criterion": ["C01.1"], "level": ["met"]}).to_parquet(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (everything("xlsx"), "a.xls"),
        (everything("xlsx"), "a.csv"),
        (everything("xls"), "a.xlsx"),
        (everything("xls"), "a.csv"),
        (everything("ods"), "a.xlsx"),
        (CSV, "a.xls"),
        (CSV, "a.xlsx"),
        (CSV.replace(b",", b"\t"), "a.xls"),
        (CSV.decode().replace(",", "\t").encode("utf-16"), "a.xls"),
        (parquet(), "a.csv"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_under_another_name_is_read_as_what_it_is_with_a_notice(text, content, name):
    opened = open_sheets([str(text(content, name))])
    (file,) = opened.files
    assert bool(file.grids) == (file.tidy is None)
    (finding,) = opened.findings
    assert (finding.code, finding.name, finding.severity) == ("S008", "misnamed-file", "info")
    assert finding.value == Path(name).suffix


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (HTML, "a.xls", "html"),
        (HTML, "a.csv", "html"),
        (XML, "a.xls", "xml"),
        (b"%PDF-1.7", "a.xlsx", "pdf"),
        (b"\x89PNG\r\n\x1a\n", "a.csv", "image"),
        (b"{\\rtf1 hello}", "a.csv", "rtf"),
        (b"\x1f\x8b\x08\0", "a.csv", "gzip"),
    ],
)
def test_what_cannot_be_read_safely_is_told_for_what_it_is(text, content, name, kind):
    path = text(content, name)
    opened = open_sheets([str(path)])
    assert [(finding.code, finding.value) for finding in opened.findings] == [("S005", kind)]
    assert opened.refused == (str(path),)


def test_a_page_that_names_a_table_further_down_is_a_csv_file(text):
    opened = open_sheets([str(text(CSV + b"C,R1,C01.1,<table>\n", "a.csv"))])
    assert (len(opened.files), opened.findings) == (1, ())


@pytest.mark.parametrize("content", [b"hello", b"one line, with a comma\nand another", b"\0\1\2"])
def test_text_that_is_no_table_is_not_taken_for_a_workbook(text, content):
    assert [finding.code for finding in open_sheets([str(text(content, "a.xlsx"))]).findings] == ["S001"]


def test_a_kind_is_told_by_content_alone():
    assert [kind_of(everything(ending)) for ending in ("xlsx", "xls", "ods")] == ["xlsx", "xls", "ods"]
    assert (kind_of(parquet()), kind_of(CSV), kind_of(b"")) == ("parquet", None, None)


def test_a_parquet_file_gives_columns_and_an_export_a_sheet(text):
    opened = open_sheets([str(text(parquet(), "a.parquet"))])
    assert (opened.findings, opened.files[0].grids) == ((), ())
    assert opened.files[0].tidy is not None
    assert [finding.severity for finding in open_sheets([str(text(b"{}", "a.json"))]).findings] == ["error"]
