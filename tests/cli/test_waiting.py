import io
import sys

from mcqa.cli.waiting import Bar


def terminal(monkeypatch):
    """Put a terminal in the place of standard error; pytest would take it back between a fixture and its test."""
    shown = io.StringIO()
    shown.isatty = lambda: True
    monkeypatch.setattr(sys, "stderr", shown)
    return shown


def test_a_bar_is_drawn_on_a_terminal_and_taken_away(monkeypatch):
    screen = terminal(monkeypatch)
    bar = Bar(quiet=False)
    bar("reading files", 1, 3)
    bar("reading files", 2, 3)
    bar.drawn.refresh()
    assert "reading files" in screen.getvalue()
    bar.close()
    assert bar.drawn is None


def test_quiet_and_a_pipe_see_nothing(monkeypatch):
    screen = terminal(monkeypatch)
    quiet = Bar(quiet=True)
    quiet("reading files", 1, 3)
    assert screen.getvalue() == ""
    monkeypatch.setattr(screen, "isatty", lambda: False)
    piped = Bar(quiet=False)
    piped("reading files", 1, 3)
    piped.close()
    assert (screen.getvalue(), piped.drawn) == ("", None)
