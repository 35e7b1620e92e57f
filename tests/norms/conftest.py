"""Scored tables for baselines, written as the levels that one rater gave each unit."""

import numpy as np
import pytest

from mcqa.findings import Location
from mcqa.ratings.table import Ratings, Status
from mcqa.rubric.model import Criterion, Decision, Level, Rubric, Scale, Standard
from mcqa.scores.score import score

SCALE = Scale(type="ordinal", levels=tuple(Level(id=f"l{at}", label=f"Level {at}", score=float(at)) for at in range(3)))


def make_rubric(n_criteria=4, **more):
    """The first two criteria are the standard S01, the others S02."""
    criteria = tuple(
        Criterion(
            id=f"C{at:02}", title=f"T{at}", text="", standard="S01" if at < 2 else "S02", scale=SCALE, descriptors={}
        )
        for at in range(n_criteria)
    )
    return Rubric(
        **{
            "id": "small",
            "version": "1.0.0",
            "title": "Small",
            "status": "local",
            "language": "en",
            "source": "",
            "scale": SCALE,
            "decision": Decision(rule="conjunctive", cut="l2", ties="lower"),
            "standards": tuple(
                Standard(id=name, title=name, description="", criteria=tuple(c for c in criteria if c.standard == name))
                for name in ("S01", "S02")
            ),
            "sha256": "ab" * 32,
            **more,
        }
    )


def make_scores(rows, rubric=None, **decision):
    """Scores of `["2210", "22?2"]`: one unit a row, one answer a criterion; ? could not tell, - is blank."""
    rubric = rubric or make_rubric(len(rows[0]))
    n_units, width = len(rows), len(rubric.criteria)
    answers = [answer for row in rows for answer in row]
    statuses = {"?": Status.CANNOT_TELL, "-": Status.MISSING, "n": Status.NOT_APPLICABLE}
    n = len(answers)
    zeros = np.zeros(n, dtype=np.int32)
    ratings = Ratings(
        rubric=rubric,
        units=tuple(f"U{at:02}" for at in range(n_units)),
        raters=("R1",),
        criteria=rubric.criteria,
        rounds=("",),
        groups=("",),
        unit=np.repeat(np.arange(n_units, dtype=np.int32), width),
        rater=zeros,
        criterion=np.tile(np.arange(width, dtype=np.int32), n_units),
        level=np.array([-1 if one in statuses else int(one) for one in answers], dtype=np.int32),
        status=np.array([statuses.get(one, Status.RATED) for one in answers], dtype=np.int32),
        round=zeros,
        group=zeros,
        comment=("",) * n,
        timestamp=("",) * n,
        source=(Location(),) * n,
    )
    return score(ratings, rubric, decision=rubric.decision._replace(**decision))


@pytest.fixture(scope="session")
def rubric_of():
    return make_rubric


@pytest.fixture(scope="session")
def scores_of():
    return make_scores
