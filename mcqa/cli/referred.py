"""A second set of ratings beside the sheets of a run: the reference that reviewers are held against."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mcqa.cli.inputs import open_noted, sheet_options
from mcqa.cli.options import Common
from mcqa.cli.reading import Reading
from mcqa.errors import InputError
from mcqa.findings import Finding
from mcqa.ratings.build import Collected, build_ratings
from mcqa.rubric.model import Rubric
from mcqa.scoresheets.files.find import find_files
from mcqa.scoresheets.files.opened import Opened
from mcqa.scoresheets.read import read_sheets

# of the ratings of one expert panel these say nothing; the others, and all about sheets, are faults of the file
TOLD = frozenset({"R101", "R102", "R114"})
# how many reviewers share a micro-credential, and which levels they use, is of no matter beside a reference
ABOUT_DESIGN = frozenset({"R104", "R107", "R108"})
# what the call says is for the sheets of the reviewers too, and need not meet anything here
FOR_SHEETS = frozenset({"S109", "S110"})


def without_file(sheets: Sequence[str], file: Path, *, called: str = "the reference") -> list[str]:
    """Give the sheets without one file, where a folder or pattern means that too; other arguments stay as they are.

    InputError where nothing else is left, which says what the file is `called`.
    """
    if not file.is_file():
        return list(sheets)
    whole = file.resolve()
    kept: list[str] = []
    for argument in sheets:
        found = find_files([argument]).files
        here = [str(path) for path in found if path.resolve() != whole]
        kept += [argument] if len(here) == len(found) else here
    if not kept:
        raise InputError(f"the sheets are {called} itself, {file}", hint="name the sheets of the reviewers")
    return kept


def read_reference(path: Path, rubric: Rubric, common: Common, reading: Reading) -> tuple[Opened, Collected]:
    """Read reference ratings with the rubric of the sheets; a rater who is not named is called after the file.

    `--round` is not asked of them. InputError where they hold no rating.
    """
    opened = open_noted([str(path)], common)
    options = sheet_options(reading, common)._replace(rater_from="filename")
    collected = build_ratings(read_sheets(opened, rubric, options), rubric)
    findings = tuple(finding for finding in collected.findings if _concerns(finding))
    if not collected.n_ratings:
        raise InputError(f"the reference {path} holds no usable rating", hint="see `mcqa check`", findings=findings)
    return opened, collected._replace(findings=findings)


def about_reviewers(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Keep the findings about sheets that matter where each reviewer is held against a reference."""
    return tuple(finding for finding in findings if finding.code not in ABOUT_DESIGN)


def _concerns(finding: Finding) -> bool:
    return finding.code in TOLD or (finding.code[0] == "S" and finding.code not in FOR_SHEETS)
