from __future__ import annotations

import datetime as dt
import io
import re
import shutil
import subprocess
import zipfile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.packaging.custom import IntProperty, StringProperty

from mcqa.scoresheets import read_xlsx as module
from mcqa.scoresheets.grid import ErrorValue, MergedAway, Uncalculated
from mcqa.scoresheets.read_xlsx import read_xlsx
from mcqa.scoresheets.records import RubricClaim
from mcqa.simulation.damage import encrypted_workbook

NEEDED = "mcqa_rubric_id", "mcqa_rubric_version", "mcqa_rubric_sha256"


def saved(book) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def workbook(*rows, title="MC-01"):
    book = Workbook()
    book.worksheets[0].title = title
    for row in rows:
        book.worksheets[0].append(row)
    return book


def rewritten(content: bytes, change, only="xl/worksheets/sheet1.xml", **more: bytes) -> bytes:
    """The same workbook with one part changed, and further parts."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name)
            target.writestr(name, change(part) if name == only else part)
        for name, part in more.items():
            target.writestr(name, part)
    return packed.getvalue()


def sheet_xml(cells: str, after: str = "") -> bytes:
    """A workbook whose only sheet holds these cells as they stand in XML."""
    body = f"<sheetData>{cells}</sheetData>{after}".encode()
    return rewritten(saved(workbook()), lambda part: re.sub(rb"<sheetData\s*/>|<sheetData>.*</sheetData>", body, part))


def grid_of(content: bytes):
    grids, _, findings = read_xlsx(content, "a.xlsx")
    assert findings == ()
    (grid,) = grids
    return grid


def refusal(content: bytes):
    grids, claim, findings = read_xlsx(content, "a.xlsx")
    assert (grids, claim) == ((), None)
    (finding,) = findings
    assert finding.location.file == "a.xlsx"
    assert finding.hint
    return finding


def test_every_kind_of_value_stays_what_it_is():
    values = ["Met", 2, 1.5, True, dt.datetime.fromisoformat("2024-01-02"), dt.time(3, 4), None, "'=1", " ", "007"]
    assert grid_of(saved(workbook(values))).rows == (
        ("Met", 2, 1.5, True, dt.datetime.fromisoformat("2024-01-02"), dt.time(3, 4), None, "=1", None, "007"),
    )


def test_error_cells_are_errors_and_texts_that_look_like_them_are_texts():
    book = workbook(["#REF!", "#N/A"])
    book.worksheets[0]["B1"].data_type = "s"
    assert grid_of(saved(book)).rows == ((ErrorValue("#REF!"), "#N/A"),)


def test_a_formula_that_was_never_calculated_has_no_value():
    assert grid_of(saved(workbook(["=B1", "=1+1"]))).rows == ((Uncalculated("=B1"), Uncalculated("=1+1")),)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('<c r="A1"><f>1+1</f><v>2</v></c>', 2),
        ('<c r="A1" t="str"><f>B1</f><v>Met</v></c>', "Met"),
        ('<c r="A1" t="str"><f>B1</f><v></v></c>', None),
        ('<c r="A1" t="str"><f>B1</f><v xml:space="preserve">  </v></c>', None),
        ('<c r="A1" t="b"><f>B1=1</f><v>1</v></c>', True),
        ('<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', ErrorValue("#DIV/0!")),
        ('<c r="A1"><f>B1</f></c>', Uncalculated("=B1")),
        ('<c r="A1"><f t="array" ref="A1:A2">B1:B2</f><v>2</v></c>', 2),
        ('<c r="A1"><f t="array" ref="A1:A2">B1:B2</f></c>', Uncalculated("=...")),
        ('<c r="A1" t="inlineStr"><is><t>Met</t></is></c>', "Met"),
        ('<c r="A1" t="inlineStr"><is><r><t>Not </t></r><r><t>met</t></r></is></c>', "Not met"),
        ('<c r="A1" t="e"><v>#N/A</v></c>', ErrorValue("#N/A")),
        ("<c><v>2</v></c>", 2),
    ],
)
def test_a_formula_has_the_value_that_was_saved_with_it(cell, value):
    assert grid_of(sheet_xml(f'<row r="1">{cell}</row>')).value(0, 0) == value


def test_cells_that_a_merged_block_covers_name_its_anchor_and_value():
    book = workbook(["a", "b"], ["c", "d"], ["e", "f"])
    book.worksheets[0].merge_cells("A2:B3")
    covered = MergedAway("A2", "c")
    assert grid_of(saved(book)).rows == (("a", "b"), ("c", covered), (covered, covered))


def test_a_merged_formula_covers_with_its_value():
    cells = '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>'
    content = sheet_xml(cells, '<mergeCells count="1"><mergeCell ref="A1:A2"/></mergeCells>')
    assert grid_of(content).rows == ((2,), (MergedAway("A1", 2),))


def test_hidden_sheets_rows_and_columns_are_known_as_hidden():
    book = workbook(*[["a"] * 6] * 6)
    page = book.worksheets[0]
    page.row_dimensions[3].hidden = True
    page.column_dimensions.group("B", "D", hidden=True)
    page.column_dimensions["F"].hidden = True
    for state in ("hidden", "veryHidden"):
        book.create_sheet(state).sheet_state = state
    grids, _, findings = read_xlsx(saved(book), "a.xlsx")
    assert findings == ()
    assert (grids[0].hidden, grids[0].hidden_rows, grids[0].hidden_columns) == (False, {2}, {1, 2, 3, 5})
    assert [(grid.sheet, grid.hidden, grid.rows) for grid in grids[1:]] == [
        ("hidden", True, ()),
        ("veryHidden", True, ()),
    ]


def test_columns_hidden_to_the_end_of_the_sheet_count_as_far_as_it_is_used():
    content = rewritten(
        saved(workbook(["a", "b", "c"])),
        lambda part: part.replace(b"<sheetData>", b'<cols><col min="2" max="16384" hidden="1"/></cols><sheetData>'),
    )
    assert grid_of(content).hidden_columns == {1, 2}


def test_a_stray_cell_in_the_last_corner_costs_little_and_loses_nothing():
    book = workbook(["Component", "Rating"], ["C01.1", "Met"])
    book.worksheets[0]["XFD1048576"] = "x"
    grid = grid_of(saved(book))
    assert grid.rows[:3] == (("Component", "Rating"), ("C01.1", "Met"), ())
    assert (len(grid.rows), grid.value(1048575, 16383)) == (1048576, "x")
    assert sum(map(len, grid.rows)) == 4 + 16384


def test_rows_beyond_what_a_sheet_can_have_are_refused():
    content = sheet_xml('<row r="90000000"><c r="A90000000"><v>2</v></c></row>')
    grids, _, findings = read_xlsx(content, "a.xlsx")
    assert grids == ()
    assert [(finding.code, finding.location.sheet) for finding in findings] == [("S003", "MC-01")]


@pytest.mark.parametrize(
    "after",
    [
        '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        "<mergeCells><mergeCell ref='A1:C1048576'/></mergeCells>",
        "<mergeCells>" + "".join(f'<mergeCell ref="A{n}:XFD{n}"/>' for n in range(1, 20)) + "</mergeCells>",
        '<mergeCells><mergeCell ref="&#65;1:XFD1048576"/></mergeCells>',
        '<hyperlinks><hyperlink location="x" ref="A1:XFD1048576"/></hyperlinks>',
    ],
)
def test_blocks_without_end_are_refused_before_they_fill_the_memory(after):
    finding = refusal(sheet_xml('<row r="1"><c r="A1"><v>2</v></c></row>', after))
    assert (finding.code, finding.name) == ("S003", "oversized-archive")


def test_a_block_without_end_in_utf_16_is_refused_too():
    def encode(part: bytes) -> bytes:
        return (
            part.decode()
            .replace("</sheetData>", '</sheetData><mergeCells><mergeCell ref="A1:XFD99999"/></mergeCells>')
            .encode("utf-16")
        )

    assert refusal(rewritten(saved(workbook(["a"])), encode)).code == "S003"


def test_sheets_without_cells_and_workbooks_without_sheets():
    assert grid_of(saved(workbook())).rows == ()
    book = workbook([1, 2])
    chart = BarChart()
    chart.add_data(Reference(book.worksheets[0], min_col=1, max_col=2, min_row=1))
    book.create_chartsheet("Chart").add_chart(chart)
    assert [grid.sheet for grid in read_xlsx(saved(book), "a.xlsx")[0]] == ["MC-01"]
    book.remove(book.worksheets[0])
    assert refusal(saved(book)).code == "S006"


def test_several_sheets_come_in_their_order():
    book = workbook(["a"])
    book.create_sheet("Zwei").append(["b"])
    book.create_sheet("1").append(["c"])
    grids = read_xlsx(saved(book), "a.xlsx")[0]
    assert [(grid.file, grid.sheet, grid.rows) for grid in grids] == [
        ("a.xlsx", "MC-01", (("a",),)),
        ("a.xlsx", "Zwei", (("b",),)),
        ("a.xlsx", "1", (("c",),)),
    ]


def test_custom_properties_claim_the_rubric():
    book = workbook(["a"])
    for name, value in zip(NEEDED, ("try-out", "1.0.0", "ab" * 32), strict=True):
        book.custom_doc_props.append(StringProperty(name=name, value=value))
    assert read_xlsx(saved(book), "a.xlsx")[1] == RubricClaim("try-out", "1.0.0", "ab" * 32)
    other = workbook(["a"])
    other.custom_doc_props.append(IntProperty(name="mcqa_rubric_version", value=1))
    assert read_xlsx(saved(other), "a.xlsx")[1] is None


def test_a_password_is_told_apart_from_an_old_workbook():
    assert (refusal(encrypted_workbook()).code, refusal(encrypted_workbook()).name) == ("S002", "encrypted-file")
    old = refusal(module.OLE_MAGIC + b"\0" * 2000)
    assert (old.code, old.name) == ("S005", "unsupported-format")
    assert ".xls" in old.message


def test_an_archive_with_a_password_is_encrypted():
    content = bytearray(saved(workbook(["a"])))
    at = content.rindex(b"PK\x01\x02")
    content[at + 8] |= 1
    assert refusal(bytes(content)).code == "S002"


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.95])
def test_a_truncated_workbook_is_unreadable(share):
    content = saved(workbook(*[["C01.1", "Met"]] * 50))
    assert (refusal(content[: int(len(content) * share)]).code) == "S001"


@pytest.mark.parametrize(
    "content", [b"unit,rater\n", b"\x89PNG\r\n", b"PK\x03\x04", b"<html><table></table></html>", b"\0" * 100]
)
def test_other_content_under_the_name_of_a_workbook_is_unreadable(content):
    assert refusal(content).code == "S001"


def test_another_archive_under_the_name_of_a_workbook_is_unreadable():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert refusal(packed.getvalue()).code == "S001"


def test_a_bomb_is_not_opened():
    content = rewritten(saved(workbook(["a"])), lambda part: part, **{"xl/big.bin": bytes(60_000_000)})
    assert len(content) < 100_000
    finding = refusal(content)
    assert (finding.code, finding.name, finding.severity) == ("S003", "oversized-archive", "error")
    assert int(finding.value) > 60_000_000


def test_an_archive_of_too_many_parts_is_not_opened():
    content = rewritten(saved(workbook(["a"])), lambda part: part, **{f"xl/{n}.xml": b"" for n in range(5001)})
    assert refusal(content).code == "S003"


def test_the_size_that_counts_is_that_of_the_parts_not_of_pictures(monkeypatch):
    monkeypatch.setattr(module, "MAX_PARTS_UNPACKED", 50_000)
    content = saved(workbook(["a"]))
    assert refusal(rewritten(content, lambda part: part, **{"xl/more.xml": b"x" * 60_000})).code == "S003"
    assert grid_of(rewritten(content, lambda part: part, **{"xl/media/photo.png": b"x" * 60_000})).rows == (("a",),)


ENTITIES = '<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><s>&b;</s>'


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("xl/worksheets/sheet1.xml", ENTITIES.encode()),
        ("xl/worksheets/sheet1.xml", ENTITIES.encode("utf-16")),
        ("xl/sharedStrings.xml", ENTITIES.encode()),
        ("docProps/custom.xml", ENTITIES.encode()),
        ("xl/drawings/vmlDrawing1.vml", ENTITIES.encode()),
        ("xl/worksheets/sheet1.dat", ENTITIES.encode()),
        ("xl/worksheets/sheet2.xml", b" " * 999_995 + ENTITIES.encode()),
    ],
    ids=["sheet", "UTF-16", "strings", "properties", "drawing", "another ending", "far into the part"],
)
def test_a_document_type_declaration_in_any_part_is_refused(name, part):
    content = saved(workbook(["a"]))
    changed = rewritten(content, lambda _: part, only=name)
    if name not in zipfile.ZipFile(io.BytesIO(content)).namelist():
        changed = rewritten(content, lambda kept: kept, **{name: part})
    finding = refusal(changed)
    assert (finding.code, finding.name, finding.severity, finding.value) == ("S004", "unsafe-xml", "error", name)


def test_a_reading_does_not_warn_about_what_it_leaves_aside():
    content = rewritten(
        saved(workbook(["a"])),
        lambda part: part.replace(b"</worksheet>", b"<extLst><ext uri='{x}'/></extLst></worksheet>"),
    )
    assert grid_of(content).rows == (("a",),)


@pytest.fixture(scope="module")
def converted(tmp_path_factory):
    """A workbook with everything in it, and the same as LibreOffice saves it."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice (soffice) is not on the path")
    folder = tmp_path_factory.mktemp("office")
    book = workbook(
        ["Micro-credential", "MC-01"],
        ["Reviewer", "R01"],
        [],
        ["Component", "Rating", "Comment", "Calculated"],
        ["C01.1", "Met", "Größe, “quoted”", "=B5"],
        ["C01.2", 2, "two\nlines", '=IF(B5="Met","","x")'],
        ["C02.1", dt.datetime.fromisoformat("2024-01-02"), None, "=1/0"],
        ["C02.10", None, " ", "=B6+0.5"],
        ["1.1", True, "'kept'", None],
    )
    page = book.worksheets[0]
    page.merge_cells("B7:B8")
    page.row_dimensions[6].hidden = True
    page.column_dimensions["C"].hidden = True
    book.create_sheet("Lists").sheet_state = "hidden"
    for name, value in zip(NEEDED, ("try-out", "1.0.0", "ab" * 32), strict=True):
        book.custom_doc_props.append(StringProperty(name=name, value=value))
    original = saved(book)
    (folder / "in.xlsx").write_bytes(original)
    command = [soffice, "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "out"), str(folder / "in.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return original, (folder / "out" / "in.xlsx").read_bytes()


def test_a_workbook_that_libreoffice_saved_reads_the_same_against_another_program(converted):
    (own, own_lists), own_claim, own_said = read_xlsx(converted[0], "a.xlsx")
    (other, other_lists), claim, said = read_xlsx(converted[1], "a.xlsx")
    assert [row[:3] for row in other.rows] == [row[:3] for row in own.rows]
    assert (other.hidden_rows, other.hidden_columns) == (own.hidden_rows, own.hidden_columns) == ({5}, {2})
    assert (own_lists.hidden, other_lists.hidden) == (True, True)
    assert (claim, said) == (own_claim, own_said) == (RubricClaim("try-out", "1.0.0", "ab" * 32), ())


def test_formulas_have_values_once_another_program_calculated_them(converted):
    own, other = (read_xlsx(content, "a.xlsx")[0][0] for content in converted)
    assert [own.value(row, 3) for row in range(4, 8)] == [
        Uncalculated("=B5"),
        Uncalculated('=IF(B5="Met","","x")'),
        Uncalculated("=1/0"),
        Uncalculated("=B6+0.5"),
    ]
    assert [other.value(row, 3) for row in range(4, 8)] == ["Met", None, ErrorValue("#DIV/0!"), 2.5]


def test_the_workbooks_of_these_tests_are_whole():
    assert load_workbook(io.BytesIO(sheet_xml('<row r="1"><c r="A1"><v>2</v></c></row>')))["MC-01"]["A1"].value == 2
