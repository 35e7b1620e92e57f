"""Do something again whenever the files of a run change, until somebody presses Ctrl-C.

The files are looked at once a second. Notifications of the system would be quicker, but do not come for network drives
and cloud folders, where scoresheets mostly are.
"""

from __future__ import annotations

import contextlib
import glob
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from mcqa.errors import InputError
from mcqa.scoresheets.files.find import find_files

INTERVAL = 1.0
# a file is whole when it did not change for so long
SETTLED = 0.5
# a file that never comes to rest is read all the same after so many looks
MOST_LOOKS = 20

# path -> time of the last change, and size
Snapshot = Mapping[str, tuple[int, int]]


class Changes(NamedTuple):
    """What is different between two looks; all empty before the first."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()

    @classmethod
    def between(cls, before: Snapshot, now: Snapshot) -> Changes:
        """Compare two looks."""
        return cls(
            added=tuple(path for path in now if path not in before),
            removed=tuple(path for path in before if path not in now),
            changed=tuple(path for path in now if path in before and now[path] != before[path]),
        )

    def __str__(self) -> str:
        """Tell what changed: `changed: R05.xlsx; new: R06.xlsx`."""
        said = (("changed", self.changed), ("new", self.added), ("gone", self.removed))
        return "; ".join(f"{word}: {', '.join(Path(path).name for path in paths)}" for word, paths in said if paths)


def look_at(sheets: Sequence[str], others: Iterable[Path] = ()) -> Snapshot:
    """Look at the files that some arguments mean now, and at others such as a roster; none is opened."""
    found: dict[Path, Path] = {}
    for argument in sheets:
        # nothing may be there yet, or no longer, and the files of the other arguments are there all the same
        with contextlib.suppress(InputError):
            for path in find_files([argument]).files:
                found.setdefault(path.resolve(), path)
    seen: dict[str, tuple[int, int]] = {}
    for path in (*found.values(), *others):
        try:
            state = path.stat()
        except OSError:
            continue
        seen[str(path)] = state.st_mtime_ns, state.st_size
    return seen


def refuse_nowhere(sheets: Iterable[str]) -> None:
    """Stop where an argument names nothing that is there: nobody watches for what may never come."""
    for argument in sheets:
        if not (glob.has_magic(argument) or Path(argument).exists()):
            raise InputError(f"there is no file or folder {argument}", hint="make the folder first, then watch it")


def watch(
    look: Callable[[], Snapshot], act: Callable[[Changes], None], *, wait: Callable[[float], None] = time.sleep
) -> None:
    """Act at once, and again after every change; it ends with what `act` or `wait` raises, as Ctrl-C does."""
    seen = settled(look, wait)
    act(Changes())
    while True:
        wait(INTERVAL)
        now = look()
        if now == seen:
            continue
        now = settled(look, wait)
        changes = Changes.between(seen, now)
        seen = now
        # what was there only while a program saved a file is no change
        if any(changes):
            act(changes)


def settled(look: Callable[[], Snapshot], wait: Callable[[float], None]) -> Snapshot:
    """Look until nothing changes between two looks: a file may be half written at the first."""
    seen = look()
    for _ in range(MOST_LOOKS):
        wait(SETTLED)
        now = look()
        if now == seen:
            break
        seen = now
    return seen
