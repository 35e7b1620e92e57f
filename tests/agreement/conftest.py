"""Ratings tables made from matrices of level codes, and the degenerate ones as a parameter."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from mcqa.agreement.evaluate import evaluate
from mcqa.agreement.request import requests
from mcqa.findings import Location
from mcqa.ratings.table import Ratings, Status
from mcqa.rubric.model import Criterion, Level, Scale
from mcqa.statistics.rows import Rows
from mcqa.statistics.sampling import Sampling


def beside(name):
    """Load a module that lies beside this one; test folders are no packages."""
    spec = importlib.util.spec_from_file_location(f"agreement_{name}", Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


degenerate = beside("degenerate")


def pytest_generate_tests(metafunc):
    if "degenerate_codes" in metafunc.fixturenames:
        names = list(degenerate.DEGENERATE)
        metafunc.parametrize("degenerate_codes", list(degenerate.DEGENERATE.values()), ids=names)


def make_scale(kind="ordinal", scores=(0.0, 1.0, 2.0), labels=None):
    labels = labels or [f"Level {index}" for index in range(len(scores))]
    levels = tuple(
        Level(id=f"l{index}", label=label, score=score)
        for index, (label, score) in enumerate(zip(labels, scores, strict=True))
    )
    return Scale(type=kind, levels=levels)


def make_ratings(tables, scale=None, *, standards=None, groups=None, rounds=("",), round_of=None):
    """Ratings of several criteria: one matrix (n_units, n_raters) each, -1 where there is no rating."""
    scales = scale if isinstance(scale, list) else [scale or make_scale()] * len(tables)
    standards = standards or ["S01"] * len(tables)
    criteria = tuple(
        Criterion(id=f"C{index}", title="", text="", standard=standard, scale=each, descriptors={})
        for index, (standard, each) in enumerate(zip(standards, scales, strict=True))
    )
    n_units = max((len(table) for table in tables), default=0)
    n_raters = max((len(row) for table in tables for row in table), default=0)
    cells = [
        (unit, rater, criterion, code)
        for criterion, table in enumerate(tables)
        for unit, row in enumerate(table)
        for rater, code in enumerate(row)
    ]
    unit, rater, criterion, level = np.array(cells, dtype=np.int32).reshape(-1, 4).T
    names = tuple(dict.fromkeys(["", *(groups or [])]))
    of_rater = [names.index(name) for name in groups] if groups else [0] * n_raters
    return Ratings(
        rubric=None,
        units=tuple(f"u{index}" for index in range(n_units)),
        raters=tuple(f"r{index}" for index in range(n_raters)),
        criteria=criteria,
        rounds=tuple(rounds),
        groups=names,
        unit=unit,
        rater=rater,
        criterion=criterion,
        level=level,
        status=np.where(level >= 0, int(Status.RATED), int(Status.MISSING)).astype(np.int32),
        round=np.array([0 if round_of is None else round_of(*cell) for cell in cells], dtype=np.int32),
        group=np.array([of_rater[code] for code in rater.tolist()], dtype=np.int32),
        comment=("",) * len(cells),
        timestamp=("",) * len(cells),
        source=(Location(),) * len(cells),
    )


class Repeated:
    """A coefficient on some rows, and how it is made again for how often each row counts."""

    def __init__(self, request, evaluation):
        self.request, self.found, self.evaluation = request, evaluation.agreement, evaluation
        self.repeat = evaluation.repeat()

    def again(self, times):
        features = self.repeat.features
        return self.repeat.again(times if features is None else times @ features)


def make_repeated(codes, scores, names, *, weights=None, metrics=None, times=None):
    scale = make_scale(scores=scores)
    codes = np.asarray(codes)
    sampling = Sampling(np.ones(len(codes)) if times is None else np.asarray(times, dtype=float))
    rows = Rows(codes=codes, n_levels=len(scores), sampling=sampling)
    asked = [request.on(scale) for request in requests(names, weights, metrics)]
    return [Repeated(request, evaluate(request, rows, scale)) for request in asked]


@pytest.fixture(scope="session")
def repeated():
    return make_repeated


@pytest.fixture(scope="session")
def ratings_of():
    return make_ratings


@pytest.fixture(scope="session")
def scale_of():
    return make_scale


@pytest.fixture(scope="session")
def reference_data():
    return beside("reference_data")


@pytest.fixture(scope="session")
def reference():
    return Path(__file__).parents[1] / "reference"
