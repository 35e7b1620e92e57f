"""Telling how far something long has come, to whoever listens.

Loops that may take more than a second report here. Nobody listens by default but a terminal, which gets one line on
standard error after a second; the command line listens with a bar of its own.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")

# what is done, how much of it, of how much in all; at the end the last two are equal
Listener = Callable[[str, float, float], None]

SILENT_SECONDS = 1.0
STEPS = 1000


def _on_terminal(what: str, done: float, total: float) -> None:
    if not sys.stderr.isatty():
        return
    if done >= total:
        sys.stderr.write("\r\033[K")
    else:
        sys.stderr.write(f"\r{what}: {done / total:.0%}")
    sys.stderr.flush()


_listener: ContextVar[Listener] = ContextVar("listener", default=_on_terminal)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Hand what is reported inside to a listener of one's own."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


class Progress:
    """Counts what is done of `total`, and reports it once a second has passed; made before a loop, closed after it."""

    def __init__(self, what: str, total: float) -> None:
        """Begin."""
        self.what, self.total, self.done = what, total, 0.0
        self.told = False
        self.begun = time.monotonic()

    def advance(self, by: float = 1.0) -> None:
        """Count `by` more as done."""
        self.done += by
        if self.told or time.monotonic() - self.begun > SILENT_SECONDS:
            self.told = True
            _listener.get()(self.what, min(self.done, self.total), self.total)

    def close(self) -> None:
        """End: whoever was told that it began is told that it is over."""
        if self.told and self.done < self.total:
            _listener.get()(self.what, self.total, self.total)


def tracked(members: Collection[T], what: str) -> Iterator[T]:
    """Give each member in turn, and report how many have been dealt with."""
    progress = Progress(what, len(members))
    # a million members are not worth a million looks at the clock
    step = max(1, len(members) // STEPS)
    try:
        for number, member in enumerate(members, 1):
            yield member
            if number % step == 0 or number == len(members):
                progress.advance(step if number % step == 0 else number % step)
    finally:
        progress.close()
