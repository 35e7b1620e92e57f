import numpy as np
import pytest

from mcqa.diagnostics.alike import alike_pairs
from mcqa.diagnostics.cells import stack
from mcqa.diagnostics.evidence import comments_on_splits, evidence_gaps

# two units, two criteria of one standard, three raters: -1 blank, -2 not applicable, -3 cannot tell
CELLS = np.array([[[2, -3, -1], [2, 1, 2]], [[-3, -3, 2], [-2, 2, 2]]])


def test_blank_and_not_applicable_are_not_cannot_tell(pilots):
    rubric = pilots.rubric_of(2, visible_in={0: "issuer_dossier"})
    first, second = evidence_gaps(pilots.ratings_of(CELLS, rubric, groups=["teacher", "nbct", "nbct"]))
    assert (first.n_asked, first.n_cannot_tell, first.n_units, first.n_raters) == (5, 3, 2, 2)
    assert first.share == pytest.approx(3 / 5)
    assert {each.group: (each.n_cannot_tell, each.n_asked) for each in first.groups} == {
        "teacher": (1, 2),
        "nbct": (2, 3),
    }
    assert first.visible_in == "issuer_dossier"
    assert (second.n_asked, second.n_cannot_tell, second.n_not_applicable, second.share) == (5, 0, 1, 0)


def test_nobody_asked_is_none_not_zero(pilots):
    (gap,) = evidence_gaps(pilots.ratings_of(np.full((2, 1, 2), -1), pilots.rubric_of(1)))
    assert (gap.n_asked, gap.share, gap.low, gap.high) == (0, None, None, None)


def test_comments_count_on_split_cells_only(pilots):
    comments = np.full(CELLS.shape, "", dtype=object)
    comments[0, 1, 1] = "The task is not named."
    comments[1, 1, 1] = "Clear."
    first, second = comments_on_splits(pilots.ratings_of(CELLS, pilots.rubric_of(2), comments=comments))
    assert (first.n_split_ratings, first.n_with_comment) == (0, 0)
    assert (second.n_split_ratings, second.n_with_comment) == (3, 1)


def test_alike_components_are_compared_where_it_tells(pilots):
    rubric = pilots.rubric_of(14)
    rng = np.random.default_rng(0)
    cells = rng.integers(0, 3, (6, 14, 4))
    cells[:, 1] = cells[:, 0]
    cells[0, 1, 0] = (cells[0, 0, 0] + 1) % 3
    (pair,) = alike_pairs(stack(pilots.ratings_of(cells, rubric)))
    assert (pair.first, pair.second) == ("C01.1", "C01.2")
    assert (pair.n_both, pair.n_equal) == (24, 23)
    assert pair.n_off - pair.n_off_equal <= 1
