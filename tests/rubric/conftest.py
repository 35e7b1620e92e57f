"""A tree read from a text, and the rubrics shipped with mcqa."""

import pytest

from mcqa.lint.engine import load_rubric
from mcqa.rubric.bundled import shipped
from mcqa.rubric.read import read_rubric
from mcqa.rubric.text import parse


def pytest_generate_tests(metafunc):
    if "shipped_id" in metafunc.fixturenames:
        metafunc.parametrize("shipped_id", shipped())


@pytest.fixture
def shipped_path(shipped_id):
    return shipped()[shipped_id]


@pytest.fixture
def shipped_rubric(shipped_id):
    return load_rubric(shipped_id)


@pytest.fixture
def read():
    """Read a text as a rubric, without the rules."""

    def run(text):
        return read_rubric(parse(text.encode(), "r.yaml"))

    return run
