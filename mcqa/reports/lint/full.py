"""Findings for people: what was found, the line with the words marked, why it matters and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from mcqa.findings import Finding, Severity
from mcqa.reports.lint.characters import shown, wrapped
from mcqa.reports.lint.shown import Shown
from mcqa.reports.lint.summary import summary

if TYPE_CHECKING:
    from mcqa.reports.lint.source import Span

WIDTH = 80
INDENT = "    "
# notes that give the same advice are shown whole so often in a file
WHOLE = 3
_COLORS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}


def full_text(run: Shown, *, color: bool, fixable: int = 0) -> str:
    """Write every finding as a block, and below them what there is in all.

    Why a kind of finding matters is said at the first of its kind. Notes that repeat the advice of others in the file
    leave it out after the first few, and the line too if it only holds the id of what the message names.
    """
    page = _Page(color=color)
    blocks = [block for file in run.files for block in page.blocks(file.findings, file.text)]
    lines = [line for said in summary(run, fixable=fixable) for line in wrapped(said, "", WIDTH)]
    return "\n".join([*blocks, "\n".join(lines) + "\n"])


class _Page:
    """Writes blocks one after the other and remembers what was said already."""

    def __init__(self, *, color: bool) -> None:
        self._color = color
        self._explained: set[str] = set()

    def blocks(self, findings: Sequence[Finding], text: str) -> list[str]:
        """Write the findings of one file."""
        if not findings:
            return []
        from mcqa.reports.lint.source import lines_of

        lines = lines_of(text) if text else []
        advice: Counter[tuple[str, str | None]] = Counter()
        written = []
        for finding in findings:
            same = (finding.code, finding.hint)
            advice[same] += 1
            whole = finding.severity is not Severity.INFO or advice[same] <= WHOLE
            written.append(self._block(finding, lines, whole=whole))
        return written

    def _block(self, finding: Finding, lines: Sequence[str], *, whole: bool) -> str:
        from mcqa.reports.lint.rules import about
        from mcqa.reports.lint.source import span_of

        said = [self._head(finding), *wrapped(finding.message, INDENT, WIDTH)]
        span = span_of(finding, lines)
        if span is not None and span.line.strip() and (whole or span.words != finding.subject):
            said += self._source(finding, span)
        if whole:
            if finding.code not in self._explained:
                self._explained.add(finding.code)
                said += self._labelled("why", about(finding.code).why_in_one_sentence)
            said += self._labelled("fix", finding.hint or "")
        return "\n".join(said) + "\n"

    def _head(self, finding: Finding) -> str:
        place, word = shown(str(finding.location)), finding.severity.value
        return (
            f"{self._painted(place, '1')}{'  ' if place else ''}{self._painted(word, _COLORS[finding.severity])} "
            f"{finding.code} {finding.name}"
        )

    def _source(self, finding: Finding, span: Span) -> list[str]:
        from mcqa.reports.lint.source import excerpt

        number = str(finding.location.line)
        bar = self._painted("|", "2")
        part = excerpt(span, WIDTH - len(INDENT) - len(number) - 3)
        stripped = part.marks.lstrip(" ")
        pad = " " * (len(part.marks) - len(stripped))
        marks = f"{pad}{self._painted(stripped, _COLORS[finding.severity])}"
        return [
            f"{INDENT}{self._painted(number, '2')} {bar} {part.line}".rstrip(" "),
            f"{INDENT}{' ' * len(number)} {bar} {marks}",
        ]

    def _labelled(self, label: str, text: str) -> list[str]:
        if not text:
            return []
        first, *rest = wrapped(f"{label}: {text}", INDENT, WIDTH)
        begin = f"{INDENT}{label}:"
        return [f"{INDENT}{self._painted(f'{label}:', '1')}{first.removeprefix(begin)}", *rest]

    def _painted(self, text: str, style: str) -> str:
        return f"\x1b[{style}m{text}\x1b[0m" if self._color and text else text
