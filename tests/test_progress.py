import io
import sys

import pytest

from mcqa.progress import Progress, listening, tracked


@pytest.fixture
def told():
    heard = []
    with listening(lambda *report: heard.append(report)):
        yield heard


def test_nothing_is_told_of_what_is_done_at_once(told):
    assert list(tracked(range(1000), "counting")) == list(range(1000))
    assert told == []


def test_what_takes_long_is_told_from_then_on_and_to_its_end(told, monkeypatch):
    clock = iter([0.0, 0.5, 1.5, *[2.0] * 9])
    monkeypatch.setattr("mcqa.progress.time.monotonic", lambda: next(clock))
    assert list(tracked(["a", "b", "c"], "reading")) == ["a", "b", "c"]
    assert told == [("reading", 2, 3), ("reading", 3, 3)]


def test_an_end_before_the_end_is_told_to_who_was_told_the_beginning(told, monkeypatch):
    monkeypatch.setattr("mcqa.progress.SILENT_SECONDS", -1)
    for member in tracked(range(10), "searching"):
        if member == 3:
            break
    progress = Progress("nothing yet", 5)
    progress.close()
    assert told[-1] == ("searching", 10, 10)


@pytest.mark.parametrize("terminal", [True, False])
def test_without_a_listener_only_a_terminal_gets_a_line(terminal, monkeypatch):
    screen = io.StringIO()
    screen.isatty = lambda: terminal
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr("mcqa.progress.SILENT_SECONDS", -1)
    list(tracked([1, 2], "drawing"))
    assert screen.getvalue() == ("\rdrawing: 50%\r\033[K" if terminal else "")
