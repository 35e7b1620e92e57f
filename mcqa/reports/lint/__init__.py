"""What `mcqa lint` says, in the forms that people, editors and programs that watch over repositories read."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from mcqa.findings import Finding
from mcqa.lint.engine import LintedFile
from mcqa.reports.lint.shown import Shown

if TYPE_CHECKING:
    from mcqa.reports.lint_evidence import EvidenceReport

NOTHING: Mapping[str, Sequence[Finding]] = MappingProxyType({})

# how the services that read a form say where the repository begins
_REPOSITORY = {
    "github": ("GITHUB_WORKSPACE",),
    "sarif": ("GITHUB_WORKSPACE", "CI_PROJECT_DIR"),
    "gitlab": ("CI_PROJECT_DIR",),
    "junit": ("GITHUB_WORKSPACE", "CI_PROJECT_DIR"),
}


def lint_text(
    form: str,
    files: Sequence[LintedFile],
    *,
    color: bool = False,
    root: Path,
    fixable: int = 0,
    known: Mapping[str, Sequence[Finding]] = NOTHING,
    evidence: EvidenceReport | None = None,
) -> str:
    """Write findings as `full` (`table` is the same), `concise`, `github`, `gitlab`, `sarif` or `junit`.

    Paths for other programs start where the repository around `root` begins, or there if it is in none. `fixable` says
    how many findings can be mended, `known` holds by file those that the baseline keeps back; `color` is for terminals.
    """
    run = Shown(tuple(files), known)
    if form in {"full", "table"}:
        from mcqa.reports.lint.full import full_text

        return full_text(run, color=color, fixable=fixable) + _evidence_text(evidence, color=color)
    if form == "concise":
        from mcqa.reports.lint.concise import concise_text

        return concise_text(run)
    from mcqa.reports.lint.places import Places

    places = Places(_start(form, root))
    match form:
        case "github":
            from mcqa.reports.lint.github import github_text

            return github_text(run, places)
        case "gitlab":
            from mcqa.reports.lint.gitlab import gitlab_text

            return gitlab_text(run, places)
        case "sarif":
            from mcqa.reports.lint.sarif import sarif_text

            return sarif_text(run, places)
        case "junit":
            from mcqa.reports.lint.junit import junit_text

            return junit_text(run, places)
        case _:
            raise ValueError(f"there is no form {form}")


def _evidence_text(evidence: EvidenceReport | None, *, color: bool) -> str:
    """Write what ratings say about the rules, below the findings; only then is the library for tables loaded."""
    if evidence is None:
        return ""
    from mcqa.reports.document import Document
    from mcqa.reports.terminal import to_terminal

    document = Document(title="", parts=evidence.parts, tidy=evidence.tidy, results=evidence.results)
    return "\n" + to_terminal(document, color=color)


def _start(form: str, root: Path) -> Path:
    """Give the folder where the repository begins: as the service says, if `root` stands in it, or as git does."""
    for variable in _REPOSITORY.get(form, ()):
        named = Path(os.environ.get(variable, ""))
        if named.is_absolute() and root.is_relative_to(named):
            return named
    # a file in a checkout beside others, a folder elsewhere
    return next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), root)
