"""A bar on standard error for what takes longer than a second, on a terminal only."""

from __future__ import annotations

import sys
from typing import Any


class Bar:
    """Listens to the progress of long loops and draws it; nothing is loaded or drawn before the first report."""

    def __init__(self, *, quiet: bool) -> None:
        """Begin silent; `quiet`, or where standard error is no terminal, stays so."""
        self.silent = quiet or not sys.stderr.isatty()
        self.drawn: Any = None
        self.tasks: dict[str, Any] = {}

    def __call__(self, what: str, done: float, total: float) -> None:
        """Draw how much of `what` is done."""
        if self.silent:
            return
        if self.drawn is None:
            from rich.console import Console
            from rich.progress import Progress

            self.drawn = Progress(console=Console(stderr=True), transient=True)
            self.drawn.start()
        if done >= total:
            # what is over makes room for what comes next
            if what in self.tasks:
                self.drawn.remove_task(self.tasks.pop(what))
            return
        if what not in self.tasks:
            self.tasks[what] = self.drawn.add_task(what, total=total)
        self.drawn.update(self.tasks[what], completed=done, total=total)

    def close(self) -> None:
        """Take the bar away."""
        if self.drawn is not None:
            self.drawn.stop()
            self.drawn = None
            self.tasks.clear()
