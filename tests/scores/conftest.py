"""Small rubrics, panels and tables of ratings, written the way a person writes them down."""

import numpy as np
import pytest

from mcqa.ratings.table import Status
from mcqa.rubric.model import Criterion, Decision, Level, Rubric, Scale, Standard
from mcqa.scores.consensus import Panel

NON_SCORES = {"?": Status.CANNOT_TELL, "n": Status.NOT_APPLICABLE, "-": Status.MISSING}


def make_scale(n_levels=3, *, scores=None, kind="ordinal"):
    values = [None] * n_levels if kind == "nominal" else list(scores or range(n_levels))
    return Scale(
        type=kind,
        levels=tuple(
            Level(id=f"l{index}", label=f"Level {index}", score=None if value is None else float(value))
            for index, value in enumerate(values)
        ),
    )


def make_criterion(name="C01.1", scale=None, **more):
    return Criterion(
        id=name, title=name, text="", standard=f"S{name[1:3]}", scale=scale or make_scale(), descriptors={}, **more
    )


def make_rubric(criteria, **decision):
    standards = dict.fromkeys(criterion.standard for criterion in criteria)
    return Rubric(
        id="small",
        version="1.0.0",
        title="Small",
        status="local",
        language="en",
        source="",
        scale=criteria[0].scale,
        decision=Decision(**{"rule": "conjunctive", "cut": "l2", "ties": "lower", **decision}),
        standards=tuple(
            Standard(id=name, title=name, description="", criteria=tuple(c for c in criteria if c.standard == name))
            for name in standards
        ),
    )


def make_panel(text, n_levels=3):
    """A panel from answers: `2 2 1 ? n`."""
    answers = text.split()
    return Panel(
        counts=tuple(answers.count(str(level)) for level in range(n_levels)),
        cannot_tell=answers.count("?"),
        not_applicable=answers.count("n"),
    )


@pytest.fixture(scope="session")
def scale_of():
    return make_scale


@pytest.fixture(scope="session")
def criterion_of():
    return make_criterion


@pytest.fixture(scope="session")
def rubric_of():
    return make_rubric


@pytest.fixture(scope="session")
def ratings_of(table_of):
    """Ratings from `{unit: {criterion: "2 1 ? n -"}}`: one answer per rater, in their order."""

    def give(rubric, units):
        rows = []
        position = {criterion.id: index for index, criterion in enumerate(rubric.criteria)}
        raters = 1
        for index, answers in enumerate(units.values()):
            for name, text in answers.items():
                for rater, answer in enumerate(text.split()):
                    status = NON_SCORES.get(answer, Status.RATED)
                    level = int(answer) if status is Status.RATED else -1
                    rows.append((index, rater, position[name], level, status))
                    raters = max(raters, rater + 1)
        return table_of(rubric, tuple(units), raters, np.array(rows, dtype=np.int32).reshape(-1, 5).T)

    return give


@pytest.fixture(scope="session")
def table_of(ratings_from_codes):
    """A table of so many raters, R1 and on; each rating at the lowest level has a comment."""

    def give(rubric, units, raters, codes):
        comment = [f"note {row}" if level == 0 else "" for row, level in enumerate(codes[3].tolist())]
        return ratings_from_codes(rubric, units, [f"R{index + 1}" for index in range(raters)], codes, comment)

    return give


@pytest.fixture(scope="session")
def panel_of():
    return make_panel
