"""What a run of the linter found, as a document: for JSON, CSV and Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from mcqa.findings import Finding
from mcqa.lint.engine import LintedFile
from mcqa.reports.document import Document, Listing, Note, Table
from mcqa.reports.findings import findings_table
from mcqa.reports.lint.shown import Shown
from mcqa.reports.lint.summary import by_code, headline, kept_back


def lint_document(
    files: Sequence[LintedFile], *, known: Mapping[str, Sequence[Finding]] = MappingProxyType({})
) -> Document:
    """Report what the linter found in some files; `known` is what the baseline holds of each."""
    run = Shown(tuple(files), known)
    findings = run.findings
    parts: tuple[Note | Listing, ...] = tuple(Note(text=line) for line in (headline(run), *kept_back(run)))
    if findings:
        parts = (Listing(findings=findings), *parts)

    def table() -> Table:
        return findings_table(findings)

    return Document(title="Lint", parts=parts, tidy=table, results=lambda: _results(run))


def _results(run: Shown) -> dict[str, object]:
    return {
        "files": len(run.files) - run.refused,
        "refused": run.refused,
        "by_code": by_code(run.findings),
        "silenced": [
            {**silenced.finding.to_json(), "reason": silenced.reason or None}
            for file in run.files
            for silenced in file.silenced
        ],
        "known": sum(map(len, run.known.values())),
    }
