"""Markdown whose tables stay tables, whatever stands in a cell."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcqa.findings import Finding, Location, Severity
from mcqa.reports.document import Block, Column, Listing, Note, Table, fixed
from mcqa.reports.markdown import to_markdown


def test_a_document_in_full(document, table_of):
    text = to_markdown(
        document(Note(text="Read 3 cells."), table_of([("MC-1", 2)]), Block(heading="Why", items=("one", "two")))
    )
    assert text == (
        "# A report\n\nRead 3 cells.\n\n## A table\n\n| T0 | T1 |\n| --- | --- |\n| MC-1 | 2 |\n\n"
        "### Why\n\n- one\n- two\n"
    )


def test_numbers_stand_to_the_right_and_are_rounded_as_in_the_terminal(document):
    columns = (Column(title="Value", right=True, read=fixed(2)),)
    text = to_markdown(document(Table(title="", columns=columns, rows=((0.666,), (None,)))))
    assert text.endswith("| Value |\n| ---: |\n| 0.67 |\n|  |\n")


def test_a_title_broken_over_two_lines_becomes_one_word_again(document, table_of):
    text = to_markdown(document(table_of([("x", "y", "z")], titles=["Agree-\nment", "Most\nused", "In-\nvalid"])))
    assert "| Agreement | Most used | Invalid |" in text


def test_an_empty_table_says_so(document, table_of):
    assert to_markdown(document(table_of([]))) == "# A report\n\n## A table\n\nNothing.\n"


def test_findings_become_a_table(document, markdown_tables):
    place = Location(file="r|1.xlsx", sheet="MC_01", cell="C3")
    finding = Finding("S201", "unknown-level", Severity.ERROR, 'a "<b>" | is no level', "type *Met*", place)
    (table,) = markdown_tables(to_markdown(document(Listing(findings=(finding,)))))
    assert table[0] == ["Where", "What", "Message", "Hint"]
    assert table[2] == ["r|1.xlsx  MC_01!C3", "error S201", 'a "<b>" | is no level', "type *Met*"]


@pytest.mark.parametrize(
    "text", ["a|b", "a\\|b", "*a*", "`a`", "<b>a</b>", "_a_", "[a](b)", "a\nb", "a\r\nb", "\\", "a\\"]
)
def test_a_cell_shows_what_was_in_it(text, document, table_of, markdown_tables):
    (table,) = markdown_tables(to_markdown(document(table_of([(text, "next")]))))
    assert table[2] == ["\n".join(text.splitlines()), "next"]


CELLS = st.text(st.sampled_from("ab|\\*_`<[\n\r #-é日")).map(lambda text: f"x{text}x")


@settings(deadline=None)
@given(rows=st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=4))
def test_every_row_has_as_many_cells_as_the_header(rows, document, table_of, markdown_tables):
    (table,) = markdown_tables(to_markdown(document(table_of(rows))))
    assert {len(line) for line in table} == {3}
    assert table[2:] == [["\n".join(cell.splitlines()) for cell in row] for row in rows]
