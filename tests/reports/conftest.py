"""Documents made by hand, and a reader of Markdown tables as a Markdown program reads them."""

import re

import pytest

from mcqa.reports.document import Column, Document, Table, tidy


def one_table(rows, titles=None, **column):
    titles = titles or [f"T{index}" for index in range(len(rows[0]) if rows else 1)]
    columns = tuple(Column(title=title, **column) for title in titles)
    return Table(title="A table", columns=columns, rows=tuple(map(tuple, rows)), empty="Nothing.")


def document_of(*parts):
    return Document(title="A report", parts=parts, tidy=tidy("tidy", ("a",), ()), results={})


def read_markdown_tables(text):
    """The tables of a Markdown text: cells apart at bars without a backslash, escapes undone, <br> as a new line."""
    tables, current = [], None
    for line in text.split("\n"):
        if not line.startswith("|"):
            current = None
            continue
        assert line.endswith("|")
        cells = re.findall(r"(?:\\.|[^|\\])+", line[1:-1])
        cells = [re.sub(r"\\(.)", r"\1", cell.strip().replace("<br>", "\n")) for cell in cells]
        if current is None:
            current = []
            tables.append(current)
        current.append(cells)
    return tables


@pytest.fixture(scope="session")
def table_of():
    return one_table


@pytest.fixture(scope="session")
def document():
    return document_of


@pytest.fixture(scope="session")
def markdown_tables():
    return read_markdown_tables
