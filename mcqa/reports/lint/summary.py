"""What a run found, in a few lines."""

from __future__ import annotations

from collections import Counter

from mcqa.findings import Finding
from mcqa.reports.document import counted
from mcqa.reports.findings import findings_summary
from mcqa.reports.lint.shown import Shown

# as many findings can be counted by looking
FEW = 8


def headline(run: Shown) -> str:
    """Say how many rubrics were read and what was found in them, in one sentence."""
    read = [file for file in run.files if not file.refused]
    found = run.findings
    with_findings = sum(bool(file.findings) for file in read)
    where = f", {with_findings} with findings" if with_findings and len(read) > 1 else ""
    text = f"{counted(len(read), 'rubric')} checked{where}: {findings_summary(found)}."
    return f"{text} {counted(run.refused, 'file')} could not be read." if run.refused else text


def summary(run: Shown, *, fixable: int = 0) -> list[str]:
    """Give the lines below the findings: counts, what is kept back and why, and what to do next."""
    findings = run.findings
    lines = [headline(run)]
    if len(findings) > FEW:
        lines += _by_code(findings)
    lines += kept_back(run)
    if fixable:
        lines.append(f"{fixable} can be mended with --fix; --diff shows how.")
    if findings:
        worst = max(findings, key=lambda finding: finding.severity.rank)
        lines.append(f"Reasons, literature and examples: mcqa explain {worst.code}")
    return lines


def kept_back(run: Shown) -> list[str]:
    """Say how many findings are not reported, and why."""
    silenced = sum(len(file.silenced) for file in run.files)
    known = sum(map(len, run.known.values()))
    by = [f"{silenced} by comments in the files"] if silenced else []
    by += [f"{known} by the baseline"] if known else []
    return [f"Kept back: {', '.join(by)}."] if by else []


def _by_code(findings: tuple[Finding, ...]) -> list[str]:
    """Count the findings of each kind, the gravest and then the most frequent first."""
    tally = Counter((finding.severity.rank, finding.code, finding.name) for finding in findings)
    if len(tally) == 1:
        return []
    ordered = sorted(tally.items(), key=lambda item: (-item[0][0], -item[1], item[0][1]))
    room = len(str(max(tally.values())))
    words = ("note", "warning", "error")
    return [f"  {number:{room}}  {code} {name} ({words[rank]})" for (rank, code, name), number in ordered]


def by_code(findings: tuple[Finding, ...]) -> dict[str, int]:
    """Count the findings of each code, for programs."""
    return dict(sorted(Counter(finding.code for finding in findings).items()))
