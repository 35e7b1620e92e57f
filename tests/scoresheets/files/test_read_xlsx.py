from __future__ import annotations

import datetime as dt
import io
import re
import shutil
import subprocess
import zipfile

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.packaging.custom import IntProperty, StringProperty
from openpyxl.styles import numbers
from openpyxl.utils.datetime import CALENDAR_MAC_1904, WINDOWS_EPOCH, from_excel

from mcqa.scoresheets.files import container
from mcqa.scoresheets.files import read_xlsx as module
from mcqa.scoresheets.files.read_xlsx import read_xlsx
from mcqa.scoresheets.files.xlsx_styles import Dates, is_date, is_duration
from mcqa.scoresheets.grid import ErrorValue, MergedAway, Uncalculated, typed
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
        ('<c r="A1" t="b"><f>B1=1</f><v>1</v></c>', True),
        ('<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', ErrorValue("#DIV/0!")),
        ('<c r="A1"><f>B1</f></c>', Uncalculated("=B1")),
        ('<c r="A1"><f t="array" ref="A1:A2">B1:B2</f><v>2</v></c>', 2),
        ('<c r="A1"><f t="array" ref="A1:A2">B1:B2</f></c>', Uncalculated("=B1:B2")),
        ('<c r="A1"><f t="shared" si="0"/></c>', Uncalculated("=...")),
        ('<c r="A1"><f aca="false">B1&amp;"x"</f></c>', Uncalculated('=B1&"x"')),
        ('<c r="A1" t="inlineStr"><is><t>Met</t></is></c>', "Met"),
        ('<c r="A1" t="inlineStr"><is><r><t>Not </t></r><r><t>met</t></r></is></c>', "Not met"),
        ('<c r="A1" t="e"><v>#N/A</v></c>', ErrorValue("#N/A")),
        ("<c><v>2</v></c>", 2),
    ],
)
def test_a_formula_has_the_value_that_was_saved_with_it(cell, value):
    assert grid_of(sheet_xml(f'<row r="1">{cell}</row>')).value(0, 0) == value


@pytest.mark.parametrize("value", ["<v></v>", "<v/>", '<v xml:space="preserve">  </v>', "<v>  </v>"])
def test_a_formula_that_showed_the_empty_text_is_blank(value):
    assert grid_of(sheet_xml(f'<row r="1"><c r="A1" t="str"><f>B1</f>{value}</c></row>')).rows == ()


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


@pytest.mark.parametrize("text", ["a _x000D_ b", "_x005F_x000D_", "_x0041_", "_X0041_", "x_x00e9_", "_xD83D__xDE00_"])
def test_letters_that_excel_writes_as_numbers_are_the_letters(text):
    expected = {"a _x000D_ b": "a \r b", "_x005F_x000D_": "_x000D_", "_x0041_": "A", "_X0041_": "_X0041_"}
    expected |= {"x_x00e9_": "xé", "_xD83D__xDE00_": "😀"}
    content = sheet_xml(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row>')
    assert grid_of(content).rows == ((expected[text],),)


def test_how_a_word_is_spoken_is_no_part_of_it():
    spoken = "<is><t>課</t><rPh sb='0' eb='1'><t>カ</t></rPh></is>"
    assert grid_of(sheet_xml(f'<row r="1"><c r="A1" t="inlineStr">{spoken}</c></row>')).rows == (("課",),)


def test_the_strict_form_of_the_standard_is_read_alike():
    def strict(part: bytes) -> bytes:
        return part.replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        )

    content = saved(workbook(["Met", 2]))
    for name in ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"):
        content = rewritten(content, strict, only=name)
    assert grid_of(content).rows == (("Met", 2),)


def test_prefixes_spaces_and_comments_between_cells_change_nothing():
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>b</t></is></c></row>'
    plain = grid_of(sheet_xml(rows)).rows
    assert plain == ((1,), ("b",))
    for odd in (
        rows.replace("><", ">\n <"),
        rows.replace("</row>", "</row><!-- <row> -->"),
        rows.replace("<v>1</v>", "<v><![CDATA[1]]></v>"),
        rows.replace("<v>1</v>", "<v>&#49;</v>"),
        rows.replace('<row r="2">', '<row xmlns:x="urn:x" x:y="1" r="2">'),
        rows.replace('r="1"', "r='1'"),
        rows.replace('<row r="2">', "<row>").replace(' r="A2"', ""),
    ):
        assert grid_of(sheet_xml(odd)).rows == plain


def test_a_cell_stands_where_it_says_not_where_it_is_written():
    rows = '<row r="3"><c r="B1"><v>1</v></c><c r="A3"><v>3</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>'
    assert grid_of(sheet_xml(rows)).rows == ((None, 1), (2,), (3,))


@pytest.mark.parametrize("digits", ["1e999", "x", "0x10", "1_000", "nan", "9" * 400, "9" * 5000])
def test_digits_that_are_no_number_stay_text(digits):
    assert grid_of(sheet_xml(f'<row r="1"><c r="A1"><v>{digits}</v></c></row>')).rows == ((digits,),)


def test_numbers_that_are_dates_are_told_by_their_format():
    book = workbook([45000, 45000.5, 0.25, 1.25, -5, 45000])
    formats = ("yyyy-mm-dd", "d/m/yy h:mm", "h:mm", "[h]:mm", "yyyy", '0 "days"')
    for cell, code in zip(next(iter(book.worksheets[0].rows)), formats, strict=True):
        cell.number_format = code
    day = dt.datetime.fromisoformat("2023-03-15")
    assert grid_of(saved(book)).rows == (
        (
            day,
            day + dt.timedelta(hours=12),
            dt.time(6),
            dt.timedelta(days=1, hours=6),
            dt.datetime.fromisoformat("1899-12-25"),
            45000,
        ),
    )
    book.epoch = CALENDAR_MAC_1904
    assert grid_of(saved(book)).rows[0][0] == dt.datetime.fromisoformat("2027-03-16")


def test_links_to_other_workbooks_are_told_and_not_followed():
    content = rewritten(
        saved(workbook(["=[1]Sheet1!A1"])),
        lambda part: part.replace(
            b"</Relationships>",
            b'<Relationship Id="x9" Target="externalLinks/externalLink1.xml" '
            b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLink"/></Relationships>',
        ),
        only="xl/_rels/workbook.xml.rels",
        **{"xl/externalLinks/externalLink1.xml": b"<x/>"},
    )
    grids, _, findings = read_xlsx(content, "a.xlsx")
    assert grids[0].rows == ((Uncalculated("=[1]Sheet1!A1"),),)
    assert [(finding.code, finding.name, finding.severity) for finding in findings] == [
        ("S010", "external-link", "info")
    ]


def test_a_sheet_that_is_missing_is_a_finding_and_the_others_are_read():
    book = workbook(["a"])
    book.create_sheet("gone").append(["b"])
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(book))) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            if name != "xl/worksheets/sheet2.xml":
                target.writestr(name, source.read(name))
    grids, _, findings = read_xlsx(packed.getvalue(), "a.xlsx")
    assert [grid.sheet for grid in grids] == ["MC-01"]
    assert [(finding.code, finding.location.sheet) for finding in findings] == [("S001", "gone")]


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters="_"), max_size=6)
VALUES = st.one_of(
    st.none(),
    TEXTS.filter(lambda text: not text.startswith("=")),
    st.integers(-(10**14), 10**14),
    st.floats(-1e300, 1e300),
    st.booleans(),
    st.datetimes(dt.datetime.fromisoformat("1900-03-02"), dt.datetime.fromisoformat("2100-01-01")),
    st.sampled_from(["=A1", "#N/A", "&lt;", "a&b", "two\nlines", " x "]),
)


def with_xlsxwriter(table, *, lines: bool) -> bytes:
    """A workbook whose texts are shared by its cells, or with `lines` stand in them."""
    stream = io.BytesIO()
    options = {
        "constant_memory": lines,
        "in_memory": not lines,
        "strings_to_formulas": False,
        "default_date_format": "d/m/yy",
    }
    with xlsxwriter.Workbook(stream, options) as book:
        page = book.add_worksheet("MC-01")
        for number, row in enumerate(table):
            page.write_row(number, 0, row)
    return stream.getvalue()


def with_openpyxl(content: bytes):
    """The values as openpyxl's own reader gives them."""
    page = load_workbook(io.BytesIO(content)).worksheets[0]
    rows = [[as_read(cell) for cell in row] for row in page.rows]
    for row in rows:
        while row and row[-1] is None:
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows


def as_read(cell):
    if cell.data_type == "f":
        return Uncalculated(cell.value)
    if cell.data_type == "e":
        return ErrorValue(cell.value)
    return typed(cell.value) if isinstance(cell.value, str) else cell.value


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(VALUES, max_size=5), max_size=6), st.sampled_from(["openpyxl", "xlsxwriter", "in lines"]))
def test_it_reads_what_openpyxl_reads_whoever_wrote_it(table, writer):
    content = saved(workbook(*table)) if writer == "openpyxl" else with_xlsxwriter(table, lines=writer == "in lines")
    spaced = rewritten(content, lambda part: part.replace(b"</row>", b"</row>\n"))
    grid = grid_of(content)
    assert [list(row) for row in grid.rows] == with_openpyxl(content)
    assert [list(map(type, row)) for row in grid.rows] == [list(map(type, row)) for row in with_openpyxl(content)]
    # the plain rows of most programs and the parser that reads all others agree
    assert grid_of(spaced).rows == grid.rows


@settings(deadline=None, max_examples=300)
@given(st.one_of(st.integers(-(10**7), 10**7), st.floats(-(10**7), 10**7)), st.booleans(), st.booleans())
def test_dates_are_those_of_openpyxl(number, duration, mac):
    found = Dates({"1": duration}, mac=mac).value(number, "1")
    try:
        expected = from_excel(number, CALENDAR_MAC_1904 if mac else WINDOWS_EPOCH, timedelta=duration)
    except (OverflowError, ValueError):
        expected = ErrorValue("#VALUE!")
    assert found == expected


@settings(max_examples=300)
@given(st.text('dmyhs"[]\\;0# e:', max_size=12))
def test_formats_of_dates_are_those_of_openpyxl(code):
    assert is_date(code) == numbers.is_date_format(code)
    assert not is_date(code) or is_duration(code) == numbers.is_timedelta_format(code)


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


@pytest.mark.parametrize(
    ("part", "cut", "message"),
    [
        ("xl/workbook.xml", None, "the workbook cannot be read: xl/workbook.xml is missing from it"),
        (
            "xl/worksheets/sheet1.xml",
            200,
            "the workbook cannot be read: xl/worksheets/sheet1.xml is damaged: unclosed token: line 1, column ",
        ),
    ],
)
def test_the_part_that_is_missing_or_damaged_is_named(part, cut, message):
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(saved(workbook(["C01.1", "Met"])))) as source,
        zipfile.ZipFile(packed, "w") as target,
    ):
        for name in source.namelist():
            if name != part:
                target.writestr(name, source.read(name))
            elif cut is not None:
                target.writestr(name, source.read(name)[:cut])
    assert refusal(packed.getvalue()).message.startswith(message)


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
    monkeypatch.setattr(container, "MAX_PARTS_UNPACKED", 50_000)
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
