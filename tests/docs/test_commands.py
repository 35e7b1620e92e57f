"""The commands in the README and the docs are run, and their output compared with what is printed there.

A line `...` in a document stands for any number of lines. MCQA_UPDATE_DOCS=1 writes the output of a command into the
document, cut after `SHOWN` lines, where it is no longer what stands there; an excerpt that still holds stays as it is.
"""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
SHOWN = 24


def blocks() -> list[tuple[Path, str]]:
    return [(path, block) for path in DOCUMENTS for block in BLOCK.findall(path.read_text(encoding="utf-8"))]


def commands(block: str) -> list[tuple[str, list[str]]]:
    """Give each command of a block with the output printed under it."""
    found: list[tuple[str, list[str]]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line)
    return found


def run(command: str) -> list[str]:
    words = command.split()
    assert words[0] == "mcqa", command
    done = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONUTF8": "1", "COLUMNS": "80"},
    )
    assert done.returncode in {0, 1}, done.stderr
    return done.stdout.splitlines()


def matches(expected: list[str], got: list[str]) -> bool:
    pattern = "\n".join(r"(.*\n?)*?" if line == "..." else re.escape(line) for line in expected)
    return re.fullmatch(pattern.replace("\n(.*\\n?)*?", r"(?:\n.*)*"), "\n".join(got)) is not None


def renewed(expected: list[str], got: list[str]) -> list[str]:
    """Give what is to stand in a document: what does already, as long as it holds, else the output, cut."""
    if matches(expected, got):
        return expected
    return [*got[:SHOWN], "..."] if len(got) > SHOWN else got


def test_an_excerpt_stays_as_long_as_it_holds_and_is_renewed_when_it_does_not() -> None:
    got = [f"line {number}" for number in range(40)]
    excerpt = ["line 0", "...", "line 7", "line 8", "..."]
    assert renewed(excerpt, got) == excerpt
    assert renewed(got, got) == got
    assert renewed([*excerpt[:2], "line seven", "..."], got) == [*got[:SHOWN], "..."]
    assert renewed(excerpt, got[:3]) == got[:3]


@pytest.mark.parametrize(("path", "block"), blocks(), ids=lambda value: getattr(value, "name", ""))
def test_printed_output_is_what_the_command_prints(path: Path, block: str) -> None:
    fresh = []
    for command, expected in commands(block):
        got = run(command)
        if os.environ.get("MCQA_UPDATE_DOCS"):
            fresh += [f"$ {command}", *renewed(expected, got)]
            continue
        assert matches(expected, got), f"{path.name}: $ {command}\n" + "\n".join(got)
    if fresh:
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(block, "\n".join(fresh) + "\n"), encoding="utf-8", newline="\n")


def test_readme_has_the_two_commands_for_a_fresh_machine() -> None:
    first_screen = (ROOT / "README.md").read_text(encoding="utf-8").split("## ")[0]
    shell = re.findall(r"```sh\n(.*?)```", first_screen, re.DOTALL)
    assert len(shell) == 2
    assert "mcqa score samples/round-1" in shell[0]
    assert "pytest" in shell[1]


def test_every_command_stands_in_the_readme_or_the_docs() -> None:
    from mcqa.cli.main import COMMANDS

    text = "\n".join(path.read_text(encoding="utf-8") for path in DOCUMENTS)
    missing = [name for name in COMMANDS if f"mcqa {name}" not in text]
    assert missing == []


def test_links_in_the_documents_lead_somewhere() -> None:
    for path in DOCUMENTS:
        for target in re.findall(r"\]\(([^)#]+?)\)", path.read_text(encoding="utf-8")):
            if not target.startswith("http"):
                assert (path.parent / target).exists(), f"{path.name} -> {target}"


def test_version_is_the_same_everywhere() -> None:
    import mcqa

    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {mcqa.__version__}\n" in citation
    assert tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dynamic"] == ["version"]


def test_python_example_of_the_readme_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    (example,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, object] = {}
    exec(compile(example, "README.md", "exec"), names)
    assert len(names["result"].estimates) == 13 * 5
