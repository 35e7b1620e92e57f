"""Small calibration sets, written the way a person writes them down."""

import numpy as np
import pytest

from mcqa.ratings.table import Status
from mcqa.rubric.model import Criterion, Decision, Level, Rubric, Scale, Standard

NON_SCORES = {"?": Status.CANNOT_TELL, "n": Status.NOT_APPLICABLE, "-": Status.MISSING}


def make_scale(n_levels=3, kind="ordinal"):
    return Scale(
        type=kind,
        levels=tuple(
            Level(id=f"l{at}", label=f"Level {at}", score=None if kind == "nominal" else float(at))
            for at in range(n_levels)
        ),
    )


def make_rubric(scales, **decision):
    """One component on each of some scales."""
    criteria = tuple(
        Criterion(id=f"C{at}", title=f"Component {at}", text="", standard="S1", scale=scale, descriptors={})
        for at, scale in enumerate(scales)
    )
    return Rubric(
        id="small",
        version="1.0.0",
        title="Small",
        status="local",
        language="en",
        source="",
        scale=scales[0],
        decision=Decision(**{"rule": "conjunctive", "cut": "l1", "ties": "undecided", **decision}),
        standards=(Standard(id="S1", title="S1", description="", criteria=criteria),),
    )


@pytest.fixture(scope="session")
def scale_of():
    return make_scale


@pytest.fixture(scope="session")
def rubric_of():
    return make_rubric


@pytest.fixture(scope="session")
def ratings_of(ratings_from_codes):
    """Ratings from `{rater: {unit: "2 1 ? n -"}}`: one answer per component, in their order."""

    def give(rubric, sheets):
        units = tuple(dict.fromkeys(unit for sheet in sheets.values() for unit in sheet))
        rows = []
        for rater, sheet in enumerate(sheets.values()):
            for unit, text in sheet.items():
                for criterion, answer in enumerate(text.split()):
                    status = NON_SCORES.get(answer, Status.RATED)
                    level = int(answer) if status is Status.RATED else -1
                    rows.append((units.index(unit), rater, criterion, level, status))
        return ratings_from_codes(rubric, units, tuple(sheets), np.array(rows, dtype=np.int32).T)

    return give
