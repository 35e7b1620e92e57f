"""`mcqa rubric`: forms of `show`, where the two rubrics of `diff` come from, and what it ends with."""

import io
import os
import shutil
import subprocess
import sys

import pytest

from mcqa.rubric.bundled import shipped

RUBRIC = "mpos-qas-reconstruction"
EDITS = {
    "editorial": ("Two skills count as one when", "Two skills count as one, when"),
    "changes": ("title: One bounded competency", "title: One competency"),
    "breaks": ("certifies a single skill", "certifies two skills"),
}


@pytest.fixture
def versions(tmp_path):
    """Write the shipped rubric as old.yaml, and it with an edit as new.yaml."""
    text = shipped()[RUBRIC].read_text(encoding="utf-8")
    (tmp_path / "old.yaml").write_text(text, encoding="utf-8")

    def write(*kinds, name="new.yaml"):
        edited = text
        for before, after in (EDITS[kind] for kind in kinds):
            assert before in edited
            edited = edited.replace(before, after, 1)
        (tmp_path / name).write_text(edited, encoding="utf-8")
        return "old.yaml", name

    return write


def git(*words):
    done = subprocess.run(["git", *words], check=False, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A git repository, with nothing of the user's own configuration."""
    if not shutil.which("git"):
        pytest.skip("git is not installed")
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    git("init", "-q", "-b", "main")
    git("config", "user.name", "A")
    git("config", "user.email", "a@example.org")
    return tmp_path


def keep(message="a version"):
    git("add", "-A")
    git("commit", "-q", "-m", message)


def test_show_gives_a_page_by_form_or_by_the_ending_of_the_file(mcqa, tmp_path):
    done = mcqa("rubric", "show", RUBRIC, "--format", "html")
    assert done.out.startswith("<!doctype html>")
    assert mcqa("rubric", "show", RUBRIC, "-o", "rubric.html").code == 0
    assert (tmp_path / "rubric.html").read_text(encoding="utf-8") == done.out
    assert mcqa("rubric", "show", RUBRIC, "-o", "rubric.md").code == 0
    assert (tmp_path / "rubric.md").read_text(encoding="utf-8").startswith("# Micro-credential quality assurance")


def test_the_same_rubric_gives_the_same_page_wherever_it_lies(mcqa, tmp_path):
    (tmp_path / "copy.yaml").write_bytes(shipped()[RUBRIC].read_bytes())
    assert mcqa("rubric", "show", "copy.yaml", "--format", "html").out == mcqa(
        "rubric", "show", RUBRIC, "--format", "html"
    ).out  # fmt: skip


@pytest.mark.parametrize("form", ["table", "json", "csv", "md", "html"])
def test_show_never_takes_the_place_of_the_rubric_it_reads(form, mcqa, versions, tmp_path):
    versions()
    before = (tmp_path / "old.yaml").read_bytes()
    done = mcqa("rubric", "show", "old.yaml", "--format", form, "-o", "./old.yaml", "--force")
    assert done.code == 2
    assert "is an input of this run" in done.err
    assert (tmp_path / "old.yaml").read_bytes() == before


@pytest.mark.parametrize("form", ["table", "json", "csv", "md"])
@pytest.mark.parametrize("name", ["old.yaml", "new.yaml"])
def test_diff_never_takes_the_place_of_a_rubric_it_reads(name, form, mcqa, versions, tmp_path):
    names = versions("breaks")
    before = (tmp_path / name).read_bytes()
    done = mcqa("rubric", "diff", *names, "--format", form, "-o", name, "--force")
    assert done.code == 2
    assert "is an input of this run" in done.err
    assert (tmp_path / name).read_bytes() == before


def test_an_id_changed_alone_does_not_break_and_says_what_to_do(mcqa, versions, tmp_path):
    versions()
    text = (tmp_path / "old.yaml").read_text(encoding="utf-8").replace("id: C13.2", "id: C13.9")
    (tmp_path / "new.yaml").write_text(text, encoding="utf-8")
    done = mcqa("rubric", "diff", "old.yaml", "new.yaml", "--fail-on", "error")
    assert done.code == 0
    assert "with care, 1 of 29 C13.9 its ratings stood under C13.2: match the ids first" in " ".join(done.out.split())
    assert mcqa("rubric", "diff", "old.yaml", "new.yaml", "--fail-on", "warning").code == 1


LOADED = """
import sys
import mcqa.cli.main
sys.argv[1:] = {words!r}
try:
    mcqa.cli.main.main()
except SystemExit:
    names = ("jinja2", "rich", "numpy", "typer")
    print(*(name for name in names if name in sys.modules), file=sys.stderr)
"""


@pytest.mark.parametrize(("form", "loaded"), [("table", "typer"), ("md", "typer"), ("html", "jinja2 typer")])
def test_only_the_page_loads_what_fills_templates(form, loaded):
    code = LOADED.format(words=["rubric", "show", RUBRIC, "--format", form])
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, encoding="utf-8")
    assert done.stderr.split() == loaded.split()


ENDS = [
    ((), {"info": 0, "warning": 0, "error": 0, "never": 0}),
    (("editorial",), {"info": 1, "warning": 0, "error": 0, "never": 0}),
    (("changes",), {"info": 1, "warning": 1, "error": 0, "never": 0}),
    (("breaks", "editorial"), {"info": 1, "warning": 1, "error": 1, "never": 0}),
]


@pytest.mark.parametrize(("kinds", "codes"), ENDS, ids=str)
def test_diff_ends_with_1_at_what_was_asked_for(kinds, codes, mcqa, versions):
    names = versions(*kinds)
    assert {level: mcqa("rubric", "diff", *names, "--fail-on", level).code for level in codes} == codes
    assert mcqa("rubric", "diff", *names).code == codes["info"]
    for form in ("json", "csv", "md"):
        assert mcqa("rubric", "diff", *names, "--format", form).code == codes["info"]


def test_diff_says_the_same_in_every_form(mcqa, versions):
    names = versions("breaks", "editorial", "changes")
    found = mcqa("rubric", "diff", *names, "--format", "json").json
    assert found["schema"] == "mcqa/rubric-diff@1"
    assert [each["path"] for each in found["run"]["inputs"]] == ["old.yaml", "new.yaml"]
    assert [each["effect"] for each in found["results"]["changes"]] == ["changes", "breaks"]
    assert found["results"]["components"][0] == {
        "component": "C01.1",
        "before": "C01.1",
        "after": "C01.1",
        "comparable": "no",
        "why": "reviewers rate by other words",
    }
    rows = mcqa("rubric", "diff", *names, "--format", "csv").rows
    assert [row["effect"] for row in rows] == ["changes", "breaks"]
    assert "[-a single skill-] {+two skills+}" in " ".join(mcqa("rubric", "diff", *names).out.split())
    assert "<ins>two skills</ins>" in mcqa("rubric", "diff", *names, "--format", "md").out


def test_diff_reads_one_of_the_two_from_standard_input(mcqa, versions, monkeypatch):
    versions("breaks")
    content = shipped()[RUBRIC].read_bytes()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content), encoding="utf-8"))
    from mcqa.cli.versions import read_versions

    old, new = read_versions("-", "new.yaml")
    assert (old.version, len(new.criteria)) == ("0.1.0", 29)
    done = mcqa("rubric", "diff", "-", "-")
    assert done.code == 2
    assert "both rubrics are to come from standard input" in done.err


def test_a_rubric_with_errors_ends_with_3_and_its_findings(mcqa, versions, tmp_path):
    versions()
    (tmp_path / "bad.yaml").write_text("format: mcqa-rubric/1\n", encoding="utf-8")
    done = mcqa("rubric", "diff", "old.yaml", "bad.yaml")
    assert done.code == 3
    assert "L007" in done.err
    assert mcqa("rubric", "diff", "old.yaml", "none.yaml").code == 3
    assert mcqa("rubric", "diff", "old.yaml", "nobody").code == 2


@pytest.mark.usefixtures("repository")
def test_a_version_that_git_keeps(mcqa, versions):
    versions(name="rubric.yaml")
    keep()
    versions("breaks", name="rubric.yaml")
    done = mcqa("rubric", "diff", "HEAD:rubric.yaml", "rubric.yaml")
    assert done.code == 1
    assert "{+two skills+}" in " ".join(done.out.split())
    assert mcqa("rubric", "diff", "HEAD:./rubric.yaml", "HEAD:rubric.yaml").code == 0


def overlay_of(base, name):
    return (
        f'format: mcqa-rubric/1\nid: {name}\nversion: "1.0.0"\ntitle: T\nstatus: local\nlanguage: en\nextends: {base}\n'
    )


def test_bases_are_read_from_the_revision_and_nothing_is_written_elsewhere(
    mcqa, repository, tmp_path_factory, monkeypatch
):
    scratch = tmp_path_factory.mktemp("scratch")
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    (repository / "d1" / "d2").mkdir(parents=True)
    (repository / "base.yaml").write_bytes(shipped()[RUBRIC].read_bytes())
    (repository / "d1" / "n.yaml").write_text(overlay_of("../base.yaml", "n"), encoding="utf-8")
    (repository / "d1" / "d2" / "o.yaml").write_text(overlay_of("../n.yaml", "o"), encoding="utf-8")
    keep()
    done = mcqa("rubric", "diff", "HEAD:d1/d2/o.yaml", "d1/d2/o.yaml")
    assert (done.code, done.err) == (0, "")
    assert list(scratch.iterdir()) == []
    climbing = "../" * 20 + "base.yaml"
    (repository / "d1" / "n.yaml").write_text(overlay_of(climbing, "n"), encoding="utf-8")
    keep("climbs")
    before = set(tmp_path_factory.getbasetemp().parent.glob("*.yaml"))
    assert mcqa("rubric", "diff", "HEAD:d1/d2/o.yaml", "base.yaml").code == 3
    assert set(tmp_path_factory.getbasetemp().parent.glob("*.yaml")) == before
    assert list(scratch.iterdir()) == []


WRONG = ["HEAD:none.yaml", "nowhere:old.yaml", "--help-me:old.yaml"]


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.usefixtures("repository")
def test_what_git_does_not_have_is_one_clear_message(name, mcqa, versions):
    versions()
    keep()
    done = mcqa("rubric", "diff", "--", name, "old.yaml")
    assert done.code == (2 if name.startswith("-") else 3)
    assert done.err.startswith("mcqa: ")
    assert len(done.err.splitlines()) == 2


def test_without_git_a_revision_is_one_clear_message(mcqa, versions, monkeypatch):
    versions()
    monkeypatch.setattr(shutil, "which", lambda _: None)
    done = mcqa("rubric", "diff", "HEAD:old.yaml", "old.yaml")
    assert done.code == 3
    assert "git is not installed" in done.err


OVERLAY = """\
format: mcqa-rubric/1
id: state
version: "1.0.0"
title: State
status: local
language: en
extends: ../base.yaml
"""


def test_an_overlay_of_a_revision_extends_its_base_of_that_revision(mcqa, versions, repository):
    versions(name="base.yaml")
    (repository / "states").mkdir()
    (repository / "states" / "state.yaml").write_text(OVERLAY, encoding="utf-8")
    keep()
    versions("breaks", name="base.yaml")
    found = mcqa("rubric", "diff", "HEAD:states/state.yaml", "states/state.yaml", "--format", "json").json
    assert [(each["component"], each["part"]) for each in found["results"]["changes"]] == [("C01.1", "text")]


@pytest.mark.skipif(os.name == "nt", reason="the command that git runs is written for a shell")
def test_the_git_settings_of_the_documentation_work(versions, repository):
    versions(name="rubric.yaml")
    (repository / ".gitattributes").write_text("rubric.yaml diff=rubric\n", encoding="utf-8")
    keep()
    versions("breaks", name="rubric.yaml")
    run = f"{sys.executable} -m mcqa rubric diff --fail-on never"
    git("config", "diff.rubric.command", f'sh -c \'{run} "$1" "$4"\'')
    assert "{+two skills+}" in " ".join(git("diff").split())
    out = git("difftool", "-y", "-x", run, "--", "rubric.yaml")
    assert "{+two skills+}" in " ".join(out.split())
