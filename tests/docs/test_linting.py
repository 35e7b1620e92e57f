"""What docs/linting.md says of options, word lists, mending, comments, settings and hooks is so."""

import importlib.util
import re
import tomllib
from pathlib import Path

import pytest
import typer
import yaml
from typer.testing import CliRunner

from mcqa.cli.commands import lint, rubric
from mcqa.cli.main import app
from mcqa.cli.options import SHARED_NAMES
from mcqa.lint.engine import codes, lint_bytes
from mcqa.lint.fixable import FIXABLE
from mcqa.lint.prose.language import list_names

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "linting.md"
TEXT = PAGE.read_text(encoding="utf-8")
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
SAMPLE = ROOT / "samples" / "linting" / "family-survey.yaml"
ROW = re.compile(r"^\|(.*)\|$", re.MULTILINE)


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)


def table(header):
    """Give the rows of the table that begins with a header."""
    rows = TEXT.split(f"| {header} |", 1)[1].split("\n\n", 1)[0]
    return [[cell.strip() for cell in row.split("|")] for row in ROW.findall(rows)]


def options(command):
    return {option for parameter in command.params for option in parameter.opts if option.startswith("--")}


def named(option, text):
    return re.search(rf"{option}(?![\w-])", text) is not None


SHARED = {f"--{name.replace('_', '-')}" for name in SHARED_NAMES}
LINT = options(typer.main.get_command(lint.app))
DIFF = options(typer.main.get_command(rubric.app).commands["diff"])


def test_every_option_of_lint_and_rubric_diff_is_named_in_the_documents():
    everywhere = "\n".join(path.read_text(encoding="utf-8") for path in DOCUMENTS)
    assert {"--select", "--fail-on"} <= LINT
    assert [option for option in sorted(LINT - SHARED) if not named(option, TEXT)] == []
    assert [option for option in sorted(LINT | DIFF | SHARED) if not named(option, everywhere)] == []


def test_every_format_of_lint_has_its_row():
    listed = {name for row in table("`--format` | for") for name in re.findall(r"`(\w+)`", row[0])}
    assert listed | {"table"} == {form.value for form in lint.LintFormat}


def test_the_table_of_word_lists_has_every_list_of_terms_beside_its_rule():
    rows = table("list | rule | its terms")[1:]
    names = {row[0].strip("`"): row[1] for row in rows}
    assert set(names) == {name for name in list_names() if "." not in name}
    assert {codes()[code] for code in names.values()} == set(names)
    said = TEXT.split("Phrases in which a word is no fault", 1)[1].split("Each file", 1)[0]
    assert set(re.findall(r"`([\w.-]+)`", said)) == {name for name in list_names() if name.endswith(".allowed")}


def test_the_table_of_what_is_mended_has_every_rule_that_is():
    rows = table("rule | what is mended | what is left to you")
    assert {row[0] for row in rows if row[0].startswith("L")} == FIXABLE


def test_codes_in_the_page_exist():
    assert set(re.findall(r"\bL\d{3}\b", TEXT)) <= set(codes())


@pytest.mark.parametrize("fragment", [block for block in blocks("yaml") if "# mcqa: ignore" in block])
def test_comments_that_are_shown_silence_what_they_name(fragment):
    path = ROOT / "tests" / "lint" / "examples.py"
    spec = importlib.util.spec_from_file_location("examples_of_rules", path)
    examples = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(examples)
    whole = examples.embedded(fragment)
    if "ignore-file[L402]" in fragment:
        whole = re.sub(r"^ +anchors:\n(?: {10}.*\n)*", "", whole, flags=re.MULTILINE)
    linted = lint_bytes(whole.encode(), file="r.yaml", folder=Path())
    named_codes = {code for found in re.findall(r"\[(.*?)\]", fragment) for code in found.split(", ")}
    assert {each.finding.code for each in linted.silenced} == named_codes
    assert all(each.reason for each in linted.silenced)
    assert linted.findings == ()


def test_the_settings_that_are_shown_are_taken(tmp_path, monkeypatch):
    (settings,) = blocks("toml")
    assert set(tomllib.loads(settings)["lint"]["words"]) == {"vague-term", "vague-term.allowed"}
    (tmp_path / "mcqa.toml").write_text(settings, encoding="utf-8")
    (tmp_path / "r.yaml").write_bytes(SAMPLE.read_bytes())
    monkeypatch.chdir(tmp_path)

    def run(*words):
        return CliRunner().invoke(app, ["lint", "r.yaml", *words], prog_name="mcqa", catch_exceptions=False)

    assert run("--write-baseline", "lint-baseline.json").exit_code == 0
    done = run()
    assert done.exit_code == 0
    assert "by the baseline" in done.stdout
    assert "L201" not in (tmp_path / "lint-baseline.json").read_text(encoding="utf-8"), "-appropriate"


def test_hooks_and_inputs_that_are_named_exist():
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert {row[0].strip("`") for row in table("hook | what it does") if row[0].startswith("`")} == {
        hook["id"] for hook in hooks
    }
    inputs = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["inputs"]
    rows = {row[0].strip("`"): row[2] for row in table("input | means | default") if row[0].startswith("`")}
    assert rows == {name: f"`{given['default']}`" if given["default"] else "none" for name, given in inputs.items()}


def test_lines_of_the_concise_form_fit_the_pattern_that_is_given():
    pattern = re.compile(re.search(r"fit one pattern, `(.*?)`", TEXT)[1])
    done = CliRunner().invoke(app, ["lint", str(SAMPLE), "--format", "concise"], catch_exceptions=False)
    lines = done.stdout.splitlines()
    assert len(lines) >= 4
    assert all(pattern.fullmatch(line) for line in lines)
    (task,) = blocks("json")
    assert pattern.pattern.replace("\\", "\\\\") in task
