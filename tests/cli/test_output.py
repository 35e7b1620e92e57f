"""Where output goes: a file whole or not at all, data and messages apart, colour only for a terminal that wants it."""

import io
import json
import os
import sys
from pathlib import Path

import pytest

from mcqa.cli import run as running
from mcqa.cli.options import Common, FailOn, Format
from mcqa.cli.sources import Sources
from mcqa.cli.writing import write_whole
from mcqa.errors import OutputError

SCORE = ("score",)


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("out.json", "{\n"),
        ("out.csv", "unit,verdict,"),
        ("out.md", "# Scores"),
        ("out.markdown", "# Scores"),
        ("out.txt", "Rubric mpos"),
        ("out", "Rubric mpos"),
        ("out.JSON", "{\n"),
    ],
)
def test_the_ending_of_the_file_says_the_form(name, begins, mcqa, pilot, no_trace, tmp_path):
    done = mcqa("score", pilot, "-o", name)
    assert (done.code, done.out) == (0, "")
    assert f"wrote {name}" in done.err
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)
    assert no_trace(tmp_path, name)


def test_a_form_that_was_asked_for_beats_the_ending(mcqa, pilot, tmp_path):
    assert mcqa("score", pilot, "-o", "out.txt", "--format", "json").code == 0
    assert json.loads((tmp_path / "out.txt").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["out.xlsx", "out.pdf", "out.docx", "out.html"])
def test_an_ending_that_promises_another_kind_of_file_is_refused(name, mcqa, pilot, no_trace, tmp_path):
    done = mcqa("score", pilot, "-o", name)
    assert done.code == 2
    assert ".json, .csv, .md" in done.err
    assert no_trace(tmp_path)


def test_the_file_holds_what_standard_output_would(mcqa, pilot, tmp_path):
    for form in ("table", "json", "csv", "md"):
        assert mcqa("score", pilot, "--format", form, "-o", f"{form}.out").code == 0
        written = (tmp_path / f"{form}.out").read_bytes().decode("utf-8")
        assert written == mcqa("score", pilot, "--format", form).out


def test_an_existing_file_is_left_alone_without_force(mcqa, pilot, tmp_path):
    (tmp_path / "out.csv").write_text("mine", encoding="utf-8")
    done = mcqa("score", pilot, "-o", "out.csv")
    assert (done.code, done.out) == (2, "")
    assert "out.csv exists" in done.err
    assert "--force" in done.err
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "mine"
    assert mcqa("score", pilot, "-o", "out.csv", "--force").code == 0
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").startswith("unit,")


def test_force_leaves_the_old_file_when_the_run_fails(mcqa, tmp_path):
    (tmp_path / "out.csv").write_text("mine", encoding="utf-8")
    assert mcqa("score", "nowhere", "-o", "out.csv", "--force").code == 3
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("place", ["missing/out.json", "file/out.json"])
def test_a_folder_that_takes_no_file_is_one_message(place, mcqa, pilot, no_trace, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = mcqa("score", pilot, "-o", place)
    assert (done.code, done.out) == (2, "")
    assert "cannot be written" in done.err
    assert no_trace(tmp_path, "file")


def test_a_folder_in_the_place_of_the_file_is_one_message(mcqa, pilot, no_trace, tmp_path):
    (tmp_path / "out.json").mkdir()
    done = mcqa("score", pilot, "-o", "out.json", "--force")
    assert done.code == 2
    assert "cannot be written" in done.err
    assert no_trace(tmp_path, "out.json")


def test_a_write_that_fails_halfway_leaves_nothing(monkeypatch, no_trace, tmp_path):
    def full(*_args):
        raise OSError(28, "No space left on device")

    (tmp_path / "out.csv").write_text("old", encoding="utf-8")
    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OutputError, match="No space left"):
        write_whole(tmp_path / "out.csv", "new")
    assert no_trace(tmp_path, "out.csv")
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "old"


def test_names_that_are_no_text_are_written_as_escapes(tmp_path):
    write_whole(tmp_path / "out.json", json.dumps({"path": "a\udcff.csv"}, ensure_ascii=False))
    assert json.loads((tmp_path / "out.json").read_bytes()) == {"path": "a\udcff.csv"}


def test_quiet_leaves_errors_only(mcqa, samples):
    loud, quiet = mcqa("score", samples / "messy"), mcqa("score", samples / "messy", "--quiet")
    assert quiet.out == loud.out
    assert "warning" in loud.err
    assert "warning" not in quiet.err
    assert "error S001" in quiet.err
    assert mcqa("score", samples / "round-1", "--quiet", "-o", "out.csv").err == ""


class Terminal(io.StringIO):
    def isatty(self):
        return True


def common(**more):
    values = {
        "rubric": None,
        "format": Format.TABLE,
        "output": None,
        "force": False,
        "seed": 0,
        "round": None,
        "fail_on": FailOn.ERROR,
        "quiet": False,
        "no_color": False,
        "sources": Sources(),
    }
    return Common(**{**values, **more})


@pytest.mark.parametrize(
    ("environment", "options", "stream", "colored"),
    [
        ({}, {}, Terminal(), True),
        ({}, {}, io.StringIO(), False),
        ({"NO_COLOR": "1"}, {}, Terminal(), False),
        ({"NO_COLOR": ""}, {}, Terminal(), True),
        ({"TERM": "dumb"}, {}, Terminal(), False),
        ({}, {"no_color": True}, Terminal(), False),
    ],
)
def test_colour_only_for_a_terminal_that_wants_it(environment, options, stream, colored, monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert running.colored(common(**options), stream) is colored


def test_a_file_is_never_coloured(mcqa, pilot, monkeypatch, tmp_path):
    monkeypatch.setattr(running, "colored", lambda *_: True)
    assert "\x1b[" in mcqa("score", pilot).out
    assert mcqa("score", pilot, "-o", "out.txt").code == 0
    assert "\x1b" not in (tmp_path / "out.txt").read_text(encoding="utf-8")


def test_a_reader_who_stops_early_is_no_error(mcqa, pilot, monkeypatch):
    class Closed(io.StringIO):
        def write(self, _text):
            raise BrokenPipeError(32, "Broken pipe")

    monkeypatch.setattr(sys, "stdout", Closed())
    running.write_out(common(), "text")
    assert mcqa("check", pilot).code == 0


def test_a_full_disk_behind_standard_output_is_one_message(monkeypatch):
    class Full(io.StringIO):
        def flush(self):
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(sys, "stdout", Full())
    with pytest.raises(OutputError, match="the output cannot be written: No space left on device"):
        running.write_out(common(), "text")


@pytest.mark.parametrize(
    ("fail_on", "folder", "code"),
    [
        ("error", "messy", 1),
        ("never", "messy", 0),
        ("warning", "messy", 1),
        ("error", "round-1", 0),
        ("info", "round-1", 0),
    ],
)
def test_findings_at_or_above_fail_on_end_with_one(fail_on, folder, code, mcqa, samples):
    assert mcqa("check", samples / folder, "--fail-on", fail_on).code == code


def test_fail_on_steps_through_the_severities(mcqa, long_file):
    # nobody chose a lower level: notes and nothing else
    notes = long_file("notes.csv", ["A", "B"], ["R1", "R2"], lambda *_: "met")
    codes = [mcqa("check", notes, "--rubric", "mpos-qas-reconstruction", "--fail-on", at).code for at in FailOn]
    assert dict(zip(FailOn, codes, strict=True)) == {"error": 0, "warning": 0, "info": 1, "never": 0}
    # one unit rated once: a warning
    once = long_file("once.csv", ["A"], ["R1"], lambda *_: "met")
    codes = [mcqa("check", once, "--rubric", "mpos-qas-reconstruction", "--fail-on", at).code for at in FailOn]
    assert dict(zip(FailOn, codes, strict=True)) == {"error": 0, "warning": 1, "info": 1, "never": 0}


def test_fail_on_is_not_asked_where_nothing_could_be_read(mcqa):
    assert mcqa("check", "nowhere", "--fail-on", "never").code == 3


def test_an_unknown_severity_is_wrong_usage(mcqa, pilot):
    assert mcqa("check", pilot, "--fail-on", "fatal").code == 2


def test_devices_are_not_replaced(mcqa, pilot):
    done = mcqa("score", pilot, "-o", os.devnull)
    assert done.code == 2
    assert "exists" in done.err
