"""The pre-commit hook and the GitHub action do their work in a repository of somebody else."""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "rubrics" / "compensatory-example.yaml"
# what the package is built from
PARTS = ("mcqa", "rubrics", "tests/reference", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")
NAMES = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org"}
NAMES |= {name.replace("AUTHOR", "COMMITTER"): value for name, value in NAMES.items()}

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.fixture(scope="module")
def surroundings(tmp_path_factory):
    """Let git and pip see nothing of the user, and pip take what mcqa needs from the environment of the tests."""
    home = tmp_path_factory.mktemp("home")
    apart = {"HOME": str(home), "PRE_COMMIT_HOME": str(home / "hooks"), "GIT_CONFIG_NOSYSTEM": "1"}
    scripts, packages = sysconfig.get_path("scripts"), sysconfig.get_path("purelib")
    offline = {"PIP_NO_DEPS": "1", "PIP_NO_BUILD_ISOLATION": "0", "PIP_NO_INDEX": "1", "PYTHONPATH": packages}
    dropped = {"GITHUB_ACTIONS", "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"}
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    return kept | apart | offline | NAMES | {"PATH": os.pathsep.join((scripts, os.environ["PATH"]))}


@pytest.fixture(scope="module")
def ours(tmp_path_factory, surroundings):
    """Commit the package as it stands here to a repository, and give its folder and its commit."""
    folder = tmp_path_factory.mktemp("ours")
    for part in PARTS:
        source, target = ROOT / part, folder / part
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    git(folder, surroundings, "init", "-q")
    git(folder, surroundings, "add", "-A")
    git(folder, surroundings, "commit", "-q", "-m", "mcqa")
    return folder, git(folder, surroundings, "rev-parse", "HEAD").stdout.strip()


def git(folder, surroundings, *words, check=True):
    return subprocess.run(
        ["git", *words], cwd=folder, env=surroundings, check=check, capture_output=True, text=True, encoding="utf-8"
    )


@pytest.fixture
def theirs(tmp_path, surroundings, ours):
    """Make a repository of a rubric author, with the hook installed."""
    folder, commit = ours
    hooks = [{"id": "mcqa-lint", "args": ["--fail-on", "error"]}]
    config = {"repos": [{"repo": folder.as_posix(), "rev": commit, "hooks": hooks}]}
    (tmp_path / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    (tmp_path / "rubrics").mkdir()
    git(tmp_path, surroundings, "init", "-q")
    subprocess.run(
        [sys.executable, "-m", "pre_commit", "install"],
        cwd=tmp_path, env=surroundings, check=True, capture_output=True,
    )  # fmt: skip
    return tmp_path


def test_the_hook_stops_the_commit_of_a_broken_rubric_and_lets_a_sound_one_pass(theirs, surroundings):
    rubric = theirs / "rubrics" / "ours.yaml"
    rubric.write_text(SHIPPED.read_text(encoding="utf-8").replace("cut: nearly", "cut: nearyl"), encoding="utf-8")
    (theirs / "notes.yaml").write_text("no: rubric\n", encoding="utf-8")
    git(theirs, surroundings, "add", "-A")
    refused = git(theirs, surroundings, "commit", "-m", "broken", check=False)
    said = refused.stdout + refused.stderr
    assert refused.returncode == 1, said
    assert "ours.yaml" in said
    assert "L103" in said
    assert "did you mean nearly?" in said
    assert "notes.yaml" not in said
    shutil.copy(SHIPPED, rubric)
    git(theirs, surroundings, "add", "-A")
    taken = git(theirs, surroundings, "commit", "-m", "mended", check=False)
    assert taken.returncode == 0, taken.stdout + taken.stderr
    assert "Passed" in taken.stdout + taken.stderr


def test_the_hooks_file_is_one_that_pre_commit_takes(surroundings):
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-manifest", ROOT / ".pre-commit-hooks.yaml"],
        env=surroundings, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


# how a runner starts the shells that the steps ask for
SHELLS = {"bash": ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c"], "python": [sys.executable, "-c"]}


def steps_of_action():
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    assert action["runs"]["using"] == "composite"
    return action["inputs"], [step for step in action["runs"]["steps"] if "run" in step]


def filled(text, inputs):
    for name, value in inputs.items():
        text = text.replace(f"${{{{ inputs.{name} }}}}", value)
    return text


@pytest.mark.skipif(shutil.which("bash") is None or os.name == "nt", reason="the steps of the action are for bash")
def test_the_action_installs_mcqa_and_writes_notes_for_the_lines_of_a_pull_request(tmp_path, surroundings, ours):
    declared, steps = steps_of_action()
    arguments = "--per-file-ignores 'no such *.yaml=L103'"
    asked = {"sarif": "out.sarif", "rubrics": "nowhere.yaml 'rubrics/our r*.yaml'", "arguments": arguments}
    inputs = {name: given["default"] for name, given in declared.items()} | asked
    (tmp_path / "rubrics").mkdir()
    text = SHIPPED.read_text(encoding="utf-8").replace("cut: nearly", "cut: nearyl")
    (tmp_path / "rubrics" / "our r.yaml").write_text(text, encoding="utf-8")
    target = tmp_path / "installed"
    runner = {
        "GITHUB_ACTIONS": "true", "GITHUB_ACTION_PATH": str(ours[0]), "GITHUB_WORKSPACE": str(tmp_path),
        "PIP_TARGET": str(target), "PYTHONPATH": os.pathsep.join((str(target), surroundings["PYTHONPATH"])),
    }  # fmt: skip
    done = []
    for step in steps:
        for text in (step["run"], *step.get("env", {}).values()):
            # what people type into a workflow never becomes part of a script
            assert "${{" not in text or text in step.get("env", {}).values()
        given = {name: filled(value, inputs) for name, value in step.get("env", {}).items()}
        done.append(
            subprocess.run(
                [*SHELLS[step["shell"]], step["run"]],
                cwd=tmp_path,
                env=surroundings | runner | given,
                capture_output=True,
                text=True,
                encoding="utf-8",
                check=False,
            )
        )
    install, lint = done
    assert install.returncode == 0, install.stderr
    assert (target / "mcqa").is_dir()
    assert lint.returncode == 1, lint.stderr
    assert "::error file=rubrics/our r.yaml,line=" in lint.stdout
    assert "L103" in lint.stdout
    assert (tmp_path / "out.sarif").is_file()


def test_our_own_inputs_are_documented():
    declared, _ = steps_of_action()
    assert all(given["description"].strip() for given in declared.values())
