"""Terminal tables: 80 columns, nothing squeezed out, colour only on request, and no cell that steers the terminal."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from mcqa.findings import Finding, Severity
from mcqa.reports.document import Block, Column, Listing, Note, Table
from mcqa.reports.terminal import to_terminal


def test_a_document_in_full(document):
    columns = (Column(title="Unit"), Column(title="N", right=True))
    table = Table(title="Counts", columns=columns, rows=(("MC-1", 3), ("MC-20", 12)))
    text = to_terminal(document(Note(text="Read."), table, Block(heading="Why", items=("because",))), color=False)
    assert text == ("Read.\n\nCounts\nUnit    N\n─────────\nMC-1    3\nMC-20  12\n\nWhy\n  - because\n")


def test_an_empty_table_says_so(document, table_of):
    assert to_terminal(document(table_of([])), color=False) == "A table\nNothing.\n"


def test_colour_only_on_request(document):
    table = Table(title="T", columns=(Column(title="V", styles=(("met", "green"),)),), rows=(("met",),))
    assert "\x1b[" not in to_terminal(document(table), color=False)
    assert "\x1b[32mmet" in to_terminal(document(table), color=True)


def test_names_in_brackets_are_no_markup(document, table_of):
    text = to_terminal(document(table_of([("[red]MC[/red] :smile:",)]), Note(text="[bold]x[/bold]")), color=False)
    assert "[red]MC[/red] :smile:" in text
    assert "[bold]x[/bold]" in text


def test_control_characters_are_shown_and_not_obeyed(document, table_of):
    finding = Finding("S201", "unknown-level", Severity.ERROR, "typed \x1b[2J", "no \x07")
    parts = (
        table_of([("MC\x1b[31m",)]),
        Note(text="\x1b]0;title\x07"),
        Block(heading="\x9b1m", items=("\x1b[1A",)),
        Listing(findings=(finding,)),
    )
    text = to_terminal(document(*parts), color=False)
    assert not [char for char in text if char != "\n" and (ord(char) < 32 or 127 <= ord(char) < 160)]
    assert "MC\\x1b[31m" in text
    assert "typed \\x1b[2J" in text


def test_one_endless_name_squeezes_no_other_column_out(document, table_of):
    rows = [("y" * 300, "undecided", "24/29", "C01.1")]
    text = to_terminal(document(table_of(rows, titles=["Micro-credential", "Verdict", "Met", "Way"])), color=False)
    for word in ("Micro-credential", "Verdict", "undecided", "24/29", "C01.1"):
        assert word in text
    assert text.partition("Way")[2].count("y") == 300


WORDS = st.text(st.sampled_from("abc日é |"), max_size=60)


@settings(deadline=None, max_examples=60)
@given(rows=st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=1, max_size=4), wide=st.integers(0, 3))
def test_no_line_is_longer_than_the_terminal_and_no_character_is_lost(rows, wide, document):
    columns = tuple(Column(title="", wide=index < wide) for index in range(3))
    text = to_terminal(document(Table(title="", columns=columns, rows=tuple(rows))), color=False)
    assert all(cell_len(line) <= 80 for line in text.splitlines())
    put_in = Counter(char for row in rows for cell in row for char in cell if char != " ")
    assert put_in == Counter(char for char in text if char in "abc日é|")


@settings(deadline=None, max_examples=40)
@given(width=st.integers(40, 120), text=st.text(st.sampled_from("ab cd"), max_size=400))
def test_notes_and_blocks_are_wrapped_to_the_width(width, text, document):
    shown = to_terminal(document(Note(text=text), Block(heading=text, items=(text,))), color=False, width=width)
    assert all(len(line) <= width for line in shown.splitlines())
