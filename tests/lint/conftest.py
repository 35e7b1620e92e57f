"""A sound rubric to break, an overlay over it, and what the linter says of a text."""

from pathlib import Path
from typing import NamedTuple

import pytest

from mcqa.lint.engine import lint_bytes
from mcqa.lint.settings import Settings

CASES = Path(__file__).with_name("cases")
# what is tested rule by rule; the rules of wording have tests of their own
STRUCTURE = Settings(select=("L0", "L1"), ignore=("L009", "L113"))


class Found(NamedTuple):
    """What the linter said: the findings, and them short, as code, line and column."""

    findings: tuple
    short: list
    rubric: object


@pytest.fixture(scope="session")
def sound():
    """The text of a rubric without a finding."""
    return (CASES / "L102" / "good.yaml").read_text(encoding="utf-8").partition("\n")[2]


@pytest.fixture
def overlay(tmp_path, sound):
    """Write the sound rubric as base.yaml, and give the head of a rubric that extends it."""
    (tmp_path / "base.yaml").write_text(sound, encoding="utf-8")
    return (
        'format: mcqa-rubric/1\nid: state\nversion: "1.0.0"\ntitle: State\nstatus: local\nlanguage: en\n'
        "extends: base.yaml\n"
    )


@pytest.fixture
def lint(tmp_path):
    """Lint a text or bytes as a file of the temporary folder."""

    def run(text, settings=STRUCTURE, **given):
        content = text.encode() if isinstance(text, str) else text
        linted = lint_bytes(content, file="r.yaml", folder=tmp_path, settings=settings, **given)
        short = [(each.code, each.location.line, each.location.column) for each in linted.findings]
        return Found(findings=linted.findings, short=short, rubric=linted.rubric)

    return run
