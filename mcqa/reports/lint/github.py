"""Findings as workflow commands, which GitHub shows beside the lines of a pull request."""

from __future__ import annotations

import re

from mcqa.findings import Finding, Severity
from mcqa.reports.lint.characters import shown
from mcqa.reports.lint.places import Places
from mcqa.reports.lint.shown import Shown
from mcqa.reports.lint.source import Span, lines_of, span_of

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_BREAK = re.compile(r"\r\n|[\r\n]")


def github_text(run: Shown, places: Places) -> str:
    """Write a command for each finding; the hint is a line of its own in the message."""
    written = []
    for file in run.files:
        lines = lines_of(file.text) if file.findings else []
        path = places.path(file.file)
        written += [_command(finding, path, span_of(finding, lines), places) for finding in file.findings]
    return "".join(written)


def _command(finding: Finding, path: str, span: Span | None, places: Places) -> str:
    place = finding.location
    named: dict[str, str | int | None] = {"file": path, "line": place.line, "col": place.column}
    if span is not None and place.column == span.start:
        named["endColumn"] = span.end
    named["title"] = f"mcqa {finding.code} {finding.name}"
    given = ",".join(f"{key}={_property(str(value))}" for key, value in named.items() if value is not None)
    said = finding.message if finding.hint is None else f"{finding.message}\n{finding.hint}"
    return f"::{_COMMANDS[finding.severity]} {given}::{_data(places.said(said))}\n"


def _data(text: str) -> str:
    """Escape a message: a command is one line."""
    return "%0A".join(shown(line).replace("%", "%25") for line in _BREAK.split(text))


def _property(text: str) -> str:
    """Escape a property, which a colon or a comma would end."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
