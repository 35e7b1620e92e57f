"""Workflow commands, read as the runner of GitHub reads them."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcqa.findings import Severity
from mcqa.lint.suppressions import Silenced
from mcqa.reports.lint import lint_text
from mcqa.reports.lint.characters import shown
from mcqa.reports.lint.github import github_text
from mcqa.reports.lint.places import Places

COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)")
BREAK = re.compile(r"\r\n|[\r\n]")


def read(line):
    """Read a command as the runner does: properties apart at commas, the escapes undone in its order."""
    command, given_, data = COMMAND.fullmatch(line).groups()
    named = dict(part.split("=", 1) for part in given_.split(","))
    escapes = (("%0D", "\r"), ("%0A", "\n"), ("%25", "%"))
    properties = {name: undone(value, (("%3A", ":"), ("%2C", ","), *escapes)) for name, value in named.items()}
    return command, properties, undone(data, escapes)


def undone(text, escapes):
    for escape, meant in escapes:
        text = text.replace(escape, meant)
    return text


def test_a_command_has_the_place_the_title_and_the_hint(made, root):
    finding = made.finding("no measure", line=2, column=4, value="word", hint="say 5 %")
    text = github_text(made.run(made.file(finding, text="a\n1: word\n")), Places(root))
    assert text == (
        "::warning file=r.yaml,line=2,col=4,endColumn=8,title=mcqa L201 vague-term::no measure%0Asay 5 %25\n"
    )


@pytest.mark.parametrize(
    ("severity", "command"), [(Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.INFO, "notice")]
)
def test_severities_are_those_of_github(made, root, severity, command):
    text = github_text(made.run(made.file(made.finding(severity=severity))), Places(root))
    assert read(text.rstrip("\n"))[0] == command


def test_what_ends_a_property_is_escaped_there_and_not_in_the_message(made, root):
    finding = made.finding("a: b, c", hint=None)
    text = github_text(made.run(made.file(finding, file="a,b: 100%.yaml")), Places(root))
    assert "file=a%2Cb%3A 100%25.yaml," in text
    assert text.endswith("::a: b, c\n")
    assert read(text.rstrip("\n"))[1]["file"] == "a,b: 100%.yaml"


def test_paths_start_at_the_workspace(made, tmp_path, monkeypatch):
    folder = tmp_path / "state" / "rubrics"
    run = made.run(made.file(made.finding(), file=str(folder / "r.yaml")))
    assert "file=r.yaml," in lint_text("github", run.files, root=folder)
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    assert "file=state/rubrics/r.yaml," in lint_text("github", run.files, root=folder)
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path / "elsewhere"))
    assert "file=r.yaml," in lint_text("github", run.files, root=folder)


@pytest.mark.parametrize("form", ["github", "gitlab", "sarif", "junit"])
def test_without_a_service_paths_start_where_the_checkout_does(made, tmp_path, monkeypatch, form):
    for name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "state" / "rubrics"
    folder.mkdir(parents=True)
    run = made.run(made.file(made.finding(), file=str(folder / "r.yaml")))
    assert "rubrics/r.yaml" not in lint_text(form, run.files, root=folder)
    # a checkout beside others has a file of this name
    (tmp_path / "state" / ".git").write_text("gitdir: elsewhere\n", encoding="utf-8")
    text = lint_text(form, run.files, root=folder)
    assert "rubrics/r.yaml" in text
    assert "state/rubrics" not in text


@pytest.mark.parametrize("form", ["github", "gitlab", "sarif", "junit"])
def test_no_form_tells_where_the_checkout_lies_or_who_the_user_is(made, tmp_path, monkeypatch, form):
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "anna")
    root = tmp_path / "anna" / "checkout"
    files = []
    for file in (root / "a.yaml", tmp_path / "anna" / "b.yaml", tmp_path / "srv" / "c.yaml"):
        finding = made.finding(f"{file} is a folder", hint=f"name the files in it: {file / '*.yaml'}", file=str(file))
        files.append(made.file(finding, file=str(file), silenced=[Silenced(finding, f"see {file}")]))
    text = lint_text(form, files, root=root)
    assert "anna" not in text
    assert str(tmp_path) not in text


def test_a_clean_run_says_nothing(made, root):
    assert lint_text("github", [made.file()], root=root) == ""


def test_every_finding_of_the_cases_reads_back(cases, root):
    lines = lint_text("github", cases.files, root=root).splitlines()
    for line, finding in zip(lines, cases.findings, strict=True):
        _, properties, data = read(line)
        assert properties["title"] == f"mcqa {finding.code} {finding.name}"
        assert properties["line"] == str(finding.location.line)
        assert properties["file"].startswith("tests/lint/cases/")
        assert data.split("\n")[0].strip()


@given(st.data())
def test_any_text_is_one_command_and_reads_back(runs, root, data):
    run = data.draw(runs)
    lines = github_text(run, Places(root)).splitlines()
    for line, finding in zip(lines, run.findings, strict=True):
        _, properties, said = read(line)
        assert set(properties) <= {"file", "line", "col", "endColumn", "title"}
        whole = finding.message if finding.hint is None else f"{finding.message}\n{finding.hint}"
        assert said.split("\n") == [shown(part) for part in BREAK.split(Places(root).said(whole))]
