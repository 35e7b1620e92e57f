"""Runs of the command line, in this process or in one of their own, and small folders to run it on."""

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from typer.testing import CliRunner

from mcqa.cli.main import app
from mcqa.lint.engine import load_rubric
from mcqa.simulation.simulate import simulate
from mcqa.simulation.write import write_pilot

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples"
RUBRIC = "mpos-qas-reconstruction"


class Done(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out, parse_constant=pytest.fail)

    @property
    def rows(self):
        return list(csv.DictReader(self.out.splitlines()))


def invoke(*arguments, **environment):
    """Run a command in this process; what is no exit but an exception is a failure of the test."""
    done = CliRunner().invoke(
        app, [str(each) for each in arguments], prog_name="mcqa", catch_exceptions=False, env=environment
    )
    return Done(done.exit_code, done.stdout, done.stderr)


def start(*arguments, cwd=None, **environment):
    """Run `python -m mcqa` in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "mcqa", *map(str, arguments)],
        cwd=cwd,
        capture_output=True,
        check=False,
        env={**os.environ, **environment},
    )
    return Done(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


@pytest.fixture(scope="session")
def mcqa():
    return invoke


@pytest.fixture(scope="session")
def process():
    return start


@pytest.fixture(scope="session")
def samples():
    return SAMPLES


@pytest.fixture(scope="session")
def rubric():
    return load_rubric(RUBRIC)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """Every test works in a folder of its own, with nothing configured above it."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def pilot(rubric, tmp_path_factory):
    """A small sound pilot: three units, four raters."""
    folder = tmp_path_factory.mktemp("pilot")
    write_pilot(simulate(rubric, units=3, raters=4, seed=3, ratings_per_unit=3), folder)
    return folder


@pytest.fixture(scope="session")
def damaged(rubric, tmp_path_factory):
    """The same with a workbook cut off, one under a password, and a cell sent twice with different levels."""
    folder = tmp_path_factory.mktemp("damaged")
    plants = ("broken-file", "encrypted-file", "conflicting-cell")
    write_pilot(simulate(rubric, units=4, raters=6, seed=5, ratings_per_unit=4, plants=plants), folder)
    return folder


@pytest.fixture
def long_file(tmp_path, rubric):
    """Write a long file with one row per unit, rater and component; `level` gives what stands in each."""

    def write(name, units, raters, level, header=("unit", "rater", "criterion", "level")):
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(header)
            for unit in units:
                for rater in raters:
                    for criterion in rubric.criteria:
                        writer.writerow((unit, rater, criterion.id, level(unit, rater, criterion.id)))
        return path

    return write


@pytest.fixture
def copy_of(tmp_path):
    def copy(folder, name="copy"):
        shutil.copytree(folder, tmp_path / name)
        return tmp_path / name

    return copy


@pytest.fixture
def no_trace():
    """Whether a folder holds nothing but what is named, not even a part of a file."""

    def check(folder, *names):
        return sorted(path.name for path in Path(folder).iterdir()) == sorted(names)

    return check


@pytest.fixture
def mcqa_with_input():
    """Run a command in this process with bytes on its standard input."""

    def run(content, *arguments):
        done = CliRunner().invoke(
            app, [str(each) for each in arguments], prog_name="mcqa", catch_exceptions=False, input=content
        )
        return Done(done.exit_code, done.stdout, done.stderr)

    return run
