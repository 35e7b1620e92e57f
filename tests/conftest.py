"""Tables of ratings from codes, for every test that writes its ratings down by hand."""

import numpy as np
import pytest

from mcqa.findings import Location
from mcqa.ratings.table import Ratings


def make_table(rubric, units, raters, codes, comment=None):
    """A table from (unit, rater, criterion, level, status) codes, shape (5, n_rows), and a comment for each row."""
    unit, rater, criterion, level, status = codes.astype(np.int32)
    n = len(unit)
    return Ratings(
        rubric=rubric,
        units=tuple(units),
        raters=tuple(raters),
        criteria=rubric.criteria,
        rounds=("",),
        groups=("",),
        unit=unit,
        rater=rater,
        criterion=criterion,
        level=level,
        status=status,
        round=np.zeros(n, dtype=np.int32),
        group=np.zeros(n, dtype=np.int32),
        comment=tuple(comment or ("",) * n),
        timestamp=("",) * n,
        source=(Location(),) * n,
    )


@pytest.fixture(scope="session")
def ratings_from_codes():
    return make_table
