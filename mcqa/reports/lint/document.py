"""What a run of the linter found, as a document: for JSON, CSV and Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from mcqa.findings import Finding
from mcqa.lint.engine import LintedFile
from mcqa.reports.document import Document, Listing, Note, Table
from mcqa.reports.findings import findings_table
from mcqa.reports.lint.shown import Shown
from mcqa.reports.lint.summary import by_code, headline, kept_back

if TYPE_CHECKING:
    from mcqa.reports.lint_evidence import EvidenceReport


def lint_document(
    files: Sequence[LintedFile],
    *,
    known: Mapping[str, Sequence[Finding]] = MappingProxyType({}),
    evidence: EvidenceReport | None = None,
) -> Document:
    """Report what the linter found in some files; `known` is what the baseline holds of each.

    Where ratings say which rules they bear out, their table is the one for CSV.
    """
    run = Shown(tuple(files), known)
    findings = run.findings
    parts: tuple[Table | Note | Listing, ...] = tuple(Note(text=line) for line in (headline(run), *kept_back(run)))
    if findings:
        parts = (Listing(findings=findings), *parts)

    def table() -> Table:
        return evidence.tidy if evidence else findings_table(findings)

    def results() -> dict[str, object]:
        return _results(run) | ({"evidence": evidence.results} if evidence else {})

    return Document(title="Lint", parts=(*parts, *(evidence.parts if evidence else ())), tidy=table, results=results)


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
