"""Findings in SARIF 2.1.0, the form in which tools for code tell their results to each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from mcqa import __version__
from mcqa.explanations.documentation import Documentation
from mcqa.findings import Finding, Severity
from mcqa.lint.engine import LintedFile, every_rule
from mcqa.lint.fingerprint import fingerprints
from mcqa.reports.lint.gitlab import from_root
from mcqa.reports.lint.places import Places
from mcqa.reports.lint.rules import about, family
from mcqa.reports.lint.shown import Shown
from mcqa.reports.lint.source import lines_of, span_of

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "%SRCROOT%"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
# the words by which GitHub orders alerts
_PROBLEMS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "recommendation"}

# results are written one by one, since a log of thousands as one tree of objects takes much memory; no text in JSON
# holds a quotation mark as it is, so the place for them is found without fail
_EMPTY = '"results": []'
_INDENT = " " * 6

Json = dict[str, object]


class _Result(NamedTuple):
    """A finding of a file, the number of the file, and what keeps it back: nothing, a comment or the baseline."""

    file: LintedFile
    at: int
    finding: Finding
    suppressions: list[Json]


def sarif_text(run: Shown, places: Places) -> str:
    """Write a log with one run: the rules that were broken, the files, and a result for each finding."""
    import json

    results = list(_results(run, places))
    kinds = {each.finding.code: each.finding for each in sorted(results, key=lambda each: each.finding.code)}
    numbers = {code: number for number, code in enumerate(kinds)}
    moved = [from_root([each.finding], places.path(each.file.file))[0] for each in results]
    lines = {at: lines_of(file.text) for at, file in enumerate(run.files)}
    artifacts = _artifacts(run, places)
    indexes = {path: index for index, path in enumerate(artifacts)}
    log = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "mcqa",
                        "version": __version__,
                        "rules": [_rule(finding) for finding in kinds.values()],
                    }
                },
                "invocations": [{"executionSuccessful": not run.refused}],
                "originalUriBaseIds": {ROOT: {"description": {"text": "The root of the repository."}}},
                "artifacts": list(artifacts.values()),
                "columnKind": "unicodeCodePoints",
                "results": [],
            }
        ],
    }
    head, mark_of_place, tail = (json.dumps(log, indent=2, allow_nan=False) + "\n").partition(_EMPTY)
    parts = []
    for each, mark in zip(results, fingerprints(moved), strict=True):
        result = {
            **_result(each, lines[each.at], places, indexes[places.path(each.file.file)]),
            "ruleIndex": numbers[each.finding.code],
            "partialFingerprints": {"mcqa/v1": mark},
        }
        written = json.dumps(result, indent=2, allow_nan=False)
        parts.append(f"{_INDENT}  " + written.replace("\n", f"\n{_INDENT}  "))
    if not parts:
        return head + mark_of_place + tail
    return "".join([head, '"results": [\n', ",\n".join(parts), f"\n{_INDENT}]", tail])


def _results(run: Shown, places: Places) -> Iterator[_Result]:
    """Give what is reported and what is kept back; with one suppression in a run, every result has to have the list."""
    for at, file in enumerate(run.files):
        for finding in file.findings:
            yield _Result(file, at, finding, [])
        for finding, reason in file.silenced:
            why = {"justification": places.said(reason)} if reason else {}
            yield _Result(file, at, finding, [{"kind": "inSource", **why}])
        for finding in run.known.get(file.file, ()):
            why = {"justification": "held by the baseline"}
            yield _Result(file, at, finding, [{"kind": "external", **why}])


def _rule(finding: Finding) -> Json:
    written, rule = about(finding.code), every_rule().get(finding.code)
    severity = rule.kind.severity if rule else finding.severity
    summary = written.summary or finding.name
    why = [written.why[0].upper() + written.why[1:]] if written.why else []
    return {
        "id": finding.code,
        "name": finding.name,
        "shortDescription": {"text": summary},
        "fullDescription": {"text": " ".join([summary, *written.notes, *why])},
        "help": {"text": _help(written, summary), "markdown": _help_in_markdown(written, summary)},
        "defaultConfiguration": {"level": _LEVELS[severity]},
        "properties": {"tags": ["rubric", family(finding.code)], "problem.severity": _PROBLEMS[severity]},
    }


def _help(written: Documentation, summary: str) -> str:
    parts = [summary, *written.notes]
    parts += [f"Why: {written.why}"] if written.why else []
    parts += [f"Source: {'; '.join(written.sources)}"] if written.sources else []
    parts += [f"{label}:\n{text}" for label, text in (("Bad", written.bad), ("Good", written.good)) if text]
    return "\n\n".join(parts)


def _help_in_markdown(written: Documentation, summary: str) -> str:
    parts = [summary, *written.notes]
    parts += [f"**Why:** {written.why}"] if written.why else []
    parts += [f"**Source:** {'; '.join(written.sources)}"] if written.sources else []
    for label, text in (("Bad", written.bad), ("Good", written.good)):
        if text:
            parts.append(f"**{label}:** {text}" if written.in_words else f"**{label}:**\n\n```yaml\n{text}\n```")
    return "\n\n".join(parts)


def _artifacts(run: Shown, places: Places) -> dict[str, Json]:
    """Give each path once: files from elsewhere, told by name alone, may share it, and have no hash then."""
    found: dict[str, Json] = {}
    for file in run.files:
        path = places.path(file.file)
        shared = path in found
        found[path] = {"location": _uri(file, places), "roles": ["analysisTarget"]}
        if file.sha256 and not shared:
            found[path]["hashes"] = {"sha-256": file.sha256}
    return found


def _uri(file: LintedFile, places: Places) -> Json:
    from urllib.parse import quote_from_bytes

    path = places.path(file.file)
    try:
        # names of files that are no text keep their bytes
        name = path.encode("utf-8", errors="surrogateescape")
    except UnicodeEncodeError:
        name = path.encode("utf-8", errors="replace")
    return {"uri": quote_from_bytes(name), "uriBaseId": ROOT}


def _result(each: _Result, lines: list[str], places: Places, artifact: int) -> Json:
    finding = each.finding
    said = finding.message + (f"\n{finding.hint}" if finding.hint else "")
    place: Json = {"artifactLocation": {**_uri(each.file, places), "index": artifact}}
    if region := _region(finding, lines):
        place["region"] = region
    return {
        "ruleId": finding.code,
        "level": _LEVELS[finding.severity],
        "message": {"text": places.said(said)},
        "locations": [{"physicalLocation": place}],
        "suppressions": each.suppressions,
    }


def _region(finding: Finding, lines: list[str]) -> Json:
    """Give the columns of the words where the file has the line; else as much as is known."""
    number, column = finding.location.line, finding.location.column
    if number is None:
        return {}
    span = span_of(finding, lines)
    if span is not None and column == span.start:
        return {"startLine": number, "startColumn": span.start, "endColumn": span.end}
    return {"startLine": number} if column is None else {"startLine": number, "startColumn": column}
