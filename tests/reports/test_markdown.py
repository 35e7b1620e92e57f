"""Markdown whose tables stay tables, whatever stands in a cell."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from mcqa.findings import Finding, Location, Severity
from mcqa.reports.document import Block, Column, Listing, Note, Table, fixed
from mcqa.reports.markdown import escaped, row_of, to_markdown


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
    "text",
    [
        "R&amp;D",
        "~~a~~",
        "# a",
        "- a",
        "1. a",
        "a|b",
        "a\\|b",
        "*a*",
        "`a`",
        "<b>a</b>",
        "_a_",
        "[a](b)",
        "a\nb",
        "a\r\nb",
        "\\",
        "a\\",
    ],
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


HOSTILE = [
    "# Heading", "###", "Title #", "Title ##", "1. first", "2) second", "123456789. x", "- item", "-",
    "+ item", "* item",
    "> quoted", ">", "---", "- - -", "***", "___", "===", "=", "~~gone~~", "~~~", "```", "``` python", "`code`",
    "&lt;b&gt;",
    "&#35;", "R&D", "Q & A", "<b>bold</b>", "<!-- -->", "<br>", "<https://example.org>", "[a](b)", "![a](b)", "[a]: b",
    "[^1]", "a | b", "| a |", "    code", "\tcode", "   - item", "  \t# x", "a\n# b", "a\n\n    code",
    "a\n===", "a\n---",
    "a\n- b\n- c", "a\r\n1. b", "a\r> b", "\n# a", "a\\", "\\# a", "a  \nb", "-0.5", "+9", "1.5", "#1", "C#", "a_b_c",
    "**a**", "_a_",
]  # fmt: skip
PLACES = {"paragraph": "{}", "heading": "## {}", "item": "- {}", "in an item": "- Example: {}", "table": None}
READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def read(text, place):
    """Give the blocks that a reader of Markdown sees, and the text in the last, its line breaks kept."""
    pattern = PLACES[place]
    whole = (
        "\n".join([row_of(["a"]), row_of(["---"]), row_of([text])])
        if pattern is None
        else pattern.format(escaped(text))
    )
    tokens = READER.parse(whole)
    inline = [token for token in tokens if token.type == "inline"]
    seen = ""
    for token in inline[-1].children if inline else ():
        assert token.type in {"text", "text_special"} or (token.type, token.content) == ("html_inline", "<br>")
        seen += "\n" if token.type == "html_inline" else token.content
    return [token.type for token in tokens], seen.removeprefix("Example: ")


def words(text):
    return [" ".join(line.split()) for line in text.strip().splitlines()]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_markdown(text, place):
    blocks, seen = read(text, place)
    assert blocks == read("word", place)[0]
    assert words(seen) == words(text)


@settings(deadline=None)
@given(st.lists(st.sampled_from([*"#-+>=~&<[]|*_`!:;.)1\\ \t\n\r", "ab", "lt;", "    "]), max_size=12).map("".join))
def test_no_text_at_all_becomes_markdown(text):
    text = f"{text}x" if not text.strip() else text
    for place in PLACES:
        blocks, seen = read(text, place)
        assert blocks == read("word", place)[0], (place, text)
        assert "".join(words(seen)) == "".join(words(text)), (place, text)


@pytest.mark.parametrize("text", ["-0.12", "+9", "---:", "# 3", "1. a", "C01.1", "85 %", "R & D"])
def test_a_cell_is_not_cluttered(text):
    assert row_of([text]) == f"| {text} |"


def test_what_a_terminal_would_obey_is_written_out():
    assert escaped("a\x1b[2J\u202eb") == r"a\\x1b\[2J\\u202eb"
