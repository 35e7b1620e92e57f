"""The weight of each reviewer of a table, from a file that gives weights by name."""

from __future__ import annotations

import numpy as np

from mcqa.errors import InputError
from mcqa.ratings.table import Ratings
from mcqa.scoresheets.lists.weights import RaterWeights
from mcqa.scoresheets.words.spelling import spelled

SHOWN = 6


def weights_for(ratings: Ratings, given: RaterWeights) -> tuple[float, ...]:
    """Give the weight of each rater of the table; InputError where one who rated has none, or nobody's vote counts.

    Names are taken for the same where they differ in case or spaces only, as in scoresheets.
    """
    by_name = {spelled(name): weight for name, weight in given.weights.items()}
    at_work = set(np.unique(ratings.rater[ratings.rated]).tolist())
    without = [ratings.raters[place] for place in sorted(at_work) if spelled(ratings.raters[place]) not in by_name]
    if without:
        more = f" and {len(without) - SHOWN} more" if len(without) > SHOWN else ""
        raise InputError(
            f"{given.path} gives no weight to {', '.join(without[:SHOWN])}{more}",
            hint="add them: a reviewer without a weight would not be heard; 0 leaves one out on purpose",
        )
    weights = [by_name.get(spelled(name), 0.0) for name in ratings.raters]
    heaviest = max((weights[place] for place in at_work), default=0.0)
    if not heaviest > 0:
        raise InputError(
            f"the weights of the reviewers who rated sum to 0 in {given.path}", hint="somebody's vote has to count"
        )
    # only their proportions count: the heaviest is 1
    return tuple(min(1.0, weight / heaviest) for weight in weights)
