"""A rubric with everything that a letter quotes, and ratings with comments."""

import numpy as np
import pytest

from mcqa.findings import Location
from mcqa.ratings.table import Ratings, Status
from mcqa.rubric.model import Criterion, Decision, Level, Rubric, Scale, Standard
from mcqa.scores.score import score

SCALE = Scale(
    type="ordinal",
    levels=(Level("not", "Not met", 0.0), Level("partly", "Partly met", 1.0), Level("met", "Met", 2.0)),
    non_scores=("cannot_tell", "not_applicable"),
)
CELLS = {"?": Status.CANNOT_TELL, "n": Status.NOT_APPLICABLE, "-": Status.MISSING}


def criterion(name, title, **more):
    return Criterion(
        id=name,
        title=title,
        text=f"{title} is asked for.",
        standard=f"S{name[1:3]}",
        scale=SCALE,
        descriptors={level.id: f"{title}, {level.label.lower()}." for level in SCALE.levels},
        **more,
    )


CRITERIA = (
    criterion("C01.1", "One skill", roles=("developer",)),
    criterion("C01.2", "Task", roles=("developer", "issuer")),
    criterion("C02.1", "Double scoring", roles=("issuer",), visible_in="operations_data"),
    criterion("C03.1", "Local need", added_by="our-state"),
)


def make_rubric(criteria=CRITERIA, *, status="reconstruction", language="en", extends="", base=None, **decision):
    titles = {"S01": "Focus", "S02": "Assessors", "S03": "State"}
    return Rubric(
        id="our-rubric",
        version="1.0.0",
        title="Our rubric",
        status=status,
        language=language,
        source="",
        scale=SCALE,
        decision=Decision(**{"rule": "conjunctive", "cut": "met", "ties": "lower", **decision}),
        standards=tuple(
            Standard(id=name, title=title, description="", criteria=tuple(c for c in criteria if c.standard == name))
            for name, title in titles.items()
            if any(c.standard == name for c in criteria)
        ),
        roles=("developer", "issuer"),
        extends=extends,
        base_decision=base,
    )


def make_ratings(rubric, rows, raters=None):
    """A table from rows (unit, rater, criterion, answer, comment); an answer is a level's place or one of ? n -."""
    units = tuple(dict.fromkeys(row[0] for row in rows))
    people = raters or tuple(dict.fromkeys(row[1] for row in rows))
    names = [one.id for one in rubric.criteria]
    given = [row[3] for row in rows]
    zeros = np.zeros(len(rows), dtype=np.int32)

    def codes(values):
        return np.array(list(values), dtype=np.int32)

    return Ratings(
        rubric=rubric,
        units=units,
        raters=tuple(people),
        criteria=rubric.criteria,
        rounds=("",),
        groups=("",),
        unit=codes(units.index(row[0]) for row in rows),
        rater=codes(people.index(row[1]) for row in rows),
        criterion=codes(names.index(row[2]) for row in rows),
        level=codes(-1 if answer in CELLS else int(answer) for answer in given),
        status=codes(CELLS.get(answer, Status.RATED) for answer in given),
        round=zeros,
        group=zeros,
        comment=tuple(row[4] if len(row) > 4 else "" for row in rows),
        timestamp=("",) * len(rows),
        source=(Location(),) * len(rows),
    )


def make_scores(answers, rubric=None, comments=None, **more):
    """Scores from {unit: {criterion: "2 1 0"}}, with comments by (unit, criterion, place of the rater)."""
    rubric = rubric or make_rubric()
    rows = [
        (unit, f"R{at + 1}", name, answer, (comments or {}).get((unit, name, at), ""))
        for unit, own in answers.items()
        for name, text in own.items()
        for at, answer in enumerate(text.split())
    ]
    return score(make_ratings(rubric, rows), rubric, **more)


@pytest.fixture(scope="session")
def rubric_of():
    return make_rubric


@pytest.fixture(scope="session")
def scores_of():
    return make_scores


@pytest.fixture(scope="session")
def criteria():
    return CRITERIA


@pytest.fixture(scope="session")
def table_of():
    return make_ratings


def make_scores_of_rows(rows, rubric=None, **more):
    rubric = rubric or make_rubric()
    return score(make_ratings(rubric, rows), rubric, **more)


@pytest.fixture(scope="session")
def scores_of_rows():
    return make_scores_of_rows
