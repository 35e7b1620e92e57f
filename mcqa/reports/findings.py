"""Findings as text: where, what was found, what to do. Plain Python, so that the linter stays instant."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Sequence

from mcqa.findings import Finding, Severity, visible
from mcqa.reports.document import Document, Listing, Note, Table, counted, tidy

WIDTH = 80
IN_FULL = 4
_COLORS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}

FIELDS = (
    "code",
    "name",
    "severity",
    "file",
    "line",
    "column",
    "sheet",
    "cell",
    "subject",
    "value",
    "message",
    "hint",
)


def findings_text(findings: Iterable[Finding], *, color: bool) -> str:
    """Write each finding as a block; where a sheet has many of one kind, the first few, and the cells of the others."""
    groups: dict[tuple[str, str | None, str | None], list[Finding]] = {}
    for finding in findings:
        place = finding.location
        # a place in a text is a line; only cells can be listed after each other
        key = (finding.code, place.file, place.sheet if place.cell else str(place))
        groups.setdefault(key, []).append(finding)
    blocks = []
    for (code, _, _), group in groups.items():
        blocks += [_block(finding, color=color) for finding in group[:IN_FULL]]
        if len(group) > IN_FULL:
            cells = ", ".join(finding.location.cell for finding in group[IN_FULL:] if finding.location.cell)
            where = group[0].location.sheet or group[0].location.file or ""
            more = f"{len(group) - IN_FULL} more {code}" + (f" in {where}: {cells}" if where and cells else "")
            blocks.append("\n".join(_wrapped(more, "    ")) + "\n")
    return "\n".join(blocks)


def to_plain(document: Document, *, color: bool) -> str:
    """Lay out a document of notes and findings, without a table, and so without the library for tables."""
    blocks = []
    for part in document.parts:
        if isinstance(part, Listing):
            blocks.append(findings_text(part.findings, color=color))
        elif isinstance(part, Note):
            blocks.append("\n".join(line for text in part.text.splitlines() for line in _wrapped(text, "")) + "\n")
    return "\n".join(blocks)


def _block(finding: Finding, *, color: bool) -> str:
    place = visible(str(finding.location))
    kind = f"{finding.severity.value} {finding.code} {finding.name}"
    # a long path has a line of its own
    gap = "  " if len(place) + len(kind) + 2 <= WIDTH else "\n    "
    if color:
        word = finding.severity.value
        kind = f"\x1b[{_COLORS[finding.severity]}m{word}\x1b[0m{kind[len(word) :]}"
    head = f"{_bold(place) if color else place}{gap}{kind}" if place else kind
    lines = [head, *_wrapped(finding.message, "    ")]
    if finding.hint:
        lines += _wrapped(f"hint: {finding.hint}", "    ")
    return "\n".join(lines) + "\n"


def _bold(text: str) -> str:
    return f"\x1b[1m{text}\x1b[0m"


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(
        visible(text),
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def findings_summary(findings: Sequence[Finding]) -> str:
    """Say how many findings there are of each severity: `2 errors, 1 warning`."""
    tally = Counter(finding.severity for finding in findings)
    nouns = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
    said = [counted(tally[severity], noun) for severity, noun in nouns.items() if tally[severity]]
    return ", ".join(said) or "no findings"


def findings_table(findings: Iterable[Finding]) -> Table:
    """Give findings as a tidy table, one row each."""
    rows = tuple(
        tuple(None if (value := finding.to_json()[name]) is None else _cell(value) for name in FIELDS)
        for finding in findings
    )
    return tidy("Findings", FIELDS, rows)


def _cell(value: object) -> str | int:
    return value if isinstance(value, int) else str(value)
