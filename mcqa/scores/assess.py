"""How sure the verdicts of a set are, put beside its scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from mcqa.scores.chance.estimate import estimate_chances
from mcqa.scores.judgement import NO_LEVEL
from mcqa.scores.scored import Scores


def assess(scores: Scores, *, seed: int, weights: Sequence[float] | None = None) -> Scores:
    """Give the scores with the chances that other panels would come to other verdicts.

    Parameters
    ----------
    scores
        The scores of a set.
    seed
        Of everything that is drawn.
    weights
        The weight of each rater, where the scores rest on weights.
    """
    fixed = np.where(scores.fixed, scores.judged.level, np.int32(NO_LEVEL)) if scores.fixed.any() else None
    chances = estimate_chances(
        scores.cells,
        scores.decision,
        scores.outcome.verdict,
        seed=seed,
        ratings=scores.ratings,
        weights=weights,
        fixed=fixed,
    )
    return replace(scores, chances=chances)
