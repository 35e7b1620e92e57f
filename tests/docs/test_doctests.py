"""Every example in a docstring, the README and the docs gives what is printed under it."""

import doctest
import importlib
import pkgutil
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

import mcqa

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
# pandas ends the line of a name with spaces, which editors take away
FLAGS = doctest.NORMALIZE_WHITESPACE
FENCED = re.compile(r"^```(?:python|pycon)?\n(.*?)^```", re.DOTALL | re.MULTILINE)
# starting these runs the command line
STARTS = {"mcqa.__main__"}


def modules() -> Iterator[str]:
    yield "mcqa"
    yield from (each.name for each in pkgutil.walk_packages(mcqa.__path__, "mcqa.") if each.name not in STARTS)


def examples_of_modules() -> list[doctest.DocTest]:
    finder = doctest.DocTestFinder(exclude_empty=True)
    found = [test for name in modules() for test in finder.find(importlib.import_module(name), name)]
    return [test for test in found if test.examples]


def examples_of_documents() -> list[doctest.DocTest]:
    """One test for each document: its blocks follow one another, as they do for a reader."""
    parser, found = doctest.DocTestParser(), []
    for path in DOCUMENTS:
        text = path.read_text(encoding="utf-8")
        # everything but the blocks is left out, and lines stay where they are
        kept, end = "", 0
        for block in FENCED.finditer(text):
            kept += "\n" * text.count("\n", end, block.start(1)) + textwrap.dedent(block[1])
            end = block.end(1)
        test = parser.get_doctest(kept, {}, path.name, str(path), 0)
        found += [test] if test.examples else []
    return found


@pytest.mark.parametrize("test", [*examples_of_modules(), *examples_of_documents()], ids=lambda test: test.name)
def test_example_gives_what_is_printed(test: doctest.DocTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    said: list[str] = []
    result = doctest.DocTestRunner(optionflags=FLAGS).run(test, out=said.append)
    assert result.failed == 0, "".join(said)


def test_examples_are_found() -> None:
    names = {test.name for test in examples_of_modules()}
    assert {"mcqa", "mcqa.notebook.kappas.cohen_kappa", "mcqa.statistics.weights.agreement_weights"} <= names
    assert "notebooks.md" in {test.name for test in examples_of_documents()}
