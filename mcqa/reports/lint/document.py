"""What a run of the linter found, as a document: for JSON, CSV and Markdown."""

from __future__ import annotations

from mcqa.lint.run import LintRun
from mcqa.reports.document import Document, Listing, Note, Table
from mcqa.reports.findings import findings_table
from mcqa.reports.lint.summary import by_code, headline, kept_back


def lint_document(run: LintRun) -> Document:
    """Report what the linter found in some files."""
    findings = run.findings
    parts: tuple[Note | Listing, ...] = tuple(Note(text=line) for line in (headline(run), *kept_back(run)))
    if findings:
        parts = (Listing(findings=findings), *parts)

    def table() -> Table:
        return findings_table(findings)

    return Document(title="Lint", parts=parts, tidy=table, results=lambda: _results(run))


def _results(run: LintRun) -> dict[str, object]:
    refused = sum(file.refused for file in run.files)
    return {
        "files": len(run.files) - refused,
        "refused": refused,
        "by_code": by_code(run.findings),
        "silenced": [
            {**silenced.finding.to_json(), "reason": silenced.reason or None}
            for file in run.files
            for silenced in file.silenced
        ],
        "known": sum(map(len, run.known.values())),
        "gone": run.gone,
    }
