from __future__ import annotations

import io
import zipfile

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from mcqa.scoresheets.grid import inert
from mcqa.scoresheets.write import (
    ErrorValue,
    Formula,
    ScoreRow,
    ScoreSheet,
    first_row,
    workbook_bytes,
)

ACTIVE = ("=", "+", "-", "@", "\t", "\r")
LABELS = (("Micro-credential", "MC-01"), ("Reviewer", "R01"), ("Rubric", "try-out 1.0.0"))
PROPERTIES = {"mcqa_rubric_id": "try-out", "mcqa_rubric_version": "1.0.0", "mcqa_rubric_sha256": "ab" * 32}


def sheet(*rows: ScoreRow, **more) -> ScoreSheet:
    return ScoreSheet(title="MC-01", labels=LABELS, rows=rows, **more)


def opened(*sheets: ScoreSheet):
    return load_workbook(io.BytesIO(workbook_bytes(sheets=sheets, properties=PROPERTIES)))


def members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_labels_stand_on_top_then_an_empty_row_the_header_and_the_rows():
    page = opened(sheet(ScoreRow(criterion="C1", title="One", rating="Met", comment="Clear.")))["MC-01"]
    assert [[cell.value for cell in row] for row in page.iter_rows()] == [
        ["Micro-credential", "MC-01", None, None],
        ["Reviewer", "R01", None, None],
        ["Rubric", "try-out 1.0.0", None, None],
        [None] * 4,
        ["Component", "Title", "Rating", "Comment"],
        ["C1", "One", "Met", "Clear."],
    ]
    assert first_row(len(LABELS)) == 6
    assert page.freeze_panes == "A6"
    assert page["C5"].font.bold
    assert page["D6"].alignment.wrap_text


def test_every_kind_of_value_is_written_as_what_it_is():
    rows = [
        ScoreRow(criterion=f"C{number}", title="", rating=rating)
        for number, rating in enumerate(("Met", None, 7, 1.5, ErrorValue("#REF!"), Formula("=B2"), "#REF!", "=B2"))
    ]
    page = opened(sheet(*rows))["MC-01"]
    kinds = [(page.cell(row=row, column=3).value, page.cell(row=row, column=3).data_type) for row in range(6, 14)]
    assert kinds == [
        ("Met", "s"),
        (None, "n"),
        (7, "n"),
        (1.5, "n"),
        ("#REF!", "e"),
        ("=B2", "f"),
        ("#REF!", "s"),
        ("'=B2", "s"),
    ]


def test_merged_ranges_and_empty_sheets():
    rows = [ScoreRow(criterion=f"C{number}", title="", rating="Met") for number in range(2)]
    book = opened(sheet(*rows, merged=("C6:C7",)), ScoreSheet(title="MC-02"))
    assert [area.coord for area in book["MC-01"].merged_cells.ranges] == ["C6:C7"]
    assert book["MC-02"].max_row == 1
    assert book["MC-02"]["A1"].value is None


def test_the_rubric_stands_in_custom_properties_and_nobody_is_named_as_author():
    content = workbook_bytes(sheets=[sheet()], properties=PROPERTIES)
    book = load_workbook(io.BytesIO(content))
    assert {item.name: item.value for item in book.custom_doc_props.props} == PROPERTIES
    assert not book.properties.creator
    assert not book.properties.lastModifiedBy
    assert book.properties.created.year == book.properties.modified.year == 2000
    parts = members(content)
    assert b"openpyxl" not in b"".join(parts.values()).lower()
    assert {name for name in parts if name.startswith("docProps/")} == {
        "docProps/app.xml",
        "docProps/core.xml",
        "docProps/custom.xml",
    }


def test_the_archive_carries_no_clock_and_no_system():
    content = workbook_bytes(sheets=[sheet()], properties=PROPERTIES)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.infolist():
            assert member.date_time == (1980, 1, 1, 0, 0, 0)
            assert member.create_system == 3
            assert member.external_attr == zipfile.ZipInfo("x").external_attr or member.external_attr == 0o600 << 16
    assert content == workbook_bytes(sheets=[sheet()], properties=PROPERTIES)


@given(st.text(max_size=20))
def test_inert_text_never_begins_like_a_formula_and_loses_nothing(text):
    safe = inert(text)
    assert not safe.startswith(ACTIVE)
    assert safe in (text, f"'{text}")
    assert (safe == text) == (not text.startswith(ACTIVE))


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=30), st.text(max_size=30))
def test_no_typed_text_becomes_a_formula_or_breaks_the_workbook(rating, comment):
    page = opened(sheet(ScoreRow(criterion=comment, title=rating, rating=rating, comment=comment)))["MC-01"]
    for row in page.iter_rows():
        for cell in row:
            assert cell.data_type in ("s", "n")
            assert not str(cell.value).startswith(ACTIVE)
