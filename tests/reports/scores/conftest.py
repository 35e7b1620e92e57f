"""Scores of small sets, made from answers as a person writes them down."""

import numpy as np
import pytest

from mcqa.ratings.table import Status
from mcqa.rubric.model import Criterion, Decision, Level, Rubric, Scale, Standard
from mcqa.scores.assess import assess
from mcqa.scores.score import score

NON_SCORES = {"?": Status.CANNOT_TELL, "n": Status.NOT_APPLICABLE, "-": Status.MISSING}
LEVELS = (Level("not_met", "Not met", 0.0), Level("partly_met", "Partly met", 1.0), Level("met", "Met", 2.0))


def make_rubric(n_criteria=3, *, kind="ordinal", essential=(), described=True, **decision):
    scale = Scale(type=kind, levels=LEVELS)
    criteria = tuple(
        Criterion(
            id=f"C01.{number}",
            title=f"Links of {number}",
            text="Links.",
            standard="S01",
            scale=scale,
            descriptors={level.id: f"{level.label} of {number}." for level in LEVELS} if described else {},
            essential=number in essential,
        )
        for number in range(1, n_criteria + 1)
    )
    return Rubric(
        id="small",
        version="1.0.0",
        title="Small",
        status="local",
        language="en",
        source="",
        scale=scale,
        decision=Decision(**{"rule": "conjunctive", "cut": "met", "ties": "lower", **decision}),
        standards=(Standard(id="S01", title="One", description="", criteria=criteria),),
    )


@pytest.fixture(scope="session")
def rubric_of():
    return make_rubric


@pytest.fixture(scope="session")
def scores_of(ratings_from_codes):
    """Score `{unit: ("2 2 1", ...)}`, with how sure the verdicts are where `sure` is asked for."""

    def ratings(rubric, units):
        rows = [
            (place, rater, column, int(answer) if answer.isdigit() else -1, NON_SCORES.get(answer, Status.RATED))
            for place, answers in enumerate(units.values())
            for column, text in enumerate(answers)
            for rater, answer in enumerate(text.split())
        ]
        codes = np.array(rows, dtype=np.int32).reshape(-1, 5).T
        raters = [f"R{number}" for number in range(1, int(codes[1].max(initial=0)) + 2)]
        return ratings_from_codes(rubric, units, raters, codes)

    def give(units, *, sure=False, weights=None, decided=None, rubric=None, **made):
        own = rubric or make_rubric(len(next(iter(units.values()))), **made)
        found = score(ratings(own, units), own, weights=weights, decided=decided)
        return assess(found, seed=1, weights=weights) if sure else found

    return give
