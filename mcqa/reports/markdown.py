"""A document as Markdown: tables that stay tables wherever they are pasted."""

from __future__ import annotations

import re

from mcqa.findings import visible
from mcqa.reports.document import Block, Column, Document, Listing, Note, Table

# these mark text wherever they stand; an ampersand before a space begins no entity
_MARKS = re.compile(r"[\\`*_<\[~]|&(?! )")
# these begin a heading, a quotation, a list, a line across or the underline of a heading, and one ends a heading
_BEGINNING = re.compile(r"( {0,3})(?=[>#]|[-+](?:\s|$)|[-=]+\s*$|- *-)")
_NUMBERED = re.compile(r"( {0,3}[0-9]{1,9})(?=[.)](?:\s|$))")
_END = re.compile(r"(?<=\s)(#+\s*)$")
_INDENTATION = re.compile(r"(?: {4}| {0,3}\t)\s*")
_BREAK = re.compile(r"\r\n|[\r\n]")


def to_markdown(document: Document) -> str:
    """Write a document as GitHub-flavoured Markdown."""
    blocks = [f"# {escaped(document.title)}"]
    for part in document.parts:
        match part:
            case Table():
                blocks.append(_table(part))
            case Note():
                blocks.append(escaped(part.text))
            case Block():
                items = "\n".join(f"- {escaped(item)}" for item in part.items)
                blocks.append(f"### {escaped(part.heading)}\n\n{items}")
            case Listing():
                blocks.append(_table(_listing(part)))
    return "\n\n".join(blocks) + "\n"


def _table(table: Table) -> str:
    lines = [f"## {escaped(table.title)}", ""] if table.title else []
    if not table.rows:
        return "\n".join([*lines, escaped(table.empty)])
    lines.append(row_of([column.title.replace("-\n", "").replace("\n", " ") for column in table.columns]))
    lines.append(row_of(["---:" if column.right else "---" for column in table.columns]))
    lines += [
        row_of([column.text(value) for column, value in zip(table.columns, values, strict=True)])
        for values in table.rows
    ]
    return "\n".join(lines)


def _listing(listing: Listing) -> Table:
    titles = ("Where", "What", "Message", "Hint")
    rows = tuple(
        (str(finding.location), f"{finding.severity} {finding.code}", finding.message, finding.hint)
        for finding in listing.findings
    )
    return Table(title="", columns=tuple(Column(title=title) for title in titles), rows=rows, empty="No findings.")


def row_of(cells: list[str]) -> str:
    """Write one row of a table; bars and line breaks stay inside their cells."""
    return "| " + " | ".join(_cell(text) for text in cells) + " |"


def _cell(text: str) -> str:
    return _in_line(text).replace("|", "\\|")


def escaped(text: str) -> str:
    """Write a text on one line, so that none of it is taken for a mark of Markdown, wherever it stands but in a table.

    Its line breaks become `<br>`: they can end no heading, item or paragraph, and what follows them begins no line.
    """
    line = _INDENTATION.sub(" ", _in_line(text), count=1) if text[:1] in {" ", "\t"} else _in_line(text)
    for pattern in (_BEGINNING, _NUMBERED):
        if found := pattern.match(line):
            return _END.sub(r"\\\1", f"{found[1]}\\{line[found.end() :]}")
    return _END.sub(r"\\\1", line)


def _in_line(text: str) -> str:
    """Escape the marks that work inside a line, and keep the text on one."""
    lines = _BREAK.split(text.rstrip("\r\n")) if not text.isprintable() else [text]
    return "<br>".join(_MARKS.sub(r"\\\g<0>", visible(line)) for line in lines)
