"""Many files at once: shared out over the processors of the machine, the results in the order of the files."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

# with fewer files than this, starting the processes takes longer than they save
MANY = 48
# one is this process itself
FEWEST_PROCESSES, MOST_PROCESSES = 2, 8
FILES_AT_ONCE = 16

Given = TypeVar("Given")
Made = TypeVar("Made")


def over_many(work: Callable[[Given], Made], given: Sequence[Given]) -> Iterator[Made]:
    """Do the same work on each of some things, in several processes where that pays, and give the results in order.

    Where the system starts no processes or ends one, this process does the rest.
    """
    processes = min(MOST_PROCESSES, _processors(), len(given) // FILES_AT_ONCE)
    if len(given) < MANY or processes < FEWEST_PROCESSES:
        yield from map(work, given)
        return
    done = 0
    for made in _in_processes(work, given, processes):
        done += 1
        yield made
    yield from map(work, given[done:])


def _in_processes(work: Callable[[Given], Made], given: Sequence[Given], processes: int) -> Iterator[Made]:
    """Give the results of the work that several processes do, up to the first that is lost with its process."""
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    # OSError and NotImplementedError: some systems hold the parts back that processes need to talk to each other
    with (
        contextlib.suppress(BrokenProcessPool, OSError, NotImplementedError),
        ProcessPoolExecutor(processes, mp_context=_context(), initializer=_begin) as pool,
    ):
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
    """Start processes as copies of this one where that is safe: they have loaded everything already."""
    import multiprocessing
    import sys

    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    return multiprocessing.get_context("fork" if _has_one_thread() else "forkserver")


def _has_one_thread() -> bool:
    """Whether this process has one thread, those counted that numeric libraries start and Python does not know of.

    A copy of a process holds one thread alone, and for ever the locks that the others had taken.
    """
    try:
        return len(list(Path("/proc/self/task").iterdir())) == 1
    except OSError:
        return False


def _begin() -> None:
    """Leave Ctrl-C to the process that people see, and do not look for rubbish in a process that soon ends."""
    import gc
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()
