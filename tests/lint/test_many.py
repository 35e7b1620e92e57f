"""Work over many things: in order, in several processes where that is safe, and done even where processes end."""

import subprocess
import sys
import threading

import pytest

from mcqa.lint import many
from mcqa.lint.many import MANY, over_many

NUMBERS = range(MANY + 10)
# a module of its own, with a guard, as the processes that do not begin as copies need it
SCRIPT = """
import os, sys, threading
from mcqa.lint import many

many._processors = lambda: 3


def process_of(number):
    return number, os.getpid()


def lost(number):
    if number == 20 and os.getpid() != int(os.environ["FIRST"]):
        os._exit(7)
    return number, os.getpid()


if __name__ == "__main__":
    os.environ["FIRST"] = str(os.getpid())
    if "thread" in sys.argv:
        threading.Thread(target=threading.Event().wait, daemon=True).start()
    way = many._context().get_start_method()  # the threads of the pool may live on for a moment after it
    found = list(many.over_many(lost if "lost" in sys.argv else process_of, range(100)))
    print([number for number, _ in found] == list(range(100)), len({process for _, process in found} - {os.getpid()}))
    print(way, os.getpid() in {process for _, process in found})
"""


@pytest.fixture
def run(tmp_path):
    path = tmp_path / "script.py"
    path.write_text(SCRIPT, encoding="utf-8")

    def run(*words):
        done = subprocess.run(
            [sys.executable, str(path), *words], capture_output=True, text=True, check=True, encoding="utf-8"
        )
        return done.stdout.split()

    return run


def test_processes_start_and_the_results_are_in_order(run):
    in_order, processes, way, here = run()
    assert (in_order, here) == ("True", "False")
    assert 1 <= int(processes) <= 3
    assert way == ("fork" if sys.platform == "linux" else "spawn")


def test_a_process_with_threads_is_not_copied(run):
    in_order, processes, way, here = run("thread")
    assert (in_order, here) == ("True", "False")
    assert 1 <= int(processes) <= 3
    assert way == ("forkserver" if sys.platform == "linux" else "spawn")


def test_the_work_of_a_process_that_ends_is_done_by_this_one(run):
    in_order, _, _, here = run("lost")
    assert (in_order, here) == ("True", "True")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells of threads that Python did not start")
def test_threads_that_python_did_not_start_are_counted(monkeypatch):
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        monkeypatch.setattr(threading, "active_count", lambda: 1)
        assert many._context().get_start_method() == "forkserver"  # noqa: SLF001  # which way is what matters
    finally:
        stop.set()
        thread.join()


def test_where_the_system_starts_no_process_this_one_does_the_work(monkeypatch):
    def refuse(*_, **__):
        raise OSError("no more processes")

    monkeypatch.setattr(many, "_processors", lambda: 3)
    monkeypatch.setattr("concurrent.futures.ProcessPoolExecutor", refuse)
    assert list(over_many(str, NUMBERS)) == list(map(str, NUMBERS))


def test_few_things_and_one_processor_start_nothing(monkeypatch):
    monkeypatch.setattr("concurrent.futures.ProcessPoolExecutor", None)
    monkeypatch.setattr(many, "_processors", lambda: 3)
    assert list(over_many(str, NUMBERS[: MANY - 1])) == list(map(str, range(MANY - 1)))
    monkeypatch.setattr(many, "_processors", lambda: 1)
    assert list(over_many(str, NUMBERS)) == list(map(str, NUMBERS))
