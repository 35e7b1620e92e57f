r"""One line for each finding, as compilers write them: editors find `path:line:column: severity` and jump there.

There is no other line, and none at all where nothing is found, so that every line can be read by one pattern:
`^(.+):(\d+):(\d+): (error|warning|info) (\w+) (.*)$`.
"""

from __future__ import annotations

from mcqa.findings import Finding
from mcqa.reports.lint.characters import shown
from mcqa.reports.lint.shown import Shown


def concise_text(run: Shown) -> str:
    """Write a line for each finding."""
    return "".join(_line(finding, file.file) for file in run.files for finding in file.findings)


def _line(finding: Finding, file: str) -> str:
    place = finding.location
    return (
        f"{shown(place.file or file)}:{place.line or 1}:{place.column or 1}: "
        f"{finding.severity.value} {finding.code} {shown(finding.message)}\n"
    )
