import re

import pytest

from mcqa.scoresheets.annotate.cells import restyled, with_drawing
from mcqa.scoresheets.annotate.markup import OddWorkbookError

SHEET = (
    '<worksheet><sheetData><row r="2"><c r="B2" s="4"><v>1</v></c><c r="D2"/></row><row r="4"/></sheetData></worksheet>'
)


def style(old, key):
    return old + 10 if key == "error" else old + 20


def cells(text):
    return re.findall(r'<c r="(\w+)"(?: s="(\d+)")?', text)


@pytest.mark.parametrize(
    ("wanted", "want"),
    [
        ((2, 2, "error"), [("B2", "14"), ("D2", "")]),
        ((2, 4, "warning"), [("B2", "4"), ("D2", "20")]),
        ((2, 1, "error"), [("A2", "10"), ("B2", "4"), ("D2", "")]),
        ((2, 3, "error"), [("B2", "4"), ("C2", "10"), ("D2", "")]),
        ((2, 9, "error"), [("B2", "4"), ("D2", ""), ("I2", "10")]),
        ((1, 1, "error"), [("A1", "10"), ("B2", "4"), ("D2", "")]),
        ((3, 1, "error"), [("B2", "4"), ("D2", ""), ("A3", "10")]),
        ((4, 2, "error"), [("B2", "4"), ("D2", ""), ("B4", "10")]),
        ((9, 2, "error"), [("B2", "4"), ("D2", ""), ("B9", "10")]),
    ],
)
def test_a_cell_is_restyled_or_made_at_its_place(wanted, want):
    text = restyled(SHEET, [wanted], style)
    assert cells(text) == want
    rows = [int(row) for row in re.findall(r'<row r="(\d+)"', text)]
    assert rows == sorted(set(rows))
    assert "<v>1</v>" in text


def test_several_cells_at_once():
    text = restyled(SHEET, [(2, 2, "error"), (2, 3, "error"), (2, 5, "error"), (7, 1, "error"), (8, 1, "error")], style)
    assert cells(text) == [("B2", "14"), ("C2", "10"), ("D2", ""), ("E2", "10"), ("A7", "10"), ("A8", "10")]


def test_rows_and_cells_without_names_count_on():
    text = "<worksheet><sheetData><row><c/><c><v>1</v></c></row><row><c/></row></sheetData></worksheet>"
    assert '<c s="10"><v>1</v></c>' in restyled(text, [(1, 2, "error")], style)
    assert restyled(text, [(2, 1, "error")], style).count('<c s="10"/></row></sheetData>') == 1


def test_a_sheet_without_rows_gets_some():
    assert cells(restyled("<x:worksheet><x:sheetData/></x:worksheet>", [], style)) == []
    text = restyled("<x:worksheet><x:sheetData/></x:worksheet>", [(1, 1, "error")], style)
    assert text == ('<x:worksheet><x:sheetData><x:row r="1"><x:c r="A1" s="10"/></x:row></x:sheetData></x:worksheet>')


@pytest.mark.parametrize("text", ["<worksheet/>", "<worksheet><sheetData>"])
def test_a_sheet_without_a_body_is_odd(text):
    with pytest.raises(OddWorkbookError):
        restyled(text, [(1, 1, "error")], style)


def test_the_drawing_stands_where_the_format_wants_it():
    whole = "<worksheet><sheetData/><drawing/><tableParts><extLst/></tableParts><extLst/></worksheet>"
    text = with_drawing(whole, "rId1", "urn:r")
    assert re.findall(r"<(\w+)", text) == [
        "worksheet",
        "sheetData",
        "drawing",
        "legacyDrawing",
        "tableParts",
        "extLst",
        "extLst",
    ]
    assert with_drawing("<worksheet><sheetData/></worksheet>", "rId1", "urn:r").endswith(
        '<legacyDrawing xmlns:mcqa="urn:r" mcqa:id="rId1"/></worksheet>'
    )
    with pytest.raises(OddWorkbookError):
        with_drawing("<worksheet>", "rId1", "urn:r")
