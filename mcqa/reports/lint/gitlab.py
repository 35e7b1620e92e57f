"""Findings as the part of Code Climate's form that GitLab reads for its code quality report."""

from __future__ import annotations

from collections.abc import Iterable

from mcqa.findings import Finding, Severity
from mcqa.lint.fingerprint import fingerprints
from mcqa.reports.lint.characters import shown
from mcqa.reports.lint.places import Places
from mcqa.reports.lint.shown import Shown

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def gitlab_text(run: Shown, places: Places) -> str:
    """Write the findings as a list; a finding keeps its fingerprint when lines above it come or go."""
    import json

    moved = [finding for file in run.files for finding in from_root(file.findings, places.path(file.file))]
    issues = [_issue(finding, mark, places) for finding, mark in zip(moved, fingerprints(moved), strict=True)]
    return json.dumps(issues, indent=2) + "\n"


def from_root(findings: Iterable[Finding], path: str) -> list[Finding]:
    """Give findings with the path of their file from the root, as their fingerprints need it."""
    return [finding._replace(location=finding.location._replace(file=path)) for finding in findings]


def _issue(finding: Finding, fingerprint: str, places: Places) -> dict[str, object]:
    said = [f"{finding.code} {finding.name}: {finding.message}", *([finding.hint] if finding.hint else [])]
    return {
        "type": "issue",
        "check_name": finding.code,
        "description": shown(places.said("; ".join(said))),
        "categories": ["Bug Risk" if finding.severity is Severity.ERROR else "Clarity"],
        "severity": _SEVERITIES[finding.severity],
        "fingerprint": fingerprint,
        "location": {"path": finding.location.file, "lines": {"begin": finding.location.line or 1}},
    }
