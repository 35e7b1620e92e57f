"""Many files at once: shared out over the processors of the machine, the results in the order of the files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

# with fewer files than this, starting the processes takes longer than they save
MANY = 48
MOST_PROCESSES = 8
FILES_AT_ONCE = 16

Given = TypeVar("Given")
Made = TypeVar("Made")


def over_many(work: Callable[[Given], Made], given: Sequence[Given]) -> Iterator[Made]:
    """Do the same work on each of some things, in several processes where that pays, and give the results in order."""
    processes = min(MOST_PROCESSES, _processors(), len(given) // FILES_AT_ONCE)
    if len(given) < MANY or processes < 2:  # noqa: PLR2004  # one process is this one
        yield from map(work, given)
        return
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(processes, mp_context=_context(), initializer=_leave_interrupts_alone) as pool:
        try:
            yield from pool.map(work, given, chunksize=FILES_AT_ONCE)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _processors() -> int:
    """Count the processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _context() -> BaseContext:
    """Start processes as copies of this one where the system can: they have loaded everything already."""
    import multiprocessing
    import sys

    # a copy is safe here: a run of the linter has one thread only
    copies = sys.platform == "linux" and "fork" in multiprocessing.get_all_start_methods()
    return multiprocessing.get_context("fork" if copies else None)


def _leave_interrupts_alone() -> None:
    """Leave Ctrl-C to the process that people see."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
