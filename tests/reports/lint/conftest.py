"""Runs of the linter: over the files of the cases, over a text, and over findings made by hand."""

from pathlib import Path

import pytest
from hypothesis import strategies as st

from mcqa.findings import Finding, Location, Severity
from mcqa.lint.engine import LintedFile, codes, every_rule, lint_bytes, lint_files
from mcqa.lint.suppressions import Silenced
from mcqa.reports.lint.shown import Shown

ROOT = Path(__file__).resolve().parents[3]
CASES = ROOT / "tests" / "lint" / "cases"


def run_over(*files, known=None):
    return Shown(files=tuple(files), known=known or {})


def found(message="a word", **given):
    place = Location(given.pop("file", "r.yaml"), given.pop("line", 1), given.pop("column", 1))
    made = {"code": "L201", "name": "vague-term", "severity": Severity.WARNING, "hint": "say how many", **given}
    return Finding(message=message, location=place, **made)


def holding(*findings, file="r.yaml", text="", silenced=()):
    return LintedFile(file=file, digest="0" * 64, findings=findings, rubric=None, text=text, silenced=tuple(silenced))


# every character, with those that no encoding has
ANY_TEXT = st.text(alphabet=st.characters(), max_size=40)
FINDINGS = st.builds(
    found,
    message=ANY_TEXT,
    hint=st.none() | ANY_TEXT,
    subject=st.none() | ANY_TEXT,
    value=st.none() | ANY_TEXT,
    severity=st.sampled_from(Severity),
    line=st.none() | st.integers(1, 6),
    column=st.none() | st.integers(1, 60),
)
FILES = st.builds(
    lambda file, text, findings, silenced: holding(*findings, file=file, text=text, silenced=silenced),
    file=ANY_TEXT.filter(bool),
    text=st.text(alphabet=st.characters(), max_size=120),
    findings=st.lists(FINDINGS, max_size=4),
    silenced=st.lists(st.builds(Silenced, FINDINGS, ANY_TEXT), max_size=2),
)
RUNS = st.lists(FILES, max_size=3).map(lambda files: run_over(*files))


@pytest.fixture(scope="session")
def root():
    """The folder of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def cases():
    """A run over the good and bad files of all cases."""
    return run_over(*lint_files([str(CASES / "*" / "*.yaml")]))


@pytest.fixture(scope="session")
def every_code():
    """A run with a finding of every code that a rubric can have."""
    rules = every_rule()
    findings = [
        found(code=code, name=name, severity=rules[code].kind.severity if code in rules else Severity.ERROR)
        for code, name in codes().items()
    ]
    return run_over(holding(*findings, text="a word\n"))


@pytest.fixture(scope="session")
def lint_text_of():
    """Lint a text as a file of some name."""

    def run(text, file="r.yaml"):
        return run_over(lint_bytes(text.encode(), file=file, folder=Path()))

    return run


@pytest.fixture(scope="session")
def made():
    """Make findings, files and runs by hand."""

    class Made:
        finding = staticmethod(found)
        file = staticmethod(holding)
        run = staticmethod(run_over)

    return Made


@pytest.fixture(scope="session")
def runs():
    """Any runs: whatever text stands in names, messages and files."""
    return RUNS
