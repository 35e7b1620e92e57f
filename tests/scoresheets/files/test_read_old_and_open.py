"""Old Excel workbooks (.xls) and OpenDocument spreadsheets (.ods) hold what the same workbook holds as .xlsx.

`files/everything.*` is one workbook that LibreOffice saved in three formats.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

import pytest

from mcqa.scoresheets.files.opened import open_sheets
from mcqa.scoresheets.files.read_ods import read_ods
from mcqa.scoresheets.files.read_xls import read_xls
from mcqa.scoresheets.files.read_xlsx import read_xlsx
from mcqa.scoresheets.grid import ErrorValue, MergedAway, Uncalculated
from mcqa.scoresheets.records import RubricClaim

FILES = Path(__file__).parent / "data"
READERS = {"xls": read_xls, "ods": read_ods, "xlsx": read_xlsx}


def everything(ending):
    return (FILES / f"everything.{ending}").read_bytes()


@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_a_workbook_holds_the_same_in_every_format(ending):
    grids, _, findings = READERS[ending](everything(ending), "a")
    assert findings == ()
    assert grids == read_xlsx(everything("xlsx"), "a").grids


@pytest.mark.parametrize("ending", ["xls", "ods", "xlsx"])
def test_errors_dates_truths_blocks_and_hidden_parts_are_known(ending):
    first, lists, empty, long = READERS[ending](everything(ending), "a").grids
    day = dt.datetime.fromisoformat("2024-01-02")
    assert first.rows[7:11] == (
        ("C02.1", day, None, ErrorValue("#DIV/0!")),
        ("C02.10", MergedAway("B8", day), None, 123456789.75),
        ("1.1", True, "'kept'", dt.time(3, 4)),
        ("x", 1.5, dt.timedelta(hours=30), ErrorValue("#N/A")),
    )
    assert (first.hidden_rows, first.hidden_columns, first.hidden) == ({6}, {2}, False)
    assert (lists.hidden, lists.rows[2], empty.rows) == (True, (None, None, "x"), ())
    # texts longer than a record of the old format
    assert long.rows[11] == ("11 " + "abc" * 900, "11 " + "“é”" * 711)


def test_the_properties_of_an_open_document_name_the_rubric():
    assert read_ods(everything("ods"), "a").claim == RubricClaim("try-out", "1.0.0")


def test_an_old_workbook_has_the_values_that_calamine_reads():
    calamine = pytest.importorskip("python_calamine")
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(everything("xls")))
    long = read_xls(everything("xls"), "a").grids[3]
    assert [list(row) for row in long.rows] == book.get_sheet_by_name("Long").to_python()


def ods(body: str, *, styles: str = "", **parts: bytes) -> bytes:
    """An OpenDocument spreadsheet whose content is written out."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style")
    )
    content = f"<office:document-content {spaces}>{styles}<office:body><office:spreadsheet>{body}"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        target.writestr("content.xml", f"{content}</office:spreadsheet></office:body></office:document-content>")
        for name, part in parts.items():
            target.writestr(name, part)
    return stream.getvalue()


def cell(kind: str, inside: str = "", **attributes: str) -> str:
    """A cell of a kind; `inside` is its text in XML, and `formula`, `value` and the like are its attributes."""
    told = f' office:value-type="{kind}"' if kind else ""
    for name, value in attributes.items():
        told += f' {"table" if name == "formula" else "office"}:{name.replace("_", "-")}="{value}"'
    return f"<table:table-cell{told}>{inside}</table:table-cell>"


def table(rows: str, name: str = "A") -> str:
    return f'<table:table table:name="{name}">{rows}</table:table>'


def only(content: bytes):
    grids, _, findings = read_ods(content, "a.ods")
    assert findings == ()
    (grid,) = grids
    return grid.rows


@pytest.mark.parametrize(
    ("content", "value"),
    [
        (cell("float", value="2"), 2),
        (cell("percentage", "<text:p>50 %</text:p>", value="0.5"), 0.5),
        (cell("boolean", boolean_value="true"), True),
        (cell("float", value="0", formula="of:=FALSE()"), False),
        (cell("date", date_value="2024-01-02"), dt.datetime.fromisoformat("2024-01-02")),
        (cell("date", "<text:p>soon</text:p>", date_value="soon"), "soon"),
        (cell("time", time_value="PT30H00M00S"), dt.timedelta(hours=30)),
        (cell("time", time_value="PT3H4M"), dt.time(3, 4)),
        (cell("", formula="of:=[.B1]"), Uncalculated("=[.B1]")),
        (cell("", "<text:p>#DIV/0!</text:p>", formula="of:=1/0"), ErrorValue("#DIV/0!")),
        (cell("", "<text:p>Err:508</text:p>", formula="of:=X"), ErrorValue("Err:508")),
        (cell("string", "<text:p>#N/A</text:p>"), "#N/A"),
        (cell("string", '<text:p>a<text:s text:c="2"/>b<text:tab/>c</text:p><text:p>d</text:p>'), "a  b\tc\nd"),
        (cell("string", "<text:p> a\n  <text:span>b</text:span></text:p>"), " a b"),
        (
            cell("string", "<office:annotation><text:p>mine</text:p></office:annotation><text:p>Met</text:p>"),
            "Met",
        ),
    ],
)
def test_a_cell_of_an_open_document_is_what_it_showed(content, value):
    assert only(ods(table(f"<table:table-row>{content}</table:table-row>"))) == ((value,),)


def row(cells: str, times: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{times}">{cells}</table:table-row>'


def repeated(times: int, value: str = "") -> str:
    said = f' office:value-type="float" office:value="{value}"' if value else ""
    return f'<table:table-cell table:number-columns-repeated="{times}"{said}/>'


def test_what_repeats_is_repeated_and_blanks_at_the_end_cost_nothing():
    rest = repeated(16300)
    rows = row(repeated(3) + repeated(2, "1") + rest, 2) + row(rest) + row(repeated(2, "1")) + row(rest, 1048570)
    line = (None, None, None, 1, 1)
    assert only(ods(table(rows))) == (line, line, (), (1, 1))


@pytest.mark.parametrize(
    "rows",
    [
        row(repeated(16384, "1"), 1048576),
        row(repeated(99999999, "1")),
        row(repeated(1), 1048575) + row(repeated(1, "1"), 9),
        row('<table:table-cell table:number-columns-spanned="16384" table:number-rows-spanned="1048576"/>'),
        row(cell("string", '<text:p><text:s text:c="99999999"/></text:p>')),
        "<text:p>" * 300 + "</text:p>" * 300,
    ],
    ids=["cells", "columns", "rows", "blocks", "spaces", "depth"],
)
def test_an_open_document_without_end_is_refused(rows):
    grids, claim, findings = read_ods(ods(table(rows)), "a.ods")
    assert (grids, claim, [finding.code for finding in findings]) == ((), None, ["S003"])


def test_entities_in_an_open_document_are_refused():
    content = ods("")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        target.writestr("mimetype", zipfile.ZipFile(io.BytesIO(content)).read("mimetype"))
        target.writestr("content.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    assert [finding.code for finding in read_ods(stream.getvalue(), "a.ods").findings] == ["S004"]


@pytest.mark.parametrize(
    "parts",
    [{"META-INF/manifest.xml": b"<manifest><encryption-data/></manifest>"}, {"encrypted-package": b"x"}],
    ids=["parts", "package"],
)
def test_an_encrypted_open_document_is_told(parts):
    assert [finding.code for finding in read_ods(ods("", **parts), "a.ods").findings] == ["S002"]


def test_an_open_document_without_sheets_is_empty():
    assert [finding.code for finding in read_ods(ods(""), "a.ods").findings] == ["S006"]


@pytest.mark.parametrize("ending", ["xls", "ods"])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.7, 0.99])
def test_a_truncated_file_is_unreadable(ending, share):
    content = everything(ending)
    grids, _, findings = READERS[ending](content[: int(len(content) * share)], "a")
    assert grids == ()
    assert [finding.code for finding in findings] == ["S001"]


def test_a_damaged_spreadsheet_is_not_called_a_workbook_of_excel():
    (finding,) = read_ods(b"PK\3\4" + b"x" * 1000, "a.ods").findings
    assert finding.message == "the spreadsheet cannot be read: it is not a whole OpenDocument file"
    assert finding.hint.startswith("open it in LibreOffice")


def test_an_encrypted_old_workbook_is_told():
    content = bytearray(everything("xls"))
    # the record after the first, which is a code page or the like, becomes the one that announces a password
    start = content.index(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    content[start + 20 : start + 22] = b"\x2f\x00"
    assert [finding.code for finding in read_xls(bytes(content), "a.xls").findings] == ["S002"]


@pytest.mark.parametrize(("old", "new"), [("Workbook", "Book"), ("Workbook", "Else")])
def test_an_old_office_file_without_a_workbook_of_excel_97_is_unsupported(old, new):
    name, other = (text.encode("utf-16-le") for text in (old, new))
    content = everything("xls")
    entry = content.index(name)
    changed = content[:entry] + other.ljust(len(name), b"\0") + content[entry + len(name) :]
    changed = changed[: entry + 64] + bytes([len(other) + 2, 0]) + changed[entry + 66 :]
    assert [finding.code for finding in read_xls(changed, "a.xls").findings] == ["S005"]


def test_a_chain_of_sectors_that_runs_in_a_circle_ends():
    content = bytearray(everything("xls"))
    table_at = (int.from_bytes(content[76:80], "little") + 1) * 512
    for sector in range(0, 500, 4):
        content[table_at + sector : table_at + sector + 4] = (0).to_bytes(4, "little")
    assert [finding.code for finding in read_xls(bytes(content), "a.xls").findings] == ["S001"]


@pytest.mark.parametrize("ending", ["xls", "ods", "xlsx"])
def test_files_of_all_three_formats_are_opened_together(ending, tmp_path):
    (tmp_path / f"R1.{ending}").write_bytes(everything(ending))
    opened = open_sheets([str(tmp_path)])
    assert (len(opened.files), opened.findings) == (1, ())
