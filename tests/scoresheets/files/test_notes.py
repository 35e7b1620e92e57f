"""What reviewers say in notes on cells, in every format.

`data/notes.*` is one workbook that LibreOffice saved in two formats.
"""

from __future__ import annotations

import io
import string
import zipfile
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.comments import Comment

from mcqa.findings import Finding, Location, Severity
from mcqa.scoresheets.annotate.marks import Places, marks_of
from mcqa.scoresheets.files.notes import notes_of, place_of, remark
from mcqa.scoresheets.files.read_ods import read_ods
from mcqa.scoresheets.files.read_xls import read_xls
from mcqa.scoresheets.files.read_xlsx import read_xlsx
from mcqa.scoresheets.grid import a1

FILES = Path(__file__).parent / "data"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
THREADED = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STAND_IN = (
    "[Threaded comment]\n\nYour version of Excel allows you to read this threaded comment; however, any edits to it "
    "will get removed if the file is opened in a newer version of Excel. Learn more: "
    "https://go.microsoft.com/fwlink/?linkid=870924\n\nComment:\n    Not named\nat all\nReply:\n    Page 4?"
)
RELATIONS = "xl/worksheets/_rels/sheet1.xml.rels"


def workbook(**parts: str) -> bytes:
    """A workbook with one sheet; `parts` are what it says, named after the kind of relation that leads there."""
    book = Workbook()
    book.active.append(["Component", "Rating"])
    plain, packed = io.BytesIO(), io.BytesIO()
    book.save(plain)
    kinds = {
        "comments": f"{OFFICE}/comments",
        "threads": f"{THREADED[:35]}office/2017/10/relationships/threadedComment",
    }
    with zipfile.ZipFile(plain) as before, zipfile.ZipFile(packed, "w") as after:
        for name in before.namelist():
            after.writestr(name, before.read(name))
        listed = ""
        for name, text in parts.items():
            listed += f'<Relationship Id="{name}" Type="{kinds[name]}" Target="../odd/{name} 7.xml"/>'
            if text:
                after.writestr(f"xl/odd/{name} 7.xml", text)
        after.writestr(RELATIONS, f"<Relationships>{listed}</Relationships>")
    return packed.getvalue()


def legacy(*notes: tuple[str, str], author: str = "") -> str:
    listed = "".join(f'<comment ref="{cell}" authorId="1"><text>{text}</text></comment>' for cell, text in notes)
    authors = f"<authors><author>Bob</author><author>{author}</author></authors>"
    return f'<comments xmlns="{MAIN}">{authors}<commentList>{listed}</commentList></comments>'


def threads(*turns: tuple[str, str, str]) -> str:
    listed = "".join(
        f'<threadedComment ref="{cell}" dT="{when}" personId="x" id="{at}"><text>{text}</text>'
        "<mentions><mention>@Ann</mention></mentions></threadedComment>"
        for at, (cell, when, text) in enumerate(turns)
    )
    return f'<ThreadedComments xmlns="{THREADED}">{listed}</ThreadedComments>'


def notes(content: bytes) -> dict[tuple[int, int], str]:
    grids, _, findings = read_xlsx(content, "a.xlsx")
    assert findings == ()
    (grid,) = grids
    return dict(grid.notes)


@pytest.mark.parametrize("ending", ["ods", "xls"])
def test_notes_of_old_and_open_formats_are_read(ending):
    reader = {"ods": read_ods, "xls": read_xls}[ending]
    (first, second), _, findings = reader((FILES / f"notes.{ending}").read_bytes(), "a")
    assert findings == ()
    assert first.notes == {
        (2, 0): "what is a component?",
        (3, 1): "Ann Lee:\nThe brief says\nwho it is for.",
        (4, 1): "Could not find it – “é”.",
        (5, 1): "long " + "word “é” " * 600 + "end",
    }
    assert second.notes == {(2, 1): "fine"}
    assert (first.rows[3], second.rows[2]) == (("C01.1", "Met", "in the column"), ("C01.1", "Met"))


def test_a_sheet_without_notes_has_none():
    for reader, name in ((read_xlsx, "everything.xlsx"), (read_ods, "everything.ods"), (read_xls, "everything.xls")):
        assert not any(grid.notes for grid in reader((FILES / name).read_bytes(), "a").grids)


def test_a_note_is_found_through_the_relations_of_its_sheet_and_is_one_text_whatever_its_fonts():
    runs = (
        '<r><rPr><b/></rPr><t>Ann Lee:</t></r><r><t xml:space="preserve">\nsee p_x002E_ 4</t></r><rPh><t>no</t></rPh>'
    )
    assert notes(
        workbook(comments=legacy(("C7", runs), ("$A$1", "<t> </t>"), ("?", "<t>x</t>"), author="Ann Lee"))
    ) == {(6, 2): "see p. 4"}


def test_a_workbook_of_openpyxl_has_its_notes():
    book = Workbook()
    book.active["B2"].comment = Comment("Fine.", "Ann")
    other = book.create_sheet("Other")
    other["A1"].comment = Comment("Other.", "Ann")
    stream = io.BytesIO()
    book.save(stream)
    assert [grid.notes for grid in read_xlsx(stream.getvalue(), "a").grids] == [{(1, 1): "Fine."}, {(0, 0): "Other."}]


def test_a_thread_is_its_texts_in_order_and_not_what_stands_in_for_it():
    said = threads(
        ("B2", "2024-01-02T10:00:00.5", "first"), ("B2", "2024-01-03T10:00:00", "third"), ("B3", "2024-01-01", "other"),
        ("B2", "2024-01-02T10:00:01", "second"),
    )  # fmt: skip
    old = legacy(("B2", f"<t>{STAND_IN}</t>"), ("B4", "<t>a note</t>"), author="tc={1}")
    assert notes(workbook(comments=old, threads=said)) == {
        (1, 1): "first | second | third",
        (2, 1): "other",
        (3, 1): "a note",
    }


def test_what_stands_in_for_a_thread_is_read_where_the_thread_is_gone():
    assert notes(workbook(comments=legacy(("B2", f"<t>{STAND_IN}</t>"), author="tc={1}"))) == {
        (1, 1): "Not named\nat all | Page 4?"
    }


def test_a_note_beside_a_thread_is_kept():
    said = threads(("B2", "", "turn"))
    assert notes(workbook(comments=legacy(("B2", "<t>mine</t>")), threads=said)) == {(1, 1): "mine | turn"}


@pytest.mark.parametrize("text", ["", "<comments><commentList>", "no markup"])
def test_notes_that_cannot_be_read_are_told_and_the_cells_are_read(text):
    (grid,), _, (finding,) = read_xlsx(workbook(comments=text), "a.xlsx")
    assert (grid.rows, grid.notes) == ((("Component", "Rating"),), {})
    assert (finding.code, finding.location.sheet) == ("S011", "Sheet")


def test_an_old_workbook_whose_notes_do_not_fit_together_is_read_without_them():
    content = (FILES / "notes.xls").read_bytes()
    # the length of the text of an object, in the record that announces it: more than there is
    at = content.index(b"\xb6\x01\x12\x00") + 4 + 10
    (first, second), _, (finding,) = read_xls(content[:at] + b"\xff\x7f" + content[at + 2 :], "a.xls")
    assert (finding.code, finding.location.sheet, dict(first.notes)) == ("S011", "MC-01", {})
    assert (first.rows[3][1], second.notes) == ("Met", {(2, 1): "fine"})


@pytest.mark.parametrize(
    ("text", "author", "said"),
    [
        ("Ann Lee:\nfine", "Ann Lee", "fine"),
        ("Ann Lee: fine", "Ann Lee", "fine"),
        ("Ann Lee\u00a0:\r\nfine", "Ann Lee", "fine"),
        ("Ann Lee:", "Ann Lee", ""),
        ("Ann Lee:\nfine", "Bob", "Ann Lee:\nfine"),
        ("Ann Lee:\nfine", "", "Ann Lee:\nfine"),
        ("Reading R: fine", "R", "Reading R: fine"),
        ("(a+)+:\nfine", "(a+)+", "fine"),
        (" \u200b\n", "", ""),
        ("[sic] fine", "", "[sic] fine"),
        ("mcqa: fine", "", "mcqa: fine"),
    ],
)
def test_the_name_of_its_author_is_no_part_of_a_remark(text, author, said):
    assert remark(text, author) == said


FAULTS = st.lists(
    st.builds(
        Finding,
        code=st.sampled_from(["S201", "R105"]),
        name=st.sampled_from(["unknown-level", "straight-line"]),
        severity=st.just(Severity.ERROR),
        message=st.sampled_from(['"a" is not a level', '"a\n\nb" is not a level']),
        hint=st.sampled_from(["type a level", "clear it"]),
        location=st.just(Location(file="a.xlsx", sheet="A", cell="B2")),
    ),
    min_size=1,
    max_size=3,
)
WORDS = st.text(string.ascii_lowercase + " \n.", max_size=30)


@given(faults=FAULTS, above=WORDS, below=WORDS)
def test_what_mcqa_wrote_into_a_note_is_no_remark_whatever_stands_above_and_below(faults, above, below):
    ((mark,),) = marks_of(faults, Places({"A": "A"}, {})).values()
    assert remark(mark.note, "mcqa") == remark(mark.note) == ""
    said = remark(f"{above}\n{mark.note}\n{below}", "mcqa")
    assert said.split() == [*above.split(), *below.split()]


def test_what_mcqa_wrote_without_a_hint_is_no_remark():
    note = "mcqa: S201 unknown-level\nit is wrong\n\nmcqa: S202 out-of-range\nso is this\nI disagree"
    assert remark(note) == "I disagree"


@given(row=st.integers(0, 1_048_575), column=st.integers(0, 16_383))
@example(row=0, column=26)
def test_places_are_named_and_found_again(row, column):
    assert place_of(a1(row, column)) == (row, column)


@pytest.mark.parametrize("cell", ["", "7", "A0", "A1048577", "A1:B2", "ABCD1", "A\u0661"])
def test_what_names_no_cell_is_no_place(cell):
    assert place_of(cell) is None


def test_no_notes_no_places():
    assert notes_of((), ()) == {}


def annotated(inside: str, times: int = 1) -> bytes:
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        target.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        target.writestr(
            "content.xml",
            f'<a {names} xmlns:dc="http://purl.org/dc/elements/1.1/"><table:table table:name="A"><table:table-row '
            f'table:number-rows-repeated="{times}"><table:table-cell/><table:table-cell '
            f'table:number-columns-repeated="{times}">{inside}</table:table-cell></table:table-row></table:table></a>',
        )
    return stream.getvalue()


def test_an_annotation_is_its_text_without_who_wrote_it_and_when():
    note = (
        "<office:annotation><dc:creator>Ann</dc:creator><dc:date>2024</dc:date><text:p>Ann:</text:p><text:p>a</text:p>"
    )
    content = annotated(f"<text:p>Met{note}</office:annotation>!</text:p>")
    (grid,), _, _ = read_ods(content, "a.ods")
    assert (grid.notes, grid.rows) == ({(0, 1): "a"}, ((None, "Met!"),))


def test_the_annotation_of_blank_cells_that_repeat_is_on_each_of_them():
    note = "<office:annotation><text:p>a</text:p></office:annotation>"
    (grid,), _, _ = read_ods(annotated(note, 2), "a.ods")
    assert (set(grid.notes), grid.rows) == ({(0, 1), (0, 2), (1, 1), (1, 2)}, ())
    assert [finding.code for finding in read_ods(annotated(note, 9999), "a.ods").findings] == ["S003"]
