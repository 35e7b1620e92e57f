"""The linter over both parsers: that of libyaml, and PyYAML's own where libyaml is missing."""

from pathlib import Path

import pytest
import yaml

from mcqa.lint.engine import lint_bytes
from mcqa.lint.settings import Settings
from mcqa.rubric import text as rubric_text
from mcqa.rubric.python_loader import PythonLoader

CASES = Path(__file__).with_name("cases")
READING = sorted(CASES.glob("L0*/*.yaml"))
STRUCTURE = Settings(select=("L0", "L1"))

pytestmark = pytest.mark.skipif(not yaml.__with_libyaml__, reason="this PyYAML was built without the parser in C")


@pytest.fixture
def both(tmp_path, monkeypatch):
    """Lint bytes with either parser, and give what is found, with its place."""

    def run(content):
        found = []
        for loader in (yaml.CSafeLoader, PythonLoader):
            monkeypatch.setattr(rubric_text, "_Loader", loader)
            linted = lint_bytes(content, file="r.yaml", folder=tmp_path, settings=STRUCTURE)
            found.append([(each.code, each.location.line, each.location.column) for each in linted.findings])
        return found

    return run


@pytest.mark.parametrize("path", READING, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_cases_of_reading_give_the_same(both, path):
    in_c, in_python = both(path.read_bytes())
    assert in_c == in_python
    assert bool(in_c) == path.stem.startswith("bad")


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("cut: met", "cut:\tmet", None),
        ("cut: met", "cut: met\t# a note", None),
        ("cut: met\n", "cut: met \t\n", "L009"),
        ("cut: met", "\tcut: met", "L008"),
        ("title: Dates", 'title: "Dates \\ud800"', "L008"),
        ("title: Dates", 'title: "Dates \\U00110000"', "L001"),
        ("format:", f"%YAML {'9' * 5000}.1\n---\nformat:", "L001"),
    ],
)
def test_tabs_and_escapes_are_the_same_to_both(both, sound, before, after, code):
    assert before in sound
    in_c, in_python = both(sound.replace(before, after, 1).encode())
    assert [place[:2] for place in in_c] == [place[:2] for place in in_python]
    assert {found for found, _, _ in in_c} == ({code} if code else set())
