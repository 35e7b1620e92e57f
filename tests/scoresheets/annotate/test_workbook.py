"""What an annotated workbook shows, and that nothing else in it is different."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from mcqa.scoresheets.annotate.marks import LIST_SHEET

ROOT = Path(__file__).resolve().parents[3]
MESSY = ROOT / "samples" / "messy"
RED, YELLOW = "FFFFC7CE", "FFFFEB9C"
ROWS = (
    ("Reviewer", "R03"),
    (),
    ("Component", "Rating", "Comment"),
    ("C01.1", "Metish", "=1+1"),
    ("C01.2", "Met", None),
    ("C01.3", 10, None),
)


@pytest.fixture
def faulty(book):
    """A workbook with two faults; `change` may do anything else to it."""

    def write(change=None, name="R03.xlsx", rows=ROWS):
        return book({"MC-01": rows}, name, change)

    return write


def test_every_faulty_cell_is_coloured_and_says_what_is_wrong_and_what_to_do(faulty, annotate, marked):
    copy = annotate(faulty())["R03.xlsx"]
    found = marked(copy.content)
    assert not copy.rebuilt
    assert {place: color for place, (color, _) in found.items()} == {("MC-01", "B4"): RED, ("MC-01", "B6"): RED}
    assert found["MC-01", "B4"][1] == (
        'mcqa: S201 unknown-level\n"Metish" is not a level\nWhat to do: did you mean "Met"? expected one of: Not met, '
        "Partly met, Met; Cannot tell; N/A; or blank"
    )


def test_the_last_sheet_lists_what_was_found_with_links(faulty, annotate):
    book = load_workbook(io.BytesIO(annotate(faulty())["R03.xlsx"].content))
    assert book.sheetnames == ["MC-01", LIST_SHEET]
    rows = list(book[LIST_SHEET].iter_rows(values_only=True))
    assert rows[0] == ("Sheet", "Place", "Code", "What is wrong", "What to do about it")
    assert [row[:3] for row in rows[1:]] == [
        ("MC-01", "B4", "S201 unknown-level"),
        ("MC-01", "B6", "S202 out-of-range"),
    ]
    assert book[LIST_SHEET]["B2"].hyperlink.location == "'MC-01'!B4"
    assert book.active.title == "MC-01"


def test_a_warning_is_yellow_and_an_error_outweighs_it(annotate, marked):
    copies = annotate(MESSY)
    ours = {name: {color for color, note in marked(copies[name].content).values() if note} for name in copies}
    assert ours["R05_again.xlsx"] == {YELLOW}
    assert ours["R10_again.xlsx"] == {RED}


def test_a_merged_block_is_marked_where_it_shows(annotate, marked):
    found = marked(annotate(MESSY / "R05.xlsx")["R05.xlsx"].content)
    assert "S106" in found["MC-02", "C15"][1]
    assert ("MC-02", "C16") not in found


def test_fonts_borders_and_formats_of_marked_cells_stay(faulty, annotate):
    def change(book):
        cell = book["MC-01"]["B4"]
        cell.font, cell.fill = Font(bold=True, size=17), PatternFill("solid", fgColor="FF00FF00")
        cell.number_format = "0.00"

    cell = load_workbook(io.BytesIO(annotate(faulty(change))["R03.xlsx"].content))["MC-01"]["B4"]
    assert (cell.font.bold, cell.font.size, cell.number_format) == (True, 17, "0.00")
    assert cell.fill.fgColor.rgb == RED


def test_a_note_that_is_there_is_kept_and_ours_stands_below_it(faulty, annotate, marked):
    def change(book):
        book["MC-01"]["B4"].comment = Comment("Ask Ann about this.", "Ann")
        book["MC-01"]["B5"].comment = Comment("Fine.", "Ann")

    content = annotate(faulty(change))["R03.xlsx"].content
    found = marked(content)
    assert found["MC-01", "B4"][1].startswith("Ask Ann about this.\n\nmcqa: S201")
    assert found["MC-01", "B5"][1] == "Fine."
    assert found["MC-01", "B6"][1].startswith("mcqa: S202")
    sheet = load_workbook(io.BytesIO(content))["MC-01"]
    assert (sheet["B4"].comment.author, sheet["B6"].comment.author) == ("Ann", "mcqa")


def test_annotating_a_copy_again_leaves_one_list(faulty, annotate, keep):
    path = keep(annotate(faulty())["R03.xlsx"])
    book = load_workbook(io.BytesIO(annotate(path)["R03.xlsx"].content))
    assert book.sheetnames == ["MC-01", LIST_SHEET]


def test_every_other_part_is_as_it_was(faulty, annotate):
    def change(book):
        sheet = book["MC-01"]
        choice = DataValidation(type="list", formula1='"Met,Not met"')
        choice.add("B4:B6")
        sheet.add_data_validation(choice)
        chart = BarChart()
        chart.add_data(Reference(sheet, min_col=2, min_row=4, max_row=6))
        sheet.add_chart(chart, "F2")
        sheet.freeze_panes, sheet.protection.sheet = "A4", True

    path = faulty(change)
    content = annotate(path)["R03.xlsx"].content
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(io.BytesIO(content)) as after:
        changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
        assert changed == {
            "[Content_Types].xml",
            "xl/styles.xml",
            "xl/workbook.xml",
            "xl/_rels/workbook.xml.rels",
            "xl/worksheets/sheet1.xml",
            "xl/worksheets/_rels/sheet1.xml.rels",
        }
        assert after.testzip() is None
        text = after.read("xl/worksheets/sheet1.xml").decode()
    assert "<dataValidation" in text
    assert text.index("<drawing ") < text.index("<legacyDrawing ")
    sheet = load_workbook(io.BytesIO(content))["MC-01"]
    assert (sheet.freeze_panes, sheet.protection.sheet, sheet["B4"].value) == ("A4", True, "Metish")


def test_macros_stay_byte_for_byte(faulty, annotate, tmp_path):
    plain, path = faulty(), tmp_path / "in" / "R03.xlsm"
    path.parent.mkdir()
    with zipfile.ZipFile(plain) as before, zipfile.ZipFile(path, "w") as after:
        for name in before.namelist():
            after.writestr(name, before.read(name))
        after.writestr("xl/vbaProject.bin", b"\xd0\xcf macros")
    (copy,) = annotate(path).values()
    assert copy.name == "R03.xlsm"
    with zipfile.ZipFile(io.BytesIO(copy.content)) as archive:
        assert archive.read("xl/vbaProject.bin") == b"\xd0\xcf macros"


def test_no_text_of_ours_is_a_formula(book, annotate):
    rows = [*ROWS[:3], ("C01.1", "=HYPERLINK(1)", None), ("=cmd|' /C calc'!A0", "Met", None), ("+1", "@SUM(1)", None)]

    def change(workbook):
        for cell in ("B4", "A5", "A6", "B6"):
            workbook["MC-01"][cell].data_type = "s"

    before = book({"MC-01": rows}, "R03.xlsx", change)
    after = load_workbook(io.BytesIO(annotate(before)["R03.xlsx"].content))
    cells = [cell for row in after[LIST_SHEET].iter_rows() for cell in row if cell.value is not None]
    assert len(cells) > 10
    assert {cell.data_type for cell in cells} == {"s"}
    assert not [cell.value for cell in cells if cell.value.startswith(("=", "+", "-", "@"))]


def test_the_name_of_a_sheet_is_no_formula_in_the_list(book, annotate):
    content = annotate(book({"=1+1": ROWS, "@SUM": ROWS, "-2": ROWS}, "R03.xlsx"))["R03.xlsx"].content
    listed = load_workbook(io.BytesIO(content))[LIST_SHEET]
    assert {cell.value for cell in listed["A"][1:]} == {"'=1+1", "'@SUM", "'-2"}


def test_the_same_input_gives_the_same_bytes(faulty, annotate):
    path = faulty()
    assert annotate(path)["R03.xlsx"].content == annotate(path)["R03.xlsx"].content


def test_utf_16_parts_and_prefixes_are_no_hindrance(faulty, annotate, marked, tmp_path):
    path = tmp_path / "in" / "R03.xlsx"
    path.parent.mkdir()
    with zipfile.ZipFile(faulty()) as before, zipfile.ZipFile(path, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = b'<?xml version="1.0" encoding="UTF-16"?>'.decode().encode(
                    "utf-16"
                ) + content.decode().encode("utf-16-le")
            after.writestr(name, content)
    assert set(marked(annotate(path)["R03.xlsx"].content)) == {("MC-01", "B4"), ("MC-01", "B6")}


def test_a_workbook_of_another_writer_can_be_annotated(annotate, marked, tmp_path):
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "R04.xlsx") as book:
        sheet = book.add_worksheet("MC-01")
        for at, row in enumerate(ROWS):
            sheet.write_row(at, 0, row)
        sheet.write_comment("A1", "theirs")
    (copy,) = annotate(tmp_path / "R04.xlsx").values()
    found = marked(copy.content)
    assert found["MC-01", "A1"][1] == "theirs"
    assert found["MC-01", "B4"][0] == RED
    with zipfile.ZipFile(io.BytesIO(copy.content)) as archive:
        drawings = [name for name in archive.namelist() if name.endswith(".vml")]
        shapes = archive.read(drawings[0]).decode()
    assert len(drawings) == 1
    assert shapes.count("<v:shape ") == 3
    assert shapes.count("<v:shapetype ") == 1


def test_a_workbook_without_styles_gets_some(annotate, marked, tmp_path, faulty):
    path = tmp_path / "in" / "R03.xlsx"
    path.parent.mkdir()
    with zipfile.ZipFile(faulty()) as before, zipfile.ZipFile(path, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name.endswith(("workbook.xml.rels", "Content_Types].xml")):
                content = re.sub(rb"<[^<]*styles[^<]*/>", b"", content)
            if name != "xl/styles.xml":
                after.writestr(name, content)
    (copy,) = annotate(path).values()
    assert set(marked(copy.content)) == {("MC-01", "B4"), ("MC-01", "B6")}


def test_an_empty_cell_can_be_marked(book, annotate, marked):
    """A table without a reviewer is marked at its header, whatever stands there."""
    path = book({"MC-01": [("Component", "Rating"), ("C01.1", "Met")]}, "x.xlsx")
    found = marked(annotate(path)["x.xlsx"].content)
    assert [note.splitlines()[0] for _, note in found.values()] == ["mcqa: S105 no-rater"]


def test_the_original_is_not_touched(faulty, annotate):
    path = faulty()
    before = path.read_bytes(), path.stat().st_mtime_ns
    annotate(path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_nothing_was_found_nothing_is_copied(book, annotate):
    rows = [("Reviewer", "R03"), ("Component", "Rating"), ("C01.1", "Met")]
    other = [("Reviewer", "R04"), ("Component", "Rating"), ("C01.1", "Not met")]
    assert annotate(book({"MC-01": rows}, "R03.xlsx"), book({"MC-01": other}, "R04.xlsx")) == {}
