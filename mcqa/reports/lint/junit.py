"""Findings as test results in the XML of JUnit, which every program for continuous integration shows.

A file is a suite. Errors and warnings are failed cases, with the severity as their type; notes are passed cases with
their text as output; what a comment or the baseline keeps back is a skipped case with its reason. A file without any of
these is one passed case, so that it is seen to have been checked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from mcqa.findings import Finding, Severity
from mcqa.lint.engine import LintedFile
from mcqa.reports.lint.characters import shown
from mcqa.reports.lint.places import Places
from mcqa.reports.lint.shown import Shown

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

# no escape can bring these into a document
_FORBIDDEN = re.compile("[\ud800-\udfff\ufffe\uffff]")


def junit_text(run: Shown, places: Places) -> str:
    """Write a suite for each file."""
    from xml.etree import ElementTree as ET

    top = ET.Element("testsuites", name="mcqa lint")
    for file in run.files:
        top.append(_suite(file, run.known.get(file.file, ()), places))
    for count in ("tests", "failures", "skipped"):
        top.set(count, str(sum(int(suite.get(count, "0")) for suite in top)))
    top.set("errors", "0")
    ET.indent(top)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(top, encoding="unicode")}\n'


def _suite(file: LintedFile, known: Sequence[Finding], places: Places) -> Element:
    from xml.etree import ElementTree as ET

    path = _text(places.path(file.file))
    suite = ET.Element("testsuite", name=path)
    for finding in file.findings:
        case, said = _case(suite, finding, path), _text(places.said(_said(finding)))
        if finding.severity is Severity.INFO:
            ET.SubElement(case, "system-out").text = said
        else:
            message = _text(places.said(finding.message))
            ET.SubElement(case, "failure", type=finding.severity.value, message=message).text = said
    for finding, reason in file.silenced:
        case = _case(suite, finding, path)
        ET.SubElement(
            case, "skipped", message=_text(f"silenced by a comment: {places.said(reason) or 'no reason given'}")
        )
    for finding in known:
        ET.SubElement(_case(suite, finding, path), "skipped", message="held by the baseline")
    if not len(suite):
        ET.SubElement(suite, "testcase", name="clean", classname=path, file=path)
    suite.set("tests", str(len(suite)))
    suite.set("failures", str(len(suite.findall("testcase/failure"))))
    suite.set("errors", "0")
    suite.set("skipped", str(len(suite.findall("testcase/skipped"))))
    return suite


def _case(suite: Element, finding: Finding, path: str) -> Element:
    from xml.etree import ElementTree as ET

    line, column = finding.location.line or 1, finding.location.column or 1
    name = " ".join(part for part in (finding.code, finding.name, finding.subject, f"{line}:{column}") if part)
    return ET.SubElement(suite, "testcase", name=_text(name), classname=path, file=path, line=str(line))


def _said(finding: Finding) -> str:
    """Say place, message and hint in one text, for readers that show nothing but the text of a failure."""
    place = f"line {finding.location.line or 1}, column {finding.location.column or 1}"
    return f"{place}: {finding.message}" + (f" ({finding.hint})" if finding.hint else "")


def _text(text: str) -> str:
    return _FORBIDDEN.sub("?", shown(text))
