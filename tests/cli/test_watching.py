"""Watching files: what counts as a change, and that nothing is read while it is being written."""

import os
import re
import signal
import subprocess
import sys
import time

import pytest

from mcqa.cli.watching import Changes, look_at, refuse_nowhere, settled, watch
from mcqa.errors import InputError

WINDOWS = os.name == "nt"


class OverError(Exception):
    """The end of a script."""


def scripted(*looks):
    """Give what is seen at each look, and the end of the watch when there is no more to see."""
    left = list(looks)

    def look():
        if not left:
            raise OverError
        return left.pop(0)

    return look


def rounds(*looks):
    told = []
    with pytest.raises(OverError):
        watch(scripted(*looks), told.append, wait=lambda _: None)
    return told


A, B = {"a.csv": (1, 10)}, {"a.csv": (2, 11)}


def test_it_acts_at_once_and_not_again_while_nothing_changes():
    assert rounds(A, A, A, A, A) == [Changes()]


def test_it_acts_after_a_change_when_the_file_has_come_to_rest():
    grown = [{"a.csv": (at, at * 10)} for at in range(2, 6)]
    assert rounds(A, A, *grown, grown[-1], grown[-1]) == [Changes(), Changes(changed=("a.csv",))]


def test_files_come_and_go():
    both = A | {"b.csv": (1, 1)}
    assert rounds(A, A, both, both, both, {}, {}, {}) == [
        Changes(),
        Changes(added=("b.csv",)),
        Changes(removed=("a.csv", "b.csv")),
    ]


def test_what_is_there_only_while_a_program_saves_is_no_change():
    assert rounds(A, A, A | {"tmp.csv": (1, 1)}, A, A, A) == [Changes()]


def test_a_file_that_never_rests_is_read_all_the_same():
    at = iter(range(10_000))
    waits = []
    settled(lambda: {"a.csv": (next(at), 0)}, waits.append)
    assert len(waits) == 20


def test_changes_are_told_in_words():
    changes = Changes(added=("in/b.csv",), removed=("in/c.csv", "in/d.csv"), changed=("in/a.csv",))
    assert str(changes) == "changed: a.csv; new: b.csv; gone: c.csv, d.csv"
    assert (str(Changes()), any(Changes())) == ("", False)


def test_locks_of_excel_and_other_files_are_not_looked_at(tmp_path):
    for name in ("R01.csv", "~$R01.xlsx", ".R02.csv", "_old.csv", "notes.txt"):
        (tmp_path / name).write_text("a", encoding="utf-8")
    roster = tmp_path / "roster.txt"
    roster.write_text("x", encoding="utf-8")
    seen = look_at([str(tmp_path)], [roster, tmp_path / "not there"])
    assert sorted(seen) == [str(tmp_path / "R01.csv"), str(roster)]
    assert seen[str(roster)][1] == 1


def test_an_empty_folder_may_be_watched_and_a_missing_one_not(tmp_path):
    assert look_at([str(tmp_path)]) == {}
    refuse_nowhere([str(tmp_path), str(tmp_path / "*.csv")])
    with pytest.raises(InputError, match="there is no file or folder"):
        refuse_nowhere([str(tmp_path / "nowhere")])


def test_of_two_named_files_one_may_vanish_alone(tmp_path):
    named = [tmp_path / "a.csv", tmp_path / "b.csv"]
    for path in named:
        path.write_text("a", encoding="utf-8")
    before = look_at([*map(str, named), str(tmp_path)])
    named[0].unlink()
    now = look_at([*map(str, named), str(tmp_path)])
    assert sorted(before) == [str(path) for path in named]
    assert Changes.between(before, now) == Changes(removed=(str(named[0]),))


@pytest.mark.skipif(WINDOWS, reason="a process cannot be sent Ctrl-C alone")
def test_a_watch_tells_each_round_and_ends_with_ctrl_c(tmp_path, long_file):
    path = long_file("a.csv", ["MC-01"], ["R1", "R2"], lambda *_: "met")
    words = [sys.executable, "-m", "mcqa", "check", str(path), "--rubric", "mpos-qas-reconstruction", "--watch"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path) as process:
        try:
            first = until(process.stdout, "No faults found|Found:")
            assert "58 rated" in first
            path.write_text(path.read_text(encoding="utf-8").replace("met", "Metish", 1), encoding="utf-8")
            second = until(process.stdout, "S201 unknown-level")
            assert "57 rated" in second
            path.unlink()
            until(process.stderr, "watching", "gone: a.csv", "watching")
        finally:
            process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "stopped watching" in said
    assert "Traceback" not in said


def until(stream, *patterns, seconds=60):
    """Read lines until each of the patterns was seen, in this order."""
    lines, left, end = [], list(patterns), time.monotonic() + seconds
    while left and time.monotonic() < end:
        lines.append(stream.readline())
        if re.search(left[0], lines[-1]):
            left.pop(0)
    return "".join(lines)
