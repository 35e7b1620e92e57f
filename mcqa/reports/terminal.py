"""A document as terminal tables that fit 80 columns, in colour where colour is wanted."""

from __future__ import annotations

import io
import textwrap

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from mcqa.findings import visible
from mcqa.reports.document import Block, Column, Document, Note, Table
from mcqa.reports.findings import findings_text

WIDTH = 80
# the least room for a column whose lines may be folded
LEAST = 10
GAP = 2


def to_terminal(document: Document, *, color: bool, width: int = WIDTH) -> str:
    """Lay a document out for a terminal of some width."""
    out = io.StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=color,
        no_color=not color,
        color_system="standard" if color else None,
        highlight=False,
        emoji=False,
        markup=False,
        legacy_windows=False,
    )
    for index, part in enumerate(document.parts):
        if index:
            console.print()
        match part:
            case Table():
                _print_table(console, part)
            case Note():
                console.print(Text(visible(part.text)))
            case Block():
                console.print(Text(visible(part.heading), style="bold"))
                out.write("".join(_item(item, width) for item in part.items))
            case _:
                out.write(findings_text(part.findings, color=color))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _item(text: str, width: int) -> str:
    return (
        textwrap.fill(visible(text), width, initial_indent="  - ", subsequent_indent="    ", break_on_hyphens=False)
        + "\n"
    )


def _print_table(console: Console, table: Table) -> None:
    if table.title:
        console.print(Text(table.title, style="bold"))
    if not table.rows:
        console.print(Text(table.empty))
        return
    # two spaces between columns; a rule under the header
    grid = RichTable(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), header_style="")
    for column, whole in zip(table.columns, _whole(table, console.width), strict=True):
        grid.add_column(
            Text(column.title, style="bold"),
            justify="right" if column.right else "left",
            overflow="fold",
            no_wrap=whole,
            ratio=column.share if column.wide else None,
        )
    for values in table.rows:
        grid.add_row(*(_cell(column, column.text(value)) for column, value in zip(table.columns, values, strict=True)))
    console.print(grid)


def _whole(table: Table, width: int) -> list[bool]:
    """Say which columns keep their lines whole: all but the wide ones, as long as nothing is squeezed out by it."""
    longest = [
        max(cell_len(line) for text in (column.title, *texts) for line in (text.splitlines() or [""]))
        for column, texts in zip(table.columns, _texts(table), strict=True)
    ]
    room = width - GAP * (len(longest) - 1)
    whole = [not column.wide for column in table.columns]
    words = [index for index, column in enumerate(table.columns) if not (column.wide or column.right)]
    for index in sorted(words, key=lambda index: -longest[index]):
        if sum(size if keep else min(size, LEAST) for size, keep in zip(longest, whole, strict=True)) <= room:
            break
        whole[index] = False
    return whole


def _texts(table: Table) -> list[list[str]]:
    return [[visible(column.text(row[index])) for row in table.rows] for index, column in enumerate(table.columns)]


def _cell(column: Column, text: str) -> Text:
    style = next((style for start, style in column.styles if text.startswith(start)), "")
    return Text(visible(text), style=style)
