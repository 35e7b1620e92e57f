"""A document as Markdown: tables that stay tables wherever they are pasted."""

from __future__ import annotations

from mcqa.reports.document import Block, Column, Document, Listing, Note, Table


def to_markdown(document: Document) -> str:
    """Write a document as GitHub-flavoured Markdown."""
    blocks = [f"# {document.title}"]
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
    lines = [f"## {table.title}", ""] if table.title else []
    if not table.rows:
        return "\n".join([*lines, table.empty])
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
    return "<br>".join(escaped(text).replace("|", "\\|").splitlines())


def escaped(text: str) -> str:
    """Write a text so that none of it is taken for a mark of Markdown."""
    for mark in ("\\", "`", "*", "_", "<", "["):
        text = text.replace(mark, "\\" + mark)
    return text
