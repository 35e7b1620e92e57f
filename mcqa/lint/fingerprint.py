"""A name for a finding that stays when lines move, so that two runs can tell whether it is the same one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from pathlib import PurePath

from mcqa.findings import Finding

# what a message says of other lines moves with them
_LINE = re.compile(r"\b(lines?|columns?) \d+")


def fingerprints(findings: Iterable[Finding]) -> tuple[str, ...]:
    """Give the fingerprint of each finding, in order; no two are the same.

    It is made of the code, the file, the subject, the level and the words that the finding is about, or its message
    where it is about no words, and of how many alike stand before it. Callers name files as those who compare will
    name them.
    """
    before: Counter[tuple[str, ...]] = Counter()
    marks = []
    for finding in findings:
        file = finding.location.file
        path = "" if file is None else PurePath(file).as_posix()
        alike = (finding.code, path, finding.subject or "", _about(finding))
        # lengths keep parts apart that run into each other
        whole = "".join(f"{len(part)}:{part}" for part in (*alike, str(before[alike])))
        before[alike] += 1
        # names of files may hold bytes that are no text
        marks.append(sha256(whole.encode("utf-8", errors="backslashreplace")).hexdigest())
    return tuple(marks)


def _about(finding: Finding) -> str:
    """Give what a finding is about: the words, with the level that a message begins with, or the whole message."""
    if finding.value is None:
        return _LINE.sub(r"\1", finding.message)
    where, colon, _ = finding.message.partition(":")
    level = where.removeprefix(finding.subject) if colon and finding.subject else ""
    return f"{level}:{finding.value}" if level != where else finding.value
