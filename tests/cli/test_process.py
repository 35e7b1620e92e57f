"""What only a process of its own shows: exit codes, encodings, pipes, interruption, and what is loaded."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from mcqa import __version__
from mcqa.cli.exits import Exit


def test_the_exit_codes_are_the_contract_s():
    assert {code.name: code.value for code in Exit} == {
        "DONE": 0,
        "FINDINGS": 1,
        "USAGE": 2,
        "INPUT": 3,
        "INTERRUPTED": 130,
    }


def test_python_dash_m_is_the_command(process, pilot):
    assert process("--version") == (0, f"mcqa {__version__}\n", "")
    done = process("score", pilot)
    assert done.code == 0
    assert done.out.startswith("Rubric mpos-qas-reconstruction")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("scor",), 2, "Did you mean 'score'?"),
        (("score", "nowhere"), 3, "there is no file or folder nowhere"),
        (("lint", "nowhere.yaml"), 3, "there is no file nowhere.yaml"),
    ],
    ids=["usage", "input", "rubric"],
)
def test_failures_end_with_their_code_and_one_message(words, code, said, process):
    done = process(*words)
    assert done.code == code
    # a rubric that cannot be read is a finding like any other, and stands where findings stand
    assert done.out == "" or (words[0] == "lint" and done.out.startswith("nowhere.yaml:1:1  error L010"))
    assert said in done.err
    assert "Traceback" not in done.err


def test_findings_end_with_one(process, damaged):
    done = process("check", damaged)
    assert done.code == 1
    assert done.err == ""
    assert "Found: " in done.out


def test_output_to_a_pipe_is_utf_8_whatever_the_locale(process, long_file):
    path = long_file("names.csv", ["日本語 – é"], ["R1", "R2"], lambda *_: "met")
    words = ("score", path, "--rubric", "mpos-qas-reconstruction", "--format")
    for form in ("json", "table"):
        done = process(*words, form, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
        assert done.code == 0
        assert "日本語 – é" in done.out
        assert "\x1b" not in done.out


def test_a_console_that_cannot_show_a_character_gets_a_substitute(process, long_file):
    path = long_file("names.csv", ["日本語"], ["R1", "R2"], lambda *_: "met")
    done = process("score", path, "--rubric", "mpos-qas-reconstruction", PYTHONIOENCODING="ascii")
    assert done.code == 0
    assert "???" in done.out


def test_a_reader_who_stops_early_sees_no_traceback(samples):
    command = [sys.executable, "-m", "mcqa", "reliability", str(samples / "round-1"), "--pairs", "--format", "json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout.readline() == b"{\n"
        running.stdout.close()
        messages = running.stderr.read().decode("utf-8")
        code = running.wait()
    assert messages == ""
    assert code == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device on this system")
def test_a_full_disk_sees_no_traceback(pilot):
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "mcqa", "score", str(pilot)], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 2
    assert done.stderr.decode("utf-8").strip() == "mcqa: the output cannot be written: No space left on device"


@pytest.mark.parametrize(
    "stage", ["mcqa.scoresheets.files.opened.find_files", "mcqa.scores.score.decide", "mcqa.cli.run.pieces"]
)
def test_an_interruption_ends_with_130_and_writes_nothing(stage, mcqa, pilot, monkeypatch, tmp_path):
    def interrupt(*_args, **_more):
        raise KeyboardInterrupt

    monkeypatch.setattr(stage, interrupt)
    done = mcqa("score", pilot, "-o", "out.json")
    assert (done.code, done.out) == (130, "")
    assert "interrupted" in done.err
    assert list(tmp_path.iterdir()) == []


def test_an_interruption_while_writing_leaves_no_part_of_a_file(mcqa, pilot, monkeypatch, tmp_path):
    def interrupt(*_args):
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupt)
    assert mcqa("score", pilot, "-o", "out.json").code == 130
    assert mcqa("simulate", "--units", "1", "--raters", "2", "--ratings-per-unit", "2", "-o", "pilot").code == 130
    assert list(tmp_path.iterdir()) == []


def test_lint_and_help_load_no_heavy_library():
    code = (
        "import sys, json\nsys.argv = ['mcqa', *sys.argv[1:]]\nfrom mcqa.cli.main import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(json.dumps([n for n in ('pandas', 'scipy', 'openpyxl', 'numpy', 'pydantic') if n in sys.modules]))"
    )
    for words in (["--help"], ["lint", "mpos-qas-reconstruction"]):
        done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, check=True)
        assert json.loads(done.stdout.decode("utf-8").splitlines()[-1]) == []


def test_score_loads_neither_pandas_nor_scipy(pilot):
    code = (
        "import sys\nsys.argv = ['mcqa', *sys.argv[1:]]\nfrom mcqa.cli.main import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print([n for n in ('pandas', 'scipy') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code, "score", str(pilot)], capture_output=True, check=True)
    assert done.stdout.decode("utf-8").splitlines()[-1] == "[]"
